// SPDX-License-Identifier: GPL-3.0-or-later
// The cluster browser as people use it: from the welcome page of the demo to the edit path of two jobs; clusters
// merged, and the merge undone, and a label overridden; other settings tried; jobs like the shown one; a workspace
// without clusters.
#include <QAbstractItemView>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTabBar>

#include "tests/ui/support/ui_test.h"
#include "ui/session/cluster_flow.h"
#include "ui/session/text.h"
#include "ui/views/clusters/cluster_list.h"
#include "ui/views/clusters/cluster_map.h"
#include "ui/views/clusters/cluster_panels.h"
#include "ui/views/clusters/clusters_page.h"
#include "ui/views/clusters/pair_graph.h"
#include "ui/views/history/history_page.h"
#include "ui/views/history/label_audit.h"
#include "ui/views/history/run_detail.h"

using namespace streamtune;
using namespace streamtune::uitest;
using ui::ClustersState;

class TestClustersStory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fromWelcomeToTheEditPath();
    void previewChangesNothing();
    void jobsLikeThisOne();
    void withoutClusters();

private:
    /// The demo, opened from the welcome page, with the browser shown.
    static bool openBrowser(WindowUnderTest& w) {
        if (!w.click(QStringLiteral("file.demo"), 30'000))
            return false;
        if (!QTest::qWaitFor([&] { return w->session().isOpen(); }, 60'000))
            return false;
        if (!w.click(QStringLiteral("view.clusters")))
            return false;
        return QTest::qWaitFor(
            [&] { return w->clusters().state() == ClustersState::Ready && w->clusters().distances(); }, 60'000);
    }
    /// A dialog of the browser: fills its reason, presses its button.
    static bool answer(WindowUnderTest& w, const QString& reason, const std::function<void(QDialog&)>& fill = {}) {
        auto* dialog = w->findChild<QDialog*>(QStringLiteral("clusterDialog"));
        if (!dialog)
            return false;
        if (fill)
            fill(*dialog);
        auto* press = dialog->findChild<QPushButton*>(QStringLiteral("clusterDo"));
        if (!reason.isEmpty() && press->isEnabled()) {
            qWarning("the button could be pressed without a reason");
            return false;
        }
        QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("clusterReason")), reason);
        if (!press->isEnabled()) {
            qWarning("%s", qPrintable(press->toolTip()));
            return false;
        }
        QTest::mouseClick(press, Qt::LeftButton);
        return true;
    }
    static int clusterCount(WindowUnderTest& w) {
        return w->clusters().scene() ? static_cast<int>(w->clusters().scene()->clusters().size()) : 0;
    }
    static int member(const ui::ClusterScene& scene, int cluster, int skip = -1) {
        for (std::size_t j = 0; j < scene.jobs.size(); ++j)
            if (scene.jobs[j].cluster == cluster && static_cast<int>(j) != skip)
                return static_cast<int>(j);
        return -1;
    }
};

void TestClustersStory::fromWelcomeToTheEditPath() {
    TestSpace space;
    auto options = space.options();
    options.workspace.clear();
    WindowUnderTest w(options, ui::utf8(space.path(QStringLiteral("demo.db"))));
    QVERIFY(openBrowser(w));
    auto& flow = w->clusters();
    auto& page = w->clustersPage();
    const auto scene = flow.scene();
    QVERIFY(scene->jobs.size() >= 40);
    QVERIFY(clusterCount(w) >= 4);
    QCOMPARE(page.list()->model()->rowCount(), clusterCount(w) + (scene->newJobs > 0 ? 1 : 0));
    QCOMPARE(page.members()->view()->proxy()->rowCount(), static_cast<int>(scene->jobs.size()));
    QVERIFY(std::ranges::all_of(page.map()->scene().shown, std::identity{}));
    shoot(*w, QStringLiteral("clusters"));

    // A click on the map chooses a job: the table, its neighbours and its reasons follow.
    const int a = member(*scene, 0);
    QVERIFY(a >= 0);
    const QPointF place = page.map()->placeOf(a);
    const int hit = page.map()->jobAt(place);
    QVERIFY(hit >= 0);
    QTest::mouseClick(page.map(), Qt::LeftButton, {}, place.toPoint());
    QTRY_COMPARE(flow.chosen().size(), std::size_t{1});
    QCOMPARE(page.members()->view()->selectionModel()->selectedRows().size(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(flow.nearest(), 30'000);
    QTRY_VERIFY(page.nearest()->view()->model()->rowCount() > 10);
    auto* verdict = page.findChild<QLabel*>(QStringLiteral("whyVerdict"));
    QVERIFY(verdict->text().contains(QStringLiteral("runner-up")) || verdict->text().contains(QStringLiteral("near")));

    // A neighbour by a click in the list: both graphs and the path between them.
    const auto& neighbours = *page.nearest()->view();
    int row = 0;
    while (row + 1 < neighbours.model()->rowCount() &&
           neighbours.model()->index(row, 2).data().toString() == QLatin1String("0"))
        ++row;
    clickRow(*page.nearest()->view(), row);
    QTRY_VERIFY_WITH_TIMEOUT(flow.pair(), 30'000);
    QTRY_VERIFY(!page.pair()->graph()->model().empty());
    const auto& model = page.pair()->graph()->model();
    double cost = 0;
    for (const auto& step : model.steps)
        cost += step.cost;
    QCOMPARE(cost, model.distance.upper);
    QVERIFY(model.steps.size() >= 2);
    QCOMPARE(page.steps()->view()->model()->rowCount(), static_cast<int>(model.steps.size()));
    // A step chosen in the list is marked in the picture.
    clickRow(*page.steps()->view(), 1);
    QCOMPARE(page.pair()->graph()->step(), 1);
    shoot(*w, QStringLiteral("clusters-pair"));

    // Two clusters become one, with a reason; undo brings both back.
    const int before = clusterCount(w);
    const std::string first = scene->clusters()[0].id, second = scene->clusters()[1].id;
    clickRow(*page.list(), 0);
    QTRY_COMPARE(flow.chosenClusters().size(), std::size_t{1});
    QVERIFY(w.click(QStringLiteral("clusters.merge")));
    QVERIFY(answer(w, QStringLiteral("both count per window"), [&](QDialog& dialog) {
        auto* ticks = dialog.findChild<QListWidget*>(QStringLiteral("clusterTicks"));
        for (int i = 0; i < ticks->count(); ++i) {
            const std::string id = ui::utf8(ticks->item(i)->data(Qt::UserRole).toString());
            ticks->item(i)->setCheckState(id == first || id == second ? Qt::Checked : Qt::Unchecked);
        }
    }));
    QVERIFY(QTest::qWaitFor([&] { return clusterCount(w) == before - 1; }, 30'000));
    shoot(*w, QStringLiteral("clusters-merged"));
    QVERIFY(flow.undoable());
    QCOMPARE(ui::text(flow.undoable()->reason), QStringLiteral("both count per window"));
    QVERIFY(w.click(QStringLiteral("clusters.undo")));
    QVERIFY(QTest::qWaitFor([&] { return clusterCount(w) == before && !flow.busy(); }, 30'000));
    QVERIFY(flow.scene()->clusterIndex(first) >= 0 && flow.scene()->clusterIndex(second) >= 0);
    QVERIFY(!flow.undoable() && flow.redoable());

    // A name stays; a job that is moved is marked as placed by a person.
    clickRow(*page.list(), 0);
    QVERIFY(w.click(QStringLiteral("clusters.rename")));
    QVERIFY(answer(w, {}, [](QDialog& dialog) {
        auto* name = dialog.findChild<QLineEdit*>(QStringLiteral("clusterName"));
        name->clear();
        QTest::keyClicks(name, QStringLiteral("Counts"));
    }));
    QVERIFY(QTest::qWaitFor(
        [&] { return std::ranges::any_of(flow.scene()->clusters(), [](const auto& c) { return c.name == "Counts"; }); },
        30'000));
    const int moved = member(*flow.scene(), 1);
    const std::string graph = flow.scene()->jobs[static_cast<std::size_t>(moved)].job.graph;
    flow.choose({moved});
    w->commands().refresh();
    w->commands().action(QStringLiteral("clusters.move"))->trigger();
    QVERIFY(answer(w, QStringLiteral("the customer says so")));
    QVERIFY(QTest::qWaitFor(
        [&] {
            const auto& jobs = flow.scene()->ofGraph.at(graph);
            return flow.scene()->jobs[static_cast<std::size_t>(jobs.front())].placedBy;
        },
        30'000));
    // Ctrl+Z means the clusters here.
    page.focusMap();
    QTRY_VERIFY(w->commands().action(QStringLiteral("edit.undo"))->isEnabled());
    QTest::keyClick(page.map(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(QTest::qWaitFor(
        [&] {
            const auto& jobs = flow.scene()->ofGraph.at(graph);
            return !flow.scene()->jobs[static_cast<std::size_t>(jobs.front())].placedBy;
        },
        30'000));
    // And in the history a label is overridden, with a reason.
    QVERIFY(w.click(QStringLiteral("view.history")));
    auto& past = w->historyPage();
    QVERIFY(QTest::qWaitFor([&] { return past.runsView()->model()->rowCount() > 0 && past.detail()->file(); }, 30'000));
    auto* tabs = w->findChild<QTabBar*>(QStringLiteral("runTabs"));
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(ui::RunDetail::Labels).center());
    auto* labels = past.detail()->labels()->view();
    QTRY_VERIFY(labels->isVisible() && labels->model()->rowCount() > 0 && past.isSettled());
    clickRow(*labels, 0);
    auto* reason = w->findChild<QLineEdit*>(QStringLiteral("labelReason"));
    QTest::mouseClick(reason, Qt::LeftButton);
    QTest::keyClicks(reason, QStringLiteral("a broker was down"));
    auto* give = w->findChild<QPushButton*>(QStringLiteral("giveLabel-1"));
    QTRY_VERIFY(give->isEnabled());
    const std::int64_t run = past.detail()->run();
    QTest::mouseClick(give, Qt::LeftButton);
    QTRY_VERIFY(past.detail()->file() && !past.detail()->file()->overrides.empty());
    // All of it is on record.
    auto store = w->session().bench()->store();
    QVERIFY(store.has_value());
    const auto overrides = (*store)->overrides(run);
    QVERIFY(overrides && overrides->size() == 1 && overrides->front().reason == "a broker was down");
    const auto trail = (*store)->verifyAudit({});
    QVERIFY(trail.has_value() && trail->intact);
}

void TestClustersStory::previewChangesNothing() {
    TestSpace space;
    auto options = space.options();
    options.workspace.clear();
    WindowUnderTest w(options, ui::utf8(space.path(QStringLiteral("demo.db"))));
    QVERIFY(openBrowser(w));
    auto& flow = w->clusters();
    auto& page = w->clustersPage();
    const auto set = flow.scene()->board.set.id;
    const int before = clusterCount(w);

    // Several by a lasso around everything, then none by Esc.
    page.focusMap();
    QTest::keyClick(page.map(), Qt::Key_L);
    QVERIFY(page.map()->lasso());
    const QRect all = page.map()->rect().adjusted(3, 3, -3, -3);
    QTest::mousePress(page.map(), Qt::LeftButton, {}, all.topLeft());
    for (const QPoint corner : {all.topRight(), all.bottomRight(), all.bottomLeft(), all.topLeft()})
        QTest::mouseMove(page.map(), corner);
    QTest::mouseRelease(page.map(), Qt::LeftButton, {}, all.topLeft());
    QTRY_COMPARE(flow.chosen().size(), flow.scene()->jobs.size());
    QVERIFY(!flow.pairOfJobs());
    QTest::keyClick(page.map(), Qt::Key_Escape);
    QTRY_VERIFY(flow.chosen().empty());
    // Arrows walk; with Ctrl the next one is the second of a pair.
    QTest::keyClick(page.map(), Qt::Key_Home);
    QCOMPARE(flow.chosen().size(), std::size_t{1});
    const QPointF at = page.map()->placeOf(flow.chosen().front());
    QTest::keyClick(page.map(), at.x() < page.map()->width() / 2.0 ? Qt::Key_Right : Qt::Key_Left, Qt::ControlModifier);
    QTRY_VERIFY(flow.pairOfJobs());

    auto* k = page.findChild<QSpinBox*>(QStringLiteral("clusterK"));
    page.findChild<QAbstractButton*>(QStringLiteral("clusterAuto"))->setChecked(false);
    QVERIFY(k->isEnabled());
    k->setValue(3);
    QVERIFY(w.click(QStringLiteral("clusters.preview")));
    QVERIFY(QTest::qWaitFor([&] { return flow.previewed() != nullptr; }, 60'000));
    QCOMPARE(flow.previewed()->result.clusters.size(), std::size_t{3});
    QVERIFY(!flow.previewed()->changes.empty());
    auto* sentence = page.findChild<QLabel*>(QStringLiteral("previewSentence"));
    QTRY_VERIFY(sentence->isVisible() && sentence->text().contains(QStringLiteral("3 clusters")));
    shoot(*w, QStringLiteral("clusters-preview"));
    QCOMPARE(flow.scene()->board.set.id, set);
    QTest::mouseClick(page.findChild<QPushButton*>(QStringLiteral("previewDiscard")), Qt::LeftButton);
    QVERIFY(!flow.previewed());
    QCOMPARE(clusterCount(w), before);
    {
        auto store = w->session().bench()->store();
        QVERIFY(store.has_value());
        const auto present = (*store)->clusterSet();
        QVERIFY(present && *present && (*present)->id == set);
    }
    // Kept, it holds.
    k->setValue(3);
    page.findChild<QAbstractButton*>(QStringLiteral("clusterAuto"))->setChecked(false);
    QVERIFY(w.click(QStringLiteral("clusters.preview")));
    QVERIFY(QTest::qWaitFor([&] { return flow.previewed() != nullptr; }, 60'000));
    QTest::mouseClick(page.findChild<QPushButton*>(QStringLiteral("previewCommit")), Qt::LeftButton);
    QVERIFY(QTest::qWaitFor([&] { return clusterCount(w) == 3; }, 30'000));
}

void TestClustersStory::jobsLikeThisOne() {
    TestSpace space;
    auto options = space.options();
    options.workspace.clear();
    WindowUnderTest w(options, ui::utf8(space.path(QStringLiteral("demo.db"))));
    QVERIFY(w.click(QStringLiteral("file.demo"), 30'000));
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() != nullptr; }, 60'000));
    QVERIFY(w.click(QStringLiteral("clusters.like")));
    QTRY_COMPARE(w->perspective(), ui::Perspective::Clusters);
    QVERIFY(QTest::qWaitFor([&] { return w->clusters().nearest() != nullptr; }, 60'000));
    QCOMPARE(w->clusters().nearestOf(), w->feed().jobName());
    QVERIFY(w->clustersPage().nearest()->view()->model()->rowCount() > 0);
    // No table of the browser is without a name, and what leaves it is not empty.
    for (auto* view : w->clustersPage().findChildren<ui::RowsView*>())
        QVERIFY2(!view->accessibleName().isEmpty(), qPrintable(view->objectName()));
    const ui::Picture picture = w->pictureOfPanel(QStringLiteral("clusters"));
    for (const char* form : {"png", "svg", "pdf"}) {
        const QString file = space.path(QStringLiteral("map.") + QLatin1String(form));
        const auto written = ui::writePicture(file, picture);
        QVERIFY2(written.has_value(), form);
        QVERIFY(QFileInfo(file).size() > 4'000);
    }
    QVERIFY(!w->clustersPage().map()->accessibleName().isEmpty() &&
            !w->clustersPage().list()->accessibleName().isEmpty());
    QVERIFY(w->clustersPage().members()->view()->asCsv().count(QLatin1Char('\n')) > 40);
}

void TestClustersStory::withoutClusters() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    QVERIFY(w.click(QStringLiteral("view.clusters")));
    QVERIFY(QTest::qWaitFor([&] { return w->clusters().state() == ClustersState::NotClustered; }, 30'000));
    shoot(*w, QStringLiteral("clusters-empty"));
    w->commands().refresh();
    w->commands().action(QStringLiteral("clusters.now"))->trigger();
    QVERIFY(QTest::qWaitFor([&] { return w->clusters().state() == ClustersState::Ready; }, 60'000));
    QVERIFY(clusterCount(w) >= 1);
}

ST_UI_TEST(TestClustersStory)
#include "tst_clusters_story.moc"
