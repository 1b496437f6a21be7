// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/dag/dag_model.h"

#include <QCoreApplication>
#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "core/base/format.h"
#include "ui/theme/fonts.h"
#include "ui/views/dag/dag_words.h"

namespace streamtune::ui::dag {
namespace {

using theme::Colour;
using theme::Mark;

constexpr double kIdleBelow = 0.20;

QString rate(const Number& number) {
    return theme::text(formatNumber(number));
}

std::optional<theme::Chip> badgeOf(const NodeView& view, const Operator& node, int label, bool asked) {
    if (view.rootCause)
        return theme::Chip{DagWords::tr("root cause"), Colour::BackPressured, Mark::RootCause, std::nullopt};
    if (view.overLimit)
        return theme::Chip{DagWords::tr("predicted bottleneck"), Colour::Predicted, Mark::PredictedBottleneck,
                           std::nullopt};
    if (view.outside)
        return theme::Chip{DagWords::tr("beyond what was seen"), Colour::Warn, std::nullopt, std::nullopt};
    if (!asked && view.advised && *view.advised < node.parallelism)
        return theme::Chip{DagWords::tr("over-provisioned"), Colour::Accent, Mark::Down, std::nullopt};
    if (node.pinned)
        return theme::Chip{DagWords::tr("cannot change"), Colour::Warn, Mark::Lock, std::nullopt};
    if (label == -1 && view.state == NodeState::Ok)
        return theme::Chip{DagWords::tr("cause unclear"), Colour::Muted, std::nullopt, std::nullopt};
    return std::nullopt;
}

template <typename Value>
using ById = std::unordered_map<std::string_view, Value>;

template <typename Seen>
ById<const Seen*> byId(const std::vector<Seen>& all) {
    ById<const Seen*> found;
    found.reserve(all.size());
    for (const Seen& one : all)
        found.emplace(one.id, &one);
    return found;
}

template <typename Value>
Value foundOr(const ById<Value>& map, std::string_view id, Value other) {
    const auto it = map.find(id);
    return it == map.end() ? other : it->second;
}

/// Over the limit with nothing over it upstream.
void markPredictedRoots(std::vector<NodeView>& views, const JobGraph& graph) {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < views.size(); ++i)
        if (views[i].overLimit)
            open.push_back(i);
    if (open.empty())
        return;
    ById<std::size_t> index;
    index.reserve(graph.nodes.size());
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        index.emplace(graph.nodes[i].id, i);
    std::vector<std::vector<std::size_t>> next(views.size());
    for (const Edge& edge : graph.edges)
        if (const auto from = index.find(edge.from), to = index.find(edge.to); from != index.end() && to != index.end())
            next[from->second].push_back(to->second);
    std::vector<bool> below(views.size(), false);
    while (!open.empty()) {
        const std::size_t node = open.back();
        open.pop_back();
        for (const std::size_t successor : next[node])
            if (!below[successor]) {
                below[successor] = true;
                open.push_back(successor);
            }
    }
    for (std::size_t i = 0; i < views.size(); ++i)
        views[i].predictedRoot = views[i].overLimit && !below[i];
}

} // namespace

NodeState nodeState(const NodeObservation* node, const tune::LabelRules& rules) {
    if (node == nullptr || (!isKnown(node->busyMax) && !isKnown(node->backpressuredMax)))
        return NodeState::NoData;
    if (valueOr(node->backpressuredMax, 0) > rules.backpressureThreshold)
        return NodeState::BackPressured;
    if (valueOr(node->busyMax, 0) > rules.busyThreshold)
        return NodeState::Busy;
    return valueOr(node->busyMax, 0) < kIdleBelow ? NodeState::Idle : NodeState::Ok;
}

Mark markOf(NodeState state) {
    switch (state) {
    case NodeState::NoData:
        return Mark::NoData;
    case NodeState::Idle:
        return Mark::Idle;
    case NodeState::Ok:
        return Mark::Ok;
    case NodeState::Busy:
        return Mark::Busy;
    case NodeState::BackPressured:
        return Mark::BackPressured;
    }
    return Mark::NoData;
}

QString wordOf(NodeState state) {
    switch (state) {
    case NodeState::NoData:
        return DagWords::tr("no data");
    case NodeState::Idle:
        return DagWords::tr("idle");
    case NodeState::Ok:
        return DagWords::tr("ok");
    case NodeState::Busy:
        return DagWords::tr("busy");
    case NodeState::BackPressured:
        return DagWords::tr("back-pressured");
    }
    return {};
}

Number NodeView::difference() const {
    return isKnown(comparable()) && isKnown(busy) ? Number(*comparable() - *busy) : Number();
}

