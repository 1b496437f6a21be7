// SPDX-License-Identifier: GPL-3.0-or-later
// Models of the explanation and of what-if: words, rows, scales and curves as plain values, and the widgets that only
// need those.
#include <QAbstractItemModelTester>
#include <QLabel>
#include <cmath>

#include "tests/ui/support/ui_test.h"
#include "ui/session/text.h"
#include "ui/views/dag/dag_model.h"
#include "ui/views/explain/calibration_view.h"
#include "ui/views/explain/explain_model.h"
#include "ui/views/explain/probability_chart.h"
#include "ui/views/what_if/rate_slider.h"
#include "ui/views/what_if/what_if_model.h"

using namespace streamtune;
using namespace streamtune::ui;

namespace {

/// 8 key groups: 5 is no better than 4, and here even worse.
std::vector<tune::CurvePoint> keyedCurve() {
    std::vector<tune::CurvePoint> points;
    const double chance[]{1, 0.9, 0.6, 0.1, 0.15, 0.1, 0.1, 0.01};
    const double smooth[]{1, 0.9, 0.5, 0.1, 0.06, 0.04, 0.02, 0.01};
    for (int p = 1; p <= 8; ++p) {
        tune::CurvePoint point;
        point.p = p;
        point.probability = chance[p - 1];
        point.smooth = smooth[p - 1];
        point.low = std::max(0.0, point.probability - 0.05);
        point.high = std::min(1.0, point.probability + 0.05);
        point.capacity = 1'000 * p;
        point.busy = 1.0 / p;
        point.groups = (8 + p - 1) / p;
        points.push_back(point);
    }
    return points;
}

Explained explainedOne() {
    Explained explained;
    tune::Explanation& e = explained.evidence.explanation;
    e.node = "join";
    e.name = "Join";
    e.method = "streamtune";
    e.from = 2;
    e.chosen = 4;
    e.enoughEvidence = true;
    e.measuredIn = 12'300.0;
    e.measuredBusyMax = 0.97;
    e.measuredBusyMean = 0.8;
    e.demand = 20'000.0;
    e.curve = keyedCurve();
    e.stairs = {{5, 4, "5 is worse than 4: 2 of 8 key groups on one subtask."}};
    e.waterfall = {{"model value", 2.4, "why"}, {"margin", 3.1, "headroom"}, {"rounding", 4.0, ""},
                   {"limits", 4.0, ""},         {"alignment", 4.0, ""},      {"final", 4.0, ""}};
    explained.evidence.model = "streamtune";
    explained.planned = 4;
    return explained;
}

tune::Prediction answerOf(int p, Number chance, double rate, Number sustainable) {
    tune::Prediction answer;
    tune::PredictedNode node;
    node.node = "a";
    node.parallelism = p;
    node.bottleneck = chance;
    answer.nodes = {node};
    tune::PredictedSource source;
    source.source = "a";
    source.rate = rate;
    source.sustainable = sustainable;
    answer.sources = {source};
    answer.slots = p;
    return answer;
}

} // namespace

class TestExplain : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theWayToTheNumber();
    void verdictsSayBothSides();
    void measuredAndPredictedStayApart();
    void littleEvidenceIsSaid();
    void keyGroupsMakeStairs();
    void theCurveIsWalkedByKeys();
    void pastRunsNearestFirst();
    void howOftenItWasRight();
    void ratesOnALogarithm();
    void theHandleKeepsWhatWasTyped();
    void sumsOfAnswers();
    void scenariosBesideEachOther();
    void graphShowsWhatIsTriedOut();
};

void TestExplain::theWayToTheNumber() {
    const Explained explained = explainedOne();
    const tune::Decision d = decisionOf(explained.evidence.explanation);
    QCOMPARE(d.from, 2);
    QCOMPARE(*d.modelValue, 2.4);
    QVERIFY(std::abs(*d.margin - 0.7) < 1e-9);
    QCOMPARE(d.rounded, 4);
    QCOMPARE(d.clamped, 4);
    QCOMPARE(d.aligned, 4);
    QCOMPARE(d.final, 4);
    // Steps that are missing keep the value before; nothing is made up.
    tune::Explanation bare;
    bare.chosen = 3;
    const tune::Decision without = decisionOf(bare);
    QVERIFY(!isKnown(without.modelValue) && !isKnown(without.margin));
    QCOMPARE(without.aligned, 3);
}

