// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of DS2 and of the autoscaler on a live job: evidence -> rule -> limits -> reasons.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/format.h"
#include "core/base/number.h"
#include "core/tune/capacity_recommender.h"
#include "core/tune/evidence.h"
#include "core/tune/label_recommender.h"
#include "core/tune/limits.h"
#include "core/tune/recommendation.h"

namespace streamtune::tune {
namespace {

constexpr int kMostInstances = 32'768; ///< before limits

/// What a rule made of the evidence.
struct Ruling {
    rules::Verdict verdict;
    double factor = 1;      ///< demand was multiplied by this for headroom
    std::string whyNothing; ///< when the rule does not act
    bool align = false;
    int smallestFall = 1; ///< a change of falls only is worth it from here on
};

class RuleRecommender : public Recommender {
public:
    Result<Recommendation> recommend(const TuneInput& input) const override {
        ST_ASSIGN(const Evidence evidence, gather(input));
        const Ruling ruling = rule(input, evidence);
        Recommendation answer;
        answer.method = name();
        answer.labels = evidence.labels;
        answer.underProvisioned = evidence.labels.underProvisioned;
        answer.offered = evidence.demand.offered;
        answer.offeredHow = evidence.demand.offeredHow;
        answer.warnings = evidence.warnings;
        answer.decisions = decisions(input, evidence, ruling);
        applyLimits(input.graph, input.limits, ruling.align && ruling.verdict.apply && !evidence.lowerBound,
                    answer.decisions);
        settle(input, evidence, ruling, answer);
        return answer;
    }

protected:
    [[nodiscard]] virtual Ruling rule(const TuneInput& input, const Evidence& evidence) const = 0;
    /// One sentence on where the number came from.
    [[nodiscard]] virtual std::string derivation(const Decision& decision, const rules::Reading& seen,
                                                 double factor) const = 0;

private:
    std::vector<Decision> decisions(const TuneInput& input, const Evidence& evidence, const Ruling& ruling) const {
        std::vector<Decision> all;
        for (const std::size_t v : evidence.job.order) {
            const Operator& node = input.graph.nodes[v];
            const rules::Answer& said = ruling.verdict.answers[v];
            Decision d;
            d.node = node.id;
            d.from = node.parallelism;
            d.demand = knownOrMissing(evidence.wanted[v]);
            d.capacityPerInstance = said.perInstance > 0 ? knownOrMissing(said.perInstance) : std::nullopt;
            if (d.demand && d.capacityPerInstance) {
                d.modelValue = *d.demand / *d.capacityPerInstance;
                if (std::isfinite(said.model))
                    d.margin = said.model - *d.modelValue;
            }
            round(d, node, said, evidence, ruling);
            all.push_back(std::move(d));
        }
        return all;
    }

    static void round(Decision& d, const Operator& node, const rules::Answer& said, const Evidence& evidence,
                      const Ruling& ruling) {
        d.rounded = d.from;
        if (node.pinned)
            return;
        if (!d.modelValue) {
            d.guards.push_back(
                d.demand ? "Not enough evidence: its rate or busy share was not measured, so it is left as it is."
                         : "Not enough evidence: what it must take is unknown, so it is left as it is.");
            if (!evidence.lowerBound)
                return;
        }
        if (evidence.lowerBound)
            return raiseBottleneck(d, said, evidence.labels);
        if (ruling.verdict.apply)
            d.rounded = rules::wholeInstances(said.model, kMostInstances);
        else if (said.rounded != d.from && std::isfinite(said.model))
            d.guards.push_back(fmt::format("{} would suffice. {}", said.rounded, ruling.whyNothing));
    }

    /// Demand is at least what flows now, so what flows says nothing about others; the bottleneck is doubled, which
    /// finds any rate in few changes.
    static void raiseBottleneck(Decision& d, const rules::Answer& said, const Labels& labels) {
        const auto label = labels.nodes.find(d.node);
        if (label == labels.nodes.end() || label->second.label != 1) {
            d.guards.push_back(
                "Left as it is: the offered rate is only a lower bound, and this is not the bottleneck.");
            return;
        }
        d.rounded = std::max({d.from + 1, d.from * 2, d.modelValue ? said.rounded : 1});
        d.guards.push_back(
            "Doubled: the offered rate is only a lower bound; the next window without back-pressure will settle it.");
    }

    void settle(const TuneInput& input, const Evidence& evidence, const Ruling& ruling, Recommendation& answer) const {
        const bool worth = std::ranges::any_of(answer.decisions, [&](const Decision& d) {
            return d.final > d.from || d.final <= d.from - ruling.smallestFall;
        });
        if (!worth &&
            presentIsAllowed(input.graph, input.limits, answer.decisions)) // limits left less than the rule acts on
            for (Decision& d : answer.decisions)
                if (d.final != d.from) {
                    d.guards.push_back("A fall of one alone is not worth a restart.");
                    d.final = d.from;
                }
        for (Decision& d : answer.decisions) {
            answer.changes = answer.changes || d.final != d.from;
            explain(input, evidence, ruling, d);
        }
        if (!answer.changes)
            answer.whyNothing = whyNothing(evidence, ruling, answer);
    }

