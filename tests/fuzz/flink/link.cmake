# SPDX-License-Identifier: GPL-3.0-or-later
include(${CMAKE_CURRENT_SOURCE_DIR}/support/flink_replay.cmake)
target_link_libraries(${kind}_${folder} PRIVATE st_flink_replay)
