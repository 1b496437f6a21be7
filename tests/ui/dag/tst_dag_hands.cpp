// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "shown_dag.h"
#include "ui/theme/colours.h"
#include "ui/views/dag/dag_fold.h"
#include "ui/views/dag/dag_item.h"
#include "ui/views/dag/dag_view.h"

using namespace streamtune;
using namespace streamtune::ui;
using namespace streamtune::ui::dag;

/// What mouse, fingers and keys do to the graph.
class DagHandsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hitTestFindsWhatIsPainted() {
        Shown shown(laidOut(sixOperators(false)));
        const DagItem& item = shown.view.item();
        QCOMPARE(item.nodes().size(), std::size_t(6));
        for (int i = 0; i < 6; ++i) {
            QCOMPARE(item.nodeAt(item.nodeRect(i).center()), i);
            QCOMPARE(item.nodeAt(item.nodeRect(i).topLeft() - QPointF(3, 3)), -1);
        }
        QSignalSpy spy(&shown.view, &DagView::nodeSelected);
        QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {}, shown.view.nodeRectInView(1).center());
        QCOMPARE(shown.view.selectedNode(), QStringLiteral("hop"));
        QCOMPARE(spy.count(), 1);
        QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {}, QPoint(3, 3));
        QCOMPARE(shown.view.selectedNode(), QString());
        const Edge& edge = shown.view.model().graph.edges[0];
        QCOMPARE(edge.from, std::string("src"));
        QVERIFY(
            item.edgeAt(QPointF(shown.view.model().layout.edges[0].label.x, shown.view.model().layout.edges[0].label.y),
                        4) >= 0);
    }

    void keysWalkAlongEdges() {
        Shown shown(laidOut(sixOperators(false)));
        QSignalSpy activated(&shown.view, &DagView::nodeActivated);
        const auto press = [&](Qt::Key key) {
            QTest::keyClick(&shown.view, key);
            return shown.view.selectedNode();
        };
        QCOMPARE(press(Qt::Key_Right), QStringLiteral("src"));
        const QString branch = press(Qt::Key_Right);
        QVERIFY(branch == QStringLiteral("hop") || branch == QStringLiteral("enr"));
        const QString other = branch == QStringLiteral("hop") ? press(Qt::Key_Down) : press(Qt::Key_Up);
        const QString either = other == branch ? press(Qt::Key_Up) : other;
        QVERIFY(either != branch);
        shown.view.selectNode(QStringLiteral("hop"));
        QCOMPARE(press(Qt::Key_Left), QStringLiteral("src"));
        QCOMPARE(press(Qt::Key_Left), QStringLiteral("src")); // nothing before a source
        shown.view.selectNode(QStringLiteral("max"));
        QCOMPARE(press(Qt::Key_Right), QStringLiteral("joi"));
        QCOMPARE(press(Qt::Key_Home), QStringLiteral("src"));
        QTest::keyClick(&shown.view, Qt::Key_Return);
        QCOMPARE(activated.count(), 1);
        QCOMPARE(press(Qt::Key_Escape), QString());
    }

    void zoomHoldsThePointUnderTheCursor() {
        Shown shown(laidOut(sixOperators(false)));
        const QPoint cursor(300, 200);
        const QPointF before = shown.view.mapToScene(cursor);
        const double zoom = shown.view.zoom();
        QWheelEvent wheel(cursor, shown.view.viewport()->mapToGlobal(cursor), {}, {0, 240}, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(shown.view.viewport(), &wheel);
        QVERIFY(shown.view.zoom() > zoom * 1.3);
        const QPointF moved = shown.view.mapToScene(cursor) - before;
        QVERIFY(std::hypot(moved.x(), moved.y()) * shown.view.zoom() < 3);
        QTest::keyClick(&shown.view, Qt::Key_F);
        QVERIFY(std::abs(shown.view.zoom() - zoom) < 1e-9);
    }

    /// Two fingers on a touch pad zoom where they are.
    void pinchZoomsWhereTheFingersAre() {
        Shown shown(laidOut(sixOperators(false)));
        const QPointF at(300, 200);
        const QPointF before = shown.view.mapToScene(at.toPoint());
        const double zoom = shown.view.zoom();
        const auto pinch = [&](double by) {
            QNativeGestureEvent event(Qt::ZoomNativeGesture, QPointingDevice::primaryPointingDevice(), 2, at, at,
                                      shown.view.viewport()->mapToGlobal(at), by, {});
            QCoreApplication::sendEvent(shown.view.viewport(), &event);
        };
        for (int i = 0; i < 5; ++i)
            pinch(0.1);
        QVERIFY(std::abs(shown.view.zoom() / zoom - std::pow(1.1, 5)) < 1e-6);
        const QPointF moved = shown.view.mapToScene(at.toPoint()) - before;
        QVERIFY(std::hypot(moved.x(), moved.y()) * shown.view.zoom() < 6);
        for (int i = 0; i < 200; ++i)
            pinch(-0.2);
        QVERIFY(shown.view.zoom() >= 0.01); // not to nothing
    }

    /// Dragging an operator moves it with its edges; nothing else moves, and it can be taken back.
    void operatorsAreDragged() {
        Shown shown(laidOut(sixOperators(false)));
        DagView& view = shown.view;
        QSignalSpy rearranged(&view, &DagView::rearranged);
        const DagItem& item = view.item();
        const QPointF was = item.nodeRect(1).center(), other = item.nodeRect(2).center();
        const QPoint from = view.nodeRectInView(1).center(), to = from + QPoint(40, 90);
        const QImage before = shown.grab();
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(view.viewport(), from + QPoint(20, 40));
        QTest::mouseMove(view.viewport(), to);
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, to);
        QCOMPARE(rearranged.count(), 1); // one drag is one change
        const QPointF moved = item.nodeRect(1).center() - was;
        QVERIFY(std::abs(moved.x() * view.zoom() - 40) < 1.5 && std::abs(moved.y() * view.zoom() - 90) < 1.5);
        QCOMPARE(item.nodeRect(2).center(), other);
        QCOMPARE(item.nodeAt(item.nodeRect(1).center()), 1);
        QVERIFY(item.nodeAt(was) != 1 || item.nodeRect(1).contains(was));
        QVERIFY(shown.grab() != before);
        // New numbers of the same job leave it there.
        DagModel numbers = sixOperators(true);
        view.setModel(numbers);
        QVERIFY(std::abs((item.nodeRect(1).center() - was - moved).manhattanLength()) < 1e-6);
        const Arrangement arranged = view.arrangement();
        view.resetPlaces();
        QCOMPARE(item.nodeRect(1).center(), was);
        view.setArrangement(arranged);
        QVERIFY(std::abs((item.nodeRect(1).center() - was - moved).manhattanLength()) < 1e-6);
        QCOMPARE(rearranged.count(), 2); // what is set is no change by a person
        // A drag on the ground moves the view, not an operator.
        const QPointF seen = view.mapToScene(QPoint(0, 0));
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, QPoint(4, 4));
        QTest::mouseMove(view.viewport(), QPoint(60, 50));
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, QPoint(60, 50));
        QVERIFY((view.mapToScene(QPoint(0, 0)) - seen).manhattanLength() > 10);
        QCOMPARE(rearranged.count(), 2);
    }

    void focusByKeyboardIsSeen() {
        Shown shown(laidOut(sixOperators(false)));
        const QImage before = shown.grab();
        QFocusEvent byTab(QEvent::FocusIn, Qt::TabFocusReason);
        QCoreApplication::sendEvent(&shown.view, &byTab);
        QVERIFY(before != shown.grab());
        QFocusEvent out(QEvent::FocusOut, Qt::TabFocusReason);
        QCoreApplication::sendEvent(&shown.view, &out);
        QVERIFY(before == shown.grab());
    }

    void findMarksAndWalks() {
        Shown shown(laidOut(manyOperators(200, 2, false)));
        QCOMPARE(shown.view.find(QStringLiteral("join ORDERS")), 17);
        const QString first = shown.view.selectedNode();
        shown.view.findNext();
        QVERIFY(shown.view.selectedNode() != first);
        shown.view.findNext(true);
        QCOMPARE(shown.view.selectedNode(), first);
        const QImage during = shown.grab();
        QCOMPARE(shown.view.find(QString()), 0);
        QVERIFY(during != shown.grab());
    }

    void filterDimsAndTakesNothingAway() {
        Shown shown(laidOut(sixOperators(false)));
        shown.view.setFilter({FilterKind::Busy});
        QCOMPARE(shown.view.item().dimmedCount(), std::size_t(5));
        QVERIFY(!shown.view.item().isDimmed(1)); // hop is busy
        QCOMPARE(shown.view.item().nodes().size(), std::size_t(6));
        // New numbers are filtered again.
        DagModel calm = sixOperators(false);
        calm.observation->nodes[1].busyMax = 0.1;
        shown.view.setModel(calm);
        QCOMPARE(shown.view.item().dimmedCount(), std::size_t(6));
        shown.view.setFilter({FilterKind::Busy, FilterKind::NoData});
        QCOMPARE(shown.view.item().dimmedCount(), std::size_t(5));
        keep(shown.grab(), QStringLiteral("filtered"));
        shown.view.setFilter({});
        QCOMPARE(shown.view.item().dimmedCount(), std::size_t(0));
    }

    void partsFoldAndUnfold() {
        const DagModel six = sixOperators(true);
        QCOMPARE(feedsOnly(six.graph, "joi"), (std::set<std::string>{"hop", "max"}));
        QVERIFY(feedsOnly(six.graph, "src").empty());
        QVERIFY(feedsOnly(six.graph, "nobody").empty());
        const DagModel folded = dag::folded(six, {"joi"});
        QCOMPARE(folded.graph.nodes.size(), std::size_t(5));
        const auto* whole = folded.observation->find(foldedId("joi"));
        QVERIFY(whole && whole->busyMax == six.observation->find("hop")->busyMax); // the worst of its members
        QCOMPARE(folded.labels.nodes.at(foldedId("joi")).label, 1);
        const auto joins = [&](const std::string& from, const std::string& to) {
            return std::ranges::count_if(folded.graph.edges,
                                         [&](const Edge& e) { return e.from == from && e.to == to; });
        };
        QCOMPARE(joins("src", foldedId("joi")), 1);
        QCOMPARE(joins(foldedId("joi"), "joi"), 1);
        QCOMPARE(folded.graph.edges.size(), std::size_t(4));
        QVERIFY(folded.graph.topologicalOrder().has_value());

        Shown shown(sixOperators(true));
        shown.view.selectNode(QStringLiteral("joi"));
        QSignalSpy spy(&shown.view, &DagView::foldsChanged);
        QTest::keyClick(&shown.view, Qt::Key_X);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(shown.view.item().nodes().size(), std::size_t(5));
        QCOMPARE(shown.view.selectedNode(), QStringLiteral("joi"));
        QTRY_COMPARE(shown.view.layoutEngine(), QStringLiteral("dot"));
        keep(shown.grab(), QStringLiteral("folded"));
        // Choosing a member chooses what stands for it; others hear of the worst member.
        shown.view.selectNode(QStringLiteral("max"));
        QCOMPARE(shown.view.selectedNode(), QStringLiteral("hop"));
        // New numbers keep the fold.
        shown.view.setModel(sixOperators(true));
        QCOMPARE(shown.view.foldedCount(), 1);
        QTest::keyClick(&shown.view, Qt::Key_Return);
        QCOMPARE(shown.view.foldedCount(), 0);
        QCOMPARE(shown.view.item().nodes().size(), std::size_t(6));
        QVERIFY(!shown.view.fold(QStringLiteral("hop"))); // only the source feeds it, which feeds others too
    }

    void minimapLeads() {
        Shown shown(laidOut(manyOperators(60, 2, true)), false, QSize(1000, 600));
        shown.view.resetZoom();
        const auto plate = shown.view.minimapPlace();
        QVERIFY(plate.has_value());
        QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {}, (plate->topLeft() + QPointF(10, 10)).toPoint());
        const QPointF left = shown.view.mapToScene(shown.view.viewport()->rect().center());
        QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {},
                          (plate->bottomRight() - QPointF(10, 10)).toPoint());
        const QPointF right = shown.view.mapToScene(shown.view.viewport()->rect().center());
        QVERIFY(right.x() > left.x() + 100);
        QCOMPARE(shown.view.selectedNode(), QString()); // a click there chooses nothing
        keep(shown.grab(), QStringLiteral("minimap"));
        shown.view.setMinimapVisible(false);
        QVERIFY(!shown.view.minimapPlace());
        shown.view.setMinimapVisible(true);
        shown.view.fit();
        QVERIFY(!shown.view.minimapPlace()); // everything is seen
    }
};

QTEST_MAIN(DagHandsTest)
#include "tst_dag_hands.moc"
