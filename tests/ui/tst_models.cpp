// SPDX-License-Identifier: GPL-3.0-or-later
// Item models under QAbstractItemModelTester, texts as people read them, and the small helpers.
#include <QAbstractItemModelTester>
#include <cmath>
#include <limits>

#include "tests/ui/support/ui_test.h"
#include "ui/commands/palette.h"
#include "ui/models/lists.h"
#include "ui/models/operator_rows.h"
#include "ui/session/core_words.h"
#include "ui/session/text.h"
#include "ui/session/watch.h"
#include "ui/views/inspect/time_axis.h"
#include "ui/views/inspect/time_chart.h"

using namespace streamtune;
using namespace streamtune::ui;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

JobGraph twoNodes() {
    JobGraph graph;
    graph.nodes.resize(2);
    graph.nodes[0].id = "a";
    graph.nodes[0].name = "Source: <b>bids</b>";
    graph.nodes[1].id = "b";
    graph.nodes[1].name = "Sink";
    graph.edges.push_back({"a", "b", "hash", 0, 1});
    return graph;
}

Observation windowOf(double busyA, Number busyB) {
    Observation window;
    window.seconds = 10;
    window.nodes.resize(2);
    window.nodes[0].id = "a";
    window.nodes[0].parallelism = 1;
    window.nodes[0].busyMax = busyA;
    window.nodes[0].backpressuredMax = 0.0;
    window.nodes[1].id = "b";
    window.nodes[1].parallelism = 1;
    window.nodes[1].busyMax = busyB;
    return window;
}

} // namespace

class TestModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void numbersReadWell();
    void namesStayPlain();
    void momentsAreLocal();
    void rowsKeepTheirPlace();
    void missingIsNotZero();
    void jobsComeWorstFirst();
    void paletteMatches();
    void chartsKeepPeaks();
    void chartsBreakAtGaps();
    void pausesFold();
    void causesComeFirst();
    void nowIsWhenThePlanWasMade();
    void changesAreWatched();
    void jobsRunAndStop();
    void newAnswersWin();
};

