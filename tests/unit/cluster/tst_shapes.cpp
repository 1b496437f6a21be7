// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "core/ged/cluster/clustering.h"
#include "core/ged/cluster/embedding.h"
#include "core/graph/canonical.h"
#include "tests/support/graph_maker.h"

using namespace streamtune;
using streamtune::testing::GraphMaker;

TEST_CASE("equal graphs are one shape, by the definition they are read with") {
    GraphMaker make(3);
    const JobGraph a = make.job(7);
    JobGraph relabelled = a;
    for (Edge& edge : relabelled.edges)
        edge.label = "other";
    JobGraph reversed = a;
    std::swap(reversed.edges.front().from, reversed.edges.front().to);
    const std::vector<JobGraph> graphs{a, make.shuffled(a), relabelled, reversed, a};
    const auto count = [&](const char* definition) {
        const auto set = ged::distinctShapes(graphs, *ged::definitionFromString(definition), 2, {});
        REQUIRE(set);
        CHECK(set->shapeOf[0] == set->shapeOf[1]);
        CHECK(set->shapeOf[0] == set->shapeOf[4]);
        return set->shapes.size();
    };
    CHECK(count("dL") == 3);
    CHECK(count("dU") == 2);
    CHECK(count("uL") == 2);
    CHECK(count("uU") == 1);
    CHECK(ged::shapeHash(a, {}) == canonicalForm(a).hash);
}

TEST_CASE("clustering nothing, one graph, and more clusters than graphs") {
    GraphMaker make(4);
    ged::ClusterOptions options;
    const auto none = ged::cluster({}, options, {});
    REQUIRE(none);
    CHECK(none->k() == 0);
    const std::vector<JobGraph> one{make.job(5)};
    CHECK(ged::cluster(one, options, {})->k() == 1);
    options.k = 9;
    const std::vector<JobGraph> some{make.job(5), make.job(9), make.shuffled(make.job(5))};
    const auto many = ged::cluster(some, options, {});
    REQUIRE(many);
    CHECK(many->k() == static_cast<int>(many->shapes.shapes.size()));
    CHECK(many->total == 0);
}

TEST_CASE("options out of range are refused") {
    const auto code = [](auto change) {
        ged::ClusterOptions options;
        change(options);
        const auto result = ged::cluster({}, options, {});
        return result ? std::string() : result.error().code;
    };
    CHECK(code([](auto& o) { o.k = 0; }) == "ged.cluster");
    CHECK(code([](auto& o) { o.tau = -1; }) == "ged.cluster");
    CHECK(code([](auto& o) { o.tau = std::nan(""); }) == "ged.cluster");
    CHECK(code([](auto& o) { o.novelty = -2; }) == "ged.cluster");
    CHECK(code([](auto& o) { o.starts = 0; }) == "ged.cluster");
}

TEST_CASE("a stop request ends clustering with its own error") {
    GraphMaker make(6);
    std::vector<JobGraph> graphs;
    for (int i = 0; i < 20; ++i)
        graphs.push_back(make.job(8));
    std::stop_source stop;
    stop.request_stop();
    const auto result = ged::cluster(graphs, {}, stop.get_token());
    REQUIRE_FALSE(result);
    CHECK(result.error().code == "ged.cancelled");
}

TEST_CASE("a graph that is broken is named") {
    GraphMaker make(7);
    std::vector<JobGraph> graphs{make.job(4), make.job(5)};
    graphs[1].id = "the broken one";
    graphs[1].edges.push_back({"nobody", "n0", "A", 0, 1});
    const auto result = ged::cluster(graphs, {}, {});
    REQUIRE_FALSE(result);
    CHECK(result.error().code == "graph.edge");
    CHECK(result.error().sentence.find("the broken one") != std::string::npos);
}

