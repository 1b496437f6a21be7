// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What bounds an advised number: pins, bounds, max parallelism, partitions, key groups, step, hysteresis, slots.

#include <string>
#include <vector>

#include "core/tune/recommendation.h"

namespace streamtune::tune {

/// `alignKeyed`: keyed operators with a model value go to divisors of their key groups.
/// Reads `from` and `rounded` of every decision (one per node, in any order); fills clamped, aligned, final and guards.
/// Order of precedence, strongest first: fixed by the engine, pin, max parallelism and bounds, slots, step, hysteresis.
/// When pins and lower bounds alone need more slots than allowed, nothing changes at all.
void applyLimits(const JobGraph& graph, const Limits& limits, bool alignKeyed, std::vector<Decision>& decisions);

/// Smallest and largest parallelism the limits allow a node that is not pinned.
struct Bounds {
    int low = 1;
    int high = 32'768;
    std::string whyHigh; ///< what sets `high`
};
[[nodiscard]] Bounds boundsOf(const Operator& node, const Limits& limits, bool source);

/// Whether the parallelism in force (Decision::from) already respects bounds, pins and slots.
[[nodiscard]] bool presentIsAllowed(const JobGraph& graph, const Limits& limits,
                                    const std::vector<Decision>& decisions);

} // namespace streamtune::tune
