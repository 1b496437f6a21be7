// SPDX-License-Identifier: GPL-3.0-or-later
// The heaviest matchings of half-edges, computed for a lane of columns at a time, against one matching after the other.
#include <algorithm>
#include <doctest/doctest.h>
#include <random>
#include <vector>

#include "core/ged/assignment.h"
#include "core/ged/kernels.h"

using namespace streamtune::ged;

namespace {

constexpr int kPitch = 64;

/// Columns in falling order of their half-edges, weights of every pair of halves.
struct Halves {
    int rows = 0;
    std::vector<int> ofColumn;
    std::vector<Slot> slots;
    int stride = 0;
    alignas(64) Ticks weight[16 * 16 * kPitch] = {};

    [[nodiscard]] Ticks& at(int row, int slot, int column) {
        return weight[row * stride + slots[static_cast<std::size_t>(slot)].offset + column];
    }
    [[nodiscard]] double heaviest(int column) {
        const int count = ofColumn[static_cast<std::size_t>(column)];
        std::vector<double> weights;
        for (int r = 0; r < rows; ++r)
            for (int s = 0; s < count; ++s)
                weights.push_back(at(r, s, column));
        return matchingWeight(weights, static_cast<std::size_t>(rows), static_cast<std::size_t>(count), nullptr);
    }
};

void fill(Halves& halves, std::mt19937& random, int rows, int columns, int most) {
    const auto upTo = [&random](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    halves.rows = rows;
    halves.ofColumn.clear();
    for (int c = 0; c < columns; ++c)
        halves.ofColumn.push_back(c == 0 ? most : 1 + upTo(most));
    std::ranges::sort(halves.ofColumn, std::greater{});
    halves.slots.clear();
    halves.stride = 0;
    for (int s = 0; s < most; ++s) {
        const auto with = std::ranges::count_if(halves.ofColumn, [s](int count) { return count > s; });
        halves.slots.push_back({halves.stride, padded(static_cast<int>(with))});
        halves.stride += halves.slots.back().count;
    }
    std::fill_n(halves.weight, rows * halves.stride, -kForbidden);
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < columns; ++c)
            for (int s = 0; s < halves.ofColumn[static_cast<std::size_t>(c)]; ++s)
                halves.at(r, s, c) = upTo(6) == 0 ? -kForbidden : upTo(8192) - 2048;
}

} // namespace

TEST_CASE("matchings of half-edges are the heaviest ones, and of hubs with hubs at least as heavy") {
    std::mt19937 random(4711);
    static Halves halves; // too large for the stack
    alignas(64) static Ticks room[3 * kPitch];
    for (int rows = 1; rows <= 12; ++rows)
        for (int most = 1; most <= 12; ++most)
            for (const int columns : {1, 7, 8, 9, 31}) {
                fill(halves, random, rows, columns, most);
                heaviestMatchings(halves.weight, halves.stride, rows, halves.slots.data(), most, room, kPitch);
                for (int c = 0; c < columns; ++c) {
                    CAPTURE(rows);
                    CAPTURE(c);
                    const int mostOfLane = halves.ofColumn[static_cast<std::size_t>(c - c % kLane)];
                    if (std::min(rows, mostOfLane) <= kExactHalves)
                        REQUIRE(room[c] == halves.heaviest(c));
                    else
                        REQUIRE(room[c] >= halves.heaviest(c));
                }
            }
}
