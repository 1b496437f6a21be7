// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/graph/canonical.h"
#include "core/history/store.h"
#include "tests/support/history_data.h"

using namespace streamtune;
using namespace streamtune::history;
using namespace streamtune::test;

namespace {

std::unique_ptr<Store> open(const ScratchFolder& folder) {
    auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
    REQUIRE(store);
    return std::move(*store);
}

void checkSame(const Observation& a, const Observation& b) {
    CHECK(observationToJson(a).dump() == observationToJson(b).dump());
}

} // namespace

TEST_CASE("a window comes back exactly as it was recorded") {
    const ScratchFolder folder;
    const auto store = open(folder);
    JobGraph graph = chainGraph("job", 4);
    graph.nodes[1].name = std::string(10'000, 'n') + " <b>\"'&\xF0\x9F\xA6\x9D";
    Observation window = strangeWindow(graph);
    std::swap(window.nodes[0], window.nodes[3]); // its own order of nodes
    const auto run = store->record(graph, window, {{"n1", 1}, {"n2", 0}, {"n3", -1}});
    REQUIRE(run);
    CHECK(run->windows == 1);
    CHECK(run->graphHash == canonicalForm(graph).hash);
    CHECK(run->parallelism == graph.parallelism());

    const auto windows = store->windows(window.connection, "job", std::nullopt, 10, {});
    REQUIRE(windows);
    REQUIRE(windows->size() == 1);
    checkSame(windows->front(), window);
    CHECK(sameNumber(windows->front().nodes[3].busyMax, std::nullopt));
    CHECK(isUndefined(windows->front().nodes[1].busyMax));
    CHECK(windows->front().nodes[2].busyMax == 0.0);
    CHECK(std::signbit(*windows->front().nodes[2].outRate));

    const auto back = store->latestGraph(window.connection, "job");
    REQUIRE(back);
    REQUIRE(back->has_value());
    CHECK((*back)->nodes[1].name == graph.nodes[1].name);
    CHECK((*back)->parallelism() == graph.parallelism());

    const auto rows = store->observations({}, 10, "", {});
    REQUIRE(rows);
    REQUIRE(rows->rows.size() == 4);
    CHECK(rows->rows[1].nodeName == graph.nodes[1].name);
    CHECK(rows->rows[1].label == 1);
    CHECK(rows->rows[0].label == -1);
    CHECK_FALSE(rows->rows[3].label.has_value());
    CHECK(isUndefined(rows->rows[1].node.busyMax));
    CHECK(rows->rows[1].node.subtaskIn.size() == 4);
    CHECK_FALSE(rows->rows[0].quiet);
}

TEST_CASE("windows of one deployment are one run; equal graphs are stored once") {
    const ScratchFolder folder;
    const auto store = open(folder);
    const JobGraph first = chainGraph("a", 3);
    const JobGraph second = chainGraph("b", 3, "other"); // isomorphic, other ids
    for (int i = 0; i < 5; ++i)
        REQUIRE(store->record(first, windowOf(first, "d" + std::to_string(i / 3), i), {}));
    REQUIRE(store->record(second, windowOf(second, "d0", 9), {}));
    const auto stats = store->stats();
    REQUIRE(stats);
    CHECK(stats->jobs == 2);
    CHECK(stats->graphs == 1);
    CHECK(stats->runs == 3);
    CHECK(stats->observations == 18);
    CHECK(stats->bytes > 0);

    const auto runs = store->runs("", 10, "", {});
    REQUIRE(runs);
    REQUIRE(runs->rows.size() == 3);
    CHECK(runs->rows[0].jobName == "b");
    CHECK(runs->rows[1].windows == 2);
    CHECK(runs->rows[2].windows == 3);
    CHECK(runs->rows[2].started == dayOne());
    CHECK(runs->rows[2].lastSeen == dayOne() + Millis{30'000});
    CHECK(runs->rows[2].parallelism == first.parallelism());

    const auto graphs = store->graphs(10, "", {});
    REQUIRE(graphs);
    REQUIRE(graphs->rows.size() == 1);
    CHECK(graphs->rows[0].jobs == 2);
    CHECK(graphs->rows[0].runs == 3);
    CHECK(graphs->rows[0].graph.nodes[0].id == "n0");
    CHECK((*store->latestGraph("local", "b"))->nodes[0].id == "other0");
    CHECK_FALSE((*store->latestGraph("local", "none")).has_value());
    CHECK((*store->graph(graphs->rows[0].hash))->runs == 3);
    CHECK_FALSE((*store->graph("none")).has_value());
}

TEST_CASE("recording many windows equals recording them one by one") {
    const ScratchFolder folder;
    const JobGraph graph = chainGraph("job", 5);
    std::vector<Observation> windows;
    std::vector<std::map<std::string, int>> labels;
    for (int i = 0; i < 20; ++i) {
        windows.push_back(windowOf(graph, "d" + std::to_string(i / 7), i));
        labels.push_back({{"n1", i % 3 - 1}});
    }
    auto one = Store::open(folder / "one.db", OpenMode::ReadWrite);
    auto many = Store::open(folder / "many.db", OpenMode::ReadWrite);
    REQUIRE(one);
    REQUIRE(many);
    for (std::size_t i = 0; i < windows.size(); ++i)
        REQUIRE((*one)->record(graph, windows[i], labels[i]));
    CHECK((*many)->recordAll(graph, windows, labels).value() == 20);
    for (Store* store : {one->get(), many->get()}) {
        const auto read = store->windows("local", "job", std::nullopt, 100, {});
        REQUIRE(read);
        REQUIRE(read->size() == 20);
        for (std::size_t i = 0; i < 20; ++i)
            checkSame((*read)[i], windows[19 - i]);
    }
    const auto a = (*one)->summary(1);
    const auto b = (*many)->summary(1);
    REQUIRE(a);
    REQUIRE(b);
    REQUIRE(a->size() == 5);
    for (std::size_t i = 0; i < 5; ++i) {
        CHECK((*a)[i].id == (*b)[i].id);
        CHECK((*a)[i].windows == 7);
        CHECK(sameNumber((*a)[i].busyMax, (*b)[i].busyMax));
        CHECK(*(*a)[i].busyMean == doctest::Approx(*(*b)[i].busyMean));
        CHECK((*a)[i].bottleneck == (*b)[i].bottleneck);
    }
    CHECK((*a)[1].bottleneck == 2);
    CHECK((*a)[1].sufficient == 2);
    CHECK((*a)[1].undecided == 3);
}

TEST_CASE("a window with a node twice is refused and nothing of it stays") {
    const ScratchFolder folder;
    const auto store = open(folder);
    const JobGraph graph = chainGraph("job", 2);
    Observation window = windowOf(graph, "d", 0);
    window.nodes.push_back(window.nodes[0]);
    const auto refused = store->record(graph, window, {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "store.value");
    CHECK((*store->stats()).runs == 0);
}

TEST_CASE("a node that is measured but not in the graph is kept") {
    const ScratchFolder folder;
    const auto store = open(folder);
    const JobGraph graph = chainGraph("job", 2);
    Observation window = windowOf(graph, "d", 0);
    NodeObservation extra;
    extra.id = "extra";
    extra.parallelism = 3;
    window.nodes.push_back(extra);
    REQUIRE(store->record(graph, windowOf(graph, "d", 1), {}));
    REQUIRE(store->record(graph, window, {}));
    const auto windows = store->windows("local", "job", std::nullopt, 10, {});
    REQUIRE(windows);
    checkSame(windows->back(), window);
}

TEST_CASE("what becomes known of a running deployment updates its graph") {
    const ScratchFolder folder;
    const auto store = open(folder);
    JobGraph graph = chainGraph("job", 2);
    REQUIRE(store->record(graph, windowOf(graph, "d", 0), {}));
    graph.nodes[0].name = "now with a name";
    const auto run = store->record(graph, windowOf(graph, "d", 1), {});
    REQUIRE(run);
    CHECK(run->windows == 2);
    CHECK((*store->latestGraph("local", "job"))->nodes[0].name == "now with a name");
    CHECK((*store->stats()).graphs == 1);
}

TEST_CASE("a transaction is all or nothing, and a failed call inside undoes only itself") {
    const ScratchFolder folder;
    const auto store = open(folder);
    const JobGraph graph = chainGraph("job", 2);
    Observation twice = windowOf(graph, "d", 0);
    twice.nodes.push_back(twice.nodes[0]);
    const Status undone = store->transaction([&]() -> Status {
        ST_TRY(store->record(graph, windowOf(graph, "d", 0), {}));
        return fail("test.stop", "Stop here.");
    });
    REQUIRE_FALSE(undone);
    CHECK(undone.error().code == "test.stop");
    CHECK((*store->stats()).runs == 0);
    CHECK((*store->stats()).graphs == 0);

    REQUIRE(store->transaction([&]() -> Status {
        ST_TRY(store->record(graph, windowOf(graph, "d", 0), {}));
        CHECK_FALSE(store->record(graph, twice, {}));
        CHECK_FALSE(store->movePlan("none", "draft", "checked", {}));
        ST_TRY(store->record(graph, windowOf(graph, "d", 1), {}));
        return {};
    }));
    CHECK((*store->stats()).observations == 4);
    CHECK(store->findWindow(windowOf(graph, "d", 1)).value() == std::pair<std::int64_t, std::int64_t>(1, 1));
    CHECK_FALSE(store->findWindow(windowOf(graph, "d", 2)).value().has_value());
}
