// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/alternatives.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace streamtune::tune {
namespace {

/// Nothing where the model does not know.
using Judge = std::function<std::optional<bool>(const PredictedNode&)>;

struct Search {
    int low = 1, high = 1;
    bool open = true;
};

/// The smallest parallelism of every node that the judge lets pass, else its largest. All nodes are searched at once,
/// since what a node must take does not depend on the instances of others.
Result<ParallelismVector> smallest(const WhatIf& model, const std::map<std::string, double>& rates, const Judge& passes,
                                   std::stop_token stop) {
    std::map<std::string, Search> searches;
    for (const Operator& op : model.graph().nodes) {
        const auto [low, high] = model.range(op.id);
        searches.emplace(op.id, Search{low, high, low < high});
    }
    WhatIfQuestion question{rates, {}};
    const auto isOpen = [](const auto& search) { return search.second.open; };
    while (std::ranges::any_of(searches, isOpen)) {
        if (stop.stop_requested())
            return fail("engine.cancelled", "Looking for alternatives was called off.");
        for (const auto& [node, search] : searches)
            question.parallelism[node] = search.low + (search.high - search.low) / 2;
        for (const PredictedNode& node : model.ask(question).nodes) {
            const auto found = searches.find(node.node);
            if (found == searches.end() || !found->second.open)
                continue;
            Search& search = found->second;
            const auto passed = passes(node);
            if (!passed) {
                searches.erase(found);
                question.parallelism.erase(node.node);
                continue;
            }
            const int middle = question.parallelism.at(node.node);
            (*passed ? search.high : search.low) = *passed ? middle : middle + 1;
            search.open = search.low < search.high;
        }
    }
    ParallelismVector result;
    for (const auto& [node, search] : searches)
        result.emplace(node, search.low);
    return result;
}

/// Only what differs from the present.
WhatIfQuestion asQuestion(const WhatIf& model, const std::map<std::string, double>& rates, ParallelismVector wanted) {
    const ParallelismVector& now = model.present().parallelism;
    std::erase_if(wanted, [&](const auto& one) {
        const auto present = now.find(one.first);
        return present == now.end() || present->second == one.second;
    });
    return {rates, std::move(wanted)};
}

} // namespace

Result<Alternatives> alternativesFor(const WhatIf& model, const std::map<std::string, double>& rates, double most,
                                     std::stop_token stop) {
    const Judge bears = [most](const PredictedNode& node) {
        return isKnown(node.bottleneck) ? std::optional(*node.bottleneck <= most) : std::nullopt;
    };
    const Judge even = [&bears](const PredictedNode& node) {
        const auto borne = bears(node);
        return borne && isKnown(node.load) ? std::optional(*borne && *node.load <= kBalancedLoad) : std::nullopt;
    };
    ST_ASSIGN(const ParallelismVector fewest, smallest(model, rates, bears, stop));
    ST_ASSIGN(const ParallelismVector balanced, smallest(model, rates, even, stop));
    ParallelismVector needed;
    for (const PredictedNode& node : model.ask({rates, {}}).nodes)
        if (const auto found = fewest.find(node.node); found != fewest.end() && bears(node) == std::optional(false))
            needed.emplace(node.node, std::max(found->second, node.parallelism));
    return Alternatives{asQuestion(model, rates, std::move(needed)), asQuestion(model, rates, balanced),
                        asQuestion(model, rates, fewest)};
}

} // namespace streamtune::tune
