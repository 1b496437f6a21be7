// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "core/history/name_pattern.h"
#include "core/history/run_archive.h"
#include "tests/support/history_data.h"

using namespace streamtune;
using namespace streamtune::history;
using namespace streamtune::test;

namespace {

/// 3 jobs on 2 connections, 5 deployments each, 2 windows a deployment; every third run has a bottleneck.
void fill(Store& store) {
    for (int j = 0; j < 3; ++j) {
        const JobGraph graph = chainGraph("job " + std::string(1, static_cast<char>('A' + j)), 3 + j);
        for (int r = 0; r < 5; ++r)
            for (int w = 0; w < 2; ++w) {
                Observation window = windowOf(graph, "d" + std::to_string(r), 100 * r + w);
                window.connection = j == 2 ? "remote" : "local";
                const int label = (j + r) % 3 == 0 ? 1 : 0;
                REQUIRE(store.record(graph, window, {{"n1", label}, {"n0", -1}}));
            }
    }
}

std::unique_ptr<RunArchive> archiveOf(const Store& store) {
    auto archive = RunArchive::beside(store);
    REQUIRE(archive);
    return std::move(*archive);
}

std::vector<RunRow> all(Store& store, const RunFilter& filter, int pageSize) {
    const auto archive = archiveOf(store);
    std::vector<RunRow> rows;
    std::string after;
    do {
        const auto page = archive->runs(filter, pageSize, after, {});
        REQUIRE(page);
        CHECK(page->rows.size() <= static_cast<std::size_t>(pageSize));
        rows.insert(rows.end(), page->rows.begin(), page->rows.end());
        after = page->next;
    } while (!after.empty());
    return rows;
}

std::size_t count(Store& store, std::string_view words) {
    const auto filter = runFilterOf(words, dayOne() + Millis{10'000'000});
    REQUIRE_MESSAGE(filter, std::string(words));
    return all(store, *filter, 4).size();
}

} // namespace

TEST_CASE("runs are listed newest first in pages, each once, with their worst operator, tags and notes") {
    const ScratchFolder folder;
    auto store = Store::open(folder / "w.stw", OpenMode::ReadWrite);
    REQUIRE(store);
    fill(**store);
    REQUIRE((*store)->addTag("run:3", "incident"));
    REQUIRE((*store)->addTag("run:3", "star"));
    REQUIRE((*store)->addNote({0, "run:3", "a broker was down", "ann", {}}));
    REQUIRE((*store)->overrideLabel({3, 1, "n1", 1, "ann", "seen", {}}));
    const auto rows = all(**store, {}, 4);
    CHECK(rows.size() == 15);
    for (std::size_t i = 1; i < rows.size(); ++i)
        CHECK(std::pair(rows[i - 1].run.started, rows[i - 1].run.id) > std::pair(rows[i].run.started, rows[i].run.id));
    const auto whole = all(**store, {}, 100);
    for (std::size_t i = 0; i < rows.size(); ++i)
        CHECK(rows[i].run.id == whole[i].run.id);
    const auto third = std::ranges::find(rows, 3, [](const RunRow& r) { return r.run.id; });
    REQUIRE(third != rows.end());
    CHECK(third->tags == std::vector<std::string>{"incident", "star"});
    CHECK(third->notes == 1);
    CHECK(third->corrections == 1);
    CHECK(third->worst == "map 1");
    CHECK(third->bottleneck == 1);
    CHECK(third->busyMax);
    CHECK(third->run.parallelism.size() == 3);
    CHECK(archiveOf(**store)->runs({}, 4, "nonsense", {}).error().code == "store.key");
}

