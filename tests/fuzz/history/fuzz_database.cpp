// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged workspaces: whatever bytes change or are cut, opening and asking gives values or errors, never a crash.
// ST_FUZZ_ROUNDS sets the number of damaged files (default 300).
#include <cstdlib>
#include <doctest/doctest.h>
#include <fstream>
#include <random>
#include <sstream>

#include "core/history/exchange.h"
#include "core/history/store.h"
#include "core/history/window_detail.h"
#include "tests/support/history_data.h"

using namespace streamtune;
using namespace streamtune::history;
using namespace streamtune::test;

namespace {

int rounds() {
    const char* text = std::getenv("ST_FUZZ_ROUNDS");
    return text ? std::atoi(text) : 300;
}

std::string contentOf(const std::filesystem::path& file) {
    std::ostringstream out;
    out << std::ifstream(file, std::ios::binary).rdbuf();
    return out.str();
}

/// A small workspace with something in every table.
std::string validFile(const ScratchFolder& folder) {
    {
        auto store = Store::open(folder / "valid.db", OpenMode::ReadWrite);
        REQUIRE(store);
        const JobGraph graph = chainGraph("job", 4);
        std::vector<Observation> windows;
        for (int i = 0; i < 30; ++i)
            windows.push_back(windowOf(graph, "d" + std::to_string(i / 10), i));
        windows.push_back(strangeWindow(graph));
        REQUIRE((*store)->recordAll(graph, windows, {{{"n1", 1}}}));
        REQUIRE((*store)->overrideLabel({1, 0, "n1", 0, "ann", "x", {}}));
        PlanRecord plan;
        plan.id = "p1";
        plan.json = "{}";
        plan.state = "draft";
        AuditRow audit;
        audit.actor = "ann";
        REQUIRE((*store)->insertPlan(plan, audit));
        REQUIRE((*store)->putDocument("k", "a", "{}"));
    }
    return contentOf(folder / "valid.db");
}

/// Every error must have a code and a sentence; counts what came back as values.
struct Judge {
    int values = 0;
    int errors = 0;

