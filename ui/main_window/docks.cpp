// SPDX-License-Identifier: GPL-3.0-or-later
// Centre, docks and menus of the window.
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QPainter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/main_window/main_window.h"
#include "ui/main_window/top_bar.h"
#include "ui/views/clusters/clusters_page.h"
#include "ui/views/connections/connection_panels.h"
#include "ui/views/explain/explain_panel.h"
#include "ui/views/history/history_page.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/review/review_page.h"
#include "ui/views/training/train_page.h"
#include "ui/views/trouble/record_panels.h"
#include "ui/views/welcome/welcome_page.h"
#include "ui/views/what_if/scenarios_panel.h"
#include "ui/views/what_if/what_if_panel.h"
#include "ui/views/widgets/late_page.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/tokens.h"
#include "ui/views/workers/workers_panel.h"

namespace streamtune::ui {

namespace {

constexpr int kNarrow = 70;      ///< text heights below which panels do not stand on both sides of the graph
constexpr int kRoomForWhy = 110; ///< text heights from which the explanation stands beside a review at first

/// A small tool button whose sign is painted: no font has to know it.
class SignButton final : public QToolButton {
public:
    enum Sign { Float, Close };
    explicit SignButton(Sign sign) : m_sign(sign) { setFixedSize(22, 22); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(QPen(token(underMouse() ? Token::Text : Token::Muted, palette()), 1.4));
        const QRectF box(width() / 2.0 - 4.5, height() / 2.0 - 4.5, 9, 9);
        if (m_sign == Close) {
            p.drawLine(box.topLeft(), box.bottomRight());
            p.drawLine(box.topRight(), box.bottomLeft());
        } else {
            p.drawRect(box.adjusted(0, 3, -3, 0));
            p.drawPolyline(QPolygonF{{box.left() + 3, box.top() + 3},
                                     {box.left() + 3, box.top()},
                                     box.topRight(),
                                     {box.right(), box.bottom() - 3},
                                     {box.right() - 3, box.bottom() - 3}});
        }
    }

private:
    Sign m_sign;
};

/// Title with float and close; not shown while a tab says the title already.
class DockTitle final : public QWidget {
public:
    explicit DockTitle(QDockWidget* dock) : QWidget(dock), m_dock(dock) {
        setProperty("kind", QStringLiteral("docktitle"));
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(12, 2, 4, 2);
        row->setSpacing(2);
        m_label = plainLabel(dock->windowTitle(), TextKind::Strong);
        m_label->setWordWrap(false);
        row->addWidget(m_label, 1);
        const auto tool = [row](SignButton::Sign sign, const QString& name) {
            auto* button = new SignButton(sign);
            button->setAutoRaise(true);
            button->setToolTip(name);
            button->setAccessibleName(name);
            button->setFocusPolicy(Qt::NoFocus);
            row->addWidget(button);
            return button;
        };
        QObject::connect(tool(SignButton::Float, QDockWidget::tr("Float or dock %1").arg(dock->windowTitle())),
                         &QToolButton::clicked, dock, [dock] { dock->setFloating(!dock->isFloating()); });
        QObject::connect(tool(SignButton::Close, QDockWidget::tr("Close %1").arg(dock->windowTitle())),
                         &QToolButton::clicked, dock, &QDockWidget::close);
        QObject::connect(dock, &QDockWidget::windowTitleChanged, m_label, &QLabel::setText);
    }
    [[nodiscard]] QSize sizeHint() const override {
        return isTab() ? QSize(0, 0) : QSize(60, std::max(28, fontMetrics().height() + 10));
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

private:
    [[nodiscard]] bool isTab() const {
        const auto* window = qobject_cast<const QMainWindow*>(m_dock->parentWidget());
        return window && !m_dock->isFloating() && !window->tabifiedDockWidgets(m_dock).isEmpty();
    }
    QDockWidget* m_dock;
    QLabel* m_label = nullptr;
};

} // namespace

void MainWindow::makeCentre() {
    m_centre = new QStackedWidget;
    m_welcome = new WelcomePage(*m_commands);
    m_centre->addWidget(m_welcome);
    // The pages scroll or squeeze; they must not force the window beyond a small screen.
    m_centre->setMinimumSize(320, 200);
    setCentralWidget(m_centre);
}

/// The frames of all panels, so that saved layouts find them; what is inside comes with fillDock().
void MainWindow::makeDocks() {
    const std::tuple<const char*, QString, Qt::DockWidgetArea> docks[]{
        {"connections", tr("Connections"), Qt::LeftDockWidgetArea},
        {"jobs", tr("Jobs"), Qt::LeftDockWidgetArea},
        {"workers", tr("Workers"), Qt::RightDockWidgetArea},
        {"details", tr("Details"), Qt::RightDockWidgetArea},
        {"explanation", tr("Why"), Qt::RightDockWidgetArea},
        {"whatif", tr("What if"), Qt::RightDockWidgetArea},
        {"scenarios", tr("Scenarios"), Qt::BottomDockWidgetArea},
        {"operators", tr("Operators"), Qt::BottomDockWidgetArea},
        {"charts", tr("Charts"), Qt::BottomDockWidgetArea},
        {"plans", tr("Plans"), Qt::BottomDockWidgetArea},
        {"audit", tr("Audit"), Qt::BottomDockWidgetArea},
        {"log", tr("Log"), Qt::BottomDockWidgetArea},
        {"background", tr("Background jobs"), Qt::BottomDockWidgetArea}};
    for (const auto& [id, title, area] : docks) {
        auto* dock = new QDockWidget(title, this);
        dock->setObjectName(QStringLiteral("dock.") + QLatin1String(id));
        dock->setAccessibleName(title);
        dock->hide();
        addDockWidget(area, dock);
        m_docks.emplace(QLatin1String(id), dock);
    }
    m_connections = new ConnectionsPanel(*m_session, m_commands->action(QStringLiteral("file.connect")));
    m_jobs = new JobsPanel(*m_session, m_commands->action(QStringLiteral("file.demo")),
                           m_commands->action(QStringLiteral("file.connect")));
    fillDock(QStringLiteral("connections"), m_connections);
    fillDock(QStringLiteral("jobs"), m_jobs);
}

void MainWindow::fillDock(const QString& id, QWidget* content) {
    QDockWidget* dock = m_docks.at(id);
    content->setParent(dock);
    content->setMinimumSize(80, 60);
    content->setAttribute(Qt::WA_StyledBackground);
    dock->setWidget(content);
    auto* head = new DockTitle(dock);
    dock->setTitleBarWidget(head);
    connect(dock, &QDockWidget::visibilityChanged, head, [head] { head->updateGeometry(); });
    connect(dock, &QDockWidget::topLevelChanged, head, [head, dock](bool floating) {
        head->updateGeometry();
        // A panel of its own is wide enough to be read; a person may make it smaller.
        const int em = dock->fontMetrics().height();
        if (floating)
            dock->resize(dock->size().expandedTo(QSize(em * 34, em * 18)));
    });
}

void MainWindow::makeRest() {
    if (m_restMade)
        return;
    m_restMade = true;
    m_inspect = new QWidget;
    auto* column = new QVBoxLayout(m_inspect);
    column->setContentsMargins(4, 4, 4, 4);
    column->setSpacing(4);
    m_graph = new GraphPanel(*m_session, *m_feed, *m_review, *m_commands);
    column->addWidget(m_graph, 1);
    auto* scrubber = new ScrubberBar(*m_feed, m_commands->action(QStringLiteral("view.live")));
    scrubber->setProperty("kind", QStringLiteral("panel"));
    scrubber->setAttribute(Qt::WA_StyledBackground);
    column->addWidget(scrubber);
    m_reviewPage = new ReviewPage(*m_session, *m_feed, *m_review, *m_commands);
    // In the order of Perspective.
    m_centre->addWidget(m_inspect);
    m_centre->addWidget(m_reviewPage);
    m_lateClusters =
        new LatePage([this] { return m_clustersPage = new ClustersPage(*m_session, *m_clusterFlow, *m_commands); });
    m_centre->addWidget(m_lateClusters);
    m_lateTrain =
        new LatePage([this] { return m_trainPage = new TrainPage(*m_session, *m_training, *m_models, *m_commands); });
    m_centre->addWidget(m_lateTrain);
    m_lateHistory = new LatePage([this] { return makeHistory(); });
    m_centre->addWidget(m_lateHistory);

    m_operators = new OperatorsPanel(*m_session, *m_feed, *m_review, m_commands->action(QStringLiteral("file.demo")));
    m_details = new DetailsPanel(*m_session, *m_feed, m_operators->model(),
                                 m_commands->action(QStringLiteral("clusters.like")));
    m_charts = new ChartsPanel(*m_session, *m_feed);
    m_workers = new WorkersPanel(*m_session, *m_feed, *m_review);
    m_logPanel = new LogPanel(m_log);
    m_audit = new AuditPanel(*m_session);
    m_background = new BackgroundPanel(m_session->runner());
    m_plans = new PlansPanel(*m_session);
    fillDock(QStringLiteral("workers"), m_workers);
    applyGraphPreferences();
    fillDock(QStringLiteral("details"), m_details);
    m_lateExplain = new LatePage([this] { return m_explainPanel = new ExplainPanel(*m_explain, *m_commands); });
    m_lateWhatIf = new LatePage([this] { return m_whatIfPanel = new WhatIfPanel(*m_session, *m_whatIf, *m_commands); });
    m_lateScenarios = new LatePage([this] { return m_scenarios = new ScenariosPanel(*m_whatIf, *m_commands); });
    fillDock(QStringLiteral("explanation"), m_lateExplain);
    fillDock(QStringLiteral("whatif"), m_lateWhatIf);
    fillDock(QStringLiteral("scenarios"), m_lateScenarios);
    m_graph->setWhatIf(*m_whatIf);
    m_operators->setWhatIf(*m_whatIf);
    connect(m_workers, &WorkersPanel::applicableChanged, this, &MainWindow::showWorkersWhereTheyAre);
    fillDock(QStringLiteral("operators"), m_operators);
    fillDock(QStringLiteral("charts"), m_charts);
    fillDock(QStringLiteral("plans"), m_plans);
    fillDock(QStringLiteral("audit"), m_audit);
    fillDock(QStringLiteral("log"), m_logPanel);
    fillDock(QStringLiteral("background"), m_background);
    connectRest();
}

HistoryPage* MainWindow::makeHistory() {
    m_history = new HistoryPage(*m_session, m_commands->action(QStringLiteral("file.demo")));
    connect(m_history, &HistoryPage::auditChanged, m_audit, &AuditPanel::reloadSoon);
    connect(m_history, &HistoryPage::planWanted, this, [this](const QString& id) { m_review->open(utf8(id)); });
    connect(m_history, &HistoryPage::versionsWanted, this, &MainWindow::showVersions);
    return m_history;
}

HistoryPage& MainWindow::historyPage() {
    makeRest();
    m_lateHistory->page();
    return *m_history;
}

ClustersPage& MainWindow::clustersPage() {
    makeRest();
    m_lateClusters->page();
    return *m_clustersPage;
}

ExplainPanel& MainWindow::explainPanel() {
    makeRest();
    m_lateExplain->page();
    return *m_explainPanel;
}

WhatIfPanel& MainWindow::whatIfPanel() {
    makeRest();
    m_lateWhatIf->page();
    return *m_whatIfPanel;
}

ScenariosPanel& MainWindow::scenariosPanel() {
    makeRest();
    m_lateScenarios->page();
    return *m_scenarios;
}

bool MainWindow::isNarrow() const {
    return width() < fontMetrics().height() * kNarrow;
}

/// Details stay beside the graph; lists and charts lie behind the table of operators. The graph keeps its room.
void MainWindow::arrangeNarrow() {
    const auto dock = [this](const char* id) { return m_docks.at(QLatin1String(id)); };
    for (const char* id : {"workers", "details", "explanation", "whatif"})
        addDockWidget(Qt::RightDockWidgetArea, dock(id));
    for (const char* id : {"explanation", "whatif"})
        tabifyDockWidget(dock("details"), dock(id));
    addDockWidget(Qt::BottomDockWidgetArea, dock("operators"));
    for (const char* id : {"charts", "jobs", "connections", "plans", "scenarios", "audit", "log", "background"})
        tabifyDockWidget(dock("operators"), dock(id));
    const bool inspect = m_perspective == Perspective::Inspect;
    for (auto& [id, d] : m_docks)
        d->setVisible(inspect);
    showWorkersWhereTheyAre();
    if (!inspect)
        return;
    for (const char* id : {"operators", "details"})
        dock(id)->raise();
    const int em = fontMetrics().height();
    resizeDocks({dock("details")}, {em * 15}, Qt::Horizontal);
    resizeDocks({dock("operators")}, {std::max(em * 11, height() * 30 / 100)}, Qt::Vertical);
}

void MainWindow::arrangeDocks(Perspective perspective) {
    m_docksArranged = true;
    m_narrow = isNarrow();
    if (const auto saved = m_layouts.find({perspective, m_narrow});
        saved != m_layouts.end() && restoreState(saved->second, kLayoutVersion)) {
        showWorkersWhereTheyAre();
        return keepOnScreen();
    }
    const auto dock = [this](const char* id) { return m_docks.at(QLatin1String(id)); };
    for (auto& [id, d] : m_docks) {
        d->setFloating(false);
        removeDockWidget(d);
    }
    if (m_narrow)
        return arrangeNarrow();
    addDockWidget(Qt::LeftDockWidgetArea, dock("connections"));
    addDockWidget(Qt::LeftDockWidgetArea, dock("jobs"));
    addDockWidget(Qt::RightDockWidgetArea, dock("workers"));
    addDockWidget(Qt::RightDockWidgetArea, dock("details"));
    for (const char* id : {"explanation", "whatif"}) {
        addDockWidget(Qt::RightDockWidgetArea, dock(id));
        tabifyDockWidget(dock("details"), dock(id));
    }
    addDockWidget(Qt::BottomDockWidgetArea, dock("operators"));
    splitDockWidget(dock("operators"), dock("charts"), Qt::Horizontal);
    for (const char* id : {"plans", "audit", "log", "background"})
        tabifyDockWidget(dock("operators"), dock(id));
    tabifyDockWidget(dock("charts"), dock("scenarios"));
    const bool inspect = perspective == Perspective::Inspect;
    const bool lists = inspect || perspective == Perspective::Welcome;
    for (auto& [id, d] : m_docks)
        d->setVisible(inspect);
    showWorkersWhereTheyAre();
    dock("connections")->setVisible(lists);
    dock("jobs")->setVisible(lists);
    const int em = fontMetrics().height();
    const int w = width();
    if (perspective == Perspective::Review && w >= em * kRoomForWhy) {
        dock("explanation")->show();
        resizeDocks({dock("explanation")}, {em * 28}, Qt::Horizontal);
    }
    if (!inspect)
        return;
    for (const char* id : {"operators", "details", "charts"})
        dock(id)->raise();
    resizeDocks({dock("connections"), dock("details")},
                {std::max(em * 13, w * 15 / 100), std::max(em * 17, w * 21 / 100)}, Qt::Horizontal);
    resizeDocks({dock("connections"), dock("jobs")}, {em * 9, em * 30}, Qt::Vertical);
    resizeDocks({dock("operators"), dock("charts")}, {w * 36 / 100, w * 28 / 100}, Qt::Horizontal);
    resizeDocks({dock("operators")}, {std::max(em * 15, height() * 30 / 100)}, Qt::Vertical);
}

/// Jobs of other engines have none, and the room is for the details then.
void MainWindow::showWorkersWhereTheyAre() {
    m_docks.at(QStringLiteral("workers"))
        ->setVisible(m_perspective == Perspective::Inspect && m_workers && m_workers->applicable());
}

void MainWindow::showDock(const QString& id) {
    makeRest();
    auto* dock = m_docks.at(id);
    if (m_perspective == Perspective::Welcome && m_session->isOpen())
        setPerspective(Perspective::Inspect);
    dock->show();
    dock->raise();
    if (auto* view = dock->findChild<QAbstractItemView*>(); view && view->isVisible())
        view->setFocus();
    else
        dock->widget()->setFocus();
}

void MainWindow::resetLayout() {
    m_layouts.clear();
    arrangeDocks(m_perspective);
}

void MainWindow::makeMenus() {
    QMenuBar* bar = m_top->menuBar();
    const auto menu = [this, bar](const QString& title, std::initializer_list<const char*> ids) {
        QMenu* m = bar->addMenu(title);
        m->setToolTipsVisible(true);
        for (const char* id : ids) {
            if (*id == '-')
                m->addSeparator();
            else
                m->addAction(m_commands->action(QLatin1String(id)));
        }
        return m;
    };
    QMenu* file = menu(tr("&File"), {"file.demo", "file.open", "file.connect", "file.import"});
    QMenu* exports = file->addMenu(tr("&Export"));
    exports->setToolTipsVisible(true);
    for (const char* id : {"file.export", "export.graph", "export.chart", "export.report", "export.csv", "export.json",
                           "history.export"})
        exports->addAction(m_commands->action(QLatin1String(id)));
    file->addSeparator();
    file->addAction(m_commands->action(QStringLiteral("file.close")));
    QMenu* recent = file->addMenu(tr("&Recent workspaces"));
    recent->setObjectName(QStringLiteral("recentMenu"));
    recent->setToolTipsVisible(true);
    file->addSeparator();
    file->addAction(m_commands->action(QStringLiteral("file.quit")));
    menu(tr("&Edit"), {"edit.undo", "edit.redo", "-", "copy.table", "copy.dot", "copy.markdown", "copy.link", "-",
                       "go.back", "go.forward", "-", "edit.find", "edit.clear", "-", "edit.settings"});
    QMenu* view = menu(tr("&View"), {"view.inspect",    "view.review",
                                     "view.clusters",   "view.train",
                                     "view.history",    "-",
                                     "view.fit",        "view.showNext",
                                     "view.mean",       "view.fold",
                                     "view.unfold",     "view.resetPlaces",
                                     "view.minimap",    "view.flinkColours",
                                     "view.live",       "-",
                                     "view.larger",     "view.smaller",
                                     "view.normalText", "-"});
    QMenu* panels = view->addMenu(tr("&Panels"));
    for (QAction* action : m_commands->actions())
        if (CommandRegistry::id(action).startsWith(QLatin1String("panel.")))
            panels->addAction(action);
    QMenu* themes = view->addMenu(tr("&Theme"));
    for (const char* id : {"view.themeSystem", "view.themeLight", "view.themeDark"})
        themes->addAction(m_commands->action(QLatin1String(id)));
    view->addAction(m_commands->action(QStringLiteral("view.resetLayout")));
    QMenu* job = menu(tr("&Job"), {"job.recommend", "whatif.begin"});
    QMenu* methods = job->addMenu(tr("&Method of advice"));
    for (QAction* action : m_commands->actions())
        if (CommandRegistry::id(action).startsWith(QLatin1String("method.")))
            methods->addAction(action);
    for (const char* id :
         {"job.refresh", "job.next", "job.previous", "clusters.like", "job.history", "job.versions", "job.rate"})
        job->addAction(m_commands->action(QLatin1String(id)));
    job->addSeparator();
    job->addAction(m_commands->action(QStringLiteral("connection.edit")));
    job->addAction(m_commands->action(QStringLiteral("connection.remove")));
    QMenu* plan =
        menu(tr("&Plan"), {"plan.review", "plan.check", "plan.approve", "plan.apply", "plan.cancel", "plan.reject",
                           "plan.rollback", "-", "plan.edit", "plan.exclude", "plan.lock", "-", "plan.nextStep"});
    QMenu* copy = plan->addMenu(tr("&Copy as"));
    for (const char* id : {"plan.copyTicket", "plan.copyJson", "plan.copyRest", "plan.copyYaml", "plan.copyArgs"})
        copy->addAction(m_commands->action(QLatin1String(id)));
    menu(tr("&Clusters"),
         {"view.clusters", "clusters.like", "-", "clusters.now", "clusters.preview", "clusters.add", "-",
          "clusters.merge", "clusters.split", "clusters.move", "clusters.rename", "-", "clusters.undo", "clusters.redo",
          "-", "clusters.lasso", "clusters.copyPath", "clusters.export"});
    menu(tr("&Models"), {"view.train", "models.show", "results.show", "-", "train.new", "train.job", "train.pause",
                         "train.resume", "train.cancel", "train.forget", "-", "models.promote", "models.drift",
                         "models.export", "models.import", "models.remove", "-", "results.open"});
    menu(tr("&Help"), {"help.page", "help.concepts", "help.firstSteps", "help.keys", "-", "help.palette", "go.anywhere",
                       "-", "help.about"});
}

} // namespace streamtune::ui
