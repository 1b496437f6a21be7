// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/recorder.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/time.h"
#include "core/graph/canonical.h"
#include "core/graph/graph_json.h"
#include "core/history/label_bits.h"
#include "core/history/schema.h"
#include "core/history/window_detail.h"

namespace streamtune::history {
namespace {

constexpr std::size_t kCachedRuns = 256;

TimePoint timePoint(std::int64_t millis) {
    return TimePoint{Millis{millis}};
}

/// NULL where there is nothing to compare with: missing or NaN.
void bindComparable(SQLite::Statement& statement, int index, const Number& value) {
    if (value && !std::isnan(*value))
        statement.bind(index, *value);
    else
        statement.bind(index);
}

/// Shares are 0 to 1; what is far from that would spoil the sum for good (infinities even make it NaN).
bool countsInMean(const Number& share) {
    return share && std::abs(*share) < 1e9;
}

void raise(Number& largest, const Number& value) {
    if (value && !std::isnan(*value) && (!largest || *largest < *value))
        largest = value;
}

/// What a window says of its nodes; kRefreshWindow computes the same from the stored rows.
struct Peaks {
    int labels = 0;
    std::array<Number, 9> values; ///< busy_max, bp_max, busy_b, busy_s, busy_u, bp_b, bp_s, bp_u, both_max
};

Peaks peaksOf(const Observation& window, const std::map<std::string, int>& labels) {
    Peaks peaks;
    for (const NodeObservation& node : window.nodes) {
        raise(peaks.values[0], node.busyMax);
        raise(peaks.values[1], node.backpressuredMax);
        if (node.busyMax && node.backpressuredMax && !std::isnan(*node.busyMax) && !std::isnan(*node.backpressuredMax))
            raise(peaks.values[8], std::min(*node.busyMax, *node.backpressuredMax));
        if (const auto label = labels.find(node.id); label != labels.end()) {
            peaks.labels |= labelBit(label->second);
            const std::size_t place = label->second == 1 ? 2 : (label->second == 0 ? 3 : 4);
            raise(peaks.values[place], node.busyMax);
            raise(peaks.values[place + 3], node.backpressuredMax);
        }
    }
    return peaks;
}

std::optional<std::int64_t> onlyInt(SQLite::Statement& statement) {
    std::optional<std::int64_t> value;
    if (statement.executeStep())
        value = statement.getColumn(0).getInt64();
    statement.reset();
    return value;
}

/// The name of a run among those of this store; lengths keep different parts from running together.
std::string keyOf(const Observation& w) {
    std::string key;
    for (const std::string* part : {&w.connection, &w.jobName, &w.jobId, &w.engine, &w.deployment}) {
        key += std::to_string(part->size());
        key += ':';
        key += *part;
    }
    return key;
}

/// Parallelism belongs to the run, not to the graph.
std::string variantText(JobGraph graph) {
    for (Operator& node : graph.nodes)
        node.parallelism = 1;
    return canonicalJson(graphToJson(graph));
}

} // namespace

Status Recorder::check(const Observation& window) {
    std::set<std::string_view> ids;
    for (const NodeObservation& node : window.nodes)
        if (!ids.insert(node.id).second)
            return fail("store.value",
                        "A window of job \"" + window.jobName + "\" has the node \"" + node.id +
                            "\" twice, so it was not stored.",
                        "Every node of a graph is measured once.");
    return {};
}

Result<RunRecord> Recorder::record(const JobGraph& graph, const Observation& window,
                                   const std::map<std::string, int>& labels) {
    ST_TRY(check(window));
    return m_db.write([&]() -> Result<RunRecord> {
        Sums sums;
        write(graph, window, labels, sums);
        flush(sums);
        return m_last->record;
    });
}

Result<std::int64_t> Recorder::recordAll(const JobGraph& graph, const std::vector<Observation>& windows,
                                         const std::vector<std::map<std::string, int>>& labels) {
    static const std::map<std::string, int> noLabels;
    for (const Observation& window : windows)
        ST_TRY(check(window));
    return m_db.write([&]() -> Result<std::int64_t> {
        Sums sums;
        for (std::size_t i = 0; i < windows.size(); ++i)
            write(graph, windows[i], i < labels.size() ? labels[i] : noLabels, sums);
        flush(sums);
        return static_cast<std::int64_t>(windows.size());
    });
}

void Recorder::write(const JobGraph& graph, const Observation& window, const std::map<std::string, int>& labels,
                     Sums& sums) {
    Run& run = runOf(graph, window);
    if (window.start < run.record.started) { // apart, because it moves the run in an index
        auto& earlier = m_db.sql("UPDATE run SET started = min(started, ?) WHERE id = ?");
        SQLite::bind(earlier, epochMillis(window.start), run.record.id);
        earlier.exec();
    }
    auto& count = m_db.sql("UPDATE run SET windows = windows + 1, observations = observations + ?, "
                           "last_seen = max(last_seen, ?) WHERE id = ? RETURNING windows, started, last_seen");
    SQLite::bind(count, static_cast<std::int64_t>(window.nodes.size()), epochMillis(window.end), run.record.id);
    count.executeStep();
    run.record.windows = count.getColumn(0).getInt64();
    run.record.started = timePoint(count.getColumn(1).getInt64());
    run.record.lastSeen = timePoint(count.getColumn(2).getInt64());
    count.reset();
    writeWindow(run, run.record.windows - 1, window, labels, sums);
    m_last = &run;
}

std::int64_t Recorder::writeWindow(Run& run, std::int64_t number, const Observation& window,
                                   const std::map<std::string, int>& labels, Sums& sums) {
    const Peaks peaks = peaksOf(window, labels);
    std::vector<std::int64_t> positions;
    for (const NodeObservation& node : window.nodes)
        positions.push_back(positionOf(run, node));
    const std::string detail = encodeDetail(window, positions);
    auto& insert =
        m_db.sql("INSERT INTO window(run, job, number, start, finish, quiet, labels, detail, busy_max, bp_max, "
                 "busy_b, busy_s, busy_u, bp_b, bp_s, bp_u, both_max) "
                 "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    SQLite::bind(insert, run.record.id, run.job, number, epochMillis(window.start), epochMillis(window.end),
                 window.quiet ? 1 : 0, peaks.labels);
    insert.bindNoCopy(8, detail.data(), static_cast<int>(detail.size()));
    int column = 9;
    for (const Number& peak : peaks.values)
        bindComparable(insert, column++, peak);
    insert.exec();
    const std::int64_t id = m_db.lastRowId();
    writeNodes(run, id, window, positions, labels, sums);
    return id;
}

Result<bool> Recorder::restore(const JobGraph& graph, const Observation& window,
                               const std::map<std::string, int>& labels, std::int64_t number) {
    ST_TRY(check(window));
    return m_db.write([&]() -> Result<bool> {
        auto& gap = m_db.sql("SELECT r.id FROM run r JOIN job j ON j.id = r.job WHERE j.connection = ? AND j.name = ? "
                             "AND r.deployment = ? AND r.job_id = ? AND r.engine = ? AND r.windows > ?6 AND NOT "
                             "EXISTS(SELECT 1 FROM window w WHERE w.run = r.id AND w.number = ?6)");
        SQLite::bind(gap, window.connection, window.jobName, window.deployment, window.jobId, window.engine, number);
        if (number < 0 || !onlyInt(gap))
            return false;
        Sums counted; // by the run already, when the window was recorded
        Run& run = runOf(graph, window);
        const std::int64_t id = writeWindow(run, number, window, labels, counted);
        auto& given =
            m_db.sql("UPDATE observation SET override = (SELECT l.label FROM label_override l JOIN run_node n "
                     "ON n.run = l.run JOIN text t ON t.id = n.node AND t.value = l.node WHERE l.run = ?1 AND "
                     "l.number = ?2 AND n.pos = observation.node ORDER BY l.id DESC LIMIT 1) WHERE window = ?3");
        SQLite::bind(given, run.record.id, number, id);
        given.exec();
        auto& refresh = m_db.sql(kRefreshWindow);
        refresh.bind(1, id);
        refresh.exec();
        return true;
    });
}

void Recorder::writeNodes(const Run& run, std::int64_t window, const Observation& values,
                          const std::vector<std::int64_t>& positions, const std::map<std::string, int>& labels,
                          Sums& sums) {
    static constexpr auto kInsert =
        "INSERT INTO observation(window, ord, node, busy_max, bp_max, label) VALUES(?, ?, ?, ?, ?, ?)";
    for (std::size_t ord = 0; ord < values.nodes.size(); ++ord) {
        const NodeObservation& node = values.nodes[ord];
        const std::int64_t position = positions[ord];
        Sum& sum = sums[{run.record.id, position}];
        ++sum.windows;
        raise(sum.busyMax, node.busyMax);
        raise(sum.backpressuredMax, node.backpressuredMax);
        if (countsInMean(node.busyMax)) {
            sum.busySum += *node.busyMax;
            ++sum.busyCount;
        }
        if (countsInMean(node.backpressuredMax)) {
            sum.backpressuredSum += *node.backpressuredMax;
            ++sum.backpressuredCount;
        }
        auto& insert = m_db.sql(kInsert);
        SQLite::bind(insert, window, static_cast<std::int64_t>(ord), position);
        bindComparable(insert, 4, node.busyMax);
        bindComparable(insert, 5, node.backpressuredMax);
        if (const auto label = labels.find(node.id); label != labels.end()) {
            insert.bind(6, label->second);
            sum.bottleneck += label->second == 1;
            sum.sufficient += label->second == 0;
            sum.undecided += label->second == -1;
        }
        insert.exec();
    }
}

void Recorder::flush(const Sums& sums) {
    for (const auto& [where, sum] : sums) {
        auto& upsert =
            m_db.sql("INSERT INTO run_summary(run, pos, windows, busy_sum, busy_count, bp_sum, bp_count, bottleneck, "
                     "sufficient, "
                     "undecided, busy_max, bp_max) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(run, pos) DO "
                     "UPDATE SET "
                     "windows = windows + excluded.windows, busy_sum = busy_sum + excluded.busy_sum, "
                     "busy_count = busy_count + excluded.busy_count, bp_sum = bp_sum + excluded.bp_sum, "
                     "bp_count = bp_count + excluded.bp_count, bottleneck = bottleneck + excluded.bottleneck, "
                     "sufficient = sufficient + excluded.sufficient, undecided = undecided + excluded.undecided, "
                     "busy_max = coalesce(max(busy_max, excluded.busy_max), busy_max, excluded.busy_max), "
                     "bp_max = coalesce(max(bp_max, excluded.bp_max), bp_max, excluded.bp_max)");
        SQLite::bind(upsert, where.first, where.second, sum.windows, sum.busySum, sum.busyCount, sum.backpressuredSum,
                     sum.backpressuredCount, sum.bottleneck, sum.sufficient, sum.undecided);
        bindComparable(upsert, 11, sum.busyMax);
        bindComparable(upsert, 12, sum.backpressuredMax);
        upsert.exec();
    }
}

Recorder::Run& Recorder::runOf(const JobGraph& graph, const Observation& window) {
    std::string key = keyOf(window);
    if (const auto known = m_runs.find(key); known != m_runs.end()) {
        Run& run = known->second;
        if (run.graph != graph) { // more became known of the same deployment
            run.graph = graph;
            storeVariant(run, window.start);
            auto& update = m_db.sql("UPDATE run SET variant = ? WHERE id = ?");
            SQLite::bind(update, run.variant, run.record.id);
            update.exec();
        }
        return run;
    }
    if (m_runs.size() >= kCachedRuns)
        m_runs.clear();
    Run run;
    run.graph = graph;
    run.record.connection = window.connection;
    run.record.engine = window.engine;
    run.record.jobId = window.jobId;
    run.record.jobName = window.jobName;
    run.record.deployment = window.deployment;
    run.record.started = TimePoint::max(); // not known yet
    storeVariant(run, window.start);
    findOrMakeRun(run, window);
    return m_runs.emplace(std::move(key), std::move(run)).first->second;
}

void Recorder::findOrMakeRun(Run& run, const Observation& window) {
    run.job = jobRow(window.connection, window.jobName);
    auto& find = m_db.sql("SELECT id FROM run WHERE job = ? AND deployment = ? AND job_id = ? AND engine = ?");
    SQLite::bind(find, run.job, window.deployment, window.jobId, window.engine);
    if (const auto id = onlyInt(find)) {
        run.record.id = *id;
        auto& update = m_db.sql("UPDATE run SET variant = ? WHERE id = ? AND variant <> ?");
        SQLite::bind(update, run.variant, *id, run.variant);
        update.exec();
        loadPositions(run);
        return;
    }
    auto& insert = m_db.sql("INSERT INTO run(job, deployment, job_id, engine, variant, started, last_seen) "
                            "VALUES(?, ?, ?, ?, ?, ?, ?)");
    SQLite::bind(insert, run.job, window.deployment, window.jobId, window.engine, run.variant,
                 epochMillis(window.start), epochMillis(window.end));
    insert.exec();
    run.record.id = m_db.lastRowId();
    for (const Operator& node : run.graph.nodes) {
        const NodeObservation* seen = window.find(node.id);
        if (!run.positions.contains(node.id))
            addNode(run, node.id, node.name, seen ? seen->parallelism : node.parallelism);
    }
}

void Recorder::loadPositions(Run& run) {
    run.positions.clear();
    run.record.parallelism.clear();
    auto& nodes = m_db.sql("SELECT n.pos, t.value, n.parallelism FROM run_node n JOIN text t ON t.id = n.node "
                           "WHERE n.run = ? ORDER BY n.pos");
    nodes.bind(1, run.record.id);
    while (nodes.executeStep()) {
        std::string id = nodes.getColumn(1).getString();
        run.record.parallelism[id] = nodes.getColumn(2).getInt();
        run.positions[std::move(id)] = nodes.getColumn(0).getInt64();
    }
}

std::int64_t Recorder::positionOf(Run& run, const NodeObservation& node) {
    if (const auto known = run.positions.find(node.id); known != run.positions.end())
        return known->second;
    loadPositions(run); // another process may have met it first
    if (!run.positions.contains(node.id))
        addNode(run, node.id, node.id, node.parallelism); // measured, but not in the graph
    return run.positions.at(node.id);
}

void Recorder::addNode(Run& run, const std::string& id, const std::string& name, int parallelism) {
    const std::int64_t idRow = textRow(id);
    const std::int64_t nameRow = textRow(name);
    auto& insert =
        m_db.sql("INSERT INTO run_node(run, pos, node, name, parallelism) "
                 "SELECT ?1, coalesce(max(pos), -1) + 1, ?2, ?3, ?4 FROM run_node WHERE run = ?1 RETURNING pos");
    SQLite::bind(insert, run.record.id, idRow, nameRow, parallelism);
    run.positions[id] = *onlyInt(insert);
    run.record.parallelism[id] = parallelism;
}

std::int64_t Recorder::jobRow(const std::string& connection, const std::string& name) {
    auto& insert = m_db.sql("INSERT OR IGNORE INTO job(connection, name) VALUES(?, ?)");
    SQLite::bind(insert, connection, name);
    insert.exec();
    auto& find = m_db.sql("SELECT id FROM job WHERE connection = ? AND name = ?");
    SQLite::bind(find, connection, name);
    return onlyInt(find).value();
}

std::int64_t Recorder::textRow(const std::string& value) {
    auto& find = m_db.sql("SELECT id FROM text WHERE value = ?");
    find.bind(1, value);
    if (const auto id = onlyInt(find))
        return *id;
    auto& insert = m_db.sql("INSERT INTO text(value) VALUES(?)");
    insert.bind(1, value);
    insert.exec();
    return m_db.lastRowId();
}

void Recorder::storeVariant(Run& run, TimePoint seen) {
    const std::string text = variantText(run.graph);
    const std::string digest = sha256Hex(text);
    auto& known = m_db.sql("SELECT v.id, g.hash FROM variant v JOIN graph g ON g.id = v.graph WHERE v.digest = ?");
    known.bind(1, digest);
    if (known.executeStep()) {
        run.variant = known.getColumn(0).getInt64();
        run.record.graphHash = known.getColumn(1).getString();
        known.reset();
        return;
    }
    run.record.graphHash = canonicalForm(run.graph).hash;
    auto& form =
        m_db.sql("INSERT INTO graph(hash, first_seen) VALUES(?, ?) "
                 "ON CONFLICT(hash) DO UPDATE SET first_seen = min(first_seen, excluded.first_seen) RETURNING id");
    SQLite::bind(form, run.record.graphHash, epochMillis(seen));
    const std::int64_t graph = onlyInt(form).value();
    auto& insert = m_db.sql("INSERT INTO variant(graph, digest, json) VALUES(?, ?, ?)");
    SQLite::bind(insert, graph, digest, text);
    insert.exec();
    run.variant = m_db.lastRowId();
}

} // namespace streamtune::history
