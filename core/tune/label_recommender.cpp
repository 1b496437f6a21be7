// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/label_recommender.h"

#include <cmath>
#include <fmt/format.h>

#include "core/base/number.h"
#include "core/tune/label_rule.h"
#include "core/tune/model_bench.h"
#include "core/tune/model_choice.h"

namespace streamtune::tune {
namespace {

class LabelRecommender final : public Recommender {
public:
    LabelRecommender(std::string name, std::shared_ptr<const learn::ModelSet> model)
        : m_name(std::move(name)), m_model(std::move(model)) {}
    std::string name() const override { return m_name; }

    Result<Recommendation> recommend(const TuneInput& input) const override {
        ST_ASSIGN(const Evidence evidence, gather(input));
        ST_ASSIGN(auto head, learn::makeHead(m_name));
        const ModelBench bench(input, evidence);
        const EncoderChoice encoder = chooseEncoder(*m_model, input.graph, {});
        LabelSettings settings;
        settings.rules = input.rules;
        settings.raise = !input.packed;
        LabelRule rule(input.graph, bench.facts, *m_model, encoder.encoder->encoder, std::move(head), settings);
        rule.resume(input.attempt);
        std::vector<learn::WindowReading> readings = readingsOf(input, evidence);
        for (std::size_t i = 0; i + 1 < readings.size(); ++i)
            rule.watch(std::move(readings[i]));
        ST_ASSIGN(const LabelChoice choice, rule.decide(std::move(readings.back()), bench.low, bench.high, {}));

        Recommendation answer;
        answer.method = m_name + "@" + m_model->card.id; // so that it can be computed again
        answer.labels = evidence.labels;
        answer.underProvisioned = evidence.labels.underProvisioned;
        answer.offered = evidence.demand.offered;
        answer.offeredHow = evidence.demand.offeredHow;
        answer.warnings = evidence.warnings;
        answer.warnings.push_back("Model \"" + m_model->card.id + "\": " + encoder.sentence);
        const std::string engine = evidence.window.engine.empty() ? "simulated" : evidence.window.engine;
        if (engine != m_model->card.engine)
            answer.warnings.push_back(
                fmt::format("The model was learned on engine \"{}\"; this job runs on \"{}\", whose "
                            "operators may bear quite different rates.",
                            m_model->card.engine, engine));
        for (const std::size_t v : evidence.job.order)
            answer.decisions.push_back(decision(input, evidence, choice, v));
        applyLimits(input.graph, input.limits, false, answer.decisions);
        for (Decision& d : answer.decisions) {
            answer.changes = answer.changes || d.final != d.from;
            explain(choice.nodes[*input.graph.indexOf(d.node)], d);
        }
        if (!answer.changes)
            answer.whyNothing = whyNothing(evidence, choice, answer);
        return answer;
    }

private:
    static Decision decision(const TuneInput& input, const Evidence& evidence, const LabelChoice& choice,
                             std::size_t v) {
        const Operator& node = input.graph.nodes[v];
        const LabelChoice::Node& chosen = choice.nodes[v];
        Decision d;
        d.node = node.id;
        d.from = d.rounded = node.parallelism;
        d.demand = knownOrMissing(std::exp(chosen.logDemand));
        if (node.pinned)
            return d;
        if (chosen.risks.empty()) {
            d.guards.push_back("Not enough evidence: what it must take is unknown, so it is left as it is.");
            return d;
        }
        d.capacityPerInstance = knownOrMissing(std::exp(chosen.level));
        d.modelValue = knownOrMissing(std::exp(chosen.logDemand - chosen.level));
        if (evidence.lowerBound) {
            if (chosen.label == 1) {
                d.rounded = std::max(d.from + 1, 2 * d.from);
                d.guards.push_back("Doubled: the offered rate is only a lower bound; the next window without "
                                   "back-pressure will settle it.");
            } else {
                d.guards.push_back("Left as it is: the offered rate is only a lower bound, and this is not the "
                                   "bottleneck.");
            }
        } else if (choice.change) {
            d.rounded = chosen.p;
        } else if (chosen.p < d.from) {
            d.guards.push_back(
                fmt::format("{} would suffice, but all falls together are not worth a restart.", chosen.p));
        }
        return d;
    }

    static void explain(const LabelChoice::Node& node, Decision& d) {
        d.reason = d.final == d.from ? fmt::format("Stays at {}.", d.from) : fmt::format("{} -> {}.", d.from, d.final);
        if (d.final >= 1 && static_cast<std::size_t>(d.final) <= node.risks.size()) {
            d.predictedBottleneck = knownOrMissing(node.risks[static_cast<std::size_t>(d.final) - 1]);
            d.reason += fmt::format(" It must take {:.6g} records/s; past runs say that {} is a bottleneck with "
                                    "probability {:.2f}.",
                                    valueOr(d.demand, 0), d.final, valueOr(d.predictedBottleneck, 0));
        }
        if (node.failed > 0)
            d.reason += fmt::format(" It failed at {} with no more to take.", node.failed);
        if (node.borne > 0)
            d.reason += fmt::format(" It has borne at least as much at {}.", node.borne);
        for (const std::string& guard : d.guards)
            d.reason += " " + guard;
    }

    static std::vector<std::string> whyNothing(const Evidence& evidence, const LabelChoice& choice,
                                               const Recommendation& answer) {
        std::vector<std::string> why;
        if (std::ranges::none_of(choice.nodes, [](const LabelChoice::Node& n) { return !n.risks.empty(); }))
            why.push_back("Nothing is known about the demand of any operator.");
        else if (evidence.lowerBound)
            why.push_back("The offered rate is only a lower bound, and no operator could be named as the bottleneck.");
        else if (choice.change)
            why.push_back("Limits leave nothing to change.");
        else if (!choice.told)
            why.push_back(kNotTold);
        else
            why.push_back(
                "No operator is likely to be a bottleneck, and nothing would be saved that is worth a restart.");
        if (answer.underProvisioned)
            why.push_back("The job is under-provisioned all the same: " + evidence.labels.why);
        return why;
    }

    std::string m_name;
    std::shared_ptr<const learn::ModelSet> m_model;
};

} // namespace

Result<std::unique_ptr<Recommender>> makeLabelRecommender(const std::string& method,
                                                          std::shared_ptr<const learn::ModelSet> model) {
    if (!model)
        model = learn::shippedModel();
    if (!model)
        return fail("model.unknown", "This program was built without a model, so \"" + method + "\" cannot advise.",
                    "Train one with `streamtune train`, or use the method st-cap.");
    return std::make_unique<LabelRecommender>(method, std::move(model));
}

} // namespace streamtune::tune
