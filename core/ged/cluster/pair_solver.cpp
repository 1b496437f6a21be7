// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/cluster/pair_solver.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace streamtune::ged {
namespace {

/// Edits that turning one multiset into the other takes at least: each changes, adds or removes one member.
template <typename Counts>
int editsBetween(const Counts& a, int sizeA, const Counts& b, int sizeB) {
    int common = 0;
    auto x = a.begin();
    auto y = b.begin();
    while (x != a.end() && y != b.end()) {
        if (x->first < y->first) {
            ++x;
        } else if (y->first < x->first) {
            ++y;
        } else {
            common += std::min(x->second, y->second);
            ++x;
            ++y;
        }
    }
    return std::max(sizeA, sizeB) - common;
}

double leastOf(const std::map<std::pair<std::string, std::string>, double>& pairs, double insertion, double deletion,
               double substitution) {
    double least = std::min({insertion, deletion, substitution});
    for (const auto& [labels, cost] : pairs)
        least = std::min(least, cost);
    return least;
}

class Labels {
public:
    int operator()(const std::string& label) {
        return m_numbers.emplace(label, static_cast<int>(m_numbers.size())).first->second;
    }

private:
    std::map<std::string, int> m_numbers;
};

} // namespace

Result<PairSolver> PairSolver::make(std::vector<const JobGraph*> graphs, const DistanceOptions& options) {
    ST_TRY(options.costs.validate());
    PairSolver solver;
    solver.m_graphs = std::move(graphs);
    solver.m_query = {options.definition, options.costs, options.budget, std::nullopt};
    solver.m_integral = options.costs.integral();
    solver.m_nodeEdit = leastOf(options.costs.nodePairs, options.costs.nodeInsert, options.costs.nodeDelete,
                                options.costs.nodeSubstitute);
    solver.m_edgeEdit = leastOf(options.costs.edgePairs, options.costs.edgeInsert, options.costs.edgeDelete,
                                options.costs.edgeSubstitute);
    Labels nodeLabel, edgeLabel;
    for (const JobGraph* graph : solver.m_graphs) {
        if (const Status valid = graph->validateIds(); !valid) {
            Error error = valid.error();
            error.details["graph"] = graph->id;
            error.sentence = "Graph \"" + graph->id + "\": " + error.sentence;
            return fail(std::move(error));
        }
        Profile profile;
        std::map<int, int> nodes, edges;
        for (const Operator& node : graph->nodes)
            ++nodes[nodeLabel(node.label)];
        for (const Edge& edge : graph->edges)
            ++edges[edgeLabel(options.definition.edgeLabels ? edge.label : std::string())];
        profile.nodes.assign(nodes.begin(), nodes.end());
        profile.edges.assign(edges.begin(), edges.end());
        profile.nodeCount = static_cast<int>(graph->nodes.size());
        profile.edgeCount = static_cast<int>(graph->edges.size());
        solver.m_profiles.push_back(std::move(profile));
    }
    return solver;
}

double PairSolver::quickLower(std::size_t a, std::size_t b) const {
    const Profile& x = m_profiles[a];
    const Profile& y = m_profiles[b];
    return m_nodeEdit * editsBetween(x.nodes, x.nodeCount, y.nodes, y.nodeCount) +
           m_edgeEdit * editsBetween(x.edges, x.edgeCount, y.edges, y.edgeCount);
}

double PairSolver::below(double limit) const {
    return m_integral ? std::ceil(limit) - 1 : std::nextafter(limit, -kFar);
}

std::size_t PairSolver::effort(std::size_t a, std::size_t b) const {
    const auto size = [&](std::size_t i) {
        return static_cast<std::size_t>(m_profiles[i].nodeCount + m_profiles[i].edgeCount);
    };
    return size(a) * size(b);
}

Result<Interval> PairSolver::once(const Ask& ask, std::optional<double> tau, const std::stop_token& stop) const {
    Query query = m_query;
    query.tau = tau;
    ST_ASSIGN(const auto answer, distance(*m_graphs[ask.a], *m_graphs[ask.b], query, stop));
    Interval interval{answer.lower, answer.upper};
    if (tau && answer.within == false) // what was ruled out is a bound too
        interval.lower = std::max(interval.lower, m_integral ? std::floor(*tau) + 1 : std::nextafter(*tau, kFar));
    return interval;
}

Result<Interval> PairSolver::solve(const Ask& ask, const std::stop_token& stop) const {
    if (!std::isfinite(ask.limit))
        return once(ask, std::nullopt, stop);
    ST_ASSIGN(Interval first, once(ask, ask.limit, stop));
    if (!ask.exactly || first.exact() || first.lower > ask.limit)
        return first;
    ST_ASSIGN(const Interval second, once(ask, std::nullopt, stop));
    first.meet(second);
    return first;
}

} // namespace streamtune::ged
