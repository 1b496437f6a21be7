// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/cluster_table.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/history/audit_log.h"
#include "core/history/page_key.h"

namespace streamtune::history {
namespace {

constexpr const char* kSetColumns = "SELECT id, parent, at, origin, who, reason, definition, tau, k_asked, seed, "
                                    "starts, novelty, computed, pairs, total, silhouette FROM cluster_set ";

ClusterSet setOf(SQLite::Statement& query) {
    ClusterSet set;
    set.id = query.getColumn(0).getInt64();
    set.parent = query.getColumn(1).getInt64();
    set.at = TimePoint{Millis{query.getColumn(2).getInt64()}};
    set.origin = query.getColumn(3).getString();
    set.who = query.getColumn(4).getString();
    set.reason = query.getColumn(5).getString();
    set.definition = query.getColumn(6).getString();
    set.tau = query.getColumn(7).getDouble();
    if (!query.getColumn(8).isNull())
        set.kAsked = query.getColumn(8).getInt();
    set.seed = query.getColumn(9).getInt64();
    set.starts = query.getColumn(10).getInt();
    set.novelty = query.getColumn(11).getDouble();
    set.distancesComputed = query.getColumn(12).getInt64();
    set.distancesTotal = query.getColumn(13).getInt64();
    set.total = query.getColumn(14).getDouble();
    set.silhouette = query.getColumn(15).getDouble();
    return set;
}

Json parametersOf(const ClusterSet& set) {
    return {{"definition", set.definition},
            {"tau", set.tau},
            {"k", set.kAsked ? Json(*set.kAsked) : Json("auto")},
            {"seed", set.seed},
            {"starts", set.starts},
            {"novelty", set.novelty},
            {"clusters", set.clusters.size()},
            {"parent", set.parent}};
}

} // namespace

Result<std::int64_t> ClusterTable::put(const ClusterSet& given) {
    return m_db.write([&]() -> Result<std::int64_t> {
        auto& insert = m_db.sql("INSERT INTO cluster_set(parent, at, origin, who, reason, definition, tau, seed, "
                                "starts, novelty, computed, pairs, total, silhouette, k_asked) "
                                "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        SQLite::bind(insert, given.parent, epochMillis(orNow(given.at)), given.origin, given.who, given.reason,
                     given.definition, given.tau, given.seed, given.starts, given.novelty, given.distancesComputed,
                     given.distancesTotal, given.total, given.silhouette);
        if (given.kAsked)
            insert.bind(15, *given.kAsked);
        insert.exec();
        const std::int64_t id = m_db.lastRowId();
        std::int64_t ord = 0;
        for (const StoredCluster& cluster : given.clusters) {
            auto& row = m_db.sql("INSERT INTO cluster(\"set\", ord, id, name, centre, came_from, silhouette) "
                                 "VALUES(?, ?, ?, ?, ?, ?, ?)");
            SQLite::bind(row, id, ord, cluster.id, cluster.name, cluster.centre, cluster.from, cluster.silhouette);
            row.exec();
            for (const ClusterMember& member : cluster.members) {
                auto& one = m_db.sql("INSERT INTO cluster_member(\"set\", graph, cluster, lower, upper, placed_by) "
                                     "VALUES(?, ?, ?, ?, ?, ?)");
                SQLite::bind(one, id, member.graph, ord, member.lower, member.upper, member.placedBy ? 1 : 0);
                one.exec();
            }
            ++ord;
        }
        audit(given.who, "cluster." + given.origin, "clusters:" + std::to_string(id), given.reason,
              canonicalJson(parametersOf(given)));
        return id;
    });
}

void ClusterTable::fill(ClusterSet& set) {
    auto& clusters = m_db.sql("SELECT id, name, centre, came_from, silhouette FROM cluster WHERE \"set\" = ? "
                              "ORDER BY ord");
    clusters.bind(1, set.id);
    while (clusters.executeStep())
        set.clusters.push_back({clusters.getColumn(0).getString(),
                                clusters.getColumn(1).getString(),
                                clusters.getColumn(2).getString(),
                                clusters.getColumn(3).getString(),
                                clusters.getColumn(4).getDouble(),
                                {}});
    auto& members =
        m_db.sql("SELECT cluster, graph, lower, upper, placed_by FROM cluster_member WHERE \"set\" = ? ORDER BY rowid");
    members.bind(1, set.id);
    while (members.executeStep())
        set.clusters.at(static_cast<std::size_t>(members.getColumn(0).getInt64()))
            .members.push_back({members.getColumn(1).getString(), members.getColumn(2).getDouble(),
                                members.getColumn(3).getDouble(), members.getColumn(4).getInt() != 0});
}

Result<std::optional<ClusterSet>> ClusterTable::get(std::optional<std::int64_t> id) {
    return m_db.read({}, [&]() -> Result<std::optional<ClusterSet>> {
        static const std::string newest = std::string(kSetColumns) + "ORDER BY id DESC LIMIT 1";
        static const std::string one = std::string(kSetColumns) + "WHERE id = ?";
        auto& query = m_db.sql(id ? one.c_str() : newest.c_str());
        if (id)
            query.bind(1, *id);
        if (!query.executeStep())
            return std::nullopt;
        ClusterSet set = setOf(query);
        query.reset();
        fill(set);
        return set;
    });
}

Result<Page<ClusterSet>> ClusterTable::page(int limit, const std::string& after) {
    std::int64_t before = std::numeric_limits<std::int64_t>::max();
    if (!after.empty()) {
        ST_ASSIGN(const auto key, (parsePageKey<1>(after)));
        before = key[0];
    }
    return m_db.read({}, [&]() -> Result<Page<ClusterSet>> {
        static const std::string text = std::string(kSetColumns) + "WHERE id < ? ORDER BY id DESC LIMIT ?";
        auto& query = m_db.sql(text.c_str());
        SQLite::bind(query, before, std::max(limit, 1) + 1);
        Page<ClusterSet> page;
        while (query.executeStep()) {
            if (static_cast<int>(page.rows.size()) == std::max(limit, 1)) {
                page.next = std::to_string(page.rows.back().id);
                break;
            }
            page.rows.push_back(setOf(query));
        }
        return page;
    });
}

Result<std::int64_t> ClusterTable::addEdit(const ClusterEdit& edit) {
    const Json detail{{"graphs", edit.graphs}, {"target", edit.target}, {"name", edit.name}};
    return m_db.write([&]() -> Result<std::int64_t> {
        auto& insert =
            m_db.sql("INSERT INTO cluster_edit(at, kind, detail, who, reason, undone) VALUES(?, ?, ?, ?, ?, 0)");
        SQLite::bind(insert, epochMillis(orNow(edit.at)), edit.kind, canonicalJson(detail), edit.who, edit.reason);
        insert.exec();
        const std::int64_t id = m_db.lastRowId();
        audit(edit.who, "cluster." + edit.kind, "cluster-edit:" + std::to_string(id), edit.reason,
              canonicalJson(detail));
        return id;
    });
}

Status ClusterTable::undoEdit(std::int64_t id, const std::string& who, const std::string& reason, bool redo) {
    return m_db.write([&]() -> Status {
        auto& update = m_db.sql("UPDATE cluster_edit SET undone = ? WHERE id = ? AND undone <> ?");
        SQLite::bind(update, redo ? 0 : 1, id, redo ? 0 : 1);
        update.exec();
        if (m_db.changes() == 0)
            return fail("cluster.edit",
                        "There is no edit " + std::to_string(id) + " that could be " +
                            (redo ? "done again." : "undone."),
                        "List the edits of the clusters.");
        audit(who, redo ? "cluster.redone" : "cluster.undo", "cluster-edit:" + std::to_string(id), reason, "{}");
        return {};
    });
}

Result<std::vector<ClusterEdit>> ClusterTable::edits() {
    return m_db.read({}, [&]() -> Result<std::vector<ClusterEdit>> {
        auto& query = m_db.sql("SELECT id, at, kind, detail, who, reason, undone FROM cluster_edit ORDER BY id");
        std::vector<ClusterEdit> found;
        while (query.executeStep()) {
            ClusterEdit edit;
            edit.id = query.getColumn(0).getInt64();
            edit.at = TimePoint{Millis{query.getColumn(1).getInt64()}};
            edit.kind = query.getColumn(2).getString();
            ST_ASSIGN(const Json detail, parseJson(query.getColumn(3).getString(), "A stored edit"));
            for (const Json& graph : childAt(detail, "graphs"))
                if (graph.is_string())
                    edit.graphs.push_back(graph.get<std::string>());
            edit.target = stringAt(detail, "target");
            edit.name = stringAt(detail, "name");
            edit.who = query.getColumn(4).getString();
            edit.reason = query.getColumn(5).getString();
            edit.undone = query.getColumn(6).getInt() != 0;
            found.push_back(std::move(edit));
        }
        return found;
    });
}

Result<std::vector<KnownDistance>> ClusterTable::distances(const std::string& definition) {
    return m_db.read({}, [&]() -> Result<std::vector<KnownDistance>> {
        auto& query = m_db.sql("SELECT a, b, lower, upper FROM ged_distance WHERE definition = ?");
        query.bind(1, definition);
        std::vector<KnownDistance> found;
        while (query.executeStep())
            found.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(),
                             query.getColumn(2).getDouble(), query.getColumn(3).getDouble()});
        return found;
    });
}

