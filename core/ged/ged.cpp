// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/ged.h"

#include <algorithm>
#include <cmath>

#include "core/ged/coarse.h"
#include "core/ged/greedy.h"
#include "core/ged/pair.h"
#include "core/ged/search.h"

namespace streamtune::ged {

namespace {

/// Above, one assignment takes too long for a small budget.
constexpr int kBoundedNodes = 256;

/// Row -> column of the pair as node of a -> node of b.
std::vector<int> unswapped(const Pair& pair, std::vector<int> map) {
    if (!pair.swapped)
        return map;
    std::vector<int> turned(static_cast<std::size_t>(pair.column.nodes), -1);
    for (std::size_t row = 0; row < map.size(); ++row)
        if (map[row] >= 0)
            turned[static_cast<std::size_t>(map[row])] = static_cast<int>(row);
    return turned;
}

void decide(Answer& answer, const std::optional<double>& tau, double grain) {
    answer.exact = answer.upper - answer.lower <= grain;
    if (!tau)
        return;
    if (answer.upper <= *tau + grain)
        answer.within = true;
    else if (answer.lower > *tau + grain)
        answer.within = false;
}

void offerCoarse(const Vocabulary& vocabulary, const Compiled& a, const Compiled& b, double& upper,
                 std::vector<int>& map) {
    std::vector<int> coarse = coarseMap(a, b);
    map.assign(static_cast<std::size_t>(a.nodes), -1);
    if (const double cost = costOfMap(vocabulary, a, b, coarse); cost < upper) {
        upper = cost;
        map = std::move(coarse);
    }
}

SearchLimits limitsOf(const Pair& pair, const Question& question, double begun) {
    SearchLimits limits;
    limits.deadline = begun + 1000.0 * static_cast<double>(question.budget.time.count());
    limits.branch = static_cast<std::size_t>(pair.column.nodes) <= kSearchedNodes;
    if (question.tau) {
        limits.stopAt = *question.tau + pair.grain;
        limits.cutAt = pair.integral ? std::floor(*question.tau) + 1 : *question.tau + 3 * pair.grain;
    }
    return limits;
}

} // namespace

Result<Answer> distance(const Vocabulary& vocabulary, const Compiled& a, const Compiled& b, const Question& question,
                        const std::stop_token& stop, Arena* scratch) {
    const double begun = threadMicroseconds();
    if (question.tau && std::isnan(*question.tau))
        return fail("ged.tau", "The threshold of the distance is not a number.", "Give a number such as 5.");
    Pair pair(vocabulary, a, b);
    Answer answer;
    answer.lower = vocabulary.quickLower(a, b);
    answer.upper = pair.constant;
    decide(answer, question.tau, pair.grain);
    if (answer.within || answer.exact) {
        answer.map.assign(static_cast<std::size_t>(a.nodes), -1);
        answer.microseconds = threadMicroseconds() - begun;
        return answer;
    }
    SmallMap first;
    const bool small = static_cast<std::size_t>(pair.column.nodes) <= kSearchedNodes;
    if (small) {
        greedyMap(pair, first);
        answer.upper = pair.costOf(first.data());
        decide(answer, question.tau, pair.grain);
        if (answer.within || answer.exact) {
            answer.map = unswapped(pair, {first.begin(), first.begin() + pair.row.nodes});
            answer.microseconds = threadMicroseconds() - begun;
            return answer;
        }
    }
    SearchResult found{.lower = 0, .upper = pair.constant, .map = {}};
    if (pair.column.nodes <= kBoundedNodes) {
        Arena own;
        Arena& arena = scratch ? *scratch : own;
        arena.reset(question.budget.memoryBytes);
        found = search(pair, arena, limitsOf(pair, question, begun), stop, small ? first.data() : nullptr);
        answer.map = unswapped(pair, std::move(found.map));
    }
    if (found.cancelled || stop.stop_requested())
        return fail("ged.cancelled", "The distance of \"" + a.id + "\" and \"" + b.id + "\" was not finished.",
                    "Ask again to refine it.");
    if (found.upper >= pair.constant) // not searched, or nothing is worth keeping
        offerCoarse(vocabulary, a, b, found.upper, answer.map);
    answer.upper = found.upper;
    answer.lower = std::min(std::max(answer.lower, found.lower), answer.upper); // apart by rounding only
    decide(answer, question.tau, pair.grain);
    answer.microseconds = threadMicroseconds() - begun;
    return answer;
}

Result<Answer> distance(const JobGraph& a, const JobGraph& b, const Query& query, std::stop_token stop) {
    const double begun = threadMicroseconds();
    ST_ASSIGN(Vocabulary vocabulary, Vocabulary::make(query.definition, query.costs));
    ST_ASSIGN(const Compiled first, vocabulary.compile(a));
    ST_ASSIGN(const Compiled second, vocabulary.compile(b));
    ST_ASSIGN(Answer answer, distance(vocabulary, first, second, {query.budget, query.tau}, stop));
    answer.microseconds = threadMicroseconds() - begun;
    return answer;
}

} // namespace streamtune::ged
