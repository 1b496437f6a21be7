// SPDX-License-Identifier: GPL-3.0-or-later
// The window as such: first run, reasons, names for assistive tools, many jobs, strange names, trouble, saved layouts.
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRandomGenerator>
#include <QSettings>
#include <QTabBar>

#include "tests/ui/support/ui_test.h"
#include "ui/commands/palette.h"
#include "ui/session/text.h"
#include "ui/views/connections/connection_panels.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/review/review_page.h"
#include "ui/views/trouble/trouble_banner.h"

using namespace streamtune;
using namespace streamtune::uitest;

class TestWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void demoInOneClick();
    void nothingIsBlank();
    void actionsSayWhyNot();
    void everythingHasAName();
    void threeHundredJobs();
    void strangeNamesArePlain();
    void engineGone();
    void damagedWorkspace();
    void layoutsSurviveNonsense();
    void selectionIsOne();
};

void TestWindow::demoInOneClick() {
    TestSpace space;
    WindowUnderTest w({}, std::filesystem::path(ui::utf8(space.path(QStringLiteral("demo.db")))));
    QCOMPARE(w->perspective(), ui::Perspective::Welcome);
    shoot(*w, QStringLiteral("welcome"));
    QVERIFY(w.openDemo());
    QVERIFY(std::ranges::any_of(w->feed().shown()->nodes, [](const NodeObservation& n) { return isKnown(n.busyMax); }));
    QVERIFY(w->findChild<QFrame*>(QStringLiteral("demoBanner"))->isVisible());
    QVERIFY(w->session().isDemo());
    QVERIFY(w->windowTitle().contains(QStringLiteral("DEMO")));
}

void TestWindow::nothingIsBlank() {
    WindowUnderTest w({});
    // These are built when they are first seen.
    static_cast<void>(w->explainPanel());
    static_cast<void>(w->whatIfPanel());
    static_cast<void>(w->scenariosPanel());
    for (const auto& [id, dock] : w->docks()) {
        const auto empties = dock->findChildren<ui::EmptyState*>();
        QVERIFY2(!empties.isEmpty(), qPrintable(id));
        QVERIFY2(std::ranges::any_of(empties, [](ui::EmptyState* e) { return e->accessibleName().size() > 10; }),
                 qPrintable(id));
    }
    for (const auto perspective : {ui::Perspective::Clusters, ui::Perspective::Train}) {
        w->setPerspective(perspective);
        QCOMPARE(w->perspective(), perspective);
        const auto empties = w->centralWidget()->findChildren<ui::EmptyState*>();
        QVERIFY(std::ranges::any_of(
            empties, [](ui::EmptyState* e) { return e->isVisible() && e->accessibleName().size() > 60; }));
    }
}

void TestWindow::actionsSayWhyNot() {
    WindowUnderTest w({});
    w->commands().refresh();
    const auto items = ui::paletteItems(w->commands());
    QCOMPARE(items.size(), w->commands().actions().size());
    QVERIFY(items.size() > 50);
    std::set<QString> keys;
    int disabled = 0;
    for (QAction* action : w->commands().actions()) {
        QVERIFY2(!ui::CommandRegistry::group(action).isEmpty(), qPrintable(action->objectName()));
        QVERIFY2(!action->toolTip().isEmpty() && !action->statusTip().isEmpty(), qPrintable(action->objectName()));
        if (!action->shortcut().isEmpty())
            QVERIFY2(keys.insert(action->shortcut().toString()).second, qPrintable(action->shortcut().toString()));
        if (action->isEnabled())
            continue;
        ++disabled;
        const QString why = ui::CommandRegistry::whyDisabled(action);
        QVERIFY2(why.size() > 10, qPrintable(action->objectName()));
        QVERIFY2(action->toolTip().contains(why.toHtmlEscaped()), qPrintable(action->objectName()));
    }
    QVERIFY(disabled > 10); // without a workspace most cannot be done
}

