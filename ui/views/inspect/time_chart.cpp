// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/inspect/time_chart.h"

#include <QChart>
#include <QChartView>
#include <QLineSeries>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <QValueAxis>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/session/text.h"
#include "ui/views/widgets/paint.h"

namespace streamtune::ui {

namespace {

constexpr std::size_t kMostPoints = 1'500;
constexpr std::size_t kMostPieces = 60;

class ChartCanvas final : public QChartView {
public:
    ChartCanvas(QChart* chart, TimeChart& owner) : QChartView(chart), m_owner(owner) {
        setFrameShape(QFrame::NoFrame);
        setRenderHint(QPainter::Antialiasing);
        setMouseTracking(true);
        setFocusPolicy(Qt::StrongFocus);
        setBackgroundBrush(Qt::NoBrush);
        viewport()->setAutoFillBackground(false);
    }
    std::function<void(QPainter&, const std::optional<QPoint>&, const std::optional<QRect>&)> overlay;
    std::function<void(double, double)> zoom;
    std::function<void()> reset;

protected:
    void drawForeground(QPainter* painter, const QRectF&) override {
        painter->save();
        painter->resetTransform();
        std::optional<QRect> band;
        if (m_pressed && m_hover)
            band = QRect(*m_pressed, *m_hover).normalized();
        overlay(*painter, m_hover, band);
        painter->restore();
    }
    void mousePressEvent(QMouseEvent* event) override {
        if (event->button() == Qt::LeftButton)
            m_pressed = event->pos();
    }
    void mouseMoveEvent(QMouseEvent* event) override {
        m_hover = event->pos();
        viewport()->update();
    }
    void leaveEvent(QEvent*) override {
        m_hover.reset();
        viewport()->update();
    }
    void mouseReleaseEvent(QMouseEvent* event) override {
        if (!m_pressed)
            return;
        const QPoint from = *m_pressed, to = event->pos();
        m_pressed.reset();
        const double a = chart()->mapToValue(from).x(), b = chart()->mapToValue(to).x();
        if (std::abs(from.x() - to.x()) > 8)
            zoom(std::min(a, b), std::max(a, b));
        else if (chart()->plotArea().contains(to))
            Q_EMIT m_owner.momentChosen(b);
        viewport()->update();
    }
    void mouseDoubleClickEvent(QMouseEvent*) override { reset(); }

private:
    TimeChart& m_owner;
    std::optional<QPoint> m_pressed;
    std::optional<QPoint> m_hover;
};

class QtTimeChart final : public TimeChart {
public:
    QtTimeChart(const QString& name, QWidget* parent) : TimeChart(parent) {
        setAccessibleName(name);
        m_chart = new QChart;
        m_chart->legend()->hide();
        m_chart->setBackgroundVisible(false);
        m_chart->setBackgroundRoundness(0);
        m_chart->setDropShadowEnabled(false);
        m_chart->setAnimationOptions(QChart::NoAnimation);
        m_chart->setMargins(QMargins(0, 0, 0, 0));
        m_chart->layout()->setContentsMargins(0, 0, 0, 0);
        m_x = new QValueAxis;
        m_y = new QValueAxis;
        for (QValueAxis* axis : {m_x, m_y}) {
            axis->setLabelsVisible(false); // drawn by hand: fewer, and with units people read
            axis->setGridLineVisible(false);
            axis->setLineVisible(false);
        }
        m_chart->addAxis(m_x, Qt::AlignBottom);
        m_chart->addAxis(m_y, Qt::AlignLeft);
        m_canvas = new ChartCanvas(m_chart, *this);
        m_canvas->setAccessibleName(name);
        m_canvas->overlay = [this](QPainter& p, const auto& hover, const auto& band) { paintOverlay(p, hover, band); };
        m_canvas->zoom = [this](double from, double to) {
            if (to - from < shortestZoom(m_scale.x))
                return;
            m_zoom = {from, to};
            fitAxes();
            Q_EMIT zoomChanged();
        };
        m_canvas->reset = [this] { resetZoom(); };
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_canvas);
        m_throttle.setSingleShot(true);
        m_throttle.setInterval(100);
        connect(&m_throttle, &QTimer::timeout, this, &QtTimeChart::rebuild);
        setMinimumSize(220, 110);
    }

