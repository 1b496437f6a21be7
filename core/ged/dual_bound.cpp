// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/dual_bound.h"

#include <algorithm>
#include <limits>

namespace streamtune::ged {

DualBound::DualBound(const PairProblem& problem) : m_problem(problem) {
    m_chosen.assign(static_cast<std::size_t>(problem.blocks()) * problem.edgePairs(), 0);
    m_rowPlace.resize(static_cast<std::size_t>(problem.row.nodes));
    m_columnPlace.resize(static_cast<std::size_t>(problem.column.nodes));
    m_map.resize(static_cast<std::size_t>(problem.row.nodes));
}

std::size_t DualBound::index(const HalfEdge& h, const HalfEdge& k) const {
    const auto block = static_cast<std::size_t>(m_problem.block(h.side, k.side));
    return (block * m_problem.row.edges.size() + static_cast<std::size_t>(h.edge)) * m_problem.column.edges.size() +
           static_cast<std::size_t>(k.edge);
}

std::size_t DualBound::opposite(std::size_t weightIndex) const {
    const std::size_t pairs = m_problem.edgePairs();
    const auto block = static_cast<int>(weightIndex / pairs);
    return static_cast<std::size_t>(m_problem.partner(block)) * pairs + weightIndex % pairs;
}

Partial DualBound::root() const {
    Partial state;
    const auto rows = static_cast<std::size_t>(m_problem.row.nodes);
    const auto columns = static_cast<std::size_t>(m_problem.column.nodes);
    state.weight.resize(static_cast<std::size_t>(m_problem.blocks()) * m_problem.edgePairs());
    for (std::size_t i = 0; i < state.weight.size(); ++i)
        state.weight[i] = m_problem.edgeSaving[i % m_problem.edgePairs()] / 2;
    state.allowed.assign(rows * columns, 1);
    state.map.assign(rows, Partial::kFree);
    state.used.assign(columns, 0);
    return state;
}

double DualBound::keptEdges(const Partial& state, int row, int column, bool record) {
    double total = 0;
    for (int kind = 0; kind < m_problem.kinds; ++kind) {
        const auto mine = m_problem.row.at(row, kind, m_problem.kinds);
        const auto theirs = m_problem.column.at(column, kind, m_problem.kinds);
        if (mine.empty() || theirs.empty())
            continue;
        if (mine.size() == 1 && theirs.size() == 1) {
            const std::size_t at = index(mine[0], theirs[0]);
            if (state.weight[at] > 0) {
                total += state.weight[at];
                if (record) {
                    m_chosen[at] = 1;
                    m_touched.push_back(at);
                }
            }
            continue;
        }
        m_gather.clear();
        for (const HalfEdge& h : mine)
            for (const HalfEdge& k : theirs)
                m_gather.push_back(state.weight[index(h, k)]);
        if (!record) {
            total += matchingWeight(m_gather, mine.size(), theirs.size(), nullptr);
            continue;
        }
        m_picked.resize(mine.size());
        total += matchingWeight(m_gather, mine.size(), theirs.size(), m_picked.data());
        for (std::size_t i = 0; i < mine.size(); ++i)
            if (m_picked[i] >= 0) {
                const std::size_t at = index(mine[i], theirs[static_cast<std::size_t>(m_picked[i])]);
                m_chosen[at] = 1;
                m_touched.push_back(at);
            }
    }
    return total;
}

/// Edges between this pair and nodes fixed before: their whole saving lies on this side.
double DualBound::anchoredProfit(const Partial& state, int row, int column) const {
    double total = 0;
    std::vector<double> weight;
    for (int kind = 0; kind < m_problem.kinds; ++kind) {
        const auto theirs = m_problem.column.at(column, kind, m_problem.kinds);
        weight.clear();
        std::size_t anchored = 0;
        for (const HalfEdge& h : m_problem.row.at(row, kind, m_problem.kinds)) {
            const int other = m_problem.row.edges[static_cast<std::size_t>(h.edge)].end(1 - h.side);
            if (state.map[static_cast<std::size_t>(other)] == Partial::kFree)
                continue;
            ++anchored;
            for (const HalfEdge& k : theirs)
                weight.push_back(state.weight[index(h, k)]);
        }
        total += matchingWeight(weight, anchored, theirs.size(), nullptr);
    }
    return total;
}

void DualBound::fix(Partial& state, int row, int column) const {
    const auto columns = static_cast<std::size_t>(m_problem.column.nodes);
    state.profit += m_problem.nodeProfit[static_cast<std::size_t>(row) * columns + static_cast<std::size_t>(column)] +
                    anchoredProfit(state, row, column);
    state.map[static_cast<std::size_t>(row)] = column;
    state.used[static_cast<std::size_t>(column)] = 1;

    const int blocks = m_problem.blocks();
    const std::size_t rowEdges = m_problem.row.edges.size();
    const std::size_t columnEdges = m_problem.column.edges.size();
    const std::size_t pairs = m_problem.edgePairs();
    // A pair of half-edges with one of them here is possible only if both lie here; then the other end, unless it was
    // fixed before, carries the whole saving.
    const auto settle = [&](std::size_t at, bool both) {
        if (state.weight[at] == Partial::kDead)
            return;
        state.weight[at] = Partial::kDead;
        double& other = state.weight[opposite(at)];
        if (other != Partial::kDead)
            other = both ? m_problem.edgeSaving[at % pairs] : Partial::kDead;
    };
    for (int block = 0; block < blocks; ++block) {
        const int rowSide = m_problem.directed ? block : block / 2;
        const int columnSide = m_problem.directed ? block : block % 2;
        for (int kind = 0; kind < m_problem.kinds; ++kind)
            for (const HalfEdge& h : m_problem.row.at(row, kind, m_problem.kinds)) {
                if (h.side != rowSide)
                    continue;
                for (std::size_t f = 0; f < columnEdges; ++f) {
                    const std::size_t at =
                        (static_cast<std::size_t>(block) * rowEdges + static_cast<std::size_t>(h.edge)) * columnEdges +
                        f;
                    settle(at, m_problem.column.edges[f].end(columnSide) == column);
                }
            }
        for (int kind = 0; kind < m_problem.kinds; ++kind)
            for (const HalfEdge& k : m_problem.column.at(column, kind, m_problem.kinds)) {
                if (k.side != columnSide)
                    continue;
                for (std::size_t e = 0; e < rowEdges; ++e)
                    if (m_problem.row.edges[e].end(rowSide) != row)
                        settle((static_cast<std::size_t>(block) * rowEdges + e) * columnEdges +
                                   static_cast<std::size_t>(k.edge),
                               false);
            }
    }
}

void DualBound::drop(Partial& state, int row) const {
    state.map[static_cast<std::size_t>(row)] = Partial::kDropped;
    const std::size_t columnEdges = m_problem.column.edges.size();
    for (int kind = 0; kind < m_problem.kinds; ++kind)
        for (const HalfEdge& h : m_problem.row.at(row, kind, m_problem.kinds))
            for (int block = 0; block < m_problem.blocks(); ++block) {
                const std::size_t line =
                    (static_cast<std::size_t>(block) * m_problem.row.edges.size() + static_cast<std::size_t>(h.edge)) *
                    columnEdges;
                std::fill_n(state.weight.begin() + static_cast<std::ptrdiff_t>(line), columnEdges, Partial::kDead);
            }
}

double DualBound::evaluate(const Partial& state) {
    m_rows.clear();
    m_columns.clear();
    for (int u = 0; u < m_problem.row.nodes; ++u) {
        m_map[static_cast<std::size_t>(u)] = std::max(state.map[static_cast<std::size_t>(u)], -1);
        if (state.map[static_cast<std::size_t>(u)] == Partial::kFree) {
            m_rowPlace[static_cast<std::size_t>(u)] = static_cast<int>(m_rows.size());
            m_rows.push_back(u);
        }
    }
    for (int v = 0; v < m_problem.column.nodes; ++v)
        if (!state.used[static_cast<std::size_t>(v)]) {
            m_columnPlace[static_cast<std::size_t>(v)] = static_cast<int>(m_columns.size());
            m_columns.push_back(v);
        }
    if (m_rows.empty())
        return m_problem.constant - state.profit;
    const auto columns = static_cast<std::size_t>(m_problem.column.nodes);
    const std::size_t drops = m_problem.mayDrop ? m_rows.size() : 0; // one column per row that means "dropped"
    m_wide = m_columns.size() + drops;
    m_cost.assign(m_rows.size() * m_wide, 0);
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        for (std::size_t j = 0; j < m_columns.size(); ++j) {
            const std::size_t at =
                static_cast<std::size_t>(m_rows[i]) * columns + static_cast<std::size_t>(m_columns[j]);
            m_cost[i * m_wide + j] = state.allowed[at]
                                         ? -m_problem.nodeProfit[at] - keptEdges(state, m_rows[i], m_columns[j], false)
                                         : Assignment::kForbidden;
        }
    const double value = m_assignment.solve(m_cost, m_rows.size(), m_wide);
    if (value > Assignment::kForbidden / 2)
        return std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const auto j = static_cast<std::size_t>(m_assignment.columnOf[i]);
        m_map[static_cast<std::size_t>(m_rows[i])] = j < m_columns.size() ? m_columns[j] : -1;
    }
    return m_problem.constant - state.profit + value;
}

