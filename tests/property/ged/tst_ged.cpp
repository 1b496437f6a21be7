// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <limits>

#include "core/ged/ged.h"
#include "tests/property/ged/answers.h"
#include "tests/property/ged/brute_force.h"
#include "tests/support/graph_maker.h"

using namespace streamtune;
using streamtune::testing::BruteForce;
using streamtune::testing::GraphMaker;
using streamtune::testing::kDefinitions;
using streamtune::testing::recosted;

namespace {

ged::Answer solved(const JobGraph& a, const JobGraph& b, const ged::Query& query) {
    auto answer = ged::distance(a, b, query, {});
    REQUIRE(answer);
    return *answer;
}

ged::EditCosts oddCosts(int which) {
    ged::EditCosts costs;
    if (which == 1) {
        costs.nodeSubstitute = 3; // dearer than deleting and inserting
        costs.edgeSubstitute = 5;
    } else if (which == 2) {
        costs.nodeInsert = 2.5;
        costs.edgeDelete = 0.5;
        costs.nodePairs[{"a", "b"}] = 0.25;
        costs.edgePairs[{"A", "B"}] = 0.1;
    }
    return costs;
}

} // namespace

TEST_CASE("the solver agrees with brute force on every definition and on odd costs") {
    GraphMaker make(11);
    for (int round = 0; round < 120; ++round)
        for (const std::string& definition : kDefinitions) {
            ged::Query query;
            query.definition = *ged::definitionFromString(definition);
            query.costs = oddCosts(round % 3);
            const JobGraph a = make.dag(make.upTo(6), 1.4, 3, 2);
            JobGraph b = round % 2 ? make.dag(make.upTo(6), 1.2, 3, 2) : make.edited(a, make.upTo(4), 3, 2);
            if (round % 5 == 0 && b.nodes.size() > 1) { // self-loops and a cycle are legal for the distance
                b.edges.push_back({"n0", "n0", "A", 0, 1});
                b.edges.push_back({"n1", "n0", "B", 0, 1});
            }
            INFO("round ", round, " definition ", definition);
            const double truth = BruteForce(a, b, query.definition, query.costs).distance();
            const ged::Answer answer = solved(a, b, query);
            CHECK(answer.exact);
            CHECK(answer.upper == doctest::Approx(truth).epsilon(1e-9));
            CHECK(answer.lower == doctest::Approx(truth).epsilon(1e-6));
            CHECK(recosted(a, b, answer, query) == doctest::Approx(answer.upper).epsilon(1e-9));
        }
}

TEST_CASE("threshold decisions are right from 0 to 20") {
    GraphMaker make(12);
    for (int round = 0; round < 40; ++round) {
        const JobGraph a = make.dag(3 + make.upTo(4), 1.3, 3, 2);
        const JobGraph b = make.dag(3 + make.upTo(4), 1.3, 3, 2);
        ged::Query query;
        query.definition = *ged::definitionFromString(kDefinitions[static_cast<std::size_t>(round % 4)]);
        const double truth = BruteForce(a, b, query.definition, query.costs).distance();
        for (int tau = 0; tau <= 20; ++tau) {
            query.tau = tau;
            const ged::Answer answer = solved(a, b, query);
            INFO("round ", round, " tau ", tau, " truth ", truth);
            REQUIRE(answer.within.has_value());
            CHECK(*answer.within == (truth <= tau));
            CHECK(answer.lower <= truth);
            CHECK(answer.upper >= truth);
            CHECK(recosted(a, b, answer, query) == answer.upper);
        }
    }
}

TEST_CASE("near-duplicates, which a first map may decide, are answered like all others") {
    GraphMaker make(16);
    for (int round = 0; round < 150; ++round) {
        ged::Query query;
        query.definition = *ged::definitionFromString(kDefinitions[static_cast<std::size_t>(round % 4)]);
        query.costs = oddCosts(round % 3);
        const JobGraph original = make.dag(1 + make.upTo(6), 1.2, 3, 2);
        JobGraph a = original, b = make.shuffled(make.edited(original, make.upTo(3), 3, 2));
        if (round % 2 == 0)
            std::swap(a, b); // the larger one first, too
        const double truth = BruteForce(a, b, query.definition, query.costs).distance();
        INFO("round ", round, " truth ", truth);
        for (const std::optional<double> tau : {std::optional<double>(), std::optional(0.0), std::optional(1.0),
                                                std::optional(2.5), std::optional(5.0)}) {
            query.tau = tau;
            const ged::Answer answer = solved(a, b, query);
            if (tau)
                CHECK(answer.within == (truth <= *tau + 1e-9));
            else
                CHECK(answer.upper == doctest::Approx(truth).epsilon(1e-9));
            CHECK(answer.lower <= truth + 1e-9);
            CHECK(answer.upper >= truth - 1e-9);
            CHECK(recosted(a, b, answer, query) == doctest::Approx(answer.upper).epsilon(1e-9));
        }
    }
}

TEST_CASE("the distance is a metric and does not see the order of nodes") {
    GraphMaker make(13);
    const ged::Query query;
    for (int round = 0; round < 40; ++round) {
        const JobGraph a = make.job(4 + make.upTo(9));
        const JobGraph b = make.edited(a, 1 + make.upTo(5));
        const JobGraph c = make.job(4 + make.upTo(9));
        const double ab = solved(a, b, query).upper, ba = solved(b, a, query).upper;
        const double bc = solved(b, c, query).upper, ac = solved(a, c, query).upper;
        CHECK(solved(a, make.shuffled(a), query).upper == 0);
        CHECK(ab == ba);
        CHECK(ac <= ab + bc);
        CHECK(solved(make.shuffled(a), make.shuffled(c), query).upper == ac);
    }
}

TEST_CASE("a tiny budget gives a valid interval") {
    GraphMaker make(14);
    for (int round = 0; round < 12; ++round) {
        const JobGraph a = make.dag(22, 1.5);
        const JobGraph b = make.dag(24, 1.5);
        ged::Query query;
        const ged::Answer full = solved(a, b, query);
        REQUIRE(full.exact);
        for (const int ms : {0, 1, 5}) {
            query.budget.time = Millis{ms};
            const ged::Answer quick = solved(a, b, query);
            CHECK(quick.lower <= full.upper);
            CHECK(quick.upper >= full.upper);
            CHECK(recosted(a, b, quick, query) == doctest::Approx(quick.upper));
        }
        query.budget = {};
        query.budget.memoryBytes = 64 << 10;
        const ged::Answer small = solved(a, b, query);
        CHECK(small.lower <= full.upper);
        CHECK(small.upper >= full.upper);
    }
}

TEST_CASE("5,000 nodes, no nodes and bad costs end well") {
    GraphMaker make(15);
    ged::Query query;
    const JobGraph big = make.job(5000);
    const JobGraph other = make.job(4800);
    const ged::Answer bounds = solved(big, other, query);
    CHECK(bounds.lower >= 200);
    CHECK(bounds.upper >= bounds.lower);
    const JobGraph none;
    const JobGraph some = make.job(4);
    CHECK(solved(none, none, query).upper == 0);
    CHECK(solved(none, some, query).upper == static_cast<double>(some.nodes.size() + some.edges.size()));
    query.costs.nodeInsert = -1;
    CHECK(ged::distance(none, none, query, {}).error().code == "ged.cost");
    query.costs.nodeInsert = std::numeric_limits<double>::quiet_NaN();
    CHECK(ged::distance(none, none, query, {}).error().code == "ged.cost");
}
