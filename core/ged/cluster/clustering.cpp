// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/cluster/clustering.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <numeric>
#include <random>
#include <set>

namespace streamtune::ged {
namespace {

using Shapes = std::vector<std::size_t>; ///< ascending

constexpr int kLongestRun = 100;
constexpr int kMostOfElbow = 60;

/// A set of centres with what follows from it.
struct State {
    Shapes centres;
    std::vector<Distances::Nearest> of; ///< of each shape
    double total = 0;
    bool settled = true;
};

class KMeans {
public:
    KMeans(const ShapeSet& set, Distances& distances, const ClusterOptions& options, std::stop_token stop,
           const ProgressSink& progress)
        : m_distances(distances), m_options(options), m_stop(std::move(stop)), m_progress(progress) {
        for (const Shape& shape : set.shapes)
            m_weights.push_back(shape.weight());
        m_all.resize(set.shapes.size());
        std::iota(m_all.begin(), m_all.end(), std::size_t{0});
    }

    [[nodiscard]] std::size_t size() const { return m_all.size(); }

    /// The best of all starts.
    Result<State> best(int k) {
        std::optional<State> best;
        std::set<Shapes> tried;
        for (int start = 0; start < m_options.starts; ++start) {
            ST_ASSIGN(Shapes seeds, start == 0 ? furthestFirst(k, nullptr) : drawn(k, start));
            if (!tried.insert(seeds).second)
                continue;
            ST_ASSIGN(State state, run(std::move(seeds)));
            if (!best || std::pair(!state.settled, state.total) < std::pair(!best->settled, best->total))
                best = std::move(state);
        }
        return std::move(*best);
    }

    /// Centres of the first start; `curve` gets the total after each.
    Result<Shapes> furthestFirst(int k, std::vector<ElbowPoint>* curve) {
        Shapes centres;
        std::vector<Interval> nearest(size(), Interval{m_options.far(), kFar});
        auto next = static_cast<std::size_t>(std::ranges::max_element(m_weights) - m_weights.begin());
        for (int i = 0; i < k; ++i) {
            ST_TRY(add(centres, next, nearest));
            if (curve)
                curve->push_back({i + 1, cappedTotal(nearest)});
            next = 0;
            for (std::size_t s = 0; s < size(); ++s)
                if (capped(nearest[s]) > capped(nearest[next]))
                    next = s;
            if (capped(nearest[next]) == 0)
                break;
        }
        std::ranges::sort(centres);
        return centres;
    }

    /// The point furthest below the chord of the curve, both axes scaled to 0..1; of equal ones the first.
    [[nodiscard]] static int kneeOf(const std::vector<ElbowPoint>& curve) {
        const double width = curve.back().k - curve.front().k;
        const double height = curve.front().total - curve.back().total;
        if (curve.size() < 3 || height <= 0)
            return height > 0 ? curve.back().k : 1;
        int best = 1;
        double deepest = 0;
        for (const ElbowPoint& point : curve) {
            const double depth = 1 - (point.k - curve.front().k) / width - (point.total - curve.back().total) / height;
            if (depth > deepest + 1e-12) {
                deepest = depth;
                best = point.k;
            }
        }
        return best;
    }

    Result<State> chosen(std::vector<ElbowPoint>& curve) {
        const int most = static_cast<int>(
            std::min(size(), std::max<std::size_t>(10, std::min<std::size_t>(kMostOfElbow, size() / 2))));
        ST_TRY(furthestFirst(most, &curve));
        const bool one = oneKind();
        const int elbow = one ? 1 : kneeOf(curve);
        ST_ASSIGN(State best, this->best(elbow));
        if (one)
            return best;
        ST_ASSIGN(double highest, silhouette(best));
        for (const int k : {elbow - 1, elbow + 1}) {
            if (k < 2 || k > static_cast<int>(size()))
                continue;
            ST_ASSIGN(State other, this->best(k));
            ST_ASSIGN(const double value, silhouette(other));
            if (value > highest + 1e-12) {
                highest = value;
                best = std::move(other);
            }
        }
        return best;
    }

