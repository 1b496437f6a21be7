// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/explain/probability_chart.h"

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineSeries>
#include <QMouseEvent>
#include <QPainter>
#include <QScatterSeries>
#include <QVBoxLayout>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "ui/session/core_words.h"
#include "ui/session/text.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

struct ProbabilityWords {
    Q_DECLARE_TR_FUNCTIONS(ProbabilityWords)
};

/// Mouse and drawing on top; what they mean is the chart's.
class Canvas final : public QChartView {
public:
    explicit Canvas(QChart* chart) : QChartView(chart) {
        setFrameShape(QFrame::NoFrame);
        setRenderHint(QPainter::Antialiasing);
        setMouseTracking(true);
        setFocusPolicy(Qt::NoFocus);
        setBackgroundBrush(Qt::NoBrush);
        viewport()->setAutoFillBackground(false);
    }
    std::function<void(QPainter&)> overlay;
    std::function<void(std::optional<QPoint>)> hovered;

protected:
    void drawForeground(QPainter* painter, const QRectF&) override {
        painter->save();
        painter->resetTransform();
        overlay(*painter);
        painter->restore();
    }
    void mouseMoveEvent(QMouseEvent* event) override { hovered(event->pos()); }
    void leaveEvent(QEvent*) override { hovered(std::nullopt); }
};

class QtProbabilityChart final : public ProbabilityChart {
public:
    QtProbabilityChart(const QString& name, QWidget* parent) : ProbabilityChart(parent) {
        setAccessibleName(name);
        setFocusPolicy(Qt::StrongFocus);
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
        m_y->setRange(0, 1);
        for (QValueAxis* axis : {m_x, m_y}) {
            axis->setLabelsVisible(false); // drawn by hand, as in the charts over time
            axis->setGridLineVisible(false);
            axis->setLineVisible(false);
        }
        m_chart->addAxis(m_x, Qt::AlignBottom);
        m_chart->addAxis(m_y, Qt::AlignLeft);
        m_band = new QAreaSeries(&m_upper, &m_lower);
        for (QAbstractSeries* series : std::initializer_list<QAbstractSeries*>{m_band, &m_smooth, &m_line, &m_dots}) {
            m_chart->addSeries(series);
            series->attachAxis(m_x);
            series->attachAxis(m_y);
        }
        m_dots.setMarkerSize(5);
        m_canvas = new Canvas(m_chart);
        m_canvas->setAccessibleName(name);
        m_canvas->overlay = [this](QPainter& p) { paintOverlay(p); };
        m_canvas->hovered = [this](std::optional<QPoint> at) { look(at ? nearest(*at) : std::nullopt); };
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_canvas);
        setMinimumSize(200, fontMetrics().height() * 12);
    }
    ~QtProbabilityChart() override {
        // The series belong to this object, not to the chart.
        for (QAbstractSeries* series : std::initializer_list<QAbstractSeries*>{m_band, &m_smooth, &m_line, &m_dots})
            m_chart->removeSeries(series);
        delete m_band;
    }

    void setCurve(ProbabilityCurve curve) override {
        m_curve = std::move(curve);
        m_at.reset();
        setAccessibleDescription(summary());
        rebuild();
    }
    [[nodiscard]] std::optional<int> lookedAt() const override { return m_at; }
    void renderTo(QPainter& painter, const QRectF& target) override { m_canvas->render(&painter, target); }

protected:
    void changeEvent(QEvent* event) override {
        ProbabilityChart::changeEvent(event);
        if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
            rebuild();
    }
    void resizeEvent(QResizeEvent* event) override {
        ProbabilityChart::resizeEvent(event);
        fit();
    }
    void keyPressEvent(QKeyEvent* event) override {
        const auto& points = m_curve.points;
        if (points.empty() || (event->key() != Qt::Key_Left && event->key() != Qt::Key_Right))
            return ProbabilityChart::keyPressEvent(event);
        const int from = m_at.value_or(m_curve.chosen > 0 ? m_curve.chosen : m_curve.inForce);
        look(std::clamp(from + (m_at ? event->key() == Qt::Key_Right ? 1 : -1 : 0), points.front().p, points.back().p));
    }
    void focusOutEvent(QFocusEvent* event) override {
        ProbabilityChart::focusOutEvent(event);
        look(std::nullopt);
    }

