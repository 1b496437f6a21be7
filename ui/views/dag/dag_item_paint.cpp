// SPDX-License-Identifier: GPL-3.0-or-later
// The painting of the graph's item: three levels of detail, lines and their rates, rings.
#include <QFontMetricsF>
#include <QPainter>
#include <QStyleOptionGraphicsItem>
#include <algorithm>
#include <cmath>

#include "ui/theme/fonts.h"
#include "ui/views/dag/dag_item.h"
#include "ui/views/dag/node_painter.h"

namespace streamtune::ui::dag {
namespace {

using theme::Colour;
using theme::colour;

constexpr double kOutline = 8; ///< what a node paints around its place: double outlines
constexpr std::size_t kMostPictures = 400;
constexpr double kOthersOpacity = 0.78; ///< of what a search has not found
constexpr double kDimmedOpacity = 0.28; ///< of what a filter leaves out

QRectF outlined(const QRectF& node) {
    return node.adjusted(-kOutline, -kOutline, kOutline, kOutline);
}

/// 1.2 to 4.6 px by the logarithm of records/s.
double lineWidth(const Number& rate) {
    if (!isKnown(rate) || *rate < 1)
        return 1.2;
    return 1.2 + 3.4 * std::clamp(std::log10(*rate) / 5.5, 0.0, 1.0);
}

void drawArrow(QPainter& p, QPointF tip, QPointF from, double size, const QColor& c) {
    const QPointF d = tip - from;
    const double length = std::hypot(d.x(), d.y());
    if (length < 1e-6)
        return;
    const QPointF along = d / length * size;
    const QPointF across(-along.y() * 0.55, along.x() * 0.55);
    p.setPen(Qt::NoPen);
    p.setBrush(c);
    p.drawPolygon(QPolygonF{tip, tip - along + across, tip - along - across});
}

Colour farOutline(NodeState state) {
    switch (state) {
    case NodeState::BackPressured:
        return Colour::BackPressured;
    case NodeState::Busy:
        return Colour::Measured;
    case NodeState::NoData:
        return Colour::NoData;
    default:
        return Colour::LineStrong;
    }
}

/// Three "<" against the flow: work waits because what is downstream does not take it.
void drawChevrons(QPainter& p, const QPainterPath& path, const QColor& c) {
    const double length = path.length();
    if (length < 40)
        return;
    p.setPen(QPen(c, 1.8));
    p.setBrush(Qt::NoBrush);
    for (int i = 0; i < 3; ++i) {
        const double at = path.percentAtLength(std::min(length - 12, 8.0 + 9 * i));
        const QPointF tip = path.pointAtPercent(at);
        const double angle = -path.angleAtPercent(at) * M_PI / 180;
        const QPointF along(std::cos(angle) * 5, std::sin(angle) * 5);
        const QPointF across(-along.y(), along.x());
        p.drawPolyline(QPolygonF{tip + along + across, tip, tip + along - across});
    }
}

} // namespace

bool DagItem::isPressing(const Line& line) const {
    const int from = m_ends[static_cast<std::size_t>(line.edge)].first;
    return from >= 0 && m_nodes[static_cast<std::size_t>(from)].state == NodeState::BackPressured;
}

double DagItem::opacityOf(int node) const {
    if (isDimmed(node))
        return kDimmedOpacity;
    return m_finding && !m_found.contains(node) ? kOthersOpacity : 1;
}

QColor DagItem::fillOf(const NodeView& node) const {
    if (m_show == Show::Difference) {
        const double d = std::clamp(valueOr(node.difference(), 0), -1.0, 1.0);
        QColor fill = colour(d > 0 ? Colour::Predicted : Colour::Measured, m_dark);
        const QColor base = colour(Colour::Panel, m_dark);
        const auto part = [&](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * std::abs(d))); };
        return {part(base.red(), fill.red()), part(base.green(), fill.green()), part(base.blue(), fill.blue())};
    }
    if (m_show != Show::Measured && isKnown(node.predicted))
        return theme::heat(*node.predicted);
    if (node.state == NodeState::NoData || m_show == Show::Predicted)
        return colour(Colour::Panel, m_dark);
    if (m_flink)
        return theme::flinkFill(valueOr(node.busy, 0), valueOr(node.backPressured, 0));
    // Nothing predicted: measured blue by busy share, never the heat scale.
    return theme::measuredFill(valueOr(node.busy, 0), m_dark);
}

void DagItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) {
    const QTransform world = painter->worldTransform();
    const double scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(world);
    if (scale <= 0)
        return;
    const QRectF area = option->exposedRect.adjusted(-kMargin, -kMargin, kMargin, kMargin);
    if (widget && world.type() <= QTransform::TxScale) {
        painter->setWorldTransform(QTransform());
        m_layer.show(*painter, world);
        painter->setWorldTransform(world);
    } else {
        m_level = levelFor(scale, m_level);
        paintLayer(*painter, area, scale);
    }
    if (m_selected < 0)
        return;
    paintChosenLines(*painter, area, scale);
    paintRing(*painter, m_selected, scale, false);
}

bool DagItem::prepare(const QTransform& seen, QSize view, double ratio, double limitMs) {
    const double scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(seen);
    m_level = levelFor(scale, m_level);
    return m_layer.bring(seen, view, ratio, limitMs, [this, scale](QPainter& painter, const QRectF& part) {
        paintLayer(painter, part.adjusted(-kMargin, -kMargin, kMargin, kMargin), scale);
    });
}

/// Dots on a plain ground, about as far apart at every scale.
void DagItem::paintGround(QPainter& p, const QRectF& area, double scale) const {
    p.fillRect(area, colour(Colour::Canvas, m_dark));
    const double step = 24 * std::pow(2, std::round(std::log2(1 / scale)));
    QVector<QPointF> dots;
    for (double x = std::floor(area.left() / step) * step; x < area.right(); x += step)
        for (double y = std::floor(area.top() / step) * step; y < area.bottom(); y += step)
            dots.append(QPointF(x, y));
    p.setRenderHint(QPainter::Antialiasing, false);
    p.setPen(QPen(colour(Colour::Line, m_dark), 0));
    p.drawPoints(dots.constData(), static_cast<int>(dots.size()));
}

void DagItem::paintLayer(QPainter& painter, const QRectF& area, double scale) const {
    paintGround(painter, area, scale);
    if (m_level == Level::Far) {
        paintFarLines(painter, area);
        paintFarNodes(painter, nodesIn(area));
    } else if (m_level == Level::Middle) {
        paintLines(painter, linesIn(area), scale);
        paintMiddleNodes(painter, area);
    } else {
        paintLines(painter, linesIn(area), scale);
        paintNearNodes(painter, nodesIn(area), area, scale);
    }
    if (m_finding)
        paintFound(painter, area, scale);
}

void DagItem::keepPicturesFor(double scale, double ratio) const {
    if (m_pictures.scale != scale || m_pictures.ratio != ratio || m_pictures.nodes.size() > kMostPictures)
        m_pictures.nodes.clear();
    m_pictures.scale = scale;
    m_pictures.ratio = ratio;
}

void DagItem::paintNearNodes(QPainter& painter, const std::vector<int>& nodes, const QRectF& area, double scale) const {
    keepPicturesFor(scale, painter.device()->devicePixelRatioF());
    const QTransform world = painter.worldTransform();
    for (const int node : nodes) {
        const QRectF& rect = m_rects[static_cast<std::size_t>(node)];
        if (rect.isEmpty() || !rect.intersects(area))
            continue;
        const auto& [offset, picture] = pictureOf(node, world);
        painter.setOpacity(opacityOf(node));
        painter.setWorldTransform(QTransform());
        painter.drawPixmap((world.mapRect(outlined(rect)).topLeft() + offset).toPoint(), picture);
        painter.setWorldTransform(world);
    }
    painter.setOpacity(1);
}

void DagItem::paintMiddleNodes(QPainter& painter, const QRectF& area) const {
    const QTransform world = painter.worldTransform();
    painter.setWorldTransform(QTransform());
    const NodeStyle look = style();
    for (const int node : nodesIn(area)) {
        const QRectF& rect = m_rects[static_cast<std::size_t>(node)];
        if (rect.isEmpty() || !rect.intersects(area))
            continue;
        painter.setOpacity(opacityOf(node));
        paintMiddle(painter, world.mapRect(rect).toAlignedRect(), m_nodes[static_cast<std::size_t>(node)], look);
    }
    painter.setOpacity(1);
    painter.setWorldTransform(world);
}

NodeStyle DagItem::style() const {
    return {m_dark, m_hasPrediction, m_limit, m_predictedCaption, m_show, m_flink};
}

