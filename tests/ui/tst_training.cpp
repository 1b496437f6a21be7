// SPDX-License-Identifier: GPL-3.0-or-later
// Trainings, models and comparisons as rows, words and lines: pure functions, and models under
// QAbstractItemModelTester.
#include <QAbstractItemModelTester>
#include <cmath>
#include <limits>

#include "tests/ui/support/ui_test.h"
#include "ui/session/text.h"
#include "ui/session/training_flow.h"
#include "ui/views/compare/results.h"
#include "ui/views/registry/model_words.h"
#include "ui/views/training/run_list.h"
#include "ui/views/training/training_words.h"

using namespace streamtune;
using namespace streamtune::ui;
using workbench::RunState;
using workbench::TrainingCurve;
using workbench::TrainingRun;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TrainingCurve curve(const std::string& cluster, std::vector<double> validation, int best, bool done = true) {
    TrainingCurve c{cluster, {}, best, done, "told by the trainer"};
    for (std::size_t i = 0; i < validation.size(); ++i)
        c.epochs.push_back({static_cast<int>(i) + 1, 1.0 / static_cast<double>(i + 1), validation[i], 0.5});
    return c;
}

TrainingRun run(const std::string& id, RunState state = RunState::Running) {
    TrainingRun r;
    r.id = id;
    r.state = state;
    r.engine = "simulated";
    r.name = "simulated-" + id;
    r.settings.epochs = r.epochs = 60;
    r.settings.patience = 3;
    return r;
}

QByteArray table() {
    return R"({"notes":["left out: broken.json"],"rows":[
        {"job":"a","method":"st-cap","reconfigurations_mean":1.0,"parallelism_ratio":1.02,"backpressured_after":0,
         "final_sum":102,"oracle_sum":100,"tunings":10},
        {"job":"a","method":"ds2","reconfigurations_mean":2.0,"parallelism_ratio":1.01,"backpressured_after":3,
         "decision_ms_median":"NaN"},
        {"job":"a","method":"oracle","reconfigurations_mean":0.9,"parallelism_ratio":1.0,"backpressured_after":0},
        {"job":"b","method":"st-cap","reconfigurations_mean":1.2,"parallelism_ratio":1.05,"backpressured_after":1},
        {"job":"b","method":"ds2","reconfigurations_mean":1.1,"parallelism_ratio":1.04,"backpressured_after":0},
        {"job":"*","method":"st-cap","reconfigurations_mean":1.1,"parallelism_ratio":1.035,"backpressured_after":1},
        {"job":"*","method":"ds2","reconfigurations_mean":1.55,"parallelism_ratio":1.025,"backpressured_after":3}]})";
}

} // namespace

class TestTraining : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void progressReadsWell();
    void endingsAreToldApart();
    void noNumberIsExplained();
    void smoothingKeepsGapsAndLevel();
    void curvesHaveBestEpochAndTime();
    void axesCountEpochsAndDecades();
    void queueKeepsItsPlace();
    void runsAreSideBySide();
    void gateSaysWhy();
    void calibrationInWords();
    void comparisonsAreRead();
    void brokenComparisonsAreRefused();
    void otherMethodsAreNamedWhereTheyAreBetter();
    void shippedResultsHaveTheirCommand();
    void firstDeploymentsAreTheirOwnTable();
};

void TestTraining::progressReadsWell() {
    TrainingRun r = run("t1");
    r.stage = "reading history";
    QCOMPARE(progressWords(r), QStringLiteral("reading history"));
    r.total = 4;
    r.spent = 1;
    r.epoch = 1;
    r.remaining = 95.0;
    QVERIFY2(progressWords(r).contains(QStringLiteral("estimating")), qPrintable(progressWords(r)));
    r.done = 1;
    r.epoch = 18;
    r.spent = 41;
    QCOMPARE(progressWords(r),
             QStringLiteral("encoder 2/4 · epoch 18/60 · %1 spent · at most %2 left").arg(duration(41), duration(95)));
    r.state = RunState::Paused;
    QVERIFY(progressWords(r).startsWith(QStringLiteral("paused")));
    QVERIFY(!progressWords(r).contains(QStringLiteral("left")));
}

