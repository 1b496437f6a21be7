// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/lsap.h"

#include <algorithm>
#include <limits>

namespace streamtune::ged {
namespace {

constexpr Ticks kMost = std::numeric_limits<Ticks>::max();
constexpr Ticks kBlocked = kForbidden / 2;
constexpr Ticks kDrift = Ticks{1} << 20;

} // namespace

bool Lsap::reserve(Arena& arena, int largest) {
    const auto n = static_cast<std::size_t>(padded(largest));
    const bool taken = arena.takeLines([&](const auto& give) {
        for (int** line : {&columnOf, &m_rowOf, &m_free, &m_open, &m_reached, &m_previous})
            give(*line, n);
        for (Ticks** line : {&rowPrice, &m_distance, &m_mask, &m_reduced, &m_zero})
            give(*line, n);
    });
    if (!taken)
        return false;
    std::fill_n(m_zero, n, 0);
    return true;
}

/// Gives rows their cheapest column while it is free; returns how many rows wait.
int Lsap::reduceRows(const Ticks* cost, int pitch, int rows, int columns, const Ticks* price) {
    int waiting = 0;
    for (int i = 0; i < columns; ++i) {
        const Ticks least = reducedMinimum(line(cost, pitch, rows, i), price, m_reduced, columns);
        rowPrice[i] = least;
        columnOf[i] = -1;
        for (int j = 0; j < columns; ++j)
            if (m_reduced[j] == least && m_rowOf[j] < 0) {
                m_rowOf[j] = i;
                columnOf[i] = j;
                break;
            }
        if (columnOf[i] < 0)
            m_free[waiting++] = i;
    }
    return waiting;
}

/// A waiting row takes its cheapest column and lowers its price to where the second cheapest is as good; the owner
/// waits instead.
int Lsap::augmentRows(const Ticks* cost, int pitch, int rows, int columns, Ticks* price, int waiting) {
    int left = 0;
    for (int k = 0; k < waiting; ++k) {
        const int i = m_free[k];
        const Ticks least = reducedMinimum(line(cost, pitch, rows, i), price, m_reduced, columns);
        int best = -1;
        Ticks second = kMost;
        for (int j = 0; j < columns; ++j) {
            if (best < 0 && m_reduced[j] == least)
                best = j;
            else if (m_reduced[j] < second)
                second = m_reduced[j];
        }
        if (second >= kBlocked || second == least) {
            m_free[left++] = i;
            continue;
        }
        price[best] -= second - least;
        rowPrice[i] = second;
        const int owner = m_rowOf[best];
        m_rowOf[best] = i;
        columnOf[i] = best;
        if (owner >= 0) {
            columnOf[owner] = -1;
            m_free[left++] = owner;
        }
    }
    return left;
}

bool Lsap::augment(const Ticks* cost, int pitch, int rows, int columns, Ticks* price, int row) {
    std::fill_n(m_distance, columns, kMost);
    std::fill_n(m_mask, columns, 0);
    int current = row;
    Ticks reached = 0;
    int last = -1;
    int count = 0;
    while (last < 0) {
        reached = relaxed(line(cost, pitch, rows, current), price, reached - rowPrice[current], current, m_distance,
                          m_previous, m_mask, columns);
        if (reached >= kBlocked)
            return false;
        for (int k = 0; k < m_openCount && last < 0; ++k)
            if (m_distance[m_open[k]] == reached) {
                last = m_open[k];
                m_open[k] = m_open[--m_openCount];
            }
        if (last >= 0)
            break;
        int next = 0;
        while ((m_distance[next] | m_mask[next]) != reached)
            ++next;
        m_mask[next] = kMost;
        m_reached[count++] = next;
        current = m_rowOf[next];
    }
    rowPrice[row] += reached;
    for (int k = 0; k < count; ++k) {
        const int j = m_reached[k];
        price[j] -= reached - m_distance[j];
        rowPrice[m_rowOf[j]] += reached - m_distance[j];
    }
    for (int column = last; column >= 0;) {
        const int owner = m_previous[column];
        m_rowOf[column] = owner;
        std::swap(columnOf[owner], column);
        if (owner == row)
            break;
    }
    return true;
}

bool Lsap::solve(const Ticks* cost, int pitch, int rows, int columns, Ticks* price) {
    std::fill_n(m_rowOf, columns, -1);
    // Prices only fall; all of them may be lifted by the same amount.
    const Ticks highest = *std::max_element(price, price + columns);
    if (highest < -kDrift)
        for (int j = 0; j < columns; ++j)
            price[j] -= highest;
    int waiting = reduceRows(cost, pitch, rows, columns, price);
    for (int pass = 0; pass < 2 && waiting > 0; ++pass)
        waiting = augmentRows(cost, pitch, rows, columns, price, waiting);
    m_openCount = 0;
    for (int j = 0; waiting > 0 && j < columns; ++j)
        if (m_rowOf[j] < 0)
            m_open[m_openCount++] = j;
    for (int k = 0; k < waiting; ++k)
        if (!augment(cost, pitch, rows, columns, price, m_free[k]))
            return false;
    total = 0;
    for (int i = 0; i < rows; ++i) {
        const Ticks paid = cost[i * pitch + columnOf[i]];
        if (paid >= kBlocked)
            return false;
        total += paid;
    }
    return true;
}

} // namespace streamtune::ged
