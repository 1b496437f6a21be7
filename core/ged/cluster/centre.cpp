// SPDX-License-Identifier: GPL-3.0-or-later
// The similarity centre: how often who is similar is known as bounds; only who may still win is looked at closely.
#include <algorithm>
#include <optional>

#include "core/ged/cluster/clustering.h"

namespace streamtune::ged {
namespace {

/// Weight of members surely within tau, and of those that may be.
struct Votes {
    double sure = 0;
    double possible = 0;

    Votes& operator+=(const Votes& other) {
        sure += other.sure;
        possible += other.possible;
        return *this;
    }
    Votes& operator-=(const Votes& other) {
        sure -= other.sure;
        possible -= other.possible;
        return *this;
    }
};

class Election {
public:
    Election(Distances& distances, std::span<const std::size_t> shapes, std::span<const double> weights, double tau)
        : m_distances(distances), m_shapes(shapes), m_weights(weights), m_tau(tau), m_votes(shapes.size()),
          m_closed(shapes.size(), false) {}

    Result<std::size_t> winner(const std::stop_token& stop, const ProgressSink& progress) {
        ST_ASSIGN(const std::vector<std::size_t> best, mostSimilar(stop, progress));
        return best.size() == 1 ? Result<std::size_t>(m_shapes[best.front()]) : nearestToAll(best, stop, progress);
    }

private:
    /// Places of all members with the most votes, ascending.
    Result<std::vector<std::size_t>> mostSimilar(const std::stop_token& stop, const ProgressSink& progress) {
        for (std::size_t i = 0; i < m_shapes.size(); ++i)
            for (std::size_t other = 0; other < m_shapes.size(); ++other)
                m_votes[i] += voteOf(i, other);
        for (;;) {
            double leader = 0;
            for (const Votes& v : m_votes)
                leader = std::max(leader, v.sure);
            std::size_t next = m_shapes.size(); // who may gain most
            for (std::size_t i = 0; i < m_shapes.size(); ++i)
                if (!m_closed[i] && m_votes[i].possible >= leader &&
                    (next == m_shapes.size() || m_votes[i].possible > m_votes[next].possible))
                    next = i;
            if (next == m_shapes.size())
                return withVotes(leader);
            ST_TRY(close(next, stop, progress));
        }
    }

    /// Asks about every pair of one member; the votes of the others gain by it.
    Status close(std::size_t next, const std::stop_token& stop, const ProgressSink& progress) {
        std::vector<Ask> asks;
        for (std::size_t i = 0; i < m_shapes.size(); ++i) {
            m_votes[i] -= voteOf(i, next);
            asks.push_back({m_shapes[next], m_shapes[i], m_tau, false});
        }
        ST_TRY(m_distances.ask(asks, stop, progress));
        m_closed[next] = true;
        m_votes[next] = {};
        for (std::size_t i = 0; i < m_shapes.size(); ++i) {
            if (i != next)
                m_votes[i] += voteOf(i, next);
            m_votes[next] += voteOf(next, i);
        }
        return {};
    }

    [[nodiscard]] std::vector<std::size_t> withVotes(double votes) const {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < m_shapes.size(); ++i)
            if (m_closed[i] && m_votes[i].sure == votes)
                found.push_back(i);
        return found;
    }

    [[nodiscard]] Votes voteOf(std::size_t place, std::size_t from) const {
        const Interval bounds = m_distances.bounds(m_shapes[place], m_shapes[from]);
        const double weight = m_weights[m_shapes[from]];
        const bool sure = bounds.value() <= m_tau;
        // Once a member was asked about, what a budget left open counts as no.
        const bool possible = sure || (!m_closed[place] && !m_closed[from] && bounds.lower <= m_tau);
        return {sure ? weight : 0, possible ? weight : 0};
    }

    Result<std::size_t> nearestToAll(const std::vector<std::size_t>& candidates, const std::stop_token& stop,
                                     const ProgressSink& progress) {
        std::vector<std::optional<double>> sums(candidates.size()); ///< measured
        std::vector<double> least(candidates.size(), 0);
        for (std::size_t i = 0; i < candidates.size(); ++i)
            for (const std::size_t other : m_shapes)
                least[i] += m_weights[other] * m_distances.bounds(m_shapes[candidates[i]], other).lower;
        double best = kFar;
        for (;;) {
            std::size_t next = candidates.size();
            for (std::size_t i = 0; i < candidates.size(); ++i)
                if (!sums[i] && least[i] <= best && (next == candidates.size() || least[i] < least[next]))
                    next = i;
            if (next == candidates.size())
                return m_shapes[candidates[static_cast<std::size_t>(
                    std::ranges::find(sums, std::optional<double>(best)) - sums.begin())]];
            const std::size_t shape = m_shapes[candidates[next]];
            std::vector<Ask> asks;
            for (const std::size_t other : m_shapes)
                asks.push_back({shape, other, kFar, true});
            ST_TRY(m_distances.ask(asks, stop, progress));
            double sum = 0;
            for (const std::size_t other : m_shapes)
                sum += m_weights[other] * m_distances.bounds(shape, other).value();
            sums[next] = sum;
            best = std::min(best, sum);
        }
    }

    Distances& m_distances;
    std::span<const std::size_t> m_shapes;
    std::span<const double> m_weights;
    double m_tau;
    std::vector<Votes> m_votes;
    std::vector<bool> m_closed;
};

} // namespace

Result<std::size_t> similarityCentre(Distances& distances, std::span<const std::size_t> shapes,
                                     std::span<const double> weights, double tau, const std::stop_token& stop,
                                     const ProgressSink& progress) {
    if (shapes.size() == 1)
        return shapes.front();
    return Election(distances, shapes, weights, tau).winner(stop, progress);
}

} // namespace streamtune::ged
