// SPDX-License-Identifier: GPL-3.0-or-later
// What the cluster browser derives before it paints: edit paths on two graphs, intervals in words, areas, crowds of
// jobs of one graph, bars of distances, marks.
#include <QMouseEvent>
#include <QRandomGenerator>
#include <functional>
#include <set>

#include "tests/ui/support/ui_test.h"
#include "ui/session/cluster_flow.h"
#include "ui/views/clusters/cluster_map.h"
#include "ui/views/clusters/distance_chart.h"
#include "ui/views/clusters/map_scene.h"
#include "ui/views/clusters/pair_graph.h"
#include "ui/views/clusters/pair_model.h"

using namespace streamtune;
using namespace streamtune::ui;

namespace {

JobGraph chain(const std::vector<std::string>& labels, const std::string& prefix) {
    JobGraph graph;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        Operator op;
        op.id = prefix + ">" + std::to_string(i); // an id that looks like the name of an edge
        op.name = labels[i];
        op.label = labels[i];
        graph.nodes.push_back(op);
        if (i > 0)
            graph.edges.push_back({prefix + ">" + std::to_string(i - 1), op.id, "hash", 0, 1});
    }
    return graph;
}

PairModel compared(const JobGraph& a, const JobGraph& b, std::optional<ged::Interval> shown = {}) {
    workbench::PairView view;
    view.a = a;
    view.b = b;
    const auto answer = ged::distance(a, b, {}, {});
    if (!answer)
        qFatal("%s", answer.error().sentence.c_str());
    view.answer = *answer;
    view.path = ged::editPath(a, b, view.answer.map, {});
    if (shown) {
        view.answer.lower = shown->lower;
        view.answer.upper = shown->upper;
    }
    return pairModel(view, QStringLiteral("left"), QStringLiteral("right"));
}

std::ptrdiff_t count(const std::vector<EditKind>& kinds, EditKind kind) {
    return std::ranges::count(kinds, kind);
}

/// `jobs` jobs of each graph, graphs on a circle of edit distances.
std::pair<ClusterScene, workbench::DistanceView> circle(int graphs, int jobs) {
    workbench::ClusterBoard board;
    workbench::DistanceView distances;
    history::StoredCluster even{"c1", "", "g0", "", 0.5, {}}, odd{"c2", "Odd", "g1", "", 0.25, {}};
    for (int g = 0; g < graphs; ++g) {
        const std::string hash = "g" + std::to_string(g);
        (g % 2 == 0 ? even : odd).members.push_back({hash, 1.0 * g, 1.0 * g, false});
        for (int j = 0; j < jobs; ++j)
            board.jobs[hash].push_back({"lab", j % 2 == 0 ? "flink" : "timely",
                                        "job" + std::to_string(g) + "-" + std::to_string(j), hash, 1, 1,
                                        TimePoint{Millis{j}}});
        distances.graphs.push_back(hash);
        distances.landmarks.push_back(static_cast<std::size_t>(g));
        const double turn = 6.28318 * g / graphs;
        distances.map.points.push_back({10 * std::cos(turn), 10 * std::sin(turn)});
    }
    board.set.clusters = {even, odd};
    for (int g = 0; g < graphs; ++g) {
        distances.distance.emplace_back();
        for (int h = 0; h < graphs; ++h)
            distances.distance.back().push_back({1.0 * std::abs(g - h), 1.0 * std::abs(g - h)});
    }
    return {sceneOf(std::move(board)), std::move(distances)};
}

} // namespace

class TestClusters : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theEditPathIsMarked();
    void randomPathsAreWhole();
    void intervalsSayWhy();
    void jobsOfOneGraphStandTogether();
    void areasHoldTheirPoints();
    void barsCountEveryPairOnce();
    void marksDifferInFormToo();
    void emptyMapTakesKeysAndClicks();
    void whatIsKeptIsWhatWouldBePainted();
};

