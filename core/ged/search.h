// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Depth-first branch and bound over a PairProblem, anytime.

#include <stop_token>
#include <vector>

#include "core/base/time.h"
#include "core/ged/pair_problem.h"

namespace streamtune::ged {

struct SearchLimits {
    Millis time{10'000};
    std::size_t memoryBytes = std::size_t{64} << 20;
    bool branch = true;   ///< false: bounds of the root only
    double stopAt = -1;   ///< any map of at most this cost ends the search (threshold question); < 0 = none
    double cutAt = 1e300; ///< costs from this value on do not matter (threshold question)
};

struct SearchResult {
    double lower = 0;
    double upper = 0;
    std::vector<int> map; ///< row -> column or -1, of cost `upper`
    bool cancelled = false;
};

[[nodiscard]] SearchResult search(const PairProblem& problem, const SearchLimits& limits, std::stop_token stop);

/// CPU time of this thread, microseconds.
[[nodiscard]] double threadMicroseconds();

} // namespace streamtune::ged
