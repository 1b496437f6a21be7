// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/clusters/distance_chart.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/session/text.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

using theme::Colour;
using theme::colour;

/// 1, 2, 5, 10, …: so that at most `most` steps cover `range`.
double niceStep(double range, int most) {
    double step = std::pow(10.0, std::floor(std::log10(std::max(1.0, range / most))));
    for (const double factor : {1.0, 2.0, 5.0, 10.0})
        if (range / (step * factor) <= most)
            return step * factor;
    return step * 10;
}

} // namespace

DistanceBars distanceBars(const ClusterScene& scene, const workbench::DistanceView& distances,
                          const std::vector<std::string>& clusters) {
    DistanceBars bars;
    std::set<int> wanted;
    for (const std::string& id : clusters)
        wanted.insert(id.empty() ? -1 : scene.clusterIndex(id));
    std::vector<bool> touches(distances.graphs.size(), wanted.empty());
    for (std::size_t g = 0; g < distances.graphs.size() && !wanted.empty(); ++g)
        if (const auto jobs = scene.ofGraph.find(distances.graphs[g]); jobs != scene.ofGraph.end())
            touches[g] = wanted.contains(scene.jobs[static_cast<std::size_t>(jobs->second.front())].cluster);
    std::vector<bool> isLandmark(distances.graphs.size());
    for (const std::size_t l : distances.landmarks)
        isLandmark[l] = true;
    for (std::size_t g = 0; g < distances.distance.size(); ++g)
        for (std::size_t l = 0; l < distances.landmarks.size(); ++l) {
            const std::size_t other = distances.landmarks[l];
            const double value = distances.distance[g][l].value();
            if (g == other || (isLandmark[g] && g > other) || !(touches[g] || touches[other]) || value >= ged::kFar)
                continue; // each pair once
            const auto bin = static_cast<std::size_t>(value);
            bars.count.resize(std::max(bars.count.size(), bin + 1));
            ++bars.count[bin];
        }
    return bars;
}

DistanceChart::DistanceChart(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("distanceChart"));
    setMinimumSize(140, 80);
}

void DistanceChart::setBars(const DistanceBars& bars) {
    m_bars = bars;
    const auto pairs = std::accumulate(bars.count.begin(), bars.count.end(), std::int64_t{0});
    std::int64_t within = 0;
    for (std::size_t d = 0; d < bars.count.size() && static_cast<double>(d) <= bars.tau; ++d)
        within += bars.count[d];
    setAccessibleName(tr("Distances of %1 pairs of graphs, from 0 to %2; %3 of them within tau %4")
                          .arg(pairs)
                          .arg(bars.count.empty() ? 0 : bars.count.size() - 1)
                          .arg(within)
                          .arg(bars.tau));
    update();
}

QRectF DistanceChart::plot(const QRectF& area) const {
    return area.adjusted(46, 20, -14, -22);
}

void DistanceChart::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setFont(captionFont(font()));
    paintOn(p, QRectF(rect()), isDark());
}

