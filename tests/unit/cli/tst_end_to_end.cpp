// SPDX-License-Identifier: GPL-3.0-or-later
// The real program on the demo workspace, as a script would use it.
#ifdef ST_HAS_PROGRAM
#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/unit/cli/program.h"

using namespace streamtune;
using test::Ran;
using test::Sandbox;

namespace {

constexpr const char* kOverloaded = "nexmark-q5";
constexpr const char* kHealthy = "nexmark-q1";

std::string codeOf(const Ran& ran) {
    return stringAt(childAt(ran.json(), "error"), "code");
}

/// An error in JSON: the exit code, a sentence on both streams.
void checkError(const Ran& ran, int exitCode, const std::string& code) {
    INFO(ran.out << ran.err);
    CHECK(ran.code == exitCode);
    CHECK(codeOf(ran) == code);
    const std::string sentence = stringAt(childAt(ran.json(), "error"), "sentence");
    CHECK_FALSE(sentence.empty());
    CHECK(ran.err.find(sentence.substr(0, 40)) != std::string::npos);
}

Ran good(const Ran& ran) {
    INFO(ran.out << ran.err);
    REQUIRE(ran.code == 0);
    return ran;
}

/// A draft for the overloaded job.
std::string draft(const Sandbox& box, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"recommend", "demo", kOverloaded, "--json"};
    words.insert(words.end(), more.begin(), more.end());
    const Json plan = good(box.demo(words)).json();
    REQUIRE_FALSE(childAt(plan, "changes").empty());
    return stringAt(plan, "id");
}

void approve(const Sandbox& box, const std::string& plan) {
    const Ran ran = good(box.demo({"approve", plan, "--as", "ada", "--reason", "busy since noon", "--json"}));
    CHECK(stringAt(ran.json(), "state") == "approved");
}

Json parallelism(const Sandbox& box) {
    return childAt(good(box.demo({"show", "demo", kOverloaded, "--json"})).json(), "parallelism");
}

} // namespace

TEST_CASE("the demo lists its connection and its eight jobs") {
    const Sandbox box;
    const Json connections = good(box.demo({"connect", "list", "--json"})).json();
    REQUIRE(childAt(connections, "connections").size() == 1);
    const Json& demo = connections["connections"][0];
    CHECK(stringAt(demo, "name") == "demo");
    CHECK(stringAt(demo, "engine") == "simulated");
    CHECK(stringAt(demo, "url") == "sim:demo");
    CHECK(stringAt(demo, "type") == "dev");
    CHECK(childAt(demo, "read_only") == false);
    const Json jobs = good(box.demo({"jobs", "--json"})).json();
    std::set<std::string> names;
    for (const Json& job : childAt(jobs, "jobs")) {
        names.insert(stringAt(job, "name"));
        for (const char* key :
             {"id", "name", "connection", "engine", "state", "rescalable", "why_not", "slots", "worst"})
            CHECK_MESSAGE(job.contains(key), key);
    }
    CHECK(names == std::set<std::string>{"nexmark-q1", "nexmark-q2", "nexmark-q3", "nexmark-q5", "nexmark-q8",
                                         "pqp-2way", "pqp-3way", "pqp-linear"});
    CHECK(good(box.demo({"jobs", "demo"})).out.find(kOverloaded) != std::string::npos);
    CHECK(good(box.demo({"connect", "test", "demo", "--json"})).json()["ok"] == true);
}

TEST_CASE("connections are added, listed and removed; secrets are no part of them") {
    const Sandbox box;
    good(box.demo({"connect", "add", "f", "--engine", "flink", "--url", "http://127.0.0.1:1", "--read-only",
                   "--token-from", "env:NO_SUCH_VARIABLE"}));
    const Json list = good(box.demo({"connect", "list", "--json"})).json();
    const auto& all = childAt(list, "connections");
    const auto f = std::ranges::find_if(all, [](const Json& c) { return stringAt(c, "name") == "f"; });
    REQUIRE(f != all.end());
    CHECK(stringAt(*f, "type") == "prod"); // unless said
    CHECK((*f)["read_only"] == true);
    checkError(box.demo({"connect", "add", "f", "--engine", "flink", "--url", "http://127.0.0.1:1", "--json"}), 6,
               "connection.exists");
    checkError(box.demo({"connect", "add", "g", "--engine", "flink", "--url", "http://127.0.0.1:1", "--token-from",
                         "file:/etc/passwd", "--json"}),
               2, "usage.value");
    good(box.demo({"connect", "remove", "f"}));
    CHECK(childAt(good(box.demo({"connect", "list", "--json"})).json(), "connections").size() == 1);
    checkError(box.demo({"connect", "remove", "f", "--json"}), 6, "connection.unknown");
}

