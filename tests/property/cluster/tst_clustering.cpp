// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <map>
#include <set>

#include "core/ged/cluster/clustering.h"
#include "tests/property/cluster/naive_clustering.h"
#include "tests/support/graph_maker.h"

using namespace streamtune;
using streamtune::testing::GraphMaker;
using streamtune::testing::NaiveClustering;

namespace {

/// Families of edited copies, some graphs repeated under other node names.
std::vector<JobGraph> corpusOf(std::uint64_t seed, int families, int each, int nodes, int edits, bool shuffled = true) {
    GraphMaker make(seed);
    std::vector<JobGraph> graphs;
    for (int f = 0; f < families; ++f) {
        const JobGraph origin = make.job(2 + make.upTo(nodes - 1));
        for (int i = 0; i < each; ++i) {
            graphs.push_back(i == 0 ? origin : make.edited(origin, make.upTo(edits + 1)));
            if (shuffled)
                graphs.back() = make.shuffled(graphs.back());
        }
    }
    for (std::size_t i = 0; i < graphs.size(); ++i)
        graphs[i].id = "g" + std::to_string(i);
    return graphs;
}

double exactly(const JobGraph& a, const JobGraph& b, const ged::ClusterOptions& options) {
    const auto answer = ged::distance(a, b, {options.definition, options.costs, options.budget, {}}, {});
    REQUIRE(answer);
    REQUIRE(answer->exact);
    return answer->upper;
}

/// First graphs of what the full matrix says is the same, with the matrix among them.
struct Truth {
    std::vector<std::size_t> first;
    std::vector<double> weights;
    NaiveClustering::Matrix matrix;
    std::vector<int> shapeOf;
};

Truth truthOf(const std::vector<JobGraph>& graphs, const ged::ClusterOptions& options) {
    Truth t;
    for (std::size_t g = 0; g < graphs.size(); ++g) {
        std::vector<double> row;
        int same = -1;
        for (std::size_t s = 0; s < t.first.size() && same < 0; ++s) {
            row.push_back(exactly(graphs[g], graphs[t.first[s]], options));
            if (row.back() == 0)
                same = static_cast<int>(s);
        }
        if (same >= 0) {
            t.weights[static_cast<std::size_t>(same)] += 1;
            t.shapeOf.push_back(same);
            continue;
        }
        for (std::size_t s = 0; s < row.size(); ++s)
            t.matrix[s].push_back(row[s]);
        row.push_back(0);
        t.matrix.push_back(row);
        t.shapeOf.push_back(static_cast<int>(t.first.size()));
        t.first.push_back(g);
        t.weights.push_back(1);
    }
    return t;
}

void compare(const std::vector<JobGraph>& graphs, const ged::ClusterOptions& options) {
    const Truth truth = truthOf(graphs, options);
    NaiveClustering naive(truth.matrix, truth.weights, options.tau, options.seed, options.starts);
    const auto expected = options.k ? naive.withK(*options.k) : naive.automatic();
    const auto got = ged::cluster(graphs, options, {});
    REQUIRE(got);
    CHECK(got->shapes.shapes.size() == truth.first.size());
    CHECK(got->total == doctest::Approx(expected.total));
    CHECK(got->settled == expected.settled);
    CHECK(got->silhouette == doctest::Approx(naive.silhouette(expected)));
    std::set<std::size_t> centres;
    for (const int c : expected.centres)
        centres.insert(truth.first[static_cast<std::size_t>(c)]);
    std::set<std::size_t> found;
    for (const ged::Cluster& c : got->clusters)
        found.insert(c.centre);
    CHECK(found == centres);
    for (std::size_t g = 0; g < graphs.size(); ++g) {
        const auto shape = static_cast<std::size_t>(truth.shapeOf[g]);
        const auto place = static_cast<std::size_t>(expected.of[shape]);
        const auto centre = static_cast<std::size_t>(expected.centres[place]);
        INFO("graph ", g);
        CHECK(got->clusters[static_cast<std::size_t>(got->clusterOf[g])].centre == truth.first[centre]);
        CHECK(got->distance[g] == ged::Interval{truth.matrix[shape][centre], truth.matrix[shape][centre]});
    }
    CHECK(got->distancesComputed <= got->distancesTotal);
    CHECK(got->distancesTotal == truth.first.size() * (truth.first.size() - 1) / 2);
}

} // namespace

