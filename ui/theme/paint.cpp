// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/paint.h"

#include <QFontMetricsF>
#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>
#include <QPixmapCache>
#include <algorithm>

namespace streamtune::ui::theme {
namespace {

class Saved {
public:
    explicit Saved(QPainter& painter) : m_painter(painter) { m_painter.save(); }
    ~Saved() { m_painter.restore(); }
    Saved(const Saved&) = delete;
    Saved& operator=(const Saved&) = delete;

private:
    QPainter& m_painter;
};

void chevrons(QPainter& p, const QRectF& r, const QPen& pen) {
    p.setPen(pen);
    p.setBrush(Qt::NoBrush);
    const double w = r.width() * 0.36;
    for (const double x : {r.left() + r.width() * 0.46, r.left() + r.width() * 0.88})
        p.drawPolyline(
            QPolygonF{{x, r.top() + r.height() * 0.12}, {x - w, r.center().y()}, {x, r.bottom() - r.height() * 0.12}});
}

void triangle(QPainter& p, const QRectF& r) {
    p.drawPolygon(QPolygonF{{r.center().x(), r.top() + r.height() * 0.08},
                            {r.right(), r.bottom() - r.height() * 0.08},
                            {r.left(), r.bottom() - r.height() * 0.08}});
}

void flag(QPainter& p, const QRectF& r, const QColor& c) {
    p.setPen(QPen(c, r.width() / 8));
    const double x = r.left() + r.width() * 0.2;
    p.drawLine(QPointF(x, r.top()), QPointF(x, r.bottom()));
    p.setPen(Qt::NoPen);
    p.setBrush(c);
    p.drawPolygon(QPolygonF{{x, r.top()},
                            {r.right(), r.top()},
                            {r.right() - r.width() * 0.2, r.top() + r.height() * 0.3},
                            {r.right(), r.top() + r.height() * 0.6},
                            {x, r.top() + r.height() * 0.6}});
}

void lock(QPainter& p, const QRectF& r, const QColor& c) {
    p.setPen(QPen(c, r.width() / 8));
    p.setBrush(Qt::NoBrush);
    p.drawRoundedRect(r.adjusted(r.width() * 0.12, r.height() * 0.42, -r.width() * 0.12, 0), 1.5, 1.5);
    p.drawArc(r.adjusted(r.width() * 0.26, 0, -r.width() * 0.26, -r.height() * 0.2), 0, 180 * 16);
}

} // namespace

Colour markColour(Mark mark) {
    switch (mark) {
    case Mark::NoData:
        return Colour::NoData;
    case Mark::Idle:
        return Colour::LineStrong;
    case Mark::Ok:
    case Mark::Busy:
    case Mark::Measured:
        return Colour::Measured;
    case Mark::BackPressured:
    case Mark::RootCause:
        return Colour::BackPressured;
    case Mark::PredictedBottleneck:
    case Mark::Predicted:
        return Colour::Predicted;
    case Mark::Advised:
    case Mark::Down:
        return Colour::Accent;
    case Mark::Applied:
        return Colour::Applied;
    case Mark::Verified:
        return Colour::Ok;
    case Mark::Lock:
        return Colour::Warn;
    }
    return Colour::Text;
}

void paintMark(QPainter& p, const QRectF& rect, Mark mark, bool dark) {
    const Saved saved(p);
    p.setRenderHint(QPainter::Antialiasing);
    const QColor c = colour(markColour(mark), dark);
    const double unit = rect.width() / 12;
    const QRectF r = rect.adjusted(unit, unit, -unit, -unit);
    const QPen thin(c, 1.2 * unit);
    QPen thick(c, 1.8 * unit, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    p.setPen(thin);
    p.setBrush(Qt::NoBrush);
    switch (mark) {
    case Mark::NoData: {
        QPen dashed = thin;
        dashed.setCapStyle(Qt::FlatCap);
        dashed.setDashPattern({2, 1.5});
        p.setPen(dashed);
        p.drawRoundedRect(r, 2 * unit, 2 * unit);
        p.setPen(thin);
        p.drawLine(QPointF(r.left() + 2 * unit, r.bottom() - 2 * unit),
                   QPointF(r.right() - 2 * unit, r.top() + 2 * unit));
        break;
    }
    case Mark::Idle:
        p.drawRoundedRect(r.adjusted(unit / 2, unit / 2, -unit / 2, -unit / 2), 1.5 * unit, 1.5 * unit);
        break;
    case Mark::Ok:
        p.drawRoundedRect(r, 2 * unit, 2 * unit);
        p.setPen(Qt::NoPen);
        p.setBrush(c);
        p.drawRect(QRectF(r.left(), r.center().y(), r.width(), r.height() / 2 - unit / 2));
        break;
    case Mark::Busy:
        p.setPen(Qt::NoPen);
        p.setBrush(c);
        p.drawRoundedRect(r, 1.5 * unit, 1.5 * unit);
        break;
    case Mark::BackPressured:
        chevrons(p, r, thick);
        break;
    case Mark::PredictedBottleneck:
        p.setPen(QPen(c, 1.4 * unit, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        triangle(p, r);
        p.drawLine(QPointF(r.center().x(), r.top() + 3.6 * unit), QPointF(r.center().x(), r.bottom() - 3.4 * unit));
        break;
    case Mark::Measured:
        p.setPen(Qt::NoPen);
        p.setBrush(c);
        p.drawEllipse(r.adjusted(unit, unit, -unit, -unit));
        break;
    case Mark::Predicted: {
        QPen dashed(c, 1.8 * unit, Qt::SolidLine, Qt::FlatCap);
        dashed.setDashPattern({1.25, 0.75}); // seven dashes around
        p.setPen(dashed);
        p.drawEllipse(r.adjusted(unit, unit, -unit, -unit));
        break;
    }
    case Mark::Advised:
        p.setPen(thick);
        p.drawPolygon(QPolygonF{{r.center().x(), r.top()},
                                {r.right(), r.center().y()},
                                {r.center().x(), r.bottom()},
                                {r.left(), r.center().y()}});
        break;
    case Mark::Applied:
        flag(p, r, c);
        break;
    case Mark::Verified:
        p.setPen(Qt::NoPen);
        p.setBrush(c);
        p.drawEllipse(r);
        p.setPen(QPen(colour(Colour::Panel, dark), 1.6 * unit, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        p.drawPolyline(QPolygonF{{r.left() + 2.6 * unit, r.center().y()},
                                 {r.left() + 4.4 * unit, r.center().y() + 1.9 * unit},
                                 {r.right() - 2.4 * unit, r.top() + 3.2 * unit}});
        break;
    case Mark::RootCause:
        p.setPen(QPen(c, 1.4 * unit));
        p.drawEllipse(r);
        p.setPen(Qt::NoPen);
        p.setBrush(c);
        p.drawEllipse(r.center(), 1.8 * unit, 1.8 * unit);
        break;
    case Mark::Lock:
        lock(p, r, c);
        break;
    case Mark::Down:
        p.setPen(thick);
        p.drawLine(QPointF(r.center().x(), r.top()), QPointF(r.center().x(), r.bottom()));
        p.drawPolyline(QPolygonF{{r.left() + 1.5 * unit, r.bottom() - 4 * unit},
                                 {r.center().x(), r.bottom()},
                                 {r.right() - 1.5 * unit, r.bottom() - 4 * unit}});
        break;
    }
}

QBrush hatch(Colour what, bool dark) {
    // No data is calm and wide; a part of a bar is only a few pixels and needs narrow lines.
    const bool calm = what == Colour::NoData || what == Colour::Line;
    const int period = calm ? 8 : 6;
    const QString key = QStringLiteral("st-hatch-%1-%2").arg(static_cast<int>(what)).arg(dark);
    QPixmap tile;
    if (!QPixmapCache::find(key, &tile)) {
        tile = QPixmap(period, period);
        tile.fill(Qt::transparent);
        QPainter painter(&tile);
        painter.setRenderHint(QPainter::Antialiasing);
        QColor ink = colour(what, dark);
        ink.setAlphaF(what == Colour::NoData ? 0.5F : 1.0F);
        painter.setPen(QPen(ink, 1.7));
        for (const int shift : {-period, 0, period})
            painter.drawLine(QPointF(shift - 1, period + 1), QPointF(shift + period + 1, -1));
        painter.end();
        QPixmapCache::insert(key, tile);
    }
    return QBrush(tile);
}

void paintShares(QPainter& p, const QRectF& rect, const Number& busy, const Number& backPressured, bool dark) {
    const Saved saved(p);
    p.setPen(Qt::NoPen);
    p.setBrushOrigin(rect.topLeft());
    if (!isKnown(busy) && !isKnown(backPressured)) {
        p.fillRect(rect, hatch(Colour::NoData, dark));
        return;
    }
    const double first = std::clamp(valueOr(busy, 0), 0.0, 1.0);
    const double second = std::clamp(valueOr(backPressured, 0), 0.0, 1.0 - first);
    p.fillRect(rect, colour(Colour::Idle, dark));
    p.fillRect(QRectF(rect.left(), rect.top(), rect.width() * first, rect.height()), colour(Colour::MeasuredBar, dark));
    if (second <= 0)
        return;
    const QRectF part(rect.left() + rect.width() * first, rect.top(), rect.width() * second, rect.height());
    QColor soft = colour(Colour::BackPressured, dark);
    soft.setAlphaF(0.35F);
    p.fillRect(part, soft);
    p.fillRect(part, hatch(Colour::BackPressured, dark));
}

namespace {

void paintBox(QPainter& p, const QRectF& rect, const std::optional<QColor>& fill, const QString& text,
              const QFont& font, bool dark) {
    const Saved saved(p);
    p.setBrushOrigin(rect.topLeft());
    const QRectF box = rect.adjusted(0.5, 0.5, -0.5, -0.5);
    QPen border(colour(Colour::LineStrong, dark), 1);
    if (!fill)
        border.setStyle(Qt::DashLine);
    p.setPen(border);
    p.setBrush(fill ? QBrush(*fill) : hatch(Colour::NoData, dark));
    p.drawRoundedRect(box, 3, 3);
    if (!fill)
        return;
    p.setPen(textOn(*fill));
    p.setFont(font);
    p.drawText(rect, Qt::AlignCenter, text);
}

} // namespace

void paintHeat(QPainter& p, const QRectF& rect, const Number& value, const QString& text, const QFont& font,
               bool dark) {
    paintBox(p, rect, isKnown(value) ? std::optional(heat(*value)) : std::nullopt, text, font, dark);
}

void paintMeasuredBox(QPainter& p, const QRectF& rect, const Number& value, const QString& text, const QFont& font,
                      bool dark) {
    paintBox(p, rect, isKnown(value) ? std::optional(measuredFill(*value, dark)) : std::nullopt, text, font, dark);
}

double chipWidth(const Chip& chip, const QFont& font, double height) {
    return QFontMetricsF(font).horizontalAdvance(chip.text) + height + (chip.mark ? height * 0.8 : 0);
}

void paintChip(QPainter& p, const QRectF& rect, const Chip& chip, const QFont& font, bool dark) {
    const Saved saved(p);
    p.setRenderHint(QPainter::Antialiasing);
    const QColor c = colour(chip.colour, dark);
    const QRectF box = rect.adjusted(0.5, 0.5, -0.5, -0.5);
    p.setPen(QPen(c, 1));
    p.setBrush(chip.fill ? QBrush(colour(*chip.fill, dark)) : QBrush(Qt::NoBrush));
    p.drawRoundedRect(box, box.height() / 2, box.height() / 2);
    double left = rect.left() + rect.height() / 2;
    if (chip.mark) {
        const double side = rect.height() * 0.62;
        paintMark(p, QRectF(left - side * 0.25, rect.center().y() - side / 2, side, side), *chip.mark, dark);
        left += side;
    }
    const QRectF room(left, rect.top(), rect.right() - rect.height() / 2 - left + 2, rect.height());
    p.setPen(c);
    p.setFont(font);
    p.drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
               QFontMetricsF(font).elidedText(chip.text, Qt::ElideMiddle, room.width()));
}

void paintHeatScale(QPainter& p, const QRectF& rect, bool dark) {
    const Saved saved(p);
    p.setBrushOrigin(0, 0);
    QLinearGradient gradient(rect.topLeft(), rect.topRight());
    for (const double stop : {0.0, 0.25, 0.5, 0.75, 1.0})
        gradient.setColorAt(stop, heat(stop));
    p.setPen(QPen(colour(Colour::LineStrong, dark), 1));
    p.setBrush(gradient);
    p.drawRect(rect);
}

} // namespace streamtune::ui::theme
