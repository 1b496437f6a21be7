// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Priors from the history of many jobs: every job is fitted by itself, the constants found move the priors, and again
/// (empirical Bayes). Nothing but observations is read.

#include <stop_token>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/learn/job_capacity.h"

namespace streamtune::learn {

struct PastJob {
    JobFacts facts;
    std::vector<WindowReading> windows;
};

struct PriorTraining {
    int rounds = 4;
    double ridge = 4;      ///< readings a feature must outweigh
    double departure = 20; ///< readings that a kind's own must outweigh to depart from what features say of all kinds
};

/// Errors "train.empty" (nothing to learn from), "train.cancelled".
[[nodiscard]] Result<PriorSet> trainPriors(const std::vector<PastJob>& history, const PriorTraining& settings,
                                           std::stop_token stop, const ProgressSink& progress);

} // namespace streamtune::learn