    /// Mean over the graphs.
    Result<double> silhouette(const State& state, std::vector<double>* ofShape = nullptr) {
        std::vector<double> members(state.centres.size(), 0);
        for (std::size_t s = 0; s < size(); ++s)
            members[state.of[s].place] += m_weights[s];
        std::vector<double> values(size(), 0);
        if (state.centres.size() > 1) {
            ST_ASSIGN(const std::vector<double> other, toNextCentre(state));
            for (std::size_t s = 0; s < size(); ++s) {
                const double own = std::min(state.of[s].distance.value(), m_options.far());
                const double most = std::max(own, other[s]);
                if (members[state.of[s].place] > 1 && most > 0)
                    values[s] = (other[s] - own) / most;
            }
        }
        double sum = 0;
        for (std::size_t s = 0; s < size(); ++s)
            sum += m_weights[s] * values[s];
        if (ofShape)
            *ofShape = values;
        return sum / std::accumulate(m_weights.begin(), m_weights.end(), 0.0);
    }

private:
    [[nodiscard]] double capped(const Interval& distance) const { return std::min(distance.value(), m_options.far()); }

    [[nodiscard]] double cappedTotal(const std::vector<Interval>& nearest) const {
        double total = 0;
        for (std::size_t s = 0; s < size(); ++s)
            total += m_weights[s] * capped(nearest[s]);
        return total;
    }

    /// One more centre while seeding: who is nearer to it than to the others?
    Status add(Shapes& centres, std::size_t centre, std::vector<Interval>& nearest) {
        centres.push_back(centre);
        m_distances.addPivot(centre);
        std::vector<Ask> asks;
        for (std::size_t s = 0; s < size(); ++s)
            asks.push_back({s, centre, m_distances.below(capped(nearest[s])), true});
        ST_TRY(m_distances.ask(asks, m_stop, m_progress));
        for (std::size_t s = 0; s < size(); ++s)
            if (const Interval distance = m_distances.bounds(s, centre); distance.value() < capped(nearest[s]))
                nearest[s] = distance;
        return {};
    }

    /// k-means++: the next centre is drawn with the weight of the squared distance to the nearest one so far.
    Result<Shapes> drawn(int k, int start) {
        std::mt19937_64 random(m_options.seed * 1'000'003 + static_cast<std::uint64_t>(start));
        const auto draw = [&random](const std::vector<double>& weights) {
            const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
            // 53 bits of the generator: the same number in every standard library.
            double left = static_cast<double>(random() >> 11) * 0x1p-53 * sum;
            std::size_t i = 0;
            while (i + 1 < weights.size() && (left >= weights[i] || weights[i] == 0))
                left -= weights[i++];
            return i;
        };
        Shapes centres;
        std::vector<Interval> nearest(size(), Interval{m_options.far(), kFar});
        std::size_t next = draw(m_weights);
        for (int i = 0; i < k; ++i) {
            ST_TRY(add(centres, next, nearest));
            std::vector<double> pull(size());
            for (std::size_t s = 0; s < size(); ++s)
                pull[s] = m_weights[s] * capped(nearest[s]) * capped(nearest[s]);
            if (std::accumulate(pull.begin(), pull.end(), 0.0) == 0)
                break;
            next = draw(pull);
        }
        std::ranges::sort(centres);
        return centres;
    }

    Result<State> run(Shapes seeds) {
        std::vector<State> path;
        std::map<Shapes, std::size_t> seen;
        for (int step = 0; step < kLongestRun; ++step) {
            if (const auto before = seen.find(seeds); before != seen.end()) {
                const auto first = path.begin() + static_cast<std::ptrdiff_t>(before->second);
                State& best = *std::min_element(first, path.end(),
                                                [](const State& a, const State& b) { return a.total < b.total; });
                best.settled = path.end() - first == 1;
                return std::move(best);
            }
            seen.emplace(seeds, path.size());
            ST_ASSIGN(State state, assigned(std::move(seeds)));
            ST_ASSIGN(seeds, centresOf(state));
            path.push_back(std::move(state));
        }
        path.back().settled = false;
        return std::move(path.back());
    }

    Result<State> assigned(Shapes centres) {
        State state;
        state.centres = std::move(centres);
        for (const std::size_t centre : state.centres)
            m_distances.addPivot(centre);
        ST_ASSIGN(state.of, m_distances.nearest(m_all, state.centres, m_stop, m_progress));
        for (std::size_t s = 0; s < size(); ++s)
            state.total += m_weights[s] * state.of[s].distance.value();
        return state;
    }

