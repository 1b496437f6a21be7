// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The border to the solver: pairs by index, questions with a limit. Private to this room.

#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/ged/cluster/distances.h"

namespace streamtune::ged {

class PairSolver {
public:
    [[nodiscard]] static Result<PairSolver> make(std::vector<const JobGraph*> graphs, const DistanceOptions& options);

    [[nodiscard]] std::size_t size() const { return m_graphs.size(); }
    /// What the counts of labels say at least; costs some ten nanoseconds.
    [[nodiscard]] double quickLower(std::size_t a, std::size_t b) const;
    [[nodiscard]] double below(double limit) const;
    /// Larger for pairs that take longer.
    [[nodiscard]] std::size_t effort(std::size_t a, std::size_t b) const;
    /// Safe from any thread. Error "ged.cancelled".
    [[nodiscard]] Result<Interval> solve(const Ask& ask, const std::stop_token& stop) const;

private:
    using Counts = std::vector<std::pair<int, int>>; ///< (label, how often), by label
    struct Profile {
        Counts nodes, edges;
        int nodeCount = 0, edgeCount = 0;
    };

    PairSolver() = default;
    [[nodiscard]] Result<Interval> once(const Ask& ask, std::optional<double> tau, const std::stop_token& stop) const;

    std::vector<const JobGraph*> m_graphs;
    std::vector<Profile> m_profiles;
    Query m_query;
    bool m_integral = true;
    double m_nodeEdit = 0; ///< least cost of any edit of a node
    double m_edgeEdit = 0;
};

} // namespace streamtune::ged
