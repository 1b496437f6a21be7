// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/compare/past.h"
#include "core/compare/protocol.h"
#include "core/learn/features.h"
#include "core/learn/job_capacity.h"
#include "core/learn/shipped.h"
#include "tests/support/simulator_data.h"

using namespace streamtune;
using namespace streamtune::learn;

TEST_CASE("the shipped priors are readable and round-trip") {
    const PriorSet& priors = shippedPriors();
    CHECK(priors.kinds.size() > 5); // the fall-back has none
    CHECK(priors.kinds.contains("aggregate/sliding"));
    const Json json = priorsToJson(priors);
    const auto again = priorsFromJson(json);
    REQUIRE(again);
    CHECK(priorsToJson(*again) == json);
    CHECK(&priors.of("nobody has seen this") == &priors.other);
}

TEST_CASE("priors of another version, of another format and with hostile numbers are refused") {
    const Json good = priorsToJson(shippedPriors());
    CHECK(priorsFromJson(Json::array()).error().code == "model.format");
    Json bad = good;
    bad["feature_version"] = kFeatureVersion + 1;
    CHECK(priorsFromJson(bad).error().code == "model.version");
    bad = good;
    bad["jitter"] = -1;
    CHECK(priorsFromJson(bad).error().code == "model.format");
    bad = good;
    bad["other"]["constants"]["level"]["sd"] = 1e300;
    CHECK(priorsFromJson(bad).error().code == "model.format");
    bad = good;
    bad["other"]["level_weights"] = Json::array({1, 2});
    CHECK(priorsFromJson(bad).error().code == "model.format");
}

TEST_CASE("what is not known of an operator is zero, and unknown kinds are counted") {
    Operator op;
    op.label = "quantum sieve";
    CHECK(kindOf(op) == "other");
    CHECK(featuresOf(op) == std::vector<double>(featureNames().size(), 0.0));
    op.features.windowType = "sliding";
    op.label = "aggregate";
    CHECK(kindOf(op) == "aggregate/sliding");
    JobGraph graph;
    graph.nodes = {op, op};
    graph.nodes[1].label = "quantum sieve";
    CHECK(unknownKinds(graph) == std::map<std::string, int>{{"quantum sieve", 1}});
}

TEST_CASE("capacity and demand of a simulated job are found from shown windows") {
    const auto job = testing::benchSimulator("nexmark-q3");
    const auto past = compare::makePast(job, {.deployments = 12});
    JobCapacity model(past.facts, shippedPriors());
    for (const WindowReading& window : past.windows)
        model.add(window);
    model.fit();
    std::vector<double> offered(past.facts.nodes.size(), kUnknown);
    const auto rates = job.spec().ratesAt(6);
    for (std::size_t v = 0; v < offered.size(); ++v)
        if (past.facts.nodes[v].inputs.empty())
            offered[v] = rates[v];
    const auto demand = model.demand(offered);
    const auto truth = job.demand(rates);
    const auto enough = job.oracle(rates);
    for (std::size_t v = 0; v < offered.size(); ++v) {
        CAPTURE(v);
        CHECK(std::abs(demand[v].mean - std::log(truth[v])) < 0.01);
        if (past.facts.nodes[v].pinned)
            continue;
        const auto capacity = model.node(v).capacity(enough[v], model.hot(v, enough[v]));
        CHECK(std::abs(capacity.mean - std::log(job.capacity(v, enough[v]))) < 0.05);
        CHECK(capacity.sd < 0.1);
    }
}

TEST_CASE("the hottest share is found from subtask rates, and falls from plateau to plateau") {
    const auto job = testing::benchSimulator("nexmark-q5");
    const auto past = compare::makePast(job, {.deployments = 16});
    JobCapacity model(past.facts, shippedPriors());
    for (const WindowReading& window : past.windows)
        model.add(window);
    model.fit();
    std::size_t keyed = 0;
    for (std::size_t v = 0; v < past.facts.nodes.size(); ++v) {
        if (!past.facts.nodes[v].keyed)
            continue;
        ++keyed;
        for (int p : {4, 8, 16})
            CHECK(std::abs(model.hot(v, p).logMean - std::log(job.hottestShare(v, p))) < 0.08);
    }
    CHECK(keyed > 0);
}

TEST_CASE("what waited in front of operators is no demand, and shows what they bear") {
    JobFacts job;
    job.nodes.resize(3);
    job.nodes[1].inputs = {{0, 1}};
    job.nodes[2].inputs = {{1, 1}};
    job.order = {0, 1, 2};
    for (NodeFacts& node : job.nodes)
        node.high = 16;
    // 1,000 a second are offered, and half of them go on. The source makes up for a pause, the last works off a queue.
    WindowReading window;
    window.queues = true;
    window.offered = window.accepted = {1000, kUnknown, kUnknown};
    window.nodes.resize(3);
    window.nodes[0].in = window.nodes[0].out = 1150;
    window.nodes[1].in = 1300;
    window.nodes[1].out = 650;
    window.nodes[2].in = 700;
    for (NodeReading& node : window.nodes) {
        node.p = 2;
        node.busyMean = node.busyMax = 0.7;
        node.bpMean = node.bpMax = 0;
        node.subIn = {node.in / 2, node.in / 2};
    }
    const PriorSet priors = priorsOfTimely();
    JobCapacity model(job, priors);
    model.add(window);
    model.fit();
    const auto demand = model.demand(window.offered);
    CHECK(std::exp(demand[1].mean) == doctest::Approx(1000).epsilon(0.005));
    CHECK(std::exp(demand[2].mean) == doctest::Approx(500).epsilon(0.005));
    CHECK(std::exp(model.node(2).capacity(2, model.hot(2, 2)).mean) == doctest::Approx(1000).epsilon(0.03));
}

