// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What recommenders with a model share: the job on plain indices with what bounds the choice, and its windows with the
/// deciding one last. Private to this room.

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

#include "core/learn/readings.h"
#include "core/tune/evidence.h"
#include "core/tune/limits.h"

namespace streamtune::tune {

inline constexpr int kLeastHigh = 64;  ///< looked at even where the present parallelism is small
inline constexpr int kMostHigh = 1024; ///< larger parallelism is not looked at

struct ModelBench {
    learn::JobFacts facts;
    std::vector<int> low, high;

    ModelBench(const TuneInput& input, const Evidence& evidence);
};

/// Quiet windows, oldest first; the last one is the newest of the job as it runs now, with the offered rates of
/// `evidence`.
[[nodiscard]] std::vector<learn::WindowReading> readingsOf(const TuneInput& input, const Evidence& evidence);

} // namespace streamtune::tune
