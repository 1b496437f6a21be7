// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/workers/workers_model.h"

#include <algorithm>
#include <set>

#include "ui/session/text.h"

namespace streamtune::ui {

namespace {

constexpr int kBins = 256; ///< of every placed operator, as the agent deals them

QVariant shareOf(const Number& n) {
    return isKnown(n) ? QVariant(*n) : QVariant();
}

/// A worker that is busy longer than this has no room left.
constexpr double kFull = 0.95;

} // namespace

void WorkersModel::set(workbench::WorkersMatrix now, workbench::WorkersMatrix planned, Placement present,
                       Placement after, std::map<std::string, std::string> names) {
    const bool sameShape = now.operators == m_now.operators && now.rows.size() == m_now.rows.size();
    if (!sameShape)
        beginResetModel();
    m_now = std::move(now);
    m_planned = std::move(planned);
    m_present = std::move(present);
    m_after = std::move(after);
    m_names = std::move(names);
    if (!sameShape)
        endResetModel();
    else if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

std::string WorkersModel::operatorOf(int column) const {
    const auto i = static_cast<std::size_t>(column - FirstOperator);
    return column >= FirstOperator && i < m_now.operators.size() ? m_now.operators[i] : std::string();
}

int WorkersModel::columnOf(const std::string& node) const {
    const auto at = std::ranges::find(m_now.operators, node);
    return at == m_now.operators.end() ? -1 : FirstOperator + static_cast<int>(at - m_now.operators.begin());
}

int WorkersModel::places(bool planned) const {
    int sum = 0;
    for (const auto& [op, workers] : planned ? m_after : m_present)
        sum += static_cast<int>(workers.size());
    return sum;
}

int WorkersModel::used(bool planned) const {
    std::set<int> all;
    for (const auto& [op, workers] : planned ? m_after : m_present)
        all.insert(workers.begin(), workers.end());
    return static_cast<int>(all.size());
}

int WorkersModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(std::max(m_now.rows.size(), m_planned.rows.size()));
}

int WorkersModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : FirstOperator + static_cast<int>(m_now.operators.size());
}

bool WorkersModel::lies(const Placement& placement, const std::string& node, int row) const {
    const auto on = placement.find(node);
    return on != placement.end() && std::ranges::find(on->second, row) != on->second.end();
}

/// Every worker of an operator has 256/k bins, one more or less.
QString WorkersModel::binsText(const std::string& node, bool planned) const {
    const auto& placement = planned ? m_after : m_present;
    const auto on = placement.find(node);
    if (on == placement.end() || on->second.empty())
        return {};
    const int k = static_cast<int>(on->second.size());
    return kBins % k == 0 ? QString::number(kBins / k) : QStringLiteral("%1–%2").arg(kBins / k).arg(kBins / k + 1);
}

QVariant WorkersModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignCenter);
    const auto row = static_cast<std::size_t>(index.row());
    static const workbench::WorkerRow kNone;
    if (index.column() == Worker)
        return workerCell(row < m_now.rows.size() ? m_now.rows[row] : m_planned.rows[row], role);
    if (index.column() == Load)
        return loadCell(index.row(), role);
    return operatorCell(index.row(), static_cast<std::size_t>(index.column() - FirstOperator), role);
}

QVariant WorkersModel::workerCell(const workbench::WorkerRow& row, int role) const {
    switch (role) {
    case Qt::DisplayRole:
        return QString::number(row.worker);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return tr("Worker %1: waits for a core %2 of the time, lag %3 ms")
            .arg(QString::number(row.worker), percent(row.runQueue),
                 isKnown(row.lag) ? QString::number(*row.lag, 'f', 0) : tr("unknown"));
    default:
        return {};
    }
}

QVariant WorkersModel::loadCell(int row, int role) const {
    const auto at = static_cast<std::size_t>(row);
    const Number now = at < m_now.rows.size() ? m_now.rows[at].load : Number();
    const Number after = at < m_planned.rows.size() ? m_planned.rows[at].load : Number();
    switch (role) {
    case Qt::DisplayRole:
        return percent(now);
    case NowRole:
        return shareOf(now);
    case PlannedRole:
        return shareOf(after);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: {
        QString said = isKnown(now) ? tr("Worker %1 is busy %2 of the time").arg(row).arg(percent(now))
                                    : tr("Worker %1: not measured").arg(row);
        if (isKnown(now) && *now >= kFull)
            said += tr(": it has no room left");
        if (isKnown(after))
            said += tr("; %1 predicted after the plan").arg(percent(after));
        return said;
    }
    default:
        return {};
    }
}

QVariant WorkersModel::operatorCell(int row, std::size_t column, int role) const {
    if (column >= m_now.operators.size())
        return {};
    const std::string& node = m_now.operators[column];
    const auto at = static_cast<std::size_t>(row);
    const bool here = lies(m_present, node, row), there = lies(hasPlan() ? m_after : m_present, node, row);
    const Number busy = here && at < m_now.rows.size() ? m_now.rows[at].busy[column] : Number();
    const Number after = there && at < m_planned.rows.size() ? m_planned.rows[at].busy[column] : Number();
    switch (role) {
    case Qt::DisplayRole:
        return there ? binsText(node, hasPlan()) : here ? binsText(node, false) : QString();
    case NowRole:
        return shareOf(busy);
    case PlannedRole:
        return shareOf(after);
    case HereRole:
        return here;
    case ThereRole:
        return there;
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: {
        const QString name =
            headerData(FirstOperator + static_cast<int>(column), Qt::Horizontal, Qt::DisplayRole).toString();
        if (!here && !there)
            return tr("%1 does not lie on worker %2").arg(name).arg(row);
        QString said =
            here ? tr("%1 on worker %2: %3 of %4 bins, %5 of the worker's time")
                       .arg(name, QString::number(row), binsText(node, false), QString::number(kBins), percent(busy))
                 : tr("%1 does not lie on worker %2 yet").arg(name).arg(row);
        if (hasPlan() && here != there)
            said += there ? tr("; the plan gives it %1 bins there").arg(binsText(node, true))
                          : tr("; the plan takes it away from there");
        if (isKnown(after))
            said += tr("; %1 predicted").arg(percent(after));
        return said;
    }
    default:
        return {};
    }
}

QVariant WorkersModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    if (section == Worker)
        return role == Qt::DisplayRole ? tr("W") : tr("Worker");
    if (section == Load)
        return role == Qt::DisplayRole ? tr("Load") : tr("Share of its time that the worker is busy");
    const std::string node = operatorOf(section);
    const auto name = m_names.find(node);
    return text(name == m_names.end() || name->second.empty() ? node : name->second);
}

} // namespace streamtune::ui