    void setSeries(std::vector<ChartSeries> series, std::function<QString(double)> format) override {
        m_data = std::move(series);
        m_format = std::move(format);
        if (!m_throttle.isActive())
            m_throttle.start(m_lines.empty() ? 0 : 100);
    }
    void setScale(const ChartScale& scale) override {
        if (m_scale == scale)
            return;
        if (m_scale.x != scale.x)
            m_zoom.reset();
        m_scale = scale;
        rebuild();
    }
    void setMarks(std::vector<ChartMark> marks) override {
        m_marks = std::move(marks);
        m_canvas->viewport()->update();
    }
    void setCursorAt(std::optional<double> at) override {
        m_cursor = at;
        m_canvas->viewport()->update();
    }
    void setSpan(double ms) override {
        m_span = ms;
        m_zoom.reset();
        fitAxes();
        Q_EMIT zoomChanged();
    }
    void resetZoom() override {
        m_zoom.reset();
        fitAxes();
        Q_EMIT zoomChanged();
    }
    [[nodiscard]] bool isZoomed() const override { return m_zoom.has_value(); }
    [[nodiscard]] QSize exportSize() const override { return m_canvas->size(); }
    void renderTo(QPainter& painter, const QRectF& target) override { m_canvas->render(&painter, target); }

protected:
    void changeEvent(QEvent* event) override {
        TimeChart::changeEvent(event);
        if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
            rebuild();
    }
    void resizeEvent(QResizeEvent* event) override {
        TimeChart::resizeEvent(event);
        fitMargins();
    }

private:
    QLineSeries* lineAt(std::size_t i) {
        if (i == m_lines.size()) {
            auto* line = new QLineSeries;
            m_chart->addSeries(line);
            line->attachAxis(m_x);
            line->attachAxis(m_y);
            m_lines.push_back(line);
        }
        return m_lines[i];
    }

    [[nodiscard]] static QList<QPointF> listOf(const std::vector<QPointF>& points, bool steps) {
        QList<QPointF> list;
        list.reserve(static_cast<qsizetype>(points.size()) * 2);
        for (const auto& point : points) {
            if (steps && !list.isEmpty())
                list.append(QPointF(point.x(), list.constLast().y()));
            list.append(point);
        }
        return list;
    }

    void rebuild() {
        std::size_t used = 0;
        for (const auto& source : m_data) {
            QColor colour = token(source.colour, palette());
            if (source.faint)
                colour.setAlphaF(0.4F);
            QPen pen(colour, source.faint ? 1 : 2, source.dashed ? Qt::DashLine : Qt::SolidLine);
            pen.setCosmetic(true);
            std::vector<QPointF> points = source.points;
            for (QPointF& point : points)
                point.setY(plotted(point.y(), m_scale.log));
            for (const auto& piece : pieces(points)) {
                QLineSeries* line = lineAt(used++);
                line->setPen(pen);
                line->replace(listOf(piece, source.steps));
            }
        }
        while (m_lines.size() > used) {
            m_chart->removeSeries(m_lines.back());
            delete m_lines.back();
            m_lines.pop_back();
        }
        fitMargins();
        fitAxes();
    }

    void fitMargins() {
        const QFontMetrics small(captionFont(font()));
        int right = 8;
        for (const auto& s : m_data)
            right = std::max(right, small.horizontalAdvance(s.name) + 12);
        const int left = small.horizontalAdvance(QStringLiteral("000.0 k")) + 14;
        const QRectF area(left, 18, std::max(40, m_canvas->width() - left - std::min(right, m_canvas->width() / 3)),
                          std::max(30, m_canvas->height() - 18 - small.height() - 8));
        m_chart->setPlotArea(area);
        m_canvas->viewport()->update();
    }