void TestWindow::everythingHasAName() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().shown() != nullptr; }, 30'000));
    for (const auto perspective : {ui::Perspective::Inspect, ui::Perspective::Review}) {
        w->setPerspective(perspective);
        for (auto* widget : w->findChildren<QWidget*>()) {
            const bool input = qobject_cast<QLineEdit*>(widget) || qobject_cast<QComboBox*>(widget) ||
                               qobject_cast<QAbstractItemView*>(widget) || qobject_cast<QAbstractSpinBox*>(widget) ||
                               qobject_cast<QPlainTextEdit*>(widget);
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            const bool inner = widget->objectName().startsWith(QLatin1String("qt_")) ||
                               (widget->parentWidget() && qobject_cast<QAbstractSpinBox*>(widget->parentWidget())) ||
                               qobject_cast<QHeaderView*>(widget) ||
                               (widget->parentWidget() && (qobject_cast<QLineEdit*>(widget->parentWidget()) ||
                                                           qobject_cast<QComboBox*>(widget->parentWidget()) ||
                                                           qobject_cast<QTabBar*>(widget->parentWidget()) ||
                                                           qobject_cast<QTableView*>(widget->parentWidget())));
            if (inner ||
                (widget->parentWidget() && widget->parentWidget()->objectName().startsWith(QLatin1String("qt_"))) ||
                qobject_cast<QComboBox*>(widget->window()) || widget->window() != &w.window())
                continue;
            if (input)
                QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
            if (button && button->isVisible())
                QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                         qPrintable(button->objectName() + button->toolTip()));
        }
    }
}

void TestWindow::threeHundredJobs() {
    TestSpace space;
    space.addSimulated("many", space.makeJobs(300, [](int i) { return "job-" + std::to_string(i); }));
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->session().jobCount() == 300; }, 60'000));
    auto& view = *w->jobsPanel().view();
    QCOMPARE(view.model()->rowCount(), 300);
    QTest::keyClicks(w->jobsPanel().filter(), QStringLiteral("job-29"));
    QTRY_COMPARE(view.model()->rowCount(), 11); // 29, 290 … 299
    clickRow(view, 3);
    QVERIFY(w->session().selection().hasJob());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() != nullptr; }, 30'000));
    w->jobsPanel().filter()->clear();
    QTRY_COMPARE(view.model()->rowCount(), 300);
}

