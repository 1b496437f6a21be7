// SPDX-License-Identifier: GPL-3.0-or-later
// From a fresh window to a draft.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>

#include "core/graph/engine_traits.h"
#include "core/review/drafts.h"
#include "core/review/words.h"
#include "core/workbench/asked.h"
#include "core/workbench/model_in_use.h"
#include "core/workbench/packed.h"
#include "core/workbench/workbench_impl.h"

namespace streamtune::workbench {
namespace {

/// Windows that go into a recommendation (and, as its evidence, into the plan).
constexpr std::size_t kWindowsOfDeployment = 5;
constexpr std::size_t kOlderWindows = 10;
constexpr int kTriesForQuiet = 3;

/// Measured since the job runs as it does now. An engine names the deployment by the job's epoch, or by the part of it
/// before "@"; only then do start times decide, because clusters have clocks of their own.
bool ofThisDeployment(const Observation& window, const engines::JobSnapshot& job) {
    if (!window.quiet || window.jobId != job.jobId || window.parallelism() != job.graph.parallelism())
        return false;
    if (window.deployment == job.epoch)
        return true;
    return job.epoch.starts_with(window.deployment + "@") && window.start >= job.runningSince;
}

/// Newest last: windows of older deployments as history, then those of the present one.
std::vector<Observation> evidence(std::vector<Observation> newestFirst, const engines::JobSnapshot& job) {
    std::vector<Observation> present;
    std::vector<Observation> older;
    for (Observation& window : newestFirst) {
        if (ofThisDeployment(window, job)) {
            if (present.size() < kWindowsOfDeployment)
                present.push_back(std::move(window));
        } else if (window.quiet && older.size() < kOlderWindows) {
            older.push_back(std::move(window));
        }
    }
    present.insert(present.end(), std::make_move_iterator(older.begin()), std::make_move_iterator(older.end()));
    std::ranges::reverse(present);
    return present;
}

class Adviser {
public:
    Adviser(history::Store& store, engines::EngineReader& reader, const RecommendRequest& request, std::stop_token stop,
            const ProgressSink& progress)
        : m_store(store), m_reader(reader), m_request(request), m_stop(stop), m_progress(progress) {}

    /// The job and its windows, newest last, the last one fresh and of the present deployment.
    Result<std::pair<engines::JobSnapshot, std::vector<Observation>>> look(const std::string& jobId) {
        for (int attempt = 0; attempt < kTriesForQuiet; ++attempt) {
            ST_ASSIGN(engines::JobSnapshot job, m_reader.snapshot(jobId, m_stop));
            if (!job.running && attempt + 1 == kTriesForQuiet)
                return fail("engine.job_not_running",
                            "The job \"" + review::shortName(job.jobName, 60) + "\" is " + job.state + ", not running.",
                            "Wait until it runs; its last exceptions are in `streamtune show`.");
            ST_ASSIGN(auto windows, m_store.windows(m_request.connection, job.jobName, {}, 50, m_stop));
            const auto newest =
                std::ranges::find_if(windows, [&](const Observation& w) { return ofThisDeployment(w, job); });
            if (job.running && newest != windows.end() && isFresh(*newest))
                return std::pair{std::move(job), evidence(std::move(windows), job)};
            ST_TRY(measure(jobId));
        }
        return fail("tune.no_window", "No quiet window of the job could be measured: " + m_whyNotQuiet,
                    "Wait until the job runs without restarts, then try again.");
    }

private:
    /// Measured by this very request, or young enough. A real clock moves on while one looks, so freshness 0 can only
    /// mean the former.
    bool isFresh(const Observation& window) const {
        if (m_measured && window.end >= *m_measured)
            return true;
        return m_request.freshness > Millis{0} && m_reader.clock()->now() - window.end <= m_request.freshness;
    }

    Status measure(const std::string& jobId) {
        report(m_progress, {"measuring a quiet window", 0, 0, {}, true});
        ST_ASSIGN(const Observation window, m_reader.observe(jobId, m_request.patience, m_stop, m_progress));
        ST_ASSIGN(const engines::JobSnapshot job, m_reader.snapshot(jobId, m_stop));
        m_whyNotQuiet = window.quiet ? "the job was changed while it was measured." : window.whyNotQuiet;
        m_measured = window.end;
        return recordWindow(m_store, job.graph, window);
    }

