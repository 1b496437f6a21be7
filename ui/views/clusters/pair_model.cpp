// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/clusters/pair_model.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/session/text.h"

namespace streamtune::ui {

namespace {

struct PairModelWords {
    Q_DECLARE_TR_FUNCTIONS(PairModelWords)
};

layout::Options pairOptions() {
    layout::Options options;
    options.nodeWidth = 112;
    options.nodeHeight = 32;
    options.rankGap = 26;
    options.rowGap = 14;
    return options;
}

/// An edge of an edit step is named "from>to"; undirected readings may name it the other way round.
bool isNamed(const Edge& edge, const std::string& name) {
    return name == edge.from + ">" + edge.to || name == edge.to + ">" + edge.from;
}

/// The first edge of that name and label that no step has claimed yet.
int claimEdge(const PairSide& side, const std::string& name, const std::string& label, EditKind kind,
              std::vector<bool>& claimed, std::vector<EditKind>& kinds) {
    for (const bool sameLabel : {true, false})
        for (std::size_t e = 0; e < side.graph.edges.size(); ++e)
            if (!claimed[e] && isNamed(side.graph.edges[e], name) &&
                (!sameLabel || side.graph.edges[e].label == label)) {
                claimed[e] = true;
                kinds[e] = kind;
                return static_cast<int>(e);
            }
    return -1;
}

QString nodeName(const JobGraph& graph, const std::string& id) {
    const Operator* op = graph.find(id);
    return op ? elideMiddle(text(op->name.empty() ? op->id : op->name), 40) : text(id);
}

QString edgeName(const PairSide& side, int edge) {
    if (edge < 0)
        return {};
    const Edge& e = side.graph.edges[static_cast<std::size_t>(edge)];
    return nodeName(side.graph, e.from) + QStringLiteral(" → ") + nodeName(side.graph, e.to);
}

EditKind kindOf(ged::EditStep::Op op) {
    return op == ged::EditStep::Op::Insert   ? EditKind::Added
           : op == ged::EditStep::Op::Delete ? EditKind::Removed
                                             : EditKind::Relabelled;
}

struct Claims {
    std::vector<bool> a, b;
};

void addNodeStep(PairModel& model, const ged::EditStep& from, PairStep& step) {
    const auto at = [](PairSide& side, const std::string& id, EditKind kind, std::vector<int>& list) {
        if (const auto index = id.empty() ? std::nullopt : side.graph.indexOf(id)) {
            side.nodes[*index] = kind;
            list.push_back(static_cast<int>(*index));
        }
    };
    at(model.a, from.from, step.kind, step.nodesA);
    at(model.b, from.to, step.kind, step.nodesB);
    const QString a = nodeName(model.a.graph, from.from), b = nodeName(model.b.graph, from.to);
    switch (step.kind) {
    case EditKind::Removed:
        step.words = PairModelWords::tr("remove %1").arg(a);
        break;
    case EditKind::Added:
        step.words = PairModelWords::tr("add %1").arg(b);
        break;
    default:
        step.words = PairModelWords::tr("%1 → %2").arg(a, b);
        if (a == b)
            step.words = PairModelWords::tr("%1: %2 → %3").arg(a, text(from.fromLabel), text(from.toLabel));
    }
}

void addEdgeStep(PairModel& model, const ged::EditStep& from, PairStep& step, Claims& claims) {
    int a = -1, b = -1;
    if (!from.from.empty())
        a = claimEdge(model.a, from.from, from.fromLabel, step.kind, claims.a, model.a.edges);
    if (!from.to.empty())
        b = claimEdge(model.b, from.to, from.toLabel, step.kind, claims.b, model.b.edges);
    if (a >= 0)
        step.edgesA.push_back(a);
    if (b >= 0)
        step.edgesB.push_back(b);
    switch (step.kind) {
    case EditKind::Removed:
        step.words = PairModelWords::tr("remove edge %1").arg(edgeName(model.a, a));
        break;
    case EditKind::Added:
        step.words = PairModelWords::tr("add edge %1").arg(edgeName(model.b, b));
        break;
    default:
        step.words =
            PairModelWords::tr("edge %1: %2 → %3").arg(edgeName(model.a, a), text(from.fromLabel), text(from.toLabel));
    }
}

PairStep keptStep(const PairModel& model) {
    PairStep kept;
    const auto collect = [](const std::vector<EditKind>& kinds, std::vector<int>& list) {
        for (std::size_t i = 0; i < kinds.size(); ++i)
            if (kinds[i] == EditKind::Kept)
                list.push_back(static_cast<int>(i));
    };
    collect(model.a.nodes, kept.nodesA);
    collect(model.b.nodes, kept.nodesB);
    collect(model.a.edges, kept.edgesA);
    collect(model.b.edges, kept.edgesB);
    kept.words = PairModelWords::tr("%n operator(s) kept", nullptr, static_cast<int>(kept.nodesA.size())) +
                 QStringLiteral(", ") +
                 PairModelWords::tr("%n edge(s) kept", nullptr, static_cast<int>(kept.edgesA.size()));
    return kept;
}

/// The graph that has the nodes of both: those that the map pairs are one.
JobGraph unionOf(const PairModel& model, const std::vector<int>& map, std::vector<std::string>& ofB) {
    JobGraph all;
    ofB.assign(model.b.graph.nodes.size(), {});
    for (std::size_t i = 0; i < model.a.graph.nodes.size(); ++i) {
        Operator& op = all.nodes.emplace_back();
        op.id = "a" + std::to_string(i);
        if (i < map.size() && map[i] >= 0 && static_cast<std::size_t>(map[i]) < ofB.size())
            ofB[static_cast<std::size_t>(map[i])] = op.id;
    }
    for (std::size_t i = 0; i < ofB.size(); ++i)
        if (ofB[i].empty())
            all.nodes.emplace_back().id = ofB[i] = "b" + std::to_string(i);
    const auto add = [&all](std::string from, std::string to) {
        if (std::ranges::none_of(all.edges, [&](const Edge& e) { return e.from == from && e.to == to; }))
            all.edges.push_back({std::move(from), std::move(to), {}, 0, 1});
    };
    for (const Edge& edge : model.a.graph.edges)
        if (const auto from = model.a.graph.indexOf(edge.from), to = model.a.graph.indexOf(edge.to); from && to)
            add("a" + std::to_string(*from), "a" + std::to_string(*to));
    for (const Edge& edge : model.b.graph.edges)
        if (const auto from = model.b.graph.indexOf(edge.from), to = model.b.graph.indexOf(edge.to); from && to)
            add(ofB[*from], ofB[*to]);
    return all;
}

/// What of `whole` belongs to this graph, under its own ids.
layout::Layout partOf(const layout::Layout& whole, const JobGraph& unionGraph, const JobGraph& graph,
                      const std::vector<std::string>& names) {
    layout::Layout part;
    part.width = whole.width;
    part.height = whole.height;
    part.engine = whole.engine;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        if (const auto box = whole.nodes.find(names[i]); box != whole.nodes.end())
            part.nodes[graph.nodes[i].id] = box->second;
    for (std::size_t e = 0; e < graph.edges.size(); ++e) {
        const auto from = graph.indexOf(graph.edges[e].from), to = graph.indexOf(graph.edges[e].to);
        if (!from || !to)
            continue;
        for (const auto& spline : whole.edges)
            if (unionGraph.edges[spline.edge].from == names[*from] && unionGraph.edges[spline.edge].to == names[*to]) {
                part.edges.push_back(spline);
                part.edges.back().edge = e;
                break;
            }
    }
    return part;
}

void layOut(PairModel& model, const std::vector<int>& map) {
    std::vector<std::string> ofA, ofB;
    const JobGraph all = unionOf(model, map, ofB);
    for (std::size_t i = 0; i < model.a.graph.nodes.size(); ++i)
        ofA.push_back("a" + std::to_string(i));
    const layout::Options options = pairOptions();
    // A map that turns the flow round somewhere makes a cycle: then each is drawn for itself.
    if (!all.topologicalOrder()) {
        model.a.layout = layout::quickLayout(model.a.graph, options);
        model.b.layout = layout::quickLayout(model.b.graph, options);
        return;
    }
    const layout::Layout whole = layout::quickLayout(all, options);
    model.a.layout = partOf(whole, all, model.a.graph, ofA);
    model.b.layout = partOf(whole, all, model.b.graph, ofB);
}

} // namespace

PairModel pairModel(const workbench::PairView& view, const QString& nameA, const QString& nameB) {
    PairModel model;
    model.nameA = nameA;
    model.nameB = nameB;
    model.distance = {view.answer.lower, view.answer.upper};
    model.microseconds = view.answer.microseconds;
    model.a.graph = view.a;
    model.b.graph = view.b;
    for (PairSide* side : {&model.a, &model.b}) {
        side->nodes.assign(side->graph.nodes.size(), EditKind::Kept);
        side->edges.assign(side->graph.edges.size(), EditKind::Kept);
    }
    Claims claims{std::vector<bool>(view.a.edges.size()), std::vector<bool>(view.b.edges.size())};
    for (const ged::EditStep& from : view.path) {
        PairStep step;
        step.kind = kindOf(from.op);
        step.cost = from.cost;
        if (from.node)
            addNodeStep(model, from, step);
        else
            addEdgeStep(model, from, step, claims);
        model.steps.push_back(std::move(step));
    }
    model.steps.insert(model.steps.begin(), keptStep(model));
    layOut(model, view.answer.map);
    return model;
}

QString pairVerdict(const PairModel& model) {
    const QString time =
        QStringLiteral(" · ") + (model.microseconds < 1'000
                                     ? PairModelWords::tr("%1 µs").arg(std::max(1.0, std::round(model.microseconds)))
                                     : duration(model.microseconds / 1e6));
    return (model.distance.exact() ? PairModelWords::tr("%1, exact").arg(distanceText(model.distance))
                                   : distanceText(model.distance)) +
           time;
}

QString pairText(const PairModel& model) {
    QStringList lines{PairModelWords::tr("From %1 to %2: %3").arg(model.nameA, model.nameB, pairVerdict(model))};
    for (const PairStep& step : model.steps)
        lines << editSign(step.kind) + QLatin1Char('\t') + step.words + QLatin1Char('\t') +
                     QLocale().toString(step.cost, 'g', 4);
    return lines.join(QLatin1Char('\n'));
}

} // namespace streamtune::ui
