// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/dual_bound.h"

#include <algorithm>

namespace streamtune::ged {
namespace {

constexpr std::size_t kRemembered = 32; ///< lines of equal types are copied

} // namespace

bool DualBound::makeLayout(Arena& arena, int kind) {
    const Compiled& c = m_pair.column;
    const auto n = static_cast<std::size_t>(c.nodes);
    Layout& layout = m_layout[static_cast<std::size_t>(kind)];
    int most = 0, halves = 0;
    const auto degree = [&](int v) { return columnHalf(v, kind + 1) - columnHalf(v, kind); };
    for (int v = 0; v < c.nodes; ++v) {
        most = std::max(most, degree(v));
        halves += degree(v);
    }
    layout.slotCount = most;
    layout.halves = halves;
    int* first = nullptr;
    const bool taken = arena.takeLines([&](const auto& give) {
        give(layout.slots, static_cast<std::size_t>(most));
        give(layout.position, n);
        give(layout.places, static_cast<std::size_t>(halves));
        give(layout.types, static_cast<std::size_t>(halves));
        give(first, static_cast<std::size_t>(most) + 2);
    });
    if (!taken)
        return false;
    // Counting sort by falling degree: nodes of degree d start at first[d].
    std::fill_n(first, most + 2, 0);
    for (int v = 0; v < c.nodes; ++v)
        ++first[degree(v)];
    int sum = 0;
    for (int d = most; d >= 0; --d) {
        const int count = first[d];
        first[d] = sum;
        sum += count;
        if (d > 0)
            layout.slots[d - 1].count = sum; // nodes of degree d or more
    }
    int offset = 0;
    for (int s = 0; s < most; ++s) {
        layout.slots[s].count = padded(layout.slots[s].count);
        layout.slots[s].offset = offset;
        offset += layout.slots[s].count;
    }
    int listed = 0;
    for (int v = 0; v < c.nodes; ++v) {
        const int begin = columnHalf(v, kind), count = degree(v);
        const int position = layout.position[v] = first[count]++;
        for (int s = 0; s < count; ++s) {
            const int place = m_place[begin + s] = layout.slots[s].offset + position;
            layout.places[listed] = place;
            layout.types[listed++] = c.halves[static_cast<std::size_t>(begin + s)].type;
        }
    }
    m_stride = std::max(m_stride, offset);
    return true;
}

bool DualBound::reserve(Arena& arena) {
    const Compiled& r = m_pair.row;
    const Compiled& c = m_pair.column;
    const auto rows = static_cast<std::size_t>(r.nodes), columns = static_cast<std::size_t>(c.nodes);
    m_place = arena.take<int>(c.halves.size());
    if (!m_place)
        return false;
    for (int kind = 0; kind < c.kinds; ++kind)
        if (!makeLayout(arena, kind))
            return false;
    if (m_pair.vocabulary.mayDrop())
        for (int u = 0; u < r.nodes && !m_pair.mayDrop; ++u)
            for (int v = 0; v < c.nodes && !m_pair.mayDrop; ++v)
                m_pair.mayDrop = m_pair.nodeSaving(u, v) < 0;
    const int wide = c.nodes + (m_pair.mayDrop ? r.nodes : 0);
    m_pitch = padded(wide);
    m_nodePitch = padded(c.nodes);
    const auto lane = [](std::size_t n) { return (n + 15) / 16 * 16; };
    m_stateBytes = sizeof(Ticks) * (lane(r.halves.size() * static_cast<std::size_t>(m_stride)) +
                                    lane(rows * static_cast<std::size_t>(m_nodePitch)) + lane(columns) + lane(rows)) +
                   lane(columns);
    const std::size_t weights = r.halves.size() * static_cast<std::size_t>(m_stride);
    const auto pitch = static_cast<std::size_t>(m_pitch);
    const bool taken = arena.takeLines([&](const auto& give) {
        give(m_rows, rows);
        give(m_columns, columns);
        give(m_map, rows);
        give(m_dirty, rows);
        give(m_quarrels, rows);
        give(m_cost, rows * pitch);
        give(m_price, pitch);
        give(m_room, 3 * pitch);
        give(m_chosen, weights);
        give(m_touched, r.halves.size());
        give(m_touchedHalf, r.halves.size() * 2);
    });
    if (!taken)
        return false;
    std::fill_n(m_chosen, weights, char{0});
    std::fill_n(m_quarrels, rows, 0);
    return m_lsap.reserve(arena, wide);
}

bool DualBound::take(Arena& arena, Partial& state) const {
    auto* block = arena.take<std::byte>(m_stateBytes);
    if (!block)
        return false;
    const auto lane = [](std::size_t n) { return (n + 15) / 16 * 16; };
    const auto rows = static_cast<std::size_t>(m_pair.row.nodes),
               columns = static_cast<std::size_t>(m_pair.column.nodes);
    state.weight = reinterpret_cast<Ticks*>(block);
    state.node = state.weight + lane(m_pair.row.halves.size() * static_cast<std::size_t>(m_stride));
    state.price = state.node + lane(rows * static_cast<std::size_t>(m_nodePitch));
    state.map = state.price + lane(columns);
    state.used = reinterpret_cast<char*>(state.map + lane(rows));
    return true;
}

void DualBound::root(Partial& state) {
    rootNodes(state);
    rootWeights(state);
    std::fill_n(state.price, m_pair.column.nodes, 0);
    std::fill_n(state.map, m_pair.row.nodes, Partial::kFree);
    std::fill_n(state.used, m_pair.column.nodes, char{0});
    state.profit = 0;
    m_current = nullptr;
}

void DualBound::rootNodes(Partial& state) const {
    const Compiled& r = m_pair.row;
    const Compiled& c = m_pair.column;
    const int* const theirs = c.nodeType.data();
    std::array<const Ticks*, kRemembered> lines{}; // of the first row of this type
    for (int u = 0; u < r.nodes; ++u) {
        Ticks* line = state.node + u * m_nodePitch;
        const int type = r.nodeType[static_cast<std::size_t>(u)];
        if (static_cast<std::size_t>(type) < kRemembered) {
            const Ticks*& same = lines[static_cast<std::size_t>(type)];
            if (same) {
                std::copy_n(same, c.nodes, line);
                continue;
            }
            same = line;
        }
        if (const Pair::Line savings = m_pair.nodeLine(type); savings.values && m_pair.exactTicks())
            for (int v = 0; v < c.nodes; ++v)
                line[v] = -static_cast<Ticks>(savings.values[theirs[v] * savings.step] * m_pair.unit);
        else
            for (int v = 0; v < c.nodes; ++v)
                line[v] = -m_pair.ticks(m_pair.nodeSaving(u, v));
    }
}

/// Half of each saving goes to either end.
void DualBound::weighHalf(const Compiled::Half& half, Ticks* line) const {
    const Layout& layout = m_layout[static_cast<std::size_t>(m_pair.row.kinds == 2 ? half.end : 0)];
    const int odd = half.end == 0 ? 1 : 0; // the tail takes what cannot be halved
    const Pair::Line savings = m_pair.bundleLine(half.type);
    if (savings.values && m_pair.exactTicks())
        for (int i = 0; i < layout.halves; ++i)
            line[layout.places[i]] =
                (static_cast<Ticks>(savings.values[layout.types[i] * savings.step] * m_pair.unit) + odd) / 2;
    else
        for (int i = 0; i < layout.halves; ++i)
            line[layout.places[i]] = (m_pair.ticks(m_pair.bundleSaving(half.type, layout.types[i])) + odd) / 2;
}

void DualBound::rootWeights(Partial& state) const {
    std::array<std::array<const Ticks*, kRemembered>, 2> lines{}; // of the first half of this type and end
    Ticks* line = state.weight;
    for (const Compiled::Half& half : m_pair.row.halves) {
        const Ticks* same = nullptr;
        if (static_cast<std::size_t>(half.type) < kRemembered) {
            const Ticks*& first = lines[static_cast<std::size_t>(half.end)][static_cast<std::size_t>(half.type)];
            same = first;
            first = line;
        }
        if (same) {
            std::copy_n(same, m_stride, line);
        } else {
            std::fill_n(line, m_stride, kDead);
            weighHalf(half, line);
        }
        line += m_stride;
    }
}

void DualBound::copy(const Partial& from, Partial& to) {
    std::copy_n(reinterpret_cast<const std::byte*>(from.weight), m_stateBytes, reinterpret_cast<std::byte*>(to.weight));
    to.profit = from.profit;
    m_current = nullptr;
}

void DualBound::fix(Partial& state, int u, int v) {
    const Compiled& r = m_pair.row;
    const Compiled& c = m_pair.column;
    state.profit -= state.node[u * m_nodePitch + v];
    state.map[u] = v;
    state.used[v] = 1;
    for (int kind = 0; kind < r.kinds; ++kind) {
        const int firstColumn = columnHalf(v, kind), endColumn = columnHalf(v, kind + 1);
        for (int h = rowHalf(u, kind); h < rowHalf(u, kind + 1); ++h) {
            const Compiled::Half& mine = r.halves[static_cast<std::size_t>(h)];
            Ticks* line = state.weight + h * m_stride;
            if (state.map[mine.other] != Partial::kFree) { // at most one half is left: the one to the image
                Ticks best = 0;
                for (int k = firstColumn; k < endColumn; ++k)
                    best = std::max(best, line[m_place[k]]);
                state.profit += best;
            } else {
                // The other end carries the whole saving from now on.
                Ticks* there = state.weight + mine.opposite * m_stride;
                std::fill_n(there, m_stride, kDead);
                for (int k = firstColumn; k < endColumn; ++k)
                    if (line[m_place[k]] > kDead) {
                        const Compiled::Half& theirs = c.halves[static_cast<std::size_t>(k)];
                        there[m_place[theirs.opposite]] = m_pair.ticks(m_pair.bundleSaving(mine.type, theirs.type));
                    }
            }
            std::fill_n(line, m_stride, kDead);
        }
        // Nobody else is mapped to v: no other half is kept as one of its halves.
        for (int k = firstColumn; k < endColumn; ++k) {
            const int place = m_place[k];
            const int far = m_place[c.halves[static_cast<std::size_t>(k)].opposite];
            for (std::size_t h = 0; h < r.halves.size(); ++h) {
                const Compiled::Half& other = r.halves[h];
                if ((r.kinds == 2 && other.end != kind) || other.other == u)
                    continue;
                state.weight[static_cast<int>(h) * m_stride + place] = kDead;
                if (r.halves[static_cast<std::size_t>(other.opposite)].other != u)
                    state.weight[other.opposite * m_stride + far] = kDead;
            }
        }
    }
    m_current = nullptr;
}

void DualBound::drop(Partial& state, int u) {
    state.map[u] = Partial::kDropped;
    for (int kind = 0; kind < m_pair.row.kinds; ++kind)
        for (int h = rowHalf(u, kind); h < rowHalf(u, kind + 1); ++h) {
            std::fill_n(state.weight + h * m_stride, m_stride, kDead);
            std::fill_n(state.weight + m_pair.row.halves[static_cast<std::size_t>(h)].opposite * m_stride, m_stride,
                        kDead);
        }
    m_current = nullptr;
}

void DualBound::forbid(Partial& state, int u, int v) {
    state.node[u * m_nodePitch + v] = kForbidden;
    m_dirty[u] = 1;
    for (int kind = 0; kind < m_pair.row.kinds; ++kind)
        for (int h = rowHalf(u, kind); h < rowHalf(u, kind + 1); ++h) {
            const Compiled::Half& mine = m_pair.row.halves[static_cast<std::size_t>(h)];
            for (int k = columnHalf(v, kind); k < columnHalf(v, kind + 1); ++k) {
                Ticks& here = state.weight[h * m_stride + m_place[k]];
                if (here == kDead)
                    continue;
                here = kDead;
                const int far = m_place[m_pair.column.halves[static_cast<std::size_t>(k)].opposite];
                state.weight[mine.opposite * m_stride + far] = kDead;
                m_dirty[mine.other] = 1;
            }
        }
}

void DualBound::preferAlike(bool on) {
    m_tie = 0;
    if (on && m_pair.row.nodes > 0 && m_pair.exactTicks()) // all preferences together stay below half a unit
        m_tie = static_cast<Ticks>((m_pair.unit / 2 - 1) / (8 * m_pair.row.nodes));
    m_tieMost = m_tie * 8 * m_pair.row.nodes;
    m_current = nullptr;
}

void DualBound::listFree(const Partial& state) {
    m_current = &state;
    m_rowCount = m_columnCount = 0;
    for (int u = 0; u < m_pair.row.nodes; ++u) {
        m_map[u] = std::max(state.map[u], -1);
        m_dirty[u] = 1;
        if (state.map[u] == Partial::kFree)
            m_rows[m_rowCount++] = u;
    }
    for (int v = 0; v < m_pair.column.nodes; ++v)
        if (!state.used[v]) {
            m_price[m_columnCount] = state.price[v];
            m_columns[m_columnCount++] = v;
        }
}

void DualBound::buildRow(const Partial& state, int i) {
    const int u = m_rows[i];
    Ticks* cost = m_cost + i * m_pitch;
    const Ticks* node = state.node + u * m_nodePitch;
    const bool all = m_columnCount == m_pair.column.nodes; // then m_columns counts up
    if (all)
        std::copy_n(node, m_columnCount, cost);
    else
        for (int j = 0; j < m_columnCount; ++j)
            cost[j] = node[m_columns[j]];
    for (int kind = 0; kind < m_pair.row.kinds; ++kind) {
        const Layout& layout = m_layout[static_cast<std::size_t>(kind)];
        const int begin = rowHalf(u, kind), halves = rowHalf(u, kind + 1) - begin;
        if (halves == 0 || layout.slotCount == 0)
            continue;
        heaviestMatchings(state.weight + begin * m_stride, m_stride, halves, layout.slots, layout.slotCount, m_room,
                          m_pitch);
        for (int at = layout.slots[0].count; at < m_pair.column.nodes; ++at)
            m_room[at] = 0; // columns without halves
        const int* const position = layout.position;
        if (all)
            for (int j = 0; j < m_columnCount; ++j)
                cost[j] -= m_room[position[j]];
        else
            for (int j = 0; j < m_columnCount; ++j)
                cost[j] -= m_room[position[m_columns[j]]];
    }
    if (m_tie > 0) // only at the root, where all columns are free
        addDifferingBytes(cost, m_pair.row.surroundings[static_cast<std::size_t>(u)], m_pair.column.surroundings.data(),
                          m_tie, m_columnCount);
    for (int j = m_columnCount; j < m_pitch; ++j)
        cost[j] = 0;
}

Ticks DualBound::evaluate(Partial& state) {
    if (m_current != &state)
        listFree(state);
    if (m_rowCount == 0)
        return state.profit;
    const int wide = m_columnCount + (m_pair.mayDrop ? m_rowCount : 0); // one column per row that means "dropped"
    if (wide < m_rowCount)
        return kNone;
    for (int i = 0; i < m_rowCount; ++i)
        if (m_dirty[m_rows[i]]) {
            buildRow(state, i);
            m_dirty[m_rows[i]] = 0;
        }
    std::fill(m_price + m_columnCount, m_price + wide, 0);
    if (!m_lsap.solve(m_cost, m_pitch, m_rowCount, wide, m_price))
        return kNone;
    for (int j = 0; j < m_columnCount; ++j)
        state.price[m_columns[j]] = m_price[j];
    Ticks preferred = 0;
    for (int i = 0; i < m_rowCount; ++i) {
        const int j = m_lsap.columnOf[i];
        m_map[m_rows[i]] = j < m_columnCount ? m_columns[j] : -1;
        if (m_tie > 0 && j < m_columnCount)
            preferred += m_tie * differingBytes(m_pair.row.surroundings[static_cast<std::size_t>(m_rows[i])],
                                                m_pair.column.surroundings[static_cast<std::size_t>(m_columns[j])]);
    }
    // Without preferences the values are multiples of half a unit, so that this map is a best one for them, too.
    return state.profit - (m_lsap.total - preferred);
}

int DualBound::tighten(Partial& state, Ticks wanted) {
    const Ticks slack = state.profit - m_lsap.total + m_tieMost - wanted;
    int fell = 0;
    for (int i = 0; i < m_rowCount; ++i) {
        const Ticks* cost = m_cost + i * m_pitch;
        const Ticks limit = slack + m_lsap.rowPrice[i];
        if (!anyAbove(cost, m_price, limit, m_columnCount))
            continue;
        for (int j = 0; j < m_columnCount; ++j)
            if (cost[j] - m_price[j] > limit && cost[j] < kForbidden / 2) {
                forbid(state, m_rows[i], m_columns[j]);
                m_cost[i * m_pitch + j] = kForbidden;
                ++fell;
            }
    }
    return fell;
}

void DualBound::touch(int rowHalf, int columnHalf) {
    m_chosen[rowHalf * m_stride + m_place[columnHalf]] = 1;
    m_touched[m_touchedCount] = columnHalf;
    m_touchedHalf[m_touchedCount++] = rowHalf;
}

/// Marks the pairs of halves that the matching of u and v keeps. A greedy matching will do where the best one takes
/// longer: it only steers the step.
void DualBound::choose(const Partial& state, int u, int v) {
    for (int kind = 0; kind < m_pair.row.kinds; ++kind) {
        const int h0 = rowHalf(u, kind), h1 = rowHalf(u, kind + 1);
        const int k0 = columnHalf(v, kind), k1 = columnHalf(v, kind + 1);
        const auto weight = [&](int h, int k) { return state.weight[h * m_stride + m_place[k]]; };
        if (h1 - h0 == 1 && k1 - k0 == 1) {
            if (weight(h0, k0) > 0)
                touch(h0, k0);
            continue;
        }
        if (h1 - h0 == 2 && k1 - k0 == 2) {
            const Ticks straight = std::max(weight(h0, k0), 0) + std::max(weight(h0 + 1, k0 + 1), 0);
            const Ticks crossed = std::max(weight(h0, k0 + 1), 0) + std::max(weight(h0 + 1, k0), 0);
            const int turn = crossed > straight ? 1 : 0;
            for (int i = 0; i < 2; ++i)
                if (weight(h0 + i, k0 + (i ^ turn)) > 0)
                    touch(h0 + i, k0 + (i ^ turn));
            continue;
        }
        // Heaviest first; with one half on either side this is the best matching.
        std::uint64_t takenRows = 0, takenColumns = 0;
        const int most = std::min({h1 - h0, k1 - k0, 64});
        for (int n = 0; n < most; ++n) {
            Ticks best = 0;
            int bestH = -1, bestK = -1;
            for (int h = h0; h < h1 && h < h0 + 64; ++h)
                for (int k = k0; k < k1 && k < k0 + 64; ++k)
                    if (weight(h, k) > best && !(takenRows >> (h - h0) & 1U) && !(takenColumns >> (k - k0) & 1U)) {
                        best = weight(h, k);
                        bestH = h;
                        bestK = k;
                    }
            if (bestH < 0)
                break;
            takenRows |= std::uint64_t{1} << (bestH - h0);
            takenColumns |= std::uint64_t{1} << (bestK - k0);
            touch(bestH, bestK);
        }
    }
}

bool DualBound::step(Partial& state, double gap) {
    const Compiled& r = m_pair.row;
    const Compiled& c = m_pair.column;
    m_touchedCount = 0;
    for (int i = 0; i < m_rowCount; ++i) {
        const int u = m_rows[i];
        m_quarrels[u] = m_quarrels[u] * 4 / 5;
        if (m_map[u] >= 0)
            choose(state, u, m_map[u]);
    }
    const auto far = [&](int t) {
        return r.halves[static_cast<std::size_t>(m_touchedHalf[t])].opposite * m_stride +
               m_place[c.halves[static_cast<std::size_t>(m_touched[t])].opposite];
    };
    int violated = 0;
    for (int t = 0; t < m_touchedCount; ++t)
        if (const int other = far(t); !m_chosen[other] && state.weight[other] != kDead)
            ++violated;
    if (violated > 0) {
        const Ticks length = std::max(1, static_cast<Ticks>(gap / violated));
        for (int t = 0; t < m_touchedCount; ++t)
            if (const int other = far(t); !m_chosen[other] && state.weight[other] != kDead) {
                const int h = m_touchedHalf[t];
                state.weight[h * m_stride + m_place[m_touched[t]]] -= length;
                state.weight[other] += length;
                const Compiled::Half& half = r.halves[static_cast<std::size_t>(h)];
                const int here = r.halves[static_cast<std::size_t>(half.opposite)].other;
                m_dirty[here] = m_dirty[half.other] = 1;
                m_quarrels[here] += kQuarrel;
                m_quarrels[half.other] += kQuarrel;
            }
    }
    for (int t = 0; t < m_touchedCount; ++t)
        m_chosen[m_touchedHalf[t] * m_stride + m_place[m_touched[t]]] = 0;
    return violated > 0;
}

} // namespace streamtune::ged
