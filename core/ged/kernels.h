// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Inner loops over whole lines of numbers, compiled for the vector units that the machine has. Lines are padded to
/// kLane entries; whole numbers, so that every sum is exact on every machine.

#include <cstdint>

namespace streamtune::ged {

/// Costs in fixed point: a whole number of parts of a unit.
using Ticks = std::int32_t;

/// Not allowed. Real costs stay far below it.
constexpr Ticks kForbidden = Ticks{1} << 29;

constexpr int kLane = 8;
constexpr int padded(int n) {
    return (n + kLane - 1) / kLane * kLane;
}

/// Smallest of line[j] - price[j]; the differences go to `reduced`.
Ticks reducedMinimum(const Ticks* line, const Ticks* price, Ticks* reduced, int n);

/// Relaxes distances through one row and returns the smallest distance of a column that is not masked (mask 0, else the
/// largest number).
Ticks relaxed(const Ticks* line, const Ticks* price, Ticks base, std::int32_t row, Ticks* distance,
              std::int32_t* previous, const Ticks* mask, int n);

/// Places of the half-edges of the columns: place offset + j holds the slot-th half-edge of the j-th column of most
/// halves first, for j < count (padded).
struct Slot {
    int offset = 0;
    int count = 0;
};

/// Heaviest matching of `halves` row half-edges (lines of weight, `stride` apart) with the half-edges of every column:
/// the j-th entry of `room` for the j-th column. Exact up to kExactHalves, above an upper bound. `room` holds three
/// lines of `pitch` entries; lines are aligned to lanes.
constexpr int kExactHalves = 5;
void heaviestMatchings(const Ticks* weight, int stride, int halves, const Slot* slots, int slotCount, Ticks* room,
                       int pitch);

/// Whether line[j] - price[j] > limit for an entry that is not forbidden.
bool anyAbove(const Ticks* line, const Ticks* price, Ticks limit, int n);

/// Bytes in which a and b differ.
inline int differingBytes(std::uint64_t a, std::uint64_t b) {
    std::uint64_t x = a ^ b; // fold every byte onto its lowest bit
    x |= x >> 4U;
    x |= x >> 2U;
    x |= x >> 1U;
    return static_cast<int>(((x & 0x0101010101010101U) * 0x0101010101010101U) >> 56U);
}

/// Adds `each` per byte in which mine and theirs[j] differ.
void addDifferingBytes(Ticks* line, std::uint64_t mine, const std::uint64_t* theirs, Ticks each, int n);

} // namespace streamtune::ged