void TestTraining::endingsAreToldApart() {
    const TrainingRun r = run("t1");
    QCOMPARE(curveEnd(r, curve("c1", {1, 2}, 1, false)), CurveEnd::Going);
    QCOMPARE(curveEnd(r, curve("c1", {1, 2, 3, 4}, 1)), CurveEnd::EarlyStop);
    QCOMPARE(curveEnd(r, curve("c1", std::vector<double>(60, 1.0), 59)), CurveEnd::AllEpochs);
    QCOMPARE(curveEnd(r, curve("c1", {1, 2}, 1)), CurveEnd::NoNumber);
    QCOMPARE(withoutGain(curve("c1", {1, 2, 3, 4}, 1)), 3);
    QCOMPARE(*bestLoss(curve("c1", {3, 2, 4}, 2)), 2.0);
    QCOMPARE(*bestLoss(curve("c1", {kNaN, kNaN}, 2)), 0.5); // nobody was held out: the training loss
    QVERIFY(!bestLoss(curve("c1", {}, 0)));
}

void TestTraining::noNumberIsExplained() {
    TrainingRun r = run("t1", RunState::Done);
    r.settings.learningRate = 0.03;
    r.curves = {curve("global", {1, 2, 3, 4}, 1), curve("c2", {1, 2}, 1)};
    const RunStory story = storyOf(r);
    QVERIFY(story.bad);
    QCOMPARE(*story.learningRate, 0.01);
    QVERIFY(story.advice.contains(QStringLiteral("0.01")));
    const QString words = story.sentences.join(QLatin1Char(' '));
    QVERIFY(words.contains(QStringLiteral("NaN")) && words.contains(QStringLiteral("c2")));
    QVERIFY(words.contains(QStringLiteral("Stopped early")) && words.contains(QStringLiteral("global")));
    r.curves.pop_back();
    QVERIFY(!storyOf(r).bad && !storyOf(r).learningRate);
}

void TestTraining::smoothingKeepsGapsAndLevel() {
    const std::vector<double> flat(20, 0.7);
    for (const double value : smoothed(flat, 0.9))
        QVERIFY(std::abs(value - 0.7) < 1e-12); // no pull to zero at the beginning
    const auto gap = smoothed({1, kNaN, 3}, 0.5);
    QVERIFY(std::isnan(gap[1]) && gap[2] > 1 && gap[2] < 3);
    QCOMPARE(smoothed({3, 1, 2}, 0), (std::vector<double>{3, 1, 2}));
}

