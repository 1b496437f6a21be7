// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/learn/shipped.h"
#include "core/tune/first_choice.h"
#include "core/tune/first_deployment.h"
#include "tests/support/tune_data.h"

using namespace streamtune;
using namespace streamtune::tune;

namespace {

FirstInput scene(double rate) {
    FirstInput input;
    input.graph = testing::chain({"a", "b", "c"});
    for (Operator& node : input.graph.nodes)
        node.maxParallelism = 128;
    input.graph.find("a")->label = "source";
    input.graph.find("b")->label = "map";
    input.graph.find("c")->label = "sink";
    input.graph.find("a")->pinned = true;
    input.offered = {{"a", rate}};
    input.priors = std::make_shared<const learn::PriorSet>(learn::shippedPriors());
    return input;
}

const FirstDecision& of(const FirstAdvice& advice, const std::string& node) {
    return *std::ranges::find(advice.decisions, node, &FirstDecision::node);
}

} // namespace

TEST_CASE("a job that never ran gets a parallelism within its band, more of it at a higher rate") {
    double before = 0;
    for (const double rate : {2e5, 6e5, 1.5e6}) {
        const auto advice = adviseFirst(scene(rate));
        REQUIRE(advice);
        CHECK(advice->enoughEvidence);
        CHECK(*advice->enough > 0.2);
        CHECK(*advice->enough < 1);
        const FirstDecision& b = of(*advice, "b");
        REQUIRE(b.parallelism);
        CHECK(*b.low <= *b.parallelism);
        CHECK(*b.high >= *b.low);
        CHECK(*b.parallelism > before);
        CHECK(*b.demandLow < *b.demandHigh);
        CHECK(*b.capacityLow < *b.capacityHigh);
        CHECK(*b.risk < 0.5);
        CHECK(b.seen >= 3);
        before = *b.parallelism;
        CHECK(of(*advice, "a").pinned);
        CHECK(*of(*advice, "a").parallelism == 1);
    }
}

TEST_CASE("what an instance too few costs is the risk setting: the dearer, the more instances and the less risk") {
    const FirstInput input = scene(2e6);
    const learn::JobFacts facts = learn::factsOf(input.graph, 64);
    const std::vector<double> offered{2e6, learn::kUnknown, learn::kUnknown};
    double sum = 0, enough = 0;
    for (const double shortage : {0.3, 1.15, 8.0}) {
        FirstSettings settings;
        settings.shortage = shortage;
        const auto choice = chooseFirst(facts, *input.priors, offered, {1, 1, 1}, {1, 64, 64}, settings);
        const double slots = choice.nodes[1].p + choice.nodes[2].p;
        CHECK(slots >= sum);
        CHECK(choice.enough >= enough);
        sum = slots;
        enough = choice.enough;
    }
    CHECK(enough > 0.8);
}

TEST_CASE("nobody offers a job what it cannot bear: history of small operators makes large guesses smaller") {
    const FirstInput input = scene(4e6);
    const learn::JobFacts facts = learn::factsOf(input.graph, 64);
    const std::vector<double> offered{4e6, learn::kUnknown, learn::kUnknown};
    const auto with = [&](const learn::Belief& largest) {
        learn::PriorSet priors = *input.priors;
        priors.largest = largest;
        return chooseFirst(facts, priors, offered, {1, 1, 1}, {1, 64, 64}, {});
    };
    const auto unsaid = with(learn::PriorSet{}.largest), small = with({std::log(6), 0.3}), never = with({-40, 0.1});
    CHECK(small.nodes[1].p < unsaid.nodes[1].p);
    CHECK(small.nodes[1].high < unsaid.nodes[1].high);
    CHECK(never.vector() == unsaid.vector());                     // what no draw can meet is not believed
    CHECK(with({std::log(60), 0.3}).vector() == unsaid.vector()); // a low rate is no reason to ask for more
    // What is told of its capacity is what the choice went by: it bears more where it is believed to be small.
    const auto each = [](const FirstNode& node) { return node.capacity.mean - std::log(node.p); };
    CHECK(each(small.nodes[1]) > each(unsaid.nodes[1]));
    CHECK(std::isfinite(small.nodes[1].demand.mean));
}

TEST_CASE("what is not known is said instead of guessed") {
    SUBCASE("no rate") {
        FirstInput input = scene(1e6);
        input.offered.clear();
        const auto advice = adviseFirst(input);
        REQUIRE(!advice);
        CHECK(advice.error().code == "tune.rate");
        CHECK(advice.error().sentence.find("\"a\"") != std::string::npos);
    }
    SUBCASE("an operator of a kind that never was") {
        FirstInput input = scene(1e6);
        input.graph.find("b")->label = "teleport";
        const auto advice = adviseFirst(input);
        REQUIRE(advice);
        CHECK(!advice->enoughEvidence);
        CHECK(!advice->enough);
        CHECK(!of(*advice, "b").parallelism);
        CHECK(of(*advice, "b").reason.find("Not enough evidence") == 0);
        CHECK(advice->whyNot.size() >= 1);
    }
    SUBCASE("an engine without history") {
        FirstInput input = scene(1e6);
        input.priors = nullptr;
        const auto advice = adviseFirst(input);
        REQUIRE(advice);
        CHECK(!advice->enoughEvidence);
        CHECK(numberAt(firstAdviceToJson(*advice)["decisions"][1], "parallelism") == std::nullopt);
    }
}

TEST_CASE("limits bind a first parallelism too") {
    FirstInput input = scene(4e6);
    input.limits.pins["b"] = 3;
    input.limits.maximum["c"] = 2;
    const auto advice = adviseFirst(input);
    REQUIRE(advice);
    CHECK(*of(*advice, "b").parallelism == 3);
    CHECK(of(*advice, "b").pinned);
    CHECK(*of(*advice, "c").parallelism == 2);
    CHECK(*of(*advice, "c").risk > 0.9);
    CHECK(*advice->enough < 0.1);
}
