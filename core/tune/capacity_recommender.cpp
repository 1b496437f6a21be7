// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/capacity_recommender.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <utility>

#include "core/learn/shipped.h"
#include "core/tune/capacity_rule.h"
#include "core/tune/evidence.h"
#include "core/tune/limits.h"

namespace streamtune::tune {
namespace {

constexpr int kLeastHigh = 64;         ///< looked at even where the present parallelism is small
constexpr int kMostHigh = 1024;        ///< larger parallelism is not looked at
constexpr double kRealRefused = 0.002; ///< noise of real counters, as in the labels

double orNaN(const Number& number) {
    return isKnown(number) ? *number : learn::kUnknown;
}

Number known(double value) {
    return std::isfinite(value) ? Number(value) : std::nullopt;
}

/// A job on plain indices, with what bounds the choice.
struct Bench {
    learn::JobFacts facts;
    std::vector<int> low, high;

    Bench(const TuneInput& input, const Evidence& evidence) {
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
};

class CapacityRecommender final : public Recommender {
public:
    explicit CapacityRecommender(std::string name) : m_name(std::move(name)) {}
    std::string name() const override { return m_name; }

    Result<Recommendation> recommend(const TuneInput& input) const override {
        ST_ASSIGN(const Evidence evidence, gather(input));
        const Bench bench(input, evidence);
        const bool simulated = evidence.window.engine == "simulated" || evidence.window.engine.empty();
        const learn::PriorSet priors = simulated ? learn::shippedPriors() : learn::priorsOfUnknownEngine();
        CapacitySettings settings;
        settings.backpressure = input.rules.backpressureThreshold;
        if (!simulated)
            settings.refused = kRealRefused;
        CapacityRule rule(bench.facts, priors, settings);
        const CapacityChoice choice = decide(input, evidence, bench, rule);

        Recommendation answer;
        answer.method = m_name;
        answer.labels = evidence.labels;
        answer.underProvisioned = evidence.labels.underProvisioned;
        answer.offered = evidence.demand.offered;
        answer.offeredHow = evidence.demand.offeredHow;
        answer.warnings = evidence.warnings;
        if (!simulated)
            answer.warnings.push_back("No history of this engine was learned from: the head starts from wide guesses "
                                      "and knows what these windows show.");
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
    static CapacityChoice decide(const TuneInput& input, const Evidence& evidence, const Bench& bench,
                                 CapacityRule& rule) {
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
        rule.begin();
        rule.resume(input.attempt);
        for (std::size_t i = 0; i + 1 < readings.size(); ++i)
            rule.watch(std::move(readings[i]));
        learn::WindowReading newest = std::move(readings.back());
        for (std::size_t v = 0; v < input.graph.nodes.size(); ++v)
            if (const auto offered = evidence.demand.offered.find(input.graph.nodes[v].id);
                offered != evidence.demand.offered.end())
                newest.offered[v] = orNaN(offered->second);
        return rule.decide(std::move(newest), bench.low, bench.high);
    }

    static Decision decision(const TuneInput& input, const Evidence& evidence, const CapacityChoice& choice,
                             const CapacityRule& rule, std::size_t v) {
        const Operator& node = input.graph.nodes[v];
        const NodeChoice& chosen = choice.nodes[v];
        Decision d;
        d.node = node.id;
        d.from = node.parallelism;
        d.rounded = d.from;
        if (std::isfinite(chosen.demand.mean))
            d.demand = known(std::exp(chosen.demand.mean));
        const bool judged = !chosen.risks.empty() && rule.model().measured(v);
        if (judged) {
            d.capacityPerInstance = known(std::exp(chosen.capacity.mean) / chosen.p);
            if (d.demand && d.capacityPerInstance)
                d.modelValue = known(*d.demand / *d.capacityPerInstance);
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
            d.predictedBusy = known(rule.model().node(v).busyAt(demand.mean, d.final, hot));
            d.predictedBottleneck = known(rule.model().risk(v, d.final, demand));
            d.reason +=
                fmt::format(" It must take {:.6g} records/s; at {} it is predicted to bear {:.6g} (68 %: {:.6g} "
                            "to {:.6g}), a bottleneck with probability {:.2f}.",
                            *d.demand, d.final, std::exp(capacity.mean), std::exp(capacity.mean - capacity.sd),
                            std::exp(capacity.mean + capacity.sd), *d.predictedBottleneck);
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

learn::WindowReading readingOf(const JobGraph& graph, const Observation& window, long deployment) {
    learn::WindowReading reading;
    reading.deployment = deployment;
    reading.offered.assign(graph.nodes.size(), learn::kUnknown);
    reading.accepted = reading.offered;
    for (std::size_t v = 0; v < graph.nodes.size(); ++v) {
        const Operator& node = graph.nodes[v];
        learn::NodeReading& shown = reading.nodes.emplace_back();
        shown.p = node.parallelism;
        if (const NodeObservation* seen = window.find(node.id)) {
            shown.p = std::max(1, seen->parallelism);
            shown.in = orNaN(seen->inRate);
            shown.out = orNaN(seen->outRate);
            shown.busyMean = orNaN(seen->busyMean);
            shown.busyMax = orNaN(seen->busyMax);
            shown.bpMean = orNaN(seen->backpressuredMean);
            shown.bpMax = orNaN(seen->backpressuredMax);
            if (std::cmp_equal(seen->subtaskIn.size(), shown.p) && std::ranges::all_of(seen->subtaskIn, isKnown))
                for (const Number& rate : seen->subtaskIn)
                    shown.subIn.push_back(*rate);
        }
        if (const SourceObservation* source = window.findSource(node.id)) {
            if (source->offeredFrom != OfferedFrom::LowerBound)
                reading.offered[v] = orNaN(source->offered);
            reading.accepted[v] = orNaN(source->accepted);
        }
    }
    return reading;
}

std::unique_ptr<Recommender> makeCapacityRecommender(std::string name) {
    return std::make_unique<CapacityRecommender>(std::move(name));
}

} // namespace streamtune::tune
