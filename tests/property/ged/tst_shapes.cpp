// SPDX-License-Identifier: GPL-3.0-or-later
// Shapes that random graphs seldom have: hubs, parallel edges, several parts, twins, empty sides.
#include <doctest/doctest.h>

#include "core/ged/ged.h"
#include "tests/property/ged/answers.h"
#include "tests/property/ged/brute_force.h"
#include "tests/support/graph_maker.h"

using namespace streamtune;
using streamtune::testing::BruteForce;
using streamtune::testing::GraphMaker;
using streamtune::testing::kDefinitions;

namespace {

void addEdge(JobGraph& graph, int from, int to, const std::string& label) {
    graph.edges.push_back({"n" + std::to_string(from), "n" + std::to_string(to), label, 0, 1});
}

std::string edgeLabel(GraphMaker& make) {
    return std::string(1, static_cast<char>('A' + make.upTo(3)));
}

/// One node joined to all others, mostly in one direction.
JobGraph hub(GraphMaker& make, int nodes) {
    JobGraph graph = make.dag(nodes, 0.3, 2, 3);
    const int centre = make.upTo(nodes);
    for (int v = 0; v < nodes; ++v)
        if (v != centre)
            make.upTo(5) == 0 ? addEdge(graph, v, centre, edgeLabel(make)) : addEdge(graph, centre, v, edgeLabel(make));
    return graph;
}

/// Few nodes, many edges between the same two.
JobGraph parallel(GraphMaker& make, int nodes) {
    JobGraph graph = make.dag(nodes, 1.5, 2, 3);
    if (nodes > 2)
        for (int i = 0; i < 3; ++i)
            addEdge(graph, 0, 1 + make.upTo(2), edgeLabel(make));
    return graph;
}

/// Parts without an edge between them, and nodes without any.
JobGraph scattered(GraphMaker& make, int nodes) {
    return make.dag(nodes, 0.5, 2, 2);
}

/// A source with equal branches.
JobGraph branches(GraphMaker& make, int nodes) {
    JobGraph graph = make.dag(nodes, 0, 1, 1);
    for (int v = 1; v + 1 < nodes; v += 2) {
        addEdge(graph, 0, v, "A");
        addEdge(graph, v, v + 1, make.upTo(4) ? "A" : "B");
    }
    return graph;
}

void agree(const JobGraph& a, const JobGraph& b, const ged::Query& query) {
    const double truth = BruteForce(a, b, query.definition, query.costs).distance();
    INFO("definition ", toString(query.definition), " truth ", truth);
    const auto answer = ged::distance(a, b, query, {});
    REQUIRE(answer);
    CHECK(answer->exact);
    CHECK(answer->upper == doctest::Approx(truth).epsilon(1e-9));
    CHECK(answer->lower == doctest::Approx(truth).epsilon(1e-6));
    double recosted = 0;
    for (const ged::EditStep& step : ged::editPath(a, b, answer->map, query))
        recosted += step.cost;
    CHECK(recosted == doctest::Approx(answer->upper).epsilon(1e-9));
    ged::Query none = query;
    none.budget.time = Millis{0};
    for (const std::size_t bytes : {std::size_t{64} << 20, std::size_t{40} << 10, std::size_t{0}}) {
        none.budget.memoryBytes = bytes;
        const auto quick = ged::distance(a, b, none, {});
        REQUIRE(quick);
        CHECK(quick->lower <= truth + 1e-6);
        CHECK(quick->upper >= truth - 1e-6);
    }
}

template <typename Maker>
void agreeOn(const Maker& maker, int seed, int rounds, int most, const ged::EditCosts& costs = {}) {
    GraphMaker make(static_cast<std::uint64_t>(seed));
    for (int round = 0; round < rounds; ++round)
        for (const std::string& definition : kDefinitions) {
            ged::Query query;
            query.definition = *ged::definitionFromString(definition);
            query.costs = costs;
            const JobGraph a = maker(make, 1 + make.upTo(most));
            const JobGraph b = round % 3 ? maker(make, 1 + make.upTo(most)) : make.shuffled(make.edited(a, 2, 2, 3));
            INFO("round ", round);
            agree(a, b, query);
        }
}

} // namespace

TEST_CASE("hubs agree with brute force") {
    agreeOn(hub, 20, 4, 6);
}

TEST_CASE("parallel edges agree with brute force") {
    agreeOn(parallel, 22, 5, 4);
}

TEST_CASE("graphs in several parts agree with brute force") {
    agreeOn(scattered, 23, 5, 6);
}

TEST_CASE("equal branches agree with brute force") {
    agreeOn(branches, 24, 5, 6);
}

