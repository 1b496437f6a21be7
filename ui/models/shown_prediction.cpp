// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/shown_prediction.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/session/core_words.h"
#include "ui/session/text.h"

namespace streamtune::ui {
namespace {

struct PredictionWords {
    Q_DECLARE_TR_FUNCTIONS(PredictionWords)
};

/// DS2's arithmetic at the parallelism in force: what a node must take over what its subtasks can take.
ShownPrediction loadOf(const JobGraph& graph, const PlanFile& plan) {
    ShownPrediction shown;
    shown.numbers = plan.plan.target();
    for (const Operator& op : graph.nodes) {
        const auto* decision = plan.decision(op.id);
        if (decision && isKnown(decision->demand) && isKnown(decision->capacityPerInstance) &&
            *decision->capacityPerInstance > 0)
            shown.value[op.id] =
                std::clamp(*decision->demand / (*decision->capacityPerInstance * op.parallelism), 0.0, 1.0);
    }
    if (shown.value.empty())
        return shown;
    shown.name = PredictionWords::tr("load at the offered rate");
    const QString method = text(plan.plan.model);
    const bool rule = method.startsWith(QStringLiteral("ds2")) || method.startsWith(QStringLiteral("autoscaler"));
    shown.by = (rule ? PredictionWords::tr("arithmetic of %1") : PredictionWords::tr("advice of %1")).arg(method);
    shown.limit = 0.999;
    return shown;
}

ShownPrediction chanceOf(const WhatIfFlow& flow) {
    ShownPrediction shown;
    for (const tune::PredictedNode& node : flow.answer().nodes) {
        shown.numbers[node.node] = node.parallelism;
        if (isKnown(node.bottleneck))
            shown.value[node.node] = *node.bottleneck;
        if (isKnown(node.busy))
            shown.busy[node.node] = std::clamp(*node.busy, 0.0, 1.0);
        if (!node.outside.empty())
            shown.outside[node.node] = coreText(node.outside);
    }
    const QString name = flow.shownName();
    shown.asked = true;
    shown.name = PredictionWords::tr("P(bottleneck)");
    shown.by = !flow.isChanged() ? PredictionWords::tr("what-if: as it is now")
               : name.isEmpty()  ? PredictionWords::tr("what-if: not kept")
                                 : PredictionWords::tr("what-if: %1").arg(elideMiddle(name, 24));
    return shown;
}

} // namespace

Number ShownPrediction::of(const std::string& node) const {
    const auto found = value.find(node);
    return found == value.end() ? Number() : Number(found->second);
}

int ShownPrediction::numberOf(const Operator& op) const {
    const auto found = numbers.find(op.id);
    return found == numbers.end() ? op.parallelism : found->second;
}

ShownPrediction shownPrediction(const JobGraph& graph, const PlanFile* plan, const WhatIfFlow* whatIf) {
    if (whatIf && whatIf->isReady())
        return chanceOf(*whatIf);
    return plan ? loadOf(graph, *plan) : ShownPrediction();
}

} // namespace streamtune::ui
