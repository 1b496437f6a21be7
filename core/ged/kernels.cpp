// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/kernels.h"

#include <algorithm>
#include <limits>

#include "core/base/vectorised.h"

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

/// Above kExactHalves on both sides: no half-edge of either side keeps more than its best. Of the first n columns.
ST_VECTORISED void bothSidesBest(const Ticks* weight, int stride, int halves, const Slot* slots, int slotCount, int n,
                                 Ticks* best, Ticks* rowSum, Ticks* line) {
    for (int j = 0; j < n; ++j)
        rowSum[j] = best[j] = 0;
    for (int h = 0; h < halves; ++h) {
        for (int j = 0; j < n; ++j)
            line[j] = 0;
        for (int s = 0; s < slotCount; ++s) {
            const Ticks* w = weight + h * stride + slots[s].offset;
            for (int j = 0; j < std::min(n, slots[s].count); ++j)
                line[j] = w[j] > line[j] ? w[j] : line[j];
        }
        for (int j = 0; j < n; ++j)
            rowSum[j] += line[j];
    }
    for (int s = 0; s < slotCount; ++s) {
        for (int j = 0; j < std::min(n, slots[s].count); ++j)
            line[j] = 0;
        for (int h = 0; h < halves; ++h) {
            const Ticks* w = weight + h * stride + slots[s].offset;
            for (int j = 0; j < std::min(n, slots[s].count); ++j)
                line[j] = w[j] > line[j] ? w[j] : line[j];
        }
        for (int j = 0; j < std::min(n, slots[s].count); ++j)
            best[j] += line[j];
    }
    for (int j = 0; j < n; ++j)
        best[j] = rowSum[j] < best[j] ? rowSum[j] : best[j];
}

using Lane [[gnu::vector_size(kLane * sizeof(Ticks)), gnu::may_alias]] = Ticks;

#define ST_INLINE [[gnu::always_inline]] inline

/// Weights of half-edges of the rows with those of one lane of columns.
struct LaneOfWeights {
    const Ticks* first;
    int stride;
    const Slot* slots;
    ST_INLINE const Lane* at(int half, int slot) const {
        return reinterpret_cast<const Lane*>(first + half * stride + slots[slot].offset);
    }
};

/// Best weight of every subset of the side with fewer half-edges, those of the other side added one after the other.
template <int kFewer, bool kFewerRows>
ST_INLINE void subsets(const LaneOfWeights& weights, int others, Lane* result) {
    constexpr int kAll = 1 << kFewer;
    Lane best[kAll] = {};
    for (int other = 0; other < others; ++other) {
        Lane w[kFewer];
        for (int i = 0; i < kFewer; ++i)
            w[i] = *(kFewerRows ? weights.at(i, other) : weights.at(other, i));
#pragma GCC unroll 32
        for (int mask = kAll - 1; mask > 0; --mask)
#pragma GCC unroll 8
            for (int i = 0; i < kFewer; ++i)
                if (mask & (1 << i)) {
                    const Lane with = best[mask ^ (1 << i)] + w[i];
                    best[mask] = with > best[mask] ? with : best[mask];
                }
    }
    *result = best[kAll - 1];
}

template <bool kFewerRows>
ST_INLINE void matching(const LaneOfWeights& weights, int fewer, int others, Lane* result) {
    switch (fewer) {
    case 1:
        return subsets<1, kFewerRows>(weights, others, result);
    case 2:
        return subsets<2, kFewerRows>(weights, others, result);
    case 3:
        return subsets<3, kFewerRows>(weights, others, result);
    case 4:
        return subsets<4, kFewerRows>(weights, others, result);
    case 5:
        return subsets<5, kFewerRows>(weights, others, result);
    default:
        return subsets<kExactHalves, kFewerRows>(weights, others, result);
    }
}

/// A lane of columns at a time from the column `from` on, so that all subsets stay in registers.
ST_VECTORISED void exactMatchings(const Ticks* weight, int stride, int halves, const Slot* slots, int slotCount,
                                  int from, Ticks* result) {
    for (int j = from; j < slots[0].count; j += kLane) {
        while (slots[slotCount - 1].count <= j)
            --slotCount;
        const LaneOfWeights weights{weight + j, stride, slots};
        Lane* const to = reinterpret_cast<Lane*>(result + j);
        if (halves <= slotCount)
            matching<true>(weights, halves, slotCount, to);
        else
            matching<false>(weights, slotCount, halves, to);
    }
}

} // namespace

void heaviestMatchings(const Ticks* weight, int stride, int halves, const Slot* slots, int slotCount, Ticks* room,
                       int pitch) {
    int from = 0;
    if (halves > kExactHalves && slotCount > kExactHalves) { // columns of most halves come first
        from = slots[kExactHalves].count;
        bothSidesBest(weight, stride, halves, slots, slotCount, from, room, room + pitch, room + 2 * pitch);
    }
    exactMatchings(weight, stride, halves, slots, slotCount, from, room);
}

} // namespace streamtune::ged
