// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// How the weights of an encoder lie in their one row. Shared by the program and the LibTorch module.

#include <algorithm>
#include <string>

#include "core/learn/encoder.h"

namespace streamtune::learn {

/// Calls f(name, rows, columns) for every tensor in order; a bias has 0 rows.
template <typename F>
void eachTensor(const EncoderShape& shape, F&& f) {
    for (std::size_t l = 0; l < shape.layers; ++l) {
        f("w" + std::to_string(l + 1), 3 * shape.width(l), shape.hidden);
        f("b" + std::to_string(l + 1), std::size_t{0}, shape.hidden);
    }
    f(std::string("u"), shape.hidden, kOutputs);
    f(std::string("d"), std::size_t{0}, kOutputs);
}

[[nodiscard]] inline std::size_t tensorSize(std::size_t rows, std::size_t columns) {
    return std::max<std::size_t>(rows, 1) * columns;
}

} // namespace streamtune::learn
