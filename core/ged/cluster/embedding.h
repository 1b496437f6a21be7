// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A map of graphs: points in the plane whose distances come near the edit distances: classical multidimensional
/// scaling (Torgerson 1952), then stress majorization with weights 1/d^2, so that neighbours stay neighbours (Gansner,
/// Koren and North 2004). Where there are many, the map is the classical one of the landmarks, and the others are
/// placed by their distances to these (de Silva and Tenenbaum 2004).

#include <span>
#include <vector>

namespace streamtune::ged {

struct MapPoint {
    double x = 0;
    double y = 0;
};

struct GraphMap {
    std::vector<MapPoint> points;
    double explained = 0; ///< share of the variance that the classical plane shows, 0..1
    double bend = 0;      ///< relative error of the distances between landmarks, root of the mean square; 0 = none
};

/// `toLandmarks[i][l]` = distance of graph i to landmark l, `landmarks[l]` = index of landmark l among the graphs. With
/// every graph a landmark this is the classical map. The same input gives the same map: the axis with more variance is
/// x, and on each axis the first point that is not at 0 is positive.
[[nodiscard]] GraphMap mapOfGraphs(const std::vector<std::vector<double>>& toLandmarks,
                                   std::span<const std::size_t> landmarks);

} // namespace streamtune::ged
