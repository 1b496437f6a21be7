// SPDX-License-Identifier: GPL-3.0-or-later
// Training as people do it in the demo: train, pause, cancel, resume, compare, promote; a window that is closed while
// it trains; a candidate that does not pass the gate; a comparison of one's own.
#include <QCheckBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSlider>
#include <QSpinBox>

#include "core/history/store.h"
#include "tests/ui/support/ui_test.h"
#include "tests/ui/support/watchdog.h"
#include "ui/session/model_flow.h"
#include "ui/session/text.h"
#include "ui/session/training_flow.h"
#include "ui/views/compare/results_page.h"
#include "ui/views/inspect/time_chart.h"
#include "ui/views/registry/models_page.h"
#include "ui/views/training/curves_panel.h"
#include "ui/views/training/run_list.h"
#include "ui/views/training/run_panels.h"
#include "ui/views/training/train_page.h"

using namespace streamtune;
using namespace streamtune::uitest;
using ui::TrainPage;
using workbench::RunState;

namespace {

/// A training reads and clusters the history first, at lower priority than everything else on the machine.
constexpr int kPatient = 240'000;

struct Wish {
    QString name;
    int epochs = 12;
    int hidden = 8;
    double rate = 0.003;
    bool job = false;
};

/// The demo in a folder of its own, opened from the welcome page.
bool openDemo(WindowUnderTest& w) {
    return w.click(QStringLiteral("file.demo"), kPatient) &&
           QTest::qWaitFor([&] { return w->session().isOpen() && w->feed().graph(); }, kPatient) &&
           w.click(QStringLiteral("view.train")) &&
           QTest::qWaitFor([&] { return !w->training().sources().empty(); }, kPatient);
}

bool train(WindowUnderTest& w, const Wish& wish) {
    const auto before = w->training().runs().size();
    if (wish.job) // a menu entry, without a button of its own
        w->commands().action(QStringLiteral("train.job"))->trigger();
    else if (!w.click(QStringLiteral("train.new")))
        return false;
    auto* dialog = w->findChild<QDialog*>(QStringLiteral("trainingDialog"));
    if (!dialog)
        return false;
    dialog->findChild<QSpinBox*>(QStringLiteral("trainingEpochs"))->setValue(wish.epochs);
    dialog->findChild<QSpinBox*>(QStringLiteral("trainingHidden"))->setValue(wish.hidden);
    dialog->findChild<QSpinBox*>(QStringLiteral("trainingLayers"))->setValue(2);
    dialog->findChild<QDoubleSpinBox*>(QStringLiteral("trainingRate"))->setValue(wish.rate);
    QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("trainingName")), wish.name);
    auto* start = dialog->findChild<QPushButton*>(QStringLiteral("startTraining"));
    if (!start->isEnabled()) {
        qWarning("%s", qPrintable(start->toolTip()));
        return false;
    }
    QTest::mouseClick(start, Qt::LeftButton);
    return QTest::qWaitFor([&] { return w->training().runs().size() == before + 1; }, 20'000);
}

const workbench::TrainingRun& newest(WindowUnderTest& w) {
    return w->training().runs().front();
}

bool reaches(WindowUnderTest& w, RunState state, int ms = kPatient) {
    const bool there = QTest::qWaitFor([&] { return newest(w).state == state; }, ms);
    if (!there)
        qWarning("%s: %s", workbench::toString(newest(w).state), newest(w).sentence.c_str());
    return there;
}

int epochsOf(const workbench::TrainingRun& run) {
    int epochs = 0;
    for (const auto& curve : run.curves)
        epochs += static_cast<int>(curve.epochs.size());
    return epochs;
}

/// The dialog before a decision on a model: reason, tick where there is one, button.
bool decide(WindowUnderTest& w, bool insists) {
    auto* dialog = w->findChild<QDialog*>(QStringLiteral("modelDialog"));
    if (!dialog)
        return false;
    auto* press = dialog->findChild<QPushButton*>(QStringLiteral("modelDo"));
    QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("modelReason")), QStringLiteral("for the test"));
    if (auto* tick = dialog->findChild<QCheckBox*>(QStringLiteral("modelInsist"))) {
        if (!insists || press->isEnabled()) {
            qWarning("a worse model could be promoted without insisting");
            return false;
        }
        tick->click();
    } else if (insists) {
        qWarning("nothing to insist on");
        return false;
    }
    if (!press->isEnabled())
        return false;
    QTest::mouseClick(press, Qt::LeftButton);
    return true;
}

} // namespace

