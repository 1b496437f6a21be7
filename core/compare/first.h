// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// First deployments of jobs that never ran: a parallelism from history alone, judged at the first rate of campaign 0
/// on the simulator. Ways that are compared: one instance everywhere, the averages of each class of operators, the
/// history with its doubt, the same with what encoders say beside, and the truth.

#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/compare/compare.h"
#include "core/learn/encoder_voice.h"
#include "core/tune/first_choice.h"

namespace streamtune::compare {

/// A value over all jobs and its 95 % interval over samples of jobs.
struct Estimate {
    double value = 0, low = 0, high = 0;
};

struct FirstRow {
    std::string job; ///< "*" = all
    std::string way; ///< "p=1", "averages", "history", "history+encoder", …, "oracle"
    int jobs = 1;
    int finalSum = 0, oracleSum = 0;
    Estimate sufficient; ///< share of jobs without back-pressure
    Estimate ratio;      ///< sum of parallelism over that of the oracle
    Estimate changes;    ///< that the default head makes from there until it rests
    Estimate within;     ///< share of operators whose smallest sufficient parallelism lies in their band; NaN = none
    double said = 0;     ///< what the bands say of that: 80 % and more, because instances are whole
    int backpressuredAfter = 0;
    /// Against "averages" of the same jobs: more sufficient, nearer to the oracle (|log ratio|), fewer changes.
    Estimate sufficientMore, nearer, fewerChanges;
};

struct FirstRequest {
    Request judged; ///< jobs or unseen, seed, physics, priors
    /// Encoders by the name of the way, beside "history".
    std::map<std::string, learn::EncoderChoir> encoders;
    double shortage = tune::FirstSettings{}.shortage;
};

[[nodiscard]] Result<std::vector<FirstRow>> judgeFirst(const FirstRequest& request, std::stop_token stop,
                                                       const ProgressSink& progress, std::vector<std::string>& notes);

} // namespace streamtune::compare
