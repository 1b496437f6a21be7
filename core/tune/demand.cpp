// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/demand.h"

#include <cmath>

#include "core/base/number.h"
#include "core/tune/evidence.h"

namespace streamtune::tune {
namespace {

constexpr double kPressed = 0.10; ///< a source held back longer than this accepts less than it is offered

/// Given by a person; else as the engine worked it out; else what is accepted, which is the offer unless held back.
void offeredBy(const Operator& node, const Observation& window, const std::map<std::string, double>& given,
               Demand& demand) {
    Number& offered = demand.offered[node.id];
    std::string& how = demand.offeredHow[node.id];
    if (const auto it = given.find(node.id); it != given.end()) {
        offered = it->second;
        how = "given";
        return;
    }
    how = "unknown";
    const SourceObservation* source = window.findSource(node.id);
    if (!source)
        return;
    if (isKnown(source->offered) && source->offeredFrom != OfferedFrom::Unknown) {
        offered = source->offered;
        how = source->offeredFrom == OfferedFrom::Given       ? "given"
              : source->offeredFrom == OfferedFrom::Accepted  ? "accepted"
              : source->offeredFrom == OfferedFrom::LagGrowth ? "accepted plus lag growth"
                                                              : "lower bound";
        return;
    }
    const NodeObservation* seen = window.find(node.id);
    if (!isKnown(source->accepted) || !seen)
        return;
    offered = source->accepted;
    how = isKnown(seen->backpressuredMax) && *seen->backpressuredMax <= kPressed ? "accepted" : "lower bound";
}

} // namespace

Demand propagateDemand(const JobGraph& graph, const Observation& window, const std::map<std::string, double>& given) {
    Demand demand;
    for (const Operator& node : graph.nodes)
        if (graph.isSource(node.id))
            offeredBy(node, window, given, demand);
    const auto job = ruleJob(graph);
    if (!job)
        return demand;
    const rules::Window reading = ruleWindow(graph, window, demand.offered);
    const auto wanted = rules::demand(*job, reading);
    const auto factor = rules::selectivity(reading);
    for (std::size_t v = 0; v < graph.nodes.size(); ++v) {
        demand.node[graph.nodes[v].id] = knownOrMissing(wanted[v]);
        demand.selectivity[graph.nodes[v].id] = knownOrMissing(factor[v]);
    }
    return demand;
}

} // namespace streamtune::tune
