// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Small graphs and windows for tests of core/tune.

#include <string>
#include <vector>

#include "core/graph/job_graph.h"
#include "core/graph/observation.h"

namespace streamtune::testing {

/// A chain; the first node is the source, edges ship hash, 128 key groups.
inline JobGraph chain(const std::vector<std::string>& ids) {
    JobGraph graph;
    graph.id = graph.name = "chain";
    for (const std::string& id : ids) {
        Operator op;
        op.id = op.name = id;
        op.label = graph.nodes.empty() ? "source" : "map";
        op.maxParallelism = 128;
        if (!graph.nodes.empty())
            graph.edges.push_back({graph.nodes.back().id, id, "hash", 0, 1});
        graph.nodes.push_back(op);
    }
    return graph;
}

inline NodeObservation seen(const std::string& id, Number busy, Number backPressure) {
    NodeObservation n;
    n.id = id;
    n.parallelism = 1;
    n.busyMax = n.busyMean = busy;
    n.backpressuredMax = n.backpressuredMean = backPressure;
    return n;
}

} // namespace streamtune::testing
