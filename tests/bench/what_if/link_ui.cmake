# SPDX-License-Identifier: GPL-3.0-or-later
target_link_libraries(bench_what_if PRIVATE st_ui_test)
