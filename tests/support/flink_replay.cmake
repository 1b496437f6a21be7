# SPDX-License-Identifier: GPL-3.0-or-later
# In link.cmake of a test folder: include(${CMAKE_CURRENT_SOURCE_DIR}/support/flink_replay.cmake)
#                                 target_link_libraries(${kind}_${folder} PRIVATE st_flink_replay)
if(NOT TARGET st_flink_replay)
    add_library(st_flink_replay STATIC ${CMAKE_CURRENT_LIST_DIR}/flink_replay.cpp)
    target_include_directories(st_flink_replay PUBLIC ${CMAKE_CURRENT_LIST_DIR}/..)
    target_compile_definitions(st_flink_replay PRIVATE ST_TEST_DATA="${CMAKE_CURRENT_LIST_DIR}/../data")
    target_link_libraries(st_flink_replay PUBLIC core_engines_flink PRIVATE ZLIB::ZLIB)
endif()
