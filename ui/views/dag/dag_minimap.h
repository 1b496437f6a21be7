// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The whole graph in a corner of the view, with the part that is seen; kept as a picture until the graph changes.

#include <QPixmap>
#include <QRectF>
#include <optional>

#include "ui/views/dag/dag_item.h"

namespace streamtune::ui::dag {

class Minimap {
public:
    void setWanted(bool on) { m_wanted = on; }
    [[nodiscard]] bool wanted() const { return m_wanted; }
    void invalidate() { m_picture = {}; }

    /// Where it stands: right of the legend at the bottom, or at the top where that leaves no room. nullopt: it is not
    /// wanted, the view is small, everything is seen, or the graph is too large for it.
    [[nodiscard]] std::optional<QRectF> place(const DagItem& item, const QRectF& seen, QSize view,
                                              const QRectF& legend) const;
    void paint(QPainter& painter, const QRectF& plate, const DagItem& item, const QRectF& seen, bool dark);
    /// The point of the scene under a point of the plate.
    [[nodiscard]] static QPointF sceneAt(QPointF at, const QRectF& plate, const DagItem& item);

private:
    bool m_wanted = true;
    QPixmap m_picture;
};

} // namespace streamtune::ui::dag
