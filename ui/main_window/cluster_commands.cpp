// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of the cluster browser, and the ways into it.
#include <QClipboard>
#include <QGuiApplication>

#include "ui/main_window/main_window.h"
#include "ui/session/cluster_flow.h"
#include "ui/session/text.h"
#include "ui/views/clusters/cluster_dialogs.h"
#include "ui/views/clusters/cluster_panels.h"
#include "ui/views/clusters/clusters_page.h"
#include "ui/views/clusters/pair_graph.h"

namespace streamtune::ui {

void MainWindow::addClusterCommands() {
    auto& c = *m_commands;
    auto* flow = m_clusterFlow.get();
    const QString group = tr("Clusters");
    const auto noClusters = [this, flow] {
        if (!m_session->isOpen())
            return tr("No workspace is open. Open the demo or a workspace first.");
        switch (flow->state()) {
        case ClustersState::Ready:
            return QString();
        case ClustersState::Closed:
            return tr("Open the cluster browser first.");
        case ClustersState::Loading:
            return tr("The clusters are being read.");
        case ClustersState::NoJobs:
            return tr("No job has been seen yet.");
        case ClustersState::NotClustered:
            return tr("The past jobs are not clustered yet.");
        case ClustersState::Failed:
            return tr("The clusters cannot be read: %1").arg(flow->why());
        }
        return QString();
    };
    const auto cannotWork = [this, flow] {
        if (m_session->readOnly())
            return tr("This window was opened read-only.");
        return flow->busy() ? tr("Waits until this is done: %1.").arg(flow->workTitle()) : QString();
    };
    const auto cannotEdit = [noClusters, cannotWork] {
        const QString why = noClusters();
        return why.isEmpty() ? cannotWork() : why;
    };
    const CommandGroup add(c, group);

    c.add({QStringLiteral("clusters.like"),
           tr("&Jobs like this one"),
           tr("Job"),
           QKeySequence(QStringLiteral("Ctrl+Shift+J")),
           tr("Open the cluster browser on the shown job: past jobs of its shape, with their distances"),
           [this] { showJobsLikeThis(); },
           [this] {
               if (!m_session->isOpen())
                   return tr("No workspace is open. Open the demo or a workspace first.");
               return m_feed->graph() ? QString() : tr("No job is shown. Choose one in the list of jobs.");
           },
           {}});
    add(
        "clusters.now", tr("Cluster the past &jobs"), "",
        tr("Compare the graphs of all past jobs and group those of one shape; the number of groups is chosen"),
        [flow] { flow->preview(std::nullopt, ged::ClusterOptions{}.tau); },
        [this, flow, cannotWork] {
            if (!m_session->isOpen())
                return tr("No workspace is open. Open the demo or a workspace first.");
            if (flow->state() == ClustersState::NoJobs)
                return tr("No job has been seen yet.");
            return cannotWork();
        });
    add(
        "clusters.preview", tr("&Preview change"), "",
        tr("What other numbers for k and tau would change; nothing is stored before you keep it"),
        [this, flow] { flow->preview(clustersPage().wantedK(), clustersPage().wantedTau()); },
        [noClusters, flow, this] {
            if (const QString why = noClusters(); !why.isEmpty())
                return why;
            return flow->busy() ? tr("Waits until this is done: %1.").arg(flow->workTitle()) : QString();
        });
    add(
        "clusters.add", tr("Place &new jobs"), "",
        tr("Jobs that came after the last clustering go to their nearest centre; the clusters stay"),
        [flow] { flow->addNewJobs(); },
        [flow, cannotEdit] {
            if (const QString why = cannotEdit(); !why.isEmpty())
                return why;
            return flow->scene()->newJobs > 0 ? QString() : tr("Every job is in a cluster.");
        });
    add(
        "clusters.merge", tr("&Merge…"), "", tr("Make one cluster of several"),
        [this, flow] { openMergeDialog(*flow, this); },
        [flow, cannotEdit] {
            if (const QString why = cannotEdit(); !why.isEmpty())
                return why;
            return flow->scene()->clusters().size() < 2 ? tr("There is only one cluster.") : QString();
        });
    const auto noneChosen = [flow, cannotEdit] {
        if (const QString why = cannotEdit(); !why.isEmpty())
            return why;
        return flow->chosen().empty() ? tr("Choose one or more jobs first.") : QString();
    };
    add(
        "clusters.split", tr("&Split…"), "", tr("Make the chosen jobs a cluster of their own"),
        [this, flow] { openSplitDialog(*flow, this); }, noneChosen);
    add(
        "clusters.move", tr("M&ove…"), "", tr("Put the chosen jobs into another cluster"),
        [this, flow] { openMoveDialog(*flow, this); },
        [flow, noneChosen] {
            if (const QString why = noneChosen(); !why.isEmpty())
                return why;
            return flow->scene()->clusters().size() < 2 ? tr("There is only one cluster.") : QString();
        });
    add(
        "clusters.rename", tr("&Rename…"), "", tr("Give the chosen cluster a name"),
        [this, flow] { openRenameDialog(*flow, this); },
        [flow, cannotEdit] {
            if (const QString why = cannotEdit(); !why.isEmpty())
                return why;
            return flow->chosenClusters().size() == 1 && !flow->chosenClusters().front().empty()
                       ? QString()
                       : tr("Choose one cluster first.");
        });
    add(
        "clusters.undo", tr("&Undo"), "", tr("Undo the last change of the clusters that a person made"),
        [flow] { flow->undo(); },
        [flow, cannotEdit] {
            if (const QString why = cannotEdit(); !why.isEmpty())
                return why;
            return flow->undoable() ? QString() : tr("Nobody has changed the clusters by hand.");
        });
    add(
        "clusters.redo", tr("R&edo"), "", tr("Do the undone change of the clusters again"), [flow] { flow->redo(); },
        [flow, cannotEdit] {
            if (const QString why = cannotEdit(); !why.isEmpty())
                return why;
            return flow->redoable() ? QString() : tr("No change of the clusters was undone.");
        });
    add(
        "clusters.lasso", tr("&Lasso"), "", tr("Draw around the jobs to choose on the map"),
        [this] {
            setPerspective(Perspective::Clusters);
            clustersPage().toggleLasso();
        },
        noClusters);
    add(
        "clusters.copyPath", tr("&Copy edit path"), "", tr("Copy the steps from the one job to the other as text"),
        [this] { QGuiApplication::clipboard()->setText(pairText(clustersPage().pair()->graph()->model())); },
        [flow] { return flow->pair() ? QString() : tr("Choose two jobs first."); });
    add(
        "clusters.export", tr("E&xport map…"), "", tr("Save the map as PNG, SVG or PDF, with title, legend and date"),
        [this] {
            clustersPage().focusMap();
            exportPanel(QStringLiteral("clusters"));
        },
        [noClusters, flow] {
            if (const QString why = noClusters(); !why.isEmpty())
                return why;
            return flow->distances() ? QString() : tr("The map is being made.");
        });
    for (const auto signal : {&ClusterFlow::changed, &ClusterFlow::busyChanged, &ClusterFlow::chosenChanged,
                              &ClusterFlow::clustersChosenChanged, &ClusterFlow::pairChanged})
        connect(flow, signal, m_commands, &CommandRegistry::refreshSoon);
}

void MainWindow::showJobsLikeThis() {
    const JobGraph* graph = m_feed->graph();
    if (!graph)
        return;
    const std::string connection = m_session->selection().place().connection;
    setPerspective(Perspective::Clusters);
    m_clusterFlow->showJob(connection, utf8(m_feed->jobName()), graph);
}

} // namespace streamtune::ui
