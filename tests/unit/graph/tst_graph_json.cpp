// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/graph/graph_json.h"

using namespace streamtune;

namespace {

Json jobFile(const std::string& name) {
    std::ifstream file(std::string(ST_TEST_DATA) + "/graph/" + name);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return parseJson(text, name).value();
}

JobGraph richGraph() {
    JobGraph g;
    g.id = "q\"5\"";
    g.name = "<b>Köln</b> 🚀";
    Operator source;
    source.id = "a";
    source.name = "Source: \"bids\"\n\\x";
    source.label = "source";
    source.chain = {{"op1", "Source: bids", "source"}, {"op2", "Map", "map"}};
    source.features.widthOut = 0.0;
    source.maxParallelism = 128;
    source.slotSharingGroup = "default";
    source.uid = "src";
    source.pinned = true;
    source.whyPinned = "It has one partition.";
    Operator window;
    window.id = "b";
    window.label = "window";
    window.parallelism = 4;
    window.features = {"sliding", "count", 100.0, 10.0, "sum", "", "composite", 64.0, std::nullopt, "hash"};
    g.nodes = {source, window};
    g.edges = {{"a", "b", "hash", 0, 0.5}, {"a", "b", "broadcast", 1, 1}};
    g.unknownKinds = {{"perKey", 2}};
    return g;
}

std::string errorCode(const char* text) {
    const auto json = parseJson(text, "graph");
    REQUIRE(json.has_value());
    const auto graph = graphFromJson(*json);
    return graph ? "ok" : graph.error().code;
}

} // namespace

TEST_CASE("a graph survives the way to JSON and back") {
    const JobGraph graph = richGraph();
    const auto text = parseJson(prettyJson(graphToJson(graph)), "graph");
    REQUIRE(text.has_value());
    const auto back = graphFromJson(*text);
    REQUIRE(back.has_value());
    CHECK(*back == graph);
}

TEST_CASE("a job file is a graph, its truth stays behind") {
    const auto graph = graphFromJson(jobFile("job-nexmark-q5.json"));
    REQUIRE(graph.has_value());
    CHECK(graph->id == "nexmark-q5");
    REQUIRE(graph->nodes.size() == 3);
    CHECK(graph->nodes[0].pinned);
    CHECK(graph->nodes[0].label == "source");
    CHECK(graph->nodes[1].label == "aggregate");
    CHECK(graph->nodes[1].maxParallelism == 128);
    CHECK(graph->nodes[1].features.windowType == "sliding");
    CHECK(graph->nodes[1].features.windowLength == 60.0);
    CHECK(graph->nodes[1].features.windowSlide == 1.0);
    CHECK(graph->nodes[1].features.shipIn == "hash");
    CHECK(graph->edges[0] == Edge{"sour1", "aggr2", "hash", 0, 1.0});
    CHECK(compactJson(graphToJson(*graph)).find("usl_a") == std::string::npos);
}

TEST_CASE("missing, zero and NaN features stay three different things") {
    JobGraph graph = richGraph();
    graph.nodes[1].features.widthIn = std::numeric_limits<double>::quiet_NaN();
    const auto back = graphFromJson(graphToJson(graph));
    REQUIRE(back.has_value());
    CHECK(isUndefined(back->nodes[1].features.widthIn));
    CHECK(isMissing(back->nodes[1].features.widthOut));
    CHECK(back->nodes[0].features.widthOut == 0.0);
}

TEST_CASE("wrong documents get a code and a sentence") {
    CHECK(errorCode(R"([])") == "graph.format");
    CHECK(errorCode(R"({"format":"streamtune.graph/2","nodes":[]})") == "graph.format");
    CHECK(errorCode(R"({"format":"streamtune.graph/1"})") == "graph.format");
    CHECK(errorCode(R"({"format":"streamtune.graph/1","nodes":[{"label":"map"}]})") == "graph.format");
    CHECK(errorCode(R"({"format":"streamtune.graph/1","nodes":[{"id":"a"}]})") == "graph.format");
    CHECK(errorCode(R"({"format":"streamtune.graph/1","nodes":[7]})") == "graph.format");
    CHECK(errorCode(R"({"format":"streamtune.graph/1","nodes":[{"id":"a","label":"map"}],"edges":{}})") ==
          "graph.format");
    CHECK(errorCode(R"({"format":"streamtune.graph/1","nodes":[{"id":"a","label":"map"}],"edges":[{"from":"a"}]})") ==
          "graph.format");
    CHECK(
        errorCode(
            R"({"format":"streamtune.graph/1","nodes":[{"id":"a","label":"map"}],"edges":[{"from":"a","to":"b"}]})") ==
        "graph.edge");
    CHECK(
        errorCode(
            R"({"format":"streamtune.graph/1","nodes":[{"id":"a","label":"map"}],"edges":[{"from":"a","to":"a"}]})") ==
        "graph.cycle");
    CHECK(errorCode(R"({"format":"streamtune.graph/1","nodes":[{"id":"a","label":"map"},{"id":"a","label":"map"}]})") ==
          "graph.duplicate");
    CHECK(errorCode(R"({"format":"streamtune.graph/1","nodes":[{"id":"a","label":"map","parallelism":1.5}]})") ==
          "graph.value");
    CHECK(errorCode(R"({"format":"streamtune.graph/1","nodes":[{"id":"a","label":"map","parallelism":0}]})") ==
          "graph.value");
    CHECK(errorCode(R"({"format":"streamtune.graph/1","nodes":[{"id":"a","label":"map","parallelism":1e300}]})") ==
          "graph.value");
    CHECK(errorCode(R"({"format":"streamtune.graph/1","nodes":[{"id":"a","label":"map","extra":{"x":1}}]})") == "ok");
}

TEST_CASE("DOT escapes every text") {
    const std::string dot = graphToDot(richGraph());
    CHECK(dot.find(R"(digraph "q\"5\"")") == 0);
    CHECK(dot.find(R"(Source: \"bids\"\n\\x\nsource, parallelism 1)") != std::string::npos);
    CHECK(dot.find("n0 -> n1 [label=\"hash\"]") != std::string::npos);
    JobGraph broken = richGraph();
    broken.nodes[0].name = "\xff\x01";
    CHECK(graphToDot(broken).find('\xff') == std::string::npos);
}
