// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "core/review/plan.h"
#include "core/review/words.h"

using namespace streamtune;
using namespace streamtune::review;

namespace {

Plan samplePlan() {
    Plan p;
    p.id = "p-20260514-0badcafe";
    p.connection = "flink-prod";
    p.engine = "flink";
    p.jobId = "a1b2c3";
    p.jobName = "orders";
    p.epoch = "17";
    p.graphHash = "feed";
    p.base = {{"v1", 4}, {"v2", 2}, {"v3", 8}};
    PlanChange up{"v1", "Source: orders", 4, 6, 1, "demand 5,400/s at 1,000/s each", 0.7, 0.12, false};
    PlanChange down{"v3", "sink", 8, 5, 1, "idle", std::nullopt, std::numeric_limits<double>::quiet_NaN(), true};
    p.changes = {up, down};
    p.slotsBefore = 8;
    p.slotsAfter = 6;
    p.created = *fromRfc3339("2026-05-14T12:00:00Z");
    p.expires = *fromRfc3339("2026-05-15T12:00:00Z");
    p.model = "ds2";
    p.evidence = R"([{"kind":"window","busy":0.91}])";
    return p;
}

} // namespace

TEST_CASE("a plan is written as scripts expect it") {
    const Json json = planToJson(samplePlan());
    CHECK(json["format"] == "streamtune.plan/1");
    CHECK(json["job"] == Json{{"id", "a1b2c3"}, {"name", "orders"}});
    CHECK(json["base"] == Json{{"v1", 4}, {"v2", 2}, {"v3", 8}});
    CHECK(json["changes"][0]["vertex"] == "v1");
    CHECK(json["changes"][0]["from"] == 4);
    CHECK(json["changes"][0]["to"] == 6);
    CHECK(json["changes"][0]["lower"] == 1);
    CHECK(json["changes"][0]["predicted"] == Json{{"busy", 0.7}, {"bottleneck", 0.12}});
    CHECK(json["changes"][1]["predicted"]["busy"].is_null());
    CHECK(json["changes"][1]["predicted"]["bottleneck"] == "NaN");
    CHECK(json["path"] == "in_place");
    CHECK(json["slots"] == Json{{"before", 8}, {"after", 6}});
    CHECK(json["created"] == "2026-05-14T12:00:00.000Z");
    CHECK(json["parent"].is_null());
    CHECK(json["why_nothing"] == Json::array());
    CHECK(json["evidence"][0]["kind"] == "window");
    CHECK_FALSE(json.contains("state"));
    for (const char* additive : {"epoch", "graph_hash", "rollback", "savepoint", "placement"})
        CHECK(json.contains(additive));
}

TEST_CASE("the hash is SHA-256 over the canonical text without hash and state") {
    Json json = planToJson(samplePlan());
    const std::string hash = json["hash"];
    CHECK(hash == planHash(samplePlan()));
    json.erase("hash");
    CHECK(hash == "sha256:" + sha256Hex(json.dump()));
    CHECK(hash.size() == 7 + 64);
}

TEST_CASE("a plan comes back as it was, with its state left aside") {
    Json json = planToJson(samplePlan());
    json["state"] = "approved";
    const auto back = planFromJson(json);
    REQUIRE(back);
    CHECK(planHash(*back) == planHash(samplePlan()));
    CHECK(back->target() == ParallelismVector{{"v1", 6}, {"v2", 2}, {"v3", 5}});
    CHECK(isMissing(back->changes[1].predictedBusy));
    CHECK(isUndefined(back->changes[1].predictedBottleneck));
    CHECK(back->changes[1].edited);
}

TEST_CASE("names with quotes, HTML, emoji, line ends and ten thousand characters survive") {
    Plan plan = samplePlan();
    plan.jobName = "\"><script>alert('x')</script> \U0001F4A5\n\tDROP TABLE plan;--";
    plan.changes[0].name = std::string(10'000, 'n') + "\U0001F680";
    plan.changes[0].reason = "because; of \"quotes\"";
    const auto parsed = parseJson(canonicalJson(planToJson(plan)), "plan");
    REQUIRE(parsed);
    const auto back = planFromJson(*parsed);
    REQUIRE(back);
    CHECK(back->jobName == plan.jobName);
    CHECK(back->changes[0].name == plan.changes[0].name);
    CHECK(planAsText(plan).find("…") != std::string::npos);
    for (const char* form : {"json", "rest", "yaml", "ticket", "args"})
        CHECK(planAs(plan, form));
}

TEST_CASE("every hand edit is noticed") {
    const Json original = planToJson(samplePlan());
    int edits = 0;
    for (const auto& [key, value] : original.items()) {
        if (key == "hash" || key == "format")
            continue;
        Json edited = original;
        edited[key] = value.is_string() ? Json(value.get<std::string>() + " ") : Json("edited");
        const auto parsed = planFromJson(edited);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == "plan.hash");
        ++edits;
    }
    CHECK(edits == 19);
    Json number = original;
    number["changes"][0]["to"] = 7;
    CHECK(planFromJson(number).error().code == "plan.hash");
    Json added = original;
    added["surprise"] = 1;
    CHECK(planFromJson(added).error().code == "plan.hash");
    Json hash = original;
    hash["hash"] = "sha256:00";
    CHECK(planFromJson(hash).error().code == "plan.hash");
}