double DualBound::reducedCost(int row, int column) const {
    const auto i = static_cast<std::size_t>(m_rowPlace[static_cast<std::size_t>(row)]);
    const auto j = static_cast<std::size_t>(m_columnPlace[static_cast<std::size_t>(column)]);
    return m_cost[i * m_wide + j] - m_assignment.rowDual[i] - m_assignment.columnDual[j];
}

bool DualBound::tighten(Partial& state, double bound, double upper) const {
    constexpr double kRound = 1e-6;
    const double slack = upper - bound - (m_problem.integral ? 1 - kRound : -kRound);
    bool fell = false;
    const auto columns = static_cast<std::size_t>(m_problem.column.nodes);
    for (const int u : m_rows)
        for (const int v : m_columns) {
            char& allowed = state.allowed[static_cast<std::size_t>(u) * columns + static_cast<std::size_t>(v)];
            if (allowed && reducedCost(u, v) > slack) {
                allowed = 0;
                fell = true;
            }
        }
    return fell;
}

bool DualBound::step(Partial& state, double bound, double target, double damping) {
    m_touched.clear();
    for (const int u : m_rows)
        if (const int v = m_map[static_cast<std::size_t>(u)]; v >= 0)
            keptEdges(state, u, v, true);
    double violated = 0;
    for (const std::size_t at : m_touched)
        if (!m_chosen[opposite(at)] && state.weight[opposite(at)] != Partial::kDead)
            violated += 1;
    if (violated > 0) {
        const double length = damping * std::max(target - bound, 0.05) / violated;
        for (const std::size_t at : m_touched)
            if (const std::size_t other = opposite(at); !m_chosen[other] && state.weight[other] != Partial::kDead) {
                state.weight[at] -= length;
                state.weight[other] += length;
            }
    }
    for (const std::size_t at : m_touched)
        m_chosen[at] = 0;
    return violated > 0;
}

} // namespace streamtune::ged
