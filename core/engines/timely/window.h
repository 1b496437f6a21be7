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

/// Units of a timestamp in a second. The agent's jobs count milliseconds.
constexpr double kUnitsPerSecond = 1000;

/// What one worker did between two readings.
[[nodiscard]] std::vector<WorkerObservation> workersBetween(const Stats& before, const Stats& after);
/// Lag of the job and its slope (seconds per second), from the worst worker.
struct JobLag {
    Number seconds, slope;
};
[[nodiscard]] JobLag lagBetween(const Stats& before, const Stats& after);

/// Rates, busy shares, selectivities (arrivals at the next operator by records processed here), backlog. Back-pressure
/// does not exist in Timely: an operator shows as held back when one behind it is the bottleneck of an overloaded
/// worker, so that the labels mean the same on every engine.
[[nodiscard]] Observation observationBetween(const TimelyGraph& job, const Topology& topology, const Stats& before,
                                             const Stats& after);

} // namespace streamtune::engines::timely
