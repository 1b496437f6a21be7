// SPDX-License-Identifier: GPL-3.0-or-later
// What a person chooses: settings that are searched, kept and given back, keys that are changed, first steps that are
// ticked; and small things of every day: copying, pinning, fitting.
#include <QClipboard>
#include <QDialog>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QTableWidget>
#include <QToolButton>

#include "tests/ui/support/ui_test.h"
#include "ui/commands/keys.h"
#include "ui/session/text.h"
#include "ui/views/help/first_steps.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/settings/settings_dialog.h"
#include "ui/views/widgets/basics.h"

using namespace streamtune;
using namespace streamtune::uitest;

class TestSettings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void everySettingIsFoundAndGivenBack();
    void choicesAreKeptAndImpossibleOnesAreNot();
    void settingsActAtOnce();
    void keysAreChanged();
    void everyKeyMeansOneThing();
    void hostsAndFilesAreNamed();
    void everythingIsReset();
    void firstStepsAreTicked();
    void tableRowsAreCopied();
    void detailsArePinned();
    void fitShowsTheChoiceThenAll();
    void meansCanBeShown();
    void graphChangesAreUndone();
    void arrangementsAreKept();
    void theArrowOfTheOrderHidesNoTitle();

private:
    static std::unique_ptr<QSettings> store() {
        return std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("streamtune"),
                                           QStringLiteral("workbench"));
    }
};

void TestSettings::init() {
    store()->clear();
}

void TestSettings::everySettingIsFoundAndGivenBack() {
    WindowUnderTest w({});
    w->commands().action(QStringLiteral("edit.settings"))->trigger();
    auto* dialog = w->findChild<ui::SettingsDialog*>(QStringLiteral("settingsDialog"));
    QVERIFY(dialog && dialog->isVisible());
    const int all = static_cast<int>(w->preferences().all().size());
    QVERIFY(all >= 12);
    QCOMPARE(dialog->shownCount(), all);
    auto* find = dialog->findChild<QLineEdit*>(QStringLiteral("findSetting"));
    for (const auto& preference : w->preferences().all()) {
        find->setText(preference.title);
        QVERIFY2(dialog->shownCount() >= 1, qPrintable(preference.id));
        QVERIFY(!dialog->findChild<QWidget*>(QStringLiteral("setting.") + preference.id)->isHidden());
        QVERIFY2(preference.tip.size() > 15, qPrintable(preference.id));
    }
    find->setText(QStringLiteral("slots"));
    QVERIFY(dialog->shownCount() >= 1 && dialog->shownCount() < all);
    find->setText(QStringLiteral("zebra"));
    QCOMPARE(dialog->shownCount(), 0);
    find->clear();
    // Each has a way back to its standard.
    auto* row = dialog->findChild<QWidget*>(QStringLiteral("setting.words.low"));
    auto* reset = row->findChild<QToolButton*>();
    QVERIFY(!reset->isEnabled());
    w->preferences().set(QStringLiteral("words.low"), 20);
    QVERIFY(reset->isEnabled());
    reset->click();
    QVERIFY(w->preferences().isStandard(QStringLiteral("words.low")));
}

