// SPDX-License-Identifier: GPL-3.0-or-later
// A walk through every panel, dialog, menu and perspective, as a person would look at them: nothing is blank, no word
// is cut off. With $ST_UI_SHOTS every place is left as a picture (tour.sh does it for all looks); $ST_UI_SIZE,
// $ST_UI_THEME, $ST_UI_TEXT (1.5 = 150 %), $ST_UI_LANGUAGE and QT_SCALE_FACTOR choose how it looks.
#include <QDialog>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>

#include "tests/ui/support/cut_words.h"
#include "tests/ui/support/ui_test.h"
#include "ui/main_window/top_bar.h"
#include "ui/session/explain_flow.h"
#include "ui/session/model_flow.h"
#include "ui/session/text.h"
#include "ui/session/training_flow.h"
#include "ui/session/what_if_flow.h"
#include "ui/views/compare/results_page.h"
#include "ui/views/connections/connection_panels.h"
#include "ui/views/history/history_page.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/review/review_page.h"
#include "ui/views/training/curves_panel.h"
#include "ui/views/training/train_page.h"
#include "ui/views/what_if/what_if_panel.h"
#include "ui/views/widgets/basics.h"

using namespace streamtune;
using namespace streamtune::uitest;

namespace {

bool isBlank(const QImage& image) {
    QSet<QRgb> seen;
    for (int y = 0; y < image.height() && seen.size() < 8; y += 3)
        for (int x = 0; x < image.width(); x += 3)
            seen.insert(image.pixel(x, y));
    return seen.size() < 8;
}

} // namespace

class TestTour : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void beforeAWorkspace();
    void theDemo();
    void trouble();
    void production();

private:
    /// Leaves a picture of the widget, and keeps what is wrong with it.
    void look(QWidget& widget, const QString& name);
    void look(WindowUnderTest& w, const QString& name) { look(w.window(), name); }
    void dialogs(WindowUnderTest& w, const QStringList& commands);
    void menus(WindowUnderTest& w);
    void graph(WindowUnderTest& w);
    void docks(WindowUnderTest& w);
    void review(WindowUnderTest& w);
    void evidence(WindowUnderTest& w);
    void throughScroll(WindowUnderTest& w, const QString& panel, const QString& name);
    void training(WindowUnderTest& w);
    void history(WindowUnderTest& w);
    void verdict();
    QStringList m_wrong;
    int m_looked = 0;
};

void TestTour::initTestCase() {
    QFont font = QApplication::font();
    const double scale = qEnvironmentVariable("ST_UI_TEXT", QStringLiteral("1")).toDouble();
    font.setPointSizeF(font.pointSizeF() * scale);
    QApplication::setFont(font);
}

void TestTour::look(QWidget& widget, const QString& name) {
    QTest::qWait(120);
    const QImage image = widget.grab().toImage();
    ++m_looked;
    if (const QString folder = qEnvironmentVariable("ST_UI_SHOTS"); !folder.isEmpty())
        image.save(folder + QStringLiteral("/%1-%2.png").arg(m_looked, 2, 10, QLatin1Char('0')).arg(name));
    if (isBlank(image))
        m_wrong << name + QStringLiteral(": blank");
    // Something may have arrived just now and be laid out in a moment; what is wrong stays wrong.
    QStringList wrong = wrongIn(widget);
    for (int again = 0; again < 3 && !wrong.isEmpty(); ++again) {
        QTest::qWait(120);
        wrong = wrongIn(widget);
    }
    for (const QString& what : wrong)
        m_wrong << name + what;
}

void TestTour::verdict() {
    m_wrong.removeDuplicates();
    for (const QString& wrong : m_wrong)
        qWarning("%s", qPrintable(wrong));
    const auto count = m_wrong.size();
    m_wrong.clear();
    QCOMPARE(count, 0);
}

