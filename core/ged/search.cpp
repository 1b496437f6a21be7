// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/search.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <limits>
#include <utility>

#include "core/ged/descent.h"
#include "core/ged/dual_bound.h"

namespace streamtune::ged {
namespace {

constexpr double kOpen = std::numeric_limits<double>::infinity();

/// How long the bound is raised before the search branches. A loose upper bound makes the steps too long, so that maps
/// of the root are polished every few steps.
struct Schedule {
    int limit = 0;    ///< steps
    int patience = 0; ///< steps without progress before they become shorter
    double leastDamping = 0;
};
constexpr Schedule kRoot{1000, 10, 0.03};
constexpr Schedule kBelow{40, 4, 0.3};
constexpr int kPolishEvery = 9;

class Search {
public:
    Search(Pair& pair, Arena& arena, const SearchLimits& limits, const std::stop_token& stop)
        : m_pair(pair), m_arena(arena), m_limits(limits), m_stop(stop), m_bound(pair), m_descent(pair) {}

    SearchResult run(const int* start) {
        const auto rows = static_cast<std::size_t>(m_pair.row.nodes);
        m_best.map.assign(rows, -1);
        m_best.upper = m_pair.constant;
        if (start)
            offer(start);
        m_sinceClock = clockEvery();
        Partial root;
        if (!m_pair.prepare(m_arena) || !m_bound.reserve(m_arena) || !m_descent.reserve(m_arena) ||
            !(m_trial = m_arena.take<int>(rows)) || !m_bound.take(m_arena, root)) {
            return std::move(m_best);
        }
        m_bound.root(root);
        explore(root, 0);
        if (!m_found)
            m_best.lower = std::max(m_best.lower, std::min({m_best.upper, m_limits.cutAt, m_openLower}));
        return std::move(m_best);
    }

private:
    Pair& m_pair;
    Arena& m_arena;
    const SearchLimits& m_limits;
    const std::stop_token& m_stop;
    DualBound m_bound;
    Descent m_descent;
    SearchResult m_best;
    std::vector<Partial> m_spare; ///< states of deeper levels, reused
    int* m_trial = nullptr;
    double m_openLower = kOpen; ///< least bound of what was left unexplored
    bool m_halted = false;      ///< out of budget
    bool m_found = false;       ///< the threshold question is answered
    int m_sinceClock = 0;

    /// Nothing of this cost or more is of interest.
    double cut() const { return std::min(m_best.upper, m_limits.cutAt); }
    /// Profit of a map that is.
    Ticks wanted() const {
        if (m_pair.integral)
            return static_cast<Ticks>(std::ceil((m_pair.constant - cut() + 1) * m_pair.unit - 1e-6));
        return static_cast<Ticks>(std::floor((m_pair.constant - cut() + m_pair.grain) * m_pair.unit)) + 1;
    }
    double costAtLeast(Ticks profit) const {
        if (profit == DualBound::kNone)
            return kOpen;
        const double cost = m_pair.costOfProfit(profit);
        return m_pair.integral ? std::ceil(cost - 1e-6) : cost - m_pair.grain;
    }

    /// Steps of larger pairs take longer.
    [[nodiscard]] int clockEvery() const { return std::clamp(600 / (m_pair.row.nodes + 1), 1, 64); }

    bool outOfBudget() {
        if (m_halted || m_found)
            return true;
        if (--m_sinceClock <= 0) {
            m_sinceClock = clockEvery();
            if (m_stop.stop_requested())
                m_best.cancelled = m_halted = true;
            else if (threadMicroseconds() > m_limits.deadline)
                m_halted = true;
        }
        return m_halted;
    }

    bool offer(const int* map) {
        const double cost = m_pair.costOf(map);
        if (cost >= m_best.upper - m_pair.grain)
            return false;
        m_best.upper = cost;
        std::copy_n(map, m_best.map.size(), m_best.map.begin());
        m_found = cost <= m_limits.stopAt;
        return true;
    }

    void polish(const int* map) {
        std::copy_n(map, m_best.map.size(), m_trial);
        m_descent.improve(m_trial, 1000);
        offer(m_trial);
    }

