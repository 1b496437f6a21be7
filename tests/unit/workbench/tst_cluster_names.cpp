// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <initializer_list>

#include "core/workbench/cluster_names.h"

using namespace streamtune;
using workbench::sharedShape;
using workbench::WeighedGraph;

namespace {

struct Node {
    const char* id;
    const char* label;
    std::initializer_list<const char*> inputs;
    const char* window = "";
    const char* join = "";
};

JobGraph graphOf(std::initializer_list<Node> nodes) {
    JobGraph graph;
    for (const Node& node : nodes) {
        Operator op;
        op.id = node.id;
        op.label = node.label;
        op.features.windowType = node.window;
        op.features.join = node.join;
        graph.nodes.push_back(op);
        for (const char* from : node.inputs) {
            Edge edge;
            edge.from = from;
            edge.to = node.id;
            edge.label = "hash";
            graph.edges.push_back(edge);
        }
    }
    return graph;
}

const JobGraph kChain = graphOf({{"a", "source", {}}, {"b", "map", {"a"}}, {"c", "sink", {"b"}}});
const JobGraph kCounted = graphOf({{"a", "source", {}}, {"b", "window", {"a"}, "tumbling"}, {"c", "sink", {"b"}}});
const JobGraph kSessions = graphOf({{"a", "source", {}}, {"b", "aggregate", {"a"}, "session"}, {"c", "sink", {"b"}}});
const JobGraph kTwice =
    graphOf({{"a", "source", {}}, {"b", "aggregate", {"a"}}, {"c", "aggregate", {"b"}}, {"d", "sink", {"c"}}});
const JobGraph kFan = graphOf({{"a", "source", {}}, {"b", "map", {"a"}}, {"c", "sink", {"b"}}, {"d", "sink", {"b"}}});
const JobGraph kJoin =
    graphOf({{"a", "source", {}}, {"b", "source", {}}, {"c", "join", {"a", "b"}}, {"d", "sink", {"c"}}});
const JobGraph kJoinCounted = graphOf({{"a", "source", {}},
                                       {"b", "source", {}},
                                       {"c", "source", {}},
                                       {"d", "join", {"a", "b"}},
                                       {"e", "join", {"d", "c"}},
                                       {"f", "aggregate", {"e"}},
                                       {"g", "sink", {"f"}}});
const JobGraph kTables = graphOf({{"a", "source", {}},
                                  {"b", "source", {}},
                                  {"c", "aggregate", {"a"}},
                                  {"d", "aggregate", {"b"}},
                                  {"e", "join", {"c", "d"}, "", "inner"},
                                  {"f", "sink", {"e"}}});
const JobGraph kDiamond =
    graphOf({{"a", "source", {}}, {"b", "aggregate", {"a"}}, {"c", "join", {"a", "b"}}, {"d", "sink", {"c"}}});
const JobGraph kRules = graphOf({{"a", "source", {}},
                                 {"r", "source", {}},
                                 {"m", "join", {"a", "r"}, "", "temporal"},
                                 {"n", "aggregate", {"m"}, "sliding"},
                                 {"x", "sink", {"n"}},
                                 {"y", "sink", {"n"}}});

std::string of(std::initializer_list<WeighedGraph> members) {
    return sharedShape(members);
}

} // namespace

TEST_CASE("a cluster is called by the narrowest kind that its jobs share") {
    CHECK(of({{&kChain}}) == "chains without state");
    CHECK(of({{&kCounted}}) == "one stream aggregated");
    CHECK(of({{&kSessions}}) == "session windows");
    CHECK(of({{&kTwice}}) == "aggregates in a row");
    CHECK(of({{&kFan}}) == "fan-out to several sinks");
    CHECK(of({{&kJoin}}) == "joins of 2 streams");
    CHECK(of({{&kJoinCounted}}) == "joins of 3 streams, then an aggregate");
    CHECK(of({{&kTables}}) == "joins of streams that are aggregated first");
    CHECK(of({{&kDiamond}}) == "a stream joined with itself");
    CHECK(of({{&kRules}}) == "temporal joins, then an aggregate, to several sinks");
    CHECK(of({{&kJoin}, {&kJoinCounted}}) == "joins of 2-3 streams");
    CHECK(of({}).empty());
}

TEST_CASE("two thirds of the jobs decide, not of the graphs") {
    CHECK(of({{&kSessions, 2}, {&kChain, 1}}) == "session windows");
    CHECK(of({{&kSessions, 1}, {&kChain, 2}}) == "chains without state");
    CHECK(of({{&kSessions, 1}, {&kChain, 1}}) == "short chains");
    CHECK(of({{&kJoin, 1}, {&kChain, 1}}) == "mixed shapes");
}

TEST_CASE("clusters of one kind are told apart by their size") {
    const auto names = workbench::sharedShapes({{"c1", {{&kJoin}}}, {"c2", {{&kJoin}, {&kJoin}}}, {"c3", {{&kFan}}}});
    CHECK(names.at("c1") == "joins of 2 streams (4 operators)");
    CHECK(names.at("c3") == "fan-out to several sinks");
}
