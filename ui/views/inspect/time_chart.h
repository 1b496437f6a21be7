// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Lines over time, or over the epochs of a training, with marks. The interface hides the chart library, so that it can
/// be changed.

#include <QPointF>
#include <QString>
#include <QWidget>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/time.h"
#include "ui/views/inspect/chart_axis.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

struct ChartSeries {
    QString name;
    Token colour = Token::Measured;
    bool dashed = false;
    bool steps = false;          ///< holds its value until the next point
    std::vector<QPointF> points; ///< place on the lower axis, value; a NaN value is a gap
    bool faint = false;          ///< thin and pale, without a name: what another line smooths
};

enum class ChartMarkKind { Applied, Verified, Failed, RolledBack };

struct ChartMark {
    double at = 0; ///< on the lower axis
    ChartMarkKind kind = ChartMarkKind::Applied;
    QString text;
};

class TimeChart : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    virtual void setSeries(std::vector<ChartSeries> series, std::function<QString(double)> format) = 0;
    virtual void setScale(const ChartScale& scale) = 0; ///< time and linear at first
    virtual void setMarks(std::vector<ChartMark> marks) = 0;
    virtual void setCursorAt(std::optional<double> at) = 0; ///< the moment looked at
    /// Length of the range that ends now; 0 = everything. A zoom by drag overrides it until reset.
    virtual void setSpan(double ms) = 0;
    virtual void resetZoom() = 0;
    [[nodiscard]] virtual bool isZoomed() const = 0;
    [[nodiscard]] virtual QSize exportSize() const = 0;
    virtual void renderTo(QPainter& painter, const QRectF& target) = 0;

Q_SIGNALS:
    void momentChosen(double at); ///< a click on the plot
    void zoomChanged();
};

/// Lines with at most `most` points that keep minimum and maximum of every bucket.
[[nodiscard]] std::vector<QPointF> decimate(const std::vector<QPointF>& points, std::size_t most);

/// The stretches between gaps (NaN), each decimated to its share of what a chart shows; at most 60, the oldest joined.
[[nodiscard]] std::vector<std::vector<QPointF>> pieces(const std::vector<QPointF>& points);

[[nodiscard]] TimeChart* makeTimeChart(const QString& accessibleName, QWidget* parent = nullptr);

} // namespace streamtune::ui
