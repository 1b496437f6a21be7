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

ST_VECTORISED void oneHalf(const Ticks* weight, const Slot* slots, int slotCount, Ticks* best) {
    const Ticks* w = weight + slots[0].offset;
    for (int j = 0; j < slots[0].count; ++j)
        best[j] = w[j] > 0 ? w[j] : 0;
    for (int s = 1; s < slotCount; ++s) {
        w = weight + slots[s].offset;
        for (int j = 0; j < slots[s].count; ++j)
            best[j] = w[j] > best[j] ? w[j] : best[j];
    }
}

ST_VECTORISED void twoHalves(const Ticks* weight, int stride, const Slot* slots, int slotCount, Ticks* a, Ticks* b,
                             Ticks* both) {
    for (int j = 0; j < slots[0].count; ++j) {
        const Ticks wa = weight[slots[0].offset + j], wb = weight[stride + slots[0].offset + j];
        a[j] = wa > 0 ? wa : 0;
        b[j] = wb > 0 ? wb : 0;
        both[j] = a[j] > b[j] ? a[j] : b[j];
    }
    for (int s = 1; s < slotCount; ++s) {
        const Ticks* wa = weight + slots[s].offset;
        const Ticks* wb = weight + stride + slots[s].offset;
        for (int j = 0; j < slots[s].count; ++j) {
            const Ticks x = wa[j] + b[j], y = wb[j] + a[j];
            const Ticks z = x > y ? x : y;
            both[j] = z > both[j] ? z : both[j];
            a[j] = wa[j] > a[j] ? wa[j] : a[j];
            b[j] = wb[j] > b[j] ? wb[j] : b[j];
        }
    }
}

/// Best weight of every subset of the row half-edges, the columns' half-edges added one after the other.
ST_VECTORISED void subsets(const Ticks* weight, int stride, int halves, const Slot* slots, int slotCount, Ticks* room,
                           int pitch) {
    const int all = 1 << halves;
    for (int mask = 0; mask < all; ++mask)
        for (int j = 0; j < slots[0].count; ++j)
            room[mask * pitch + j] = 0;
    for (int s = 0; s < slotCount; ++s)
        for (int mask = all - 1; mask > 0; --mask) {
            Ticks* best = room + mask * pitch;
            for (int h = 0; h < halves; ++h) {
                if (!(mask & (1 << h)))
                    continue;
                const Ticks* without = room + (mask ^ (1 << h)) * pitch;
                const Ticks* w = weight + h * stride + slots[s].offset;
                for (int j = 0; j < slots[s].count; ++j) {
                    const Ticks with = without[j] + w[j];
                    best[j] = with > best[j] ? with : best[j];
                }
            }
        }
}

} // namespace

const Ticks* heaviestMatchings(const Ticks* weight, int stride, int halves, const Slot* slots, int slotCount,
                               Ticks* room, int pitch) {
    if (halves == 1)
        return oneHalf(weight, slots, slotCount, room), room;
    if (halves == 2)
        return twoHalves(weight, stride, slots, slotCount, room, room + pitch, room + 2 * pitch), room + 2 * pitch;
    if (halves <= kExactHalves)
        return subsets(weight, stride, halves, slots, slotCount, room, pitch), room + ((1 << halves) - 1) * pitch;
    return bothSidesBest(weight, stride, halves, slots, slotCount, room, room + pitch, room + 2 * pitch), room;
}

} // namespace streamtune::ged
