// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Valid bounds in linear time, for graphs that are too large to search and as a first look.

#include <vector>

#include "core/ged/edit_costs.h"
#include "core/graph/job_graph.h"

namespace streamtune::ged {

/// Lower bound from counts and, with uniform costs, from label multisets.
[[nodiscard]] double coarseLower(const JobGraph& a, const JobGraph& b, Definition definition, const EditCosts& costs);

/// A map that pairs nodes of equal label in order, then whatever is left.
[[nodiscard]] std::vector<int> coarseMap(const JobGraph& a, const JobGraph& b);

} // namespace streamtune::ged
