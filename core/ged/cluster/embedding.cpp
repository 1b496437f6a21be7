// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/cluster/embedding.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

namespace streamtune::ged {
namespace {

using Eigen::Index;

Index index(std::size_t i) {
    return static_cast<Index>(i);
}

void orient(std::vector<MapPoint>& points, double MapPoint::* axis) {
    const auto first = std::ranges::find_if(points, [&](const MapPoint& p) { return std::abs(p.*axis) > 1e-9; });
    if (first != points.end() && (*first).*axis < 0)
        for (MapPoint& point : points)
            point.*axis = -(point.*axis);
}

constexpr int kSweeps = 150;
constexpr double kSettled = 1e-5; ///< of the largest coordinate, a sweep

/// The x axis takes most of the variance.
void turnToAxes(std::vector<MapPoint>& points) {
    double meanX = 0, meanY = 0, xx = 0, xy = 0, yy = 0;
    for (const MapPoint& p : points) {
        meanX += p.x / static_cast<double>(points.size());
        meanY += p.y / static_cast<double>(points.size());
    }
    for (const MapPoint& p : points) {
        xx += (p.x - meanX) * (p.x - meanX);
        xy += (p.x - meanX) * (p.y - meanY);
        yy += (p.y - meanY) * (p.y - meanY);
    }
    const double angle = std::atan2(2 * xy, xx - yy) / 2, c = std::cos(angle), s = std::sin(angle);
    for (MapPoint& p : points)
        p = {c * (p.x - meanX) + s * (p.y - meanY), c * (p.y - meanY) - s * (p.x - meanX)};
}

/// Every point in turn goes to where its distances ask it to be; the weighted stress only ever falls.
void majorize(std::vector<MapPoint>& points, const std::vector<std::vector<double>>& distance) {
    double size = 0;
    for (const MapPoint& p : points)
        size = std::max({size, std::abs(p.x), std::abs(p.y)});
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        double moved = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            double x = 0, y = 0, weights = 0;
            for (std::size_t j = 0; j < points.size(); ++j) {
                const double d = distance[i][j];
                if (j == i || d <= 0 || !std::isfinite(d))
                    continue;
                const double dx = points[i].x - points[j].x, dy = points[i].y - points[j].y;
                const double length = std::hypot(dx, dy), weight = 1 / (d * d);
                const double stretch = length > 1e-12 ? d / length : 0;
                x += weight * (points[j].x + stretch * dx);
                y += weight * (points[j].y + stretch * dy);
                weights += weight;
            }
            if (weights <= 0)
                continue;
            const MapPoint next{x / weights, y / weights};
            moved = std::max({moved, std::abs(next.x - points[i].x), std::abs(next.y - points[i].y)});
            points[i] = next;
        }
        if (moved <= kSettled * size)
            break;
    }
}

double bendOf(const GraphMap& map, const std::vector<std::vector<double>>& toLandmarks,
              std::span<const std::size_t> landmarks) {
    double sum = 0;
    std::size_t pairs = 0;
    for (std::size_t i = 0; i < landmarks.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const double d = toLandmarks[landmarks[i]][j];
            if (d <= 0 || !std::isfinite(d))
                continue;
            const MapPoint &a = map.points[landmarks[i]], &b = map.points[landmarks[j]];
            sum += std::pow(std::hypot(a.x - b.x, a.y - b.y) / d - 1, 2);
            ++pairs;
        }
    return pairs == 0 ? 0 : std::sqrt(sum / static_cast<double>(pairs));
}

} // namespace

GraphMap mapOfGraphs(const std::vector<std::vector<double>>& toLandmarks, std::span<const std::size_t> landmarks) {
    GraphMap map;
    map.points.resize(toLandmarks.size());
    const std::size_t count = landmarks.size();
    if (count < 2)
        return map;
    Eigen::MatrixXd squared(index(count), index(count));
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = 0; j < count; ++j)
            squared(index(i), index(j)) = std::pow(toLandmarks[landmarks[i]][j], 2);
    const Eigen::VectorXd rowMean = squared.rowwise().mean();
    const double mean = rowMean.mean();
    Eigen::MatrixXd inner = squared;
    inner.colwise() -= rowMean;
    inner.rowwise() -= rowMean.transpose();
    inner.array() += mean;
    inner *= -0.5;
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(inner);
    const Eigen::VectorXd& values = solver.eigenvalues(); // ascending
    double positive = 0;
    for (Index i = 0; i < values.size(); ++i)
        positive += std::max(values[i], 0.0);
    double MapPoint::* const axes[] = {&MapPoint::x, &MapPoint::y};
    for (int a = 0; a < 2; ++a) {
        const Index at = index(count) - 1 - a;
        if (values[at] <= 1e-9)
            continue;
        map.explained += values[at] / positive;
        const Eigen::VectorXd direction = solver.eigenvectors().col(at) / std::sqrt(values[at]);
        for (std::size_t i = 0; i < toLandmarks.size(); ++i) {
            double place = 0;
            for (std::size_t l = 0; l < count; ++l)
                place += direction[index(l)] * (rowMean[index(l)] - std::pow(toLandmarks[i][l], 2));
            map.points[i].*axes[a] = 0.5 * place;
        }
    }
    // Only where every distance is known, in the order of the points.
    if (count == toLandmarks.size() && std::ranges::is_sorted(landmarks) && values[index(count) - 1] > 1e-9) {
        majorize(map.points, toLandmarks);
        turnToAxes(map.points);
    }
    for (double MapPoint::* const axis : axes)
        orient(map.points, axis);
    map.bend = bendOf(map, toLandmarks, landmarks);
    return map;
}

} // namespace streamtune::ged