    void fitAxes() {
        double first = std::numeric_limits<double>::infinity(), last = -first;
        for (const auto& s : m_data) {
            if (s.points.empty())
                continue;
            first = std::min(first, s.points.front().x());
            last = std::max(last, s.points.back().x());
        }
        m_empty = !(last >= first);
        if (m_empty) {
            m_canvas->viewport()->update();
            return;
        }
        double from = m_span > 0 ? std::max(first, last - m_span) : first, to = last;
        // A range that begins with nothing begins where there is something.
        if (double begun = to; m_span > 0) {
            for (const auto& s : m_data)
                for (const auto& point : s.points)
                    if (point.x() >= from && std::isfinite(point.y()))
                        begun = std::min(begun, point.x());
            from = begun;
        }
        if (m_zoom)
            std::tie(from, to) = *m_zoom;
        if (to - from < shortestZoom(m_scale.x))
            from = to - shortestZoom(m_scale.x);
        double low = std::numeric_limits<double>::infinity(), top = 0;
        for (const auto& s : m_data)
            for (const auto& point : s.points)
                if (point.x() >= from && point.x() <= to && std::isfinite(plotted(point.y(), m_scale.log))) {
                    low = std::min(low, point.y());
                    top = std::max(top, point.y());
                }
        const auto [bottom, ceiling] = valueRange(low, top, m_scale.log);
        m_x->setRange(from, to);
        m_y->setRange(bottom, ceiling);
        m_canvas->viewport()->update();
    }

    [[nodiscard]] double xOf(double at) const { return m_chart->mapToPosition(QPointF(at, 0)).x(); }
    [[nodiscard]] double yOf(double value) const {
        return m_chart->mapToPosition(QPointF(m_x->max(), plotted(value, m_scale.log))).y();
    }

    void paintOverlay(QPainter& p, const std::optional<QPoint>& hover, const std::optional<QRect>& band) {
        const QRectF area = m_chart->plotArea();
        const QPalette& pal = palette();
        const QFont small = captionFont(font());
        p.setRenderHint(QPainter::Antialiasing);
        p.setFont(small);
        if (m_empty) {
            p.setPen(token(Token::Muted, pal));
            p.drawText(QRectF(rect()), Qt::AlignCenter, tr("Nothing recorded in this range yet."));
            return;
        }
        paintAxes(p, area);
        paintMarks(p, area);
        paintEnds(p, area);
        if (m_cursor && *m_cursor >= m_x->min() && *m_cursor <= m_x->max()) {
            p.setPen(QPen(token(Token::Accent, pal), 1.5, Qt::DotLine));
            p.drawLine(QPointF(xOf(*m_cursor), area.top()), QPointF(xOf(*m_cursor), area.bottom()));
        }
        if (band && band->width() > 8) {
            QColor soft = token(Token::Accent, pal);
            soft.setAlphaF(0.15F);
            p.fillRect(QRectF(band->left(), area.top(), band->width(), area.height()), soft);
        } else if (hover && area.contains(*hover)) {
            paintCrosshair(p, area, *hover);
        }
    }

