// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/descent.h"

#include <algorithm>

namespace streamtune::ged {

bool Descent::reserve(Arena& arena) {
    const auto rows = static_cast<std::size_t>(m_pair.row.nodes);
    return arena.takeLines([&](const auto& give) {
        give(m_rowOf, static_cast<std::size_t>(m_pair.column.nodes));
        give(m_saved, rows);
        give(m_most, rows);
    });
}

void Descent::prepare() {
    m_prepared = true;
    const Compiled& r = m_pair.row;
    const EditCosts& costs = m_pair.vocabulary.costs();
    for (int u = 0; u < r.nodes; ++u) {
        const int type = r.nodeType[static_cast<std::size_t>(u)];
        m_most[u] = std::max(costs.nodeDelete + costs.nodeInsert, m_pair.vocabulary.nodeSaving(type, type));
        for (const Compiled::Half& half : m_pair.halvesOf(u))
            m_most[u] += m_pair.vocabulary.bundleSaving(half.type, half.type);
    }
}

/// Of giving u the column v, and its owner what u had.
double Descent::gain(int* map, int u, int v) {
    const int owner = m_rowOf[v], before = map[u];
    double now = m_saved[u];
    if (owner >= 0)
        now += m_saved[owner] - m_pair.savedBetween(map, u, owner);
    map[u] = v;
    if (owner >= 0)
        map[owner] = before;
    double then = m_pair.savedAt(map, u);
    if (owner >= 0)
        then += m_pair.savedAt(map, owner) - m_pair.savedBetween(map, u, owner);
    map[u] = before;
    if (owner >= 0)
        map[owner] = v;
    return then - now;
}

void Descent::apply(int* map, int u, int v) {
    const int owner = m_rowOf[v], before = map[u];
    if (before >= 0)
        m_rowOf[before] = owner;
    m_rowOf[v] = u;
    map[u] = v;
    if (owner >= 0)
        map[owner] = before;
    for (const int moved : {u, owner}) {
        if (moved < 0)
            continue;
        m_saved[moved] = m_pair.savedAt(map, moved);
        for (const Compiled::Half& half : m_pair.halvesOf(moved))
            m_saved[half.other] = m_pair.savedAt(map, half.other);
    }
}

double Descent::improve(int* map, int moves) {
    if (!m_prepared)
        prepare();
    const int rows = m_pair.row.nodes, columns = m_pair.column.nodes;
    std::fill_n(m_rowOf, columns, -1);
    for (int u = 0; u < rows; ++u) {
        if (map[u] >= 0)
            m_rowOf[map[u]] = u;
        m_saved[u] = m_pair.savedAt(map, u);
    }
    double total = 0;
    // Round and round over the rows; the end is reached when every row was tried since the last improvement.
    for (int u = 0, idle = 0; idle < rows && moves > 0; u = (u + 1) % rows) {
        if (m_saved[u] >= m_most[u] - m_pair.grain) { // of two rows that gain together one is not yet whole
            ++idle;
            continue;
        }
        double best = m_pair.grain;
        int to = -1;
        const double lacks = m_most[u] - m_saved[u]; // an exchange gains little more than both lack
        for (int v = 0; v < columns; ++v) {
            const int owner = m_rowOf[v];
            if (owner >= 0 && (owner == u || map[u] < 0 || lacks + m_most[owner] - m_saved[owner] <= best))
                continue;
            if (const double g = gain(map, u, v); g > best) {
                best = g;
                to = v;
            }
        }
        if (to < 0) {
            ++idle;
            continue;
        }
        apply(map, u, to);
        total += best;
        idle = 0;
        --moves;
    }
    return total;
}

} // namespace streamtune::ged
