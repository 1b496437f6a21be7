// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/review/preflight.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/graph/canonical.h"
#include "core/graph/engine_traits.h"
#include "core/review/change_window.h"
#include "core/review/life_cycle.h"
#include "core/review/words.h"

namespace streamtune::review {
namespace {

using engines::Check;
using engines::CheckLevel;

constexpr std::size_t kNameInSentence = 60;

std::string nameOf(const Plan& plan, const std::string& vertex) {
    const auto change = std::ranges::find(plan.changes, vertex, &PlanChange::vertex);
    return change == plan.changes.end() || change->name.empty() ? vertex : change->name;
}

std::string shown(const std::string& name) {
    return "\"" + shortName(name, kNameInSentence) + "\"";
}

/// One run of the preflight; every step adds rows.
class Examiner {
public:
    Examiner(const Plan& plan, history::Store& store, engines::EngineReader& reader, TimePoint now,
             std::stop_token stop)
        : m_plan(plan), m_store(store), m_reader(reader), m_now(now), m_stop(stop) {
        m_out.preflight.path = plan.path;
    }

    Result<Examination> run() {
        checkPlanItself();
        auto snapshot = m_reader.snapshot(m_plan.jobId, m_stop);
        if (!snapshot && (snapshot.error().code == "engine.unknown_job" || snapshot.error().code == "engine.job_ended"))
            return jobIsGone(snapshot.error());
        if (!snapshot)
            return fail(snapshot.error());
        m_job = std::move(*snapshot);
        checkJob();
        if (m_out.verdict == Verdict::Stale)
            return std::move(m_out);
        checkNumbers();
        checkSlots();
        ST_TRY(checkCapability());
        checkConfirmation();
        ST_TRY(prepareRequests());
        return std::move(m_out);
    }

private:
    void add(const char* id, CheckLevel level, const char* title, std::string sentence,
             Verdict verdict = Verdict::Blocked) {
        if (level == CheckLevel::Block && m_out.verdict != Verdict::Stale && m_out.verdict != Verdict::Expired &&
            (m_out.verdict == Verdict::Clear || verdict != Verdict::Blocked)) {
            m_out.verdict = verdict;
            m_out.why = sentence;
        }
        m_out.preflight.checks.push_back({id, level, title, std::move(sentence)});
    }

    void checkPlanItself() {
        if (m_now > m_plan.expires)
            add("expired", CheckLevel::Block, "Validity",
                fmt::format("The plan was valid until {} and it is now {}; make a new one.", toRfc3339(m_plan.expires),
                            toRfc3339(m_now)),
                Verdict::Expired);
        else
            add("expired", CheckLevel::Ok, "Validity", "The plan is valid until " + toRfc3339(m_plan.expires) + ".");
        const engines::Profile& profile = m_reader.profile();
        if (profile.readOnly)
            add("read_only", CheckLevel::Block, "Rights",
                "The connection " + shown(profile.name) + " is read-only; nothing is sent through it.");
        else
            add("read_only", CheckLevel::Ok, "Rights", "The connection " + shown(profile.name) + " may change jobs.");
        checkChangeWindow(profile);
        if (m_plan.changes.empty() && m_plan.placement.empty())
            add("changes", CheckLevel::Block, "Changes", "The plan changes nothing, so there is nothing to apply.");
    }

    /// Said here, refused when it is applied: a plan may be approved by day and applied at night.
    void checkChangeWindow(const engines::Profile& profile) {
        const auto option = profile.options.find(kChangeWindow);
        if (option == profile.options.end())
            return;
        const auto windows = ChangeWindows::parse(option->second);
        if (!windows)
            return add("change_window", CheckLevel::Block, "Change window",
                       windows.error().sentence + " The connection must be mended first.");
        if (windows->isOpen(m_now))
            return add("change_window", CheckLevel::Ok, "Change window",
                       "Changes are allowed now (" + windows->text() + ").");
        if (m_plan.rollback)
            return add("change_window", CheckLevel::Note, "Change window",
                       "Changes are allowed at " + windows->text() + "; a rollback may be applied at any time.");
        add("change_window", CheckLevel::Note, "Change window",
            "Not now: changes are allowed at " + windows->text() + ", next from " +
                toRfc3339(windows->nextOpen(m_now)) + ".");
    }

