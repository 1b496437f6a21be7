// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Which state may follow which. Everything that moves a plan asks here; the store's compare-and-set does the rest.

#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/history/records.h"
#include "core/review/plan.h"

namespace streamtune::history {
class Store;
}

namespace streamtune::review {

/// States that may follow `from`.
[[nodiscard]] std::vector<PlanState> followers(PlanState from);
[[nodiscard]] bool mayMove(PlanState from, PlanState to);
/// Nothing was sent yet.
[[nodiscard]] bool beforeApplying(PlanState state);
/// A change may have reached the cluster and has an outcome: can be rolled back.
[[nodiscard]] bool hasOutcome(PlanState state);

/// A rollback that brings a job which does not run back to life: from its savepoint, or on the simulated cluster, where
/// a failed job keeps its place. What such a job shows now is not compared with the plan.
[[nodiscard]] bool startsAgain(const Plan& plan, const engines::JobSnapshot& job);

/// An audit row about one plan; seq, prev and hash are filled in by the store. `detail` gets the plan's hash.
[[nodiscard]] history::AuditRow auditOf(const Plan& plan, TimePoint at, const std::string& actor,
                                        const std::string& action, const std::string& reason, const Json& detail);

/// Moves the plan together with its audit row. Error "plan.state" where no such arrow exists or the stored state is
/// another one.
[[nodiscard]] Status movePlan(history::Store& store, const Plan& plan, PlanState from, PlanState to,
                              const history::AuditRow& audit);

/// Records a refusal (action plan.refused), together with a move where `to` is given, and hands `error` back. A move
/// that another process was faster with is not made; the row is written all the same.
[[nodiscard]] std::unexpected<Error> refuse(history::Store& store, const Plan& plan, TimePoint at,
                                            const std::string& actor, PlanState from, std::optional<PlanState> to,
                                            Error error);

/// The same where there is no plan that could be trusted: a changed store, a file edited by hand. Only what concerns
/// the content of a plan (plan.hash, plan.format) is recorded; a mistyped id is no refusal.
[[nodiscard]] std::unexpected<Error> refuseContent(history::Store& store, const std::string& subject, TimePoint at,
                                                   const std::string& actor, Error error);

/// The plan as stored: by id or unique prefix; its hash and its JSON must agree. Errors "plan.unknown", "plan.hash".
struct StoredPlan {
    Plan plan;
    PlanState state = PlanState::Draft;
    history::PlanRecord record;
};
[[nodiscard]] Result<StoredPlan> loadPlan(history::Store& store, const std::string& idOrPrefix);

} // namespace streamtune::review
