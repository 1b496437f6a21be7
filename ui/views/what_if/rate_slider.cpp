// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/what_if/rate_slider.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/session/text.h"
#include "ui/theme/paint.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

constexpr double kBeyond = 10;      ///< how far the scale goes beyond what was seen
constexpr double kHandle = 7;       ///< radius
constexpr double kLeastRate = 0.01; ///< records/s: a logarithm needs an end
constexpr double kSeenRate = 1.05;  ///< as the model: so much above the fastest is still called seen

double threeFigures(double rate) {
    if (!(rate > 0))
        return 0;
    const double unit = std::pow(10.0, std::floor(std::log10(rate)) - 2);
    return std::round(rate / unit) * unit;
}

} // namespace

double RateScale::rateAt(int step) const {
    const double share = static_cast<double>(std::clamp(step, 0, kSteps)) / kSteps;
    return threeFigures(low * std::pow(high / low, share));
}

int RateScale::stepOf(double rate) const {
    if (!(rate > low))
        return 0;
    return std::clamp(static_cast<int>(std::lround(kSteps * std::log(rate / low) / std::log(high / low))), 0, kSteps);
}

RateScale rateScale(const tune::SeenRange& seen, const Number& present) {
    double low = seen.slowest, high = seen.fastest;
    if (const double now = valueOr(present, 0); now > 0) {
        low = low > 0 ? std::min(low, now) : now;
        high = std::max(high, now);
    }
    if (!(low > 0) || !std::isfinite(high))
        return {1, 1e6}; // nothing is known: a wide one
    return {std::max(kLeastRate, low / kBeyond), std::max(kLeastRate * 100, high * kBeyond)};
}

RateSlider::RateSlider(const QString& accessibleName, QWidget* parent) : QSlider(Qt::Horizontal, parent) {
    setAccessibleName(accessibleName);
    setRange(0, RateScale::kSteps);
    setSingleStep(4);
    setPageStep(RateScale::kSteps / 10);
    setFocusPolicy(Qt::StrongFocus);
    connect(this, &QSlider::valueChanged, this, [this](int step) {
        setAccessibleDescription(rate(m_scale.rateAt(step)));
        if (!m_showing)
            Q_EMIT rateChosen(m_scale.rateAt(step));
    });
}

void RateSlider::setScale(const RateScale& scale, const tune::SeenRange& seen, const Number& present) {
    m_scale = scale;
    m_seen = seen;
    m_present = present;
    update();
}

void RateSlider::showRate(double recordsPerSecond) {
    // A rate typed elsewhere may lie between two steps: the handle must not write its own back.
    m_showing = true;
    setValue(m_scale.stepOf(recordsPerSecond));
    m_showing = false;
}

QSize RateSlider::sizeHint() const {
    return {220, 22 + QFontMetrics(captionFont(font())).height()};
}

QSize RateSlider::minimumSizeHint() const {
    return {100, sizeHint().height()};
}

QRectF RateSlider::groove() const {
    return {kHandle + 2, 8, width() - 2 * kHandle - 4, 6};
}

double RateSlider::xOf(double rate) const {
    const QRectF line = groove();
    return line.left() + line.width() * m_scale.stepOf(rate) / RateScale::kSteps;
}

void RateSlider::goTo(double x) {
    const QRectF line = groove();
    setValue(static_cast<int>(std::lround(RateScale::kSteps * (x - line.left()) / std::max(1.0, line.width()))));
}

void RateSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return QSlider::mousePressEvent(event);
    setSliderDown(true);
    goTo(event->position().x());
}

void RateSlider::mouseMoveEvent(QMouseEvent* event) {
    if (isSliderDown())
        goTo(event->position().x());
}

void RateSlider::mouseReleaseEvent(QMouseEvent*) {
    setSliderDown(false);
}

void RateSlider::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    const bool dark = isDark();
    const QRectF line = groove();
    const QFont small = captionFont(font());
    p.setFont(small);
    p.setPen(Qt::NoPen);
    p.setBrush(token(Token::Line, palette()));
    p.drawRoundedRect(line, 3, 3);
    const bool anySeen = m_seen.fastest > 0;
    const double from = anySeen ? xOf(m_seen.slowest / kSeenRate) : line.right();
    const double to = anySeen ? xOf(m_seen.fastest * kSeenRate) : line.right();
    const double handle = line.left() + line.width() * value() / RateScale::kSteps;
    p.setBrush(token(isEnabled() ? Token::Predicted : Token::Disabled, palette()));
    p.drawRoundedRect(QRectF(line.left(), line.top() + 1, handle - line.left(), line.height() - 2), 2, 2);
    // What was never seen: hatched above and below the line, so that the handle's way stays readable.
    for (const QRectF& part : {QRectF(line.left(), line.top() - 4, from - line.left(), line.height() + 8),
                               QRectF(to, line.top() - 4, line.right() - to, line.height() + 8)})
        if (part.width() > 1)
            p.fillRect(part, theme::hatch(Token::Warn, dark));
    const QFontMetrics metrics(small);
    const double under = line.bottom() + 6;
    double free = 0;
    const auto label = [&](double x, const QString& words, Token tone) {
        const double wide = metrics.horizontalAdvance(words);
        const double left = std::clamp(x - wide / 2, 0.0, std::max(0.0, width() - wide));
        if (left < free)
            return;
        p.setPen(token(tone, palette()));
        p.drawText(QRectF(left, under, wide + 2, metrics.height()), Qt::AlignLeft | Qt::AlignVCenter, words);
        free = left + wide + 8;
    };
    if (isKnown(m_present)) {
        p.setPen(QPen(token(Token::Measured, palette()), 2));
        p.drawLine(QPointF(xOf(*m_present), line.top() - 5), QPointF(xOf(*m_present), line.bottom() + 5));
        label(xOf(*m_present), tr("now %1").arg(shortNumber(m_present)), Token::Measured);
    }
    if (anySeen)
        label(std::max(to, isKnown(m_present) ? free + metrics.horizontalAdvance(QLatin1Char('x')) * 8.0 : 0.0),
              tr("seen up to %1").arg(shortNumber(m_seen.fastest)), Token::Warn);
    p.setPen(QPen(token(hasFocus() ? Token::Focus : Token::Predicted, palette()), hasFocus() ? 2.5 : 2));
    p.setBrush(token(Token::Panel, palette()));
    p.drawEllipse(QPointF(handle, line.center().y()), kHandle - 1, kHandle - 1);
}

} // namespace streamtune::ui
