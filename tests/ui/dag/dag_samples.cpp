// SPDX-License-Identifier: GPL-3.0-or-later
#include "dag_samples.h"

#include <algorithm>
#include <random>

namespace streamtune::ui::dag {
namespace {

void node(DagModel& m, const char* id, const char* name, const char* label, int p, Number busy, Number bp, double in,
          double out) {
    Operator op;
    op.id = id;
    op.name = name;
    op.label = label;
    op.parallelism = p;
    op.maxParallelism = 128;
    m.graph.nodes.push_back(op);
    if (!busy)
        return;
    NodeObservation seen;
    seen.id = id;
    seen.parallelism = p;
    seen.busyMax = busy;
    seen.busyMean = busy;
    seen.backpressuredMax = bp;
    seen.backpressuredMean = bp;
    seen.inRate = in;
    seen.outRate = out;
    m.observation->nodes.push_back(seen);
}

} // namespace

DagModel sixOperators(bool predicted) {
    DagModel m;
    m.graph.id = "nexmark-q5";
    m.observation.emplace();
    m.observation->seconds = 10;
    m.age = QStringLiteral("3 s old");
    node(m, "src", "Source: bids (Kafka)", "source", 4, 0.31, 0.61, 0, 46'200);
    node(m, "hop", "HopWindow count", "window", 4, 0.97, 0.0, 34'600, 1'200);
    node(m, "max", "Max per window", "aggregate", 2, 0.44, 0.0, 1'200, 84);
    node(m, "enr", "Enrich category", "map", 4, 0.18, 0.0, 11'600, 11'600);
    node(m, "joi", "Join hot items", "join", 2, 0.52, 0.05, 1'284, 90);
    node(m, "arc", "Sink: archive (S3)", "sink", 1, std::nullopt, std::nullopt, 0, 0);
    m.graph.nodes[5].pinned = true;
    m.graph.nodes[5].whyPinned = "The connector allows one writer.";
    m.graph.edges = {{"src", "hop", "hash", 0, 0.75}, {"src", "enr", "rebalance", 0, 0.25},
                     {"hop", "max", "hash", 0, 1},    {"max", "joi", "forward", 0, 1},
                     {"hop", "joi", "hash", 1, 1},    {"enr", "arc", "forward", 0, 1}};
    SourceObservation source;
    source.id = "src";
    source.offered = 60'000;
    source.accepted = 46'200;
    m.observation->sources.push_back(source);
    m.labels.underProvisioned = true;
    m.labels.nodes["hop"] = {1, "It is 97 % busy and its input is back-pressured."};
    m.noData["arc"] = QStringLiteral("last seen 74 s ago");
    m.advised = {{"src", 4}, {"hop", 6}, {"max", 2}, {"enr", 2}, {"joi", 3}, {"arc", 1}};
    if (predicted) {
        m.predicted = {{"src", 0.06}, {"hop", 0.91}, {"max", 0.18}, {"enr", 0.03}, {"joi", 0.63}};
        m.predictedName = QStringLiteral("P(bottleneck)");
        m.predictedBy = QStringLiteral("12 similar runs");
    }
    return m;
}

DagModel manyOperators(int nodes, int edgesPerNode, bool predicted) {
    std::mt19937 random(1);
    const auto share = [&] { return static_cast<double>(random() % 1000) / 1000; };
    DagModel m;
    m.graph.id = "many";
    m.observation.emplace();
    m.observation->seconds = 10;
    // Ranks of 40 nodes; edges come from the rank before, near by.
    constexpr int kWide = 40;
    for (int i = 0; i < nodes; ++i) {
        const std::string id = "v" + std::to_string(i);
        const double busy = share();
        const double bp = i % 7 == 0 ? share() * (1 - busy) : 0;
        node(m, id.c_str(), ((i % 12 == 0 ? "Join orders #" : "Map #") + std::to_string(i)).c_str(),
             i % 12 == 0 ? "join" : "map", 1 + i % 8, i % 50 == 3 ? Number() : Number(busy), bp, 1000 * busy,
             900 * busy);
        if (i < kWide)
            continue;
        for (int e = 0; e < edgesPerNode; ++e) {
            const int row = std::clamp(i % kWide + static_cast<int>(random() % 5) - 2, 0, kWide - 1);
            m.graph.edges.push_back(
                {"v" + std::to_string((i / kWide - 1) * kWide + row), id, e == 0 ? "hash" : "forward", e, 1});
        }
        if (predicted)
            m.predicted[id] = busy * busy;
    }
    m.predictedName = QStringLiteral("P(bottleneck)");
    return m;
}

} // namespace streamtune::ui::dag
