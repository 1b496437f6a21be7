// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <string_view>
#include <utility>

#include "core/ged/assignment.h"
#include "core/ged/ged.h"

namespace streamtune::ged {
namespace {

std::string edgeName(const Edge& edge) {
    return edge.from + ">" + edge.to;
}

class Path {
public:
    Path(const JobGraph& a, const JobGraph& b, const std::vector<int>& map, const Query& query)
        : m_a(a), m_b(b), m_map(map), m_query(query) {}

    std::vector<EditStep> steps() {
        nodes();
        edges();
        return std::move(m_steps);
    }

private:
    using Bundle = std::pair<std::size_t, std::size_t>; ///< nodes of b
    const JobGraph& m_a;
    const JobGraph& m_b;
    const std::vector<int>& m_map;
    const Query& m_query;
    std::vector<EditStep> m_steps;

    void add(EditStep::Op op, bool node, std::string from, std::string to, std::string fromLabel, std::string toLabel,
             double cost) {
        const bool labelsCount = node || m_query.definition.edgeLabels;
        if (cost > 0 || op != EditStep::Op::Substitute || (labelsCount && fromLabel != toLabel))
            m_steps.push_back(
                {op, node, std::move(from), std::move(to), std::move(fromLabel), std::move(toLabel), cost});
    }

    void nodes() {
        const EditCosts& costs = m_query.costs;
        std::vector<char> hit(m_b.nodes.size(), 0);
        for (std::size_t u = 0; u < m_a.nodes.size(); ++u) {
            const Operator& from = m_a.nodes[u];
            if (m_map[u] < 0) {
                add(EditStep::Op::Delete, true, from.id, {}, from.label, {}, costs.nodeDelete);
                continue;
            }
            const Operator& to = m_b.nodes[static_cast<std::size_t>(m_map[u])];
            hit[static_cast<std::size_t>(m_map[u])] = 1;
            add(EditStep::Op::Substitute, true, from.id, to.id, from.label, to.label, costs.node(from.label, to.label));
        }
        for (std::size_t v = 0; v < m_b.nodes.size(); ++v)
            if (!hit[v])
                add(EditStep::Op::Insert, true, {}, m_b.nodes[v].id, {}, m_b.nodes[v].label, costs.nodeInsert);
    }

    Bundle key(std::size_t from, std::size_t to) const {
        return m_query.definition.directed || from <= to ? Bundle{from, to} : Bundle{to, from};
    }

    double saving(const Edge& from, const Edge& to) const {
        const EditCosts& costs = m_query.costs;
        return costs.edgeDelete + costs.edgeInsert - substitution(from, to);
    }
    double substitution(const Edge& from, const Edge& to) const {
        static const std::string none;
        return m_query.definition.edgeLabels ? m_query.costs.edge(from.label, to.label)
                                             : m_query.costs.edge(none, none);
    }

    void edges() {
        std::map<std::string_view, std::size_t> indexA, indexB;
        for (std::size_t u = 0; u < m_a.nodes.size(); ++u)
            indexA[m_a.nodes[u].id] = u;
        for (std::size_t v = 0; v < m_b.nodes.size(); ++v)
            indexB[m_b.nodes[v].id] = v;
        std::map<Bundle, std::pair<std::vector<const Edge*>, std::vector<const Edge*>>> bundles;
        for (const Edge& edge : m_a.edges) {
            const int from = m_map[indexA.at(edge.from)];
            const int to = m_map[indexA.at(edge.to)];
            if (from < 0 || to < 0)
                deleteEdge(edge);
            else
                bundles[key(static_cast<std::size_t>(from), static_cast<std::size_t>(to))].first.push_back(&edge);
        }
        for (const Edge& edge : m_b.edges)
            bundles[key(indexB.at(edge.from), indexB.at(edge.to))].second.push_back(&edge);
        for (const auto& [nodes, bundle] : bundles)
            match(bundle.first, bundle.second);
    }

    void match(const std::vector<const Edge*>& from, const std::vector<const Edge*>& to) {
        std::vector<double> weight;
        for (const Edge* e : from)
            for (const Edge* f : to)
                weight.push_back(saving(*e, *f));
        std::vector<int> picked(from.size(), -1);
        matchingWeight(weight, from.size(), to.size(), picked.data());
        std::vector<char> hit(to.size(), 0);
        for (std::size_t i = 0; i < from.size(); ++i) {
            if (picked[i] < 0) {
                deleteEdge(*from[i]);
                continue;
            }
            const Edge& image = *to[static_cast<std::size_t>(picked[i])];
            hit[static_cast<std::size_t>(picked[i])] = 1;
            add(EditStep::Op::Substitute, false, edgeName(*from[i]), edgeName(image), from[i]->label, image.label,
                substitution(*from[i], image));
        }
        for (std::size_t j = 0; j < to.size(); ++j)
            if (!hit[j])
                add(EditStep::Op::Insert, false, {}, edgeName(*to[j]), {}, to[j]->label, m_query.costs.edgeInsert);
    }

    void deleteEdge(const Edge& edge) {
        add(EditStep::Op::Delete, false, edgeName(edge), {}, edge.label, {}, m_query.costs.edgeDelete);
    }
};

} // namespace

std::vector<EditStep> editPath(const JobGraph& a, const JobGraph& b, const std::vector<int>& map, const Query& query) {
    return Path(a, b, map, query).steps();
}

} // namespace streamtune::ged
