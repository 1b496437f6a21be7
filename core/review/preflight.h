// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The preflight: everything that must hold before a plan may be sent, read anew from the cluster. Reads only.

#include <stop_token>
#include <string>
#include <vector>

#include "core/engines/engine.h"
#include "core/history/store.h"
#include "core/review/reviewer.h"

namespace streamtune::review {

/// What the preflight means for the life of the plan.
enum class Verdict { Clear, Blocked, Stale, Expired };

struct Examination {
    Preflight preflight;
    Verdict verdict = Verdict::Clear;
    std::string why; ///< the sentence of the first row that is in the way
};

/// Errors are those of the engine when the cluster cannot be read; a job that is gone is no error but stale.
[[nodiscard]] Result<Examination> examine(const Plan& plan, history::Store& store, engines::EngineReader& reader,
                                          TimePoint now, std::stop_token stop);

/// The change as the engine gets it.
[[nodiscard]] engines::Change changeOf(const Plan& plan);
/// Rows of the three-way difference as JSON, for details of errors and audit rows.
[[nodiscard]] Json driftToJson(const std::vector<DriftRow>& drift);

} // namespace streamtune::review
