// SPDX-License-Identifier: GPL-3.0-or-later
// The story on a real Timely job: overload, advice, the matrix of workers with the plan as a difference, approval,
// apply, verified, roll back, by real clicks.
#include <QPlainTextEdit>
#include <QTableView>

#include "tests/engines/timely/timely_job.h"
#include "tests/ui/support/review_steps.h"
#include "ui/views/review/review_page.h"
#include "ui/views/workers/workers_panel.h"

using namespace streamtune;
using namespace streamtune::uitest;
using review::PlanState;

class TestTimelyStory : public QObject {
    Q_OBJECT
private Q_SLOTS:
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
    QTest::mouseClick(panel->view()->viewport(), Qt::LeftButton, {},
                      panel->view()->visualRect(matrix.index(0, 3)).center());
    QCOMPARE(w->session().selection().place().vertex, matrix.operatorOf(3)); // one selection for all views
    shoot(*w, QStringLiteral("timely-overloaded"));

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
    shoot(*w, QStringLiteral("timely-planned"));
    w->commands().action(QStringLiteral("view.review"))->trigger();

    QVERIFY(approveAndApply(w, QStringLiteral("worker 0 is full")));
    QVERIFY(w->review().file()->outcome->reached == plan.target());
    shoot(*w, QStringLiteral("timely-done"));
    QTRY_VERIFY_WITH_TIMEOUT(!matrix.hasPlan() && matrix.used(false) > 1, 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(busyWorkers(ui::NowRole) > 1, 60'000); // measured, not only planned
    w->commands().action(QStringLiteral("view.inspect"))->trigger();
    QTest::qWait(1'000);
    shoot(*w, QStringLiteral("timely-verified"));

    w->commands().action(QStringLiteral("view.review"))->trigger();
    QVERIFY(w.click(QStringLiteral("plan.rollback"), 30'000));
    QVERIFY(QTest::qWaitFor([&] { return w->review().file() && w->review().file()->plan.id != plan.id; }, 60'000));
    QVERIFY(approveAndApply(w, QStringLiteral("as it was")));
    QTRY_COMPARE_WITH_TIMEOUT(matrix.used(false), 1, 30'000);
}

ST_UI_TEST(TestTimelyStory)
#include "tst_timely_story.moc"
