// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What the models read: a job on plain indices, and its quiet windows. Rates records/s, shares 0..1. NaN stands for
/// "not measured" everywhere and never acts as a zero.

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/job_graph.h"
#include "core/learn/prior.h"

namespace streamtune::learn {

inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

struct Input {
    std::size_t from = 0;
    double share = 1; ///< part of the output of `from` that comes here
};

/// What is known of a node before it runs.
struct NodeFacts {
    std::string kind; ///< class of operator that priors are kept for, e.g. "aggregate/sliding"
    bool pinned = false;
    bool keyed = false;
    int groups = 0;               ///< key groups; 0 = unknown
    int high = 1;                 ///< largest parallelism
    double stateSeconds = 0;      ///< seconds of input a state holds; 0 = stateless
    std::vector<double> features; ///< of features.h
    std::vector<Input> inputs;    ///< in file order; none = a source
    std::optional<Belief> level;  ///< logarithm of what one instance bears, where more is known than its kind says
};

struct JobFacts {
    std::vector<NodeFacts> nodes;
    std::vector<std::size_t> order; ///< topological
};

struct NodeReading {
    int p = 1;
    double in = kUnknown, out = kUnknown;
    double busyMean = kUnknown, busyMax = kUnknown;
    double bpMean = kUnknown, bpMax = kUnknown;
    std::vector<double> subIn; ///< input rate of every subtask; empty = not measured
};

/// One quiet window. `offered` and `accepted` per node, NaN for nodes that are no source.
struct WindowReading {
    long deployment = 0; ///< equal for windows of one deployment
    int age = -1;        ///< quiet windows of this deployment before this one; -1 = not known
    std::vector<NodeReading> nodes;
    std::vector<double> offered;
    std::vector<double> accepted;
    /// Records wait in front of operators without limit, so that one may take in more or less than what comes to it:
    /// selectivities are then what it sent over what it took in, in the same window.
    bool queues = false;
};

/// Facts of a graph; `pMax` bounds every node beside its key groups. Unknown kinds of operators are read as "other".
[[nodiscard]] JobFacts factsOf(const JobGraph& graph, int pMax);

} // namespace streamtune::learn
