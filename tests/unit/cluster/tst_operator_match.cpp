// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "core/ged/cluster/operator_match.h"

using namespace streamtune;
using How = ged::OperatorMatch::How;

namespace {

Operator node(const std::string& id, const std::string& label, const std::string& name = {},
              const std::string& uid = {}) {
    Operator op;
    op.id = id;
    op.label = label;
    op.name = name;
    op.uid = uid;
    return op;
}

JobGraph chain(std::vector<Operator> nodes) {
    JobGraph graph;
    for (std::size_t i = 1; i < nodes.size(); ++i)
        graph.edges.push_back({nodes[i - 1].id, nodes[i].id, "hash", 0, 1});
    graph.nodes = std::move(nodes);
    return graph;
}

ged::OperatorMatches matched(const JobGraph& a, const JobGraph& b,
                             const std::map<std::string, std::string>& corrections = {}) {
    const auto result = ged::matchOperators(a, b, corrections, {}, {});
    REQUIRE(result);
    return *result;
}

} // namespace

TEST_CASE("vertex id comes before uid, uid before name, name before the shape") {
    const JobGraph before = chain({node("a", "source", "src"), node("b", "map", "parse", "u1"),
                                   node("c", "aggregate", "count"), node("d", "sink", "old out")});
    const JobGraph after = chain({node("a", "source", "other name"), node("x", "map", "parsed", "u1"),
                                  node("y", "aggregate", "count"), node("z", "sink", "new out")});
    const auto result = matched(before, after);
    CHECK(result.certain);
    CHECK((result.matches == std::vector<ged::OperatorMatch>{{"a", "a", How::VertexId, false},
                                                             {"b", "x", How::Uid, false},
                                                             {"c", "y", How::Name, false},
                                                             {"d", "z", How::EditPath, false}}));
}

TEST_CASE("what is new and what is gone is told apart from what changed its kind") {
    const JobGraph before =
        chain({node("1", "source"), node("2", "map"), node("3", "filter"), node("4", "aggregate"), node("5", "sink")});
    const JobGraph after = chain({node("a", "source"), node("b", "map"), node("d", "aggregate"), node("e", "sink")});
    const auto result = matched(before, after);
    REQUIRE(result.matches.size() == 5);
    CHECK(result.ofNew("d")->from == "4");
    CHECK((result.matches.back() == ged::OperatorMatch{"3", "", How::Removed, false}));

    const JobGraph relabelled = chain(
        {node("a", "source"), node("b", "flatmap"), node("c", "filter"), node("d", "aggregate"), node("e", "sink")});
    const auto second = matched(before, relabelled);
    CHECK((*second.ofNew("b") == ged::OperatorMatch{"2", "b", How::EditPath, true}));
}

TEST_CASE("names that stand twice decide nothing") {
    const JobGraph before = chain({node("1", "source", "s"), node("2", "map", "m"), node("3", "filter", "m")});
    const JobGraph after = chain({node("a", "source", "s"), node("b", "filter", "m"), node("c", "map", "m")});
    const auto result = matched(before, after);
    CHECK((result.ofNew("a")->how == How::Name));
    CHECK((result.ofNew("b")->how != How::Name));
}

TEST_CASE("what a person says comes first, and is checked") {
    const JobGraph before = chain({node("1", "source"), node("2", "map"), node("3", "sink")});
    const JobGraph after = chain({node("1", "source"), node("2", "map"), node("3", "sink")});
    const auto result = matched(before, after, {{"2", ""}, {"3", "2"}});
    CHECK((result.ofNew("2")->how == How::Added));
    CHECK((*result.ofNew("3") == ged::OperatorMatch{"2", "3", How::Person, true}));
    CHECK(result.matches.back().from == "3");
    for (const auto& wrong : {std::map<std::string, std::string>{{"9", "1"}}, {{"1", "9"}}, {{"1", "2"}, {"2", "2"}}}) {
        const auto refused = ged::matchOperators(before, after, wrong, {}, {});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == "match.correction");
    }
}

TEST_CASE("graphs without nodes match nothing") {
    CHECK(matched({}, {}).matches.empty());
    CHECK((matched({}, chain({node("a", "map")})).matches.front().how == How::Added));
}
