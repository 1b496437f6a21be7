# SPDX-License-Identifier: GPL-3.0-or-later
# In link.cmake of a test folder: include(${CMAKE_CURRENT_SOURCE_DIR}/support/fake_server.cmake)
#                                 target_link_libraries(${kind}_${folder} PRIVATE st_fake_server)
if(NOT TARGET st_fake_server)
    find_package(OpenSSL REQUIRED COMPONENTS SSL Crypto)
    add_library(st_fake_server STATIC ${CMAKE_CURRENT_LIST_DIR}/fake_server.cpp)
    target_include_directories(st_fake_server PUBLIC ${CMAKE_CURRENT_LIST_DIR}/..)
    target_link_libraries(st_fake_server PUBLIC st_options PRIVATE OpenSSL::SSL OpenSSL::Crypto)
endif()
