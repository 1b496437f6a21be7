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
        orient(map.points, axes[a]);
    }
    return map;
}

} // namespace streamtune::ged
