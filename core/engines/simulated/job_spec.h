// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The public part of a simulated job: all that a tuning method may know. What the job really costs is in job_truth.h.

#include <cstdint>
#include <string>
#include <vector>

#include "core/graph/job_graph.h"

namespace streamtune::engines::simulated {

struct JobSpec {
    std::string name;
    std::string family;
    std::uint64_t seed = 0;
    int pMax = 1;             ///< largest parallelism of every free node
    JobGraph graph;           ///< nodes in topological order; parallelism as in `initial`
    std::vector<double> unit; ///< per node: records/s of one unit of rate; 0 for nodes that are no source
    std::vector<int> initial; ///< per node
    std::vector<std::vector<double>> campaigns; ///< multiples of the unit, step by step

    /// Offered rate per node at a multiple of the unit.
    [[nodiscard]] std::vector<double> ratesAt(double multiple) const;
    /// Per node in file order; a node that `vector` does not name keeps `initial`.
    [[nodiscard]] std::vector<int> inOrder(const ParallelismVector& vector) const;
    [[nodiscard]] ParallelismVector byId(const std::vector<int>& vector) const;
};

} // namespace streamtune::engines::simulated
