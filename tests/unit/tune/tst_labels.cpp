// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <limits>

#include "core/tune/labels.h"
#include "tests/support/tune_data.h"

using namespace streamtune;
using namespace streamtune::tune;
using testing::chain;
using testing::seen;

namespace {

Labels labelsOf(const JobGraph& graph, const std::vector<NodeObservation>& nodes,
                const std::vector<SourceObservation>& sources = {}) {
    Observation window;
    window.nodes = nodes;
    window.sources = sources;
    return labelWindow(graph, window, {});
}

} // namespace

TEST_CASE("a job without back-pressure has no bottleneck, however busy") {
    const auto labels =
        labelsOf(chain({"a", "b", "c"}), {seen("a", 0.2, 0.05), seen("b", 0.99, 0.10), seen("c", 0.7, 0)});
    CHECK_FALSE(labels.underProvisioned);
    CHECK(labels.values() == std::map<std::string, int>{{"a", 0}, {"b", 0}, {"c", 0}});
}

TEST_CASE("the cause is where back-pressure ends") {
    const auto labels = labelsOf(chain({"a", "b", "c", "d"}),
                                 {seen("a", 0.1, 0.9), seen("b", 0.3, 0.7), seen("c", 0.98, 0.0), seen("d", 0.4, 0)});
    CHECK(labels.underProvisioned);
    CHECK(labels.values() == std::map<std::string, int>{{"a", -1}, {"b", -1}, {"c", 1}, {"d", -1}});
    CHECK(labels.nodes.at("c").why.find("\"b\" waits for it") != std::string::npos);
    CHECK(labels.nodes.at("c").why.find("98.0 %") != std::string::npos);
    CHECK(labels.nodes.at("d").why.find("starved") != std::string::npos);
    CHECK(labels.nodes.at("a").why.find("victim") != std::string::npos);
}

TEST_CASE("a candidate that is not busy points elsewhere, and what follows it is not starved by it") {
    const auto labels = labelsOf(chain({"a", "b", "c"}), {seen("a", 0.1, 0.9), seen("b", 0.6, 0.0), seen("c", 0.4, 0)});
    CHECK(labels.values() == std::map<std::string, int>{{"a", -1}, {"b", -1}, {"c", 0}});
    CHECK(labels.nodes.at("b").why.find("Cause elsewhere") != std::string::npos);
}

TEST_CASE("a saturated source is a bottleneck when it accepts too little") {
    const auto graph = chain({"a", "b"});
    SourceObservation source;
    source.id = "a";
    source.offered = 1000;
    source.accepted = 997;
    auto labels = labelsOf(graph, {seen("a", 0.99, 0), seen("b", 0.4, 0)}, {source});
    CHECK(labels.underProvisioned);
    CHECK(labels.values() == std::map<std::string, int>{{"a", 1}, {"b", -1}});
    source.accepted = 998;
    labels = labelsOf(graph, {seen("a", 0.99, 0), seen("b", 0.4, 0)}, {source});
    CHECK_FALSE(labels.underProvisioned);
    source.backlogGrowth = 100;
    labels = labelsOf(graph, {seen("a", 0.5, 0), seen("b", 0.4, 0)}, {source});
    CHECK(labels.underProvisioned);
    CHECK(labels.nodes.at("a").label == -1);
}

TEST_CASE("what a source that idles seems to leave is an error of its counters, up to a bound") {
    const auto graph = chain({"a", "b"});
    SourceObservation source;
    source.id = "a";
    source.offered = 1000;
    source.accepted = 985;
    CHECK_FALSE(labelsOf(graph, {seen("a", 0.5, 0.05), seen("b", 0.4, 0)}, {source}).underProvisioned);
    CHECK(labelsOf(graph, {seen("a", 0.85, 0.08), seen("b", 0.4, 0)}, {source}).underProvisioned);
    source.accepted = 965;
    CHECK(labelsOf(graph, {seen("a", 0.5, 0.05), seen("b", 0.4, 0)}, {source}).underProvisioned);
}

TEST_CASE("two causes in one chain are told apart") {
    // b is full; c is held back all the same, so d must be a cause of its own.
    const auto labels =
        labelsOf(chain({"a", "b", "c", "d", "e"}), {seen("a", 0.1, 0.9), seen("b", 0.97, 0.02), seen("c", 0.5, 0.5),
                                                    seen("d", 0.96, 0), seen("e", 0.5, 0)});
    CHECK(labels.values() == std::map<std::string, int>{{"a", -1}, {"b", 1}, {"c", -1}, {"d", 1}, {"e", -1}});
    CHECK(labels.nodes.at("d").why.find("second cause") != std::string::npos);
}

TEST_CASE("causes in two branches are both named, and the healthy branch is not") {
    JobGraph graph = chain({"s", "b", "x"});
    graph.nodes.push_back(graph.nodes[1]);
    graph.nodes.back().id = graph.nodes.back().name = "c";
    graph.edges.push_back({"s", "c", "hash", 0, 1});
    graph.edges.push_back({"c", "x", "hash", 1, 1});
    const auto both = labelsOf(graph, {seen("s", 0.1, 0.8), seen("b", 0.95, 0), seen("c", 0.9, 0), seen("x", 0.2, 0)});
    CHECK(both.values() == std::map<std::string, int>{{"s", -1}, {"b", 1}, {"c", 1}, {"x", -1}});
    const auto one = labelsOf(graph, {seen("s", 0.1, 0.8), seen("b", 0.95, 0), seen("c", 0.5, 0), seen("x", 0.2, 0)});
    CHECK(one.values() == std::map<std::string, int>{{"s", -1}, {"b", 1}, {"c", -1}, {"x", -1}});
}

TEST_CASE("missing and undefined numbers never become zeros") {
    const auto graph = chain({"a", "b", "c"});
    const double nan = std::numeric_limits<double>::quiet_NaN();
    auto labels = labelsOf(graph, {seen("a", 0.1, 0.9), seen("b", std::nullopt, 0), seen("c", 0.2, 0)});
    CHECK(labels.nodes.at("b").label == -1);
    CHECK(labels.nodes.at("b").why.find("busy share was not measured") != std::string::npos);
    labels = labelsOf(graph, {seen("a", 0.1, 0.9), seen("b", nan, nan), seen("c", 0.2, 0)});
    CHECK(labels.nodes.at("b").label == -1);
    labels = labelsOf(graph, {});
    CHECK_FALSE(labels.underProvisioned);
    CHECK(labels.values() == std::map<std::string, int>{{"a", -1}, {"b", -1}, {"c", -1}});
}

TEST_CASE("a window with a restart is not labelled") {
    Observation window;
    window.quiet = false;
    window.nodes = {seen("a", 0.1, 0.9), seen("b", 0.99, 0)};
    const auto labels = labelWindow(chain({"a", "b"}), window, {});
    CHECK(labels.values() == std::map<std::string, int>{{"a", -1}, {"b", -1}});
}
