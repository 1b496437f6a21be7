// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/history_reader.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <algorithm>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "core/base/time.h"
#include "core/graph/graph_json.h"
#include "core/history/page_key.h"
#include "core/history/window_detail.h"

namespace streamtune::history {
namespace {

TimePoint timePoint(std::int64_t millis) {
    return TimePoint{Millis{millis}};
}

Number numberOf(const SQLite::Column& column) {
    return column.isNull() ? Number{} : Number{column.getDouble()};
}

Result<JobGraph> graphOfText(const std::string& text) {
    auto json = parseJson(text, "The stored graph");
    auto graph = json ? graphFromJson(*json) : Result<JobGraph>(std::unexpected(json.error()));
    if (!graph)
        return fail("store.corrupt", "A stored graph cannot be read: " + graph.error().sentence,
                    "Restore a copy of the workspace.");
    return graph;
}

std::string_view blobOf(const SQLite::Column& column) {
    return {static_cast<const char*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())};
}

/// Where a page of (time, id) begins.
struct Before {
    std::int64_t time = std::numeric_limits<std::int64_t>::max();
    std::int64_t id = std::numeric_limits<std::int64_t>::max();
};

Result<Before> beforeOf(const std::string& after) {
    Before before;
    if (!after.empty()) {
        ST_ASSIGN(const auto key, (parsePageKey<2>(after)));
        before = {key[0], key[1]};
    }
    return before;
}

constexpr const char* kGraphColumns =
    "SELECT g.id, g.hash, g.first_seen, (SELECT json FROM variant v WHERE v.graph = g.id ORDER BY v.id LIMIT 1), "
    "(SELECT count(*) FROM variant v JOIN run r ON r.variant = v.id WHERE v.graph = g.id), "
    "(SELECT count(DISTINCT r.job) FROM variant v JOIN run r ON r.variant = v.id WHERE v.graph = g.id), "
    "(SELECT r.id FROM variant v JOIN run r ON r.variant = v.id WHERE v.graph = g.id ORDER BY r.id LIMIT 1) "
    "FROM graph g ";

/// A graph with the parallelism of its first run.
Result<GraphRecord> graphRecordOf(Database& db, SQLite::Statement& query) {
    GraphRecord record;
    record.hash = query.getColumn(1).getString();
    record.firstSeen = timePoint(query.getColumn(2).getInt64());
    record.runs = query.getColumn(4).getInt64();
    record.jobs = query.getColumn(5).getInt64();
    ST_ASSIGN(record.graph, graphOfText(query.getColumn(3).getString()));
    for (const auto& [id, parallelism] : parallelismOf(db, query.getColumn(6).getInt64()))
        if (Operator* node = record.graph.find(id); node && parallelism > 0)
            node->parallelism = parallelism;
    return record;
}

/// What the windows of a run share.
struct RunFacts {
    RunRecord run;
    std::unordered_map<std::int64_t, std::string> nodes;
};

class WindowAssembler {
public:
    explicit WindowAssembler(Database& db) : m_db(db) {}

    /// Columns of `row` from 0: run, start, finish, quiet, detail.
    Result<Observation> window(SQLite::Statement& row) {
        ST_ASSIGN(const RunFacts* facts, factsOf(row.getColumn(0).getInt64()));
        Observation w;
        std::vector<std::int64_t> positions;
        ST_TRY(decodeDetail(blobOf(row.getColumn(4)), w, positions));
        w.connection = facts->run.connection;
        w.engine = facts->run.engine;
        w.jobId = facts->run.jobId;
        w.jobName = facts->run.jobName;
        w.deployment = facts->run.deployment;
        w.start = timePoint(row.getColumn(1).getInt64());
        w.end = timePoint(row.getColumn(2).getInt64());
        w.quiet = row.getColumn(3).getInt() != 0;
        for (std::size_t i = 0; i < positions.size(); ++i) {
            const auto id = facts->nodes.find(positions[i]);
            if (id == facts->nodes.end())
                return fail("store.corrupt", "A stored window does not fit its nodes: the workspace is damaged.",
                            "Restore a copy of the workspace.");
            w.nodes[i].id = id->second;
        }
        return w;
    }

private:
    Result<const RunFacts*> factsOf(std::int64_t run) {
        if (const auto known = m_runs.find(run); known != m_runs.end())
            return &known->second;
        static const std::string text = std::string(kRunColumns) + "WHERE r.id = ?";
        auto& query = m_db.sql(text.c_str());
        query.bind(1, run);
        if (!query.executeStep())
            return fail("store.corrupt", "A stored window belongs to no run: the workspace is damaged.",
                        "Restore a copy of the workspace.");
        RunFacts facts{runOf(query), {}};
        auto& nodes = m_db.sql("SELECT n.pos, t.value FROM run_node n JOIN text t ON t.id = n.node WHERE n.run = ?");
        nodes.bind(1, run);
        while (nodes.executeStep())
            facts.nodes[nodes.getColumn(0).getInt64()] = nodes.getColumn(1).getString();
        return &m_runs.emplace(run, std::move(facts)).first->second;
    }