void TestSettings::choicesAreKeptAndImpossibleOnesAreNot() {
    {
        ui::Preferences first(store());
        first.set(QStringLiteral("graph.flinkColours"), true);
        first.set(QStringLiteral("words.high"), 1'000); // brought into its bounds
        first.set(QStringLiteral("graph.direction"), QStringLiteral("sideways"));
        QCOMPARE(first.number(QStringLiteral("words.high")), 100.0);
        QCOMPARE(first.choice(QStringLiteral("graph.direction")), QStringLiteral("right"));
    }
    ui::Preferences second(store());
    QVERIFY(second.on(QStringLiteral("graph.flinkColours")));
    QCOMPARE(second.number(QStringLiteral("words.high")), 100.0);
    // As another version, or a hand, may have left them.
    store()->setValue(QStringLiteral("preferences/looks.theme"), QStringLiteral("plaid"));
    store()->setValue(QStringLiteral("preferences/data.lists"), QStringLiteral("often"));
    store()->setValue(QStringLiteral("preferences/looks.textScale"), -7);
    store()->setValue(QStringLiteral("preferences/of.the.future"), 1);
    ui::Preferences third(store());
    QCOMPARE(third.choice(QStringLiteral("looks.theme")), QStringLiteral("system"));
    QCOMPARE(third.number(QStringLiteral("data.lists")), 5.0);
    QCOMPARE(third.number(QStringLiteral("looks.textScale")), 70.0);
}

void TestSettings::settingsActAtOnce() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    w->preferences().set(QStringLiteral("graph.flinkColours"), true);
    QVERIFY(w->graphPanel().view()->model().flinkColours);
    QTRY_VERIFY(w->commands().action(QStringLiteral("view.flinkColours"))->isChecked());
    const double before = QApplication::font().pointSizeF();
    w->commands().action(QStringLiteral("view.larger"))->trigger();
    QVERIFY(QApplication::font().pointSizeF() > before * 1.05);
    w->commands().action(QStringLiteral("view.normalText"))->trigger();
    QVERIFY(std::abs(QApplication::font().pointSizeF() - before) < 0.01);
    // The words LOW and HIGH at a person's own thresholds.
    double worst = 0;
    for (const auto& node : w->feed().shown()->nodes)
        worst = std::max(worst, valueOr(node.backpressuredMax, 0));
    if (worst > 0.05 && worst < 0.95) {
        const auto says = [&](const QString& word) {
            for (auto* chip : w->findChildren<ui::Chip*>())
                if (chip->text().contains(word))
                    return true;
            return false;
        };
        w->feed().setMoment(w->feed().shown()->end); // hold still
        w->preferences().set(QStringLiteral("words.high"), std::max(1.0, worst * 100 - 3));
        QTRY_VERIFY(says(QStringLiteral("HIGH")));
        w->preferences().set(QStringLiteral("words.high"), std::min(100.0, worst * 100 + 3));
        QTRY_VERIFY(!says(QStringLiteral("HIGH")));
    }
}

void TestSettings::keysAreChanged() {
    ui::LogHub hub;
    {
        ui::MainWindow window({}, hub);
        auto& commands = window.commands();
        ui::KeysPage page(commands);
        auto* message = page.findChild<QLabel*>(QStringLiteral("keysMessage"));
        page.choose(QStringLiteral("job.recommend"));
        const auto set = [&](const char* key) {
            page.findChild<QKeySequenceEdit*>(QStringLiteral("newKey"))
                ->setKeySequence(QKeySequence(QLatin1String(key)));
            page.findChild<QPushButton*>(QStringLiteral("setKey"))->click();
        };
        set("Ctrl+E"); // taken
        QVERIFY2(message->text().contains(QStringLiteral("already")), qPrintable(message->text()));
        QCOMPARE(commands.action(QStringLiteral("job.recommend"))->shortcut(), QKeySequence(QStringLiteral("Ctrl+R")));
        set("Ctrl+Alt+R");
        QVERIFY(message->text().isEmpty());
        QCOMPARE(commands.action(QStringLiteral("job.recommend"))->shortcut(),
                 QKeySequence(QStringLiteral("Ctrl+Alt+R")));
        // The freed key can be given to another, and the tip says so.
        QVERIFY(commands.rebind(QStringLiteral("job.rate"), QKeySequence(QStringLiteral("Ctrl+R"))).isEmpty());
        commands.refresh();
        QVERIFY(commands.action(QStringLiteral("job.rate"))->toolTip().contains(QStringLiteral("Ctrl+R")));
    }
    {
        ui::MainWindow window({}, hub);
        QCOMPARE(window.commands().action(QStringLiteral("job.recommend"))->shortcut(),
                 QKeySequence(QStringLiteral("Ctrl+Alt+R")));
        QCOMPARE(window.commands().action(QStringLiteral("job.rate"))->shortcut(),
                 QKeySequence(QStringLiteral("Ctrl+R")));
        window.commands().resetKeys();
    }
    ui::MainWindow window({}, hub);
    for (QAction* action : window.commands().actions())
        QCOMPARE(action->shortcut(), window.commands().standardKey(ui::CommandRegistry::id(action)));
}

