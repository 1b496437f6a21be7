// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/model_bench.h"

#include <map>
#include <string>

#include "core/tune/live_capacity.h"

namespace streamtune::tune {

ModelBench::ModelBench(const TuneInput& input, const Evidence& evidence) {
    facts = learn::factsOf(input.graph, kMostHigh);
    for (std::size_t v = 0; v < input.graph.nodes.size(); ++v) {
        const Operator& node = input.graph.nodes[v];
        const Bounds bounds = boundsOf(node, input.limits, input.graph.isSource(node.id));
        const int most =
            std::min({bounds.high, facts.nodes[v].high, std::clamp(8 * node.parallelism, kLeastHigh, kMostHigh)});
        low.push_back(std::min(bounds.low, most));
        high.push_back(std::max(1, most));
        facts.nodes[v].high = std::max(high.back(), std::min(node.parallelism, facts.nodes[v].high));
        facts.nodes[v].pinned = evidence.job.nodes[v].pinned;
    }
}

std::vector<learn::WindowReading> readingsOf(const TuneInput& input, const Evidence& evidence) {
    std::map<std::string, long> deployments;
    std::vector<learn::WindowReading> readings;
    for (const Observation& window : input.windows) {
        if (!window.quiet)
            continue;
        const long number =
            deployments.try_emplace(window.deployment, static_cast<long>(deployments.size())).first->second;
        readings.push_back(readingOf(input.graph, window, number));
    }
    // What decides is the newest window of the job as it runs now; gather() found one.
    const auto fits = [&](const learn::WindowReading& reading) {
        for (std::size_t v = 0; v < reading.nodes.size(); ++v)
            if (reading.nodes[v].p != input.graph.nodes[v].parallelism)
                return false;
        return true;
    };
    if (const auto present = std::find_if(readings.rbegin(), readings.rend(), fits); present != readings.rend())
        std::rotate(std::prev(present.base()), present.base(), readings.end());
    learn::WindowReading& newest = readings.back();
    for (std::size_t v = 0; v < input.graph.nodes.size(); ++v)
        if (const auto offered = evidence.demand.offered.find(input.graph.nodes[v].id);
            offered != evidence.demand.offered.end())
            newest.offered[v] = orNaN(offered->second);
    return readings;
}

} // namespace streamtune::tune
