// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/clusters/pair_graph.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/session/text.h"
#include "ui/theme/fonts.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

using theme::Colour;
using theme::colour;

constexpr double kHead = 26; ///< above each graph, for its name
constexpr double kGap = 14;
constexpr double kMargin = 14;
constexpr double kLeastScale = 0.02;
constexpr double kMostScale = 3;
constexpr double kFitAtMost = 1.15;

QRectF boxOf(const layout::NodeBox& box) {
    return {box.centre.x - box.width / 2, box.centre.y - box.height / 2, box.width, box.height};
}

bool has(const std::vector<int>& list, int value) {
    return std::ranges::find(list, value) != list.end();
}

QString operatorName(const Operator& op) {
    return text(op.shownName());
}

} // namespace

PairGraph::PairGraph(QWidget* parent) : PanZoomWidget(kLeastScale, kMostScale, parent) {
    setObjectName(QStringLiteral("pairGraph"));
    setAccessibleName(tr("Two job graphs with the edit path between them"));
    setMinimumSize(160, 100);
}

void PairGraph::setModel(const PairModel& model) {
    m_model = model;
    m_step = -1;
    setAccessibleDescription(m_model.empty() ? QString() : pairText(m_model));
    fit();
}

void PairGraph::setStep(int step) {
    m_step = step;
    update();
}

QPointF PairGraph::sideOrigin(int s) const {
    return {0, s == 0 ? kHead : 2 * kHead + kGap + std::max(m_model.a.layout.height, 32.0)};
}

QSizeF PairGraph::contentSize() const {
    return {std::max({m_model.a.layout.width, m_model.b.layout.width, 200.0}),
            sideOrigin(1).y() + std::max(m_model.b.layout.height, 32.0)};
}

void PairGraph::fit() {
    const QRectF room = QRectF(rect()).adjusted(kMargin, 6, -kMargin, -kMargin);
    fitTo(QRectF(QPointF(0, 0), contentSize()), room, kFitAtMost);
    m_view.offset.setX(room.left());
}

QSizeF PairGraph::exportSize() const {
    return contentSize() + QSizeF(2 * kMargin, 2 * kMargin + 40);
}

QRectF PairGraph::nodeRect(int s, int node) const {
    const auto& graph = side(s);
    const auto box = graph.layout.nodes.find(graph.graph.nodes[static_cast<std::size_t>(node)].id);
    return box == graph.layout.nodes.end() ? QRectF() : m_view.toView(boxOf(box->second).translated(sideOrigin(s)));
}

PairGraph::Hit PairGraph::nodeAt(QPointF view) const {
    for (const int s : {0, 1})
        for (std::size_t n = 0; n < side(s).graph.nodes.size(); ++n)
            if (nodeRect(s, static_cast<int>(n)).contains(view))
                return {s, static_cast<int>(n)};
    return {};
}

int PairGraph::stepOf(const Hit& hit) const {
    for (std::size_t i = 0; i < m_model.steps.size(); ++i)
        if (has(hit.side == 0 ? m_model.steps[i].nodesA : m_model.steps[i].nodesB, hit.node))
            return static_cast<int>(i);
    return -1;
}

