// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/pair_problem.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <unordered_map>

#include "core/ged/assignment.h"

namespace streamtune::ged {
namespace {

struct Interned {
    std::vector<const std::string*> node; ///< label of each node
    std::vector<const std::string*> edge; ///< label of each kept edge
    std::vector<std::vector<const std::string*>> loops;
};

const std::string& noLabel() {
    static const auto* empty = new std::string;
    return *empty;
}

Result<Interned> readSide(const JobGraph& graph, Definition definition, Side& side) {
    std::unordered_map<std::string_view, int> index;
    index.reserve(graph.nodes.size());
    Interned labels;
    side.nodes = static_cast<int>(graph.nodes.size());
    for (const Operator& node : graph.nodes) {
        if (!index.emplace(node.id, static_cast<int>(index.size())).second)
            return fail("graph.duplicate", "Graph \"" + graph.id + "\" has two nodes with the id \"" + node.id + "\".",
                        "Give every node an id of its own.");
        labels.node.push_back(&node.label);
    }
    labels.loops.resize(graph.nodes.size());
    for (const Edge& edge : graph.edges) {
        const auto from = index.find(edge.from);
        const auto to = index.find(edge.to);
        if (from == index.end() || to == index.end())
            return fail("graph.edge",
                        "Graph \"" + graph.id + "\" has an edge " + edge.from + " -> " + edge.to +
                            " to a node that is not there.",
                        "List every node before the edges that use it.");
        const std::string* label = definition.edgeLabels ? &edge.label : &noLabel();
        if (from->second == to->second) {
            labels.loops[static_cast<std::size_t>(from->second)].push_back(label);
            continue;
        }
        side.edges.push_back({from->second, to->second});
        labels.edge.push_back(label);
    }
    return labels;
}

void groupHalves(Side& side, int kinds) {
    const auto slots = static_cast<std::size_t>(side.nodes * kinds);
    std::vector<int> count(slots + 1, 0);
    const auto slotOf = [&](int edge, int end) {
        const int node = side.edges[static_cast<std::size_t>(edge)].end(end);
        return static_cast<std::size_t>(node * kinds + (kinds == 2 ? end : 0));
    };
    const int edges = static_cast<int>(side.edges.size());
    for (int e = 0; e < edges; ++e)
        for (int end = 0; end < 2; ++end)
            ++count[slotOf(e, end) + 1];
    for (std::size_t i = 0; i < slots; ++i)
        count[i + 1] += count[i];
    side.begin = count;
    side.halves.resize(side.edges.size() * 2);
    for (int e = 0; e < edges; ++e)
        for (int end = 0; end < 2; ++end)
            side.halves[static_cast<std::size_t>(count[slotOf(e, end)]++)] = {e, end};
}

/// Neighbourhood of a node as a sorted list; twins have equal lists and labels and no edge between them.
void findTwins(Side& side, const Interned& labels, bool directed) {
    using Neighbour = std::array<std::int64_t, 3>;
    std::map<std::string_view, std::int64_t> ids;
    const auto idOf = [&](const std::string* label) {
        return ids.emplace(*label, static_cast<std::int64_t>(ids.size())).first->second;
    };
    std::vector<std::vector<Neighbour>> around(static_cast<std::size_t>(side.nodes));
    for (std::size_t e = 0; e < side.edges.size(); ++e)
        for (int end = 0; end < 2; ++end)
            around[static_cast<std::size_t>(side.edges[e].end(end))].push_back(
                {side.edges[e].end(1 - end), directed ? end : 0, idOf(labels.edge[e])});
    for (std::size_t v = 0; v < around.size(); ++v) {
        std::ranges::sort(around[v]);
        around[v].push_back({-1, -1, idOf(labels.node[v])});
        std::vector<std::int64_t> loops;
        for (const std::string* loop : labels.loops[v])
            loops.push_back(idOf(loop));
        std::ranges::sort(loops);
        for (const std::int64_t loop : loops)
            around[v].push_back({-2, -2, loop});
    }
    std::map<std::vector<Neighbour>, int> first;
    side.twin.resize(around.size());
    for (std::size_t v = 0; v < around.size(); ++v)
        side.twin[v] = first.emplace(around[v], static_cast<int>(v)).first->second;
}

/// What keeping one label as the other saves against deleting and inserting.
class Savings {
public:
    Savings(const EditCosts& costs, bool swapped) : m_costs(costs), m_swapped(swapped) {}

