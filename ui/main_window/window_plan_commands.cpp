// SPDX-License-Identifier: GPL-3.0-or-later
// Commands on the shown job and on the plan under review.
#include "ui/main_window/main_window.h"
#include "ui/session/cluster_flow.h"
#include "ui/session/text.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/review/review_page.h"

namespace streamtune::ui {

QString MainWindow::whyNoPlan() const {
    return m_review->file() ? QString() : tr("No plan is under review. Ask for advice on a job first.");
}

void MainWindow::addJobCommands() {
    auto& c = *m_commands;
    const QString group = tr("Job");
    const auto noJob = [this] { return whyNoJob(); };
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
    c.add({QStringLiteral("plan.review"),
           tr("Review plan"),
           group,
           QKeySequence(QStringLiteral("Ctrl+D")),
           tr("Show the plan as a diff"),
           [this] { setPerspective(Perspective::Review); },
           [this] { return whyNoPlan(); },
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
           [this, flow] { flow->apply(m_reviewPage->typedName(), m_reviewPage->outsideWindow()); },
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
    addPlanEditCommands();
    addUndoCommands();
    addPlanCopyCommands();
}

void MainWindow::addPlanEditCommands() {
    auto& c = *m_commands;
    const QString group = tr("Plan");
    auto* flow = m_review.get();
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
           [this] { return whyNoPlan(); },
           {}});
}

MainWindow::Edits MainWindow::edits(bool redo) const {
    if (m_perspective == Perspective::Clusters)
        return Edits::Clusters;
    const bool graph = m_perspective == Perspective::Inspect && m_graph &&
                       (redo ? m_graph->undoStack().canRedo() : m_graph->undoStack().canUndo());
    return graph ? Edits::Graph : Edits::Plan;
}

void MainWindow::addUndoCommands() {
    auto& c = *m_commands;
    auto* flow = m_review.get();
    const auto whyNot = [this, flow](bool redo) {
        const Edits where = edits(redo);
        if (where == Edits::Clusters)
            return CommandRegistry::whyDisabled(
                m_commands->action(redo ? QStringLiteral("clusters.redo") : QStringLiteral("clusters.undo")));
        if (where == Edits::Graph)
            return QString();
        if (flow->busy())
            return tr("Waits until this is done: %1.").arg(stepWord(flow->step()));
        if (redo)
            return flow->canRedo() ? QString() : tr("No edit was undone.");
        return flow->canUndo() ? QString()
                               : tr("Nothing was edited. What was applied to a cluster is undone by Roll back.");
    };
    c.add({QStringLiteral("edit.undo"),
           tr("&Undo edit"),
           tr("Edit"),
           QKeySequence::Undo,
           tr("Undo the last edit of what is shown: filters, folds and places of the graph, the plan, the clusters; "
              "what was applied is rolled back instead"),
           [this, flow] {
               const Edits where = edits(false);
               where == Edits::Clusters ? m_clusterFlow->undo()
               : where == Edits::Graph  ? m_graph->undoStack().undo()
                                        : flow->undo();
           },
           [whyNot] { return whyNot(false); },
           {}});
    c.add({QStringLiteral("edit.redo"),
           tr("&Redo edit"),
           tr("Edit"),
           QKeySequence::Redo,
           tr("Do the undone edit again"),
           [this, flow] {
               const Edits where = edits(true);
               where == Edits::Clusters ? m_clusterFlow->redo()
               : where == Edits::Graph  ? m_graph->undoStack().redo()
                                        : flow->redo();
           },
           [whyNot] { return whyNot(true); },
           {}});
}

void MainWindow::addPlanCopyCommands() {
    auto& c = *m_commands;
    const QString group = tr("Plan");
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
               [this] { return whyNoPlan(); },
               {}});
}

} // namespace streamtune::ui
