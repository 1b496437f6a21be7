// SPDX-License-Identifier: GPL-3.0-or-later
// The same story on a real Flink cluster: overload, advice, approval, apply, verified, roll back, by real clicks.
#include <QAbstractItemView>
#include <QLineEdit>
#include <QPlainTextEdit>

#include "tests/engines/flink/flink_cluster.h"
#include "tests/ui/support/review_steps.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/review/review_page.h"

using namespace streamtune;
using namespace streamtune::uitest;
using review::PlanState;

class TestFlinkStory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void overloadToRollback();
};

void TestFlinkStory::overloadToRollback() {
    auto cluster = flinktest::FlinkCluster::start({});
    if (!cluster)
        QFAIL(cluster.error().sentence.c_str());
    const auto id = (*cluster)->submit({"--job", "q1", "--p", "1"});
    if (!id)
        QFAIL(id.error().sentence.c_str());

    TestSpace space;
    {
        const auto bench = space.open();
        QVERIFY(bench.has_value());
        engines::Profile profile;
        profile.name = "flink-test";
        profile.kind = engines::EngineKind::Flink;
        profile.url = (*cluster)->url();
        profile.type = engines::ConnectionType::Prod;
        profile.window = Millis{4'000};
        profile.settle = Millis{2'000};
        QVERIFY((*bench)->addConnection(profile).has_value());
    }
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 90'000));
    QVERIFY(w->windowTitle().contains(QStringLiteral("PROD")));
    QVERIFY(std::ranges::any_of(w->feed().shown()->nodes,
                                [](const NodeObservation& n) { return valueOr(n.busyMax, 0) > 0.6; }));
    const auto base = w->feed().graph()->parallelism();

    QVERIFY(w.click(QStringLiteral("job.recommend"), 60'000));
    QVERIFY(QTest::qWaitFor([&] { return w->review().file() && !w->review().busy(); }, 120'000));
    QVERIFY(!w->review().file()->plan.changes.empty());
    QVERIFY(waitState(w.window(), PlanState::Checked, 60'000));
    auto* reason = w->findChild<QPlainTextEdit*>(QStringLiteral("approvalReason"));
    QTest::keyClicks(reason, QStringLiteral("the source is held back"));
    QVERIFY(w.click(QStringLiteral("plan.approve"), 30'000));
    QVERIFY(waitState(w.window(), PlanState::Approved, 60'000));

    // Production: the button waits for the job's name.
    QAction* apply = w->commands().action(QStringLiteral("plan.apply"));
    QTRY_VERIFY(ui::CommandRegistry::whyDisabled(apply).contains(QStringLiteral("job name")));
    shoot(*w, QStringLiteral("flink-approved"));
    QTest::keyClicks(w->findChild<QLineEdit*>(QStringLiteral("confirmJobName")),
                     ui::text(w->review().file()->plan.jobName));
    const auto target = w->review().file()->plan.target();
    const std::string applied = w->review().file()->plan.id;
    QVERIFY(w.click(QStringLiteral("plan.apply"), 30'000));
    QVERIFY(waitState(w.window(), PlanState::Done, 180'000));
    QVERIFY(w->review().file()->outcome->reached == target);
    shoot(*w, QStringLiteral("flink-done"));

    QVERIFY(w.click(QStringLiteral("plan.rollback"), 30'000));
    QVERIFY(QTest::qWaitFor([&] { return w->review().file() && w->review().file()->plan.id != applied; }, 60'000));
    QVERIFY(waitState(w.window(), PlanState::Checked, 60'000));
    QTest::keyClicks(reason, QStringLiteral("back to where it was"));
    QVERIFY(w.click(QStringLiteral("plan.approve"), 30'000));
    QVERIFY(waitState(w.window(), PlanState::Approved, 60'000));
    QTest::keyClicks(w->findChild<QLineEdit*>(QStringLiteral("confirmJobName")),
                     ui::text(w->review().file()->plan.jobName));
    QVERIFY(w.click(QStringLiteral("plan.apply"), 30'000));
    QVERIFY(waitState(w.window(), PlanState::Done, 180'000));
    QVERIFY(w->review().file()->outcome->reached == base);
}

ST_UI_TEST(TestFlinkStory)
#include "tst_flink_story.moc"
