# SPDX-License-Identifier: GPL-3.0-or-later
target_link_libraries(${kind}_${folder} PRIVATE core_ged)
