// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Advice for a job that never ran: a first parallelism with its uncertainty from the history of other jobs. Everything
/// here is predicted; "not enough evidence" is an answer.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/learn/prior.h"
#include "core/tune/recommendation.h"

namespace streamtune::tune {

struct FirstInput {
    JobGraph graph;
    std::map<std::string, double> offered; ///< source id -> records/s
    Limits limits;
    std::shared_ptr<const learn::PriorSet> priors; ///< of the engine; null = nothing was learned on it
    std::string origin;                            ///< a sentence: what history that is
};

struct FirstDecision {
    std::string node;
    std::string name;
    bool pinned = false;                        ///< fixed by the engine or by a limit
    Number parallelism;                         ///< missing = not enough evidence
    Number low, high;                           ///< 80 % band of the smallest parallelism that suffices
    Number risk;                                ///< P(does not suffice)
    Number demand, demandLow, demandHigh;       ///< records/s it must take, 68 % interval
    Number capacity, capacityLow, capacityHigh; ///< records/s it bears at `parallelism`, 68 % interval
    int seen = 0;                               ///< operators of its kind in the history
    std::string reason;                         ///< one sentence for a person
};

struct FirstAdvice {
    std::vector<FirstDecision> decisions; ///< every node, in topological order
    bool enoughEvidence = false;          ///< every operator that can be sized has an answer
    Number enough;                        ///< P(the whole vector suffices); missing without enough evidence
    Number slots;
    std::string origin;
    std::vector<std::string> whyNot; ///< sentences: what is missing
};

/// Errors "tune.graph", "tune.rate" (a source without a rate).
[[nodiscard]] Result<FirstAdvice> adviseFirst(const FirstInput& input);

[[nodiscard]] Json firstAdviceToJson(const FirstAdvice& advice);

} // namespace streamtune::tune
