// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Graphs made ready for many comparisons: labels as numbers, neighbours in flat arrays, parallel edges bundled.
///
/// All edges between the same two nodes (in the same direction, where direction counts) are one *bundle*: a map of
/// nodes sends a bundle to at most one bundle, so that what a pair of bundles saves is a number that is looked up.

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/ged/edit_costs.h"
#include "core/graph/job_graph.h"

namespace streamtune::ged {

/// Up to this many nodes (of the larger graph) the search runs; beyond it the answer is a pair of valid bounds.
inline constexpr std::size_t kSearchedNodes = 64;

/// One graph under one Vocabulary; plain values, valid for its Vocabulary only. Safe to read from any thread.
struct Compiled {
    struct Bundle {
        int tail = 0;
        int head = 0;
        int type = 0;
    };
    /// One end of a bundle.
    struct Half {
        int type = 0;     ///< of the bundle
        int other = 0;    ///< node at the other end
        int opposite = 0; ///< index in `halves` of the other end
        int end = 0;      ///< 0 = tail, 1 = head
    };

    std::string id;
    int nodes = 0;
    int edges = 0;               ///< as listed: parallel ones and self-loops counted
    int kinds = 2;               ///< directed: outgoing and incoming halves apart; undirected: 1
    std::vector<int> nodeType;   ///< label and self-loops of each node
    std::vector<Bundle> bundles; ///< sorted by their ends; undirected: tail < head
    std::vector<Half> halves;    ///< grouped by node, then by kind
    std::vector<int> begin;      ///< halves of (node, kind) start at begin[node * kinds + kind]
    /// nodes x nodes: type of the bundle from row to column (undirected: both ways), 0 = none. Only up to
    /// kSearchedNodes.
    std::vector<int> between;
    std::vector<int> twin; ///< smallest node that is interchangeable with this one; only up to kSearchedNodes
    /// Eight hashes of a byte each of what lies around a node, the nearest first.
    std::vector<std::uint64_t> surroundings;
    std::vector<std::pair<int, int>> nodeLabels; ///< (label, count), sorted
    std::vector<std::pair<int, int>> edgeLabels;

    [[nodiscard]] std::span<const Half> at(int node, int kind) const {
        const auto i = static_cast<std::size_t>(node * kinds + kind);
        return {halves.data() + begin[i], static_cast<std::size_t>(begin[i + 1] - begin[i])};
    }
};

/// What keeping one type as another saves against deleting and inserting; grows with the types that are met.
class SavingTable {
public:
    /// Larger tables are not kept; the saving is then computed at every look-up.
    static constexpr int kLargest = 1024;

    [[nodiscard]] bool stored() const { return m_size <= kLargest; }
    [[nodiscard]] int stride() const { return m_stride; }
    [[nodiscard]] const double* values() const { return m_values.data(); }
    void resize(int size);
    void set(int from, int to, double saving) { m_values[static_cast<std::size_t>(from * m_stride + to)] = saving; }

private:
    int m_size = 0;
    int m_stride = 0;
    std::vector<double> m_values;
};

/// Definition, costs and the numbers that stand for labels. compile() changes it, one thread at a time; everything else
/// only reads.
class Vocabulary {
public:
    /// Error "ged.cost".
    [[nodiscard]] static Result<Vocabulary> make(Definition definition, EditCosts costs);

    /// Errors "graph.duplicate", "graph.edge". Cycles and self-loops are legal here.
    [[nodiscard]] Result<Compiled> compile(const JobGraph& graph);

    [[nodiscard]] Definition definition() const { return m_definition; }
    [[nodiscard]] const EditCosts& costs() const { return m_costs; }
    /// Every distance is a whole number.
    [[nodiscard]] bool integral() const { return m_integral; }

    /// Some nodes may be dearer to substitute than to delete and insert.
    [[nodiscard]] bool mayDrop() const { return m_mayDrop; }

    /// Lower bound from the label counts of both graphs, in some ten nanoseconds.
    [[nodiscard]] double quickLower(const Compiled& a, const Compiled& b) const;

    /// Of turning a node (bundle) type of the first graph into one of the second. May be negative for nodes.
    [[nodiscard]] double nodeSaving(int from, int to) const;
    [[nodiscard]] double bundleSaving(int from, int to) const;
    [[nodiscard]] const SavingTable& nodeTable() const { return m_nodeTable; }
    [[nodiscard]] const SavingTable& bundleTable() const { return m_bundleTable; }
    /// Deleting all of one graph and inserting all of the other.
    [[nodiscard]] double constant(const Compiled& a, const Compiled& b) const;

private:
    using Labels = std::vector<int>; ///< sorted
    struct Names {
        std::unordered_map<std::string, int> number;
        int known = 0;             ///< labels that the pair costs name come first
        std::vector<double> pairs; ///< known x known costs

        int of(const std::string& label);
        void learn(const std::map<std::pair<std::string, std::string>, double>& costs, double otherwise);
        [[nodiscard]] double cost(int from, int to, double otherwise) const;
    };

    Definition m_definition;
    EditCosts m_costs;
    bool m_integral = true;
    bool m_mayDrop = false;
    Names m_nodeNames, m_edgeNames;
    std::vector<std::pair<int, Labels>> m_nodeTypes; ///< label, self-loops
    std::vector<Labels> m_bundleTypes{{}};           ///< type 0 = no edge
    std::map<std::pair<int, Labels>, int> m_nodeTypeOf;
    std::map<Labels, int> m_bundleTypeOf;
    SavingTable m_nodeTable, m_bundleTable;

    int nodeType(int label, Labels loops);
    int bundleType(Labels labels);
    [[nodiscard]] double labelsSaving(const Labels& from, const Labels& to) const;
    [[nodiscard]] double edgeSaving(int from, int to) const;
    [[nodiscard]] double computedNodeSaving(int from, int to) const;
};

} // namespace streamtune::ged