TEST_CASE("windows are observed and recorded") {
    const Sandbox box;
    const Json window = good(box.demo({"observe", "demo", kOverloaded, "--json"})).json();
    CHECK(stringAt(window, "format") == "streamtune.observation/1");
    CHECK(childAt(window, "nodes").size() == 3);
    const Ran two = good(box.demo({"observe", "demo", kOverloaded, "--windows", "2", "--json-lines"}));
    CHECK(std::ranges::count(two.out, '\n') == 2);
    CHECK(good(box.demo({"observe", "demo", kOverloaded, "--windows", "2", "--json"})).json().size() == 2);
    const Ran span = good(box.demo({"observe", "demo", kOverloaded, "--for", "3m", "--json-lines"}));
    CHECK(std::ranges::count(span.out, '\n') == 3); // windows of a minute
    const Json rows =
        good(box.demo({"history", "observations", "--job", kOverloaded, "--since", "1h", "--limit", "500", "--json"}))
            .json();
    CHECK(childAt(rows, "observations").size() == 9 * 3); // one was measured when the demo was made
}

TEST_CASE("an overloaded job is shown, advised, approved, applied, verified and rolled back") {
    const Sandbox box;
    const Json before = parallelism(box);
    const std::string plan = draft(box);
    checkError(box.demo({"apply", plan, "--json"}), 3, "plan.not_approved");
    CHECK(parallelism(box) == before);
    const Json check = good(box.demo({"plan", "check", plan, "--json"})).json();
    CHECK(check["blocked"] == false);
    CHECK_FALSE(childAt(check, "requests").empty());
    approve(box, plan);
    const Json dry = good(box.demo({"apply", plan, "--dry-run", "--json"})).json();
    CHECK_FALSE(childAt(dry, "requests").empty());
    CHECK(parallelism(box) == before);
    const Json outcome = good(box.demo({"apply", plan, "--json"})).json();
    CHECK(stringAt(outcome, "outcome") == "achieved");
    CHECK(parallelism(box) != before);
    checkError(box.demo({"apply", plan, "--json"}), 3, "plan.not_approved"); // an approval is good for one apply
    const Json back = good(box.demo({"rollback", plan, "--as", "ada", "--reason", "latency", "--json"})).json();
    CHECK(stringAt(back, "outcome") == "achieved");
    CHECK(stringAt(back, "undoes") == plan);
    CHECK(parallelism(box) == before);
    const Json verdict = good(box.demo({"audit", "--verify", "--json"})).json();
    CHECK(verdict["intact"] == true);
    CHECK(childAt(verdict, "recommendations")["recomputed"] == 1);
    CHECK(childAt(verdict, "recommendations")["equal"] == 1);
    CHECK(childAt(good(box.demo({"audit", "--json"})).json(), "rows").size() >= 5);
    CHECK(childAt(good(box.demo({"audit", "--job", kOverloaded, "--json"})).json(), "rows").size() >= 5);
    CHECK(childAt(good(box.demo({"audit", "--job", kHealthy, "--json"})).json(), "rows").empty());
    CHECK(childAt(good(box.demo({"plan", "list", "--state", "rolled_back", "--json"})).json(), "plans").size() == 1);
    checkError(box.demo({"plan", "list", "--state", "finished", "--json"}), 2, "usage.value");
}

