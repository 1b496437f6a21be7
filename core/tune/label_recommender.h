// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The heads on labels alone, on a live job: observations -> readings -> rule -> limits -> reasons.

#include <memory>
#include <string>

#include "core/learn/model.h"
#include "core/tune/recommendation.h"

namespace streamtune::tune {

/// `model` null: the shipped one, which simulated jobs taught. Error "model.unknown": there is none.
[[nodiscard]] Result<std::unique_ptr<Recommender>>
makeLabelRecommender(const std::string& method, std::shared_ptr<const learn::ModelSet> model = {});

} // namespace streamtune::tune
