# SPDX-License-Identifier: GPL-3.0-or-later
# Needs a real cluster, hence Java and Maven.
if(TARGET st_flink_harness)
    target_link_libraries(bench_flink_polling PRIVATE core_engines_flink st_flink_harness nlohmann_json::nlohmann_json)
else()
    set_target_properties(bench_flink_polling PROPERTIES EXCLUDE_FROM_ALL TRUE)
endif()
