// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Explanation and what-if on the jobs of a workspace: what the panels of the window and the command line share.
/// Synchronous, cancellable, safe from any thread. Errors are those of the rooms below, and "plan.vertex", "plan.hand"
/// (made by a person: no method to explain), "whatif.unknown" (no such scenario), "whatif.name".

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/ged/cluster/distances.h"
#include "core/tune/explanation.h"
#include "core/tune/what_if.h"
#include "core/workbench/workbench.h"

namespace streamtune::workbench {

/// A past run of a job with a graph like this one, and what became of it.
struct PastRun {
    std::string connection, job;
    std::int64_t run = 0;
    ged::Interval distance;            ///< of the graphs
    std::vector<std::string> editPath; ///< sentences; empty = the same graph
    std::string node;                  ///< the operator that stands for the one explained; empty = none does
    std::string nodeName;
    int parallelism = 0;              ///< of that operator
    Number busyMax, backpressuredMax; ///< measured, worst window
    std::string outcome;              ///< "sufficient", "bottleneck in 3 of 8 windows", …
};

/// How often advice was right: predicted probabilities against what was measured after the change.
struct CalibrationBin {
    double low = 0, high = 1; ///< predicted probability of being sufficient
    int said = 0;             ///< decisions
    int right = 0;            ///< of them sufficient in the windows after
};

struct Evidence {
    std::string plan;
    std::string model;
    tune::Explanation explanation;
    std::vector<PastRun> past; ///< nearest first
    std::vector<CalibrationBin> calibration;
    int calibrationDecisions = 0;
    std::string calibrationSentence; ///< "of 12 … 11 were", or that there are too few
};
[[nodiscard]] Json evidenceToJson(const Evidence& evidence);
[[nodiscard]] std::string evidenceText(const Evidence& evidence); ///< for terminals and tickets

/// A question somebody kept, with the answer of that moment.
struct Scenario {
    std::string name;
    std::string connection, job;
    std::string who;
    TimePoint at{};
    tune::WhatIfQuestion question;
    std::string prediction; ///< JSON text, as then
};

class EvidenceDesk {
public:
    explicit EvidenceDesk(const Workbench& workbench) : m_workbench(workbench) {}

    /// `vertex`: id or name of an operator of the plan.
    /// Of numbers that a person chose in what-if: what the model says to the same windows.
    [[nodiscard]] Result<Evidence> explain(const std::string& planIdOrFile, const std::string& vertex,
                                           std::stop_token stop) const;

    /// From the windows recorded; measures one where there is none of the present deployment.
    [[nodiscard]] Result<std::shared_ptr<const tune::WhatIf>> whatIf(const std::string& connection,
                                                                     const std::string& job, std::stop_token stop,
                                                                     const ProgressSink& progress = {}) const;

    /// A draft with the numbers of the scenario, for review; its rates are the demand of its evidence. Error
    /// "whatif.same" where no number differs from what is in force.
    [[nodiscard]] Result<review::Plan> draft(const Scenario& scenario, std::stop_token stop,
                                             const ProgressSink& progress = {}) const;

    [[nodiscard]] Status keep(const Scenario& scenario) const; ///< the same name is replaced
    [[nodiscard]] Status drop(const std::string& connection, const std::string& job, const std::string& name) const;
    [[nodiscard]] Result<std::vector<Scenario>> scenarios(const std::string& connection, const std::string& job) const;

private:
    const Workbench& m_workbench;
};

} // namespace streamtune::workbench
