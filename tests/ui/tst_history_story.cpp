// SPDX-License-Identifier: GPL-3.0-or-later
// The history of the demo, as a person looks through it: filters, a run, its labels and the word against one, notes,
// runs side by side, the time line, what is forgotten.
#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QDockWidget>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTabBar>
#include <QToolButton>

#include "tests/ui/support/ui_test.h"
#include "ui/commands/palette.h"
#include "ui/session/text.h"
#include "ui/session/troubles.h"
#include "ui/views/history/compare_panel.h"
#include "ui/views/history/filter_bar.h"
#include "ui/views/history/history_page.h"
#include "ui/views/history/label_audit.h"
#include "ui/views/history/match_panel.h"
#include "ui/views/history/notes_box.h"
#include "ui/views/history/run_detail.h"
#include "ui/views/history/storage_panel.h"
#include "ui/views/history/time_lanes.h"
#include "ui/views/trouble/record_panels.h"

using namespace streamtune;
using namespace streamtune::uitest;

class TestHistoryStory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void filtersAreChips();
    void aLabelIsGivenAndTakenBack();
    void notesAndTagsStayWithTheRun();
    void runsAreCompared();
    void aComparisonThatFailsSaysWhy();
    void oneGoesToARun();
    void theTimeLineChoosesARange();
    void oldWindowsAreForgotten();
    void versionsOfAJobAreMatched();
    void byKeyboard();

