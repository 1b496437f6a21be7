// SPDX-License-Identifier: GPL-3.0-or-later
// The story on a real Timely job: overload, advice, the matrix of workers with the plan as a difference, approval,
// apply, verified, roll back, by real clicks.
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTreeWidget>

#include "tests/engines/timely/timely_job.h"
#include "tests/ui/support/cut_words.h"
#include "tests/ui/support/review_steps.h"
#include "ui/main_window/looks.h"
#include "ui/views/connections/connection_dialog.h"
#include "ui/views/review/review_page.h"
#include "ui/views/workers/workers_panel.h"

using namespace streamtune;
using namespace streamtune::uitest;
using review::PlanState;

class TestTimelyStory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyStepIsTested();
    void overloadToRollback();

private:
    static bool approveAndApply(WindowUnderTest& w, const QString& why) {
        if (!waitState(w.window(), PlanState::Checked, 60'000))
            return false;
        QTest::keyClicks(w->findChild<QPlainTextEdit*>(QStringLiteral("approvalReason")), why);
        if (!w.click(QStringLiteral("plan.approve"), 30'000) || !waitState(w.window(), PlanState::Approved, 60'000))
            return false;
        return w.click(QStringLiteral("plan.apply"), 30'000) && waitState(w.window(), PlanState::Done, 180'000);
    }
};

template <typename Field>
Field* named(const QWidget& parent, const char* accessible) {
    for (auto* field : parent.findChildren<Field*>())
        if (field->accessibleName() == QLatin1String(accessible))
            return field;
    qFatal("no field %s", accessible);
}

/// In both themes, when pictures are wanted.
void shootBoth(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("ST_UI_SHOTS");
    if (folder.isEmpty())
        return;
    for (const bool dark : {true, false}) {
        ui::applyLooks(*qApp, dark ? QStringLiteral("dark") : QStringLiteral("light"));
        QTest::qWait(400);
        widget.grab().save(
            QStringLiteral("%1/%2-%3.png").arg(folder, name, dark ? QLatin1String("dark") : QLatin1String("light")));
    }
}

void TestTimelyStory::everyStepIsTested() {
    timelytest::TimelyJob job("linear", 4, {"--rate", "200"});
    TestSpace space;
    WindowUnderTest w(space.options());
    auto* dialog = new ui::ConnectionDialog(w->session(), std::nullopt, &w.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
    auto* engine = named<QComboBox>(*dialog, "Engine");
    QVERIFY(engine);
    engine->setCurrentIndex(engine->findData(static_cast<int>(engines::EngineKind::Timely)));
    named<QLineEdit>(*dialog, "Name")->setText(QStringLiteral("my-job"));
    named<QLineEdit>(*dialog, "Address")->setText(QString::fromStdString(job.url()));
    auto* tabs = dialog->findChild<QTabWidget*>();
    QVERIFY(tabs);
    for (int tab = 0; tab < tabs->count(); ++tab)
        if (tabs->isTabVisible(tab)) {
            tabs->setCurrentIndex(tab);
            shootBoth(*dialog, QStringLiteral("timely-connect-%1").arg(tab));
        }
    auto* test = dialog->findChild<QPushButton*>(QStringLiteral("testConnection"));
    QTRY_VERIFY(test && test->isEnabled());
    QTest::mouseClick(test, Qt::LeftButton);
    auto* steps = dialog->findChild<QTreeWidget*>();
    QVERIFY(steps);
    QTRY_VERIFY_WITH_TIMEOUT(steps->topLevelItemCount() >= 8, 20'000);
    shootBoth(*dialog, QStringLiteral("timely-connect-tested"));
    QStringList said;
    for (int i = 0; i < steps->topLevelItemCount(); ++i)
        for (int column = 0; column < steps->columnCount(); ++column)
            said << steps->topLevelItem(i)->text(column);
    for (const char* step : {"Agent", "Version", "Workers", "Placement", "Rights"})
        QVERIFY2(said.contains(QStringLiteral("✓ ") + QLatin1String(step)),
                 qPrintable(said.join(QStringLiteral("; "))));
    dialog->reject();
}

void TestTimelyStory::overloadToRollback() {
    std::unique_ptr<timelytest::TimelyJob> job;
    try {
        job = std::make_unique<timelytest::TimelyJob>(
            "linear", 8, std::vector<std::string>{"--rate", "600"},
            std::map<std::string, std::string>{{"STREAMTUNE_PLACEMENT", R"({"parse":[0],"select":[0],"count":[0]})"}});
    } catch (const std::exception& e) {
        QFAIL(e.what());
    }
    TestSpace space;
    {
        const auto bench = space.open();
        QVERIFY(bench.has_value());
        engines::Profile profile;
        profile.name = "timely-test";
        profile.kind = engines::EngineKind::Timely;
        profile.url = job->url();
        profile.type = engines::ConnectionType::Test;
        profile.window = Millis{2'000};
        QVERIFY((*bench)->addConnection(profile).has_value());
    }
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 90'000));
    auto* panel = w->findChild<ui::WorkersPanel*>();
    QVERIFY(panel);
    QTRY_VERIFY_WITH_TIMEOUT(panel->isVisible(), 10'000);
    const ui::WorkersModel& matrix = panel->model();
    QCOMPARE(matrix.rowCount(), 8);
    QCOMPARE(matrix.columnCount(), 2 + 3);
    QCOMPARE(matrix.places(false), 3);
    QCOMPARE(matrix.used(false), 1);
    const auto load = [&](int worker) { return matrix.index(worker, ui::WorkersModel::Load).data(ui::NowRole); };
    QTRY_VERIFY_WITH_TIMEOUT(load(0).toDouble() > 0.9, 30'000); // overloaded
    shootBoth(w.window(), QStringLiteral("timely-job"));
    QTRY_COMPARE(wrongIn(w.window()).join(QLatin1Char('\n')), QString());
    QTest::mouseClick(panel->view()->viewport(), Qt::LeftButton, {},
                      panel->view()->visualRect(matrix.index(0, 3)).center());
    QCOMPARE(w->session().selection().place().vertex, matrix.operatorOf(3)); // one selection for all views
    shootBoth(w.window(), QStringLiteral("timely-overloaded"));

    QVERIFY(w.click(QStringLiteral("job.recommend"), 60'000));
    QVERIFY(QTest::qWaitFor([&] { return w->review().file() && !w->review().busy(); }, 120'000));
    const auto plan = w->review().file()->plan;
    QVERIFY(!plan.changes.empty());
    QVERIFY(!plan.placement.empty());
    QVERIFY(matrix.hasPlan());
    QVERIFY(matrix.used(true) > 1);
    const auto busyWorkers = [&](int role) {
        int busy = 0;
        for (int worker = 0; worker < 8; ++worker)
            busy += matrix.index(worker, ui::WorkersModel::Load).data(role).toDouble() > 0.1 ? 1 : 0;
        return busy;
    };
    QCOMPARE(busyWorkers(ui::NowRole), 1);
    QVERIFY(busyWorkers(ui::PlannedRole) > 1);
    w->commands().action(QStringLiteral("view.inspect"))->trigger();
    QTRY_VERIFY(panel->isVisible());
    QTest::qWait(1'000);
    QTRY_COMPARE(wrongIn(w.window()).join(QLatin1Char('\n')), QString());
    shootBoth(w.window(), QStringLiteral("timely-planned"));
    w->commands().action(QStringLiteral("view.review"))->trigger();

    QVERIFY(approveAndApply(w, QStringLiteral("worker 0 is full")));
    QVERIFY(w->review().file()->outcome->reached == plan.target());
    shootBoth(w.window(), QStringLiteral("timely-done"));
    QTRY_VERIFY_WITH_TIMEOUT(!matrix.hasPlan() && matrix.used(false) > 1, 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(busyWorkers(ui::NowRole) > 1, 60'000); // measured, not only planned
    w->commands().action(QStringLiteral("view.inspect"))->trigger();
    QTest::qWait(1'000);
    QTRY_COMPARE(wrongIn(w.window()).join(QLatin1Char('\n')), QString());
    shootBoth(w.window(), QStringLiteral("timely-verified"));

    w->commands().action(QStringLiteral("view.review"))->trigger();
    QVERIFY(w.click(QStringLiteral("plan.rollback"), 30'000));
    QVERIFY(QTest::qWaitFor([&] { return w->review().file() && w->review().file()->plan.id != plan.id; }, 60'000));
    QVERIFY(approveAndApply(w, QStringLiteral("as it was")));
    QTRY_COMPARE_WITH_TIMEOUT(matrix.used(false), 1, 30'000);
}

ST_UI_TEST(TestTimelyStory)
#include "tst_timely_story.moc"
