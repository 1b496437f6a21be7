// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Graphs that are the same up to the names of their nodes, found once: production logs are mostly repeated templates.

#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/ged/edit_costs.h"
#include "core/graph/job_graph.h"

namespace streamtune::ged {

/// One form with everybody who has it.
struct Shape {
    std::string hash;                 ///< SHA-256 of the canonical text of the graph as the definition reads it
    std::vector<std::size_t> members; ///< indices of the graphs, ascending; the first one stands for all
    [[nodiscard]] std::size_t graph() const { return members.front(); }
    [[nodiscard]] double weight() const { return static_cast<double>(members.size()); }
};

struct ShapeSet {
    std::vector<Shape> shapes;        ///< in the order in which they first appear
    std::vector<std::size_t> shapeOf; ///< of each graph
};

/// Two graphs share a shape exactly when they are isomorphic as `definition` reads them (texts are compared, not
/// hashes), that is when their distance at unit costs is 0. Error "ged.cancelled".
[[nodiscard]] Result<ShapeSet> distinctShapes(std::span<const JobGraph> graphs, Definition definition, int threads,
                                              std::stop_token stop);

/// The hash that distinctShapes() gives a graph; for "dL" that of canonicalForm().
[[nodiscard]] std::string shapeHash(const JobGraph& graph, Definition definition);

} // namespace streamtune::ged