    Examination jobIsGone(const Error& error) {
        for (const auto& [vertex, target] : m_plan.target())
            m_out.preflight.drift.push_back({vertex, nameOf(m_plan, vertex), m_plan.base.at(vertex), target, {}});
        add("job", CheckLevel::Block, "Job",
            "The job " + shown(m_plan.jobName) + " of this plan is no longer there: " + error.sentence, Verdict::Stale);
        return std::move(m_out);
    }

    void checkJob() {
        if (startsAgain(m_plan, m_job)) {
            add("job", CheckLevel::Note, "Job",
                "The job " + shown(m_plan.jobName) + " does not run (" + m_job.state +
                    "); the rollback starts it again.");
            m_startsAgain = true;
            return;
        }
        if (!m_job.running) { // parallelism of a job that does not run says nothing
            add("job", CheckLevel::Block, "Job",
                "The job " + shown(m_plan.jobName) + " is " + (m_job.state.empty() ? "not running" : m_job.state) +
                    "; it must be RUNNING with all its subtasks.");
            return;
        }
        add("job", CheckLevel::Ok, "Job",
            "The job " + shown(m_plan.jobName) + " runs since " + toRfc3339(m_job.runningSince) + ".");
        checkGraph();
        checkParallelism();
        if (m_out.verdict != Verdict::Stale && !m_plan.epoch.empty() && m_plan.epoch != m_job.epoch)
            add("unchanged", CheckLevel::Block, "Unchanged",
                "The job was restarted since the plan was made (running since " + toRfc3339(m_job.runningSince) +
                    "); what was measured before no longer speaks for it." + whoChangedIt(),
                Verdict::Stale);
        if (m_out.verdict != Verdict::Stale)
            add("unchanged", CheckLevel::Ok, "Unchanged",
                "Graph, parallelism and start of the job are those of the plan.");
        else if (m_out.preflight.drift.empty())
            m_out.preflight.drift = allRows();
    }

    std::vector<DriftRow> allRows() const {
        std::vector<DriftRow> rows;
        const ParallelismVector now = m_job.graph.parallelism();
        for (const auto& [vertex, target] : m_plan.target()) {
            const auto found = now.find(vertex);
            rows.push_back({vertex, nameOf(m_plan, vertex), m_plan.base.at(vertex), target,
                            found == now.end() ? std::nullopt : std::optional<int>(found->second)});
        }
        return rows;
    }

    void checkGraph() {
        if (m_plan.graphHash.empty() || canonicalForm(m_job.graph).hash == m_plan.graphHash)
            return;
        m_out.preflight.drift = allRows();
        add("unchanged", CheckLevel::Block, "Unchanged",
            "The graph of the job is another one than the plan was made for." + whoChangedIt(), Verdict::Stale);
    }

    void checkParallelism() {
        const ParallelismVector now = m_job.graph.parallelism();
        if (now == m_plan.base || m_out.verdict == Verdict::Stale)
            return;
        m_out.preflight.drift = allRows();
        std::string what;
        for (const DriftRow& row : m_out.preflight.drift)
            if (row.now != row.base)
                what += fmt::format("{}{} had {} and has {}", what.empty() ? "" : "; ", shown(row.name), row.base,
                                    row.now ? std::to_string(*row.now) : "gone");
        for (const auto& [vertex, p] : now)
            if (!m_plan.base.contains(vertex))
                what += fmt::format("{}{} is new with {}", what.empty() ? "" : "; ", shown(vertex), p);
        add("unchanged", CheckLevel::Block, "Unchanged",
            "The parallelism of the job changed since the plan was made: " + what + "." + whoChangedIt(),
            Verdict::Stale);
    }

