// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/run_query.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <algorithm>
#include <array>
#include <limits>

#include "core/base/time.h"
#include "core/history/history_reader.h"
#include "core/history/name_pattern.h"
#include "core/history/page_key.h"

namespace streamtune::history {
namespace {

/// The text of a query that is put together, with the values of its question marks in order.
class Conditions {
public:
    void add(const char* text) { m_text += text; }
    template <typename Value>
    void add(const char* text, const Value& value) {
        m_text += text;
        m_binds.push_back([value](SQLite::Statement& query, int at) { query.bind(at, value); });
    }
    [[nodiscard]] const std::string& text() const { return m_text; }
    void bind(SQLite::Statement& query) const {
        for (std::size_t i = 0; i < m_binds.size(); ++i)
            m_binds[i](query, static_cast<int>(i) + 1);
    }

private:
    std::string m_text;
    std::vector<std::function<void(SQLite::Statement&, int)>> m_binds;
};

constexpr const char* kLabelled[]{" AND EXISTS(SELECT 1 FROM run_summary s WHERE s.run = r.id AND s.undecided > 0)",
                                  " AND EXISTS(SELECT 1 FROM run_summary s WHERE s.run = r.id AND s.sufficient > 0)",
                                  " AND EXISTS(SELECT 1 FROM run_summary s WHERE s.run = r.id AND s.bottleneck > 0)"};

Conditions conditionsOf(const RunFilter& f) {
    Conditions all;
    if (f.run)
        all.add(" AND r.id = ?", *f.run);
    if (!f.jobName.empty())
        all.add(" AND j.name = ?", f.jobName);
    for (const std::string& part : f.jobHas)
        all.add(" AND j.name LIKE ? ESCAPE '\\'", likePattern(part));
    for (const std::string& part : f.jobHasNot)
        all.add(" AND j.name NOT LIKE ? ESCAPE '\\'", likePattern(part));
    if (!f.connection.empty())
        all.add(" AND j.connection = ?", f.connection);
    if (!f.engine.empty())
        all.add(" AND r.engine = ?", f.engine);
    if (!f.graph.empty())
        all.add(" AND g.hash LIKE ? ESCAPE '\\'", likePattern(f.graph).substr(1));
    if (!f.operatorHas.empty())
        all.add(" AND EXISTS(SELECT 1 FROM run_node n JOIN text t ON t.id = n.name WHERE n.run = r.id AND t.value LIKE "
                "? ESCAPE '\\')",
                likePattern(f.operatorHas));
    for (const std::string& tag : f.tags)
        all.add(" AND EXISTS(SELECT 1 FROM tag WHERE subject = 'run:' || r.id AND tag = ?)", tag);
    for (const std::string& tag : f.tagsMissing)
        all.add(" AND NOT EXISTS(SELECT 1 FROM tag WHERE subject = 'run:' || r.id AND tag = ?)", tag);
    if (f.busyAbove)
        all.add(" AND EXISTS(SELECT 1 FROM run_summary s WHERE s.run = r.id AND s.busy_max > ?)", *f.busyAbove);
    if (f.backpressureAbove)
        all.add(" AND EXISTS(SELECT 1 FROM run_summary s WHERE s.run = r.id AND s.bp_max > ?)", *f.backpressureAbove);
    if (f.label)
        all.add(kLabelled[*f.label + 1]);
    if (f.since)
        all.add(" AND r.last_seen >= ?", epochMillis(*f.since));
    if (f.until)
        all.add(" AND r.started <= ?", epochMillis(*f.until));
    if (f.noted)
        all.add(" AND EXISTS(SELECT 1 FROM note WHERE subject = 'run:' || r.id)");
    if (f.corrected)
        all.add(" AND EXISTS(SELECT 1 FROM label_override o WHERE o.run = r.id)");
    return all;
}

/// Ids of the names in `query` (id, name) that fit, as a JSON list.
Result<std::string> fitting(SQLite::Statement& query, const std::string& pattern) {
    ST_ASSIGN(const NamePattern fits, NamePattern::make(pattern));
    std::string ids;
    while (query.executeStep())
        if (fits.matches(query.getColumn(1).getString()))
            ids += (ids.empty() ? "" : ",") + std::to_string(query.getColumn(0).getInt64());
    return '[' + ids + ']';
}

/// SQLite knows no regular expressions; there are few names beside the runs that have them.
Status addPatterns(Database& db, const RunFilter& f, Conditions& all) {
    for (const std::string& pattern : f.jobFits) {
        ST_ASSIGN(const std::string jobs, fitting(db.sql("SELECT id, name FROM job"), pattern));
        all.add(" AND r.job IN (SELECT value FROM json_each(?))", jobs);
    }
    for (const std::string& pattern : f.jobFitsNot) {
        ST_ASSIGN(const std::string jobs, fitting(db.sql("SELECT id, name FROM job"), pattern));
        all.add(" AND r.job NOT IN (SELECT value FROM json_each(?))", jobs);
    }
    if (!f.operatorFits.empty()) {
        ST_ASSIGN(
            const std::string names,
            fitting(db.sql("SELECT id, value FROM text WHERE id IN (SELECT name FROM run_node)"), f.operatorFits));
        all.add(" AND EXISTS(SELECT 1 FROM run_node n WHERE n.run = r.id AND n.name IN (SELECT value FROM "
                "json_each(?)))",
                names);
    }
    return {};
}

Number columnNumber(SQLite::Statement& query, int column) {
    return query.getColumn(column).isNull() ? Number{} : Number{query.getColumn(column).getDouble()};
}

std::vector<std::string> tagsOf(Database& db, std::int64_t run) {
    auto& query = db.sql("SELECT tag FROM tag WHERE subject = 'run:' || ? ORDER BY tag");
    query.bind(1, run);
    std::vector<std::string> tags;
    while (query.executeStep())
        tags.push_back(query.getColumn(0).getString());
    return tags;
}

void fill(Database& db, RunRow& row) {
    const std::int64_t run = row.run.id;
    auto& most = db.sql("SELECT max(busy_max), max(bp_max) FROM run_summary WHERE run = ?");
    most.bind(1, run);
    if (most.executeStep()) {
        row.busyMax = columnNumber(most, 0);
        row.backpressuredMax = columnNumber(most, 1);
    }
    auto& worst = db.sql("SELECT t.value, s.bottleneck FROM run_summary s JOIN run_node n ON n.run = s.run AND n.pos = "
                         "s.pos JOIN text t ON t.id = n.name WHERE s.run = ? ORDER BY s.bottleneck DESC, s.busy_max "
                         "DESC, s.pos LIMIT 1");
    worst.bind(1, run);
    if (worst.executeStep()) {
        row.worst = worst.getColumn(0).getString();
        row.bottleneck = worst.getColumn(1).getInt64();
    }
    auto& written = db.sql("SELECT (SELECT count(*) FROM note WHERE subject = 'run:' || ?1), (SELECT count(*) FROM "
                           "label_override WHERE run = ?1)");
    written.bind(1, run);
    if (written.executeStep()) {
        row.notes = written.getColumn(0).getInt64();
        row.corrections = written.getColumn(1).getInt64();
    }
    row.tags = tagsOf(db, run);
}

} // namespace

Result<Page<RunRow>> queryRuns(Database& db, const RunFilter& filter, int limit, const std::string& after,
                               const std::stop_token& stop) {
    if (filter.label && (*filter.label < -1 || *filter.label > 1))
        return fail("store.value", std::to_string(*filter.label) + " is not a label.",
                    "1 = bottleneck, 0 = not a bottleneck, -1 = cannot be told.");
    std::array<std::int64_t, 2> before{std::numeric_limits<std::int64_t>::max(),
                                       std::numeric_limits<std::int64_t>::max()};
    if (!after.empty()) {
        ST_ASSIGN(before, (parsePageKey<2>(after)));
    }
    return db.read(stop, [&]() -> Result<Page<RunRow>> {
        Page<RunRow> page;
        if (limit <= 0)
            return page;
        Conditions conditions = conditionsOf(filter);
        ST_TRY(addPatterns(db, filter, conditions));
        conditions.add(" AND (r.started, r.id) < (?", before[0]);
        conditions.add(", ?)", before[1]);
        conditions.add(" ORDER BY r.started DESC, r.id DESC LIMIT ?", static_cast<std::int64_t>(limit) + 1);
        const auto query = db.prepare(std::string(kRunColumns) + "WHERE true" + conditions.text());
        conditions.bind(*query);
        while (query->executeStep()) {
            if (page.rows.size() == static_cast<std::size_t>(limit)) {
                const RunRecord& last = page.rows.back().run;
                page.next = pageKey<2>({epochMillis(last.started), last.id});
                break;
            }
            page.rows.emplace_back().run = runOf(*query);
        }
        for (RunRow& row : page.rows) {
            row.run.parallelism = parallelismOf(db, row.run.id);
            fill(db, row);
        }
        return page;
    });
}

Result<std::vector<RunSpan>> querySpans(Database& db, int most, const std::stop_token& stop) {
    return db.read(stop, [&]() -> Result<std::vector<RunSpan>> {
        auto& query = db.sql(
            "SELECT r.id, j.connection, j.name, r.started, r.last_seen, (SELECT max(busy_max) FROM run_summary s WHERE "
            "s.run = r.id), (SELECT max(bp_max) FROM run_summary s WHERE s.run = r.id), EXISTS(SELECT 1 FROM "
            "run_summary s WHERE s.run = r.id AND s.bottleneck > 0) FROM run r JOIN job j ON j.id = r.job ORDER BY "
            "r.started DESC, r.id DESC LIMIT ?");
        query.bind(1, std::max(0, most));
        std::vector<RunSpan> spans;
        while (query.executeStep())
            spans.push_back({query.getColumn(0).getInt64(), query.getColumn(1).getString(),
                             query.getColumn(2).getString(), TimePoint{Millis{query.getColumn(3).getInt64()}},
                             TimePoint{Millis{query.getColumn(4).getInt64()}}, columnNumber(query, 5),
                             columnNumber(query, 6), query.getColumn(7).getInt() != 0});
        std::ranges::reverse(spans);
        return spans;
    });
}

} // namespace streamtune::history
