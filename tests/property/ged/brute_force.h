// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Graph edit distance by trying every map of nodes; shares no code with the solver. For up to about 7 nodes.

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "core/ged/edit_costs.h"
#include "core/graph/job_graph.h"

namespace streamtune::testing {

class BruteForce {
public:
    BruteForce(const JobGraph& a, const JobGraph& b, ged::Definition definition, const ged::EditCosts& costs)
        : m_a(a), m_b(b), m_definition(definition), m_costs(costs), m_bundlesA(bundles(a)), m_bundlesB(bundles(b)) {}

    double distance() {
        m_image.assign(m_a.nodes.size(), -1);
        m_used.assign(m_b.nodes.size(), false);
        m_best = std::numeric_limits<double>::infinity();
        place(0);
        return m_best;
    }

private:
    using Bundle = std::vector<std::string>;
    using Bundles = std::vector<std::vector<Bundle>>;

    const JobGraph& m_a;
    const JobGraph& m_b;
    ged::Definition m_definition;
    const ged::EditCosts& m_costs;
    Bundles m_bundlesA, m_bundlesB;
    std::vector<int> m_image;
    std::vector<bool> m_used;
    double m_best = 0;

    Bundles bundles(const JobGraph& graph) const {
        Bundles table(graph.nodes.size(), std::vector<Bundle>(graph.nodes.size()));
        for (const Edge& edge : graph.edges) {
            std::size_t from = 0, to = 0;
            for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
                if (graph.nodes[i].id == edge.from)
                    from = i;
                if (graph.nodes[i].id == edge.to)
                    to = i;
            }
            if (!m_definition.directed && from > to)
                std::swap(from, to);
            table[from][to].push_back(m_definition.edgeLabels ? edge.label : std::string());
        }
        return table;
    }

    /// Cheapest edit of one bundle into another, by recursion over the first.
    double bundleCost(const Bundle& from, const Bundle& to, std::size_t at = 0, unsigned taken = 0) const {
        if (at == from.size()) {
            double inserted = 0;
            for (std::size_t j = 0; j < to.size(); ++j)
                if (!(taken & (1U << j)))
                    inserted += m_costs.edgeInsert;
            return inserted;
        }
        double best = m_costs.edgeDelete + bundleCost(from, to, at + 1, taken);
        for (std::size_t j = 0; j < to.size(); ++j)
            if (!(taken & (1U << j)))
                best = std::min(best, m_costs.edge(from[at], to[j]) + bundleCost(from, to, at + 1, taken | (1U << j)));
        return best;
    }

    const Bundle& imageBundle(std::size_t u, std::size_t w) const {
        static const Bundle none;
        int v = m_image[u], z = m_image[w];
        if (v < 0 || z < 0)
            return none;
        if (!m_definition.directed && v > z)
            std::swap(v, z);
        return m_bundlesB[static_cast<std::size_t>(v)][static_cast<std::size_t>(z)];
    }

    double cost() const {
        double total = 0;
        for (std::size_t u = 0; u < m_image.size(); ++u)
            total += m_image[u] < 0
                         ? m_costs.nodeDelete
                         : m_costs.node(m_a.nodes[u].label, m_b.nodes[static_cast<std::size_t>(m_image[u])].label);
        for (const bool used : m_used)
            total += used ? 0 : m_costs.nodeInsert;
        for (std::size_t u = 0; u < m_image.size(); ++u)
            for (std::size_t w = m_definition.directed ? 0 : u; w < m_image.size(); ++w)
                total += bundleCost(m_bundlesA[u][w], imageBundle(u, w));
        for (std::size_t v = 0; v < m_used.size(); ++v)
            for (std::size_t z = m_definition.directed ? 0 : v; z < m_used.size(); ++z)
                if (!m_used[v] || !m_used[z])
                    total += bundleCost({}, m_bundlesB[v][z]);
        return total;
    }

    void place(std::size_t u) {
        if (u == m_image.size()) {
            m_best = std::min(m_best, cost());
            return;
        }
        m_image[u] = -1;
        place(u + 1);
        for (std::size_t v = 0; v < m_used.size(); ++v)
            if (!m_used[v]) {
                m_used[v] = true;
                m_image[u] = static_cast<int>(v);
                place(u + 1);
                m_used[v] = false;
            }
        m_image[u] = -1;
    }
};

} // namespace streamtune::testing
