// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/review/verify.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/review/preflight.h"
#include "core/review/words.h"

namespace streamtune::review {
namespace {

constexpr std::array kKinds{"achieved", "partly", "not_achieved", "failed", "unknown"};
/// How long an unreachable cluster is asked again when it has not said a grace of its own.
constexpr Millis kSilence{60'000};
/// How long a job that is starting again is waited for, whatever the engine says about a running one.
constexpr Millis kRestart{120'000};

/// Where one vertex ended.
struct Ending {
    std::string name;
    int base = 0;
    int asked = 0;
    std::optional<int> has;
    bool changed = false; ///< the plan changes it

    bool reached() const { return has == asked; }
    bool untouched() const { return has == base; }
    /// Neither where it was, nor where it should be, nor on the way.
    bool foreign() const { return !has || *has < std::min(base, asked) || *has > std::max(base, asked); }
};

std::vector<Ending> endingsOf(const Plan& plan, const ParallelismVector& reached) {
    std::vector<Ending> endings;
    for (const auto& [vertex, asked] : plan.target()) {
        const auto change = std::ranges::find(plan.changes, vertex, &PlanChange::vertex);
        const bool changed = change != plan.changes.end();
        const auto has = reached.find(vertex);
        endings.push_back({shortName(changed && !change->name.empty() ? change->name : vertex, 60),
                           plan.base.at(vertex), asked,
                           has == reached.end() ? std::nullopt : std::optional<int>(has->second), changed});
    }
    return endings;
}

std::string list(const std::vector<Ending>& endings, bool (*wanted)(const Ending&), const char* form) {
    std::string text;
    for (const Ending& e : endings)
        if (wanted(e))
            text += (text.empty() ? "" : "; ") + fmt::format(fmt::runtime(form), fmt::arg("name", e.name),
                                                             fmt::arg("base", e.base), fmt::arg("asked", e.asked),
                                                             fmt::arg("has", e.has ? std::to_string(*e.has) : "gone"));
    return text;
}

std::string withException(const engines::ApplyStatus& status) {
    return status.newExceptions.empty() ? std::string{} : " The engine says: " + oneLine(status.newExceptions.front());
}

std::string because(const engines::ApplyStatus& status) {
    return status.sentence.empty() ? std::string{} : " " + status.sentence;
}

Outcome notRunning(const engines::ApplyStatus& status, Outcome outcome) {
    if (status.failed) {
        outcome.kind = OutcomeKind::Failed;
        outcome.sentence = "The job does not run after the change: " +
                           (status.sentence.empty() ? "it is " + status.state + "." : status.sentence) +
                           withException(status);
    } else if (!status.newExceptions.empty()) {
        outcome.kind = OutcomeKind::Failed;
        outcome.sentence =
            "The job does not come up with the new parallelism; it is " + status.state + "." + withException(status);
    } else {
        outcome.kind = OutcomeKind::Unknown;
        outcome.sentence = "The job is " + (status.state.empty() ? std::string("in no known state") : status.state) +
                           " and its parallelism cannot be read; it may still come up." + because(status);
    }
    return outcome;
}

Outcome nothingMoved(const engines::ApplyStatus& status, const RequestFate& fate, Outcome outcome) {
    if (fate.accepted) {
        outcome.kind = OutcomeKind::NotAchieved;
        outcome.sentence = "The engine accepted the change, but the job still runs as before." + because(status);
    } else if (!fate.refusal.empty()) {
        outcome.kind = OutcomeKind::Failed;
        outcome.sentence = "The engine did not take the change and the job runs as before: " + fate.refusal;
    } else {
        outcome.kind = OutcomeKind::Failed;
        outcome.sentence = "Nothing was accepted: the job runs as before." + because(status);
    }
    return outcome;
}

std::string wayBack(const engines::ApplyTicket& ticket) {
    return ticket.savepoint.empty()
               ? std::string{}
               : " Its state is in the savepoint " + ticket.savepoint + ", from which a rollback starts it again.";
}

Outcome jobGone(const Plan& plan, const engines::ApplyTicket& ticket, const Error& error) {
    Outcome outcome;
    outcome.kind = OutcomeKind::Failed;
    outcome.jobId = ticket.jobId.empty() ? plan.jobId : ticket.jobId;
    outcome.sentence = "The job is no longer there: " + error.sentence;
    outcome.sentence += wayBack(ticket);
    return outcome;
}

} // namespace

const char* toString(OutcomeKind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}

PlanState stateOf(OutcomeKind kind) {
    switch (kind) {
    case OutcomeKind::Achieved:
        return PlanState::Done;
    case OutcomeKind::Partly:
        return PlanState::Partly;
    case OutcomeKind::NotAchieved:
    case OutcomeKind::Failed:
        return PlanState::Failed;
    case OutcomeKind::Unknown:
        break;
    }
    return PlanState::Unknown;
}

Outcome judge(const Plan& plan, const engines::ApplyStatus& status, const RequestFate& fate) {
    Outcome outcome;
    outcome.reached = status.reached;
    outcome.jobId = status.jobId.empty() ? plan.jobId : status.jobId;
    outcome.exceptions = status.newExceptions;
    if (status.failed || status.reached.empty())
        return notRunning(status, std::move(outcome));

    const std::vector<Ending> endings = endingsOf(plan, status.reached);
    if (std::ranges::all_of(endings, &Ending::reached)) {
        outcome.kind = OutcomeKind::Achieved;
        outcome.sentence =
            "Verified: " + list(endings, [](const Ending& e) { return e.changed; }, "{name} runs with {has}");
        outcome.sentence += plan.changes.empty() ? "the job runs as planned." : ".";
        return outcome;
    }
    const std::string foreign = list(
        endings, [](const Ending& e) { return e.foreign(); }, "{name} runs with {has}, planned were {base} -> {asked}");
    const bool some =
        std::ranges::any_of(endings, [](const Ending& e) { return e.changed && !e.untouched() && !e.foreign(); });
    if (!foreign.empty()) {
        outcome.kind = some ? OutcomeKind::Partly : OutcomeKind::NotAchieved;
        outcome.sentence = "Somebody else changed the job meanwhile: " + foreign + "." + because(status);
        return outcome;
    }
    if (!some)
        return nothingMoved(status, fate, std::move(outcome));
    outcome.kind = OutcomeKind::Partly;
    outcome.sentence = "Partly achieved: " +
                       list(
                           endings, [](const Ending& e) { return e.changed && !e.reached(); },
                           "{name} was asked to run with {asked} and runs with {has} (before: {base})") +
                       "." + because(status) + withException(status);
    return outcome;
}

Verification verify(const Plan& plan, const engines::ApplyTicket& ticket, const RequestFate& fate,
                    engines::EngineReader& reader, Millis spent, Millis patience, const ProgressSink& progress) {
    const auto clock = reader.clock();
    const TimePoint begin = clock->now();
    const engines::Change change = changeOf(plan);
    std::optional<engines::ApplyStatus> last;
    Error trouble;
    Millis grace = kSilence;
    while (true) {
        auto status = reader.applyStatus(change, ticket, {});
        Millis pollEvery = std::max(reader.pollInterval(), Millis{1});
        if (status) {
            last = std::move(*status);
            grace = last->reached.empty() ? std::max(last->grace, kRestart) : last->grace;
            pollEvery = std::max(last->pollEvery, Millis{1});
        } else {
            trouble = status.error();
            if (trouble.code == "engine.unknown_job" || trouble.code == "engine.job_ended")
                return {jobGone(plan, ticket, trouble), true};
        }
        const Millis waited = std::chrono::duration_cast<Millis>(clock->now() - begin);
        const bool fresh = status.has_value();
        const double seconds = std::chrono::duration<double>(waited + spent).count();
        if (fresh && (last->settled || last->failed)) {
            Verification found{judge(plan, *last, fate), true};
            found.outcome.seconds = seconds;
            if (found.outcome.kind == OutcomeKind::Failed && last->reached.empty())
                found.outcome.sentence += wayBack(ticket);
            return found;
        }
        const bool over = waited + spent >= grace;
        if (over || (patience >= Millis{0} && waited >= patience)) {
            Verification found;
            found.decided = over;
            if (fresh) {
                found.outcome = judge(plan, *last, fate);
            } else {
                found.outcome.jobId = plan.jobId;
                found.outcome.sentence =
                    "The cluster could not be read back, so what became of the change is not known: " +
                    trouble.sentence;
            }
            found.outcome.seconds = seconds;
            return found;
        }
        report(progress, {"verifying", waited.count() / 1000, grace.count() / 1000,
                          fresh ? last->sentence : trouble.sentence, false});
        clock->sleep(pollEvery, {});
    }
}

Json outcomeToJson(const Outcome& o) {
    return {{"outcome", toString(o.kind)}, {"sentence", o.sentence}, {"reached", o.reached},
            {"seconds", o.seconds},        {"job_id", o.jobId},      {"exceptions", o.exceptions}};
}

Result<Outcome> outcomeFromJson(const Json& json) {
    const std::string word = stringAt(json, "outcome");
    const auto kind = std::ranges::find(kKinds, word, [](const char* k) { return std::string_view(k); });
    if (kind == kKinds.end())
        return fail("plan.format", "\"" + shortName(word, 60) + "\" is not an outcome of a plan.", "");
    Outcome o;
    o.kind = static_cast<OutcomeKind>(kind - kKinds.begin());
    o.sentence = stringAt(json, "sentence");
    o.seconds = valueOr(numberAt(json, "seconds"), 0);
    o.jobId = stringAt(json, "job_id");
    if (const Json& reached = childAt(json, "reached"); reached.is_object())
        for (const auto& [vertex, p] : reached.items())
            if (p.is_number_integer())
                o.reached[vertex] =
                    static_cast<int>(std::clamp<std::int64_t>(integerAt(reached, vertex.c_str(), 0), 0, 1 << 20));
    if (const Json& exceptions = childAt(json, "exceptions"); exceptions.is_array())
        for (const Json& e : exceptions)
            if (e.is_string())
                o.exceptions.push_back(e.get<std::string>());
    return o;
}

} // namespace streamtune::review
