// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/compiled.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/ged/assignment.h"

namespace streamtune::ged {
namespace {

using Counts = std::vector<std::pair<int, int>>;

Counts counted(std::vector<int> labels) {
    std::ranges::sort(labels);
    Counts counts;
    for (const int label : labels)
        if (counts.empty() || counts.back().first != label)
            counts.emplace_back(label, 1);
        else
            ++counts.back().second;
    return counts;
}

void groupHalves(Compiled& graph) {
    const int kinds = graph.kinds;
    const auto slots = static_cast<std::size_t>(graph.nodes * kinds);
    std::vector<int> next(slots + 1, 0);
    const auto slotOf = [&](const Compiled::Bundle& bundle, int end) {
        const int node = end == 0 ? bundle.tail : bundle.head;
        return static_cast<std::size_t>(node * kinds + (kinds == 2 ? end : 0));
    };
    for (const Compiled::Bundle& bundle : graph.bundles)
        for (int end = 0; end < 2; ++end)
            ++next[slotOf(bundle, end) + 1];
    for (std::size_t i = 0; i < slots; ++i)
        next[i + 1] += next[i];
    graph.begin = next;
    graph.halves.resize(graph.bundles.size() * 2);
    for (const Compiled::Bundle& bundle : graph.bundles) {
        const int tail = next[slotOf(bundle, 0)]++;
        const int head = next[slotOf(bundle, 1)]++;
        graph.halves[static_cast<std::size_t>(tail)] = {bundle.type, bundle.head, head, 0};
        graph.halves[static_cast<std::size_t>(head)] = {bundle.type, bundle.tail, tail, 1};
    }
}

void fillBetween(Compiled& graph) {
    const auto n = static_cast<std::size_t>(graph.nodes);
    graph.between.assign(n * n, 0);
    for (const Compiled::Bundle& bundle : graph.bundles) {
        const auto tail = static_cast<std::size_t>(bundle.tail), head = static_cast<std::size_t>(bundle.head);
        graph.between[tail * n + head] = bundle.type;
        if (graph.kinds == 1)
            graph.between[head * n + tail] = bundle.type;
    }
}

/// Twins have the same type and the same neighbours over the same bundles, and no edge between them.
void findTwins(Compiled& graph) {
    std::map<std::vector<std::array<int, 3>>, int> first;
    graph.twin.resize(static_cast<std::size_t>(graph.nodes));
    std::vector<std::array<int, 3>> around;
    for (int v = 0; v < graph.nodes; ++v) {
        around.clear();
        for (int kind = 0; kind < graph.kinds; ++kind)
            for (const Compiled::Half& half : graph.at(v, kind))
                around.push_back({half.other, kind, half.type});
        std::ranges::sort(around);
        around.push_back({-1, -1, graph.nodeType[static_cast<std::size_t>(v)]});
        graph.twin[static_cast<std::size_t>(v)] = first.emplace(around, v).first->second;
    }
}

std::uint64_t mixed(std::uint64_t x) { // splitmix64
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31U);
}

using Hashes = std::vector<std::uint64_t>;

/// One round of colour refinement over the halves of the kinds [from, to).
Hashes refined(const Compiled& graph, const Hashes& colour, int from, int to) {
    Hashes next(colour.size());
    for (int v = 0; v < graph.nodes; ++v) {
        std::uint64_t sum = mixed(colour[static_cast<std::size_t>(v)]);
        for (int kind = from; kind < to; ++kind)
            for (const Compiled::Half& half : graph.at(v, kind))
                sum += mixed(colour[static_cast<std::size_t>(half.other)] * 3 + static_cast<std::uint64_t>(kind) +
                             mixed(static_cast<std::uint64_t>(half.type)));
        next[static_cast<std::size_t>(v)] = mixed(sum);
    }
    return next;
}

void hashSurroundings(Compiled& graph) {
    Hashes start;
    for (const int type : graph.nodeType)
        start.push_back(mixed(static_cast<std::uint64_t>(type)));
    graph.surroundings.assign(start.size(), 0);
    unsigned at = 0;
    const auto keep = [&](const Hashes& colour) {
        for (std::size_t v = 0; v < colour.size(); ++v)
            graph.surroundings[v] |= (colour[v] & 0xffU) << at;
        at += 8;
    };
    const int last = graph.kinds - 1;
    Hashes down = refined(graph, start, 0, 1), up = refined(graph, start, last, last + 1);
    Hashes both = refined(graph, start, 0, graph.kinds);
    keep(down);
    keep(up);
    down = refined(graph, down, 0, 1), up = refined(graph, up, last, last + 1);
    both = refined(graph, both, 0, graph.kinds);
    keep(down);
    keep(up);
    keep(both);
    for (int i = 0; i < 2; ++i)
        down = refined(graph, down, 0, 1), up = refined(graph, up, last, last + 1);
    keep(down);
    keep(up);
    keep(refined(graph, both, 0, graph.kinds));
}

/// Labels that do not occur on the other side cost at least the cheapest way to get rid of them.
double multisetCost(const Counts& a, const Counts& b, double deletion, double insertion, double substitution) {
    int onlyA = 0, onlyB = 0;
    std::size_t i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        if (a[i].first < b[j].first) {
            onlyA += a[i++].second;
        } else if (a[i].first > b[j].first) {
            onlyB += b[j++].second;
        } else {
            const int difference = a[i++].second - b[j++].second;
            (difference > 0 ? onlyA : onlyB) += std::abs(difference);
        }
    }
    for (; i < a.size(); ++i)
        onlyA += a[i].second;
    for (; j < b.size(); ++j)
        onlyB += b[j].second;
    const int paired = std::min(onlyA, onlyB);
    return paired * std::min(substitution, deletion + insertion) + (onlyA - paired) * deletion +
           (onlyB - paired) * insertion;
}

} // namespace

