// SPDX-License-Identifier: GPL-3.0-or-later
// The whole story on a simulated cluster, as a person lives it: by mouse, by keyboard, and when things go wrong.
#include <QAbstractItemView>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <chrono>
#include <ctime>

#include "tests/ui/support/ui_test.h"
#include "ui/session/text.h"
#include "ui/views/connections/connection_panels.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/review/review_page.h"

using namespace streamtune;
using namespace streamtune::uitest;
using review::PlanState;

class TestStory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void byMouse();
    void byKeyboard();
    void editsAreUndone();
    void readOnlyNeverChanges();
    void closeWhileBusy();
    void aClosedWindowAsksForAReason();

private:
    static bool waitState(ui::MainWindow& window, PlanState state, int ms = 30'000) {
        const bool there = QTest::qWaitFor(
            [&] { return window.review().file() && window.review().file()->state == state && !window.review().busy(); },
            ms);
        if (!there) {
            qWarning("the plan is %s, step %s",
                     window.review().file() ? review::toString(window.review().file()->state) : "absent",
                     qPrintable(ui::stepWord(window.review().step())));
            for (const auto& trouble : window.session().troubles().list())
                qWarning("%s", qPrintable(ui::errorText(trouble.what, trouble.error)));
            for (const auto& step : window.review().steps())
                qWarning("%s %s: %s", step.name.c_str(), step.state.c_str(), step.sentence.c_str());
            if (window.review().file() && window.review().file()->outcome)
                qWarning("%s", window.review().file()->outcome->sentence.c_str());
        }
        return there;
    }
    /// Chooses the job that the list shows first (the worst) and waits for its measured window.
    static bool chooseWorst(WindowUnderTest& w) {
        if (!QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 30'000))
            return false;
        return w->operatorsPanel().model().rowCount() > 0;
    }
};

