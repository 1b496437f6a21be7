// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/cluster/shapes.h"

#include <algorithm>
#include <unordered_map>

#include "core/ged/cluster/parallel.h"
#include "core/graph/canonical.h"

namespace streamtune::ged {
namespace {

/// The graph as the definition sees it: without edge labels, or with every edge both ways.
JobGraph reading(const JobGraph& graph, Definition definition) {
    JobGraph read;
    for (const Operator& node : graph.nodes) {
        Operator bare;
        bare.id = node.id;
        bare.label = node.label;
        read.nodes.push_back(std::move(bare));
    }
    for (const Edge& edge : graph.edges) {
        Edge bare;
        bare.from = edge.from;
        bare.to = edge.to;
        if (definition.edgeLabels)
            bare.label = edge.label;
        if (!definition.directed) {
            Edge back = bare;
            std::swap(back.from, back.to);
            read.edges.push_back(std::move(back));
        }
        read.edges.push_back(std::move(bare));
    }
    return read;
}

CanonicalForm formOf(const JobGraph& graph, Definition definition) {
    return definition == Definition{} ? canonicalForm(graph) : canonicalForm(reading(graph, definition));
}

/// Equal for graphs that list the same nodes and edges in the same order, whatever their ids: most of a log repeats a
/// template to the letter, and needs no canonical form.
std::string listingOf(const JobGraph& graph) {
    std::unordered_map<std::string_view, std::size_t> number;
    std::string text;
    const auto add = [&text](std::string_view part) {
        text += std::to_string(part.size());
        text += ':';
        text += part;
    };
    for (const Operator& node : graph.nodes) {
        number.emplace(node.id, number.size());
        add(node.label);
    }
    text += '|';
    for (const Edge& edge : graph.edges) {
        for (const std::string* end : {&edge.from, &edge.to})
            text += std::to_string(number.contains(*end) ? number.at(*end) : graph.nodes.size()) + ',';
        add(edge.label);
    }
    return text;
}

} // namespace

Result<ShapeSet> distinctShapes(std::span<const JobGraph> graphs, Definition definition, int threads,
                                std::stop_token stop) {
    std::unordered_map<std::string, std::size_t> byListing;
    std::vector<std::size_t> listingOfGraph(graphs.size());
    std::vector<std::size_t> firstOf; ///< first graph of each listing
    for (std::size_t i = 0; i < graphs.size(); ++i) {
        const auto [at, isNew] = byListing.emplace(listingOf(graphs[i]), firstOf.size());
        if (isNew)
            firstOf.push_back(i);
        listingOfGraph[i] = at->second;
    }
    std::vector<CanonicalForm> forms(firstOf.size());
    if (!forEachInParallel(firstOf.size(), threads, stop,
                           [&](std::size_t i, std::size_t) { forms[i] = formOf(graphs[firstOf[i]], definition); }))
        return fail("ged.cancelled", "The search for equal graphs was cancelled.");

    ShapeSet set;
    std::unordered_map<std::string_view, std::size_t> byText;
    std::vector<std::size_t> shapeOfListing(firstOf.size());
    for (std::size_t i = 0; i < forms.size(); ++i) {
        const auto [at, isNew] = byText.emplace(forms[i].text, set.shapes.size());
        if (isNew)
            set.shapes.push_back({forms[i].hash, {}});
        shapeOfListing[i] = at->second;
    }
    for (std::size_t i = 0; i < graphs.size(); ++i) {
        set.shapeOf.push_back(shapeOfListing[listingOfGraph[i]]);
        set.shapes[set.shapeOf.back()].members.push_back(i);
    }
    return set;
}

std::string shapeHash(const JobGraph& graph, Definition definition) {
    return formOf(graph, definition).hash;
}

} // namespace streamtune::ged
