// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/main_window.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QUrl>
#include <algorithm>

#include "ui/main_window/desktop_notices.h"
#include "ui/main_window/status_line.h"
#include "ui/main_window/top_bar.h"
#include "ui/session/cluster_flow.h"
#include "ui/session/core_words.h"
#include "ui/session/explain_flow.h"
#include "ui/session/model_flow.h"
#include "ui/session/text.h"
#include "ui/session/training_flow.h"
#include "ui/session/what_if_flow.h"
#include "ui/views/connections/connection_panels.h"
#include "ui/views/help/first_steps.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/review/review_page.h"
#include "ui/views/trouble/record_panels.h"
#include "ui/views/welcome/welcome_page.h"

namespace streamtune::ui {

namespace {
constexpr int kPaintedAtLatestMs = 400;
} // namespace

MainWindow::MainWindow(const WindowOptions& options, LogHub& log, QWidget* parent)
    : QMainWindow(parent), m_options(options), m_preferences(std::make_unique<Preferences>(settings())),
      m_firstSteps(std::make_unique<FirstSteps>(settings())), m_session(std::make_unique<Session>()), m_log(log) {
    setObjectName(QStringLiteral("mainWindow"));
    setAcceptDrops(true);
    setDockNestingEnabled(true);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_feed = std::make_unique<JobFeed>(*m_session);
    m_review = std::make_unique<ReviewFlow>(*m_session);
    m_clusterFlow = std::make_unique<ClusterFlow>(*m_session);
    m_training = std::make_unique<TrainingFlow>(*m_session);
    m_models = std::make_unique<ModelFlow>(*m_session, *m_training);
    m_explain = std::make_unique<ExplainFlow>(*m_session, *m_feed, *m_review);
    m_whatIf = std::make_unique<WhatIfFlow>(*m_session, *m_feed, *m_review);
    m_commands = new CommandRegistry(this);
    m_notices = new DesktopNotices(m_session->runner(), this);
    applyPreference(QStringLiteral("looks.theme"));
    applyPreference(QStringLiteral("looks.textScale"));
    addFileCommands();
    addViewCommands();
    addJobCommands();
    addPlanCommands();
    addClusterCommands();
    addExplainCommands();
    addWhatIfCommands();
    addHelpCommands();
    addExportCommands();
    addLinkCommands();
    addHistoryCommands();
    addTrainingCommands();
    restoreKeys();
    m_top = new TopBar(*m_commands, m_session->troubles());
    setMenuWidget(m_top);
    makeCentre();
    makeDocks();
    makeMenus();
    m_status = new StatusLine(*m_session, *m_feed, m_commands->action(QStringLiteral("panel.background")));
    setStatusBar(m_status);
    connectParts();
    const int em = fontMetrics().height();
    resize(em * 90, em * 56);
    setPerspective(Perspective::Welcome);
    restoreWindow();
    offerAbandoned();
    refreshRecent();
    refreshTop();
    m_commands->refresh();
    if (!m_options.workbench.workspace.empty())
        m_session->openWorkspace(m_options.workbench);
}

MainWindow::~MainWindow() {
    // The parts hold references into the session: they go first.
    m_session->runner().close();
    delete takeCentralWidget();
    for (auto& [id, dock] : m_docks)
        delete dock;
    delete m_status;
    delete m_notices;
    m_models.reset();
    m_training.reset();
    m_clusterFlow.reset();
    m_explain.reset();
    m_whatIf.reset();
    m_review.reset();
    m_feed.reset();
    m_session.reset();
}

void MainWindow::connectParts() {
    auto& session = *m_session;
    connect(m_preferences.get(), &Preferences::changed, this, &MainWindow::applyPreference);
    for (const char* id : {"data.lists", "data.job", "looks.tour", "notices.desktop"})
        applyPreference(QLatin1String(id));
    const auto refresh = [this] {
        refreshTop();
        m_commands->refreshSoon();
    };
    connect(&session, &Session::openingChanged, this, refresh);
    connect(&session, &Session::workspaceOpened, this, [this] {
        m_chooseWorst = true;
        remember(text(m_session->options().workspace.string()));
        setPerspective(Perspective::Inspect);
        forgetOldWindows();
    });
    connect(&session, &Session::workspaceClosed, this, [this, refresh] {
        setPerspective(Perspective::Welcome);
        refresh();
    });
    connect(&session, &Session::connectionsChanged, this, refresh);
    connect(&session, &Session::jobsChanged, this, [this, refresh] {
        if (m_chooseWorst && !m_session->selection().hasJob()) {
            const auto rows = jobRows(*m_session);
            const auto worst = std::ranges::max_element(rows, {}, [](const JobRow& r) { return jobSeverity(r.job); });
            if (worst != rows.end()) {
                m_chooseWorst = false;
                m_session->selection().setJob(worst->connection, worst->job.id);
            }
        }
        refresh();
    });
    connect(&session.selection(), &Selection::changed, this, refresh);
    connect(m_feed.get(), &JobFeed::viewChanged, this, refresh);
    connect(m_feed.get(), &JobFeed::shownChanged, this, refresh);
    for (const auto signal : {&WhatIfFlow::changed, &WhatIfFlow::asked, &WhatIfFlow::scenariosChanged})
        connect(m_whatIf.get(), signal, this, refresh);
    connect(m_jobs, &JobsPanel::jobChosen, this, [this] {
        if (m_perspective != Perspective::Review)
            setPerspective(Perspective::Inspect);
    });
    connect(m_jobs, &JobsPanel::countChanged, this, [this](int shown, int all) {
        m_docks.at(QStringLiteral("jobs"))
            ->setWindowTitle(all == 0       ? tr("Jobs")
                             : shown == all ? tr("Jobs  %1").arg(all)
                                            : tr("Jobs  %1 of %2").arg(shown).arg(all));
    });
    connect(m_connections, &ConnectionsPanel::editWanted, this, [this](const QString& name) {
        if (const auto* state = m_session->connection(utf8(name)))
            connectDialog(state->profile);
    });
    tickFirstSteps();
    auto& review = *m_review;
    connect(&review, &ReviewFlow::changed, this, refresh);
    connect(&review, &ReviewFlow::planOpened, this, [this] {
        const auto& plan = m_review->file()->plan;
        m_session->selection().setJob(plan.connection, plan.jobId);
        setPerspective(Perspective::Review);
    });
    connect(&review, &ReviewFlow::applied, this, [this] {
        m_feed->reloadMarks();
        m_feed->readNow();
        m_session->refreshAllJobs();
    });
    connect(&review, &ReviewFlow::jobRenamed, this, [this](const QString& id) { m_feed->follow(utf8(id)); });
    connect(m_welcome, &WelcomePage::fileChosen, this, &MainWindow::openWorkspace);
    connect(&session.runner(), &JobRunner::jobsChanged, m_commands, &CommandRegistry::refreshSoon);
    connect(&session.runner(), &JobRunner::idle, this, [this] {
        if (m_closing)
            close();
    });
    connect(m_top->subject()->menu(), &QMenu::aboutToShow, this, &MainWindow::fillSubjectMenu);
}

/// What was done once is ticked, however it was done.
void MainWindow::tickFirstSteps() {
    const auto tick = [this](const char* id) { m_firstSteps->tick(QLatin1String(id)); };
    connect(m_session.get(), &Session::connectionsChanged, this, [this, tick] {
        if (m_session->isDemo())
            tick("open");
    });
    connect(&m_session->selection(), &Selection::vertexChanged, this, [this, tick] {
        if (!m_session->selection().place().vertex.empty())
            tick("look");
    });
    connect(m_review.get(), &ReviewFlow::planOpened, this, [tick] { tick("advise"); });
    connect(m_review.get(), &ReviewFlow::applied, this, [this, tick] {
        if (m_review->file() && m_review->file()->state == review::PlanState::Done)
            tick(m_review->file()->plan.rollback ? "back" : "apply");
    });
}

void MainWindow::connectRest() {
    connect(m_operators, &OperatorsPanel::rowsChanged, m_details, &DetailsPanel::refresh);
    connect(m_graph->view(), &dag::DagView::foldsChanged, m_commands, &CommandRegistry::refreshSoon);
    connect(&m_graph->undoStack(), &QUndoStack::indexChanged, m_commands, &CommandRegistry::refreshSoon);
    connect(m_review.get(), &ReviewFlow::changed, this, [this] {
        m_plans->reload();
        m_audit->reloadSoon();
    });
    connect(m_review.get(), &ReviewFlow::applied, m_audit, &AuditPanel::verify);
    connect(m_plans, &PlansPanel::planWanted, this, [this](const QString& id) { m_review->open(utf8(id)); });
    connect(m_plans, &PlansPanel::openCountChanged, this, [this](int waiting) { m_top->setWaiting(waiting); });
    connect(m_audit, &AuditPanel::planWanted, this, [this](const QString& id) { m_review->open(utf8(id)); });
    connect(m_audit, &AuditPanel::verdictChanged, this,
            [this](const QString& sentence, bool) { m_status->setAudit(sentence); });
    if (m_session->isOpen()) {
        m_plans->reload();
        m_audit->reload();
        m_audit->verify();
    }
}

void MainWindow::refreshTop() {
    const Place& place = m_session->selection().place();
    const auto* state = m_session->connection(place.connection);
    const QString job = m_feed->hasJob() ? m_feed->jobName() : QString();
    m_top->setSubject(job);
    const bool prod = state && Session::isProd(state->profile);
    m_top->setType(state ? Session::typeWord(state->profile) : QString(), prod);
    m_top->setDemo(m_session->isDemo());
    QString title =
        job.isEmpty() ? QString()
                      : elideMiddle(job, 60) + (state ? QStringLiteral(" @ ") + text(state->profile.name) : QString());
    if (state)
        title += QStringLiteral(" [") + Session::typeWord(state->profile) + QLatin1Char(']');
    if (m_perspective == Perspective::Review && !job.isEmpty())
        title = tr("Plan for %1").arg(title);
    if (m_perspective == Perspective::Clusters)
        title = tr("Clusters of past jobs");
    if (m_perspective == Perspective::Train)
        title = tr("Training");
    setWindowTitle(title.isEmpty() ? tr("StreamTune Workbench") : title + tr(" — StreamTune Workbench"));

    std::vector<std::pair<QString, QString>> facts;
    if (m_feed->view()) {
        const auto& snapshot = m_feed->view()->snapshot;
        const QString word = jobStateWord(snapshot.state);
        const double running = static_cast<double>((snapshot.readAt - snapshot.runningSince).count()) / 1000;
        facts.emplace_back(snapshot.running && snapshot.runningSince != TimePoint{} && running > 0
                               ? tr("%1 %2").arg(word, duration(running))
                               : word,
                           snapshot.running ? QString() : QStringLiteral("warn"));
        if (m_feed->offline())
            facts.emplace_back(tr("offline"), QStringLiteral("warn"));
        // The words of Flink's documentation, at its thresholds unless a person chose others.
        const double low = m_preferences->number(QStringLiteral("words.low")) / 100;
        const double high = std::max(low, m_preferences->number(QStringLiteral("words.high")) / 100);
        double worst = -1;
        if (const auto* window = m_feed->shown())
            for (const auto& node : window->nodes)
                worst = std::max(worst, valueOr(node.backpressuredMax, -1));
        if (worst >= 0)
            facts.emplace_back(worst > high  ? tr("back-pressure HIGH")
                               : worst > low ? tr("back-pressure LOW")
                                             : tr("back-pressure OK"),
                               worst > low ? QStringLiteral("backpressured") : QStringLiteral("ok"));
        if (m_whatIf->isOn())
            facts.emplace_back(m_whatIf->shownName().isEmpty()
                                   ? tr("what-if")
                                   : tr("what-if: %1").arg(elideMiddle(m_whatIf->shownName(), 24)),
                               QStringLiteral("predicted"));
        if (m_feed->moment())
            facts.emplace_back(tr("at %1").arg(clockTime(*m_feed->moment())), QStringLiteral("accent"));
    }
    const auto& file = m_review->file();
    if (m_perspective == Perspective::Review && file) {
        facts.clear();
        facts.emplace_back(tr("plan %1").arg(planLabel(file->plan.id)), QString());
        facts.emplace_back(text(file->plan.model), QString());
        if (file->plan.rollback)
            facts.emplace_back(tr("rollback"), QStringLiteral("warn"));
    }
    m_top->setFacts(facts);

    // One primary button: in Review it stands where the decision is made.
    const bool hasPlan = file && m_review->isFor(place.connection, place.job) && !file->plan.changes.empty() &&
                         (file->state == review::PlanState::Draft || file->state == review::PlanState::Checked ||
                          file->state == review::PlanState::Approved);
    m_commands->setText(QStringLiteral("plan.review"),
                        hasPlan ? tr("Review plan  %1").arg(text(planSummary(file->plan))) : tr("Review plan"));
    std::vector<QAction*> secondary;
    QAction* primary = nullptr;
    if (m_perspective == Perspective::Review) {
        secondary = {m_commands->action(QStringLiteral("edit.undo")),
                     m_commands->action(QStringLiteral("plan.copyTicket")),
                     m_commands->action(QStringLiteral("plan.check"))};
    } else if (m_perspective == Perspective::Inspect && m_session->isOpen()) {
        if (hasPlan)
            secondary = {m_commands->action(QStringLiteral("job.recommend"))};
        primary = m_commands->action(hasPlan ? QStringLiteral("plan.review") : QStringLiteral("job.recommend"));
    } else if (m_perspective == Perspective::Train && m_session->isOpen()) {
        primary = m_commands->action(QStringLiteral("train.new"));
    }
    m_top->setSecondary(secondary);
    m_top->setPrimary(primary);
}

void MainWindow::fillSubjectMenu() {
    QMenu* menu = m_top->subject()->menu();
    menu->clear();
    auto rows = jobRows(*m_session);
    std::ranges::stable_sort(rows, std::greater{}, [](const JobRow& r) { return jobSeverity(r.job); });
    if (rows.empty())
        menu->addAction(tr("No jobs seen yet"))->setEnabled(false);
    for (std::size_t i = 0; i < rows.size() && i < 30; ++i) {
        QString label = elideMiddle(text(rows[i].job.name), 48) + QStringLiteral("   ") + text(rows[i].connection);
        label.replace(QLatin1Char('&'), QStringLiteral("&&"));
        menu->addAction(label, this,
                        [this, row = rows[i]] { m_session->selection().setJob(row.connection, row.job.id); });
    }
    if (rows.size() > 30)
        menu->addAction(tr("%n more: use Go to", nullptr, static_cast<int>(rows.size()) - 30), this,
                        &MainWindow::showGoTo);
}

void MainWindow::setPerspective(Perspective perspective) {
    if (!m_session->isOpen() && perspective != Perspective::Clusters && perspective != Perspective::Train)
        perspective = Perspective::Welcome;
    if (perspective != Perspective::Welcome)
        makeRest();
    if (perspective != m_perspective || !m_docksArranged) {
        if (m_docksArranged)
            m_layouts[{m_perspective, m_narrow}] = saveState(kLayoutVersion);
        m_perspective = perspective;
        m_centre->setCurrentIndex(static_cast<int>(perspective));
        arrangeDocks(perspective);
    }
    refreshTop();
    m_commands->refreshSoon();
}

bool MainWindow::isSettled() const {
    if (!m_painted || m_session->isOpening())
        return false;
    if (!m_session->isOpen())
        return true;
    const auto& connections = m_session->connections();
    const bool asked = !connections.empty() &&
                       std::ranges::none_of(connections, [](const auto& c) { return c.reach == Reach::Unknown; });
    return asked && (m_session->jobCount() == 0 || m_feed->shown() != nullptr) && !m_review->busy();
}

void MainWindow::openDemo() {
    auto options = m_options.workbench;
    options.workspace = m_options.demoFile;
    m_session->openDemo(options);
}

void MainWindow::openWorkspace(const QString& file) {
    auto options = m_options.workbench;
    options.workspace = utf8(file);
    m_session->openWorkspace(options);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    auto& runner = m_session->runner();
    const auto must = runner.unfinishedMust();
    if (!m_closing && !must.empty()) {
        QMessageBox box(QMessageBox::NoIcon, tr("Work is not finished"), tr("This is still being done:"),
                        QMessageBox::NoButton, this);
        QStringList names;
        for (const auto& name : must)
            names << elideMiddle(name, 80);
        box.setTextFormat(Qt::PlainText);
        box.setInformativeText(names.join(QLatin1Char('\n')) + QLatin1Char('\n') +
                               (m_review->pastNoReturn()
                                    ? tr("It is past the point of no return: the cluster finishes it. If you quit now, "
                                         "its outcome is named when the workspace is opened again.")
                                    : tr("Nothing irreversible has begun; stopping now leaves the job as it is.")));
        auto* stop = box.addButton(tr("Stop and quit"), QMessageBox::DestructiveRole);
        auto* keep = box.addButton(tr("Keep running"), QMessageBox::RejectRole);
        box.setDefaultButton(keep);
        box.exec();
        if (box.clickedButton() != stop) {
            event->ignore();
            return;
        }
    }
    if (!m_closing)
        saveWindow();
    if (m_journal) { // closed by a person: nothing to go on with
        m_journalTimer->stop();
        m_journal->clear();
    }
    if (runner.runningAll() > 0) {
        // Everything is asked to stop; the window closes when the last thread has ended.
        m_closing = true;
        m_session->setPolling(false);
        runner.close();
        hide();
        if (runner.runningAll() > 0) {
            event->ignore();
            return;
        }
    }
    event->accept();
}

bool MainWindow::event(QEvent* event) {
    const bool handled = QMainWindow::event(event);
    if (event->type() == QEvent::Paint)
        painted();
    return handled;
}

/// The first picture goes out before anything else is built.
void MainWindow::painted() {
    if (m_painted)
        return;
    m_painted = true;
    QTimer::singleShot(0, this, [this] {
        Q_EMIT firstPainted();
        makeRest();
    });
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange && m_session)
        m_session->setPolling(!isMinimized());
}

void MainWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    if (!m_docksArranged)
        arrangeDocks(m_perspective);
    // Where panels cover all of the window it is never asked to paint itself.
    QTimer::singleShot(kPaintedAtLatestMs, this, &MainWindow::painted);
}

/// Panels that stand beside the graph in a wide window lie behind each other in a narrow one; what a person arranged in
/// either is kept.
void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    if (!m_docksArranged || isNarrow() == m_narrow)
        return;
    if (isVisible())
        m_layouts[{m_perspective, m_narrow}] = saveState(kLayoutVersion);
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (isNarrow() != m_narrow)
                arrangeDocks(m_perspective);
        },
        Qt::QueuedConnection); // not while the frame of the window lays itself out
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const auto urls = event->mimeData()->urls();
    if (std::ranges::any_of(urls, [](const QUrl& url) { return url.isLocalFile(); }))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile())
            openFile(url.toLocalFile());
}

} // namespace streamtune::ui
