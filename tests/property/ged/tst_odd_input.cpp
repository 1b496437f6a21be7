// SPDX-License-Identifier: GPL-3.0-or-later
// What people hand in by mistake, and what is far too much: an answer that holds, or a sentence; never a hang.
#include <atomic>
#include <doctest/doctest.h>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/ged/batch.h"
#include "core/graph/graph_json.h"
#include "tests/property/ged/answers.h"
#include "tests/support/graph_maker.h"

using namespace streamtune;
using streamtune::testing::GraphMaker;
using streamtune::testing::kDefinitions;
using streamtune::testing::recosted;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::string codeOf(const std::string& text) {
    const auto corpus = readCorpus(text, "test");
    return corpus ? "" : corpus.error().code;
}

Json corpusOf(const std::vector<JobGraph>& graphs) {
    Json corpus{{"format", "streamtune.corpus/1"}, {"graphs", Json::array()}};
    for (const JobGraph& graph : graphs)
        corpus["graphs"].push_back(graphToJson(graph));
    return corpus;
}

} // namespace

TEST_CASE("a graph without nodes costs what the other one has") {
    GraphMaker make(61);
    const JobGraph some = make.job(9), none;
    for (const std::string& definition : kDefinitions) {
        ged::Query query;
        query.definition = *ged::definitionFromString(definition);
        for (const auto& [a, b] : {std::pair(&some, &none), std::pair(&none, &some)}) {
            const auto answer = ged::distance(*a, *b, query, {});
            REQUIRE(answer);
            CHECK(answer->exact);
            CHECK(answer->upper == static_cast<double>(some.nodes.size() + some.edges.size()));
            CHECK(recosted(*a, *b, *answer, query) == answer->upper);
        }
        const auto nothing = ged::distance(none, none, query, {});
        REQUIRE(nothing);
        CHECK((nothing->exact && nothing->upper == 0 && nothing->map.empty()));
    }
}

TEST_CASE("5,000 nodes give bounds that a map of theirs reaches, in little more than the budget") {
    GraphMaker make(62);
    const JobGraph large = make.job(5000), edited = make.shuffled(make.edited(large, 5)), other = make.job(4500);
    ged::Query query;
    query.budget.time = Millis{100};
    for (const JobGraph* b : {&edited, &other}) {
        const auto answer = ged::distance(large, *b, query, {});
        REQUIRE(answer);
        CHECK(answer->lower <= answer->upper);
        CHECK(recosted(large, *b, *answer, query) == doctest::Approx(answer->upper));
    }
    CHECK(ged::distance(large, edited, query, {})->lower <= 5);
    query.tau = 3;
    const auto far = ged::distance(large, other, query, {});
    REQUIRE(far);
    CHECK(far->within == false); // 500 nodes more
}

TEST_CASE("cycles and self-loops are compared, but refused where a job must flow one way") {
    GraphMaker make(63);
    JobGraph ring = make.dag(5, 1, 2, 2);
    ring.edges.clear();
    for (int i = 0; i < 5; ++i)
        ring.edges.push_back({"n" + std::to_string(i), "n" + std::to_string((i + 1) % 5), "hash", 0, 1});
    JobGraph loop = ring;
    loop.edges.push_back({"n2", "n2", "hash", 0, 1});
    const auto answer = ged::distance(ring, loop, {}, {});
    REQUIRE(answer);
    CHECK((answer->exact && answer->upper == 1));
    JobGraph turned = ring;
    for (Edge& edge : turned.edges)
        std::swap(edge.from, edge.to);
    CHECK(ged::distance(ring, turned, {}, {})->exact);
    CHECK(ring.validate().error().code == "graph.cycle");
    CHECK(codeOf(compactJson(corpusOf({ring}))) == "graph.cycle");
    CHECK(codeOf(compactJson(corpusOf({loop}))) == "graph.cycle");
}

TEST_CASE("ids that are given twice, and edges to nowhere, are refused with their graph") {
    GraphMaker make(64);
    JobGraph a = make.job(4);
    a.id = "a";
    CHECK(codeOf(compactJson(corpusOf({a, a}))) == "corpus.duplicate");
    JobGraph twice = a;
    twice.nodes[1].id = twice.nodes[0].id;
    CHECK(ged::distance(a, twice, {}, {}).error().code == "graph.duplicate");
    JobGraph loose = a;
    loose.edges.push_back({"n0", "nowhere", "hash", 0, 1});
    CHECK(ged::distance(a, loose, {}, {}).error().code == "graph.edge");
    Json corpus = corpusOf({a});
    for (const Json& entry : {Json(1), Json("x"), Json(nullptr), Json::array({1})}) {
        Json broken = corpus;
        broken["graphs"].push_back(entry);
        CHECK(codeOf(compactJson(broken)) == "corpus.format");
        broken = corpus;
        broken["pairs"] = Json::array({entry});
        CHECK(codeOf(compactJson(broken)) == "corpus.format");
    }
    corpus["pairs"] = {{{"a", "a"}, {"b", "a"}, {"tau", "five"}}};
    CHECK(codeOf(compactJson(corpus)) == "corpus.pair");
    corpus["pairs"] = {{{"a", "a"}, {"b", "a"}, {"tau", -1}}};
    CHECK(codeOf(compactJson(corpus)) == "corpus.pair");
    corpus["pairs"] = {{"a", "a"}};
    CHECK(codeOf(compactJson(corpus)) == "corpus.format");
}

