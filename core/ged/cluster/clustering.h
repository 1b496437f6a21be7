// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Clustering of job graphs in the manner of k-means on graph edit distance.
///
/// Equal graphs are one shape with a weight. Every shape belongs to its nearest centre (of equally near ones to the one
/// that came first in the corpus). The centre of a cluster is its *similarity centre*: the member that appears most
/// often in the tau-similarity results of the members, that is with the most members (by weight) within tau of it;
/// ties: the smallest sum of distances to the members, then the first in the corpus. Both steps are repeated until
/// nothing changes; where they run in circles the best state of the circle is taken.
///
/// Starts: the first one takes the shape with most graphs as first centre and then always the shape furthest from all
/// centres; the others draw from the seed, in the manner of k-means++. Of all ends the one with the smallest total of
/// distances is the answer; one that came to rest is preferred to one that ran in circles. For seeding and for choosing
/// k, distances beyond `far` = 4 tau count as `far`: they say no more than "another kind of job".
///
/// k by itself: the elbow of the total distance of the first start (the point furthest below the chord of the curve)
/// and its two neighbours are clustered; the best silhouette decides, ties go to the elbow. One cluster when everything
/// lies within tau of the first centre. The silhouette of a member is (b - a) / max(a, b), a = distance to its own
/// centre, b = to the nearest other one, both capped at `far`; 0 for who is alone.
///
/// The same answer for the same input and seed whatever the number of threads (as long as no time budget cuts a search
/// short; then the cost of the best edit path found stands for the distance, and `undecided` counts the pairs).

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/ged/cluster/distances.h"
#include "core/ged/cluster/shapes.h"

namespace streamtune::ged {

struct ClusterOptions {
    Definition definition;
    EditCosts costs;
    Budget budget; ///< of one pair
    double tau = 5;
    std::optional<int> k; ///< empty: chosen; more than there are shapes: one cluster a shape
    std::uint64_t seed = 0;
    int starts = 4;
    int threads = 1;
    std::optional<double> novelty; ///< further than this from every centre = unlike anything seen; empty: 2 tau
    KnownDistances known;          ///< by the index of shapes in `shapes`

    [[nodiscard]] double far() const { return 4 * tau; }
    [[nodiscard]] double noveltyDistance() const { return novelty.value_or(2 * tau); }
};

struct Cluster {
    std::size_t centre = 0;           ///< index of the graph (the first of its shape)
    std::vector<std::size_t> members; ///< indices of graphs, ascending
    double total = 0;                 ///< distances of the members to the centre, added up
    double largest = 0;
    double similar = 0; ///< members within tau of the centre
    double silhouette = 0;
};

/// Total distance to the nearest of the first k centres of the first start, capped at `far`.
struct ElbowPoint {
    int k = 0;
    double total = 0;
};

struct Clustering {
    std::vector<Cluster> clusters;  ///< largest first, ties: by centre
    std::vector<int> clusterOf;     ///< of each graph
    std::vector<Interval> distance; ///< of each graph to its centre
    ShapeSet shapes;
    double total = 0;
    double silhouette = 0;         ///< mean over the graphs
    std::vector<ElbowPoint> elbow; ///< empty when k was given
    bool settled = true;           ///< false: the steps ran in circles
    std::size_t distancesComputed = 0;
    std::size_t distancesTotal = 0; ///< pairs of distinct shapes
    std::size_t undecided = 0;
    std::vector<Distances::Answered> answers; ///< to be kept; indices of shapes

    [[nodiscard]] int k() const { return static_cast<int>(clusters.size()); }
};

/// Errors: "ged.cluster" (k, tau or starts out of range), "ged.cost", "ged.cancelled", those of broken graphs.
[[nodiscard]] Result<Clustering> cluster(std::span<const JobGraph> graphs, const ClusterOptions& options,
                                         std::stop_token stop, const ProgressSink& progress = {});

/// The similarity centre of these shapes (ascending, not empty), by the definition above. `weights` by shape.
[[nodiscard]] Result<std::size_t> similarityCentre(Distances& distances, std::span<const std::size_t> shapes,
                                                   std::span<const double> weights, double tau,
                                                   const std::stop_token& stop, const ProgressSink& progress = {});

/// Where one more graph belongs, without starting over.
struct Placement {
    std::size_t cluster = 0; ///< index among the centres
    Interval distance;
    bool novel = false; ///< unlike anything seen: surely further than the novelty distance from every centre
    std::size_t searches = 0;
};

/// Nearest of `centres` for `graph`; of equally near ones the first. Error "ged.cluster" without centres.
[[nodiscard]] Result<Placement> place(const JobGraph& graph, std::span<const JobGraph> centres,
                                      const ClusterOptions& options, std::stop_token stop);

/// Distance of `graph` to each of `others`, exactly within the budget.
[[nodiscard]] Result<std::vector<Interval>> distancesTo(const JobGraph& graph, std::span<const JobGraph> others,
                                                        const ClusterOptions& options, std::stop_token stop,
                                                        const ProgressSink& progress = {});

} // namespace streamtune::ged