    /// Ours or foreign: a plan of this workspace that was applied in between explains a change.
    std::string whoChangedIt() const {
        const auto page = m_store.plans(m_plan.connection, m_plan.jobName, "", 50, "");
        if (!page)
            return {};
        for (const history::PlanRecord& other : page->rows) {
            const auto state = planStateFromString(other.state);
            if (other.id != m_plan.id && state && !beforeApplying(*state) && *state != PlanState::Stale &&
                *state != PlanState::Rejected && *state != PlanState::Expired && other.updated >= m_plan.created)
                return " Plan " + other.id + " was applied meanwhile.";
        }
        return " Nothing in this workspace did that: it was changed from outside.";
    }

    void checkNumbers() {
        std::string beyond;
        std::string uneven;
        std::string fixed;
        for (const PlanChange& c : m_plan.changes) {
            const Operator* op = m_job.graph.find(c.vertex);
            if (op == nullptr)
                continue;
            const std::string name = shown(c.name.empty() ? op->name : c.name);
            if (op->maxParallelism > 0 && c.to > op->maxParallelism)
                beyond += fmt::format(" {} would get {} but its maximum is {}.", name, c.to, op->maxParallelism);
            else if (op->maxParallelism > 0 && m_job.graph.isKeyed(c.vertex) && op->maxParallelism % c.to != 0)
                uneven += fmt::format(" {}: {} key groups over {} subtasks, {} own {} and the others {}.", name,
                                      op->maxParallelism, c.to, op->maxParallelism % c.to,
                                      op->maxParallelism / c.to + 1, op->maxParallelism / c.to);
            if (op->pinned)
                fixed += fmt::format(" {} cannot be changed: {}", name, op->whyPinned);
        }
        if (!beyond.empty())
            add("max_parallelism", CheckLevel::Block, "Max parallelism", beyond.substr(1));
        else
            add("max_parallelism", CheckLevel::Ok, "Max parallelism",
                "Every new number is within its operator's maximum.");
        if (!uneven.empty())
            add("key_groups", CheckLevel::Note, "Key groups", "Key groups do not divide evenly." + uneven);
        if (!fixed.empty())
            add("pinned", CheckLevel::Block, "Fixed operators", fixed.substr(1));
    }

    void checkSlots() {
        if (!m_job.running || operatorsShareWorkers(m_plan.engine)) // they take no slots
            return;
        const int before = m_job.graph.slotsNeeded(m_job.graph.parallelism());
        const int after = m_job.graph.slotsNeeded(m_plan.target());
        const std::string change = fmt::format("The job uses {} slots and would use {}.", before, after);
        if (after <= before) {
            add("slots", CheckLevel::Ok, "Slots", change);
            return;
        }
        if (!isKnown(m_job.slotsFree)) {
            add("slots", CheckLevel::Note, "Slots", change + " How many are free is not known.");
            return;
        }
        const int free = static_cast<int>(std::floor(*m_job.slotsFree));
        const int missing = after - before - free;
        if (missing <= 0) {
            add("slots", CheckLevel::Ok, "Slots", change + fmt::format(" {} are free.", free));
            return;
        }
        const std::string lacking =
            change + fmt::format(" {} {} free, so {} {} missing.", free, free == 1 ? "is" : "are", missing,
                                 missing == 1 ? "is" : "are");
        // In place the engine runs with what there is; a job that is started anew would wait for all of them.
        if (m_plan.path == engines::ApplyPath::InPlace)
            add("slots", CheckLevel::Note, "Slots", lacking + " The job would get part of what is asked.");
        else
            add("slots", CheckLevel::Block, "Slots", lacking + " The job would not start again.");
    }

