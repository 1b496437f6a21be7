// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A pair of graphs as numbers: profits of keeping nodes and edges against the constant of deleting and inserting all.
/// The smaller graph is the row side, the larger one the column side.

#include <cstdint>
#include <span>
#include <vector>

#include "core/ged/edit_costs.h"
#include "core/graph/job_graph.h"

namespace streamtune::ged {

/// One end of an edge: side 0 = tail, 1 = head.
struct HalfEdge {
    int edge = 0;
    int side = 0;
};

struct Side {
    struct Link {
        int tail = 0;
        int head = 0;
        [[nodiscard]] int end(int side) const { return side == 0 ? tail : head; }
    };

    int nodes = 0;
    std::vector<Link> edges;      ///< self-loops are folded into the nodes
    std::vector<HalfEdge> halves; ///< grouped by node, then by kind
    std::vector<int> begin;       ///< halves of (node, kind) start at begin[node * kinds + kind]
    std::vector<int> twin;        ///< smallest node that is interchangeable with this one

    [[nodiscard]] std::span<const HalfEdge> at(int node, int kind, int kinds) const {
        const auto i = static_cast<std::size_t>(node * kinds + kind);
        return {halves.data() + begin[i], static_cast<std::size_t>(begin[i + 1] - begin[i])};
    }
};

struct PairProblem {
    Side row, column;
    bool swapped = false; ///< rows are the nodes of b
    bool directed = true;
    bool integral = true;
    bool mayDrop = false;           ///< some nodes are dearer to substitute than to delete and insert
    int kinds = 2;                  ///< directed: out and in apart; undirected: 1
    double constant = 0;            ///< delete all of a, insert all of b
    std::vector<double> nodeProfit; ///< row.nodes x column.nodes
    std::vector<double> edgeSaving; ///< row edges x column edges, >= 0
    std::vector<std::vector<std::pair<int, int>>> columnEdges; ///< per (node, node): (edge, orientation)

    /// Which block of the weights holds the pair of half-edges with these sides.
    [[nodiscard]] int block(int rowSide, int columnSide) const { return directed ? rowSide : rowSide * 2 + columnSide; }
    [[nodiscard]] int blocks() const { return directed ? 2 : 4; }
    /// The block of the opposite ends.
    [[nodiscard]] int partner(int block) const { return blocks() - 1 - block; }

    [[nodiscard]] std::size_t edgePairs() const { return row.edges.size() * column.edges.size(); }

    /// Cost of a complete map row -> column (or -1), edges kept as well as they can be.
    [[nodiscard]] double costOf(std::span<const int> map) const;
};

/// Errors "graph.duplicate", "graph.edge".
[[nodiscard]] Result<PairProblem> makePairProblem(const JobGraph& a, const JobGraph& b, Definition definition,
                                                  const EditCosts& costs);

} // namespace streamtune::ged
