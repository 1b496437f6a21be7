// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The bound of a partly fixed pair. The saving of every pair of bundles is split between its two ends: each end then
/// needs a small matching, all nodes together one assignment, and its value bounds the profit of every map from above.
/// Subgradient steps move the split to where the bound is lowest (a Lagrangian dual of the quadratic assignment, as
/// strong as the linear programme F2+ of PVLDB 2025).

#include <array>

#include "core/ged/arena.h"
#include "core/ged/lsap.h"
#include "core/ged/pair.h"

namespace streamtune::ged {

/// One node of the search tree, in one block of memory.
struct Partial {
    static constexpr int kFree = -1;
    static constexpr int kDropped = -2;

    Ticks* weight = nullptr; ///< row halves x places of column halves (see DualBound)
    Ticks* node = nullptr;   ///< row nodes x column nodes: minus the node's saving, or kForbidden
    Ticks* price = nullptr;  ///< per column: where the next assignment starts
    int* map = nullptr;      ///< per row node: column, kFree or kDropped
    char* used = nullptr;    ///< per column node
    Ticks profit = 0;        ///< of what is fixed, bundles between fixed nodes included
};

class DualBound {
public:
    /// No map is left.
    static constexpr Ticks kNone = -kForbidden;
    /// Weight of a pair of halves that cannot be kept, or whose end is fixed.
    static constexpr Ticks kDead = -kForbidden;

    explicit DualBound(Pair& pair) : m_pair(pair) {}
    /// False when the arena is full.
    [[nodiscard]] bool reserve(Arena& arena);
    [[nodiscard]] bool take(Arena& arena, Partial& state) const;
    [[nodiscard]] std::size_t stateBytes() const { return m_stateBytes; }

    void root(Partial& state);
    void copy(const Partial& from, Partial& to);
    void fix(Partial& state, int u, int v);
    void drop(Partial& state, int u);
    /// No map with u -> v is wanted.
    void forbid(Partial& state, int u, int v);
    /// The first evaluation prefers maps of nodes whose surroundings look alike; its bound is as good.
    void preferAlike(bool on);

    /// Upper bound of the profit, or kNone. Only rows whose numbers changed since the last call are computed again.
    [[nodiscard]] Ticks evaluate(Partial& state);
    /// Forbids pairs that are in no map of at least `wanted` profit, by the last evaluate(). Number of pairs.
    int tighten(Partial& state, Ticks wanted);
    /// A subgradient step that should lower the bound by `length` x violations; false when both ends agree everywhere.
    bool step(Partial& state, double gap);

    /// Of the last evaluate(): complete map, free rows and columns, reduced costs by their places in these lists.
    [[nodiscard]] const int* map() const { return m_map; }
    [[nodiscard]] int freeRows() const { return m_rowCount; }
    [[nodiscard]] int freeRow(int i) const { return m_rows[i]; }
    [[nodiscard]] int freeColumns() const { return m_columnCount; }
    [[nodiscard]] int freeColumn(int j) const { return m_columns[j]; }
    [[nodiscard]] bool allowed(int i, int j) const { return m_cost[i * m_pitch + j] < kForbidden / 2; }
    [[nodiscard]] Ticks reduced(int i, int j) const {
        return m_cost[i * m_pitch + j] - m_lsap.rowPrice[i] - m_price[j];
    }
    /// About how many of the bundles at row u their two ends disagreed in the last steps, the latest counting most.
    [[nodiscard]] double quarrels(int u) const { return static_cast<double>(m_quarrels[u]) / kQuarrel; }

private:
    /// Where the column halves of one kind lie in a line of weights.
    struct Layout {
        Slot* slots = nullptr;
        int slotCount = 0;
        int* position = nullptr; ///< of a column node in every slot
        int* places = nullptr;   ///< of the column halves of this kind, one after the other, and their types
        int* types = nullptr;
        int halves = 0;
    };

    static constexpr int kQuarrel = 64;

    Pair& m_pair;
    Lsap m_lsap;
    std::array<Layout, 2> m_layout;
    int* m_place = nullptr; ///< per column half
    int m_stride = 0;       ///< places
    int m_pitch = 0;        ///< of m_cost
    int m_nodePitch = 0;    ///< of Partial::node
    std::size_t m_stateBytes = 0;
    Ticks m_tie = 0;     ///< per byte of surroundings that differs
    Ticks m_tieMost = 0; ///< no map gains more than this by it

    const Partial* m_current = nullptr; ///< whose numbers m_cost holds
    int m_rowCount = 0, m_columnCount = 0;
    int* m_rows = nullptr;
    int* m_columns = nullptr;
    int* m_map = nullptr;
    char* m_dirty = nullptr; ///< per row node
    int* m_quarrels = nullptr;
    Ticks* m_cost = nullptr;
    Ticks* m_price = nullptr;
    Ticks* m_room = nullptr;
    char* m_chosen = nullptr; ///< per weight
    int* m_touched = nullptr;
    int* m_touchedHalf = nullptr;
    int m_touchedCount = 0;

    bool makeLayout(Arena& arena, int kind);
    void rootNodes(Partial& state) const;
    void rootWeights(Partial& state) const;
    void weighHalf(const Compiled::Half& half, Ticks* line) const;
    void listFree(const Partial& state);
    void buildRow(const Partial& state, int i);
    void choose(const Partial& state, int u, int v);
    void touch(int rowHalf, int columnHalf);
    [[nodiscard]] int rowHalf(int node, int kind) const {
        return m_pair.row.begin[static_cast<std::size_t>(node * m_pair.row.kinds + kind)];
    }
    [[nodiscard]] int columnHalf(int node, int kind) const {
        return m_pair.column.begin[static_cast<std::size_t>(node * m_pair.column.kinds + kind)];
    }
};

} // namespace streamtune::ged
