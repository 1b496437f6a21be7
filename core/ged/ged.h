// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Exact graph edit distance of job graphs, with a budget: the answer is an interval that holds the truth, and `exact`
/// says whether it has closed.
///
/// Method: the cost is a constant minus the savings of what is kept. The saving of a kept edge is split between its two
/// end points (a Lagrangian dual of the quadratic assignment), which leaves tiny matchings and one linear assignment
/// per step; subgradient steps raise the lower bound, the assignments met give the upper bound, and a depth-first
/// search with reduced-cost fixing closes the rest (compare F2+/FORI, PVLDB 2025, and the branch bounds of Blumenthal).
/// Memory is O(depth x edges x edges).
///
/// Re-entrant, no globals: nothing is kept between calls. Many comparisons of the same graphs compile them once:
///
///     auto vocabulary = Vocabulary::make(definition, costs);       // one thread
///     auto a = vocabulary->compile(graphA), b = vocabulary->compile(graphB);
///     auto answer = distance(*vocabulary, *a, *b, {.tau = 5}, stop); // any number of threads

#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/ged/compiled.h"
#include "core/ged/edit_costs.h"
#include "core/graph/job_graph.h"

namespace streamtune::ged {

class Arena;

struct Budget {
    Millis time{10'000};
    std::size_t memoryBytes = std::size_t{64} << 20;
};

struct Query {
    Definition definition;
    EditCosts costs;
    Budget budget;
    std::optional<double> tau; ///< with it the question is `ged <= tau`
};

/// The same for graphs that a Vocabulary, which knows definition and costs, has compiled.
struct Question {
    Budget budget;
    std::optional<double> tau;
};

struct Answer {
    double lower = 0;
    double upper = 0;
    bool exact = false;
    std::optional<bool> within; ///< only with tau, and only when decided
    double microseconds = 0;    ///< CPU time of this thread, compiling included where distance() compiles
    std::vector<int> map;       ///< node of a -> node of b, or -1 = deleted; a map of cost `upper`
};

struct EditStep {
    enum class Op { Substitute, Insert, Delete };
    Op op = Op::Substitute;
    bool node = true; ///< else an edge
    std::string from; ///< node id in a, or "x>y" of an edge; empty when inserted
    std::string to;   ///< in b; empty when deleted
    std::string fromLabel, toLabel;
    double cost = 0;
};

/// The distance of a and b, or the interval that the budget allowed. Safe from any thread.
/// Errors: "ged.cost", "ged.tau", "graph.edge"/"graph.duplicate" (ids), "ged.cancelled". Cycles and self-loops are
/// legal here.
[[nodiscard]] Result<Answer> distance(const JobGraph& a, const JobGraph& b, const Query& query, std::stop_token stop);

/// The same for graphs compiled by `vocabulary`. `scratch` (core/ged/arena.h), one per thread, spares many small
/// searches their allocations. Errors: "ged.tau" (not a number), "ged.cancelled".
[[nodiscard]] Result<Answer> distance(const Vocabulary& vocabulary, const Compiled& a, const Compiled& b,
                                      const Question& question, const std::stop_token& stop, Arena* scratch = nullptr);

/// The edits of a map; what is kept as it is at no cost is left out. Their costs add up to the cost of the map.
[[nodiscard]] std::vector<EditStep> editPath(const JobGraph& a, const JobGraph& b, const std::vector<int>& map,
                                             const Query& query);

} // namespace streamtune::ged
