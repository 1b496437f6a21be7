// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What a person asked for by names, as ids of a graph. Private to this room.

#include <map>
#include <string>

#include "core/graph/job_graph.h"
#include "core/tune/recommendation.h"

namespace streamtune::workbench {

/// Error "tune.rate": not a number of records per second.
[[nodiscard]] Status checkRates(const std::map<std::string, double>& rates);
/// Errors "tune.limit" and those of keysToIds().
[[nodiscard]] Result<tune::Limits> limitsById(const JobGraph& graph, tune::Limits limits);
/// Errors "tune.rate" (also of what is no source) and those of keysToIds().
[[nodiscard]] Result<std::map<std::string, double>> ratesById(const JobGraph& graph,
                                                              const std::map<std::string, double>& rates);

} // namespace streamtune::workbench
