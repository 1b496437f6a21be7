// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Between stored clusters (by hash) and clustering (by index). Private to this room.

#include <memory>
#include <unordered_map>

#include "core/workbench/cluster_desk.h"

namespace streamtune::workbench {

/// The job graphs of a workspace, each once, with what is known of their distances.
class ClusterShapes {
public:
    [[nodiscard]] static Result<ClusterShapes> load(history::Store& store, ged::Definition definition,
                                                    std::stop_token stop);

    [[nodiscard]] std::size_t size() const { return m_hashes.size(); }
    [[nodiscard]] const std::vector<std::string>& hashes() const { return m_hashes; }
    [[nodiscard]] const JobGraph& graph(std::size_t shape) const { return m_graphs[shape]; }
    [[nodiscard]] const std::vector<history::JobShape>& jobs() const { return m_jobs; }
    [[nodiscard]] double weight(std::size_t shape) const { return m_weights[shape]; }
    [[nodiscard]] std::optional<std::size_t> find(const std::string& hash) const;
    /// One graph a job and shape, in the order of jobs().
    [[nodiscard]] std::vector<JobGraph> items() const;
    /// Kept bounds of two shapes.
    [[nodiscard]] std::optional<ged::Interval> known(std::size_t a, std::size_t b) const;
    [[nodiscard]] Result<std::unique_ptr<ged::Distances>> distances(const ged::ClusterOptions& options) const;
    [[nodiscard]] std::vector<history::KnownDistance> learned(const ged::Distances& distances) const;

private:
    std::vector<std::string> m_hashes;
    std::vector<JobGraph> m_graphs;
    std::vector<double> m_weights;
    std::vector<history::JobShape> m_jobs;
    std::unordered_map<std::string, std::size_t> m_index;
    std::unordered_map<std::uint64_t, ged::Interval> m_known;
};

/// `computed` with the edits applied: members move, and clusters that changed get new centres and distances.
[[nodiscard]] Result<history::ClusterSet> withEdits(const history::ClusterSet& computed,
                                                    const std::vector<history::ClusterEdit>& edits,
                                                    const ClusterShapes& shapes, ged::Distances& distances,
                                                    std::stop_token stop);

/// Gives the clusters of `set` the ids of the clusters of `before` that they share most jobs with, new ids to the
/// others.
void takeOverIds(history::ClusterSet& set, const history::ClusterSet& before, const ClusterShapes& shapes);

/// Options as the set was computed with.
[[nodiscard]] ged::ClusterOptions optionsOf(const history::ClusterSet& set);

} // namespace streamtune::workbench
