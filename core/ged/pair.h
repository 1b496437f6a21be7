// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A pair of compiled graphs as one maximisation: the cost of a map is a constant (delete and insert everything) minus
/// the savings of the nodes and bundles that it keeps. The smaller graph is the row side, the larger one the column
/// side.

#include <cmath>
#include <span>

#include "core/ged/arena.h"
#include "core/ged/compiled.h"
#include "core/ged/kernels.h"

namespace streamtune::ged {

class Pair {
public:
    Pair(const Vocabulary& vocabulary, const Compiled& a, const Compiled& b);
    /// Takes the tables that a large pair needs; false when the arena is full.
    [[nodiscard]] bool prepare(Arena& arena);

    const Vocabulary& vocabulary;
    const bool swapped; ///< rows are the nodes of b
    const Compiled& row;
    const Compiled& column;
    const double constant;
    const bool integral;
    double unit;          ///< ticks of a cost of 1
    double grain;         ///< differences of costs below this are rounding
    bool mayDrop = false; ///< some nodes are dearer to substitute than to delete and insert

    [[nodiscard]] double nodeSaving(int u, int v) const {
        const int r = row.nodeType[static_cast<std::size_t>(u)], c = column.nodeType[static_cast<std::size_t>(v)];
        return m_nodes ? m_nodes[r * m_nodeRow + c * m_nodeColumn]
                       : vocabulary.nodeSaving(swapped ? c : r, swapped ? r : c);
    }
    /// Of types of bundles; 0 where one of them is 0 (no edge).
    [[nodiscard]] double bundleSaving(int r, int c) const {
        return m_bundles ? m_bundles[r * m_bundleRow + c * m_bundleColumn]
                         : vocabulary.bundleSaving(swapped ? c : r, swapped ? r : c);
    }
    /// Savings of one type of the row side with all types of the column side: values[type * step]; none where tables
    /// are too large to be kept.
    struct Line {
        const double* values = nullptr;
        int step = 0;
    };
    [[nodiscard]] Line nodeLine(int type) const {
        return m_nodes ? Line{m_nodes + type * m_nodeRow, m_nodeColumn} : Line{};
    }
    [[nodiscard]] Line bundleLine(int type) const {
        return m_bundles ? Line{m_bundles + type * m_bundleRow, m_bundleColumn} : Line{};
    }
    /// Halves of a row node, of all kinds.
    [[nodiscard]] std::span<const Compiled::Half> halvesOf(int u) const {
        const int first = row.begin[static_cast<std::size_t>(u * row.kinds)];
        return {row.halves.data() + first,
                static_cast<std::size_t>(row.begin[static_cast<std::size_t>((u + 1) * row.kinds)] - first)};
    }
    /// Type of the bundle from v to z of the column side.
    [[nodiscard]] int between(int v, int z) const { return m_between[v * column.nodes + z]; }

    /// Savings in ticks, rounded up, so that bounds stay valid.
    [[nodiscard]] Ticks ticks(double saving) const {
        return static_cast<Ticks>(exactTicks() ? saving * unit : std::ceil(saving * unit));
    }
    [[nodiscard]] bool exactTicks() const { return integral && unit >= 2; }
    /// Cost that a profit in ticks stands for; a lower bound of the cost when the profit is an upper bound.
    [[nodiscard]] double costOfProfit(Ticks profit) const { return constant - profit / unit; }

    /// Cost of a complete map row -> column (or negative = dropped).
    [[nodiscard]] double costOf(const int* map) const;
    /// What the map saves at row u: its node and its bundles.
    [[nodiscard]] double savedAt(const int* map, int u) const;
    /// Of the bundles between two rows.
    [[nodiscard]] double savedBetween(const int* map, int u, int w) const;

private:
    const double* m_nodes = nullptr;
    const double* m_bundles = nullptr;
    int m_nodeRow = 0, m_nodeColumn = 0, m_bundleRow = 0, m_bundleColumn = 0;
    const int* m_between = nullptr;
};

} // namespace streamtune::ged