void TestClusters::theEditPathIsMarked() {
    const PairModel model = compared(chain({"source", "a", "b", "filter", "hop", "c", "d", "sink"}, "a"),
                                     chain({"source", "a", "b", "tumble", "c", "d", "sink"}, "b"));
    // Filter or hop goes with its two edges, the other becomes tumble, and one edge closes the gap.
    QCOMPARE(model.distance.upper, 5.0);
    QCOMPARE(count(model.a.nodes, EditKind::Removed), 1);
    QCOMPARE(count(model.a.nodes, EditKind::Relabelled), 1);
    QCOMPARE(count(model.a.nodes, EditKind::Kept), 6);
    QCOMPARE(count(model.b.nodes, EditKind::Added), 0);
    QCOMPARE(count(model.b.nodes, EditKind::Relabelled), 1);
    // What is kept stands in the same place on both sides.
    const auto place = [](const PairSide& side, std::size_t node) {
        return side.layout.nodes.at(side.graph.nodes[node].id).centre;
    };
    QCOMPARE(place(model.a, 0).x, place(model.b, 0).x);
    QCOMPARE(place(model.a, 7).x, place(model.b, 6).x);
    QCOMPARE(model.steps.front().kind, EditKind::Kept);
    QVERIFY(model.steps.front().words.startsWith(QStringLiteral("6 operators kept")));
    QVERIFY(pairText(model).contains(QStringLiteral("exact")));
    // A click on an operator leads to its step, and the widget says the path to those who cannot see it.
    PairGraph graph;
    graph.resize(700, 300);
    graph.setModel(model);
    QSignalSpy chosen(&graph, &PairGraph::stepChosen);
    for (std::size_t n = 0; n < model.a.nodes.size(); ++n) {
        QTest::mouseClick(&graph, Qt::LeftButton, {}, graph.nodeRect(0, static_cast<int>(n)).center().toPoint());
        const auto& step = model.steps[static_cast<std::size_t>(chosen.last().first().toInt())];
        QVERIFY(step.kind == model.a.nodes[n]);
    }
    QVERIFY(graph.accessibleDescription().contains(QStringLiteral("remove")));
}

void TestClusters::randomPathsAreWhole() {
    QRandomGenerator random(5);
    const std::string labels[]{"source", "map", "filter", "join", "sink"};
    for (int round = 0; round < 200; ++round) {
        const auto make = [&](const std::string& prefix) {
            JobGraph graph;
            const int n = random.bounded(7);
            for (int i = 0; i < n; ++i) {
                Operator op;
                op.id = prefix + std::to_string(i);
                op.label = labels[random.bounded(5)];
                graph.nodes.push_back(op);
                for (int e = 0; i > 0 && e < random.bounded(3); ++e) // parallel edges too
                    graph.edges.push_back({prefix + std::to_string(random.bounded(i)), op.id,
                                           random.bounded(2) == 0 ? "hash" : "forward", e, 1});
            }
            return graph;
        };
        const PairModel model = compared(make("a"), make("b"));
        double cost = 0;
        for (const PairStep& step : model.steps)
            cost += step.cost;
        QCOMPARE(cost, model.distance.upper);
        // Every node and edge is in exactly one step, and what stands on one side only is marked so.
        for (const auto& [side, nodes, edges] : {std::tuple{&model.a, &PairStep::nodesA, &PairStep::edgesA},
                                                 {&model.b, &PairStep::nodesB, &PairStep::edgesB}}) {
            std::vector<int> seenNodes(side->nodes.size()), seenEdges(side->edges.size());
            for (const PairStep& step : model.steps) {
                for (const int n : step.*nodes)
                    ++seenNodes[static_cast<std::size_t>(n)];
                for (const int e : step.*edges)
                    ++seenEdges[static_cast<std::size_t>(e)];
            }
            QVERIFY(std::ranges::all_of(seenNodes, [](int n) { return n == 1; }));
            QVERIFY(std::ranges::all_of(seenEdges, [](int n) { return n == 1; }));
        }
        QCOMPARE(count(model.a.nodes, EditKind::Added) + count(model.a.edges, EditKind::Added), 0);
        QCOMPARE(count(model.b.nodes, EditKind::Removed) + count(model.b.edges, EditKind::Removed), 0);
        QCOMPARE(count(model.a.nodes, EditKind::Kept), count(model.b.nodes, EditKind::Kept));
        QCOMPARE(count(model.a.edges, EditKind::Kept), count(model.b.edges, EditKind::Kept));
    }
}

