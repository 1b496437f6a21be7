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

void DagItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
    const double scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    if (scale <= 0)
        return;
    m_level = levelFor(scale, m_level);
    const QRectF area = option->exposedRect.adjusted(-kMargin, -kMargin, kMargin, kMargin);
    const std::vector<int> visible = nodesIn(area);
    if (m_level == Level::Far) {
        paintFarLines(*painter, area);
        paintFarNodes(*painter, visible, scale);
        paintRings(*painter, visible, scale);
        return;
    }
    paintLines(*painter, area, scale);
    const NodeStyle style{m_dark, m_hasPrediction, m_limit, m_predictedCaption, m_show, m_flink};
    const QTransform world = painter->worldTransform();
    // While a person zooms every frame has another scale: pictures of it would be made in vain.
    const double ratio = painter->device()->devicePixelRatioF();
    const bool moved = m_pictures.scale == scale && m_pictures.ratio == ratio;
    if (!moved || m_pictures.nodes.size() > kMostPictures)
        m_pictures.nodes.clear();
    m_pictures.scale = scale;
    m_pictures.ratio = ratio;
    for (const int node : visible) {
        const NodeView& view = m_nodes[static_cast<std::size_t>(node)];
        const QRectF& rect = m_rects[static_cast<std::size_t>(node)];
        if (rect.isEmpty() || !rect.intersects(area))
            continue;
        painter->setOpacity(opacityOf(node));
        if (m_level == Level::Near) {
            paintNode(*painter, node, style, moved);
        } else {
            painter->setWorldTransform(QTransform());
            paintMiddle(*painter, world.mapRect(rect).toAlignedRect(), view, style);
            painter->setWorldTransform(world);
        }
    }
    painter->setOpacity(1);
    paintRings(*painter, visible, scale);
}

void DagItem::paintNode(QPainter& painter, int node, const NodeStyle& style, bool pictured) const {
    const QRectF& rect = m_rects[static_cast<std::size_t>(node)];
    const NodeView& view = m_nodes[static_cast<std::size_t>(node)];
    if (!pictured) {
        painter.setRenderHint(QPainter::Antialiasing);
        return paintNear(painter, rect, view, style);
    }
    const QTransform world = painter.worldTransform();
    const QRectF seen = world.mapRect(rect.adjusted(-kOutline, -kOutline, kOutline, kOutline));
    auto known = m_pictures.nodes.find(node);
    if (known == m_pictures.nodes.end()) {
        // The place within a pixel is that of the node: moving goes by whole pixels.
        const QRect whole = seen.toAlignedRect();
        QPixmap picture(whole.size() * m_pictures.ratio);
        picture.setDevicePixelRatio(m_pictures.ratio);
        picture.fill(Qt::transparent);
        QPainter p(&picture);
        p.setRenderHint(QPainter::Antialiasing);
        p.setWorldTransform(world * QTransform::fromTranslate(-whole.left(), -whole.top()));
        paintNear(p, rect, view, style);
        p.end();
        known = m_pictures.nodes.emplace(node, std::pair(QPointF(whole.topLeft()) - seen.topLeft(), picture)).first;
    }
    painter.setWorldTransform(QTransform());
    painter.drawPixmap((seen.topLeft() + known->second.first).toPoint(), known->second.second);
    painter.setWorldTransform(world);
}

void DagItem::paintWhole(QPainter& painter) {
    const Level before = m_level;
    m_level = Level::Near;
    paintLines(painter, m_bounds, 1);
    const NodeStyle style{m_dark, m_hasPrediction, m_limit, m_predictedCaption, m_show, m_flink};
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        if (m_rects[i].isEmpty())
            continue;
        painter.setOpacity(isDimmed(static_cast<int>(i)) ? kDimmedOpacity : 1);
        painter.setRenderHint(QPainter::Antialiasing);
        paintNear(painter, m_rects[i], m_nodes[i], style);
    }
    painter.setOpacity(1);
    m_level = before;
}

