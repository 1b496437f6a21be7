// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/explain/calibration_view.h"

#include <QPainter>
#include <algorithm>

#include "ui/session/text.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

QString binWords(const workbench::CalibrationBin& bin) {
    const QString said = CalibrationView::tr("said %1 to %2").arg(percent(bin.low), percent(bin.high));
    return bin.said == 0 ? CalibrationView::tr("%1: never yet").arg(said)
                         : CalibrationView::tr("%1: %2 of %3 sufficed").arg(said).arg(bin.right).arg(bin.said);
}

CalibrationView::CalibrationView(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void CalibrationView::setBins(std::vector<workbench::CalibrationBin> bins) {
    m_bins = std::move(bins);
    QStringList lines;
    for (const auto& bin : m_bins)
        lines << binWords(bin);
    setAccessibleName(tr("How often it was right"));
    setAccessibleDescription(lines.join(QLatin1Char('\n')));
    setVisible(!m_bins.empty());
    updateGeometry();
    update();
}

QSize CalibrationView::sizeHint() const {
    return {280, rowHeight() * static_cast<int>(m_bins.size())};
}

QSize CalibrationView::minimumSizeHint() const {
    return {160, sizeHint().height()};
}

void CalibrationView::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    p.setFont(captionFont(font()));
    const QFontMetrics metrics(p.font());
    int wide = 0;
    for (const auto& bin : m_bins)
        wide = std::max(wide, metrics.horizontalAdvance(binWords(bin)));
    wide = std::min(wide + 12, width() * 2 / 3);
    int y = 0;
    for (const auto& bin : m_bins) {
        const QRectF row(0, y, width(), rowHeight());
        p.setPen(token(bin.said > 0 ? Token::Text : Token::Muted, palette()));
        p.drawText(QRectF(0, y, wide, rowHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                   metrics.elidedText(binWords(bin), Qt::ElideRight, wide));
        // 0 to 100 %: what was said as a bar, what came true as a disc.
        const double left = wide + 6, length = std::max(20.0, width() - left - 8), middle = row.center().y();
        p.setPen(QPen(token(Token::Grid, palette()), 1));
        p.drawLine(QPointF(left, middle), QPointF(left + length, middle));
        p.fillRect(QRectF(left + length * bin.low, middle - 3, length * (bin.high - bin.low), 6),
                   token(Token::Predicted, palette()));
        if (bin.said > 0) {
            p.setPen(QPen(token(Token::Panel, palette()), 1.5));
            p.setBrush(token(Token::Measured, palette()));
            p.drawEllipse(QPointF(left + length * bin.right / bin.said, middle), 5, 5);
        }
        y += rowHeight();
    }
}

} // namespace streamtune::ui
