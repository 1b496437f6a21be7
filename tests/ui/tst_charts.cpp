// SPDX-License-Identifier: GPL-3.0-or-later
// The mouse on charts: zoom by drag, reset, crosshair, choosing a moment, hidden lines, marks of what was applied.
#include <QAbstractScrollArea>
#include <QCheckBox>
#include <QSignalSpy>
#include <QToolButton>
#include <cmath>

#include "tests/ui/support/ui_test.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/inspect/time_chart.h"

using namespace streamtune;
using namespace streamtune::uitest;
using namespace streamtune::ui;

namespace {

constexpr double kStart = 1.7e12; // ms since epoch

std::vector<ChartSeries> twoLines() {
    ChartSeries a{QStringLiteral("in"), Token::Measured, false, false, {}};
    ChartSeries b{QStringLiteral("out"), Token::BackPressured, true, false, {}};
    for (int i = 0; i < 600; ++i) {
        a.points.emplace_back(kStart + i * 1e3, 100 + 50 * std::sin(i / 30.0));
        b.points.emplace_back(kStart + i * 1e3, 80);
    }
    return {a, b};
}

class Shown {
public:
    Shown() : chart(makeTimeChart(QStringLiteral("Test"))) {
        chart->resize(640, 240);
        chart->setSpan(0);
        chart->setSeries(twoLines(), [](double v) { return QString::number(v); });
        chart->show();
        QTest::qWait(200); // drawn at most ten times a second
        canvas = chart->findChild<QAbstractScrollArea*>()->viewport();
    }
    void drag(QPoint from, QPoint to) const {
        QTest::mousePress(canvas, Qt::LeftButton, {}, from);
        QTest::mouseMove(canvas, (from + to) / 2);
        QTest::mouseMove(canvas, to);
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, to);
    }
    [[nodiscard]] QImage picture() const { return chart->grab().toImage(); }
    std::unique_ptr<TimeChart> chart;
    QWidget* canvas = nullptr;
};

} // namespace

class TestCharts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void draggingZoomsAndTwoClicksReset();
    void aClickChoosesTheMoment();
    void theCrosshairFollows();
    void marksAreShown();
    void linesAreHidden();
};

void TestCharts::draggingZoomsAndTwoClicksReset() {
    Shown s;
    QSignalSpy zoomed(s.chart.get(), &TimeChart::zoomChanged);
    const QImage whole = s.picture();
    s.drag({200, 60}, {203, 64}); // a shaky click is no zoom
    QVERIFY(!s.chart->isZoomed());
    s.drag({200, 60}, {360, 90});
    QVERIFY(s.chart->isZoomed());
    QVERIFY(zoomed.count() >= 1);
    const QImage part = s.picture();
    QVERIFY(part != whole);
    s.drag({360, 60}, {200, 90}); // also from right to left, and further in
    QVERIFY(s.chart->isZoomed());
    QVERIFY(s.picture() != part);
    QTest::mouseDClick(s.canvas, Qt::LeftButton, {}, QPoint(300, 100));
    QVERIFY(!s.chart->isZoomed());
    QTest::mouseMove(s.canvas, QPoint(0, 0));
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(s.canvas->parentWidget(), &leave);
    QCOMPARE(s.picture(), whole);
}

void TestCharts::aClickChoosesTheMoment() {
    Shown s;
    QSignalSpy moment(s.chart.get(), &TimeChart::momentChosen);
    QTest::mouseClick(s.canvas, Qt::LeftButton, {}, QPoint(200, 100));
    QTest::mouseClick(s.canvas, Qt::LeftButton, {}, QPoint(400, 100));
    QCOMPARE(moment.count(), 2);
    const double first = moment[0][0].toDouble(), second = moment[1][0].toDouble();
    QVERIFY(first >= kStart && second <= kStart + 600e3);
    QVERIFY(second > first);
    QTest::mouseClick(s.canvas, Qt::LeftButton, {}, QPoint(4, 236)); // beside the plot
    QCOMPARE(moment.count(), 2);
    const QImage before = s.picture();
    s.chart->setCursorAt(first);
    QVERIFY(s.picture() != before);
}

void TestCharts::theCrosshairFollows() {
    Shown s;
    const QImage bare = s.picture();
    QTest::mouseMove(s.canvas, QPoint(240, 100));
    const QImage here = s.picture();
    QVERIFY(here != bare);
    QTest::mouseMove(s.canvas, QPoint(420, 100));
    QVERIFY(s.picture() != here);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(s.canvas->parentWidget(), &leave);
    QCOMPARE(s.picture(), bare);
}

void TestCharts::marksAreShown() {
    Shown s;
    QImage last = s.picture();
    for (const auto kind : {ChartMarkKind::Applied, ChartMarkKind::RolledBack, ChartMarkKind::Failed}) {
        s.chart->setMarks({{kStart + 300e3, kind, QStringLiteral("applied")}});
        const QImage now = s.picture();
        QVERIFY(now != last); // each kind has a look of its own
        last = now;
    }
    s.chart->setMarks({{kStart - 60e3, ChartMarkKind::Applied, QStringLiteral("before what is shown")}});
    QVERIFY(s.picture() != last);
}

void TestCharts::linesAreHidden() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().windows().size() > 1; }, 60'000));
    w->setPerspective(Perspective::Inspect);
    auto& panel = w->chartsPanel();
    QTest::qWait(300);
    std::vector<QCheckBox*> toggles;
    for (auto* toggle : panel.findChildren<QCheckBox*>())
        if (toggle->isVisible())
            toggles.push_back(toggle);
    QVERIFY(toggles.size() >= 2);
    const QString name = toggles[0]->text();
    const auto picture = [&] {
        QTest::qWait(250);
        return panel.chart()->grab().toImage();
    };
    const QImage both = picture();
    QTest::mouseClick(toggles[0], Qt::LeftButton, {}, QPoint(6, toggles[0]->height() / 2));
    QVERIFY(!toggles[0]->isChecked());
    QVERIFY(picture() != both);
    // Another operator has lines of other names; what is hidden stays hidden when the job is looked at again.
    w->session().selection().setVertex(w->feed().graph()->nodes.back().id);
    QTest::qWait(100);
    w->session().selection().setVertex({});
    QTest::qWait(100);
    QCheckBox* again = nullptr;
    for (auto* toggle : panel.findChildren<QCheckBox*>())
        if (toggle->isVisible() && toggle->text() == name)
            again = toggle;
    QVERIFY(again && !again->isChecked());
    // A zoom by the mouse shows the way back.
    QToolButton* reset = nullptr;
    for (auto* button : panel.findChildren<QToolButton*>())
        if (button->text() == QStringLiteral("Reset zoom"))
            reset = button;
    QVERIFY(reset && !reset->isVisible());
    QWidget* canvas = panel.chart()->findChild<QAbstractScrollArea*>()->viewport();
    const int y = canvas->height() / 2;
    QTest::mousePress(canvas, Qt::LeftButton, {}, QPoint(canvas->width() / 3, y));
    QTest::mouseMove(canvas, QPoint(canvas->width() / 2, y));
    QTest::mouseRelease(canvas, Qt::LeftButton, {}, QPoint(canvas->width() / 2, y));
    if (panel.chart()->isZoomed()) { // a young job has recorded too little for that
        QVERIFY(reset->isVisible());
        QTest::mouseClick(reset, Qt::LeftButton);
        QVERIFY(!reset->isVisible());
    }
}

ST_UI_TEST(TestCharts)
#include "tst_charts.moc"
