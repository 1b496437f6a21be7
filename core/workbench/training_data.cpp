// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workbench/training_data.h"

#include <algorithm>
#include <set>

#include "core/ged/cluster/clustering.h"
#include "core/graph/canonical.h"
#include "core/tune/live_capacity.h"

namespace streamtune::workbench {
namespace {

constexpr int kTrainingPage = 500;
constexpr int kMostWindowsOfRun = 10'000;
constexpr int kMostParallelism = 1024;

/// Of a window of a run, with overrides applied.
std::vector<int> labelsOf(const JobGraph& graph, const history::RecordedWindow& window,
                          const std::map<std::pair<std::int64_t, std::string>, int>& overrides) {
    std::vector<int> labels;
    for (const Operator& node : graph.nodes) {
        const auto computed = window.labels.find(node.id);
        const auto person = overrides.find({window.number, node.id});
        labels.push_back(person != overrides.end()         ? person->second
                         : computed != window.labels.end() ? computed->second
                                                           : -1);
    }
    return labels;
}

} // namespace

Result<HistoryMark> markHistory(history::Store& store, const std::string& engine, std::stop_token stop) {
    HistoryMark mark;
    std::string after;
    do {
        ST_ASSIGN(const auto page, store.runs("", kTrainingPage, after, stop));
        for (const history::RunRecord& run : page.rows)
            if (run.engine == engine && run.windows > 0)
                mark[run.id] = run.windows;
        after = page.next;
    } while (!after.empty());
    return mark;
}

Result<std::vector<learn::HistoryJob>> readHistory(history::Store& store, const HistoryMark& mark,
                                                   std::stop_token stop) {
    std::vector<learn::HistoryJob> jobs;
    std::map<std::pair<std::string, std::string>, std::size_t> known; // job and graph
    for (const auto& [id, windows] : mark) {
        ST_ASSIGN(const auto run, store.run(id));
        ST_ASSIGN(const auto graph, store.graphOfRun(id));
        if (!run || !graph || !graph->validate())
            continue;
        const std::string name = run->connection + "/" + run->jobName;
        const auto [at, isNew] = known.try_emplace({name, run->graphHash}, jobs.size());
        if (isNew)
            jobs.push_back({name, run->engine, *graph, learn::factsOf(*graph, kMostParallelism), {}});
        learn::HistoryJob& job = jobs[at->second];
        ST_ASSIGN(const auto people, store.overrides(id));
        std::map<std::pair<std::int64_t, std::string>, int> overrides;
        for (const history::LabelOverride& value : people)
            overrides[{value.window, value.node}] = value.label;
        ST_ASSIGN(
            const auto recorded,
            store.windowsOfRun(id, 0, static_cast<int>(std::min<std::int64_t>(windows, kMostWindowsOfRun)), stop));
        for (const history::RecordedWindow& window : recorded)
            if (window.window.quiet)
                job.windows.push_back({tune::readingOf(job.graph, window.window, static_cast<long>(id)),
                                       labelsOf(job.graph, window, overrides)});
    }
    std::erase_if(jobs, [](const learn::HistoryJob& job) { return job.windows.empty(); });
    return jobs;
}

Result<JobClusters> clustersOf(history::Store& store, const std::vector<learn::HistoryJob>& jobs, std::uint64_t seed,
                               int threads, std::stop_token stop, const ProgressSink& progress) {
    JobClusters result;
    std::map<std::string, std::vector<std::size_t>> byGraph;
    for (std::size_t j = 0; j < jobs.size(); ++j)
        byGraph[canonicalForm(jobs[j].graph).hash].push_back(j);
    ST_ASSIGN(const auto set, store.clusterSet());
    if (set) {
        std::size_t found = 0;
        for (const history::StoredCluster& cluster : set->clusters) {
            learn::TrainingCluster mine{cluster.id, {}, {}};
            for (const history::ClusterMember& member : cluster.members)
                if (const auto at = byGraph.find(member.graph); at != byGraph.end())
                    mine.jobs.insert(mine.jobs.end(), at->second.begin(), at->second.end());
            ST_ASSIGN(const auto centre, store.graph(cluster.centre));
            if (mine.jobs.empty() || !centre)
                continue;
            mine.centre = centre->graph;
            std::ranges::sort(mine.jobs);
            found += mine.jobs.size();
            result.clusters.push_back(std::move(mine));
        }
        if (found == jobs.size()) {
            result.tau = set->tau;
            result.novelty = set->novelty;
            return result;
        }
        result.clusters.clear(); // jobs came after the last clustering
    }
    return clustersOfHistory(jobs, seed, threads, std::move(stop), progress);
}

Result<JobClusters> clustersOfHistory(const std::vector<learn::HistoryJob>& jobs, std::uint64_t seed, int threads,
                                      std::stop_token stop, const ProgressSink& progress) {
    JobClusters result;
    if (jobs.empty())
        return result;
    std::vector<JobGraph> graphs;
    for (const learn::HistoryJob& job : jobs)
        graphs.push_back(job.graph);
    ged::ClusterOptions options;
    options.seed = seed;
    options.threads = threads;
    options.budget.time = Millis{1'000};
    ST_ASSIGN(const ged::Clustering clustering, ged::cluster(graphs, options, std::move(stop), progress));
    for (std::size_t c = 0; c < clustering.clusters.size(); ++c)
        result.clusters.push_back(
            {"c" + std::to_string(c + 1), graphs[clustering.clusters[c].centre], clustering.clusters[c].members});
    result.tau = options.tau;
    result.novelty = options.noveltyDistance();
    return result;
}

} // namespace streamtune::workbench
