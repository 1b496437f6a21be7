// SPDX-License-Identifier: GPL-3.0-or-later
// Mutated corpora and edit costs: an answer or a sentence, never a crash or a hang. Worth most under the asan preset.
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <random>

#include "core/ged/batch.h"
#include "core/ged/costs_json.h"
#include "core/graph/graph_json.h"
#include "tests/support/graph_maker.h"

using namespace streamtune;
using streamtune::testing::GraphMaker;

namespace {

Json corpusOf(GraphMaker& make) {
    Json corpus{{"format", "streamtune.corpus/1"}, {"graphs", Json::array()}, {"pairs", Json::array()}};
    for (int i = 0; i < 4; ++i) {
        JobGraph graph = make.job(1 + make.upTo(9), 3, 2);
        graph.id = "g" + std::to_string(i);
        corpus["graphs"].push_back(graphToJson(graph));
        corpus["pairs"].push_back({{"a", "g0"}, {"b", graph.id}, {"tau", i}});
    }
    return corpus;
}

void replaceSomewhere(Json& json, std::mt19937& random) {
    static const Json kOthers[] = {nullptr,        -1,   1e308, "n0",   "g0", Json::array(),
                                   Json::object(), true, "NaN", 1e-300, 3,    std::string(3000, 'a')};
    if (json.is_structured() && !json.empty() && random() % 8 != 0) {
        auto it = json.begin();
        std::advance(it, static_cast<long>(random() % json.size()));
        replaceSomewhere(*it, random);
    } else {
        json = kOthers[random() % std::size(kOthers)];
    }
}

int answersTo(const std::string& text, const ged::Batch& batch) {
    const auto corpus = readCorpus(text, "fuzz");
    if (!corpus) {
        CHECK(!corpus.error().sentence.empty());
        return 0;
    }
    int answers = 0;
    const auto write = [&](std::string&, const CorpusPair&, const ged::Answer& answer) {
        CHECK(answer.lower <= answer.upper + 1e-9 * (1 + answer.upper));
        ++answers;
    };
    CHECK(ged::solveCorpus(*corpus, batch, write, [](const auto&) { return true; }, {}));
    return answers;
}

} // namespace

TEST_CASE("mutated corpora") {
    GraphMaker make(51);
    std::mt19937 random(51);
    int answers = 0;
    for (int i = 0; i < 800; ++i) {
        Json corpus = corpusOf(make);
        for (unsigned k = 0; k < 1 + random() % 3; ++k)
            replaceSomewhere(corpus, random);
        ged::Batch batch;
        batch.budget.time = Millis{2};
        batch.definition = {i % 2 == 0, i % 3 == 0};
        std::string text = compactJson(corpus);
        if (i % 4 == 0 && !text.empty())
            text[random() % text.size()] = static_cast<char>(random());
        answers += answersTo(text, batch);
    }
    CHECK(answers > 40);
}

TEST_CASE("mutated edit costs") {
    GraphMaker make(52);
    std::mt19937 random(52);
    const Json seed = Json::parse(R"({"node_insert":2,"node_delete":0.5,"node_substitute":3,"edge_insert":1e-9,
        "edge_delete":1e9,"edge_substitute":0,"node_pairs":[{"from":"a","to":"b","cost":9}],
        "edge_pairs":[{"from":"A","to":"B","cost":0.1}]})");
    int accepted = 0;
    for (int i = 0; i < 400; ++i) {
        Json json = seed;
        replaceSomewhere(json, random);
        const auto costs = ged::costsFromJson(json);
        if (!costs) {
            CHECK(!costs.error().sentence.empty());
            continue;
        }
        ++accepted;
        ged::Batch batch;
        batch.budget.time = Millis{2};
        batch.costs = *costs;
        CHECK(answersTo(compactJson(corpusOf(make)), batch) == 4);
    }
    CHECK(accepted > 20);
}
