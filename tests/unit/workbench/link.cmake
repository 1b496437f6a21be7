# SPDX-License-Identifier: GPL-3.0-or-later
if(TARGET streamtune-torch)
    add_dependencies(${kind}_${folder} streamtune-torch)
endif()
