// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/search.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <limits>
#include <utility>

#include "core/ged/dual_bound.h"

namespace streamtune::ged {
namespace {

constexpr double kRound = 1e-6;

class Search {
public:
    Search(const PairProblem& problem, const SearchLimits& limits, std::stop_token stop)
        : m_problem(problem), m_limits(limits), m_stop(std::move(stop)), m_bound(problem),
          m_deadline(threadMicroseconds() + 1000.0 * static_cast<double>(limits.time.count())) {}

    SearchResult run() {
        const auto rows = static_cast<std::size_t>(m_problem.row.nodes);
        m_best.map.assign(rows, -1);
        m_best.upper = m_problem.costOf(m_best.map);
        Partial root = m_bound.root();
        m_deepest = depthLimit(root);
        m_best.lower = 0;
        explore(root, 0);
        if (!m_halted && !m_found)
            m_best.lower = std::max(m_best.lower, std::min(cut(), m_best.upper));
        return std::move(m_best);
    }

private:
    const PairProblem& m_problem;
    const SearchLimits& m_limits;
    std::stop_token m_stop;
    DualBound m_bound;
    double m_deadline;
    SearchResult m_best;
    bool m_halted = false; ///< out of budget: what was not explored stays open
    bool m_found = false;  ///< the threshold question is answered
    std::size_t m_deepest = 0;
    int m_sinceClock = 0;

    /// Nothing of this cost or more is of interest.
    double cut() const { return std::min(m_best.upper, m_limits.cutAt); }
    double rounded(double bound) const { return m_problem.integral ? std::ceil(bound - kRound) : bound; }
    bool hopeless(double bound) const { return rounded(bound) >= cut() - kRound; }

    std::size_t depthLimit(const Partial& state) const {
        const std::size_t bytes = state.weight.size() * sizeof(double) + state.allowed.size() +
                                  state.map.size() * sizeof(int) + state.used.size() + 256;
        return std::max<std::size_t>(1, m_limits.memoryBytes / (2 * bytes));
    }

    bool outOfBudget() {
        if (m_halted || m_found)
            return true;
        if (--m_sinceClock <= 0) {
            m_sinceClock = 8;
            if (m_stop.stop_requested())
                m_best.cancelled = m_halted = true;
            else if (threadMicroseconds() > m_deadline)
                m_halted = true;
        }
        return m_halted;
    }

    void offer(const std::vector<int>& map) {
        const double cost = m_problem.costOf(map);
        if (cost < m_best.upper - kRound) {
            m_best.upper = cost;
            m_best.map = map;
            m_found = cost <= m_limits.stopAt + kRound && m_limits.stopAt >= 0;
        }
    }

    /// 2-swap descent from the best map.
    void polish() {
        std::vector<int> map = m_best.map;
        double cost = m_best.upper;
        const auto rows = map.size();
        for (bool better = true; better && !outOfBudget();) {
            better = false;
            std::vector<int> rowOf(static_cast<std::size_t>(m_problem.column.nodes), -1);
            for (std::size_t u = 0; u < rows; ++u)
                if (map[u] >= 0)
                    rowOf[static_cast<std::size_t>(map[u])] = static_cast<int>(u);
            for (std::size_t u = 0; u < rows && !better; ++u)
                for (int v = 0; v < m_problem.column.nodes && !better; ++v) {
                    const int before = map[u];
                    const int owner = rowOf[static_cast<std::size_t>(v)];
                    if (before == v || (owner >= 0 && static_cast<std::size_t>(owner) < u))
                        continue;
                    map[u] = v;
                    if (owner >= 0)
                        map[static_cast<std::size_t>(owner)] = before;
                    const double changed = m_problem.costOf(map);
                    if (changed < cost - kRound) {
                        cost = changed;
                        better = true;
                    } else {
                        map[u] = before;
                        if (owner >= 0)
                            map[static_cast<std::size_t>(owner)] = v;
                    }
                }
        }
        offer(map);
    }

