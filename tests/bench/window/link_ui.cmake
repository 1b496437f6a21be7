# SPDX-License-Identifier: GPL-3.0-or-later
target_link_libraries(bench_window PRIVATE st_ui_test)