    Result<Shapes> centresOf(const State& state) {
        std::vector<Shapes> members(state.centres.size());
        for (std::size_t s = 0; s < size(); ++s)
            members[state.of[s].place].push_back(s);
        Shapes centres;
        for (const Shapes& shapes : members) {
            if (shapes.empty()) // only where edits that cost nothing make different shapes equal
                continue;
            ST_ASSIGN(const std::size_t centre,
                      similarityCentre(m_distances, shapes, m_weights, m_options.tau, m_stop, m_progress));
            centres.push_back(centre);
        }
        std::ranges::sort(centres);
        return centres;
    }

    /// Whether everything lies within tau of the first centre.
    [[nodiscard]] bool oneKind() const {
        const auto first = static_cast<std::size_t>(std::ranges::max_element(m_weights) - m_weights.begin());
        for (std::size_t s = 0; s < size(); ++s)
            if (m_distances.bounds(s, first).value() > m_options.tau)
                return false;
        return true;
    }

    /// Capped distance to the nearest centre that is not the own one.
    Result<std::vector<double>> toNextCentre(const State& state) {
        std::vector<double> result(size(), m_options.far());
        for (std::size_t own = 0; own < state.centres.size(); ++own) {
            Shapes members, others;
            for (std::size_t s = 0; s < size(); ++s)
                if (state.of[s].place == own)
                    members.push_back(s);
            for (std::size_t c = 0; c < state.centres.size(); ++c)
                if (c != own)
                    others.push_back(state.centres[c]);
            ST_ASSIGN(const auto nearest, m_distances.nearest(members, others, m_stop, m_progress, m_options.far()));
            for (std::size_t i = 0; i < members.size(); ++i)
                result[members[i]] = std::min(nearest[i].distance.value(), m_options.far());
        }
        return result;
    }