    history::Store& m_store;
    engines::EngineReader& m_reader;
    const RecommendRequest& m_request;
    std::stop_token m_stop;
    const ProgressSink& m_progress;
    std::string m_whyNotQuiet = "there was none yet.";
    std::optional<TimePoint> m_measured; ///< end of the window measured last
};

bool needsPacking(const engines::Profile& profile) {
    return operatorsShareWorkers(engines::toString(profile.kind));
}

/// Where operators lie on workers, and what it takes to move them.
void pack(review::Plan& plan, Packed packed) {
    plan.placement = std::move(packed.placement);
    if (packed.relaunch)
        plan.path = engines::ApplyPath::Relaunch;
    if (!plan.placement.empty())
        plan.whyNothing.clear();
}

} // namespace

Result<Look> Workbench::Impl::look(const RecommendRequest& request, const Bench& bench, const engines::Profile& profile,
                                   engines::EngineReader& reader, std::stop_token stop,
                                   const ProgressSink& progress) const {
    ST_TRY(checkRates(request.rates)); // a wrong rate is said before measuring
    ST_ASSIGN(const auto jobs, reader.jobs(stop));
    ST_ASSIGN(const std::string id, findJob(jobs, request.connection, request.job));
    ST_ASSIGN(const engines::JobSnapshot before, reader.snapshot(id, stop));
    Look look;
    ST_ASSIGN(look.input.limits, limitsById(before.graph, request.limits)); // wrong names too
    ST_ASSIGN(look.input.offered, ratesById(before.graph, request.rates));
    RecommendRequest asked = request;
    if (profile.kind == engines::EngineKind::Simulated)
        asked.freshness = Millis{0}; // its rates change by decree, and a window costs nothing there
    ST_ASSIGN(auto seen, Adviser(*bench.store, reader, asked, stop, progress).look(id));
    look.snapshot = std::move(seen.first);
    look.input.graph = look.snapshot.graph;
    look.input.windows = std::move(seen.second);
    if (needsPacking(profile))
        readAsTimely(look.input);
    return look;
}

Result<Advice> Workbench::Impl::advise(const RecommendRequest& request, int attempt, std::stop_token stop,
                                       const ProgressSink& progress) const {
    // A wrong method is said before measuring.
    if (const auto names = tune::recommenderNames();
        std::ranges::find(names, request.method.substr(0, request.method.find('@'))) == names.end())
        return fail(tune::makeRecommender(request.method).error());
    ST_ASSIGN(const engines::Profile known, profile(request.connection));
    ST_ASSIGN(const auto reader, engines->reader(known));
    ST_ASSIGN(const Bench bench, this->bench());
    ST_ASSIGN(Look look, this->look(request, bench, known, *reader, stop, progress));
    ST_ASSIGN(const auto recommender, recommenderFor(*bench.store, request.method, engines::toString(known.kind),
                                                     request.connection, look.snapshot.jobName));
    tune::TuneInput& input = look.input;
    input.attempt = attempt;
    Advice advice;
    advice.snapshot = std::move(look.snapshot);
    ST_ASSIGN(const engines::RescaleCapability capability, reader->capability(advice.snapshot.jobId, stop));
    Packed packed;
    if (needsPacking(known)) {
        ST_ASSIGN(packed, adviseOnWorkers(*recommender, input, mayRelaunch(capability), advice.recommendation));
    } else {
        ST_ASSIGN(advice.recommendation, recommender->recommend(input));
    }
    advice.plan = review::planFromRecommendation(known, advice.snapshot, advice.recommendation, input,
                                                 capability.best().value_or(engines::ApplyPath::Patch), clock->now());
    pack(advice.plan, std::move(packed));
    ST_TRY(bench.reviewer->submitDraft(advice.plan, actor()));
    return advice;
}

Result<review::Plan> Workbench::draft(const RecommendRequest& request, const Decide& decide, std::stop_token stop,
                                      const ProgressSink& progress) const {
    ST_ASSIGN(const engines::Profile known, m_impl->profile(request.connection));
    ST_ASSIGN(const auto reader, m_impl->engines->reader(known));
    ST_ASSIGN(const Bench bench, m_impl->bench());
    ST_ASSIGN(const Look look, m_impl->look(request, bench, known, *reader, stop, progress));
    ST_ASSIGN(tune::Recommendation said, decide(look.input));
    ST_ASSIGN(const engines::RescaleCapability capability, reader->capability(look.snapshot.jobId, stop));
    Packed packed;
    if (needsPacking(known))
        packed = packOperators(look.input, said, mayRelaunch(capability));
    review::Plan plan =
        review::planFromRecommendation(known, look.snapshot, said, look.input,
                                       capability.best().value_or(engines::ApplyPath::Patch), m_impl->clock->now());
    pack(plan, std::move(packed));
    for (review::PlanChange& change : plan.changes)
        change.edited = true;
    ST_TRY(bench.reviewer->submitDraft(plan, m_impl->actor()));
    return plan;
}

Result<tune::TuneInput> Workbench::tuneInput(const RecommendRequest& request, std::stop_token stop,
                                             const ProgressSink& progress) const {
    ST_ASSIGN(const engines::Profile known, m_impl->profile(request.connection));
    ST_ASSIGN(const auto reader, m_impl->engines->reader(known));
    ST_ASSIGN(const Bench bench, m_impl->bench());
    ST_ASSIGN(Look look, m_impl->look(request, bench, known, *reader, stop, progress));
    return std::move(look.input);
}

Result<review::Plan> Workbench::recommend(const RecommendRequest& request, std::stop_token stop,
                                          const ProgressSink& progress) const {
    ST_ASSIGN(Advice advice, m_impl->advise(request, 0, stop, progress));
    return std::move(advice.plan);
}

} // namespace streamtune::workbench
