// SPDX-License-Identifier: GPL-3.0-or-later
#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "core/base/time.h"
#include "core/history/history_reader.h"
#include "core/history/label_bits.h"
#include "core/history/page_key.h"
#include "core/history/window_detail.h"

namespace streamtune::history {
namespace {

// How the page stays fast (the order of the text is the order of the work, CROSS JOIN keeps it):
// 1. run_summary names the runs in which the wanted node ever was that busy or labelled so (a node filter only).
// 2. A covering index gives the windows newest first; what a window says of its nodes (see schema.cpp) decides whether
// it
//    can hold a row. Few windows are opened for nothing.
// 3. Their rows come from the clustered table observation, some 30 bytes each, until the page is full.
// The numbers themselves are read afterwards, for the rows of the page only.

struct Condition {
    bool on;
    const char* text;
};

constexpr const char* kMatchingTexts = "(SELECT id FROM text WHERE value LIKE :name ESCAPE '\\')";

std::string runsWithNode(const ObservationFilter& f) {
    std::string text =
        " AND w.run IN (SELECT s.run FROM run_node n JOIN run_summary s ON s.run = n.run AND s.pos = n.pos"
        " WHERE n.name IN " +
        std::string(kMatchingTexts);
    if (f.busyAbove)
        text += " AND s.busy_max > :busy";
    if (f.backpressureAbove)
        text += " AND s.bp_max > :bp";
    if (f.label)
        text += *f.label == 1 ? " AND s.bottleneck > 0"
                              : (*f.label == 0 ? " AND s.sufficient > 0" : " AND s.undecided > 0");
    return text + ")";
}

/// Column of the largest share among the nodes with this label.
std::string peakColumn(const char* share, int label) {
    return std::string("w.") + share + (label == 1 ? "_b" : (label == 0 ? "_s" : "_u"));
}

/// Where the page begins and how far back it goes.
struct Range {
    std::int64_t from = std::numeric_limits<std::int64_t>::min();
    std::int64_t to = std::numeric_limits<std::int64_t>::max();
    std::int64_t toId = std::numeric_limits<std::int64_t>::max();
    std::int64_t afterOrd = -1;
    std::int64_t afterId = -1;
};

Result<Range> rangeOf(const ObservationFilter& filter, const std::string& after) {
    Range range;
    if (filter.since)
        range.from = epochMillis(*filter.since);
    if (filter.until)
        range.to = epochMillis(*filter.until);
    if (!after.empty()) {
        ST_ASSIGN(const auto key, (parsePageKey<3>(after)));
        if (key[0] <= range.to) {
            range.to = key[0];
            range.toId = range.afterId = key[1];
            range.afterOrd = key[2];
        }
    }
    return range;
}

/// The only job that can match, 0 when there are several, -1 when there is none.
std::int64_t onlyJob(Database& db, const ObservationFilter& filter) {
    if (filter.run) {
        auto& find = db.sql(
            "SELECT r.job FROM run r JOIN job j ON j.id = r.job WHERE r.id = ?1 AND (?2 = '' OR j.connection = ?2) "
            "AND (?3 = '' OR j.name = ?3)");
        find.bind(1, *filter.run);
        find.bind(2, filter.connection);
        find.bind(3, filter.jobName);
        return find.executeStep() ? find.getColumn(0).getInt64() : -1;
    }
    if (filter.connection.empty() && filter.jobName.empty())
        return 0;
    auto& find = db.sql("SELECT id FROM job WHERE (?1 = '' OR connection = ?1) AND (?2 = '' OR name = ?2) LIMIT 2");
    find.bind(1, filter.connection);
    find.bind(2, filter.jobName);
    if (!find.executeStep())
        return -1;
    const std::int64_t first = find.getColumn(0).getInt64();
    return find.executeStep() ? 0 : first;
}

struct Key {
    std::int64_t window, run, start, ord, position;
    std::optional<int> label;
    bool overridden;
};

void bindFilter(SQLite::Statement& query, const ObservationFilter& filter, const Range& range, std::int64_t job) {
    query.bind(":from", range.from);
    query.bind(":to", range.to);
    query.bind(":to_id", range.toId);
    query.bind(":after_id", range.afterId);
    query.bind(":after_ord", range.afterOrd);
    if (job > 0)
        query.bind(":job", job);
    if (job == 0 && !filter.connection.empty())
        query.bind(":connection", filter.connection);
    if (job == 0 && !filter.jobName.empty())
        query.bind(":job_name", filter.jobName);
    if (filter.run)
        query.bind(":run", *filter.run);
    if (filter.busyAbove)
        query.bind(":busy", *filter.busyAbove);
    if (filter.backpressureAbove)
        query.bind(":bp", *filter.backpressureAbove);
    if (filter.label) {
        query.bind(":label", *filter.label);
        query.bind(":bit", labelBit(*filter.label));
    }
    if (!filter.nodeNameContains.empty())
        query.bind(":name", likePattern(filter.nodeNameContains));
}

std::vector<Key> readKeys(SQLite::Statement& query) {
    std::vector<Key> keys;
    while (query.executeStep()) {
        Key key{query.getColumn(0).getInt64(), query.getColumn(1).getInt64(), query.getColumn(2).getInt64(),
                query.getColumn(3).getInt64(), query.getColumn(4).getInt64(), std::nullopt,
                !query.getColumn(6).isNull()};
        if (key.overridden)
            key.label = query.getColumn(6).getInt();
        else if (!query.getColumn(5).isNull())
            key.label = query.getColumn(5).getInt();
        keys.push_back(key);
    }
    return keys;
}

/// Turns keys into rows; what neighbouring rows share is read once.
class Assembler {
public:
    explicit Assembler(Database& db) : m_db(db) {}

