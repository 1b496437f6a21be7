// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/cluster/pair_solver.h"

#include <algorithm>
#include <cmath>

#include "core/ged/ged.h"

namespace streamtune::ged {

Result<PairSolver> PairSolver::make(const std::vector<const JobGraph*>& graphs, const DistanceOptions& options) {
    ST_ASSIGN(Vocabulary vocabulary, Vocabulary::make(options.definition, options.costs));
    PairSolver solver(std::move(vocabulary), options.budget);
    for (const JobGraph* graph : graphs) {
        auto compiled = solver.m_vocabulary.compile(*graph);
        if (!compiled) {
            Error error = std::move(compiled).error();
            error.sentence = "Graph \"" + graph->id + "\": " + error.sentence;
            return fail(std::move(error));
        }
        solver.m_graphs.push_back(std::move(*compiled));
    }
    return solver;
}

double PairSolver::below(double limit) const {
    return m_vocabulary.integral() ? std::ceil(limit) - 1 : std::nextafter(limit, -kFar);
}

std::size_t PairSolver::effort(std::size_t a, std::size_t b) const {
    const auto size = [&](std::size_t i) { return static_cast<std::size_t>(m_graphs[i].nodes + m_graphs[i].edges); };
    return size(a) * size(b);
}

Result<Interval> PairSolver::once(const Ask& ask, std::optional<double> tau, const std::stop_token& stop,
                                  Arena& scratch) const {
    ST_ASSIGN(const auto answer,
              distance(m_vocabulary, m_graphs[ask.a], m_graphs[ask.b], {m_budget, tau}, stop, &scratch));
    Interval interval{answer.lower, answer.upper};
    if (tau && answer.within == false) // what was ruled out is a bound too
        interval.lower =
            std::max(interval.lower, m_vocabulary.integral() ? std::floor(*tau) + 1 : std::nextafter(*tau, kFar));
    return interval;
}

Result<Interval> PairSolver::solve(const Ask& ask, const std::stop_token& stop, Arena& scratch) const {
    if (!std::isfinite(ask.limit))
        return once(ask, std::nullopt, stop, scratch);
    ST_ASSIGN(Interval first, once(ask, ask.limit, stop, scratch));
    if (!ask.exactly || first.exact() || first.lower > ask.limit)
        return first;
    ST_ASSIGN(const Interval second, once(ask, std::nullopt, stop, scratch));
    first.meet(second);
    return first;
}

} // namespace streamtune::ged