private:
    [[nodiscard]] const tune::CurvePoint* pointAt(int p) const {
        const auto found = std::ranges::find(m_curve.points, p, &tune::CurvePoint::p);
        return found == m_curve.points.end() ? nullptr : &*found;
    }
    [[nodiscard]] std::optional<int> nearest(const QPoint& at) const {
        if (m_curve.points.empty() || !m_chart->plotArea().adjusted(-8, -8, 8, 8).contains(at))
            return std::nullopt;
        const int p = static_cast<int>(std::lround(m_chart->mapToValue(at).x()));
        return std::clamp(p, m_curve.points.front().p, m_curve.points.back().p);
    }
    void look(std::optional<int> p) {
        if (p == m_at)
            return;
        m_at = p;
        const tune::CurvePoint* point = p ? pointAt(*p) : nullptr;
        setAccessibleDescription(point ? pointWords(*point) : summary());
        m_canvas->viewport()->update();
    }
    [[nodiscard]] QString summary() const {
        QStringList lines;
        for (const int p : {m_curve.inForce, m_curve.advised, m_curve.chosen})
            if (const tune::CurvePoint* point = pointAt(p); point && !lines.contains(pointWords(*point)))
                lines << pointWords(*point);
        for (const tune::Stair& stair : m_curve.stairs)
            lines << coreText(stair.sentence);
        return lines.join(QLatin1Char('\n'));
    }

    void rebuild() {
        const QPalette& pal = palette();
        QList<QPointF> upper, lower, smooth, dots;
        for (const auto& point : m_curve.points) {
            upper << QPointF(point.p, point.high);
            lower << QPointF(point.p, point.low);
            smooth << QPointF(point.p, point.smooth);
            dots << QPointF(point.p, point.probability);
        }
        const auto line = staircase(m_curve.points);
        m_upper.replace(upper);
        m_lower.replace(lower);
        m_smooth.replace(smooth);
        m_line.replace(QList<QPointF>(line.begin(), line.end()));
        m_dots.replace(dots);
        QColor soft = token(Token::Predicted, pal);
        soft.setAlphaF(0.16F);
        m_band->setBrush(soft);
        m_band->setPen(Qt::NoPen);
        QPen dashed(token(Token::Muted, pal), 1.4, Qt::DashLine);
        dashed.setCosmetic(true);
        m_smooth.setPen(dashed);
        QPen solid(token(Token::Predicted, pal), 2);
        solid.setCosmetic(true);
        m_line.setPen(solid);
        m_dots.setColor(token(Token::Predicted, pal));
        m_dots.setBorderColor(token(Token::Panel, pal));
        // Where key groups make no stairs, the smooth part is the line itself.
        m_smooth.setVisible(hasKeyGroups(m_curve.points));
        if (!m_curve.points.empty()) {
            const int first = m_curve.points.front().p, last = m_curve.points.back().p;
            m_x->setRange(first - 0.5, last + (first == last ? 0.5 : 0.6));
        }
        fit();
    }

    void fit() {
        const QFontMetrics small(captionFont(font()));
        const int left = small.horizontalAdvance(QStringLiteral("100 %")) + 12;
        m_chart->setPlotArea(QRectF(left, small.height() * 2 + 8, std::max(40, m_canvas->width() - left - 10),
                                    std::max(30, m_canvas->height() - small.height() * 4 - 16)));
        m_canvas->viewport()->update();
    }

    [[nodiscard]] QPointF at(double p, double chance) const { return m_chart->mapToPosition(QPointF(p, chance)); }

    void paintOverlay(QPainter& p) {
        const QRectF area = m_chart->plotArea();
        p.setRenderHint(QPainter::Antialiasing);
        p.setFont(captionFont(font()));
        if (m_curve.points.empty()) {
            p.setPen(token(Token::Muted, palette()));
            p.drawText(QRectF(rect()), Qt::AlignCenter | Qt::TextWordWrap,
                       ProbabilityWords::tr("Nothing is predicted here."));
            return;
        }
        paintAxes(p, area);
        paintStairs(p, area);
        paintNumbers(p, area);
        if (m_at)
            paintLook(p, area, *pointAt(*m_at));
        if (hasFocus()) {
            p.setPen(QPen(token(Token::Focus, palette()), 2));
            p.setBrush(Qt::NoBrush);
            p.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
        }
    }

    void paintAxes(QPainter& p, const QRectF& area) {
        const QPalette& pal = palette();
        const QFontMetrics metrics(p.font());
        for (const double share : {0.0, 0.5, 1.0}) {
            const double y = at(m_x->min(), share).y();
            p.setPen(QPen(token(share > 0 ? Token::Grid : Token::LineStrong, pal), 1));
            p.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
            p.setPen(token(Token::Muted, pal));
            p.drawText(QRectF(0, y - 8, area.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter, percent(share));
        }
        const int first = m_curve.points.front().p, last = m_curve.points.back().p;
        const double wide = metrics.horizontalAdvance(QString::number(last)) + 8.0;
        const double unit = area.width() / (m_x->max() - m_x->min());
        int step = 1;
        while (step * unit < wide)
            step *= step % 2 == 0 && step % 5 != 0 && step > 1 ? 5 : 2;
        for (int n = first; n <= last; ++n)
            if ((n - first) % step == 0)
                p.drawText(QRectF(at(n, 0).x() - wide, area.bottom() + 2, 2 * wide, metrics.height()), Qt::AlignHCenter,
                           QString::number(n));
        p.drawText(QRectF(area.left(), area.bottom() + metrics.height() + 2, area.width(), metrics.height()),
                   Qt::AlignRight,
                   metrics.elidedText(ProbabilityWords::tr("parallelism (demand as now)"), Qt::ElideRight,
                                      static_cast<int>(area.width())));
    }

    /// Each stair that goes the wrong way is marked; in words they stand below the chart.
    void paintStairs(QPainter& p, const QRectF&) {
        const QColor tone = token(Token::Warn, palette());
        p.setPen(QPen(token(Token::Panel, palette()), 1));
        p.setBrush(tone);
        for (const tune::Stair& stair : m_curve.stairs)
            if (const tune::CurvePoint* point = pointAt(stair.p)) {
                const QPointF c = at(point->p, point->probability) - QPointF(0, 9);
                p.drawPolygon(QPolygonF{c + QPointF(-5, -4), c + QPointF(5, -4), c + QPointF(0, 4)});
            }
        p.setBrush(Qt::NoBrush);
    }

    /// "now 4", "advised 8", "yours 9" above the plot, with lines down to the curve.
    void paintNumbers(QPainter& p, const QRectF& area) {
        struct Mark {
            int p;
            QString words;
            Token tone;
        };
        std::vector<Mark> marks;
        const bool same = m_curve.inForce == m_curve.advised;
        marks.push_back({m_curve.inForce,
                         same ? ProbabilityWords::tr("now and advised %1").arg(m_curve.inForce)
                              : ProbabilityWords::tr("now %1").arg(m_curve.inForce),
                         Token::Applied});
        if (!same)
            marks.push_back({m_curve.advised, ProbabilityWords::tr("advised %1").arg(m_curve.advised), Token::Accent});
        if (m_curve.chosen > 0 && m_curve.chosen != m_curve.advised && m_curve.chosen != m_curve.inForce)
            marks.push_back({m_curve.chosen, ProbabilityWords::tr("yours %1").arg(m_curve.chosen), Token::Warn});
        std::ranges::sort(marks, {}, &Mark::p);
        const QFontMetrics metrics(p.font());
        double free = 0;
        int row = 0;
        for (const Mark& mark : marks) {
            const tune::CurvePoint* point = pointAt(mark.p);
            if (!point)
                continue;
            const QColor tone = token(mark.tone, palette());
            const QPointF c = at(mark.p, point->probability);
            const double width = metrics.horizontalAdvance(mark.words);
            const double left = std::clamp(c.x() - width / 2, 2.0, std::max(2.0, this->width() - width - 2.0));
            row = left < free ? 1 - row : 0;
            free = left + width + 8;
            const double top = row * (metrics.height() + 2.0);
            p.setPen(QPen(tone, 1.2, Qt::DotLine));
            p.drawLine(QPointF(c.x(), top + metrics.height() + 1), QPointF(c.x(), area.bottom()));
            p.setPen(QPen(tone, 2));
            p.setBrush(token(Token::Panel, palette()));
            p.drawEllipse(c, 5, 5);
            p.setBrush(Qt::NoBrush);
            p.setPen(tone);
            p.drawText(QRectF(left, top, width + 2, metrics.height() + 2), Qt::AlignLeft | Qt::AlignVCenter,
                       mark.words);
        }
    }

    void paintLook(QPainter& p, const QRectF& area, const tune::CurvePoint& point) {
        const QPalette& pal = palette();
        const QPointF c = at(point.p, point.probability);
        p.setPen(QPen(token(Token::LineStrong, pal), 1, Qt::DashLine));
        p.drawLine(QPointF(c.x(), area.top()), QPointF(c.x(), area.bottom()));
        const QString said = pointWords(point);
        const double wide = std::min(width() - 16.0, QFontMetricsF(p.font()).height() * 17.0);
        QRectF box = p.boundingRect(QRectF(0, 0, wide, 1000), Qt::TextWordWrap, said).adjusted(-8, -4, 8, 4);
        box.moveTop(area.top() + 2);
        box.moveLeft(c.x() + 10);
        if (box.right() > width() - 2)
            box.moveRight(c.x() - 10);
        if (box.left() < 2)
            box.moveLeft(2);
        p.setPen(token(Token::Line, pal));
        p.setBrush(token(Token::Raised, pal));
        p.drawRoundedRect(box, 4, 4);
        p.setPen(token(Token::Text, pal));
        p.drawText(box.adjusted(8, 4, -8, -4), Qt::TextWordWrap, said);
    }

    ProbabilityCurve m_curve;
    std::optional<int> m_at;
    QChart* m_chart = nullptr;
    QValueAxis* m_x = nullptr;
    QValueAxis* m_y = nullptr;
    Canvas* m_canvas = nullptr;
    QLineSeries m_upper, m_lower, m_smooth, m_line;
    QScatterSeries m_dots;
    QAreaSeries* m_band = nullptr;
};

} // namespace

