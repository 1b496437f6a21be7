// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/dag/node_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QPixmapCache>
#include <algorithm>
#include <cmath>

#include "core/base/format.h"
#include "ui/theme/cut_text.h"
#include "ui/theme/fonts.h"
#include "ui/views/dag/dag_words.h"

namespace streamtune::ui::dag {
namespace {

using theme::Colour;
using theme::colour;
using theme::cutText;
using theme::pixelFont;

constexpr double kHeader = 28;
constexpr double kFooter = 28;

Colour stateColour(NodeState state) {
    return theme::markColour(markOf(state));
}

/// Words in capitals; the long one is cut as in "BACK-PR.".
QString capitals(NodeState state) {
    return state == NodeState::BackPressured ? DagWords::tr("BACK-PR.") : wordOf(state).toUpper();
}

constexpr double kUncut = 4096;

double widthOf(const QString& text, const QFont& font) {
    return cutText(text, font, kUncut).size().width();
}

/// One line, never wrapped.
void drawText(QPainter& p, const QRectF& rect, int flags, const QString& text, const QFont& font, const QColor& c,
              Qt::TextElideMode mode = Qt::ElideNone) {
    const QStaticText& cut =
        mode == Qt::ElideNone ? cutText(text, font, kUncut) : cutText(text, font, std::max(0.0, rect.width()), mode);
    p.setFont(font);
    p.setPen(c);
    const QSizeF size = cut.size();
    const double x = flags & Qt::AlignRight     ? rect.right() - size.width()
                     : flags & Qt::AlignHCenter ? rect.center().x() - size.width() / 2
                                                : rect.left();
    p.drawStaticText(QPointF(x, rect.center().y() - size.height() / 2), cut);
}

/// "4 -> 6" from the right; returns the width used.
double paintParallelism(QPainter& p, const QRectF& rect, const NodeView& node, bool dark, const QFont& plain,
                        const QFont& strong) {
    const QString from = QString::number(node.parallelism);
    if (!node.advised) {
        drawText(p, rect, Qt::AlignRight | Qt::AlignVCenter, from, plain, colour(Colour::Muted, dark));
        return widthOf(from, plain);
    }
    const QString to = QStringLiteral(" \u2192 ") + QString::number(*node.advised);
    const double width = widthOf(to, strong);
    drawText(p, rect, Qt::AlignRight | Qt::AlignVCenter, to, strong, colour(Colour::Accent, dark));
    drawText(p, rect.adjusted(0, 0, -width, 0), Qt::AlignRight | Qt::AlignVCenter, from, plain,
             colour(Colour::Muted, dark));
    return width + widthOf(from, plain);
}

void paintMeasured(QPainter& p, const QRectF& rect, const NodeView& node, const NodeStyle& style) {
    const bool dark = style.dark;
    const bool loud = node.state == NodeState::Busy || node.state == NodeState::BackPressured;
    QColor word = colour(loud ? stateColour(node.state) : Colour::Muted, dark);
    QColor ink = colour(Colour::Text, dark);
    if (style.flinkColours) {
        const QColor fill = theme::flinkFill(valueOr(node.busy, 0), valueOr(node.backPressured, 0));
        p.fillRect(rect, fill);
        word = ink = theme::textOn(fill);
    }
    drawText(p, QRectF(rect.left() + 10, rect.top() + 6, rect.width() - 12, 13), Qt::AlignLeft | Qt::AlignVCenter,
             capitals(node.state), pixelFont(10, QFont::DemiBold), word);
    drawText(p, QRectF(rect.left() + 10, rect.top() + 18, rect.width() - 12, 22), Qt::AlignLeft | Qt::AlignVCenter,
             theme::text(formatShare(node.share)), pixelFont(16, QFont::DemiBold), ink);
    theme::paintShares(p, QRectF(rect.left() + 10, rect.bottom() - 13, rect.width() - 20, 6), node.busy,
                       node.backPressured, dark);
}

/// A hatch with a reason on a plate: text never stands over hatch.
void paintUnknown(QPainter& p, const QRectF& rect, Colour lines, const QString& reason, double pixels, bool dark) {
    p.setBrushOrigin(rect.topLeft());
    p.fillRect(rect, theme::hatch(lines, dark));
    const QFont font = pixelFont(pixels);
    const double room = rect.width() - 16;
    const double width = std::min(cutText(reason, font, room).size().width(), room) + 10;
    const QRectF plate(rect.center().x() - width / 2, rect.center().y() - pixels, width, 2 * pixels);
    p.fillRect(plate, colour(Colour::Panel, dark));
    p.setFont(font);
    p.setPen(colour(pixels > 10 ? Colour::Text : Colour::Muted, dark));
    const QStaticText& cut = cutText(reason, font, room);
    p.drawStaticText(plate.center() - QPointF(cut.size().width() / 2, cut.size().height() / 2), cut);
}

/// "+12 pt", with the measured disc and the predicted ring on one axis 0..1.
void paintDifference(QPainter& p, const QRectF& rect, const NodeView& node, const NodeStyle& style) {
    const bool dark = style.dark;
    const Number difference = node.difference();
    if (!isKnown(difference)) {
        paintUnknown(p, rect, Colour::Line,
                     style.hasPrediction ? DagWords::tr("not predicted") : DagWords::tr("no model yet"), 10, dark);
        return;
    }
    const bool more = *difference > 0;
    const QColor tone = colour(more ? Colour::Predicted : Colour::Measured, dark);
    drawText(p, QRectF(rect.left() + 10, rect.top() + 6, rect.width() - 12, 13), Qt::AlignLeft | Qt::AlignVCenter,
             DagWords::tr("PREDICTED \u2212 MEASURED"), pixelFont(10, QFont::DemiBold), colour(Colour::Muted, dark));
    const long points = std::lround(*difference * 100);
    const QString sign = points == 0 ? QString() : QString(points > 0 ? QChar(u'+') : QChar(0x2212));
    drawText(p, QRectF(rect.left() + 10, rect.top() + 18, rect.width() - 12, 22), Qt::AlignLeft | Qt::AlignVCenter,
             sign + QString::number(std::abs(points)) + QStringLiteral("\u2009pt"), pixelFont(16, QFont::DemiBold),
             tone);
    const double left = rect.left() + 12, length = rect.width() - 24, y = rect.bottom() - 10;
    const auto at = [&](const Number& value) { return left + length * std::clamp(valueOr(value, 0), 0.0, 1.0); };
    p.setPen(QPen(colour(Colour::Line, dark), 1));
    p.drawLine(QPointF(left, y), QPointF(left + length, y));
    p.setPen(QPen(tone, 2.5));
    p.drawLine(QPointF(at(node.busy), y), QPointF(at(node.comparable()), y));
    p.setPen(Qt::NoPen);
    p.setBrush(colour(Colour::Measured, dark));
    p.drawEllipse(QPointF(at(node.busy), y), 3.5, 3.5);
    p.setPen(QPen(colour(Colour::Predicted, dark), 1.6));
    p.setBrush(colour(Colour::Panel, dark));
    p.drawEllipse(QPointF(at(node.comparable()), y), 3.5, 3.5);
}

/// A hatched edge: predicted for what was never seen.
void paintOutside(QPainter& p, const QRectF& rect, double width, bool dark) {
    const QRectF edge(rect.right() - width, rect.top(), width, rect.height());
    p.fillRect(edge, colour(Colour::Panel, dark));
    p.setBrushOrigin(edge.topLeft());
    p.fillRect(edge, theme::hatch(Colour::Warn, dark));
}

void paintPredicted(QPainter& p, const QRectF& rect, const NodeView& node, const NodeStyle& style) {
    if (!isKnown(node.predicted)) {
        paintUnknown(p, rect, Colour::Line,
                     style.hasPrediction ? DagWords::tr("not predicted") : DagWords::tr("no model yet"), 10,
                     style.dark);
        return;
    }
    const QColor fill = theme::heat(*node.predicted);
    const QColor ink = theme::textOn(fill);
    p.fillRect(rect, fill);
    drawText(p, QRectF(rect.left() + 10, rect.top() + 6, rect.width() - 12, 13), Qt::AlignLeft | Qt::AlignVCenter,
             style.predictedCaption, pixelFont(10, QFont::DemiBold), ink);
    drawText(p, QRectF(rect.left() + 10, rect.top() + 18, rect.width() - 12, 22), Qt::AlignLeft | Qt::AlignVCenter,
             theme::text(formatProbability(node.predicted)), pixelFont(16, QFont::DemiBold), ink);
    // 0..1 with the limit and the value.
    const double left = rect.left() + 12;
    const double length = rect.width() - 24;
    const double y = rect.bottom() - 10;
    p.setPen(QPen(ink, 1));
    p.drawLine(QPointF(left, y), QPointF(left + length, y));
    p.drawLine(QPointF(left + length * style.limit, y - 4), QPointF(left + length * style.limit, y + 4));
    p.setPen(Qt::NoPen);
    p.setBrush(ink);
    p.drawEllipse(QPointF(left + length * std::clamp(*node.predicted, 0.0, 1.0), y), 3, 3);
    if (node.outside)
        paintOutside(p, rect, 8, style.dark);
}

/// How many operators are inside: a stack of sheets with the number. Returns the width used, from the right.
double paintInside(QPainter& p, const QRectF& rect, const NodeView& node, bool dark) {
    const int inside = node.stands > 0 ? node.stands : node.chained;
    if (inside < 2)
        return 0;
    const QFont font = pixelFont(10, QFont::Medium);
    const QString number = QString::number(inside);
    const double width = widthOf(number, font);
    drawText(p, rect, Qt::AlignRight | Qt::AlignVCenter, number, font, colour(Colour::Muted, dark));
    p.setPen(QPen(colour(Colour::Muted, dark), 1));
    p.setBrush(node.stands > 0 ? QBrush(colour(Colour::Line, dark)) : QBrush(Qt::NoBrush));
    const QRectF sheet(rect.right() - width - 12, rect.center().y() - 2, 8, 6);
    p.drawRect(sheet.translated(2, -3));
    p.setBrush(colour(Colour::Panel, dark));
    p.drawRect(sheet);
    return width + 16;
}

void paintCorner(QPainter& p, const QRectF& rect, double side, bool dark) {
    p.setPen(Qt::NoPen);
    p.setBrush(colour(Colour::Predicted, dark));
    p.drawPolygon(
        QPolygonF{{rect.right() - side, rect.top()}, {rect.right(), rect.top()}, {rect.right(), rect.top() + side}});
}

/// One line in device pixels, in the middle of the rectangle's height.
void drawCut(QPainter& p, const QRectF& rect, const QString& text, const QFont& font, const QColor& c,
             bool right = false) {
    const QStaticText& cut = cutText(text, font, rect.width());
    p.setFont(font);
    p.setPen(c);
    const double x = right ? rect.right() - cut.size().width() : rect.left();
    p.drawStaticText(QPointF(std::round(x), std::round(rect.center().y() - cut.size().height() / 2)), cut);
}

/// Marks as pictures: a few shapes, drawn hundreds of times a frame.
void drawMark(QPainter& p, QPointF topLeft, int side, theme::Mark mark, bool dark) {
    const double ratio = p.device()->devicePixelRatioF();
    const QString key =
        QStringLiteral("st-mark-%1-%2-%3-%4").arg(static_cast<int>(mark)).arg(side).arg(dark).arg(ratio);
    QPixmap picture;
    if (!QPixmapCache::find(key, &picture)) {
        picture = QPixmap(QSize(side, side) * ratio);
        picture.setDevicePixelRatio(ratio);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        theme::paintMark(painter, QRectF(0, 0, side, side), mark, dark);
        painter.end();
        QPixmapCache::insert(key, picture);
    }
    p.drawPixmap(QPointF(std::round(topLeft.x()), std::round(topLeft.y())), picture);
}

/// As paintParallelism, with cached texts.
double drawParallelism(QPainter& p, const QRectF& rect, const NodeView& node, bool dark, const QFont& plain,
                       const QFont& strong) {
    const QString from = QString::number(node.parallelism);
    double used = 0;
    if (node.advised) {
        const QString to = QStringLiteral(" \u2192 ") + QString::number(*node.advised);
        used = widthOf(to, strong);
        drawCut(p, rect, to, strong, colour(Colour::Accent, dark), true);
    }
    drawCut(p, rect.adjusted(0, 0, -used, 0), from, plain, colour(Colour::Muted, dark), true);
    return used + widthOf(from, plain);
}

} // namespace

void paintOutline(QPainter& p, const QRectF& rect, const NodeView& node, const NodeStyle& style, double radius,
                  double scale) {
    p.setBrush(Qt::NoBrush);
    const auto ring = [&](const QColor& c, double width, double grow) {
        p.setPen(QPen(c, width / scale));
        const double g = grow / scale;
        if (radius <= 0)
            p.drawRect(rect.adjusted(-g, -g, g, g));
        else
            p.drawRoundedRect(rect.adjusted(-g, -g, g, g), radius + g, radius + g);
    };
    switch (node.state) {
    case NodeState::NoData: {
        QPen pen(colour(Colour::NoData, style.dark), 1.2 / scale);
        pen.setDashPattern({5 / 1.2, 3 / 1.2});
        p.setPen(pen);
        if (radius <= 0)
            p.drawRect(rect);
        else
            p.drawRoundedRect(rect, radius, radius);
        break;
    }
    case NodeState::Idle:
    case NodeState::Ok:
        if (node.overLimit)
            ring(colour(Colour::Predicted, style.dark), 2.5, 0);
        else
            ring(colour(Colour::LineStrong, style.dark), 1.2, 0);
        break;
    case NodeState::Busy:
        ring(colour(Colour::Measured, style.dark), 2, 0);
        break;
    case NodeState::BackPressured:
        ring(colour(Colour::BackPressured, style.dark), 1.4, 0);
        ring(colour(Colour::BackPressured, style.dark), 1.4, 3);
        break;
    }
}

void paintNear(QPainter& p, const QRectF& rect, const NodeView& node, const NodeStyle& style) {
    p.save();
    QPainterPath shape;
    shape.addRoundedRect(rect, 6, 6);
    p.setPen(Qt::NoPen);
    p.fillPath(shape, colour(Colour::Panel, style.dark));
    const QRectF body(rect.left(), rect.top() + kHeader, rect.width(), rect.height() - kHeader - kFooter);
    const double half = rect.width() / 2;

    theme::paintMark(p, QRectF(rect.left() + 10, rect.top() + 8, 12, 12), markOf(node.state), style.dark);
    const QRectF header(rect.left() + 28, rect.top(), rect.width() - 38, kHeader);
    const double used = paintParallelism(p, header, node, style.dark, pixelFont(12), pixelFont(12, QFont::DemiBold));
    const QFont strong = pixelFont(12, QFont::DemiBold);
    const double extra = paintInside(p, header.adjusted(0, 0, -used - 6, 0), node, style.dark);
    drawText(p, header.adjusted(0, 0, -used - extra - 6, 0), Qt::AlignLeft, node.name, strong,
             colour(Colour::Text, style.dark), Qt::ElideMiddle);

    const QRectF leftHalf(body.left(), body.top(), half, body.height());
    const QRectF rightHalf(body.left() + half, body.top(), half, body.height());
    const bool needsMeasured = style.show != Show::Predicted;
    if (node.state == NodeState::NoData && (needsMeasured || !isKnown(node.predicted)))
        paintUnknown(p, body, Colour::NoData, DagWords::tr("no data \u00b7 %1").arg(node.reason), 11, style.dark);
    else if (style.show == Show::Difference)
        paintDifference(p, body, node, style);
    else if (style.show == Show::Measured)
        paintMeasured(p, body, node, style);
    else {
        if (style.show == Show::Both)
            paintMeasured(p, leftHalf, node, style);
        const QRectF& place = style.show == Show::Both ? rightHalf : body;
        paintPredicted(p, place, node, style);
        if (node.overLimit)
            paintCorner(p, place, 12, style.dark);
    }
    p.setPen(QPen(colour(Colour::Line, style.dark), 1));
    p.drawLine(body.topLeft(), body.topRight());
    p.drawLine(body.bottomLeft(), body.bottomRight());

    const QRectF footer(rect.left() + 8, rect.bottom() - kFooter, rect.width() - 16, kFooter);
    const QFont small = pixelFont(11);
    if (node.badge) {
        const double width = std::min(footer.width(), theme::chipWidth(*node.badge, small));
        theme::paintChip(p, QRectF(footer.left(), footer.center().y() - 9, width, 18), *node.badge, small, style.dark);
        const double left = footer.width() - width - 8;
        const QString fact = factOf(node);
        if (widthOf(fact, small) <= left)
            drawText(p, footer, Qt::AlignRight | Qt::AlignVCenter, fact, small, colour(Colour::Muted, style.dark));
    } else {
        drawText(p, footer.adjusted(2, 0, 0, 0), Qt::AlignLeft, factOf(node), small, colour(Colour::Muted, style.dark),
                 Qt::ElideRight);
    }
    p.setRenderHint(QPainter::Antialiasing);
    paintOutline(p, rect, node, style, 6, 1);
    p.restore();
}

void paintMiddle(QPainter& p, const QRectF& r, const NodeView& node, const NodeStyle& style) {
    p.save();
    p.setRenderHint(QPainter::Antialiasing, false);
    const double heatWidth =
        style.show == Show::Measured ? 0 : std::clamp(r.width() * (style.show == Show::Both ? 0.25 : 0.4), 14.0, 48.0);
    const bool empty = node.state == NodeState::NoData && (style.show != Show::Predicted || !isKnown(node.predicted));
    p.fillRect(r, style.flinkColours && style.show == Show::Measured && !empty
                      ? theme::flinkFill(valueOr(node.busy, 0), valueOr(node.backPressured, 0))
                      : colour(Colour::Panel, style.dark));
    const QRectF right(r.right() - heatWidth, r.top(), heatWidth, r.height());
    p.setBrushOrigin(r.topLeft());
    const Number shown = style.show == Show::Difference ? node.difference() : node.predicted;
    if (heatWidth > 0 && isKnown(shown)) {
        const bool difference = style.show == Show::Difference;
        const QColor fill = difference ? colour(Colour::Panel, style.dark) : theme::heat(*shown);
        p.fillRect(right, fill);
        const long points = std::lround(*shown * 100);
        const QString digits = difference        ? (points > 0   ? QStringLiteral("+")
                                                    : points < 0 ? QStringLiteral("\u2212")
                                                                 : QString()) +
                                                       QString::number(std::abs(points))
                               : *shown >= 0.995 ? QStringLiteral("1")
                                                 : theme::text(formatProbability(shown)).mid(1);
        const QFont font = pixelFont(heatWidth < 22 ? 10 : 11, QFont::DemiBold);
        if (const double width = widthOf(digits, font); width + 2 <= heatWidth)
            drawCut(p, right.adjusted((heatWidth - width) / 2, 0, 0, 0), digits, font,
                    difference ? colour(points > 0 ? Colour::Predicted : Colour::Measured, style.dark)
                               : theme::textOn(fill));
        if (node.outside)
            paintOutside(p, right, 4, style.dark);
    } else if (heatWidth > 0 || empty) {
        p.fillRect(empty ? r : right, theme::hatch(empty ? Colour::NoData : Colour::Line, style.dark));
    }
    if (node.overLimit && heatWidth > 0)
        paintCorner(p, r, 8, style.dark);
    const QRectF left(r.left() + 5, r.top(), r.width() - heatWidth - 8, r.height());
    const bool twoLines = r.height() >= 32 && left.width() > 34;
    if (empty) // a plate, so that nothing stands over hatch
        p.fillRect(QRectF(left.left() - 2, r.center().y() - (twoLines ? 17 : 8), left.width() + 2, twoLines ? 34 : 16),
                   colour(Colour::Panel, style.dark));
    if (!twoLines) {
        const int side = static_cast<int>(std::clamp(r.height() - 10, 8.0, 12.0));
        drawMark(p, QPointF(left.left(), r.center().y() - side / 2), side, markOf(node.state), style.dark);
        const QFont small = pixelFont(10);
        drawParallelism(p, left, node, style.dark, small, pixelFont(10, QFont::DemiBold));
    } else {
        const QFont name = pixelFont(r.width() < 100 ? 10 : 11, QFont::DemiBold);
        drawCut(p, QRectF(left.left(), r.center().y() - 17, left.width(), 16), node.name, name,
                colour(Colour::Text, style.dark));
        const QRectF line(left.left(), r.center().y() + 1, left.width(), 16);
        drawMark(p, QPointF(line.left(), line.center().y() - 5.5), 11, markOf(node.state), style.dark);
        const QFont small = pixelFont(10, QFont::DemiBold);
        const double used = drawParallelism(p, line, node, style.dark, pixelFont(10), small);
        // The mark says it too; a cut word would say less than none.
        if (const QRectF room = line.adjusted(15, 0, -used - 4, 0);
            widthOf(capitals(node.state), small) <= room.width()) {
            const bool loud = node.state == NodeState::Busy || node.state == NodeState::BackPressured;
            drawCut(p, room, capitals(node.state), small,
                    colour(loud ? stateColour(node.state) : Colour::Muted, style.dark));
        }
    }
    if (node.state == NodeState::BackPressured || node.overLimit) {
        p.setRenderHint(QPainter::Antialiasing);
        paintOutline(p, r, node, style, 4, 1);
    } else { // straight lines: most nodes of a large job are calm
        paintOutline(p, r.adjusted(0, 0, -1, -1), node, style, 0, 1);
    }
    p.restore();
}

void paintRate(QPainter& p, QPointF centre, const Number& rate, bool dark) {
    const QFont font = pixelFont(11, QFont::Medium);
    const QString text = theme::text(formatNumber(rate));
    QRectF plate(0, 0, widthOf(text, font) + 6, 15);
    plate.moveCenter(centre);
    p.fillRect(plate, colour(Colour::Canvas, dark));
    drawText(p, plate, Qt::AlignHCenter, text, font, colour(Colour::Text, dark));
}

} // namespace streamtune::ui::dag
