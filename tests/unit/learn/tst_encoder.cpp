// SPDX-License-Identifier: GPL-3.0-or-later
/// The encoder's arithmetic against autograd and finite differences, and its training: reproducible, resumable to the
/// bit, cancelled within a batch.
#include <bit>
#include <cstring>
#include <doctest/doctest.h>

#include "tests/support/training_data.h"

using namespace streamtune;
using namespace streamtune::learn;

namespace {

Encoder smallEncoder(std::size_t features, std::uint64_t seed) {
    Encoder encoder;
    encoder.shape = {features, 8, 3};
    encoder.weights = initialWeights(encoder.shape, seed);
    return encoder;
}

EncoderTraining shortTraining(int epochs) {
    EncoderTraining settings;
    settings.shape = {encodingNames().size(), 16, 2};
    settings.batch = 16;
    settings.epochs = epochs;
    return settings;
}

TrainingSet setOf(const std::vector<HistoryJob>& jobs) {
    TrainingSet set;
    for (std::size_t j = 0; j < jobs.size(); ++j)
        std::ranges::move(samplesOf(jobs[j]), std::back_inserter(j % 4 == 3 ? set.validation : set.training));
    return set;
}

bool sameBits(const std::vector<float>& a, const std::vector<float>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

TorchRoom& room() {
    const auto loaded = torchRoom();
    REQUIRE_MESSAGE(loaded, (loaded ? std::string() : loaded.error().sentence));
    return **loaded;
}

} // namespace

TEST_CASE("the gradient by hand is that of autograd and of finite differences") {
    const auto samples = testing::randomSamples(9, 5, 3);
    Encoder encoder = smallEncoder(5, 11);
    EncoderTraining settings;
    settings.shape = encoder.shape;
    const auto byHand = room().lossGradient(samples, encoder, settings, 3, true);
    const auto byAutograd = room().lossGradient(samples, encoder, settings, 3, false);
    REQUIRE(byHand);
    REQUIRE(byAutograd);
    CHECK(byHand->loss == doctest::Approx(byAutograd->loss).epsilon(1e-5));
    double largest = 0;
    for (std::size_t i = 0; i < encoder.weights.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(byAutograd->gradient[i])));
        CHECK(std::abs(byHand->gradient[i] - byAutograd->gradient[i]) < 2e-5F);
    }
    CHECK(largest > 0.01); // there is something to compare
    std::mt19937_64 random(5);
    for (int i = 0; i < 40; ++i) { // the reference works in float64, so small steps can be taken
        const std::size_t which = random() % encoder.weights.size();
        const float old = encoder.weights[which];
        constexpr float kStep = 1e-3F;
        const auto lossAt = [&](float value) {
            encoder.weights[which] = value;
            return room().lossGradient(samples, encoder, settings, 3, false)->loss;
        };
        const double slope =
            (lossAt(old + kStep) - lossAt(old - kStep)) / static_cast<double>((old + kStep) - (old - kStep));
        encoder.weights[which] = old;
        CHECK(slope == doctest::Approx(byHand->gradient[which]).epsilon(0.02).scale(0.02));
    }
}

TEST_CASE("inference without LibTorch says what the trained network says") {
    auto samples = testing::randomSamples(1, encodingNames().size(), 8);
    Encoder encoder;
    encoder.shape = {encodingNames().size(), 16, 3};
    encoder.weights = initialWeights(encoder.shape, 2);
    const auto outlook = look(encoder, samples[0].graph);
    double loss = 0, rows = 0;
    for (std::size_t v = 0; v < outlook.size(); ++v) {
        NodeTarget& target = samples[0].targets[v];
        target.logCapacity = std::numeric_limits<float>::quiet_NaN();
        if (target.label < 0 || std::isnan(target.logDemand))
            continue;
        const double p = outlook[v].probability(static_cast<double>(target.logDemand), target.p);
        loss -= std::log(target.label == 1 ? p : 1 - p);
        ++rows;
    }
    REQUIRE(rows > 0);
    EncoderTraining settings;
    settings.shape = encoder.shape;
    const auto trained = room().lossGradient(samples, encoder, settings, 1, true);
    REQUIRE(trained);
    CHECK(trained->loss == doctest::Approx(loss / rows).epsilon(1e-4));
}

TEST_CASE("training learns, twice the same, on any number of threads the same") {
    const TrainingSet set = setOf(testing::pastJobs(12));
    EncoderTraining settings = shortTraining(40);
    const auto one = room().train(set, settings, nullptr, {}, {}, {});
    const auto again = room().train(set, settings, nullptr, {}, {}, {});
    settings.threads = 2;
    const auto two = room().train(set, settings, nullptr, {}, {}, {});
    REQUIRE(one);
    REQUIRE(again);
    REQUIRE(two);
    CHECK(sameBits(one->state.best, again->state.best));
    CHECK(sameBits(one->state.best, two->state.best));
    CHECK(one->state.bestLoss < 0.7 * one->state.curve.front().validation);
    CHECK(one->state.curve.back().training < 0.5 * one->state.curve.front().training);
}