void SavingTable::resize(int size) {
    if (size > kLargest) {
        m_size = size;
        m_values = {};
        return;
    }
    if (size > m_stride) {
        const int stride = std::max(16, m_stride * 2);
        std::vector<double> wider(static_cast<std::size_t>(stride) * static_cast<std::size_t>(stride), 0);
        for (int from = 0; from < m_size; ++from)
            std::copy_n(m_values.begin() + from * m_stride, m_size, wider.begin() + from * stride);
        m_values = std::move(wider);
        m_stride = stride;
    }
    m_size = size;
}

int Vocabulary::Names::of(const std::string& label) {
    return number.emplace(label, static_cast<int>(number.size())).first->second;
}

void Vocabulary::Names::learn(const std::map<std::pair<std::string, std::string>, double>& costs, double otherwise) {
    for (const auto& [labels, cost] : costs) {
        of(labels.first);
        of(labels.second);
    }
    known = static_cast<int>(number.size());
    pairs.assign(number.size() * number.size(), otherwise);
    for (std::size_t i = 0; i < number.size(); ++i)
        pairs[i * number.size() + i] = 0;
    for (const auto& [labels, cost] : costs)
        pairs[static_cast<std::size_t>(of(labels.first) * known + of(labels.second))] = cost;
}

double Vocabulary::Names::cost(int from, int to, double otherwise) const {
    if (from < known && to < known)
        return pairs[static_cast<std::size_t>(from * known + to)];
    return from == to ? 0 : otherwise;
}

Result<Vocabulary> Vocabulary::make(Definition definition, EditCosts costs) {
    ST_TRY(costs.validate());
    Vocabulary made;
    made.m_definition = definition;
    made.m_integral = costs.integral();
    const double apart = costs.nodeDelete + costs.nodeInsert;
    made.m_mayDrop = costs.nodeSubstitute > apart ||
                     std::ranges::any_of(costs.nodePairs, [&](const auto& pair) { return pair.second > apart; });
    made.m_costs = std::move(costs);
    made.m_nodeNames.learn(made.m_costs.nodePairs, made.m_costs.nodeSubstitute);
    if (definition.edgeLabels)
        made.m_edgeNames.learn(made.m_costs.edgePairs, made.m_costs.edgeSubstitute);
    made.m_bundleTypeOf.emplace(Labels{}, 0);
    made.m_bundleTable.resize(1);
    return made;
}

