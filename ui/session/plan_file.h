// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A plan with everything that is stored about it, read at once on a worker thread. Plain values.

#include <optional>
#include <string>
#include <vector>

#include "core/workbench/workbench.h"

namespace streamtune::ui {

struct PlanFile {
    review::Plan plan;
    std::string hash;
    review::PlanState state = review::PlanState::Draft;
    std::vector<tune::Decision> decisions; ///< from the evidence; empty where there is none
    std::vector<std::string> warnings;     ///< from the evidence
    std::optional<Observation> measured;   ///< newest window of the evidence: what "now" was when the plan was made
    std::vector<history::ApprovalRecord> approvals;
    std::vector<engines::ApplyStep> steps;
    std::optional<review::Outcome> outcome;
    std::optional<review::Preflight> preflight; ///< of this session; reads the cluster
    std::optional<Error> preflightError;

    [[nodiscard]] const tune::Decision* decision(const std::string& vertex) const;
    [[nodiscard]] const review::PlanChange* change(const std::string& vertex) const;
};

/// A plan on the time axis.
struct PlanMark {
    std::string plan;
    TimePoint at{};
    review::PlanState state = review::PlanState::Done;
    bool rollback = false;
    ParallelismVector target;
    std::string text; ///< "3 → 4", subtasks
};

[[nodiscard]] Result<PlanFile> readPlanFile(const workbench::Workbench& bench, const std::string& planId);
[[nodiscard]] std::vector<tune::Decision> decisionsOf(const std::string& evidence);
[[nodiscard]] std::string planSummary(const review::Plan& plan); ///< "+2 −1 operators"

/// Plans of a job that were sent to the cluster, oldest first.
[[nodiscard]] Result<std::vector<PlanMark>> readMarks(const workbench::Workbench& bench, const std::string& connection,
                                                      const std::string& jobName);

} // namespace streamtune::ui