void TestClusters::intervalsSayWhy() {
    QCOMPARE(distanceText({7, 7}), QStringLiteral("7"));
    QCOMPARE(distanceText({5, 9}), QStringLiteral("5..9 (time limit)"));
    QCOMPARE(distanceText({5, 9}, true), QStringLiteral("5..9"));
    QVERIFY(distanceText({3, ged::kFar}).startsWith(QStringLiteral("3..")));
    const PairModel open = compared(chain({"a", "b"}, "a"), chain({"c"}, "b"), ged::Interval{1, 3});
    QVERIFY(pairVerdict(open).startsWith(QStringLiteral("1..3 (time limit)")));
    QVERIFY(!pairVerdict(open).contains(QStringLiteral("exact")));
}

void TestClusters::jobsOfOneGraphStandTogether() {
    const auto [scene, distances] = circle(12, 300);
    const MapScene map = mapScene(scene, distances, ColourBy::Cluster);
    QCOMPARE(map.at.size(), std::size_t{3600});
    std::set<std::pair<double, double>> places;
    for (std::size_t j = 0; j < map.at.size(); ++j) {
        QVERIFY(map.shown[j]);
        places.emplace(map.at[j].x(), map.at[j].y());
        const auto& of = distances.map.points[static_cast<std::size_t>(
            std::ranges::find(distances.graphs, scene.jobs[j].job.graph) - distances.graphs.begin())];
        QVERIFY(std::hypot(map.at[j].x() - of.x, map.at[j].y() - of.y) <= 0.4);
    }
    QCOMPARE(places.size(), map.at.size()); // each has a place of its own
    QCOMPARE(map.open, std::size_t{0});
    QCOMPARE(map.pairs, std::size_t{66});
    QCOMPARE(mapScene(scene, distances, ColourBy::Engine).legend.size(), std::size_t{2});
    const MapScene ages = mapScene(scene, distances, ColourBy::Age);
    QVERIFY(std::ranges::any_of(ages.marks, [](const auto& m) { return m.step == 0; }));
    QVERIFY(std::ranges::any_of(ages.marks, [](const auto& m) { return m.step == 10; }));
}

void TestClusters::areasHoldTheirPoints() {
    QRandomGenerator random(3);
    std::vector<QPointF> points;
    for (int i = 0; i < 200; ++i)
        points.emplace_back(random.bounded(10), random.bounded(10)); // with doubles and points in a line
    const QPolygonF hull = convexHull(points);
    QVERIFY(hull.size() >= 3);
    for (const QPointF p : points)
        for (qsizetype i = 0; i < hull.size(); ++i) {
            const QPointF a = hull[i], b = hull[(i + 1) % hull.size()];
            QVERIFY((b.x() - a.x()) * (p.y() - a.y()) - (b.y() - a.y()) * (p.x() - a.x()) >= -1e-9);
        }
    QCOMPARE(convexHull({{1, 1}, {1, 1}}).size(), 1);
    QCOMPARE(convexHull({}).size(), 0);
}

void TestClusters::barsCountEveryPairOnce() {
    const auto [scene, distances] = circle(6, 2);
    const auto total = [](const DistanceBars& bars) {
        std::int64_t sum = 0;
        for (const auto n : bars.count)
            sum += n;
        return sum;
    };
    QCOMPARE(total(distanceBars(scene, distances, {})), std::int64_t{15});
    QCOMPARE(distanceBars(scene, distances, {}).count.at(5), std::int64_t{1});
    QCOMPARE(total(distanceBars(scene, distances, {"c1"})), std::int64_t{12}); // all but the three among c2
}

