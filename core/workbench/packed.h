// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Timely: from parallelism to workers. All operators of a worker share a thread, so a number of workers per operator
/// is feasible only with a packing that overloads none; and the matrix of workers and operators that shows it. Pure.

#include <map>
#include <string>
#include <vector>

#include "core/engines/engine.h"
#include "core/tune/recommendation.h"

namespace streamtune::workbench {

/// Node id -> workers, ascending, as the snapshot of a Timely job says; empty for other engines.
[[nodiscard]] std::map<std::string, std::vector<int>> placementOf(const engines::JobSnapshot& job);

struct Packed {
    std::map<std::string, std::vector<int>> placement; ///< operators that move
    bool relaunch = false;                             ///< it needs more workers than the job has
    double busiestNow = 0; ///< predicted load of the busiest worker as the operators lie now
};

/// What holds for Timely only: no operator can lie on more workers than there are; and cost is an operator's own time.
/// The window shows the cause of an overload as busy as its full worker, which others may share, and a method would
/// take that for the limit of the operator.
void readAsTimely(tune::TuneInput& input);

/// Advice and where it puts the operators. A rule that finds the job behind raises what its own numbers call
/// sufficient, but the sharing of workers may be all there is to it: it is asked without that first (`input.packed`),
/// and with it only where that moves nothing, and where the wait for a core does not explain why the job is behind:
/// more workers would share the same cores. "ds2" is asked as published.
Result<Packed> adviseOnWorkers(const tune::Recommender& recommender, tune::TuneInput& input, bool mayRelaunch,
                               tune::Recommendation& recommendation);

[[nodiscard]] bool mayRelaunch(const engines::RescaleCapability& capability);

/// Finds the workers of a recommendation; raises operators that would overload one (with a guard that says so; "ds2"'s
/// numbers are left as its rule gives them, with a warning). Computed from the input alone, so that it comes out again.
Packed packOperators(const tune::TuneInput& input, tune::Recommendation& recommendation, bool mayRelaunch);

/// One worker beside the operators that lie on it.
struct WorkerRow {
    int worker = 0;
    Number load, runQueue, lag, lagSlope;
    std::vector<Number> busy; ///< of each operator: share of the worker's time; missing where it does not lie there
};
struct WorkersMatrix {
    std::vector<std::string> operators; ///< node ids
    std::vector<WorkerRow> rows;
};

/// The matrix of a window with the placement in force; where `placement` is given, with that one: loads and shares are
/// then predicted, from `predicted` (operator -> share of each of its workers' time) or, for operators without, from
/// the measured ones, spread evenly.
[[nodiscard]] WorkersMatrix workersMatrix(const engines::JobSnapshot& job, const Observation& window,
                                          const std::map<std::string, std::vector<int>>& placement = {},
                                          const std::map<std::string, double>& predicted = {});

} // namespace streamtune::workbench