/// No key twice, and the sheet of keys lists every command with its own, searchable.
void TestSettings::everyKeyMeansOneThing() {
    WindowUnderTest w({});
    QMap<QString, QString> owners;
    for (const QAction* action : w->commands().actions())
        for (const QKeySequence& key : action->shortcuts()) {
            const QString words = key.toString(QKeySequence::PortableText);
            QVERIFY2(!owners.contains(words), qPrintable(words + QStringLiteral(": ") + owners.value(words) +
                                                         QStringLiteral(" and ") + ui::CommandRegistry::id(action)));
            owners[words] = ui::CommandRegistry::id(action);
        }
    QVERIFY(owners.size() > 25);
    w->commands().action(QStringLiteral("help.keys"))->trigger();
    QWidget* sheet = nullptr;
    QTRY_VERIFY(([&] {
        for (QWidget* top : QApplication::topLevelWidgets())
            if (top->isVisible() && top != &w.window() && qobject_cast<QDialog*>(top))
                sheet = top;
        return sheet != nullptr;
    })());
    QString written;
    for (const auto* view : sheet->findChildren<QAbstractItemView*>())
        for (int row = 0; row < view->model()->rowCount(); ++row)
            for (int column = 0; column < view->model()->columnCount(); ++column)
                written += view->model()->index(row, column).data().toString() + QLatin1Char('\n');
    for (const auto& [key, id] : owners.asKeyValueRange())
        QVERIFY2(written.contains(QKeySequence(key).toString(QKeySequence::NativeText)),
                 qPrintable(key + QStringLiteral(" of ") + id));
    sheet->close();
}

void TestSettings::hostsAndFilesAreNamed() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->session().connections().size() == 1; }, 30'000));
    w->commands().action(QStringLiteral("edit.settings"))->trigger();
    auto* dialog = w->findChild<ui::SettingsDialog*>(QStringLiteral("settingsDialog"));
    QVERIFY(dialog);
    const QString hosts = dialog->findChild<QLabel*>(QStringLiteral("hosts"))->text();
    QVERIFY(hosts.contains(ui::text(w->session().connections().front().profile.url)));
    QCOMPARE(hosts.count(QLatin1Char('\n')), 0); // one connection, one address, nothing else
}

void TestSettings::everythingIsReset() {
    ui::LogHub hub;
    ui::MainWindow window({}, hub);
    window.show();
    window.preferences().set(QStringLiteral("graph.flinkColours"), true);
    QVERIFY(window.commands().rebind(QStringLiteral("job.rate"), QKeySequence(QStringLiteral("Ctrl+Alt+Q"))).isEmpty());
    window.commands().action(QStringLiteral("edit.settings"))->trigger();
    auto* dialog = window.findChild<ui::SettingsDialog*>(QStringLiteral("settingsDialog"));
    dialog->findChild<QPushButton*>(QStringLiteral("resetEverything"))->click();
    auto* box = window.findChild<QMessageBox*>(QStringLiteral("resetBox"));
    QVERIFY(box && box->isVisible());
    QVERIFY(window.preferences().on(QStringLiteral("graph.flinkColours"))); // only asked so far
    for (auto* button : box->buttons())
        if (box->buttonRole(button) == QMessageBox::DestructiveRole)
            button->click();
    QVERIFY(!window.preferences().on(QStringLiteral("graph.flinkColours")));
    QVERIFY(window.commands().action(QStringLiteral("job.rate"))->shortcut().isEmpty());
    QVERIFY(!store()->allKeys().join(QString()).contains(QStringLiteral("preferences/")));
}

