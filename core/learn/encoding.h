// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What an encoder reads of a job: one row of numbers per node and the edges both ways. Versioned: a model made for
/// another version is refused. Kinds that are not known become "other" and are counted; what is not known of a node is
/// 0, with a flag of its own where 0 could be a value.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/graph/job_graph.h"
#include "core/learn/readings.h"

namespace streamtune::learn {

inline constexpr int kEncodingVersion = 1;

/// Names of the numbers of a row, in order.
[[nodiscard]] const std::vector<std::string>& encodingNames();

/// Who is next to whom, in compressed rows: neighbours of v are list[start[v]..start[v+1]).
struct Adjacency {
    std::vector<std::uint32_t> start{0};
    std::vector<std::uint32_t> list;
};

struct EncodedGraph {
    std::size_t nodes = 0;
    std::vector<float> rows; ///< nodes x encodingNames().size(), row-major
    Adjacency parents;       ///< in order of the edges; parallel edges count twice
    Adjacency children;
    std::map<std::string, int> unknown; ///< labels that became "other", counted
};

/// What flows, where known: per node, NaN = unknown.
struct Flows {
    std::vector<double> logDemand; ///< logarithm of records/s
    std::vector<double> logSelectivity;
};

/// Flows may be empty: nothing known. The graph must be valid.
[[nodiscard]] EncodedGraph encode(const JobGraph& graph, const Flows& flows);

/// Demand and selectivity as one window shows them: offered rates where known, else what sources took in.
[[nodiscard]] Flows flowsOf(const JobFacts& job, const WindowReading& window);

} // namespace streamtune::learn
