// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/coarse.h"

#include <algorithm>
#include <tuple>

namespace streamtune::ged {
namespace {

/// Pairs what is unpaired and has equal keys, in order.
template <typename KeyOf>
void pairEqual(const Compiled& a, const Compiled& b, std::vector<int>& map, std::vector<char>& used,
               const KeyOf& keyOf) {
    std::vector<int> left, right;
    for (int u = 0; u < a.nodes; ++u)
        if (map[static_cast<std::size_t>(u)] < 0)
            left.push_back(u);
    for (int v = 0; v < b.nodes; ++v)
        if (!used[static_cast<std::size_t>(v)])
            right.push_back(v);
    const auto less = [&](const Compiled& graph) {
        return [&](int x, int y) { return keyOf(graph, x) < keyOf(graph, y); };
    };
    std::ranges::stable_sort(left, less(a));
    std::ranges::stable_sort(right, less(b));
    std::size_t i = 0, j = 0;
    while (i < left.size() && j < right.size()) {
        const auto x = keyOf(a, left[i]), y = keyOf(b, right[j]);
        if (x == y) {
            map[static_cast<std::size_t>(left[i])] = right[j];
            used[static_cast<std::size_t>(right[j])] = 1;
        }
        i += x <= y;
        j += y <= x;
    }
}

} // namespace

std::vector<int> coarseMap(const Compiled& a, const Compiled& b) {
    std::vector<int> map(static_cast<std::size_t>(a.nodes), -1);
    std::vector<char> used(static_cast<std::size_t>(b.nodes), 0);
    const auto typeOf = [](const Compiled& graph, int node) { return graph.nodeType[static_cast<std::size_t>(node)]; };
    pairEqual(a, b, map, used, [&](const Compiled& graph, int node) {
        return std::tuple(typeOf(graph, node), graph.surroundings[static_cast<std::size_t>(node)]);
    });
    pairEqual(a, b, map, used, typeOf);
    pairEqual(a, b, map, used, [](const Compiled&, int) { return 0; });
    return map;
}

double costOfMap(const Vocabulary& vocabulary, const Compiled& a, const Compiled& b, const std::vector<int>& map) {
    double saved = 0;
    for (std::size_t u = 0; u < map.size(); ++u)
        if (map[u] >= 0)
            saved += vocabulary.nodeSaving(a.nodeType[u], b.nodeType[static_cast<std::size_t>(map[u])]);
    const auto ends = [](const Compiled::Bundle& bundle) { return std::pair(bundle.tail, bundle.head); };
    for (const Compiled::Bundle& bundle : a.bundles) {
        auto image = std::pair(map[static_cast<std::size_t>(bundle.tail)], map[static_cast<std::size_t>(bundle.head)]);
        if (image.first < 0 || image.second < 0)
            continue;
        if (a.kinds == 1 && image.first > image.second)
            std::swap(image.first, image.second);
        const auto it = std::ranges::lower_bound(b.bundles, image, {}, ends); // sorted by their ends
        if (it != b.bundles.end() && ends(*it) == image)
            saved += vocabulary.bundleSaving(bundle.type, it->type);
    }
    return vocabulary.constant(a, b) - saved;
}

} // namespace streamtune::ged
