// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Small marks that tables, lists and panels share.

#include <QFont>
#include <QRect>
#include <QVariantList>

#include "ui/models/operator_rows.h"

class QPainter;
class QPalette;

namespace streamtune::ui {

[[nodiscard]] QFont captionFont(const QFont& body); ///< one point smaller
[[nodiscard]] QFont strongFont(const QFont& body);
[[nodiscard]] QFont titleFont(const QFont& body);
[[nodiscard]] QFont monoFont(const QFont& body);

/// busy solid, back-pressured hatched, idle light; an empty list is the hatch of "no data".
void paintShares(QPainter& painter, const QRect& rect, const QVariantList& shares, const QPalette& palette);
/// A share with its text: predicted ones on the heat scale, measured ones in blue.
void paintValueBox(QPainter& painter, const QRect& rect, const QVariant& value, const QString& text, bool predicted,
                   const QFont& font);
void paintStateMark(QPainter& painter, const QRect& rect, OperatorState state, const QPalette& palette);
void paintPlanMark(QPainter& painter, const QRect& rect, const QString& mark, const QPalette& palette,
                   const QFont& font);
void paintReach(QPainter& painter, const QRect& rect, const QString& reach, const QPalette& palette);
[[nodiscard]] int chipWidth(const QString& text, const QFont& font);
void paintTypeChip(QPainter& painter, const QRect& rect, const QString& text, const QPalette& palette,
                   const QFont& font);

} // namespace streamtune::ui