void TestSettings::firstStepsAreTicked() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    auto& steps = w->firstSteps();
    QCOMPARE(steps.all().size(), std::size_t(5));
    QVERIFY(steps.isDone(QStringLiteral("open")));
    QVERIFY(!steps.isDone(QStringLiteral("advise")));
    w->session().selection().setVertex(w->feed().graph()->nodes.front().id);
    QVERIFY(steps.isDone(QStringLiteral("look")));
    QVERIFY(w.click(QStringLiteral("job.recommend")));
    QTRY_VERIFY_WITH_TIMEOUT(steps.isDone(QStringLiteral("advise")), 60'000);
    w->commands().action(QStringLiteral("help.firstSteps"))->trigger();
    auto* window = w->findChild<ui::FirstStepsWindow*>(QStringLiteral("firstSteps"));
    QVERIFY(window && window->isVisible());
    // Ticks outlive the program; the line on the first page can be switched off.
    {
        ui::FirstSteps kept(store());
        kept.tick(QStringLiteral("open"));
        kept.tick(QStringLiteral("of another version"));
    }
    ui::FirstSteps again(store());
    QCOMPARE(again.doneCount(), 1);
    QVERIFY(w->preferences().on(QStringLiteral("looks.tour")));
}

void TestSettings::tableRowsAreCopied() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    auto* view = w->operatorsPanel().view();
    clickRow(*view, 1);
    const QString name = view->model()->index(1, 0).data().toString();
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2); // the header and the row
    QVERIFY2(lines[1].startsWith(name), qPrintable(lines[1]));
    QCOMPARE(lines[0].count(QLatin1Char('\t')), lines[1].count(QLatin1Char('\t')));
    // New measurements keep what is chosen, and copying it.
    w->feed().readNow();
    QTest::qWait(500);
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text().count(QLatin1Char('\n')), 2);
    w->session().selection().setVertex({});
    view->setCurrentIndex({});
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text().count(QLatin1Char('\n')), view->model()->rowCount() + 1);
}

void TestSettings::detailsArePinned() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    const auto nodes = w->feed().graph()->nodes;
    w->session().selection().setVertex(nodes.front().id);
    auto* pin = w->detailsPanel().findChild<QToolButton*>(QStringLiteral("pinDetails"));
    QVERIFY(pin->isVisible());
    pin->click();
    w->session().selection().setVertex(nodes.back().id);
    QCOMPARE(w->detailsPanel().pinned(), nodes.front().id);
    bool shown = false;
    for (auto* label : w->detailsPanel().findChildren<QLabel*>())
        shown = shown || (label->isVisible() && label->text() == ui::elideMiddle(ui::text(nodes.front().name), 60));
    QVERIFY(shown);
    pin->click();
    QVERIFY(w->detailsPanel().pinned().empty());
}

