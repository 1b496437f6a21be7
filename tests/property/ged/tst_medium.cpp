// SPDX-License-Identifier: GPL-3.0-or-later
// Graphs too large for brute force, against plain A* and against what must hold for every distance.
#include <doctest/doctest.h>

#include "core/ged/batch.h"
#include "tests/support/graph_maker.h"
#include "tests/support/plain_astar.h"

using namespace streamtune;
using streamtune::testing::GraphMaker;

TEST_CASE("planted edits agree with plain A*") {
    GraphMaker make(41);
    int compared = 0;
    for (int round = 0; round < 60; ++round)
        for (const char* name : {"dL", "dU", "uL", "uU"}) {
            ged::Query query;
            query.definition = *ged::definitionFromString(name);
            const JobGraph a = make.job(6 + make.upTo(6), 6, 3);
            const JobGraph b = make.shuffled(make.edited(a, 1 + make.upTo(6), 6, 3));
            const auto truth = testing::plainAstar(a, b, query.definition, std::chrono::milliseconds(100));
            if (!truth)
                continue;
            ++compared;
            const auto answer = ged::distance(a, b, query, {});
            REQUIRE(answer);
            INFO("round ", round, " ", name);
            CHECK(answer->exact);
            CHECK(answer->upper == *truth);
            for (int tau = 0; tau <= 20; ++tau) {
                query.tau = tau;
                CHECK(ged::distance(a, b, query, {})->within == (*truth <= tau));
            }
        }
    CHECK(compared > 20);
}

TEST_CASE("what was planted bounds the distance, renumbering and turning round do not change it") {
    GraphMaker make(42);
    for (int round = 0; round < 25; ++round) {
        const JobGraph a = make.job(14 + make.upTo(24));
        const int edits = 1 + make.upTo(8);
        const JobGraph b = make.edited(a, edits);
        const auto there = ged::distance(a, make.shuffled(b), {}, {});
        const auto back = ged::distance(make.shuffled(b), make.shuffled(a), {}, {});
        REQUIRE((there && back));
        CHECK(there->exact);
        CHECK(there->upper <= edits);
        CHECK(back->upper == there->upper);
        for (const int tau : {0, 2, 5, 10, 20}) {
            ged::Query query;
            query.tau = tau;
            CHECK(ged::distance(a, b, query, {})->within == (there->upper <= tau));
        }
    }
}

TEST_CASE("unrelated graphs: same value both ways, and intervals of small budgets hold it") {
    GraphMaker make(43);
    for (int round = 0; round < 12; ++round) {
        const JobGraph a = make.job(13 + make.upTo(6)), b = make.job(13 + make.upTo(6));
        const auto there = ged::distance(a, b, {}, {});
        const auto back = ged::distance(make.shuffled(b), make.shuffled(a), {}, {});
        REQUIRE((there && back));
        CHECK(there->exact);
        CHECK(back->upper == there->upper);
        for (const std::size_t bytes : {std::size_t{1} << 16, std::size_t{1} << 17, std::size_t{1} << 20}) {
            ged::Query query;
            query.budget.memoryBytes = bytes;
            const auto small = ged::distance(a, b, query, {});
            CHECK(small->lower <= there->upper);
            CHECK(small->upper >= there->upper);
        }
    }
}

TEST_CASE("a corpus is answered in order on any number of threads") {
    GraphMaker make(44);
    Corpus corpus;
    for (int i = 0; i < 30; ++i) {
        corpus.graphs.push_back(i % 3 ? make.edited(corpus.graphs.back(), 2) : make.job(3 + make.upTo(8)));
        corpus.graphs.back().id = "g" + std::to_string(i);
    }
    const auto run = [&](int threads) {
        std::string all;
        ged::Batch batch;
        batch.threads = threads;
        const auto write = [](std::string& to, const CorpusPair& pair, const ged::Answer& answer) {
            to += std::to_string(pair.a) + "," + std::to_string(pair.b) + ":" + std::to_string(answer.upper) + "\n";
        };
        const auto sink = [&](const std::string& text) {
            all += text;
            return true;
        };
        REQUIRE(ged::solveCorpus(corpus, batch, write, sink, {}));
        return all;
    };
    const std::string one = run(1);
    CHECK(std::ranges::count(one, '\n') == 30 * 29 / 2);
    CHECK(one.starts_with("0,1:"));
    CHECK(one.find("\n28,29:") != std::string::npos);
    CHECK(run(4) == one);
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = ged::solveCorpus(
        corpus, {}, [](auto&, const auto&, const auto&) {}, [](const auto&) { return true; }, stop.get_token());
    CHECK(stopped.error().code == "ged.cancelled");
}