    Distances& m_distances;
    const ClusterOptions& m_options;
    std::stop_token m_stop;
    const ProgressSink& m_progress;
    std::vector<double> m_weights;
    Shapes m_all;
};

Status check(const ClusterOptions& options) {
    if (options.k && *options.k < 1)
        return fail("ged.cluster", fmt::format("{} is not a number of clusters.", *options.k),
                    "Give a whole number from 1, or auto.");
    if (!std::isfinite(options.tau) || options.tau < 0)
        return fail("ged.cluster", fmt::format("{} is not a distance that tau can be.", options.tau),
                    "tau is a number from 0; 5 is usual.");
    if (options.novelty && !(*options.novelty >= 0))
        return fail("ged.cluster", "The novelty distance is not a number from 0.", "Twice tau is usual.");
    if (options.starts < 1 || options.starts > 1000)
        return fail("ged.cluster", fmt::format("{} is not a number of starts.", options.starts), "Give 1 to 1000.");
    return {};
}

DistanceOptions distanceOptions(const ClusterOptions& options) {
    return {options.definition, options.costs, options.budget, options.threads, options.known};
}

/// From shapes to graphs.
Clustering unfolded(const State& state, ShapeSet set, const std::vector<double>& silhouettes, double tau) {
    Clustering result;
    std::vector<Cluster> clusters(state.centres.size());
    result.distance.resize(set.shapeOf.size());
    for (std::size_t c = 0; c < clusters.size(); ++c)
        clusters[c].centre = set.shapes[state.centres[c]].graph();
    for (std::size_t g = 0; g < set.shapeOf.size(); ++g) {
        const std::size_t shape = set.shapeOf[g];
        const Interval& distance = state.of[shape].distance;
        Cluster& cluster = clusters[state.of[shape].place];
        result.distance[g] = distance;
        cluster.members.push_back(g);
        cluster.total += distance.value();
        cluster.largest = std::max(cluster.largest, distance.value());
        cluster.similar += distance.value() <= tau ? 1 : 0;
        cluster.silhouette += silhouettes[shape];
    }
    std::erase_if(clusters, [](const Cluster& c) { return c.members.empty(); });
    for (Cluster& cluster : clusters)
        cluster.silhouette /= static_cast<double>(cluster.members.size());
    std::ranges::sort(clusters, [](const Cluster& a, const Cluster& b) {
        return std::pair(b.members.size(), a.centre) < std::pair(a.members.size(), b.centre);
    });
    result.clusterOf.resize(set.shapeOf.size());
    for (std::size_t c = 0; c < clusters.size(); ++c)
        for (const std::size_t g : clusters[c].members)
            result.clusterOf[g] = static_cast<int>(c);
    result.clusters = std::move(clusters);
    result.shapes = std::move(set);
    result.total = state.total;
    result.settled = state.settled;
    return result;
}

} // namespace

Result<Clustering> cluster(std::span<const JobGraph> graphs, const ClusterOptions& options, std::stop_token stop,
                           const ProgressSink& progress) {
    ST_TRY(check(options));
    report(progress, {"finding equal graphs", 0, static_cast<std::int64_t>(graphs.size()), {}, true});
    ST_ASSIGN(ShapeSet set, distinctShapes(graphs, options.definition, options.threads, stop));
    if (set.shapes.empty()) {
        Clustering none;
        return none;
    }
    std::vector<const JobGraph*> shapes;
    for (const Shape& shape : set.shapes)
        shapes.push_back(&graphs[shape.graph()]);
    ST_ASSIGN(const auto distances, Distances::make(std::move(shapes), distanceOptions(options)));
    KMeans means(set, *distances, options, stop, progress);
    std::vector<ElbowPoint> elbow;
    ST_ASSIGN(const State state,
              options.k ? means.best(std::min(*options.k, static_cast<int>(set.shapes.size()))) : means.chosen(elbow));
    std::vector<double> silhouettes;
    ST_ASSIGN(const double silhouette, means.silhouette(state, &silhouettes));
    const std::size_t count = set.shapes.size();
    Clustering result = unfolded(state, std::move(set), silhouettes, options.tau);
    result.silhouette = silhouette;
    result.elbow = std::move(elbow);
    result.distancesComputed = distances->computed();
    result.distancesTotal = count * (count - 1) / 2;
    result.undecided = distances->undecided();
    result.answers = distances->answers();
    return result;
}

Result<Placement> place(const JobGraph& graph, std::span<const JobGraph> centres, const ClusterOptions& options,
                        std::stop_token stop) {
    ST_TRY(check(options));
    if (centres.empty())
        return fail("ged.cluster", "There is no cluster that a job could belong to.", "Cluster the history first.");
    std::vector<const JobGraph*> graphs;
    std::vector<std::size_t> numbers;
    for (const JobGraph& centre : centres) {
        numbers.push_back(graphs.size());
        graphs.push_back(&centre);
    }
    graphs.push_back(&graph);
    DistanceOptions with = distanceOptions(options);
    with.known = {}; // its indices are not ours
    ST_ASSIGN(const auto distances, Distances::make(std::move(graphs), std::move(with)));
    const std::size_t one[] = {centres.size()};
    ST_ASSIGN(const auto nearest, distances->nearest(one, numbers, stop));
    Placement placement;
    placement.cluster = nearest.front().place;
    placement.distance = nearest.front().distance;
    placement.novel = placement.distance.lower > options.noveltyDistance();
    placement.searches = distances->computed();
    return placement;
}

Result<std::vector<Interval>> distancesTo(const JobGraph& graph, std::span<const JobGraph> others,
                                          const ClusterOptions& options, std::stop_token stop,
                                          const ProgressSink& progress) {
    std::vector<const JobGraph*> graphs{&graph};
    for (const JobGraph& other : others)
        graphs.push_back(&other);
    DistanceOptions with = distanceOptions(options);
    with.known = {};
    ST_ASSIGN(const auto distances, Distances::make(std::move(graphs), std::move(with)));
    std::vector<Ask> asks;
    for (std::size_t i = 1; i <= others.size(); ++i)
        asks.push_back({0, i, kFar, true});
    ST_TRY(distances->ask(asks, stop, progress));
    std::vector<Interval> result;
    for (std::size_t i = 1; i <= others.size(); ++i)
        result.push_back(distances->bounds(0, i));
    return result;
}

} // namespace streamtune::ged