void TestModels::numbersReadWell() {
    const QChar thin(0x202F);
    QCOMPARE(shortNumber(12'345.0), QStringLiteral("12.3") + thin + QStringLiteral("k"));
    QCOMPARE(shortNumber(999.6), QStringLiteral("1") + thin + QStringLiteral("k"));
    QCOMPARE(shortNumber(0.0), QStringLiteral("0"));
    QCOMPARE(shortNumber(Number()), QStringLiteral("–"));
    QCOMPARE(shortNumber(kNaN), QStringLiteral("undefined"));
    QCOMPARE(shortNumber(-42.0), QStringLiteral("−42"));
    QCOMPARE(percent(0.974), QStringLiteral("97") + thin + QStringLiteral("%"));
    QCOMPARE(percent(Number()), QStringLiteral("–"));
    QCOMPARE(duration(0.85), QStringLiteral("850") + thin + QStringLiteral("ms"));
    QCOMPARE(duration(7'500), QStringLiteral("2 h 5 min"));
    QCOMPARE(duration(60), QStringLiteral("1 min"));
    QCOMPARE(duration(7'200), QStringLiteral("2 h"));
    QCOMPARE(duration(2 * 86'400 + 59), QStringLiteral("2 d"));
    QCOMPARE(signedNumber(-2), QStringLiteral("−2"));
    // A clock that jumped back is no negative age.
    QCOMPARE(age(TimePoint(Millis(10'000)), TimePoint(Millis(4'000))), QStringLiteral("just now"));
}

void TestModels::namesStayPlain() {
    QVERIFY(!plainTip(QStringLiteral("<img src=x>")).contains(QStringLiteral("<img")));
    const QString huge(10'000, QChar(u'x'));
    QCOMPARE(elideMiddle(huge, 32).size(), 32);
    QVERIFY(plainTip(huge).size() < 3'000);
    QCOMPARE(elideMiddle(QStringLiteral("a\nb"), 10), QStringLiteral("a b"));
    QCOMPARE(text(utf8(QStringLiteral("وظيفة 🎉"))), QStringLiteral("وظيفة 🎉"));
}

/// What core writes in UTC is read in the time of the place, like everything else in the window.
void TestModels::momentsAreLocal() {
    const QByteArray before = qgetenv("TZ");
    qputenv("TZ", "Asia/Kathmandu"); // 5 h 45 min ahead: nobody takes it for UTC
    tzset();
    const std::string said = "Not now: changes are allowed at sat, next from 2024-05-14T20:30:00.000Z.";
    const QString shown = sentence(said), whole = withLocalTimes(text(said), true);
    QCOMPARE(shown, QStringLiteral("Not now: changes are allowed at sat, next from 15 May 02:15:00."));
    QVERIFY2(whole.contains(QStringLiteral("2024-05-15 02:15:00 (20:30:00 UTC)")), qPrintable(whole));
    QCOMPARE(withLocalTimes(QStringLiteral("from 2024-05-14T20:30:00+02:00 to 2024-05-14T20:30:00Z")),
             QStringLiteral("from 15 May 00:15:00 to 15 May 02:15:00"));
    for (const char* same : {"2024-05-14", "job-2024-99-99T20:30:00Z", "", "20:30:00"}) // no moments
        QCOMPARE(withLocalTimes(QString::fromUtf8(same)), QString::fromUtf8(same));
    if (before.isNull())
        qunsetenv("TZ");
    else
        qputenv("TZ", before);
    tzset();
}

void TestModels::rowsKeepTheirPlace() {
    auto model = makeOperatorsModel();
    QAbstractItemModelTester tester(model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    JobGraph graph = twoNodes();
    const Observation window = windowOf(0.9, 0.1);
    model->setRows(operatorRows(graph, &window, {}, nullptr));
    QCOMPARE(model->rowCount(), 2);
    QPersistentModelIndex second = model->index(1, 0);
    std::swap(graph.nodes[0], graph.nodes[1]);
    model->setRows(operatorRows(graph, &window, {}, nullptr));
    QVERIFY(second.isValid());
    QCOMPARE(second.data(KeyRole).toString(), QStringLiteral("b"));
    graph.nodes.erase(graph.nodes.begin()); // "b" goes
    Operator fresh;
    fresh.id = "c";
    graph.nodes.push_back(fresh);
    model->setRows(operatorRows(graph, &window, {}, nullptr));
    QVERIFY(!second.isValid());
    QCOMPARE(model->rowOfKey(QStringLiteral("c")), 1);
    model->setRows({});
    QCOMPARE(model->rowCount(), 0);

    auto log = makeLogModel();
    QAbstractItemModelTester logTester(log.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (int i = 0; i < 7; ++i)
        log->appendRow({i, {}, LogLevel::Info, QStringLiteral("room"), QString::number(i)}, 5);
    QCOMPARE(log->rowCount(), 5);
}

void TestModels::missingIsNotZero() {
    auto model = makeOperatorsModel();
    const JobGraph graph = twoNodes();
    const Observation window = windowOf(0.0, Number());
    model->setRows(operatorRows(graph, &window, {}, nullptr));
    const auto cell = [&](int row, int column, int role = Qt::DisplayRole) {
        return model->index(row, column).data(role);
    };
    QVERIFY(cell(0, OperatorColumn::Busy).toString().startsWith(QLatin1Char('0')));
    QCOMPARE(cell(1, OperatorColumn::Busy).toString(), QStringLiteral("–"));
    QCOMPARE(cell(1, OperatorColumn::Name, StateRole).toInt(), static_cast<int>(OperatorState::NoData));
    QVERIFY(cell(1, OperatorColumn::Name, Qt::ToolTipRole).toString().contains(QStringLiteral("no busy share")));
    // Without a window every operator says why there is nothing.
    model->setRows(operatorRows(graph, nullptr, {}, nullptr));
    QVERIFY(cell(0, OperatorColumn::Name, Qt::ToolTipRole).toString().contains(QStringLiteral("Nothing was measured")));
    // A name with markup is text, also in the tool tip.
    QVERIFY(cell(0, OperatorColumn::Name).toString().contains(QStringLiteral("<b>bids</b>")));
    QVERIFY(!cell(0, OperatorColumn::Name, Qt::ToolTipRole).toString().contains(QStringLiteral("<b>bids")));
    // Missing sorts last whatever the order.
    TableProxy proxy;
    model->setRows(operatorRows(graph, &window, {}, nullptr));
    proxy.setSourceModel(model.get());
    for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        proxy.sort(OperatorColumn::Busy, order);
        QCOMPARE(proxy.index(1, OperatorColumn::Busy).data().toString(), QStringLiteral("–"));
    }
}

void TestModels::jobsComeWorstFirst() {
    engines::JobSummary busy, held, unknown;
    busy.state = held.state = unknown.state = "RUNNING";
    busy.worstBusy = 1.0;
    busy.worstBackpressure = 0.05;
    held.worstBusy = 0.7;
    held.worstBackpressure = 0.4;
    QVERIFY(jobSeverity(held) > jobSeverity(busy));
    QVERIFY(jobSeverity(busy) > jobSeverity(unknown));
}

void TestModels::paletteMatches() {
    QCOMPARE(fuzzyRank(QStringLiteral("app"), QStringLiteral("Plan: Approve")), 6);
    QVERIFY(fuzzyRank(QStringLiteral("pap"), QStringLiteral("Plan: Approve")) > 0);
    QCOMPARE(fuzzyRank(QStringLiteral("xyz"), QStringLiteral("Plan: Approve")), -1);
    QVERIFY(fuzzyRank(QStringLiteral("rev"), QStringLiteral("Review plan")) <
            fuzzyRank(QStringLiteral("rev"), QStringLiteral("Read every value")));
}

void TestModels::chartsKeepPeaks() {
    std::vector<QPointF> points;
    for (int i = 0; i < 50'000; ++i)
        points.emplace_back(i, i == 31'337 ? 999.0 : 1.0 + (i % 2));
    const auto few = decimate(points, 1'500);
    QVERIFY(few.size() <= 1'500);
    QVERIFY(std::ranges::any_of(few, [](const QPointF& p) { return p.y() == 999.0; }));
    QVERIFY(std::ranges::is_sorted(few, {}, &QPointF::x));
}

void TestModels::chartsBreakAtGaps() {
    const std::vector<QPointF> points{{0, 1}, {1, 2}, {2, kNaN}, {5, 3}, {6, kNaN}, {6.5, kNaN}, {9, 4}, {10, 5}};
    const auto parts = pieces(points);
    QCOMPARE(parts.size(), std::size_t(3));
    QCOMPARE(parts[0].size(), std::size_t(2));
    QCOMPARE(parts[2].front(), QPointF(9, 4));
    QVERIFY(pieces({}).empty());
    std::vector<QPointF> torn;
    for (int i = 0; i < 400; ++i)
        torn.emplace_back(i, i % 2 == 0 ? 1.0 : kNaN);
    QVERIFY(pieces(torn).size() <= 60);
}

void TestModels::pausesFold() {
    const auto window = [](int fromMinute, int toMinute) {
        Observation w;
        w.start = TimePoint(Millis(60'000LL * fromMinute));
        w.end = TimePoint(Millis(60'000LL * toMinute));
        return w;
    };
    const std::vector<Observation> windows{window(100, 101), window(101, 102), window(1'500, 1'510)};
    const TimeAxis axis(windows, 600);
    QCOMPARE(axis.stretches().size(), std::size_t(2));
    QCOMPARE(axis.xOf(windows.front().start), 0.0);
    QCOMPARE(axis.xOf(windows.back().end), 600.0);
    double last = -1;
    for (int minute = 90; minute < 1'520; ++minute) { // never backwards
        const double x = axis.xOf(TimePoint(Millis(60'000LL * minute)));
        QVERIFY(x >= last);
        last = x;
    }
    for (const int minute : {100, 101, 1'503})
        QVERIFY(std::abs(
                    (axis.timeAt(axis.xOf(TimePoint(Millis(60'000LL * minute)))) - TimePoint(Millis(60'000LL * minute)))
                        .count()) < 1'000);
    QCOMPARE(axis.timeAt(-5), windows.front().start);
    QVERIFY(axis.timeAt(9'999) == windows.back().end);
    QCOMPARE(TimeAxis({}, 600).xOf(windows[0].start), 0.0);
    std::vector<Observation> many;
    for (int i = 0; i < 40; ++i)
        many.push_back(window(i * 60, i * 60 + 1));
    QCOMPARE(TimeAxis(many, 600).stretches().size(), std::size_t(8));
}

void TestModels::causesComeFirst() {
    JobGraph graph = twoNodes();
    tune::Labels labels;
    labels.why = "\"Source\" is back-pressured 99.2 % of the time.";
    QCOMPARE(causeSentence(graph, labels), QStringLiteral("\"Source\" is back-pressured 99.2\u202F% of the time."));
    labels.nodes["b"] = {1, "Bottleneck: it is busy 97 % of the time."};
    QVERIFY(causeSentence(graph, labels).startsWith(QStringLiteral("Sink holds the job back. Bottleneck")));
    QVERIFY(causeSentence(graph, labels).endsWith(sentence(labels.why)));
    labels.nodes["a"] = {1, "x"};
    QVERIFY(causeSentence(graph, labels).startsWith(QStringLiteral("Source: <b>bids</b>, Sink hold the job back.")));
    QCOMPARE(stepName("send request"), QStringLiteral("Send the new numbers"));
    QCOMPARE(stepName("dance"), QStringLiteral("dance"));
}

void TestModels::nowIsWhenThePlanWasMade() {
    PlanFile file;
    file.plan.base = {{"a", 1}, {"b", 2}};
    const Observation live = windowOf(0.2, Number());
    QCOMPARE(planRows(file, nullptr, &live, {})[0].busyBefore.value_or(-1), 0.2);
    file.measured = windowOf(0.9, 0.8);
    const auto rows = planRows(file, nullptr, &live, {});
    QCOMPARE(rows[0].busyBefore.value_or(-1), 0.9);
    QCOMPARE(rows[1].busyBefore.value_or(-1), 0.8);
    QCOMPARE(planRows(file, nullptr, nullptr, {})[1].busyBefore.value_or(-1), 0.8);
}

void TestModels::changesAreWatched() {
    PlanFile file;
    file.plan.base = {{"a", 1}, {"b", 1}};
    file.plan.changes = {{"b", "Sink", 1, 2, 1, {}, 0.5, {}, false}};
    QVERIFY(watchOf(file, {}).sentence.isEmpty()); // nothing was applied
    file.outcome.emplace();
    file.outcome->reached = {{"a", 1}, {"b", 2}};
    QVERIFY(watchOf(file, {}).sentence.startsWith(QStringLiteral("Waiting")));
    const auto window = [](int minute, int pB, double pressure, double accepted) {
        Observation w = windowOf(0.5, 0.6);
        w.start = TimePoint(Millis(60'000LL * minute));
        w.end = TimePoint(Millis(60'000LL * (minute + 1)));
        w.nodes[0].backpressuredMax = pressure;
        w.nodes[1].parallelism = pB;
        w.sources.push_back({"a", 1'000.0, OfferedFrom::Given, accepted, {}, {}});
        return w;
    };
    file.measured = window(0, 1, 0.6, 600);
    // Windows of before, of other numbers and with a restart inside do not count.
    Observation restart = window(2, 2, 0.0, 10);
    restart.quiet = false;
    QCOMPARE(watchOf(file, {window(0, 1, 0.6, 600), window(1, 1, 0.6, 600), restart}).verdict, WatchVerdict::Waiting);
    const auto better = watchOf(file, {*file.measured, restart, window(3, 2, 0.0, 1'000), window(4, 2, 0.02, 990)});
    QCOMPARE(better.verdict, WatchVerdict::Better);
    QCOMPARE(better.seconds, 120.0);
    QCOMPARE(better.line.size(), std::size_t(2));
    QCOMPARE(better.rows.size(), std::size_t(1));
    QCOMPARE(better.rows[0].predicted.value_or(-1), 0.5);
    QVERIFY2(better.sentence.contains(QStringLiteral("back-pressure OK, was HIGH")), qPrintable(better.sentence));
    file.measured = window(0, 1, 0.0, 1'000);
    QCOMPARE(watchOf(file, {window(3, 2, 0.0, 1'000)}).verdict, WatchVerdict::Same);
    const auto worse = watchOf(file, {window(3, 2, 0.4, 700)});
    QCOMPARE(worse.verdict, WatchVerdict::Worse);
    QVERIFY(worse.sentence.contains(QStringLiteral("back-pressure LOW, was OK")));
    QVERIFY(worse.sentence.contains(QStringLiteral("Roll back")));
}

void TestModels::jobsRunAndStop() {
    JobRunner runner;
    QObject context;
    int value = 0;
    runner.start<int>(
        {.title = QStringLiteral("seven"), .lane = {}}, &context,
        [](std::stop_token, const ProgressSink&) -> Result<int> { return 7; },
        [&](const std::shared_ptr<const int>& v) { value = *v; });
    QTRY_COMPARE(value, 7);
    // An exception becomes an error with its text.
    Error error;
    runner.run(
        {.title = QStringLiteral("throws"), .lane = {}}, &context,
        [](std::stop_token, const ProgressSink&) -> Status { throw std::runtime_error("told why"); }, [] {},
        [&](const Error& e) { error = e; });
    QTRY_COMPARE(text(error.code), QStringLiteral("internal"));
    QCOMPARE(text(error.details["exception"]), QStringLiteral("told why"));
    // Cancel reaches the work.
    bool stopped = false;
    const quint64 id = runner.run(
        {.title = QStringLiteral("waits"), .lane = {}}, &context,
        [](std::stop_token stop, const ProgressSink&) -> Status {
            while (!stop.stop_requested())
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
            return fail("test.cancelled", "Stopped.");
        },
        [] {}, [&](const Error& e) { stopped = e.code == "test.cancelled"; });
    QCOMPARE(runner.running(), 1);
    runner.cancel(id);
    QTRY_VERIFY(stopped);
    // An answer for somebody who is gone is dropped.
    auto gone = std::make_unique<QObject>();
    bool called = false;
    runner.run(
        {.title = QStringLiteral("late"), .lane = {}}, gone.get(),
        [](std::stop_token, const ProgressSink&) -> Status { return {}; }, [&] { called = true; });
    gone.reset();
    QTRY_COMPARE(runner.runningAll(), 0);
    QVERIFY(!called);
    runner.close();
    QCOMPARE(runner.run(
                 {.title = QStringLiteral("too late"), .lane = {}}, &context,
                 [](std::stop_token, const ProgressSink&) -> Status { return {}; }, [] {}),
             quint64(0));
}

void TestModels::newAnswersWin() {
    JobRunner runner;
    QObject context;
    std::vector<int> answers;
    std::atomic<bool> release{false};
    const auto take = [&](const std::shared_ptr<const int>& v) { answers.push_back(*v); };
    runner.start<int>(
        {.title = QStringLiteral("old"), .lane = "lane"}, &context,
        [&](std::stop_token, const ProgressSink&) -> Result<int> {
            while (!release)
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
            return 1; // ignores its stop token, and comes late
        },
        take);
    runner.start<int>(
        {.title = QStringLiteral("new"), .lane = "lane"}, &context,
        [](std::stop_token, const ProgressSink&) -> Result<int> { return 2; }, take);
    QTRY_COMPARE(answers.size(), std::size_t(1));
    release = true;
    QTRY_COMPARE(runner.runningAll(), 0);
    QCOMPARE(answers, std::vector<int>{2});

    // keepOlder keeps a running one, but not one that was dropped and only winds down.
    release = false;
    const JobOptions keep{.title = QStringLiteral("poll"), .lane = "poll", .quiet = true, .keepOlder = true};
    const auto slow = [&](std::stop_token, const ProgressSink&) -> Result<int> {
        while (!release)
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        return 3;
    };
    QVERIFY(runner.start<int>(keep, &context, slow, take) != 0);
    QCOMPARE(runner.start<int>(keep, &context, slow, take), quint64(0));
    runner.cancelLane("poll");
    QVERIFY(runner.start<int>(
                keep, &context, [](std::stop_token, const ProgressSink&) -> Result<int> { return 4; }, take) != 0);
    QTRY_COMPARE(answers.back(), 4);
    release = true;
    QTRY_COMPARE(runner.runningAll(), 0);
    QCOMPARE(answers.back(), 4);
}

ST_UI_TEST(TestModels)
#include "tst_models.moc"