TEST_CASE("a plan file can be carried, but not edited by hand") {
    const Sandbox box;
    draft(box, {"--out", "plan.json"});
    Json plan = *parseJson(test::contentOf(box.path("plan.json")), "plan.json");
    CHECK(stringAt(plan, "format") == "streamtune.plan/1");
    CHECK(stringAt(plan, "hash").starts_with("sha256:"));
    CHECK(stringAt(plan, "state") == "draft");
    good(box.demo({"plan", "show", "plan.json"}));
    plan["changes"][0]["to"] = 60;
    test::writeTo(box.path("edited.json"), plan.dump());
    for (const char* verb : {"approve", "apply"}) {
        std::vector<std::string> words{verb, "edited.json", "--json"};
        if (std::string(verb) == "approve")
            words.insert(words.end(), {"--as", "ada", "--reason", "mine"});
        checkError(box.demo(words), 4, "plan.hash");
    }
    approve(box, "plan.json");
    good(box.demo({"apply", "plan.json"}));
}

TEST_CASE("an edit makes a new plan whose parent's approval does not count") {
    const Sandbox box;
    const std::string plan = draft(box);
    approve(box, plan);
    const Json edited = good(box.demo({"plan", "edit", plan, "--set", "aggr2=9", "--json"})).json();
    CHECK(stringAt(edited, "parent") == plan);
    CHECK(stringAt(edited, "state") == "draft");
    checkError(box.demo({"apply", stringAt(edited, "id"), "--json"}), 3, "plan.not_approved");
    CHECK(box.demo({"plan", "edit", plan, "--set", "nobody=9"}).code == 6);
}

TEST_CASE("a plan is stale once the job has changed") {
    const Sandbox box;
    const std::string first = draft(box);
    const std::string second = draft(box);
    approve(box, first);
    approve(box, second);
    good(box.demo({"apply", first}));
    const Ran ran = box.demo({"apply", second, "--json"});
    checkError(ran, 4, "plan.stale");
}

TEST_CASE("a rejected plan stays unapplied") {
    const Sandbox box;
    const std::string plan = draft(box);
    CHECK(stringAt(good(box.demo({"reject", plan, "--as", "ada", "--reason", "no", "--json"})).json(), "state") ==
          "rejected");
    const int code = box.demo({"apply", plan}).code;
    CHECK((code == 3 || code == 4));
}

TEST_CASE("tuning ends steady and says each step") {
    const Sandbox box;
    const Json result =
        good(box.demo({"tune", "demo", kOverloaded, "--max-steps", "12", "--approve-as", "ada", "--json"})).json();
    CHECK(stringAt(result, "stopped_because") == "steady");
    CHECK(result["backpressured"] == false);
    CHECK(childAt(result, "steps").size() == result["reconfigurations"].get<std::size_t>());
    CHECK(childAt(result, "final") == parallelism(box));
    CHECK(good(box.demo({"audit", "--verify", "--json"})).json()["ok"] == true);
}

TEST_CASE("no advice is no failure") {
    const Sandbox box;
    good(box.demo({"tune", "demo", kHealthy, "--max-steps", "6", "--approve-as", "ada"}));
    const Json plan = good(box.demo({"recommend", "demo", kHealthy, "--json"})).json();
    CHECK(childAt(plan, "changes").empty());
    CHECK_FALSE(childAt(plan, "why_nothing").empty());
}

TEST_CASE("every number of a plan can be asked for its making") {
    const Sandbox box;
    const std::string plan = draft(box);
    const Json answer = good(box.demo({"explain", plan, "aggr2", "--json"})).json();
    const Json& decision = childAt(answer, "decision");
    for (const char* key : {"from", "demand", "capacity_per_instance", "model_value", "margin", "rounded", "clamped",
                            "aligned", "final", "guards", "reason"})
        CHECK_MESSAGE(decision.contains(key), key << " in " << decision.dump());
    CHECK(box.demo({"explain", plan, "nobody"}).code == 6);
    const Ran text = good(box.demo({"recommend", "demo", kOverloaded, "--explain"}));
    CHECK(text.out.find("model value") != std::string::npos);
}