void TestExplain::verdictsSayBothSides() {
    Explained explained = explainedOne();
    QString said = verdictOf(explained);
    QVERIFY2(said.contains(QStringLiteral("from 2 to 4")), qPrintable(said));
    QVERIFY2(said.contains(percent(0.9)) && said.contains(percent(0.1)), qPrintable(said));
    explained.edited = true;
    explained.planned = 6;
    said = verdictOf(explained);
    QVERIFY2(said.contains(QStringLiteral("from 2 to 6")) && said.contains(QStringLiteral("4 was advised")),
             qPrintable(said));
    explained = explainedOne();
    explained.planned = explained.evidence.explanation.chosen = 2;
    QVERIFY(verdictOf(explained).contains(QStringLiteral("stays at 2")));
}

void TestExplain::measuredAndPredictedStayApart() {
    Explained explained = explainedOne();
    const QString measured = measuredWords(explained);
    QVERIFY(measured.contains(percent(0.97)));
    QVERIFY2(!measured.contains(QStringLiteral("predicted")), qPrintable(measured));
    // Missing is said, not shown as zero.
    QVERIFY2(measured.contains(QStringLiteral("no back-pressure measured")), qPrintable(measured));
    QVERIFY(predictedBy(explained).contains(QStringLiteral("streamtune")));
    // A method without chances: the model beside it is named as such.
    explained.evidence.model = "ds2";
    explained.beside = explained.evidence.explanation;
    explained.evidence.explanation.curve.clear();
    QVERIFY(explained.withCurve() == &*explained.beside);
    QVERIFY(predictedBy(explained).contains(QStringLiteral("beside the advice of ds2")));
    explained.beside.reset();
    QVERIFY(explained.withCurve() == nullptr);
    QVERIFY(predictedBy(explained).isEmpty());
    QVERIFY(!verdictOf(explained).contains(QStringLiteral("chance")));
}

void TestExplain::littleEvidenceIsSaid() {
    Explained explained = explainedOne();
    QVERIFY(evidenceNote(explained).startsWith(QStringLiteral("Weak evidence: no past run")));
    explained.evidence.past.resize(2);
    QVERIFY(evidenceNote(explained).contains(QStringLiteral("2 past run")));
    explained.evidence.past.resize(6);
    QVERIFY(evidenceNote(explained).isEmpty());
    explained.evidence.explanation.enoughEvidence = false;
    explained.evidence.explanation.whyNot = "nothing was measured";
    QCOMPARE(evidenceNote(explained), QStringLiteral("Not enough evidence: nothing was measured"));
}

void TestExplain::keyGroupsMakeStairs() {
    auto points = keyedCurve();
    QVERIFY(hasKeyGroups(points));
    const auto stairs = staircase(points);
    QCOMPARE(stairs.size(), 3 * points.size() - 2);
    for (std::size_t i = 0; i + 1 < stairs.size(); ++i) // level or upright, never slanted
        QVERIFY(stairs[i].x() == stairs[i + 1].x() || stairs[i].y() == stairs[i + 1].y());
    for (auto& point : points)
        point.groups = 0;
    QVERIFY(!hasKeyGroups(points));
    QCOMPARE(staircase(points).size(), points.size());
    QVERIFY(staircase({}).empty());
    QVERIFY(pointWords(keyedCurve()[4]).contains(QStringLiteral("2 key group")));
}

void TestExplain::theCurveIsWalkedByKeys() {
    const std::unique_ptr<ProbabilityChart> chart(makeProbabilityChart(QStringLiteral("Curve")));
    chart->resize(360, 240);
    chart->show();
    QVERIFY(QTest::qWaitForWindowExposed(chart.get()));
    const auto points = keyedCurve();
    chart->setCurve({points, {{5, 4, "5 is worse than 4."}}, 2, 4, 6});
    QVERIFY(chart->accessibleDescription().contains(QStringLiteral("5 is worse than 4.")));
    QVERIFY(chart->accessibleDescription().contains(pointWords(points[1])));
    QVERIFY(!chart->lookedAt());
    QTest::keyClick(chart.get(), Qt::Key_Right); // begins at the number of the plan
    QCOMPARE(chart->lookedAt().value_or(0), 6);
    QTest::keyClick(chart.get(), Qt::Key_Left);
    QCOMPARE(chart->lookedAt().value_or(0), 5);
    QCOMPARE(chart->accessibleDescription(), pointWords(points[4]));
    for (int i = 0; i < 20; ++i)
        QTest::keyClick(chart.get(), Qt::Key_Right);
    QCOMPARE(chart->lookedAt().value_or(0), 8);
    chart->setCurve({});
    QVERIFY(!chart->lookedAt());
    QTest::keyClick(chart.get(), Qt::Key_Right);
    QVERIFY(!chart->lookedAt());
}

