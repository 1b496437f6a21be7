// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// When a source is short of its offer, and when only counters say so.

namespace streamtune::tune {

/// Share of its offer that a source may leave before it is short. One that cannot send all works or waits the whole
/// time; one that idles has sent everything, and what seems to be missing is an error of counters that were read at
/// different moments (0.3 to 1.5 % in windows of 4 s on Flink 1.20). `busy` and `backpressured` are shares of time of
/// its busiest subtask, NaN where not measured: then only `tolerance` counts.
[[nodiscard]] double toleratedShortage(double busy, double backpressured, double tolerance);

} // namespace streamtune::tune