    void paintAxes(QPainter& p, const QRectF& area) {
        const QPalette& pal = palette();
        const QFontMetrics metrics(p.font());
        for (const double value : valueTicks(m_y->min(), m_y->max(), m_scale.log, area.height() < 90)) {
            const double y = yOf(value);
            p.setPen(QPen(token(Token::Grid, pal), 1));
            p.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
            p.setPen(token(Token::Muted, pal));
            p.drawText(QRectF(0, y - 8, area.left() - 8, 16), Qt::AlignRight | Qt::AlignVCenter, m_format(value));
        }
        p.setPen(QPen(token(Token::LineStrong, pal), 1));
        p.drawLine(area.bottomLeft(), area.bottomRight());
        p.setPen(token(Token::Muted, pal));
        double lastRight = -1;
        for (const auto& [at, label] : ticksOf(m_scale.x, m_x->min(), m_x->max())) {
            const double half = metrics.horizontalAdvance(label) / 2.0, x = xOf(at);
            if (x - half < std::max(lastRight + 8, 0.0) || x + half > width())
                continue;
            p.drawText(QRectF(x - half - 2, area.bottom() + 3, 2 * half + 4, 16), Qt::AlignCenter, label);
            lastRight = x + half;
        }
    }

    void paintMarks(QPainter& p, const QRectF& area) {
        const QPalette& pal = palette();
        const QFontMetrics metrics(p.font());
        double freeFrom = 0;
        for (const auto& mark : m_marks) {
            if (mark.at < m_x->min() || mark.at > m_x->max())
                continue;
            const double x = xOf(mark.at);
            const Token t = mark.kind == ChartMarkKind::Verified     ? Token::Ok
                            : mark.kind == ChartMarkKind::Failed     ? Token::Danger
                            : mark.kind == ChartMarkKind::RolledBack ? Token::Warn
                                                                     : Token::Applied;
            p.setPen(QPen(token(t, pal), 1.2));
            p.drawLine(QPointF(x, 10), QPointF(x, area.bottom()));
            p.setBrush(token(t, pal));
            if (mark.kind == ChartMarkKind::Verified)
                p.drawEllipse(QPointF(x, 8), 4, 4);
            else
                p.drawPolygon(QPolygonF{{x, 3}, {x + 9, 6}, {x, 10}}); // a flag
            p.setBrush(Qt::NoBrush);
            const double w = metrics.horizontalAdvance(mark.text);
            double left = x + 12;
            if (left + w > width())
                left = x - 8 - w;
            if (left >= freeFrom) {
                p.drawText(QRectF(left, 0, w + 2, 16), Qt::AlignLeft | Qt::AlignVCenter, mark.text);
                freeFrom = left + w + 10;
            }
        }
    }

    /// Names at the line ends, moved down where they would cover each other.
    void paintEnds(QPainter& p, const QRectF& area) {
        struct End {
            double y;
            std::size_t series;
        };
        std::vector<End> ends;
        for (std::size_t i = 0; i < m_data.size(); ++i)
            for (auto it = m_data[i].points.rbegin(); it != m_data[i].points.rend(); ++it)
                if (!m_data[i].faint && it->x() <= m_x->max() && std::isfinite(plotted(it->y(), m_scale.log))) {
                    ends.push_back({yOf(it->y()), i});
                    break;
                }
        std::ranges::sort(ends, {}, &End::y);
        double next = 0;
        for (auto& end : ends) {
            const double y = std::max(end.y, next);
            next = y + 13;
            p.setPen(token(m_data[end.series].colour, palette()));
            p.drawText(QRectF(area.right() + 6, y - 8, width() - area.right() - 6, 16),
                       Qt::AlignLeft | Qt::AlignVCenter,
                       p.fontMetrics().elidedText(m_data[end.series].name, Qt::ElideRight,
                                                  static_cast<int>(width() - area.right() - 6)));
        }
    }