void TestWindow::strangeNamesArePlain() {
    TestSpace space;
    const std::vector<std::string> names{"<b onclick=x>bold</b> & \"quoted\"", "وظيفة 🎉 emoji",
                                         std::string(10'000, 'x')};
    space.addSimulated("strange", space.makeJobs(3, [&](int i) { return names[static_cast<std::size_t>(i)]; }));
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->session().jobCount() == 3; }, 30'000));
    auto& view = *w->jobsPanel().view();
    for (int i = 0; i < 3; ++i) {
        clickRow(view, i);
        QVERIFY(QTest::qWaitFor([&] { return w->feed().view() != nullptr; }, 30'000));
        QVERIFY(w->windowTitle().size() < 200);
        QVERIFY(w->width() < 4'000);
        const QString tip = view.model()->index(i, 0).data(Qt::ToolTipRole).toString();
        QVERIFY(!tip.contains(QStringLiteral("<b onclick")));
    }
    for (auto* label : w->findChildren<QLabel*>())
        QVERIFY2(label->textFormat() == Qt::PlainText || !Qt::mightBeRichText(label->text()),
                 qPrintable(label->text().left(80)));
    // Stored and shown intact: the whole name is what the session has.
    QVERIFY(std::ranges::any_of(w->session().connections().front().jobs,
                                [&](const engines::JobSummary& j) { return j.name == names[2]; }));
}

void TestWindow::engineGone() {
    TestSpace space;
    const std::string url = space.makeJobs(2, [](int i) { return "job-" + std::to_string(i); });
    space.addSimulated("lab", url);
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 30'000));
    auto* banner = w->findChild<ui::TroubleBanner*>(QStringLiteral("troubleBanner"));
    QVERIFY(!banner->isVisible());
    const QString folder = ui::text(url.substr(4));
    QVERIFY(QDir().rename(folder, folder + QStringLiteral(".gone")));
    w->session().refreshAllJobs();
    w->feed().readNow();
    QVERIFY(QTest::qWaitFor([&] { return banner->isVisible() && w->feed().offline(); }, 30'000));
    // The last snapshot stays, and no dialog came.
    QVERIFY(w->feed().graph() && w->feed().shown());
    QVERIFY(!QApplication::activeModalWidget());
    QVERIFY(!w->session().troubles().list().back().error.sentence.empty());
    shoot(*w, QStringLiteral("offline"));
    // Back again by itself.
    QVERIFY(QDir().rename(folder + QStringLiteral(".gone"), folder));
    w->session().refreshAllJobs();
    w->feed().readNow();
    QVERIFY(QTest::qWaitFor([&] { return !banner->isVisible() && !w->feed().offline(); }, 30'000));
}

void TestWindow::damagedWorkspace() {
    TestSpace space;
    QFile file(space.path(QStringLiteral("broken.db")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("SQLite format 3");
    file.write(QByteArray(5'000, 'z'));
    file.close();
    WindowUnderTest w({});
    w->openWorkspace(file.fileName());
    QVERIFY(QTest::qWaitFor([&] { return !w->session().troubles().list().empty(); }, 20'000));
    QVERIFY(!w->session().isOpen());
    QVERIFY(w->findChild<ui::TroubleBanner*>(QStringLiteral("troubleBanner"))->isVisible());
    QCOMPARE(w->perspective(), ui::Perspective::Welcome);
}

void TestWindow::layoutsSurviveNonsense() {
    QSettings settings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("streamtune"),
                       QStringLiteral("workbench"));
    auto* random = QRandomGenerator::global();
    for (int round = 0; round < 12; ++round) {
        QByteArray noise(round == 0 ? 0 : static_cast<int>(random->bounded(1, 4'000)), '\0');
        for (char& c : noise)
            c = static_cast<char>(random->bounded(256));
        settings.setValue(QStringLiteral("window/version"), round % 3 == 2 ? 99 : ui::kLayoutVersion);
        settings.setValue(QStringLiteral("window/geometry"), noise);
        for (int i = 0; i < 5; ++i)
            settings.setValue(QStringLiteral("window/layout%1").arg(i), noise);
        settings.sync();
        ui::LogHub hub;
        ui::WindowOptions options;
        ui::MainWindow window(options, hub);
        window.show();
        window.setPerspective(ui::Perspective::Inspect);
        const QRect screen = window.screen()->availableGeometry();
        QVERIFY(screen.intersects(window.geometry()));
        QVERIFY(window.docks().at(QStringLiteral("jobs"))->isVisible());
    }
    settings.clear();
}

void TestWindow::selectionIsOne() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 30'000));
    auto& table = *w->operatorsPanel().view();
    clickRow(table, 1);
    const QString vertex = ui::text(w->session().selection().place().vertex);
    QVERIFY(!vertex.isEmpty());
    QCOMPARE(table.currentKey(), vertex);
    QCOMPARE(w->graphPanel().view()->selectedNode(), vertex);
    const std::string other = w->feed().graph()->nodes.front().id == ui::utf8(vertex)
                                  ? w->feed().graph()->nodes.back().id
                                  : w->feed().graph()->nodes.front().id;
    w->graphPanel().view()->selectNode(ui::text(other));
    QCOMPARE(ui::text(w->session().selection().place().vertex), ui::text(other));
    QCOMPARE(table.currentKey(), ui::text(other));
    w->session().selection().goBack();
    QCOMPARE(table.currentKey(), vertex);
    QCOMPARE(w->graphPanel().view()->selectedNode(), vertex);
    // The table as text has a line for each operator.
    QCOMPARE(table.asTsv(false).count(QLatin1Char('\n')), static_cast<qsizetype>(w->feed().graph()->nodes.size()) + 1);
}

ST_UI_TEST(TestWindow)
#include "tst_window.moc"