TEST_CASE("words filter runs by everything that a list shows") {
    const ScratchFolder folder;
    auto store = Store::open(folder / "w.stw", OpenMode::ReadWrite);
    REQUIRE(store);
    fill(**store);
    REQUIRE((*store)->addTag("run:1", "two words"));
    REQUIRE((*store)->addNote({0, "run:2", "x", "ann", {}}));
    REQUIRE((*store)->overrideLabel({3, 0, "n1", 1, "ann", "seen", {}}));
    CHECK(count(**store, "") == 15);
    CHECK(count(**store, "JOB") == 15);
    CHECK(count(**store, "!b") == 0);
    CHECK(count(**store, "!\"job b\"") == 10);
    CHECK(count(**store, "job:\"job A\"") == 5);
    CHECK(count(**store, "job:job") == 0);
    CHECK(count(**store, "/^JOB [ab]$/") == 10);
    CHECK(count(**store, "/job.[^b]/") == 10);
    CHECK(count(**store, "!/ a$| b$/") == 5);
    CHECK(count(**store, "/job/ !/[b:>]$/") == 10);
    CHECK(count(**store, "/\\d/") == 0);
    CHECK(count(**store, "/job") == 0); // a part of a name as it stands
    CHECK(count(**store, "operator:/^sink[^3]4$/") == 5);
    CHECK(count(**store, "operator:/sink|nothing/ /c$/") == 5);
    CHECK(count(**store, "on:remote") == 5);
    CHECK(count(**store, "engine:simulated on:local") == 10);
    CHECK(count(**store, "engine:flink") == 0);
    CHECK(count(**store, "operator:\"sink 4\"") == 5);
    CHECK(count(**store, "operator:%") == 0);
    CHECK(count(**store, "tag:\"two words\"") == 1);
    CHECK(count(**store, "!tag:\"two words\"") == 14);
    CHECK(count(**store, "has:note") == 1);
    CHECK(count(**store, "has:correction") == 1);
    CHECK(count(**store, "label:bottleneck") == 6); // five computed ones and a corrected one
    CHECK(count(**store, "label:unknown") == 15);
    CHECK(count(**store, "since:" + toRfc3339(dayOne() + Millis{4'000'000})) == 3);
    CHECK(count(**store, "until:" + toRfc3339(dayOne() + Millis{1'000'000})) == 6);
    CHECK(count(**store, "since:9000s") == 12);
    const auto rows = all(**store, {}, 100);
    CHECK(count(**store, "graph:" + rows.front().run.graphHash.substr(0, 10)) == 5);
    std::size_t busy = 0;
    for (const RunRow& row : rows)
        busy += isKnown(row.busyMax) && *row.busyMax > 0.9 ? 1 : 0;
    CHECK(count(**store, "busy>0.9") == busy);
    CHECK(count(**store, "busy>90%") == busy);
    CHECK(count(**store, "bp>1") == 0);
}

