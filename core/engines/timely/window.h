// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A quiet window from two readings of cumulative counters. Pure.

#include "core/engines/timely/job_graph_of.h"
#include "core/graph/observation.h"

namespace streamtune::engines::timely {

/// Lag that grows faster than this (seconds per second) means that the job does not keep up.
constexpr double kOverloadSlope = 0.05;
/// A worker that is busy longer than this is overloaded.
constexpr double kOverloaded = 0.95;
/// A worker that says nothing for so long, without being parked, is overloaded or lost.
constexpr double kSilentNs = 1e9;

/// Note of a window: the part of the operators' busy time that they spent waiting for a core. Costs are without it; the
/// loads of workers are with it, as it keeps them from working.
constexpr const char* kWaitNote = "core_wait";
/// From this part on a window was measured on a machine with too few cores, and says so.
constexpr double kCrowded = 0.05;

/// What one worker did between two readings.
[[nodiscard]] std::vector<WorkerObservation> workersBetween(const Stats& before, const Stats& after);
/// Lag of the job and its slope (seconds per second), from the worst worker.
struct JobLag {
    Number seconds, slope;
};
[[nodiscard]] JobLag lagBetween(const Stats& before, const Stats& after);

/// The worst worker's lag at one time.
struct LagAt {
    double seconds = 0; ///< when
    double lag = 0;     ///< seconds
};
[[nodiscard]] std::optional<LagAt> lagAt(const Stats& stats);
/// From the smallest lag of the first third to that of the last: a worker that waits for a core for once makes a peak,
/// a job that does not keep up has no way back. Fewer than six readings say nothing.
[[nodiscard]] JobLag lagOver(const std::vector<LagAt>& seen);

/// Rates, busy shares, selectivities (arrivals at the next operator by records processed here), backlog. Back-pressure
/// does not exist in Timely: an operator shows as held back when one behind it is the bottleneck of an overloaded
/// worker, so that the labels mean the same on every engine.
[[nodiscard]] Observation observationBetween(const TimelyGraph& job, const Topology& topology, const Stats& before,
                                             const Stats& after, const std::vector<LagAt>& meanwhile = {});

} // namespace streamtune::engines::timely
