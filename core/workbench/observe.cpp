// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs as they are now, and what was measured of them.
#include <algorithm>
#include <array>

#include "core/review/words.h"
#include "core/workbench/names.h"
#include "core/workbench/workbench_impl.h"

namespace streamtune::workbench {
namespace {

bool ended(const engines::JobSummary& job) {
    constexpr std::array<std::string_view, 4> kEnded{"FINISHED", "FAILED", "CANCELED", "SUSPENDED"};
    return std::ranges::find(kEnded, job.state) != kEnded.end();
}

std::vector<const engines::JobSummary*> matching(const std::vector<engines::JobSummary>& jobs, auto fits) {
    std::vector<const engines::JobSummary*> found;
    for (const engines::JobSummary& job : jobs)
        if (fits(job))
            found.push_back(&job);
    // A job that was run again under its name leaves its ended self in the list.
    if (found.size() > 1 && std::ranges::any_of(found, [](const auto* j) { return !ended(*j); }))
        std::erase_if(found, [](const auto* j) { return ended(*j); });
    return found;
}

} // namespace

Result<std::string> findJob(const std::vector<engines::JobSummary>& jobs, const std::string& connection,
                            const std::string& job) {
    constexpr std::size_t kShortestPrefix = 6;
    if (std::ranges::find(jobs, job, &engines::JobSummary::id) != jobs.end())
        return job;
    auto found = matching(jobs, [&](const auto& j) { return j.name == job; });
    if (found.empty() && job.size() >= kShortestPrefix)
        found = matching(jobs, [&](const auto& j) { return j.id.starts_with(job); });
    if (found.size() == 1)
        return found.front()->id;
    const std::string shown = "\"" + review::shortName(job, 60) + "\"";
    if (found.size() > 1) {
        std::string ids;
        for (const auto* j : found)
            ids += (ids.empty() ? "" : ", ") + j->id;
        return fail("engine.ambiguous_job", "More than one job on " + connection + " is named " + shown + ".",
                    "Use one of the ids: " + ids + ".");
    }
    std::vector<std::string> names;
    for (const engines::JobSummary& j : jobs)
        names.push_back(j.name.empty() ? j.id : j.name);
    const std::string hint = jobs.empty() ? "The cluster runs no job." : nearHint(job, names);
    return fail("engine.unknown_job", "There is no job " + shown + " on " + connection + ".",
                hint.empty() ? "List the jobs with `streamtune jobs " + connection + "`." : hint);
}

Status recordWindow(history::Store& store, const JobGraph& graph, const Observation& window) {
    const auto labels = window.quiet ? tune::labelWindow(graph, window, {}).values() : std::map<std::string, int>{};
    ST_TRY(store.record(graph, window, labels));
    return {};
}

Result<std::vector<engines::JobSummary>> Workbench::jobs(const std::string& connection, std::stop_token stop) const {
    ST_ASSIGN(const auto reader, m_impl->reader(connection));
    return reader->jobs(stop);
}

Result<std::string> Workbench::jobId(const std::string& connection, const std::string& job,
                                     std::stop_token stop) const {
    ST_ASSIGN(const auto known, jobs(connection, stop));
    return findJob(known, connection, job);
}

Result<JobView> Workbench::show(const std::string& connection, const std::string& job, std::stop_token stop) const {
    ST_ASSIGN(const auto reader, m_impl->reader(connection));
    ST_ASSIGN(const auto known, reader->jobs(stop));
    ST_ASSIGN(const std::string id, findJob(known, connection, job));
    JobView view;
    ST_ASSIGN(view.snapshot, reader->snapshot(id, stop));
    ST_ASSIGN(const auto store, m_impl->store());
    ST_ASSIGN(auto windows, store->windows(connection, view.snapshot.jobName, {}, 1, stop));
    if (windows.empty())
        return view;
    view.window = std::move(windows.front());
    view.labels = tune::labelWindow(view.snapshot.graph, *view.window, {});
    return view;
}

Result<Observation> Workbench::observe(const std::string& connection, const std::string& job, Millis patience,
                                       std::stop_token stop, const ProgressSink& progress) const {
    ST_ASSIGN(const auto reader, m_impl->reader(connection));
    ST_ASSIGN(const auto known, reader->jobs(stop));
    ST_ASSIGN(const std::string id, findJob(known, connection, job));
    ST_ASSIGN(Observation window, reader->observe(id, patience, stop, progress));
    ST_ASSIGN(const engines::JobSnapshot snapshot, reader->snapshot(id, stop));
    ST_ASSIGN(const auto store, m_impl->store());
    // A graph read while the job does not run says nothing about its parallelism.
    JobGraph graph = snapshot.graph;
    for (const NodeObservation& node : window.nodes)
        if (Operator* op = graph.find(node.id); op != nullptr && node.parallelism > 0)
            op->parallelism = node.parallelism;
    ST_TRY(recordWindow(*store, graph, window));
    return window;
}

} // namespace streamtune::workbench
