// SPDX-License-Identifier: GPL-3.0-or-later
// How the map is painted: a ground that is kept, and what lies over it.
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "ui/session/text.h"
#include "ui/theme/fonts.h"
#include "ui/views/clusters/cluster_map.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

using theme::Colour;
using theme::colour;

constexpr double kRadius = 5;
constexpr double kSmallRadius = 3.5; ///< of thousands of jobs
constexpr std::size_t kMany = 1'500;
constexpr double kCentreRadius = 8;
constexpr double kAreaRim = 13; ///< pixels between a cluster's outermost points and its line
constexpr int kNamesAtMost = 40;
constexpr double kFrame = 4; ///< ms of CPU a frame may spend on a new picture while the one before can be shown

QPen pen(Colour what, bool dark, double width, Qt::PenStyle style = Qt::SolidLine) {
    return QPen(colour(what, dark), width, style, Qt::RoundCap, Qt::RoundJoin);
}

/// The hull with room around its points: its edges moved outwards, joined by arcs around its corners, which stand in
/// the order of convexHull().
QPainterPath areaPath(const QPolygonF& hull, double rim) {
    QPainterPath path;
    if (hull.size() == 1)
        path.addEllipse(hull.front(), rim, rim);
    if (hull.size() < 2)
        return path;
    const auto outwards = [&hull](qsizetype i) { // angle of the normal of the edge that ends there
        const QPointF along = hull[i] - hull[(i + hull.size() - 1) % hull.size()];
        return std::atan2(-along.x(), along.y());
    };
    const auto degrees = [](double angle) { return angle * 180 / std::numbers::pi; };
    for (qsizetype i = 0; i < hull.size(); ++i) {
        const double from = outwards(i);
        double turn = outwards((i + 1) % hull.size()) - from;
        if (turn < -1e-9) // less is rounding
            turn += 2 * std::numbers::pi;
        const QRectF around(hull[i] - QPointF(rim, rim), QSizeF(2 * rim, 2 * rim));
        if (i == 0)
            path.arcMoveTo(around, degrees(-from)); // Qt counts against the clock
        path.arcTo(around, degrees(-from), degrees(-turn));
    }
    path.closeSubpath();
    return path;
}

/// Text in a small box; returns where it stands.
QRectF paintTag(QPainter& p, QPointF centre, const QString& words, const QColor& ink, bool dark, bool filled = false) {
    const QFontMetricsF metrics(p.font());
    QRectF box(0, 0, metrics.horizontalAdvance(words) + 12, metrics.height() + 3);
    box.moveCenter(centre);
    p.setPen(QPen(ink, 1.2));
    p.setBrush(filled ? ink : colour(Colour::Panel, dark));
    p.drawRoundedRect(box, 4, 4);
    p.setPen(filled ? theme::textOn(ink) : colour(Colour::Text, dark));
    p.drawText(box, Qt::AlignCenter, words);
    return box;
}

/// A round step of distances that is between 40 and 120 pixels long.
double scaleStep(double pixelsPerUnit) {
    for (double step : {1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0})
        if (step * pixelsPerUnit >= 48)
            return step;
    return 1000;
}

} // namespace

double ClusterMap::pointRadius() const {
    return m_scene.at.size() > kMany ? kSmallRadius : kRadius;
}

const QPixmap& ClusterMap::stamp(const ClusterMark& mark, double radius, bool dark, double ratio) {
    const int key = (static_cast<int>(mark.form) * 2 + (mark.hollow ? 1 : 0)) * 4096 +
                    static_cast<int>(mark.colour) * 64 + (mark.step + 1) * 4 + (radius < kRadius ? 1 : 0) +
                    (dark ? 2 : 0);
    QPixmap& made = m_pictures[key];
    if (made.isNull() || made.devicePixelRatio() != ratio) {
        const int side = static_cast<int>(std::ceil(radius * 2.6)) + 2;
        made = QPixmap(static_cast<int>(std::ceil(side * ratio)), static_cast<int>(std::ceil(side * ratio)));
        made.setDevicePixelRatio(ratio);
        made.fill(Qt::transparent);
        QPainter p(&made);
        paintClusterMark(p, QPointF(side, side) / 2, radius, mark, dark);
    }
    return made;
}

