// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The job graph of a Timely job: a node is a placed operator with what is pipelined after it, or a chain of plain
/// operators whose placement is fixed. The id of a placed node is its name, of a plain one the address of its first
/// operator.

#include "core/engines/timely/replies.h"
#include "core/graph/job_graph.h"

namespace streamtune::engines::timely {

struct TimelyGraph {
    JobGraph graph;
    std::map<std::string, std::string> sourceNames; ///< node id -> name of the source whose rate is known
    /// From node, to node -> channels between them.
    std::map<std::pair<std::string, std::string>, std::vector<int>> channels;
};

[[nodiscard]] TimelyGraph jobGraphOf(const Hello& hello, const Topology& topology, const Stats& stats);

} // namespace streamtune::engines::timely
