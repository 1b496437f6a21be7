// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/coarse.h"

#include <algorithm>
#include <deque>
#include <map>
#include <string_view>

namespace streamtune::ged {
namespace {

struct Counts {
    double onlyA = 0, onlyB = 0;
};

template <typename Items, typename LabelOf>
Counts difference(const Items& a, const Items& b, const LabelOf& labelOf) {
    std::map<std::string_view, long> count;
    for (const auto& item : a)
        ++count[labelOf(item)];
    for (const auto& item : b)
        --count[labelOf(item)];
    Counts counts;
    for (const auto& [label, n] : count)
        (n > 0 ? counts.onlyA : counts.onlyB) += static_cast<double>(std::abs(n));
    return counts;
}

double excess(std::size_t a, std::size_t b, double deletion, double insertion) {
    return a > b ? static_cast<double>(a - b) * deletion : static_cast<double>(b - a) * insertion;
}

/// Labels that do not occur on the other side cost at least the cheapest way to get rid of them.
double multiset(Counts c, double deletion, double insertion, double substitution) {
    const double paired = std::min(c.onlyA, c.onlyB);
    return paired * std::min(substitution, deletion + insertion) + (c.onlyA - paired) * deletion +
           (c.onlyB - paired) * insertion;
}

} // namespace

double coarseLower(const JobGraph& a, const JobGraph& b, Definition definition, const EditCosts& costs) {
    double nodes = excess(a.nodes.size(), b.nodes.size(), costs.nodeDelete, costs.nodeInsert);
    double edges = excess(a.edges.size(), b.edges.size(), costs.edgeDelete, costs.edgeInsert);
    if (costs.nodePairs.empty())
        nodes = std::max(
            nodes, multiset(difference(a.nodes, b.nodes, [](const Operator& n) { return std::string_view(n.label); }),
                            costs.nodeDelete, costs.nodeInsert, costs.nodeSubstitute));
    if (costs.edgePairs.empty() && definition.edgeLabels)
        edges = std::max(edges,
                         multiset(difference(a.edges, b.edges, [](const Edge& e) { return std::string_view(e.label); }),
                                  costs.edgeDelete, costs.edgeInsert, costs.edgeSubstitute));
    return nodes + edges;
}

std::vector<int> coarseMap(const JobGraph& a, const JobGraph& b) {
    std::map<std::string_view, std::deque<int>> byLabel;
    for (std::size_t v = 0; v < b.nodes.size(); ++v)
        byLabel[b.nodes[v].label].push_back(static_cast<int>(v));
    std::vector<int> map(a.nodes.size(), -1);
    for (std::size_t u = 0; u < a.nodes.size(); ++u)
        if (auto& same = byLabel[a.nodes[u].label]; !same.empty()) {
            map[u] = same.front();
            same.pop_front();
        }
    std::deque<int> rest;
    for (const auto& [label, nodes] : byLabel)
        rest.insert(rest.end(), nodes.begin(), nodes.end());
    std::ranges::sort(rest);
    for (int& image : map)
        if (image < 0 && !rest.empty()) {
            image = rest.front();
            rest.pop_front();
        }
    return map;
}

} // namespace streamtune::ged
