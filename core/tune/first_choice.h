// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A parallelism for a job that never ran: what the history says of operators like its own, with all its doubt. One
/// implementation for live jobs and for the comparison. Plain indices.
///
/// Nothing of the job was measured, so how its rates multiply, what its operators bear and how its keys lie are drawn
/// many times from the priors of the capacity head; every draw has a smallest sufficient vector. The vector chosen is
/// the cheapest over all draws: instances too many, instances too few, and the chance that it must be changed, because
/// something does not suffice or too much is spent.

#include <vector>

#include "core/learn/job_capacity.h"

namespace streamtune::tune {

struct FirstSettings {
    double shortage = 1.75; ///< what an instance too few costs beside one too many: the risk setting
    double change = 0.3;    ///< what it costs when the vector must be changed, in slots of the whole job
    int draws = 512;
    double band = 0.8; ///< share of the draws between `low` and `high`
};

struct FirstNode {
    int p = 1;
    int low = 1, high = 1;       ///< band of the smallest parallelism that suffices; limits may cut it
    double mass = 1;             ///< P(it lies in there); above the band asked for, because instances are whole
    double risk = 1;             ///< P(does not suffice)
    learn::LogRate demand;       ///< logarithm of records/s; NaN = unknown
    learn::LogCapacity capacity; ///< at p, logarithm of records/s
    int seen = 0;                ///< operators of its kind behind the answer
    bool known = false;          ///< there is an answer: a demand, and a kind that was seen
};

struct FirstChoice {
    std::vector<FirstNode> nodes;
    double enough = 0; ///< P(the whole vector suffices)
    double slots = 0;  ///< of the smallest vectors that suffice, mean over the draws; free and known nodes
    [[nodiscard]] std::vector<int> vector() const;
};

/// `offered` per node, records/s, NaN for what is no source; `low` and `high` bound each node; pinned nodes keep `low`.
[[nodiscard]] FirstChoice chooseFirst(const learn::JobFacts& job, const learn::PriorSet& priors,
                                      const std::vector<double>& offered, const std::vector<int>& low,
                                      const std::vector<int>& high, const FirstSettings& settings);

/// The answer of averages: every operator is the average of its kind, shares are even, nothing is doubted.
[[nodiscard]] std::vector<int> chooseByAverages(const learn::JobFacts& job, const learn::PriorSet& priors,
                                                const std::vector<double>& offered, const std::vector<int>& low,
                                                const std::vector<int>& high);

} // namespace streamtune::tune
