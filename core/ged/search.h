// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Depth-first branch and bound over a Pair, anytime.

#include <stop_token>
#include <vector>

#include "core/base/time.h"
#include "core/ged/arena.h"
#include "core/ged/pair.h"

namespace streamtune::ged {

struct SearchLimits {
    double deadline = 0;  ///< thread CPU time in microseconds
    bool branch = true;   ///< false: bounds of the root only
    double stopAt = -1;   ///< any map of at most this cost ends the search (threshold question); < 0 = none
    double cutAt = 1e300; ///< costs from this value on do not matter (threshold question)
};

struct SearchResult {
    double lower = 0;
    double upper = 0;
    std::vector<int> map; ///< row -> column or -1, of cost `upper`
    bool cancelled = false;
    long steps = 0; ///< dual steps
    long nodes = 0; ///< of the search tree
};

/// `start`: a map to begin with, where the column side keeps its `between`.
[[nodiscard]] SearchResult search(Pair& pair, Arena& arena, const SearchLimits& limits, const std::stop_token& stop,
                                  const int* start = nullptr);

/// CPU time of this thread, microseconds.
[[nodiscard]] double threadMicroseconds();

} // namespace streamtune::ged
