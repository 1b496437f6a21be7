// SPDX-License-Identifier: GPL-3.0-or-later
// What lies over and under the graph: dots, legend, minimap, the list of chained operators; frames that are stretched
// while zooming; pictures for export.
#include <QPainter>
#include <QTimer>
#include <QtMath>
#include <algorithm>

#include "ui/theme/fonts.h"
#include "ui/views/dag/dag_item.h"
#include "ui/views/dag/dag_legend.h"
#include "ui/views/dag/dag_view.h"

namespace streamtune::ui::dag {
namespace {

using theme::Colour;
using theme::colour;

constexpr int kLegendMargin = 12;
constexpr double kDearFrame = 8; ///< ms of CPU from which zooming stretches the last frame
constexpr double kExportMargin = 32;
constexpr int kStretchFor = 140;  ///< ms after the last step of a zoom until it is painted anew
constexpr double kPiece = 5;      ///< ms of CPU that are painted ahead at once
constexpr double kCheapPiece = 9; ///< where that is likely to be all

} // namespace

QRectF DagView::seenScene() const {
    return mapToScene(viewport()->rect()).boundingRect();
}

QRectF DagView::legendRect() const {
    if (!m_legend || m_item->nodes().empty())
        return {};
    const QSizeF size = legendSize(m_model, m_item->level(), viewport()->width() - 2 * kLegendMargin);
    return {QPointF(kLegendMargin, viewport()->height() - kLegendMargin - size.height()), size};
}

int DagView::legendHeight() const {
    return static_cast<int>(legendRect().height());
}

std::optional<QRectF> DagView::minimapPlace() const {
    return m_minimap.place(*m_item, seenScene(), viewport()->size(), legendRect());
}

void DagView::moveOnMinimap(QPoint at) {
    if (const auto plate = minimapPlace()) {
        m_userView = true;
        centerOn(Minimap::sceneAt(at, *plate, *m_item));
        viewport()->update();
    }
}

void DagView::beginStretch() {
    if (m_item->cost() < kDearFrame && !m_stretching)
        return;
    m_stretching = true;
    m_sharpenTimer->start(kStretchFor);
}

/// A part of what the next frame shows; false where more is to do.
bool DagView::paintAhead() {
    return m_item->prepare(viewportTransform(), viewport()->size(), viewport()->devicePixelRatioF(),
                           m_item->cost() < kDearFrame ? kCheapPiece : kPiece);
}

/// What a frame shows in the end, in pieces between which events are handled.
void DagView::sharpen() {
    m_stretching = false;
    if (paintAhead())
        viewport()->update();
    else
        m_sharpenTimer->start(0);
}

void DagView::paintEvent(QPaintEvent* event) {
    if (!m_stretching && !viewport()->size().isEmpty() && !paintAhead() && !m_sharpenTimer->isActive())
        m_sharpenTimer->start(0);
    QGraphicsView::paintEvent(event);
}

void DagView::drawBackground(QPainter* painter, const QRectF& rect) {
    if (m_item->boundingRect().intersects(rect))
        painter->fillRect(rect, colour(Colour::Canvas, m_dark)); // for where the stretched frame does not reach
    else
        m_item->paintGround(*painter, rect, zoom());
}

void DagView::drawForeground(QPainter* painter, const QRectF&) {
    painter->save();
    painter->setWorldTransform(QTransform());
    if (m_focusFrame) {
        painter->setPen(QPen(colour(Colour::Focus, m_dark), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(viewport()->rect().adjusted(1, 1, -1, -1));
    }
    if (const QRectF legend = legendRect(); !legend.isEmpty())
        paintLegend(*painter, legend, m_model, m_item->level(), m_dark);
    if (const auto plate = minimapPlace())
        m_minimap.paint(*painter, *plate, *m_item, seenScene(), m_dark);
    paintChain(*painter);
    painter->restore();
}

/// The operators that run inside the chosen one as one task, below it.
void DagView::paintChain(QPainter& painter) const {
    if (m_chainShown < 0 || m_chainShown != m_item->selected())
        return;
    const auto& chain = m_model.graph.nodes[static_cast<std::size_t>(m_chainShown)].chain;
    const QFont font = theme::pixelFont(11);
    const QFontMetricsF metrics(font);
    QStringList lines;
    double width = 120;
    for (std::size_t i = 0; i < chain.size() && i < 12; ++i) {
        lines << metrics.elidedText(theme::text(chain[i].name).simplified(), Qt::ElideMiddle, 320);
        width = std::max(width, metrics.horizontalAdvance(lines.back()) + 44);
    }
    constexpr double kLine = 20;
    const QRect node = nodeRectInView(m_chainShown);
    QRectF card(node.left(), node.bottom() + 8, width, kLine * static_cast<double>(lines.size()) + 30);
    card.moveLeft(std::clamp(card.left(), 8.0, std::max(8.0, viewport()->width() - card.width() - 8)));
    if (card.bottom() > viewport()->height() - 8)
        card.moveBottom(node.top() - 8);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour(Colour::LineStrong, m_dark), 1));
    painter.setBrush(colour(Colour::Panel, m_dark));
    painter.drawRoundedRect(card, 6, 6);
    painter.setFont(theme::pixelFont(10, QFont::DemiBold));
    painter.setPen(colour(Colour::Muted, m_dark));
    painter.drawText(card.adjusted(12, 6, -12, 0), Qt::AlignLeft | Qt::AlignTop, tr("CHAINED, ONE TASK"));
    painter.setFont(font);
    double y = card.top() + 24;
    for (qsizetype i = 0; i < lines.size(); ++i, y += kLine) {
        painter.setPen(QPen(colour(Colour::LineStrong, m_dark), 1.2));
        painter.drawEllipse(QPointF(card.left() + 18, y + kLine / 2), 3.5, 3.5);
        if (i + 1 < lines.size())
            painter.drawLine(QPointF(card.left() + 18, y + kLine / 2 + 4),
                             QPointF(card.left() + 18, y + kLine * 1.5 - 4));
        painter.setPen(colour(Colour::Text, m_dark));
        painter.drawText(QRectF(card.left() + 32, y, width - 40, kLine), Qt::AlignVCenter | Qt::AlignLeft, lines[i]);
    }
}

QSizeF DagView::exportSize() const {
    const QSizeF legend = legendSize(m_model, Level::Near, 4'000);
    const QSizeF graph = m_item->boundingRect().size();
    return {std::max({graph.width(), legend.width(), 480.0}) + 2 * kExportMargin,
            graph.height() + legend.height() + 4 * kExportMargin};
}

void DagView::renderTo(QPainter& painter, const QRectF& target, const QString& title, bool dark) {
    const QSizeF size = exportSize();
    painter.save();
    painter.translate(target.topLeft());
    const double scale = std::min(target.width() / size.width(), target.height() / size.height());
    painter.scale(scale, scale);
    painter.fillRect(QRectF(QPointF(), size), colour(Colour::Canvas, dark));
    painter.setFont(theme::pixelFont(14, QFont::DemiBold));
    painter.setPen(colour(Colour::Text, dark));
    painter.drawText(QRectF(kExportMargin, 0, size.width() - 2 * kExportMargin, 2 * kExportMargin),
                     Qt::AlignVCenter | Qt::AlignLeft, title);
    const QRectF bounds = m_item->boundingRect();
    painter.save();
    m_item->setDark(dark);
    painter.translate(kExportMargin - bounds.left(), 2 * kExportMargin - bounds.top());
    m_item->paintWhole(painter);
    m_item->setDark(m_dark);
    painter.restore();
    const QSizeF legend = legendSize(m_model, Level::Near, size.width() - 2 * kExportMargin);
    paintLegend(painter, QRectF(QPointF(kExportMargin, size.height() - kExportMargin - legend.height()), legend),
                m_model, Level::Near, dark);
    painter.restore();
}

} // namespace streamtune::ui::dag
