// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/session/text.h"
#include "ui/views/review/review_parts.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

using review::PlanState;

namespace {

/// Place on the road Draft .. Done; states off the road stand where they left it.
int placeOf(PlanState state) {
    switch (state) {
    case PlanState::Draft:
        return 0;
    case PlanState::Checked:
    case PlanState::Refused:
    case PlanState::Stale:
    case PlanState::Expired:
        return 1;
    case PlanState::Approved:
    case PlanState::Rejected:
        return 2;
    case PlanState::Applying:
        return 3;
    case PlanState::Verifying:
        return 4;
    default:
        return 5;
    }
}

Token toneOf(PlanState state) {
    switch (state) {
    case PlanState::Done:
        return Token::Ok;
    case PlanState::Failed:
    case PlanState::Refused:
        return Token::Danger;
    case PlanState::Partly:
    case PlanState::Unknown:
    case PlanState::Stale:
    case PlanState::Expired:
    case PlanState::Rejected:
    case PlanState::RolledBack:
        return Token::Warn;
    default:
        return Token::Accent;
    }
}

} // namespace

StageBar::StageBar(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setProperty("kind", QStringLiteral("panel"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
}

QSize StageBar::sizeHint() const {
    return {600, std::max(34, fontMetrics().height() + 18)};
}

QSize StageBar::minimumSizeHint() const {
    return {300, sizeHint().height()};
}

void StageBar::setFile(const PlanFile* file) {
    m_any = file != nullptr;
    if (file) {
        m_state = file->state;
        m_note = tr("made %1").arg(clockTime(file->plan.created));
        const bool open = placeOf(file->state) <= 2;
        if (open && file->plan.expires != TimePoint{})
            m_note += tr(", expires %1").arg(clockTime(file->plan.expires));
        setAccessibleName(tr("State of the plan: %1").arg(stateWord(file->state)));
    }
    update();
}

void StageBar::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(rect(), token(Token::Panel, palette()));
    if (!m_any)
        return;
    p.setRenderHint(QPainter::Antialiasing);
    std::array<QString, 6> words{stateWord(PlanState::Draft),     stateWord(PlanState::Checked),
                                 stateWord(PlanState::Approved),  stateWord(PlanState::Applying),
                                 stateWord(PlanState::Verifying), tr("Done")};
    const int here = placeOf(m_state);
    words[static_cast<std::size_t>(here)] = stateWord(m_state);
    const QFontMetrics metrics(strongFont(font()));
    const int note = QFontMetrics(captionFont(font())).horizontalAdvance(m_note) + 24;
    int needed = 0;
    for (const auto& word : words)
        needed += metrics.horizontalAdvance(word) + 22;
    const int space = std::clamp((width() - 24 - note - needed) / 6, 6, 40);
    const bool showNote = 12 + needed + 6 * space + note <= width();
    int x = 12;
    const int y = height() / 2;
    for (int i = 0; i < 6; ++i) {
        const bool past = i < here, now = i == here;
        const bool ended = now && here == 5;
        const QColor tone = token(past ? Token::Ok : now ? toneOf(m_state) : Token::Faint, palette());
        const QPointF c(x + 6, y);
        p.setPen(QPen(tone, 1.5));
        p.setBrush(past || now ? QBrush(tone) : Qt::NoBrush);
        p.drawEllipse(c, 5, 5);
        if (past || (ended && m_state == PlanState::Done)) {
            p.setPen(QPen(token(Token::Panel, palette()), 1.5));
            p.drawPolyline(QPolygonF{c + QPointF(-2.5, 0), c + QPointF(-0.5, 2), c + QPointF(2.8, -2.2)});
        }
        p.setFont(now ? strongFont(font()) : font());
        p.setPen(token(past || now ? Token::Text : Token::Faint, palette()));
        if (now)
            p.setPen(tone);
        const auto& word = words[static_cast<std::size_t>(i)];
        const int w = metrics.horizontalAdvance(word);
        p.drawText(QRect(x + 16, 0, w + 4, height()), Qt::AlignVCenter | Qt::AlignLeft, word);
        x += 22 + w;
        if (i < 5) {
            p.setPen(QPen(token(i < here ? Token::Ok : Token::Line, palette()), 1.5));
            p.drawLine(x + 2, y, x + space - 4, y);
        }
        x += space;
    }
    if (showNote) {
        p.setFont(captionFont(font()));
        p.setPen(token(Token::Muted, palette()));
        p.drawText(rect().adjusted(0, 0, -12, 0), Qt::AlignVCenter | Qt::AlignRight, m_note);
    }
}

Waterfall::Waterfall(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize Waterfall::minimumSizeHint() const {
    return {280, fontMetrics().height() * 8};
}

QSize Waterfall::sizeHint() const {
    return {480, fontMetrics().height() * 11};
}

void Waterfall::setDecision(const std::optional<tune::Decision>& decision, const QString& method) {
    m_decision = decision;
    m_method = method;
    if (decision)
        setAccessibleName(tr("now %1, model value %2, margin %3, rounded %4, after limits %5, aligned %6, final %7")
                              .arg(decision->from)
                              .arg(shortNumber(decision->modelValue), shortNumber(decision->margin))
                              .arg(decision->rounded)
                              .arg(decision->clamped)
                              .arg(decision->aligned)
                              .arg(decision->final));
    else
        setAccessibleName(tr("No decision to explain"));
    update();
}

void Waterfall::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    if (!m_decision) {
        p.setPen(token(Token::Muted, palette()));
        p.drawText(rect().adjusted(12, 0, -12, 0), Qt::AlignCenter | Qt::TextWordWrap,
                   tr("Choose an operator in the plan to see how its number came about."));
        return;
    }
    const auto& d = *m_decision;
    struct Bar {
        QString word, under;
        double from, to;
        Token tone;
        bool whole;
        QString value;
    };
    const double model = valueOr(d.modelValue, d.rounded);
    const double withMargin = model + valueOr(d.margin, 0);
    const auto step = [](double delta) {
        if (std::abs(delta) < 0.005)
            return QStringLiteral("0");
        return QString((delta > 0 ? QStringLiteral("+") : QStringLiteral("−")) + shortNumber(std::abs(delta)));
    };
    std::vector<Bar> bars{
        {tr("now"), tr("in force"), 0, static_cast<double>(d.from), Token::Applied, true, QString::number(d.from)},
        {tr("model"), m_method, 0, model, Token::Predicted, true, shortNumber(d.modelValue)},
        {tr("margin"), tr("headroom"), model, withMargin, Token::Warn, false, step(withMargin - model)},
        {tr("round"), tr("whole"), withMargin, static_cast<double>(d.rounded), Token::Warn, false,
         step(d.rounded - withMargin)},
        {tr("limits"), tr("clamp"), static_cast<double>(d.rounded), static_cast<double>(d.clamped), Token::Warn, false,
         step(d.clamped - d.rounded)},
        {tr("align"), tr("key groups"), static_cast<double>(d.clamped), static_cast<double>(d.aligned), Token::Warn,
         false, step(d.aligned - d.clamped)},
        {tr("final"), tr("asked"), 0, static_cast<double>(d.final), Token::Accent, true, QString::number(d.final)},
    };
    double top = 1;
    for (const auto& bar : bars)
        top = std::max({top, bar.from, bar.to});
    const QFontMetrics metrics(font());
    const QFont small = captionFont(font());
    const int foot = metrics.height() + QFontMetrics(small).height() + 8;
    // Bars of a readable width: on a large screen they do not grow into walls.
    const double wide = std::min(width() - 24.0, static_cast<double>(bars.size()) * metrics.height() * 12);
    const QRectF plot(12, metrics.height() + 8, wide, std::max(20, height() - foot - metrics.height() - 10));
    const double slot = plot.width() / static_cast<double>(bars.size());
    const auto y = [&](double v) { return plot.bottom() - v / top * plot.height(); };
    // Where the words do not fit side by side they are smaller, and their second line goes.
    const bool tight = std::ranges::any_of(
        bars, [&](const Bar& bar) { return QFontMetrics(strongFont(font())).horizontalAdvance(bar.word) > slot - 4; });
    p.setPen(QPen(token(Token::Grid, palette()), 1));
    p.drawLine(QPointF(plot.left(), y(top)), QPointF(plot.right(), y(top)));
    p.setPen(QPen(token(Token::LineStrong, palette()), 1));
    p.drawLine(plot.bottomLeft(), plot.bottomRight());
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const auto& bar = bars[i];
        const double x = plot.left() + slot * static_cast<double>(i) + slot * 0.14, w = slot * 0.72;
        const double hi = y(std::max(bar.from, bar.to)), lo = y(std::min(bar.from, bar.to));
        const QColor tone = token(bar.tone, palette());
        QRectF box(x, hi, w, std::max(2.0, lo - hi));
        if (bar.whole) {
            p.fillRect(box, tone);
        } else {
            const bool flat = std::abs(bar.to - bar.from) < 0.005;
            QColor soft = tone;
            soft.setAlphaF(0.14F);
            p.setBrush(flat ? QBrush(token(Token::LineStrong, palette())) : QBrush(soft));
            p.setPen(QPen(flat ? token(Token::LineStrong, palette()) : tone, 1.2));
            p.drawRect(box);
        }
        p.setPen(token(bar.whole                             ? bar.tone
                       : std::abs(bar.to - bar.from) < 0.005 ? Token::Muted
                                                             : Token::Warn,
                       palette()));
        p.setFont(strongFont(font()));
        p.drawText(QRectF(x - slot * 0.2, hi - metrics.height() - 3, w + slot * 0.4, metrics.height() + 2),
                   Qt::AlignCenter, bar.value);
        p.setPen(token(Token::Text, palette()));
        const QRectF name(x - slot * 0.14, plot.bottom() + 3, slot, metrics.height());
        if (tight)
            p.setFont(small);
        p.drawText(name, Qt::AlignCenter, p.fontMetrics().elidedText(bar.word, Qt::ElideRight, static_cast<int>(slot)));
        if (!tight) {
            p.setFont(small);
            p.setPen(token(Token::Muted, palette()));
            p.drawText(name.translated(0, metrics.height() + 1), Qt::AlignCenter,
                       QFontMetrics(small).elidedText(bar.under, Qt::ElideRight, static_cast<int>(slot)));
        }
        if (i > 0 && i + 1 < bars.size()) {
            p.setPen(QPen(token(Token::LineStrong, palette()), 1, Qt::DotLine));
            p.drawLine(QPointF(x + w, y(bar.to)), QPointF(x + slot + slot * 0.14 - slot * 0.14, y(bar.to)));
        }
    }
}

} // namespace streamtune::ui
