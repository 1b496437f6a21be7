# SPDX-License-Identifier: GPL-3.0-or-later
# One place for compiler options and for the shape of targets.

include_guard(GLOBAL)
find_package(Threads REQUIRED)

add_library(st_options INTERFACE)
target_include_directories(st_options INTERFACE ${CMAKE_SOURCE_DIR})
target_link_libraries(st_options INTERFACE Threads::Threads)
target_compile_options(st_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast
    -Wdouble-promotion -Wimplicit-fallthrough -Wduplicated-cond -Wlogical-op
    -Wno-restrict) # false positives of g++ 12 (GCC bug 105651)
if(ST_WERROR)
    target_compile_options(st_options INTERFACE -Werror)
endif()
if(ST_SANITIZE)
    target_compile_options(st_options INTERFACE -fsanitize=${ST_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(st_options INTERFACE -fsanitize=${ST_SANITIZE})
endif()
if(ST_COVERAGE)
    target_compile_options(st_options INTERFACE --coverage)
    target_link_options(st_options INTERFACE --coverage)
endif()

# st_library(core_graph DEPENDS core_base PRIVATE fmt::fmt): all .cpp of the folder (not of sub-folders).
function(st_library name)
    cmake_parse_arguments(arg "" "" "DEPENDS;PRIVATE" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
    add_library(${name} STATIC ${sources})
    set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
    target_link_libraries(${name} PUBLIC st_options ${arg_DEPENDS} PRIVATE ${arg_PRIVATE})
endfunction()
