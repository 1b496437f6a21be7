// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Bottleneck labels of one quiet window (method of StreamTune, section "labels"): 1 bottleneck, 0 not, -1 unknown.

#include <map>
#include <string>

#include "core/graph/job_graph.h"
#include "core/graph/observation.h"

namespace streamtune::tune {

struct LabelRules {
    double backpressureThreshold = 0.10; ///< share of time, maximum over subtasks
    double busyThreshold = 0.60;         ///< share of time, maximum over subtasks
    double acceptedShare = 0.998;        ///< a source that accepts less of its offer is refused
};

struct NodeLabel {
    int label = 0;
    std::string why; ///< one sentence: the rule that fired, with its numbers
};

struct Labels {
    bool underProvisioned = false;
    std::string why;
    std::map<std::string, NodeLabel> nodes;

    [[nodiscard]] std::map<std::string, int> values() const;
};

[[nodiscard]] Labels labelWindow(const JobGraph& graph, const Observation& window, const LabelRules& rules);

} // namespace streamtune::tune
