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
    target_compile_options(st_options INTERFACE -fsanitize=${ST_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all
        -Wno-maybe-uninitialized) # instrumented code makes g++ see what is not there
    target_link_options(st_options INTERFACE -fsanitize=${ST_SANITIZE})
endif()
if(ST_COVERAGE)
    target_compile_options(st_options INTERFACE --coverage)
    target_link_options(st_options INTERFACE --coverage)
endif()

# st_light(app_cli): for what shows and speaks rather than computes. A quarter less time to compile than with -O2, and
# nothing a person can measure at run time.
function(st_light name)
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

# st_batched(core_graph): six files a compiler run. Most of what g++ does for one file is templates (the JSON library's,
# Qt's, the standard's) that its neighbours need too: a build from nothing takes half the time, and two helpers of one
# name in a folder show up as errors.
option(ST_BATCHED "Compile the files of a folder in batches" ON)
function(st_batched name)
    if(ST_BATCHED)
        set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 6)
        # An alarm meant for headers: it takes the .cpp files of a batch for some.
        target_compile_options(${name} PRIVATE -Wno-subobject-linkage)
    endif()
endfunction()

# Half of a core file's compile time is the JSON library and the standard one: read once instead of a hundred times.
# Only headers of others are in here, so a change of ours never rebuilds more than what includes it.
option(ST_CORE_PCH "One precompiled header for core and one for its tests" ON)
set(ST_CORE_PCH_HEADERS <nlohmann/json.hpp> <fmt/format.h> <algorithm> <chrono> <expected> <filesystem> <functional> <map>
    <memory> <optional> <stop_token> <string> <vector>)

# With a precompiled header g++ 12 forgets that std::string is the system's, and its false alarms about inlined copies
# (GCC bug 105651) come through.
set(ST_CORE_PCH_OPTIONS -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)

# st_precompiled(core_pch DEPENDS fmt::fmt HEADERS <vector>): what st_library reuses; same flags as its users.
function(st_precompiled name)
    cmake_parse_arguments(arg "" "" "DEPENDS;HEADERS" ${ARGN})
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp CONTENT "// Holds the precompiled header.\n")
    add_library(${name} STATIC ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
    target_link_libraries(${name} PRIVATE st_options ${arg_DEPENDS})
    target_precompile_headers(${name} PRIVATE ${arg_HEADERS})
endfunction()

# st_library(core_graph DEPENDS core_base PRIVATE fmt::fmt): all .cpp of the folder (not of sub-folders).
function(st_library name)
    cmake_parse_arguments(arg "" "" "DEPENDS;PRIVATE" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
    add_library(${name} STATIC ${sources})
    set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
    target_link_libraries(${name} PUBLIC st_options ${arg_DEPENDS} PRIVATE fmt::fmt ${arg_PRIVATE})
    st_batched(${name})
    if(ST_CORE_PCH)
        target_precompile_headers(${name} REUSE_FROM core_pch)
        target_compile_options(${name} PRIVATE ${ST_CORE_PCH_OPTIONS})
    endif()
endfunction()
