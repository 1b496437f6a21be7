// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/graph/graph_json.h"
#include "core/history/exchange.h"
#include "core/history/zip_file.h"
#include "tests/support/history_data.h"

using namespace streamtune;
using namespace streamtune::history;
using namespace streamtune::test;

namespace {

std::unique_ptr<Store> open(const std::filesystem::path& file) {
    auto store = Store::open(file, OpenMode::ReadWrite);
    REQUIRE(store);
    return std::move(*store);
}

void writeFile(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

std::string contentOf(const std::filesystem::path& file) {
    std::ostringstream out;
    out << std::ifstream(file, std::ios::binary).rdbuf();
    return out.str();
}

std::int64_t exported(Store& store, ExportWhat what, const std::filesystem::path& file, const std::string& plan = {},
                      const std::string& job = {}) {
    const auto rows = exportFile(store, {what, file, plan, job}, {}, {});
    if (!rows)
        MESSAGE(rows.error().sentence);
    REQUIRE(rows);
    return *rows;
}

ImportReport imported(Store& store, const std::filesystem::path& file, const Labeller& labeller = {}) {
    const auto report = importFile(store, file, {}, {}, labeller);
    if (!report)
        MESSAGE(report.error().sentence);
    REQUIRE(report);
    return *report;
}

/// Two jobs, strange values, labels, overrides, a name of 10,000 characters.
void fillStrange(Store& store) {
    JobGraph graph = chainGraph("job \"a\" <b>\xF0\x9F\xA6\x9D", 4);
    graph.nodes[2].name = std::string(10'000, 'x') + "\n\"'&<\xE2\x82\xAC";
    for (int i = 0; i < 6; ++i)
        REQUIRE(store.record(graph, windowOf(graph, "d" + std::to_string(i / 3), i), {{"n1", i % 3 - 1}}));
    REQUIRE(store.record(graph, strangeWindow(graph), {}));
    REQUIRE(store.overrideLabel({1, 2, "n2", 1, "ann \"x\"", "because, of <this>", dayOne()}));
    const JobGraph other = chainGraph("other", 3, "o");
    REQUIRE(store.record(other, windowOf(other, "d", 3), {}));
}

std::string stateOf(Store& store) {
    const ScratchFolder folder;
    exported(store, ExportWhat::History, folder / "h.jsonl");
    return contentOf(folder / "h.jsonl");
}

PlanRecord planOf(const std::string& id) {
    Json json{{"format", "streamtune.plan/1"},
              {"id", id},
              {"connection", "local"},
              {"engine", "simulated"},
              {"job", {{"id", "other-id"}, {"name", "other"}}},
              {"base", {{"o0", 1}}},
              {"changes", Json::array()},
              {"created", toRfc3339(dayOne() + Millis{60'000})},
              {"model", "ds2"},
              {"evidence", Json::array()},
              {"parent", nullptr},
              {"why_nothing", {"\xF0\x9F\xA6\x9D \"quoted\""}}};
    PlanRecord plan;
    plan.id = id;
    plan.hash = "sha256:" + sha256Hex(canonicalJson(json));
    json["hash"] = plan.hash;
    plan.json = canonicalJson(json);
    plan.state = "draft";
    plan.connection = "local";
    plan.jobId = "other-id";
    plan.jobName = "other";
    plan.created = plan.updated = dayOne() + Millis{60'000};
    return plan;
}

AuditRow said(const std::string& action, const std::string& plan) {
    return {0, dayOne() + Millis{60'000}, "ann", action, "plan:" + plan, "comma, \"quote\"\nline", "{}", "", ""};
}

std::size_t filesIn(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

} // namespace

TEST_CASE("history goes out and comes back the same, and a second import adds nothing") {
    const ScratchFolder folder;
    const auto from = open(folder / "from.db");
    fillStrange(*from);
    CHECK(exported(*from, ExportWhat::History, folder / "h.jsonl") == 8);
    const auto to = open(folder / "to.db");
    const ImportReport report = imported(*to, folder / "h.jsonl");
    CHECK(report.format == "streamtune.history/1");
    CHECK(report.imported == 9); // 8 windows and a label
    CHECK(report.skipped == 0);
    CHECK((stateOf(*to) == stateOf(*from))); // too long to be printed
    CHECK(to->stats()->observations == from->stats()->observations);
    CHECK(to->summary(1)->at(2).bottleneck == 1);

    const ImportReport again = imported(*to, folder / "h.jsonl");
    CHECK(again.imported == 0);
    CHECK(again.skipped == 9);
    CHECK(again.known == 9);
    CHECK(again.rows.front().reason.find("already") != std::string::npos);
    CHECK((stateOf(*to) == stateOf(*from))); // too long to be printed

    CHECK(exported(*from, ExportWhat::History, folder / "one.jsonl", "", "other") == 1);
    for (std::istringstream lines(contentOf(folder / "h.jsonl")); lines.good();) {
        std::string line;
        std::getline(lines, line);
        if (!line.empty())
            CHECK(Json::parse(line).contains("kind"));
    }
}

/// What export writes of an odd job first: its graph, its run, and an observation of it.
static std::array<std::string, 3> strangeLines(const ScratchFolder& folder) {
    const auto from = open(folder / "from.db");
    fillStrange(*from);
    exported(*from, ExportWhat::History, folder / "h.jsonl", "", "other");
    std::istringstream lines(contentOf(folder / "h.jsonl"));
    std::array<std::string, 3> first;
    for (std::string& line : first)
        std::getline(lines, line);
    return first;
}

TEST_CASE("rows that cannot be used are skipped with line and reason, the others are imported") {
    const ScratchFolder folder;
    const auto [graph, run, observation] = strangeLines(folder);
    Json twice = Json::parse(observation);
    twice["nodes"].push_back(twice["nodes"][0]);
    twice["start"] = "2026-05-01T00:00:00Z";
    Json unknown = Json::parse(observation);
    unknown["run"] = 99;
    unknown["job"]["name"] = "never seen";
    writeFile(folder / "mixed.jsonl",
              graph + "\n\n" + run + "\r\n{broken\n" + observation + "\n" + observation + "\n" + twice.dump() + "\n" +
                  unknown.dump() + "\n{\"kind\":\"new\"}\n{\"kind\":\"label\",\"run\":1,\"window\":77}\n[]\n" +
                  R"({"kind":"observation","format":"streamtune.observation/1","nodes":[],"start":"x"})" + "\n" +
                  R"({"kind":"graph","nodes":3})");
    const auto to = open(folder / "to.db");
    const ImportReport report = imported(*to, folder / "mixed.jsonl");
    CHECK(report.imported == 1);
    std::vector<std::int64_t> numbers;
    for (const SkippedRow& row : report.rows) {
        CHECK_FALSE(row.reason.empty());
        numbers.push_back(row.line);
    }
    CHECK(numbers == std::vector<std::int64_t>{4, 6, 7, 8, 9, 10, 11, 12, 13});
    CHECK(report.skipped == 9);
    CHECK(report.known == 1);
    CHECK(report.sentence.find("9 skipped") != std::string::npos);
}

TEST_CASE("what cannot have been measured, or is of another kind, is skipped and named") {
    const ScratchFolder folder;
    const auto [graph, run, observation] = strangeLines(folder);
    struct Change {
        const char* where;
        Json value;
        const char* reason;
    };
    const std::vector<Change> changes{
        {"/nodes/0/in_rate", -5, "\"in_rate\" of node \"o0\" is -5, below 0."},
        {"/nodes/1/busy_max", "much", "\"busy_max\" of node \"o1\" is \"much\", which is no number."},
        {"/nodes/1/sub_in", Json::array({1, true}), "\"sub_in\" of node \"o1\" is true, which is no number."},
        {"/nodes/1/sub_in", 3, "\"sub_in\" of node \"o1\" is no list of numbers."},
        {"/nodes/2/p", 1.5, "The parallelism of node \"o2\" is 1.5, not a whole number up to 1048576."},
        {"/nodes/2/p", 1'000'000'000'000, "not a whole number up to 1048576."},
        {"/sources/0/accepted", -1, "\"accepted\" of source \"o0\" is -1, below 0."},
        {"/labels", Json::object({{"o1", 7}}), "The label of node \"o1\" is 7; labels are -1, 0 and 1."},
        {"/end", "2001-01-01T00:00:00Z", "The window ends before it starts."}};
    for (const Change& change : changes) {
        Json changed = Json::parse(observation);
        changed[Json::json_pointer(change.where)] = change.value;
        writeFile(folder / "one.jsonl", graph + "\n" + run + "\n" + changed.dump() + "\n");
        const auto to = open(folder / "to.db");
        const ImportReport report = imported(*to, folder / "one.jsonl");
        CHECK(report.imported == 0);
        REQUIRE(report.rows.size() == 1);
        INFO(report.rows[0].reason);
        CHECK(report.rows[0].reason.find(change.reason) != std::string::npos);
    }
}

TEST_CASE("observations as observe prints them join the job that is known") {
    const ScratchFolder folder;
    const auto store = open(folder / "w.db");
    const JobGraph graph = chainGraph("job", 3);
    REQUIRE(store->record(graph, windowOf(graph, "d", 0), {}));
    writeFile(folder / "o.jsonl", observationToJson(windowOf(graph, "d", 1)).dump() + "\n" +
                                      observationToJson(windowOf(graph, "d", 2)).dump() + "\n");
    const ImportReport report = imported(*store, folder / "o.jsonl", [](const JobGraph& g, const Observation&) {
        return std::map<std::string, int>{{g.nodes[1].id, 1}};
    });
    CHECK(report.imported == 2);
    CHECK(store->runs("job", 10, "", {})->rows.front().windows == 3);
    CHECK(store->summary(1)->at(1).bottleneck == 2);
}

TEST_CASE("the training history of the simulator finds its jobs beside it") {
    const ScratchFolder folder;
    JobGraph graph = chainGraph("train-1", 2);
    const std::string line =
        R"({"job":"train-1","dep":3,"win":2,"rates":{"n0":10.5},"nodes":[)"
        R"({"p":1.0,"sub_max":5.5,"in_rate":10,"out_rate":11,"busy_mean":0.5,"busy_max":0.6,"bp_mean":0,"bp_max":0.0,"idle_mean":0.5},)"
        R"({"p":4.0,"in_rate":11,"busy_max":null}],"sources":{"n0":{"offered":10.5,"accepted":10,"f":0.9,"backlog":7}}})";
    writeFile(folder / "history.jsonl", line + "\n" + line + "\n" + R"({"job":"missing","dep":0,"win":2,"nodes":[]})" +
                                            "\n" + R"({"job":"../../etc/passwd","dep":0,"win":2,"nodes":[]})" + "\n" +
                                            R"({"job":"train-1","dep":0,"win":2,"nodes":[{}]})" + "\n" +
                                            R"({"job":"train-1","dep":-1,"win":2,"nodes":[{},{}]})" + "\n");
    writeFile(folder / "train/train-1.json", graphToJson(graph).dump());
    const auto store = open(folder / "w.db");
    const ImportReport report = imported(*store, folder / "history.jsonl");
    CHECK(report.format == "simulator history");
    CHECK(report.imported == 1);
    CHECK(report.skipped == 5);
    const auto windows = store->windows("simulator-history", "train-1", std::nullopt, 10, {});
    REQUIRE(windows);
    REQUIRE(windows->size() == 1);
    const Observation& w = windows->front();
    CHECK(w.deployment == "dep-3");
    CHECK(w.nodes[1].parallelism == 4);
    CHECK(w.nodes[0].id == "n0");
    CHECK(w.nodes[0].busyMax == 0.6);
    CHECK(w.nodes[0].backpressuredMax == 0.0);
    CHECK_FALSE(w.nodes[1].busyMax.has_value());
    CHECK(w.notes.at("sub_max/n0") == "5.5");
    CHECK(w.sources.front().offered == 10.5);
    CHECK(store->latestGraph("simulator-history", "train-1").value()->parallelism() == w.parallelism());

    std::filesystem::remove_all(folder / "train"); // now the graph is in the workspace
    Json next = Json::parse(line);
    next["win"] = 3;
    writeFile(folder / "more.jsonl", next.dump());
    CHECK(imported(*store, folder / "more.jsonl").imported == 1);
}

TEST_CASE("a plan goes out and comes back as a draft; one that was changed by hand is refused") {
    const ScratchFolder folder;
    const auto from = open(folder / "from.db");
    REQUIRE(from->insertPlan(planOf("p1"), said("plan.created", "p1")));
    REQUIRE(from->movePlan("p1", "draft", "checked", said("plan.checked", "p1")));
    CHECK(exported(*from, ExportWhat::Plan, folder / "plan.json", "p1") == 1);
    const Json json = Json::parse(contentOf(folder / "plan.json"));
    CHECK(json["state"] == "checked");
    CHECK(json["hash"] == planOf("p1").hash);
    const auto to = open(folder / "to.db");
    CHECK(imported(*to, folder / "plan.json").imported == 1);
    const auto plan = to->plan("p1").value();
    REQUIRE(plan);
    CHECK(plan->json == planOf("p1").json);
    CHECK(plan->hash == planOf("p1").hash);
    CHECK(plan->state == "draft");
    CHECK(plan->created == planOf("p1").created);
    CHECK(imported(*to, folder / "plan.json").skipped == 1);

    Json edited = json;
    edited["base"]["o0"] = 9;
    writeFile(folder / "edited.json", edited.dump());
    const auto refused = importFile(*to, folder / "edited.json", {}, {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "plan.hash");
    CHECK(exportFile(*from, {ExportWhat::Plan, folder / "x.json", "none", ""}, {}, {}).error().code == "plan.unknown");
    CHECK_FALSE(std::filesystem::exists(folder / "x.json"));
}

TEST_CASE("a bundle holds the whole decision and comes back") {
    const ScratchFolder folder;
    const auto from = open(folder / "from.db");
    fillStrange(*from);
    REQUIRE(from->insertPlan(planOf("p1"), said("plan.created", "p1")));
    REQUIRE(from->movePlan("p1", "draft", "checked", said("plan.checked", "p1")));
    REQUIRE(from->approvePlan({"p1", planOf("p1").hash, "ann", "fine", {}, ""}, said("plan.approved", "p1")));
    CHECK(exported(*from, ExportWhat::Bundle, folder / "b.zip", "p1") == 1);
    const auto parts = readZip(folder / "b.zip");
    REQUIRE(parts);
    for (const char* name : {"manifest.json", "plan.json", "decision.json", "graph.json", "observations.jsonl",
                             "audit.json", "model.json"})
        CHECK(parts->contains(name));
    CHECK(Json::parse(parts->at("audit.json"))["rows"].size() == 3);
    CHECK(Json::parse(parts->at("decision.json"))["approvals"][0]["who"] == "ann");

    const auto to = open(folder / "to.db");
    const ImportReport report = imported(*to, folder / "b.zip");
    CHECK(report.format == "streamtune.bundle/1");
    CHECK(report.imported == 2);
    CHECK(to->plan("p1").value()->json == planOf("p1").json);
    CHECK(to->plan("p1").value()->state == "draft"); // an approval holds only where it was given
    const JobGraph other = chainGraph("other", 3, "o");
    CHECK(observationToJson(to->windows("local", "other", std::nullopt, 9, {})->front()) ==
          observationToJson(windowOf(other, "d", 3)));
    CHECK(to->document("bundle", "p1").value()->find("plan.approved") != std::string::npos);
    CHECK(to->verifyAudit({})->intact);
    CHECK(imported(*to, folder / "b.zip").skipped == 2);
    exported(*to, ExportWhat::Bundle, folder / "again.zip", "p1");
    CHECK(readZip(folder / "again.zip")->at("observations.jsonl").size() == parts->at("observations.jsonl").size());
    for (const char* name : {"decision.json", "audit.json"}) // as it was told, until somebody here goes on
        CHECK(readZip(folder / "again.zip")->at(name) == parts->at(name));
    REQUIRE(to->movePlan("p1", "draft", "rejected", said("plan.rejected", "p1")));
    exported(*to, ExportWhat::Bundle, folder / "on.zip", "p1");
    const Json both = Json::parse(readZip(folder / "on.zip")->at("audit.json"));
    CHECK(both["rows"].size() == 2);
    CHECK(both["came_with"]["audit"]["rows"].size() == 3);

    ZipParts forged = *parts;
    forged["decision.json"] += " ";
    REQUIRE(writeZip(folder / "forged.zip", forged));
    CHECK(importFile(*to, folder / "forged.zip", {}, {}).error().code == "import.format");
    REQUIRE(writeZip(folder / "other.zip", {{"a.txt", "x"}}));
    CHECK_FALSE(importFile(*to, folder / "other.zip", {}, {}));
    const std::string bytes = contentOf(folder / "b.zip");
    writeFile(folder / "cut.zip", bytes.substr(0, bytes.size() / 2));
    CHECK(importFile(*to, folder / "cut.zip", {}, {}).error().code == "import.read");
}

TEST_CASE("the audit trail is exported by extension, strange texts intact") {
    const ScratchFolder folder;
    const auto store = open(folder / "w.db");
    REQUIRE(store->audit(said("note", "a")));
    REQUIRE(store->audit(said("note", "b")));
    CHECK(exported(*store, ExportWhat::Audit, folder / "a.CSV") == 2);
    const std::string csv = contentOf(folder / "a.CSV");
    CHECK(csv.starts_with("seq,at,actor,action,subject,reason,detail,prev,hash\r\n1,2026-02-02T"));
    CHECK(csv.find("\"comma, \"\"quote\"\"\nline\"") != std::string::npos);
    CHECK(exported(*store, ExportWhat::Audit, folder / "a.json") == 2);
    const Json json = Json::parse(contentOf(folder / "a.json"));
    CHECK(json["rows"][1]["prev"] == json["rows"][0]["hash"]);
    CHECK(json["rows"][0]["reason"] == "comma, \"quote\"\nline");
}

TEST_CASE("what cannot be imported is named, and nothing is stored") {
    const ScratchFolder folder;
    const auto store = open(folder / "w.db");
    const auto code = [&](const std::string& name) {
        const auto report = importFile(*store, folder / name, {}, {});
        REQUIRE_FALSE(report);
        CHECK_FALSE(report.error().hint.empty());
        return report.error().code;
    };
    writeFile(folder / "empty", "");
    writeFile(folder / "blank", "\n \n");
    writeFile(folder / "text", "hello\nworld\n");
    writeFile(folder / "json", "{\"a\":\n1}");
    writeFile(folder / "graph", R"({"format":"streamtune.graph/1","nodes":[]})");
    writeFile(folder / "binary", std::string(100, '\0') + "\xff\xfe");
    writeFile(folder / "zip", "PK\x03\x04 nothing else");
    writeFile(folder / "deep", std::string(5'000, '['));
    CHECK(code("none") == "import.read");
    CHECK(code(".") == "import.read");
    CHECK(code("empty") == "import.format");
    CHECK(code("blank") == "import.format");
    CHECK(code("text") == "import.format");
    CHECK(code("json") == "import.format");
    CHECK(code("graph") == "import.format");
    CHECK(code("binary") == "import.format");
    CHECK(code("deep") == "import.format");
    CHECK(code("zip") == "import.read");
    CHECK(code("w.db") == "import.format");
    CHECK(store->stats()->observations == 0);
}

TEST_CASE("a cancelled import or export leaves nothing behind") {
    const ScratchFolder folder;
    const auto from = open(folder / "from.db");
    fillStrange(*from);
    exported(*from, ExportWhat::History, folder / "h.jsonl");
    const auto to = open(folder / "to.db");
    std::stop_source source;
    const auto stopAfterFive = [&, count = 0](const Progress&) mutable {
        if (++count == 5)
            source.request_stop();
    };
    const auto report = importFile(*to, folder / "h.jsonl", source.get_token(), stopAfterFive);
    REQUIRE_FALSE(report);
    CHECK(report.error().code == "import.cancelled");
    CHECK(to->stats()->runs == 0);
    const auto before = filesIn(folder.path());
    const auto rows = exportFile(*from, {ExportWhat::History, folder / "new.jsonl", "", ""}, source.get_token(), {});
    REQUIRE_FALSE(rows);
    CHECK(filesIn(folder.path()) == before);
}

TEST_CASE("an export that cannot be written says so and keeps what was there") {
    const ScratchFolder folder;
    const auto store = open(folder / "w.db");
    fillStrange(*store);
    CHECK(exportFile(*store, {ExportWhat::History, folder / "no/such/h.jsonl", "", ""}, {}, {}).error().code ==
          "export.write");
    CHECK(exportFile(*store, {ExportWhat::History, folder / "w.db", "", ""}, {}, {}).error().code == "export.write");
    CHECK(exportFile(*store, {ExportWhat::History, folder.path(), "", ""}, {}, {}).error().code == "export.write");
    CHECK(exportFile(*store, {ExportWhat::History, "/dev/full", "", ""}, {}, {}).error().code == "export.write");
    CHECK(exportFile(*store, {ExportWhat::History, folder / "n.jsonl", "", "nobody's"}, {}, {}).error().code ==
          "export.unknown_job");
    CHECK_FALSE(std::filesystem::exists(folder / "n.jsonl"));
    writeFile(folder / "old.json", "precious");
    const auto before = filesIn(folder.path());
    CHECK_FALSE(exportFile(*store, {ExportWhat::Plan, folder / "old.json", "none", ""}, {}, {}));
    CHECK(contentOf(folder / "old.json") == "precious");
    CHECK(filesIn(folder.path()) == before);
}
