// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The map of past jobs: points, areas of clusters, names, legend, scale of distances. Grid, areas and points are kept
/// as a picture while they stay the same; what is chosen, names and legend are painted over it. GUI thread.
///
/// Mouse: a click chooses, with Ctrl one more; dragging moves, with Shift (or the lasso switched on) it draws a lasso;
/// the wheel zooms at the cursor. Keys: arrows go to the next point in that direction, with Ctrl it becomes the second
/// of a pair, Home goes to the first, + − zoom, F fits, L switches the lasso, Esc clears.

#include <QPainterPath>
#include <QTimer>
#include <QWidget>
#include <optional>
#include <unordered_map>

#include "ui/views/clusters/map_scene.h"
#include "ui/views/clusters/pan_zoom_widget.h"
#include "ui/views/dag/dag_layer.h"

namespace streamtune::ui {

class ClusterMap final : public PanZoomWidget {
    Q_OBJECT
public:
    explicit ClusterMap(QWidget* parent = nullptr);

    /// `fit` where another set of jobs is shown; else the view stays where it is.
    void setScene(MapScene scene, ClusterFlow::Scene jobs, bool fit);
    void setChosen(const std::vector<int>& jobs);
    void setChosenClusters(const std::vector<std::string>& ids);
    /// Jobs that a preview would move.
    void setMoving(std::vector<int> jobs);
    /// Words for the pair that is chosen, e.g. "5".
    void setPairDistance(const QString& words);
    void setLasso(bool on);
    [[nodiscard]] bool lasso() const { return m_lasso; }
    void fit() override;
    void clearView(); ///< nothing to show

    [[nodiscard]] const MapScene& scene() const { return m_scene; }
    [[nodiscard]] QPointF placeOf(int job) const { return m_view.toView(m_scene.at[static_cast<std::size_t>(job)]); }
    /// -1 = nothing near.
    [[nodiscard]] int jobAt(QPointF view) const;
    [[nodiscard]] std::vector<int> jobsInside(const QPolygonF& view) const;
    void renderTo(QPainter& painter, const QRectF& target, const QString& title, bool dark);

Q_SIGNALS:
    void chosen(const std::vector<int>& jobs);
    void toggled(int job);
    void clusterChosen(int cluster);
    void lassoChanged(bool on);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    /// What one painting needs: the plane, whether to stamp pictures of marks or draw them, and the size.
    struct Canvas {
        QPainter& painter;
        PanZoom view;
        QRectF area;
        bool dark = false;
        bool exact = false; ///< shapes instead of stamps: for files
    };
    /// One mark that is seen: who lies exactly below another is left out.
    struct Stamp {
        QPointF at; ///< pixels of the view
        std::size_t job = 0;
        const QPixmap* picture = nullptr; ///< none where shapes are drawn
    };
    void paintGround(const Canvas& canvas, const QRectF& part);
    void paintOver(const Canvas& canvas);
    void paintGrid(const Canvas& canvas, const QRectF& part) const;
    void paintAreas(const Canvas& canvas, const QRectF& part) const;
    void paintPoints(const Canvas& canvas, const QRectF& part) const;
    void paintCentres(const Canvas& canvas, const QRectF& part) const;
    void collectStamps(const Canvas& canvas);
    void outlineAreas(double scale);
    void forgetGround();
    [[nodiscard]] double pointRadius() const;
    void paintNames(const Canvas& canvas) const;
    void paintChoice(const Canvas& canvas) const;
    void paintLegend(const Canvas& canvas) const;
    void paintScale(const Canvas& canvas) const;
    [[nodiscard]] const QPixmap& stamp(const ClusterMark& mark, double radius, bool dark, double ratio);
    [[nodiscard]] QString tipAt(QPointF view) const;
    [[nodiscard]] QRectF plotArea() const;
    void step(QPointF direction, bool second);
    void goTo(int job, bool second);

    MapScene m_scene;
    ClusterFlow::Scene m_jobs;
    std::vector<int> m_chosen;
    std::vector<bool> m_dim; ///< by job, empty = none
    std::vector<int> m_moving;
    std::set<int> m_clusters;
    QString m_pairWords;
    int m_cursor = -1; ///< where the keys are
    bool m_lasso = false;
    bool m_drawing = false;
    QPolygonF m_loop;
    std::unordered_map<int, QPixmap> m_pictures; ///< of marks
    std::vector<Stamp> m_stamps;                 ///< those of m_stamped, in the order of painting
    struct Stamped {
        PanZoom view;
        QRectF area;
        double ratio;
        bool operator==(const Stamped&) const = default;
    };
    std::optional<Stamped> m_stamped; ///< what m_stamps were collected for
    struct Outline {                  ///< of an area, pixels from where the world begins
        QPainterPath area, dashes;
    };
    std::vector<Outline> m_outlines;
    double m_outlinedAt = 0; ///< scale of m_outlines; 0 = none
    dag::Layer m_layer;      ///< grid, areas, points
    QTimer m_sharpen;        ///< for the pieces of a picture that one frame had no time for
};

} // namespace streamtune::ui
