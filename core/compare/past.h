// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A history of simulated jobs, made by the reference recipe: what training reads where nothing real was observed yet.

#include <cstdint>
#include <vector>

#include "core/engines/simulated/simulator.h"
#include "core/learn/prior_training.h"

namespace streamtune::compare {

struct PastRecipe {
    int deployments = 24; ///< per job, at random rates and parallelism around what suffices
    int windows = 2;      ///< per deployment
    std::uint64_t seed = 99;
};

[[nodiscard]] learn::PastJob makePast(const engines::simulated::Simulator& job, const PastRecipe& recipe);

/// What a method may read of a window. `deployment` is any number that differs between deployments, `age` the number of
/// quiet windows of the deployment before it.
[[nodiscard]] learn::WindowReading publicReading(const engines::simulated::Window& window, long deployment, int age);

} // namespace streamtune::compare
