// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/review/reviewer.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/graph/engine_traits.h"
#include "core/review/applier.h"
#include "core/review/apply_lock.h"
#include "core/review/drafts.h"
#include "core/review/life_cycle.h"
#include "core/review/preflight.h"
#include "core/review/words.h"

namespace streamtune::review {
namespace {

constexpr int kLargestParallelism = 32'768;

Error afterTheFact(const StoredPlan& stored) {
    return {"plan.state",
            "Plan " + stored.plan.id + " is " + toString(stored.state) + "; it was already sent.",
            "Make a new plan with `streamtune recommend`, or undo this one with `streamtune rollback`.",
            {}};
}

Error closed(const StoredPlan& stored) {
    switch (stored.state) {
    case PlanState::Stale:
        return {"plan.stale",
                "Plan " + stored.plan.id + " is stale: the job or the plan changed after it was made.",
                "Make a new plan with `streamtune recommend`.",
                {}};
    case PlanState::Expired:
        return {"plan.expired",
                "Plan " + stored.plan.id + " was valid until " + toRfc3339(stored.plan.expires) + ".",
                "Make a new plan with `streamtune recommend`.",
                {}};
    case PlanState::Rejected:
        return {"plan.state",
                "Plan " + stored.plan.id + " was rejected.",
                "Make a new plan with `streamtune recommend`.",
                {}};
    default:
        return afterTheFact(stored);
    }
}

/// The plan in the hand must be the plan in the store.
Result<StoredPlan> same(history::Store& store, const Plan& plan, TimePoint at, const std::string& actor) {
    auto stored = loadPlan(store, plan.id);
    if (!stored)
        return refuseContent(store, plan.id, at, actor, stored.error());
    if (stored->plan.id != plan.id || planHash(stored->plan) != planHash(plan))
        return refuseContent(store, plan.id, at, actor,
                             {"plan.hash",
                              "This plan is not the one that is stored as " + plan.id + ".",
                              "Use the stored one (`streamtune plan show " + plan.id + "`), or make a new plan.",
                              {{"stored", planHash(stored->plan)}, {"given", planHash(plan)}}});
    return stored;
}

const char* actionOf(PlanState to) {
    switch (to) {
    case PlanState::Checked:
        return "plan.checked";
    case PlanState::Stale:
        return "plan.stale";
    case PlanState::Expired:
        return "plan.expired";
    default:
        return "plan.refused";
    }
}

PlanState stateFor(Verdict verdict) {
    switch (verdict) {
    case Verdict::Clear:
        return PlanState::Checked;
    case Verdict::Stale:
        return PlanState::Stale;
    case Verdict::Expired:
        return PlanState::Expired;
    case Verdict::Blocked:
        break;
    }
    return PlanState::Refused;
}

Json standingToJson(const StandingApproval& s) {
    return {{"who", s.who},
            {"max_steps", s.maxSteps},
            {"max_slots", s.maxSlots ? Json(*s.maxSlots) : Json(nullptr)},
            {"allow_prod", s.allowProd}};
}

/// The limits of a standing approval hold for every single step.
std::optional<Error> outsideStanding(const Plan& plan, const engines::Profile& profile, const StandingApproval& s) {
    if (profile.type == engines::ConnectionType::Prod && !s.allowProd)
        return Error{"plan.standing",
                     "A standing approval does not reach production, and \"" + profile.name + "\" is production.",
                     "Approve every plan by hand, or allow it with --allow-prod.",
                     {}};
    if (s.maxSlots && plan.slotsAfter > *s.maxSlots)
        return Error{
            "plan.standing",
            fmt::format("The plan needs {} slots and the standing approval ends at {}.", plan.slotsAfter, *s.maxSlots),
            "Raise --max-slots, or approve the plan by hand.",
            {}};
    return std::nullopt;
}

/// Slots of the edited target; without a stored graph every operator shares one group, as engines do by default.
int slotsOf(const std::optional<JobGraph>& graph, const ParallelismVector& target) {
    if (graph)
        return graph->slotsNeeded(target);
    int most = 0;
    for (const auto& [vertex, p] : target)
        most = std::max(most, p);
    return most;
}

/// Waiting for a simulated cluster that runs at once takes no time, so its changes are always waited for.
Millis patienceFor(const engines::Profile& profile, Millis patience) {
    constexpr Millis kSimulated{60'000};
    const bool atOnce = profile.kind == engines::EngineKind::Simulated && !profile.options.contains("speed");
    return atOnce && patience >= Millis{0} ? std::max(patience, kSimulated) : patience;
}

/// The job that a plan was applied to, as it is now: by the id the apply ended with, else by its name.
Result<engines::JobSnapshot> presentJob(const StoredPlan& stored, engines::EngineReader& reader, std::stop_token stop) {
    std::string id = stored.plan.jobId;
    if (const auto json = parseJson(stored.record.outcome, "outcome"); json && !stringAt(*json, "job_id").empty())
        id = stringAt(*json, "job_id");
    auto snapshot = reader.snapshot(id, stop);
    if (snapshot || (snapshot.error().code != "engine.unknown_job" && snapshot.error().code != "engine.job_ended"))
        return snapshot;
    ST_ASSIGN(const auto jobs, reader.jobs(stop));
    std::vector<std::string> sameName;
    for (const engines::JobSummary& job : jobs)
        if (job.name == stored.plan.jobName && job.id != id)
            sameName.push_back(job.id);
    for (const std::string& other : sameName) {
        auto found = reader.snapshot(other, stop);
        if (found && found->running)
            return found;
    }
    return snapshot;
}

} // namespace

Reviewer::Reviewer(history::Store& store, engines::EngineFactory& engines, std::shared_ptr<Clock> clock)
    : m_store(store), m_engines(engines), m_clock(std::move(clock)) {}

Status Reviewer::submitDraft(const Plan& plan, const std::string& actor) {
    const Json json = planToJson(plan);
    ST_TRY(planFromJson(json)); // nothing enters the store that could not be read back
    history::PlanRecord record;
    record.id = plan.id;
    record.hash = planHash(plan);
    record.json = canonicalJson(json);
    record.state = toString(PlanState::Draft);
    record.connection = plan.connection;
    record.jobId = plan.jobId;
    record.jobName = plan.jobName;
    record.parent = plan.parent.value_or("");
    record.created = plan.created;
    record.updated = m_clock->now();
    const std::string why = plan.changes.empty() && !plan.whyNothing.empty() ? plan.whyNothing.front() : "";
    return m_store.insertPlan(record, auditOf(plan, m_clock->now(), actor, "plan.created", why,
                                              {{"base", plan.base},
                                               {"target", plan.target()},
                                               {"model", plan.model},
                                               {"parent", plan.parent ? Json(*plan.parent) : Json(nullptr)}}));
}

Result<Plan> Reviewer::edit(const Plan& plan, const ParallelismVector& numbers, const std::string& actor) {
    ST_ASSIGN(const StoredPlan stored, same(m_store, plan, m_clock->now(), actor));
    Plan edited = plan;
    ST_ASSIGN(const auto graph, m_store.latestGraph(plan.connection, plan.jobName));
    for (const auto& [vertex, p] : numbers) {
        if (!plan.base.contains(vertex))
            return fail("plan.vertex", "Plan " + plan.id + " knows no operator \"" + shortName(vertex, 60) + "\".",
                        "Look at the operators with `streamtune plan show " + plan.id + "`.");
        const Operator* op = graph ? graph->find(vertex) : nullptr;
        const int most = op != nullptr && op->maxParallelism > 0 ? op->maxParallelism : kLargestParallelism;
        if (p < 1 || p > most)
            return fail("plan.value",
                        fmt::format("\"{}\" cannot run with {}: parallelism is a whole number from 1 to {}.",
                                    shortName(op != nullptr ? op->name : vertex, 60), p, most),
                        "Choose another number.");
    }
    std::vector<PlanChange> changes;
    for (const PlanChange& change : plan.changes)
        if (const auto mine = numbers.find(change.vertex); mine == numbers.end() || mine->second == change.to)
            changes.push_back(change);
    for (const auto& [vertex, p] : numbers) {
        const auto before = std::ranges::find(plan.changes, vertex, &PlanChange::vertex);
        const bool was = before != plan.changes.end();
        if (p == plan.base.at(vertex) || (was && before->to == p))
            continue;
        const Operator* op = graph ? graph->find(vertex) : nullptr;
        PlanChange change;
        change.vertex = vertex;
        change.name = was ? before->name : op != nullptr ? op->name : vertex;
        change.from = plan.base.at(vertex);
        change.to = p;
        change.edited = true;
        change.reason = was ? fmt::format("Set to {} by {}; {} was advised.", p, oneLine(actor), before->to)
                            : fmt::format("Set to {} by {}.", p, oneLine(actor));
        changes.push_back(std::move(change));
    }
    edited.changes = std::move(changes);
    edited.slotsAfter = slotsOf(graph, edited.target());
    edited.id = newPlanId(m_clock->now());
    edited.parent = plan.id;
    edited.created = m_clock->now();
    edited.expires = edited.created + kValidity;
    edited.whyNothing.clear();
    if (edited.changes.empty())
        edited.whyNothing.push_back("Every change was taken out by " + oneLine(actor) + ".");
    ST_TRY(submitDraft(edited, actor));
    if (beforeApplying(stored.state))
        ST_TRY(movePlan(m_store, plan, stored.state, PlanState::Stale,
                        auditOf(plan, m_clock->now(), actor, "plan.edited",
                                "Edited into plan " + edited.id + "; an approval of this one is void.",
                                {{"child", edited.id}})));
    return edited;
}

Result<Preflight> Reviewer::check(const Plan& plan, engines::EngineReader& reader, const std::string& actor,
                                  std::stop_token stop) {
    ST_ASSIGN(const StoredPlan stored, same(m_store, plan, m_clock->now(), actor));
    if (!beforeApplying(stored.state) && stored.state != PlanState::Stale && stored.state != PlanState::Expired &&
        stored.state != PlanState::Rejected)
        return fail(afterTheFact(stored));
    auto examined = examine(plan, m_store, reader, m_clock->now(), stop);
    if (!examined)
        return refuse(m_store, plan, m_clock->now(), actor, stored.state, {}, examined.error());
    const PlanState to = stateFor(examined->verdict);
    const bool staysApproved =
        stored.state == PlanState::Approved && (to == PlanState::Checked || to == PlanState::Refused);
    if (!beforeApplying(stored.state) || to == stored.state || staysApproved)
        return std::move(examined->preflight);
    Json detail{{"drift", driftToJson(examined->preflight.drift)}, {"from", toString(stored.state)}};
    ST_TRY(movePlan(m_store, plan, stored.state, to,
                    auditOf(plan, m_clock->now(), actor, actionOf(to), examined->why, detail)));
    return std::move(examined->preflight);
}

Status Reviewer::approve(const Plan& plan, engines::EngineReader& reader, const Actor& actor,
                         const std::optional<StandingApproval>& standing, std::stop_token stop) {
    ST_ASSIGN(StoredPlan stored, same(m_store, plan, m_clock->now(), actor.who));
    const auto no = [&](Error error) {
        return refuse(m_store, plan, m_clock->now(), actor.who, stored.state, {}, std::move(error));
    };
    if (oneLine(actor.who).find_first_not_of(' ') == std::string::npos ||
        oneLine(actor.reason).find_first_not_of(' ') == std::string::npos)
        return no({"plan.actor", "An approval needs a name and a reason.", "Add --as NAME --reason TEXT.", {}});
    if (stored.state == PlanState::Approved)
        return no({"plan.state",
                   "Plan " + plan.id + " is already approved.",
                   "Apply it with `streamtune apply " + plan.id + "`.",
                   {}});
    if (!beforeApplying(stored.state))
        return no(closed(stored));
    if (standing)
        if (auto outside = outsideStanding(plan, reader.profile(), *standing))
            return no(std::move(*outside));
    ST_ASSIGN(const Preflight preflight, check(plan, reader, actor.who, stop));
    ST_ASSIGN(stored, same(m_store, plan, m_clock->now(), actor.who));
    const auto block = std::ranges::find(preflight.checks, engines::CheckLevel::Block, &engines::Check::level);
    if (stored.state == PlanState::Stale)
        return no({"plan.stale",
                   "Plan " + plan.id + " is stale and was not approved. " +
                       (block == preflight.checks.end() ? "" : block->sentence),
                   "Make a new plan with `streamtune recommend`.",
                   {{"drift", compactJson(driftToJson(preflight.drift))}}});
    if (stored.state == PlanState::Expired)
        return no(closed(stored));
    if (stored.state != PlanState::Checked || block != preflight.checks.end())
        return no({"plan.blocked",
                   "Plan " + plan.id + " was not approved. " + (block == preflight.checks.end() ? "" : block->sentence),
                   "Mend what is in the way and try again.",
                   {}});
    const history::ApprovalRecord approval{
        plan.id,        planHash(plan),
        actor.who,      forTheRecord(actor.reason),
        m_clock->now(), standing ? compactJson(standingToJson(*standing)) : std::string{}};
    Json detail{{"from", toString(stored.state)}};
    if (standing)
        detail["standing"] = standingToJson(*standing);
    return m_store.approvePlan(approval, auditOf(plan, approval.at, actor.who, "plan.approved", actor.reason, detail));
}

Status Reviewer::reject(const Plan& plan, const Actor& actor) {
    ST_ASSIGN(const StoredPlan stored, same(m_store, plan, m_clock->now(), actor.who));
    if (!mayMove(stored.state, PlanState::Rejected))
        return refuse(m_store, plan, m_clock->now(), actor.who, stored.state, {}, closed(stored));
    return movePlan(
        m_store, plan, stored.state, PlanState::Rejected,
        auditOf(plan, m_clock->now(), actor.who, "plan.rejected", actor.reason, {{"from", toString(stored.state)}}));
}

Result<Preflight> Reviewer::dryRun(const Plan& plan, engines::EngineReader& reader, std::stop_token stop) {
    ST_ASSIGN(Examination examined, examine(plan, m_store, reader, m_clock->now(), stop));
    return std::move(examined.preflight);
}

Result<Outcome> Reviewer::apply(const std::string& planId, const engines::Profile& profile, const std::string& confirm,
                                std::stop_token stop, const ProgressSink& progress,
                                const std::function<void(const engines::ApplyStep&)>& onStep, const std::string& actor,
                                const std::string& outsideWindow) {
    return Applier(m_store, m_engines, m_clock, actor)
        .apply(planId, profile, confirm, stop, progress, onStep, outsideWindow);
}

/// Placement before a change of a Timely job, as its ticket says; only operators that lie elsewhere now.
static std::map<std::string, std::vector<int>> placementBefore(const engines::ApplyTicket& ticket,
                                                               const engines::JobSnapshot& job) {
    std::map<std::string, std::vector<int>> placement;
    const auto previous = parseJson(ticket.previous.empty() ? "{}" : ticket.previous, "ticket");
    if (!previous || !childAt(*previous, "placement").is_object())
        return placement;
    for (const auto& [op, list] : childAt(*previous, "placement").items()) {
        std::vector<int> workers;
        for (const Json& w : list)
            if (w.is_number_integer() && w.get<std::int64_t>() >= 0 && w.get<std::int64_t>() < 1 << 20)
                workers.push_back(w.get<int>());
        const auto now = job.facts.find("placement." + op);
        if (now != job.facts.end() && now->second != fmt::format("{}", fmt::join(workers, " ")) && !workers.empty())
            placement[op] = std::move(workers);
    }
    return placement;
}

Result<Plan> Reviewer::reverse(const std::string& planId, engines::EngineReader& reader, const std::string& actor,
                               std::stop_token stop) {
    ST_ASSIGN(const StoredPlan stored, loadPlan(m_store, planId));
    if (!hasOutcome(stored.state))
        return refuse(m_store, stored.plan, m_clock->now(), actor, stored.state, {},
                      {"plan.state",
                       "Plan " + stored.plan.id + " is " + toString(stored.state) + "; there is nothing to roll back.",
                       "Only a plan that was applied can be rolled back.",
                       {}});
    ST_ASSIGN(const engines::JobSnapshot job, presentJob(stored, reader, stop));
    const auto ticketJson = parseJson(stored.record.ticket, "ticket");
    const auto ticket = ticketJson ? engines::ticketFromJson(*ticketJson) : engines::ApplyTicket{};
    const bool fromSavepoint = stored.plan.path == engines::ApplyPath::Savepoint && !ticket.savepoint.empty();
    Plan plan = blankPlan(reader.profile(), job, m_clock->now());
    plan.rollback = true;
    plan.parent = stored.plan.id;
    if (fromSavepoint) {
        plan.path = engines::ApplyPath::Savepoint;
        plan.savepoint = ticket.savepoint;
    }
    if (operatorsShareWorkers(stored.plan.engine)) // where the operators lay, not only on how many workers
        plan.placement = placementBefore(ticket, job);
    if (!job.running && !startsAgain(plan, job))
        return fail("engine.job_not_running",
                    "The job \"" + shortName(job.jobName, 60) + "\" is " + job.state +
                        "; it can be rolled back when it runs.",
                    "Wait until it runs, or start it again.");
    if (!job.running) { // what an ended job shows is not what it ran with
        plan.base = stored.plan.target();
        plan.slotsBefore = 0;
    }
    setTarget(plan, job.graph, stored.plan.base);
    for (PlanChange& change : plan.changes)
        change.reason = "As it was before plan " + stored.plan.id + ".";
    plan.model = "rollback";
    plan.evidence =
        compactJson(Json::array({{{"kind", "rollback"}, {"of", stored.plan.id}, {"hash", stored.record.hash}}}));
    if (plan.changes.empty() && plan.placement.empty())
        plan.whyNothing.push_back("The job already runs as it did before plan " + stored.plan.id + ".");
    if (!fromSavepoint) {
        ST_ASSIGN(const engines::RescaleCapability capability, reader.capability(job.jobId, stop));
        plan.path = capability.best().value_or(engines::ApplyPath::Patch);
    }
    ST_TRY(submitDraft(plan, actor));
    return plan;
}

Result<std::vector<std::string>> Reviewer::recover(
    const std::function<Result<std::unique_ptr<engines::EngineReader>>(const std::string& connection)>& readerOf,
    std::stop_token stop, Millis patience) {
    std::vector<std::string> named;
    ST_ASSIGN(const auto records, unfinishedPlans(m_store, "", ""));
    for (const history::PlanRecord& record : records) {
        if (stop.stop_requested())
            break;
        ST_ASSIGN(const auto lock, ApplyLock::tryTake(m_store.file(), record.connection, record.jobName));
        if (!lock)
            continue; // its applier is alive
        ST_ASSIGN(const StoredPlan stored, loadPlan(m_store, record.id));
        if (stored.state != PlanState::Applying && stored.state != PlanState::Verifying)
            continue; // ended between the listing and the lock
        auto reader = readerOf(record.connection);
        const Millis mine = reader ? patienceFor((*reader)->profile(), patience) : patience;
        ST_ASSIGN(const bool done,
                  Recovery(m_store, m_clock)
                      .name(stored, reader ? reader->get() : nullptr, reader ? Error{} : reader.error(), mine));
        if (done)
            named.push_back(record.id);
    }
    return named;
}

} // namespace streamtune::review
