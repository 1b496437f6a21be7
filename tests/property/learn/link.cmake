# SPDX-License-Identifier: GPL-3.0-or-later
target_link_libraries(property_learn PRIVATE ZLIB::ZLIB core_engines_simulated)
