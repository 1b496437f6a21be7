// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/label_method.h"

#include "core/tune/label_rule.h"
#include "core/tune/model_choice.h"

namespace streamtune::compare {
namespace {

class LabelMethod final : public Method {
public:
    LabelMethod(const JobGraph& graph, const learn::JobFacts& job, const learn::ModelSet& model,
                std::unique_ptr<learn::MonotoneHead> head)
        : m_rule(graph, job, model, tune::chooseEncoder(model, graph, {}).encoder->encoder, std::move(head), {}) {
        for (const learn::NodeFacts& node : job.nodes) {
            m_low.push_back(1);
            m_high.push_back(node.high);
        }
    }

    void begin() override { m_rule.begin(); }
    void watch(const Shown& shown) override { m_rule.watch(shown.readings.back()); }

    std::vector<int> decide(const Shown& shown) override {
        for (std::size_t i = 0; i + 1 < shown.readings.size(); ++i)
            m_rule.watch(shown.readings[i]);
        const auto choice = m_rule.decide(shown.readings.back(), m_low, m_high, {});
        return choice && choice->change ? choice->vector() : presentOf(shown.job);
    }

private:
    tune::LabelRule m_rule;
    std::vector<int> m_low, m_high;
};

/// Where there is no head: stays where it is.
class Nothing final : public Method {
public:
    void begin() override {}
    std::vector<int> decide(const Shown& shown) override { return presentOf(shown.job); }
};

} // namespace

std::unique_ptr<Method> makeLabelMethod(const std::string& name, const JobGraph& graph, const learn::JobFacts& job,
                                        const learn::ModelSet& model) {
    auto head = learn::makeHead(name);
    if (!head)
        return std::make_unique<Nothing>();
    return std::make_unique<LabelMethod>(graph, job, model, std::move(*head));
}

Status checkLabelMethod(const std::string& name, const learn::ModelSet* model) {
    if (!model)
        return fail("model.unknown", "This program was built without a model, so \"" + name + "\" cannot be judged.",
                    "Make one with models/regenerate.sh, or leave the method out.");
    const auto head = learn::makeHead(name);
    return head ? Status{} : fail(head.error());
}

} // namespace streamtune::compare
