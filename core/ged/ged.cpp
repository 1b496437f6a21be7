// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/ged.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/ged/coarse.h"
#include "core/ged/pair_problem.h"
#include "core/ged/search.h"

namespace streamtune::ged {

namespace {

/// Row -> column of the problem as node of a -> node of b.
std::vector<int> unswapped(const PairProblem& problem, const std::vector<int>& map) {
    if (!problem.swapped)
        return map;
    std::vector<int> turned(static_cast<std::size_t>(problem.column.nodes), -1);
    for (std::size_t row = 0; row < map.size(); ++row)
        if (map[row] >= 0)
            turned[static_cast<std::size_t>(map[row])] = static_cast<int>(row);
    return turned;
}

double pathCost(const std::vector<EditStep>& path) {
    double total = 0;
    for (const EditStep& step : path)
        total += step.cost;
    return total;
}

/// Bytes of the tables that a search of this pair needs before it begins.
double tableBytes(const JobGraph& a, const JobGraph& b) {
    const double pairs = static_cast<double>(a.edges.size()) * static_cast<double>(b.edges.size());
    const double nodes = static_cast<double>(std::max(a.nodes.size(), b.nodes.size()));
    return pairs * 5 * sizeof(double) + nodes * nodes * 48;
}

void decide(Answer& answer, const std::optional<double>& tau) {
    answer.exact = answer.upper - answer.lower < 1e-6;
    if (!tau)
        return;
    if (answer.upper <= *tau + 1e-9)
        answer.within = true;
    else if (answer.lower > *tau + 1e-9)
        answer.within = false;
}

} // namespace

Result<Answer> distance(const JobGraph& a, const JobGraph& b, const Query& query, std::stop_token stop) {
    ST_TRY(query.costs.validate());
    const double begun = threadMicroseconds();
    Answer answer;
    answer.lower = coarseLower(a, b, query.definition, query.costs);
    if (tableBytes(a, b) > static_cast<double>(query.budget.memoryBytes)) {
        ST_TRY(a.validateIds());
        ST_TRY(b.validateIds());
        answer.map = coarseMap(a, b);
        answer.upper = pathCost(editPath(a, b, answer.map, query));
        decide(answer, query.tau);
        answer.microseconds = threadMicroseconds() - begun;
        return answer;
    }
    ST_ASSIGN(const PairProblem problem, makePairProblem(a, b, query.definition, query.costs));
    SearchLimits limits;
    limits.time = query.budget.time;
    limits.memoryBytes = query.budget.memoryBytes;
    limits.branch = static_cast<std::size_t>(problem.column.nodes) <= kSearchedNodes;
    if (query.tau) {
        limits.stopAt = *query.tau;
        limits.cutAt = problem.integral ? std::floor(*query.tau) + 1 : std::nextafter(*query.tau, 1e300);
    }
    const SearchResult found = search(problem, limits, stop);
    if (found.cancelled)
        return fail("ged.cancelled", "The distance of \"" + a.id + "\" and \"" + b.id + "\" was not finished.",
                    "Ask again to refine it.");
    answer.lower = std::max(answer.lower, found.lower);
    answer.upper = found.upper;
    decide(answer, query.tau);
    answer.map = unswapped(problem, found.map);
    answer.microseconds = threadMicroseconds() - begun;
    return answer;
}

} // namespace streamtune::ged
