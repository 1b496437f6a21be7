// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/label_table.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/history/audit_log.h"
#include "core/history/schema.h"

namespace streamtune::history {

Status LabelTable::set(const LabelOverride& given) {
    if (given.label < -1 || given.label > 1)
        return fail("store.value", std::to_string(given.label) + " is not a label.",
                    "1 = bottleneck, 0 = not a bottleneck, -1 = cannot be told.");
    LabelOverride value = given;
    if (value.at == TimePoint{})
        value.at = systemClock()->now();
    return m_db.write([&]() -> Status {
        const std::string where = "run " + std::to_string(value.run) + ", window " + std::to_string(value.window);
        auto& window = m_db.sql("SELECT id FROM window WHERE run = ? AND number = ?");
        SQLite::bind(window, value.run, value.window);
        if (!window.executeStep())
            return fail("store.unknown_window", "There is no window of " + where + ".", "List the windows of the run.");
        const std::int64_t windowId = window.getColumn(0).getInt64();
        auto& row =
            m_db.sql("SELECT o.ord, o.node, coalesce(o.override, o.label) FROM observation o JOIN run_node n ON "
                     "n.run = ?1 AND n.pos = o.node JOIN text t ON t.id = n.node WHERE o.window = ?2 AND t.value = ?3");
        SQLite::bind(row, value.run, windowId, value.node);
        if (!row.executeStep())
            return fail("store.unknown_node", "The window of " + where + " has no node \"" + value.node + "\".",
                        "Name a node of the job graph.");
        const std::int64_t ord = row.getColumn(0).getInt64();
        const std::int64_t position = row.getColumn(1).getInt64();
        std::optional<int> before;
        if (!row.getColumn(2).isNull())
            before = row.getColumn(2).getInt();
        row.reset();

        auto& update = m_db.sql("UPDATE observation SET override = ? WHERE window = ? AND ord = ?");
        SQLite::bind(update, value.label, windowId, ord);
        update.exec();
        auto& insert = m_db.sql("INSERT INTO label_override(run, number, node, label, who, reason, at) "
                                "VALUES(?, ?, ?, ?, ?, ?, ?)");
        SQLite::bind(insert, value.run, value.window, value.node, value.label, value.who, value.reason,
                     static_cast<std::int64_t>(value.at.time_since_epoch().count()));
        insert.exec();
        refresh(windowId, value.run, position, before, value.label);

        AuditRow audit;
        audit.at = value.at;
        audit.actor = value.who;
        audit.action = "label.overridden";
        audit.subject = "run:" + std::to_string(value.run) + "/" + std::to_string(value.window) + "/" + value.node;
        audit.reason = value.reason;
        audit.detail = canonicalJson({{"from", before ? Json(*before) : Json(nullptr)}, {"to", value.label}});
        appendAudit(m_db, audit);
        return {};
    });
}

void LabelTable::refresh(std::int64_t window, std::int64_t run, std::int64_t position, std::optional<int> before,
                         int now) {
    static const std::string text = std::string(kRefreshWindows) + "WHERE id = ?";
    auto& update = m_db.sql(text.c_str());
    update.bind(1, window);
    update.exec();
    auto& counts = m_db.sql("UPDATE run_summary SET bottleneck = bottleneck + ?, sufficient = sufficient + ?, "
                            "undecided = undecided + ? WHERE run = ? AND pos = ?");
    const auto change = [&](int label) { return (now == label ? 1 : 0) - (before && *before == label ? 1 : 0); };
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
