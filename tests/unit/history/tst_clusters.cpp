// SPDX-License-Identifier: GPL-3.0-or-later
// Stored clusters, edits, distances, notes, tags, and windows that are forgotten.
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/graph/graph_json.h"
#include "core/history/exchange.h"
#include "core/history/store.h"
#include "tests/support/history_data.h"

using namespace streamtune;
using namespace streamtune::history;

namespace {

struct Desk {
    test::ScratchFolder folder;
    std::unique_ptr<Store> store = open();
    std::unique_ptr<Store> open() const { return std::move(*Store::open(folder / "w.db", OpenMode::ReadWrite)); }
};

ClusterSet sampleSet() {
    ClusterSet set;
    set.origin = "computed";
    set.who = "ann";
    set.reason = "because";
    set.definition = "dL";
    set.tau = 5;
    set.seed = 7;
    set.starts = 4;
    set.novelty = 10;
    set.distancesComputed = 3;
    set.distancesTotal = 6;
    set.total = 4.5;
    set.silhouette = 0.25;
    set.clusters = {{"c1", "first", "aaaa", "", 0.5, {{"aaaa", 0, 0, false}, {"bbbb", 1, 3, true}}},
                    {"c2", "", "cccc", "c1", 0, {{"cccc", 0, 0, false}}}};
    return set;
}

} // namespace

TEST_CASE("a set of clusters comes back as it was stored, the newest first") {
    Desk desk;
    CHECK_FALSE(desk.store->clusterSet().value().has_value());
    const auto id = desk.store->putClusterSet(sampleSet());
    REQUIRE(id);
    ClusterSet second = sampleSet();
    second.parent = *id;
    second.kAsked = 2;
    const auto later = desk.store->putClusterSet(second);
    REQUIRE(later);
    desk.store = desk.open();
    const auto first = desk.store->clusterSet(*id);
    REQUIRE(first);
    REQUIRE(first->has_value());
    CHECK((*first)->clusters == sampleSet().clusters);
    CHECK((*first)->tau == 5);
    CHECK_FALSE((*first)->kAsked.has_value());
    CHECK(desk.store->clusterSet().value()->id == *later);
    CHECK(desk.store->clusterSet().value()->parent == *id);
    CHECK(desk.store->clusterSet().value()->kAsked == 2);
    const auto page = desk.store->clusterSets(1, "");
    REQUIRE(page);
    CHECK(page->rows.front().id == *later);
    CHECK(desk.store->clusterSets(1, page->next).value().rows.front().id == *id);
    CHECK(desk.store->verifyAudit({}).value().rows == 2);
}

TEST_CASE("edits are kept, undone and done again, each with its audit row") {
    Desk desk;
    ClusterEdit edit{0, {}, "move", {"aaaa"}, "cccc", "", "bob", "it fits", false};
    const auto id = desk.store->addClusterEdit(edit);
    REQUIRE(id);
    CHECK(desk.store->addClusterEdit({0, {}, "paint", {}, "", "", "bob", "no such edit", false}).error().code != "");
    REQUIRE(desk.store->undoClusterEdit(*id, "bob", "no"));
    CHECK(desk.store->undoClusterEdit(*id, "bob", "no").error().code == "cluster.edit");
    CHECK(desk.store->clusterEdits().value().front().undone);
    REQUIRE(desk.store->redoClusterEdit(*id, "bob", "yes"));
    const auto edits = desk.store->clusterEdits();
    REQUIRE(edits);
    REQUIRE(edits->size() == 1);
    CHECK(edits->front().graphs == std::vector<std::string>{"aaaa"});
    CHECK(edits->front().target == "cccc");
    CHECK_FALSE(edits->front().undone);
    CHECK(desk.store->verifyAudit({}).value().rows == 3);
}

