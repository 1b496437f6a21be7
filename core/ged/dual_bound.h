// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The lower bound of a partly fixed pair: weights that split the saving of every kept edge between its end points,
/// raised by subgradient steps.

#include <span>
#include <vector>

#include "core/ged/assignment.h"
#include "core/ged/pair_problem.h"

namespace streamtune::ged {

/// One node of the search tree. Copied on branching: O(edges x edges + nodes x nodes).
struct Partial {
    static constexpr int kFree = -1;
    static constexpr int kDropped = -2;
    /// Weight of a pair of half-edges that cannot be kept, or whose end is fixed.
    static constexpr double kDead = -1e18;

    std::vector<double> weight; ///< blocks x row edges x column edges
    std::vector<char> allowed;  ///< row nodes x column nodes
    std::vector<int> map;       ///< per row node: column, kFree or kDropped
    std::vector<char> used;     ///< per column node
    double profit = 0;          ///< of what is fixed, edges between fixed nodes included
};

class DualBound {
public:
    explicit DualBound(const PairProblem& problem);

    [[nodiscard]] Partial root() const;
    void fix(Partial& state, int row, int column) const;
    void drop(Partial& state, int row) const;

    /// One assignment over the free rows; returns the lower bound of the whole cost. Infinity when nothing is feasible.
    double evaluate(const Partial& state);
    /// Forbids pairs that cannot be in a map cheaper than `upper`. Uses the last evaluate(). True if any fell.
    bool tighten(Partial& state, double bound, double upper) const;
    /// A subgradient step towards `target` (cost); false when both ends agree everywhere, then the bound is the cost of
    /// the last map.
    bool step(Partial& state, double bound, double target, double damping);

    /// Complete map of the last evaluate().
    [[nodiscard]] const std::vector<int>& map() const { return m_map; }
    /// Reduced cost of (free row, column) in the last evaluate().
    [[nodiscard]] double reducedCost(int row, int column) const;
    [[nodiscard]] const std::vector<int>& freeRows() const { return m_rows; }
    [[nodiscard]] const std::vector<int>& freeColumns() const { return m_columns; }

private:
    const PairProblem& m_problem;
    Assignment m_assignment;
    std::vector<int> m_rows, m_columns, m_map;
    std::vector<int> m_rowPlace, m_columnPlace;
    std::vector<double> m_cost;
    std::vector<double> m_gather;
    std::vector<int> m_picked;
    std::vector<char> m_chosen;
    std::vector<std::size_t> m_touched;
    std::size_t m_wide = 0;

    [[nodiscard]] std::size_t index(const HalfEdge& h, const HalfEdge& k) const;
    [[nodiscard]] std::size_t opposite(std::size_t weightIndex) const;
    double keptEdges(const Partial& state, int row, int column, bool record);
    [[nodiscard]] double anchoredProfit(const Partial& state, int row, int column) const;
};

} // namespace streamtune::ged