TEST_CASE("a training that was stopped at any batch and resumed from its checkpoint ends with the same bits") {
    const TrainingSet set = setOf(testing::pastJobs(8));
    const EncoderTraining settings = shortTraining(12);
    const auto whole = room().train(set, settings, nullptr, {}, {}, {});
    REQUIRE(whole);
    for (const int stopAt : {1, 7, 23, 40}) {
        std::stop_source stop;
        int batches = 0;
        const auto part = room().train(set, settings, nullptr, stop.get_token(), {}, [&](int, int) {
            if (++batches == stopAt)
                stop.request_stop();
        });
        REQUIRE(part);
        CHECK(part->end == TrainingEnd::Cancelled);
        CHECK(batches == stopAt); // within one batch
        const std::string bytes = stateBytes(part->state, settings, "data");
        const auto state = stateFromBytes(bytes, settings, "data", "checkpoint");
        REQUIRE(state);
        const auto rest = room().train(set, settings, &*state, {}, {}, {});
        REQUIRE(rest);
        CHECK(rest->state.epoch == whole->state.epoch);
        CHECK(sameBits(rest->state.weights, whole->state.weights));
        CHECK(sameBits(rest->state.best, whole->state.best));
        CHECK(rest->state.curve.size() == whole->state.curve.size());
        CHECK(rest->state.bestLoss == whole->state.bestLoss);
    }
    EncoderTraining other = settings;
    other.learningRate *= 2;
    CHECK(stateFromBytes(stateBytes(whole->state, settings, "data"), other, "data", "x").error().code ==
          "train.checkpoint");
    CHECK(stateFromBytes(stateBytes(whole->state, settings, "data"), settings, "other", "x").error().code ==
          "train.checkpoint");
}

TEST_CASE("early stop says when it was best; no number ends a training with the last good weights") {
    const TrainingSet set = setOf(testing::pastJobs(8));
    EncoderTraining settings = shortTraining(500);
    settings.patience = 5;
    settings.learningRate = 0.02;
    const auto early = room().train(set, settings, nullptr, {}, {}, {});
    REQUIRE(early);
    CHECK(early->end == TrainingEnd::EarlyStop);
    CHECK(early->state.epoch == early->state.bestEpoch + 5);
    CHECK(early->why.find("validation") != std::string::npos);
    settings.learningRate = 1e30;
    const auto lost = room().train(set, settings, nullptr, {}, {}, {});
    REQUIRE(lost);
    CHECK(lost->end == TrainingEnd::Diverged);
    CHECK(std::ranges::all_of(lost->state.best, [](float w) { return std::isfinite(w); }));
    CHECK(lost->why.find("learning rate") != std::string::npos);
}

TEST_CASE("nothing to learn from is said; masked labels, missing rates and one class are survived") {
    auto jobs = testing::pastJobs(4);
    EncoderTraining settings = shortTraining(3);
    CHECK(room().train({}, settings, nullptr, {}, {}, {}).error().code == "train.empty");
    for (HistoryJob& job : jobs)
        for (LabelledWindow& window : job.windows)
            std::ranges::fill(window.labels, -1);
    const auto masked =
        room().train(setOf(jobs), settings, nullptr, {}, {}, {}); // capacities are measured all the same
    REQUIRE(masked);
    CHECK(std::isfinite(masked->state.bestLoss));
    settings.capacityWeight = 0;
    auto unmeasured = setOf(jobs);
    for (auto* part : {&unmeasured.training, &unmeasured.validation})
        for (Sample& sample : *part)
            for (NodeTarget& target : sample.targets)
                target.logCapacity = std::numeric_limits<float>::quiet_NaN();
    CHECK(room().train(unmeasured, settings, nullptr, {}, {}, {}).error().code == "train.empty");
    for (HistoryJob& job : jobs)
        for (LabelledWindow& window : job.windows) {
            std::ranges::fill(window.labels, 0);
            window.reading.nodes[0].in = kUnknown;
            window.reading.offered.assign(window.reading.offered.size(), kUnknown);
        }
    const auto oneClass = room().train(setOf(jobs), shortTraining(3), nullptr, {}, {}, {});
    REQUIRE(oneClass);
    CHECK(std::isfinite(oneClass->state.bestLoss));
    settings.epochs = 0;
    CHECK(room().train(setOf(jobs), settings, nullptr, {}, {}, {}).error().code == "train.settings");
}
