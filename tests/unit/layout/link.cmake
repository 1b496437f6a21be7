# SPDX-License-Identifier: GPL-3.0-or-later
add_dependencies(unit_layout streamtune-layout)
