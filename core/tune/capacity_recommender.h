// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The capacity head on a live job: rule -> limits -> reasons.

#include <memory>
#include <string>

#include "core/tune/recommendation.h"

namespace streamtune::tune {

[[nodiscard]] std::unique_ptr<Recommender> makeCapacityRecommender(std::string name);

} // namespace streamtune::tune
