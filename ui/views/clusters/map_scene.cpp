// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/clusters/map_scene.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <ranges>

#include "ui/session/text.h"

namespace streamtune::ui {

namespace {

constexpr double kCrowd = 0.4; ///< most of a unit that jobs of one graph spread over: graphs differ by 1 at least

struct MapSceneWords {
    Q_DECLARE_TR_FUNCTIONS(MapSceneWords)
};

/// Vogel's sunflower: equal areas for all (Mathematical Biosciences 44, 1979).
QPointF inCrowd(std::size_t i, std::size_t n) {
    if (n < 2)
        return {};
    const double most = std::min(kCrowd, 0.09 * std::sqrt(static_cast<double>(n)));
    const double r = most * std::sqrt((static_cast<double>(i) + 0.5) / static_cast<double>(n));
    const double turn = static_cast<double>(i) * std::numbers::pi * (3 - std::sqrt(5.0));
    return {r * std::cos(turn), r * std::sin(turn)};
}

void addClusterMarks(MapScene& map, const ClusterScene& scene) {
    for (const ClusterJob& job : scene.jobs)
        map.marks.push_back(job.cluster < 0 ? noClusterMark()
                                            : clusterMark(scene.marks[static_cast<std::size_t>(job.cluster)]));
    if (scene.newJobs > 0)
        map.legend.push_back({noClusterMark(), MapSceneWords::tr("in no cluster yet")});
}

void addEngineMarks(MapScene& map, const ClusterScene& scene) {
    std::set<std::string> engines;
    for (const ClusterJob& job : scene.jobs) {
        map.marks.push_back(engineMark(job.job.engine));
        engines.insert(job.job.engine);
    }
    for (const std::string& engine : engines)
        map.legend.push_back({engineMark(engine), engine.empty() ? MapSceneWords::tr("not known") : text(engine)});
}

void addAgeMarks(MapScene& map, const ClusterScene& scene) {
    TimePoint first = TimePoint::max(), last = TimePoint::min();
    for (const ClusterJob& job : scene.jobs) {
        first = std::min(first, job.job.lastSeen);
        last = std::max(last, job.job.lastSeen);
    }
    const double span = scene.jobs.empty() ? 0 : static_cast<double>((last - first).count());
    for (const ClusterJob& job : scene.jobs)
        map.marks.push_back(ageMark(span <= 0 ? 1 : static_cast<double>((job.job.lastSeen - first).count()) / span));
    if (scene.jobs.empty())
        return;
    map.legend.push_back({ageMark(1), MapSceneWords::tr("seen last %1").arg(age(last, wallClock()))});
    if (span > 0)
        map.legend.push_back({ageMark(0), MapSceneWords::tr("seen last %1").arg(age(first, wallClock()))});
}

double cross(QPointF o, QPointF a, QPointF b) {
    return (a.x() - o.x()) * (b.y() - o.y()) - (a.y() - o.y()) * (b.x() - o.x());
}

} // namespace

QPolygonF convexHull(std::vector<QPointF> points) { // Andrew's monotone chain
    const auto before = [](QPointF a, QPointF b) { return std::pair(a.x(), a.y()) < std::pair(b.x(), b.y()); };
    std::ranges::sort(points, before);
    points.erase(std::ranges::unique(points).begin(), points.end());
    if (points.size() < 3)
        return QPolygonF(QList<QPointF>(points.begin(), points.end()));
    std::vector<QPointF> hull;
    const auto half = [&hull](const auto& range) {
        const std::size_t floor = hull.size();
        for (const QPointF p : range) {
            while (hull.size() >= floor + 2 && cross(hull[hull.size() - 2], hull.back(), p) <= 0)
                hull.pop_back();
            hull.push_back(p);
        }
        hull.pop_back();
    };
    half(points);
    half(std::ranges::reverse_view(points));
    return QPolygonF(QList<QPointF>(hull.begin(), hull.end()));
}

MapScene mapScene(const ClusterScene& scene, const workbench::DistanceView& distances, ColourBy colours) {
    MapScene map;
    map.bend = distances.map.bend;
    std::unordered_map<std::string, QPointF> places;
    for (std::size_t g = 0; g < distances.graphs.size() && g < distances.map.points.size(); ++g)
        places[distances.graphs[g]] = {distances.map.points[g].x, distances.map.points[g].y};
    map.at.resize(scene.jobs.size());
    map.shown.resize(scene.jobs.size());
    map.centre.resize(scene.jobs.size());
    std::vector<std::vector<QPointF>> members(scene.clusters().size());
    for (const auto& [hash, jobs] : scene.ofGraph) {
        const auto place = places.find(hash);
        if (place == places.end())
            continue;
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            const auto job = static_cast<std::size_t>(jobs[i]);
            map.at[job] = place->second + inCrowd(i, jobs.size());
            map.shown[job] = true;
            map.centre[job] = scene.jobs[job].centre && i == 0;
            map.bounds |= QRectF(map.at[job], QSizeF(1e-6, 1e-6));
        }
        if (const int cluster = scene.jobs[static_cast<std::size_t>(jobs.front())].cluster; cluster >= 0)
            members[static_cast<std::size_t>(cluster)].push_back(place->second);
    }
    switch (colours) {
    case ColourBy::Cluster:
        addClusterMarks(map, scene);
        break;
    case ColourBy::Engine:
        addEngineMarks(map, scene);
        break;
    case ColourBy::Age:
        addAgeMarks(map, scene);
        break;
    }
    for (std::size_t c = 0; c < members.size(); ++c) {
        const auto& cluster = scene.clusters()[c];
        MapArea area;
        area.cluster = static_cast<int>(c);
        area.hull = convexHull(std::move(members[c]));
        area.mark = clusterMark(scene.marks[c]);
        area.label = clusterTitle(cluster);
        if (const auto place = places.find(cluster.centre); place != places.end())
            area.centre = place->second;
        map.areas.push_back(std::move(area));
    }
    const std::size_t graphs = distances.graphs.size(), landmarks = distances.landmarks.size();
    map.pairs = landmarks * (graphs - landmarks) + landmarks * (landmarks > 0 ? landmarks - 1 : 0) / 2;
    std::vector<bool> isLandmark(graphs);
    for (const std::size_t l : distances.landmarks)
        isLandmark[l] = true;
    for (std::size_t g = 0; g < distances.distance.size(); ++g)
        for (std::size_t l = 0; l < landmarks; ++l)
            if (!(isLandmark[g] && g > distances.landmarks[l]) && !distances.distance[g][l].exact())
                ++map.open;
    return map;
}

} // namespace streamtune::ui