void PairGraph::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.fillRect(rect(), colour(Colour::Canvas, isDark()));
    if (!m_model.empty())
        paintAll(p, m_view, isDark());
    if (hasFocus()) {
        p.setPen(QPen(colour(Colour::Focus, isDark()), 2));
        p.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void PairGraph::paintAll(QPainter& p, const PanZoom& view, bool dark) const {
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    p.translate(view.offset);
    p.scale(view.scale, view.scale);
    for (const int s : {0, 1}) {
        p.save();
        p.translate(sideOrigin(s));
        p.setPen(colour(Colour::Text, dark));
        p.setFont(theme::pixelFont(12, QFont::DemiBold));
        const auto& graph = side(s).graph;
        const QString name = (s == 0 ? QStringLiteral("A  ") : QStringLiteral("B  ")) +
                             elideMiddle(s == 0 ? m_model.nameA : m_model.nameB, 60);
        p.drawText(QPointF(0, -10), name);
        const double after = p.fontMetrics().horizontalAdvance(name) + 10;
        p.setPen(colour(Colour::Muted, dark));
        p.setFont(theme::pixelFont(11));
        p.drawText(QPointF(after, -10), tr("%n operator(s)", nullptr, static_cast<int>(graph.nodes.size())) +
                                            QStringLiteral(", ") +
                                            tr("%n edge(s)", nullptr, static_cast<int>(graph.edges.size())));
        paintSide(p, s, dark);
        p.restore();
    }
    QPen rule(colour(Colour::Line, dark), 1, Qt::DashLine);
    p.setPen(rule);
    const double y = sideOrigin(1).y() - kHead - kGap / 2 + 2;
    p.drawLine(QPointF(0, y), QPointF(contentSize().width(), y));
    p.restore();
}

void PairGraph::paintSide(QPainter& p, int s, bool dark) const {
    const PairSide& shown = side(s);
    const PairStep* step = m_step >= 0 && static_cast<std::size_t>(m_step) < m_model.steps.size()
                               ? &m_model.steps[static_cast<std::size_t>(m_step)]
                               : nullptr;
    for (const auto& spline : shown.layout.edges)
        paintEdge(p, spline, shown.edges[spline.edge],
                  step && has(s == 0 ? step->edgesA : step->edgesB, static_cast<int>(spline.edge)), dark);
    for (std::size_t n = 0; n < shown.graph.nodes.size(); ++n) {
        const auto& op = shown.graph.nodes[n];
        if (const auto box = shown.layout.nodes.find(op.id); box != shown.layout.nodes.end())
            paintNode(p, boxOf(box->second), op, shown.nodes[n],
                      step && has(s == 0 ? step->nodesA : step->nodesB, static_cast<int>(n)), dark);
    }
}

void PairGraph::paintEdge(QPainter& p, const layout::EdgeSpline& spline, EditKind kind, bool chosen, bool dark) const {
    if (spline.points.empty())
        return;
    QPainterPath path(QPointF(spline.points.front().x, spline.points.front().y));
    for (std::size_t i = 1; i + 2 < spline.points.size(); i += 3)
        path.cubicTo(spline.points[i].x, spline.points[i].y, spline.points[i + 1].x, spline.points[i + 1].y,
                     spline.points[i + 2].x, spline.points[i + 2].y);
    const QPointF tip(spline.tip.x, spline.tip.y);
    const QPointF before = path.currentPosition();
    path.lineTo(tip);
    const QColor ink = colour(editColour(kind), dark);
    QPen line(ink, kind == EditKind::Kept ? 1.2 : 2, kind == EditKind::Removed ? Qt::DashLine : Qt::SolidLine);
    if (kind == EditKind::Relabelled)
        line.setStyle(Qt::DotLine);
    p.setBrush(Qt::NoBrush);
    if (chosen) {
        QColor halo = colour(Colour::Accent, dark);
        halo.setAlphaF(0.3F);
        p.setPen(QPen(halo, 7, Qt::SolidLine, Qt::RoundCap));
        p.drawPath(path);
    }
    p.setPen(line);
    p.drawPath(path);
    // The arrow, along the last piece.
    QPointF along = tip - before;
    if (std::hypot(along.x(), along.y()) < 1)
        along = tip - path.pointAtPercent(0.9);
    const double length = std::hypot(along.x(), along.y());
    if (length > 0) {
        const QPointF u = along / length, n(-u.y(), u.x());
        p.setPen(Qt::NoPen);
        p.setBrush(ink);
        p.drawPolygon(QPolygonF{tip, tip - u * 7 + n * 3.5, tip - u * 7 - n * 3.5});
    }
    if (kind == EditKind::Kept)
        return;
    // Its sign in the middle, so that colour is not needed.
    const QPointF middle = path.pointAtPercent(0.5);
    p.setPen(QPen(ink, 1));
    p.setBrush(colour(Colour::Canvas, dark));
    p.drawEllipse(middle, 6.5, 6.5);
    p.setFont(theme::pixelFont(11, QFont::DemiBold));
    p.drawText(QRectF(middle - QPointF(7, 7.5), QSizeF(14, 14)), Qt::AlignCenter, editSign(kind));
}

void PairGraph::paintNode(QPainter& p, const QRectF& box, const Operator& op, EditKind kind, bool chosen,
                          bool dark) const {
    const QColor ink = colour(editColour(kind), dark);
    if (chosen) {
        p.setPen(QPen(colour(Colour::Accent, dark), 2.4));
        p.setBrush(Qt::NoBrush);
        p.drawRoundedRect(box.adjusted(-4, -4, 4, 4), 8, 8);
    }
    QColor fill = colour(kind == EditKind::Removed      ? Colour::DangerSoft
                         : kind == EditKind::Relabelled ? Colour::WarnSoft
                                                        : Colour::Panel,
                         dark);
    p.setPen(QPen(ink, kind == EditKind::Kept ? 1.2 : 2, kind == EditKind::Removed ? Qt::DashLine : Qt::SolidLine));
    p.setBrush(fill);
    p.drawRoundedRect(box, 6, 6);
    if (kind == EditKind::Added) { // a second line: it is there twice as much
        p.setPen(QPen(ink, 1));
        p.setBrush(Qt::NoBrush);
        p.drawRoundedRect(box.adjusted(3, 3, -3, -3), 4, 4);
    }
    p.setPen(kind == EditKind::Kept ? colour(Colour::Muted, dark) : ink);
    p.setFont(theme::pixelFont(12, QFont::DemiBold));
    p.drawText(box.adjusted(9, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, editSign(kind));
    p.setPen(colour(Colour::Text, dark));
    p.setFont(theme::pixelFont(11.5, QFont::Medium));
    const QRectF room = box.adjusted(24, 0, -7, 0);
    p.drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
               QFontMetricsF(p.font()).elidedText(elideMiddle(operatorName(op), 60), Qt::ElideMiddle, room.width()));
}

void PairGraph::renderTo(QPainter& p, const QRectF& target, const QString& title, bool dark) {
    p.save();
    p.fillRect(target, colour(Colour::Panel, dark));
    p.setFont(theme::pixelFont(13, QFont::DemiBold));
    p.setPen(colour(Colour::Text, dark));
    p.drawText(QRectF(target.left() + kMargin, target.top(), target.width() - 2 * kMargin, 36),
               Qt::AlignVCenter | Qt::AlignLeft, title);
    PanZoom view;
    view.fit(QRectF(QPointF(0, 0), contentSize()), target.adjusted(kMargin, 40 + kMargin, -kMargin, -kMargin),
             kMostScale);
    paintAll(p, view, dark);
    p.restore();
}

bool PairGraph::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const Hit hit = nodeAt(help->pos());
        if (hit.node < 0) {
            QToolTip::hideText();
            return true;
        }
        const auto& op = side(hit.side).graph.nodes[static_cast<std::size_t>(hit.node)];
        const auto kind = side(hit.side).nodes[static_cast<std::size_t>(hit.node)];
        QToolTip::showText(
            help->globalPos(),
            plainTip(operatorName(op) + QLatin1Char('\n') + tr("label %1, %2").arg(text(op.label), editWord(kind))),
            this);
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_F &&
        static_cast<QKeyEvent*>(event)->modifiers() == Qt::NoModifier)
        event->accept();
    return PanZoomWidget::event(event);
}

void PairGraph::mousePressEvent(QMouseEvent* event) {
    beginDrag(event->position());
}

void PairGraph::mouseMoveEvent(QMouseEvent* event) {
    dragTo(event->position());
}

void PairGraph::mouseReleaseEvent(QMouseEvent* event) {
    if (!endDrag())
        return;
    const Hit hit = nodeAt(event->position());
    Q_EMIT stepChosen(hit.node < 0 ? -1 : stepOf(hit));
}

void PairGraph::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Left: {
        const int steps = static_cast<int>(m_model.steps.size());
        const bool next = event->key() == Qt::Key_Down || event->key() == Qt::Key_Right;
        if (steps > 0)
            Q_EMIT stepChosen(m_step < 0 ? 0 : (m_step + (next ? 1 : steps - 1)) % steps);
        return;
    }
    case Qt::Key_F:
        return fit();
    case Qt::Key_Plus:
    case Qt::Key_Minus:
        return zoomBy(event->key() == Qt::Key_Plus ? 1.25 : 0.8);
    default:
        PanZoomWidget::keyPressEvent(event);
    }
}

} // namespace streamtune::ui