    void explain(const TuneInput& input, const Evidence& evidence, const Ruling& ruling, Decision& d) const {
        const std::size_t v = *input.graph.indexOf(d.node);
        if (d.demand && d.capacityPerInstance && d.final > 0)
            d.predictedBusy = std::min(1.0, *d.demand / (*d.capacityPerInstance * d.final));
        const std::string change =
            d.final == d.from ? fmt::format("Stays at {}. ", d.from) : fmt::format("{} -> {}. ", d.from, d.final);
        d.reason = change + (d.modelValue ? derivation(d, evidence.reading.nodes[v], ruling.factor) : std::string{});
        if (d.final != d.rounded || !d.modelValue || evidence.lowerBound)
            for (const std::string& guard : d.guards)
                d.reason += (d.reason.ends_with(' ') ? "" : " ") + guard;
        while (d.reason.ends_with(' '))
            d.reason.pop_back();
    }

    std::vector<std::string> whyNothing(const Evidence& evidence, const Ruling& ruling,
                                        const Recommendation& answer) const {
        std::vector<std::string> why;
        if (std::ranges::none_of(answer.decisions, [](const Decision& d) { return d.modelValue.has_value(); }))
            why.push_back("Nothing is known about the demand or the capacity of any operator.");
        else if (evidence.lowerBound)
            why.push_back("The offered rate is only a lower bound, and no operator could be named as the bottleneck.");
        else if (!ruling.verdict.apply)
            why.push_back(ruling.whyNothing);
        else
            why.push_back("Limits leave nothing to change.");
        if (answer.underProvisioned)
            why.push_back("The job is under-provisioned all the same: " + evidence.labels.why);
        for (const Decision& d : answer.decisions)
            for (const std::string& guard : d.guards)
                if (why.size() < 20)
                    why.push_back(fmt::format("\"{}\": {}", d.node, guard));
        return why;
    }
};

/// The decisions this tuning has taken before, oldest first, each as it was put: the windows of an earlier deployment
/// and the parallelism they saw. A recommender keeps nothing itself, so what it must remember is worked out anew.
std::vector<TuneInput> earlierDecisions(const TuneInput& input) {
    std::vector<TuneInput> earlier; // newest first
    const std::string* present = nullptr;
    for (auto it = input.windows.rbegin(); it != input.windows.rend(); ++it) {
        if (!it->quiet)
            continue;
        if (!present)
            present = &it->deployment;
        if (it->deployment == *present)
            continue;
        if (earlier.empty() || earlier.back().windows.front().deployment != it->deployment) {
            if (static_cast<int>(earlier.size()) >= std::min(input.attempt, 20))
                break;
            earlier.push_back({input.graph, {}, input.offered, input.limits, input.rules, 0, input.packed});
            for (Operator& node : earlier.back().graph.nodes)
                if (const NodeObservation* seen = it->find(node.id); seen && seen->parallelism > 0)
                    node.parallelism = seen->parallelism;
        }
        earlier.back().windows.insert(earlier.back().windows.begin(), *it);
    }
    std::ranges::reverse(earlier);
    return earlier;
}

class Ds2Recommender final : public RuleRecommender {
public:
    explicit Ds2Recommender(bool band) : m_band(band) {}
    std::string name() const override { return m_band ? "ds2" : "ds2-noband"; }

protected:
    Ruling rule(const TuneInput& input, const Evidence& evidence) const override {
        rules::Ds2Tuning tuning;
        for (const TuneInput& earlier : earlierDecisions(input))
            if (const auto then = gather(earlier))
                (void)verdict(input, *then, tuning); // what it leaves in `tuning` lasts until the tuning ends
        Ruling ruling;
        ruling.verdict = verdict(input, evidence, tuning);
        ruling.factor = tuning.boost;
        ruling.smallestFall = m_band ? 2 : 1;
        ruling.whyNothing = m_band ? "DS2 acts when an operator must rise or can fall by at least 2; none does."
                                   : "DS2 wants exactly the parallelism in force.";
        return ruling;
    }

    std::string derivation(const Decision& d, const rules::Reading& seen, double factor) const override {
        std::string text = fmt::format(
            "It must take {} records; one instance takes {} ({} at {} instances, busy {:.1f} % on average), "
            "so {:.2f} instances.",
            formatRate(d.demand), formatRate(d.capacityPerInstance), formatRate(seen.in), d.from, 100 * seen.busyMean,
            *d.modelValue);
        if (factor > 1)
            text += fmt::format(
                " The job is under-provisioned although that would suffice, so the demand is taken {:.1f} % higher.",
                100 * (factor - 1));
        return text;
    }

private:
    rules::Verdict verdict(const TuneInput& input, const Evidence& evidence, rules::Ds2Tuning& tuning) const {
        rules::Ds2Settings settings;
        settings.band = m_band;
        if (evidence.lowerBound || input.packed)
            settings.boostSteps = 0; // there is nothing to multiply yet, or the sharing may be all there is to it
        return rules::ds2(evidence.job, evidence.reading, evidence.wanted, evidence.labels.underProvisioned, settings,
                          tuning);
    }

