// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/label_table.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/history/audit_log.h"
#include "core/history/schema.h"

namespace streamtune::history {

Result<LabelTable::Place> LabelTable::find(const LabelOverride& which) {
    const std::string where = "run " + std::to_string(which.run) + ", window " + std::to_string(which.window);
    auto& window = m_db.sql("SELECT id FROM window WHERE run = ? AND number = ?");
    SQLite::bind(window, which.run, which.window);
    if (!window.executeStep())
        return fail("store.unknown_window", "There is no window of " + where + ".", "List the windows of the run.");
    Place place;
    place.window = window.getColumn(0).getInt64();
    auto& row = m_db.sql("SELECT o.ord, o.node, o.label, o.override FROM observation o JOIN run_node n ON n.run = ?1 "
                         "AND n.pos = o.node JOIN text t ON t.id = n.node WHERE o.window = ?2 AND t.value = ?3");
    SQLite::bind(row, which.run, place.window, which.node);
    if (!row.executeStep())
        return fail("store.unknown_node", "The window of " + where + " has no node \"" + which.node + "\".",
                    "Name a node of the job graph.");
    place.ord = row.getColumn(0).getInt64();
    place.position = row.getColumn(1).getInt64();
    for (const auto& [column, label] : {std::pair(2, &place.computed), std::pair(3, &place.given)})
        if (!row.getColumn(column).isNull())
            *label = row.getColumn(column).getInt();
    row.reset();
    return place;
}

void LabelTable::put(const Place& place, std::int64_t run, std::optional<int> given) {
    auto& update = m_db.sql("UPDATE observation SET override = ? WHERE window = ? AND ord = ?");
    if (given)
        update.bind(1, *given);
    update.bind(2, place.window);
    update.bind(3, place.ord);
    update.exec();
    refresh(place.window, run, place.position, place.inForce(), given ? given : place.computed);
}

void LabelTable::audit(const LabelOverride& what, const char* action, std::optional<int> from, std::optional<int> to) {
    const auto json = [](std::optional<int> label) { return label ? Json(*label) : Json(nullptr); };
    AuditRow row;
    row.at = what.at;
    row.actor = what.who;
    row.action = action;
    row.subject = "run:" + std::to_string(what.run) + "/" + std::to_string(what.window) + "/" + what.node;
    row.reason = what.reason;
    row.detail = canonicalJson({{"from", json(from)}, {"to", json(to)}});
    appendAudit(m_db, row);
}

Status LabelTable::set(const LabelOverride& given) {
    if (given.label < -1 || given.label > 1)
        return fail("store.value", std::to_string(given.label) + " is not a label.",
                    "1 = bottleneck, 0 = not a bottleneck, -1 = cannot be told.");
    LabelOverride value = given;
    if (value.at == TimePoint{})
        value.at = systemClock()->now();
    return m_db.write([&]() -> Status {
        ST_ASSIGN(const Place place, find(value));
        put(place, value.run, value.label);
        auto& insert = m_db.sql("INSERT INTO label_override(run, number, node, label, who, reason, at) "
                                "VALUES(?, ?, ?, ?, ?, ?, ?)");
        SQLite::bind(insert, value.run, value.window, value.node, value.label, value.who, value.reason,
                     epochMillis(value.at));
        insert.exec();
        audit(value, "label.overridden", place.inForce(), value.label);
        return {};
    });
}

Status LabelTable::withdraw(const LabelOverride& which) {
    LabelOverride value = which;
    if (value.at == TimePoint{})
        value.at = systemClock()->now();
    return m_db.write([&]() -> Status {
        ST_ASSIGN(const Place place, find(value));
        auto& last = m_db.sql("DELETE FROM label_override WHERE id = (SELECT max(id) FROM label_override WHERE run = ? "
                              "AND number = ? AND node = ?)");
        SQLite::bind(last, value.run, value.window, value.node);
        last.exec();
        if (m_db.changes() == 0)
            return fail("store.not_overridden", "Nobody gave \"" + value.node + "\" a label in this window.",
                        "There is nothing to take back.");
        auto& before = m_db.sql("SELECT label FROM label_override WHERE run = ? AND number = ? AND node = ? ORDER BY "
                                "id DESC LIMIT 1");
        SQLite::bind(before, value.run, value.window, value.node);
        std::optional<int> given;
        if (before.executeStep())
            given = before.getColumn(0).getInt();
        before.reset();
        put(place, value.run, given);
        audit(value, "label.withdrawn", place.inForce(), given ? given : place.computed);
        return {};
    });
}

void LabelTable::refresh(std::int64_t window, std::int64_t run, std::int64_t position, std::optional<int> before,
                         std::optional<int> now) {
    auto& update = m_db.sql(kRefreshWindow);
    update.bind(1, window);
    update.exec();
    auto& counts = m_db.sql("UPDATE run_summary SET bottleneck = bottleneck + ?, sufficient = sufficient + ?, "
                            "undecided = undecided + ? WHERE run = ? AND pos = ?");
    const auto change = [&](int label) { return (now == label ? 1 : 0) - (before == label ? 1 : 0); };
    SQLite::bind(counts, change(1), change(0), change(-1), run, position);
    counts.exec();
}

Result<std::vector<LabelOverride>> LabelTable::ofRun(std::int64_t run) {
    return m_db.read({}, [&]() -> Result<std::vector<LabelOverride>> {
        auto& query =
            m_db.sql("SELECT number, node, label, who, reason, at FROM label_override WHERE run = ? ORDER BY id");
        query.bind(1, run);
        std::vector<LabelOverride> found;
        while (query.executeStep())
            found.push_back({run, query.getColumn(0).getInt64(), query.getColumn(1).getString(),
                             query.getColumn(2).getInt(), query.getColumn(3).getString(),
                             query.getColumn(4).getString(), TimePoint{Millis{query.getColumn(5).getInt64()}}});
        return found;
    });
}

} // namespace streamtune::history