TEST_CASE("what features say is learned of all kinds together, and holds for a kind with few operators") {
    // Wide records cost twice as much, whatever is done with them; of joins only two were seen, both narrow.
    const auto costly = [](double width) { return std::pow(width / 100, 0.5); };
    std::vector<PastJob> history;
    for (int j = 0; j < 24; ++j) {
        PastJob& past = history.emplace_back();
        past.facts.nodes.resize(2);
        past.facts.nodes[1].inputs = {{0, 1}};
        past.facts.order = {0, 1};
        const double width = j < 2 ? 100 : j % 2 ? 50 : 400;
        Operator op;
        op.label = j < 2 ? "join" : "map";
        op.features.widthIn = op.features.widthOut = width;
        for (NodeFacts& node : past.facts.nodes)
            node.high = 64;
        past.facts.nodes[0].pinned = true;
        past.facts.nodes[0].kind = "source";
        past.facts.nodes[0].features = featuresOf(Operator{});
        past.facts.nodes[1].kind = kindOf(op);
        past.facts.nodes[1].features = featuresOf(op);
        for (int w = 0; w < 6; ++w) {
            WindowReading window;
            window.deployment = w;
            const double rate = 20'000 + 5'000 * w;
            window.offered = window.accepted = {rate, kUnknown};
            const double busy = rate / 4 * 5e-5 * costly(width) / 1.5;
            window.nodes = {{1, rate, rate, 0.1, 0.1, 0, 0, {}}, {4, rate, rate, busy, busy, 0, 0, {}}};
            past.windows.push_back(std::move(window));
        }
    }
    const auto priors = trainPriors(history, {}, {}, {});
    REQUIRE(priors);
    Operator narrow, wide;
    narrow.label = wide.label = "join";
    narrow.features.widthIn = narrow.features.widthOut = 100;
    wide.features.widthIn = wide.features.widthOut = 400;
    const auto level = [&](const Operator& op) {
        NodeFacts node;
        node.kind = kindOf(op);
        node.features = featuresOf(op);
        return levelMean(node, priors->of(node.kind));
    };
    CHECK(level(narrow) - level(wide) == doctest::Approx(std::log(2)).epsilon(0.25));
}

TEST_CASE("windows that contradict each other leave numbers, a law that holds, and more doubt than agreement") {
    const auto job = testing::benchSimulator("nexmark-q3");
    const auto past = compare::makePast(job, {.deployments = 4});
    JobCapacity agreed(past.facts, shippedPriors()), torn(past.facts, shippedPriors());
    for (std::size_t w = 0; w < past.windows.size(); ++w) {
        agreed.add(past.windows[w]);
        WindowReading other = past.windows[w];
        for (NodeReading& node : other.nodes)
            for (double* share : {&node.busyMean, &node.busyMax})
                *share = std::min(1.0, *share * (w % 2 ? 0.3 : 1.0));
        torn.add(std::move(other));
    }
    agreed.fit();
    torn.fit();
    double doubt = 0, before = 0;
    for (std::size_t v = 0; v < past.facts.nodes.size(); ++v) {
        if (past.facts.nodes[v].pinned)
            continue;
        CHECK(std::isfinite(torn.node(v).capacity(8, torn.hot(v, 8)).mean));
        const auto risks = torn.smoothRisk(v, {11, 0.01}, 64);
        CHECK(std::ranges::is_sorted(risks, std::greater<>()));
        doubt += torn.node(v).capacity(8, torn.hot(v, 8)).sd;
        before += agreed.node(v).capacity(8, agreed.hot(v, 8)).sd;
    }
    CHECK(doubt > before);
}

TEST_CASE("operators of a kind never seen are measured all the same") {
    const auto job = testing::benchSimulator("nexmark-q1");
    auto past = compare::makePast(job, {.deployments = 12});
    for (NodeFacts& node : past.facts.nodes)
        node.kind = "other";
    const auto wide = levelMean(past.facts.nodes[1], shippedPriors().of("other"));
    JobCapacity model(past.facts, shippedPriors());
    for (const WindowReading& window : past.windows)
        model.add(window);
    model.fit();
    const auto enough = job.oracle(job.spec().ratesAt(6));
    for (std::size_t v = 0; v < enough.size(); ++v)
        if (!past.facts.nodes[v].pinned)
            CHECK(std::abs(model.node(v).capacity(enough[v], model.hot(v, enough[v])).mean -
                           std::log(job.capacity(v, enough[v]))) < 0.05);
    CHECK(std::isfinite(wide));
}

TEST_CASE("nothing measured is no evidence, and NaN never acts as a number") {
    const auto job = testing::benchSimulator("nexmark-q1");
    auto past = compare::makePast(job, {.deployments = 2});
    for (WindowReading& window : past.windows)
        for (NodeReading& node : window.nodes) {
            NodeReading nothing;
            nothing.p = node.p;
            node = nothing;
        }
    JobCapacity model(past.facts, shippedPriors());
    for (const WindowReading& window : past.windows)
        model.add(window);
    model.fit();
    for (std::size_t v = 0; v < past.facts.nodes.size(); ++v)
        CHECK_FALSE(model.measured(v));
}