TEST_CASE("a what-if becomes a draft, at once or from a scenario that was kept") {
    const Sandbox box;
    const int before = childAt(parallelism(box), "aggr2").get<int>();
    const std::vector<std::string> ask{"whatif", "demo", kOverloaded, "--json"};
    const auto with = [&](const std::vector<std::string>& more) {
        std::vector<std::string> words = ask;
        words.insert(words.end(), more.begin(), more.end());
        return box.demo(words);
    };
    const std::string level = "aggr2=" + std::to_string(before + 3);
    const Json kept = good(with({"--set", level, "--save", "three more"})).json();
    CHECK_FALSE(kept.contains("plan"));
    const auto file = box.path("plan.json");
    const Json answer = good(with({"--scenario", "three more", "--draft", "--out", file.string()})).json();
    const Json& plan = childAt(answer, "plan");
    CHECK(stringAt(plan, "state") == "draft");
    CHECK(stringAt(plan, "model") == "what-if");
    REQUIRE(childAt(plan, "changes").size() == 1);
    CHECK(plan["changes"][0]["from"] == before);
    CHECK(plan["changes"][0]["to"] == before + 3);
    CHECK(plan["changes"][0]["reason"].get<std::string>().find("three more") != std::string::npos);
    CHECK(parseJson(test::contentOf(file), "plan").value() == plan);
    CHECK(good(box.demo({"plan", "check", stringAt(plan, "id"), "--json"})).code == 0);
    CHECK(childAt(parallelism(box), "aggr2") == before); // nothing was sent
    // Nothing that differs, and a scenario nobody kept, make no plan.
    CHECK(with({"--draft"}).code == 6);
    CHECK(with({"--scenario", "nobody", "--draft"}).code == 6);
    const Ran text = good(box.demo({"whatif", "demo", kOverloaded, "--set", level, "--draft"}));
    CHECK(text.out.find("streamtune approve") != std::string::npos);
}

