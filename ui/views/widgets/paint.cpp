// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/widgets/paint.h"

#include <QFontDatabase>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>
#include <cmath>

#include "ui/theme/fonts.h"
#include "ui/theme/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

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
    QFont f = theme::monoFont();
    f.setPointSizeF(body.pointSizeF() * 11.0 / 12.0);
    return f;
}

void paintShares(QPainter& p, const QRect& rect, const QVariantList& shares, const QPalette&) {
    const auto share = [&shares](qsizetype i) {
        return i < shares.size() && known(shares[i]) ? Number(shares[i].toDouble()) : Number();
    };
    theme::paintShares(p, rect, share(0), share(1), isDark());
}

void paintValueBox(QPainter& p, const QRect& rect, const QVariant& value, const QString& text, bool predicted,
                   const QFont& font) {
    QFont f = captionFont(font);
    f.setWeight(QFont::DemiBold);
    const Number number = known(value) ? Number(value.toDouble()) : Number();
    (predicted ? theme::paintHeat : theme::paintMeasuredBox)(p, rect, number, text, f, isDark());
}

void paintStateMark(QPainter& p, const QRect& rect, OperatorState state, const QPalette&) {
    using enum theme::Mark;
    const theme::Mark mark = state == OperatorState::Idle            ? Idle
                             : state == OperatorState::Ok            ? Ok
                             : state == OperatorState::Busy          ? Busy
                             : state == OperatorState::BackPressured ? BackPressured
                                                                     : NoData;
    theme::paintMark(p, rect, mark, isDark());
}

void paintPlanMark(QPainter& p, const QRect& rect, const QString& mark, const QPalette& palette, const QFont& font) {
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    const bool more = mark == QLatin1String("more"), fewer = mark == QLatin1String("fewer"),
               yours = mark == QLatin1String("yours");
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
        p.drawText(rect, Qt::AlignCenter,
                   more    ? QStringLiteral("+")
                   : fewer ? QStringLiteral("−")
                           : QStringLiteral("~"));
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
