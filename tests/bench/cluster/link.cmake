# SPDX-License-Identifier: GPL-3.0-or-later
target_link_libraries(bench_${folder} PRIVATE core_ged_cluster)
