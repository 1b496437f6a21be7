// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The border to the solver: pairs by index, questions with a limit. Private to this room.

#include <optional>
#include <stop_token>
#include <vector>

#include "core/ged/arena.h"
#include "core/ged/cluster/distances.h"
#include "core/ged/compiled.h"

namespace streamtune::ged {

class PairSolver {
public:
    [[nodiscard]] static Result<PairSolver> make(const std::vector<const JobGraph*>& graphs,
                                                 const DistanceOptions& options);

    [[nodiscard]] std::size_t size() const { return m_graphs.size(); }
    /// What the counts of labels say at least; costs some ten nanoseconds.
    [[nodiscard]] double quickLower(std::size_t a, std::size_t b) const {
        return m_vocabulary.quickLower(m_graphs[a], m_graphs[b]);
    }
    [[nodiscard]] double below(double limit) const;
    /// Larger for pairs that take longer.
    [[nodiscard]] std::size_t effort(std::size_t a, std::size_t b) const;
    /// Safe from any thread; `scratch` spares many small searches their allocations. Error "ged.cancelled".
    [[nodiscard]] Result<Interval> solve(const Ask& ask, const std::stop_token& stop, Arena& scratch) const;

private:
    PairSolver(Vocabulary vocabulary, Budget budget) : m_vocabulary(std::move(vocabulary)), m_budget(budget) {}
    [[nodiscard]] Result<Interval> once(const Ask& ask, std::optional<double> tau, const std::stop_token& stop,
                                        Arena& scratch) const;

    Vocabulary m_vocabulary;
    Budget m_budget;
    std::vector<Compiled> m_graphs;
};

} // namespace streamtune::ged
