// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Where a plane is seen: one scale for both axes, and what stands at the left top. Plain values.

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <algorithm>

namespace streamtune::ui {

struct PanZoom {
    double scale = 1; ///< pixels a unit
    QPointF offset;   ///< pixels

    bool operator==(const PanZoom&) const = default;
    [[nodiscard]] QPointF toView(QPointF world) const { return world * scale + offset; }
    [[nodiscard]] QPointF toWorld(QPointF view) const { return (view - offset) / scale; }
    [[nodiscard]] QRectF toView(const QRectF& world) const { return {toView(world.topLeft()), world.size() * scale}; }
    /// What is under `view` stays there.
    void zoomAt(QPointF view, double factor, double least, double most) {
        const QPointF world = toWorld(view);
        scale = std::clamp(scale * factor, least, most);
        offset = view - world * scale;
    }
    void fit(const QRectF& world, const QRectF& view, double most) {
        const double w = std::max(world.width(), 1e-9);
        const double h = std::max(world.height(), 1e-9);
        scale = std::clamp(std::min(view.width() / w, view.height() / h), 1e-6, most);
        offset = view.center() - world.center() * scale;
    }
};

} // namespace streamtune::ui