void DagItem::paintLines(QPainter& p, const QRectF& area, double scale) const {
    const bool near = m_level == Level::Near;
    p.setRenderHint(QPainter::Antialiasing, near);
    const std::vector<int> visible = linesIn(area);
    for (const bool onTop : {false, true})
        for (const int number : visible) {
            const Line& line = m_lines[static_cast<std::size_t>(number)];
            if (line.onSelection != onTop)
                continue;
            const EdgeView& view = m_edgeViews[static_cast<std::size_t>(line.edge)];
            const bool pressing = isPressing(line);
            const QColor c = colour(line.onSelection ? Colour::Accent
                                    : pressing       ? Colour::BackPressured
                                                     : Colour::LineStrong,
                                    m_dark);
            QPen pen(c, lineWidth(view.rate));
            if (!near) { // cosmetic lines of one pixel have a fast path; stroking curves took most of the frame
                pen.setWidthF(lineWidth(view.rate) > 3.2 ? 2 : 1);
                pen.setCosmetic(true);
            }
            if (!isKnown(view.rate))
                pen.setDashPattern({3, 2});
            const auto& [from, to] = m_ends[static_cast<std::size_t>(line.edge)];
            const bool dim = from >= 0 && to >= 0 && (isDimmed(from) || isDimmed(to));
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
    if (near)
        paintLabels(p, visible);
}

void DagItem::paintLabels(QPainter& p, const std::vector<int>& visible) const {
    const QFont font = theme::pixelFont(11, QFont::Medium);
    const QFontMetricsF metrics(font);
    std::vector<QRectF> taken;
    const bool crowded = visible.size() > 300; // exports of whole graphs: first place only
    for (const int number : visible) {
        const Line& line = m_lines[static_cast<std::size_t>(number)];
        const EdgeView& view = m_edgeViews[static_cast<std::size_t>(line.edge)];
        const auto& [from, to] = m_ends[static_cast<std::size_t>(line.edge)];
        if (view.label.isEmpty() || (from >= 0 && to >= 0 && (isDimmed(from) || isDimmed(to))))
            continue;
        const double width = metrics.horizontalAdvance(view.label) + 6;
        QRectF plate(0, 0, width, 15);
        // Where labels meet, the later one moves along its line.
        for (const double at : {0.5, 0.35, 0.65, 0.2, 0.8}) {
            plate.moveCenter(line.path.pointAtPercent(at));
            if (crowded || std::ranges::none_of(taken, [&](const QRectF& other) { return other.intersects(plate); }))
                break;
        }
        taken.push_back(plate);
        p.fillRect(plate, colour(Colour::Canvas, m_dark));
        p.setFont(font);
        p.setPen(colour(Colour::Text, m_dark));
        p.drawText(plate, Qt::AlignCenter, view.label);
    }
}

void DagItem::paintFarLines(QPainter& p, const QRectF& area) const {
    p.setRenderHint(QPainter::Antialiasing, false);
    QVector<QLineF> plain;
    QVector<QLineF> chosen;
    for (const int number : linesIn(area)) {
        const Line& line = m_lines[static_cast<std::size_t>(number)];
        QVector<QLineF>& lines = line.onSelection ? chosen : plain;
        QPointF from = line.path.elementAt(0);
        for (int i = 3; i < line.path.elementCount(); i += 3) {
            const QPointF to = line.path.elementAt(i);
            lines.append(QLineF(from, to));
            from = to;
        }
    }
    // Mixed here: blending thousands of lines took a third of the frame.
    const QColor line = colour(Colour::LineStrong, m_dark), ground = colour(Colour::Canvas, m_dark);
    const auto mix = [](int a, int b) { return (a * 55 + b * 45) / 100; };
    QPen pen(QColor(mix(line.red(), ground.red()), mix(line.green(), ground.green()), mix(line.blue(), ground.blue())),
             0);
    p.setPen(pen);
    p.drawLines(plain);
    pen.setColor(colour(Colour::Accent, m_dark));
    p.setPen(pen);
    p.drawLines(chosen);
}

void DagItem::paintFarNodes(QPainter& p, const std::vector<int>& nodes, double scale) const {
    p.setRenderHint(QPainter::Antialiasing, false);
    const QTransform world = p.worldTransform();
    p.setWorldTransform(QTransform());
    // Batched by fill: one state change per colour.
    std::map<QRgb, QVector<QRectF>> fills;
    std::map<Colour, QVector<QRectF>> outlines;
    std::map<QRgb, QVector<QLineF>> chevrons; // black or white, whichever the fill lets be seen
    QVector<QLineF> slashes;
    QVector<QRectF> corners;
    QVector<QRectF> frames;
    for (const int node : nodes) {
        const NodeView& view = m_nodes[static_cast<std::size_t>(node)];
        if (m_rects[static_cast<std::size_t>(node)].isEmpty())
            continue;
        const QRectF r = world.mapRect(m_rects[static_cast<std::size_t>(node)]).toAlignedRect();
        if (isDimmed(node)) { // an outline only
            outlines[Colour::Line].append(r.adjusted(0, 0, -1, -1));
            continue;
        }
        fills[fillOf(view).rgb()].append(r);
        const QRectF edge = r.adjusted(0, 0, -1, -1);
        if (view.state == NodeState::BackPressured) {
            outlines[Colour::BackPressured].append(edge);
            const double h = std::min(r.height(), r.width()) * 0.22;
            QVector<QLineF>& lines = chevrons[theme::textOn(fillOf(view)).rgb()];
            lines.append(QLineF(r.center() + QPointF(h / 2, -h), r.center() + QPointF(-h / 2, 0)));
            lines.append(QLineF(r.center() + QPointF(-h / 2, 0), r.center() + QPointF(h / 2, h)));
        } else if (view.state == NodeState::Busy) {
            outlines[Colour::Measured].append(edge);
        } else if (view.state == NodeState::NoData) {
            outlines[Colour::NoData].append(edge);
            slashes.append(QLineF(edge.bottomLeft(), edge.topRight()));
        } else {
            outlines[Colour::LineStrong].append(edge);
        }
        if (view.overLimit)
            corners.append(QRectF(r.right() - 5, r.top(), 5, 5));
        if (view.predictedRoot)
            frames.append(edge);
    }
    p.setPen(Qt::NoPen);
    for (const auto& [fill, rects] : fills) {
        p.setBrush(QColor::fromRgb(fill));
        p.drawRects(rects);
    }
    p.setBrush(Qt::NoBrush);
    // Two lines of one pixel instead of a wide one: those have a fast path.
    for (auto& [what, rects] : outlines) {
        p.setPen(QPen(colour(what, m_dark), 0));
        p.drawRects(rects);
        if (what == Colour::LineStrong || what == Colour::Line)
            continue;
        for (QRectF& r : rects)
            r.adjust(1, 1, -1, -1);
        p.drawRects(rects);
    }
    for (auto& [ink, lines] : chevrons) {
        p.setPen(QPen(QColor::fromRgb(ink), 0));
        p.drawLines(lines);
        for (QLineF& line : lines)
            line.translate(1, 0);
        p.drawLines(lines);
    }
    p.setPen(QPen(colour(Colour::NoData, m_dark), 1));
    p.drawLines(slashes);
    p.setPen(QPen(colour(Colour::Predicted, m_dark), 2.5));
    p.drawRects(frames);
    p.setPen(Qt::NoPen);
    p.setBrush(colour(Colour::Predicted, m_dark));
    for (const QRectF& corner : corners)
        p.drawPolygon(QPolygonF{corner.topLeft(), corner.topRight(), corner.bottomRight()});
    p.setWorldTransform(world);
    (void)scale;
}

void DagItem::paintRings(QPainter& p, const std::vector<int>& nodes, double scale) const {
    p.setRenderHint(QPainter::Antialiasing);
    const auto ring = [&](int node, bool halo) {
        if (m_rects[static_cast<std::size_t>(node)].isEmpty())
            return; // not laid out yet
        const double grow = 5 / scale;
        const QRectF rect = m_rects[static_cast<std::size_t>(node)].adjusted(-grow, -grow, grow, grow);
        const double radius = m_level == Level::Near ? 6 + grow : 6 / scale;
        if (halo) {
            QColor soft = colour(Colour::Accent, m_dark);
            soft.setAlphaF(0.16F);
            p.setPen(QPen(soft, 10 / scale));
            p.setBrush(Qt::NoBrush);
            p.drawRoundedRect(rect, radius, radius);
        }
        p.setPen(QPen(colour(Colour::Focus, m_dark), 2 / scale));
        p.setBrush(Qt::NoBrush);
        p.drawRoundedRect(rect, radius, radius);
    };
    if (m_finding)
        for (const int node : nodes)
            if (m_found.contains(node))
                ring(node, true);
    if (m_selected >= 0)
        ring(m_selected, false);
}

} // namespace streamtune::ui::dag