TEST_CASE("bounds of distances only get closer") {
    Desk desk;
    REQUIRE(desk.store->keepDistances("dL", {{"b", "a", 2, 9}, {"a", "c", 1, 1}}));
    REQUIRE(desk.store->keepDistances("dL", {{"a", "b", 1, 7}}));
    REQUIRE(desk.store->keepDistances("uU", {{"a", "b", 0, 0}}));
    const auto known = desk.store->knownDistances("dL");
    REQUIRE(known);
    REQUIRE(known->size() == 2);
    CHECK(known->front().a == "a");
    CHECK(known->front().lower == 2);
    CHECK(known->front().upper == 7);
}

TEST_CASE("notes and tags") {
    Desk desk;
    const auto id = desk.store->addNote({0, "run:1", "odd morning", "ann", {}});
    REQUIRE(id);
    CHECK(desk.store->addNote({0, "run:1", "  ", "ann", {}}).error().code == "store.value");
    CHECK(desk.store->notes("run:1").value().front().text == "odd morning");
    CHECK(desk.store->notes("run:2").value().empty());
    CHECK(desk.store->notes("").value().size() == 1);
    REQUIRE(desk.store->addTag("run:1", "incident"));
    REQUIRE(desk.store->addTag("run:1", "incident"));
    REQUIRE(desk.store->addTag("job:local/q5", "incident"));
    CHECK(desk.store->tags("run:1").value() == std::vector<std::string>{"incident"});
    CHECK(desk.store->tagged("incident").value().size() == 2);
    REQUIRE(desk.store->removeTag("run:1", "incident"));
    CHECK(desk.store->tags("run:1").value().empty());
    REQUIRE(desk.store->removeNote(*id));
    CHECK(desk.store->removeNote(*id).error().code == "store.unknown_note");
}

TEST_CASE("old windows go; runs, summaries, tagged runs and the audit trail stay") {
    Desk desk;
    const JobGraph graph = test::chainGraph("q", 4);
    for (int deployment = 0; deployment < 3; ++deployment)
        for (int number = 0; number < 5; ++number)
            REQUIRE(desk.store->record(
                graph, test::windowOf(graph, "d" + std::to_string(deployment), deployment * 100 + number), {}));
    const auto runs = desk.store->runs("", 10, "", {}).value().rows; // newest first
    REQUIRE(runs.size() == 3);
    REQUIRE(desk.store->addTag("run:" + std::to_string(runs.back().id), "keep"));
    const auto summary = desk.store->summary(runs[1].id).value();

    Retention what;
    what.before = runs.front().started;
    what.dryRun = true;
    CHECK(desk.store->forget(what, "ann", "old", {}).value().windows == 5);
    CHECK(desk.store->windowsOfRun(runs[1].id, 0, 10, {}).value().size() == 5);
    what.dryRun = false;
    const auto report = desk.store->forget(what, "ann", "old", {});
    REQUIRE_MESSAGE(report, (report ? "" : report.error().sentence));
    CHECK(report->windows == 5);
    CHECK(report->observations == 20);
    CHECK(report->runs == 1);
    CHECK(report->bytesAfter <= report->bytesBefore);
    CHECK(desk.store->windowsOfRun(runs[1].id, 0, 10, {}).value().empty());
    CHECK(desk.store->windowsOfRun(runs[2].id, 0, 10, {}).value().size() == 5);
    CHECK(desk.store->windowsOfRun(runs[0].id, 0, 10, {}).value().size() == 5);
    CHECK(desk.store->summary(runs[1].id).value().front().windows == summary.front().windows);
    CHECK(desk.store->run(runs[1].id).value()->windows == 5);
    CHECK(desk.store->verifyAudit({}).value().intact);
    CHECK(desk.store->checkIntegrity({}));
    // The run goes on where it was: numbers are never given twice.
    REQUIRE(desk.store->record(graph, test::windowOf(graph, "d1", 900), {}));
    CHECK(desk.store->windowsOfRun(runs[1].id, 0, 10, {}).value().front().number == 5);
    CHECK_FALSE(desk.store->tableSizes({}).value().empty());
}

