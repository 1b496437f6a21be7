// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/dag/dag_fold.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/theme/fonts.h"
#include "ui/views/dag/dag_words.h"

namespace streamtune::ui::dag {
namespace {

Number largest(const Number& a, const Number& b) {
    return !isKnown(a) || (isKnown(b) && *b > *a) ? b : a;
}

/// The worst share of any member; rates of members that feed each other must not be added up.
NodeObservation together(const DagModel& model, const std::string& id, const std::set<std::string>& members) {
    NodeObservation whole;
    whole.id = id;
    for (const NodeObservation& node : model.observation->nodes) {
        if (!members.contains(node.id))
            continue;
        whole.busyMax = largest(whole.busyMax, node.busyMax);
        whole.backpressuredMax = largest(whole.backpressuredMax, node.backpressuredMax);
        whole.parallelism += node.parallelism;
    }
    return whole;
}

Operator standIn(const JobGraph& graph, const std::string& id, const std::set<std::string>& members) {
    Operator node;
    node.id = id;
    node.parallelism = 0;
    QString first;
    for (const Operator& op : graph.nodes) {
        if (!members.contains(op.id))
            continue;
        node.parallelism += op.parallelism;
        if (first.isEmpty())
            first = theme::text(op.shownName()).simplified();
    }
    const int others = static_cast<int>(members.size()) - 1;
    node.name = QString(first + QLatin1Char(' ') + DagWords::tr("and %n more", nullptr, others)).toStdString();
    node.label = DagWords::tr("%n folded operator(s)", nullptr, others + 1).toStdString();
    return node;
}

/// Edges into the part end at what stands for it, one for each writer; what came out of it is one edge to the root.
void rejoin(JobGraph& graph, const std::string& id, const std::string& root, const std::set<std::string>& members) {
    std::vector<Edge> edges;
    for (Edge edge : graph.edges) {
        if (members.contains(edge.from))
            continue;
        if (members.contains(edge.to)) {
            edge.to = id;
            const auto known =
                std::ranges::find_if(edges, [&](const Edge& e) { return e.from == edge.from && e.to == id; });
            if (known != edges.end()) {
                known->share = std::min(1.0, known->share + edge.share);
                continue;
            }
        }
        edges.push_back(std::move(edge));
    }
    Edge joined;
    joined.from = id;
    joined.to = root;
    joined.label = "FOLDED";
    edges.push_back(std::move(joined));
    graph.edges = std::move(edges);
}

void foldOne(DagModel& model, const std::string& root, const std::set<std::string>& members) {
    const std::string id = foldedId(root);
    const auto inside = [&](const std::string& node) { return members.contains(node); };
    if (model.observation) {
        NodeObservation whole = together(model, id, members);
        // What comes out of it is what the root takes in.
        if (const NodeObservation* reader = model.observation->find(root))
            whole.outRate = reader->inRate;
        std::erase_if(model.observation->nodes, [&](const NodeObservation& n) { return inside(n.id); });
        std::erase_if(model.observation->sources, [&](const SourceObservation& s) { return inside(s.id); });
        if (isKnown(whole.busyMax) || isKnown(whole.backpressuredMax))
            model.observation->nodes.push_back(std::move(whole));
    }
    tune::NodeLabel label;
    Number predicted;
    for (const std::string& member : members) {
        if (const auto it = model.labels.nodes.find(member); it != model.labels.nodes.end() && it->second.label == 1)
            label = it->second;
        if (const auto it = model.predicted.find(member); it != model.predicted.end())
            predicted = largest(predicted, it->second);
        model.labels.nodes.erase(member);
        model.predicted.erase(member);
        model.advised.erase(member);
    }
    if (label.label == 1)
        model.labels.nodes[id] = label;
    if (isKnown(predicted))
        model.predicted[id] = *predicted;
    model.folded[id] = {members.begin(), members.end()};
    auto& nodes = model.graph.nodes;
    const auto place = std::ranges::find_if(nodes, [&](const Operator& op) { return inside(op.id); });
    *place = standIn(model.graph, id, members);
    std::erase_if(nodes, [&](const Operator& op) { return inside(op.id); });
    rejoin(model.graph, id, root, members);
}

} // namespace

std::string foldedId(const std::string& root) {
    return "folded:" + root;
}

std::set<std::string> feedsOnly(const JobGraph& graph, const std::string& root) {
    const auto order = graph.topologicalOrder();
    if (!order || !graph.find(root))
        return {};
    std::map<std::string_view, std::vector<std::string_view>> readers;
    for (const Edge& edge : graph.edges)
        readers[edge.from].push_back(edge.to);
    std::set<std::string> inside{root};
    for (auto node = order->rbegin(); node != order->rend(); ++node) { // readers before what they read
        const std::string& id = graph.nodes[*node].id;
        const auto found = readers.find(id);
        if (found != readers.end() && std::ranges::all_of(found->second, [&](std::string_view reader) {
                return inside.contains(std::string(reader));
            }))
            inside.insert(id);
    }
    inside.erase(root);
    return inside;
}

DagModel folded(const DagModel& model, const std::set<std::string>& roots) {
    DagModel result = model;
    // Larger parts first: a root inside one of them has gone by then.
    std::vector<std::pair<std::string, std::set<std::string>>> parts;
    for (const std::string& root : roots)
        if (auto members = feedsOnly(model.graph, root); members.size() >= 2)
            parts.emplace_back(root, std::move(members));
    std::ranges::stable_sort(parts, std::greater{}, [](const auto& p) { return p.second.size(); });
    std::set<std::string> gone;
    for (const auto& [root, members] : parts) {
        if (gone.contains(root) || !result.graph.find(root) ||
            std::ranges::any_of(members, [&](const std::string& m) { return gone.contains(m); }))
            continue;
        foldOne(result, root, members);
        gone.insert(members.begin(), members.end());
    }
    if (!gone.empty())
        result.layout = {};
    return result;
}

} // namespace streamtune::ui::dag
