// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The capacity head on a live job: rule -> limits -> reasons.

#include <memory>
#include <string>

#include "core/learn/readings.h"
#include "core/tune/recommendation.h"

namespace streamtune::tune {

[[nodiscard]] std::unique_ptr<Recommender> makeCapacityRecommender(std::string name);

/// A window as the models read it. Missing and undefined numbers become NaN; an offered rate that is only a lower bound
/// is not known.
[[nodiscard]] learn::WindowReading readingOf(const JobGraph& graph, const Observation& window, long deployment);

} // namespace streamtune::tune