TEST_CASE("what cannot be a plan is refused with a reason even when its hash fits") {
    const auto refused = [](const std::function<void(Json&)>& spoil) {
        Json json = planToJson(samplePlan());
        json.erase("hash");
        spoil(json);
        json["hash"] = "sha256:" + sha256Hex(canonicalJson(json));
        const auto parsed = planFromJson(json);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().sentence.size() > 20);
        return parsed.error().code;
    };
    CHECK(refused([](Json& j) { j["format"] = "streamtune.graph/1"; }) == "plan.format");
    CHECK(refused([](Json& j) { j["id"] = ""; }) == "plan.format");
    CHECK(refused([](Json& j) { j["engine"] = "spark"; }) == "plan.format");
    CHECK(refused([](Json& j) { j["base"]["v1"] = 0; }) == "plan.format");
    CHECK(refused([](Json& j) { j["base"] = 4; }) == "plan.format");
    CHECK(refused([](Json& j) { j["changes"][0]["to"] = 1.5; }) == "plan.format");
    CHECK(refused([](Json& j) { j["changes"][0]["to"] = -1; }) == "plan.format");
    CHECK(refused([](Json& j) { j["changes"][0]["lower"] = 99; }) == "plan.format");
    CHECK(refused([](Json& j) { j["changes"][0]["from"] = 3; }) == "plan.format");
    CHECK(refused([](Json& j) { j["changes"][0]["vertex"] = "ghost"; }) == "plan.format");
    CHECK(refused([](Json& j) { j["changes"][1] = j["changes"][0]; }) == "plan.format");
    CHECK(refused([](Json& j) { j["path"] = "by_magic"; }) == "plan.format");
    CHECK(refused([](Json& j) { j["expires"] = "soon"; }) == "plan.format");
    CHECK(refused([](Json& j) { j["slots"]["after"] = 1e300; }) == "plan.format");
    CHECK(refused([](Json& j) { j["evidence"] = "much"; }) == "plan.format");
    CHECK(refused([](Json& j) { j["why_nothing"] = Json::array({1}); }) == "plan.format");
    CHECK(refused([](Json& j) { j["placement"] = {{"v1", {-1}}}; }) == "plan.format");
    CHECK(refused([](Json& j) { j["from_the_future"] = true; }) == "plan.format");
    CHECK(planFromJson(Json::array()).error().code == "plan.format");
}

TEST_CASE("the diff for people") {
    Plan plan = samplePlan();
    CHECK(planAsText(plan) == "Plan p-20260514-0badcafe for job \"orders\" on flink-prod (flink)\n"
                              "  + Source: orders    4 -> 6    predicted busy 0.70  predicted bottleneck 0.12\n"
                              "      demand 5,400/s at 1,000/s each\n"
                              "  - sink              8 -> 5    yours\n"
                              "      idle\n"
                              "1 raised, 1 lowered; slots 8 -> 6 (-2); path in_place.\n");
    plan.changes.clear();
    plan.whyNothing = {"Nothing is back-pressured."};
    CHECK(planAsText(plan).find("  Nothing is back-pressured.\nNo change.\n") != std::string::npos);
}

TEST_CASE("a plan can be taken elsewhere") {
    const Plan plan = samplePlan();
    const auto rest = parseJson(*planAs(plan, "rest"), "rest");
    REQUIRE(rest);
    CHECK((*rest)["v1"]["parallelism"] == Json{{"lowerBound", 1}, {"upperBound", 6}});
    CHECK((*rest)["v2"]["parallelism"] == Json{{"lowerBound", 1}, {"upperBound", 2}}); // unchanged ones are sent too
    CHECK(planAs(plan, "yaml")->find("pipeline.jobvertex-parallelism-overrides: \"v1:6,v2:2,v3:5\"") !=
          std::string::npos);
    CHECK(*planAs(plan, "args") == "-Dpipeline.jobvertex-parallelism-overrides='v1:6,v2:2,v3:5'\n");
    CHECK(planAs(plan, "ticket")->find(planHash(plan)) != std::string::npos);
    CHECK(planFromJson(*parseJson(*planAs(plan, "json"), "json")));
    CHECK(planAs(plan, "telegram").error().code == "plan.form");
    Plan simulated = plan;
    simulated.engine = "simulated";
    CHECK(planAs(simulated, "yaml").error().code == "plan.form");
    CHECK(*planAs(simulated, "args") == "--parallelism '{\"v1\":6,\"v2\":2,\"v3\":5}'\n");
}

TEST_CASE("words for one line, for a column and for the record") {
    CHECK(oneLine("a\nb\tc") == "a b c");
    CHECK(shortName("abcdefghij", 7) == "abc…hij");
    CHECK(displayWidth(shortName(std::string(100, 'x') + "é", 20)) == 20);
    CHECK(shortName("ééééééé", 5) == "éé…éé");
    CHECK(forTheRecord("PUT x\nAuthorization: Bearer abc.def\nnext") == "PUT x\nAuthorization: Bearer (hidden)\nnext");
    CHECK(forTheRecord(R"x({"password":"hunter2","p":3})x") == R"x({"password":"(hidden)","p":3})x");
    CHECK(forTheRecord("?token=abc&x=1") == "?token=(hidden)&x=1");
    CHECK(forTheRecord("Tokenizer runs with 4") == "Tokenizer runs with 4");
    CHECK(forTheRecord("éééé", 5) == "éé…");
    CHECK(forTheRecord("12345", 5) == "12345");
}

TEST_CASE("states have the words of the plan format") {
    std::set<std::string> words;
    for (int i = 0; i <= static_cast<int>(PlanState::RolledBack); ++i) {
        const auto state = static_cast<PlanState>(i);
        CHECK((planStateFromString(toString(state)) == state));
        words.insert(toString(state));
    }
    CHECK(words.size() == 14);
    CHECK_FALSE(planStateFromString("Draft"));
}
