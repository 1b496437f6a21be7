// SPDX-License-Identifier: GPL-3.0-or-later
/// No head's probability rises with parallelism, whatever it was taught.
#include <doctest/doctest.h>
#include <random>

#include "core/learn/encoder.h"
#include "core/learn/heads.h"

using namespace streamtune;
using namespace streamtune::learn;

namespace {

constexpr std::size_t kPairs = 1'000'000;
constexpr std::size_t kKinds = 6;

/// Labels that contradict each other, and now and then get better with less: nothing a head may follow.
std::vector<HeadRow> contradictions(std::uint64_t seed, std::size_t count) {
    std::mt19937_64 random(seed);
    std::normal_distribution<float> normal;
    std::vector<HeadRow> rows;
    for (std::size_t i = 0; i < count; ++i) {
        HeadRow row;
        row.logP = static_cast<float>(std::log(1 + static_cast<double>(random() % 64)));
        row.demand = 2 + 2 * normal(random);
        row.kind = static_cast<int>(random() % kKinds);
        const bool truth = row.demand + 0.3F * normal(random) > 0.8F * row.logP;
        row.label = random() % 5 == 0 ? static_cast<int>(random() % 2) : truth ? 1 : 0;
        row.weight = random() % 7 == 0 ? 10.0F : 1.0F;
        rows.push_back(row);
    }
    return rows;
}

void sweep(const char* name) {
    long decided = 0;
    constexpr int kFits = 5;
    for (std::uint64_t seed = 1; seed <= kFits; ++seed) {
        auto head = makeHead(name);
        REQUIRE_MESSAGE(head, (head ? std::string() : head.error().sentence));
        const auto rows = contradictions(seed, 60 * seed);
        REQUIRE((*head)->fit(rows, kKinds, {}));
        const Status monotone = checkMonotone(**head, kKinds, kPairs / kFits, seed);
        CHECK_MESSAGE(monotone, (monotone ? std::string() : monotone.error().sentence));
        for (int kind = 0; kind < static_cast<int>(kKinds); ++kind) {
            const auto curve = (*head)->curve(2.5, kind, 64);
            decided += curve.front() > 0.5 && curve.back() < 0.5;
            CHECK((*head)->curve(3.5, kind, 1)[0] >= curve[0]); // nor falls with demand
        }
    }
    CHECK(decided > 3); // it did learn: the sweep crosses the decision
}

} // namespace

TEST_CASE("the linear head never rises with parallelism, for 1,000,000 nodes and parallelisms") {
    sweep("st-svm");
}

TEST_CASE("the boosted trees never rise with parallelism, for 1,000,000 nodes and parallelisms") {
    sweep("st-xgb");
}

TEST_CASE("the neural head never rises with parallelism, for 1,000,000 nodes and parallelisms") {
    sweep("st-neural");
}

TEST_CASE("an encoder never rises with parallelism, for 1,000,000 nodes and parallelisms") {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        Encoder encoder;
        encoder.shape = {encodingNames().size(), 16, 3};
        encoder.weights = initialWeights(encoder.shape, seed);
        for (float& weight : encoder.weights)
            weight *= static_cast<float>(seed); // far from any trained one too
        CHECK(checkMonotone(encoder, kPairs / 4, seed));
    }
}

TEST_CASE("the check finds a head that rises") {
    class Rising final : public MonotoneHead {
    public:
        Status fit(std::span<const HeadRow>, std::size_t, std::stop_token) override { return {}; }
        std::vector<double> curve(double, int, int upTo) const override {
            std::vector<double> all(static_cast<std::size_t>(upTo), 0.5);
            if (upTo > 100)
                all[100] = 0.500001;
            return all;
        }
    };
    CHECK(checkMonotone(Rising(), 3, 1000, 1).error().code == "model.monotone");
}
