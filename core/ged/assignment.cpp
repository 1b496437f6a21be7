// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/assignment.h"

#include <algorithm>
#include <limits>

namespace streamtune::ged {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double largestOf(std::span<const double> weight, std::size_t count, std::size_t stride, int& at) {
    double best = 0;
    at = -1;
    for (std::size_t i = 0; i < count; ++i)
        if (weight[i * stride] > best) {
            best = weight[i * stride];
            at = static_cast<int>(i);
        }
    return best;
}

/// Two lines that compete for the same places: best pair of different places.
double twoLines(std::span<const double> weight, std::size_t count, std::size_t lineStride, std::size_t placeStride,
                int& first, int& second) {
    const auto w = [&](std::size_t line, std::size_t place) { return weight[line * lineStride + place * placeStride]; };
    int a1 = -1, a2 = -1, b1 = -1, b2 = -1; // best and second best place of each line
    double va1 = 0, va2 = 0, vb1 = 0, vb2 = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const int place = static_cast<int>(i);
        if (const double v = w(0, i); v > va1) {
            va2 = va1, a2 = a1, va1 = v, a1 = place;
        } else if (v > va2) {
            va2 = v, a2 = place;
        }
        if (const double v = w(1, i); v > vb1) {
            vb2 = vb1, b2 = b1, vb1 = v, b1 = place;
        } else if (v > vb2) {
            vb2 = v, b2 = place;
        }
    }
    if (a1 != b1 || a1 < 0) {
        first = a1, second = b1;
        return va1 + vb1;
    }
    if (va1 + vb2 >= va2 + vb1) {
        first = a1, second = b2;
        return va1 + vb2;
    }
    first = a2, second = b1;
    return va2 + vb1;
}

} // namespace

double Assignment::solve(std::span<const double> cost, std::size_t rows, std::size_t columns) {
    columnOf.assign(rows, -1);
    rowDual.assign(rows, 0);
    columnDual.assign(columns, 0);
    m_rowOf.assign(columns, -1);
    m_previous.resize(columns);
    m_distance.resize(columns);
    m_done.resize(columns);
    for (std::size_t i = 0; i < rows; ++i) {
        const double* line = cost.data() + i * columns;
        const std::size_t best = static_cast<std::size_t>(std::min_element(line, line + columns) - line);
        rowDual[i] = line[best];
        if (m_rowOf[best] < 0) {
            m_rowOf[best] = static_cast<int>(i);
            columnOf[i] = static_cast<int>(best);
        }
    }
    for (std::size_t i = 0; i < rows; ++i)
        if (columnOf[i] < 0)
            augment(cost, columns, static_cast<int>(i));
    double total = 0;
    for (std::size_t i = 0; i < rows; ++i)
        total += cost[i * columns + static_cast<std::size_t>(columnOf[i])];
    return total;
}

void Assignment::augment(std::span<const double> cost, std::size_t columns, int row) {
    std::fill_n(m_distance.begin(), columns, kInfinity);
    std::fill_n(m_done.begin(), columns, char{0});
    std::fill_n(m_previous.begin(), columns, row);
    int current = row;
    double reached = 0;
    int last = -1;
    while (last < 0) {
        const double* line = cost.data() + static_cast<std::size_t>(current) * columns;
        const double base = reached - rowDual[static_cast<std::size_t>(current)];
        double nearest = kInfinity;
        std::size_t next = columns;
        for (std::size_t j = 0; j < columns; ++j) {
            if (m_done[j])
                continue;
            const double through = base + line[j] - columnDual[j];
            if (through < m_distance[j]) {
                m_distance[j] = through;
                m_previous[j] = current;
            }
            if (m_distance[j] < nearest || (m_distance[j] == nearest && m_rowOf[j] < 0)) {
                nearest = m_distance[j];
                next = j;
            }
        }
        reached = nearest;
        m_done[next] = 1;
        if (m_rowOf[next] < 0)
            last = static_cast<int>(next);
        else
            current = m_rowOf[next];
    }
    rowDual[static_cast<std::size_t>(row)] += reached;
    for (std::size_t j = 0; j < columns; ++j)
        if (m_done[j] && static_cast<int>(j) != last) {
            columnDual[j] -= reached - m_distance[j];
            rowDual[static_cast<std::size_t>(m_rowOf[j])] += reached - m_distance[j];
        }
    for (int column = last; column >= 0;) {
        const int owner = m_previous[static_cast<std::size_t>(column)];
        m_rowOf[static_cast<std::size_t>(column)] = owner;
        std::swap(columnOf[static_cast<std::size_t>(owner)], column);
        if (owner == row)
            break;
    }
}

double matchingWeight(std::span<const double> weight, std::size_t rows, std::size_t columns, int* picked) {
    if (picked)
        std::fill_n(picked, rows, -1);
    if (rows == 0 || columns == 0)
        return 0;
    int first = -1, second = -1;
    if (rows == 1) {
        const double value = largestOf(weight, columns, 1, first);
        if (picked)
            picked[0] = first;
        return value;
    }
    if (columns == 1) {
        const double value = largestOf(weight, rows, 1, first);
        if (picked && first >= 0)
            picked[first] = 0;
        return value;
    }
    if (rows == 2) {
        const double value = twoLines(weight, columns, columns, 1, first, second);
        if (picked)
            picked[0] = first, picked[1] = second;
        return value;
    }
    if (columns == 2) {
        const double value = twoLines(weight, rows, 1, columns, first, second);
        if (picked) {
            if (first >= 0)
                picked[first] = 0;
            if (second >= 0)
                picked[second] = 1;
        }
        return value;
    }
    // Every row may also stay alone: one private column of weight 0 each.
    const std::size_t wide = columns + rows;
    std::vector<double> cost(rows * wide, 0);
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j)
            cost[i * wide + j] = -std::max(0.0, weight[i * columns + j]);
    Assignment assignment;
    const double value = -assignment.solve(cost, rows, wide);
    if (picked)
        for (std::size_t i = 0; i < rows; ++i) {
            const auto j = static_cast<std::size_t>(assignment.columnOf[i]);
            picked[i] = j < columns && weight[i * columns + j] > 0 ? static_cast<int>(j) : -1;
        }
    return value;
}

} // namespace streamtune::ged
