// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Tables as text, for spreadsheets and scripts. Pure functions over models.

#include <QJsonArray>
#include <QString>

class QAbstractItemModel;
class QModelIndex;

namespace streamtune::ui {

/// What a cell says, without its drawing.
[[nodiscard]] QString cellText(const QModelIndex& index);
/// Lines end with CR LF. `exact`: numbers in full instead of as they are shown.
[[nodiscard]] QString csvHead(const QAbstractItemModel& model);
[[nodiscard]] QString csvRows(const QAbstractItemModel& model, bool exact);
/// An object a row, by the titles of the columns; numbers as numbers.
[[nodiscard]] QJsonArray jsonRows(const QAbstractItemModel& model);

} // namespace streamtune::ui
