// SPDX-License-Identifier: GPL-3.0-or-later
#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <doctest/doctest.h>
#include <random>

#include "core/history/history_reader.h"
#include "core/history/store.h"
#include "tests/support/history_data.h"

using namespace streamtune;
using namespace streamtune::history;
using namespace streamtune::test;

namespace {

/// Every row of a filter, page by page.
std::vector<ObservationRow> all(Store& store, const ObservationFilter& filter, int pageSize) {
    std::vector<ObservationRow> rows;
    std::string after;
    do {
        const auto page = store.observations(filter, pageSize, after, {});
        REQUIRE(page);
        CHECK(page->rows.size() <= static_cast<std::size_t>(pageSize));
        rows.insert(rows.end(), page->rows.begin(), page->rows.end());
        after = page->next;
    } while (!after.empty());
    return rows;
}

bool matches(const ObservationFilter& f, const ObservationRow& r) {
    return (f.connection.empty() || f.connection == r.connection) && (f.jobName.empty() || f.jobName == r.jobName) &&
           (f.nodeNameContains.empty() || r.nodeName.find(f.nodeNameContains) != std::string::npos) &&
           (!f.run || *f.run == r.run) && (!f.busyAbove || (r.node.busyMax && *r.node.busyMax > *f.busyAbove)) &&
           (!f.backpressureAbove || (r.node.backpressuredMax && *r.node.backpressuredMax > *f.backpressureAbove)) &&
           (!f.label || r.label == f.label) && (!f.since || r.start >= *f.since) && (!f.until || r.start <= *f.until);
}

std::string nameOf(const ObservationRow& r) {
    return std::to_string(r.run) + "/" + std::to_string(r.window) + "/" + r.node.id;
}

/// 3 jobs on 2 connections, 4 runs each, 6 windows a run, some numbers missing or NaN, imported out of order.
void fill(Store& store) {
    std::mt19937 random(7);
    for (int j = 0; j < 3; ++j) {
        const JobGraph graph = chainGraph("job" + std::to_string(j), 3 + j);
        for (int r = 3; r >= 0; --r)
            for (int w = 0; w < 6; ++w) {
                Observation window = windowOf(graph, "d" + std::to_string(r), r * 6 + w);
                window.connection = j == 2 ? "remote" : "local";
                std::map<std::string, int> labels;
                for (NodeObservation& n : window.nodes) {
                    if (random() % 5 == 0)
                        n.busyMax = std::nullopt;
                    if (random() % 5 == 0)
                        n.backpressuredMax = std::numeric_limits<double>::quiet_NaN();
                    if (random() % 2 == 0)
                        labels[n.id] = static_cast<int>(random() % 3) - 1;
                }
                REQUIRE(store.record(graph, window, labels));
            }
    }
    const char* const ids[] = {"n0", "n1", "n2"};
    for (int i = 0; i < 30; ++i) // corrected labels count as the computed ones do
        REQUIRE(store.overrideLabel({1 + i % 12, i % 6, ids[i % 3], i % 3 - 1, "ann", "x", {}}));
}

std::vector<ObservationFilter> filters() {
    std::vector<ObservationFilter> list(1);
    const auto add = [&](auto set) {
        ObservationFilter f;
        set(f);
        list.push_back(f);
    };
    add([](auto& f) { f.connection = "remote"; });
    add([](auto& f) { f.connection = "local"; });
    add([](auto& f) { f.connection = "nowhere"; });
    add([](auto& f) { f.jobName = "job1"; });
    add([](auto& f) { f.nodeNameContains = "map"; });
    add([](auto& f) { f.nodeNameContains = "sink 4"; });
    add([](auto& f) { f.nodeNameContains = "%"; });
    add([](auto& f) { f.run = 5; });
    add([](auto& f) { f.run = 500; });
    add([](auto& f) { f.busyAbove = 0.5; });
    add([](auto& f) { f.busyAbove = 1.5; });
    add([](auto& f) { f.backpressureAbove = 0.3; });
    for (int label = -1; label <= 1; ++label)
        add([&](auto& f) { f.label = label; });
    add([](auto& f) { f.since = dayOne() + Millis{100'000}; });
    add([](auto& f) { f.until = dayOne() + Millis{100'000}; });
    add([](auto& f) {
        f.since = dayOne() + Millis{50'000};
        f.until = dayOne() + Millis{100'000};
        f.busyAbove = 0.2;
        f.nodeNameContains = "map";
        f.label = 1;
        f.connection = "local";
    });
    for (int label = -1; label <= 1; ++label) {
        add([&](auto& f) { f.label = label, f.busyAbove = 0.6; });
        add([&](auto& f) { f.label = label, f.backpressureAbove = 0.6; });
        add([&](auto& f) { f.label = label, f.backpressureAbove = 0.3, f.busyAbove = 0.2; });
    }
    add([](auto& f) { f.busyAbove = 0.7, f.backpressureAbove = 0.2; });
    add([](auto& f) { f.busyAbove = 0.2, f.backpressureAbove = 0.7; });
    add([](auto& f) {
        f.jobName = "job2";
        f.backpressureAbove = 0.1;
        f.nodeNameContains = "source";
    });
    add([](auto& f) {
        f.run = 2;
        f.busyAbove = 0.3;
    });
    return list;
}

} // namespace

TEST_CASE("every filter gives exactly its rows, newest first, whatever the page size") {
    const ScratchFolder folder;
    auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
    REQUIRE(store);
    fill(**store);
    const auto everything = all(**store, {}, 1'000);
    CHECK(everything.size() == (3 + 4 + 5) * 24);
    CHECK(std::ranges::is_sorted(everything, std::ranges::greater{}, &ObservationRow::start));
    int index = 0;
    for (const ObservationFilter& filter : filters()) {
        CAPTURE(index++);
        std::vector<std::string> expected, found;
        for (const ObservationRow& row : everything)
            if (matches(filter, row))
                expected.push_back(nameOf(row));
        for (const ObservationRow& row : all(**store, filter, index % 2 ? 7 : 1))
            found.push_back(nameOf(row));
        CHECK(found == expected);
    }
}

TEST_CASE("no filter sorts or scans the table of observations") {
    const ScratchFolder folder;
    auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
    REQUIRE(store);
    SQLite::Database db((folder / "w.db").string());
    for (const ObservationFilter& filter : filters())
        for (const bool oneJob : {false, true}) {
            SQLite::Statement explain(db, "EXPLAIN QUERY PLAN " + observationQueryText(filter, oneJob));
            std::string plan;
            while (explain.executeStep())
                plan += explain.getColumn(3).getString() + "\n";
            CAPTURE(plan);
            CHECK(plan.find("TEMP B-TREE") == std::string::npos);
            CHECK(plan.find(oneJob ? "USING COVERING INDEX window_job" : "USING COVERING INDEX window_time") !=
                  std::string::npos);
            CHECK(plan.find("SEARCH o USING PRIMARY KEY (window=?)") != std::string::npos);
        }
}

TEST_CASE("a key that is no key is refused") {
    const ScratchFolder folder;
    auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
    REQUIRE(store);
    for (const char* key : {"x", "1", "1.2", "1.2.", "1.2.3.4", "1.2.99999999999999999999", "1..2", "."}) {
        const auto page = (*store)->observations({}, 10, key, {});
        REQUIRE_FALSE(page);
        CHECK(page.error().code == "store.key");
    }
    CHECK_FALSE((*store)->runs("", 10, "x", {}));
    CHECK_FALSE((*store)->graphs(10, "x", {}));
    CHECK_FALSE((*store)->plans("", "", "", 10, "x"));
    CHECK_FALSE((*store)->auditRows("", std::nullopt, 10, "x"));
}

TEST_CASE("runs and graphs come in pages that miss and repeat nothing") {
    const ScratchFolder folder;
    auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
    REQUIRE(store);
    fill(**store);
    std::vector<std::int64_t> seen;
    std::string after;
    do {
        const auto page = (*store)->runs("", 5, after, {});
        REQUIRE(page);
        for (const RunRecord& run : page->rows)
            seen.push_back(run.id);
        after = page->next;
    } while (!after.empty());
    CHECK(seen.size() == 12);
    std::ranges::sort(seen);
    CHECK(std::ranges::adjacent_find(seen) == seen.end());
    CHECK((*store)->runs("job1", 100, "", {})->rows.size() == 4);

    std::vector<std::string> hashes;
    do {
        const auto page = (*store)->graphs(1, after, {});
        REQUIRE(page);
        for (const GraphRecord& graph : page->rows)
            hashes.push_back(graph.hash);
        after = page->next;
    } while (!after.empty());
    CHECK(hashes.size() == 3);
}

TEST_CASE("a stop request ends a query") {
    const ScratchFolder folder;
    auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
    REQUIRE(store);
    const JobGraph graph = chainGraph("job", 10);
    std::vector<Observation> windows;
    for (int i = 0; i < 300; ++i)
        windows.push_back(windowOf(graph, "d", i, 0));
    REQUIRE((*store)->recordAll(graph, windows, {}));
    std::stop_source source;
    source.request_stop();
    ObservationFilter none;
    none.label = 1;
    none.busyAbove = 0.0;
    const auto page = (*store)->observations({}, 100'000, "", source.get_token());
    REQUIRE_FALSE(page);
    CHECK(page.error().code == "store.cancelled");
    const auto next = (*store)->observations({}, 10, "", {}); // the store is as good as before
    REQUIRE(next);
    CHECK(next->rows.size() == 10);
}

TEST_CASE("an override is what every reading shows, and it is kept with its reason") {
    const ScratchFolder folder;
    auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
    REQUIRE(store);
    const JobGraph graph = chainGraph("job", 3);
    const auto run = (*store)->record(graph, windowOf(graph, "d", 0), {{"n0", 1}, {"n1", 0}});
    REQUIRE(run);
    REQUIRE((*store)->overrideLabel({run->id, 0, "n0", 0, "ann", "it was the GC", {}}));
    REQUIRE((*store)->overrideLabel({run->id, 0, "n2", 1, "ann", "seen \"live\"", {}}));
    REQUIRE((*store)->overrideLabel({run->id, 0, "n2", -1, "bob", "not sure", {}}));
    ObservationFilter filter;
    filter.label = 1;
    CHECK(all(**store, filter, 10).empty());
    filter.label = 0;
    CHECK(all(**store, filter, 10).size() == 2);
    filter.label = -1;
    const auto rows = all(**store, filter, 10);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].node.id == "n2");
    CHECK(rows[0].labelOverridden);
    const auto overrides = (*store)->overrides(run->id);
    REQUIRE(overrides);
    REQUIRE(overrides->size() == 3);
    CHECK((*overrides)[1].reason == "seen \"live\"");
    const auto summary = (*store)->summary(run->id);
    REQUIRE(summary);
    CHECK((*summary)[0].bottleneck == 0);
    CHECK((*summary)[0].sufficient == 1);
    CHECK((*summary)[2].undecided == 1);
    CHECK((*summary)[2].bottleneck == 0);
    CHECK((*store)->auditRows("run:1/0/n2", std::nullopt, 10, "")->rows.size() == 2);
    CHECK((*store)->windowsOfRun(run->id, 0, 10, {})->front().labels ==
          std::map<std::string, int>{{"n0", 1}, {"n1", 0}});

    CHECK((*store)->overrideLabel({run->id, 0, "n0", 2, "ann", "", {}}).error().code == "store.value");
    CHECK((*store)->overrideLabel({run->id, 9, "n0", 1, "ann", "", {}}).error().code == "store.unknown_window");
    CHECK((*store)->overrideLabel({run->id, 0, "nx", 1, "ann", "", {}}).error().code == "store.unknown_node");
}
