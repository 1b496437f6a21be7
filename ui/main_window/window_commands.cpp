// SPDX-License-Identifier: GPL-3.0-or-later
// Every command of the window: text, key, what it does, and why not now.
#include <QApplication>
#include <QDockWidget>
#include <QLineEdit>
#include <algorithm>

#include "ui/commands/palette.h"
#include "ui/main_window/main_window.h"
#include "ui/session/cluster_flow.h"
#include "ui/session/text.h"
#include "ui/theme/fonts.h"
#include "ui/views/connections/connection_panels.h"
#include "ui/views/dag/dag_fold.h"
#include "ui/views/history/filter_bar.h"
#include "ui/views/history/history_page.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/review/review_page.h"

namespace streamtune::ui {

void MainWindow::addFileCommands() {
    auto& c = *m_commands;
    const QString group = tr("File");
    const auto noWorkspace = [this] {
        return m_session->isOpen() ? QString() : tr("No workspace is open. Open the demo or a workspace first.");
    };
    const auto opening = [this] { return m_session->isOpening() ? tr("A workspace is being opened.") : QString(); };
    const auto writable = [this, noWorkspace] {
        if (const QString why = noWorkspace(); !why.isEmpty())
            return why;
        return m_session->readOnly() ? tr("This window was opened read-only.") : QString();
    };
    c.add({QStringLiteral("file.demo"),
           tr("Open &demo"),
           group,
           QKeySequence(QStringLiteral("Ctrl+Shift+D")),
           tr("Open the demo workspace with a simulated cluster"),
           [this] { openDemo(); },
           opening,
           {}});
    c.add({QStringLiteral("file.open"),
           tr("&Open workspace…"),
           group,
           QKeySequence::Open,
           tr("Open or create a workspace file"),
           [this] { openFile({}); },
           opening,
           {}});
    c.add({QStringLiteral("file.connect"),
           tr("&Connect…"),
           group,
           QKeySequence(QStringLiteral("Ctrl+N")),
           tr("Connect to a cluster; the test says which step fails"),
           [this] { connectDialog(std::nullopt); },
           [this] { return m_session->readOnly() ? tr("This window was opened read-only.") : QString(); },
           {}});
    c.add({QStringLiteral("file.import"),
           tr("&Import…"),
           group,
           QKeySequence(QStringLiteral("Ctrl+I")),
           tr("Import run histories, plans or a bundle"),
           [this] { chooseImport(); },
           writable,
           {}});
    c.add({QStringLiteral("file.close"),
           tr("C&lose workspace"),
           group,
           {},
           tr("Back to the welcome page"),
           [this] { m_session->closeWorkspace(); },
           [this, noWorkspace] {
               if (const QString why = noWorkspace(); !why.isEmpty())
                   return why;
               return m_review->step() == ReviewStep::Applying ? tr("A plan is being applied.") : QString();
           },
           {}});
    c.add({QStringLiteral("file.quit"),
           tr("&Quit"),
           group,
           QKeySequence::Quit,
           tr("Close the window"),
           [this] { close(); },
           {},
           {}});
    c.add({QStringLiteral("connection.edit"),
           tr("&Edit connection…"),
           tr("Connection"),
           {},
           tr("Change the chosen connection"),
           [this] {
               if (const auto* state = m_session->connection(m_session->selection().place().connection))
                   connectDialog(state->profile);
           },
           [this, writable] {
               if (const QString why = writable(); !why.isEmpty())
                   return why;
               return m_session->selection().place().connection.empty() ? tr("Choose a connection first.") : QString();
           },
           {}});
    c.add({QStringLiteral("connection.remove"),
           tr("Re&move connection…"),
           tr("Connection"),
           {},
           tr("Forget the chosen connection; recorded runs stay"),
           [this] { confirmRemoveConnection(); },
           [this, writable] {
               if (const QString why = writable(); !why.isEmpty())
                   return why;
               if (m_review->busy())
                   return tr("A plan is being worked on.");
               return m_session->selection().place().connection.empty() ? tr("Choose a connection first.") : QString();
           },
           {}});
}

void MainWindow::addViewCommands() {
    auto& c = *m_commands;
    const QString group = tr("View");
    const auto noWorkspace = [this] {
        return m_session->isOpen() ? QString() : tr("No workspace is open. Open the demo or a workspace first.");
    };
    const auto perspective = [this, &c, group](const char* id, const QString& text, const char* key, const QString& tip,
                                               Perspective p, std::function<QString()> why) {
        c.add({QLatin1String(id), text, group, QKeySequence(QLatin1String(key)), tip, [this, p] { setPerspective(p); },
               std::move(why), [this, p] { return m_perspective == p; }});
    };
    perspective("view.inspect", tr("&Inspect"), "Ctrl+1", tr("Where the load is: graph, operators, charts"),
                Perspective::Inspect, noWorkspace);
    perspective("view.review", tr("&Review"), "Ctrl+2", tr("The plan as a diff, its reasons, the decision"),
                Perspective::Review, noWorkspace);
    perspective("view.clusters", tr("&Clusters"), "Ctrl+3", tr("Past jobs by the shape of their graph"),
                Perspective::Clusters, {});
    perspective("view.train", tr("&Train"), "Ctrl+4", tr("Models that learn from recorded runs"), Perspective::Train,
                {});
    perspective("view.history", tr("&History"), "Ctrl+5", tr("Every recorded run: filter, look into, compare"),
                Perspective::History, noWorkspace);
    const auto noJob = [this] {
        return m_feed->graph() ? QString() : tr("No job is shown. Choose one in the list of jobs.");
    };
    c.add({QStringLiteral("view.fit"),
           tr("&Fit graph"),
           group,
           QKeySequence(QStringLiteral("F")),
           tr("Show the whole graph"),
           [this] { m_graph->view()->fit(); },
           noJob,
           {}});
    c.add({QStringLiteral("view.showNext"),
           tr("&Measured, predicted, difference"),
           group,
           QKeySequence(QStringLiteral("M")),
           tr("Show the next of measured, both, predicted and difference in the graph"),
           [this] { m_graph->showNext(); },
           noJob,
           {}});
    c.add({QStringLiteral("view.minimap"),
           tr("Mini&map"),
           group,
           {},
           tr("Show the whole graph in a corner while only a part is seen"),
           [this] {
               m_minimap = !m_minimap;
               m_graph->view()->setMinimapVisible(m_minimap);
               m_commands->refreshSoon();
           },
           noJob,
           [this] { return m_minimap; }});
    c.add({QStringLiteral("view.flinkColours"),
           tr("Flink &colours"),
           group,
           {},
           tr("Measured halves in the blue, red and grey of Flink's own page"),
           [this] {
               m_flinkColours = !m_flinkColours;
               m_graph->view()->setFlinkColours(m_flinkColours);
               m_commands->refreshSoon();
           },
           noJob,
           [this] { return m_flinkColours; }});
    c.add({QStringLiteral("view.fold"),
           tr("F&old what feeds the operator"),
           group,
           {},
           tr("Everything that feeds only the chosen operator becomes one node (X in the graph)"),
           [this] { m_graph->view()->fold(text(m_session->selection().place().vertex)); },
           [this, noJob] {
               if (const QString why = noJob(); !why.isEmpty())
                   return why;
               const std::string vertex = m_session->selection().place().vertex;
               if (vertex.empty())
                   return tr("Choose an operator first.");
               return dag::feedsOnly(*m_feed->graph(), vertex).size() < 2
                          ? tr("Fewer than two operators feed only this one.")
                          : QString();
           },
           {}});
    c.add({QStringLiteral("view.unfold"),
           tr("&Unfold all"),
           group,
           {},
           tr("Show every operator again"),
           [this] { m_graph->view()->unfoldAll(); },
           [this] { return m_graph && m_graph->view()->foldedCount() > 0 ? QString() : tr("Nothing is folded."); },
           {}});
    c.add({QStringLiteral("view.live"),
           tr("Back to &live"),
           group,
           QKeySequence(QStringLiteral("Ctrl+Shift+L")),
           tr("Show the newest measurements again"),
           [this] { m_feed->setMoment(std::nullopt); },
           [this] { return m_feed->moment() ? QString() : tr("The newest measurements are shown already."); },
           {}});
    const auto textSize = [](double factor) {
        QFont f = QApplication::font();
        f.setPointSizeF(factor == 0 ? theme::bodyFont().pointSizeF() : std::clamp(f.pointSizeF() * factor, 6.0, 24.0));
        QApplication::setFont(f);
    };
    c.add({QStringLiteral("view.larger"),
           tr("&Larger text"),
           group,
           QKeySequence(QStringLiteral("Ctrl++")),
           tr("Make all text larger"),
           [textSize] { textSize(1.1); },
           {},
           {}});
    c.add({QStringLiteral("view.smaller"),
           tr("&Smaller text"),
           group,
           QKeySequence(QStringLiteral("Ctrl+-")),
           tr("Make all text smaller"),
           [textSize] { textSize(1 / 1.1); },
           {},
           {}});
    c.add({QStringLiteral("view.normalText"),
           tr("&Normal text"),
           group,
           QKeySequence(QStringLiteral("Ctrl+0")),
           tr("Text in its first size"),
           [textSize] { textSize(0); },
           {},
           {}});
    for (const auto& [id, words, theme] :
         {std::tuple{"view.themeSystem", tr("As the &system"), QStringLiteral("system")},
          {"view.themeLight", tr("&Light"), QStringLiteral("light")},
          {"view.themeDark", tr("&Dark"), QStringLiteral("dark")}})
        c.add({QLatin1String(id),
               words,
               tr("Theme"),
               {},
               tr("Colours of the window"),
               [this, theme] {
                   m_theme = theme;
                   if (m_options.theme)
                       m_options.theme(theme);
                   m_commands->refreshSoon();
               },
               {},
               [this, theme] { return m_theme == theme; }});
    c.add({QStringLiteral("view.resetLayout"),
           tr("&Reset layout"),
           group,
           {},
           tr("Put all panels where they were at first"),
           [this] { resetLayout(); },
           {},
           {}});
    const std::tuple<const char*, QString, const char*> panels[]{{"connections", tr("Connections"), ""},
                                                                 {"jobs", tr("Jobs"), "Alt+J"},
                                                                 {"operators", tr("Operators"), "Alt+O"},
                                                                 {"workers", tr("Workers"), "Alt+W"},
                                                                 {"details", tr("Details"), "Alt+D"},
                                                                 {"charts", tr("Charts"), "Alt+C"},
                                                                 {"plans", tr("Plans"), "Alt+L"},
                                                                 {"audit", tr("Audit"), "Alt+A"},
                                                                 {"log", tr("Log"), "Ctrl+L"},
                                                                 {"background", tr("Background jobs"), "Ctrl+J"}};
    for (const auto& [id, title, key] : panels)
        c.add({QStringLiteral("panel.") + QLatin1String(id),
               title,
               tr("Panel"),
               QKeySequence(QLatin1String(key)),
               tr("Show the panel %1").arg(title),
               [this, dock = QString(QLatin1String(id))] { showDock(dock); },
               {},
               {}});
    c.add({QStringLiteral("go.back"),
           tr("&Back"),
           tr("Go"),
           QKeySequence(QStringLiteral("Alt+Left")),
           tr("To what was shown before"),
           [this] { m_session->selection().goBack(); },
           [this] { return m_session->selection().canGoBack() ? QString() : tr("Nothing was shown before this."); },
           {}});
    c.add({QStringLiteral("go.forward"),
           tr("&Forward"),
           tr("Go"),
           QKeySequence(QStringLiteral("Alt+Right")),
           tr("Forward again"),
           [this] { m_session->selection().goForward(); },
           [this] {
               return m_session->selection().canGoForward() ? QString() : tr("There is nothing to go forward to.");
           },
           {}});
    c.add({QStringLiteral("go.anywhere"),
           tr("&Go to…"),
           tr("Go"),
           QKeySequence(QStringLiteral("Ctrl+K")),
           tr("To an operator, a job, a plan or a command"),
           [this] { showGoTo(); },
           {},
           {}});
    c.add({QStringLiteral("edit.find"),
           tr("&Find here"),
           tr("Edit"),
           QKeySequence::Find,
           tr("Find an operator in the graph; in the history: filter"),
           [this] {
               if (m_perspective == Perspective::History)
                   return m_history->filter()->edit()->setFocus();
               setPerspective(Perspective::Inspect);
               m_graph->find()->setFocus();
               m_graph->find()->selectAll();
           },
           noWorkspace,
           {}});
    c.add({QStringLiteral("edit.clear"),
           tr("&Clear selection"),
           tr("Edit"),
           QKeySequence(QStringLiteral("Escape")),
           tr("No operator chosen, live again"),
           [this] {
               m_session->selection().setVertex({});
               m_feed->setMoment(std::nullopt);
           },
           [this] {
               return m_session->selection().place().vertex.empty() && !m_feed->moment() ? tr("Nothing is selected.")
                                                                                         : QString();
           },
           {}});
}

void MainWindow::addJobCommands() {
    auto& c = *m_commands;
    const QString group = tr("Job");
    const auto noJob = [this] {
        if (!m_session->isOpen())
            return tr("No workspace is open. Open the demo or a workspace first.");
        return m_feed->graph() ? QString() : tr("No job is shown. Choose one in the list of jobs.");
    };
    c.add({QStringLiteral("job.recommend"),
           tr("Re&commend"),
           group,
           QKeySequence(QStringLiteral("Ctrl+R")),
           tr("Ask for the parallelism of every operator, with reasons; nothing is changed"),
           [this] { recommend(); },
           [this, noJob] {
               if (const QString why = noJob(); !why.isEmpty())
                   return why;
               if (m_session->readOnly())
                   return tr("This window was opened read-only: advice is stored as a draft.");
               return m_review->busy() ? tr("Waits until this is done: %1.").arg(stepWord(m_review->step()))
                                       : QString();
           },
           {}});
    for (const auto& name : tune::recommenderNames()) {
        const QString method = text(name);
        c.add({QStringLiteral("method.") + method,
               method,
               tr("Method"),
               {},
               tr("Advice comes from %1").arg(method),
               [this, method] {
                   m_method = method;
                   m_commands->refreshSoon();
               },
               {},
               [this, method] { return m_method == method; }});
    }
    c.add({QStringLiteral("job.refresh"),
           tr("Re&fresh"),
           group,
           QKeySequence::Refresh,
           tr("Read the jobs and the shown job now"),
           [this] {
               m_session->refreshAllJobs();
               m_feed->readNow();
           },
           [this] { return m_session->isOpen() ? QString() : tr("No workspace is open."); },
           {}});
    c.add({QStringLiteral("job.next"),
           tr("&Next operator"),
           group,
           QKeySequence(QStringLiteral("]")),
           tr("The next operator by severity"),
           [this] { nextOperator(1); },
           noJob,
           {}});
    c.add({QStringLiteral("job.previous"),
           tr("&Previous operator"),
           group,
           QKeySequence(QStringLiteral("[")),
           tr("The operator before by severity"),
           [this] { nextOperator(-1); },
           noJob,
           {}});
    c.add({QStringLiteral("job.rate"),
           tr("Change offered &rate…"),
           group,
           {},
           tr("Simulated clusters only: offer the job another rate"),
           [this] { changeRate(); },
           [this, noJob] {
               if (const QString why = noJob(); !why.isEmpty())
                   return why;
               const auto* state = m_session->connection(m_session->selection().place().connection);
               if (!state || state->profile.kind != engines::EngineKind::Simulated)
                   return tr("Only a simulated cluster can be offered another rate from here.");
               return m_session->readOnly() ? tr("This window was opened read-only.") : QString();
           },
           {}});
}

void MainWindow::addPlanCommands() {
    auto& c = *m_commands;
    const QString group = tr("Plan");
    auto* flow = m_review.get();
    const auto needFile = [flow] {
        return flow->file() ? QString() : tr("No plan is under review. Ask for advice on a job first.");
    };
    c.add({QStringLiteral("plan.review"),
           tr("Review plan"),
           group,
           QKeySequence(QStringLiteral("Ctrl+D")),
           tr("Show the plan as a diff"),
           [this] { setPerspective(Perspective::Review); },
           needFile,
           {}});
    c.add({QStringLiteral("plan.check"),
           tr("Dry r&un"),
           group,
           QKeySequence(QStringLiteral("Ctrl+Shift+R")),
           tr("Run the preflight and show the exact requests; nothing is sent"),
           [flow] { flow->check(); },
           [flow] { return flow->whyNotCheck(); },
           {}});
    c.add({QStringLiteral("plan.approve"),
           tr("&Approve"),
           group,
           QKeySequence(QStringLiteral("Ctrl+Shift+A")),
           tr("Record your approval of exactly this plan"),
           [this, flow] { flow->approve(m_reviewPage->actor()); },
           [this, flow] {
               if (const QString why = flow->whyNotApprove(); !why.isEmpty())
                   return why;
               return m_reviewPage ? m_reviewPage->whyNotTyped(false) : QString();
           },
           {}});
    c.add({QStringLiteral("plan.apply"),
           tr("Restart and rescale"),
           group,
           {},
           tr("Send the approved plan to the cluster, wait and verify"),
           [this, flow] { flow->apply(m_reviewPage->typedName()); },
           [this, flow] {
               if (const QString why = flow->whyNotApply(); !why.isEmpty())
                   return why;
               return m_reviewPage ? m_reviewPage->whyNotTyped(true) : QString();
           },
           {}});
    connect(flow, &ReviewFlow::changed, this, [this, flow] {
        QString name = flow->file() ? elideMiddle(text(flow->file()->plan.jobName), 30) : QString();
        name.replace(QLatin1Char('&'), QStringLiteral("&&"));
        m_commands->setText(QStringLiteral("plan.apply"),
                            name.isEmpty() ? tr("Restart and rescale") : tr("Restart and rescale %1").arg(name));
    });
    c.add({QStringLiteral("plan.cancel"),
           tr("&Stop"),
           group,
           {},
           tr("Stop what is being done with the plan, until the point of no return"),
           [flow] { flow->cancel(); },
           [flow] { return flow->whyNotCancel(); },
           {}});
    c.add({QStringLiteral("plan.reject"),
           tr("Re&ject"),
           group,
           {},
           tr("Record that this plan will not be applied"),
           [this, flow] { flow->reject(m_reviewPage->actor()); },
           [this, flow] {
               if (const QString why = flow->whyNotReject(); !why.isEmpty())
                   return why;
               return m_reviewPage ? m_reviewPage->whyNotTyped(false) : QString();
           },
           {}});
    c.add({QStringLiteral("plan.rollback"),
           tr("Roll &back…"),
           group,
           {},
           tr("Make the plan that brings the previous parallelism back; it is reviewed like any other"),
           [flow] { flow->reverse(); },
           [flow] { return flow->whyNotReverse(); },
           {}});
    const auto needRow = [this, flow] {
        if (const QString why = flow->whyNotEdit(); !why.isEmpty())
            return why;
        const std::string vertex = m_reviewPage ? m_reviewPage->currentVertex() : std::string();
        if (vertex.empty())
            return tr("Choose an operator in the plan.");
        return flow->isLocked(vertex) ? tr("This row is locked; unlock it first.") : QString();
    };
    c.add({QStringLiteral("plan.edit"),
           tr("&Edit number"),
           group,
           QKeySequence(QStringLiteral("F2")),
           tr("Propose another number for the chosen operator"),
           [this] { m_reviewPage->editCurrent(); },
           needRow,
           {}});
    c.add({QStringLiteral("plan.exclude"),
           tr("E&xclude operator"),
           group,
           QKeySequence(QStringLiteral("Ctrl+Backspace")),
           tr("Keep the chosen operator as it is"),
           [this, flow] { flow->exclude(m_reviewPage->currentVertex()); },
           [this, flow, needRow] {
               if (const QString why = needRow(); !why.isEmpty())
                   return why;
               return flow->file()->change(m_reviewPage->currentVertex())
                          ? QString()
                          : tr("The plan does not change this operator.");
           },
           {}});
    c.add({QStringLiteral("plan.lock"),
           tr("&Lock row"),
           group,
           {},
           tr("Protect the chosen row against edits"),
           [this, flow] {
               const std::string vertex = m_reviewPage->currentVertex();
               flow->lock(vertex, !flow->isLocked(vertex));
           },
           [this, flow] {
               if (!flow->file())
                   return tr("No plan is under review.");
               return m_reviewPage->currentVertex().empty() ? tr("Choose an operator in the plan.") : QString();
           },
           [this, flow] { return flow->file() && m_reviewPage && flow->isLocked(m_reviewPage->currentVertex()); }});
    c.add({QStringLiteral("plan.nextStep"),
           tr("&Next step"),
           group,
           QKeySequence(QStringLiteral("Ctrl+Return")),
           tr("The next step of the review; never the final apply"),
           [this] { nextReviewStep(); },
           needFile,
           {}});
    c.add({QStringLiteral("edit.undo"),
           tr("&Undo edit"),
           tr("Edit"),
           QKeySequence::Undo,
           tr("Undo the last edit of the plan, or of the clusters where they are shown; what was applied is rolled "
              "back instead"),
           [this, flow] { m_perspective == Perspective::Clusters ? m_clusterFlow->undo() : flow->undo(); },
           [this, flow] {
               if (m_perspective == Perspective::Clusters)
                   return CommandRegistry::whyDisabled(m_commands->action(QStringLiteral("clusters.undo")));
               return flow->busy() ? tr("Waits until this is done: %1.").arg(stepWord(flow->step()))
                      : flow->canUndo()
                          ? QString()
                          : tr("Nothing was edited. What was applied to a cluster is undone by Roll back.");
           },
           {}});
    c.add({QStringLiteral("edit.redo"),
           tr("&Redo edit"),
           tr("Edit"),
           QKeySequence::Redo,
           tr("Do the undone edit again"),
           [this, flow] { m_perspective == Perspective::Clusters ? m_clusterFlow->redo() : flow->redo(); },
           [this, flow] {
               if (m_perspective == Perspective::Clusters)
                   return CommandRegistry::whyDisabled(m_commands->action(QStringLiteral("clusters.redo")));
               return flow->busy()      ? tr("Waits until this is done: %1.").arg(stepWord(flow->step()))
                      : flow->canRedo() ? QString()
                                        : tr("No edit was undone.");
           },
           {}});
    for (const auto& [id, words, form] : {std::tuple{"plan.copyTicket", tr("Copy as &text"), QStringLiteral("ticket")},
                                          {"plan.copyJson", tr("Copy as &JSON"), QStringLiteral("json")},
                                          {"plan.copyRest", tr("Copy as &REST request"), QStringLiteral("rest")},
                                          {"plan.copyYaml", tr("Copy as &YAML override"), QStringLiteral("yaml")},
                                          {"plan.copyArgs", tr("Copy as program &arguments"), QStringLiteral("args")}})
        c.add({QLatin1String(id),
               words,
               group,
               {},
               tr("Take the plan elsewhere"),
               [this, form] { copyPlanAs(form); },
               needFile,
               {}});
}

void MainWindow::addHelpCommands() {
    auto& c = *m_commands;
    const QString group = tr("Help");
    c.add({QStringLiteral("help.palette"),
           tr("&Command palette…"),
           group,
           QKeySequence(QStringLiteral("Ctrl+Shift+P")),
           tr("Find any command by typing"),
           [this] { showPalette(); },
           {},
           {}});
    c.add({QStringLiteral("help.keys"),
           tr("&Keys…"),
           group,
           QKeySequence(QStringLiteral("?")),
           tr("All keys on one page"),
           [this] {
               auto* dialog = new KeysDialog(*m_commands, this);
               dialog->setAttribute(Qt::WA_DeleteOnClose);
               dialog->show();
           },
           {},
           {}});
    c.add({QStringLiteral("help.page"),
           tr("&Help for this panel"),
           group,
           QKeySequence(QStringLiteral("F1")),
           tr("The page about the panel that has the focus"),
           [this] { showHelp(focusedPanel()); },
           {},
           {}});
    c.add({QStringLiteral("help.concepts"),
           tr("&What is back-pressure?"),
           group,
           {},
           tr("The words this program uses"),
           [this] { showHelp(QStringLiteral("concepts")); },
           {},
           {}});
    c.add({QStringLiteral("help.about"),
           tr("&About…"),
           group,
           {},
           tr("Versions and licences"),
           [this] { showAbout(); },
           {},
           {}});
}

} // namespace streamtune::ui
