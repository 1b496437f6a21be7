// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Seeded random job graphs for tests and benchmarks.

#include <algorithm>
#include <numeric>
#include <random>
#include <string>

#include "core/graph/job_graph.h"

namespace streamtune::testing {

class GraphMaker {
public:
    explicit GraphMaker(std::uint64_t seed) : m_random(seed) {}

    int upTo(int n) { return static_cast<int>(m_random() % static_cast<std::uint64_t>(n)); }

    /// Labels from a small alphabet; about `edgesPerNode` edges a node, all from lower to higher index.
    JobGraph dag(int nodes, double edgesPerNode, int labels = 6, int edgeLabels = 3) {
        JobGraph graph;
        graph.id = "g";
        for (int i = 0; i < nodes; ++i)
            addNode(graph, labels);
        const int edges = static_cast<int>(nodes * edgesPerNode);
        for (int i = 0; i < edges && nodes > 1; ++i) {
            const int to = 1 + upTo(nodes - 1);
            addEdge(graph, upTo(to), to, edgeLabels);
        }
        return graph;
    }

    /// Like a stream job: every node but the first ones has one or two inputs.
    JobGraph job(int nodes, int labels = 8, int edgeLabels = 4) {
        JobGraph graph;
        graph.id = "g";
        for (int i = 0; i < nodes; ++i) {
            addNode(graph, labels);
            if (i > 0 && (i > 2 || upTo(2) == 0)) {
                addEdge(graph, upTo(i), i, edgeLabels);
                if (upTo(3) == 0)
                    addEdge(graph, upTo(i), i, edgeLabels);
            }
        }
        return graph;
    }

    /// `count` random edits of a copy (each changes the distance by at most 1, deletion of a node by 1 + its edges).
    JobGraph edited(const JobGraph& original, int count, int labels = 8, int edgeLabels = 4) {
        JobGraph graph = original;
        for (int i = 0; i < count; ++i)
            switch (upTo(4)) {
            case 0:
                if (!graph.nodes.empty())
                    graph.nodes[static_cast<std::size_t>(upTo(static_cast<int>(graph.nodes.size())))].label =
                        nodeLabel(labels);
                break;
            case 1:
                if (!graph.edges.empty())
                    graph.edges[static_cast<std::size_t>(upTo(static_cast<int>(graph.edges.size())))].label =
                        edgeLabel(edgeLabels);
                break;
            case 2:
                if (!graph.edges.empty())
                    graph.edges.erase(graph.edges.begin() + upTo(static_cast<int>(graph.edges.size())));
                break;
            default:
                if (const int n = static_cast<int>(graph.nodes.size()); n > 1) {
                    const int to = 1 + upTo(n - 1);
                    addEdge(graph, upTo(to), to, edgeLabels);
                }
            }
        return graph;
    }

    /// The same graph with nodes in another order and under other ids.
    JobGraph shuffled(const JobGraph& original) {
        std::vector<std::size_t> order(original.nodes.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::shuffle(order.begin(), order.end(), m_random);
        JobGraph graph;
        graph.id = original.id;
        for (const std::size_t i : order) {
            graph.nodes.push_back(original.nodes[i]);
            graph.nodes.back().id = "s" + original.nodes[i].id;
        }
        graph.edges = original.edges;
        for (Edge& edge : graph.edges) {
            edge.from = "s" + edge.from;
            edge.to = "s" + edge.to;
        }
        std::shuffle(graph.edges.begin(), graph.edges.end(), m_random);
        return graph;
    }

private:
    std::mt19937_64 m_random;

    std::string nodeLabel(int labels) { return std::string(1, static_cast<char>('a' + upTo(labels))); }
    std::string edgeLabel(int labels) { return std::string(1, static_cast<char>('A' + upTo(labels))); }
    void addNode(JobGraph& graph, int labels) {
        Operator node;
        node.id = "n" + std::to_string(graph.nodes.size());
        node.name = node.id;
        node.label = nodeLabel(labels);
        graph.nodes.push_back(node);
    }
    void addEdge(JobGraph& graph, int from, int to, int labels) {
        Edge edge;
        edge.from = "n" + std::to_string(from);
        edge.to = "n" + std::to_string(to);
        edge.label = edgeLabel(labels);
        graph.edges.push_back(edge);
    }
};

} // namespace streamtune::testing
