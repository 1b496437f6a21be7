// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/canonical.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>

#include "core/base/json.h"

namespace streamtune {
namespace {

// Individualisation and refinement (McKay, Piperno: Practical graph isomorphism II, 2014) with two prunings:
// * Once colours are equitable, edges between two cells that join every pair of their nodes alike say nothing that the
//   colours do not say. Without them the graph falls into components, each brought into canonical order by itself and
//   then sorted; thirty identical branches are thirty small problems, not one search over thirty factorial.
// * Two branches of a search with equal codes give an automorphism; nodes that automorphisms map onto explored ones are
//   not explored.

using Nodes = std::vector<int>;
using Code = std::vector<int>;
using Permutation = std::map<int, int>; ///< moved nodes only

struct Arc {
    int from = 0;
    int to = 0;
    int label = 0;
};

struct Canonised {
    Nodes order;
    std::vector<Permutation> automorphisms;
};

class UnionFind {
public:
    explicit UnionFind(const Nodes& nodes) {
        for (const int node : nodes)
            m_parent[node] = node;
    }
    int find(int node) {
        while (m_parent[node] != node)
            node = m_parent[node] = m_parent[m_parent[node]];
        return node;
    }
    void add(const Permutation& permutation) {
        for (const auto& [from, to] : permutation)
            m_parent[find(from)] = find(to);
    }

private:
    std::map<int, int> m_parent;
};

/// A node-coloured part of the graph: nodes and the arcs among them.
struct Part {
    Nodes nodes;
    std::vector<Arc> arcs;
};

class Canoniser {
public:
    explicit Canoniser(std::size_t count) : m_colour(count, 0), m_slot(count, 0) {}

    void setColours(const std::vector<int>& colours) { m_colour = colours; }

    /// Canonical order of a part under the present colours; leaves the colours of the part changed.
    Canonised canonise(const Part& part) {
        refine(part);
        const std::vector<int> colours = coloursOf(part.nodes);
        std::vector<Part> components = split(part);
        if (components.size() == 1)
            return single(components.front());

        struct Piece {
            Code code;
            Canonised result;
        };
        std::vector<Piece> pieces;
        for (const Part& component : components) {
            Piece piece{{}, single(component)};
            restore(part.nodes, colours);
            piece.code = encode(component, piece.result.order);
            pieces.push_back(std::move(piece));
        }
        std::ranges::stable_sort(pieces, {}, &Piece::code);
        Canonised whole;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const Nodes& order = pieces[i].result.order;
            whole.order.insert(whole.order.end(), order.begin(), order.end());
            std::ranges::move(pieces[i].result.automorphisms, std::back_inserter(whole.automorphisms));
            if (i > 0 && pieces[i].code == pieces[i - 1].code)
                whole.automorphisms.push_back(swapOf(pieces[i - 1].result.order, order));
        }
        return whole;
    }

private:
    std::vector<int> m_colour; ///< by node
    std::vector<int> m_slot;   ///< scratch: position of a node in the part at hand

    [[nodiscard]] std::vector<int> coloursOf(const Nodes& nodes) const {
        std::vector<int> colours;
        for (const int node : nodes)
            colours.push_back(colourOf(node));
        return colours;
    }
    void restore(const Nodes& nodes, const std::vector<int>& colours) {
        for (std::size_t i = 0; i < nodes.size(); ++i)
            colourOf(nodes[i]) = colours[i];
    }
    int& colourOf(int node) { return m_colour[static_cast<std::size_t>(node)]; }
    [[nodiscard]] int colourOf(int node) const { return m_colour[static_cast<std::size_t>(node)]; }
    int& slotOf(int node) { return m_slot[static_cast<std::size_t>(node)]; }

    static Permutation swapOf(const Nodes& a, const Nodes& b) {
        Permutation permutation;
        for (std::size_t i = 0; i < a.size(); ++i) {
            permutation[a[i]] = b[i];
            permutation[b[i]] = a[i];
        }
        return permutation;
    }

    /// Splits cells by the multiset of (direction, label, colour) of their arcs until nothing splits. Colours become
    /// ranks that depend on the structure only.
    void refine(const Part& part) {
        using Signature = std::vector<std::tuple<int, int, int>>;
        const std::size_t count = part.nodes.size();
        std::size_t cells = 0;
        for (std::size_t i = 0; i < count; ++i)
            slotOf(part.nodes[i]) = static_cast<int>(i);
        while (true) {
            std::vector<Signature> signature(count);
            for (const Arc& arc : part.arcs) {
                signature[static_cast<std::size_t>(slotOf(arc.from))].emplace_back(0, arc.label, colourOf(arc.to));
                signature[static_cast<std::size_t>(slotOf(arc.to))].emplace_back(1, arc.label, colourOf(arc.from));
            }
            for (Signature& s : signature)
                std::ranges::sort(s);
            std::vector<std::size_t> order(count);
            std::iota(order.begin(), order.end(), std::size_t{0});
            const auto key = [&](std::size_t i) {
                return std::tuple<int, const Signature&>(colourOf(part.nodes[i]), signature[i]);
            };
            std::ranges::sort(order, {}, key);
            std::vector<int> colours(count);
            std::size_t found = 0;
            for (std::size_t i = 0; i < count; ++i) {
                if (i == 0 || key(order[i]) != key(order[i - 1]))
                    ++found;
                colours[order[i]] = static_cast<int>(found);
            }
            restore(part.nodes, colours);
            if (found == cells)
                return;
            cells = found;
        }
    }