    bool m_band;
};

class AutoscalerRecommender final : public RuleRecommender {
public:
    AutoscalerRecommender(std::string name, const rules::AutoscalerSettings& settings)
        : m_name(std::move(name)), m_settings(settings) {}
    std::string name() const override { return m_name; }

protected:
    Ruling rule(const TuneInput&, const Evidence& evidence) const override {
        Ruling ruling;
        ruling.verdict = rules::autoscaler(evidence.job, evidence.reading, evidence.wanted,
                                           evidence.labels.underProvisioned, m_settings);
        ruling.align = m_settings.align;
        ruling.whyNothing = evidence.labels.underProvisioned
                                ? "The autoscaler rule wants exactly the parallelism in force."
                                : fmt::format("The autoscaler acts when a utilisation leaves {:.0f} to {:.0f} %, and "
                                              "none that is known does, or "
                                              "its answer is the parallelism in force.",
                                              100 * m_settings.low, 100 * m_settings.high);
        return ruling;
    }

    std::string derivation(const Decision& d, const rules::Reading& seen, double) const override {
        return fmt::format(
            "It must take {} records; one instance takes {} ({} at {} instances, the busiest busy {:.1f} %), so {:.2f} "
            "instances, {:.2f} at the target of {:.0f} % busy.",
            formatRate(d.demand), formatRate(d.capacityPerInstance), formatRate(seen.in), d.from, 100 * seen.busyMax,
            *d.modelValue, *d.modelValue + valueOr(d.margin, 0), 100 * m_settings.target);
    }

private:
    std::string m_name;
    rules::AutoscalerSettings m_settings;
};

Json decisionToJson(const Decision& d) {
    return {{"node", d.node},
            {"from", d.from},
            {"demand", numberToJson(d.demand)},
            {"capacity_per_instance", numberToJson(d.capacityPerInstance)},
            {"model_value", numberToJson(d.modelValue)},
            {"margin", numberToJson(d.margin)},
            {"rounded", d.rounded},
            {"clamped", d.clamped},
            {"aligned", d.aligned},
            {"final", d.final},
            {"guards", d.guards},
            {"reason", d.reason},
            {"predicted_busy", numberToJson(d.predictedBusy)},
            {"predicted_bottleneck", numberToJson(d.predictedBottleneck)}};
}

} // namespace

ParallelismVector Recommendation::target() const {
    ParallelismVector vector;
    for (const Decision& d : decisions)
        vector[d.node] = d.final;
    return vector;
}

Json recommendationToJson(const Recommendation& r) {
    Json decisions = Json::array();
    for (const Decision& d : r.decisions)
        decisions.push_back(decisionToJson(d));
    Json offered = Json::object();
    for (const auto& [source, rate] : r.offered) {
        const auto how = r.offeredHow.find(source);
        offered[source] = {{"rate", numberToJson(rate)}, {"how", how == r.offeredHow.end() ? "unknown" : how->second}};
    }
    Json labels = Json::object();
    for (const auto& [node, label] : r.labels.nodes)
        labels[node] = {{"label", label.label}, {"why", label.why}};
    return {{"method", r.method},
            {"changes", r.changes},
            {"under_provisioned", r.underProvisioned},
            {"why_under_provisioned", r.labels.why},
            {"decisions", std::move(decisions)},
            {"why_nothing", r.whyNothing},
            {"warnings", r.warnings},
            {"offered", std::move(offered)},
            {"labels", std::move(labels)}};
}

std::vector<std::string> recommenderNames() {
    return {"ds2",    "ds2-noband", "autoscaler", "autoscaler-0.95", "st-svm",
            "st-xgb", "st-neural",  "st-cap",     "streamtune"};
}

Result<std::unique_ptr<Recommender>> makeRecommender(const std::string& method) {
    if (method == "ds2" || method == "ds2-noband")
        return std::make_unique<Ds2Recommender>(method == "ds2");
    if (method == "autoscaler")
        return std::make_unique<AutoscalerRecommender>(method, rules::AutoscalerSettings{});
    if (method == "autoscaler-0.95")
        return std::make_unique<AutoscalerRecommender>(method, rules::autoscaler95());
    if (method == "st-cap" || method == "streamtune")
        return makeCapacityRecommender(method);
    if (method == "st-svm" || method == "st-xgb" || method == "st-neural")
        return makeLabelRecommender(method);
    std::string names;
    for (const std::string& name : recommenderNames())
        names += (names.empty() ? "" : ", ") + name;
    return fail("tune.method", fmt::format("There is no method \"{}\" to advise with.", method.substr(0, 60)),
                "Known: " + names + ".");
}

} // namespace streamtune::tune