const std::pair<QPointF, QPixmap>& DagItem::pictureOf(int node, const QTransform& world) const {
    if (const auto known = m_pictures.nodes.find(node); known != m_pictures.nodes.end())
        return known->second;
    const QRectF& rect = m_rects[static_cast<std::size_t>(node)];
    // The place within a pixel is that of the node: moving goes by whole pixels.
    const QRectF seen = world.mapRect(outlined(rect));
    const QRect whole = seen.toAlignedRect();
    QPixmap picture(whole.size() * m_pictures.ratio);
    picture.setDevicePixelRatio(m_pictures.ratio);
    picture.fill(Qt::transparent);
    QPainter p(&picture);
    p.setRenderHint(QPainter::Antialiasing);
    p.setWorldTransform(world * QTransform::fromTranslate(-whole.left(), -whole.top()));
    paintNear(p, rect, m_nodes[static_cast<std::size_t>(node)], style());
    p.end();
    return m_pictures.nodes.emplace(node, std::pair(QPointF(whole.topLeft()) - seen.topLeft(), picture)).first->second;
}

void DagItem::paintWhole(QPainter& painter) {
    const Level before = m_level;
    m_level = Level::Near;
    paintLines(painter, linesIn(m_bounds), 1);
    paintChosenLines(painter, m_bounds, 1);
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        if (m_rects[i].isEmpty())
            continue;
        painter.setOpacity(isDimmed(static_cast<int>(i)) ? kDimmedOpacity : 1);
        painter.setRenderHint(QPainter::Antialiasing);
        paintNear(painter, m_rects[i], m_nodes[i], style());
    }
    painter.setOpacity(1);
    m_level = before;
}

void DagItem::paintLines(QPainter& p, const std::vector<int>& visible, double scale) const {
    for (const int number : visible)
        paintLine(p, m_lines[static_cast<std::size_t>(number)], scale, false);
    for (const int number : visible)
        paintLabel(p, number);
}

void DagItem::paintLine(QPainter& p, const Line& line, double scale, bool chosen) const {
    const bool near = m_level == Level::Near;
    const EdgeView& view = m_edgeViews[static_cast<std::size_t>(line.edge)];
    const bool pressing = isPressing(line);
    const QColor c = colour(chosen ? Colour::Accent : pressing ? Colour::BackPressured : Colour::LineStrong, m_dark);
    QPen pen(c, lineWidth(view.rate));
    if (!near) { // cosmetic lines of one pixel have a fast path; stroking curves took most of the frame
        pen.setWidthF(lineWidth(view.rate) > 3.2 ? 2 : 1);
        pen.setCosmetic(true);
    }
    if (!isKnown(view.rate))
        pen.setDashPattern({3, 2});
    const auto& [from, to] = m_ends[static_cast<std::size_t>(line.edge)];
    const bool dim = from >= 0 && to >= 0 && (isDimmed(from) || isDimmed(to));
    p.setRenderHint(QPainter::Antialiasing, near);
    if (dim)
        p.setOpacity(kDimmedOpacity);
    p.setPen(pen);
    p.setBrush(Qt::NoBrush);
    p.drawPath(line.path);
    drawArrow(p, line.tip, line.before, near ? 8 + lineWidth(view.rate) : 6 / scale, c);
    if (pressing && near)
        drawChevrons(p, line.path, colour(Colour::BackPressured, m_dark));
    if (dim)
        p.setOpacity(1);
}

void DagItem::paintChosenLines(QPainter& p, const QRectF& area, double scale) const {
    for (const int number : linesIn(area)) {
        const Line& line = m_lines[static_cast<std::size_t>(number)];
        if (!line.onSelection)
            continue;
        if (m_level != Level::Far) {
            paintLine(p, line, scale, true);
            paintLabel(p, number);
            continue;
        }
        p.setRenderHint(QPainter::Antialiasing, false);
        p.setPen(QPen(colour(Colour::Accent, m_dark), 0));
        p.drawLines(line.coarse);
    }
}

void DagItem::paintLabel(QPainter& p, int number) const {
    const Line& line = m_lines[static_cast<std::size_t>(number)];
    const EdgeView& view = m_edgeViews[static_cast<std::size_t>(line.edge)];
    const auto& [from, to] = m_ends[static_cast<std::size_t>(line.edge)];
    if (m_level != Level::Near || !isKnown(view.rate) || (from >= 0 && to >= 0 && (isDimmed(from) || isDimmed(to))))
        return;
    paintRate(p, m_labels[static_cast<std::size_t>(number)], view.rate, m_dark);
}

void DagItem::paintFarLines(QPainter& p, const QRectF& area) const {
    p.setRenderHint(QPainter::Antialiasing, false);
    QVector<QLineF> lines;
    for (const int number : linesIn(area))
        lines += m_lines[static_cast<std::size_t>(number)].coarse;
    // Mixed here: blending thousands of lines took a third of the frame.
    const QColor line = colour(Colour::LineStrong, m_dark), ground = colour(Colour::Canvas, m_dark);
    const auto mix = [](int a, int b) { return (a * 55 + b * 45) / 100; };
    p.setPen(QPen(
        QColor(mix(line.red(), ground.red()), mix(line.green(), ground.green()), mix(line.blue(), ground.blue())), 0));
    p.drawLines(lines);
}

