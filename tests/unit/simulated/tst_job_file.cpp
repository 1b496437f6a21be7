// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <functional>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "tests/support/simulator_data.h"

using namespace streamtune;
using namespace streamtune::engines::simulated;

namespace {

Json good() {
    return *parseJson(testing::readText(testing::simulatorData() / "bench" / "nexmark-q5.json"), "q5");
}

/// The complaint about a job file with one thing changed.
Error complaint(const std::function<void(Json&)>& change) {
    Json job = good();
    change(job);
    const auto read = readJobFile(job.dump(), "q5.json");
    REQUIRE_FALSE(read);
    CHECK(read.error().sentence.ends_with('.'));
    return read.error();
}

bool names(const Error& error, const std::string& word) {
    return error.sentence.find("q5.json") != std::string::npos && error.sentence.find(word) != std::string::npos;
}

} // namespace

TEST_CASE("the public part of a job says everything a method may know, and nothing else") {
    const auto job = readJobFile(good().dump(), "q5.json");
    REQUIRE(job);
    const JobSpec& spec = job->spec;
    CHECK(spec.name == "nexmark-q5");
    CHECK(spec.seed == 105);
    CHECK(spec.pMax == 64);
    CHECK(spec.graph.nodes[1].label == "aggregate");
    CHECK(spec.graph.nodes[1].maxParallelism == 128);
    CHECK(spec.graph.nodes[1].parallelism == 6);
    CHECK(spec.graph.nodes[1].features.windowType == "sliding");
    CHECK(spec.graph.nodes[1].features.windowSlide == 1.0);
    CHECK(spec.graph.nodes[0].pinned);
    CHECK(spec.graph.isKeyed("aggr2"));
    CHECK(spec.ratesAt(2)[0] == 160'000.0);
    CHECK(spec.campaigns.size() == 6);
    CHECK(spec.inOrder({{"aggr2", 9}}) == std::vector<int>{1, 9, 1});
    CHECK(spec.byId({1, 9, 2}) == ParallelismVector{{"sour1", 1}, {"aggr2", 9}, {"sink3", 2}});
}

TEST_CASE("a job file with a fault is refused, and the sentence says where") {
    CHECK(readJobFile("{", "q5.json").error().code == "json.syntax");
    CHECK(readJobFile("[]", "q5.json").error().code == "job.format");
    CHECK(readJobFile(std::string(17 << 20, ' '), "q5.json").error().code == "job.size");
    CHECK(complaint([](Json& j) { j["format"] = "streamtune-job/2"; }).code == "job.format");
    CHECK(names(complaint([](Json& j) { j["engine"] = "flink"; }), "engine"));
    CHECK(names(complaint([](Json& j) { j.erase("name"); }), "name"));
    CHECK(names(complaint([](Json& j) { j["seed"] = -1; }), "seed"));
    CHECK(names(complaint([](Json& j) { j["p_max"] = 0; }), "p_max"));
    CHECK(names(complaint([](Json& j) { j["p_max"] = 1e9; }), "p_max"));
    CHECK(names(complaint([](Json& j) { j["p_max"] = 2.5; }), "p_max"));
    CHECK(names(complaint([](Json& j) { j["nodes"] = Json::array(); }), "nodes"));
    CHECK(names(complaint([](Json& j) { j["nodes"][1]["type"] = "oracle"; }), "aggr2"));
    CHECK(names(complaint([](Json& j) { j["nodes"][1]["id"] = "sour1"; }), "sour1"));
    CHECK(names(complaint([](Json& j) { j["nodes"][1].erase("truth"); }), "aggr2"));
    CHECK(names(complaint([](Json& j) { j["nodes"][1]["truth"]["cost"] = 0; }), "cost"));
    CHECK(names(complaint([](Json& j) { j["nodes"][1]["truth"]["cost"] = "cheap"; }), "cost"));
    CHECK(names(complaint([](Json& j) { j["nodes"][1]["truth"]["overhead"] = 1; }), "overhead"));
    CHECK(names(complaint([](Json& j) { j["nodes"][1]["truth"]["selectivity"] = -1; }), "selectivity"));
    CHECK(names(complaint([](Json& j) { j["edges"][0]["to"] = "nobody"; }), "nobody"));
    CHECK(
        names(complaint([](Json& j) { std::swap(j["edges"][1]["from"], j["edges"][1]["to"]); }), "earlier to a later"));
    CHECK(names(complaint([](Json& j) { j["edges"][0]["ship"] = "pigeon"; }), "ship"));
    CHECK(names(complaint([](Json& j) { j["initial"]["nobody"] = 1; }), "nobody"));
    CHECK(names(complaint([](Json& j) { j["initial"]["aggr2"] = 65; }), "p_max"));
    CHECK(names(complaint([](Json& j) { j["schedule"]["unit"]["sour1"] = -5; }), "sour1"));
    CHECK(names(complaint([](Json& j) { j["schedule"]["unit"]["aggr2"] = 5; }), "not a source"));
    CHECK(names(complaint([](Json& j) { j["schedule"]["campaigns"] = Json::array(); }), "campaigns"));
    CHECK(names(complaint([](Json& j) { j["schedule"]["campaigns"][0][0] = "fast"; }), "step"));
    CHECK(names(complaint([](Json& j) { j["physics"]["gravity"] = 9.81; }), "gravity"));
}

TEST_CASE("physics of the file override the standard") {
    Json json = good();
    json["physics"] = {{"jitter", 0.03}};
    const Simulator job(*readJobFile(json.dump(), "q5.json"));
    CHECK(withOverrides(Physics{}, job.physicsOverrides())->jitter == 0.03);
}

TEST_CASE("a large job is prepared without tables of all sizes") {
    Json json = good();
    json["p_max"] = 32'768;
    json["nodes"][1]["max_parallelism"] = 32'768;
    const Simulator job(*readJobFile(json.dump(), "q5.json"));
    const std::vector<int> vector{1, 5000, 1};
    const Window window = job.simulate(job.spec().ratesAt(3), vector, {1, 0, 2}, Physics{});
    CHECK(window.nodes[1].subIn.size() == 5000);
    CHECK(window.nodes[1].subMax > window.nodes[1].subMin);
    CHECK(job.oracle(job.spec().ratesAt(1e6))[1] == 32'768); // nothing bears that, and it is known at once
}

TEST_CASE("a job file is known by its format, wherever that stands") {
    Json json = good();
    json.erase("format");
    std::string text = json.dump();
    CHECK_FALSE(looksLikeJobFile(text));
    text.insert(text.size() - 1, std::string(10'000, ' ') + R"(,"format":"streamtune-job/1")");
    CHECK(looksLikeJobFile(text));
    CHECK(readJobFile(text, "q5.json").has_value());
}
