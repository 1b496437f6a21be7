// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The queue of trainings one below the other: state, what is trained, how far it is, time spent and left. Several can
/// be chosen (to compare them). GUI thread.

#include <QAbstractListModel>
#include <QListView>
#include <vector>

#include "ui/session/training_flow.h"

namespace streamtune::ui {

class RunListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] const workbench::TrainingRun& row(int at) const { return m_rows[static_cast<std::size_t>(at)]; }
    [[nodiscard]] int find(const std::string& id) const; ///< -1 = none
    /// Rows stay where they are while the same runs are shown.
    void setRuns(const std::vector<workbench::TrainingRun>& runs);

private:
    std::vector<workbench::TrainingRun> m_rows; ///< without curves
};

class RunList final : public QListView {
    Q_OBJECT
public:
    explicit RunList(TrainingFlow& flow, QWidget* parent = nullptr);
    [[nodiscard]] const RunListModel& rows() const { return *m_model; }

private:
    void fill();
    void showChosen();

    TrainingFlow& m_flow;
    RunListModel* m_model;
    bool m_showing = false;
};

} // namespace streamtune::ui