    /// Raises the bound of `state`; true when it can be closed.
    bool raise(Partial& state, std::size_t depth, double& best) {
        const int limit = depth == 0 ? 400 : 40;
        const int patience = depth == 0 ? 24 : 6;
        double damping = 1.2;
        int idle = 0;
        best = -std::numeric_limits<double>::infinity();
        double mark = best;
        for (int i = 0; i < limit; ++i) {
            const double bound = m_bound.evaluate(state);
            if (std::isinf(bound))
                return true;
            offer(m_bound.map());
            if (bound > best) {
                best = bound;
                if (depth == 0)
                    m_best.lower = std::max(m_best.lower, std::min(rounded(best), m_best.upper));
            }
            if (hopeless(best) || outOfBudget())
                return true;
            m_bound.tighten(state, bound, cut());
            if (best > mark + std::max(0.02 * (cut() - best), 1e-4)) {
                mark = best;
                idle = 0;
            } else if (++idle >= patience) {
                damping *= 0.5;
                idle = patience / 2;
                if (damping < (depth == 0 ? 0.02 : 0.3))
                    break;
            }
            if (!m_bound.step(state, bound, cut(), damping))
                return closeAgreed(bound);
            if (depth == 0 && i == 12)
                polish();
        }
        return false;
    }

    /// Both ends agree: the map of the assignment costs exactly the bound, so nothing below is cheaper.
    bool closeAgreed(double bound) {
        if (bound < m_best.upper - kRound)
            offer(m_bound.map());
        return hopeless(bound) || m_found;
    }

    int chooseRow(const Partial& state) const {
        int best = -1;
        long bestKey = 0;
        const auto columns = static_cast<std::size_t>(m_problem.column.nodes);
        for (const int u : m_bound.freeRows()) {
            long choices = 0;
            for (const int v : m_bound.freeColumns())
                choices += state.allowed[static_cast<std::size_t>(u) * columns + static_cast<std::size_t>(v)];
            long anchors = 0, degree = 0;
            for (int kind = 0; kind < m_problem.kinds; ++kind)
                for (const HalfEdge& h : m_problem.row.at(u, kind, m_problem.kinds)) {
                    ++degree;
                    const int other = m_problem.row.edges[static_cast<std::size_t>(h.edge)].end(1 - h.side);
                    anchors += state.map[static_cast<std::size_t>(other)] != Partial::kFree;
                }
            const long key = choices * 1000 - anchors * 20 - degree;
            if (best < 0 || key < bestKey) {
                best = u;
                bestKey = key;
            }
        }
        return best;
    }

    struct Child {
        int column = -1; ///< -1 = dropped
        double reduced = 0;
    };

    std::vector<Child> children(const Partial& state, int row) const {
        std::vector<Child> list;
        const auto columns = static_cast<std::size_t>(m_problem.column.nodes);
        for (const int v : m_bound.freeColumns())
            if (state.allowed[static_cast<std::size_t>(row) * columns + static_cast<std::size_t>(v)])
                list.push_back({v, m_bound.reducedCost(row, v)});
        std::ranges::sort(list, {}, [](const Child& c) { return std::pair(c.reduced, c.column); });
        std::vector<char> tried(columns, 0);
        std::erase_if(list, [&](const Child& c) {
            return std::exchange(
                tried[static_cast<std::size_t>(m_problem.column.twin[static_cast<std::size_t>(c.column)])], char{1});
        });
        if (m_problem.mayDrop)
            list.push_back({-1, 0});
        return list;
    }

    void explore(Partial& state, std::size_t depth) {
        double bound = 0;
        if (raise(state, depth, bound) || !m_limits.branch) {
            if (!m_limits.branch && !hopeless(bound))
                m_halted = true;
            return;
        }
        if (depth >= m_deepest) {
            m_halted = true;
            return;
        }
        const double last = m_bound.evaluate(state);
        const int row = chooseRow(state);
        if (row < 0)
            return;
        for (const Child& child : children(state, row)) {
            if (outOfBudget())
                return;
            if (hopeless(std::max(bound, last + child.reduced)))
                continue;
            Partial next = state;
            if (child.column >= 0)
                m_bound.fix(next, row, child.column);
            else
                m_bound.drop(next, row);
            explore(next, depth + 1);
        }
    }
};

} // namespace

double threadMicroseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

SearchResult search(const PairProblem& problem, const SearchLimits& limits, std::stop_token stop) {
    return Search(problem, limits, std::move(stop)).run();
}

} // namespace streamtune::ged
