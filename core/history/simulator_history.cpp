// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/graph/graph_json.h"
#include "core/history/history_lines.h"

namespace streamtune::history {
namespace {

constexpr const char* kConnection = "simulator-history";
constexpr Millis kWindow{60'000}; ///< length of a window of the simulator
constexpr Millis kDeployment{3'600'000};
constexpr std::int64_t kMost = 1'000'000; ///< largest number of deployments and windows that makes sense

/// A job name becomes part of a path: nothing that leads elsewhere.
bool isPlainName(const std::string& name) {
    return !name.empty() && name.size() < 200 && name.front() != '.' &&
           std::ranges::all_of(
               name,
               [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.'; });
}

NodeObservation nodeOf(const Json& json, const std::string& id) {
    NodeObservation n;
    n.id = id;
    n.parallelism = static_cast<int>(std::clamp<std::int64_t>(integerAt(json, "p", 0), 0, 1 << 20));
    n.subtasksReporting = n.parallelism;
    n.inRate = numberAt(json, "in_rate");
    n.outRate = numberAt(json, "out_rate");
    n.busyMean = numberAt(json, "busy_mean");
    n.busyMax = numberAt(json, "busy_max");
    n.backpressuredMean = numberAt(json, "bp_mean");
    n.backpressuredMax = numberAt(json, "bp_max");
    n.idleMean = numberAt(json, "idle_mean");
    return n;
}

} // namespace

SimulatorHistoryLoader::Graph SimulatorHistoryLoader::fromFiles(const std::string& job) const {
    if (!isPlainName(job))
        return {std::nullopt, "The name of the job is not one of a simulated job."};
    for (const char* place : {"", "train", "jobs", "bench"}) {
        const auto path = m_folder / place / (job + ".json");
        std::ifstream in(path, std::ios::binary);
        if (!in)
            continue;
        std::ostringstream text;
        text << in.rdbuf();
        auto json = parseJson(text.str(), path.string());
        auto graph = json ? graphFromJson(*json) : Result<JobGraph>(std::unexpected(json.error()));
        if (!graph)
            return {std::nullopt, path.string() + " cannot be used: " + graph.error().sentence};
        return {std::move(*graph), {}};
    }
    return {std::nullopt, "The graph of job \"" + job + "\" is not in the workspace, nor is " + job +
                              ".json in the folder of the file or in its folders train, jobs or bench."};
}

Result<const SimulatorHistoryLoader::Graph*> SimulatorHistoryLoader::graphOf(const std::string& job) {
    if (const auto known = m_graphs.find(job); known != m_graphs.end())
        return &known->second;
    Graph found = fromFiles(job);
    if (!found.graph) {
        ST_ASSIGN(const auto runs, m_store.runs(job, 1, "", {}));
        if (!runs.rows.empty() && !job.empty()) {
            ST_ASSIGN(found.graph, m_store.graphOfRun(runs.rows.front().id));
        }
    }
    return &m_graphs.emplace(job, std::move(found)).first->second;
}

Status SimulatorHistoryLoader::take(std::int64_t number, std::string_view line) {
    const auto json = parseJson(line, "Line " + std::to_string(number));
    const auto skip = [&](std::string reason) -> Status {
        noteSkipped(m_report, number, std::move(reason));
        return {};
    };
    if (!json)
        return skip("This line is not valid JSON.");
    const std::string job = stringAt(*json, "job");
    const std::int64_t deployment = integerAt(*json, "dep", -1);
    const std::int64_t window = integerAt(*json, "win", -1);
    const Json& nodes = childAt(*json, "nodes");
    if (job.empty() || deployment < 0 || window < 0 || deployment > kMost || window > kMost || !nodes.is_array())
        return skip("This line is not a window {job, dep, win, rates, nodes, sources}.");
    ST_ASSIGN(const Graph* known, graphOf(job));
    if (!known->graph)
        return skip(known->why);
    JobGraph graph = *known->graph;
    if (graph.nodes.size() != nodes.size())
        return skip("The window has " + std::to_string(nodes.size()) + " nodes, job \"" + job + "\" has " +
                    std::to_string(graph.nodes.size()) + ".");
    Observation w;
    w.connection = kConnection;
    w.engine = "simulated";
    w.jobId = w.jobName = job;
    w.deployment = "dep-" + std::to_string(deployment);
    w.start = TimePoint{} + kDeployment * deployment + kWindow * window;
    w.end = w.start + kWindow;
    w.seconds = std::chrono::duration<double>(kWindow).count();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        w.nodes.push_back(nodeOf(nodes[i], graph.nodes[i].id));
        graph.nodes[i].parallelism = std::max(1, w.nodes.back().parallelism);
        if (const Number largest = numberAt(nodes[i], "sub_max"); largest)
            w.notes["sub_max/" + graph.nodes[i].id] =
                compactJson(numberToJson(largest)); // all that is known of subtasks
    }
    if (const Json& sources = childAt(*json, "sources"); sources.is_object())
        for (const auto& [id, source] : sources.items())
            w.sources.push_back({id, numberAt(source, "offered"), OfferedFrom::Given, numberAt(source, "accepted"),
                                 numberAt(source, "backlog"), numberAt(source, "backlog_growth")});
    ST_ASSIGN(const auto stored, m_store.findWindow(w));
    if (stored) {
        noteKnown(m_report, number, "This window");
        return {};
    }
    ST_TRY(m_store.record(graph, w, m_labeller ? m_labeller(graph, w) : std::map<std::string, int>{}));
    ++m_report.imported;
    return {};
}

} // namespace streamtune::history
