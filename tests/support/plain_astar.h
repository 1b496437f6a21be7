// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Graph edit distance by A* over maps of nodes in the order given, with the label bound for what is not mapped yet;
/// unit costs. Shares no code with the solver: the baseline of benchmarks, and a second opinion in tests.

#include <algorithm>
#include <chrono>
#include <ctime>
#include <map>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "core/ged/edit_costs.h"
#include "core/graph/job_graph.h"

namespace streamtune::testing {
namespace plain {

using Bag = std::map<std::string, int>;

inline double cpuMilliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Unit cost of turning one bag of labels into another.
inline int bagCost(const Bag& a, const Bag& b) {
    int sizeA = 0, sizeB = 0, common = 0;
    for (const auto& [label, count] : a) {
        sizeA += count;
        if (const auto it = b.find(label); it != b.end())
            common += std::min(count, it->second);
    }
    for (const auto& [label, count] : b)
        sizeB += count;
    return std::max(sizeA, sizeB) - common;
}

struct Plain {
    std::vector<std::string> label;
    std::vector<std::vector<Bag>> edge; ///< by tail and head; undirected: both ways

    Plain(const JobGraph& graph, ged::Definition definition) {
        std::map<std::string, std::size_t> index;
        for (const Operator& node : graph.nodes) {
            index.emplace(node.id, index.size());
            label.push_back(node.label);
        }
        edge.assign(label.size(), std::vector<Bag>(label.size()));
        for (const Edge& e : graph.edges) {
            const std::string name = definition.edgeLabels ? e.label : std::string();
            const std::size_t from = index.at(e.from), to = index.at(e.to);
            ++edge[from][to][name];
            if (!definition.directed && from != to)
                ++edge[to][from][name];
        }
    }
    [[nodiscard]] std::size_t size() const { return label.size(); }
};

struct State {
    int bound = 0;
    int cost = 0;
    std::vector<int> image; ///< of the first nodes of the smaller graph
};

struct Later {
    bool operator()(const State& x, const State& y) const {
        return x.bound != y.bound ? x.bound > y.bound : x.image.size() < y.image.size();
    }
};

class Astar {
public:
    Astar(Plain small, Plain large, bool directed)
        : m_small(std::move(small)), m_large(std::move(large)), m_directed(directed) {}

    std::optional<int> run(std::chrono::milliseconds limit) {
        constexpr std::size_t kMostStates = 6'000'000;
        const double deadline = cpuMilliseconds() + static_cast<double>(limit.count());
        std::priority_queue<State, std::vector<State>, Later> open;
        open.push({});
        while (!open.empty() && open.size() < kMostStates && cpuMilliseconds() < deadline) {
            const State state = open.top();
            open.pop();
            if (state.image.size() == m_small.size() + 1)
                return state.cost;
            if (state.image.size() == m_small.size()) {
                State done = state;
                done.cost += rest(state);
                done.bound = done.cost;
                done.image.push_back(-1);
                open.push(std::move(done));
                continue;
            }
            for (int v = 0; v < static_cast<int>(m_large.size()); ++v)
                if (std::ranges::find(state.image, v) == state.image.end())
                    open.push(child(state, v));
        }
        return std::nullopt;
    }

private:
    Plain m_small, m_large;
    bool m_directed;

    State child(const State& state, int v) const {
        State next = state;
        const std::size_t u = state.image.size(), z = static_cast<std::size_t>(v);
        next.cost += m_small.label[u] != m_large.label[z];
        next.cost += bagCost(m_small.edge[u][u], m_large.edge[z][z]);
        for (std::size_t w = 0; w < u; ++w) {
            const auto x = static_cast<std::size_t>(state.image[w]);
            next.cost += bagCost(m_small.edge[u][w], m_large.edge[z][x]);
            if (m_directed)
                next.cost += bagCost(m_small.edge[w][u], m_large.edge[x][z]);
        }
        next.image.push_back(v);
        next.bound = next.cost + rest(next);
        return next;
    }

    /// Labels of the nodes and edges that are not decided yet.
    int rest(const State& state) const {
        std::vector<char> used(m_large.size(), 0);
        for (const int v : state.image)
            used[static_cast<std::size_t>(v)] = 1;
        Bag nodesA, nodesB, edgesA, edgesB;
        const std::size_t from = state.image.size();
        const auto add = [](Bag& to, const Bag& what) {
            for (const auto& [label, count] : what)
                to[label] += count;
        };
        for (std::size_t u = 0; u < m_small.size(); ++u) {
            if (u >= from)
                ++nodesA[m_small.label[u]];
            for (std::size_t w = m_directed ? 0 : u; w < m_small.size(); ++w)
                if (u >= from || w >= from)
                    add(edgesA, m_small.edge[u][w]);
        }
        for (std::size_t v = 0; v < m_large.size(); ++v) {
            if (!used[v])
                ++nodesB[m_large.label[v]];
            for (std::size_t z = m_directed ? 0 : v; z < m_large.size(); ++z)
                if (!used[v] || !used[z])
                    add(edgesB, m_large.edge[v][z]);
        }
        return bagCost(nodesA, nodesB) + bagCost(edgesA, edgesB);
    }
};

} // namespace plain

/// The distance, or nothing when `limit` of thread CPU time or six million states did not suffice.
[[nodiscard]] inline std::optional<int> plainAstar(const JobGraph& a, const JobGraph& b, ged::Definition definition,
                                                   std::chrono::milliseconds limit) {
    plain::Plain small(a, definition), large(b, definition);
    if (small.size() > large.size())
        std::swap(small, large);
    return plain::Astar(std::move(small), std::move(large), definition.directed).run(limit);
}

} // namespace streamtune::testing
