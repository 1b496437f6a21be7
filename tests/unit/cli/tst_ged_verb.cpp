// SPDX-License-Identifier: GPL-3.0-or-later
// The ged verb as scripts call it.
#ifdef ST_HAS_PROGRAM
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/graph/graph_json.h"
#include "tests/support/graph_maker.h"
#include "tests/unit/cli/program.h"

using namespace streamtune;
using streamtune::testing::GraphMaker;
using test::Sandbox;

namespace {

Json corpusOf(GraphMaker& make, int graphs) {
    Json corpus{{"format", "streamtune.corpus/1"}, {"graphs", Json::array()}};
    for (int i = 0; i < graphs; ++i) {
        JobGraph graph = make.job(3 + make.upTo(7));
        graph.id = "g" + std::to_string(i);
        corpus["graphs"].push_back(graphToJson(graph));
    }
    return corpus;
}

std::vector<Json> linesOf(const std::string& text) {
    std::vector<Json> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        const auto json = parseJson(line, "line");
        REQUIRE_MESSAGE(json, line);
        lines.push_back(*json);
    }
    return lines;
}

struct Desk {
    Sandbox box;
    std::string write(const std::string& name, const Json& json) const {
        test::writeTo(box.path(name), compactJson(json));
        return box.path(name).string();
    }
    test::Ran bad(const std::string& text, std::vector<std::string> words = {}) const {
        test::writeTo(box.path("bad.json"), text);
        words.insert(words.begin(), {"ged", "--corpus", "bad.json"});
        return box.run(words);
    }
};

} // namespace

TEST_CASE("ged of two files gives the distance and a path that costs it") {
    const Desk desk;
    GraphMaker make(1);
    const JobGraph a = make.job(8);
    const std::string first = desk.write("a.json", graphToJson(a));
    const std::string second = desk.write("b.json", graphToJson(make.edited(a, 3)));
    for (const char* definition : {"dL", "dU", "uL", "uU"}) {
        const auto ran = desk.box.run({"ged", first, second, "--definition", definition});
        CHECK(ran.code == 0);
        const Json answer = ran.json();
        CHECK(answer["definition"] == definition);
        CHECK(answer["exact"] == true);
        CHECK(answer["upper"].get<double>() <= 3);
        CHECK_FALSE(answer.contains("within"));
        double cost = 0;
        for (const Json& step : answer["path"])
            cost += step["cost"].get<double>();
        CHECK(cost == answer["upper"].get<double>());
    }
    CHECK(desk.box.run({"ged", first}).code == 2);
    CHECK(desk.box.run({"ged", first, second, "--definition", "xx"}).code == 2);
    CHECK(desk.box.run({"ged", first, second, "--tau", "-1"}).code == 2);
    CHECK(desk.box.run({"ged", first, second, "--costs", R"({"node_insert":-1})"}).code == 2);
    CHECK(desk.box.run({"ged", first, second, "--costs", R"({"node_insert":"NaN"})"}).code == 2);
    CHECK(desk.box.run({"ged", first, "absent.json"}).code == 6);
    const Json dear =
        desk.box.run({"ged", first, second, "--costs", R"({"node_substitute":9,"edge_insert":2})"}).json();
    CHECK(dear["exact"] == true);
}

TEST_CASE("an edit that costs nothing is told, what is kept as it is is not") {
    const Desk desk;
    const auto graph = [&](const char* file, const Json& nodes, const Json& edges) {
        return desk.write(file, {{"format", "streamtune.graph/1"}, {"id", file}, {"nodes", nodes}, {"edges", edges}});
    };
    const auto a = graph("a.json", {{{"id", "s"}, {"label", "source"}}, {{"id", "m"}, {"label", "map"}}},
                         {{{"from", "s"}, {"to", "m"}, {"label", "hash"}}});
    const auto b =
        graph("b.json", {{{"id", "t"}, {"label", "source"}}, {{"id", "f"}, {"label", "filter"}}}, Json::array());
    const Json answer =
        desk.box.run({"ged", a, b, "--costs", R"({"node_substitute":0,"edge_delete":0})", "--tau", "1e-320"}).json();
    CHECK(answer["upper"] == 0);
    CHECK(answer["within"] == true);
    REQUIRE(answer["path"].size() == 2);
    CHECK(answer["path"][0]["op"] == "substitute");
    CHECK(answer["path"][0]["from"] == "m");
    CHECK(answer["path"][0]["to"] == "f");
    CHECK(answer["path"][1]["op"] == "delete");
    CHECK(answer["path"][1]["from"] == "s>m");
}

