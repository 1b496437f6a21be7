// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The graph as a picture of what the view shows, kept while only the place changes: a step of panning copies it and
/// paints what came into view. What is dear is painted in pieces, so that no piece holds the thread for long; until the
/// last one is there, the picture before it is shown, stretched to where it belongs. GUI thread.

#include <QPixmap>
#include <QRegion>
#include <QTransform>
#include <functional>

namespace streamtune::ui::dag {

class Layer {
public:
    /// Paints all of `area` (scene units), ground included, into a clipped painter whose world transform is that of the
    /// scene.
    using Paint = std::function<void(QPainter& painter, const QRectF& area)>;
    static constexpr double kNoLimit = 0;

    /// Other numbers at the same places: what was painted is shown until the new picture is there.
    void invalidate() { m_valid = false; }
    /// Another graph, other colours: nothing that was painted can be shown again.
    void clear();
    /// Brings the picture to `seen` (scene to view; scale and move only). With a limit in milliseconds of CPU it stops
    /// after the piece in which that is used up, unless there is no picture at all that could be shown meanwhile. True
    /// when all of it is painted.
    bool bring(const QTransform& seen, QSize view, double ratio, double limitMs, const Paint& paint);
    /// The best there is, at `seen`; the painter's own transform is that of the view.
    void show(QPainter& painter, const QTransform& seen) const;
    /// CPU milliseconds that the last picture took which was painted from the start, or has taken so far.
    [[nodiscard]] double cost() const { return m_cost; }

private:
    struct Picture {
        QPixmap pixels;
        QTransform seen;
    };

    [[nodiscard]] bool move(const QTransform& seen, QSize view, double ratio);
    void startOver(const QTransform& seen, QSize view, double ratio);

    Picture m_made;
    Picture m_before; ///< the last whole one, while another is made
    bool m_hasBefore = false;
    QSize m_view;
    double m_ratio = 1;
    QRegion m_missing; ///< of m_made, in pixels of the view
    bool m_valid = false;
    bool m_anew = false; ///< m_made is painted from the start
    double m_spent = 0;
    double m_cost = 0;
};

/// CPU time of this thread in milliseconds.
[[nodiscard]] double threadMs();

} // namespace streamtune::ui::dag
