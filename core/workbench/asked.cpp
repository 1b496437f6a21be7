// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workbench/asked.h"

#include <cmath>
#include <fmt/format.h>

#include "core/review/words.h"
#include "core/workbench/names.h"

namespace streamtune::workbench {

Status checkRates(const std::map<std::string, double>& rates) {
    for (const auto& [source, rate] : rates)
        if (!std::isfinite(rate) || rate < 0)
            return fail("tune.rate", "The rate of \"" + source + "\" is not a number of records per second.",
                        "Give a number from 0 on, for example --rate source=2500.");
    return {};
}

Result<tune::Limits> limitsById(const JobGraph& graph, tune::Limits limits) {
    ST_ASSIGN(limits.pins, keysToIds(graph, limits.pins));
    ST_ASSIGN(limits.minimum, keysToIds(graph, limits.minimum));
    ST_ASSIGN(limits.maximum, keysToIds(graph, limits.maximum));
    ST_ASSIGN(limits.partitions, keysToIds(graph, limits.partitions));
    for (const auto* numbers : {&limits.pins, &limits.minimum, &limits.maximum})
        for (const auto& [node, p] : *numbers)
            if (p < 1)
                return fail("tune.limit", fmt::format("\"{}\" cannot be held at {}.", node, p),
                            "Parallelism is a whole number from 1 on.");
    return limits;
}

Result<std::map<std::string, double>> ratesById(const JobGraph& graph, const std::map<std::string, double>& rates) {
    ST_TRY(checkRates(rates));
    ST_ASSIGN(const auto byId, keysToIds(graph, rates));
    std::vector<std::string> sources;
    for (const Operator& node : graph.nodes)
        if (graph.isSource(node.id))
            sources.push_back(node.shownName());
    for (const auto& [node, rate] : byId)
        if (!graph.isSource(node))
            return fail("tune.rate",
                        "\"" + review::shortName(node, 60) + "\" is not a source, so it has no offered rate.",
                        nearHint(node, sources));
    return byId;
}

} // namespace streamtune::workbench
