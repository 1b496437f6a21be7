// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What-if as rows and words. Pure functions, any thread.

#include <QString>
#include <memory>
#include <vector>

#include "core/workbench/evidence_desk.h"
#include "ui/models/table_model.h"

namespace streamtune::ui {

/// What one answer comes down to.
struct AnswerSum {
    double asked = 0;   ///< records/s of all sources
    Number sustainable; ///< records/s of all sources when they grow alike; missing where it is not known
    Number sustainableLow, sustainableHigh;
    int subtasks = 0;
    int slots = 0;
    Number worst; ///< largest chance of a bottleneck
    Number enough, lagGrowth, lag, catchUp;
    std::string limitedBy; ///< node id
    bool outside = false;
};
[[nodiscard]] AnswerSum sumOf(const tune::Prediction& answer);
[[nodiscard]] QString lagWords(const AnswerSum& sum);     ///< "none", "8 s and growing"
[[nodiscard]] QString catchUpWords(const AnswerSum& sum); ///< "12 min", "never"

/// An answer in the table of scenarios: the present, what is on the graph, or one that was kept.
struct ScenarioRow {
    enum class Kind { Now, Asked, Kept };
    Kind kind = Kind::Kept;
    QString name;
    AnswerSum sum;
    QString limitedBy; ///< name of the operator
    std::string who;
    TimePoint at{};
    bool onGraph = false;
};
using ScenarioModel = TableModel<ScenarioRow>;
[[nodiscard]] QString scenarioKey(const ScenarioRow& row);
[[nodiscard]] std::unique_ptr<ScenarioModel> makeScenarioModel(QObject* parent = nullptr);

/// One operator in two answers, beside the present.
struct SideRow {
    std::string node;
    QString name;
    int now = 0, left = 0, right = 0;
    Number leftChance, rightChance;
    QString leftOutside, rightOutside; ///< why it is a guess from further away; empty = it is not
};
using SideModel = TableModel<SideRow>;
[[nodiscard]] std::unique_ptr<SideModel> makeSideModel(QObject* parent = nullptr);
[[nodiscard]] std::vector<SideRow> sideRows(const JobGraph& graph, const tune::Prediction& left,
                                            const tune::Prediction& right);

} // namespace streamtune::ui
