// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/learn/features.h"
#include "core/learn/readings.h"

namespace streamtune::learn {
namespace {

/// Seconds of input behind the state of a keyed operator without a window.
constexpr double kOpenState = 60;

double stateSecondsOf(const Operator& node, bool keyed) {
    const OperatorFeatures& f = node.features;
    if (!keyed)
        return 0;
    if (!f.windowType.empty() && f.windowPolicy != "count" && isKnown(f.windowLength) && *f.windowLength > 0)
        return *f.windowLength;
    return f.windowType.empty() && f.join.empty() && node.label != "join" ? 0 : kOpenState;
}

} // namespace

JobFacts factsOf(const JobGraph& graph, int pMax) {
    JobFacts facts;
    for (std::size_t v = 0; v < graph.nodes.size(); ++v) {
        const Operator& node = graph.nodes[v];
        NodeFacts fact;
        fact.kind = kindOf(node);
        fact.pinned = node.pinned;
        fact.keyed = graph.isKeyed(node.id);
        fact.groups = node.maxParallelism;
        fact.high = node.maxParallelism > 0 ? std::min(pMax, node.maxParallelism) : pMax;
        fact.stateSeconds = stateSecondsOf(node, fact.keyed);
        fact.features = featuresOf(node);
        for (const Edge* edge : graph.inputsOf(node.id))
            if (const auto from = graph.indexOf(edge->from))
                fact.inputs.push_back({*from, edge->share});
        facts.nodes.push_back(std::move(fact));
    }
    if (const auto order = graph.topologicalOrder())
        facts.order = *order;
    return facts;
}

} // namespace streamtune::learn
