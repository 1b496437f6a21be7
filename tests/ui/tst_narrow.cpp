// SPDX-License-Identifier: GPL-3.0-or-later
// Small windows: every button is whole, and what a row has no room for is in its menu. $ST_UI_LANGUAGE chooses whose
// words these are; $ST_UI_SHOTS leaves pictures.
#include <QAbstractButton>
#include <QDockWidget>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QToolButton>

#include "tests/ui/support/cut_words.h"
#include "tests/ui/support/ui_test.h"
#include "ui/main_window/top_bar.h"
#include "ui/session/text.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/widgets/folding_row.h"

using namespace streamtune;
using namespace streamtune::uitest;

class TestNarrow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rowsFoldAndUnfold();
    void typingSurvivesFolding();
    void everyButtonIsWhole_data();
    void everyButtonIsWhole();

private:
    QStringList toolsThatAreCut(WindowUnderTest& w, const QString& where);
    static bool reaches(WindowUnderTest& w, review::PlanState state) {
        return QTest::qWaitFor(
            [&] { return w->review().file() && !w->review().busy() && w->review().file()->state == state; }, 60'000);
    }
    int m_looked = 0;
};

/// Words go before anything is cut, and come back with the room; what is folded away is in the menu, and only there.
void TestNarrow::rowsFoldAndUnfold() {
    QWidget window;
    window.resize(640, 60);
    ui::FoldingRow row(&window);
    QAction first(QStringLiteral("First")), second(QStringLiteral("Second"));
    auto* words = new QToolButton;
    words->setText(QStringLiteral("A rather long word"));
    auto* box = new QToolButton;
    box->setDefaultAction(&first);
    auto* other = new QToolButton;
    other->setDefaultAction(&second);
    for (QWidget* widget : std::initializer_list<QWidget*>{words, box, other, row.more()})
        row.row()->addWidget(widget);
    row.addFold(
        [words](bool folded) { words->setText(folded ? QStringLiteral("A") : QStringLiteral("A rather long word")); });
    row.addMoving({box}, [&] { return QList<QAction*>{&first}; });
    row.addMoving({other}, [&] { return QList<QAction*>{&second}; });
    row.resize(600, 40);
    window.show();
    const int whole = row.sizeHint().width();
    const auto inMenu = [&] {
        QMetaObject::invokeMethod(row.more()->menu(), "aboutToShow");
        return row.more()->menu()->actions();
    };
    for (int width = 600; width > 20; width -= 7) {
        row.resize(width, 40);
        QCoreApplication::sendPostedEvents();
        if (width >= whole)
            QCOMPARE(row.folded(), 0);
        if (row.folded() < 3)
            for (const auto* tool : row.findChildren<QToolButton*>())
                QVERIFY(!tool->isVisible() || tool->geometry().right() < width);
        QCOMPARE(box->isVisible(), row.folded() < 2);
        QCOMPARE(inMenu().contains(&first), row.folded() >= 2);
        QCOMPARE(inMenu().contains(&second), row.folded() == 3);
        QCOMPARE(row.more()->isVisible(), row.folded() >= 2);
    }
    QCOMPARE(row.folded(), 3);
    row.resize(600, 40);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(row.folded(), 0);
    QCOMPARE(words->text(), QStringLiteral("A rather long word"));
    words->setText(QString(200, QLatin1Char('w'))); // longer than the window, all of a sudden
    QTRY_VERIFY(row.folded() > 0);
}

/// What stands beside the search changes with every letter: the field must keep the keyboard.
void TestNarrow::typingSurvivesFolding() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    w->resize(800, 600);
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    auto* find = w->graphPanel().find();
    QTRY_VERIFY(find->isVisible());
    find->setFocus();
    QTest::keyClicks(find, QStringLiteral("source"));
    QTest::qWait(50);
    QVERIFY(find->hasFocus());
    QCOMPARE(find->text(), QStringLiteral("source"));
}

QStringList TestNarrow::toolsThatAreCut(WindowUnderTest& w, const QString& where) {
    QTest::qWait(250);
    const QString folder = qEnvironmentVariable("ST_UI_SHOTS");
    if (!folder.isEmpty())
        w->grab().save(folder + QStringLiteral("/%1-%2.png").arg(++m_looked, 3, 10, QLatin1Char('0')).arg(where));
    const auto look = [&] {
        QStringList wrong;
        for (const auto* tool : w->findChildren<QWidget*>()) {
            const bool button = qobject_cast<const QAbstractButton*>(tool),
                       field = qobject_cast<const QLineEdit*>(tool);
            if ((!button && !field) || !tool->isVisible() || tool->window() != &w.window())
                continue;
            bool shown = true; // panels behind another one are not looked at
            for (const QWidget* up = tool->parentWidget(); up; up = up->parentWidget())
                if (const auto* dock = qobject_cast<const QDockWidget*>(up))
                    shown = !dock->visibleRegion().isEmpty();
            // Tabs that do not fit scroll, menus go on in one of their own.
            // The title of a panel gives way to its tab.
            const bool title = tool->parentWidget()->property("kind") == QStringLiteral("docktitle") &&
                               tool->parentWidget()->height() == 0;
            if (!shown || title || qobject_cast<const QTabBar*>(tool->parentWidget()) ||
                tool->objectName() == QLatin1String("qt_menubar_ext_button"))
                continue;
            const auto* named = qobject_cast<const QAbstractButton*>(tool);
            const QString name = where + QStringLiteral(": ") + tool->objectName() + QLatin1Char(' ') +
                                 tool->accessibleName() + (named ? QLatin1Char(' ') + named->text() : QString());
            if (const QString what = cut(tool); !what.isEmpty())
                wrong << name + QStringLiteral(": cut");
            else if (isOutside(tool, &w.window()) || isCovered(tool))
                wrong << name + QStringLiteral(": not whole");
        }
        return wrong;
    };
    QStringList wrong = look();
    for (int again = 0; again < 5 && !wrong.isEmpty(); ++again) { // something may just be laid out
        QTest::qWait(150);
        wrong = look();
    }
    return wrong;
}

