# SPDX-License-Identifier: GPL-3.0-or-later
# Tests tamper with the file behind the store's back.
target_link_libraries(unit_history PRIVATE SQLiteCpp)