    Database& m_db;
    std::unordered_map<std::int64_t, RunFacts> m_runs;
};

} // namespace

ParallelismVector parallelismOf(Database& db, std::int64_t run) {
    auto& query = db.sql("SELECT t.value, n.parallelism FROM run_node n JOIN text t ON t.id = n.node WHERE n.run = ?");
    query.bind(1, run);
    ParallelismVector vector;
    while (query.executeStep())
        vector[query.getColumn(0).getString()] = query.getColumn(1).getInt();
    return vector;
}

const char* const kRunColumns =
    "SELECT r.id, j.connection, r.engine, r.job_id, j.name, g.hash, r.deployment, r.started, r.last_seen, r.windows "
    "FROM run r JOIN job j ON j.id = r.job JOIN variant v ON v.id = r.variant JOIN graph g ON g.id = v.graph ";

RunRecord runOf(SQLite::Statement& query) {
    RunRecord run;
    run.id = query.getColumn(0).getInt64();
    run.connection = query.getColumn(1).getString();
    run.engine = query.getColumn(2).getString();
    run.jobId = query.getColumn(3).getString();
    run.jobName = query.getColumn(4).getString();
    run.graphHash = query.getColumn(5).getString();
    run.deployment = query.getColumn(6).getString();
    run.started = timePoint(query.getColumn(7).getInt64());
    run.lastSeen = timePoint(query.getColumn(8).getInt64());
    run.windows = query.getColumn(9).getInt64();
    return run;
}

Result<Page<RunRecord>> HistoryReader::runs(const std::string& jobName, int limit, const std::string& after,
                                            const std::stop_token& stop) {
    ST_ASSIGN(const Before before, beforeOf(after));
    return m_db.read(stop, [&]() -> Result<Page<RunRecord>> {
        static const std::string text = std::string(kRunColumns) +
                                        "WHERE (?1 = '' OR j.name = ?1) AND (r.started, r.id) < (?2, ?3) "
                                        "ORDER BY r.started DESC, r.id DESC LIMIT ?4";
        auto& query = m_db.sql(text.c_str());
        query.bind(1, jobName);
        query.bind(2, before.time);
        query.bind(3, before.id);
        query.bind(4, static_cast<std::int64_t>(limit) + 1);
        Page<RunRecord> page;
        while (limit > 0 && query.executeStep()) {
            if (page.rows.size() == static_cast<std::size_t>(limit)) {
                page.next = pageKey<2>({epochMillis(page.rows.back().started), page.rows.back().id});
                break;
            }
            page.rows.push_back(runOf(query));
        }
        for (RunRecord& run : page.rows)
            run.parallelism = parallelismOf(m_db, run.id);
        return page;
    });
}

Result<std::optional<RunRecord>> HistoryReader::run(std::int64_t id) {
    return m_db.read({}, [&]() -> Result<std::optional<RunRecord>> {
        static const std::string text = std::string(kRunColumns) + "WHERE r.id = ?";
        auto& query = m_db.sql(text.c_str());
        query.bind(1, id);
        if (!query.executeStep())
            return std::nullopt;
        RunRecord run = runOf(query);
        run.parallelism = parallelismOf(m_db, id);
        return run;
    });
}

