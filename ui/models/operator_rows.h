// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What is known about each operator of the shown job, put together for the table, the details and the graph: the same
/// words, numbers and states everywhere. Pure functions over values.

#include <memory>
#include <optional>
#include <vector>

#include "core/graph/job_graph.h"
#include "core/graph/observation.h"
#include "core/tune/labels.h"
#include "ui/models/shown_prediction.h"
#include "ui/models/table_model.h"
#include "ui/session/plan_file.h"

namespace streamtune::ui {

/// Measured state; thresholds are those of the labels (back-pressured > 10 %, busy > 60 %) and 20 % for idle.
enum class OperatorState { NoData, Idle, Ok, Busy, BackPressured };

[[nodiscard]] OperatorState operatorState(const NodeObservation* node);
[[nodiscard]] QString stateWord(OperatorState state);
/// Severity for sorting: worst first, no data after everything measured.
[[nodiscard]] double severity(const NodeObservation* node);
/// (max - mean) / mean of the subtasks' input rates; missing with fewer than two.
[[nodiscard]] Number skew(const NodeObservation& node);

struct OperatorRow {
    Operator op;
    std::optional<NodeObservation> seen;
    std::optional<SourceObservation> source;
    OperatorState state = OperatorState::NoData;
    QString noDataWhy;          ///< when NoData
    std::optional<int> advised; ///< of the plan under review, when it is for this job
    bool edited = false;        ///< the advised number is a person's
    std::optional<int> tried;   ///< of what-if while it is on; the advised number gives way to it
    std::optional<tune::Decision> decision;
    tune::NodeLabel label;
    bool hasLabel = false;
    bool rootCause = false; ///< label 1
    Number predicted;       ///< what the right half of its node shows, 0..1
    QString predictedWhat;  ///< a sentence: which number that is, of which parallelism, by whom
    QString outside;        ///< why it is a guess from further away
};

/// What is wrong with the job, the cause first and its victims after it; what the labels say where nothing is wrong.
[[nodiscard]] QString causeSentence(const JobGraph& graph, const tune::Labels& labels);
/// `plan` and `predicted` as shownPrediction() has them; none where there is none.
[[nodiscard]] std::vector<OperatorRow> operatorRows(const JobGraph& graph, const Observation* window,
                                                    const tune::Labels& labels, const PlanFile* plan,
                                                    const ShownPrediction& predicted = {});

using OperatorsModel = TableModel<OperatorRow>;
[[nodiscard]] std::unique_ptr<OperatorsModel> makeOperatorsModel(QObject* parent = nullptr);

namespace OperatorColumn {
enum { Name, Now, Advised, Bar, Busy, BackPressured, In, Out, Predicted, Count };
}

} // namespace streamtune::ui