double Vocabulary::edgeSaving(int from, int to) const {
    const double cost = m_definition.edgeLabels ? m_edgeNames.cost(from, to, m_costs.edgeSubstitute)
                                                : m_costs.edge(std::string(), std::string());
    return std::max(0.0, m_costs.edgeDelete + m_costs.edgeInsert - cost);
}

double Vocabulary::labelsSaving(const Labels& from, const Labels& to) const {
    if (from.empty() || to.empty())
        return 0;
    if (from.size() == 1 && to.size() == 1)
        return edgeSaving(from[0], to[0]);
    if (m_costs.edgePairs.empty()) { // equal labels save most, so that they are matched first
        Labels common;
        std::ranges::set_intersection(from, to, std::back_inserter(common));
        const auto equal = static_cast<double>(common.size());
        const double rest = static_cast<double>(std::min(from.size(), to.size())) - equal;
        const double changed = std::max(0.0, m_costs.edgeDelete + m_costs.edgeInsert - m_costs.edgeSubstitute);
        return equal * (m_costs.edgeDelete + m_costs.edgeInsert) + rest * changed;
    }
    std::vector<double> weight;
    weight.reserve(from.size() * to.size());
    for (const int f : from)
        for (const int t : to)
            weight.push_back(edgeSaving(f, t));
    return matchingWeight(weight, from.size(), to.size(), nullptr);
}

double Vocabulary::computedNodeSaving(int from, int to) const {
    const auto& [fromLabel, fromLoops] = m_nodeTypes[static_cast<std::size_t>(from)];
    const auto& [toLabel, toLoops] = m_nodeTypes[static_cast<std::size_t>(to)];
    return m_costs.nodeDelete + m_costs.nodeInsert - m_nodeNames.cost(fromLabel, toLabel, m_costs.nodeSubstitute) +
           labelsSaving(fromLoops, toLoops);
}

double Vocabulary::nodeSaving(int from, int to) const {
    return m_nodeTable.stored() ? m_nodeTable.values()[from * m_nodeTable.stride() + to] : computedNodeSaving(from, to);
}

double Vocabulary::bundleSaving(int from, int to) const {
    return m_bundleTable.stored() ? m_bundleTable.values()[from * m_bundleTable.stride() + to]
                                  : labelsSaving(m_bundleTypes[static_cast<std::size_t>(from)],
                                                 m_bundleTypes[static_cast<std::size_t>(to)]);
}

int Vocabulary::nodeType(int label, Labels loops) {
    const int next = static_cast<int>(m_nodeTypes.size());
    const auto [it, fresh] = m_nodeTypeOf.try_emplace({label, loops}, next);
    if (!fresh)
        return it->second;
    m_nodeTypes.emplace_back(label, std::move(loops));
    m_nodeTable.resize(next + 1);
    for (int other = 0; other <= next && m_nodeTable.stored(); ++other) {
        m_nodeTable.set(next, other, computedNodeSaving(next, other));
        m_nodeTable.set(other, next, computedNodeSaving(other, next));
    }
    return next;
}

int Vocabulary::bundleType(Labels labels) {
    const int next = static_cast<int>(m_bundleTypes.size());
    const auto [it, fresh] = m_bundleTypeOf.try_emplace(labels, next);
    if (!fresh)
        return it->second;
    m_bundleTypes.push_back(std::move(labels));
    m_bundleTable.resize(next + 1);
    for (int other = 0; other <= next && m_bundleTable.stored(); ++other) {
        const Labels& mine = m_bundleTypes.back();
        const Labels& theirs = m_bundleTypes[static_cast<std::size_t>(other)];
        m_bundleTable.set(next, other, labelsSaving(mine, theirs));
        m_bundleTable.set(other, next, labelsSaving(theirs, mine));
    }
    return next;
}