    [[nodiscard]] double node(const std::string& row, const std::string& column) const {
        return m_costs.nodeDelete + m_costs.nodeInsert -
               (m_swapped ? m_costs.node(column, row) : m_costs.node(row, column));
    }
    [[nodiscard]] double edge(const std::string& row, const std::string& column) const {
        return std::max(0.0, m_costs.edgeDelete + m_costs.edgeInsert -
                                 (m_swapped ? m_costs.edge(column, row) : m_costs.edge(row, column)));
    }
    [[nodiscard]] double loops(const std::vector<const std::string*>& row,
                               const std::vector<const std::string*>& column) const {
        std::vector<double> weight;
        for (const std::string* r : row)
            for (const std::string* c : column)
                weight.push_back(edge(*r, *c));
        return matchingWeight(weight, row.size(), column.size(), nullptr);
    }

private:
    const EditCosts& m_costs;
    bool m_swapped;
};

} // namespace

Result<PairProblem> makePairProblem(const JobGraph& a, const JobGraph& b, Definition definition,
                                    const EditCosts& costs) {
    PairProblem p;
    p.swapped = a.nodes.size() > b.nodes.size();
    p.directed = definition.directed;
    p.kinds = p.directed ? 2 : 1;
    p.integral = costs.integral();
    ST_ASSIGN(const Interned rows, readSide(p.swapped ? b : a, definition, p.row));
    ST_ASSIGN(const Interned columns, readSide(p.swapped ? a : b, definition, p.column));
    groupHalves(p.row, p.kinds);
    groupHalves(p.column, p.kinds);
    findTwins(p.column, columns, p.directed);

    p.constant = static_cast<double>(a.nodes.size()) * costs.nodeDelete +
                 static_cast<double>(a.edges.size()) * costs.edgeDelete +
                 static_cast<double>(b.nodes.size()) * costs.nodeInsert +
                 static_cast<double>(b.edges.size()) * costs.edgeInsert;
    const Savings savings(costs, p.swapped);
    p.nodeProfit.reserve(rows.node.size() * columns.node.size());
    for (std::size_t u = 0; u < rows.node.size(); ++u)
        for (std::size_t v = 0; v < columns.node.size(); ++v) {
            double profit = savings.node(*rows.node[u], *columns.node[v]);
            if (!rows.loops[u].empty() && !columns.loops[v].empty())
                profit += savings.loops(rows.loops[u], columns.loops[v]);
            p.mayDrop = p.mayDrop || profit < 0;
            p.nodeProfit.push_back(profit);
        }
    p.edgeSaving.reserve(p.edgePairs());
    for (const std::string* r : rows.edge)
        for (const std::string* c : columns.edge)
            p.edgeSaving.push_back(savings.edge(*r, *c));
    p.columnEdges.resize(static_cast<std::size_t>(p.column.nodes) * static_cast<std::size_t>(p.column.nodes));
    for (std::size_t f = 0; f < p.column.edges.size(); ++f) {
        const auto [tail, head] = p.column.edges[f];
        const auto n = static_cast<std::size_t>(p.column.nodes);
        p.columnEdges[static_cast<std::size_t>(tail) * n + static_cast<std::size_t>(head)].emplace_back(
            static_cast<int>(f), 0);
        if (!p.directed)
            p.columnEdges[static_cast<std::size_t>(head) * n + static_cast<std::size_t>(tail)].emplace_back(
                static_cast<int>(f), 1);
    }
    return p;
}

double PairProblem::costOf(std::span<const int> map) const {
    double profit = 0;
    const auto n = static_cast<std::size_t>(column.nodes);
    for (std::size_t u = 0; u < map.size(); ++u)
        if (map[u] >= 0)
            profit += nodeProfit[u * n + static_cast<std::size_t>(map[u])];
    // Edges of one pair of nodes compete for the edges of its image: bundles of more than one are matched.
    std::vector<std::pair<std::size_t, std::size_t>> bundled; // (image pair, row edge)
    for (std::size_t e = 0; e < row.edges.size(); ++e) {
        const int tail = map[static_cast<std::size_t>(row.edges[e].tail)];
        const int head = map[static_cast<std::size_t>(row.edges[e].head)];
        if (tail < 0 || head < 0)
            continue;
        std::size_t key = static_cast<std::size_t>(tail) * n + static_cast<std::size_t>(head);
        if (!directed && head < tail)
            key = static_cast<std::size_t>(head) * n + static_cast<std::size_t>(tail);
        if (!columnEdges[key].empty())
            bundled.emplace_back(key, e);
    }
    std::ranges::sort(bundled);
    std::vector<double> weight;
    for (std::size_t i = 0; i < bundled.size();) {
        std::size_t end = i;
        while (end < bundled.size() && bundled[end].first == bundled[i].first)
            ++end;
        const auto& images = columnEdges[bundled[i].first];
        weight.clear();
        for (std::size_t k = i; k < end; ++k)
            for (const auto& [f, orientation] : images)
                weight.push_back(edgeSaving[bundled[k].second * column.edges.size() + static_cast<std::size_t>(f)]);
        profit += matchingWeight(weight, end - i, images.size(), nullptr);
        i = end;
    }
    return constant - profit;
}

} // namespace streamtune::ged
