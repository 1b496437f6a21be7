# SPDX-License-Identifier: GPL-3.0-or-later
target_link_libraries(bench_pretraining PRIVATE core_learn)
if(TARGET streamtune-torch)
    add_dependencies(bench_pretraining streamtune-torch)
endif()
