// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/review/applier.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/review/apply_lock.h"
#include "core/review/change_window.h"
#include "core/review/preflight.h"
#include "core/review/words.h"

namespace streamtune::review {
namespace {

constexpr std::size_t kMostOfReply = 4'096;

void markRolledBack(history::Store& store, const Plan& reverse, const Outcome& outcome, TimePoint at,
                    const std::string& actor) {
    if (!reverse.rollback || !reverse.parent || outcome.kind != OutcomeKind::Achieved)
        return;
    const auto original = loadPlan(store, *reverse.parent);
    if (!original || !mayMove(original->state, PlanState::RolledBack))
        return;
    // The job is as it was either way; a failure here only leaves the older plan's word as it is.
    (void)movePlan(store, original->plan, original->state, PlanState::RolledBack,
                   auditOf(original->plan, at, actor, "plan.rolled_back", "Undone by plan " + reverse.id + ".",
                           {{"by", reverse.id}}));
}

Error busy(const Plan& plan) {
    return {"plan.busy",
            "Another plan is being applied to the job \"" + shortName(plan.jobName, 60) + "\" right now.",
            "Wait until it is done, then look at the job again.",
            {}};
}

} // namespace

Json stepToJson(const engines::ApplyStep& s) {
    return {{"name", s.name},         {"state", s.state},
            {"sentence", s.sentence}, {"request", s.request},
            {"response", s.response}, {"point_of_no_return", s.pointOfNoReturn},
            {"at", toRfc3339(s.at)},  {"ticket", engines::ticketToJson(s.ticket)}};
}

engines::ApplyStep stepFromJson(const Json& json) {
    engines::ApplyStep s;
    s.name = stringAt(json, "name");
    s.state = stringAt(json, "state");
    s.sentence = stringAt(json, "sentence");
    s.request = stringAt(json, "request");
    s.response = stringAt(json, "response");
    s.pointOfNoReturn = boolAt(json, "point_of_no_return", false);
    s.at = fromRfc3339(stringAt(json, "at")).value_or(TimePoint{});
    s.ticket = engines::ticketFromJson(childAt(json, "ticket"));
    return s;
}

Result<std::vector<history::PlanRecord>> unfinishedPlans(history::Store& store, const std::string& connection,
                                                         const std::string& jobName) {
    std::vector<history::PlanRecord> found;
    for (const PlanState state : {PlanState::Applying, PlanState::Verifying}) {
        std::string after;
        do {
            ST_ASSIGN(auto page, store.plans(connection, jobName, toString(state), 100, after));
            found.insert(found.end(), page.rows.begin(), page.rows.end());
            after = page.next;
        } while (!after.empty());
    }
    return found;
}

Result<Outcome> finishPlan(history::Store& store, const Plan& plan, PlanState from, Outcome outcome, TimePoint at,
                           const std::string& actor, const std::string& action) {
    outcome.sentence = forTheRecord(outcome.sentence);
    for (std::string& exception : outcome.exceptions)
        exception = forTheRecord(exception, kMostOfReply);
    const PlanState to = stateOf(outcome.kind);
    const Json json = outcomeToJson(outcome);
    const auto audit = auditOf(plan, at, actor, action, outcome.sentence,
                               {{"outcome", json}, {"base", plan.base}, {"target", plan.target()}});
    if (Status written = store.finishPlan(plan.id, toString(from), toString(to), compactJson(json), audit); !written) {
        Error error = written.error();
        error.details["outcome"] = compactJson(json);
        error.hint = "The outcome (" + std::string(toString(outcome.kind)) +
                     ") was not recorded; it is read from the cluster again when the workspace is opened next. " +
                     error.hint;
        return fail(std::move(error));
    }
    markRolledBack(store, plan, outcome, at, actor);
    return outcome;
}

Applier::Applier(history::Store& store, engines::EngineFactory& engines, std::shared_ptr<Clock> clock,
                 std::string actor)
    : m_store(store), m_engines(engines), m_clock(std::move(clock)), m_actor(std::move(actor)) {}

std::unexpected<Error> Applier::refused(const StoredPlan& stored, std::optional<PlanState> to, Error error) {
    return refuse(m_store, stored.plan, m_clock->now(), m_actor, stored.state, to, std::move(error));
}

Status Applier::approved(const StoredPlan& stored) {
    const Plan& plan = stored.plan;
    switch (stored.state) {
    case PlanState::Approved:
        break;
    case PlanState::Stale:
        return refused(stored, {},
                       {"plan.stale",
                        "Plan " + plan.id + " is stale: the job or the plan changed after it was made.",
                        "Make a new plan with `streamtune recommend`.",
                        {}});
    case PlanState::Expired:
        return refused(stored, {},
                       {"plan.expired",
                        "Plan " + plan.id + " was valid until " + toRfc3339(plan.expires) + ".",
                        "Make a new plan with `streamtune recommend`.",
                        {}});
    case PlanState::Applying:
    case PlanState::Verifying:
        return refused(stored, {},
                       {"plan.busy", "Plan " + plan.id + " is being applied right now.", "Wait for its outcome.", {}});
    default:
        return refused(stored, {},
                       {"plan.not_approved",
                        "Plan " + plan.id + " is " + toString(stored.state) + ", not approved; nothing was sent.",
                        "Approve it first: `streamtune approve " + plan.id + " --as NAME --reason TEXT`.",
                        {}});
    }
    ST_ASSIGN(const auto approvals, m_store.approvals(plan.id));
    const std::string hash = planHash(plan);
    const auto approval = std::ranges::find(approvals, hash, &history::ApprovalRecord::planHash);
    if (approval == approvals.end())
        return refused(stored, PlanState::Refused,
                       {"plan.not_approved",
                        "No approval stands for plan " + plan.id + " as it is now; nothing was sent.",
                        "Look at the plan and approve it again.",
                        {}});
    if (m_actor.empty())
        m_actor = approval->who;
    return {};
}

Status Applier::inWindow(const StoredPlan& stored, const engines::Profile& profile, const std::string& reason) {
    const auto option = profile.options.find(kChangeWindow);
    if (option == profile.options.end() || stored.plan.rollback)
        return {};
    auto windows = ChangeWindows::parse(option->second);
    if (!windows)
        return refused(stored, {}, windows.error());
    const TimePoint now = m_clock->now();
    if (windows->isOpen(now))
        return {};
    if (oneLine(reason).find_first_not_of(' ') != std::string::npos) {
        m_overridden = windows->text();
        return {};
    }
    return refused(stored, {},
                   {"plan.change_window",
                    "Changes of \"" + profile.name + "\" are allowed at " + windows->text() + "; nothing was sent.",
                    "Apply the plan from " + toRfc3339(windows->nextOpen(now)) +
                        " on, or now with a reason that is kept in the audit trail: --outside-window REASON.",
                    {}});
}

Result<StoredPlan> Applier::ready(const std::string& planId, const engines::Profile& profile,
                                  const std::string& confirm, const std::string& outsideWindow) {
    auto loaded = loadPlan(m_store, planId);
    if (!loaded)
        return refuseContent(m_store, planId, m_clock->now(), m_actor, loaded.error());
    StoredPlan stored = std::move(*loaded);
    ST_TRY(approved(stored));
    const Plan& plan = stored.plan;
    if (profile.name != plan.connection)
        return refused(stored, {},
                       {"plan.connection",
                        "Plan " + plan.id + " is for the connection \"" + plan.connection + "\", not for \"" +
                            profile.name + "\".",
                        "",
                        {}});
    if (profile.readOnly)
        return refused(stored, {},
                       {"connection.read_only",
                        "The connection \"" + profile.name + "\" is read-only; nothing was sent.",
                        "Use a connection that may change jobs, or take the plan elsewhere.",
                        {}});
    if (m_clock->now() > plan.expires)
        return refused(stored, PlanState::Expired,
                       {"plan.expired",
                        "Plan " + plan.id + " was valid until " + toRfc3339(plan.expires) + ".",
                        "Make a new plan with `streamtune recommend`.",
                        {}});
    ST_TRY(inWindow(stored, profile, outsideWindow));
    if (profile.type == engines::ConnectionType::Prod && confirm != plan.jobName)
        return refused(
            stored, {},
            {"plan.confirm",
             confirm.empty()
                 ? "\"" + profile.name + "\" is a production connection: the name of the job must be given to apply."
                 : "\"" + shortName(confirm, 60) + "\" is not the name of the job of this plan.",
             "Add --confirm with the name of the job: " + shortName(plan.jobName, 60) + ".",
             {}});
    return stored;
}

Status Applier::preflight(const StoredPlan& stored, engines::EngineReader& reader, std::stop_token stop) {
    const Plan& plan = stored.plan;
    auto examined = examine(plan, m_store, reader, m_clock->now(), stop);
    if (!examined)
        return refused(stored, {}, examined.error());
    switch (examined->verdict) {
    case Verdict::Clear:
        return {};
    case Verdict::Stale:
        return refused(stored, PlanState::Stale,
                       {"plan.stale",
                        "Plan " + plan.id + " is stale, nothing was sent. " + examined->why,
                        "Look at the job as it is now and make a new plan with `streamtune recommend`.",
                        {{"drift", compactJson(driftToJson(examined->preflight.drift))}}});
    case Verdict::Expired:
        return refused(stored, PlanState::Expired,
                       {"plan.expired", examined->why, "Make a new plan with `streamtune recommend`.", {}});
    case Verdict::Blocked:
        break;
    }
    return refused(stored, PlanState::Refused,
                   {"plan.blocked",
                    "Plan " + plan.id + " was not sent. " + examined->why,
                    "Mend what is in the way, then check and approve the plan again.",
                    {}});
}

Result<Outcome> Applier::apply(const std::string& planId, const engines::Profile& profile, const std::string& confirm,
                               std::stop_token stop, const ProgressSink& progress, const StepWatcher& onStep,
                               const std::string& outsideWindow) {
    ST_ASSIGN(StoredPlan stored, ready(planId, profile, confirm, outsideWindow));
    ST_ASSIGN(const auto lock, ApplyLock::tryTake(m_store.file(), stored.plan.connection, stored.plan.jobName));
    if (!lock)
        return refused(stored, {}, busy(stored.plan));

    report(progress, {"reading the job again", 0, 0, {}, true});
    auto reader = m_engines.reader(profile);
    if (!reader)
        return refused(stored, {}, reader.error());
    // We hold the lock: whatever else is unfinished for this job was left behind by a process that died.
    ST_ASSIGN(const auto orphans, unfinishedPlans(m_store, stored.plan.connection, stored.plan.jobName));
    for (const history::PlanRecord& record : orphans) {
        ST_ASSIGN(const StoredPlan orphan, loadPlan(m_store, record.id));
        ST_TRY(Recovery(m_store, m_clock).name(orphan, reader->get(), {}, Millis{-1}));
    }
    ST_TRY(preflight(stored, **reader, stop));
    if (stop.stop_requested())
        return refused(stored, {}, {"engine.cancelled", "Applying was called off; nothing was sent.", "", {}});

    Json detail{{"base", stored.plan.base}, {"target", stored.plan.target()}};
    if (!m_overridden.empty())
        detail["outside_window"] = m_overridden;
    Status begun =
        movePlan(m_store, stored.plan, PlanState::Approved, PlanState::Applying,
                 auditOf(stored.plan, m_clock->now(), m_actor, "apply.begun",
                         m_overridden.empty() ? "" : "Outside of the change window: " + outsideWindow, detail));
    if (!begun)
        return refused(stored, {}, begun.error().code == "plan.state" ? busy(stored.plan) : begun.error());
    return send(stored, profile, **reader, stop, progress, onStep);
}

Result<Outcome> Applier::send(const StoredPlan& stored, const engines::Profile& profile, engines::EngineReader& reader,
                              std::stop_token stop, const ProgressSink& progress, const StepWatcher& onStep) {
    const Plan& plan = stored.plan;
    auto writer = m_engines.writer(profile, engines::WritePermit(planHash(plan)));
    if (!writer)
        return endUnsent(plan, writer.error());

    engines::ApplyTicket ticket;
    bool committed = false;
    TimePoint sent = reader.clock()->now();
    const engines::ApplyStepSink sink = [&](const engines::ApplyStep& step) -> Status {
        engines::ApplyStep kept = step;
        kept.sentence = forTheRecord(step.sentence, kMostOfReply);
        kept.request = forTheRecord(step.request);
        kept.response = forTheRecord(step.response, kMostOfReply);
        kept.at = m_clock->now();
        const auto audit =
            auditOf(plan, kept.at, m_actor, "apply.step", kept.sentence,
                    {{"step", kept.name}, {"state", kept.state}, {"point_of_no_return", kept.pointOfNoReturn}});
        ST_TRY(m_store.appendStep({plan.id, 0, kept.at, compactJson(stepToJson(kept))},
                                  compactJson(engines::ticketToJson(kept.ticket)), audit));
        ticket = kept.ticket;
        if (kept.pointOfNoReturn && kept.state == "begun" && !committed) {
            committed = true;
            sent = reader.clock()->now();
        }
        if (onStep)
            onStep(kept);
        return {};
    };
    const auto answer = (*writer)->submit(changeOf(plan), sink, stop, progress);
    if (!answer && !committed)
        return endUnsent(plan, answer.error());
    if (answer)
        ticket = *answer;

    const RequestFate fate{answer.has_value(), answer ? std::string{} : forTheRecord(answer.error().sentence)};
    // A failure to record this arrow is no reason to stop looking: the change is on its way.
    const Status moved = movePlan(
        m_store, plan, PlanState::Applying, PlanState::Verifying,
        auditOf(plan, m_clock->now(), m_actor, "apply.verifying", fate.refusal, {{"accepted", fate.accepted}}));
    // The grace begins with the answer: a savepoint before it may have taken minutes.
    const std::chrono::duration<double> sending = reader.clock()->now() - sent;
    Verification verified = verify(plan, ticket, fate, reader, Millis{0}, Millis{-1}, progress);
    verified.outcome.seconds += std::max(0.0, sending.count());
    if (!moved)
        if (const Status again = movePlan(m_store, plan, PlanState::Applying, PlanState::Verifying,
                                          auditOf(plan, m_clock->now(), m_actor, "apply.verifying", fate.refusal, {}));
            !again) {
            Error error = again.error();
            error.details["outcome"] = compactJson(outcomeToJson(verified.outcome));
            return fail(std::move(error));
        }
    return finish(plan, PlanState::Verifying, std::move(verified.outcome));
}

Result<Outcome> Applier::endUnsent(const Plan& plan, const Error& error) {
    if (error.code == "engine.cancelled") {
        ST_TRY(movePlan(
            m_store, plan, PlanState::Applying, PlanState::Approved,
            auditOf(plan, m_clock->now(), m_actor, "apply.called_off", "Called off before anything was sent.", {})));
        return fail("engine.cancelled", "Applying was called off; nothing was sent and the approval stands.", "");
    }
    Outcome outcome;
    outcome.kind = OutcomeKind::Failed;
    outcome.jobId = plan.jobId;
    outcome.sentence = "Nothing was sent and the job runs as before: " + error.sentence;
    return finish(plan, PlanState::Applying, std::move(outcome));
}

Result<Outcome> Applier::finish(const Plan& plan, PlanState from, Outcome outcome) {
    return finishPlan(m_store, plan, from, std::move(outcome), m_clock->now(), m_actor, "apply.outcome");
}

Result<bool> Recovery::name(const StoredPlan& stored, engines::EngineReader* reader, const Error& whyNoReader,
                            Millis patience) {
    const Plan& plan = stored.plan;
    const TimePoint now = m_clock->now();
    ST_ASSIGN(const auto steps, m_store.steps(plan.id));
    TimePoint sent{};
    RequestFate fate;
    engines::ApplyTicket ticket;
    for (const history::StepRecord& record : steps) {
        const auto json = parseJson(record.json, "step");
        const engines::ApplyStep step = json ? stepFromJson(*json) : engines::ApplyStep{};
        ticket = step.ticket;
        if (step.pointOfNoReturn)
            sent = record.at;
        if (step.pointOfNoReturn && step.state == "done")
            fate.accepted = true;
        if (step.state == "failed")
            fate.refusal = step.sentence;
    }
    const std::string actor = "recovery";
    Outcome outcome;
    outcome.jobId = plan.jobId;
    if (stored.state == PlanState::Applying && sent == TimePoint{}) {
        outcome.kind = OutcomeKind::Failed;
        outcome.sentence = "The program ended before the change was sent; the job was not touched.";
        ST_TRY(finishPlan(m_store, plan, PlanState::Applying, std::move(outcome), now, actor, "apply.recovered"));
        return true;
    }
    if (stored.state == PlanState::Applying)
        ST_TRY(movePlan(m_store, plan, PlanState::Applying, PlanState::Verifying,
                        auditOf(plan, now, actor, "apply.interrupted",
                                "The program ended while the change was being sent; the cluster is read back.", {})));
    if (reader == nullptr) {
        outcome.sentence =
            "The program ended during the change, and the cluster cannot be read: " + whyNoReader.sentence;
        ST_TRY(finishPlan(m_store, plan, PlanState::Verifying, std::move(outcome), now, actor, "apply.recovered"));
        return true;
    }
    const Millis spent = std::max(Millis{0}, std::chrono::duration_cast<Millis>(now - sent));
    Verification found = verify(plan, ticket, fate, *reader, spent, patience, {});
    if (!found.decided)
        return false;
    ST_TRY(finishPlan(m_store, plan, PlanState::Verifying, std::move(found.outcome), m_clock->now(), actor,
                      "apply.recovered"));
    return true;
}

} // namespace streamtune::review
