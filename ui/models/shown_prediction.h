// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What is predicted of the shown job. The right halves of the graph, its table and the details take it from here, so
/// that one number means one thing in all of them. Pure functions over values, GUI thread.

#include <QString>
#include <map>
#include <string>

#include "core/graph/job_graph.h"
#include "ui/session/plan_file.h"
#include "ui/session/what_if_flow.h"

namespace streamtune::ui {

struct ShownPrediction {
    std::map<std::string, double> value;    ///< node -> 0..1, what `name` says; empty = nothing is predicted
    std::map<std::string, double> busy;     ///< node -> share of time, where `value` is something else
    std::map<std::string, QString> outside; ///< node -> why it is a guess from further away
    ParallelismVector numbers;              ///< advised or, in what-if, tried out; empty = none
    bool asked = false;                     ///< what-if: `value` is at `numbers`, else at the parallelism in force
    QString name;                           ///< "P(bottleneck)"
    QString by;                             ///< which method or question it comes from
    double limit = 0.5;                     ///< from here on it is a bottleneck

    [[nodiscard]] Number of(const std::string& node) const;
    [[nodiscard]] int numberOf(const Operator& op) const; ///< what `numbers` says, else what is in force
};

/// What-if while it is on and answered, else the plan under review; `plan` only where it is one of this job.
[[nodiscard]] ShownPrediction shownPrediction(const JobGraph& graph, const PlanFile* plan, const WhatIfFlow* whatIf);

} // namespace streamtune::ui
