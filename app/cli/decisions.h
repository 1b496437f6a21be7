// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What recommend, tune and explain share: their options, and decisions with every intermediate value.

#include <string>
#include <vector>

#include "app/cli/output.h"
#include "app/cli/spec.h"
#include "core/base/json.h"
#include "core/review/plan.h"
#include "core/workbench/workbench.h"

namespace streamtune::cli {

[[nodiscard]] std::vector<Option> recommendOptions();
/// Error "tune.method" for a method that is not built.
[[nodiscard]] Result<workbench::RecommendRequest> recommendRequest(const Arguments& arguments);

/// The decisions inside a plan's evidence, as stored (names of recommendationToJson); an empty array where there are
/// none.
[[nodiscard]] Json decisionsOf(const review::Plan& plan);
[[nodiscard]] std::string decisionText(const Json& decision, const Output& out);
[[nodiscard]] std::string decisionsText(const review::Plan& plan, const Output& out);

} // namespace streamtune::cli
