// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The graph as a picture of what the view shows, kept while only the place changes: a step of panning copies it and
/// paints what came into view. May be painted in pieces, so that no piece holds the thread for long. GUI thread.

#include <QPixmap>
#include <QRegion>
#include <QTransform>
#include <functional>

namespace streamtune::ui::dag {

class Layer {
public:
    /// Paints what lies in `area` (scene units) into a clipped painter whose world transform is that of the scene.
    using Paint = std::function<void(QPainter& painter, const QRectF& area)>;
    static constexpr double kNoLimit = 0;

    void invalidate() { m_valid = false; }
    /// Brings the picture to `seen` (scene to view; scale and move only). With a limit in milliseconds of CPU it stops
    /// after the piece in which that is used up. True when all of it is painted.
    bool bring(const QTransform& seen, QSize view, double ratio, double limitMs, const Paint& paint);
    [[nodiscard]] const QPixmap& picture() const { return m_picture; }

private:
    [[nodiscard]] bool move(const QTransform& seen, QSize view, double ratio);

    QPixmap m_picture;
    QTransform m_seen;
    QSize m_view;
    double m_ratio = 1;
    QRegion m_missing; ///< in pixels of the view
    bool m_valid = false;
};

/// CPU time of this thread in milliseconds.
[[nodiscard]] double threadMs();

} // namespace streamtune::ui::dag