    /// Drops arcs that the colours imply and returns the connected components of the rest, in order of nodes.
    [[nodiscard]] std::vector<Part> split(const Part& part) {
        std::vector<Arc> kept = essentialArcs(part);
        UnionFind groups(part.nodes);
        for (const Arc& arc : kept)
            groups.add({{arc.from, arc.to}});
        std::map<int, Part> components;
        for (const int node : part.nodes)
            components[groups.find(node)].nodes.push_back(node);
        for (const Arc& arc : kept)
            components[groups.find(arc.from)].arcs.push_back(arc);
        std::vector<Part> result;
        for (auto& [root, component] : components)
            result.push_back(std::move(component));
        return result;
    }

    [[nodiscard]] std::vector<Arc> essentialArcs(const Part& part) const {
        std::map<int, long> cellSize;
        for (const int node : part.nodes)
            ++cellSize[colourOf(node)];
        std::map<std::pair<int, int>, std::map<std::pair<int, int>, std::vector<int>>> between;
        for (const Arc& arc : part.arcs)
            between[{colourOf(arc.from), colourOf(arc.to)}][{arc.from, arc.to}].push_back(arc.label);
        std::vector<Arc> kept;
        for (auto& [cells, pairs] : between) {
            for (auto& [ends, labels] : pairs)
                std::ranges::sort(labels);
            const bool everyPair = cells.first != cells.second &&
                                   static_cast<long>(pairs.size()) == cellSize[cells.first] * cellSize[cells.second];
            const bool alike =
                std::ranges::all_of(pairs, [&](const auto& entry) { return entry.second == pairs.begin()->second; });
            if (everyPair && alike)
                continue;
            for (const auto& [ends, labels] : pairs)
                for (const int label : labels)
                    kept.push_back({ends.first, ends.second, label});
        }
        return kept;
    }

    /// Colours by position, then arcs by positions; equal codes mean isomorphic parts.
    [[nodiscard]] Code encode(const Part& part, const Nodes& order) {
        Code code{static_cast<int>(order.size())};
        for (std::size_t i = 0; i < order.size(); ++i) {
            slotOf(order[i]) = static_cast<int>(i);
            code.push_back(colourOf(order[i]));
        }
        std::vector<std::tuple<int, int, int>> arcs;
        for (const Arc& arc : part.arcs)
            arcs.emplace_back(slotOf(arc.from), slotOf(arc.to), arc.label);
        std::ranges::sort(arcs);
        for (const auto& [from, to, label] : arcs)
            code.insert(code.end(), {from, to, label});
        return code;
    }

    /// A connected part with equitable colours: discrete, or a branch over the smallest cell of several nodes.
    [[nodiscard]] Canonised single(const Part& part) {
        std::map<int, Nodes> cells;
        for (const int node : part.nodes)
            cells[colourOf(node)].push_back(node);
        if (cells.size() == part.nodes.size()) {
            Canonised result;
            for (const auto& [colour, members] : cells)
                result.order.push_back(members.front());
            return result;
        }
        const Nodes* target = nullptr;
        for (const auto& [colour, members] : cells)
            if (members.size() > 1 && (target == nullptr || members.size() < target->size()))
                target = &members;
        return branch(part, *target);
    }

    [[nodiscard]] Canonised branch(const Part& part, const Nodes& cell) {
        const std::vector<int> colours = coloursOf(part.nodes);
        Canonised best;
        std::optional<Code> bestCode;
        UnionFind orbits(part.nodes);
        Nodes explored;
        for (const int node : cell) {
            if (std::ranges::any_of(explored, [&](int other) { return orbits.find(other) == orbits.find(node); }))
                continue;
            explored.push_back(node);
            restore(part.nodes, colours);
            for (const int other : part.nodes)
                colourOf(other) *= 2;
            --colourOf(node);
            Canonised result = canonise(part);
            restore(part.nodes, colours);
            Code code = encode(part, result.order);
            for (const Permutation& automorphism : result.automorphisms)
                orbits.add(automorphism);
            if (bestCode && code == *bestCode) {
                const Permutation automorphism = mapping(best.order, result.order);
                orbits.add(automorphism);
                best.automorphisms.push_back(automorphism);
            }
            if (!bestCode || code < *bestCode) {
                std::ranges::move(best.automorphisms, std::back_inserter(result.automorphisms));
                best = std::move(result);
                bestCode = std::move(code);
            } else {
                std::ranges::move(result.automorphisms, std::back_inserter(best.automorphisms));
            }
        }
        restore(part.nodes, colours);
        return best;
    }