Result<Page<GraphRecord>> HistoryReader::graphs(int limit, const std::string& after, const std::stop_token& stop) {
    ST_ASSIGN(const Before before, beforeOf(after));
    return m_db.read(stop, [&]() -> Result<Page<GraphRecord>> {
        static const std::string text = std::string(kGraphColumns) + "WHERE (g.first_seen, g.id) < (?, ?) "
                                                                     "ORDER BY g.first_seen DESC, g.id DESC LIMIT ?";
        auto& query = m_db.sql(text.c_str());
        query.bind(1, before.time);
        query.bind(2, before.id);
        query.bind(3, static_cast<std::int64_t>(limit) + 1);
        Page<GraphRecord> page;
        std::int64_t last = 0;
        while (limit > 0 && query.executeStep()) {
            if (page.rows.size() == static_cast<std::size_t>(limit)) {
                page.next = pageKey<2>({epochMillis(page.rows.back().firstSeen), last});
                break;
            }
            last = query.getColumn(0).getInt64();
            ST_ASSIGN(auto record, graphRecordOf(m_db, query));
            page.rows.push_back(std::move(record));
        }
        return page;
    });
}

Result<std::optional<GraphRecord>> HistoryReader::graph(const std::string& hash) {
    return m_db.read({}, [&]() -> Result<std::optional<GraphRecord>> {
        static const std::string text = std::string(kGraphColumns) + "WHERE g.hash = ?";
        auto& query = m_db.sql(text.c_str());
        query.bind(1, hash);
        if (!query.executeStep())
            return std::nullopt;
        return graphRecordOf(m_db, query);
    });
}

Result<std::optional<JobGraph>> HistoryReader::graphOfRun(std::int64_t run) {
    return m_db.read({}, [&]() -> Result<std::optional<JobGraph>> {
        auto& query = m_db.sql("SELECT v.json FROM run r JOIN variant v ON v.id = r.variant WHERE r.id = ?");
        query.bind(1, run);
        if (!query.executeStep())
            return std::nullopt;
        ST_ASSIGN(JobGraph graph, graphOfText(query.getColumn(0).getString()));
        for (const auto& [id, parallelism] : parallelismOf(m_db, run))
            if (Operator* node = graph.find(id); node && parallelism > 0)
                node->parallelism = parallelism;
        return graph;
    });
}

Result<std::optional<JobGraph>> HistoryReader::latestGraph(const std::string& connection, const std::string& jobName) {
    auto newest = m_db.read({}, [&]() -> Result<std::int64_t> {
        auto& query =
            m_db.sql("SELECT r.id FROM job j JOIN run r ON r.job = j.id WHERE j.connection = ? AND j.name = ? "
                     "ORDER BY r.last_seen DESC, r.id DESC LIMIT 1");
        query.bind(1, connection);
        query.bind(2, jobName);
        return query.executeStep() ? query.getColumn(0).getInt64() : 0;
    });
    ST_ASSIGN(const std::int64_t run, newest);
    if (run == 0)
        return std::nullopt;
    return graphOfRun(run);
}

Result<std::vector<Observation>> HistoryReader::windows(const std::string& connection, const std::string& jobName,
                                                        std::optional<TimePoint> since, int limit,
                                                        const std::stop_token& stop) {
    return m_db.read(stop, [&]() -> Result<std::vector<Observation>> {
        auto& query = m_db.sql("SELECT run, start, finish, quiet, detail FROM window INDEXED BY window_job "
                               "WHERE job = (SELECT id FROM job WHERE connection = ? AND name = ?) AND start >= ? "
                               "ORDER BY start DESC, id DESC LIMIT ?");
        query.bind(1, connection);
        query.bind(2, jobName);
        query.bind(3, since ? epochMillis(*since) : std::numeric_limits<std::int64_t>::min());
        query.bind(4, std::max(0, limit));
        WindowAssembler assembler(m_db);
        std::vector<Observation> windows;
        while (query.executeStep()) {
            ST_ASSIGN(auto window, assembler.window(query));
            windows.push_back(std::move(window));
        }
        return windows;
    });
}