void TestNarrow::everyButtonIsWhole_data() {
    QTest::addColumn<QSize>("size");
    QTest::newRow("800x600") << QSize(800, 600);
    QTest::newRow("720x540") << QSize(720, 540);
}

void TestNarrow::everyButtonIsWhole() {
    QFETCH(const QSize, size);
    TestSpace space;
    workbench::Options options;
    options.actor = "tester";
    WindowUnderTest w(options, std::filesystem::path(ui::utf8(space.path(QStringLiteral("demo.db")))));
    w->resize(size);
    QStringList wrong = toolsThatAreCut(w, QStringLiteral("welcome"));
    QVERIFY(w.openDemo());
    QTRY_COMPARE(w->size(), size); // nothing in it asks for more
    for (const auto& [perspective, name] : {std::pair{ui::Perspective::Inspect, "inspect"},
                                            {ui::Perspective::Review, "review-empty"},
                                            {ui::Perspective::Clusters, "clusters"},
                                            {ui::Perspective::Train, "train"},
                                            {ui::Perspective::History, "history"}}) {
        w->setPerspective(perspective);
        QTest::qWait(600);
        wrong << toolsThatAreCut(w, QLatin1String(name));
    }
    // Every perspective is one click away, as a segment or in the one button that stands for them.
    auto* places = w->findChild<QToolButton*>(QStringLiteral("perspectives"));
    QVERIFY(places);
    for (const char* id : {"view.inspect", "view.review", "view.clusters", "view.train", "view.history"}) {
        QAction* action = w->commands().action(QLatin1String(id));
        const auto* segment = w->findChild<QToolButton*>(QStringLiteral("seg.") + QLatin1String(id));
        QVERIFY(segment);
        QVERIFY(segment->isVisible() != places->isVisible());
        QVERIFY(places->menu()->actions().contains(action));
    }
    w->setPerspective(ui::Perspective::Inspect);
    for (const auto& [id, dock] : w->docks()) {
        w->commands().action(QStringLiteral("panel.") + id)->trigger();
        wrong << toolsThatAreCut(w, QStringLiteral("panel ") + id);
    }
    w->resetLayout();
    w->graphPanel().setFilter(
        {ui::dag::FilterKind::Busy, ui::dag::FilterKind::BackPressured, ui::dag::FilterKind::OverLimit});
    wrong << toolsThatAreCut(w, QStringLiteral("filter"));
    w->graphPanel().setFilter({});
    // What the graph's row has no room for can be done from its menu.
    auto* tools = w->graphPanel().findChild<ui::FoldingRow*>(QStringLiteral("graphTools"));
    QVERIFY(tools);
    if (tools->more()->isVisible()) {
        QMetaObject::invokeMethod(tools->more()->menu(), "aboutToShow");
        const auto offered = tools->more()->menu()->actions();
        QVERIFY(offered.size() >= 2);
        for (const char* id : {"view.fit", "view.minimap"})
            QVERIFY(buttonFor(w.window(), QLatin1String(id)) ||
                    offered.contains(w->commands().action(QLatin1String(id))));
        offered[1]->trigger(); // top to bottom
        QTRY_COMPARE(w->graphPanel().view()->arrangement().direction, layout::Direction::TopDown);
    }
    w->commands().action(QStringLiteral("whatif.begin"))->trigger();
    w->commands().action(QStringLiteral("panel.whatif"))->trigger();
    QTest::qWait(1'000);
    wrong << toolsThatAreCut(w, QStringLiteral("what-if"));
    w->commands().action(QStringLiteral("whatif.leave"))->trigger();
    w->resetLayout();

    w->commands().action(QStringLiteral("job.recommend"))->trigger();
    QVERIFY(reaches(w, review::PlanState::Checked));
    wrong << toolsThatAreCut(w, QStringLiteral("review-checked"));
    w->findChild<QPlainTextEdit*>(QStringLiteral("approvalReason"))->setPlainText(QStringLiteral("More load."));
    QAction* approve = w->commands().action(QStringLiteral("plan.approve"));
    QTRY_VERIFY(approve->isEnabled());
    approve->trigger();
    QVERIFY(reaches(w, review::PlanState::Approved));
    wrong << toolsThatAreCut(w, QStringLiteral("review-approved"));
    w->setPerspective(ui::Perspective::Inspect); // with the plan's buttons
    wrong << toolsThatAreCut(w, QStringLiteral("inspect-plan"));
    QVERIFY(w->size() == size);
    wrong.removeDuplicates();
    for (const QString& what : wrong)
        qWarning("%s", qPrintable(what));
    QCOMPARE(wrong.size(), 0);
}

ST_UI_TEST(TestNarrow)
#include "tst_narrow.moc"
