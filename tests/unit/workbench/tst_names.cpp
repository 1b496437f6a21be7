// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "core/workbench/names.h"

using namespace streamtune;
using namespace streamtune::workbench;

namespace {

JobGraph sampleGraph() {
    JobGraph graph;
    graph.name = "orders";
    for (const auto& [id, name] : std::vector<std::pair<std::string, std::string>>{
             {"v1", "Source: bids"}, {"v2", "Join(auction)"}, {"v3", "Join(person)"}, {"v4", "sink: Writer"}}) {
        Operator node;
        node.id = id;
        node.name = name;
        graph.nodes.push_back(node);
    }
    return graph;
}

} // namespace

TEST_CASE("operators are found by id, name, and a part of the name that fits one") {
    const JobGraph graph = sampleGraph();
    CHECK(vertexId(graph, "v2") == "v2");
    CHECK(vertexId(graph, "Source: bids") == "v1");
    CHECK(vertexId(graph, "source: BIDS") == "v1");
    CHECK(vertexId(graph, "bids") == "v1");
    CHECK(vertexId(graph, "person") == "v3");
    const auto two = vertexId(graph, "join");
    CHECK(two.error().code == "job.ambiguous_operator");
    CHECK(two.error().hint == "Use one of the ids: v2, v3.");
    const auto none = vertexId(graph, "Sauce: bids");
    CHECK(none.error().code == "job.operator");
    CHECK(none.error().hint.find("Source: bids") != std::string::npos);
    CHECK(vertexId(graph, "").error().code == "job.operator");
    CHECK(vertexId(graph, std::string(100'000, 'x')).error().sentence.size() < 300);
}

TEST_CASE("keys become ids, and one operator is named once") {
    const JobGraph graph = sampleGraph();
    CHECK(keysToIds<int>(graph, {{"bids", 3}, {"v4", 2}}) == std::map<std::string, int>{{"v1", 3}, {"v4", 2}});
    CHECK(keysToIds<int>(graph, {{"bids", 3}, {"v1", 2}}).error().code == "job.ambiguous_operator");
    CHECK(keysToIds<int>(graph, {{"ghost", 3}}).error().code == "job.operator");
}

TEST_CASE("near names come nearest first") {
    CHECK(editDistance("kitten", "sitting") == 3);
    CHECK(editDistance("", "abc") == 3);
    CHECK(editDistance("ABC", "abc") == 0);
    const std::vector<std::string> known{"flink-prod", "flink-test", "demo", "orders", "payments", "q5", "q8"};
    CHECK(nearNames("flink-prd", known).front() == "flink-prod");
    CHECK(nearNames("flink", known).size() == 2);
    CHECK(nearNames("zzzzzzzzzz", known).empty());
    CHECK(nearHint("zzzzzzzzzz", known).empty());
    CHECK(nearNames("zzz", {"a", "b"}).size() == 2); // few names are all shown
}