    Result<ObservationRow> row(const Key& key) {
        if (key.window != m_windowId)
            ST_TRY(loadWindow(key.window));
        const Names& names = namesOf(key.run);
        const auto at = std::ranges::find(m_positions, key.position);
        if (at == m_positions.end() || !names.nodes.contains(key.position))
            return fail("store.corrupt", "A stored window does not fit its nodes: the workspace is damaged.",
                        "Restore a copy of the workspace.");
        ObservationRow row;
        row.run = key.run;
        row.window = m_number;
        row.start = TimePoint{Millis{key.start}};
        row.seconds = m_window.seconds;
        row.quiet = m_quiet;
        row.jobName = names.job;
        row.connection = names.connection;
        row.node = m_window.nodes[static_cast<std::size_t>(at - m_positions.begin())];
        row.node.id = names.nodes.at(key.position).first;
        row.nodeName = names.nodes.at(key.position).second;
        row.label = key.label;
        row.labelOverridden = key.overridden;
        return row;
    }

private:
    struct Names {
        std::string connection;
        std::string job;
        std::map<std::int64_t, std::pair<std::string, std::string>> nodes;
    };

    Status loadWindow(std::int64_t id) {
        auto& query = m_db.sql("SELECT number, quiet, detail FROM window WHERE id = ?");
        query.bind(1, id);
        if (!query.executeStep())
            return fail("store.corrupt", "A stored window is missing: the workspace is damaged.",
                        "Restore a copy of it.");
        m_windowId = id;
        m_number = query.getColumn(0).getInt64();
        m_quiet = query.getColumn(1).getInt() != 0;
        m_window = {};
        const SQLite::Column blob = query.getColumn(2);
        return decodeDetail({static_cast<const char*>(blob.getBlob()), static_cast<std::size_t>(blob.getBytes())},
                            m_window, m_positions);
    }

    const Names& namesOf(std::int64_t run) {
        if (const auto known = m_names.find(run); known != m_names.end())
            return known->second;
        Names names;
        auto& job = m_db.sql("SELECT j.connection, j.name FROM run r JOIN job j ON j.id = r.job WHERE r.id = ?");
        job.bind(1, run);
        if (job.executeStep()) {
            names.connection = job.getColumn(0).getString();
            names.job = job.getColumn(1).getString();
        }
        auto& nodes = m_db.sql("SELECT n.pos, i.value, t.value FROM run_node n JOIN text i ON i.id = n.node "
                               "JOIN text t ON t.id = n.name WHERE n.run = ?");
        nodes.bind(1, run);
        while (nodes.executeStep())
            names.nodes[nodes.getColumn(0).getInt64()] = {nodes.getColumn(1).getString(),
                                                          nodes.getColumn(2).getString()};
        return m_names.emplace(run, std::move(names)).first->second;
    }