bool matches(const NodeView& node, FilterKind kind) {
    switch (kind) {
    case FilterKind::Busy:
        return node.state == NodeState::Busy;
    case FilterKind::BackPressured:
        return node.state == NodeState::BackPressured;
    case FilterKind::RootCause:
        return node.rootCause;
    case FilterKind::OverLimit:
        return node.overLimit;
    case FilterKind::Changed:
        return node.advised.has_value();
    case FilterKind::Idle:
        return node.state == NodeState::Idle;
    case FilterKind::NoData:
        return node.state == NodeState::NoData;
    }
    return false;
}

QString filterWord(FilterKind kind) {
    switch (kind) {
    case FilterKind::Busy:
        return DagWords::tr("busy");
    case FilterKind::BackPressured:
        return DagWords::tr("back-pressured");
    case FilterKind::RootCause:
        return DagWords::tr("root cause");
    case FilterKind::OverLimit:
        return DagWords::tr("predicted bottleneck");
    case FilterKind::Changed:
        return DagWords::tr("changed by the plan");
    case FilterKind::Idle:
        return DagWords::tr("idle");
    case FilterKind::NoData:
        return DagWords::tr("no data");
    }
    return {};
}

QString factOf(const NodeView& view) {
    if (isKnown(view.accepted)) {
        if (isKnown(view.offered))
            return DagWords::tr("%1 of %2").arg(rate(view.accepted), theme::text(formatRate(view.offered)));
        return DagWords::tr("%1 accepted").arg(theme::text(formatRate(view.accepted)));
    }
    if (isKnown(view.inRate) && isKnown(view.outRate) && *view.outRate > 0)
        return DagWords::tr("%1 in \u00b7 %2 out").arg(rate(view.inRate), theme::text(formatRate(view.outRate)));
    if (isKnown(view.inRate))
        return DagWords::tr("%1 in").arg(theme::text(formatRate(view.inRate)));
    return isKnown(view.outRate) ? DagWords::tr("%1 out").arg(theme::text(formatRate(view.outRate))) : QString();
}

std::vector<NodeView> nodeViews(const DagModel& model) {
    const auto seenBy = model.observation ? byId(model.observation->nodes) : ById<const NodeObservation*>();
    const auto sources = model.observation ? byId(model.observation->sources) : ById<const SourceObservation*>();
    std::vector<NodeView> views;
    views.reserve(model.graph.nodes.size());
    for (const Operator& node : model.graph.nodes) {
        NodeView view;
        view.id = theme::text(node.id);
        view.name = theme::text(node.name.empty() ? node.id : node.name).simplified();
        const NodeObservation* seen = foundOr<const NodeObservation*>(seenBy, node.id, nullptr);
        view.state = nodeState(seen);
        if (seen != nullptr) {
            view.busy = model.meanOfSubtasks ? seen->busyMean : seen->busyMax;
            view.backPressured = model.meanOfSubtasks ? seen->backpressuredMean : seen->backpressuredMax;
            view.share = view.state == NodeState::BackPressured ? view.backPressured : view.busy;
            view.inRate = seen->inRate;
            view.outRate = seen->outRate;
        }
        if (const auto* source = foundOr<const SourceObservation*>(sources, node.id, nullptr)) {
            view.accepted = source->accepted;
            view.offered = source->offered;
        }
        view.parallelism = node.parallelism;
        if (const auto it = model.advised.find(node.id); it != model.advised.end() && it->second != node.parallelism)
            view.advised = it->second;
        if (const auto it = model.predicted.find(node.id); it != model.predicted.end())
            view.predicted = it->second;
        if (const auto it = model.predictedBusy.find(node.id); it != model.predictedBusy.end())
            view.predictedBusy = it->second;
        view.outside = model.outside.contains(node.id);
        view.overLimit = isKnown(view.predicted) && *view.predicted >= model.predictedLimit;
        const auto label = model.labels.nodes.find(node.id);
        view.rootCause = label != model.labels.nodes.end() && label->second.label == 1;
        if (view.state == NodeState::NoData) {
            const auto why = model.noData.find(node.id);
            view.reason = why != model.noData.end() ? why->second
                          : model.observation       ? DagWords::tr("not in this window")
                                                    : DagWords::tr("nothing measured yet");
        }
        view.badge = badgeOf(view, node, label == model.labels.nodes.end() ? 0 : label->second.label, model.asked);
        view.chained = static_cast<int>(node.chain.size());
        if (const auto folded = model.folded.find(node.id); folded != model.folded.end())
            view.stands = static_cast<int>(folded->second.size());
        views.push_back(std::move(view));
    }
    markPredictedRoots(views, model.graph);
    return views;
}

