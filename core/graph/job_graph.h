// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The job graph as every room sees it: nodes whose parallelism can be set, edges with ship strategies.
/// Plain values, safe to copy between threads. JSON format streamtune.graph/1 (see core/graph/graph_json.h).

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/number.h"
#include "core/base/result.h"

namespace streamtune {

/// Parallelism per node id. Ordered, so that its text is canonical.
using ParallelismVector = std::map<std::string, int>;

/// Features of one operator (names as in the job schema); what is not known stays empty.
struct OperatorFeatures {
    std::string windowType;   ///< tumbling | sliding | session
    std::string windowPolicy; ///< time | count
    Number windowLength;      ///< seconds (policy time) or records (policy count)
    Number windowSlide;       ///< the same unit
    std::string aggregate;    ///< count | sum | avg | min | max | other
    std::string join;         ///< inner | left | right | full | interval | window | lookup | temporal
    std::string keyClass;     ///< int | string | composite
    Number widthIn;           ///< bytes per record
    Number widthOut;
    std::string shipIn; ///< ship strategy of the first input, "none" for sources

    bool operator==(const OperatorFeatures&) const = default;
};

/// One operator inside a chain, as the engine names it.
struct ChainedOperator {
    std::string id;   ///< engine's operator id where it has one
    std::string name; ///< decoded, full length
    std::string type; ///< label of this operator alone; "unknown" where the name says nothing

    bool operator==(const ChainedOperator&) const = default;
};

/// The unit whose parallelism can be set. Flink: job vertex (a chain). Timely: an exchange and what is pipelined after
/// it.
struct Operator {
    std::string id;                     ///< engine's vertex id; unique in the graph
    std::string name;                   ///< for people
    std::string label;                  ///< what graph edit distance compares, e.g. source, join, window, map, sink
    std::vector<ChainedOperator> chain; ///< at least one when read from an engine, else empty
    OperatorFeatures features;
    int parallelism = 1;    ///< in force
    int maxParallelism = 0; ///< key groups; 0 = unknown
    bool pinned = false;    ///< cannot be changed
    std::string whyPinned;  ///< a sentence, when pinned
    std::string slotSharingGroup;
    std::string uid; ///< stable identity across versions, where known

    /// What people know it by: its name, or its id where it has none.
    [[nodiscard]] const std::string& shownName() const { return name.empty() ? id : name; }
    bool operator==(const Operator&) const = default;
};

struct Edge {
    std::string from; ///< node id
    std::string to;
    std::string label; ///< ship strategy, lower case: forward hash rebalance rescale broadcast global shuffle custom
    int gate = 0;      ///< input index at `to`; parallel edges between the same nodes differ here
    double share = 1;  ///< part of the output of `from` that takes this edge

    bool operator==(const Edge&) const = default;
};

/// A directed acyclic multigraph. Order of nodes is the order given; use topologicalOrder() to walk.
struct JobGraph {
    std::string id;   ///< name of the graph in a corpus, or job name
    std::string name; ///< for people
    std::vector<Operator> nodes;
    std::vector<Edge> edges;
    std::map<std::string, int> unknownKinds; ///< operator names the label table did not know, counted

    bool operator==(const JobGraph&) const = default;

    [[nodiscard]] const Operator* find(std::string_view nodeId) const;
    [[nodiscard]] Operator* find(std::string_view nodeId);
    /// That of the node, or the id itself where there is no such node.
    [[nodiscard]] std::string shownName(const std::string& nodeId) const;
    [[nodiscard]] std::optional<std::size_t> indexOf(std::string_view nodeId) const;
    [[nodiscard]] std::vector<const Edge*> inputsOf(std::string_view nodeId) const;
    [[nodiscard]] std::vector<const Edge*> outputsOf(std::string_view nodeId) const;
    [[nodiscard]] bool isSource(std::string_view nodeId) const; ///< no incoming edge
    [[nodiscard]] bool isKeyed(std::string_view nodeId) const;  ///< some incoming edge ships "hash"
    [[nodiscard]] ParallelismVector parallelism() const;
    /// Slots needed = sum over slot sharing groups of the largest parallelism in the group.
    [[nodiscard]] int slotsNeeded(const ParallelismVector& vector) const;

    /// Unique ids, edges between known nodes, no cycle, parallelism >= 1. Codes "graph.duplicate", "graph.edge",
    /// "graph.cycle", "graph.value".
    [[nodiscard]] Status validate() const;
    /// The first two of these only.
    [[nodiscard]] Status validateIds() const;
    /// Indices into nodes, sources first, ties by position. Error "graph.cycle".
    [[nodiscard]] Result<std::vector<std::size_t>> topologicalOrder() const;
};

} // namespace streamtune
