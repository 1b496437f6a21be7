// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The operators of two runs of a job side by side: which is which, although the job was changed in between. What
/// people correct is kept for these two versions.

#include <cstdint>
#include <optional>

#include "core/ged/cluster/operator_match.h"
#include "core/history/records.h"
#include "core/workbench/workbench.h"

namespace streamtune::workbench {

struct VersionMatch {
    history::RunRecord before, after;
    JobGraph beforeGraph, afterGraph;
    ged::OperatorMatches operators;
};

/// Of two runs. Errors: "cluster.unknown" (no such run), those of the store and of ged::matchOperators.
[[nodiscard]] Result<VersionMatch> matchRuns(const Workbench& workbench, std::int64_t before, std::int64_t after,
                                             std::stop_token stop);
/// Of the newest run of a job and the newest one before it that had another graph. Error "cluster.unknown" also where
/// there is only one version.
[[nodiscard]] Result<VersionMatch> matchLastVersions(const Workbench& workbench, const std::string& job,
                                                     std::stop_token stop);
/// `to`, an operator of the newer version, was `from` in the older one; an empty `from`: it is new. Audited. Errors
/// also "match.correction", "store.read_only".
[[nodiscard]] Status correctMatch(const Workbench& workbench, std::int64_t before, std::int64_t after,
                                  const std::string& to, const std::string& from, const review::Actor& actor);

} // namespace streamtune::workbench
