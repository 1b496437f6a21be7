// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/window_labels.h"

#include <cmath>

namespace streamtune::tune {
namespace {

Number shown(double value) {
    return std::isnan(value) ? std::nullopt : Number(value);
}

} // namespace

std::vector<int> labelsOf(const JobGraph& graph, const learn::WindowReading& window, const LabelRules& rules) {
    Observation observation;
    for (std::size_t v = 0; v < graph.nodes.size() && v < window.nodes.size(); ++v) {
        const learn::NodeReading& reading = window.nodes[v];
        NodeObservation& node = observation.nodes.emplace_back();
        node.id = graph.nodes[v].id;
        node.parallelism = reading.p;
        node.busyMean = shown(reading.busyMean);
        node.busyMax = shown(reading.busyMax);
        node.backpressuredMean = shown(reading.bpMean);
        node.backpressuredMax = shown(reading.bpMax);
        if (v < window.offered.size() && v < window.accepted.size() &&
            (!std::isnan(window.offered[v]) || !std::isnan(window.accepted[v]))) {
            SourceObservation& source = observation.sources.emplace_back();
            source.id = graph.nodes[v].id;
            source.offered = shown(window.offered[v]);
            source.accepted = shown(window.accepted[v]);
        }
    }
    const Labels labels = labelWindow(graph, observation, rules);
    std::vector<int> values;
    for (const Operator& node : graph.nodes) {
        const auto found = labels.nodes.find(node.id);
        values.push_back(found == labels.nodes.end() ? -1 : found->second.label);
    }
    return values;
}

} // namespace streamtune::tune