void TestExplain::pastRunsNearestFirst() {
    workbench::Evidence evidence;
    for (int i = 0; i < 3; ++i) {
        workbench::PastRun run;
        run.job = "job-" + std::to_string(i);
        run.run = 10 + i;
        run.distance = {static_cast<double>(i), static_cast<double>(i)};
        run.outcome = "sufficient in 3 of 3 windows";
        evidence.past.push_back(run);
    }
    evidence.past[1].busyMax = 0.4;
    evidence.past[2].editPath = std::vector<std::string>(11, "it has no join \"x\"");
    const auto model = makePastModel();
    const QAbstractItemModelTester tester(model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    model->setRows(pastRows(evidence));
    QCOMPARE(model->rowCount(), 3);
    QCOMPARE(model->index(0, 0).data().toString(), QStringLiteral("0"));
    QCOMPARE(model->index(0, 2).data().toString(), QStringLiteral("–")); // no operator there
    QVERIFY(!model->index(0, 3).data(NumberRole).isValid());             // missing is not zero
    QCOMPARE(model->index(1, 3).data(NumberRole).toDouble(), 0.4);
    QCOMPARE(editWords(evidence.past[0]), QStringLiteral("The same graph."));
    QVERIFY(editWords(evidence.past[2]).contains(QStringLiteral("3 more step")));
}

void TestExplain::howOftenItWasRight() {
    const workbench::CalibrationBin bin{0.8, 0.95, 12, 11}, never{0.5, 0.8, 0, 0};
    QVERIFY(binWords(bin).contains(QStringLiteral("11 of 12")));
    QVERIFY(binWords(never).contains(QStringLiteral("never yet")));
    CalibrationView view;
    view.setBins({never, bin});
    QVERIFY(view.accessibleDescription().contains(binWords(bin)));
    QVERIFY(!view.grab().isNull());
    view.setBins({});
    QVERIFY(view.isHidden());
}

void TestExplain::ratesOnALogarithm() {
    const RateScale scale = rateScale({1, 4, 1'000, 50'000}, Number(20'000.0));
    QCOMPARE(scale.low, 100.0);
    QCOMPARE(scale.high, 500'000.0);
    QCOMPARE(scale.rateAt(0), 100.0);
    QCOMPARE(scale.rateAt(RateScale::kSteps), 500'000.0);
    QCOMPARE(scale.stepOf(0), 0);
    QCOMPARE(scale.stepOf(1e12), RateScale::kSteps);
    for (int step = 0; step < RateScale::kSteps; step += 7)
        QVERIFY(std::abs(scale.stepOf(scale.rateAt(step)) - step) <= 1);
    for (int step = 1; step <= RateScale::kSteps; ++step)
        QVERIFY(scale.rateAt(step) >= scale.rateAt(step - 1));
    // Nothing seen, nothing measured: still a scale.
    const RateScale unknown = rateScale({}, Number());
    QVERIFY(unknown.low > 0 && unknown.high > unknown.low);
    // A present rate outside of what was seen widens it.
    QVERIFY(rateScale({1, 1, 1'000, 2'000}, Number(5e6)).high >= 5e6);
}

void TestExplain::theHandleKeepsWhatWasTyped() {
    RateSlider slider(QStringLiteral("Rate"));
    const tune::SeenRange seen{1, 4, 1'000, 50'000};
    slider.setScale(rateScale(seen, Number(20'000.0)), seen, Number(20'000.0));
    slider.resize(300, slider.sizeHint().height());
    QSignalSpy chosen(&slider, &RateSlider::rateChosen);
    slider.showRate(33'333);
    QCOMPARE(chosen.size(), 0); // shown, not chosen
    QTest::keyClick(&slider, Qt::Key_Right);
    QCOMPARE(chosen.size(), 1);
    QVERIFY(chosen.back().front().toDouble() > 33'333);
    QVERIFY(!slider.accessibleDescription().isEmpty());
    QTest::mouseClick(&slider, Qt::LeftButton, {}, QPoint(slider.width() - 3, 10));
    QCOMPARE(chosen.back().front().toDouble(), 500'000.0);
    // The hatch covers what was never seen: the right end differs from the middle.
    slider.setEnabled(true);
    slider.showRate(100);
    const QImage image = slider.grab().toImage();
    const auto colours = [&](int from, int to) {
        QSet<QRgb> seenColours;
        for (int x = from; x < to; ++x)
            for (int y = 2; y < 6; ++y)
                seenColours.insert(image.pixel(x, y));
        return seenColours.size();
    };
    QVERIFY(colours(image.width() * 85 / 100, image.width() * 95 / 100) >
            colours(image.width() * 45 / 100, image.width() * 50 / 100));
}

void TestExplain::sumsOfAnswers() {
    tune::Prediction answer = answerOf(3, Number(0.2), 100, Number(150.0));
    answer.nodes.push_back(answer.nodes.front());
    answer.nodes.back().bottleneck = 0.7;
    answer.sources.push_back(answer.sources.front());
    AnswerSum sum = sumOf(answer);
    QCOMPARE(sum.subtasks, 6);
    QCOMPARE(sum.asked, 200.0);
    QCOMPARE(*sum.sustainable, 300.0);
    QCOMPARE(*sum.worst, 0.7);
    // One source whose limit is not known: the sum is not known either.
    answer.sources.back().sustainable.reset();
    QVERIFY(!isKnown(sumOf(answer).sustainable));
    QCOMPARE(lagWords(sum), QStringLiteral("not predicted"));
    QCOMPARE(catchUpWords(sum), QStringLiteral("not predicted"));
    sum.lag = 0.0;
    QCOMPARE(lagWords(sum), QStringLiteral("none"));
    QCOMPARE(catchUpWords(sum), QStringLiteral("never"));
    sum.lag = 8.0;
    sum.lagGrowth = 120.0;
    QVERIFY(lagWords(sum).contains(duration(8)) && lagWords(sum).contains(rate(120.0)));
    QVERIFY(!isKnown(sumOf({}).worst));
}

void TestExplain::scenariosBesideEachOther() {
    const auto model = makeScenarioModel();
    const QAbstractItemModelTester tester(model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::vector<ScenarioRow> rows(2);
    rows[0].kind = ScenarioRow::Kind::Now;
    rows[0].name = rows[1].name = QStringLiteral("now"); // a kept one may be called like that
    rows[1].sum = sumOf(answerOf(3, Number(0.2), 100, Number(150.0)));
    model->setRows(rows);
    QCOMPARE(model->rowCount(), 2);
    QVERIFY(scenarioKey(rows[0]) != scenarioKey(rows[1]));
    JobGraph graph;
    graph.nodes.resize(1);
    graph.nodes[0].id = "a";
    graph.nodes[0].parallelism = 2;
    const auto sides = sideRows(graph, answerOf(3, Number(0.2), 1, Number()), answerOf(5, Number(), 1, Number()));
    QCOMPARE(sides.size(), std::size_t{1});
    QCOMPARE(sides[0].now, 2);
    QCOMPARE(sides[0].left, 3);
    QCOMPARE(sides[0].right, 5);
    const auto sideModel = makeSideModel();
    const QAbstractItemModelTester sideTester(sideModel.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    sideModel->setRows(sides);
    QCOMPARE(sideModel->index(0, 3).data().toString(), percent(0.2));
    QVERIFY(!sideModel->index(0, 5).data(NumberRole).isValid());
}

void TestExplain::graphShowsWhatIsTriedOut() {
    dag::DagModel model;
    model.graph.nodes.resize(1);
    model.graph.nodes[0].id = "a";
    model.graph.nodes[0].parallelism = 4;
    model.advised["a"] = 2;
    model.predicted["a"] = 0.2;
    Observation window;
    window.nodes.resize(1);
    window.nodes[0].id = "a";
    window.nodes[0].busyMax = 0.5;
    model.observation = window;
    QCOMPARE(dag::nodeViews(model)[0].badge->text, QStringLiteral("over-provisioned"));
    model.asked = true; // nobody advises it
    QVERIFY(!dag::nodeViews(model)[0].badge);
    model.outside["a"] = QStringLiteral("It was only seen at 4.");
    model.predictedBusy["a"] = 0.9;
    const auto view = dag::nodeViews(model)[0];
    QVERIFY(view.outside);
    QVERIFY(view.badge && view.badge->text.contains(QStringLiteral("beyond")));
    QVERIFY(std::abs(*view.difference() - 0.4) < 1e-9); // busy against busy, not against a chance
    QVERIFY(dag::toolTipOf(model, view, 0).contains(QStringLiteral("It was only seen at 4.")));
    QVERIFY(dag::spokenOf(model, view, 0).contains(QStringLiteral("tried out 2")));
    QVERIFY(!dag::spokenOf(model, view, 0).contains(QStringLiteral("advised")));
}

ST_UI_TEST(TestExplain)
#include "tst_explain.moc"
