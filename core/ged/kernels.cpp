// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/kernels.h"

#include <algorithm>
#include <limits>

// The loader picks the widest version; sanitizers run before it may, so that they get the plain one.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&               \
    !defined(__SANITIZE_THREAD__)
#define ST_VECTORISED __attribute__((target_clones("arch=x86-64-v3", "default"), optimize("O3")))
#else
#define ST_VECTORISED
#endif

namespace streamtune::ged {

ST_VECTORISED Ticks reducedMinimum(const Ticks* line, const Ticks* price, Ticks* reduced, int n) {
    Ticks least = std::numeric_limits<Ticks>::max();
    for (int j = 0; j < n; ++j) {
        const Ticks r = line[j] - price[j];
        reduced[j] = r;
        least = r < least ? r : least;
    }
    return least;
}

ST_VECTORISED Ticks relaxed(const Ticks* line, const Ticks* price, Ticks base, std::int32_t row, Ticks* distance,
                            std::int32_t* previous, const Ticks* mask, int n) {
    Ticks least = std::numeric_limits<Ticks>::max();
    for (int j = 0; j < n; ++j) {
        const Ticks through = base + line[j] - price[j];
        const bool shorter = through < distance[j];
        previous[j] = shorter ? row : previous[j];
        const Ticks d = shorter ? through : distance[j];
        distance[j] = d;
        const Ticks open = d | mask[j];
        least = open < least ? open : least;
    }
    return least;
}

ST_VECTORISED bool anyAbove(const Ticks* line, const Ticks* price, Ticks limit, int n) {
    Ticks most = std::numeric_limits<Ticks>::min();
    for (int j = 0; j < n; ++j) {
        const Ticks r = line[j] < kForbidden / 2 ? line[j] - price[j] : std::numeric_limits<Ticks>::min();
        most = r > most ? r : most;
    }
    return most > limit;
}

ST_VECTORISED void addDifferingBytes(Ticks* line, std::uint64_t mine, const std::uint64_t* theirs, Ticks each, int n) {
    for (int j = 0; j < n; ++j) {
        std::uint64_t x = mine ^ theirs[j]; // fold every byte onto its lowest bit, then add them up
        x |= x >> 4U;
        x |= x >> 2U;
        x |= x >> 1U;
        x &= 0x0101010101010101U;
        x += x >> 32U;
        x += x >> 16U;
        x += x >> 8U;
        line[j] += each * static_cast<Ticks>(x & 0xffU);
    }
}

namespace {

/// Above kExactHalves: no half-edge of either side keeps more than its best.
ST_VECTORISED void bothSidesBest(const Ticks* weight, int stride, int halves, const Slot* slots, int slotCount,
                                 Ticks* best, Ticks* rowSum, Ticks* line) {
    const int n = slotCount > 0 ? slots[0].count : 0;
    for (int j = 0; j < n; ++j)
        rowSum[j] = best[j] = 0;
    for (int h = 0; h < halves; ++h) {
        for (int j = 0; j < n; ++j)
            line[j] = 0;
        for (int s = 0; s < slotCount; ++s) {
            const Ticks* w = weight + h * stride + slots[s].offset;
            for (int j = 0; j < slots[s].count; ++j)
                line[j] = w[j] > line[j] ? w[j] : line[j];
        }
        for (int j = 0; j < n; ++j)
            rowSum[j] += line[j];
    }
    for (int s = 0; s < slotCount; ++s) {
        for (int j = 0; j < slots[s].count; ++j)
            line[j] = 0;
        for (int h = 0; h < halves; ++h) {
            const Ticks* w = weight + h * stride + slots[s].offset;
            for (int j = 0; j < slots[s].count; ++j)
                line[j] = w[j] > line[j] ? w[j] : line[j];
        }
        for (int j = 0; j < slots[s].count; ++j)
            best[j] += line[j];
    }
    for (int j = 0; j < n; ++j)
        best[j] = rowSum[j] < best[j] ? rowSum[j] : best[j];
}

using Lane [[gnu::vector_size(kLane * sizeof(Ticks)), gnu::may_alias]] = Ticks;

#define ST_INLINE [[gnu::always_inline]] inline

/// Best weight of every subset of the row half-edges, the columns' half-edges added one after the other; a lane of
/// columns at a time, so that all subsets stay in registers.
template <int kHalves>
ST_INLINE void subsets(const Ticks* weight, int stride, const Slot* slots, int slotCount, Ticks* result) {
    constexpr int kAll = 1 << kHalves;
    for (int j = 0; j < slots[0].count; j += kLane) {
        Lane best[kAll] = {};
        for (int s = 0; s < slotCount && j < slots[s].count; ++s) {
            Lane w[kHalves];
            for (int h = 0; h < kHalves; ++h)
                w[h] = *reinterpret_cast<const Lane*>(weight + h * stride + slots[s].offset + j);
#pragma GCC unroll 32
            for (int mask = kAll - 1; mask > 0; --mask)
#pragma GCC unroll 8
                for (int h = 0; h < kHalves; ++h)
                    if (mask & (1 << h)) {
                        const Lane with = best[mask ^ (1 << h)] + w[h];
                        best[mask] = with > best[mask] ? with : best[mask];
                    }
        }
        *reinterpret_cast<Lane*>(result + j) = best[kAll - 1];
    }
}

ST_VECTORISED void exactMatchings(const Ticks* weight, int stride, int halves, const Slot* slots, int slotCount,
                                  Ticks* result) {
    switch (halves) {
    case 1:
        return subsets<1>(weight, stride, slots, slotCount, result);
    case 2:
        return subsets<2>(weight, stride, slots, slotCount, result);
    case 3:
        return subsets<3>(weight, stride, slots, slotCount, result);
    case 4:
        return subsets<4>(weight, stride, slots, slotCount, result);
    default:
        return subsets<kExactHalves>(weight, stride, slots, slotCount, result);
    }
}

} // namespace

void heaviestMatchings(const Ticks* weight, int stride, int halves, const Slot* slots, int slotCount, Ticks* room,
                       int pitch) {
    if (halves <= kExactHalves)
        exactMatchings(weight, stride, halves, slots, slotCount, room);
    else
        bothSidesBest(weight, stride, halves, slots, slotCount, room, room + pitch, room + 2 * pitch);
}

} // namespace streamtune::ged