    Status checkCapability() {
        if (m_startsAgain) { // what an ended job allows says nothing about the one that is started
            add("path", CheckLevel::Note, "Way to apply", "The job is started again as it was.");
            return {};
        }
        ST_ASSIGN(const engines::RescaleCapability capability, m_reader.capability(m_plan.jobId, m_stop));
        for (const Check& check : capability.checks) {
            if (check.level == CheckLevel::Block && m_out.verdict == Verdict::Clear) {
                m_out.verdict = Verdict::Blocked;
                m_out.why = check.sentence;
            }
            m_out.preflight.checks.push_back(check);
        }
        const auto option = std::ranges::find(capability.paths, m_plan.path, &engines::PathOption::path);
        const std::string path = engines::toString(m_plan.path);
        if (m_plan.path == engines::ApplyPath::Patch)
            add("path", CheckLevel::Block, "Way to apply",
                "This job cannot be rescaled from here; take the plan elsewhere (args, yaml, rest)." +
                    whyNot(capability));
        else if (option == capability.paths.end() || !option->available)
            add("path", CheckLevel::Block, "Way to apply",
                "The way \"" + path + "\" is not open for this job: " +
                    (option == capability.paths.end() ? "the engine does not offer it." : option->why));
        else
            add("path", CheckLevel::Ok, "Way to apply", "The way \"" + path + "\" is open: " + option->why);
        return {};
    }

    static std::string whyNot(const engines::RescaleCapability& capability) {
        std::string why;
        for (const engines::PathOption& option : capability.paths)
            if (!option.available && !option.why.empty())
                why += " " + option.why;
        return why;
    }

    void checkConfirmation() {
        if (m_reader.profile().type == engines::ConnectionType::Prod)
            add("confirmation", CheckLevel::Note, "Production",
                "This is a production connection: applying asks for the name of the job, " + shown(m_plan.jobName) +
                    ".");
        if (m_plan.path == engines::ApplyPath::Savepoint && !m_plan.savepoint.empty())
            add("savepoint", CheckLevel::Note, "Savepoint",
                "The job starts from " + m_plan.savepoint + "; what it processed since then is processed again.");
    }

    Status prepareRequests() {
        if (m_plan.changes.empty() && m_plan.placement.empty())
            return {};
        auto requests = m_reader.prepare(changeOf(m_plan), m_stop);
        if (requests) {
            m_out.preflight.requests = std::move(*requests);
            return {};
        }
        if (m_out.verdict != Verdict::Clear) // already known that it cannot be sent
            return {};
        if (requests.error().code == "engine.unreachable" || requests.error().code == "engine.timeout" ||
            requests.error().code == "engine.cancelled")
            return fail(requests.error());
        add("requests", CheckLevel::Block, "Requests", requests.error().sentence);
        return {};
    }

    const Plan& m_plan;
    history::Store& m_store;
    engines::EngineReader& m_reader;
    TimePoint m_now;
    std::stop_token m_stop;
    engines::JobSnapshot m_job;
    bool m_startsAgain = false;
    Examination m_out;
};

} // namespace

bool Preflight::blocked() const {
    return std::ranges::any_of(checks, [](const Check& c) { return c.level == CheckLevel::Block; });
}

engines::Change changeOf(const Plan& plan) {
    return {plan.id, plan.jobId, plan.jobName, plan.path, plan.base, plan.target(), plan.placement, plan.savepoint};
}

Json driftToJson(const std::vector<DriftRow>& drift) {
    Json rows = Json::array();
    for (const DriftRow& row : drift)
        rows.push_back({{"vertex", row.vertex},
                        {"name", row.name},
                        {"base", row.base},
                        {"target", row.target},
                        {"now", row.now ? Json(*row.now) : Json(nullptr)}});
    return rows;
}

Result<Examination> examine(const Plan& plan, history::Store& store, engines::EngineReader& reader, TimePoint now,
                            std::stop_token stop) {
    return Examiner(plan, store, reader, now, stop).run();
}

} // namespace streamtune::review
