# SPDX-License-Identifier: GPL-3.0-or-later
target_include_directories(bench_dag PRIVATE ${CMAKE_SOURCE_DIR}/tests/ui/dag)
target_link_libraries(bench_dag PRIVATE st_dag_samples)
