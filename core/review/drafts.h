// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// How plans come into being: from numbers somebody advises or wants.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/engines/engine.h"
#include "core/review/plan.h"
#include "core/tune/recommendation.h"

namespace streamtune::review {

/// Plans are valid this long; a day leaves time for a review, and a job that changes makes them stale at once anyway.
inline constexpr Millis kValidity{24 * 3'600'000};

/// "p-20261126-8f3a2c1b", unique.
[[nodiscard]] std::string newPlanId(TimePoint now);

/// A plan for `snapshot` with no changes yet: identity, base, slots, times.
[[nodiscard]] Plan blankPlan(const engines::Profile& profile, const engines::JobSnapshot& snapshot, TimePoint now);

/// Every vertex whose number differs from the base becomes a change; slots follow from the graph.
void setTarget(Plan& plan, const JobGraph& graph, const ParallelismVector& target);

/// What a recommendation advises, with every decision and the windows it saw as evidence: enough to compute it again.
[[nodiscard]] Plan planFromRecommendation(const engines::Profile& profile, const engines::JobSnapshot& snapshot,
                                          const tune::Recommendation& recommendation, const tune::TuneInput& input,
                                          engines::ApplyPath path, TimePoint now);

/// The input of the recommendation behind a plan, read back from its evidence. nullopt: the plan has none (edited,
/// rolled back, made by hand).
[[nodiscard]] std::optional<tune::TuneInput> inputFromEvidence(const Plan& plan);

} // namespace streamtune::review
