// SPDX-License-Identifier: GPL-3.0-or-later
/// The rule of the heads on labels: what a job's own labels prove, and how they move what the encoder believes.
#include <cmath>
#include <doctest/doctest.h>

#include "core/tune/label_rule.h"
#include "tests/support/tune_data.h"

using namespace streamtune;
using namespace streamtune::tune;

namespace {

/// Holds an even bet where p bears as much as the level says, whatever it is taught.
class Even final : public learn::MonotoneHead {
public:
    Status fit(std::span<const learn::HeadRow> rows, std::size_t, std::stop_token) override {
        taught.assign(rows.begin(), rows.end());
        return {};
    }
    std::vector<double> curve(double demand, int, int upTo) const override {
        std::vector<double> risks;
        for (int p = 1; p <= upTo; ++p)
            risks.push_back(1 / (1 + std::exp(-20 * (demand - std::log(p)))));
        return risks;
    }
    std::vector<learn::HeadRow> taught;
};

/// A source that is fixed and two branches: b, and c behind d.
struct LabelScene {
    JobGraph graph = testing::chain({"a", "b"});
    learn::JobFacts facts;
    std::shared_ptr<const learn::ModelSet> model = learn::shippedModel();
    Even* head = nullptr;
    std::unique_ptr<LabelRule> rule;
    long deployment = 0;

    explicit LabelScene(const LabelSettings& settings = {}) {
        graph.find("a")->label = "source";
        graph.find("a")->pinned = true;
        graph.find("b")->label = "map";
        for (const auto& [id, from] : {std::pair{"c", "d"}, {"d", "a"}}) {
            Operator other = *graph.find("b");
            other.id = other.name = id;
            graph.nodes.push_back(other);
            graph.edges.push_back({from, id, "rebalance", 0, 1});
        }
        facts = learn::factsOf(graph, 64);
        auto even = std::make_unique<Even>();
        head = even.get();
        rule = std::make_unique<LabelRule>(graph, facts, *model, model->global.encoder, std::move(even), settings);
        rule->begin();
    }

    /// `share` of `offered` is accepted; b holds the job back where it is less than all.
    learn::WindowReading window(double offered, double share, int b, int c) {
        learn::WindowReading reading;
        reading.deployment = deployment++;
        const double in = share * offered;
        reading.offered = {offered, learn::kUnknown, learn::kUnknown, learn::kUnknown};
        reading.accepted = {in, learn::kUnknown, learn::kUnknown, learn::kUnknown};
        const bool held = share < 1;
        const auto node = [](int p, double rate, double busy, double waits) {
            return learn::NodeReading{p, rate, rate, busy, busy, waits, waits, {}};
        };
        reading.nodes = {node(1, in, 0.1, held ? 0.9 : 0), node(b, in, held ? 1 : 0.7, 0), node(c, in, 0.5, 0),
                         node(60, in, 0.1, 0)};
        return reading;
    }

    LabelChoice decide(learn::WindowReading reading) {
        const auto choice = rule->decide(std::move(reading), {1, 1, 1, 1}, {1, 64, 64, 64}, {});
        REQUIRE(choice);
        return *choice;
    }
};

} // namespace

TEST_CASE("a failure shows that a node bears less than the encoder says, at every demand") {
    LabelScene scene;
    if (!scene.model)
        return; // built without a model
    const double level = scene.decide(scene.window(1e5, 1, 40, 40)).nodes[1].level;
    LabelScene failed;
    const auto enough = [&](double share) { return static_cast<int>(std::ceil(share * 1e5 / std::exp(level))); };
    const int tried = std::max(2, 2 * enough(1)); // twice what the encoder asks does not suffice
    failed.rule->watch(failed.window(1e5, 0.7, tried, 40));
    failed.rule->begin();
    const auto before = scene.decide(scene.window(3e5, 1, 60, 60));
    const auto after = failed.decide(failed.window(3e5, 1, 60, 60));
    CHECK(after.nodes[1].level < before.nodes[1].level - 0.2);
    CHECK(after.nodes[1].p > before.nodes[1].p);
}

TEST_CASE("what came through is proved, not all that was offered; what failed failed at the offer") {
    LabelScene scene;
    if (!scene.model)
        return;
    scene.rule->watch(scene.window(1e5, 0.5, 3, 2)); // b holds back; c bears half of the offer
    scene.rule->begin();
    const auto choice = scene.decide(scene.window(1e5, 1, 30, 30));
    CHECK(choice.nodes[1].failed == 3);
    CHECK(choice.nodes[1].p > 3);
    CHECK(choice.nodes[2].borne == 30); // not 2
    scene.rule->begin();
    CHECK(scene.decide(scene.window(4.9e4, 1, 30, 30)).nodes[2].borne == 2);
    // Rows for the head say the same.
    int halves = 0;
    for (const learn::HeadRow& row : scene.head->taught)
        halves += row.weight > 5 && row.label == 0 && std::abs(row.logP - std::log(2.0F)) < 0.01F;
    CHECK(halves == 1);
}

TEST_CASE("after a change that failed less risk is borne") {
    LabelSettings settings;
    settings.afterFailure = 1;
    LabelScene bold(settings);
    settings.afterFailure = 0.3;
    LabelScene careful(settings);
    if (!bold.model)
        return;
    int last[2] = {};
    for (LabelScene* scene : {&bold, &careful}) {
        int b = 2;
        for (int i = 0; i < 3; ++i)
            b = scene->decide(scene->window(2e6, 0.5, b, 60)).nodes[1].p;
        last[scene == &careful] = b;
    }
    CHECK(last[1] >= last[0]);
    CHECK(last[0] > 2);
}

TEST_CASE("a head that has seen no such load does not ask for more than twice what the level does") {
    class Alarmed final : public learn::MonotoneHead {
    public:
        Status fit(std::span<const learn::HeadRow>, std::size_t, std::stop_token) override { return {}; }
        std::vector<double> curve(double, int, int upTo) const override {
            return std::vector<double>(static_cast<std::size_t>(upTo), 0.9);
        }
    };
    LabelScene scene;
    if (!scene.model)
        return;
    LabelRule rule(scene.graph, scene.facts, *scene.model, scene.model->global.encoder, std::make_unique<Alarmed>(),
                   {});
    rule.begin();
    const auto choice = rule.decide(scene.window(1e6, 0.5, 1, 1), {1, 1, 1, 1}, {1, 64, 64, 64}, {});
    REQUIRE(choice);
    const LabelChoice::Node& b = choice->nodes[1];
    CHECK(b.p <= std::max(2, static_cast<int>(std::ceil(2 * std::exp(b.logDemand - b.level)))));
    CHECK(b.p >= 2);
}
