// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The tables of the cluster browser: jobs, neighbours, steps of an edit path, what a preview would change.

#include <memory>
#include <vector>

#include "ui/models/table_model.h"
#include "ui/session/cluster_flow.h"
#include "ui/views/clusters/pair_model.h"

namespace streamtune::ui {

struct MemberRow {
    int job = 0; ///< index in the scene
    QString key;
    const ClusterJob* what = nullptr; ///< of the scene, which outlives the row
    ged::Interval toCentre;           ///< with what was refined since
    QString cluster;                  ///< title, empty = none
};
using MembersModel = TableModel<MemberRow>;
[[nodiscard]] std::unique_ptr<MembersModel> makeMembersModel(QObject* parent = nullptr);

struct NeighbourRow {
    QString key;
    history::JobShape job;
    QString cluster;
    ged::Interval distance;
    int place = 0; ///< from the nearest on
};
using NeighboursModel = TableModel<NeighbourRow>;
[[nodiscard]] std::unique_ptr<NeighboursModel> makeNeighboursModel(QObject* parent = nullptr);

struct StepRow {
    int number = 0;
    PairStep step;
};
using StepsModel = TableModel<StepRow>;
[[nodiscard]] std::unique_ptr<StepsModel> makeStepsModel(QObject* parent = nullptr);

struct ChangeRow {
    QString key;
    history::JobShape job;
    QString from; ///< empty = in none
    QString to;
};
using ChangesModel = TableModel<ChangeRow>;
[[nodiscard]] std::unique_ptr<ChangesModel> makeChangesModel(QObject* parent = nullptr);

} // namespace streamtune::ui
