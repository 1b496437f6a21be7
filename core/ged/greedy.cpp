// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/greedy.h"

#include <bit>
#include <cstdint>

namespace streamtune::ged {
namespace {

using Nodes = std::uint64_t; ///< a bit a node
static_assert(kSearchedNodes <= 64);

constexpr Nodes firstOf(int count) {
    return count >= 64 ? ~Nodes{0} : (Nodes{1} << count) - 1;
}

/// Gives rows of `open` columns that look most alike, the first rows first.
void assign(const Pair& pair, bool sameType, Nodes& open, Nodes& used, SmallMap& map) {
    const Compiled& r = pair.row;
    const Compiled& c = pair.column;
    const Nodes all = firstOf(c.nodes);
    for (Nodes rows = open; rows != 0; rows &= rows - 1) {
        const int u = std::countr_zero(rows);
        const int type = r.nodeType[static_cast<std::size_t>(u)];
        const std::uint64_t mine = r.surroundings[static_cast<std::size_t>(u)];
        int least = 65, best = -1;
        for (Nodes columns = all & ~used; columns != 0 && least > 0; columns &= columns - 1) {
            const int v = std::countr_zero(columns);
            if (sameType && c.nodeType[static_cast<std::size_t>(v)] != type)
                continue;
            if (const int d = differingBytes(mine, c.surroundings[static_cast<std::size_t>(v)]); d < least) {
                least = d;
                best = v;
            }
        }
        if (best < 0)
            continue;
        map[static_cast<std::size_t>(u)] = best;
        used |= Nodes{1} << best;
        open &= ~(Nodes{1} << u);
    }
}

} // namespace

void greedyMap(const Pair& pair, SmallMap& map) {
    map.fill(-1);
    Nodes open = firstOf(pair.row.nodes), used = 0;
    assign(pair, true, open, used, map);
    assign(pair, false, open, used, map);
}

} // namespace streamtune::ged