TEST_CASE("ged --corpus answers every pair in order") {
    const Desk desk;
    GraphMaker make(2);
    Json corpus = corpusOf(make, 6);
    const std::string file = desk.write("corpus.json", corpus);
    const auto all = linesOf(desk.box.run({"ged", "--corpus", file, "--threads", "2"}).out);
    REQUIRE(all.size() == 15);
    std::size_t at = 0;
    for (int i = 0; i < 6; ++i)
        for (int j = i + 1; j < 6; ++j, ++at) {
            CHECK(all[at]["a"] == "g" + std::to_string(i));
            CHECK(all[at]["b"] == "g" + std::to_string(j));
            CHECK(all[at]["exact"] == true);
            CHECK(all[at]["us"].is_number());
        }
    corpus["pairs"] = {{{"a", "g3"}, {"b", "g1"}, {"tau", 2}}, {{"a", "g0"}, {"b", "g5"}}};
    const std::string listed = desk.write("listed.json", corpus);
    const auto two = linesOf(desk.box.run({"ged", "--corpus", listed}).out);
    REQUIRE(two.size() == 2);
    CHECK(two[0]["a"] == "g3");
    CHECK(two[0].contains("within"));
    CHECK(two[1]["upper"] == all[4]["upper"]);
    CHECK_FALSE(two[1].contains("within"));
    CHECK(linesOf(desk.box.run({"ged", "--corpus", listed, "--tau", "4"}).out)[1].contains("within"));
    CHECK(linesOf(desk.box.run({"ged", "--corpus", listed, "--pairs", "all"}).out).size() == 15);
    for (const Json& quick :
         linesOf(desk.box.run({"ged", "--corpus", file, "--budget-ms", "0", "--memory-mb", "0"}).out))
        CHECK(quick["lower"].get<double>() <= quick["upper"].get<double>());
}

TEST_CASE("a corpus that cannot be used ends in a sentence") {
    const Desk desk;
    GraphMaker make(3);
    const Json good = corpusOf(make, 3);
    for (const char* text : {"", "{", "[]", "{}", R"({"format":"streamtune.corpus/1"})",
                             R"({"format":"streamtune.corpus/1","graphs":[1]})"}) {
        const auto ran = desk.bad(text);
        CHECK(ran.code == 6);
        CHECK(ran.out.empty());
        CHECK_FALSE(ran.err.empty());
    }
    const auto changed = [&](auto change) {
        Json json = good;
        change(json);
        return desk.bad(compactJson(json)).code;
    };
    CHECK(changed([](Json& j) { j["graphs"][1]["id"] = "g0"; }) == 6);
    CHECK(changed([](Json& j) { j["graphs"][0]["nodes"][1]["id"] = "n0"; }) == 6);
    CHECK(changed([](Json& j) { j["graphs"][0]["edges"].push_back({{"from", "n0"}, {"to", "n0"}}); }) == 6);
    CHECK(changed([](Json& j) { j["graphs"][0]["edges"].push_back({{"from", "n0"}, {"to", "n99"}}); }) == 6);
    CHECK(changed([](Json& j) { j["pairs"] = {{{"a", "g0"}, {"b", "nobody"}}}; }) == 6);
    CHECK(changed([](Json& j) { j["pairs"] = {{{"a", "g0"}, {"b", "g1"}, {"tau", "NaN"}}}; }) == 6);
    CHECK(changed([](Json& j) { j["graphs"][0]["nodes"] = Json::array(), j["graphs"][0]["edges"] = Json::array(); }) ==
          0);
    CHECK(changed([](Json& j) { j["graphs"] = Json::array(); }) == 0);
}
#endif
