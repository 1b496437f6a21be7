// SPDX-License-Identifier: GPL-3.0-or-later
// Models and checkpoints from the wild: whatever bytes change, are cut or lie about themselves, reading gives a value
// or an error, never a crash or an allocation that the file does not pay for. ST_FUZZ_ROUNDS sets the rounds.
#include <cstdlib>
#include <cstring>
#include <doctest/doctest.h>
#include <random>

#include "core/base/json.h"
#include "core/learn/pretraining.h"

using namespace streamtune;
using namespace streamtune::learn;

namespace {

int rounds() {
    const char* text = std::getenv("ST_FUZZ_ROUNDS");
    return text ? std::atoi(text) : 2000;
}

ModelSet smallModel() {
    ModelSet model;
    model.card.id = "small";
    model.card.engine = "simulated";
    model.card.settings.shape = {encodingNames().size(), 4, 2};
    model.kinds = {"map", "other"};
    model.global.id = "global";
    model.global.encoder.shape = model.card.settings.shape;
    model.global.encoder.weights = initialWeights(model.card.settings.shape, 1);
    ClusterEncoder cluster = model.global;
    cluster.id = "c1";
    cluster.centre.nodes.resize(2);
    cluster.centre.nodes[0].id = "a";
    cluster.centre.nodes[0].label = "source";
    cluster.centre.nodes[1].id = "b";
    cluster.centre.nodes[1].label = "map";
    cluster.centre.edges.push_back({"a", "b", "hash", 0, 1});
    model.clusters.push_back(cluster);
    model.warm = {{0, 0, 0.5F, 1.1F, 1}, {1, -1, -0.5F, 2, 0}};
    model.calibration = {{0, 0.1, 12, 0.05, 0.04}};
    return model;
}

/// The checksum does not stop those who make the file.
std::string resealed(std::string bytes) {
    constexpr std::size_t kDigest = 32;
    if (bytes.size() < kDigest)
        return bytes;
    const std::string hex = sha256Hex(std::string_view(bytes).substr(0, bytes.size() - kDigest));
    for (std::size_t i = 0; i < kDigest; ++i)
        bytes[bytes.size() - kDigest + i] = static_cast<char>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
    return bytes;
}

} // namespace

TEST_CASE("a whole model comes back as it was") {
    const ModelSet model = smallModel();
    const std::string bytes = modelBytes(model);
    const auto again = modelFromBytes(bytes, "model.bin");
    REQUIRE_MESSAGE(again, (again ? std::string() : again.error().sentence));
    CHECK(modelBytes(*again) == bytes);
}

TEST_CASE("damaged and hostile models give errors") {
    const std::string good = modelBytes(smallModel());
    std::mt19937_64 random(42);
    int refused = 0;
    for (int round = 0; round < rounds(); ++round) {
        std::string bytes = good;
        const int edits = 1 + static_cast<int>(random() % 4);
        for (int e = 0; e < edits; ++e)
            switch (random() % 4) {
            case 0:
                bytes.resize(random() % (bytes.size() + 1));
                break;
            case 1:
                if (!bytes.empty())
                    bytes[random() % bytes.size()] = static_cast<char>(random());
                break;
            case 2: { // sizes are where lies pay
                const std::uint32_t huge = random() % 2 == 0 ? 0xFFFFFFFFU : static_cast<std::uint32_t>(random());
                if (const std::size_t at = random() % (bytes.size() + 1); at + sizeof(huge) <= bytes.size())
                    std::memcpy(bytes.data() + at, &huge, sizeof(huge));
                break;
            }
            default:
                bytes.insert(random() % (bytes.size() + 1), std::string(random() % 40, static_cast<char>(random())));
            }
        for (const std::string& text : {bytes, resealed(bytes)}) {
            const auto model = modelFromBytes(text, "wild");
            if (!model) {
                ++refused;
                CHECK_FALSE(model.error().sentence.empty());
                CHECK(model.error().code.starts_with("model.") ==
                      !(model.error().code.starts_with("json.") || model.error().code.starts_with("graph.")));
            } else {
                CHECK(checkMonotone(model->global.encoder, 1000, 3));
            }
            (void)stateFromBytes(text, model ? model->card.settings : EncoderTraining{}, "x", "wild");
        }
    }
    CHECK(refused > rounds());
}

TEST_CASE("what a table announces is checked before it is allocated") {
    std::string bytes("STWGHT1\n");
    const auto put = [&](auto value) {
        char raw[sizeof(value)];
        std::memcpy(raw, &value, sizeof(value));
        bytes.append(raw, sizeof(value));
    };
    put(std::uint32_t{0});
    put(std::uint32_t{1});
    put(std::uint16_t{1});
    bytes += "x";
    put(std::uint8_t{4});
    for (int d = 0; d < 4; ++d)
        put(std::uint32_t{0xFFFFFFFF}); // 2^128 values: their product must not wrap around to a small number
    bytes += std::string(32, '\0');
    CHECK(tensorsFromBytes(resealed(bytes), "x").error().code == "model.weights");
    CHECK(tensorsFromBytes("", "x").error().code == "model.weights");
}

TEST_CASE("a model of other features, with a value that is no number, or that rises with parallelism is refused") {
    ModelSet model = smallModel();
    model.card.encodingVersion = kEncodingVersion + 1;
    CHECK(modelFromBytes(modelBytes(model), "x").error().code == "model.version");
    model = smallModel();
    model.global.encoder.shape.features = 7;
    model.global.encoder.weights = initialWeights(model.global.encoder.shape, 1);
    CHECK(modelFromBytes(modelBytes(model), "x").error().code == "model.version");
    model = smallModel();
    model.global.encoder.weights.back() = std::numeric_limits<float>::quiet_NaN();
    CHECK(modelFromBytes(modelBytes(model), "x").error().code == "model.weights");
    model = smallModel();
    for (float& weight : model.global.encoder.weights)
        weight = 3e38F; // finite, but its probabilities are no numbers
    CHECK(modelFromBytes(modelBytes(model), "x").error().code == "model.monotone");
    model = smallModel();
    model.warm[0].kind = 99;
    CHECK(modelFromBytes(modelBytes(model), "x").error().code == "model.format");
}