TEST_CASE("what-if proposes three ways to bear a rate; one that is kept becomes a draft") {
    const Sandbox box;
    const std::vector<std::string> ask{"whatif", "demo", kOverloaded, "--rate", "sour1=600000", "--alternatives"};
    const auto with = [&](const std::vector<std::string>& more) {
        std::vector<std::string> words = ask;
        words.insert(words.end(), more.begin(), more.end());
        return box.demo(words);
    };
    const Json answer = good(with({"--json"})).json();
    const Json& ways = childAt(answer, "alternatives");
    REQUIRE(ways.size() == 3);
    std::map<std::string, std::int64_t> subtasks;
    for (const Json& way : ways) {
        CHECK(way["question"]["rates"]["sour1"] == 600'000);
        for (const Json& node : childAt(childAt(way, "prediction"), "nodes")) {
            subtasks[stringAt(way, "name")] += integerAt(node, "parallelism", 0);
            CHECK(way["question"]["parallelism"][stringAt(node, "id")] == node["parallelism"]);
        }
        for (const Json& change : childAt(way, "changes")) {
            CHECK(change["from"] != change["to"]);
            CHECK(way["question"]["parallelism"][stringAt(change, "vertex")] == change["to"]);
        }
    }
    CHECK(stringAt(ways[0], "name") == "smallest change");
    CHECK_FALSE(childAt(ways[0], "changes").empty()); // the rate is more than is borne now
    for (const Json& change : childAt(ways[0], "changes"))
        CHECK(change["to"] > change["from"]);
    CHECK(subtasks.at("cheapest") <= subtasks.at("smallest change"));
    CHECK(subtasks.at("cheapest") <= subtasks.at("balanced"));
    for (const Json& node : childAt(childAt(ways[1], "prediction"), "nodes"))
        CHECK(valueOr(numberAt(node, "load"), 0) <= 0.7);
    // Nothing is kept unless asked for; three of them are no plan.
    CHECK(childAt(good(box.demo({"whatif", "demo", kOverloaded, "--list", "--json"})).json(), "scenarios").empty());
    checkError(with({"--draft", "--json"}), 2, "usage.value");
    good(with({"--save", "noon", "--json"}));
    const Json kept = good(box.demo({"whatif", "demo", kOverloaded, "--list", "--json"})).json();
    CHECK(childAt(kept, "scenarios").size() == 3);
    const Json planned =
        good(box.demo({"whatif", "demo", kOverloaded, "--scenario", "noon, smallest change", "--draft", "--json"}))
            .json();
    CHECK(childAt(childAt(planned, "plan"), "changes").size() == childAt(ways[0], "changes").size());
    const Ran text = good(with({}));
    CHECK(text.out.find("smallest change") != std::string::npos);
    CHECK(text.out.find("cheapest") != std::string::npos);
}

TEST_CASE("a job that never ran gets a first parallelism with its doubt") {
    const Sandbox box;
    const Json advice =
        good(box.demo({"recommend", "demo", kOverloaded, "--first", "--rate", "sour1=400000", "--json"})).json();
    const Json& decisions = childAt(advice, "decisions");
    REQUIRE(decisions.size() == 3);
    for (const Json& decision : decisions) {
        if (decision["pinned"] == true)
            continue;
        CHECK(decision["low"] <= decision["parallelism"]);
        CHECK(decision["high"] >= decision["parallelism"]);
        CHECK_FALSE(stringAt(decision, "reason").empty());
    }
    CHECK(advice["probability_enough"].get<double>() > 0);
    CHECK(advice["probability_enough"].get<double>() < 1);
    CHECK_FALSE(stringAt(advice, "origin").empty());
    const Json more =
        good(box.demo({"recommend", "demo", kOverloaded, "--first", "--rate", "sour1=1200000", "--json"})).json();
    CHECK(more["slots"].get<double>() > advice["slots"].get<double>());
    // No rate, no guess; a graph is no job.
    CHECK(box.demo({"recommend", "demo", kOverloaded, "--first"}).code == 2);
    CHECK(box.demo({"recommend", "demo", "--first"}).code == 2);
    const Ran text = good(box.demo({"recommend", "demo", kOverloaded, "--first", "--rate", "sour1=400000"}));
    CHECK(text.out.find("80 % BAND") != std::string::npos);
    CHECK(text.out.find("suffices at once") != std::string::npos);
}

TEST_CASE("history goes out and comes in elsewhere") {
    const Sandbox box;
    const Json out = good(box.demo({"export", "--out", "history.jsonl", "--json"})).json();
    CHECK(out["rows"].get<int>() > 100);
    const Json in = good(box.run({"--workspace", "other.db", "import", "history.jsonl", "--json"})).json();
    CHECK(childAt(in, "files")[0]["skipped"] == 0);
    good(box.run({"--workspace", "other.db", "export", "--out", "again.jsonl"}));
    CHECK(test::contentOf(box.path("again.jsonl")) == test::contentOf(box.path("history.jsonl")));
    const std::string plan = draft(box);
    good(box.demo({"export", "--what", "bundle", "--plan", plan, "--out", "bundle.zip"}));
    CHECK(test::contentOf(box.path("bundle.zip")).starts_with("PK"));
    good(box.run({"--workspace", "third.db", "import", "bundle.zip"}));
    CHECK(stringAt(good(box.run({"--workspace", "third.db", "plan", "show", plan, "--json"})).json(), "id") == plan);
    test::writeTo(box.path("nonsense.bin"), std::string(1000, '\x01'));
    CHECK(box.run({"--workspace", "other.db", "import", "nonsense.bin"}).code == 6);
    CHECK(box.run({"--workspace", "other.db", "import", "absent.jsonl"}).code == 6);
}

TEST_CASE("history is paged by keys without gaps or repeats") {
    const Sandbox box;
    std::set<int> seen;
    std::string after;
    int pages = 0;
    do {
        std::vector<std::string> words{"history", "runs", "--limit", "70", "--json"};
        if (!after.empty())
            words.insert(words.end(), {"--after", after});
        const Json page = good(box.demo(words)).json();
        for (const Json& run : childAt(page, "runs"))
            CHECK(seen.insert(run["id"].get<int>()).second);
        after = stringAt(page, "next");
    } while (!after.empty() && ++pages < 100);
    CHECK(seen.size() > 200);
    CHECK(childAt(good(box.demo({"history", "graphs", "--limit", "500", "--json"})).json(), "graphs").size() > 8);
}

TEST_CASE("the job is drawn without any window") {
    const Sandbox box;
    good(box.demo({"observe", "demo", kOverloaded}));
    good(box.demo({"show", "demo", kOverloaded, "--svg", "q5.svg"}));
    const std::string svg = test::contentOf(box.path("q5.svg"));
    CHECK(svg.find("<svg") != std::string::npos);
    CHECK(svg.find("aggr2") != std::string::npos);
    CHECK(good(box.demo({"show", "demo", kOverloaded, "--dot"})).out.starts_with("digraph"));
}

TEST_CASE("unknown names are bad input and near ones are told") {
    const Sandbox box;
    const Ran ran = box.demo({"show", "demo", "nexmark-q55", "--json"});
    checkError(ran, 6, "engine.unknown_job");
    CHECK(stringAt(childAt(ran.json(), "error"), "hint").find("nexmark-q5") != std::string::npos);
    checkError(box.demo({"jobs", "nowhere", "--json"}), 6, "connection.unknown");
    CHECK(box.demo({"plan", "show", "p-none"}).code == 6);
}

TEST_CASE("an engine that does not answer is exit code 5") {
    const Sandbox box;
    good(box.demo({"connect", "add", "gone", "--engine", "flink", "--url", "http://127.0.0.1:1", "--type", "dev"}));
    checkError(box.demo({"jobs", "gone", "--json"}), 5, "engine.unreachable");
    CHECK(box.demo({"connect", "test", "gone"}).code == 5);
    const Ran all = box.demo({"jobs", "--json"});
    CHECK(all.code == 7); // the demo answers
    CHECK(childAt(all.json(), "errors").size() == 1);
    CHECK(childAt(all.json(), "jobs").size() == 8);
}

TEST_CASE("a workspace that is none is exit code 6 and stays as it is") {
    const Sandbox box;
    const std::string junk(5000, 'j');
    test::writeTo(box.path("junk.db"), junk);
    const Ran ran = box.run({"--workspace", "junk.db", "jobs", "--json"});
    CHECK(ran.code == 6);
    CHECK(codeOf(ran).starts_with("store."));
    CHECK(test::contentOf(box.path("junk.db")) == junk);
}

TEST_CASE("--read-only refuses what writes and shows what does not") {
    const Sandbox box;
    const std::string plan = draft(box);
    approve(box, plan);
    const Json before = parallelism(box);
    good(box.demo({"--read-only", "plan", "show", plan}));
    CHECK(box.demo({"--read-only", "apply", plan}).code == 3);
    CHECK(parallelism(box) == before);
}

TEST_CASE("an interrupt is exit code 130") {
    const Sandbox box;
    good(box.demo({"connect", "list"}));
    const Ran ran = box.interrupted({"--demo", "--workspace", box.path("workspace.db").string(), "observe", "demo",
                                     kOverloaded, "--windows", "1000000", "--json-lines"},
                                    std::chrono::milliseconds(700));
    CHECK(ran.code == 130);
    CHECK(ran.out.find("\"cancelled\"") == std::string::npos);
    CHECK(ran.err.find("streamtune:") != std::string::npos);
}

TEST_CASE("a time limit is kept and named") {
    const Sandbox box;
    good(box.demo({"connect", "list"}));
    const Ran ran =
        box.demo({"observe", "demo", kOverloaded, "--windows", "1000000", "--timeout", "500ms", "--quiet", "--json"});
    checkError(ran, 5, "timeout");
}

TEST_CASE("simulate is exact and pure") {
    const Sandbox box;
    const std::string job = std::string(ST_TEST_DATA) + "/simulator/bench/nexmark-q5.json";
    const std::vector<std::string> words{"simulate",   "--job", job,      "--parallelism", "{\"aggr2\":6}",
                                         "--multiple", "5",     "--seed", "105000",        "--dep",
                                         "5",          "--win", "2",      "--json"};
    const Ran once = good(box.run(words));
    CHECK(once.out == good(box.run(words)).out);
    const Json window = once.json()["windows"][0];
    CHECK(window["dep"] == 5);
    CHECK(window["win"] == 2);
    CHECK(window["nodes"][0]["capacity"].is_null()); // a generator
    CHECK(window["nodes"][1]["sub_in"].size() == 6);
    for (const char* key : {"id", "p", "capacity", "in_rate", "out_rate", "busy_mean", "busy_max", "bp_mean", "bp_max",
                            "idle_mean", "sub_max", "sub_min", "sub_in"})
        CHECK_MESSAGE(window["nodes"][1].contains(key), key);
    CHECK_FALSE(std::filesystem::exists(box.path("streamtune"))); // no workspace was touched
    checkError(box.run({"simulate", "--job", job, "--parallelism", "{\"nobody\":6}", "--multiple", "5", "--json"}), 2,
               "usage.value");
    checkError(box.run({"simulate", "--job", job, "--parallelism", "{", "--multiple", "5", "--json"}), 2,
               "usage.value"); // an option, no file
    checkError(box.run({"simulate", "--job", job, "--parallelism", "{}", "--multiple", "-1", "--json"}), 2,
               "usage.value");
    CHECK(box.run({"simulate", "--job", "absent.json", "--parallelism", "{}", "--multiple", "5"}).code == 6);
}

TEST_CASE("compare prints a row per job and method and one over all") {
    const Sandbox box;
    std::filesystem::create_directories(box.path("jobs"));
    std::filesystem::copy(std::string(ST_TEST_DATA) + "/simulator/bench/nexmark-q5.json", box.path("jobs"));
    test::writeTo(box.path("jobs/other.json"), "{}");
    const Ran ran = good(box.run({"compare", "--jobs", "jobs", "--methods", "ds2,oracle", "--campaigns", "1", "--trace",
                                  "trace.jsonl", "--json"}));
    const Json document = ran.json();
    const Json& rows = childAt(document, "rows");
    REQUIRE(rows.size() == 4);
    for (const Json& row : rows)
        for (const char* key :
             {"job", "method", "tunings", "reconfigurations_mean", "reconfigurations_max", "parallelism_ratio",
              "backpressured_after", "over_operator_minutes", "under_operator_minutes", "decision_ms_median"})
            CHECK_MESSAGE(row.contains(key), key);
    CHECK(std::ranges::count_if(rows, [](const Json& row) { return stringAt(row, "job") == "*"; }) == 2);
    CHECK(std::ranges::count(test::contentOf(box.path("trace.jsonl")), '\n') == 40);
    CHECK(childAt(document, "notes").size() == 1);
}

TEST_CASE("version, help and wrong usage") {
    const Sandbox box;
    const Json version = good(box.run({"--version", "--json"})).json();
    CHECK_FALSE(stringAt(version, "streamtune").empty());
    for (const char* library : {"fmt", "CLI11", "nlohmann_json", "SQLite", "SQLiteCpp", "libcurl", "OpenSSL", "zlib"})
        CHECK_MESSAGE(!stringAt(childAt(version, "libraries"), library).empty(), library);
    CHECK(good(box.run({"plan", "check", "--help"})).out.find("preflight") != std::string::npos);
    checkError(box.run({"frobnicate", "--json"}), 2, "usage");
    CHECK(box.run({}).code == 2);
    CHECK(box.run({"jobs", "a", "b", "c"}).code == 2);
}

TEST_CASE("what cannot be written is said") {
    const Sandbox box;
    const Ran ran = box.demo({"export", "--out", "/proc/no/such/file", "--json"});
    CHECK(ran.code != 0);
    CHECK_FALSE(codeOf(ran).empty());
}

TEST_CASE("the self-test passes and leaves nothing behind") {
    const Sandbox box;
    const Json report = good(box.run({"selftest", "--json"})).json();
    CHECK(report["failed"] == 0);
    CHECK(report["passed"].get<int>() >= 8);
    CHECK_FALSE(std::filesystem::exists(box.path("streamtune")));
}
#endif
