// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Canonical form of a job graph: equal exactly for graphs that are isomorphic with node and edge labels kept.

#include <string>
#include <vector>

#include "core/graph/job_graph.h"

namespace streamtune {

struct CanonicalForm {
    std::string text;               ///< canonical text of labels and labelled edges
    std::string hash;               ///< SHA-256 of text, hex
    std::vector<std::size_t> order; ///< order[i] = index in JobGraph::nodes of canonical position i
};

/// Colour refinement with individualisation; exact. Only labels and edges count, features and parallelism do not.
[[nodiscard]] CanonicalForm canonicalForm(const JobGraph& graph);

} // namespace streamtune
