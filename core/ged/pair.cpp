// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/pair.h"

#include <algorithm>

namespace streamtune::ged {
namespace {

constexpr double kFinest = 4096;
/// Ticks of the constant: small against kForbidden of the assignment.
constexpr double kMostTicks = 1 << 25;

bool mustSwap(const Compiled& a, const Compiled& b) {
    return a.nodes > b.nodes;
}

} // namespace

Pair::Pair(const Vocabulary& words, const Compiled& a, const Compiled& b)
    : vocabulary(words), swapped(mustSwap(a, b)), row(swapped ? b : a), column(swapped ? a : b),
      constant(words.constant(a, b)), integral(words.integral()), unit(kFinest), grain(1e-11 * constant) {
    // Whole costs keep a power of two, so that halves of them are whole; other costs fill the range.
    if (integral) {
        while (constant * unit > kMostTicks)
            unit /= 2;
    } else if (constant > 0) {
        unit = kMostTicks / constant;
    }
    if (const SavingTable& table = words.nodeTable(); table.stored()) {
        m_nodes = table.values();
        (swapped ? m_nodeColumn : m_nodeRow) = table.stride();
        (swapped ? m_nodeRow : m_nodeColumn) = 1;
    }
    if (const SavingTable& table = words.bundleTable(); table.stored()) {
        m_bundles = table.values();
        (swapped ? m_bundleColumn : m_bundleRow) = table.stride();
        (swapped ? m_bundleRow : m_bundleColumn) = 1;
    }
    if (!column.between.empty())
        m_between = column.between.data();
}

bool Pair::prepare(Arena& arena) {
    if (m_between || column.nodes == 0)
        return true;
    const auto n = static_cast<std::size_t>(column.nodes);
    int* table = arena.take<int>(n * n);
    if (!table)
        return false;
    std::fill_n(table, n * n, 0);
    for (const Compiled::Bundle& bundle : column.bundles) {
        table[bundle.tail * column.nodes + bundle.head] = bundle.type;
        if (column.kinds == 1)
            table[bundle.head * column.nodes + bundle.tail] = bundle.type;
    }
    m_between = table;
    return true;
}

double Pair::costOf(const int* map) const {
    double saved = 0;
    for (int u = 0; u < row.nodes; ++u)
        if (map[u] >= 0)
            saved += nodeSaving(u, map[u]);
    for (const Compiled::Bundle& bundle : row.bundles) {
        const int v = map[bundle.tail], z = map[bundle.head];
        if (v >= 0 && z >= 0)
            saved += bundleSaving(bundle.type, between(v, z));
    }
    return constant - saved;
}

double Pair::savedAt(const int* map, int u) const {
    const int v = map[u];
    if (v < 0)
        return 0;
    double saved = nodeSaving(u, v);
    for (const Compiled::Half& half : halvesOf(u))
        if (const int z = map[half.other]; z >= 0)
            if (const int type = half.end == 0 ? between(v, z) : between(z, v); type > 0)
                saved += bundleSaving(half.type, type);
    return saved;
}

double Pair::savedBetween(const int* map, int u, int w) const {
    const int v = map[u], z = map[w];
    if (v < 0 || z < 0)
        return 0;
    double saved = 0;
    for (const Compiled::Half& half : halvesOf(u))
        if (half.other == w)
            saved += bundleSaving(half.type, half.end == 0 ? between(v, z) : between(z, v));
    return saved;
}

} // namespace streamtune::ged
