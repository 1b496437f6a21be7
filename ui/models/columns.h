// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Kinds of columns that many tables have.

#include <QLocale>

#include "core/base/number.h"
#include "core/base/time.h"
#include "ui/models/table_model.h"

namespace streamtune::ui {

/// A column that only shows a text, with the text itself as tip.
template <class Row>
Column<Row> textColumn(const QString& title, std::function<QString(const Row&)> shown, int most = 200) {
    return {title, {}, ColumnKind::Text, [shown = std::move(shown), most](const Row& row, int role) -> QVariant {
                if (role == Qt::DisplayRole)
                    return elideMiddle(shown(row), most);
                if (role == Qt::ToolTipRole)
                    return shown(row);
                return {};
            }};
}

template <class Row>
Column<Row> timeColumn(const QString& title, std::function<TimePoint(const Row&)> at) {
    return {title, {}, ColumnKind::Text, [at = std::move(at)](const Row& row, int role) -> QVariant {
                if (role == Qt::DisplayRole)
                    return clockTime(at(row));
                if (role == Qt::ToolTipRole)
                    return absoluteTime(at(row));
                if (role == SortRole)
                    return static_cast<double>(at(row).time_since_epoch().count());
                return {};
            }};
}

/// Whole numbers.
template <class Row>
Column<Row> countColumn(const QString& title, const QString& tip, std::function<std::int64_t(const Row&)> value) {
    return {title, tip, ColumnKind::Number, [value = std::move(value)](const Row& row, int role) -> QVariant {
                if (role == Qt::DisplayRole)
                    return QLocale().toString(static_cast<qlonglong>(value(row)));
                return role == SortRole || role == NumberRole ? QVariant(static_cast<qlonglong>(value(row)))
                                                              : QVariant();
            }};
}

/// A measured share of time as a box; missing is the hatch of "no data".
template <class Row>
Column<Row> shareColumn(const QString& title, const QString& tip, std::function<Number(const Row&)> value) {
    return {title, tip, ColumnKind::Share, [value = std::move(value)](const Row& row, int role) -> QVariant {
                const Number n = value(row);
                switch (role) {
                case Qt::DisplayRole:
                    return isKnown(n) ? percent(n) : QString();
                case NumberRole:
                    return isKnown(n) ? QVariant(*n) : QVariant();
                case SortRole:
                    return valueOr(n, -1);
                case Qt::ToolTipRole:
                case Qt::AccessibleTextRole:
                    return percent(n);
                default:
                    return {};
                }
            }};
}

/// A rate, records/s.
template <class Row>
Column<Row> rateColumn(const QString& title, const QString& tip, std::function<Number(const Row&)> value) {
    return {title, tip, ColumnKind::Number, [value = std::move(value)](const Row& row, int role) -> QVariant {
                const Number n = value(row);
                if (role == Qt::DisplayRole)
                    return shortNumber(n);
                if (role == Qt::ToolTipRole)
                    return exactNumber(n);
                if (role == NumberRole)
                    return isKnown(n) ? QVariant(*n) : QVariant();
                return role == SortRole ? QVariant(valueOr(n, -1)) : QVariant();
            }};
}

} // namespace streamtune::ui
