// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Better maps by exchanging the images of two rows, or moving a row to a free column, until nothing helps.

#include "core/ged/arena.h"
#include "core/ged/pair.h"

namespace streamtune::ged {

class Descent {
public:
    explicit Descent(const Pair& pair) : m_pair(pair) {}
    [[nodiscard]] bool reserve(Arena& arena);

    /// Improves `map` (row -> column, or negative); returns what was saved. At most `moves` exchanges.
    double improve(int* map, int moves);

private:
    const Pair& m_pair;
    int* m_rowOf = nullptr;
    double* m_saved = nullptr;
    double* m_most = nullptr; ///< what a row saves when nothing about it changes

    bool m_prepared = false;

    void prepare();
    [[nodiscard]] double gain(int* map, int u, int v);
    void apply(int* map, int u, int v);
};

} // namespace streamtune::ged