    template <typename T>
    void operator()(const Result<T>& result) {
        if (result) {
            ++values;
        } else {
            ++errors;
            CHECK_FALSE(result.error().code.empty());
            CHECK_FALSE(result.error().sentence.empty());
        }
    }
};

void askEverything(Store& store, Judge& judge) {
    const JobGraph graph = chainGraph("job", 4);
    ObservationFilter filter;
    filter.nodeNameContains = "map";
    filter.busyAbove = 0.1;
    judge(store.stats());
    judge(store.observations({}, 1'000, "", {}));
    judge(store.observations(filter, 1'000, "", {}));
    judge(store.runs("", 100, "", {}));
    judge(store.graphs(100, "", {}));
    judge(store.windows("local", "job", std::nullopt, 100, {}));
    judge(store.latestGraph("local", "job"));
    judge(store.summary(1));
    judge(store.overrides(1));
    judge(store.windowsOfRun(1, 0, 100, {}));
    judge(store.plan("p"));
    judge(store.plans("", "", "", 100, ""));
    judge(store.auditRows("", std::nullopt, 100, ""));
    judge(store.verifyAudit({}));
    judge(store.documents("k"));
    judge(store.checkIntegrity({}));
    judge(store.record(graph, windowOf(graph, "new", 99), {{"n0", 1}}));
    judge(store.record(graph, windowOf(graph, "d0", 98), {}));
    judge(store.movePlan("p1", "draft", "checked", {}));
    judge(store.audit({}));
    judge(store.putDocument("k", "b", "{}"));
    judge(store.overrideLabel({1, 1, "n1", 0, "ann", "x", {}}));
}

std::string damaged(const std::string& valid, std::mt19937& random) {
    std::string bytes = valid;
    switch (random() % 4) {
    case 0: // cut off
        bytes.resize(random() % bytes.size());
        break;
    case 1: // a run of other bytes
        for (std::size_t i = random() % bytes.size(), n = random() % 600; n > 0 && i < bytes.size(); ++i, --n)
            bytes[i] = static_cast<char>(random());
        break;
    case 2: { // two pages change places
        constexpr std::size_t kPage = 8192;
        const std::size_t a = random() % (bytes.size() / kPage) * kPage, b = random() % (bytes.size() / kPage) * kPage;
        const std::string page = bytes.substr(a, kPage);
        bytes.replace(a, kPage, bytes.substr(b, kPage));
        bytes.replace(b, kPage, page);
        break;
    }
    default: // single bytes, half of them in the schema
        for (int n = 1 + static_cast<int>(random() % 20); n > 0; --n)
            bytes[random() % (random() % 2 ? bytes.size() : std::size_t{24'576})] = static_cast<char>(random());
    }
    return bytes;
}

} // namespace

TEST_CASE("damaged workspaces give values or errors, never a crash") {
    const ScratchFolder folder;
    const std::string valid = validFile(folder);
    REQUIRE(valid.size() > 50'000);
    std::mt19937 random(11);
    Judge judge;
    int refused = 0;
    for (int round = 0; round < rounds(); ++round) {
        CAPTURE(round);
        const auto file = folder / "damaged.db";
        for (const char* suffix : {"", "-wal", "-shm"})
            std::filesystem::remove(file.string() + suffix);
        std::ofstream(file, std::ios::binary) << damaged(valid, random);
        const auto store = Store::open(file, round % 3 ? OpenMode::ReadWrite : OpenMode::ReadOnly);
        if (!store) {
            ++refused;
            CHECK_FALSE(store.error().sentence.empty());
            continue;
        }
        askEverything(**store, judge);
    }
    MESSAGE("refused at opening: " << refused << ", answers: " << judge.values << ", errors: " << judge.errors);
    CHECK(judge.errors > 0);
    CHECK(judge.values > 0);
}

TEST_CASE("damaged blobs of windows give errors or other values, never a crash") {
    const JobGraph graph = chainGraph("job", 4);
    const std::string valid = encodeDetail(strangeWindow(graph), {0, 1, 2, 3});
    std::mt19937 random(12);
    int errors = 0;
    for (std::size_t cut = 0; cut < valid.size(); cut += 1 + cut / 50) {
        Observation window;
        std::vector<std::int64_t> positions;
        CHECK_FALSE(decodeDetail(std::string_view(valid).substr(0, cut), window, positions));
    }
    for (int round = 0; round < 50 * rounds(); ++round) {
        std::string bytes = valid;
        for (int n = 1 + static_cast<int>(random() % 8); n > 0; --n)
            bytes[random() % 700] = static_cast<char>(random());
        Observation window;
        std::vector<std::int64_t> positions;
        const Status decoded = decodeDetail(bytes, window, positions);
        errors += !decoded;
        if (decoded)
            CHECK(positions.size() == window.nodes.size());
    }
    CHECK(errors > 0);
}

TEST_CASE("damaged files of every import format are imported in part, refused or skipped, never half") {
    const ScratchFolder folder;
    (void)validFile(folder);
    std::vector<std::string> seeds;
    {
        auto store = Store::open(folder / "valid.db", OpenMode::ReadWrite);
        REQUIRE(store);
        REQUIRE(exportFile(**store, {ExportWhat::History, folder / "h.jsonl", "", ""}, {}, {}));
        REQUIRE(exportFile(**store, {ExportWhat::Bundle, folder / "b.zip", "p1", ""}, {}, {}));
        seeds = {contentOf(folder / "h.jsonl"), contentOf(folder / "b.zip")};
    }
    std::mt19937 random(13);
    Judge judge;
    auto store = Store::open(folder / "to.db", OpenMode::ReadWrite);
    REQUIRE(store);
    for (int round = 0; round < rounds() / 3; ++round) {
        CAPTURE(round);
        std::string bytes = seeds[random() % seeds.size()];
        if (random() % 5 == 0)
            bytes.resize(random() % bytes.size());
        for (int n = static_cast<int>(random() % 30); n > 0; --n)
            bytes[random() % bytes.size()] = "\"{}[]:,0-e\n\\uNaN\xff"[random() % 17];
        std::ofstream(folder / "damaged", std::ios::binary) << bytes;
        const auto before = (*store)->stats();
        const auto report = importFile(**store, folder / "damaged", {}, {});
        judge(report);
        if (!report)
            CHECK((*store)->stats()->observations == before->observations);
    }
    CHECK((*store)->checkIntegrity({}));
    CHECK(judge.values > 0);
    CHECK(judge.errors > 0);
}
