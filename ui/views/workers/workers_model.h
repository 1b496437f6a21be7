// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Workers beside the operators that lie on them, measured, and where a plan moves them. Rows are workers; the columns
/// are the worker, its load, then the operators.

#include <QAbstractTableModel>

#include "core/workbench/packed.h"

namespace streamtune::ui {

/// What a cell says beside its text.
enum WorkersRole {
    NowRole = Qt::UserRole + 1, ///< double, measured share of the worker's time; invalid = not measured
    PlannedRole,                ///< double, predicted share after the plan; invalid = no plan
    HereRole,                   ///< bool, the operator lies here now
    ThereRole                   ///< bool, it will lie here after the plan (as now without one)
};

class WorkersModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Worker, Load, FirstOperator };
    using Placement = std::map<std::string, std::vector<int>>;

    using QAbstractTableModel::QAbstractTableModel;
    /// `planned` empty = no plan. `names`: operators as people know them.
    void set(workbench::WorkersMatrix now, workbench::WorkersMatrix planned, Placement present, Placement after,
             std::map<std::string, std::string> names);
    [[nodiscard]] bool hasPlan() const { return !m_planned.rows.empty(); }
    [[nodiscard]] std::string operatorOf(int column) const;    ///< node id; "" for the first columns
    [[nodiscard]] int columnOf(const std::string& node) const; ///< -1 = none
    [[nodiscard]] int places(bool planned) const;              ///< sum over the operators of the workers they lie on
    [[nodiscard]] int used(bool planned) const;                ///< workers that have any operator

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] bool lies(const Placement& placement, const std::string& node, int row) const;
    [[nodiscard]] QString binsText(const std::string& node, bool planned) const;
    [[nodiscard]] QVariant workerCell(const workbench::WorkerRow& row, int role) const;
    [[nodiscard]] QVariant loadCell(int row, int role) const;
    [[nodiscard]] QVariant operatorCell(int row, std::size_t column, int role) const;

    workbench::WorkersMatrix m_now, m_planned;
    Placement m_present, m_after;
    std::map<std::string, std::string> m_names;
};

} // namespace streamtune::ui