void TestClusters::marksDifferInFormToo() {
    for (int i = 0; i < 8; ++i)
        for (int j = 0; j < i; ++j) {
            const ClusterMark a = clusterMark(i), b = clusterMark(j);
            QVERIFY(a.form != b.form || a.hollow != b.hollow);
        }
    QVERIFY(noClusterMark().form == MarkForm::Cross);
    std::set<QString> signs;
    for (const auto kind : {EditKind::Kept, EditKind::Relabelled, EditKind::Removed, EditKind::Added})
        signs.insert(editSign(kind));
    QCOMPARE(signs.size(), std::size_t{4});
}

void TestClusters::emptyMapTakesKeysAndClicks() {
    ClusterMap map;
    map.resize(300, 200);
    map.show();
    for (const int key : {Qt::Key_Home, Qt::Key_Left, Qt::Key_F, Qt::Key_Plus, Qt::Key_Minus, Qt::Key_Escape})
        QTest::keyClick(&map, static_cast<Qt::Key>(key));
    QTest::mouseClick(&map, Qt::LeftButton, {}, {100, 100});
    QCOMPARE(map.jobAt({100, 100}), -1);
    QVERIFY(!map.grab().isNull());
}

namespace {

/// As it is seen once all pieces are there.
QImage settled(ClusterMap& map) {
    QImage image(map.size(), QImage::Format_ARGB32_Premultiplied);
    for (int i = 0; i < 60; ++i)
        map.render(&image);
    return image;
}

} // namespace

/// Moving, zooming and choosing paint only what changes; what is seen is what painting all of it anew shows.
void TestClusters::whatIsKeptIsWhatWouldBePainted() {
    auto [jobs, distances] = circle(40, 60);
    const auto scene = std::make_shared<const ClusterScene>(std::move(jobs));
    ClusterMap map;
    map.resize(900, 600);
    map.setScene(mapScene(*scene, distances, ColourBy::Cluster), scene, true);
    const auto drag = [&map](QPoint by) {
        const QPoint from = map.rect().center();
        for (const auto& [type, at] : {std::pair{QEvent::MouseButtonPress, from},
                                       {QEvent::MouseMove, from + by / 2},
                                       {QEvent::MouseMove, from + by},
                                       {QEvent::MouseButtonRelease, from + by}}) {
            QMouseEvent event(type, QPointF(at), QPointF(at), Qt::MiddleButton,
                              type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::MiddleButton, Qt::NoModifier);
            QCoreApplication::sendEvent(&map, &event);
        }
    };
    const std::vector<std::pair<const char*, std::function<void()>>> steps{
        {"first", [] {}},
        {"moved", [&] { drag({37, -23}); }},
        {"moved far", [&] { drag({-301, 160}); }},
        {"zoomed", [&] { map.zoomBy(1.7); }},
        {"moved, zoomed", [&] { drag({-11, 5}); }},
        {"cluster", [&] { map.setChosenClusters({"c2"}); }},
        {"moved, cluster", [&] { drag({64, 64}); }},
        {"all", [&] { map.setChosenClusters({}); }},
        {"jobs", [&] { map.setChosen({3, 700}); }},
        {"none", [&] { map.setChosen({}); }},
        {"by engine", [&] { map.setScene(mapScene(*scene, distances, ColourBy::Engine), scene, false); }},
        {"smaller", [&] { map.resize(700, 500); }},
        {"whole", [&] { map.fit(); }}};
    QImage before;
    for (const auto& [name, step] : steps) {
        step();
        const QImage kept = settled(map);
        QEvent anew(QEvent::StyleChange); // nothing is kept
        QCoreApplication::sendEvent(&map, &anew);
        const QImage whole = settled(map);
        QVERIFY2(kept == whole, name);
        if (QByteArray(name) != "all" && QByteArray(name) != "none")
            QVERIFY2(kept != before, name);
        before = kept;
    }
}

ST_UI_TEST(TestClusters)
#include "tst_clusters.moc"
