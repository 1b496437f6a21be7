// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Painters that tables, nodes, legends and exports share, so that one operator looks the same everywhere. They draw in
/// the units of the painter and leave its state as it was. GUI thread (pixmaps of the hatches are cached).

#include <QBrush>
#include <QRectF>

#include "core/base/number.h"
#include "ui/theme/colours.h"

class QPainter;

namespace streamtune::ui::theme {

/// States of an operator and the five words, each with its own shape.
enum class Mark {
    NoData,
    Idle,
    Ok,
    Busy,
    BackPressured,
    PredictedBottleneck, ///< states
    Measured,
    Predicted,
    Advised,
    Applied,
    Verified, ///< words
    RootCause,
    Lock,
    Down ///< badges
};

void paintMark(QPainter& painter, const QRectF& rect, Mark mark, bool dark);
[[nodiscard]] Colour markColour(Mark mark);

/// Diagonal lines of a colour over nothing; 6 px period.
[[nodiscard]] QBrush hatch(Colour what, bool dark);

/// Busy solid, back-pressured hatched, idle light; all three missing is the hatch of "no data". Shares 0..1.
void paintShares(QPainter& painter, const QRectF& rect, const Number& busy, const Number& backPressured, bool dark);

/// Cividis fill with a border of lineStrong and the text in black or white; missing is the hatch of "no data".
void paintHeat(QPainter& painter, const QRectF& rect, const Number& value, const QString& text, const QFont& font,
               bool dark);
/// The same box for a measured share, in measured blue.
void paintMeasuredBox(QPainter& painter, const QRectF& rect, const Number& value, const QString& text,
                      const QFont& font, bool dark);

struct Chip {
    QString text;
    Colour colour = Colour::Muted; ///< of border and text
    std::optional<Mark> mark;
    std::optional<Colour> fill;
};
[[nodiscard]] double chipWidth(const Chip& chip, const QFont& font, double height = 18);
/// Radius half its height; the text is cut in the middle when the rectangle is too narrow.
void paintChip(QPainter& painter, const QRectF& rect, const Chip& chip, const QFont& font, bool dark);

/// The scale of heat() from left to right.
void paintHeatScale(QPainter& painter, const QRectF& rect, bool dark);

} // namespace streamtune::ui::theme
