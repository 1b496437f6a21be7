// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Demand propagation: offered source rates times measured selectivities along the graph.

#include <map>
#include <string>

#include "core/graph/job_graph.h"
#include "core/graph/observation.h"

namespace streamtune::tune {

struct Demand {
    std::map<std::string, Number> node; ///< records/s each node must take; missing where a selectivity is unknown
    std::map<std::string, Number> selectivity;     ///< output per input record of each node
    std::map<std::string, Number> offered;         ///< per source
    std::map<std::string, std::string> offeredHow; ///< given | accepted | accepted plus lag growth | lower bound
};

/// `given` wins over the window's own offered rates.
[[nodiscard]] Demand propagateDemand(const JobGraph& graph, const Observation& window,
                                     const std::map<std::string, double>& given);

} // namespace streamtune::tune
