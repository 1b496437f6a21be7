// SPDX-License-Identifier: GPL-3.0-or-later
// What a person changes about the clusters, and takes back.
#include <algorithm>
#include <set>
#include <utility>

#include "ui/session/cluster_flow.h"
#include "ui/session/text.h"

namespace streamtune::ui {

void ClusterFlow::edit(const QString& title,
                       std::function<Result<history::ClusterSet>(const Desk&, std::stop_token)> change) {
    if (!m_session.isOpen() || busy())
        return;
    m_work = m_session.runner().start<history::ClusterSet>(
        {.title = title, .lane = "clusters.work", .mustFinish = true}, this,
        [bench = m_session.bench(), change = std::move(change)](std::stop_token stop, const ProgressSink&) {
            return change(Desk(*bench), stop);
        },
        [this](const auto&) {
            endWork();
            m_session.troubles().settle(QStringLiteral("clusters"));
            if (m_preview)
                dropPreview();
            reload();
        },
        [this, title](const Error& error) {
            endWork();
            raise(title, error);
            reload();
        });
    Q_EMIT busyChanged();
}

std::vector<std::string> ClusterFlow::graphsOf(const std::vector<int>& jobs) const {
    std::vector<std::string> graphs;
    std::set<std::string> seen;
    for (const int job : jobs)
        if (const auto& hash = m_scene->jobs[static_cast<std::size_t>(job)].job.graph; seen.insert(hash).second)
            graphs.push_back(hash);
    return graphs;
}

review::Actor ClusterFlow::actor(const QString& reason) const {
    return {utf8(m_session.actor()), utf8(reason.trimmed())};
}

void ClusterFlow::move(const std::vector<int>& jobs, const std::string& cluster, const QString& reason) {
    const int to = m_scene ? m_scene->clusterIndex(cluster) : -1;
    std::vector<int> others; // who is there already stays
    for (const int job : jobs)
        if (m_scene && m_scene->jobs[static_cast<std::size_t>(job)].cluster != to)
            others.push_back(job);
    edit(tr("Move jobs to %1").arg(text(cluster)),
         [graphs = graphsOf(others), cluster, who = actor(reason)](const Desk& desk, const std::stop_token& stop) {
             return desk.move(graphs, cluster, who, stop);
         });
}

void ClusterFlow::merge(const std::vector<std::string>& clusters, const QString& reason) {
    edit(tr("Merge clusters"), [clusters, who = actor(reason)](const Desk& desk, const std::stop_token& stop) {
        return desk.merge(clusters, who, stop);
    });
}

void ClusterFlow::split(const std::vector<int>& jobs, const QString& name, const QString& reason) {
    edit(tr("Split a cluster"),
         [graphs = graphsOf(jobs), name = utf8(name.trimmed()), who = actor(reason)](
             const Desk& desk, const std::stop_token& stop) { return desk.split(graphs, name, who, stop); });
}

void ClusterFlow::rename(const std::string& cluster, const QString& name, const QString& reason) {
    edit(tr("Rename %1").arg(text(cluster)),
         [cluster, name = utf8(name.trimmed()), who = actor(reason)](const Desk& desk, const std::stop_token& stop) {
             return desk.rename(cluster, name, who, stop);
         });
}

const history::ClusterEdit* ClusterFlow::undoable() const {
    if (!m_scene)
        return nullptr;
    const auto& edits = m_scene->board.edits;
    const auto last = std::find_if(edits.rbegin(), edits.rend(), [](const auto& e) { return !e.undone; });
    return last == edits.rend() ? nullptr : &*last;
}

const history::ClusterEdit* ClusterFlow::redoable() const {
    if (!m_scene)
        return nullptr;
    // The first one undone after the last that holds.
    const auto& edits = m_scene->board.edits;
    const auto held = std::find_if(edits.rbegin(), edits.rend(), [](const auto& e) { return !e.undone; });
    const auto next = held.base();
    return next == edits.end() ? nullptr : &*next;
}

void ClusterFlow::undo() {
    if (const auto* last = undoable())
        edit(tr("Undo the change of the clusters"),
             [id = last->id, who = actor(tr("undone in the window"))](const Desk& desk, const std::stop_token& stop) {
                 return desk.undo(id, who, stop);
             });
}

void ClusterFlow::redo() {
    if (const auto* next = redoable())
        edit(tr("Redo the change of the clusters"),
             [id = next->id, who = actor(tr("done again in the window"))](
                 const Desk& desk, const std::stop_token& stop) { return desk.redo(id, who, stop); });
}

} // namespace streamtune::ui