    Database& m_db;
    std::int64_t m_windowId = -1;
    std::int64_t m_number = 0;
    bool m_quiet = true;
    Observation m_window;
    std::vector<std::int64_t> m_positions;
    std::map<std::int64_t, Names> m_names;
};

} // namespace

std::string likePattern(const std::string& part) {
    std::string pattern = "%";
    for (const char c : part) {
        if (c == '%' || c == '_' || c == '\\')
            pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

std::string observationQueryText(const ObservationFilter& f, bool oneJob) {
    std::string text = "SELECT w.id, w.run, w.start, o.ord, o.node, o.label, o.override FROM window w INDEXED BY ";
    text += oneJob ? "window_job" : "window_time";
    text += " CROSS JOIN observation o ON o.window = w.id WHERE ";
    if (oneJob)
        text += "w.job = :job AND ";
    text += "w.start >= :from AND (w.start, w.id) <= (:to, :to_id) AND (w.id <> :after_id OR o.ord > :after_ord)";
    const bool byNode = !f.nodeNameContains.empty();
    const std::array conditions{
        Condition{!oneJob && !f.connection.empty(),
                  " AND w.job IN (SELECT id FROM job WHERE connection = :connection)"},
        Condition{!oneJob && !f.jobName.empty(), " AND w.job IN (SELECT id FROM job WHERE name = :job_name)"},
        Condition{f.run.has_value(), " AND w.run = :run"},
        Condition{f.busyAbove.has_value(), " AND w.busy_max > :busy AND o.busy_max > :busy"},
        Condition{f.backpressureAbove.has_value(), " AND w.bp_max > :bp AND o.bp_max > :bp"},
        Condition{f.label.has_value(), " AND (w.labels & :bit) <> 0 AND coalesce(o.override, o.label) = :label"},
    };
    for (const Condition& condition : conditions)
        if (condition.on)
            text += condition.text;
    if (f.label && f.busyAbove)
        text += " AND " + peakColumn("busy", *f.label) + " > :busy";
    if (f.label && f.backpressureAbove)
        text += " AND " + peakColumn("bp", *f.label) + " > :bp";
    if (f.busyAbove && f.backpressureAbove)
        text += " AND w.both_max > min(:busy, :bp)";
    if (byNode) {
        text += runsWithNode(f);
        text += " AND EXISTS(SELECT 1 FROM run_node n WHERE n.run = w.run AND n.pos = o.node AND n.name IN ";
        text += kMatchingTexts;
        text += ")";
    }
    return text + " ORDER BY w.start DESC, w.id DESC, o.ord LIMIT :limit";
}

Result<Page<ObservationRow>> queryObservations(Database& db, const ObservationFilter& filter, int limit,
                                               const std::string& after, const std::stop_token& stop) {
    ST_ASSIGN(const Range range, rangeOf(filter, after));
    return db.read(stop, [&]() -> Result<Page<ObservationRow>> {
        Page<ObservationRow> page;
        const std::int64_t job = onlyJob(db, filter);
        if (job < 0 || limit <= 0)
            return page;
        const auto query = db.prepare(observationQueryText(filter, job > 0));
        bindFilter(*query, filter, range, job);
        query->bind(":limit", static_cast<std::int64_t>(limit) + 1);
        std::vector<Key> keys = readKeys(*query);
        const bool more = keys.size() > static_cast<std::size_t>(limit);
        if (more)
            keys.resize(static_cast<std::size_t>(limit));
        Assembler assembler(db);
        for (const Key& key : keys) {
            ST_ASSIGN(auto row, assembler.row(key));
            page.rows.push_back(std::move(row));
        }
        if (more)
            page.next = pageKey<3>({keys.back().start, keys.back().window, keys.back().ord});
        return page;
    });
}

} // namespace streamtune::history