class TestTrainingStory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void trainCancelResumePromote();
    void closedWhileItTrains();
    void aWorseOneHasToBeInsistedOn();
    void oneJobIsFineTuned();
    void ownComparisonsAreOpened();
};

void TestTrainingStory::trainCancelResumePromote() {
    TestSpace space;
    auto options = space.options();
    options.workspace.clear();
    WindowUnderTest w(options, ui::utf8(space.path(QStringLiteral("demo.db"))));
    QVERIFY(openDemo(w));
    auto& page = w->trainPage();
    QVERIFY(w->training().runs().empty());
    shoot(*w, QStringLiteral("training-empty"));

    auto* application = dynamic_cast<MeteredApplication*>(QApplication::instance());
    QVERIFY(application);
    QVERIFY(train(w, {QStringLiteral("mine"), 150})); // enough to be met at work on a fast machine
    QVERIFY(reaches(w, RunState::Running));
    (void)application->takeHandlers();
    QVERIFY(QTest::qWaitFor([&] { return epochsOf(newest(w)) >= 6; }, kPatient));
    QTRY_VERIFY(page.curves()->lines() >= 1);
    // While it learns nothing holds the window: processor time of the handlers, whatever else the machine does.
    const auto handlers = application->takeHandlers();
    QVERIFY(handlers.size() > 20); // curves moved
    qInfo("%zu handlers while it learns: 99 %% within %.1f ms, longest %.1f ms (%s)", handlers.size(),
          handlers[handlers.size() * 99 / 100], handlers.back(), qPrintable(application->worst()));
    QVERIFY(handlers[handlers.size() * 99 / 100] < 50);
    QCOMPARE(page.queue()->model()->rowCount(), 1);
    QVERIFY(page.encoders()->view()->model()->rowCount() >= 1);
    shoot(*w, QStringLiteral("training-running"));

    // Pause is kept in the workspace; resume goes on, not from the beginning.
    QVERIFY(w.click(QStringLiteral("train.pause")));
    QVERIFY(reaches(w, RunState::Paused, 20'000));
    const int before = epochsOf(newest(w));
    QVERIFY(before >= 6);
    QVERIFY(w.click(QStringLiteral("train.resume")));
    QVERIFY(reaches(w, RunState::Running));
    QVERIFY(QTest::qWaitFor([&] { return epochsOf(newest(w)) >= before; }, kPatient));

    QVERIFY(w.click(QStringLiteral("train.cancel")));
    QVERIFY(reaches(w, RunState::Cancelled, 20'000));
    QVERIFY(QTest::qWaitFor([&] { return !w->training().working(); }, 20'000));
    shoot(*w, QStringLiteral("training-cancelled"));
    QVERIFY(page.findChild<QLabel*>(QStringLiteral("trainingAdvice"))->text().contains(QStringLiteral("Resume")));
    QVERIFY(w.click(QStringLiteral("train.resume")));
    QVERIFY(reaches(w, RunState::Done, kPatient));
    QCOMPARE(newest(w).model, std::string("mine"));
    QVERIFY(newest(w).spent > 0);

    // Smoothing and the logarithmic axis change the picture, not the data.
    const auto lines = page.curves()->lines();
    page.curves()->smoothing()->setValue(60);
    QTRY_VERIFY(page.curves()->lines() > lines);
    page.curves()->setLog(true);
    shoot(*w, QStringLiteral("training-done"));

    // A second one, laid over the first.
    QVERIFY(train(w, {QStringLiteral("other"), 3}));
    QVERIFY(reaches(w, RunState::Done, kPatient));
    w->training().choose({newest(w).id, w->training().runs().back().id});
    QTRY_COMPARE(page.figures()->view()->model()->columnCount(), 3);
    page.figures()->findChild<QCheckBox*>(QStringLiteral("differencesFirst"))->click();
    shoot(*w, QStringLiteral("training-compared"));

    // The model is a candidate until a person promotes it.
    page.showModel("mine");
    QTRY_VERIFY_WITH_TIMEOUT(w->models().comparison(), kPatient);
    QTRY_VERIFY(w->models().cards().contains("mine"));
    QVERIFY(!w->models().model("mine")->active);
    QVERIFY2(page.models()->gateText().contains(QStringLiteral("Held-out log loss")),
             qPrintable(page.models()->gateText()));
    shoot(*w, QStringLiteral("models-gate"));
    const bool better = w->models().comparison()->better;
    QVERIFY(w.click(QStringLiteral("models.promote")));
    QVERIFY(decide(w, !better));
    QTRY_VERIFY_WITH_TIMEOUT(w->models().model("mine")->active, 20'000);
    QVERIFY(w->models().models().size() >= 3); // the old one stays
    const auto store = w->session().bench()->store();
    QVERIFY(store);
    const auto rows = (*store)->auditRows("model:", {}, 10, "");
    QVERIFY(rows && rows->rows.size() == 1);
    QCOMPARE(rows->rows[0].action, std::string("model.promoted"));
    QCOMPARE(rows->rows[0].reason, std::string("for the test"));
    QVERIFY(w.click(QStringLiteral("models.drift")));
    QTRY_VERIFY_WITH_TIMEOUT(w->models().drift() || !w->models().whyNoDrift().isEmpty(), kPatient);
    shoot(*w, QStringLiteral("models-promoted"));
}

void TestTrainingStory::closedWhileItTrains() {
    TestSpace space;
    auto options = space.options();
    options.workspace.clear();
    const std::filesystem::path file = ui::utf8(space.path(QStringLiteral("demo.db")));
    {
        WindowUnderTest w(options, file);
        QVERIFY(openDemo(w));
        // So small steps that it always gets a little better and does not end by itself.
        QVERIFY(train(w, {QStringLiteral("patient"), 1000, 8, 0.00001}));
        QVERIFY(QTest::qWaitFor([&] { return epochsOf(newest(w)) >= 5; }, kPatient));
        w.close();
    }
    // It waits in the workspace, and goes on by itself when that is opened again, whatever is looked at.
    options.workspace = file;
    WindowUnderTest w(options);
    QVERIFY(QTest::qWaitFor([&] { return !w->training().runs().empty(); }, kPatient));
    QVERIFY(QTest::qWaitFor([&] { return w->training().working(); }, 20'000));
    QCOMPARE(w->perspective(), ui::Perspective::Inspect);
    QVERIFY(w.click(QStringLiteral("view.train")));
    QVERIFY(QTest::qWaitFor([&] { return epochsOf(newest(w)) >= 5; }, kPatient));
    // Stopped from the list of background jobs it stays stopped.
    w->session().runner().cancel(w->training().work());
    QVERIFY(reaches(w, RunState::Paused, 20'000));
    QTest::qWait(500);
    QCOMPARE(newest(w).state, RunState::Paused);
    QVERIFY(!w->training().working());
}

void TestTrainingStory::aWorseOneHasToBeInsistedOn() {
    TestSpace space;
    auto options = space.options();
    options.workspace.clear();
    WindowUnderTest w(options, ui::utf8(space.path(QStringLiteral("demo.db"))));
    QVERIFY(openDemo(w));
    QVERIFY(train(w, {QStringLiteral("hasty"), 1, 4, 0.000001}));
    QVERIFY(reaches(w, RunState::Done, kPatient));
    auto& page = w->trainPage();
    page.showModel("hasty");
    QTRY_VERIFY_WITH_TIMEOUT(w->models().comparison(), kPatient);
    QVERIFY(!w->models().comparison()->better);
    QVERIFY(page.models()->gateText().contains(QStringLiteral("Observe more")));
    // Whoever goes around the dialog is refused with the reason; the model in use stays.
    w->models().promote("hasty", QStringLiteral("just so"), false);
    QTRY_VERIFY_WITH_TIMEOUT(w->session().troubles().find(QStringLiteral("models.change")), 20'000);
    QCOMPARE(w->session().troubles().find(QStringLiteral("models.change"))->error.code, std::string("model.gate"));
    QVERIFY(!w->models().model("hasty")->active);
    shoot(*w, QStringLiteral("models-refused"));
    QTRY_VERIFY(!w->models().busy());
    QVERIFY(w.click(QStringLiteral("models.promote")));
    QVERIFY(decide(w, true));
    QTRY_VERIFY_WITH_TIMEOUT(w->models().model("hasty")->active, 20'000);
    // And back to the one before.
    const auto shipped = std::ranges::find(w->models().models(), true, &workbench::ModelSummary::shipped);
    if (shipped != w->models().models().end()) {
        page.showModel(shipped->id);
        QTRY_VERIFY_WITH_TIMEOUT(w->models().comparison(), kPatient);
        QVERIFY(w->models().comparison()->better);
    }
}

void TestTrainingStory::oneJobIsFineTuned() {
    TestSpace space;
    auto options = space.options();
    options.workspace.clear();
    WindowUnderTest w(options, ui::utf8(space.path(QStringLiteral("demo.db"))));
    QVERIFY(openDemo(w));
    const std::string job = ui::utf8(w->feed().jobName());
    QVERIFY(train(w, {QStringLiteral("tuned"), 6, 8, 0.003, true}));
    QCOMPARE(newest(w).job, job);
    QVERIFY(QTest::qWaitFor([&] { return newest(w).state == RunState::Done || newest(w).state == RunState::Failed; },
                            kPatient));
    QCOMPARE(newest(w).state, RunState::Done);
    QCOMPARE(newest(w).curves.front().cluster, std::string("job"));
    shoot(*w, QStringLiteral("training-job"));
    // What is over can be removed; the model stays.
    QVERIFY(w.click(QStringLiteral("train.forget")));
    QVERIFY(QTest::qWaitFor([&] { return w->training().runs().empty(); }, 10'000));
    w->trainPage().showModel("tuned");
    QTRY_VERIFY_WITH_TIMEOUT(w->models().model("tuned"), 20'000);
    QCOMPARE(w->models().model("tuned")->kind, std::string("job"));
}

void TestTrainingStory::ownComparisonsAreOpened() {
    WindowUnderTest w({});
    w->commands().action(QStringLiteral("results.show"))->trigger();
    auto* page = w->trainPage().results();
    QTRY_VERIFY_WITH_TIMEOUT(page->tables().size() >= 5, 20'000);
    const auto shipped = page->tables().size();
    QCOMPARE(page->shownTable(), QStringLiteral("standard"));
    QVERIFY(page->command().contains(QStringLiteral("streamtune compare")));
    QVERIFY(page->better()->model()->rowCount() > 0); // no method is best everywhere
    shoot(*w, QStringLiteral("comparison"));
    page->showFirst();
    QTRY_VERIFY_WITH_TIMEOUT(page->first()->model()->rowCount() >= 8, 20'000);
    shoot(*w, QStringLiteral("comparison-first"));
    TestSpace space;
    QFile file(space.path(QStringLiteral("own.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"rows":[{"job":"a","method":"ds2","reconfigurations_mean":2,"parallelism_ratio":1.1,
        "backpressured_after":0}],"notes":["one job"]})");
    file.close();
    page->openFile(file.fileName());
    QTRY_COMPARE(page->tables().size(), shipped + 1); // and is seen, whatever was before
    QCOMPARE(page->shownTable(), QStringLiteral("own"));
    QTRY_VERIFY(page->jobs()->isVisible());
    QCOMPARE(page->jobs()->model()->rowCount(), 1);
    QVERIFY(page->command().contains(file.fileName()));
    page->openFile(file.fileName()); // again: it takes the place of the first
    QTest::qWait(200);
    QCOMPARE(page->tables().size(), shipped + 1);
    page->openFile(space.path(QStringLiteral("nothing.json")));
    QTRY_VERIFY(w->session().troubles().find(QStringLiteral("results")));
    QCOMPARE(page->tables().size(), shipped + 1);
    // The table leaves as text.
    page->showTable(QStringLiteral("standard"));
    QVERIFY(page->jobs()->asCsv().contains(QStringLiteral("nexmark-q1")));
}

ST_UI_TEST(TestTrainingStory)
#include "tst_training_story.moc"
