// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/plan_table.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <algorithm>
#include <array>
#include <limits>

#include "core/base/time.h"
#include "core/history/audit_log.h"
#include "core/history/page_key.h"

namespace streamtune::history {
namespace {

constexpr std::array kStates{"draft",  "checked", "approved", "applying", "verifying", "done",    "partly",
                             "failed", "unknown", "stale",    "refused",  "rejected",  "expired", "rolled_back"};

Status checkState(const std::string& state) {
    if (std::ranges::find(kStates, state) == kStates.end())
        return fail("plan.state", "\"" + state + "\" is not a state of a plan.");
    return {};
}

std::unexpected<Error> noPlan(const std::string& id) {
    return fail("plan.unknown", "There is no plan \"" + id + "\" in this workspace.",
                "List the plans to see their ids.");
}

constexpr const char* kColumns =
    "SELECT seq, id, hash, json, state, connection, job_id, job_name, parent, created, updated, "
    "outcome, ticket FROM plan ";

PlanRecord planOf(SQLite::Statement& query) {
    PlanRecord plan;
    plan.id = query.getColumn(1).getString();
    plan.hash = query.getColumn(2).getString();
    plan.json = query.getColumn(3).getString();
    plan.state = query.getColumn(4).getString();
    plan.connection = query.getColumn(5).getString();
    plan.jobId = query.getColumn(6).getString();
    plan.jobName = query.getColumn(7).getString();
    plan.parent = query.getColumn(8).getString();
    plan.created = TimePoint{Millis{query.getColumn(9).getInt64()}};
    plan.updated = TimePoint{Millis{query.getColumn(10).getInt64()}};
    plan.outcome = query.getColumn(11).getString();
    plan.ticket = query.getColumn(12).getString();
    return plan;
}

} // namespace

Status PlanTable::insert(const PlanRecord& plan, const AuditRow& audit) {
    ST_TRY(checkState(plan.state));
    if (plan.id.empty())
        return fail("plan.value", "A plan without an id cannot be stored.");
    return m_db.write([&]() -> Status {
        if (stateOf(plan.id))
            return fail("plan.exists", "A plan \"" + plan.id + "\" is already in this workspace.",
                        "Plans are never changed; an edit makes a new one.");
        const TimePoint created = orNow(plan.created);
        auto& insert =
            m_db.sql("INSERT INTO plan(id, hash, json, state, connection, job_id, job_name, parent, created, "
                     "updated, outcome, ticket) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        SQLite::bind(insert, plan.id, plan.hash, plan.json, plan.state, plan.connection, plan.jobId, plan.jobName,
                     plan.parent, epochMillis(created), epochMillis(std::max(created, plan.updated)), plan.outcome,
                     plan.ticket);
        insert.exec();
        appendAudit(m_db, audit);
        return {};
    });
}

Result<std::string> PlanTable::stateOf(const std::string& id) {
    auto& query = m_db.sql("SELECT state FROM plan WHERE id = ?");
    query.bind(1, id);
    if (!query.executeStep())
        return noPlan(id);
    std::string state = query.getColumn(0).getString();
    query.reset();
    return state;
}

Status PlanTable::setState(const std::string& id, const std::string& from, const std::string& to, TimePoint at) {
    ST_TRY(checkState(to));
    ST_ASSIGN(const std::string now, stateOf(id));
    if (now != from)
        return fail("plan.state", "Plan " + id + " is " + now + ", not " + from + ", so it cannot become " + to + ".",
                    "Somebody else moved it on; look at it again.", {{"state", now}, {"plan", id}});
    auto& update = m_db.sql("UPDATE plan SET state = ?, updated = max(updated, ?) WHERE id = ? AND state = ?");
    SQLite::bind(update, to, epochMillis(orNow(at)), id, from);
    update.exec();
    return {};
}

Status PlanTable::move(const std::string& id, const std::string& from, const std::string& to, const AuditRow& audit) {
    return m_db.write([&]() -> Status {
        ST_TRY(setState(id, from, to, audit.at));
        appendAudit(m_db, audit);
        return {};
    });
}

Status PlanTable::approve(const ApprovalRecord& approval, const AuditRow& audit) {
    return m_db.write([&]() -> Status {
        auto& query = m_db.sql("SELECT hash FROM plan WHERE id = ?");
        query.bind(1, approval.planId);
        if (!query.executeStep())
            return noPlan(approval.planId);
        if (query.getColumn(0).getString() != approval.planHash)
            return fail("plan.hash", "The approval names another content than plan " + approval.planId + " has.",
                        "Look at the plan again and approve what it says now.");
        query.reset();
        ST_TRY(setState(approval.planId, "checked", "approved", approval.at));
        auto& insert =
            m_db.sql("INSERT INTO approval(plan, plan_hash, who, reason, at, standing) VALUES(?, ?, ?, ?, ?, ?)");
        SQLite::bind(insert, approval.planId, approval.planHash, approval.who, approval.reason,
                     epochMillis(orNow(approval.at)), approval.standing);
        insert.exec();
        appendAudit(m_db, audit);
        return {};
    });
}

Status PlanTable::appendStep(const StepRecord& step, const std::string& ticketJson, const AuditRow& audit) {
    return m_db.write([&]() -> Status {
        ST_ASSIGN(const std::string state, stateOf(step.planId));
        if (state != "applying" && state != "verifying")
            return fail(
                "plan.state", "Plan " + step.planId + " is " + state + ", so no step of an apply can be added to it.",
                "Steps belong to a plan that is applying or verifying.", {{"state", state}, {"plan", step.planId}});
        auto& next = m_db.sql("SELECT coalesce(max(seq), 0) + 1 FROM step WHERE plan = ?");
        next.bind(1, step.planId);
        next.executeStep();
        const std::int64_t seq = step.seq > 0 ? step.seq : next.getColumn(0).getInt64();
        next.reset();
        auto& insert = m_db.sql("INSERT INTO step(plan, seq, at, json) VALUES(?, ?, ?, ?)");
        SQLite::bind(insert, step.planId, seq, epochMillis(orNow(step.at)), step.json);
        insert.exec();
        if (!ticketJson.empty()) {
            auto& update = m_db.sql("UPDATE plan SET ticket = ?, updated = max(updated, ?) WHERE id = ?");
            SQLite::bind(update, ticketJson, epochMillis(orNow(step.at)), step.planId);
            update.exec();
        }
        appendAudit(m_db, audit);
        return {};
    });
}

Status PlanTable::finish(const std::string& id, const std::string& from, const std::string& to,
                         const std::string& outcomeJson, const AuditRow& audit) {
    return m_db.write([&]() -> Status {
        ST_TRY(setState(id, from, to, audit.at));
        auto& update = m_db.sql("UPDATE plan SET outcome = ? WHERE id = ?");
        SQLite::bind(update, outcomeJson, id);
        update.exec();
        appendAudit(m_db, audit);
        return {};
    });
}

Result<std::optional<PlanRecord>> PlanTable::find(const std::string& idOrPrefix) {
    return m_db.read({}, [&]() -> Result<std::optional<PlanRecord>> {
        static const std::string exact = std::string(kColumns) + "WHERE id = ?";
        static const std::string byPrefix = std::string(kColumns) + "WHERE substr(id, 1, length(?1)) = ?1 LIMIT 2";
        auto& query = m_db.sql(exact.c_str());
        query.bind(1, idOrPrefix);
        if (query.executeStep())
            return planOf(query);
        if (idOrPrefix.empty())
            return std::nullopt;
        auto& several = m_db.sql(byPrefix.c_str());
        several.bind(1, idOrPrefix);
        if (!several.executeStep())
            return std::nullopt;
        PlanRecord plan = planOf(several);
        if (several.executeStep())
            return fail("plan.ambiguous", "More than one plan begins with \"" + idOrPrefix + "\".",
                        "Give more of its id.");
        return plan;
    });
}

Result<Page<PlanRecord>> PlanTable::page(const std::string& connection, const std::string& jobName,
                                         const std::string& state, int limit, const std::string& after) {
    std::array<std::int64_t, 2> before{std::numeric_limits<std::int64_t>::max(),
                                       std::numeric_limits<std::int64_t>::max()};
    if (!after.empty()) {
        ST_ASSIGN(before, (parsePageKey<2>(after)));
    }
    return m_db.read({}, [&]() -> Result<Page<PlanRecord>> {
        static const std::string text = std::string(kColumns) +
                                        "WHERE (?1 = '' OR connection = ?1) AND (?2 = '' OR job_name = ?2) AND "
                                        "(?3 = '' OR state = ?3) AND (created, seq) < (?4, ?5) "
                                        "ORDER BY created DESC, seq DESC LIMIT ?6";
        auto& query = m_db.sql(text.c_str());
        SQLite::bind(query, connection, jobName, state, before[0], before[1], static_cast<std::int64_t>(limit) + 1);
        Page<PlanRecord> page;
        std::int64_t last = 0;
        while (limit > 0 && query.executeStep()) {
            if (page.rows.size() == static_cast<std::size_t>(limit)) {
                page.next = pageKey<2>({epochMillis(page.rows.back().created), last});
                break;
            }
            last = query.getColumn(0).getInt64();
            page.rows.push_back(planOf(query));
        }
        return page;
    });
}

Result<std::vector<ApprovalRecord>> PlanTable::approvals(const std::string& planId) {
    return m_db.read({}, [&]() -> Result<std::vector<ApprovalRecord>> {
        auto& query =
            m_db.sql("SELECT plan, plan_hash, who, reason, at, standing FROM approval WHERE plan = ? ORDER BY id");
        query.bind(1, planId);
        std::vector<ApprovalRecord> rows;
        while (query.executeStep())
            rows.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(),
                            query.getColumn(2).getString(), query.getColumn(3).getString(),
                            TimePoint{Millis{query.getColumn(4).getInt64()}}, query.getColumn(5).getString()});
        return rows;
    });
}

Result<std::vector<StepRecord>> PlanTable::steps(const std::string& planId) {
    return m_db.read({}, [&]() -> Result<std::vector<StepRecord>> {
        auto& query = m_db.sql("SELECT plan, seq, at, json FROM step WHERE plan = ? ORDER BY seq");
        query.bind(1, planId);
        std::vector<StepRecord> rows;
        while (query.executeStep())
            rows.push_back({query.getColumn(0).getString(), query.getColumn(1).getInt64(),
                            TimePoint{Millis{query.getColumn(2).getInt64()}}, query.getColumn(3).getString()});
        return rows;
    });
}

} // namespace streamtune::history
