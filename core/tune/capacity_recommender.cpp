// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/capacity_recommender.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "core/base/format.h"
#include "core/tune/limits.h"
#include "core/tune/live_capacity.h"

namespace streamtune::tune {
namespace {

class CapacityRecommender final : public Recommender {
public:
    explicit CapacityRecommender(std::string name) : m_name(std::move(name)) {}
    std::string name() const override { return m_name; }

    Result<Recommendation> recommend(const TuneInput& input) const override {
        ST_ASSIGN(const auto live, LiveCapacity::make(input));
        const Evidence& evidence = live->evidence();
        const CapacityChoice choice = live->decide();
        const CapacityRule& rule = live->rule();

        Recommendation answer;
        answer.method = m_name;
        answer.labels = evidence.labels;
        answer.underProvisioned = evidence.labels.underProvisioned;
        answer.offered = evidence.demand.offered;
        answer.offeredHow = evidence.demand.offeredHow;
        answer.warnings = evidence.warnings;
        if (live->unknownEngine())
            answer.warnings.push_back(live->origin());
        for (const std::size_t v : evidence.job.order)
            answer.decisions.push_back(decision(input, evidence, choice, rule, v));
        applyLimits(input.graph, input.limits, false, answer.decisions);
        for (Decision& d : answer.decisions) {
            answer.changes = answer.changes || d.final != d.from;
            explain(input, evidence, rule, d);
        }
        if (!answer.changes)
            answer.whyNothing = whyNothing(evidence, choice, answer);
        return answer;
    }

private:
    static Decision decision(const TuneInput& input, const Evidence& evidence, const CapacityChoice& choice,
                             const CapacityRule& rule, std::size_t v) {
        const Operator& node = input.graph.nodes[v];
        const NodeChoice& chosen = choice.nodes[v];
        Decision d;
        d.node = node.id;
        d.from = node.parallelism;
        d.rounded = d.from;
        if (std::isfinite(chosen.demand.mean))
            d.demand = knownOrMissing(std::exp(chosen.demand.mean));
        const bool judged = !chosen.risks.empty() && rule.model().measured(v);
        if (judged) {
            d.capacityPerInstance = knownOrMissing(std::exp(chosen.capacity.mean) / chosen.p);
            if (d.demand && d.capacityPerInstance)
                d.modelValue = knownOrMissing(*d.demand / *d.capacityPerInstance);
            if (d.modelValue)
                d.margin = chosen.p - *d.modelValue;
        }
        if (node.pinned)
            return d;
        if (evidence.lowerBound) {
            const auto label = evidence.labels.nodes.find(node.id);
            if (label != evidence.labels.nodes.end() && label->second.label == 1) {
                d.rounded = std::max(d.from + 1, 2 * d.from);
                d.guards.push_back("Doubled: the offered rate is only a lower bound; the next window without "
                                   "back-pressure will settle it.");
            } else {
                d.guards.push_back(
                    "Left as it is: the offered rate is only a lower bound, and this is not the bottleneck.");
            }
            return d;
        }
        if (choice.change)
            d.rounded = chosen.p;
        else if (judged && chosen.p < d.from)
            d.guards.push_back(
                fmt::format("{} would suffice, but all falls together are not worth a restart.", chosen.p));
        if (!judged && d.rounded == d.from)
            d.guards.push_back("Not enough evidence: its rate or busy share was not measured, so it is left as it is.");
        return d;
    }

    static void explain(const TuneInput& input, const Evidence& evidence, const CapacityRule& rule, Decision& d) {
        const std::size_t v = *input.graph.indexOf(d.node);
        d.reason = d.final == d.from ? fmt::format("Stays at {}.", d.from) : fmt::format("{} -> {}.", d.from, d.final);
        const learn::JobFacts& facts = rule.model().job();
        if (d.demand && d.capacityPerInstance && !evidence.lowerBound && d.final <= facts.nodes[v].high) {
            const auto hot = rule.model().hot(v, d.final);
            const learn::LogCapacity capacity = rule.model().node(v).capacity(d.final, hot);
            const learn::LogRate demand{std::log(*d.demand), 0};
            d.predictedBusy = knownOrMissing(rule.model().node(v).busyAt(demand.mean, d.final, hot));
            d.predictedBottleneck = knownOrMissing(rule.model().risk(v, d.final, demand));
            d.reason += fmt::format(
                " It must take {}; at {} it is predicted to bear {} (68 %: {} to {}), a bottleneck with "
                "probability {}.",
                formatRate(*d.demand), d.final, formatRate(std::exp(capacity.mean)),
                formatRate(std::exp(capacity.mean - capacity.sd)), formatRate(std::exp(capacity.mean + capacity.sd)),
                formatProbability(d.predictedBottleneck));
        }
        for (const std::string& guard : d.guards)
            d.reason += " " + guard;
    }

    static std::vector<std::string> whyNothing(const Evidence& evidence, const CapacityChoice& choice,
                                               const Recommendation& answer) {
        std::vector<std::string> why;
        if (std::ranges::none_of(choice.nodes, [](const NodeChoice& n) { return !n.risks.empty(); }))
            why.push_back("Nothing is known about the demand or the capacity of any operator.");
        else if (evidence.lowerBound)
            why.push_back("The offered rate is only a lower bound, and no operator could be named as the bottleneck.");
        else if (choice.change)
            why.push_back("Limits leave nothing to change.");
        else if (!choice.told)
            why.push_back(kNotTold);
        else
            why.push_back(
                "The parallelism in force bears the demand, and nothing would be saved that is worth a restart.");
        if (answer.underProvisioned)
            why.push_back("The job is under-provisioned all the same: " + evidence.labels.why);
        for (const Decision& d : answer.decisions)
            for (const std::string& guard : d.guards)
                if (why.size() < 20)
                    why.push_back(fmt::format("\"{}\": {}", d.node, guard));
        return why;
    }

    std::string m_name;
};

} // namespace

std::unique_ptr<Recommender> makeCapacityRecommender(std::string name) {
    return std::make_unique<CapacityRecommender>(std::move(name));
}

} // namespace streamtune::tune