void DistanceChart::paintOn(QPainter& p, const QRectF& area, bool dark) const {
    p.setPen(colour(Colour::Muted, dark));
    if (m_bars.count.empty()) {
        p.drawText(area, Qt::AlignCenter, tr("No distances yet"));
        return;
    }
    p.setRenderHint(QPainter::Antialiasing);
    const QRectF plotArea = plot(area);
    const double most = static_cast<double>(std::max<std::int64_t>(1, *std::ranges::max_element(m_bars.count)));
    const double width = plotArea.width() / static_cast<double>(m_bars.count.size());
    const QFontMetricsF metrics(p.font());
    const double step = niceStep(most, 3);
    for (double tick = 0; tick <= most; tick += step) {
        const double y = plotArea.bottom() - tick / most * plotArea.height();
        p.setPen(QPen(colour(Colour::Grid, dark), 1));
        p.drawLine(QPointF(plotArea.left(), y), QPointF(plotArea.right(), y));
        p.setPen(colour(Colour::Muted, dark));
        p.drawText(QRectF(area.left(), y - 8, plotArea.left() - area.left() - 6, 16), Qt::AlignVCenter | Qt::AlignRight,
                   shortNumber(tick));
    }
    for (std::size_t d = 0; d < m_bars.count.size(); ++d) {
        const double height = static_cast<double>(m_bars.count[d]) / most * plotArea.height();
        const QRectF bar(plotArea.left() + static_cast<double>(d) * width + 1, plotArea.bottom() - height,
                         std::max(1.0, width - 2), height);
        const bool isPair = m_bars.pair && static_cast<std::size_t>(*m_bars.pair) == d;
        const bool within = static_cast<double>(d) <= m_bars.tau;
        p.fillRect(bar, colour(isPair ? Colour::Accent : within ? Colour::MeasuredBar : Colour::Idle, dark));
        if (!within && !isPair) {
            p.setPen(QPen(colour(Colour::LineStrong, dark), 1));
            p.setBrush(Qt::NoBrush);
            p.drawRect(bar.adjusted(0.5, 0.5, -0.5, 0));
        }
    }
    p.setPen(QPen(colour(Colour::LineStrong, dark), 1));
    p.drawLine(plotArea.bottomLeft(), plotArea.bottomRight());
    p.setPen(colour(Colour::Muted, dark));
    const double every = niceStep(static_cast<double>(m_bars.count.size()), 6);
    for (double d = 0; d < static_cast<double>(m_bars.count.size()); d += every)
        p.drawText(QRectF(plotArea.left() + (d + 0.5) * width - 20, plotArea.bottom() + 3, 40, 14), Qt::AlignCenter,
                   QString::number(d));
    // tau stands between what is similar and what is not.
    const double x = std::min(plotArea.right(), plotArea.left() + (std::floor(m_bars.tau) + 1) * width);
    p.setPen(QPen(colour(Colour::Text, dark), 1.4, Qt::DashLine));
    p.drawLine(QPointF(x, plotArea.top() - 4), QPointF(x, plotArea.bottom()));
    const QString tau = tr("tau %1").arg(m_bars.tau);
    const double tauWidth = metrics.horizontalAdvance(tau);
    const bool left = x + 4 + tauWidth > area.right();
    p.drawText(QPointF(left ? x - 4 - tauWidth : x + 4, plotArea.top() - 7), tau);
    if (m_bars.pair && static_cast<std::size_t>(*m_bars.pair) < m_bars.count.size()) {
        const QString words = tr("this pair %1").arg(*m_bars.pair);
        const double w = metrics.horizontalAdvance(words);
        const double centre = plotArea.left() + (std::floor(*m_bars.pair) + 0.5) * width;
        double at = std::clamp(centre - w / 2, area.left() + 2, area.right() - w - 2);
        if (at + w > x - 4 && at < x + 8 + tauWidth) // beside the words of tau
            at = left ? x - 12 - tauWidth - w : centre < x ? x - 8 - w : x + 12 + tauWidth;
        p.setPen(colour(Colour::Accent, dark));
        p.drawText(QPointF(at, plotArea.top() - 7), words);
    }
}

bool DistanceChart::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || m_bars.count.empty())
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QRectF area = plot(QRectF(rect()));
    const double at = (help->pos().x() - area.left()) / area.width() * static_cast<double>(m_bars.count.size());
    if (at < 0 || at >= static_cast<double>(m_bars.count.size())) {
        QToolTip::hideText();
        return true;
    }
    const auto bin = static_cast<std::size_t>(at);
    QToolTip::showText(help->globalPos(),
                       plainTip(tr("distance %1: %n pair(s)", nullptr, static_cast<int>(m_bars.count[bin])).arg(bin)),
                       this);
    return true;
}

} // namespace streamtune::ui
