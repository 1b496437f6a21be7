// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// One table model for all tables of the window: rows are values with a key, columns are functions of a row. Rows keep
/// their place and their selection when they are set anew; sorting and filtering are a proxy's work.

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <functional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ui/session/text.h"

namespace streamtune::ui {

enum TableRole {
    KeyRole = Qt::UserRole + 1, ///< QString, unique in the model
    SortRole,                   ///< number or text that orders the column
    NumberRole,                 ///< double; absent = missing, NaN = undefined
    StateRole,                  ///< OperatorState as int, or -1
    BarRole,                    ///< QVariantList busy, back-pressured, idle
    MarkRole,                   ///< QString: name of a mark ("more", "fewer", "yours", "kept", "locked", …)
    DetailRole,                 ///< second line, QString
    TypeRole,                   ///< QString: chip text
    EmphasisRole,               ///< bool
    FaintRole,                  ///< bool
    WarnRole,                   ///< bool: drawn in the colour of warnings
};

/// How a column is drawn; the delegate of the view decides by it.
/// Heat is a predicted value (cividis), Share a measured one (blue).
enum class ColumnKind { Text, Number, Change, Heat, Share, Bar, Mark, Chip };

template <class Row>
struct Column {
    QString title;
    QString tip;
    ColumnKind kind = ColumnKind::Text;
    std::function<QVariant(const Row&, int role)> data; ///< asked for DisplayRole and the roles above; invalid = none
};

class TableModelBase : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;
    [[nodiscard]] virtual ColumnKind columnKind(int column) const = 0;
    [[nodiscard]] virtual int rowOfKey(const QString& key) const = 0;
};

template <class Row>
class TableModel : public TableModelBase {
public:
    TableModel(std::vector<Column<Row>> columns, std::function<QString(const Row&)> key, QObject* parent = nullptr)
        : TableModelBase(parent), m_columns(std::move(columns)), m_key(std::move(key)) {}

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const final {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const final {
        return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
    }
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const final {
        if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
            return {};
        const auto& column = m_columns[static_cast<std::size_t>(section)];
        if (role == Qt::DisplayRole)
            return column.title;
        if (role == Qt::ToolTipRole)
            return column.tip.isEmpty() ? QVariant() : QVariant(plainTip(column.tip));
        if (role == Qt::TextAlignmentRole)
            return QVariant(alignment(column.kind));
        return {};
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        const Row& row = m_rows[static_cast<std::size_t>(index.row())];
        const auto& column = m_columns[static_cast<std::size_t>(index.column())];
        switch (role) {
        case KeyRole:
            return m_key(row);
        case Qt::TextAlignmentRole:
            return QVariant(alignment(column.kind));
        case Qt::ToolTipRole: {
            const QString tip = column.data(row, role).toString();
            return tip.isEmpty() ? QVariant() : QVariant(plainTip(tip));
        }
        case Qt::AccessibleTextRole:
            if (const QVariant words = column.data(row, role); words.isValid())
                return words;
            return column.data(row, Qt::DisplayRole);
        case SortRole:
            if (const QVariant value = column.data(row, role); value.isValid())
                return value;
            return column.data(row, Qt::DisplayRole);
        case Qt::DisplayRole:
        case Qt::EditRole:
            return column.data(row, role);
        default:
            return role >= KeyRole ? column.data(row, role) : QVariant();
        }
    }
    [[nodiscard]] ColumnKind columnKind(int column) const final {
        return m_columns[static_cast<std::size_t>(column)].kind;
    }
    [[nodiscard]] int rowOfKey(const QString& key) const final {
        const auto found = m_places.find(key);
        return found == m_places.end() ? -1 : static_cast<int>(found->second);
    }
    [[nodiscard]] const std::vector<Row>& rows() const { return m_rows; }
    [[nodiscard]] const Row* row(const QString& key) const {
        const int at = rowOfKey(key);
        return at < 0 ? nullptr : &m_rows[static_cast<std::size_t>(at)];
    }

    /// Rows with a known key stay where they are, gone ones leave, new ones come last.
    void setRows(std::vector<Row> next) {
        std::unordered_map<QString, std::size_t> wanted;
        for (std::size_t i = 0; i < next.size(); ++i)
            wanted.emplace(m_key(next[i]), i);
        for (std::size_t end = m_rows.size(); end > 0;) {
            if (wanted.contains(m_key(m_rows[end - 1]))) {
                --end;
                continue;
            }
            std::size_t first = end - 1;
            while (first > 0 && !wanted.contains(m_key(m_rows[first - 1])))
                --first;
            beginRemoveRows({}, static_cast<int>(first), static_cast<int>(end) - 1);
            m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(first),
                         m_rows.begin() + static_cast<std::ptrdiff_t>(end));
            endRemoveRows();
            end = first;
        }
        for (auto& row : m_rows) {
            const auto found = wanted.find(m_key(row));
            row = std::move(next[found->second]);
            wanted.erase(found);
        }
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        if (!wanted.empty()) {
            std::vector<std::size_t> fresh;
            for (const auto& [key, at] : wanted)
                fresh.push_back(at);
            std::ranges::sort(fresh);
            beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(fresh.size()) - 1);
            for (const std::size_t at : fresh)
                m_rows.push_back(std::move(next[at]));
            endInsertRows();
        }
        reindex();
    }
    /// The next page: what is there already stays as it is and is not looked at.
    void appendRows(const std::vector<Row>& more) {
        std::vector<const Row*> fresh;
        std::size_t at = m_rows.size();
        for (const Row& row : more)
            if (m_places.emplace(m_key(row), at).second) {
                fresh.push_back(&row);
                ++at;
            }
        if (fresh.empty())
            return;
        beginInsertRows({}, rowCount(), static_cast<int>(at) - 1);
        for (const Row* row : fresh)
            m_rows.push_back(*row);
        endInsertRows();
    }
    /// For logs: appends, and drops the oldest above `most`.
    void appendRow(Row row, std::size_t most) {
        if (m_rows.size() >= most) {
            const std::size_t drop = m_rows.size() - most + 1;
            beginRemoveRows({}, 0, static_cast<int>(drop) - 1);
            m_rows.erase(m_rows.begin(), m_rows.begin() + static_cast<std::ptrdiff_t>(drop));
            endRemoveRows();
        }
        beginInsertRows({}, rowCount(), rowCount());
        m_rows.push_back(std::move(row));
        endInsertRows();
    }

private:
    static Qt::Alignment alignment(ColumnKind kind) {
        return kind == ColumnKind::Number ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter;
    }
    void reindex() {
        m_places.clear();
        for (std::size_t i = 0; i < m_rows.size(); ++i)
            m_places.emplace(m_key(m_rows[i]), i);
    }

    std::vector<Column<Row>> m_columns;
    std::function<QString(const Row&)> m_key;
    std::vector<Row> m_rows;
    std::unordered_map<QString, std::size_t> m_places;
};

/// Sorts by SortRole (missing last, whatever the order), filters by text over all columns.
class TableProxy final : public QSortFilterProxyModel {
public:
    explicit TableProxy(QObject* parent = nullptr);
    void setFilterText(const QString& text);
    [[nodiscard]] const QString& filterText() const { return m_text; }

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QString m_text;
};

} // namespace streamtune::ui
