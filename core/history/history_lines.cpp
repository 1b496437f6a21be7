// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/history_lines.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "core/graph/graph_json.h"
#include "core/history/plausible.h"

namespace streamtune::history {
namespace {

constexpr int kWindowsAtOnce = 500;
constexpr std::size_t kRowsInReport = 1'000;

std::map<std::string, int> labelsOf(const Json& json) {
    std::map<std::string, int> labels;
    if (json.is_object())
        for (const auto& [node, label] : json.items())
            if (label.is_number_integer() && label.get<std::int64_t>() >= -1 && label.get<std::int64_t>() <= 1)
                labels[node] = label.get<int>();
    return labels;
}

ParallelismVector parallelismOf(const Json& json) {
    ParallelismVector vector;
    if (json.is_object())
        for (const auto& [node, value] : json.items())
            if (value.is_number_integer() && value.get<std::int64_t>() > 0 && value.get<std::int64_t>() < (1 << 20))
                vector[node] = value.get<int>();
    return vector;
}

} // namespace

void noteSkipped(ImportReport& report, std::int64_t line, std::string reason) {
    ++report.skipped;
    if (report.rows.size() < kRowsInReport)
        report.rows.push_back({line, std::move(reason)});
}

void noteKnown(ImportReport& report, std::int64_t line, const std::string& what) {
    ++report.known;
    noteSkipped(report, line, what + " is already in the workspace.");
}

void HistoryLoader::skip(std::int64_t number, std::string reason) {
    noteSkipped(m_report, number, std::move(reason));
}

Status HistoryLoader::take(std::int64_t number, std::string_view line) {
    const auto json = parseJson(line, "Line " + std::to_string(number));
    if (!json) {
        skip(number, "This line is not valid JSON.");
        return {};
    }
    const std::string kind = stringAt(*json, "kind");
    if (kind == "graph")
        takeGraph(number, *json);
    else if (kind == "run")
        takeRun(*json);
    else if (kind == "observation" || stringAt(*json, "format") == "streamtune.observation/1")
        return takeObservation(number, *json);
    else if (kind == "label")
        return takeLabel(number, *json);
    else
        skip(number, "The kind of this line is none of graph, run, observation and label.");
    return {};
}

void HistoryLoader::takeGraph(std::int64_t number, const Json& json) {
    auto graph = graphFromJson(json);
    if (!graph)
        return skip(number, "The graph cannot be used: " + graph.error().sentence);
    m_graphs[stringAt(json, "key")] = std::move(*graph);
}

void HistoryLoader::takeRun(const Json& json) {
    m_runs[integerAt(json, "run", 0)] = {stringAt(json, "graph"), parallelismOf(childAt(json, "parallelism"))};
}

/// From the lines before it, else as the workspace knows the job.
Result<std::optional<JobGraph>> HistoryLoader::graphFor(const Json& json, const Observation& window) {
    if (const auto run = m_runs.find(integerAt(json, "run", -1)); run != m_runs.end())
        if (const auto graph = m_graphs.find(run->second.graph); graph != m_graphs.end()) {
            JobGraph found = graph->second;
            for (Operator& node : found.nodes)
                if (const auto p = run->second.parallelism.find(node.id); p != run->second.parallelism.end())
                    node.parallelism = p->second;
            return found;
        }
    return m_store.latestGraph(window.connection, window.jobName);
}

Status HistoryLoader::takeObservation(std::int64_t number, const Json& json) {
    const auto window = observationFromJson(json);
    if (!window) {
        skip(number, "The observation cannot be used: " + window.error().sentence);
        return {};
    }
    if (const auto wrong = implausible(json, *window)) {
        skip(number, "The observation cannot be used: " + *wrong);
        return {};
    }
    const Place there{integerAt(json, "run", -1), integerAt(json, "window", -1)};
    ST_ASSIGN(const auto known, m_store.findWindow(*window));
    if (known) {
        m_places[there] = *known;
        noteKnown(m_report, number, "This window");
        return {};
    }
    ST_ASSIGN(const std::optional<JobGraph> graph, graphFor(json, *window));
    if (!graph) {
        skip(number, "The graph of job \"" + window->jobName + "\" is neither in this file nor in the workspace.");
        return {};
    }
    auto labels = labelsOf(childAt(json, "labels"));
    if (!json.contains("labels") && m_labeller)
        labels = m_labeller(*graph, *window);
    if (boolAt(json, "forgotten", false)) {
        ST_ASSIGN(const bool back, m_store.restore(*graph, *window, labels, there.second));
        if (back) {
            ST_ASSIGN(const auto place, m_store.findWindow(*window));
            m_places[there] = place.value_or(there);
            ++m_report.imported;
            return {};
        }
    }
    const auto run = m_store.record(*graph, *window, labels);
    if (!run && run.error().code == "store.value") {
        skip(number, run.error().sentence);
        return {};
    }
    if (!run)
        return fail(run.error());
    m_places[there] = {run->id, run->windows - 1};
    ++m_report.imported;
    return {};
}

Status HistoryLoader::takeLabel(std::int64_t number, const Json& json) {
    const auto place = m_places.find({integerAt(json, "run", -1), integerAt(json, "window", -1)});
    if (place == m_places.end()) {
        skip(number, "The window of this label is not in the file before it.");
        return {};
    }
    LabelOverride value;
    value.run = place->second.first;
    value.window = place->second.second;
    value.node = stringAt(json, "node");
    value.label = static_cast<int>(std::clamp<std::int64_t>(integerAt(json, "label", 9), -9, 9));
    value.who = stringAt(json, "who");
    value.reason = stringAt(json, "reason");
    value.at = fromRfc3339(stringAt(json, "at")).value_or(TimePoint{});
    ST_ASSIGN(const auto before, m_store.overrides(value.run));
    const bool known = std::ranges::any_of(before, [&](const LabelOverride& o) {
        return o.window == value.window && o.node == value.node && o.label == value.label && o.at == value.at;
    });
    const Status done = known ? Status{} : m_store.overrideLabel(value);
    if (known)
        noteKnown(m_report, number, "This label");
    else if (done)
        ++m_report.imported;
    else if (done.error().code == "store.value" || done.error().code == "store.unknown_node")
        skip(number, done.error().sentence);
    else
        return done;
    return {};
}

namespace {

/// Whether retention leaves this run alone.
Result<bool> isKept(Store& store, const RunRecord& run, const Selection& selection) {
    if (!selection.forgotten)
        return false;
    if (run.started >= selection.forgotten->before)
        return true;
    if (!selection.forgotten->keepTagged)
        return false;
    ST_ASSIGN(const auto tags, store.tags("run:" + std::to_string(run.id)));
    return !tags.empty();
}

/// The runs of a selection, oldest first, so that an import makes them in the same order.
Result<std::vector<RunRecord>> runsOf(Store& store, const Selection& selection, const std::stop_token& stop) {
    std::vector<RunRecord> runs;
    std::string after;
    do {
        ST_ASSIGN(auto page, store.runs(selection.jobName, 1'000, after, stop));
        for (RunRecord& run : page.rows)
            if ((selection.connection.empty() || run.connection == selection.connection) &&
                (!selection.since || run.lastSeen >= *selection.since) &&
                (!selection.until || run.started <= *selection.until)) {
                ST_ASSIGN(const bool kept, isKept(store, run, selection));
                if (!kept)
                    runs.push_back(std::move(run));
            }
        after = page.next;
    } while (!after.empty());
    std::ranges::reverse(runs);
    return runs;
}

class HistoryWriter {
public:
    HistoryWriter(Store& store, const std::function<Status(std::string_view)>& sink) : m_store(store), m_sink(sink) {}

    [[nodiscard]] Status writeRun(const RunRecord& run, const Selection& selection, const std::stop_token& stop) {
        bool begun = !selection.forgotten; // of what goes only runs that lose a window
        if (begun)
            ST_TRY(beginRun(run));
        std::set<std::int64_t> written;
        for (std::int64_t from = 0;;) {
            ST_ASSIGN(const auto windows, m_store.windowsOfRun(run.id, from, kWindowsAtOnce, stop));
            if (windows.empty())
                break;
            for (const RecordedWindow& w : windows) {
                if (!chosen(w.window, selection))
                    continue;
                if (!std::exchange(begun, true))
                    ST_TRY(beginRun(run));
                ST_TRY(writeWindow(w, selection.forgotten.has_value()));
                written.insert(w.number);
            }
            from = windows.back().number + 1;
        }
        return writeLabels(run.id, written);
    }

    [[nodiscard]] std::int64_t count() const { return m_count; }

private:
    [[nodiscard]] Status line(const Json& json) { return m_sink(compactJson(json) + "\n"); }

    [[nodiscard]] static bool chosen(const Observation& window, const Selection& selection) {
        return (!selection.since || window.start >= *selection.since) &&
               (!selection.until || window.start <= *selection.until) &&
               (!selection.forgotten || window.end < selection.forgotten->before);
    }

    [[nodiscard]] Status beginRun(const RunRecord& run) {
        ST_ASSIGN(const auto graph, m_store.graphOfRun(run.id));
        if (graph)
            ST_TRY(writeGraph(*graph));
        ++m_run;
        return line({{"kind", "run"},
                     {"run", m_run},
                     {"graph", m_key},
                     {"graph_hash", run.graphHash},
                     {"connection", run.connection},
                     {"engine", run.engine},
                     {"job", {{"id", run.jobId}, {"name", run.jobName}}},
                     {"deployment", run.deployment},
                     {"parallelism", run.parallelism},
                     {"started", toRfc3339(run.started)},
                     {"last_seen", toRfc3339(run.lastSeen)},
                     {"windows", run.windows}});
    }

    [[nodiscard]] Status writeGraph(JobGraph graph) {
        for (Operator& node : graph.nodes)
            node.parallelism = 1; // the run says it
        Json json = graphToJson(graph);
        m_key = sha256Hex(canonicalJson(json)).substr(0, 16);
        if (!m_graphs.insert(m_key).second)
            return {};
        json["kind"] = "graph";
        json["key"] = m_key;
        return line(json);
    }

    [[nodiscard]] Status writeWindow(const RecordedWindow& recorded, bool forgotten) {
        Json json = observationToJson(recorded.window);
        json["kind"] = "observation";
        json["run"] = m_run;
        json["window"] = recorded.number;
        json["labels"] = recorded.labels;
        if (forgotten)
            json["forgotten"] = true;
        ++m_count;
        return line(json);
    }

    [[nodiscard]] Status writeLabels(std::int64_t run, const std::set<std::int64_t>& windows) {
        ST_ASSIGN(const auto overrides, m_store.overrides(run));
        for (const LabelOverride& o : overrides)
            if (windows.contains(o.window))
                ST_TRY(line({{"kind", "label"},
                             {"run", m_run},
                             {"window", o.window},
                             {"node", o.node},
                             {"label", o.label},
                             {"who", o.who},
                             {"reason", o.reason},
                             {"at", toRfc3339(o.at)}}));
        return {};
    }

    Store& m_store;
    const std::function<Status(std::string_view)>& m_sink;
    std::set<std::string> m_graphs;
    std::string m_key;
    std::int64_t m_run = 0; ///< runs are numbered in the file: equal histories give equal files
    std::int64_t m_count = 0;
};

} // namespace

Result<std::int64_t> writeHistory(Store& store, const Selection& selection,
                                  const std::function<Status(std::string_view)>& sink, const std::stop_token& stop,
                                  const ProgressSink& progress) {
    ST_ASSIGN(const auto runs, runsOf(store, selection, stop));
    HistoryWriter writer(store, sink);
    std::int64_t done = 0;
    for (const RunRecord& run : runs) {
        if (stop.stop_requested())
            return fail("export.cancelled", "The export was cancelled; no file was left behind.");
        ST_TRY(writer.writeRun(run, selection, stop));
        report(progress, {"writing runs", ++done, static_cast<std::int64_t>(runs.size()), run.jobName, true});
    }
    return writer.count();
}

} // namespace streamtune::history