TEST_CASE("costs of zero, large, tiny and one-sided costs agree with brute force") {
    ged::EditCosts costs;
    costs.nodeSubstitute = 0;
    costs.edgeInsert = 0;
    agreeOn(scattered, 25, 3, 5, costs);
    costs = {1e6, 3e6, 2e6, 5e5, 7e5, 1e6, {}, {}};
    agreeOn(hub, 26, 3, 5, costs);
    costs = {1e-7, 3e-7, 2e-7, 5e-8, 7e-8, 1e-7, {}, {}};
    agreeOn(scattered, 27, 3, 5, costs);
    costs = {};
    costs.nodePairs[{"a", "b"}] = 7; // dearer than deleting and inserting, one way only
    costs.edgePairs[{"A", "B"}] = 0;
    agreeOn(parallel, 28, 4, 4, costs);
    costs = {0, 0, 0, 0, 0, 0, {}, {}};
    agreeOn(scattered, 29, 3, 4, costs);
}

TEST_CASE("compiled graphs give the answers of their graphs, whichever comes first") {
    GraphMaker make(30);
    for (const std::string& definition : kDefinitions) {
        const ged::Definition d = *ged::definitionFromString(definition);
        auto vocabulary = ged::Vocabulary::make(d, {});
        REQUIRE(vocabulary);
        std::vector<JobGraph> graphs;
        std::vector<ged::Compiled> compiled;
        for (int i = 0; i < 12; ++i) {
            graphs.push_back(i % 3 == 2 ? make.edited(graphs.back(), 2) : make.job(2 + make.upTo(9)));
            compiled.push_back(*vocabulary->compile(graphs.back()));
        }
        ged::Query query;
        query.definition = d;
        for (std::size_t i = 0; i < graphs.size(); ++i)
            for (std::size_t j = i; j < graphs.size(); ++j) {
                const auto there = ged::distance(*vocabulary, compiled[i], compiled[j], {}, {});
                const auto back = ged::distance(*vocabulary, compiled[j], compiled[i], {}, {});
                const auto plain = ged::distance(graphs[i], graphs[j], query, {});
                REQUIRE((there && back && plain));
                CHECK(there->exact);
                CHECK(there->upper == plain->upper);
                CHECK(back->upper == plain->upper);
                CHECK(vocabulary->quickLower(compiled[i], compiled[j]) <= plain->upper);
            }
    }
}

TEST_CASE("more labels than tables hold, and more than 64 nodes") {
    GraphMaker make(31);
    JobGraph many = make.job(60, 8, 4), other = make.job(64, 8, 4);
    for (std::size_t i = 0; i < many.edges.size(); ++i)
        many.edges[i].label = "only" + std::to_string(i);
    ged::Definition d;
    auto vocabulary = ged::Vocabulary::make(d, {});
    for (int i = 0; i < 1500; ++i) { // grows both tables past their limit
        JobGraph filler = make.dag(2, 1, 1, 1);
        filler.nodes[0].label = "label" + std::to_string(i);
        filler.edges[0].label = "edge" + std::to_string(i);
        REQUIRE(vocabulary->compile(filler));
    }
    const auto a = vocabulary->compile(many), b = vocabulary->compile(other);
    const ged::Question quick{.budget = {.time = Millis{20}}, .tau = {}};
    const auto far = ged::distance(*vocabulary, *a, *b, quick, {});
    REQUIRE(far);
    CHECK(far->lower <= far->upper);
    const auto same = ged::distance(*vocabulary, *a, *vocabulary->compile(make.shuffled(many)), {}, {});
    CHECK(same->upper == 0);
    const JobGraph large = make.job(150);
    const JobGraph largeEdited = make.edited(large, 6);
    const auto p = vocabulary->compile(large), q = vocabulary->compile(make.shuffled(largeEdited));
    const auto bounds = ged::distance(*vocabulary, *p, *q, {.budget = {.time = Millis{200}}, .tau = {}}, {});
    REQUIRE(bounds);
    CHECK(bounds->lower <= 6);
    CHECK(bounds->upper >= bounds->lower);
    ged::Query query;
    double path = 0;
    for (const ged::EditStep& step : ged::editPath(large, largeEdited, std::vector<int>(150, -1), query))
        path += step.cost;
    CHECK(path >= bounds->lower);
}

TEST_CASE("a stop request and a threshold that is no number are errors") {
    GraphMaker make(32);
    const JobGraph a = make.job(30), b = make.job(32);
    std::stop_source stop;
    stop.request_stop();
    CHECK(ged::distance(a, b, {}, stop.get_token()).error().code == "ged.cancelled");
    ged::Query query;
    query.tau = std::numeric_limits<double>::quiet_NaN();
    CHECK(ged::distance(a, b, query, {}).error().code == "ged.tau");
}
