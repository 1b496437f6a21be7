// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/job_graph.h"

#include <algorithm>
#include <queue>
#include <set>

namespace streamtune {

const Operator* JobGraph::find(std::string_view nodeId) const {
    const auto index = indexOf(nodeId);
    return index ? &nodes[*index] : nullptr;
}

std::string JobGraph::shownName(const std::string& nodeId) const {
    const Operator* node = find(nodeId);
    return node ? node->shownName() : nodeId;
}

Operator* JobGraph::find(std::string_view nodeId) {
    const auto index = indexOf(nodeId);
    return index ? &nodes[*index] : nullptr;
}

std::optional<std::size_t> JobGraph::indexOf(std::string_view nodeId) const {
    const auto it = std::ranges::find(nodes, nodeId, &Operator::id);
    if (it == nodes.end())
        return std::nullopt;
    return static_cast<std::size_t>(it - nodes.begin());
}

std::vector<const Edge*> JobGraph::inputsOf(std::string_view nodeId) const {
    std::vector<const Edge*> found;
    for (const Edge& edge : edges)
        if (edge.to == nodeId)
            found.push_back(&edge);
    return found;
}

std::vector<const Edge*> JobGraph::outputsOf(std::string_view nodeId) const {
    std::vector<const Edge*> found;
    for (const Edge& edge : edges)
        if (edge.from == nodeId)
            found.push_back(&edge);
    return found;
}

bool JobGraph::isSource(std::string_view nodeId) const {
    return std::ranges::none_of(edges, [&](const Edge& e) { return e.to == nodeId; });
}

bool JobGraph::isKeyed(std::string_view nodeId) const {
    return std::ranges::any_of(edges, [&](const Edge& e) { return e.to == nodeId && e.label == "hash"; });
}

ParallelismVector JobGraph::parallelism() const {
    ParallelismVector vector;
    for (const Operator& node : nodes)
        vector[node.id] = node.parallelism;
    return vector;
}

int JobGraph::slotsNeeded(const ParallelismVector& vector) const {
    std::map<std::string, int> largest;
    for (const Operator& node : nodes) {
        const auto it = vector.find(node.id);
        int& group = largest[node.slotSharingGroup];
        group = std::max(group, it == vector.end() ? node.parallelism : it->second);
    }
    int total = 0;
    for (const auto& [group, slots] : largest)
        total += slots;
    return total;
}

Status JobGraph::validateIds() const {
    std::set<std::string_view> ids;
    for (const Operator& node : nodes) {
        if (node.id.empty() || !ids.insert(node.id).second)
            return fail("graph.duplicate", "Graph \"" + id + "\" has two nodes with the id \"" + node.id + "\".",
                        "Give every node an id of its own.");
    }
    for (const Edge& edge : edges)
        if (!ids.contains(edge.from) || !ids.contains(edge.to))
            return fail("graph.edge",
                        "Graph \"" + id + "\" has an edge " + edge.from + " -> " + edge.to +
                            " to a node that is not there.",
                        "List every node before the edges that use it.");
    return {};
}

Status JobGraph::validate() const {
    ST_TRY(validateIds());
    for (const Operator& node : nodes)
        if (node.parallelism < 1 || node.maxParallelism < 0)
            return fail("graph.value", "Node \"" + node.id + "\" of graph \"" + id + "\" has a parallelism below 1.",
                        "Parallelism is a whole number from 1 on.");
    if (const auto order = topologicalOrder(); !order)
        return fail(order.error());
    return {};
}

Result<std::vector<std::size_t>> JobGraph::topologicalOrder() const {
    std::map<std::string_view, std::size_t> index;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        index[nodes[i].id] = i;
    std::vector<int> open(nodes.size(), 0);
    std::vector<std::vector<std::size_t>> next(nodes.size());
    for (const Edge& edge : edges) {
        const auto from = index.find(edge.from);
        const auto to = index.find(edge.to);
        if (from == index.end() || to == index.end())
            continue;
        next[from->second].push_back(to->second);
        ++open[to->second];
    }
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (open[i] == 0)
            ready.push(i);
    std::vector<std::size_t> order;
    while (!ready.empty()) {
        const std::size_t node = ready.top();
        ready.pop();
        order.push_back(node);
        for (const std::size_t successor : next[node])
            if (--open[successor] == 0)
                ready.push(successor);
    }
    if (order.size() != nodes.size())
        return fail("graph.cycle", "Graph \"" + id + "\" has a cycle.",
                    "A job graph flows from sources to sinks only.");
    return order;
}

} // namespace streamtune
