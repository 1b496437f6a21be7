// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A scratch folder, a small job and windows of it, for tests and benchmarks of the history store.

#include <atomic>
#include <filesystem>
#include <limits>
#include <string>
#include <unistd.h>

#include "core/graph/job_graph.h"
#include "core/graph/observation.h"

namespace streamtune::test {

/// A folder of its own, gone with the object.
class ScratchFolder {
public:
    ScratchFolder() {
        static std::atomic<int> counter{0};
        m_path = std::filesystem::temp_directory_path() /
                 ("streamtune-test-" + std::to_string(::getpid()) + "-" + std::to_string(counter++));
        std::filesystem::create_directories(m_path);
    }
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return m_path / name; }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

/// A chain source -> map … -> sink of `size` nodes with ids <prefix>0, <prefix>1, …
inline JobGraph chainGraph(const std::string& name, int size, const std::string& prefix = "n") {
    JobGraph graph;
    graph.id = name;
    graph.name = name;
    for (int i = 0; i < size; ++i) {
        Operator node;
        node.id = prefix + std::to_string(i);
        node.label = i == 0 ? "source" : (i + 1 == size ? "sink" : "map");
        node.name = node.label + " " + std::to_string(i);
        node.parallelism = 1 + i % 4;
        graph.nodes.push_back(node);
        if (i > 0)
            graph.edges.push_back({prefix + std::to_string(i - 1), node.id, "rebalance", 0, 1});
    }
    return graph;
}

inline TimePoint dayOne() {
    return TimePoint{Millis{1'770'000'000'000}};
}

/// Window `number` (10 s each) of a deployment; shares and rates differ from node to node and window to window.
inline Observation windowOf(const JobGraph& graph, const std::string& deployment, int number, int subtasks = 2) {
    Observation w;
    w.connection = "local";
    w.engine = "simulated";
    w.jobId = graph.id + "-id";
    w.jobName = graph.name;
    w.deployment = deployment;
    w.start = dayOne() + Millis{10'000} * number;
    w.end = w.start + Millis{10'000};
    w.seconds = 10;
    int index = 0;
    for (const Operator& node : graph.nodes) {
        NodeObservation n;
        n.id = node.id;
        n.parallelism = node.parallelism;
        n.subtasksReporting = node.parallelism;
        n.inRate = 1000.0 + 10 * index + number;
        n.outRate = 900.0 + 10 * index;
        n.busyMax = ((index * 37 + number * 11) % 100) / 100.0;
        n.busyMean = *n.busyMax * 0.9;
        n.backpressuredMax = ((index * 53 + number * 7) % 100) / 100.0;
        n.backpressuredMean = 0.0;
        n.idleMean = 1 - *n.busyMean;
        for (int s = 0; s < subtasks; ++s) {
            n.subtaskIn.push_back(500.0 + s);
            n.subtaskBusy.push_back(*n.busyMax);
            n.subtaskBackpressured.push_back(0.0);
        }
        w.nodes.push_back(std::move(n));
        ++index;
    }
    if (!graph.nodes.empty()) {
        SourceObservation source;
        source.id = graph.nodes.front().id;
        source.offered = 1000.0;
        source.offeredFrom = OfferedFrom::Accepted;
        source.accepted = 1000.0;
        w.sources.push_back(source);
    }
    return w;
}

/// Every number of a window in one of its states: missing, NaN, zero, a value, infinite.
inline Observation strangeWindow(const JobGraph& graph) {
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    constexpr double kInf = std::numeric_limits<double>::infinity();
    Observation w = windowOf(graph, "strange \"quotes\" <b>&amp;</b> \xF0\x9F\xA6\x9D", 7);
    w.connection = "conn 'x'; DROP TABLE run; --";
    w.quiet = false;
    w.whyNotQuiet = "restart <i>inside</i> \xE2\x80\x9Cthe\xE2\x80\x9D window";
    w.jobLag = kNan;
    w.notes = {{"gc", "0.5"}, {"\xF0\x9F\x9A\x80 \"k\"", std::string(10'000, 'v')}, {"", ""}};
    w.workers = {{3, 0.0, std::nullopt, kNan, -1.5}, {0, std::nullopt, std::nullopt, std::nullopt, std::nullopt}};
    for (std::size_t i = 0; i < w.nodes.size(); ++i) {
        NodeObservation& n = w.nodes[i];
        n.busyMax = i == 0 ? Number{} : (i == 1 ? Number{kNan} : Number{0.0});
        n.backpressuredMax = i == 0 ? Number{kNan} : Number{};
        n.inRate = kInf;
        n.outRate = -0.0;
        n.cpuLoad = kNan;
        n.backlog = std::nullopt;
        n.watermark = -62'135'596'800'000.0;
        n.inBytes = std::numeric_limits<double>::denorm_min();
        n.subtaskIn = {std::nullopt, kNan, 0.0, 1e308};
        n.subtaskBusy = {};
    }
    w.sources.push_back({"not in the graph", kNan, OfferedFrom::LowerBound, 0.0, std::nullopt, -3.0});
    return w;
}

} // namespace streamtune::test
