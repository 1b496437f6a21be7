// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/dag/dag_item.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPathStroker>
#include <QStyleOptionGraphicsItem>
#include <algorithm>
#include <cmath>

#include "ui/theme/fonts.h"
#include "ui/views/dag/node_painter.h"

namespace streamtune::ui::dag {
namespace {

using theme::Colour;
using theme::colour;

constexpr double kCell = 512;  ///< of the grid, scene units
constexpr double kMargin = 24; ///< around everything: rings, halos, double outlines
constexpr double kNearFrom = 0.7;
constexpr double kFarBelow = 0.25;
constexpr double kHysteresis = 0.1;
constexpr double kOthersOpacity = 0.78; ///< of what a search has not found
constexpr double kDimmedOpacity = 0.28; ///< of what a filter leaves out

long long cellKey(long long x, long long y) {
    return x * 1'000'003LL + y;
}

template <typename Visit>
void forCells(const QRectF& area, Visit visit) {
    const auto cell = [](double v) { return static_cast<long long>(std::floor(v / kCell)); };
    for (long long x = cell(area.left()); x <= cell(area.right()); ++x)
        for (long long y = cell(area.top()); y <= cell(area.bottom()); ++y)
            visit(cellKey(x, y));
}

QPointF toQt(const layout::Point& p) {
    return {p.x, p.y};
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

Level levelFor(double scale, Level before) {
    const double near = before == Level::Near ? kNearFrom * (1 - kHysteresis) : kNearFrom;
    const double far = before == Level::Far ? kFarBelow * (1 + kHysteresis) : kFarBelow;
    return scale >= near ? Level::Near : scale < far ? Level::Far : Level::Middle;
}

DagItem::DagItem() {
    setFlag(ItemUsesExtendedStyleOption); // the exposed area
}

void DagItem::setGraph(const DagModel& model) {
    m_selected = -1;
    m_found.clear();
    m_finding = false;
    setNumbers(model);
    setLayout(model, {});
}

void DagItem::setLayout(const DagModel& model, const layout::Layout& layout) {
    prepareGeometryChange();
    m_rects.clear();
    m_lines.clear();
    m_nodeGrid.clear();
    m_lineGrid.clear();
    m_ends.clear();
    m_bounds = {};
    const std::size_t count = model.graph.nodes.size();
    std::map<std::string_view, int> index;
    for (std::size_t i = 0; i < count; ++i) {
        const Operator& node = model.graph.nodes[i];
        index[node.id] = static_cast<int>(i);
        const auto box = layout.nodes.find(node.id);
        const QRectF rect = box == layout.nodes.end() ? QRectF()
                                                      : QRectF(box->second.centre.x - box->second.width / 2,
                                                               box->second.centre.y - box->second.height / 2,
                                                               box->second.width, box->second.height);
        m_rects.push_back(rect);
        m_bounds |= rect;
        forCells(rect, [&](long long key) { m_nodeGrid[key].push_back(static_cast<int>(i)); });
    }
    m_next.assign(count, {});
    m_previous.assign(count, {});
    for (const Edge& edge : model.graph.edges) {
        const auto from = index.find(edge.from);
        const auto to = index.find(edge.to);
        const bool known = from != index.end() && to != index.end();
        m_ends.emplace_back(known ? from->second : -1, known ? to->second : -1);
        if (known && std::ranges::find(m_next[static_cast<std::size_t>(from->second)], to->second) ==
                         m_next[static_cast<std::size_t>(from->second)].end()) {
            m_next[static_cast<std::size_t>(from->second)].push_back(to->second);
            m_previous[static_cast<std::size_t>(to->second)].push_back(from->second);
        }
    }
    for (const layout::EdgeSpline& spline : layout.edges) {
        if (spline.points.size() < 4 || spline.edge >= m_ends.size())
            continue;
        Line line;
        line.edge = static_cast<int>(spline.edge);
        line.path.moveTo(toQt(spline.points[0]));
        for (std::size_t i = 3; i < spline.points.size(); i += 3)
            line.path.cubicTo(toQt(spline.points[i - 2]), toQt(spline.points[i - 1]), toQt(spline.points[i]));
        line.tip = toQt(spline.tip);
        line.before = toQt(spline.points.back()) == line.tip ? toQt(spline.points[spline.points.size() - 2])
                                                             : toQt(spline.points.back());
        line.bounds = line.path.controlPointRect().adjusted(-8, -8, 8, 8);
        m_bounds |= line.bounds;
        const int number = static_cast<int>(m_lines.size());
        forCells(line.bounds, [&](long long key) { m_lineGrid[key].push_back(number); });
        m_lines.push_back(std::move(line));
    }
    if (!m_bounds.isEmpty())
        m_bounds.adjust(-kMargin, -kMargin, kMargin, kMargin);
    m_stamp.assign(m_lines.size(), 0);
    m_query = 0;
    setSelected(m_selected);
}

void DagItem::setNumbers(const DagModel& model) {
    m_nodes = nodeViews(model);
    m_edgeViews = edgeViews(model);
    m_hasPrediction = !model.predicted.empty();
    m_limit = model.predictedLimit;
    m_predictedCaption = QStringLiteral("PREDICTED");
    m_show = model.show;
    m_flink = model.flinkColours;
    refilter();
    update();
}

void DagItem::setFilter(std::set<FilterKind> kinds) {
    m_filter = std::move(kinds);
    refilter();
    update();
}

void DagItem::refilter() {
    m_dimmed.assign(m_nodes.size(), false);
    if (m_filter.empty())
        return;
    for (std::size_t i = 0; i < m_nodes.size(); ++i)
        m_dimmed[i] = std::ranges::none_of(m_filter, [&](FilterKind kind) { return matches(m_nodes[i], kind); });
}

std::size_t DagItem::dimmedCount() const {
    return static_cast<std::size_t>(std::ranges::count(m_dimmed, true));
}

bool DagItem::isPressing(const Line& line) const {
    const int from = m_ends[static_cast<std::size_t>(line.edge)].first;
    return from >= 0 && m_nodes[static_cast<std::size_t>(from)].state == NodeState::BackPressured;
}

double DagItem::opacityOf(int node) const {
    if (isDimmed(node))
        return kDimmedOpacity;
    return m_finding && !m_found.contains(node) ? kOthersOpacity : 1;
}

void DagItem::setDark(bool dark) {
    m_dark = dark;
    update();
}

void DagItem::setSelected(int node) {
    m_selected = node;
    for (Line& line : m_lines) {
        const auto& [from, to] = m_ends[static_cast<std::size_t>(line.edge)];
        line.onSelection = node >= 0 && (from == node || to == node);
    }
    update();
}

void DagItem::setFound(std::set<int> nodes, bool active) {
    m_found = std::move(nodes);
    m_finding = active;
    update();
}

std::vector<int> DagItem::nodesIn(const QRectF& area) const {
    std::vector<int> found;
    if (area.contains(m_bounds)) {
        for (std::size_t i = 0; i < m_rects.size(); ++i)
            found.push_back(static_cast<int>(i));
        return found;
    }
    forCells(area & m_bounds, [&](long long key) {
        if (const auto it = m_nodeGrid.find(key); it != m_nodeGrid.end())
            found.insert(found.end(), it->second.begin(), it->second.end());
    });
    std::ranges::sort(found);
    found.erase(std::ranges::unique(found).begin(), found.end());
    return found;
}

std::vector<int> DagItem::linesIn(const QRectF& area) const {
    std::vector<int> found;
    ++m_query;
    forCells(area & m_bounds, [&](long long key) {
        const auto it = m_lineGrid.find(key);
        if (it == m_lineGrid.end())
            return;
        for (const int line : it->second)
            if (m_stamp[static_cast<std::size_t>(line)] != m_query) {
                m_stamp[static_cast<std::size_t>(line)] = m_query;
                if (m_lines[static_cast<std::size_t>(line)].bounds.intersects(area))
                    found.push_back(line);
            }
    });
    return found;
}

int DagItem::nodeAt(QPointF scene) const {
    for (const int node : nodesIn(QRectF(scene, QSizeF(1e-3, 1e-3))))
        if (m_rects[static_cast<std::size_t>(node)].contains(scene))
            return node;
    return -1;
}

int DagItem::edgeAt(QPointF scene, double tolerance) const {
    const QRectF area(scene.x() - tolerance, scene.y() - tolerance, 2 * tolerance, 2 * tolerance);
    QPainterPathStroker stroker;
    stroker.setWidth(2 * tolerance);
    for (const int line : linesIn(area))
        if (stroker.createStroke(m_lines[static_cast<std::size_t>(line)].path).contains(scene))
            return m_lines[static_cast<std::size_t>(line)].edge;
    return -1;
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
    for (const int node : visible) {
        const NodeView& view = m_nodes[static_cast<std::size_t>(node)];
        const QRectF& rect = m_rects[static_cast<std::size_t>(node)];
        if (rect.isEmpty() || !rect.intersects(area))
            continue;
        painter->setOpacity(opacityOf(node));
        if (m_level == Level::Near) {
            painter->setRenderHint(QPainter::Antialiasing);
            paintNear(*painter, rect, view, style);
        } else {
            painter->setWorldTransform(QTransform());
            paintMiddle(*painter, world.mapRect(rect).toAlignedRect(), view, style);
            painter->setWorldTransform(world);
        }
    }
    painter->setOpacity(1);
    paintRings(*painter, visible, scale);
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
    QColor faint = colour(Colour::LineStrong, m_dark);
    faint.setAlphaF(0.55F);
    QPen pen(faint, 0);
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
    for (const auto& [what, rects] : outlines) {
        p.setPen(QPen(colour(what, m_dark), what == Colour::LineStrong ? 1 : 1.5));
        p.drawRects(rects);
    }
    for (const auto& [ink, lines] : chevrons) {
        p.setPen(QPen(QColor::fromRgb(ink), 1.5));
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