Status ClusterTable::keep(const std::string& definition, const std::vector<KnownDistance>& distances) {
    return m_db.write([&]() -> Status {
        for (const KnownDistance& d : distances) {
            auto& upsert = m_db.sql("INSERT INTO ged_distance(definition, a, b, lower, upper) VALUES(?, ?, ?, ?, ?) "
                                    "ON CONFLICT(definition, a, b) DO UPDATE SET lower = max(lower, excluded.lower), "
                                    "upper = min(upper, excluded.upper)");
            SQLite::bind(upsert, definition, std::min(d.a, d.b), std::max(d.a, d.b), d.lower, d.upper);
            upsert.exec();
        }
        return {};
    });
}

Result<std::vector<JobShape>> ClusterTable::jobShapes(const std::stop_token& stop) {
    return m_db.read(stop, [&]() -> Result<std::vector<JobShape>> {
        auto& query = m_db.sql(
            "SELECT j.connection, min(r.engine), j.name, g.hash, count(*), sum(r.windows), max(r.last_seen) "
            "FROM run r JOIN job j ON j.id = r.job JOIN variant v ON v.id = r.variant JOIN graph g ON g.id = v.graph "
            "GROUP BY j.id, g.id ORDER BY min(r.id)");
        std::vector<JobShape> found;
        while (query.executeStep())
            found.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(),
                             query.getColumn(2).getString(), query.getColumn(3).getString(),
                             query.getColumn(4).getInt64(), query.getColumn(5).getInt64(),
                             TimePoint{Millis{query.getColumn(6).getInt64()}}});
        return found;
    });
}

void ClusterTable::audit(const std::string& who, const std::string& action, const std::string& subject,
                         const std::string& reason, const std::string& detail) {
    AuditRow row;
    row.at = systemClock()->now();
    row.actor = who;
    row.action = action;
    row.subject = subject;
    row.reason = reason;
    row.detail = detail;
    appendAudit(m_db, row);
}

} // namespace streamtune::history