void ClusterMap::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const Canvas canvas{p, m_view, QRectF(rect()), isDark(), false};
    if (m_scene.at.empty()) {
        p.fillRect(rect(), colour(Colour::Canvas, canvas.dark));
    } else {
        const QTransform seen(m_view.scale, 0, 0, m_view.scale, m_view.offset.x(), m_view.offset.y());
        outlineAreas(m_view.scale);
        collectStamps(canvas);
        const bool whole =
            m_layer.bring(seen, size(), devicePixelRatioF(), kFrame, [&](QPainter& painter, const QRectF& part) {
                painter.setWorldTransform({});
                paintGround({painter, m_view, canvas.area, canvas.dark, false}, seen.mapRect(part));
            });
        if (!whole) {
            p.fillRect(rect(), colour(Colour::Canvas, canvas.dark)); // where the picture before does not reach
            m_sharpen.start();
        }
        m_layer.show(p, seen);
        paintOver(canvas);
    }
    if (m_drawing && m_loop.size() > 1) {
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(pen(Colour::Accent, isDark(), 1.4, Qt::DashLine));
        QColor soft = colour(Colour::Accent, isDark());
        soft.setAlphaF(0.08F);
        p.setBrush(soft);
        p.drawPolygon(m_loop);
    }
    if (hasFocus()) {
        p.setRenderHint(QPainter::Antialiasing, false);
        p.setPen(QPen(colour(Colour::Focus, isDark()), 2));
        p.setBrush(Qt::NoBrush);
        p.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

/// All of it that lies in `part` of the view, and nothing outside of what the painter is clipped to.
void ClusterMap::paintGround(const Canvas& canvas, const QRectF& part) {
    canvas.painter.fillRect(part, colour(Colour::Canvas, canvas.dark));
    paintGrid(canvas, part);
    canvas.painter.setRenderHint(QPainter::Antialiasing);
    paintAreas(canvas, part);
    paintPoints(canvas, part);
    paintCentres(canvas, part);
}

void ClusterMap::paintOver(const Canvas& canvas) {
    canvas.painter.save();
    canvas.painter.setClipRect(canvas.area);
    canvas.painter.setFont(canvas.exact ? theme::pixelFont(11) : captionFont(font()));
    canvas.painter.setRenderHint(QPainter::Antialiasing);
    paintNames(canvas);
    paintChoice(canvas);
    paintLegend(canvas);
    paintScale(canvas);
    canvas.painter.restore();
}

void ClusterMap::paintGrid(const Canvas& c, const QRectF& part) const {
    const double step = scaleStep(c.view.scale) * c.view.scale;
    c.painter.setRenderHint(QPainter::Antialiasing, false);
    c.painter.setPen(QPen(colour(Colour::Grid, c.dark), 1));
    const QRectF seen = part.adjusted(-1, -1, 1, 1) & c.area;           // a line is a pixel wide
    const auto places = [step](double offset, double from, double to) { // counted, so that all parts agree
        std::vector<double> all;
        for (double i = std::ceil((from - offset) / step); offset + i * step < to; ++i)
            all.push_back(offset + i * step);
        return all;
    };
    for (const double x : places(c.view.offset.x(), seen.left(), seen.right()))
        c.painter.drawLine(QPointF(x, part.top()), QPointF(x, part.bottom()));
    for (const double y : places(c.view.offset.y(), seen.top(), seen.bottom()))
        c.painter.drawLine(QPointF(part.left(), y), QPointF(part.right(), y));
}

/// Moving the view moves them, another scale is another outline: their rims stay as wide.
void ClusterMap::outlineAreas(double scale) {
    if (m_outlinedAt == scale)
        return;
    m_outlinedAt = scale;
    m_outlines.clear();
    for (const MapArea& area : m_scene.areas) {
        QPolygonF hull;
        for (const QPointF p : area.hull)
            hull << p * scale;
        // A pen would begin its dashes where the picture begins, so that moving the view would change them.
        QPainterPathStroker dashes;
        dashes.setWidth(m_clusters.contains(area.cluster) ? 1.6 : 1);
        dashes.setDashPattern(Qt::DashLine);
        dashes.setCapStyle(Qt::SquareCap);
        dashes.setJoinStyle(Qt::BevelJoin);
        const QPainterPath path = areaPath(hull, kAreaRim);
        m_outlines.push_back({path, dashes.createStroke(path)});
    }
}

void ClusterMap::paintAreas(const Canvas& c, const QRectF& part) const {
    const QRectF near = part.translated(-c.view.offset).adjusted(-2, -2, 2, 2);
    c.painter.translate(c.view.offset);
    for (std::size_t i = 0; i < m_scene.areas.size(); ++i) {
        const MapArea& area = m_scene.areas[i];
        if (!m_outlines[i].area.controlPointRect().intersects(near))
            continue;
        const bool chosenOne = m_clusters.contains(area.cluster);
        const QColor ink = markColour(area.mark, c.dark);
        QColor soft = ink;
        soft.setAlphaF(chosenOne ? 0.14F : m_clusters.empty() ? 0.07F : 0.03F);
        QColor line = ink;
        line.setAlphaF(chosenOne || m_clusters.empty() ? 0.9F : 0.35F);
        c.painter.fillPath(m_outlines[i].area, soft);
        c.painter.fillPath(m_outlines[i].dashes, line);
    }
    c.painter.translate(-c.view.offset);
}

/// One mark of a kind a place of two pixels: who lies exactly below another is not seen. Places are counted from where
/// the world begins, so that moving the view leaves out the same ones.
void ClusterMap::collectStamps(const Canvas& c) {
    const double radius = pointRadius(), ratio = devicePixelRatioF();
    const Stamped wanted{c.view, c.area, ratio};
    if (!c.exact && m_stamped == wanted)
        return;
    m_stamped.reset();
    if (!c.exact)
        m_stamped = wanted;
    const auto placeOf = [](double pixels) { return static_cast<int>(std::floor(pixels / 2)); };
    const QRectF seen = c.area.adjusted(-2 * radius, -2 * radius, 2 * radius, 2 * radius);
    const int left = placeOf(seen.left() - c.view.offset.x()), top = placeOf(seen.top() - c.view.offset.y());
    const int across = placeOf(seen.right() - c.view.offset.x()) - left + 1;
    const int down = placeOf(seen.bottom() - c.view.offset.y()) - top + 1;
    std::vector<int> taken(static_cast<std::size_t>(across) * static_cast<std::size_t>(down), -1);
    m_stamps.clear();
    for (const bool dim : {true, false}) { // the chosen clusters on top
        if (dim && m_dim.empty())
            continue;
        for (std::size_t j = 0; j < m_scene.at.size(); ++j) {
            if (!m_scene.shown[j] || (!m_dim.empty() && m_dim[j] != dim))
                continue;
            const QPointF at = m_scene.at[j] * c.view.scale;
            const int x = placeOf(at.x()) - left, y = placeOf(at.y()) - top;
            if (x < 0 || y < 0 || x >= across || y >= down)
                continue;
            const ClusterMark& mark = m_scene.marks[j];
            int& place =
                taken[static_cast<std::size_t>(y) * static_cast<std::size_t>(across) + static_cast<std::size_t>(x)];
            const int kind = static_cast<int>(mark.form) * 2048 + static_cast<int>(mark.colour) * 32 +
                             (mark.step + 1) * 2 + (mark.hollow ? 1 : 0);
            if (place == kind)
                continue;
            place = kind;
            m_stamps.push_back({at + c.view.offset, j, c.exact ? nullptr : &stamp(mark, radius, c.dark, ratio)});
        }
    }
}

void ClusterMap::paintPoints(const Canvas& c, const QRectF& part) const {
    const double radius = pointRadius();
    const QRectF near = part.adjusted(-2 * radius, -2 * radius, 2 * radius, 2 * radius);
    for (const Stamp& one : m_stamps) {
        if (!near.contains(one.at))
            continue;
        c.painter.setOpacity(!m_dim.empty() && m_dim[one.job] ? 0.3 : 1);
        if (one.picture) {
            const double half = one.picture->width() / one.picture->devicePixelRatio() / 2;
            c.painter.drawPixmap(one.at - QPointF(half, half), *one.picture);
        } else {
            paintClusterMark(c.painter, one.at, radius, m_scene.marks[one.job], c.dark);
        }
    }
    c.painter.setOpacity(1);
}

void ClusterMap::paintCentres(const Canvas& c, const QRectF& part) const {
    const QRectF near = part.adjusted(-2 * kCentreRadius, -2 * kCentreRadius, 2 * kCentreRadius, 2 * kCentreRadius);
    for (std::size_t j = 0; j < m_scene.at.size(); ++j) {
        if (!m_scene.shown[j] || !m_scene.centre[j])
            continue;
        const QPointF at = c.view.toView(m_scene.at[j]);
        if (!near.contains(at))
            continue;
        ClusterMark ring = m_scene.marks[j];
        ring.hollow = true;
        paintClusterMark(c.painter, at, kCentreRadius, ring, c.dark);
    }
}

void ClusterMap::paintNames(const Canvas& c) const {
    if (m_scene.areas.size() > kNamesAtMost)
        return;
    std::vector<QRectF> taken;
    const QFontMetricsF metrics(c.painter.font());
    for (const MapArea& area : m_scene.areas) {
        if (area.hull.isEmpty())
            continue;
        QRectF bounds(c.view.toView(area.hull.front()), QSizeF(0, 0));
        for (const QPointF p : area.hull)
            bounds |= QRectF(c.view.toView(p), QSizeF(0.1, 0.1));
        const QString words = elideMiddle(area.label, 28);
        QRectF box(0, 0, metrics.horizontalAdvance(words) + 12, metrics.height() + 3);
        box.moveCenter({bounds.center().x(), bounds.top() - kAreaRim - box.height() / 2 + 2});
        // Above its area; where another name stands, below; else as far up as it takes.
        const auto free = [&taken](const QRectF& b) {
            return std::ranges::none_of(taken, [&](const QRectF& t) { return t.intersects(b.adjusted(-3, -2, 3, 2)); });
        };
        bool far = false; // from its area: a line leads there
        if (!free(box)) {
            QRectF below = box;
            below.moveCenter({bounds.center().x(), bounds.bottom() + kAreaRim + box.height() / 2 - 2});
            far = !free(below);
            if (!far)
                box = below;
            else
                for (int i = 0; i < 8 && !free(box); ++i)
                    box.translate(0, -box.height() - 3);
        }
        box.moveLeft(
            std::clamp(box.left(), c.area.left() + 4, std::max(c.area.left() + 4, c.area.right() - box.width() - 4)));
        box.moveTop(std::clamp(box.top(), c.area.top() + 4, c.area.bottom() - 40));
        taken.push_back(box);
        const bool faint = !m_clusters.empty() && !m_clusters.contains(area.cluster);
        c.painter.setOpacity(faint ? 0.45 : 1);
        const QColor ink = markColour(area.mark, c.dark);
        if (far) {
            c.painter.setPen(QPen(ink, 1));
            c.painter.drawLine(QPointF(box.center().x(), box.bottom()), c.view.toView(area.centre));
        }
        paintTag(c.painter, box.center(), words, ink, c.dark);
        c.painter.setOpacity(1);
    }
}

void ClusterMap::paintChoice(const Canvas& c) const {
    c.painter.setBrush(Qt::NoBrush);
    for (const int job : m_moving)
        if (m_scene.shown[static_cast<std::size_t>(job)]) {
            c.painter.setPen(pen(Colour::Warn, c.dark, 1.6, Qt::DotLine));
            c.painter.drawEllipse(c.view.toView(m_scene.at[static_cast<std::size_t>(job)]), 9, 9);
        }
    c.painter.setPen(pen(Colour::Accent, c.dark, 2));
    std::set<std::pair<int, int>> ringed; // thousands in a lasso need no ring each
    for (const int job : m_chosen) {
        if (!m_scene.shown[static_cast<std::size_t>(job)])
            continue;
        const QPointF at = c.view.toView(m_scene.at[static_cast<std::size_t>(job)]);
        if (ringed.insert({static_cast<int>(at.x() / 3), static_cast<int>(at.y() / 3)}).second)
            c.painter.drawEllipse(at, 10, 10);
    }
    if (m_chosen.empty() || m_chosen.size() > 2 || !m_jobs)
        return;
    const auto place = [&](std::size_t i) { return c.view.toView(m_scene.at[static_cast<std::size_t>(m_chosen[i])]); };
    const auto onMap = [&](std::size_t i) { return m_scene.shown[static_cast<std::size_t>(m_chosen[i])]; };
    const QColor accent = colour(Colour::Accent, c.dark);
    const bool pair = m_chosen.size() == 2 && onMap(0) && onMap(1);
    if (pair) {
        c.painter.drawLine(place(0), place(1));
        if (!m_pairWords.isEmpty() && QLineF(place(0), place(1)).length() > 30)
            paintTag(c.painter, (place(0) + place(1)) / 2, m_pairWords, accent, c.dark, true);
    }
    for (std::size_t i = 0; i < m_chosen.size(); ++i) {
        if (!onMap(i))
            continue;
        const QString name = elideMiddle(text(m_jobs->jobs[static_cast<std::size_t>(m_chosen[i])].job.jobName), 32);
        const QString words =
            m_chosen.size() == 2 ? (i == 0 ? QStringLiteral("A ") : QStringLiteral("B ")) + name : name;
        const double half = QFontMetricsF(c.painter.font()).horizontalAdvance(words) / 2 + 20;
        // Away from the other one, and inside the picture.
        const bool left = pair && place(i).x() < place(1 - i).x();
        QPointF at = place(i) + QPointF(left ? -half : half, 0);
        if (at.x() + half > c.area.right() || at.x() - half < c.area.left())
            at = place(i) + QPointF(left ? half : -half, 0);
        paintTag(c.painter, at, words, accent, c.dark);
    }
}

void ClusterMap::paintLegend(const Canvas& c) const {
    const QFontMetricsF metrics(c.painter.font());
    const double line = metrics.height() + 4;
    double y = c.area.bottom() - 10 - line / 2;
    QStringList facts;
    if (m_scene.open > 0)
        facts << tr("%1 of %2 distances are still intervals").arg(m_scene.open).arg(m_scene.pairs);
    else
        facts << tr("all distances exact");
    facts << tr("the map bends them by %1").arg(percent(m_scene.bend));
    c.painter.setPen(colour(Colour::Muted, c.dark));
    c.painter.drawText(QPointF(c.area.left() + 12, y + metrics.ascent() / 2 - 1), facts.join(QStringLiteral(", ")));
    y -= line;
    for (auto item = m_scene.legend.rbegin(); item != m_scene.legend.rend(); ++item) {
        paintClusterMark(c.painter, QPointF(c.area.left() + 18, y), kRadius, item->mark, c.dark);
        c.painter.setPen(colour(Colour::Text, c.dark));
        c.painter.drawText(QPointF(c.area.left() + 30, y + metrics.ascent() / 2 - 1), item->words);
        y -= line;
    }
}

void ClusterMap::paintScale(const Canvas& c) const {
    const double step = scaleStep(c.view.scale);
    const double length = step * c.view.scale;
    const QPointF right(c.area.right() - 14, c.area.bottom() - 14);
    const QPointF left = right - QPointF(length, 0);
    c.painter.setPen(pen(Colour::Text, c.dark, 1.4));
    c.painter.drawLine(left, right);
    for (const QPointF end : {left, right})
        c.painter.drawLine(end - QPointF(0, 3), end + QPointF(0, 3));
    c.painter.setPen(colour(Colour::Muted, c.dark));
    c.painter.drawText(QRectF(left.x() - 80, left.y() - 20, length + 160, 14), Qt::AlignCenter,
                       tr("distance %1").arg(step));
}

void ClusterMap::renderTo(QPainter& painter, const QRectF& target, const QString& title, bool dark) {
    constexpr double kTitle = 30;
    painter.save();
    painter.fillRect(target, colour(Colour::Panel, dark));
    painter.setFont(theme::pixelFont(13, QFont::DemiBold));
    painter.setPen(colour(Colour::Text, dark));
    painter.drawText(QRectF(target.left() + 12, target.top(), target.width() - 24, kTitle),
                     Qt::AlignVCenter | Qt::AlignLeft, title);
    const QRectF area = target.adjusted(0, kTitle, 0, 0);
    PanZoom whole;
    whole.fit(m_scene.bounds, area.adjusted(60, 60, -60, -80), kRadius * 40);
    const Canvas canvas{painter, whole, area, dark, true};
    outlineAreas(whole.scale);
    collectStamps(canvas);
    painter.setClipRect(area);
    paintGround(canvas, area);
    if (!m_scene.at.empty())
        paintOver(canvas);
    painter.restore();
}

} // namespace streamtune::ui
