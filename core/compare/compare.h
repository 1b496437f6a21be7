// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Methods judged on the simulator: the run protocol, its figures and the trace that a judge can replay.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/learn/encoder_voice.h"
#include "core/learn/model.h"
#include "core/learn/prior.h"

namespace streamtune::compare {

struct Request {
    std::filesystem::path jobs; ///< folder of streamtune-job/1 files; others are skipped with a note
    int unseen = 0;             ///< instead of a folder: so many jobs made from `seed` (job_maker.h)
    std::uint64_t seed = 0;
    std::vector<std::string> methods; ///< empty = all that exist
    std::filesystem::path trace;      ///< empty = none; overwritten
    int campaigns = 6;
    std::string physics; ///< "" = the file's; calm | standard | rough
    bool cold = false;
    int quietWindows = 1; ///< the mean of so many windows is what a decision sees
    int threads = 1;
    std::shared_ptr<const learn::PriorSet> priors;       ///< of the methods that learn; null = shipped
    std::shared_ptr<const learn::ModelSet> model;        ///< of the heads on labels; null = shipped
    std::shared_ptr<const learn::EncoderChoir> encoders; ///< heard by the default head; null = none
};

struct Row {
    std::string job; ///< "*" = all jobs of the method
    std::string method;
    int tunings = 0;
    double reconfigurationsMean = 0;
    int reconfigurationsMax = 0;
    int reconfigurations = 0;
    long finalSum = 0;
    long oracleSum = 0;
    double parallelismRatio = 0;     ///< finalSum / oracleSum; of "*" the mean of this over the jobs
    double parallelismRatioMean = 0; ///< mean over tunings of final / oracle
    int backpressuredAfter = 0;
    double overOperatorMinutes = 0;
    double underOperatorMinutes = 0;
    double decisionMsMedian = 0;
};

struct Report {
    std::vector<Row> rows;
    std::vector<std::string> notes; ///< skipped files
};

/// Names of the jobs that would be judged.
[[nodiscard]] Result<std::vector<std::string>> jobNames(const Request& request);

/// Rows appear in order of job, then method; the same for every number of threads.
[[nodiscard]] Result<Report> run(const Request& request, std::stop_token stop, const ProgressSink& progress,
                                 const std::function<void(const Row&)>& onRow);

} // namespace streamtune::compare
