// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Linear sum assignment in whole numbers, warm-started from the prices of a similar problem (Jonker and Volgenant,
/// Computing 38, 1987: row reduction, shortest augmenting paths).

#include <cstdint>

#include "core/ged/arena.h"
#include "core/ged/kernels.h"

namespace streamtune::ged {

class Lsap {
public:
    /// False when the arena is full. `largest` = most columns ever.
    [[nodiscard]] bool reserve(Arena& arena, int largest);

    /// Minimum cost of giving each of `rows` rows a column of its own; columns left over are free of charge. `pitch` =
    /// entries from row to row, at least padded(columns). `price` (padded(columns) entries) is where the search starts
    /// and receives the dual prices. False when a row cannot be placed.
    [[nodiscard]] bool solve(const Ticks* cost, int pitch, int rows, int columns, Ticks* price);

    int* columnOf = nullptr;   ///< per row
    Ticks* rowPrice = nullptr; ///< rowPrice + price <= cost
    Ticks total = 0;

private:
    int* m_rowOf = nullptr;
    int* m_free = nullptr;
    int* m_open = nullptr; ///< columns without a row
    int m_openCount = 0;
    int* m_reached = nullptr;
    std::int32_t* m_previous = nullptr;
    Ticks* m_distance = nullptr;
    Ticks* m_mask = nullptr;
    Ticks* m_reduced = nullptr;
    Ticks* m_zero = nullptr;

    int reduceRows(const Ticks* cost, int pitch, int rows, int columns, const Ticks* price);
    int augmentRows(const Ticks* cost, int pitch, int rows, int columns, Ticks* price, int waiting);
    bool augment(const Ticks* cost, int pitch, int rows, int columns, Ticks* price, int row);
    [[nodiscard]] const Ticks* line(const Ticks* cost, int pitch, int rows, int row) const {
        return row < rows ? cost + row * pitch : m_zero;
    }
};

} // namespace streamtune::ged
