# SPDX-License-Identifier: GPL-3.0-or-later
target_link_libraries(bench_cluster_browser PRIVATE st_ui_test)