TEST_CASE("costs below zero, not numbers, or against the triangle inequality") {
    GraphMaker make(65);
    const JobGraph a = make.job(5), b = make.job(6);
    for (const double bad :
         {-1.0, kNaN, 2e9, -std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()}) {
        ged::Query query;
        query.costs.edgeDelete = bad;
        CHECK(ged::distance(a, b, query, {}).error().code == "ged.cost");
        query = {};
        query.costs.nodePairs[{"map", "filter"}] = bad;
        CHECK(ged::distance(a, b, query, {}).error().code == "ged.cost");
    }
    // Dearer to substitute than to delete and insert: it is deleted and inserted.
    ged::Query query;
    query.costs.nodeSubstitute = 9;
    JobGraph one, two;
    for (const auto& [graph, label] : {std::pair(&one, "map"), std::pair(&two, "sink")}) {
        graph->nodes.emplace_back().id = "n";
        graph->nodes.back().label = label;
    }
    const auto answer = ged::distance(one, two, query, {});
    REQUIRE(answer);
    CHECK((answer->exact && answer->upper == 2));
    query.tau = kNaN;
    CHECK(ged::distance(one, two, query, {}).error().code == "ged.tau");
    query.tau = -1;
    CHECK(ged::distance(one, two, query, {})->within == false);
}

TEST_CASE("no budget still gives bounds that hold") {
    GraphMaker make(66);
    for (int i = 0; i < 20; ++i) {
        const JobGraph a = make.job(30), b = make.edited(a, 4);
        ged::Query none;
        none.budget = {Millis{0}, 0};
        const auto quick = ged::distance(a, make.shuffled(b), none, {});
        REQUIRE(quick);
        CHECK(quick->lower <= 4);
        CHECK(quick->upper >= quick->lower);
        CHECK(quick->map.size() == a.nodes.size());
    }
}

TEST_CASE("a corpus with a million pairs is cancelled half way, what came until then is whole") {
    GraphMaker make(67);
    Corpus corpus;
    for (int i = 0; i < 1500; ++i) {
        corpus.graphs.push_back(make.job(3 + make.upTo(4)));
        corpus.graphs.back().id = "g" + std::to_string(i);
    }
    std::stop_source stop;
    std::int64_t came = 0;
    ged::Batch batch;
    batch.threads = 2;
    const auto write = [](std::string& to, const CorpusPair& pair, const ged::Answer&) {
        to += std::to_string(pair.a) + ' ' + std::to_string(pair.b) + '\n';
    };
    std::size_t a = 0, b = 1;
    bool inOrder = true;
    const auto sink = [&](const std::string& text) {
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = text.find('\n', at);
            inOrder = inOrder && text.substr(at, end - at) == std::to_string(a) + ' ' + std::to_string(b);
            if (++b == corpus.graphs.size())
                b = ++a + 1;
            at = end + 1;
            ++came;
        }
        if (came > 5'000)
            stop.request_stop();
        return true;
    };
    const Status status = ged::solveCorpus(corpus, batch, write, sink, stop.get_token());
    REQUIRE(!status);
    CHECK(status.error().code == "ged.cancelled");
    CHECK(inOrder);
    CHECK(came > 5'000);
    CHECK(came < 1'500LL * 1'499 / 2);
    // A sink that wants no more ends the batch without an error.
    came = 0;
    a = 0, b = 1;
    CHECK(ged::solveCorpus(corpus, batch, write, [&](const std::string&) { return ++came < 10; }, {}));
    CHECK(came == 10);
}

TEST_CASE("answers of slow pairs are told as they come, and nobody goes on for a reader that has gone") {
    testing::GraphMaker make(97);
    Corpus corpus;
    for (int i = 0; i < 100; ++i) { // 4950 pairs: blocks of 64
        corpus.graphs.push_back(make.dag(40, 1.6, 1, 1));
        corpus.graphs.back().id = "g" + std::to_string(i);
    }
    ged::Batch batch;
    batch.definition = {.directed = false, .edgeLabels = false};
    batch.budget.time = Millis{60};
    int solved = 0;
    const auto write = [&](std::string& to, const CorpusPair&, const ged::Answer&) {
        ++solved;
        to += "x";
    };
    std::string told;
    CHECK(ged::solveCorpus(corpus, batch, write,
                           [&](const std::string& text) {
                               told += text;
                               return false;
                           },
                           {}));
    CHECK_FALSE(told.empty());
    CHECK(solved < 32);
}