void DagItem::paintFarNodes(QPainter& p, const std::vector<int>& nodes) const {
    p.setRenderHint(QPainter::Antialiasing, false);
    const QTransform world = p.worldTransform();
    p.setWorldTransform(QTransform());
    std::map<QRgb, QVector<QLineF>> chevrons; // black or white, whichever the fill lets be seen
    QVector<QLineF> slashes;
    QVector<QRectF> corners;
    QVector<QRectF> frames;
    for (const int node : nodes) {
        const NodeView& view = m_nodes[static_cast<std::size_t>(node)];
        if (m_rects[static_cast<std::size_t>(node)].isEmpty())
            continue;
        const QRect r = world.mapRect(m_rects[static_cast<std::size_t>(node)]).toAlignedRect();
        const QRectF edge = QRectF(r).adjusted(0, 0, -1, -1);
        if (isDimmed(node)) { // an outline only
            p.setPen(QPen(colour(Colour::Line, m_dark), 0));
            p.drawRect(edge);
            continue;
        }
        // The outline is what the fill leaves of a larger rectangle: filling has a fast path, stroking has none.
        const QColor fill = fillOf(view);
        const Colour outline = farOutline(view.state);
        const int width = outline == Colour::LineStrong ? 1 : 2;
        p.fillRect(r, colour(outline, m_dark));
        p.fillRect(r.adjusted(width, width, -width, -width), fill);
        if (view.state == NodeState::BackPressured) {
            const double h = std::min(r.height(), r.width()) * 0.22;
            const QPointF middle = QRectF(r).center();
            QVector<QLineF>& lines = chevrons[theme::textOn(fill).rgb()];
            lines.append(QLineF(middle + QPointF(h / 2, -h), middle + QPointF(-h / 2, 0)));
            lines.append(QLineF(middle + QPointF(-h / 2, 0), middle + QPointF(h / 2, h)));
        } else if (view.state == NodeState::NoData) {
            slashes.append(QLineF(edge.bottomLeft(), edge.topRight()));
        }
        if (view.overLimit)
            corners.append(QRectF(edge.right() - 4, edge.top(), 5, 5));
        if (view.predictedRoot)
            frames.append(edge);
    }
    // Two lines of one pixel instead of a wide one: those have a fast path.
    for (auto& [ink, lines] : chevrons) {
        p.setPen(QPen(QColor::fromRgb(ink), 0));
        p.drawLines(lines);
        for (QLineF& line : lines)
            line.translate(1, 0);
        p.drawLines(lines);
    }
    p.setPen(QPen(colour(Colour::NoData, m_dark), 1));
    p.drawLines(slashes);
    p.setBrush(Qt::NoBrush);
    p.setPen(QPen(colour(Colour::Predicted, m_dark), 2.5));
    p.drawRects(frames);
    p.setPen(Qt::NoPen);
    p.setBrush(colour(Colour::Predicted, m_dark));
    for (const QRectF& corner : corners)
        p.drawPolygon(QPolygonF{corner.topLeft(), corner.topRight(), corner.bottomRight()});
    p.setWorldTransform(world);
}

void DagItem::paintRing(QPainter& p, int node, double scale, bool halo) const {
    const QRectF& place = m_rects[static_cast<std::size_t>(node)];
    if (place.isEmpty())
        return; // not laid out yet
    const double grow = 5 / scale;
    const QRectF rect = place.adjusted(-grow, -grow, grow, grow);
    const double radius = m_level == Level::Near ? 6 + grow : 6 / scale;
    p.setRenderHint(QPainter::Antialiasing);
    p.setBrush(Qt::NoBrush);
    if (halo) {
        QColor soft = colour(Colour::Accent, m_dark);
        soft.setAlphaF(0.16F);
        p.setPen(QPen(soft, 10 / scale));
        p.drawRoundedRect(rect, radius, radius);
    }
    p.setPen(QPen(colour(Colour::Focus, m_dark), 2 / scale));
    p.drawRoundedRect(rect, radius, radius);
}

void DagItem::paintFound(QPainter& p, const QRectF& area, double scale) const {
    const double room = 12 / scale; // of a ring with its halo
    for (const int node : nodesIn(area.adjusted(-room, -room, room, room)))
        if (m_found.contains(node))
            paintRing(p, node, scale, true);
}

} // namespace streamtune::ui::dag
