// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/review/life_cycle.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/history/store.h"
#include "core/review/words.h"

namespace streamtune::review {

using enum PlanState;

std::vector<PlanState> followers(PlanState from) {
    switch (from) {
    case Draft:
    case Refused: // a guard may let it pass later
        return {Checked, Refused, Stale, Expired, Rejected};
    case Checked:
        return {Approved, Refused, Stale, Expired, Rejected};
    case Approved:
        return {Applying, Refused, Stale, Expired, Rejected};
    case Applying: // back to Approved: called off, or another apply was first, before anything was sent
        return {Verifying, Failed, Approved};
    case Verifying:
        return {Done, Partly, Failed, Unknown};
    case Done:
    case Partly:
    case Failed:
    case Unknown:
        return {RolledBack};
    case Stale:
    case Rejected:
    case Expired:
    case RolledBack:
        return {};
    }
    return {};
}

bool mayMove(PlanState from, PlanState to) {
    const auto next = followers(from);
    return std::ranges::find(next, to) != next.end();
}

bool beforeApplying(PlanState state) {
    return state == Draft || state == Checked || state == Approved || state == Refused;
}

bool hasOutcome(PlanState state) {
    return state == Done || state == Partly || state == Failed || state == Unknown || state == RolledBack;
}

bool startsAgain(const Plan& plan, const engines::JobSnapshot& job) {
    if (job.running || !plan.rollback)
        return false;
    return (plan.path == engines::ApplyPath::Savepoint && !plan.savepoint.empty()) || plan.engine == "simulated";
}

history::AuditRow auditOf(const Plan& plan, TimePoint at, const std::string& actor, const std::string& action,
                          const std::string& reason, const Json& detail) {
    Json all = detail.is_object() ? detail : Json::object();
    all["hash"] = planHash(plan);
    all["engine"] = plan.engine;
    all["connection"] = plan.connection;
    all["job"] = {{"id", plan.jobId}, {"name", plan.jobName}};
    history::AuditRow row;
    row.at = at;
    row.actor = actor;
    row.action = action;
    row.subject = "plan:" + plan.id;
    row.reason = forTheRecord(reason);
    row.detail = compactJson(all);
    return row;
}

Status movePlan(history::Store& store, const Plan& plan, PlanState from, PlanState to, const history::AuditRow& audit) {
    if (!mayMove(from, to))
        return fail("plan.state",
                    "Plan " + plan.id + " is " + toString(from) + " and cannot become " + toString(to) + ".",
                    "Look at it with `streamtune plan show " + plan.id + "`.");
    return store.movePlan(plan.id, toString(from), toString(to), audit);
}

std::unexpected<Error> refuse(history::Store& store, const Plan& plan, TimePoint at, const std::string& actor,
                              PlanState from, std::optional<PlanState> to, Error error) {
    const bool moves = to && mayMove(from, *to);
    const char* action = !moves || *to == Refused ? "plan.refused" : *to == Stale ? "plan.stale" : "plan.expired";
    Json detail{{"code", error.code}, {"state", toString(from)}, {"to", toString(moves ? *to : from)}};
    if (const auto drift = error.details.find("drift"); drift != error.details.end())
        if (auto rows = parseJson(drift->second, "drift"))
            detail["drift"] = std::move(*rows);
    const history::AuditRow row = auditOf(plan, at, actor, action, error.sentence, detail);
    if (moves && store.movePlan(plan.id, toString(from), toString(*to), row))
        return fail(std::move(error));
    if (const Status written = store.audit(row); !written)
        error.details["audit"] = "The refusal could not be recorded: " + written.error().sentence;
    return fail(std::move(error));
}

std::unexpected<Error> refuseContent(history::Store& store, const std::string& subject, TimePoint at,
                                     const std::string& actor, Error error) {
    if (error.code != "plan.hash" && error.code != "plan.format")
        return fail(std::move(error));
    history::AuditRow row;
    row.at = at;
    row.actor = actor;
    row.action = "plan.refused";
    row.subject = "plan:" + shortName(subject, 200);
    row.reason = forTheRecord(error.sentence);
    row.detail = compactJson({{"code", error.code}, {"details", error.details}});
    if (const Status written = store.audit(row); !written)
        error.details["audit"] = "The refusal could not be recorded: " + written.error().sentence;
    return fail(std::move(error));
}

Result<StoredPlan> loadPlan(history::Store& store, const std::string& idOrPrefix) {
    ST_ASSIGN(auto record, store.plan(idOrPrefix));
    if (!record)
        return fail("plan.unknown", "There is no plan \"" + shortName(idOrPrefix, 80) + "\" in this workspace.",
                    "List the plans with `streamtune plan list`, or give the file of a plan.");
    StoredPlan stored;
    ST_ASSIGN(const Json json, parseJson(record->json, "plan " + record->id));
    ST_ASSIGN(stored.plan, planFromJson(json));
    ST_ASSIGN(stored.state, planStateFromString(record->state));
    if (stored.plan.id != record->id || planHash(stored.plan) != record->hash)
        return fail("plan.hash", "The stored plan " + record->id + " was changed behind the workbench's back.",
                    "Do not apply it; make a new one with `streamtune recommend`.",
                    {{"stated", record->hash}, {"found", planHash(stored.plan)}});
    stored.record = std::move(*record);
    return stored;
}

} // namespace streamtune::review