TEST_CASE("names fit regular expressions without case, and what is wrong with one is said") {
    CHECK(NamePattern::make("^etl-.*lake$")->matches("ETL-orders-to-lake"));
    CHECK_FALSE(NamePattern::make("^etl-.*lake$")->matches("etl-lakes"));
    CHECK(NamePattern::make("q\\d{1,2}")->matches("nexmark-q12"));
    CHECK(NamePattern::make("[\\d]")->matches("7"));
    CHECK(NamePattern::make("a\\.b")->matches("a.b"));
    CHECK_FALSE(NamePattern::make("a\\.b")->matches("axb"));
    const auto broken = NamePattern::make("a(");
    REQUIRE(!broken);
    CHECK(broken.error().code == "filter.pattern");
    CHECK(broken.error().sentence == "Unmatched ( or \\(.");
    CHECK(!NamePattern::make(std::string(500, 'a')));
    CHECK(NamePattern::make("(a*)*(a*)*b$")->matches(std::string(20'000, 'a') + "b"));
}

TEST_CASE("a filter word that fits nothing is named, with what would fit") {
    for (const char* words :
         {"busy>x",     "busy>2", "!busy>0.5", "latency>3",   "label:bad", "since:yesterday",  "has:luck",
          "colour:red", "tag:",   "!job:x",    "busy>",       "\"\"",      "busy>-1",          "busy>nan",
          "/(/",        "!/[a/",  "//",        "/a{2,9999}/", "/(a)\\1/",  "/((a{9}){9}){9}/", "operator:/*(/"}) {
        const auto filter = runFilterOf(words, dayOne());
        REQUIRE_MESSAGE(!filter, words);
        CHECK(filter.error().code == "filter.term");
        CHECK(filter.error().sentence.find(words) != std::string::npos);
        CHECK(!filter.error().hint.empty());
    }
    CHECK(runFilterOf("   ", dayOne()).value() == RunFilter{});
    CHECK(filterTerms("a  \"b c\" tag:\"d e\"f g") == std::vector<std::string>{"a", "\"b c\"", "tag:\"d e\"f", "g"});
    for (const char* value : {"plain", "two words", ":x", "!no", "a\"b", "/path/"}) {
        const auto filter = runFilterOf(filterTerm("job", value), dayOne());
        REQUIRE(filter);
        std::string expected = value;
        std::erase(expected, '"');
        CHECK(filter->jobName == expected);
        CHECK(runFilterOf(filterTerm("", value), dayOne())->jobHas == std::vector{expected});
    }
}

TEST_CASE("spans of runs come oldest first, the newest ones where there are too many") {
    const ScratchFolder folder;
    auto store = Store::open(folder / "w.stw", OpenMode::ReadWrite);
    REQUIRE(store);
    fill(**store);
    const auto spans = archiveOf(**store)->spans(100, {});
    REQUIRE(spans);
    CHECK(spans->size() == 15);
    CHECK(std::ranges::is_sorted(*spans, {}, &RunSpan::from));
    CHECK(std::ranges::count_if(*spans, &RunSpan::bottleneck) == 5);
    const auto few = archiveOf(**store)->spans(4, {});
    REQUIRE(few);
    REQUIRE(few->size() == 4);
    CHECK(few->back().run == spans->back().run);
}

TEST_CASE("a withdrawn label gives way to the one before, and at last to the computed one; all of it is audited") {
    const ScratchFolder folder;
    auto store = Store::open(folder / "w.stw", OpenMode::ReadWrite);
    REQUIRE(store);
    const JobGraph graph = chainGraph("j", 3);
    REQUIRE((*store)->record(graph, windowOf(graph, "d", 0), {{"n1", 0}}));
    const auto inForce = [&] {
        const auto page = (*store)->observations({}, 10, "", {});
        REQUIRE(page);
        const auto row = std::ranges::find(page->rows, "n1", [](const ObservationRow& r) { return r.node.id; });
        REQUIRE(row != page->rows.end());
        return std::pair(row->label, row->labelOverridden);
    };
    const auto windows = [&](int label) {
        ObservationFilter filter;
        filter.label = label;
        return (*store)->observations(filter, 10, "", {})->rows.size();
    };
    REQUIRE((*store)->overrideLabel({1, 0, "n1", 1, "ann", "seen", {}}));
    REQUIRE((*store)->overrideLabel({1, 0, "n1", -1, "bob", "not sure", {}}));
    CHECK(inForce() == std::pair(std::optional(-1), true));
    REQUIRE(archiveOf(**store)->withdrawLabel(1, 0, "n1", "bob", "asked ann"));
    CHECK(inForce() == std::pair(std::optional(1), true));
    CHECK(windows(1) == 1);
    CHECK((*store)->overrides(1)->size() == 1);
    CHECK((*store)->summary(1)->at(1).bottleneck == 1);
    REQUIRE(archiveOf(**store)->withdrawLabel(1, 0, "n1", "ann", "was a test"));
    CHECK(inForce() == std::pair(std::optional(0), false));
    CHECK(windows(1) == 0);
    CHECK(windows(0) == 1);
    CHECK((*store)->overrides(1)->empty());
    CHECK((*store)->summary(1)->at(1).sufficient == 1);
    CHECK(archiveOf(**store)->withdrawLabel(1, 0, "n1", "ann", "again").error().code == "store.not_overridden");
    CHECK(archiveOf(**store)->withdrawLabel(1, 9, "n1", "ann", "again").error().code == "store.unknown_window");
    const auto rows = (*store)->auditRows("run:1/0/n1", std::nullopt, 10, "");
    REQUIRE(rows);
    REQUIRE(rows->rows.size() == 4);
    CHECK(rows->rows.front().action == "label.withdrawn");
    CHECK(rows->rows.front().detail == R"({"from":1,"to":0})");
    CHECK((*store)->verifyAudit({})->intact);
}

TEST_CASE("a note can be changed where it stands") {
    const ScratchFolder folder;
    auto store = Store::open(folder / "w.stw", OpenMode::ReadWrite);
    REQUIRE(store);
    const auto id = (*store)->addNote({0, "run:1", "a brker was down", "ann", {}});
    REQUIRE(id);
    REQUIRE(archiveOf(**store)->changeNote(*id, "a broker was down", "bob"));
    const auto notes = (*store)->notes("run:1");
    REQUIRE(notes);
    REQUIRE(notes->size() == 1);
    CHECK(notes->front().text == "a broker was down");
    CHECK(notes->front().who == "bob");
    CHECK(archiveOf(**store)->changeNote(*id, "  ", "bob").error().code == "store.value");
    CHECK(archiveOf(**store)->changeNote(99, "x", "bob").error().code == "store.unknown_note");
}