bool hasKeyGroups(const std::vector<tune::CurvePoint>& points) {
    return std::ranges::any_of(points, [](const tune::CurvePoint& point) { return point.groups > 0; });
}

std::vector<QPointF> staircase(const std::vector<tune::CurvePoint>& points) {
    std::vector<QPointF> line;
    const bool stairs = hasKeyGroups(points);
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (stairs && i > 0) { // half-way between two whole numbers
            const double middle = (points[i - 1].p + points[i].p) / 2.0;
            line.emplace_back(middle, points[i - 1].probability);
            line.emplace_back(middle, points[i].probability);
        }
        line.emplace_back(points[i].p, points[i].probability);
    }
    return line;
}

QString pointWords(const tune::CurvePoint& point) {
    QString said = ProbabilityWords::tr(
                       "At %1: predicted chance of a bottleneck %2, 68 % band %3 to %4; bears %5, busiest subtask "
                       "%6 busy.")
                       .arg(point.p)
                       .arg(percent(point.probability), percent(point.low), percent(point.high), rate(point.capacity),
                            percent(point.busy));
    if (point.groups > 0)
        said +=
            QLatin1Char(' ') + ProbabilityWords::tr("%n key group(s) on the fullest subtask.", nullptr, point.groups);
    return said;
}

ProbabilityChart* makeProbabilityChart(const QString& accessibleName, QWidget* parent) {
    return new QtProbabilityChart(accessibleName, parent);
}

} // namespace streamtune::ui
