# SPDX-License-Identifier: GPL-3.0-or-later
target_link_libraries(unit_learn PRIVATE ZLIB::ZLIB core_engines_simulated)
foreach(module streamtune-torch streamtune-xgboost)
    if(TARGET ${module})
        add_dependencies(${kind}_${folder} ${module})
    endif()
endforeach()
