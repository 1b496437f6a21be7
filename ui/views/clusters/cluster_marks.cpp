// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/clusters/cluster_marks.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

using theme::Colour;

constexpr int kAgeSteps = 10;

QPolygonF outline(MarkForm form, QPointF c, double r) {
    switch (form) {
    case MarkForm::Square:
        return QPolygonF(QRectF(c.x() - r * 0.86, c.y() - r * 0.86, r * 1.72, r * 1.72));
    case MarkForm::Triangle:
        return {{c.x(), c.y() - r * 1.08}, {c.x() + r * 1.04, c.y() + r * 0.8}, {c.x() - r * 1.04, c.y() + r * 0.8}};
    case MarkForm::Diamond:
        return {
            {c.x(), c.y() - r * 1.16}, {c.x() + r * 1.16, c.y()}, {c.x(), c.y() + r * 1.16}, {c.x() - r * 1.16, c.y()}};
    default:
        return {};
    }
}

} // namespace

ClusterMark clusterMark(int number) {
    static constexpr MarkForm kForms[]{MarkForm::Disc, MarkForm::Square, MarkForm::Triangle, MarkForm::Diamond};
    static constexpr Colour kColours[]{Colour::Measured, Colour::BackPressured, Colour::SeriesGreen, Colour::Predicted};
    const int n = std::max(0, number) % 8;
    return {kForms[n % 4], n >= 4, kColours[n % 4], -1};
}

ClusterMark noClusterMark() {
    return {};
}

ClusterMark engineMark(const std::string& engine) {
    return engine == "flink"       ? clusterMark(0)
           : engine == "timely"    ? clusterMark(1)
           : engine == "simulated" ? clusterMark(2)
                                   : clusterMark(3);
}

ClusterMark ageMark(double share) {
    ClusterMark mark{MarkForm::Disc, false, Colour::Measured, 0};
    mark.step = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * kAgeSteps));
    return mark;
}

QColor markColour(const ClusterMark& mark, bool dark) {
    return mark.step >= 0 ? theme::measuredFill(static_cast<double>(mark.step) / kAgeSteps, dark)
                          : theme::colour(mark.colour, dark);
}

void paintClusterMark(QPainter& p, QPointF c, double r, const ClusterMark& mark, bool dark) {
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    const QColor ink = markColour(mark, dark);
    const QColor ground = theme::colour(Colour::Canvas, dark);
    if (mark.form == MarkForm::Cross) {
        const double s = r * 0.8;
        for (const auto& pen : {QPen(ground, r * 0.9), QPen(ink, r * 0.42)}) {
            p.setPen(QPen(pen.color(), pen.widthF(), Qt::SolidLine, Qt::RoundCap));
            p.drawLine(c + QPointF(-s, -s), c + QPointF(s, s));
            p.drawLine(c + QPointF(-s, s), c + QPointF(s, -s));
        }
        p.restore();
        return;
    }
    // A rim in the colour of the ground keeps neighbours apart; the palest age needs a line of its own.
    const double line = mark.hollow ? r * 0.42 : r * 0.18;
    QColor rim = mark.hollow ? ink : ground;
    if (mark.step >= 0)
        rim = theme::colour(Colour::LineStrong, dark);
    p.setPen(QPen(rim, line, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    p.setBrush(mark.hollow ? ground : ink);
    const double inner = r - line / 2;
    if (mark.form == MarkForm::Disc)
        p.drawEllipse(c, inner, inner);
    else
        p.drawPolygon(outline(mark.form, c, inner));
    p.restore();
}

layout::Layout smallLayout(const JobGraph& graph) {
    layout::Options options;
    options.nodeWidth = 30;
    options.nodeHeight = 16;
    options.rankGap = 12;
    options.rowGap = 8;
    return layout::quickLayout(graph, options);
}

void paintSmallGraph(QPainter& p, const QRectF& rect, const layout::Layout& graph, const QColor& ink,
                     const QPalette& palette) {
    if (graph.width <= 0 || graph.height <= 0)
        return;
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    const double scale = std::min({rect.width() / graph.width, rect.height() / graph.height, 1.0});
    p.translate(rect.center() - QPointF(graph.width, graph.height) * (scale / 2));
    QPen line(token(Token::LineStrong, palette), 1);
    line.setCosmetic(true);
    p.scale(scale, scale);
    p.setPen(line);
    p.setBrush(Qt::NoBrush);
    for (const auto& edge : graph.edges) {
        if (edge.points.empty())
            continue;
        QPainterPath path(QPointF(edge.points.front().x, edge.points.front().y));
        for (std::size_t i = 1; i + 2 < edge.points.size(); i += 3)
            path.cubicTo(edge.points[i].x, edge.points[i].y, edge.points[i + 1].x, edge.points[i + 1].y,
                         edge.points[i + 2].x, edge.points[i + 2].y);
        path.lineTo(edge.tip.x, edge.tip.y);
        p.drawPath(path);
    }
    QPen border(ink, 1.4);
    border.setCosmetic(true);
    p.setPen(border);
    p.setBrush(token(Token::Panel, palette));
    for (const auto& [id, box] : graph.nodes)
        p.drawRoundedRect(QRectF(box.centre.x - box.width / 2, box.centre.y - box.height / 2, box.width, box.height), 4,
                          4);
    p.restore();
}

QString editSign(EditKind kind) {
    switch (kind) {
    case EditKind::Kept:
        return QStringLiteral("=");
    case EditKind::Relabelled:
        return QStringLiteral("~");
    case EditKind::Removed:
        return QStringLiteral("−");
    case EditKind::Added:
        return QStringLiteral("+");
    }
    return {};
}

QString editWord(EditKind kind) {
    switch (kind) {
    case EditKind::Kept:
        return QCoreApplication::translate("EditKind", "kept");
    case EditKind::Relabelled:
        return QCoreApplication::translate("EditKind", "relabelled");
    case EditKind::Removed:
        return QCoreApplication::translate("EditKind", "removed");
    case EditKind::Added:
        return QCoreApplication::translate("EditKind", "added");
    }
    return {};
}

Colour editColour(EditKind kind) {
    switch (kind) {
    case EditKind::Kept:
        return Colour::LineStrong;
    case EditKind::Relabelled:
        return Colour::Warn;
    case EditKind::Removed:
        return Colour::Danger;
    case EditKind::Added:
        return Colour::Ok;
    }
    return Colour::Text;
}

} // namespace streamtune::ui
