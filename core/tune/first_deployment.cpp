// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/first_deployment.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/format.h"
#include "core/base/number.h"
#include "core/tune/first_choice.h"
#include "core/tune/limits.h"

namespace streamtune::tune {
namespace {

constexpr int kMostFirst = 512;     ///< larger parallelism is not looked at
constexpr double kWidestBand = 8;   ///< high over low: wider says nothing
constexpr double kHopeless = 0.995; ///< risk at the largest parallelism allowed

Result<std::vector<double>> offeredOf(const FirstInput& input, const learn::JobFacts& facts) {
    std::vector<double> offered(facts.nodes.size(), learn::kUnknown);
    for (std::size_t v = 0; v < facts.nodes.size(); ++v) {
        if (!facts.nodes[v].inputs.empty())
            continue;
        const Operator& source = input.graph.nodes[v];
        const auto rate = input.offered.find(source.id);
        if (rate == input.offered.end() || !std::isfinite(rate->second) || rate->second <= 0)
            return fail(
                "tune.rate",
                fmt::format("The job has never run, so the rate of source \"{}\" must be said.", source.shownName()),
                fmt::format("Give it in records per second, for example --rate {}=2500.", source.id));
        offered[v] = rate->second;
    }
    return offered;
}

std::string whyUnknown(const Operator& node, const FirstNode& chosen) {
    if (!std::isfinite(chosen.demand.mean))
        return "what it must take is not known.";
    if (chosen.seen == 0)
        return fmt::format("the history holds no operator of its kind ({}).", node.label);
    return fmt::format("the history holds {} operator{} of its kind only.", chosen.seen, chosen.seen == 1 ? "" : "s");
}

class Adviser {
public:
    Adviser(const FirstInput& input, const learn::JobFacts& facts) : m_input(input), m_facts(facts) {}

    FirstDecision decision(std::size_t v, const FirstNode& chosen, int low, int high) const {
        const Operator& node = m_input.graph.nodes[v];
        FirstDecision d;
        d.node = node.id;
        d.name = node.name;
        d.seen = chosen.seen;
        d.pinned = m_facts.nodes[v].pinned || low == high;
        if (std::isfinite(chosen.demand.mean)) {
            d.demand = knownOrMissing(std::exp(chosen.demand.mean));
            d.demandLow = knownOrMissing(std::exp(chosen.demand.mean - chosen.demand.sd));
            d.demandHigh = knownOrMissing(std::exp(chosen.demand.mean + chosen.demand.sd));
        }
        if (d.pinned) {
            d.parallelism = low;
            d.reason = fmt::format("Fixed at {}.", low);
            return d;
        }
        if (!chosen.known) {
            d.reason = "Not enough evidence: " + whyUnknown(node, chosen);
            return d;
        }
        d.low = chosen.low;
        d.high = chosen.high;
        if (chosen.high > kWidestBand * chosen.low) {
            d.reason = fmt::format("Not enough evidence: anything from {} to {} may be the smallest that suffices.",
                                   chosen.low, chosen.high);
            return d;
        }
        d.parallelism = chosen.p;
        d.risk = chosen.risk;
        d.capacity = knownOrMissing(std::exp(chosen.capacity.mean));
        d.capacityLow = knownOrMissing(std::exp(chosen.capacity.mean - chosen.capacity.sd));
        d.capacityHigh = knownOrMissing(std::exp(chosen.capacity.mean + chosen.capacity.sd));
        d.reason =
            fmt::format("{}: {} past operators of its kind say that it must take {} and at {} bears {} (68 %: {} "
                        "to {}); the smallest that suffices is between {} and {} with 80 %.",
                        chosen.p, chosen.seen, formatRate(d.demand), chosen.p, formatRate(d.capacity),
                        formatRate(d.capacityLow), formatRate(d.capacityHigh), chosen.low, chosen.high);
        if (chosen.risk >= kHopeless)
            d.reason += fmt::format(" Not even {}, the most that is allowed, is likely to suffice.", high);
        return d;
    }

private:
    const FirstInput& m_input;
    const learn::JobFacts& m_facts;
};

} // namespace

Result<FirstAdvice> adviseFirst(const FirstInput& input) {
    if (const Status valid = input.graph.validate(); !valid)
        return fail("tune.graph", valid.error().sentence, valid.error().hint);
    learn::JobFacts facts = learn::factsOf(input.graph, kMostFirst);
    ST_ASSIGN(const std::vector<double> offered, offeredOf(input, facts));
    FirstAdvice advice;
    advice.origin = input.origin;
    std::vector<int> low, high;
    for (std::size_t v = 0; v < facts.nodes.size(); ++v) {
        const Operator& node = input.graph.nodes[v];
        const Bounds bounds = boundsOf(node, input.limits, input.graph.isSource(node.id));
        const auto pin = input.limits.pins.find(node.id);
        const int fixed = facts.nodes[v].pinned ? node.parallelism : pin != input.limits.pins.end() ? pin->second : 0;
        high.push_back(fixed > 0 ? fixed : std::max(1, std::min(bounds.high, facts.nodes[v].high)));
        low.push_back(fixed > 0 ? fixed : std::min(bounds.low, high.back()));
        facts.nodes[v].high = std::max(facts.nodes[v].high, high.back());
    }
    const learn::PriorSet none = learn::plainPriors();
    const FirstChoice choice =
        chooseFirst(facts, input.priors ? *input.priors : none, offered, low, high, FirstSettings{});
    const Adviser adviser(input, facts);
    advice.enoughEvidence = true;
    double slots = 0;
    for (const std::size_t v : facts.order) {
        FirstDecision& d = advice.decisions.emplace_back(adviser.decision(v, choice.nodes[v], low[v], high[v]));
        slots += valueOr(d.parallelism, 0);
        if (!isKnown(d.parallelism)) {
            advice.enoughEvidence = false;
            advice.whyNot.push_back(fmt::format("\"{}\": {}", d.name.empty() ? d.node : d.name, d.reason));
        }
    }
    if (advice.enoughEvidence) {
        advice.enough = choice.enough;
        advice.slots = slots;
    }
    if (input.limits.maxSlots && advice.enoughEvidence && slots > *input.limits.maxSlots)
        advice.whyNot.push_back(
            fmt::format("{} slots are likely to be needed, {} are allowed.", slots, *input.limits.maxSlots));
    return advice;
}

Json firstAdviceToJson(const FirstAdvice& advice) {
    Json nodes = Json::array();
    for (const FirstDecision& d : advice.decisions)
        nodes.push_back({{"node", d.node},
                         {"name", d.name},
                         {"pinned", d.pinned},
                         {"parallelism", numberToJson(d.parallelism)},
                         {"low", numberToJson(d.low)},
                         {"high", numberToJson(d.high)},
                         {"risk", numberToJson(d.risk)},
                         {"predicted",
                          {{"demand", numberToJson(d.demand)},
                           {"demand_low", numberToJson(d.demandLow)},
                           {"demand_high", numberToJson(d.demandHigh)},
                           {"capacity", numberToJson(d.capacity)},
                           {"capacity_low", numberToJson(d.capacityLow)},
                           {"capacity_high", numberToJson(d.capacityHigh)}}},
                         {"seen", d.seen},
                         {"reason", d.reason}});
    return {{"format", "streamtune.first/1"},
            {"enough_evidence", advice.enoughEvidence},
            {"probability_enough", numberToJson(advice.enough)},
            {"slots", numberToJson(advice.slots)},
            {"origin", advice.origin},
            {"why_not", advice.whyNot},
            {"decisions", std::move(nodes)}};
}

} // namespace streamtune::tune
