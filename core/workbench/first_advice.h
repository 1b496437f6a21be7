// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Advice for a job that never ran, from the history of other jobs on the same engine. Nothing is measured, and no plan
/// is made: there is nothing to change yet.

#include <map>
#include <optional>
#include <stop_token>
#include <string>

#include "core/base/progress.h"
#include "core/tune/first_deployment.h"
#include "core/workbench/workbench.h"

namespace streamtune::workbench {

/// A job that a connection lists, or a graph from elsewhere.
struct FirstRequest {
    std::string connection; ///< whose engine's history speaks
    std::string job;        ///< id or name; empty with a graph
    std::optional<JobGraph> graph;
    std::map<std::string, double> rates; ///< source id or name -> records/s, for every source
    tune::Limits limits;                 ///< keys: vertex id or name
};

/// Simulated jobs are answered from what the program ships; others from the workspace's own windows of that engine,
/// the job itself left out. Errors "tune.rate", "tune.graph", and those of a connection.
[[nodiscard]] Result<tune::FirstAdvice> firstDeployment(const Workbench& workbench, const FirstRequest& request,
                                                        std::stop_token stop, const ProgressSink& progress);

} // namespace streamtune::workbench
