// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workbench/first_advice.h"

#include <fmt/format.h>

#include "core/learn/prior_training.h"
#include "core/learn/shipped.h"
#include "core/workbench/asked.h"
#include "core/workbench/past_jobs.h"

namespace streamtune::workbench {
namespace {

constexpr std::size_t kLeastJobs = 3; ///< of an engine's own history, before it speaks

Status learnFrom(history::Store& store, const std::string& engine, const std::string& jobName, std::stop_token stop,
                 const ProgressSink& progress, tune::FirstInput& input) {
    if (engine == "simulated") {
        input.priors = std::make_shared<const learn::PriorSet>(learn::shippedPriors());
        input.origin = std::string("From the history that comes with this program, of ") + learn::shippedOrigin() + ".";
        return {};
    }
    std::vector<std::string> without;
    if (!jobName.empty())
        without.push_back(jobName); // what it did itself is not the question
    ST_ASSIGN(const PastHistory past, pastJobs(store, without, stop, engine));
    if (past.jobs.size() < kLeastJobs) {
        input.origin = fmt::format("The history holds {} other jobs on engine \"{}\"; {} are needed. What was learned "
                                   "on simulated jobs is not used for it.",
                                   past.jobs.size(), engine, kLeastJobs);
        return {};
    }
    ST_ASSIGN(auto priors, learn::trainPriors(past.jobs, {}, stop, progress));
    input.priors = std::make_shared<const learn::PriorSet>(std::move(priors));
    input.origin = fmt::format("From {} quiet windows of {} other jobs on engine \"{}\" in this workspace.",
                               past.windows, past.jobs.size(), engine);
    return {};
}

} // namespace

Result<tune::FirstAdvice> firstDeployment(const Workbench& workbench, const FirstRequest& request, std::stop_token stop,
                                          const ProgressSink& progress) {
    ST_TRY(checkRates(request.rates));
    ST_ASSIGN(const engines::Profile profile, workbench.connection(request.connection));
    tune::FirstInput input;
    std::string jobName;
    if (request.graph) {
        input.graph = *request.graph;
    } else {
        ST_ASSIGN(const auto reader, workbench.reader(request.connection));
        ST_ASSIGN(const std::string id, workbench.jobId(request.connection, request.job, stop));
        ST_ASSIGN(engines::JobSnapshot job, reader->snapshot(id, stop));
        input.graph = std::move(job.graph);
        jobName = job.jobName;
    }
    ST_ASSIGN(input.limits, limitsById(input.graph, request.limits));
    ST_ASSIGN(input.offered, ratesById(input.graph, request.rates));
    ST_ASSIGN(const auto store, workbench.store());
    ST_TRY(learnFrom(*store, engines::toString(profile.kind), jobName, stop, progress, input));
    return tune::adviseFirst(input);
}

} // namespace streamtune::workbench
