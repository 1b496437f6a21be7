// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QCryptographicHash>
#include <QGuiApplication>
#include <QPainter>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "shown_dag.h"
#include "ui/theme/colours.h"
#include "ui/theme/fonts.h"
#include "ui/views/dag/dag_fold.h"
#include "ui/views/dag/dag_item.h"
#include "ui/views/dag/dag_legend.h"
#include "ui/views/dag/dag_text.h"
#include "ui/views/dag/dag_view.h"

using namespace streamtune;
using namespace streamtune::ui;
using namespace streamtune::ui::dag;

class DagTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// What is painted over the graph follows the size a person chose for all text.
    void theLegendGrowsWithTheText() {
        Shown shown(laidOut(sixOperators(true)), false, QSize(1800, 700));
        const QSizeF plain = legendSize(shown.view.model(), Level::Near, 4'000);
        const QFont before = QApplication::font();
        QFont large = before;
        large.setPointSizeF(theme::bodyFont().pointSizeF() * 1.5);
        QApplication::setFont(large);
        const QSizeF grown = legendSize(shown.view.model(), Level::Near, 4'000);
        const QSizeF bounded = legendSize(shown.view.model(), Level::Near, 500);
        const QImage picture = shown.grab();
        QApplication::setFont(before);
        QVERIFY(std::abs(grown.width() / plain.width() - 1.5) < 1e-6);
        QVERIFY(std::abs(grown.height() / plain.height() - 1.5) < 1e-6);
        QVERIFY(bounded.width() <= 500);
        keep(picture, QStringLiteral("legend-large"));
    }

    /// A panned picture is taken over from the one before: it must be the one that painting anew gives.
    void pannedPicturesAreTheSame_data() {
        QTest::addColumn<double>("scale");
        QTest::newRow("far") << 0.12;
        QTest::newRow("middle") << 0.4;
    }
    void pannedPicturesAreTheSame() {
        QFETCH(double, scale);
        const DagModel model = laidOut(manyOperators(300, 2, true));
        Shown shown(model);
        DagView& view = shown.view;
        view.setLegendVisible(false);
        view.setMinimapVisible(false);
        view.zoomBy(scale / view.zoom());
        QTest::qWait(400); // the sharp frame after the zoom
        for (const QPoint by : {QPoint(37, 0), QPoint(-90, 21), QPoint(5, -60), QPoint(0, 200)}) {
            view.horizontalScrollBar()->setValue(view.horizontalScrollBar()->value() + by.x());
            view.verticalScrollBar()->setValue(view.verticalScrollBar()->value() + by.y());
            (void)shown.grab();
        }
        const QImage a = shown.grab();
        DagModel again = model;
        again.layout = {}; // the same numbers: nothing moves, everything is painted anew
        view.setModel(again);
        const QImage b = shown.grab();
        QVERIFY(coloursIn(a) > 8);
        QCOMPARE(a.size(), b.size());
        int different = 0;
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x)
                different += a.pixel(x, y) != b.pixel(x, y) ? 1 : 0;
        keep(a, QStringLiteral("panned"));
        keep(b, QStringLiteral("anew"));
        QVERIFY2(different < a.width() * a.height() / 500, qPrintable(QString::number(different)));
    }

    void threeLevelsShowSomething_data() {
        QTest::addColumn<double>("scale");
        QTest::addColumn<int>("level");
        QTest::newRow("near") << 1.0 << static_cast<int>(Level::Near);
        QTest::newRow("middle") << 0.45 << static_cast<int>(Level::Middle);
        QTest::newRow("far") << 0.12 << static_cast<int>(Level::Far);
    }
    void threeLevelsShowSomething() {
        QFETCH(double, scale);
        QFETCH(int, level);
        for (const bool dark : {false, true}) {
            Shown shown(laidOut(sixOperators(true)), dark);
            shown.view.resetZoom();
            shown.view.zoomBy(scale);
            const QImage image = shown.grab();
            QCOMPARE(static_cast<int>(shown.view.item().level()), level);
            QVERIFY(coloursIn(image) > 12);
            keep(image, QStringLiteral("six-%1-%2")
                            .arg(QString::fromLatin1(QTest::currentDataTag()),
                                 dark ? QStringLiteral("dark") : QStringLiteral("light")));
        }
    }

    void levelsHaveHysteresis() {
        QCOMPARE(levelFor(0.66, Level::Near), Level::Near);
        QCOMPARE(levelFor(0.66, Level::Middle), Level::Middle);
        QCOMPARE(levelFor(0.26, Level::Middle), Level::Middle);
        QCOMPARE(levelFor(0.26, Level::Far), Level::Far);
        QCOMPARE(levelFor(0.5, Level::Near), Level::Middle);
    }

    void statesAndBadgesComeFromTheNumbers() {
        const std::vector<NodeView> nodes = nodeViews(sixOperators(true));
        QCOMPARE(nodes[0].state, NodeState::BackPressured);
        QCOMPARE(nodes[1].state, NodeState::Busy);
        QVERIFY(nodes[1].rootCause && nodes[1].overLimit);
        QCOMPARE(nodes[2].state, NodeState::Ok);
        QCOMPARE(nodes[3].state, NodeState::Idle);
        QCOMPARE(nodes[3].badge->text, QStringLiteral("over-provisioned"));
        QCOMPARE(nodes[5].state, NodeState::NoData);
        QCOMPARE(nodes[5].badge->text, QStringLiteral("cannot change"));
        QVERIFY(!nodes[0].advised); // 4 stays 4
        QCOMPARE(*nodes[1].advised, 6);
        QVERIFY(nodes[1].predictedRoot);
        QVERIFY(!nodes[4].predictedRoot); // something above it is over the limit too
        NodeObservation zero;
        zero.busyMax = 0.0;
        QCOMPARE(nodeState(&zero), NodeState::Idle);
        zero.busyMax = std::nan("");
        QCOMPARE(nodeState(&zero), NodeState::NoData);
        QCOMPARE(nodeState(nullptr), NodeState::NoData);
    }

    void hostileNamesAreShownAsText() {
        DagModel model = sixOperators(false);
        model.graph.nodes[1].name =
            "<script>alert(1)</script>\n\"quotes\" \xF0\x9F\x9A\x80 " + std::string(10'000, 'x');
        const std::vector<NodeView> nodes = nodeViews(model);
        const QString tip = toolTipOf(model, nodes[1], 1);
        QVERIFY(tip.contains(QStringLiteral("&lt;script&gt;")));
        QVERIFY(!tip.contains(QStringLiteral("<script>")));
        Shown shown(laidOut(std::move(model)));
        QVERIFY(coloursIn(shown.grab()) > 12);
    }

    void assistiveToolsReadTheNodes() {
        Shown shown(laidOut(sixOperators(false)));
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&shown.view);
        QVERIFY(list != nullptr);
        QCOMPARE(list->text(QAccessible::Name), QStringLiteral("Job graph"));
        QCOMPARE(list->childCount(), 6);
        QAccessibleInterface* hop = list->child(1);
        QVERIFY(hop->text(QAccessible::Name).startsWith(QStringLiteral("HopWindow count, busy 97")));
        QVERIFY(hop->text(QAccessible::Name).contains(QStringLiteral("parallelism 4, advised 6, root cause")));
        QVERIFY(list->child(5)->text(QAccessible::Name).contains(QStringLiteral("no data, last seen 74 s ago")));
        QCOMPARE(list->indexOfChild(hop), 1);
        QCOMPARE(hop->parent(), list);
        QVERIFY(!hop->rect().isEmpty());
        hop->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(shown.view.selectedNode(), QStringLiteral("hop"));
        QVERIFY(hop->state().selected);
        QCOMPARE(list->childAt(hop->rect().center().x(), hop->rect().center().y()), hop);
    }

    void newNumbersMoveNothing() {
        Shown shown(sixOperators(false));
        QTRY_VERIFY(!shown.view.layoutEngine().isEmpty());
        QTRY_COMPARE(shown.view.layoutEngine(), QStringLiteral("dot"));
        shown.view.selectNode(QStringLiteral("hop"));
        const QRectF before = shown.view.item().nodeRect(1);
        DagModel next = sixOperators(false);
        next.observation->nodes[1].busyMax = 0.2;
        shown.view.setModel(next);
        QCOMPARE(shown.view.item().nodeRect(1), before);
        QCOMPARE(shown.view.selectedNode(), QStringLiteral("hop"));
        QCOMPARE(shown.view.item().nodes()[1].state, NodeState::Ok);
    }

    void numbersBeforeTheLayoutDoNotStartItAgain() {
        DagView view;
        view.resize(kSize);
        view.show();
        QSignalSpy layouts(&view, &DagView::layoutChanged);
        for (int i = 0; i < 20; ++i) {
            view.setModel(sixOperators(i % 2 == 0));
            view.selectNode(QStringLiteral("joi")); // long before it has a place
        }
        QTRY_COMPARE(view.layoutEngine(), QStringLiteral("dot"));
        QVERIFY(layouts.count() <= 2); // quick, when dot took its time, and dot
        QCOMPARE(view.selectedNode(), QStringLiteral("joi"));
        for (int i = 0; i < 6; ++i)
            QVERIFY(view.viewport()->rect().contains(view.nodeRectInView(i))); // still fitted
    }

    void withoutHelperTheQuickLayoutShows() {
        DagView view;
        view.resize(kSize);
        view.setHelper("/nowhere/streamtune-layout");
        view.setModel(sixOperators(false));
        QTRY_COMPARE(view.layoutEngine(), QStringLiteral("quick"));
        QVERIFY(!view.item().nodeRect(0).isEmpty());
    }

    void threeThousandOperators() {
        DagView view;
        view.resize(kSize);
        view.show();
        view.setModel(manyOperators(3000, 2, true));
        QTRY_COMPARE(view.layoutEngine(), QStringLiteral("quick")); // at once; dot works on
        QVERIFY(view.isLayingOut());
        QVERIFY(!view.nodeRectInView(2999).isEmpty());
        QVERIFY(!view.minimapPlace());
        QVERIFY(coloursIn(view.grab().toImage()) > 20);
        QCOMPARE(view.find(QStringLiteral("#2999")), 1);
        QVERIFY(view.viewport()->rect().intersects(view.nodeRectInView(2999)));
        view.cancelLayout();
        QVERIFY(!view.isLayingOut());
        QTest::qWait(50);
        QCOMPARE(view.layoutEngine(), QStringLiteral("quick"));
    }

    void picturesOfNodesAreTheNodes() {
        Shown shown(laidOut(sixOperators(true)));
        const QImage direct = shown.grab();   // the first frame of a scale paints every node
        const QImage pictured = shown.grab(); // the next ones copy
        QCOMPARE(direct, shown.grab());
        QCOMPARE(direct, pictured);
        DagModel next = laidOut(sixOperators(true));
        next.observation->nodes[1].busyMax = 0.2;
        next.layout = {};
        shown.view.setModel(next);
        QVERIFY(direct != shown.grab()); // old pictures are not shown for new numbers
    }

    void closingWhileDotWorks() {
        auto view = std::make_unique<DagView>();
        view->setModel(manyOperators(2000, 2, false));
        QTRY_COMPARE(view->layoutEngine(), QStringLiteral("quick")); // at once
        view.reset();
        DagView again;
        again.setModel(sixOperators(false));
        again.setModel(manyOperators(30, 2, false));
        QTRY_COMPARE(again.layoutEngine(), QStringLiteral("dot"));
        QCOMPARE(again.item().nodes().size(), std::size_t(30));
    }

    void twoThousandNodesPaint() {
        for (const bool dark : {false, true}) {
            Shown shown(laidOut(manyOperators(2000, 2, true)), dark, QSize(1280, 800));
            const QImage fit = shown.grab();
            QVERIFY(coloursIn(fit) > 20);
            keep(fit, QStringLiteral("many-fit-%1").arg(dark ? QStringLiteral("dark") : QStringLiteral("light")));
            shown.view.resetZoom();
            QVERIFY(coloursIn(shown.grab()) > 20);
        }
    }

    void onlyWhatIsAskedForIsShown() {
        Shown shown(laidOut(sixOperators(true)));
        const QImage both = shown.grab();
        QSet<QByteArray> pictures{QCryptographicHash::hash(
            QByteArray::fromRawData(reinterpret_cast<const char*>(both.constBits()), both.sizeInBytes()),
            QCryptographicHash::Md5)};
        const int hop = 1;
        const QPoint right = shown.view.nodeRectInView(hop).center() + QPoint(30, 0);
        const QRgb heat = theme::heat(*shown.view.item().nodes()[hop].predicted).rgb();
        const auto holdsHeat = [&](const QImage& image) {
            for (int dx = -20; dx < 20; ++dx)
                if (image.pixel(right + QPoint(dx, 18)) == heat || image.pixel(right + QPoint(dx, -14)) == heat)
                    return true;
            return false;
        };
        QVERIFY(holdsHeat(both));
        for (const auto& [show, heated] :
             {std::pair{Show::Measured, false}, {Show::Predicted, true}, {Show::Difference, false}}) {
            shown.view.setShow(show);
            const QImage image = shown.grab();
            QCOMPARE(holdsHeat(image), heated);
            const auto hash = QCryptographicHash::hash(
                QByteArray::fromRawData(reinterpret_cast<const char*>(image.constBits()), image.sizeInBytes()),
                QCryptographicHash::Md5);
            QVERIFY(!pictures.contains(hash));
            pictures.insert(hash);
            keep(image, QStringLiteral("show-%1").arg(static_cast<int>(show)));
        }
        // The difference is never made up: without a prediction there is none.
        QVERIFY(!sixOperators(false).predicted.contains("hop"));
        for (const NodeView& node : nodeViews(sixOperators(false)))
            QVERIFY(!node.difference().has_value());
        const auto nodes = nodeViews(sixOperators(true));
        QVERIFY(std::abs(*nodes[1].difference() - (*nodes[1].predicted - *nodes[1].busy)) < 1e-12);
        QVERIFY(!nodes[5].difference().has_value()); // nothing was measured there
    }

    void graphIsTakenAlongAsText() {
        DagModel model = sixOperators(true);
        model.graph.nodes[0].name = "a \"quoted\" | name";
        const QString dot = asDot(model);
        QCOMPARE(dot.count(QStringLiteral(" -> ")), 6);
        QVERIFY(dot.contains(QStringLiteral("\\\"quoted\\\"")));
        const QString table = asMarkdown(model);
        QCOMPARE(table.count(QLatin1Char('\n')), 8);
        QVERIFY(table.contains(QStringLiteral("\\| name")));
        QVERIFY(table.contains(QStringLiteral("last seen 74 s ago")));
        Shown shown(laidOut(model));
        QTest::keyClick(&shown.view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), dot);
    }

    void exportsHaveTitleAndLegend() {
        Shown shown(laidOut(sixOperators(true)), true);
        const QSizeF size = shown.view.exportSize();
        QImage image(size.toSize(), QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        shown.view.renderTo(painter, QRectF(QPointF(), size), QStringLiteral("nexmark-q5"), false);
        painter.end();
        keep(image, QStringLiteral("export"));
        const auto inked = [&](const QRect& part) { return coloursIn(image.copy(part)); };
        QVERIFY(inked(QRect(32, 10, 200, 44)) > 2);                                     // the title
        QVERIFY(inked(QRect(32, image.height() - 110, 300, 90)) > 4);                   // the legend
        QCOMPARE(image.pixel(4, 4), theme::colour(theme::Colour::Canvas, false).rgb()); // light, though shown dark
        QVERIFY(shown.grab().pixel(4, 4) != image.pixel(4, 4));                         // and the view stays dark
    }

    void chevronsPointAgainstThePressure() {
        // An edge out of a back-pressured operator is drawn in its colour, others are not.
        Shown shown(laidOut(sixOperators(false)), false, QSize(1400, 600));
        shown.view.resetZoom();
        shown.view.selectNode(QStringLiteral("hop"));
        shown.view.selectNode({});
        const QImage image = shown.grab();
        const QRgb pressed = theme::colour(theme::Colour::BackPressured, false).rgb();
        const QRect source = shown.view.nodeRectInView(0).adjusted(-8, -8, 8, 8);
        int outside = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = source.right() + 1; x < std::min(image.width(), source.right() + 40); ++x)
                outside += image.pixel(x, y) == pressed ? 1 : 0;
        QVERIFY2(outside > 20, qPrintable(QString::number(outside)));
    }

    void picturesOfBothThemes() {
        for (const bool dark : {false, true})
            for (const bool predicted : {false, true}) {
                Shown shown(sixOperators(predicted), dark, QSize(1100, 520));
                QTRY_COMPARE(shown.view.layoutEngine(), QStringLiteral("dot"));
                shown.view.selectNode(QStringLiteral("hop"));
                const QImage image = shown.grab();
                QVERIFY(coloursIn(image) > 20);
                keep(image, QStringLiteral("dot-%1-%2")
                                .arg(dark ? QStringLiteral("dark") : QStringLiteral("light"),
                                     predicted ? QStringLiteral("both") : QStringLiteral("measured")));
            }
        Shown empty(DagModel{});
        QVERIFY(!empty.grab().isNull());
    }
};

QTEST_MAIN(DagTest)
#include "tst_dag.moc"