Result<std::vector<RecordedWindow>> HistoryReader::windowsOfRun(std::int64_t run, std::int64_t fromNumber, int limit,
                                                                const std::stop_token& stop) {
    return m_db.read(stop, [&]() -> Result<std::vector<RecordedWindow>> {
        auto& query = m_db.sql("SELECT run, start, finish, quiet, detail, number, id FROM window INDEXED BY window_run "
                               "WHERE run = ? AND number >= ? ORDER BY number LIMIT ?");
        query.bind(1, run);
        query.bind(2, fromNumber);
        query.bind(3, std::max(0, limit));
        WindowAssembler assembler(m_db);
        std::vector<RecordedWindow> windows;
        while (query.executeStep()) {
            RecordedWindow recorded;
            ST_ASSIGN(recorded.window, assembler.window(query));
            recorded.run = run;
            recorded.number = query.getColumn(5).getInt64();
            auto& labels = m_db.sql("SELECT ord, label FROM observation WHERE window = ? AND label IS NOT NULL");
            labels.bind(1, query.getColumn(6).getInt64());
            while (labels.executeStep()) {
                const auto ord = static_cast<std::size_t>(labels.getColumn(0).getInt64());
                if (ord < recorded.window.nodes.size())
                    recorded.labels[recorded.window.nodes[ord].id] = labels.getColumn(1).getInt();
            }
            windows.push_back(std::move(recorded));
        }
        return windows;
    });
}

Result<std::optional<std::pair<std::int64_t, std::int64_t>>> HistoryReader::findWindow(const Observation& window) {
    return m_db.read({}, [&]() -> Result<std::optional<std::pair<std::int64_t, std::int64_t>>> {
        auto& query =
            m_db.sql("SELECT w.run, w.number FROM job j JOIN run r ON r.job = j.id JOIN window w ON w.job = j.id AND "
                     "w.start = ? AND w.run = r.id WHERE j.connection = ? AND j.name = ? AND r.deployment = ? AND "
                     "r.job_id = ? AND r.engine = ? AND w.finish = ? LIMIT 1");
        SQLite::bind(query, epochMillis(window.start), window.connection, window.jobName, window.deployment,
                     window.jobId, window.engine, epochMillis(window.end));
        if (!query.executeStep())
            return std::nullopt;
        return std::pair{query.getColumn(0).getInt64(), query.getColumn(1).getInt64()};
    });
}

Result<std::vector<RunNodeSummary>> HistoryReader::summary(std::int64_t run) {
    return m_db.read({}, [&]() -> Result<std::vector<RunNodeSummary>> {
        auto& query = m_db.sql(
            "SELECT i.value, t.value, n.parallelism, s.windows, s.busy_max, s.busy_sum, s.busy_count, s.bp_max, "
            "s.bp_sum, "
            "s.bp_count, s.bottleneck, s.sufficient, s.undecided FROM run_summary s JOIN run_node n ON n.run = s.run "
            "AND "
            "n.pos = s.pos JOIN text i ON i.id = n.node JOIN text t ON t.id = n.name WHERE s.run = ? ORDER BY s.pos");
        query.bind(1, run);
        std::vector<RunNodeSummary> nodes;
        while (query.executeStep()) {
            RunNodeSummary node;
            node.id = query.getColumn(0).getString();
            node.name = query.getColumn(1).getString();
            node.parallelism = query.getColumn(2).getInt();
            node.windows = query.getColumn(3).getInt64();
            node.busyMax = numberOf(query.getColumn(4));
            if (const double n = query.getColumn(6).getDouble(); n > 0)
                node.busyMean = query.getColumn(5).getDouble() / n;
            node.backpressuredMax = numberOf(query.getColumn(7));
            if (const double n = query.getColumn(9).getDouble(); n > 0)
                node.backpressuredMean = query.getColumn(8).getDouble() / n;
            node.bottleneck = query.getColumn(10).getInt64();
            node.sufficient = query.getColumn(11).getInt64();
            node.undecided = query.getColumn(12).getInt64();
            nodes.push_back(std::move(node));
        }
        return nodes;
    });
}

} // namespace streamtune::history