    static Permutation mapping(const Nodes& from, const Nodes& to) {
        Permutation permutation;
        for (std::size_t i = 0; i < from.size(); ++i)
            if (from[i] != to[i])
                permutation[from[i]] = to[i];
        return permutation;
    }
};

/// Ranks of texts, so that numbers stand for labels in every graph alike once the labels are written out.
template <typename Range, typename Projection>
std::map<std::string, int> ranksOf(const Range& range, Projection projection) {
    std::map<std::string, int> ranks;
    for (const auto& item : range)
        ranks[std::invoke(projection, item)] = 0;
    int next = 0;
    for (auto& [text, rank] : ranks)
        rank = next++;
    return ranks;
}

/// Longest distance from a node without input, where there is no cycle: tells most nodes apart before refinement.
std::vector<int> depths(std::size_t count, const std::vector<Arc>& arcs) {
    std::vector<int> open(count, 0);
    std::vector<int> depth(count, 0);
    std::vector<std::vector<std::size_t>> next(count);
    for (const Arc& arc : arcs) {
        next[static_cast<std::size_t>(arc.from)].push_back(static_cast<std::size_t>(arc.to));
        ++open[static_cast<std::size_t>(arc.to)];
    }
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < count; ++i)
        if (open[i] == 0)
            ready.push_back(i);
    while (!ready.empty()) {
        const std::size_t node = ready.back();
        ready.pop_back();
        for (const std::size_t successor : next[node]) {
            depth[successor] = std::max(depth[successor], depth[node] + 1);
            if (--open[successor] == 0)
                ready.push_back(successor);
        }
    }
    return depth;
}

std::vector<int> initialColours(const JobGraph& graph, const std::vector<Arc>& arcs) {
    const std::map<std::string, int> labels = ranksOf(graph.nodes, &Operator::label);
    std::vector<Arc> reversed;
    for (const Arc& arc : arcs)
        reversed.push_back({arc.to, arc.from, arc.label});
    const std::vector<int> down = depths(graph.nodes.size(), arcs);
    const std::vector<int> up = depths(graph.nodes.size(), reversed);
    std::map<std::tuple<int, int, int>, int> ranks;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        ranks[{down[i], up[i], labels.at(graph.nodes[i].label)}] = 0;
    int next = 0;
    for (auto& [key, rank] : ranks)
        rank = next++;
    std::vector<int> colours;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        colours.push_back(ranks.at({down[i], up[i], labels.at(graph.nodes[i].label)}));
    return colours;
}

void appendText(std::string& out, const std::string& text) {
    out += std::to_string(text.size());
    out += ':';
    out += text;
}

std::string textOf(const JobGraph& graph, const std::vector<Arc>& arcs, const Nodes& order,
                   const std::vector<std::string>& edgeLabels) {
    std::vector<int> position(order.size());
    std::string text = "graph " + std::to_string(order.size()) + ' ' + std::to_string(arcs.size()) + '\n';
    for (std::size_t i = 0; i < order.size(); ++i) {
        position[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
        appendText(text, graph.nodes[static_cast<std::size_t>(order[i])].label);
        text += '\n';
    }
    std::vector<std::tuple<int, int, int>> rows;
    for (const Arc& arc : arcs)
        rows.emplace_back(position[static_cast<std::size_t>(arc.from)], position[static_cast<std::size_t>(arc.to)],
                          arc.label);
    std::ranges::sort(rows);
    for (const auto& [from, to, label] : rows) {
        text += std::to_string(from) + ' ' + std::to_string(to) + ' ';
        appendText(text, edgeLabels[static_cast<std::size_t>(label)]);
        text += '\n';
    }
    return text;
}

} // namespace

CanonicalForm canonicalForm(const JobGraph& graph) {
    const std::map<std::string, int> edgeRanks = ranksOf(graph.edges, &Edge::label);
    std::vector<std::string> edgeLabels;
    for (const auto& [label, rank] : edgeRanks)
        edgeLabels.push_back(label);
    std::map<std::string_view, int> index;
    Part part;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        index[graph.nodes[i].id] = static_cast<int>(i);
        part.nodes.push_back(static_cast<int>(i));
    }
    for (const Edge& edge : graph.edges) {
        const auto from = index.find(edge.from);
        const auto to = index.find(edge.to);
        if (from != index.end() && to != index.end())
            part.arcs.push_back({from->second, to->second, edgeRanks.at(edge.label)});
    }
    Canoniser canoniser(graph.nodes.size());
    canoniser.setColours(initialColours(graph, part.arcs));
    const Canonised result = canoniser.canonise(part);

    CanonicalForm form;
    form.text = textOf(graph, part.arcs, result.order, edgeLabels);
    form.hash = sha256Hex(form.text);
    for (const int node : result.order)
        form.order.push_back(static_cast<std::size_t>(node));
    return form;
}

} // namespace streamtune
