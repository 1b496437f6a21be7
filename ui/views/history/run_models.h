// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The tables of the history.

#include <memory>

#include "core/history/store.h"
#include "ui/models/table_model.h"
#include "ui/views/history/run_file.h"

namespace streamtune::ui {

using RunsModel = TableModel<history::RunRow>;
namespace RunColumn {
enum { Run, Job, Began, Busiest, Outcome, Tags, Subtasks, Windows, Lasted, BackPressured, Connection, Written, Count };
}
[[nodiscard]] std::unique_ptr<RunsModel> makeRunsModel(QObject* parent = nullptr);

using ObservationsModel = TableModel<history::ObservationRow>;
namespace ObservationColumn {
enum { At, Job, Operator, Parallelism, In, Out, Busy, BackPressured, Label, Count };
}
[[nodiscard]] std::unique_ptr<ObservationsModel> makeObservationsModel(QObject* parent = nullptr);

using RunNodesModel = TableModel<history::RunNodeSummary>;
[[nodiscard]] std::unique_ptr<RunNodesModel> makeRunNodesModel(QObject* parent = nullptr);

using LabelsModel = TableModel<LabelCase>;
namespace LabelColumn {
enum { Operator, InForce, Computed, Recorded, Busy, BackPressured, Why, Count };
}
[[nodiscard]] std::unique_ptr<LabelsModel> makeLabelsModel(QObject* parent = nullptr);

using CompareModel = TableModel<CompareRow>;
/// One column a run, after what is compared.
[[nodiscard]] std::unique_ptr<CompareModel> makeCompareModel(const RunComparison& comparison,
                                                             QObject* parent = nullptr);

using TableSizesModel = TableModel<history::TableSize>;
[[nodiscard]] std::unique_ptr<TableSizesModel> makeTableSizesModel(QObject* parent = nullptr);

/// An operator of two versions with how it was found.
struct MatchRow {
    ged::OperatorMatch match;
    QString before; ///< names; empty = not there
    QString after;
};
using MatchModel = TableModel<MatchRow>;
[[nodiscard]] std::unique_ptr<MatchModel> makeMatchModel(QObject* parent = nullptr);
[[nodiscard]] std::vector<MatchRow> matchRows(const workbench::VersionMatch& match);
[[nodiscard]] QString howMatched(ged::OperatorMatch::How how); ///< a sentence

} // namespace streamtune::ui