QString toolTipOf(const DagModel& model, const NodeView& view, std::size_t index) {
    const Operator& node = model.graph.nodes[index];
    const NodeObservation* seen = model.observation ? model.observation->find(node.id) : nullptr;
    QString html = QStringLiteral("<b>%1</b>").arg(view.name.left(300).toHtmlEscaped());
    const auto line = [&](const QString& text) { html += QStringLiteral("<br/>") + text.toHtmlEscaped(); };
    if (view.stands > 0)
        line(DagWords::tr("%n operator(s), folded; a double click unfolds them", nullptr, view.stands));
    line(DagWords::tr("%1, parallelism %2").arg(theme::text(node.label)).arg(node.parallelism) +
         (node.maxParallelism > 0 ? DagWords::tr(" of at most %1").arg(node.maxParallelism) : QString()));
    if (view.state == NodeState::NoData) {
        line(DagWords::tr("no data: %1").arg(view.reason));
    } else {
        line(DagWords::tr("measured: %1 busy, %2 back-pressured (maximum over subtasks)")
                 .arg(theme::text(formatShare(view.busy)), theme::text(formatShare(view.backPressured))));
        if (seen != nullptr)
            line(DagWords::tr("in %1, out %2")
                     .arg(theme::text(formatRate(seen->inRate)), theme::text(formatRate(seen->outRate))));
        if (model.observation)
            line(DagWords::tr("window of %1%2")
                     .arg(theme::text(formatSeconds(model.observation->seconds)),
                          model.age.isEmpty() ? QString() : QStringLiteral(", ") + model.age));
    }
    if (isKnown(view.predicted))
        line(DagWords::tr("predicted: %1 %2").arg(model.predictedName, theme::text(formatProbability(view.predicted))));
    if (const auto why = model.outside.find(node.id); why != model.outside.end())
        line(why->second);
    if (view.advised)
        line((model.asked ? DagWords::tr("tried out: %1 \u2192 %2") : DagWords::tr("advised: %1 \u2192 %2"))
                 .arg(node.parallelism)
                 .arg(*view.advised));
    if (const auto it = model.labels.nodes.find(node.id); it != model.labels.nodes.end() && !it->second.why.empty())
        line(theme::text(it->second.why));
    if (node.pinned && !node.whyPinned.empty())
        line(theme::text(node.whyPinned));
    for (std::size_t i = 0; node.chain.size() > 1 && i < node.chain.size() && i < 6; ++i)
        line(DagWords::tr("chained: %1").arg(theme::text(node.chain[i].name).simplified().left(120)));
    return html;
}

QString spokenOf(const DagModel& model, const NodeView& view, std::size_t index) {
    const Operator& node = model.graph.nodes[index];
    QString text = view.name + QStringLiteral(", ") + wordOf(view.state);
    if (view.state != NodeState::NoData)
        text += QLatin1Char(' ') + theme::text(formatShare(view.share));
    else
        text += QStringLiteral(", ") + view.reason;
    text += DagWords::tr(", parallelism %1").arg(node.parallelism);
    if (view.advised)
        text += (model.asked ? DagWords::tr(", tried out %1") : DagWords::tr(", advised %1")).arg(*view.advised);
    if (view.rootCause)
        text += DagWords::tr(", root cause");
    if (isKnown(view.predicted))
        text +=
            DagWords::tr(", predicted %1 %2").arg(model.predictedName, theme::text(formatProbability(view.predicted)));
    if (view.outside)
        text += DagWords::tr(", beyond what was seen");
    return text;
}

std::vector<EdgeView> edgeViews(const DagModel& model) {
    const auto seenBy = model.observation ? byId(model.observation->nodes) : ById<const NodeObservation*>();
    ById<int> inputs;
    inputs.reserve(model.graph.nodes.size());
    for (const Edge& edge : model.graph.edges)
        ++inputs[edge.to];
    std::vector<EdgeView> views;
    views.reserve(model.graph.edges.size());
    for (const Edge& edge : model.graph.edges) {
        EdgeView view;
        const auto* from = foundOr<const NodeObservation*>(seenBy, edge.from, nullptr);
        const auto* to = foundOr<const NodeObservation*>(seenBy, edge.to, nullptr);
        // The reader counts exactly what this edge brings where it has no other input.
        if (to && inputs[edge.to] == 1 && isKnown(to->inRate))
            view.rate = to->inRate;
        else if (from && isKnown(from->outRate))
            view.rate = *from->outRate * edge.share;
        views.push_back(std::move(view));
    }
    return views;
}

} // namespace streamtune::ui::dag
