// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// One page about a job for people who are not at the window: what was measured, the graph with its heat, the plan and
/// why, who approved it and under which hash it stands in the audit trail. HTML by itself, or PDF.

#include <QImage>
#include <QString>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "ui/models/operator_rows.h"
#include "ui/session/plan_file.h"

namespace streamtune::ui {

struct JobReport {
    QString job;
    QString connection;
    TimePoint made{};
    std::optional<TimePoint> measuredTo; ///< end of the window that is shown
    double measuredSeconds = 0;
    QString cause;                 ///< what holds the job back
    std::vector<OperatorRow> rows; ///< worst first
    QImage graph;                  ///< with legend; may be empty
    std::optional<PlanFile> plan;  ///< when it is for this job
};

/// Everything inside: no other file is needed to read it. Names of others are text, never markup.
[[nodiscard]] QString reportHtml(const JobReport& report);
/// By the ending of the name: .html or .pdf (one page A4). Errors "export.form", "export.write".
[[nodiscard]] Status writeReport(const QString& file, const JobReport& report);

} // namespace streamtune::ui
