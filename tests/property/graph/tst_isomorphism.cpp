// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <numeric>
#include <random>

#include "core/graph/canonical.h"

using namespace streamtune;

namespace {

JobGraph randomGraph(std::mt19937& random, int nodes) {
    const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    JobGraph graph;
    for (int i = 0; i < nodes; ++i) {
        Operator node;
        node.id = "n" + std::to_string(i);
        node.label = below(3) == 0 ? "join" : "map";
        graph.nodes.push_back(node);
    }
    const int edges = below(2 * nodes);
    for (int e = 0; e < edges; ++e) {
        int from = below(nodes);
        int to = below(nodes);
        if (from == to)
            continue;
        if (from > to)
            std::swap(from, to);
        const std::string label = below(3) == 0 ? "hash" : "forward";
        graph.edges.push_back({"n" + std::to_string(from), "n" + std::to_string(to), label, e, 1});
    }
    return graph;
}

JobGraph shuffled(const JobGraph& graph, std::mt19937& random) {
    JobGraph copy = graph;
    std::vector<std::size_t> names(copy.nodes.size());
    std::iota(names.begin(), names.end(), std::size_t{0});
    std::ranges::shuffle(names, random);
    std::map<std::string, std::string> renamed;
    for (std::size_t i = 0; i < names.size(); ++i)
        renamed[copy.nodes[i].id] = "m" + std::to_string(names[i]);
    for (Operator& node : copy.nodes)
        node.id = renamed[node.id];
    for (Edge& edge : copy.edges) {
        edge.from = renamed[edge.from];
        edge.to = renamed[edge.to];
    }
    std::ranges::shuffle(copy.nodes, random);
    std::ranges::shuffle(copy.edges, random);
    return copy;
}

using Row = std::tuple<std::size_t, std::size_t, std::string>;

std::vector<Row> rows(const JobGraph& graph, const std::vector<std::size_t>& position) {
    std::vector<Row> result;
    for (const Edge& e : graph.edges)
        result.emplace_back(position[*graph.indexOf(e.from)], position[*graph.indexOf(e.to)], e.label);
    std::ranges::sort(result);
    return result;
}

/// Every permutation is tried.
bool isomorphic(const JobGraph& a, const JobGraph& b) {
    if (a.nodes.size() != b.nodes.size() || a.edges.size() != b.edges.size())
        return false;
    std::vector<std::size_t> identity(a.nodes.size());
    std::iota(identity.begin(), identity.end(), std::size_t{0});
    const std::vector<Row> target = rows(b, identity);
    std::vector<std::size_t> permutation = identity;
    do {
        bool labels = true;
        for (std::size_t i = 0; i < permutation.size() && labels; ++i)
            labels = a.nodes[i].label == b.nodes[permutation[i]].label;
        if (labels && rows(a, permutation) == target)
            return true;
    } while (std::ranges::next_permutation(permutation).found);
    return false;
}

} // namespace

TEST_CASE("canonical text is equal exactly for isomorphic graphs") {
    std::mt19937 random(20260514);
    int equal = 0;
    int different = 0;
    std::map<int, std::vector<JobGraph>> bySize;
    for (int round = 0; round < 240; ++round) {
        const int size = 1 + static_cast<int>(random() % 6);
        bySize[size].push_back(randomGraph(random, size));
    }
    for (const auto& [size, graphs] : bySize)
        for (std::size_t i = 0; i < graphs.size(); ++i)
            for (std::size_t j = i; j < std::min(graphs.size(), i + 12); ++j) {
                const bool truth = isomorphic(graphs[i], graphs[j]);
                const bool claim = canonicalForm(graphs[i]).text == canonicalForm(graphs[j]).text;
                REQUIRE(claim == truth);
                truth ? ++equal : ++different;
            }
    CHECK(equal > 200);
    CHECK(different > 500);
}

TEST_CASE("near misses are told apart: one edge moved or relabelled") {
    std::mt19937 random(7);
    int told = 0;
    for (int round = 0; round < 300; ++round) {
        const JobGraph a = randomGraph(random, 6);
        JobGraph b = shuffled(a, random);
        REQUIRE(canonicalForm(a).text == canonicalForm(b).text);
        if (b.edges.empty())
            continue;
        b.edges[0].label = b.edges[0].label == "hash" ? "forward" : "hash";
        const bool truth = isomorphic(a, b);
        REQUIRE((canonicalForm(a).text == canonicalForm(b).text) == truth);
        told += truth ? 0 : 1;
    }
    CHECK(told > 100);
}

TEST_CASE("larger graphs keep their text under renaming") {
    std::mt19937 random(11);
    for (int round = 0; round < 60; ++round) {
        const JobGraph a = randomGraph(random, 10 + static_cast<int>(random() % 60));
        REQUIRE(canonicalForm(a).text == canonicalForm(shuffled(a, random)).text);
    }
}