/// Each command opens a window of its own, which is looked at and closed.
void TestTour::dialogs(WindowUnderTest& w, const QStringList& commands) {
    for (const QString& id : commands) {
        QAction* action = w->commands().action(id);
        if (!QTest::qWaitFor([&] { return action->isEnabled(); }, 5'000)) {
            m_wrong << id + QStringLiteral(": cannot be done: ") + ui::CommandRegistry::whyDisabled(action);
            continue;
        }
        action->trigger();
        QWidget* opened = nullptr;
        const bool there = QTest::qWaitFor(
            [&] {
                for (QWidget* top : QApplication::topLevelWidgets())
                    if (top->isVisible() && top != &w.window() && top->isWindow() && !top->inherits("QTipLabel"))
                        opened = top;
                return opened != nullptr;
            },
            5'000);
        if (!there) {
            m_wrong << id + QStringLiteral(": opens nothing");
            continue;
        }
        look(*opened, id);
        if (auto* tabs = opened->findChild<QTabWidget*>())
            for (int i = 1; i < tabs->count(); ++i) {
                tabs->setCurrentIndex(i);
                look(*opened, id + QStringLiteral("-tab%1").arg(i + 1));
            }
        opened->close();
        QTest::qWait(20);
    }
}

void TestTour::menus(WindowUnderTest& w) {
    for (QAction* action : w->topBar().menuBar()->actions()) {
        QMenu* menu = action->menu();
        menu->popup(w->mapToGlobal(QPoint(20, 40)));
        look(*menu, QStringLiteral("menu-") + menu->title().remove(QLatin1Char('&')).toLower());
        menu->close();
    }
}

void TestTour::graph(WindowUnderTest& w) {
    auto* view = w->graphPanel().view();
    QVERIFY(QTest::qWaitFor([&] { return !view->item().boundingRect().isEmpty(); }, 20'000));
    look(w, QStringLiteral("inspect"));
    clickRow(*w->operatorsPanel().view(), 0);
    look(w, QStringLiteral("inspect-chosen"));
    for (const char* mode : {"predicted", "difference", "measured", "both"}) {
        w->commands().action(QStringLiteral("view.showNext"))->trigger();
        look(w, QStringLiteral("graph-") + QLatin1String(mode));
    }
    w->graphPanel().find()->setText(QStringLiteral("o"));
    look(w, QStringLiteral("graph-find"));
    w->graphPanel().find()->clear();
    w->graphPanel().setFilter({ui::dag::FilterKind::Busy, ui::dag::FilterKind::BackPressured});
    look(w, QStringLiteral("graph-filter"));
    w->graphPanel().setFilter({});
    w->commands().action(QStringLiteral("view.flinkColours"))->trigger();
    look(w, QStringLiteral("graph-flink-colours"));
    w->commands().action(QStringLiteral("view.flinkColours"))->trigger();
    view->setDirection(layout::Direction::TopDown);
    QTest::qWait(400);
    look(w, QStringLiteral("graph-top-down"));
    view->setDirection(layout::Direction::LeftToRight);
    QTest::qWait(400);
    view->zoomBy(0.4 / view->zoom());
    look(w, QStringLiteral("graph-middle"));
    view->zoomBy(0.15 / view->zoom());
    look(w, QStringLiteral("graph-far"));
    view->zoomBy(2 / view->zoom());
    look(w, QStringLiteral("graph-minimap"));
    view->fit();
}

void TestTour::docks(WindowUnderTest& w) {
    QTabBar* tabs = w->chartsPanel().tabs();
    for (int i = 0; i < tabs->count(); ++i) {
        tabs->setCurrentIndex(i);
        look(w, QStringLiteral("charts-") + tabs->tabText(i).toLower());
    }
    tabs->setCurrentIndex(0);
    for (const auto& [id, dock] : w->docks()) {
        w->commands().action(QStringLiteral("panel.") + id)->trigger();
        look(w, QStringLiteral("panel-") + id);
        dock->setFloating(true);
        look(*dock, QStringLiteral("floating-") + id);
        dock->setFloating(false);
    }
    w->resetLayout();
    look(w, QStringLiteral("reset-layout"));
    if (w->feed().windows().size() > 2) {
        w->feed().setMoment(w->feed().windows()[w->feed().windows().size() / 2].end);
        look(w, QStringLiteral("past-moment"));
        w->feed().setMoment(std::nullopt);
    }
}

void TestTour::review(WindowUnderTest& w) {
    const auto state = [&] {
        return w->review().file() && !w->review().busy() ? w->review().file()->state : review::PlanState::Unknown;
    };
    const auto reaches = [&](review::PlanState wanted) {
        return QTest::qWaitFor([&] { return state() == wanted; }, 60'000);
    };
    QVERIFY(w.click(QStringLiteral("job.recommend")));
    QVERIFY(reaches(review::PlanState::Checked));
    look(w, QStringLiteral("review-checked"));
    w->findChild<QPlainTextEdit*>(QStringLiteral("approvalReason"))
        ->setPlainText(QStringLiteral("More load since noon."));
    QVERIFY(w.click(QStringLiteral("plan.approve")));
    QVERIFY(reaches(review::PlanState::Approved));
    look(w, QStringLiteral("review-approved"));
    QVERIFY(w.click(QStringLiteral("plan.apply")));
    QTest::qWait(60);
    look(w, QStringLiteral("review-applying"));
    QVERIFY(reaches(review::PlanState::Done));
    look(w, QStringLiteral("review-done"));
    QVERIFY(w.click(QStringLiteral("plan.rollback")));
    QVERIFY(reaches(review::PlanState::Checked));
    look(w, QStringLiteral("review-rollback"));
}

/// Why and What if for a job with advice: all parts of the panels, in the window and on their own.
void TestTour::evidence(WindowUnderTest& w) {
    w->setPerspective(ui::Perspective::Inspect);
    w->commands().action(QStringLiteral("method.streamtune"))->trigger();
    QVERIFY(w.click(QStringLiteral("job.recommend")));
    QVERIFY(QTest::qWaitFor([&] { return w->review().file() && !w->review().busy(); }, 60'000));
    w->setPerspective(ui::Perspective::Inspect);
    const auto& changes = w->review().file()->plan.changes; // none, where the change before was enough
    w->session().selection().setVertex(changes.empty() ? w->feed().graph()->nodes.back().id : changes.front().vertex);
    w->commands().action(QStringLiteral("panel.explanation"))->trigger();
    QVERIFY(QTest::qWaitFor([&] { return w->explain().state() == ui::ExplainState::Ready; }, 60'000));
    QVERIFY(QTest::qWaitFor([&] { return w->explain().pair() != nullptr; }, 30'000));
    throughScroll(w, QStringLiteral("explanation"), QStringLiteral("why"));

    w->commands().action(QStringLiteral("whatif.begin"))->trigger();
    QVERIFY(QTest::qWaitFor([&] { return w->whatIf().state() == ui::WhatIfState::Ready; }, 60'000));
    const std::string source = w->whatIf().answer().sources.front().source;
    w->whatIf().setRate(source, 3 * valueOr(w->whatIf().rate(source), 1'000));
    QVERIFY(QTest::qWaitFor([&] { return w->whatIf().isChanged(); }, 10'000));
    w->whatIfPanel().name()->setText(QStringLiteral("three times as much"));
    QAction* keep = w->commands().action(QStringLiteral("whatif.keep"));
    QVERIFY(QTest::qWaitFor([&] { return keep->isEnabled(); }, 5'000));
    keep->trigger();
    QVERIFY(QTest::qWaitFor([&] { return w->whatIf().scenario("three times as much") != nullptr; }, 30'000));
    throughScroll(w, QStringLiteral("whatif"), QStringLiteral("what-if"));
    w->commands().action(QStringLiteral("panel.scenarios"))->trigger();
    look(w, QStringLiteral("scenarios-filled"));
    w->commands().action(QStringLiteral("whatif.leave"))->trigger();
    w->resetLayout();
}

/// A panel that scrolls is looked at from its top to its end, then on its own.
void TestTour::throughScroll(WindowUnderTest& w, const QString& panel, const QString& name) {
    QDockWidget* dock = w->docks().at(panel);
    w->commands().action(QStringLiteral("panel.") + panel)->trigger();
    look(w, name + QStringLiteral("-filled"));
    if (auto* area = dock->findChild<QScrollArea*>()) {
        QScrollBar* bar = area->verticalScrollBar();
        for (int page = 2; bar->value() < bar->maximum() && page < 9; ++page) {
            bar->setValue(bar->value() + area->viewport()->height() * 9 / 10);
            look(w, name + QStringLiteral("-filled-%1").arg(page));
        }
    }
    dock->setFloating(true);
    dock->resize(640, 900);
    look(*dock, name + QStringLiteral("-floating"));
    dock->setFloating(false);
}

/// A small training, its model, and the comparison of methods.
void TestTour::training(WindowUnderTest& w) {
    auto& page = w->trainPage();
    look(w, QStringLiteral("train-empty"));
    dialogs(w, {QStringLiteral("train.new")});
    workbench::TrainingRequest request;
    request.name = "toured";
    request.settings.shape.hidden = 8;
    request.settings.shape.layers = 2;
    request.settings.epochs = 4;
    w->training().enqueue(request);
    const auto& runs = w->training().runs();
    QVERIFY(QTest::qWaitFor([&] { return !runs.empty() && !runs.front().curves.empty(); }, 60'000));
    look(w, QStringLiteral("train-running"));
    QVERIFY(QTest::qWaitFor([&] { return runs.front().state == workbench::RunState::Done; }, 120'000));
    page.curves()->setLog(true);
    page.curves()->smoothing()->setValue(60);
    look(w, QStringLiteral("train-done"));
    page.showModel("toured");
    QVERIFY(QTest::qWaitFor([&] { return w->models().comparison() != nullptr; }, 60'000));
    look(w, QStringLiteral("train-models"));
    dialogs(w, {QStringLiteral("models.promote"), QStringLiteral("models.remove")});
    page.setPart(ui::TrainPage::Results);
    QVERIFY(QTest::qWaitFor([&] { return !page.results()->tables().empty(); }, 20'000));
    look(w, QStringLiteral("train-comparison"));
}

/// A recorded run, and two of them side by side.
void TestTour::history(WindowUnderTest& w) {
    w->setPerspective(ui::Perspective::History);
    auto* table = w->historyPage().table();
    if (!QTest::qWaitFor([&] { return table->model()->rowCount() > 1; }, 20'000)) {
        m_wrong << QStringLiteral("history: the demo has recorded runs, none is listed");
        return;
    }
    clickRow(*table, 0);
    QTest::qWait(500);
    look(w, QStringLiteral("history-run"));
    table->selectionModel()->select(table->model()->index(1, 0),
                                    QItemSelectionModel::Select | QItemSelectionModel::Rows);
    QTest::qWait(500);
    look(w, QStringLiteral("history-two-runs"));
}

void TestTour::beforeAWorkspace() {
    WindowUnderTest w({});
    look(w, QStringLiteral("welcome"));
    for (const auto perspective : {ui::Perspective::Clusters, ui::Perspective::Train}) {
        w->setPerspective(perspective);
        look(w, QStringLiteral("empty-") + w->focusedPanel());
    }
    verdict();
}

void TestTour::theDemo() {
    TestSpace space;
    workbench::Options options;
    options.actor = "tester";
    WindowUnderTest w(options, std::filesystem::path(ui::utf8(space.path(QStringLiteral("demo.db")))));
    QVERIFY(w.openDemo());
    graph(w);
    docks(w);
    menus(w);
    w->setPerspective(ui::Perspective::Review);
    look(w, QStringLiteral("review-empty"));
    w->setPerspective(ui::Perspective::Inspect);
    dialogs(w, {QStringLiteral("help.palette"), QStringLiteral("go.anywhere"), QStringLiteral("help.keys"),
                QStringLiteral("help.page"), QStringLiteral("help.concepts"), QStringLiteral("help.about"),
                QStringLiteral("help.firstSteps"), QStringLiteral("edit.settings"), QStringLiteral("file.connect"),
                QStringLiteral("connection.edit"), QStringLiteral("connection.remove"), QStringLiteral("job.rate")});
    review(w);
    evidence(w);
    for (const auto perspective : {ui::Perspective::Clusters, ui::Perspective::Train, ui::Perspective::History}) {
        w->setPerspective(perspective);
        QTest::qWait(1'500);
        look(w, w->focusedPanel());
    }
    training(w);
    history(w);
    verdict();
}

void TestTour::trouble() {
    TestSpace space;
    space.addSimulated("lab");
    space.addSimulated("gone", "sim:" + ui::utf8(space.path(QStringLiteral("nowhere"))));
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return !w->session().troubles().list().empty(); }, 30'000));
    look(w, QStringLiteral("trouble"));
    QFile runs(space.path(QStringLiteral("runs.jsonl")));
    QVERIFY(runs.open(QIODevice::WriteOnly));
    runs.write("{\"not\":\"a run\"}\n");
    runs.close();
    w->openFile(runs.fileName());
    auto* box = w->findChild<QMessageBox*>();
    QVERIFY(box);
    look(*box, QStringLiteral("import-preview"));
    for (QAbstractButton* button : box->buttons())
        if (box->buttonRole(button) == QMessageBox::AcceptRole)
            button->click();
    QWidget* report = nullptr;
    QVERIFY(QTest::qWaitFor(
        [&] {
            for (auto* dialog : w->findChildren<QDialog*>())
                if (dialog->isVisible() && !qobject_cast<QMessageBox*>(dialog))
                    report = dialog;
            return report != nullptr || w->session().troubles().find(QStringLiteral("import"));
        },
        20'000));
    look(report ? *report : static_cast<QWidget&>(w.window()), QStringLiteral("import-report"));
    verdict();
}

void TestTour::production() {
    TestSpace space;
    space.addProduction("orders-prod");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return !w->session().troubles().list().empty(); }, 20'000));
    w->session().selection().setConnection("orders-prod");
    look(w, QStringLiteral("production-unreachable"));
    // The test of the connection says which step failed.
    w->commands().action(QStringLiteral("connection.edit"))->trigger();
    auto* dialog = w->findChild<QDialog*>(QStringLiteral("connectionDialog"));
    QVERIFY(dialog);
    dialog->findChild<QPushButton*>(QStringLiteral("testConnection"))->click();
    QTest::qWait(1'000);
    look(*dialog, QStringLiteral("connection-test-failed"));
    dialog->close();
    verdict();
}

ST_UI_TEST(TestTour)
#include "tst_tour.moc"
