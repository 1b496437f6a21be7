// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/tune/explanation.h"
#include "core/tune/what_if.h"
#include "tests/support/tune_data.h"

using namespace streamtune;
using namespace streamtune::tune;

namespace {

/// a (source) -> b -> c at 1/2/4; b takes 500,000/s an instance, c 200,000/s.
TuneInput busyScene(double rate) {
    TuneInput input;
    input.graph = testing::chain({"a", "b", "c"});
    input.graph.find("b")->parallelism = 2;
    input.graph.find("c")->parallelism = 4;
    Observation window;
    window.engine = "simulated";
    window.deployment = "dep-1";
    const auto add = [&](const std::string& id, int p, double in, double out, double busy) {
        NodeObservation node = testing::seen(id, std::min(busy, 1.0), 0.0);
        node.parallelism = p;
        node.inRate = in;
        node.outRate = out;
        window.nodes.push_back(node);
    };
    add("a", 1, rate, rate, 0.1);
    add("b", 2, rate, rate, rate / 1e6);
    add("c", 4, rate, 0, rate / 8e5);
    SourceObservation source;
    source.id = "a";
    source.offered = source.accepted = rate;
    source.offeredFrom = OfferedFrom::Accepted;
    window.sources = {source};
    input.windows = {window};
    return input;
}

const PredictedNode& nodeOf(const Prediction& answer, const std::string& id) {
    return *std::ranges::find(answer.nodes, id, &PredictedNode::node);
}

} // namespace

TEST_CASE("more is asked: loads rise, the first to give way is named, lag grows") {
    const auto model = makeWhatIf(busyScene(600'000));
    REQUIRE(model);
    const Prediction now = (*model)->ask((*model)->present());
    REQUIRE(now.headroom);
    CHECK(*now.headroom > 0);
    CHECK(*now.lagGrowth == 0);
    CHECK(now.catchUp);
    CHECK(now.limitedBy == "c");
    CHECK(*nodeOf(now, "c").load == doctest::Approx(0.75).epsilon(0.15));
    WhatIfQuestion more = (*model)->present();
    more.rates["a"] = 2e6;
    const Prediction then = (*model)->ask(more);
    CHECK(*nodeOf(then, "c").load == doctest::Approx(*nodeOf(now, "c").load * 2.0 / 0.6).epsilon(0.02));
    CHECK(*then.headroom < 0);
    CHECK(*then.lagGrowth > 0);
    CHECK(*then.lag > 0);
    CHECK(!then.catchUp);
    REQUIRE(then.sources.size() == 1);
    CHECK(*then.sources[0].accepted < 2e6);
    CHECK(*then.sources[0].accepted == doctest::Approx(*then.sources[0].sustainable).epsilon(0.01));
    CHECK(*then.sources[0].sustainableLow < *then.sources[0].sustainable);
    CHECK(*now.sources[0].sustainable == doctest::Approx(*then.sources[0].sustainable).epsilon(0.02));
    CHECK(then.outside);
}

TEST_CASE("more instances bear more, and what was never seen is said") {
    const auto model = makeWhatIf(busyScene(600'000));
    REQUIRE(model);
    WhatIfQuestion question = (*model)->present();
    question.parallelism["c"] = 8;
    const Prediction answer = (*model)->ask(question);
    CHECK(*nodeOf(answer, "c").capacity > *nodeOf((*model)->ask((*model)->present()), "c").capacity);
    CHECK(!nodeOf(answer, "c").outside.empty());
    CHECK(nodeOf(answer, "b").outside.empty());
    CHECK(answer.slots == 8);
}

TEST_CASE("nonsense in a question is left out and said") {
    const auto model = makeWhatIf(busyScene(600'000));
    REQUIRE(model);
    WhatIfQuestion question;
    question.rates = {{"nobody", 5}, {"a", -1}};
    question.parallelism = {{"nobody", 3}, {"b", 0}};
    const Prediction answer = (*model)->ask(question);
    CHECK(answer.notes.size() >= 4);
    CHECK(nodeOf(answer, "b").parallelism == 2);
    CHECK(answer.sources[0].rate == 600'000);
}

TEST_CASE("a question survives JSON") {
    WhatIfQuestion question;
    question.rates["a"] = 12.5;
    question.parallelism["c"] = 3;
    const WhatIfQuestion back = questionFromJson(questionToJson(question));
    CHECK(back.rates == question.rates);
    CHECK(back.parallelism == question.parallelism);
    CHECK(questionFromJson(Json::array()).rates.empty());
}

TEST_CASE("the curve never rises in its smooth part and holds the chosen point; the waterfall ends there") {
    const auto answer = explain("st-cap", busyScene(600'000), "c");
    REQUIRE(answer);
    CHECK(answer->enoughEvidence);
    REQUIRE(answer->curve.size() >= static_cast<std::size_t>(answer->chosen));
    for (std::size_t i = 1; i < answer->curve.size(); ++i) {
        CHECK(answer->curve[i].smooth <= answer->curve[i - 1].smooth);
        CHECK(answer->curve[i].low <= answer->curve[i].probability);
        CHECK(answer->curve[i].high >= answer->curve[i].probability);
    }
    REQUIRE(!answer->waterfall.empty());
    CHECK(answer->waterfall.back().what == "final");
    CHECK(*answer->waterfall.back().value == answer->chosen);
    CHECK(*answer->measuredIn == 600'000);
    CHECK(!answer->drivers.empty());
}

TEST_CASE("without a measured rate there is not enough evidence, and no curve") {
    TuneInput input = busyScene(600'000);
    input.windows[0].nodes[2].busyMax = input.windows[0].nodes[2].busyMean = std::nullopt;
    const auto answer = explain("st-cap", input, "c");
    REQUIRE(answer);
    CHECK(!answer->enoughEvidence);
    CHECK(!answer->whyNot.empty());
    CHECK(answer->curve.empty());
    CHECK(explain("st-cap", input, "nobody").error().code == "tune.node");
}