void TestStory::byMouse() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(chooseWorst(w));

    // The graph has heat: at least one operator of the shown window has a measured busy share.
    const auto& rows = w->operatorsPanel().model().rows();
    QVERIFY(std::ranges::any_of(rows, [](const ui::OperatorRow& r) { return r.seen && isKnown(r.seen->busyMax); }));

    // Another job by a click in the list, an operator by a click in the table: every view follows.
    auto& jobs = *w->jobsPanel().view();
    QVERIFY(jobs.model()->rowCount() >= 2);
    const std::string first = w->session().selection().place().job;
    clickRow(jobs, 1);
    QVERIFY(
        QTest::qWaitFor([&] { return w->session().selection().place().job != first && w->feed().shown(); }, 30'000));
    clickRow(jobs, 0);
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 30'000));
    clickRow(*w->operatorsPanel().view(), 0);
    QVERIFY(!w->session().selection().place().vertex.empty());

    shoot(*w, QStringLiteral("inspect"));
    QVERIFY(w.click(QStringLiteral("job.recommend")));
    QVERIFY(QTest::qWaitFor([&] { return w->perspective() == ui::Perspective::Review && w->review().file(); }, 60'000));
    if (w->review().file()->plan.changes.empty())
        QSKIP("the worst job needs no change");
    QVERIFY(waitState(w.window(), PlanState::Checked));
    QVERIFY(w->review().file()->preflight);
    QVERIFY(!w->review().file()->preflight->requests.empty());
    // Its times are those of the wall, as everywhere in the window.
    static const QRegularExpression utc(QStringLiteral("\\dT\\d\\d:\\d\\d"));
    const QListWidget* checks = nullptr;
    for (const auto* list : w->findChildren<QListWidget*>())
        if (list->accessibleName() == QStringLiteral("Preflight checks"))
            checks = list;
    QVERIFY(checks && checks->count() > 2);
    bool told = false;
    for (int i = 0; i < checks->count(); ++i)
        for (int role = Qt::DisplayRole; role < Qt::UserRole + 4; ++role) {
            const QString words = checks->item(i)->data(role).toString();
            QVERIFY2(!words.contains(utc), qPrintable(words));
            told = told || words.contains(ui::clockTime(w->review().file()->plan.expires));
        }
    QVERIFY(told);

    // Approve waits for name and reason, and says so.
    QAction* approve = w->commands().action(QStringLiteral("plan.approve"));
    QTRY_VERIFY(ui::CommandRegistry::whyDisabled(approve).contains(QStringLiteral("reason")));
    auto* reason = w->findChild<QPlainTextEdit*>(QStringLiteral("approvalReason"));
    QTest::mouseClick(reason->viewport(), Qt::LeftButton);
    QTest::keyClicks(reason, QStringLiteral("more load since noon"));
    shoot(*w, QStringLiteral("review-checked"));
    const auto target = w->review().file()->plan.target();
    const auto base = w->review().file()->plan.base;
    QVERIFY(w.click(QStringLiteral("plan.approve")));
    QVERIFY(waitState(w.window(), PlanState::Approved));
    QCOMPARE(ui::text(w->review().file()->approvals.back().who), QStringLiteral("tester"));

    shoot(*w, QStringLiteral("review-approved"));
    QVERIFY(w.click(QStringLiteral("plan.apply")));
    QVERIFY(waitState(w.window(), PlanState::Done, 120'000));
    shoot(*w, QStringLiteral("review-done"));
    QVERIFY(w->review().file()->outcome);
    QVERIFY(w->review().file()->outcome->reached == target);
    auto* title = w->findChild<QLabel*>(QStringLiteral("outcomeTitle"));
    QVERIFY(title->isVisible() && title->text().startsWith(QStringLiteral("Verified")));
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().graph()->parallelism() == target; }, 30'000));

    w->setPerspective(ui::Perspective::Inspect);
    QTest::qWait(3'000);
    shoot(*w, QStringLiteral("inspect-after"));
    for (const char* dock : {"plans", "audit", "log", "background"}) {
        w->commands().action(QStringLiteral("panel.") + QLatin1String(dock))->trigger();
        shoot(*w, QLatin1String(dock));
    }
    w->setPerspective(ui::Perspective::Review);

    // Back again: the reverse plan is reviewed like any other.
    const std::string applied = w->review().file()->plan.id;
    QVERIFY(w.click(QStringLiteral("plan.rollback")));
    QVERIFY(QTest::qWaitFor([&] { return w->review().file() && w->review().file()->plan.id != applied; }, 30'000));
    QVERIFY(w->review().file()->plan.rollback);
    QVERIFY(waitState(w.window(), PlanState::Checked));
    QTest::keyClicks(reason, QStringLiteral("it was a test"));
    QVERIFY(w.click(QStringLiteral("plan.approve")));
    QVERIFY(waitState(w.window(), PlanState::Approved));
    QVERIFY(w.click(QStringLiteral("plan.apply")));
    QVERIFY(waitState(w.window(), PlanState::Done, 120'000));
    QVERIFY(w->review().file()->outcome->reached == base);
    const auto bench = space.open();
    QVERIFY(bench.has_value());
    QCOMPARE((*bench)->planState(applied).value_or(PlanState::Unknown), PlanState::RolledBack);
}

void TestStory::byKeyboard() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(chooseWorst(w));
    const auto press = [&](int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(w->focusWidget() ? w->focusWidget() : &w.window(), static_cast<Qt::Key>(key), modifiers);
    };
    const auto enabled = [&](const char* id) {
        return QTest::qWaitFor([&] { return w->commands().action(QLatin1String(id))->isEnabled(); }, 30'000);
    };

    press(Qt::Key_O, Qt::AltModifier);
    QTRY_VERIFY(w->operatorsPanel().view()->hasFocus());
    press(Qt::Key_BracketRight);
    QTRY_VERIFY(!w->session().selection().place().vertex.empty());
    QVERIFY(enabled("job.recommend"));
    press(Qt::Key_R, Qt::ControlModifier);
    QVERIFY(QTest::qWaitFor([&] { return w->review().file() != nullptr; }, 60'000));
    if (w->review().file()->plan.changes.empty())
        QSKIP("the worst job needs no change");
    QVERIFY(waitState(w.window(), PlanState::Checked));
    // The next step of the review leads to what is missing, then approves; it never applies.
    press(Qt::Key_Return, Qt::ControlModifier);
    auto* reason = w->findChild<QPlainTextEdit*>(QStringLiteral("approvalReason"));
    QTRY_VERIFY(reason->hasFocus());
    QTest::keyClicks(reason, QStringLiteral("keyboard only"));
    QVERIFY(enabled("plan.approve"));
    press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(waitState(w.window(), PlanState::Approved));
    QVERIFY(enabled("plan.apply"));
    press(Qt::Key_Return, Qt::ControlModifier);
    QTest::qWait(50);
    QCOMPARE(w->review().file()->state, PlanState::Approved);
    // The apply button is reached with Tab and pressed with Space.
    QWidget* apply = buttonFor(w.window(), QStringLiteral("plan.apply"));
    QVERIFY(apply);
    w->reviewPage().planView()->setFocus();
    for (int i = 0; i < 80 && !apply->hasFocus(); ++i)
        press(Qt::Key_Tab);
    QVERIFY(apply->hasFocus());
    press(Qt::Key_Space);
    QVERIFY(waitState(w.window(), PlanState::Done, 120'000));
}

void TestStory::editsAreUndone() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(chooseWorst(w));
    QVERIFY(w.click(QStringLiteral("job.recommend")));
    QVERIFY(QTest::qWaitFor([&] { return w->review().file() && !w->review().busy(); }, 60'000));
    if (w->review().file()->plan.changes.empty())
        QSKIP("the worst job needs no change");
    QVERIFY(waitState(w.window(), PlanState::Checked));
    const auto first = w->review().file()->plan;
    auto numbers = first.target();
    numbers[first.changes.front().vertex] += 1;
    w->review().edit(numbers);
    QVERIFY(QTest::qWaitFor([&] { return w->review().file()->plan.id != first.id && !w->review().busy(); }, 30'000));
    const auto& edited = w->review().file()->plan;
    QCOMPARE(ui::text(edited.parent.value_or("")), ui::text(first.id));
    QVERIFY(edited.target() == numbers);
    QVERIFY(w->review().file()->change(first.changes.front().vertex)->edited);
    QVERIFY(w->commands().action(QStringLiteral("edit.undo")) != nullptr);
    QTRY_VERIFY(w->commands().action(QStringLiteral("edit.undo"))->isEnabled());
    w->commands().action(QStringLiteral("edit.undo"))->trigger();
    QVERIFY(QTest::qWaitFor([&] { return w->review().file()->plan.id == first.id && !w->review().busy(); }, 30'000));
    QTRY_VERIFY(w->commands().action(QStringLiteral("edit.redo"))->isEnabled());
    // A locked row says why it cannot be edited.
    w->session().selection().setVertex(first.changes.front().vertex);
    w->review().lock(first.changes.front().vertex, true);
    QAction* edit = w->commands().action(QStringLiteral("plan.edit"));
    QTRY_VERIFY(ui::CommandRegistry::whyDisabled(edit).contains(QStringLiteral("locked")));
}

void TestStory::readOnlyNeverChanges() {
    TestSpace space;
    space.addSimulated("lab");
    auto options = space.options();
    options.readOnly = true;
    WindowUnderTest w(options);
    QVERIFY(QTest::qWaitFor([&] { return w->session().jobCount() > 0; }, 30'000));
    w->commands().refresh();
    for (const char* id :
         {"job.recommend", "plan.approve", "plan.apply", "plan.rollback", "file.connect", "file.import"}) {
        QAction* action = w->commands().action(QLatin1String(id));
        QVERIFY2(!action->isEnabled(), id);
        QVERIFY2(!ui::CommandRegistry::whyDisabled(action).isEmpty(), id);
    }
}

void TestStory::closeWhileBusy() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(chooseWorst(w));
    w->commands().action(QStringLiteral("job.recommend"))->trigger();
    QVERIFY(w->session().runner().runningAll() > 0);
    w->close();
    QVERIFY(QTest::qWaitFor([&] { return !w->isVisible() && w->session().runner().runningAll() == 0; }, 20'000));
    w.close();
    // Nothing was half-written.
    const auto bench = space.open();
    QVERIFY(bench.has_value());
    auto store = (*bench)->store();
    QVERIFY(store.has_value());
    const auto verdict = (*store)->verifyAudit({});
    QVERIFY(verdict.has_value() && verdict->intact);
}

/// Times of change keep an approved plan waiting, unless a person says why it cannot.
void TestStory::aClosedWindowAsksForAReason() {
    const auto far = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + std::chrono::days(3));
    static constexpr const char* kDays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
    const std::string day = kDays[std::localtime(&far)->tm_wday];
    TestSpace space;
    space.addSimulated("lab", {}, {{"changeWindow", day}});
    WindowUnderTest w(space.options());
    QVERIFY(chooseWorst(w));
    QVERIFY(w.click(QStringLiteral("job.recommend")));
    QVERIFY(waitState(w.window(), PlanState::Checked, 60'000));
    auto* why = w->findChild<QLineEdit*>(QStringLiteral("outsideWindowReason"));
    QVERIFY(why && !why->isVisible()); // it may be approved at any time
    w->findChild<QPlainTextEdit*>(QStringLiteral("approvalReason"))->setPlainText(QStringLiteral("for the night"));
    QVERIFY(w.click(QStringLiteral("plan.approve")));
    QVERIFY(waitState(w.window(), PlanState::Approved));

    QAction* apply = w->commands().action(QStringLiteral("plan.apply"));
    QTRY_VERIFY(why->isVisible() && !apply->isEnabled());
    QTRY_VERIFY(ui::CommandRegistry::whyDisabled(apply).contains(QStringLiteral("change window")));
    QTest::keyClicks(why, QStringLiteral("  "));
    QTest::qWait(100);
    QVERIFY(!apply->isEnabled());
    shoot(*w, QStringLiteral("review-closed-window"));
    QTest::keyClicks(why, QStringLiteral("orders pile up"));
    QTRY_VERIFY(apply->isEnabled());
    const std::string id = w->review().file()->plan.id;
    QVERIFY(w.click(QStringLiteral("plan.apply")));
    QVERIFY(waitState(w.window(), PlanState::Done, 120'000));
    const auto bench = space.open();
    QVERIFY(bench.has_value());
    const auto store = (*bench)->store();
    QVERIFY(store.has_value());
    const auto rows = (*store)->auditRows("plan:" + id, {}, 100, {});
    QVERIFY(rows.has_value());
    QVERIFY(std::ranges::any_of(rows->rows, [&](const history::AuditRow& row) {
        return row.action == "apply.begun" && row.reason == "Outside of the change window: orders pile up" &&
               row.detail.find("\"outside_window\":\"" + day + "\"") != std::string::npos;
    }));
    // The way back is free at any time.
    QVERIFY(w.click(QStringLiteral("plan.rollback")));
    QVERIFY(QTest::qWaitFor([&] { return w->review().file() && w->review().file()->plan.id != id; }, 30'000));
    QVERIFY(waitState(w.window(), PlanState::Checked));
    QVERIFY(w->review().closedWindow().isEmpty());
}

ST_UI_TEST(TestStory)
#include "tst_story.moc"
