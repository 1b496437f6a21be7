// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/dag/dag_minimap.h"

#include <QPainter>
#include <algorithm>

namespace streamtune::ui::dag {
namespace {

using theme::Colour;
using theme::colour;

constexpr std::size_t kUpTo = 1500; ///< nodes: beyond it is a smear
constexpr double kWidth = 168;
constexpr double kTallest = 96;
constexpr double kInner = 6;
constexpr double kMargin = 12;
constexpr int kLeastView = 420;

double scaleOf(const QRectF& bounds) {
    return std::min((kWidth - 2 * kInner) / bounds.width(), (kTallest - 2 * kInner) / bounds.height());
}

QRectF onto(const QRectF& r, const QRectF& plate, const QRectF& bounds) {
    const double scale = scaleOf(bounds);
    const QPointF origin(plate.center().x() - bounds.width() * scale / 2, plate.top() + kInner);
    return {origin.x() + (r.left() - bounds.left()) * scale, origin.y() + (r.top() - bounds.top()) * scale,
            r.width() * scale, r.height() * scale};
}

} // namespace

std::optional<QRectF> Minimap::place(const DagItem& item, const QRectF& seen, QSize view, const QRectF& legend) const {
    const QRectF bounds = item.boundingRect();
    if (!m_wanted || item.nodes().size() > kUpTo || bounds.isEmpty() || seen.contains(bounds) ||
        view.width() < kLeastView || view.height() < 2 * kTallest)
        return std::nullopt;
    const double height = bounds.height() * scaleOf(bounds) + 2 * kInner;
    QRectF plate(view.width() - kWidth - kMargin, view.height() - height - kMargin, kWidth, height);
    if (plate.adjusted(-kMargin, -kMargin, kMargin, kMargin).intersects(legend))
        plate.moveTop(kMargin);
    return plate;
}

void Minimap::paint(QPainter& painter, const QRectF& plate, const DagItem& item, const QRectF& seen, bool dark) {
    const QRectF bounds = item.boundingRect();
    const double ratio = painter.device()->devicePixelRatioF();
    const QSize pixels = (plate.size() * ratio).toSize();
    if (m_picture.size() != pixels) {
        m_picture = QPixmap(pixels);
        m_picture.setDevicePixelRatio(ratio);
        m_picture.fill(Qt::transparent);
        QPainter p(&m_picture);
        p.translate(-plate.topLeft());
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(QPen(colour(Colour::Line, dark), 1));
        p.setBrush(colour(Colour::Panel, dark));
        p.drawRoundedRect(plate.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
        p.setRenderHint(QPainter::Antialiasing, false);
        for (std::size_t i = 0; i < item.nodes().size(); ++i) {
            const NodeView& node = item.nodes()[i];
            p.setOpacity(item.isDimmed(static_cast<int>(i)) ? 0.3 : 1);
            p.setPen(QPen(colour(theme::markColour(markOf(node.state)), dark), 1));
            p.setBrush(item.fillOf(node));
            p.drawRect(onto(item.nodeRect(static_cast<int>(i)), plate, bounds));
        }
    }
    painter.drawPixmap(plate.topLeft(), m_picture);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour(Colour::Accent, dark), 1.5));
    painter.drawRect(onto(seen, plate, bounds) & plate.adjusted(2, 2, -2, -2));
}

QPointF Minimap::sceneAt(QPointF at, const QRectF& plate, const DagItem& item) {
    const QRectF bounds = item.boundingRect();
    const QRectF whole = onto(bounds, plate, bounds);
    return {bounds.left() + (at.x() - whole.left()) / scaleOf(bounds),
            bounds.top() + (at.y() - whole.top()) / scaleOf(bounds)};
}

} // namespace streamtune::ui::dag
