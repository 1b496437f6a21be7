// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The map as plain values: where every job stands, with which mark, and the area of every cluster. Units are those of
/// the edit distance. Pure functions, any thread.

#include <QPolygonF>
#include <QString>
#include <vector>

#include "ui/session/cluster_flow.h"
#include "ui/views/clusters/cluster_marks.h"

namespace streamtune::ui {

enum class ColourBy { Cluster, Engine, Age };

struct MapArea {
    int cluster = 0;
    QPolygonF hull; ///< of its points, convex; fewer than three points where it is one or two
    QPointF centre; ///< of the centre's graph
    QString label;
    ClusterMark mark;
};

struct MapLegend {
    ClusterMark mark;
    QString words;
};

struct MapScene {
    std::vector<QPointF> at;        ///< by index of the job
    std::vector<bool> shown;        ///< false: its graph is not on the map yet
    std::vector<ClusterMark> marks; ///< by index of the job
    std::vector<bool> centre;       ///< by index of the job
    std::vector<MapArea> areas;
    std::vector<MapLegend> legend;
    QRectF bounds;
    double bend = 0;       ///< relative error of the distances on the plane
    std::size_t open = 0;  ///< pairs whose distance is still an interval
    std::size_t pairs = 0; ///< pairs that were asked for
};

/// Jobs that ran one graph stand around its place on a sunflower, within 0.4 of a unit.
[[nodiscard]] MapScene mapScene(const ClusterScene& scene, const workbench::DistanceView& distances, ColourBy colours);
/// Convex, counter-clockwise; the input where it has fewer than three different points.
[[nodiscard]] QPolygonF convexHull(std::vector<QPointF> points);

} // namespace streamtune::ui
