// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Clusters of the jobs of a workspace: what the cluster browser of the window and `streamtune cluster` share.
///
/// Job graphs are named by their canonical hash; a job that ran several graphs is a member with each. What people
/// change (move, merge, split, rename) is kept apart from what was computed and is applied again after every new
/// clustering, until it is undone. Every set is stored with its parameters and the set before; nothing is overwritten.
/// Synchronous, cancellable, safe from any thread (every call opens its own store).
/// Errors: "cluster.none" (nothing clustered yet), "cluster.empty" (no job graphs), "cluster.unknown" (no such cluster,
/// job or graph), "cluster.edit", "cluster.stale" (somebody else clustered in between), "cluster.budget", those of
/// core/ged/cluster.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/ged/cluster/clustering.h"
#include "core/ged/cluster/embedding.h"
#include "core/history/cluster_records.h"
#include "core/history/records.h"
#include "core/workbench/workbench.h"

namespace streamtune::workbench {

struct ClusterRequest {
    ged::ClusterOptions options; ///< `known` is filled in from what the workspace keeps
    std::string who;             ///< empty: the workbench's actor
    std::string reason;
};

/// A job that would be in another cluster.
struct ClusterChange {
    history::JobShape job;
    std::string from; ///< id of the cluster, empty = it was in none
    std::string to;
};

struct ClusterPreview {
    history::ClusterSet computed; ///< as clustering gave it; ids taken over from the present set
    history::ClusterSet result;   ///< with the edits of people applied: what would be shown
    std::vector<ClusterChange> changes;
    std::vector<ged::ElbowPoint> elbow;
    std::size_t undecided = 0;
    std::vector<history::KnownDistance> learned; ///< kept when committed
    std::int64_t basedOn = 0;                    ///< id of the present set, 0 = none
};

/// Everything the browser shows, read at once.
struct ClusterBoard {
    history::ClusterSet set;
    std::map<std::string, history::GraphRecord> graphs;         ///< by hash
    std::map<std::string, std::vector<history::JobShape>> jobs; ///< by hash of the graph
    std::vector<history::ClusterEdit> edits;

    [[nodiscard]] const history::StoredCluster* find(const std::string& id) const; ///< by id or name
    [[nodiscard]] const history::StoredCluster* clusterOf(const std::string& graph) const;
    /// Names of the jobs of a cluster, nearest to the centre first; a name that stands for several (connections or
    /// graphs) comes once.
    [[nodiscard]] std::vector<std::string> jobNames(const history::StoredCluster& cluster) const;
    [[nodiscard]] std::string centreName(const history::StoredCluster& cluster) const;
    /// What the jobs of every cluster have in common, in words read off their graphs ("session windows"); by id.
    [[nodiscard]] std::map<std::string, std::string> sharedShapes() const;
};

/// Why a job is where it is, and who is like it.
struct NearestView {
    std::string job;     ///< as asked for
    std::string graph;   ///< hash
    std::string cluster; ///< where it is, or would be placed
    bool member = false; ///< it is in that cluster already
    bool novel = false;  ///< unlike anything seen
    double noveltyDistance = 0;
    struct ToCentre {
        std::string cluster;
        std::string centre; ///< name of a job
        ged::Interval distance;
    };
    std::vector<ToCentre> centres; ///< nearest first: the second is the runner-up
    struct ToJob {
        history::JobShape job;
        ged::Interval distance;
    };
    std::vector<ToJob> jobs; ///< nearest first, itself left out
};

struct PairView {
    JobGraph a, b;
    ged::Answer answer;
    std::vector<ged::EditStep> path;
};

/// Exact distances among job graphs, and what follows from them.
struct DistanceView {
    std::vector<std::string> graphs;                  ///< hashes
    std::vector<std::vector<ged::Interval>> distance; ///< every pair; where there are many graphs only to the landmarks
    std::vector<std::size_t> landmarks;               ///< indices in `graphs`
    ged::GraphMap map;
    std::vector<std::int64_t> histogram; ///< pairs of different graphs by distance rounded down
};

class ClusterDesk {
public:
    explicit ClusterDesk(const Workbench& workbench) : m_workbench(workbench) {}

    /// What clustering would give; nothing is stored but distances.
    [[nodiscard]] Result<ClusterPreview> preview(const ClusterRequest& request, std::stop_token stop,
                                                 const ProgressSink& progress = {}) const;
    /// Stores it. Error "cluster.stale" when the present set is not the one the preview was based on.
    [[nodiscard]] Result<history::ClusterSet> commit(const ClusterPreview& preview) const;
    /// The present set, or that one. Error "cluster.none".
    [[nodiscard]] Result<ClusterBoard> board(std::optional<std::int64_t> set = {}, std::stop_token stop = {}) const;
    /// Places graphs that came after the last clustering with their nearest centres; centres stay. The number of
    /// graphs.
    [[nodiscard]] Result<int> addNewJobs(const ged::Budget& budget, int threads, std::stop_token stop) const;

    /// `job`: name of a job, hash of a graph (8 characters or more), or an id of a corpus graph's own.
    [[nodiscard]] Result<NearestView> nearest(const std::string& job, const ged::Budget& budget, int threads,
                                              std::stop_token stop) const;
    [[nodiscard]] Result<NearestView> nearest(const JobGraph& graph, const ged::Budget& budget, int threads,
                                              std::stop_token stop) const;
    /// By names or hashes; a longer budget refines an interval. What unit costs gave is kept.
    [[nodiscard]] Result<PairView> pair(const std::string& a, const std::string& b, const ged::Query& query,
                                        std::stop_token stop) const;
    /// Up to `mostLandmarks` graphs: the whole matrix.
    [[nodiscard]] Result<DistanceView> distances(ged::Definition definition, const ged::Budget& budget, int threads,
                                                 std::stop_token stop, const ProgressSink& progress = {},
                                                 std::size_t mostLandmarks = 200) const;

    // Edits by people; each gives the set that holds then. Clusters by id or name, graphs by job name or hash.
    [[nodiscard]] Result<history::ClusterSet> move(const std::vector<std::string>& graphs, const std::string& toCluster,
                                                   const review::Actor& actor, std::stop_token stop = {}) const;
    [[nodiscard]] Result<history::ClusterSet> merge(const std::vector<std::string>& clusters,
                                                    const review::Actor& actor, std::stop_token stop = {}) const;
    [[nodiscard]] Result<history::ClusterSet> split(const std::vector<std::string>& graphs, const std::string& name,
                                                    const review::Actor& actor, std::stop_token stop = {}) const;
    [[nodiscard]] Result<history::ClusterSet> rename(const std::string& cluster, const std::string& name,
                                                     const review::Actor& actor, std::stop_token stop = {}) const;
    /// The last edit that is not undone, or that one.
    [[nodiscard]] Result<history::ClusterSet> undo(std::optional<std::int64_t> edit, const review::Actor& actor,
                                                   std::stop_token stop = {}) const;
    [[nodiscard]] Result<history::ClusterSet> redo(std::int64_t edit, const review::Actor& actor,
                                                   std::stop_token stop = {}) const;

private:
    [[nodiscard]] Result<history::ClusterSet> edited(history::ClusterEdit edit, std::stop_token stop) const;

    const Workbench& m_workbench;
};

} // namespace streamtune::workbench