void TestTraining::curvesHaveBestEpochAndTime() {
    const TrainingCurve c = curve("c1", {0.9, 0.5, 0.6}, 2);
    const auto plain = curveSeries(c, {});
    QCOMPARE(plain.size(), std::size_t{2});
    QCOMPARE(plain[0].points.back().x(), 3.0);
    QCOMPARE(plain[1].points[1].y(), 0.5);
    QVERIFY(plain[1].dashed && !plain[0].dashed); // told apart without colour
    const auto smooth = curveSeries(c, {0.5, ChartAxis::Seconds});
    QCOMPARE(smooth.size(), std::size_t{4}); // what was measured stays behind each
    QVERIFY(smooth[0].faint && !smooth[1].faint);
    QCOMPARE(smooth[0].points[1].x(), 1.0); // two epochs of half a second
    QCOMPARE(curveMarks(c, ChartAxis::Epochs).at(0).at, 2.0);
    QCOMPARE(curveMarks(c, ChartAxis::Seconds).at(0).at, 1.0);
    QCOMPARE(curveSeries(curve("c1", {kNaN, kNaN}, 1), {}).size(), std::size_t{1});
    // A long training is thinned before it is drawn.
    std::vector<double> many(20'000, 0.4);
    many[7'777] = 9;
    const auto drawn = pieces(curveSeries(curve("c1", many, 1), {})[1].points);
    QVERIFY(drawn.size() == 1 && drawn[0].size() <= 2'000);
    QVERIFY(std::ranges::any_of(drawn[0], [](const QPointF& p) { return p.y() == 9; }));
}

void TestTraining::axesCountEpochsAndDecades() {
    const auto epochs = ticksOf(ChartAxis::Epochs, 1, 60);
    QVERIFY(epochs.size() >= 3 && epochs.size() <= 7);
    QCOMPARE(epochs[0].words, QString::number(epochs[0].at));
    QVERIFY(ticksOf(ChartAxis::Epochs, 1, 3).size() <= 3); // no half epochs
    QCOMPARE(placeOf(ChartAxis::Epochs, 12.2), QStringLiteral("epoch 12"));
    const auto [low, high] = valueRange(0.02, 0.9, true);
    const auto ticks = valueTicks(low, high, true, false);
    QVERIFY(ticks.size() >= 3 && ticks.front() >= 0.015 && ticks.back() <= 1.0);
    QVERIFY(std::isnan(plotted(0, true)) && std::isnan(plotted(-1, true)));
    QCOMPARE(plotted(0, false), 0.0);
    const auto narrow = valueRange(0.251, 0.262, true);
    QVERIFY(narrow.first < std::log10(0.251) && narrow.second > std::log10(0.262));
    QVERIFY(valueRange(std::numeric_limits<double>::infinity(), 0, true).first < 0); // nothing above zero
}

void TestTraining::queueKeepsItsPlace() {
    RunListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRuns({run("t2"), run("t1", RunState::Done)});
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setRuns({run("t2", RunState::Paused), run("t1", RunState::Done)});
    QCOMPARE(resets.size(), 0); // only numbers changed
    QVERIFY(model.index(0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("paused")));
    model.setRuns({run("t3"), run("t2"), run("t1")});
    QCOMPARE(resets.size(), 1);
    QCOMPARE(model.find("t1"), 2);
    QCOMPARE(model.find("t9"), -1);
}

void TestTraining::runsAreSideBySide() {
    TrainingRun a = run("t1", RunState::Done), b = run("t2", RunState::Done);
    a.curves = {curve("global", {0.5, 0.3}, 2)};
    b.curves = {curve("global", {0.5, 0.2}, 2)};
    b.settings.seed = 7;
    b.model = "m";
    ModelCards cards;
    auto card = std::make_shared<learn::ModelSet>();
    card->card.history.hash = "a91c44e0a91c44e0";
    card->global.heldOut.loss = 0.25;
    cards["m"] = card;
    const auto rows = runFigures({&a, &b}, "global", cards, true);
    const auto row = [&](const char* name) {
        const auto found = std::ranges::find(rows, QLatin1String(name), &FigureRow::name);
        return found == rows.end() ? FigureRow{} : *found;
    };
    QCOMPARE(row("best loss").best, 1);
    QCOMPARE(row("best loss").values, (QStringList{QStringLiteral("0.300"), QStringLiteral("0.200")}));
    QCOMPARE(row("log loss, held-out jobs").values.at(0), QStringLiteral("–")); // missing is not zero
    QCOMPARE(row("data hash").values.at(1), QStringLiteral("a91c44e0a91c"));
    QVERIFY(row("seed").differs && !row("learning rate").differs);
    QVERIFY(rows.front().differs && !rows.back().differs);
    auto model = makeFiguresModel({QStringLiteral("t1"), QStringLiteral("t2")});
    QAbstractItemModelTester tester(model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    model->setRows(rows);
    QCOMPARE(model->columnCount(), 3);
}

void TestTraining::gateSaysWhy() {
    workbench::ModelSummary model;
    model.id = "new";
    workbench::ModelComparison worse{"new", "old", {}, {}, 9, false, {}};
    worse.ofCandidate.loss = 0.4;
    worse.ofPresent.loss = 0.3;
    const auto checks = gateChecks(model, &worse, false);
    QCOMPARE(checks.front().verdict, GateCheck::Verdict::Failed);
    QVERIFY(checks.front().words.contains(QStringLiteral("0.400")) &&
            checks.front().words.contains(QStringLiteral("0.300")));
    worse.better = true;
    QCOMPARE(gateChecks(model, &worse, false).front().verdict, GateCheck::Verdict::Passed);
    QCOMPARE(gateChecks(model, nullptr, true).front().verdict, GateCheck::Verdict::Waits);
    model.broken = "The sum of tensor w1 is wrong.";
    const auto broken = gateChecks(model, nullptr, false);
    QCOMPARE(broken.size(), std::size_t{1});
    QCOMPARE(broken.front().words, text(model.broken));
    auto rows = makeModelsModel();
    QAbstractItemModelTester tester(rows.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    rows->setRows({{model, std::nullopt}});
    QCOMPARE(rows->index(0, ModelColumn::Loss).data().toString(), QStringLiteral("–"));
    QVERIFY(rows->index(0, ModelColumn::State).data(WarnRole).toBool());
}

void TestTraining::calibrationInWords() {
    const std::vector<learn::CalibrationBin> bins{{0, 0.5, 100, 0.2, 0.1}, {0.5, 1, 50, 0.8, 0.78}, {1, 1.1, 0, 0, 0}};
    QVERIFY(calibrationWords(bins, 0.8).contains(QStringLiteral("50")));
    QVERIFY(calibrationWords(bins, 1.05).isEmpty());
    QVERIFY(std::abs(*calibrationError(bins) - (100 * 0.1 + 50 * 0.02) / 150) < 1e-12);
    QVERIFY(!calibrationError({}));
}

void TestTraining::comparisonsAreRead() {
    const auto read = resultsFrom(table(), QStringLiteral("mine"));
    QVERIFY(read);
    QCOMPARE(read->rows.size(), std::size_t{7});
    QCOMPARE(read->methods(), (QStringList{QStringLiteral("st-cap"), QStringLiteral("ds2"), QStringLiteral("oracle")}));
    QCOMPARE(*read->rows[0].ratioOfSums, 1.02);
    QVERIFY(isUndefined(read->rows[1].decisionMs) && isMissing(read->rows[0].decisionMs));
    QCOMPARE(read->notes.size(), 1);
    QCOMPARE(threeFigures(*read->all(QStringLiteral("ds2"))), QStringLiteral("1.550 / 1.025 / 3"));
    QVERIFY(!read->all(QStringLiteral("oracle")));
    const std::vector<ResultTable> tables{*read};
    auto overview = makeOverviewModel(tables);
    QAbstractItemModelTester tester(overview.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    overview->setRows(overviewRows(tables));
    QCOMPARE(overview->rowCount(), 3);
    QCOMPARE(overview->index(2, 1).data().toString(), QStringLiteral("–")); // judged nowhere over all jobs
    auto jobs = makeResultsModel();
    jobs->setRows(read->rows);
    QCOMPARE(jobs->index(1, ResultColumn::Ms).data().toString(), QStringLiteral("undefined"));
}

void TestTraining::brokenComparisonsAreRefused() {
    const QByteArray bad[]{"",
                           "nonsense",
                           "[]",
                           "{}",
                           R"({"rows":3})",
                           R"({"rows":[]})",
                           R"({"rows":[{"job":"a"}]})",
                           R"({"rows":[{"job":"a","method":"ds2"}]})",
                           R"({"rows":[7]})"};
    for (const QByteArray& json : bad) {
        const auto read = resultsFrom(json, QStringLiteral("mine"));
        QVERIFY2(!read, json.constData());
        QCOMPARE(read.error().code, std::string("compare.format"));
        QVERIFY(!read.error().hint.empty());
    }
    QByteArray cut = table();
    for (qsizetype size = 0; size < cut.size(); size += 7)
        QVERIFY(!resultsFrom(cut.left(size), QStringLiteral("mine")));
    QCOMPARE(resultsOfFile(QStringLiteral("/nowhere/at/all.json")).error().code, std::string("compare.read"));
}

void TestTraining::otherMethodsAreNamedWhereTheyAreBetter() {
    const auto read = resultsFrom(table(), QStringLiteral("mine"));
    QVERIFY(read);
    const auto rows = betterThan(*read, QStringLiteral("st-cap"));
    QCOMPARE(rows.size(), std::size_t{3}); // a and b, and the ratio over all jobs; never the oracle
    QCOMPARE(rows[0].job, QStringLiteral("b"));
    QVERIFY(!rows[0].paid && rows[0].changes && rows[0].ratio && rows[0].bad);
    QCOMPARE(rows[1].job, QStringLiteral("a"));
    QVERIFY(rows[1].paid && rows[1].ratio && !rows[1].changes && !rows[1].bad);
    auto model = makeBetterModel();
    QAbstractItemModelTester tester(model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    model->setRows(rows);
    QVERIFY(model->index(1, 2).data().toString().contains(QStringLiteral("3 more bad")));
    QVERIFY(betterThan(*read, QStringLiteral("nobody")).empty());
}

void TestTraining::shippedResultsHaveTheirCommand() {
    const auto tables = shippedResults();
    QVERIFY(tables.size() >= 5);
    QCOMPARE(tables.front().name, QStringLiteral("standard"));
    for (const ResultTable& t : tables) {
        QVERIFY(t.all(QStringLiteral("st-cap")) || t.all(QStringLiteral("ds2")));
        QVERIFY(t.file.isEmpty());
    }
    QVERIFY2(tables.front().command.contains(QStringLiteral("--physics standard")), qPrintable(tables.front().command));
    QVERIFY(tables.front().command.startsWith(QStringLiteral("streamtune compare ")));
    QVERIFY(!tables.front().command.contains(QLatin1Char('$')));
    QVERIFY(commandIn(QStringLiteral("judge x --a\n"), QStringLiteral("y")).isEmpty());
}

void TestTraining::firstDeploymentsAreTheirOwnTable() {
    const auto rowOf = [](const char* way, double sufficient, int jobs) {
        return QStringLiteral(R"({"job":"*","method":"first: %1","jobs":%2,"final_sum":%3,"oracle_sum":10,
            "sufficient":{"value":%4,"low":0.1,"high":0.9},"parallelism_ratio":{"value":1,"low":0.8,"high":1.2},
            "changes":{"value":1,"low":1,"high":1}})")
            .arg(QLatin1String(way))
            .arg(jobs)
            .arg(10 * jobs)
            .arg(sufficient);
    };
    const QByteArray json =
        QStringLiteral(R"({"rows":[{"job":"a","method":"first: history","sufficient":true},%1,%2]})")
            .arg(rowOf("history", 0.5, 2), rowOf("averages", 0.25, 2))
            .toUtf8();
    const auto table = resultsFrom(json, QStringLiteral("past-fold0"));
    QVERIFY(table);
    QVERIFY(table->rows.empty()); // no tuning
    QCOMPARE(table->first.size(), std::size_t(2));
    QCOMPARE(*table->first[0].sufficient.low, 0.1);
    // Folds are taken together, by jobs and by sums.
    auto rows = table->first;
    rows.push_back(rows[0]);
    rows.back().table = QStringLiteral("past-fold1");
    rows.back().sufficient.value = 1.0;
    rows.back().jobs = 6;
    rows.back().sum = 60;
    const auto together = foldsTogether(rows);
    QCOMPARE(together.size(), std::size_t(2));
    QCOMPARE(together[0].jobs, 8);
    QCOMPARE(*together[0].sufficient.value, 0.875);
    QCOMPARE(*together[0].ratio.value, 4.0);
    QVERIFY(!isKnown(together[0].sufficient.low));
    auto model = makeFirstModel();
    QAbstractItemModelTester tester(model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    model->setRows(table->first);
    QCOMPARE(model->index(0, 3).data().toString(), QStringLiteral("0.500 (0.100 to 0.900)"));
    QCOMPARE(model->index(0, 6).data().toString(), QStringLiteral("–"));
    const auto shipped = shippedFirstRows();
    for (const char* way : {"p=1", "averages", "history", "oracle"})
        QVERIFY(std::ranges::count_if(shipped, [&](const FirstRow& r) { return r.way == QLatin1String(way); }) >= 2);
}

ST_UI_TEST(TestTraining)
#include "tst_training.moc"
