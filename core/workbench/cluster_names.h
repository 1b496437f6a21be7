// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What the jobs of a cluster have in common, in a few words read off their graphs. Names of jobs play no part.
/// Private to this room.

#include <map>
#include <string>
#include <vector>

#include "core/graph/job_graph.h"

namespace streamtune::workbench {

/// A graph with the number of jobs that ran it.
struct WeighedGraph {
    const JobGraph* graph = nullptr;
    double jobs = 1;
};

/// "session windows", "joins of 2 streams, then an aggregate": the narrowest of the known kinds that two thirds of the
/// jobs belong to, with what else two thirds share; "mixed shapes" where there is none.
[[nodiscard]] std::string sharedShape(const std::vector<WeighedGraph>& members);

/// The same for several clusters, by id; those that would be called the same are told apart by how large they are.
[[nodiscard]] std::map<std::string, std::string>
sharedShapes(const std::map<std::string, std::vector<WeighedGraph>>& clusters);

} // namespace streamtune::workbench