TEST_CASE("what was forgotten comes back from its copy to its place") {
    Desk desk;
    const JobGraph graph = test::chainGraph("q", 4);
    const std::map<std::string, int> labels{{graph.nodes[1].id, 1}, {graph.nodes[2].id, 0}};
    for (int deployment = 0; deployment < 3; ++deployment)
        for (int number = 0; number < 4; ++number)
            REQUIRE(desk.store->record(
                graph, test::windowOf(graph, "d" + std::to_string(deployment), deployment * 100 + number), labels));
    const auto runs = desk.store->runs("", 10, "", {}).value().rows; // newest first
    LabelOverride given;
    given.run = runs[1].id;
    given.window = 2;
    given.node = graph.nodes[1].id;
    given.label = -1;
    given.who = "ann";
    given.reason = "a restart";
    REQUIRE(desk.store->overrideLabel(given));
    REQUIRE(desk.store->addTag("run:" + std::to_string(runs[2].id), "keep"));
    const auto everything = [&] {
        std::string all;
        for (const RunRecord& run : runs) {
            const RunRecord now = desk.store->run(run.id).value().value();
            all += std::to_string(now.windows) + ";";
            const auto windows = desk.store->windowsOfRun(run.id, 0, 100, {}).value();
            for (const RecordedWindow& w : windows) {
                all += std::to_string(w.number) + canonicalJson(observationToJson(w.window)) + ":";
                for (const auto& [node, label] : w.labels)
                    all += node + std::to_string(label);
            }
            const auto summary = desk.store->summary(run.id).value();
            for (const RunNodeSummary& s : summary)
                all += s.id + std::to_string(s.windows) + "," + std::to_string(s.bottleneck);
        }
        const ObservationFilter undecided{.connection = {},
                                          .jobName = {},
                                          .nodeNameContains = {},
                                          .run = {},
                                          .busyAbove = {},
                                          .backpressureAbove = {},
                                          .label = -1,
                                          .since = {},
                                          .until = {}};
        const auto rows = desk.store->observations(undecided, 100, "", {}).value().rows;
        for (const ObservationRow& row : rows)
            all += "|" + row.node.id;
        return all;
    };
    const std::string before = everything();

    Retention what;
    what.before = runs.front().started;
    what.copy = desk.folder.path() / "old.jsonl";
    what.dryRun = true;
    REQUIRE(desk.store->forget(what, "ann", "old", {}));
    CHECK_FALSE(std::filesystem::exists(what.copy));
    what.dryRun = false;
    const auto report = desk.store->forget(what, "ann", "old", {});
    REQUIRE_MESSAGE(report, (report ? "" : report.error().sentence));
    CHECK(report->windows == 4);
    CHECK(everything() != before);
    // Nothing overwrites the only copy, and nothing leaves where it cannot be written.
    CHECK(desk.store->forget(what, "ann", "old", {}).error().code == "export.write");
    Retention nowhere = what;
    nowhere.before = TimePoint::max();
    nowhere.copy = desk.folder.path() / "no" / "such" / "folder.jsonl";
    CHECK(desk.store->forget(nowhere, "ann", "old", {}).error().code == "export.write");
    CHECK(desk.store->windowsOfRun(runs[0].id, 0, 10, {}).value().size() == 4);

    const auto back = importFile(*desk.store, what.copy, {}, {});
    REQUIRE_MESSAGE(back, (back ? "" : back.error().sentence));
    CHECK(back->imported == 4);
    CHECK(back->skipped == back->known);
    CHECK(everything() == before);
    CHECK(importFile(*desk.store, what.copy, {}, {}).value().imported == 0);
    CHECK(everything() == before);
    CHECK(desk.store->verifyAudit({}).value().intact);

    // Into another workspace the copy goes like any history.
    Desk other;
    CHECK(importFile(*other.store, what.copy, {}, {}).value().imported == 5);
    CHECK(other.store->runs("", 10, "", {}).value().rows.front().windows == 4);

    // What has nothing to lose leaves no file.
    what.before = TimePoint{};
    what.copy = desk.folder.path() / "none.jsonl";
    CHECK(desk.store->forget(what, "ann", "old", {}).value().windows == 0);
    CHECK_FALSE(std::filesystem::exists(what.copy));
}