    void paintCrosshair(QPainter& p, const QRectF& area, const QPoint& at) {
        const QPalette& pal = palette();
        const double ms = m_chart->mapToValue(at).x();
        p.setPen(QPen(token(Token::LineStrong, pal), 1, Qt::DashLine));
        p.drawLine(QPointF(at.x(), area.top()), QPointF(at.x(), area.bottom()));
        QStringList lines{placeOf(m_scale.x, ms)};
        for (const auto& s : m_data) {
            const auto after = std::ranges::lower_bound(s.points, ms, {}, &QPointF::x);
            if (s.points.empty() || s.faint)
                continue;
            auto best = after == s.points.end() ? std::prev(after) : after;
            if (best != s.points.begin() &&
                (s.steps ? best->x() > ms : std::abs(std::prev(best)->x() - ms) < std::abs(best->x() - ms)))
                --best;
            p.setBrush(token(s.colour, pal));
            p.setPen(token(Token::Panel, pal));
            if (const double y = plotted(best->y(), m_scale.log); std::isfinite(y)) {
                p.drawEllipse(m_chart->mapToPosition(QPointF(best->x(), y)), 3.5, 3.5);
                lines << s.name + QStringLiteral("  ") + m_format(best->y());
            }
        }
        const QFontMetrics metrics(p.font());
        int w = 0;
        for (const auto& line : lines)
            w = std::max(w, metrics.horizontalAdvance(line));
        QRectF box(at.x() + 12, area.top() + 4, w + 12, metrics.height() * static_cast<double>(lines.size()) + 8);
        if (box.right() > area.right())
            box.moveRight(at.x() - 12);
        p.setPen(token(Token::Line, pal));
        p.setBrush(token(Token::Raised, pal));
        p.drawRoundedRect(box, 4, 4);
        p.setPen(token(Token::Text, pal));
        p.drawText(box.adjusted(6, 4, -6, -4), Qt::AlignLeft | Qt::AlignTop, lines.join(QLatin1Char('\n')));
    }

    QChart* m_chart = nullptr;
    QValueAxis* m_x = nullptr;
    QValueAxis* m_y = nullptr;
    ChartCanvas* m_canvas = nullptr;
    std::vector<QLineSeries*> m_lines;
    std::vector<ChartSeries> m_data;
    std::vector<ChartMark> m_marks;
    std::function<QString(double)> m_format = [](double v) { return shortNumber(v); };
    std::optional<double> m_cursor;
    std::optional<std::pair<double, double>> m_zoom;
    ChartScale m_scale;
    double m_span = 0;
    bool m_empty = true;
    QTimer m_throttle;
};

} // namespace

std::vector<QPointF> decimate(const std::vector<QPointF>& points, std::size_t most) {
    if (points.size() <= most || most < 4)
        return points;
    const std::size_t buckets = most / 2;
    std::vector<QPointF> result;
    result.reserve(most);
    for (std::size_t b = 0; b < buckets; ++b) {
        const std::size_t from = b * points.size() / buckets, to = (b + 1) * points.size() / buckets;
        std::optional<std::size_t> low, high;
        for (std::size_t i = from; i < to; ++i) {
            if (std::isnan(points[i].y()))
                continue;
            if (!low || points[i].y() < points[*low].y())
                low = i;
            if (!high || points[i].y() > points[*high].y())
                high = i;
        }
        if (!low)
            continue;
        result.push_back(points[std::min(*low, *high)]);
        if (*low != *high)
            result.push_back(points[std::max(*low, *high)]);
    }
    return result;
}

std::vector<std::vector<QPointF>> pieces(const std::vector<QPointF>& points) {
    std::vector<std::vector<QPointF>> result;
    bool open = false;
    for (const auto& point : points) {
        if (std::isnan(point.y())) {
            open = false;
            continue;
        }
        if (!open)
            result.emplace_back();
        open = true;
        result.back().push_back(point);
    }
    while (result.size() > kMostPieces) {
        result[0].insert(result[0].end(), result[1].begin(), result[1].end());
        result.erase(result.begin() + 1);
    }
    for (auto& piece : result)
        piece = decimate(
            piece, std::max<std::size_t>(8, kMostPoints * piece.size() / std::max<std::size_t>(1, points.size())));
    return result;
}

TimeChart* makeTimeChart(const QString& accessibleName, QWidget* parent) {
    return new QtTimeChart(accessibleName, parent);
}

} // namespace streamtune::ui
