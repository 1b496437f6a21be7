// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A map and its cost in nearly linear time, for graphs that are too large to search.

#include <vector>

#include "core/ged/compiled.h"

namespace streamtune::ged {

/// Node of a -> node of b or -1: nodes with equal surroundings first, then of equal type, then whatever is left.
[[nodiscard]] std::vector<int> coarseMap(const Compiled& a, const Compiled& b);

/// Cost of a map from a to b, edges kept as well as they can be.
[[nodiscard]] double costOfMap(const Vocabulary& vocabulary, const Compiled& a, const Compiled& b,
                               const std::vector<int>& map);

} // namespace streamtune::ged