private:
    /// The demo, opened from the welcome page, with the history shown.
    struct Desk {
        TestSpace space;
        WindowUnderTest w{options(), std::filesystem::path(ui::utf8(space.path(QStringLiteral("demo.stw"))))};
        static workbench::Options options() {
            workbench::Options options;
            options.actor = "tester";
            return options;
        }
        ui::HistoryPage& page() { return w->historyPage(); }
        QAbstractItemModel& runs() { return *page().runsView()->model(); }
        bool open() {
            if (!w.click(QStringLiteral("file.demo")) ||
                !QTest::qWaitFor([&] { return w->session().isOpen(); }, 60'000) ||
                !w.click(QStringLiteral("view.history")))
                return false;
            return QTest::qWaitFor([&] { return runs().rowCount() > 0 && page().detail()->file(); }, 30'000);
        }
        void filter(const QString& words) {
            QTest::mouseClick(page().filter()->edit(), Qt::LeftButton);
            QTest::keyClicks(page().filter()->edit(), words);
            QTest::keyClick(page().filter()->edit(), Qt::Key_Return);
        }
        /// Something is listed, and the cell of every row fits.
        bool allFit(int column, int role, const std::function<bool(const QVariant&)>& fits) {
            return QTest::qWaitFor(
                [&] {
                    bool fit = runs().rowCount() > 0 && page().isSettled();
                    for (int r = 0; fit && r < runs().rowCount(); ++r)
                        fit = fits(runs().index(r, column).data(role));
                    return fit;
                },
                20'000);
        }
        bool settled() {
            return QTest::qWaitFor([&] { return page().isSettled(); }, 30'000);
        }
        template <class T>
        T* find(const char* name) {
            return w->findChild<T*>(QLatin1String(name));
        }
        void clickTab(const char* bar, int tab) {
            auto* tabs = find<QTabBar>(bar);
            QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(tab).center());
        }
        Result<std::unique_ptr<history::Store>> store() { return w->session().bench()->store(); }
    };
};

void TestHistoryStory::filtersAreChips() {
    Desk d;
    QVERIFY(d.open());
    shoot(*d.w, QStringLiteral("history-runs"));
    const int all = d.runs().rowCount();
    QVERIFY(all >= 40);
    d.filter(QStringLiteral("label:bottleneck"));
    QVERIFY(d.allFit(ui::RunColumn::Outcome, ui::SortRole, [](const QVariant& n) { return n.toLongLong() > 0; }));
    d.filter(QStringLiteral("nexmark"));
    QVERIFY(d.allFit(ui::RunColumn::Job, Qt::DisplayRole,
                     [](const QVariant& name) { return name.toString().contains(QStringLiteral("nexmark")); }));
    QCOMPARE(d.page().filter()->terms().size(), 2);
    shoot(*d.w, QStringLiteral("history-filtered"));
    // A word that fits nothing is named, and nothing changes.
    const int rows = d.runs().rowCount();
    d.filter(QStringLiteral("latency>3"));
    QVERIFY(d.page().filter()->trouble().contains(QStringLiteral("latency>3")));
    QCOMPARE(d.page().filter()->terms().size(), 2);
    QCOMPARE(d.runs().rowCount(), rows);
    d.page().filter()->edit()->clear();
    d.filter(QStringLiteral("nothing-of-this-name"));
    QTRY_COMPARE(d.runs().rowCount(), 0);
    shoot(*d.w, QStringLiteral("history-none"));
    d.page().filter()->setTerms({});
    QTRY_COMPARE(d.runs().rowCount(), all);

    // Everything observed comes page by page.
    d.page().setPart(ui::HistoryPage::Observations);
    auto& rowsSeen = *d.page().observationsView()->model();
    QTRY_VERIFY(rowsSeen.rowCount() >= 200 && d.settled());
    shoot(*d.w, QStringLiteral("history-observations"));
    const int first = rowsSeen.rowCount();
    QVERIFY(first <= 400);
    auto* bar = d.page().observationsView()->verticalScrollBar();
    bar->setValue(bar->maximum());
    QTRY_VERIFY(rowsSeen.rowCount() > first);
    d.filter(QStringLiteral("busy>0.95"));
    QTRY_VERIFY(rowsSeen.rowCount() > 0 && d.settled());
    QTRY_VERIFY(rowsSeen.index(0, ui::ObservationColumn::Busy).data(ui::NumberRole).toDouble() > 0.95);

    // All of them leave as a file, not only those that are loaded.
    d.page().setPart(ui::HistoryPage::Runs);
    d.page().filter()->setTerms({});
    QVERIFY(d.settled());
    auto store = d.store();
    QVERIFY(store.has_value());
    const auto runs = (*store)->stats()->runs;
    QVERIFY(runs > d.runs().rowCount());
    const QString csv = d.space.path(QStringLiteral("runs.csv")), json = d.space.path(QStringLiteral("runs.json"));
    d.page().exportTo(csv);
    QTRY_VERIFY(QFile::exists(csv));
    d.page().exportTo(json);
    QTRY_VERIFY(QFile::exists(json));
    QFile lines(csv), document(json);
    QVERIFY(lines.open(QIODevice::ReadOnly) && document.open(QIODevice::ReadOnly));
    QCOMPARE(lines.readAll().count('\n'), runs + 1);
    QCOMPARE(QJsonDocument::fromJson(document.readAll()).array().size(), runs);
}

void TestHistoryStory::aLabelIsGivenAndTakenBack() {
    Desk d;
    QVERIFY(d.open());
    d.filter(QStringLiteral("label:bottleneck"));
    QTRY_VERIFY(d.settled());
    clickRow(*d.page().runsView(), 0);
    QTRY_VERIFY(d.page().detail()->file() && d.settled());
    const std::int64_t run = d.page().detail()->run();
    d.clickTab("runTabs", ui::RunDetail::Labels);
    auto* labels = d.page().detail()->labels();
    auto* table = labels->view();
    QTRY_VERIFY(table->isVisible() && table->model()->rowCount() > 0);
    clickRow(*table, 0);
    // The rule that fired is told with its numbers.
    QVERIFY(!d.find<QLabel>("labelVerdict")->text().isEmpty());
    QVERIFY(!d.find<QLabel>("labelWhy")->text().isEmpty());
    auto* give = d.find<QPushButton>("giveLabel-1");
    QVERIFY(!give->isEnabled());
    QVERIFY(give->toolTip().contains(QStringLiteral("reason")));
    auto* reason = d.find<QLineEdit>("labelReason");
    QTest::mouseClick(reason, Qt::LeftButton);
    QTest::keyClicks(reason, QStringLiteral("a broker was down"));
    const QString node = table->currentKey();
    const std::int64_t number = labels->windowNumber();
    QTRY_VERIFY(give->isEnabled());
    QTest::mouseClick(give, Qt::LeftButton);
    QTRY_VERIFY(d.page().detail()->file() && !d.page().detail()->file()->overrides.empty());
    auto store = d.store();
    QVERIFY(store.has_value());
    const auto overrides = (*store)->overrides(run);
    QVERIFY(overrides && overrides->size() == 1);
    QCOMPARE(ui::text(overrides->front().node), node);
    QCOMPARE(overrides->front().window, number);
    QCOMPARE(overrides->front().label, -1);
    QCOMPARE(ui::text(overrides->front().reason), QStringLiteral("a broker was down"));
    QTRY_VERIFY(table->model()->index(0, ui::LabelColumn::InForce).data().toString().contains(QStringLiteral("yours")));
    QVERIFY(d.find<QLabel>("labelPast")->text().contains(QStringLiteral("a broker was down")));
    shoot(*d.w, QStringLiteral("history-labels"));

    // It stands in the audit trail, in the window too.
    d.w->commands().action(QStringLiteral("panel.audit"))->trigger();
    auto* audit = d.w->docks().at(QStringLiteral("audit"))->findChild<ui::RowsView*>();
    const auto inTrail = [&](const QString& action) {
        for (int r = 0; r < audit->model()->rowCount(); ++r)
            if (audit->model()->index(r, 3).data().toString() == action &&
                audit->model()->index(r, 5).data().toString().contains(QStringLiteral("broker")))
                return true;
        return false;
    };
    QTRY_VERIFY(inTrail(QStringLiteral("label.overridden")));
    shoot(*d.w, QStringLiteral("history-audit"));

    QTest::mouseClick(reason, Qt::LeftButton);
    QTest::keyClicks(reason, QStringLiteral("it was another broker"));
    auto* back = d.find<QPushButton>("takeLabelBack");
    QTRY_VERIFY(back->isEnabled());
    QTest::mouseClick(back, Qt::LeftButton);
    QTRY_VERIFY(d.page().detail()->file()->overrides.empty());
    QTRY_VERIFY(inTrail(QStringLiteral("label.withdrawn")));
    const auto verdict = (*store)->verifyAudit({});
    QVERIFY(verdict && verdict->intact);
}

void TestHistoryStory::notesAndTagsStayWithTheRun() {
    Desk d;
    QVERIFY(d.open());
    clickRow(*d.page().runsView(), 1);
    QTRY_VERIFY(d.page().detail()->file() && d.settled());
    const std::string subject = "run:" + std::to_string(d.page().detail()->run());
    const auto before = d.page().detail()->file()->row.run;
    auto* notes = d.page().detail()->notes();
    QTest::mouseClick(notes->tagEdit(), Qt::LeftButton);
    QTest::keyClicks(notes->tagEdit(), QStringLiteral("incident"));
    QTest::keyClick(notes->tagEdit(), Qt::Key_Return);
    QTest::mouseClick(notes->noteEdit()->viewport(), Qt::LeftButton);
    QTest::keyClicks(notes->noteEdit(), QStringLiteral("a brker was down"));
    auto* keep = d.find<QPushButton>("keepNote");
    QTRY_VERIFY(keep->isEnabled());
    QTest::mouseClick(keep, Qt::LeftButton);
    auto store = d.store();
    QVERIFY(store.has_value());
    QTRY_COMPARE((*store)->notes(subject)->size(), 1U);
    QTRY_COMPARE((*store)->tags(subject)->size(), 1U);
    // Changed where it stands.
    const auto change = [&]() -> QToolButton* {
        for (auto* button : notes->findChildren<QToolButton*>())
            if (button->isVisible() && button->text() == QStringLiteral("Change"))
                return button;
        return nullptr;
    };
    QTRY_VERIFY(change() != nullptr);
    QTest::mouseClick(change(), Qt::LeftButton);
    notes->noteEdit()->selectAll();
    QTest::keyClicks(notes->noteEdit(), QStringLiteral("a broker was down"));
    QTest::mouseClick(keep, Qt::LeftButton);
    QTRY_COMPARE(ui::text((*store)->notes(subject)->front().text), QStringLiteral("a broker was down"));
    notes->setStar(true);
    QTRY_COMPARE((*store)->tags(subject)->size(), 2U);
    QTRY_VERIFY(d.runs().index(1, ui::RunColumn::Tags).data().toString().contains(QStringLiteral("star")));
    shoot(*d.w, QStringLiteral("history-notes"));
    d.filter(QStringLiteral("tag:incident has:note"));
    QTRY_COMPARE(d.runs().rowCount(), 1);
    // The evidence is as it was.
    const auto after = (*store)->run(before.id);
    QVERIFY(after && *after);
    QCOMPARE((*after)->windows, before.windows);
    QVERIFY((*after)->parallelism == before.parallelism);
}

void TestHistoryStory::runsAreCompared() {
    Desk d;
    QVERIFY(d.open());
    auto* view = d.page().runsView();
    clickRow(*view, 0);
    const QModelIndex other = view->model()->index(2, 0);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::ControlModifier, view->visualRect(other).center());
    QTRY_VERIFY(d.page().comparing() && d.page().comparison()->comparison());
    auto* facts = d.page().comparison()->view();
    QTRY_VERIFY(facts->model() && facts->model()->rowCount() > 14);
    QCOMPARE(facts->model()->columnCount(), 4);
    shoot(*d.w, QStringLiteral("history-compare"));
    const int rows = facts->model()->rowCount();
    QTest::mouseClick(d.page().comparison()->diffOnly(), Qt::LeftButton, {}, QPoint(8, 8));
    QTRY_VERIFY(facts->model()->rowCount() < rows);
    for (int r = 0; r < facts->model()->rowCount(); ++r)
        QVERIFY(facts->model()->index(r, 2).data() != facts->model()->index(r, 3).data());
    d.clickTab("compareTabs", ui::ComparePanel::Curves);
    shoot(*d.w, QStringLiteral("history-curves"));
    d.clickTab("compareTabs", ui::ComparePanel::Graphs);
    QTest::qWait(500);
    shoot(*d.w, QStringLiteral("history-graphs"));
    d.clickTab("compareTabs", ui::ComparePanel::Operators);
    auto* match = d.page().comparison()->match();
    QTRY_VERIFY(match->match() != nullptr);
    shoot(*d.w, QStringLiteral("history-match"));

    // A person's word against the pair that was found, with its reason.
    QString fresh;
    for (int r = 0; r < match->view()->model()->rowCount() && fresh.isEmpty(); ++r)
        if (match->view()->model()->index(r, 1).data().toString() != QStringLiteral("–")) {
            clickRow(*match->view(), r);
            fresh = match->view()->model()->index(r, 1).data().toString();
        }
    QVERIFY(!fresh.isEmpty());
    auto* was = d.find<QComboBox>("matchWas");
    QVERIFY(was->count() > 1);
    was->setCurrentIndex(was->currentIndex() == 0 ? 1 : 0);
    auto* why = d.find<QLineEdit>("matchReason");
    QTest::mouseClick(why, Qt::LeftButton);
    QTest::keyClicks(why, QStringLiteral("I wrote it"));
    auto* keep = d.find<QPushButton>("matchKeep");
    QTRY_VERIFY(keep->isEnabled());
    QTest::mouseClick(keep, Qt::LeftButton);
    QTRY_VERIFY(std::ranges::any_of(match->match()->operators.matches, [](const ged::OperatorMatch& one) {
        return one.how == ged::OperatorMatch::How::Person || one.how == ged::OperatorMatch::How::Added;
    }));
    auto store = d.store();
    QVERIFY(store.has_value());
    QTRY_COMPARE((*store)->auditRows("job:", std::nullopt, 1, "")->rows.size(), 1U);
    QCOMPARE(ui::text((*store)->auditRows("job:", std::nullopt, 1, "")->rows.front().reason),
             QStringLiteral("I wrote it"));
    QTest::mouseClick(d.find<QToolButton>("leaveComparison"), Qt::LeftButton);
    QTRY_VERIFY(!d.page().comparing());

    // A pinned run meets whatever is chosen next.
    QTRY_VERIFY(d.page().detail()->file());
    QTest::mouseClick(d.page().detail()->pin(), Qt::LeftButton);
    clickRow(*view, 5);
    QTRY_VERIFY(d.page().comparing());
    QCOMPARE(d.page().comparison()->runs().size(), 2U);
}

void TestHistoryStory::aComparisonThatFailsSaysWhy() {
    Desk d;
    QVERIFY(d.open());
    auto* view = d.page().runsView();
    clickRow(*view, 0);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::ControlModifier,
                      view->visualRect(view->model()->index(1, 0)).center());
    auto& panel = *d.page().comparison();
    QTRY_VERIFY(panel.comparison() && panel.view()->model()->rowCount() > 0);
    // One of the runs is not there: its sentence stands where the facts were, and nothing of the others stays.
    const auto known = panel.runs();
    panel.showRuns({known.front(), 999'999});
    QTRY_VERIFY(!panel.comparison());
    QCOMPARE(panel.view()->model()->rowCount(), 0);
    QVERIFY(d.find<QLabel>("compareSentence")->text().contains(QStringLiteral("999999")));
    const auto told = d.w->session().troubles().list();
    QVERIFY(std::ranges::any_of(told, [](const ui::Trouble& t) {
        return t.key == QStringLiteral("history.compare") && !t.retryText.isEmpty();
    }));
    shoot(*d.w, QStringLiteral("history-compare-failed"));
    // Other runs are compared as ever, and the trouble is over.
    panel.showRuns(known);
    QTRY_VERIFY(panel.comparison() && panel.view()->model()->rowCount() > 0);
    QVERIFY(d.w->session().troubles().list().empty());
}

void TestHistoryStory::oneGoesToARun() {
    Desk d;
    QVERIFY(d.open());
    auto store = d.store();
    QVERIFY(store.has_value());
    const auto runs = (*store)->runs("", 5, "", {}).value().rows;
    QVERIFY(runs.size() == 5);
    // From anywhere by its number.
    QVERIFY(d.w.click(QStringLiteral("view.clusters")));
    d.w->commands().action(QStringLiteral("go.anywhere"))->trigger();
    auto* palette = d.find<ui::PaletteDialog>("palette");
    QVERIFY(palette);
    QTest::keyClicks(palette->findChild<QLineEdit*>(), QStringLiteral("run %1").arg(runs[3].id));
    auto* list = palette->findChild<QListView*>();
    const QString wanted = QStringLiteral("run %1 ").arg(runs[3].id);
    const auto found = [&] {
        return list->model()->match(list->model()->index(0, 0), Qt::DisplayRole, wanted, 1, Qt::MatchStartsWith);
    };
    QTRY_VERIFY_WITH_TIMEOUT(!found().isEmpty(), 20'000);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(found().front()).center());
    QTRY_COMPARE(d.w->perspective(), ui::Perspective::History);
    QTRY_VERIFY(d.page().detail()->file() && d.page().detail()->file()->id() == runs[3].id);
    // By a link; one to a run that is not there says so.
    QVERIFY(d.w->goTo(QStringLiteral("run:%1").arg(runs[1].id)).has_value());
    QTRY_VERIFY(d.page().detail()->file() && d.page().detail()->file()->id() == runs[1].id);
    QVERIFY(d.w->goTo(QStringLiteral("run:999999")).has_value());
    QTRY_VERIFY(!d.w->session().troubles().list().empty());
    QVERIFY(d.w->session().troubles().list().front().error.sentence.find("999999") != std::string::npos);
    QVERIFY(!d.page().detail()->file());
}

void TestHistoryStory::theTimeLineChoosesARange() {
    Desk d;
    QVERIFY(d.open());
    auto* lanes = d.page().lanes();
    QTRY_VERIFY(!lanes->spans().empty());
    QVERIFY(lanes->laneCount() > 1);
    const int all = d.runs().rowCount();
    const int y = lanes->height() / 2;
    QTest::mousePress(lanes, Qt::LeftButton, {}, QPoint(lanes->width() / 4, y));
    QTest::mouseMove(lanes, QPoint(lanes->width() / 3, y));
    QTest::mouseMove(lanes, QPoint(lanes->width() / 2, y));
    QTest::mouseRelease(lanes, Qt::LeftButton, {}, QPoint(lanes->width() / 2, y));
    QVERIFY(lanes->range());
    const double until = static_cast<double>(lanes->range()->second.time_since_epoch().count());
    QVERIFY(d.allFit(ui::RunColumn::Began, ui::SortRole, [&](const QVariant& at) { return at.toDouble() <= until; }));
    QCOMPARE(d.page().filter()->terms().size(), 2);
    shoot(*d.w, QStringLiteral("history-range"));
    lanes->setFocus();
    QTest::keyClick(lanes, Qt::Key_Escape);
    QVERIFY(!lanes->range());
    QTRY_COMPARE(d.runs().rowCount(), all);
    QTest::keyClick(lanes, Qt::Key_Left);
    QVERIFY(lanes->range() && lanes->range()->first == lanes->range()->second);
}

void TestHistoryStory::oldWindowsAreForgotten() {
    Desk d;
    QVERIFY(d.open());
    auto store = d.store();
    QVERIFY(store.has_value());
    d.page().setPart(ui::HistoryPage::Storage);
    auto* storage = d.page().storage();
    QTRY_VERIFY(storage->preview());
    d.find<QDateTimeEdit>("forgetBefore")->setDateTime(QDateTime::currentDateTime().addSecs(-3'600));
    QTRY_VERIFY(storage->preview() && storage->preview()->windows > 0);
    shoot(*d.w, QStringLiteral("history-storage"));
    const auto would = *storage->preview();
    const auto runsBefore = (*store)->stats()->runs;
    auto* forget = d.find<QPushButton>("forgetWindows");
    QVERIFY(!forget->isEnabled());
    QTest::keyClicks(d.find<QLineEdit>("forgetReason"), QStringLiteral("a test"));
    QTRY_VERIFY(forget->isEnabled());
    int asked = 0;
    storage->confirm = [&](const QString&) { return ++asked > 1; };
    QTest::mouseClick(forget, Qt::LeftButton);
    QCOMPARE(asked, 1);
    QVERIFY((*store)->stats()->observations > would.observations - 1);
    QTest::mouseClick(forget, Qt::LeftButton);
    QTRY_VERIFY(storage->preview() && storage->preview()->windows == 0);
    QCOMPARE((*store)->stats()->runs, runsBefore);
    // It went into a file, and comes back from there.
    QVERIFY(std::filesystem::exists(storage->lastCopy()));
    auto* back = d.find<QPushButton>("bringBack");
    QTRY_VERIFY(back->isVisible() && back->isEnabled());
    shoot(*d.w, QStringLiteral("history-forgotten"));
    QTest::mouseClick(back, Qt::LeftButton);
    QTRY_VERIFY(storage->preview() && storage->preview()->windows == would.windows);
    QCOMPARE(storage->preview()->observations, would.observations);
    QTRY_VERIFY(!back->isVisible());
    // Without a copy it goes for good.
    d.find<QCheckBox>("forgetCopy")->setChecked(false);
    QTest::keyClicks(d.find<QLineEdit>("forgetReason"), QStringLiteral("now for good"));
    QTRY_VERIFY(forget->isEnabled());
    QTest::mouseClick(forget, Qt::LeftButton);
    QTRY_VERIFY(storage->preview() && storage->preview()->windows == 0);
    QVERIFY(storage->lastCopy().empty() && !back->isVisible());
    // A run without windows still says what became of it, and why there is nothing to see.
    d.page().setPart(ui::HistoryPage::Runs);
    d.filter(QStringLiteral("train-00"));
    QVERIFY(d.allFit(ui::RunColumn::Job, Qt::DisplayRole,
                     [](const QVariant& name) { return name.toString().contains(QStringLiteral("train-00")); }));
    clickRow(*d.page().runsView(), 0);
    d.clickTab("runTabs", ui::RunDetail::Labels);
    QTRY_VERIFY(d.find<QLabel>("labelVerdict")->text().contains(QStringLiteral("forgotten")));
}

void TestHistoryStory::versionsOfAJobAreMatched() {
    Desk d;
    QVERIFY(d.open());
    const QString job = QStringLiteral("etl-orders-to-lake");
    Q_EMIT d.page().versionsWanted(job);
    auto* dialog = d.find<ui::MatchDialog>("matchDialog");
    QVERIFY(dialog && dialog->isVisible());
    // One version is no trouble; the dialog says that there is nothing to match yet.
    auto* empty = dialog->findChild<ui::EmptyState*>();
    QTRY_VERIFY(empty->accessibleName().contains(QStringLiteral("same graph")));
    QVERIFY(d.w->session().troubles().list().empty());
    dialog->close();

    // The job is deployed again with an operator that got another id.
    auto store = d.store();
    QVERIFY(store.has_value());
    const auto runs = (*store)->runs(ui::utf8(job), 1, "", {});
    QVERIFY(runs && !runs->rows.empty());
    auto graph = (*store)->graphOfRun(runs->rows.front().id);
    auto windows = (*store)->windowsOfRun(runs->rows.front().id, 0, 1, {});
    QVERIFY(graph && *graph && windows && !windows->empty());
    const std::string before = (*graph)->nodes[1].id;
    const auto renamed = [&](std::string& id) {
        if (id == before)
            id = "another-id";
    };
    for (auto& node : (*graph)->nodes)
        renamed(node.id);
    for (auto& edge : (*graph)->edges) {
        renamed(edge.from);
        renamed(edge.to);
    }
    Observation window = windows->front().window;
    for (auto& node : window.nodes)
        renamed(node.id);
    window.deployment = "version 2";
    window.start = ui::wallClock();
    window.end = window.start + Millis{10'000};
    QVERIFY((*store)->record(**graph, window, {}).has_value());
    Q_EMIT d.page().versionsWanted(job);
    const auto open = [&]() -> ui::MatchDialog* {
        for (auto* one : d.w->findChildren<ui::MatchDialog*>())
            if (one->isVisible())
                return one;
        return nullptr;
    };
    QVERIFY(open());
    auto* panel = open()->panel();
    QTRY_VERIFY(panel->match() != nullptr);
    const auto* found = panel->match()->operators.ofNew("another-id");
    QVERIFY(found && found->from == before);
    QVERIFY(found->how == ged::OperatorMatch::How::Name || found->how == ged::OperatorMatch::How::EditPath);
    shoot(*d.w, QStringLiteral("history-versions"));
    panel->grab().save(qEnvironmentVariable("ST_UI_SHOTS", d.space.path({})) +
                       QStringLiteral("/history-versions-dialog.png"));
    open()->close();
}

void TestHistoryStory::byKeyboard() {
    Desk d;
    QVERIFY(d.open());
    const auto press = [&](int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(d.w->focusWidget() ? d.w->focusWidget() : &d.w.window(), static_cast<Qt::Key>(key), modifiers);
    };
    press(Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(d.page().filter()->edit()->hasFocus());
    QTest::keyClicks(d.page().filter()->edit(), QStringLiteral("label:bottleneck"));
    press(Qt::Key_Return);
    QTRY_COMPARE(d.page().filter()->terms().size(), 1);
    QTRY_VERIFY(d.settled());
    for (int i = 0; i < 40 && !d.page().runsView()->hasFocus(); ++i)
        press(Qt::Key_Tab);
    QVERIFY(d.page().runsView()->hasFocus());
    press(Qt::Key_Home);
    press(Qt::Key_Down, Qt::ShiftModifier);
    QTRY_VERIFY(d.page().comparing());
    press(Qt::Key_Down);
    QTRY_VERIFY(!d.page().comparing() && d.page().detail()->file());
    // Every control that can be reached says what it is.
    for (QWidget* widget : d.page().findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus)
            continue;
        const auto* button = qobject_cast<QAbstractButton*>(widget);
        const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()) ||
                           qobject_cast<QScrollBar*>(widget) || qobject_cast<QTabBar*>(widget);
        QVERIFY2(named, widget->metaObject()->className());
    }
}

ST_UI_TEST(TestHistoryStory)
#include "tst_history_story.moc"
