// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/registry/calibration_chart.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/session/text.h"
#include "ui/views/registry/model_words.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

CalibrationChart::CalibrationChart(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("calibrationChart"));
    setMinimumSize(150, 130);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setBins({});
}

QSize CalibrationChart::sizeHint() const {
    return {fontMetrics().height() * 16, fontMetrics().height() * 11};
}

void CalibrationChart::setBins(std::vector<learn::CalibrationBin> bins) {
    std::erase_if(bins, [](const auto& bin) { return bin.count == 0; });
    m_bins = std::move(bins);
    QStringList words{tr("How often what the model called likely came true")};
    for (const auto& bin : m_bins)
        words << tr("said %1, came true %2").arg(percent(bin.predicted), percent(bin.observed));
    setAccessibleName(words.join(QStringLiteral("; ")));
    update();
}

QRectF CalibrationChart::plot() const {
    const QFontMetrics small(captionFont(font()));
    return QRectF(rect()).adjusted(small.horizontalAdvance(QStringLiteral("0.5")) + 10, 8, -10,
                                   -small.height() * 2 - 4);
}

QPointF CalibrationChart::placeOf(const learn::CalibrationBin& bin) const {
    const QRectF area = plot();
    return {area.left() + bin.predicted * area.width(), area.bottom() - bin.observed * area.height()};
}

void CalibrationChart::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    p.setFont(captionFont(font()));
    const QPalette& pal = palette();
    const QFontMetrics metrics(p.font());
    p.setPen(token(Token::Muted, pal));
    if (m_bins.empty()) {
        p.drawText(rect(), Qt::AlignCenter, tr("No held-out job to judge by"));
        return;
    }
    const QRectF area = plot();
    for (const double tick : {0.0, 0.5, 1.0}) {
        const double y = area.bottom() - tick * area.height(), x = area.left() + tick * area.width();
        p.setPen(QPen(token(tick == 0 ? Token::LineStrong : Token::Grid, pal), 1));
        p.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        p.setPen(token(Token::Muted, pal));
        p.drawText(QRectF(0, y - 8, area.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter, QString::number(tick));
        p.drawText(QRectF(x - 20, area.bottom() + 2, 40, metrics.height()), Qt::AlignCenter, QString::number(tick));
    }
    p.drawText(QRectF(area.left(), area.bottom() + metrics.height() + 1, area.width(), metrics.height()),
               Qt::AlignCenter, tr("said (across), came true (up)"));
    p.setPen(QPen(token(Token::LineStrong, pal), 1.2, Qt::DotLine));
    p.drawLine(area.bottomLeft(), area.topRight());
    std::int64_t most = 1;
    QPolygonF line;
    for (const auto& bin : m_bins) {
        most = std::max(most, bin.count);
        line << placeOf(bin);
    }
    p.setPen(QPen(token(Token::Predicted, pal), 1.6));
    p.drawPolyline(line);
    p.setBrush(token(Token::Predicted, pal));
    for (const auto& bin : m_bins) {
        const double r = 2.5 + 4.5 * std::sqrt(static_cast<double>(bin.count) / static_cast<double>(most));
        p.drawEllipse(placeOf(bin), r, r);
    }
}

bool CalibrationChart::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || m_bins.empty())
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto far = [&](const auto& bin) { return std::abs(placeOf(bin).x() - help->pos().x()); };
    const auto near = std::ranges::min_element(m_bins, {}, far);
    QToolTip::showText(help->globalPos(), plainTip(calibrationWords(m_bins, (near->low + near->high) / 2)), this);
    return true;
}

} // namespace streamtune::ui
