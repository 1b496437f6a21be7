// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/graph/graph_json.h"
#include "core/graph/html_entities.h"
#include "core/graph/operator_labels.h"

using namespace streamtune;

namespace {

Json readJson(const std::string& name) {
    std::ifstream file(std::string(ST_TEST_DATA) + "/graph/" + name);
    REQUIRE(file.good());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto json = parseJson(text, name);
    REQUIRE(json.has_value());
    return *json;
}

std::vector<ChainedOperator> chainOf(const std::string& description) {
    std::vector<ChainedOperator> chain;
    for (const std::string& name : splitPlanDescription(description))
        chain.push_back({"", name, operatorLabel(name)});
    return chain;
}

/// The features as the JSON format writes them, without what every node has.
Json featureJson(const std::vector<ChainedOperator>& chain) {
    JobGraph graph;
    graph.nodes.push_back({});
    graph.nodes[0].id = "x";
    graph.nodes[0].features = featuresFromTexts(chain);
    Json node = graphToJson(graph)["nodes"][0];
    for (const char* key : {"id", "label", "parallelism"})
        node.erase(key);
    return node;
}

} // namespace

TEST_CASE("plan texts of the corpus split, label and read as expected") {
    const Json corpus = readJson("plan_texts.json");
    REQUIRE(corpus.size() > 15);
    for (const Json& entry : corpus) {
        CAPTURE(entry["text"].get<std::string>());
        const std::vector<ChainedOperator> chain = chainOf(entry["text"].get<std::string>());
        Json names = Json::array();
        Json labels = Json::array();
        for (const ChainedOperator& op : chain) {
            names.push_back(op.name);
            labels.push_back(op.type);
        }
        CHECK(names == entry["operators"]);
        CHECK(labels == entry["labels"]);
        CHECK(chainLabel(chain) == entry["chain"].get<std::string>());
        if (entry.contains("features"))
            CHECK(featureJson(chain) == entry["features"]);
    }
}

TEST_CASE("a chain with a source is a source unless it holds one of the strong five") {
    const auto label = [](std::vector<std::string> types) {
        std::vector<ChainedOperator> chain;
        for (std::string& type : types)
            chain.push_back({"", "", std::move(type)});
        return chainLabel(chain);
    };
    CHECK(label({"source", "map", "filter"}) == "source");
    CHECK(label({"filter", "sink"}) == "sink");
    CHECK(label({"source", "sink"}) == "source");
    for (const char* strong : {"join", "window", "aggregate", "process", "async"})
        CHECK(label({"source", strong, "sink"}) == strong);
    CHECK(label({"project", "map", "unknown"}) == "map");
    CHECK(label({"unknown", "sink"}) == "sink");
    CHECK(label({"unknown"}) == "unknown");
    CHECK(label({}) == "unknown");
}

TEST_CASE("entities decode, everything else stays as it is") {
    CHECK(decodeHtmlEntities("&lt;a&gt; &amp;amp; &#65;&#x1F680; &eacute;&Omega;") ==
          "<a> &amp; A\xF0\x9F\x9A\x80 \xC3\xA9\xCE\xA9");
    CHECK(decodeHtmlEntities("a & b &nonsense; &#; &#xZZ; &") == "a & b &nonsense; &#; &#xZZ; &");
    CHECK(decodeHtmlEntities("&#xD800;&#0;") == "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("names of ten thousand characters stay whole") {
    const std::string name = "Source: " + std::string(10'000, 'x');
    const auto parts = splitPlanDescription(name + "<br/>+- Map<br/>");
    REQUIRE(parts.size() == 2);
    CHECK(parts[0] == name);
}
