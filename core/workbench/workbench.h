// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The one facade of everything a person can do; the window and the command line both call it, so that whatever one can
/// do the other can too. Synchronous, cancellable, safe from any thread: every call opens its own store and engine
/// objects. Errors are those of the rooms below.

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/secrets.h"
#include "core/engines/engine.h"
#include "core/engines/simulated/simulated_engine.h"
#include "core/history/exchange.h"
#include "core/history/store.h"
#include "core/review/plan.h"
#include "core/review/reviewer.h"
#include "core/tune/labels.h"
#include "core/tune/recommendation.h"

namespace streamtune::workbench {

struct Options {
    std::filesystem::path workspace;
    bool readOnly = false;
    std::shared_ptr<SecretStore> secrets; ///< nullptr: environment only
    std::string actor;                    ///< who acts when nothing else is said (login name)
    /// Jobs behind "sim:demo"; empty: the embedded ones.
    engines::simulated::JobProvider demoJobs;
};

/// A job with its latest measured state and labels.
struct JobView {
    engines::JobSnapshot snapshot;
    std::optional<Observation> window; ///< newest recorded
    tune::Labels labels;               ///< empty without a window
};

struct RecommendRequest {
    std::string connection;
    std::string job; ///< id or name
    std::string method = tune::kDefaultMethod;
    std::map<std::string, double> rates; ///< source id or name -> records/s
    tune::Limits limits;                 ///< keys: vertex id or name
    Millis freshness{60'000};            ///< an older window is measured anew
    Millis patience{180'000};            ///< for one quiet window
};

struct TuneRequest {
    RecommendRequest recommend;
    int maxSteps = 5;
    std::string approveAs;
    std::optional<int> maxSlots;
    bool allowProd = false;
};

struct TuneStep {
    std::string plan;
    std::string outcome;
    ParallelismVector from;
    ParallelismVector to;
    std::map<std::string, std::string> names; ///< of the vertices that the plan changes, as people know them
};

struct TuneResult {
    std::string job;
    std::vector<TuneStep> steps;
    int reconfigurations = 0;
    ParallelismVector final;
    bool backpressured = false;
    std::string stoppedBecause; ///< steady | max_steps | refused | engine
};

struct TrailVerdict {
    history::AuditVerdict chain;
    std::int64_t recommendations = 0; ///< plans computed again
    std::int64_t withoutEvidence = 0; ///< made by a person, by a rollback, or with a method this version does not have
    std::vector<std::string> differing; ///< sentences: plans whose stored content or advice does not come out again
    [[nodiscard]] bool intact() const { return chain.intact && differing.empty(); }
};

class Workbench {
public:
    /// Creates the workspace where it does not exist, runs migrations, names the outcome of interrupted applies where
    /// the cluster answers at once (the others stay in verifying, see recover()).
    [[nodiscard]] static Result<std::shared_ptr<Workbench>> open(const Options& options);
    /// Creates `file` from the embedded demo workspace (simulated cluster, past runs).
    [[nodiscard]] static Status createDemo(const std::filesystem::path& file);
    ~Workbench();

    [[nodiscard]] const Options& options() const;
    /// A store for this thread.
    [[nodiscard]] Result<std::unique_ptr<history::Store>> store() const;
    /// A reader for this thread.
    [[nodiscard]] Result<std::unique_ptr<engines::EngineReader>> reader(const std::string& connection) const;

    // Connections.
    [[nodiscard]] Result<std::vector<engines::Profile>> connections() const;
    [[nodiscard]] Result<engines::Profile> connection(const std::string& name) const;
    [[nodiscard]] Status addConnection(const engines::Profile& profile); ///< "connection.exists", "connection.value"
    [[nodiscard]] Status updateConnection(const engines::Profile& profile);
    [[nodiscard]] Status removeConnection(const std::string& name);
    [[nodiscard]] Result<std::vector<engines::ProbeStep>> testConnection(const std::string& name, std::stop_token stop);
    [[nodiscard]] std::vector<engines::ProbeStep> testProfile(const engines::Profile& profile, std::stop_token stop);

    // Observe.
    [[nodiscard]] Result<std::vector<engines::JobSummary>> jobs(const std::string& connection,
                                                                std::stop_token stop) const;
    /// Id or name to id; error "engine.unknown_job" lists near names, "engine.ambiguous_job".
    [[nodiscard]] Result<std::string> jobId(const std::string& connection, const std::string& job,
                                            std::stop_token stop) const;
    [[nodiscard]] Result<JobView> show(const std::string& connection, const std::string& job,
                                       std::stop_token stop) const;
    /// One window, recorded with its labels.
    [[nodiscard]] Result<Observation> observe(const std::string& connection, const std::string& job, Millis patience,
                                              std::stop_token stop, const ProgressSink& progress) const;

    // Advise and review.
    [[nodiscard]] Result<review::Plan> recommend(const RecommendRequest& request, std::stop_token stop,
                                                 const ProgressSink& progress) const;
    /// A draft of what `decide` says to the same input, instead of a method: numbers that a person chose. Every change
    /// is marked as edited.
    using Decide = std::function<Result<tune::Recommendation>(const tune::TuneInput&)>;
    [[nodiscard]] Result<review::Plan> draft(const RecommendRequest& request, const Decide& decide,
                                             std::stop_token stop, const ProgressSink& progress) const;
    /// What such a recommendation would read: graph, windows, rates, limits. Measures where no fresh window exists.
    [[nodiscard]] Result<tune::TuneInput> tuneInput(const RecommendRequest& request, std::stop_token stop,
                                                    const ProgressSink& progress) const;
    /// By id, id prefix, or file with streamtune.plan/1. A file whose plan this workspace has not seen becomes a draft
    /// here as soon as it is checked, approved or applied.
    [[nodiscard]] Result<review::Plan> plan(const std::string& idOrFile) const;
    [[nodiscard]] Result<review::PlanState> planState(const std::string& planId) const;
    /// `numbers`: vertex id or name -> parallelism.
    [[nodiscard]] Result<review::Plan> editPlan(const std::string& idOrFile, const ParallelismVector& numbers) const;
    [[nodiscard]] Result<review::Preflight> check(const std::string& idOrFile, std::stop_token stop) const;
    [[nodiscard]] Status approve(const std::string& idOrFile, const review::Actor& actor, std::stop_token stop) const;
    [[nodiscard]] Status reject(const std::string& idOrFile, const review::Actor& actor) const;
    [[nodiscard]] Result<review::Preflight> dryRun(const std::string& idOrFile, std::stop_token stop) const;
    /// `outsideWindow`: why a closed change window of the connection is no hindrance (Reviewer::apply).
    [[nodiscard]] Result<review::Outcome> apply(const std::string& idOrFile, const std::string& confirm,
                                                std::stop_token stop, const ProgressSink& progress,
                                                const std::function<void(const engines::ApplyStep&)>& onStep,
                                                const std::string& outsideWindow = {}) const;
    [[nodiscard]] Result<review::Outcome> rollback(const std::string& planId, const review::Actor& actor,
                                                   const std::string& confirm, std::stop_token stop,
                                                   const ProgressSink& progress,
                                                   const std::function<void(const engines::ApplyStep&)>& onStep) const;
    /// Draft of the reverse plan only (for review in the window).
    [[nodiscard]] Result<review::Plan> reversePlan(const std::string& planId, std::stop_token stop) const;
    [[nodiscard]] Result<TuneResult> tune(const TuneRequest& request, std::stop_token stop,
                                          const ProgressSink& progress) const;

    /// Names the outcome of plans left by a program that died, waiting up to `patience` for each. Ids of those named.
    [[nodiscard]] Result<std::vector<std::string>> recover(Millis patience, std::stop_token stop) const;
    /// The chain of the audit trail, and every recommendation computed again from the evidence in its plan.
    [[nodiscard]] Result<TrailVerdict> verifyTrail(std::stop_token stop, const ProgressSink& progress) const;

    // Simulated cluster controls (the demo): rates and speed. Error "engine.unsupported" for other engines.
    [[nodiscard]] Status setSimulatedRate(const std::string& connection, const std::string& job,
                                          const std::string& source, double recordsPerSecond) const;

private:
    struct Impl;
    explicit Workbench(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace streamtune::workbench
