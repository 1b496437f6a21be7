// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// History of the reference simulator's training jobs, labelled, and random graphs.

#include <cmath>
#include <random>

#include "core/compare/past.h"
#include "core/learn/pretraining.h"
#include "core/tune/window_labels.h"
#include "tests/support/simulator_data.h"

namespace streamtune::testing {

/// The first `jobs` training jobs whose name contains `family`.
inline std::vector<learn::HistoryJob> pastJobs(std::size_t jobs, const std::string& family = {}, int deployments = 8) {
    std::vector<learn::HistoryJob> history;
    for (const std::string& line : linesOf(readGzip(simulatorData() / "train.jsonl.gz"))) {
        auto job = engines::simulated::readJobFile(line, "train");
        if (!job || history.size() >= jobs || job->spec.name.find(family) == std::string::npos)
            continue;
        const engines::simulated::Simulator simulator(std::move(*job));
        auto past = compare::makePast(simulator, {.deployments = deployments});
        learn::HistoryJob made{simulator.spec().name, "simulated", simulator.spec().graph, past.facts, {}};
        for (learn::WindowReading& window : past.windows) {
            auto labels = tune::labelsOf(made.graph, window);
            made.windows.push_back({std::move(window), std::move(labels)});
        }
        history.push_back(std::move(made));
    }
    return history;
}

/// Windows of random graphs with `features` numbers a node; targets of all kinds, missing ones among them.
inline std::vector<learn::Sample> randomSamples(std::size_t count, std::size_t features, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<float> normal;
    std::vector<learn::Sample> samples;
    for (std::size_t s = 0; s < count; ++s) {
        learn::Sample sample;
        sample.graph.nodes = 3 + random() % 6;
        std::vector<std::vector<std::uint32_t>> parents(sample.graph.nodes), children(sample.graph.nodes);
        for (std::uint32_t v = 1; v < sample.graph.nodes; ++v)
            for (std::uint32_t u = 0; u < v; ++u)
                if (u + 1 == v || random() % 3 == 0) {
                    parents[v].push_back(u);
                    children[u].push_back(v);
                }
        for (auto [lists, adjacency] :
             {std::pair{&parents, &sample.graph.parents}, {&children, &sample.graph.children}})
            for (const auto& list : *lists) {
                adjacency->list.insert(adjacency->list.end(), list.begin(), list.end());
                adjacency->start.push_back(static_cast<std::uint32_t>(adjacency->list.size()));
            }
        for (std::size_t i = 0; i < sample.graph.nodes * features; ++i)
            sample.graph.rows.push_back(normal(random));
        for (std::size_t v = 0; v < sample.graph.nodes; ++v) {
            learn::NodeTarget target;
            target.p = 1 + static_cast<int>(random() % 40);
            target.label = static_cast<int>(random() % 3) - 1;
            if (random() % 5 != 0)
                target.logDemand = 11 + normal(random);
            if (random() % 2 == 0)
                target.logCapacity = 11 + normal(random);
            sample.targets.push_back(target);
        }
        samples.push_back(std::move(sample));
    }
    return samples;
}

} // namespace streamtune::testing
