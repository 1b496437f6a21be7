// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// From draft to outcome: preflight, approval, apply, verification, rollback; every arrow writes an audit row, refusals
/// too. The only room that writes to a cluster.

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/engines/engine.h"
#include "core/history/store.h"
#include "core/review/plan.h"

namespace streamtune::review {

/// Three-way difference between the plan's base, its target and the job as it is now.
struct DriftRow {
    std::string vertex;
    std::string name;
    int base = 0;
    int target = 0;
    std::optional<int> now; ///< nullopt: vertex is gone
};

struct Preflight {
    std::vector<engines::Check> checks;
    std::vector<engines::PreparedRequest> requests; ///< exactly what would be sent
    std::vector<DriftRow> drift;                    ///< empty = unchanged
    engines::ApplyPath path = engines::ApplyPath::Patch;
    [[nodiscard]] bool blocked() const;
};

enum class OutcomeKind { Achieved, Partly, NotAchieved, Failed, Unknown };
[[nodiscard]] const char* toString(OutcomeKind kind); ///< achieved | partly | not_achieved | failed | unknown

struct Outcome {
    OutcomeKind kind = OutcomeKind::Unknown;
    std::string sentence; ///< in words: what was asked, what is there, why
    ParallelismVector reached;
    double seconds = 0; ///< from the request to the verified state
    std::string jobId;
    std::vector<std::string> exceptions;
};
[[nodiscard]] Json outcomeToJson(const Outcome& outcome);
[[nodiscard]] Result<Outcome> outcomeFromJson(const Json& json);

struct Actor {
    std::string who;
    std::string reason;
};

/// A standing approval of the tune loop: its limits are copied into every step's approval row.
struct StandingApproval {
    std::string who;
    int maxSteps = 1;
    std::optional<int> maxSlots;
    bool allowProd = false;
};

/// One object per thread; holds references, owns nothing.
class Reviewer {
public:
    Reviewer(history::Store& store, engines::EngineFactory& engines, std::shared_ptr<Clock> clock);

    /// Stores a draft.
    [[nodiscard]] Status submitDraft(const Plan& plan, const std::string& actor);
    /// A new draft with other numbers; the parent's approval is void. Errors "plan.vertex", "plan.value".
    [[nodiscard]] Result<Plan> edit(const Plan& plan, const ParallelismVector& numbers, const std::string& actor);
    /// Preflight; draft -> checked, or stale / refused. Reads only.
    [[nodiscard]] Result<Preflight> check(const Plan& plan, engines::EngineReader& reader, const std::string& actor,
                                          std::stop_token stop);
    /// Runs the preflight first. Errors "plan.blocked", "plan.stale", "plan.expired".
    [[nodiscard]] Status approve(const Plan& plan, engines::EngineReader& reader, const Actor& actor,
                                 const std::optional<StandingApproval>& standing, std::stop_token stop);
    [[nodiscard]] Status reject(const Plan& plan, const Actor& actor);
    /// Nothing is sent; the preflight with its requests.
    [[nodiscard]] Result<Preflight> dryRun(const Plan& plan, engines::EngineReader& reader, std::stop_token stop);
    /// Applies an approved, unchanged plan: re-read, lock, send, wait, verify. `confirm` must be the job name on prod
    /// connections (error "plan.confirm"). Errors before anything is sent: "plan.not_approved", "plan.stale" (details:
    /// drift), "plan.expired", "connection.read_only", "plan.busy", "plan.change_window" (change_window.h) unless
    /// `outsideWindow` says why it cannot wait, which the audit trail keeps. After the point of no return there is
    /// always an Outcome.
    [[nodiscard]] Result<Outcome> apply(const std::string& planId, const engines::Profile& profile,
                                        const std::string& confirm, std::stop_token stop, const ProgressSink& progress,
                                        const std::function<void(const engines::ApplyStep&)>& onStep,
                                        const std::string& actor = {}, ///< empty: who approved
                                        const std::string& outsideWindow = {});
    /// The reverse of an applied plan as a draft (path savepoint: from the same savepoint).
    [[nodiscard]] Result<Plan> reverse(const std::string& planId, engines::EngineReader& reader,
                                       const std::string& actor, std::stop_token stop);
    /// Plans left in applying or verifying by a process that died (one that is alive holds a lock): reads the cluster
    /// and names the outcome. Returns the ids of the plans that have one now. A change that may still arrive when
    /// `patience` ends (per plan) stays in verifying for a later call.
    [[nodiscard]] Result<std::vector<std::string>> recover(
        const std::function<Result<std::unique_ptr<engines::EngineReader>>(const std::string& connection)>& readerOf,
        std::stop_token stop, Millis patience = Millis{-1});

private:
    history::Store& m_store;
    engines::EngineFactory& m_engines;
    std::shared_ptr<Clock> m_clock;
};

} // namespace streamtune::review
