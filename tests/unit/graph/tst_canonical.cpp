// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <doctest/doctest.h>
#include <random>

#include "core/graph/canonical.h"

using namespace streamtune;

namespace {

void addNode(JobGraph& graph, std::string id, std::string label) {
    Operator node;
    node.id = std::move(id);
    node.label = std::move(label);
    graph.nodes.push_back(std::move(node));
}

/// source -> `width` branches of `length` equal operators -> sink, nodes in a shuffled order with shuffled ids.
JobGraph branches(int width, int length, unsigned seed) {
    JobGraph graph;
    addNode(graph, "s", "source");
    addNode(graph, "t", "sink");
    for (int b = 0; b < width; ++b)
        for (int i = 0; i < length; ++i) {
            const std::string id = std::to_string(b) + "." + std::to_string(i);
            addNode(graph, id, "map");
            graph.edges.push_back({i == 0 ? "s" : std::to_string(b) + "." + std::to_string(i - 1), id, "hash", 0, 1});
            if (i + 1 == length)
                graph.edges.push_back({id, "t", "hash", 0, 1});
        }
    std::mt19937 random(seed);
    std::ranges::shuffle(graph.nodes, random);
    std::ranges::shuffle(graph.edges, random);
    return graph;
}

/// Bipartite "hypercube": sources and sinks are the even and odd corners; symmetrical and refined by nothing.
JobGraph cube(int dimension, unsigned seed) {
    JobGraph graph;
    const unsigned corners = 1U << dimension;
    for (unsigned i = 0; i < corners; ++i)
        addNode(graph, std::to_string(i), "map");
    for (unsigned i = 0; i < corners; ++i)
        for (int bit = 0; bit < dimension; ++bit)
            if (__builtin_popcount(i) % 2 == 0)
                graph.edges.push_back({std::to_string(i), std::to_string(i ^ (1U << bit)), "hash", 0, 1});
    std::mt19937 random(seed);
    std::ranges::shuffle(graph.nodes, random);
    return graph;
}

} // namespace

TEST_CASE("only labels and edges count") {
    JobGraph a = branches(2, 2, 1);
    JobGraph b = branches(2, 2, 2);
    b.nodes[0].parallelism = 7;
    b.nodes[0].features.aggregate = "count";
    b.id = "other";
    CHECK(canonicalForm(a).hash == canonicalForm(b).hash);
    b.edges[0].label = "forward";
    CHECK(canonicalForm(a).hash != canonicalForm(b).hash);
    JobGraph c = branches(2, 2, 1);
    c.edges.push_back(c.edges[0]);
    CHECK(canonicalForm(a).hash != canonicalForm(c).hash);
    JobGraph d = branches(2, 2, 1);
    d.find("0.0")->label = "filter";
    CHECK(canonicalForm(a).hash != canonicalForm(d).hash);
}

TEST_CASE("labels cannot imitate the text around them") {
    JobGraph a;
    addNode(a, "1", "map\n3:map");
    JobGraph b;
    addNode(b, "1", "map");
    addNode(b, "2", "map");
    CHECK(canonicalForm(a).text != canonicalForm(b).text);
    CHECK(canonicalForm(JobGraph{}).order.empty());
}

TEST_CASE("order is a permutation that reproduces the text") {
    const JobGraph graph = branches(5, 3, 9);
    std::vector<std::size_t> order = canonicalForm(graph).order;
    JobGraph sorted = graph;
    for (std::size_t i = 0; i < order.size(); ++i)
        sorted.nodes[i] = graph.nodes[order[i]];
    CHECK(canonicalForm(sorted).text == canonicalForm(graph).text);
    std::ranges::sort(order);
    for (std::size_t i = 0; i < order.size(); ++i)
        CHECK(order[i] == i);
}

TEST_CASE("many equal branches do not blow up") {
    CHECK(canonicalForm(branches(30, 1, 1)).hash == canonicalForm(branches(30, 1, 2)).hash);
    CHECK(canonicalForm(branches(30, 3, 1)).hash == canonicalForm(branches(30, 3, 2)).hash);
    CHECK(canonicalForm(branches(600, 3, 1)).hash == canonicalForm(branches(600, 3, 2)).hash);
    CHECK(canonicalForm(branches(30, 3, 1)).hash != canonicalForm(branches(30, 2, 1)).hash);
}

TEST_CASE("graphs that refinement cannot split are told apart by search") {
    CHECK(canonicalForm(cube(6, 1)).hash == canonicalForm(cube(6, 2)).hash);
    // Two rings of six against one ring of twelve: every node looks the same.
    const auto rings = [](std::vector<int> sizes) {
        JobGraph graph;
        int base = 0;
        for (const int size : sizes) {
            for (int i = 0; i < size; ++i)
                addNode(graph, std::to_string(base + i), i % 2 == 0 ? "source" : "sink");
            for (int i = 0; i < size; i += 2) {
                graph.edges.push_back({std::to_string(base + i), std::to_string(base + i + 1), "hash", 0, 1});
                graph.edges.push_back(
                    {std::to_string(base + i), std::to_string(base + (i + size - 1) % size), "hash", 0, 1});
            }
            base += size;
        }
        return graph;
    };
    CHECK(canonicalForm(rings({6, 6})).hash != canonicalForm(rings({12})).hash);
    CHECK(canonicalForm(rings({4, 8})).hash == canonicalForm(rings({8, 4})).hash);
}