TEST_CASE("clustering is what a naive one on the full matrix gives, for any k, tau, seed and definition") {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        const auto graphs = corpusOf(seed, 2 + static_cast<int>(seed) % 5, 5, 6, 3);
        for (const int k : {0, 1, 2, 4, 7}) {
            ged::ClusterOptions options;
            options.definition = *ged::definitionFromString(std::vector{"dL", "dU", "uL", "uU"}[seed % 4]);
            options.tau = static_cast<double>(seed % 3) * 2 + 1;
            options.seed = seed * 7;
            options.threads = 1 + static_cast<int>(seed % 3);
            if (k > 0)
                options.k = k;
            INFO("seed ", seed, " k ", k);
            compare(graphs, options);
        }
    }
}

TEST_CASE("costs that make no metric are clustered rightly too, without the triangle inequality") {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        ged::ClusterOptions options;
        options.costs.nodeInsert = 2.5;
        options.costs.nodePairs[{"a", "b"}] = 0.25;
        options.costs.nodePairs[{"b", "a"}] = 0.25;
        options.costs.nodeDelete = 2.5;
        options.k = 3;
        CHECK_FALSE(ged::makesMetric(options.costs));
        compare(corpusOf(seed + 40, 3, 4, 5, 2), options);
    }
}

TEST_CASE("the number of threads changes nothing, not even which distances are computed") {
    const auto graphs = corpusOf(77, 6, 6, 8, 3);
    ged::ClusterOptions options;
    const auto one = ged::cluster(graphs, options, {});
    options.threads = 4;
    const auto four = ged::cluster(graphs, options, {});
    REQUIRE(one);
    REQUIRE(four);
    CHECK(one->clusterOf == four->clusterOf);
    CHECK(one->distance == four->distance);
    CHECK(one->distancesComputed == four->distancesComputed);
    REQUIRE(one->answers.size() == four->answers.size());
    for (std::size_t i = 0; i < one->answers.size(); ++i)
        CHECK(one->answers[i].interval == four->answers[i].interval);
}

TEST_CASE("distances that were kept from before give the same clusters") {
    const auto graphs = corpusOf(5, 5, 5, 7, 3);
    ged::ClusterOptions options;
    const auto first = ged::cluster(graphs, options, {});
    REQUIRE(first);
    std::map<std::pair<std::size_t, std::size_t>, ged::Interval> kept;
    for (const auto& answer : first->answers)
        kept[{answer.a, answer.b}] = answer.interval;
    options.known = [&](std::size_t a, std::size_t b) -> std::optional<ged::Interval> {
        const auto found = kept.find({std::min(a, b), std::max(a, b)});
        return found == kept.end() ? std::nullopt : std::optional(found->second);
    };
    const auto second = ged::cluster(graphs, options, {});
    REQUIRE(second);
    CHECK(second->clusterOf == first->clusterOf);
    CHECK(second->distance == first->distance);
    CHECK(second->distancesComputed == first->distancesComputed);
}

TEST_CASE("a job that is added goes where a full search would put it") {
    GraphMaker make(9);
    const auto graphs = corpusOf(9, 5, 5, 7, 2, false);
    ged::ClusterOptions options;
    options.k = 5;
    const auto clustering = ged::cluster(graphs, options, {});
    REQUIRE(clustering);
    std::vector<JobGraph> centres;
    for (const ged::Cluster& c : clustering->clusters)
        centres.push_back(graphs[c.centre]);
    for (int round = 0; round < 30; ++round) {
        const JobGraph job = round % 5 == 0
                                 ? make.dag(14, 1.5)
                                 : make.edited(graphs[static_cast<std::size_t>(make.upTo(25))], make.upTo(4));
        const auto placed = ged::place(job, centres, options, {});
        REQUIRE(placed);
        std::size_t best = 0;
        for (std::size_t c = 1; c < centres.size(); ++c)
            if (exactly(job, centres[c], options) < exactly(job, centres[best], options))
                best = c;
        CHECK(placed->cluster == best);
        CHECK(placed->distance.value() == exactly(job, centres[best], options));
        CHECK(placed->novel == (placed->distance.value() > 10));
    }
}