/// Filter, fold, direction and moved operators go back one by one, and forward again; the plan is not touched.
void TestSettings::arrangementsAreKept() {
    TestSpace space;
    space.addSimulated("lab");
    const auto ready = [](WindowUnderTest& w) {
        w->setPerspective(ui::Perspective::Inspect);
        auto* view = w->graphPanel().view();
        if (!QTest::qWaitFor([&] { return w->feed().graph() && w->session().jobCount() > 1; }, 60'000))
            return false;
        // Not the worst one, which differs from time to time.
        const auto& jobs = w->session().connections().front().jobs;
        const auto job = std::ranges::find(jobs, "nexmark-q5", [](const auto& one) { return one.name; });
        if (job == jobs.end())
            return false;
        w->session().selection().setJob("lab", job->id);
        return QTest::qWaitFor(
            [&] {
                return w->feed().jobName() == QLatin1String("nexmark-q5") && w->feed().graph() && w->feed().shown() &&
                       !view->isLayingOut() && !view->item().boundingRect().isEmpty();
            },
            60'000);
    };
    QPointF moved;
    QString file;
    {
        WindowUnderTest w(space.options());
        QVERIFY(ready(w));
        auto* view = w->graphPanel().view();
        const QPointF before = view->item().nodeRect(0).center();
        const QPoint at = view->nodeRectInView(0).center();
        const auto drag = [&] {
            QTest::mousePress(view->viewport(), Qt::LeftButton, {}, at);
            QTest::mouseMove(view->viewport(), at + QPoint(30, 20));
            QTest::mouseMove(view->viewport(), at + QPoint(60, 40));
            QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, at + QPoint(60, 40));
        };
        file = ui::text(space.options().workspace.string()) + QStringLiteral(".graphs.json");
        drag();
        QVERIFY(QFile::exists(file));
        w->graphPanel().undoStack().undo(); // what is taken back is not kept either
        QCOMPARE(view->item().nodeRect(0).center(), before);
        QVERIFY(!QFile::exists(file));
        w->graphPanel().undoStack().redo();
        moved = view->item().nodeRect(0).center();
        QVERIFY(moved != before);
        QVERIFY(QFile::exists(file));
    }
    {
        WindowUnderTest w(space.options());
        QVERIFY(ready(w));
        auto* view = w->graphPanel().view();
        QCOMPARE(view->item().nodeRect(0).center(), moved);
        QCOMPARE(w->graphPanel().undoStack().count(), 0); // restoring is no change by a person
        QAction* back = w->commands().action(QStringLiteral("view.resetPlaces"));
        w->commands().refresh();
        QVERIFY(back->isEnabled());
        back->trigger();
        QVERIFY(view->item().nodeRect(0).center() != moved);
        QVERIFY(!QFile::exists(file));
        w->graphPanel().undoStack().undo();
        QCOMPARE(view->item().nodeRect(0).center(), moved);
    }
    // Nonsense is no arrangement; what a newer version wrote stays as it is.
    for (const QByteArray& bytes :
         {QByteArray("{\"version\":1,\"jobs\":{\"lab\\nx\":{\"moved\":{\"a\":[\"b\",1e300]}}}}"),
          QByteArray("nonsense"), QByteArray("{\"version\":99,\"jobs\":{}}")}) {
        QFile kept(file);
        QVERIFY(kept.open(QIODevice::WriteOnly));
        kept.write(bytes);
        kept.close();
        WindowUnderTest w(space.options());
        QVERIFY(ready(w));
        QVERIFY(w->graphPanel().view()->arrangement().moved.empty());
        w->graphPanel().setDirection(layout::Direction::TopDown);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        const bool newer = bytes.contains("99");
        QCOMPARE(kept.readAll() == bytes, newer);
        QCOMPARE(w->graphPanel().undoStack().count(), 1);
    }
}

void TestSettings::theArrowOfTheOrderHidesNoTitle() {
    struct Line {
        int n;
    };
    std::vector<ui::Column<Line>> columns{
        {QStringLiteral("to centre"), {}, ui::ColumnKind::Number, [](const Line& line, int) -> QVariant {
             return line.n;
         }}};
    columns.push_back(columns.front());
    ui::TableModel<Line> model(std::move(columns), [](const Line& line) { return QString::number(line.n); });
    model.setRows({{1}, {2}});
    ui::RowsView view(QStringLiteral("table"));
    view.setSource(&model, 1, Qt::AscendingOrder);
    view.resize(300, 200);
    view.show();
    view.setColumnWidth(0, view.fontMetrics().horizontalAdvance(QStringLiteral("to centre")) + 14);
    auto* header = view.horizontalHeader();
    const auto words = [&] { // of the first column, without the room above them
        QImage all = header->grab().toImage();
        const int top = qRound(view.fontMetrics().height() / 5.0) + 2;
        return all.copy(0, top, view.columnWidth(0), all.height() - top);
    };
    const QImage plain = words(), whole = header->grab().toImage();
    for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        view.sortByColumn(0, order);
        QVERIFY(header->grab().toImage() != whole); // the order is shown
        QCOMPARE(words(), plain);
    }
}

void TestSettings::graphChangesAreUndone() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    w->setPerspective(ui::Perspective::Inspect);
    auto& panel = w->graphPanel();
    auto* view = panel.view();
    QVERIFY(QTest::qWaitFor([&] { return !view->isLayingOut() && !view->item().boundingRect().isEmpty(); }, 20'000));
    QAction* undo = w->commands().action(QStringLiteral("edit.undo"));
    QAction* redo = w->commands().action(QStringLiteral("edit.redo"));
    w->commands().refresh();
    QVERIFY(!undo->isEnabled());
    QVERIFY(!ui::CommandRegistry::whyDisabled(undo).isEmpty());
    const ui::dag::Arrangement first = view->arrangement();
    std::vector<ui::dag::Arrangement> states{first};
    const auto changed = [&] { // each of these is one change
        QVERIFY(!(view->arrangement() == states.back()));
        states.push_back(view->arrangement());
        QCOMPARE(panel.undoStack().count(), static_cast<int>(states.size()) - 1);
    };
    panel.setFilter({ui::dag::FilterKind::Busy});
    changed();
    panel.setDirection(layout::Direction::TopDown);
    QVERIFY(QTest::qWaitFor([&] { return !view->isLayingOut(); }, 20'000));
    changed();
    view->fit();
    const QPoint at = view->nodeRectInView(0).center();
    QTest::mousePress(view->viewport(), Qt::LeftButton, {}, at);
    QTest::mouseMove(view->viewport(), at + QPoint(30, 20));
    QTest::mouseMove(view->viewport(), at + QPoint(70, 40));
    QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, at + QPoint(70, 40));
    changed();
    QString foldable;
    for (const auto& node : w->feed().graph()->nodes)
        if (foldable.isEmpty() && view->fold(ui::text(node.id)))
            foldable = ui::text(node.id);
    if (!foldable.isEmpty())
        changed();
    w->setPerspective(ui::Perspective::Inspect);
    for (std::size_t i = states.size() - 1; i > 0; --i) {
        QTRY_VERIFY(undo->isEnabled());
        undo->trigger();
        QVERIFY(view->arrangement() == states[i - 1]);
    }
    QVERIFY(panel.filter().empty());
    QTRY_VERIFY(!undo->isEnabled());
    for (std::size_t i = 1; i < states.size(); ++i) {
        QTRY_VERIFY(redo->isEnabled());
        redo->trigger();
        QVERIFY(view->arrangement() == states[i]);
    }
    // Elsewhere undo means the plan, and another job has nothing to be undone.
    w->setPerspective(ui::Perspective::Review);
    QTRY_VERIFY(!undo->isEnabled());
    w->setPerspective(ui::Perspective::Inspect);
    QTRY_VERIFY(undo->isEnabled());
    w->session().selection().setJob({}, {});
    QTRY_VERIFY(!undo->isEnabled());
}

void TestSettings::fitShowsTheChoiceThenAll() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    auto* view = w->graphPanel().view();
    QTRY_COMPARE(view->layoutEngine(), QStringLiteral("dot"));
    view->fit();
    const double whole = view->zoom();
    view->selectIndex(0, false);
    view->fitNext();
    const double part = view->zoom();
    QVERIFY(part >= whole);
    QVERIFY(view->viewport()->rect().contains(view->nodeRectInView(0).center()));
    view->fitNext();
    QVERIFY(std::abs(view->zoom() - whole) < 1e-9);
    for (int i = 0; i < static_cast<int>(view->item().nodes().size()); ++i)
        QVERIFY(view->viewport()->rect().contains(view->nodeRectInView(i)));
}

void TestSettings::meansCanBeShown() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    auto* view = w->graphPanel().view();
    w->feed().setMoment(w->feed().shown()->end);
    QTRY_VERIFY(w->feed().shown()); // once the recorded windows are read
    const auto state = view->item().nodes().front().state;
    w->commands().action(QStringLiteral("view.mean"))->trigger();
    QVERIFY(view->model().meanOfSubtasks);
    for (const auto& node : view->item().nodes())
        if (const auto* seen = w->feed().shown()->find(ui::utf8(node.id)); seen && node.stands == 0)
            QCOMPARE(valueOr(node.busy, -1), valueOr(seen->busyMean, -1));
    QCOMPARE(view->item().nodes().front().state, state); // skew does not hide in a mean
    w->commands().action(QStringLiteral("view.mean"))->trigger();
    QVERIFY(!view->model().meanOfSubtasks);
}

ST_UI_TEST(TestSettings)
#include "tst_settings.moc"