    /// Lowers the bound of `state`; true when it can be closed.
    bool raise(Partial& state, int depth, Ticks& bound) {
        const Schedule& schedule = depth == 0 ? kRoot : kBelow;
        double damping = 1;
        int idle = 0;
        bound = std::numeric_limits<Ticks>::max();
        Ticks mark = bound, tightened = bound;
        for (int i = 0; i < schedule.limit; ++i) {
            ++m_best.steps;
            const Ticks now = m_bound.evaluate(state);
            if (now == DualBound::kNone)
                return bound = now, true;
            const bool better = offer(m_bound.map());
            bound = std::min(bound, now);
            if (m_bound.freeRows() == 0)
                return true;
            if (bound < wanted())
                return true;
            if (m_found)
                return true;
            if (depth == 0 && (better || (i > 0 && i % kPolishEvery == 0)))
                polish(m_bound.map());
            if (m_found || bound < wanted())
                return true;
            if (outOfBudget())
                return false;
            if (now - wanted() < tightened) {
                tightened = now - wanted();
                m_bound.tighten(state, wanted());
            }
            if (i == 0 && depth == 0)
                m_bound.preferAlike(false);
            const double gap = bound - wanted() + m_pair.unit;
            if (bound < mark - std::max(0.02 * gap, 1.0)) {
                mark = bound;
                idle = 0;
            } else if (++idle >= schedule.patience) {
                damping *= 0.5;
                idle = schedule.patience / 2;
                if (damping < schedule.leastDamping)
                    break;
            }
            if (!m_bound.step(state, damping * (now - wanted() + m_pair.unit)))
                break;
        }
        return false;
    }

    struct Branch {
        int row = -1;
        int column = -1;
    };

    /// The row of few images that its neighbours quarrel about most: to settle it raises the bound most (compare
    /// dom/wdeg of constraint solvers, ECAI 2004). Its cheapest image.
    Branch choose() const {
        Branch branch;
        double bestKey = 0;
        for (int i = 0; i < m_bound.freeRows(); ++i) {
            int choices = 0;
            int cheapest = -1;
            for (int j = 0; j < m_bound.freeColumns(); ++j)
                if (m_bound.allowed(i, j)) {
                    ++choices;
                    if (cheapest < 0 || m_bound.reduced(i, j) < m_bound.reduced(i, cheapest))
                        cheapest = j;
                }
            const double key = choices / (1.0 + m_bound.quarrels(m_bound.freeRow(i)));
            if (branch.row < 0 || key < bestKey) {
                bestKey = key;
                branch.row = m_bound.freeRow(i);
                branch.column = cheapest < 0 ? -1 : m_bound.freeColumn(cheapest);
            }
        }
        return branch;
    }

    bool spare(int depth, Partial& state) {
        while (static_cast<int>(m_spare.size()) <= depth) {
            Partial fresh;
            if (!m_bound.take(m_arena, fresh))
                return false;
            m_spare.push_back(fresh);
        }
        state = m_spare[static_cast<std::size_t>(depth)];
        return true;
    }

    void forbidAlike(Partial& state, int u, int v) {
        const auto twin = [](const Compiled& graph, int node) { return graph.twin[static_cast<std::size_t>(node)]; };
        for (int w = 0; w < m_pair.row.nodes; ++w)
            if (w == u || (state.map[w] == Partial::kFree && twin(m_pair.row, w) == twin(m_pair.row, u)))
                for (int z = 0; z < m_pair.column.nodes; ++z)
                    if (z == v || (!state.used[z] && twin(m_pair.column, z) == twin(m_pair.column, v)))
                        m_bound.forbid(state, w, z);
    }

    void explore(Partial& state, int depth) {
        ++m_best.nodes;
        Ticks bound = 0;
        if (depth == 0)
            m_bound.preferAlike(true);
        bool closed = raise(state, depth, bound);
        if (depth == 0)
            m_best.lower = std::max(m_best.lower, std::min(costAtLeast(bound), cut()));
        if (closed)
            return;
        Partial next;
        while (!m_halted && m_limits.branch) {
            const Branch branch = choose();
            if (branch.column < 0) {
                if (!m_pair.mayDrop)
                    return; // a row without an image
                m_bound.drop(state, branch.row);
            } else {
                if (!spare(depth, next)) {
                    m_halted = true;
                    break;
                }
                m_bound.copy(state, next);
                m_bound.fix(next, branch.row, branch.column);
                explore(next, depth + 1);
                if (m_found || m_halted)
                    break;
                forbidAlike(state, branch.row, branch.column);
            }
            Ticks again = 0;
            closed = raise(state, depth + 1, again);
            bound = std::min(bound, again);
            if (closed)
                return;
        }
        m_openLower = std::min(m_openLower, costAtLeast(bound));
    }
};

} // namespace

double threadMicroseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

SearchResult search(Pair& pair, Arena& arena, const SearchLimits& limits, const std::stop_token& stop,
                    const int* start) {
    return Search(pair, arena, limits, stop).run(start);
}

} // namespace streamtune::ged