Result<Compiled> Vocabulary::compile(const JobGraph& graph) {
    Compiled made;
    made.id = graph.id;
    made.nodes = static_cast<int>(graph.nodes.size());
    made.edges = static_cast<int>(graph.edges.size());
    made.kinds = m_definition.directed ? 2 : 1;
    std::unordered_map<std::string_view, int> index;
    index.reserve(graph.nodes.size());
    for (const Operator& node : graph.nodes)
        if (!index.emplace(node.id, static_cast<int>(index.size())).second)
            return fail("graph.duplicate", "Graph \"" + graph.id + "\" has two nodes with the id \"" + node.id + "\".",
                        "Give every node an id of its own.");
    std::map<std::pair<int, int>, Labels> between;
    std::vector<Labels> loops(graph.nodes.size());
    std::vector<int> nodeLabels, edgeLabels;
    for (const Edge& edge : graph.edges) {
        const auto from = index.find(edge.from), to = index.find(edge.to);
        if (from == index.end() || to == index.end())
            return fail("graph.edge",
                        "Graph \"" + graph.id + "\" has an edge " + edge.from + " -> " + edge.to +
                            " to a node that is not there.",
                        "List every node before the edges that use it.");
        edgeLabels.push_back(m_definition.edgeLabels ? m_edgeNames.of(edge.label) : 0);
        auto ends = std::pair(from->second, to->second);
        if (!m_definition.directed && ends.first > ends.second)
            std::swap(ends.first, ends.second);
        if (ends.first == ends.second)
            loops[static_cast<std::size_t>(ends.first)].push_back(edgeLabels.back());
        else
            between[ends].push_back(edgeLabels.back());
    }
    for (std::size_t v = 0; v < graph.nodes.size(); ++v) {
        nodeLabels.push_back(m_nodeNames.of(graph.nodes[v].label));
        std::ranges::sort(loops[v]);
        made.nodeType.push_back(nodeType(nodeLabels.back(), std::move(loops[v])));
    }
    for (auto& [ends, labels] : between) {
        std::ranges::sort(labels);
        made.bundles.push_back({ends.first, ends.second, bundleType(std::move(labels))});
    }
    made.nodeLabels = counted(std::move(nodeLabels));
    made.edgeLabels = counted(std::move(edgeLabels));
    groupHalves(made);
    hashSurroundings(made);
    if (graph.nodes.size() <= kSearchedNodes) {
        fillBetween(made);
        findTwins(made);
    }
    return made;
}

double Vocabulary::quickLower(const Compiled& a, const Compiled& b) const {
    const auto excess = [](int first, int second, double deletion, double insertion) {
        return first > second ? (first - second) * deletion : (second - first) * insertion;
    };
    const double nodes = m_costs.nodePairs.empty() ? multisetCost(a.nodeLabels, b.nodeLabels, m_costs.nodeDelete,
                                                                  m_costs.nodeInsert, m_costs.nodeSubstitute)
                                                   : excess(a.nodes, b.nodes, m_costs.nodeDelete, m_costs.nodeInsert);
    const double edges = m_costs.edgePairs.empty() ? multisetCost(a.edgeLabels, b.edgeLabels, m_costs.edgeDelete,
                                                                  m_costs.edgeInsert, m_costs.edgeSubstitute)
                                                   : excess(a.edges, b.edges, m_costs.edgeDelete, m_costs.edgeInsert);
    return nodes + edges;
}

double Vocabulary::constant(const Compiled& a, const Compiled& b) const {
    return a.nodes * m_costs.nodeDelete + a.edges * m_costs.edgeDelete + b.nodes * m_costs.nodeInsert +
           b.edges * m_costs.edgeInsert;
}

} // namespace streamtune::ged
