// SPDX-License-Identifier: GPL-3.0-or-later
// Random and mutated documents and plan texts: an answer or an error, never a crash. Worth most under the asan preset.
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>

#include "core/graph/canonical.h"
#include "core/graph/graph_json.h"
#include "core/graph/operator_labels.h"

using namespace streamtune;

namespace {

std::string fileText(const std::string& name) {
    std::ifstream file(std::string(ST_TEST_DATA) + "/graph/" + name);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string mutated(std::string text, std::mt19937& random) {
    const int changes = 1 + static_cast<int>(random() % 8);
    for (int i = 0; i < changes && !text.empty(); ++i) {
        const std::size_t at = random() % text.size();
        switch (random() % 4) {
        case 0:
            text[at] = static_cast<char>(random());
            break;
        case 1:
            text.erase(at, random() % 40);
            break;
        case 2:
            text.insert(at, text.substr(random() % text.size(), random() % 60));
            break;
        default:
            text[at] = "{}[]\",:0-9eE<>&;()"[random() % 18];
            break;
        }
    }
    return text;
}

/// Replaces one value somewhere in the document by something of another type.
void replaceSomewhere(Json& json, std::mt19937& random) {
    static const Json kOthers[] = {
        nullptr, -1, 1e308, "x", Json::array(), Json::object(), true, "NaN", std::string(3000, 'a')};
    if (json.is_structured() && !json.empty() && random() % 6 != 0) {
        auto it = json.begin();
        std::advance(it, static_cast<long>(random() % json.size()));
        replaceSomewhere(*it, random);
    } else {
        json = kOthers[random() % std::size(kOthers)];
    }
}

void exercise(const JobGraph& graph) {
    CHECK(graph.validate().has_value());
    CHECK(canonicalForm(graph).order.size() == graph.nodes.size());
    CHECK(!graphToDot(graph).empty());
    CHECK(graphFromJson(graphToJson(graph)).has_value());
}

} // namespace

TEST_CASE("mutated graph documents") {
    const std::string seeds[] = {fileText("job-nexmark-q5.json"), fileText("job-pqp-3way.json")};
    std::mt19937 random(1);
    int accepted = 0;
    for (int i = 0; i < 3000; ++i) {
        const std::string& seed = seeds[random() % 2];
        if (i % 2 == 0) {
            const auto json = parseJson(mutated(seed, random), "fuzz");
            if (!json)
                continue;
            if (const auto graph = graphFromJson(*json)) {
                ++accepted;
                exercise(*graph);
            }
        } else {
            Json json = *parseJson(seed, "seed");
            replaceSomewhere(json, random);
            if (const auto graph = graphFromJson(json)) {
                ++accepted;
                exercise(*graph);
            } else {
                CHECK(!graph.error().sentence.empty());
            }
        }
    }
    CHECK(accepted > 100);
}

TEST_CASE("mutated plan texts") {
    const Json corpus = *parseJson(fileText("plan_texts.json"), "corpus");
    std::mt19937 random(2);
    for (int i = 0; i < 6000; ++i) {
        const std::string text = mutated(corpus[random() % corpus.size()]["text"].get<std::string>(), random);
        std::vector<ChainedOperator> chain;
        for (const std::string& name : splitPlanDescription(text))
            chain.push_back({"", name, operatorLabel(name)});
        CHECK(!chainLabel(chain).empty());
        const OperatorFeatures features = featuresFromTexts(chain);
        CHECK((features.windowType.empty() || !features.windowPolicy.empty()));
    }
    CHECK(splitPlanDescription(std::string(200'000, '(')).size() == 1);
    std::string nested;
    for (int i = 0; i < 5000; ++i)
        nested += "(a, ";
    CHECK(!splitPlanDescription("x -> " + nested + std::string(5000, ')')).empty());
}