TEST_CASE("without time for the searches the distances are intervals, and that is said") {
    GraphMaker make(8);
    std::vector<JobGraph> graphs;
    for (int i = 0; i < 4; ++i)
        graphs.push_back(make.dag(70, 1.5)); // beyond what is searched
    ged::ClusterOptions options;
    options.k = 2;
    const auto result = ged::cluster(graphs, options, {});
    REQUIRE(result);
    CHECK(result->undecided > 0);
    for (std::size_t g = 0; g < graphs.size(); ++g)
        CHECK(result->distance[g].lower <= result->distance[g].upper);
}

TEST_CASE("a distance that a later question settles is no longer counted as an interval") {
    GraphMaker make(9);
    std::vector<JobGraph> graphs;
    for (int i = 0; i < 60; ++i)
        graphs.push_back(make.job(3 + make.upTo(10)));
    ged::ClusterOptions options;
    options.k = 4;
    options.budget.time = Millis{0};
    const auto result = ged::cluster(graphs, options, {});
    REQUIRE(result);
    CHECK(result->undecided <= result->distancesComputed);
}

TEST_CASE("points on a line come out of the map as they were") {
    const std::vector<double> places{0, 3, 4, 10, 11.5};
    std::vector<std::vector<double>> matrix;
    for (const double a : places) {
        matrix.emplace_back();
        for (const double b : places)
            matrix.back().push_back(std::abs(a - b));
    }
    const std::vector<std::size_t> all{0, 1, 2, 3, 4};
    const auto map = ged::mapOfGraphs(matrix, all);
    CHECK(map.explained == doctest::Approx(1));
    CHECK(map.bend == doctest::Approx(0).epsilon(1e-6));
    for (std::size_t i = 0; i < places.size(); ++i)
        for (std::size_t j = 0; j < places.size(); ++j)
            CHECK(std::hypot(map.points[i].x - map.points[j].x, map.points[i].y - map.points[j].y) ==
                  doctest::Approx(matrix[i][j]).epsilon(1e-6));
    // With three landmarks the others find the same places.
    std::vector<std::vector<double>> toThree;
    for (const auto& row : matrix)
        toThree.push_back({row[0], row[2], row[4]});
    const std::vector<std::size_t> three{0, 2, 4};
    const auto sparse = ged::mapOfGraphs(toThree, three);
    for (std::size_t i = 0; i < places.size(); ++i)
        CHECK(std::abs(sparse.points[i].x - sparse.points[0].x) == doctest::Approx(matrix[i][0]).epsilon(1e-6));
    CHECK(ged::mapOfGraphs({{0.0}}, std::vector<std::size_t>{0}).points.size() == 1);
}

TEST_CASE("what no plane can show is bent, the same way every time, and not more than the classical map bends it") {
    // Three pairs that are all 8 from each other, where a pair is 1 apart: no plane has that; the pairs must stay
    // pairs.
    std::vector<std::vector<double>> matrix(6, std::vector<double>(6, 8));
    for (std::size_t i = 0; i < 6; ++i) {
        matrix[i][i] = 0;
        matrix[i][i ^ 1u] = 1;
    }
    const std::vector<std::size_t> all{0, 1, 2, 3, 4, 5};
    const auto map = ged::mapOfGraphs(matrix, all);
    CHECK(map.bend > 0);
    CHECK(map.bend < 0.5);
    CHECK(map.explained < 1);
    const auto apart = [&](std::size_t i, std::size_t j) {
        return std::hypot(map.points[i].x - map.points[j].x, map.points[i].y - map.points[j].y);
    };
    for (const std::size_t i : {0u, 2u, 4u})
        for (std::size_t j = 0; j < 6; ++j)
            if (j != i && j != i + 1)
                CHECK(apart(i, i + 1) < apart(i, j));
    const auto again = ged::mapOfGraphs(matrix, all);
    for (std::size_t i = 0; i < 6; ++i) {
        CHECK(again.points[i].x == map.points[i].x);
        CHECK(again.points[i].y == map.points[i].y);
    }
    // All in one place: nothing to spread.
    const auto none = ged::mapOfGraphs(std::vector(3, std::vector<double>(3, 0)), std::vector<std::size_t>{0, 1, 2});
    CHECK(none.points[2].x == 0);
    CHECK(none.bend == 0);
}
