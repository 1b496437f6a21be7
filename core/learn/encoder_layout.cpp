// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/encoder_layout.h"

#include <cmath>
#include <random>

namespace streamtune::learn {

std::size_t EncoderShape::weights() const {
    std::size_t sum = 0;
    eachTensor(*this,
               [&](const std::string&, std::size_t rows, std::size_t columns) { sum += tensorSize(rows, columns); });
    return sum;
}

std::vector<float> initialWeights(const EncoderShape& shape, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    // Own scaling of the raw bits: distributions of the standard library differ between implementations.
    const auto uniform = [&] { return static_cast<double>(random() >> 11) * 0x1p-53 * 2 - 1; };
    std::vector<float> weights;
    weights.reserve(shape.weights());
    eachTensor(shape, [&](const std::string& name, std::size_t rows, std::size_t columns) {
        const double bound = rows == 0     ? 0
                             : name == "u" ? 0.5 / std::sqrt(static_cast<double>(rows))
                                           : std::sqrt(6.0 / static_cast<double>(rows));
        for (std::size_t i = 0; i < tensorSize(rows, columns); ++i)
            weights.push_back(static_cast<float>(bound * uniform()));
    });
    return weights;
}

} // namespace streamtune::learn
