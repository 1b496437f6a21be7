// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/widgets/paint.h"

#include <QFontDatabase>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>
#include <cmath>

#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

/// Diagonal lines of 1 px every `gap` px, clipped to the rectangle, fixed to its origin.
void hatch(QPainter& p, const QRectF& rect, const QColor& colour, double gap, double width) {
    p.save();
    p.setClipRect(rect, Qt::IntersectClip);
    p.setPen(QPen(colour, width));
    for (double x = rect.left() - rect.height(); x < rect.right(); x += gap)
        p.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
    p.restore();
}

bool known(const QVariant& v) {
    return v.isValid() && std::isfinite(v.toDouble());
}

} // namespace

QFont captionFont(const QFont& body) {
    QFont f = body;
    f.setPointSizeF(body.pointSizeF() * 11.0 / 12.0);
    f.setWeight(QFont::Normal);
    return f;
}

QFont strongFont(const QFont& body) {
    QFont f = body;
    f.setWeight(QFont::DemiBold);
    return f;
}

QFont titleFont(const QFont& body) {
    QFont f = body;
    f.setPointSizeF(body.pointSizeF() * 14.0 / 12.0);
    f.setWeight(QFont::DemiBold);
    return f;
}

QFont monoFont(const QFont& body) {
    QFont f(QStringList{QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono"), QStringLiteral("monospace")});
    f.setStyleHint(QFont::Monospace);
    f.setPointSizeF(body.pointSizeF() * 11.0 / 12.0);
    return f;
}

void paintShares(QPainter& p, const QRect& rect, const QVariantList& shares, const QPalette& palette) {
    if (shares.size() < 3) {
        hatch(p, rect, token(Token::NoData, palette), 5, 1);
        return;
    }
    const double busy = known(shares[0]) ? std::clamp(shares[0].toDouble(), 0.0, 1.0) : 0;
    const double back = known(shares[1]) ? std::clamp(shares[1].toDouble(), 0.0, 1.0 - busy) : 0;
    const double w = rect.width();
    p.fillRect(rect, token(Token::Idle, palette));
    p.fillRect(QRectF(rect.left(), rect.top(), w * busy, rect.height()), token(Token::Measured, palette));
    if (back > 0) {
        const QRectF part(rect.left() + w * busy, rect.top(), w * back, rect.height());
        p.fillRect(part, token(Token::BackPressured, palette));
        hatch(p, part, token(Token::Panel, palette), 5, 1.5);
    }
}

void paintHeatBox(QPainter& p, const QRect& rect, const QVariant& value, const QString& text, const QPalette& palette,
                  const QFont& font) {
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    QPainterPath path;
    path.addRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    if (!known(value)) {
        p.setClipPath(path);
        hatch(p, rect, token(Token::NoData, palette), 6, 1);
        p.setClipping(false);
        p.setPen(QPen(token(Token::LineStrong, palette), 1, Qt::DashLine));
        p.drawPath(path);
        p.restore();
        return;
    }
    const QColor fill = heat(value.toDouble());
    p.setBrush(fill);
    p.setPen(QPen(token(Token::LineStrong, palette), 1));
    p.drawPath(path);
    QFont f = captionFont(font);
    f.setWeight(QFont::DemiBold);
    p.setFont(f);
    p.setPen(textOn(fill));
    p.drawText(rect, Qt::AlignCenter, text);
    p.restore();
}

void paintStateMark(QPainter& p, const QRect& rect, OperatorState state, const QPalette& palette) {
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect).adjusted(2, 2, -2, -2);
    const QColor busy = token(Token::Measured, palette);
    switch (state) {
    case OperatorState::Idle:
        p.setPen(QPen(token(Token::LineStrong, palette), 1.2));
        p.drawRoundedRect(box, 2, 2);
        break;
    case OperatorState::Ok:
        p.setPen(QPen(busy, 1.4));
        p.drawRoundedRect(box, 2, 2);
        p.fillRect(QRectF(box.left(), box.center().y(), box.width(), box.height() / 2), busy);
        break;
    case OperatorState::Busy:
        p.setPen(Qt::NoPen);
        p.setBrush(busy);
        p.drawRoundedRect(box, 2, 2);
        break;
    case OperatorState::BackPressured: {
        p.setPen(QPen(token(Token::BackPressured, palette), 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const double h = box.height() / 2;
        for (const double x : {box.left() + h * 0.9, box.right()}) {
            QPolygonF chevron{{x, box.top()}, {x - h * 0.8, box.center().y()}, {x, box.bottom()}};
            p.drawPolyline(chevron);
        }
        break;
    }
    case OperatorState::NoData:
        hatch(p, box, token(Token::NoData, palette), 4, 1);
        p.setPen(QPen(token(Token::NoData, palette), 1, Qt::DashLine));
        p.drawRoundedRect(box, 2, 2);
        break;
    }
    p.restore();
}

void paintPlanMark(QPainter& p, const QRect& rect, const QString& mark, const QPalette& palette, const QFont& font) {
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    const bool more = mark == QLatin1String("more"), fewer = mark == QLatin1String("fewer"), yours = mark == QLatin1String("yours");
    if (mark == QLatin1String("locked")) {
        p.setPen(QPen(token(Token::Muted, palette), 1.4));
        const QRectF body(rect.left() + 4, rect.center().y() - 1, 10, 7);
        p.drawRoundedRect(body, 1.5, 1.5);
        p.drawArc(QRectF(rect.left() + 6, rect.center().y() - 6, 6, 9), 0, 180 * 16);
    } else if (more || fewer || yours) {
        const QColor c = token(more ? Token::Ok : fewer ? Token::Danger : Token::Warn, palette);
        QColor soft = c;
        soft.setAlphaF(0.12F);
        p.setBrush(soft);
        p.setPen(QPen(c, 1.2));
        p.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        QFont f = font;
        f.setWeight(QFont::Bold);
        p.setFont(f);
        p.setPen(c);
        p.drawText(rect, Qt::AlignCenter, more ? QStringLiteral("+") : fewer ? QStringLiteral("−") : QStringLiteral("~"));
    } else {
        p.setPen(token(Token::Faint, palette));
        p.setFont(font);
        p.drawText(rect, Qt::AlignCenter, QStringLiteral("="));
    }
    p.restore();
}

void paintReach(QPainter& p, const QRect& rect, const QString& reach, const QPalette& palette) {
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    const QRectF disc = QRectF(rect).adjusted(1.5, 1.5, -1.5, -1.5);
    if (reach == QLatin1String("online")) {
        p.setPen(Qt::NoPen);
        p.setBrush(token(Token::Ok, palette));
    } else {
        p.setPen(QPen(token(reach == QLatin1String("offline") ? Token::Warn : Token::Muted, palette), 1.5));
    }
    p.drawEllipse(disc);
    p.restore();
}

int chipWidth(const QString& text, const QFont& font) {
    return QFontMetrics(strongFont(captionFont(font))).horizontalAdvance(text) + 14;
}

void paintTypeChip(QPainter& p, const QRect& rect, const QString& text, const QPalette& palette, const QFont& font) {
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    const bool prod = text == QLatin1String("PROD"), demo = text == QLatin1String("DEMO");
    const QColor line = token(prod ? Token::Prod : demo ? Token::Demo : Token::Line, palette);
    p.setPen(QPen(line, prod ? 1.5 : 1));
    p.setBrush(token(prod ? Token::ProdSoft : demo ? Token::DemoSoft : Token::Raised, palette));
    p.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    QFont f = captionFont(font);
    f.setWeight(prod ? QFont::Bold : QFont::Medium);
    p.setFont(f);
    p.setPen(token(prod ? Token::Prod : demo ? Token::Demo : Token::Muted, palette));
    p.drawText(rect, Qt::AlignCenter, text);
    p.restore();
}

} // namespace streamtune::ui
