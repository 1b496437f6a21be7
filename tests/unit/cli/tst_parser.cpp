// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "app/cli/exit_codes.h"
#include "app/cli/parser.h"

using namespace streamtune;
using namespace streamtune::cli;

namespace {

Parsed parsed(const std::vector<std::string>& words) {
    const auto result = parseCommandLine(words);
    INFO(fmt::format("{}", fmt::join(words, " ")));
    REQUIRE_MESSAGE(result.has_value(), result.error().sentence);
    return *result;
}

Error refused(const std::vector<std::string>& words) {
    const auto result = parseCommandLine(words);
    INFO(fmt::format("{}", fmt::join(words, " ")));
    REQUIRE_FALSE(result.has_value());
    CHECK(exitCodeOf(result.error().code) == Usage);
    CHECK_FALSE(result.error().sentence.empty());
    CHECK_FALSE(result.error().hint.empty());
    return result.error();
}

} // namespace

TEST_CASE("common options stand before or after the verb") {
    for (const auto& words : {std::vector<std::string>{"--json", "--workspace", "w.db", "jobs", "demo"},
                              {"jobs", "--json", "demo", "--workspace", "w.db"},
                              {"jobs", "demo", "--workspace", "w.db", "--json"}}) {
        const Parsed p = parsed(words);
        CHECK(p.path == "jobs");
        CHECK(p.arguments.has("json"));
        CHECK(p.arguments.text("workspace") == "w.db");
        CHECK(p.arguments.text("name") == "demo");
    }
}

TEST_CASE("options that repeat take several values without eating the names") {
    const Parsed p = parsed(
        {"recommend", "--rate", "a=1", "b=2.5", "--pin", "x=3", "--pin=y=4", "--quiet", "demo", "q5", "--max", "z=9"});
    CHECK(p.arguments.rates("rate") == std::map<std::string, double>{{"a", 1}, {"b", 2.5}});
    CHECK(p.arguments.levels("pin") == std::map<std::string, int>{{"x", 3}, {"y", 4}});
    CHECK(p.arguments.text("name") == "demo");
    CHECK(p.arguments.text("job") == "q5");
}

TEST_CASE("a name may look like a verb") {
    const Parsed p = parsed({"observe", "jobs", "plan"});
    CHECK(p.path == "observe");
    CHECK(p.arguments.text("name") == "jobs");
    CHECK(p.arguments.text("job") == "plan");
}

TEST_CASE("a name may hold an equals sign") {
    const Parsed p = parsed({"recommend", "demo", "q", "--rate", "a=b=3"});
    CHECK(p.arguments.rates("rate") == std::map<std::string, double>{{"a=b", 3}});
}

TEST_CASE("second words are found") {
    CHECK(parsed({"plan", "check", "p-1", "--json"}).path == "plan check");
    CHECK(parsed({"--json", "connect", "list"}).path == "connect list");
    CHECK(parsed({"history", "observations", "--limit", "7"}).arguments.integer("limit", 0) == 7);
}

TEST_CASE("values are checked with the option's name in the sentence") {
    CHECK(refused({"observe", "a", "b", "--for", "soon"}).sentence.find("--for") != std::string::npos);
    CHECK(refused({"observe", "a", "b", "--windows", "-1"}).sentence.find("--windows") != std::string::npos);
    CHECK(refused({"recommend", "a", "b", "--rate", "x"}).sentence.find("--rate") != std::string::npos);
    CHECK(refused({"recommend", "a", "b", "--rate", "x=-5"}).sentence.find("--rate") != std::string::npos);
    CHECK(refused({"recommend", "a", "b", "--pin", "x=0"}).sentence.find("--pin") != std::string::npos);
    CHECK(refused({"recommend", "a", "b", "--method", "guess"}).hint.find("ds2") != std::string::npos);
    CHECK(refused({"history", "observations", "--since", "when"}).sentence.find("--since") != std::string::npos);
    CHECK(refused({"jobs", "--timeout", "never"}).sentence.find("--timeout") != std::string::npos);
    CHECK(refused({"jobs", "--log-level", "loud"}).sentence.find("--log-level") != std::string::npos);
}

TEST_CASE("what is missing or too much is refused") {
    refused({});
    refused({"plan"});
    refused({"plan", "shred"});
    refused({"frobnicate"});
    refused({"approve", "p-1"});
    refused({"approve", "p-1", "--as", "ada"});
    refused({"tune", "a", "b", "--approve-as", "ada"});
    refused({"jobs", "a", "b"});
    refused({"jobs", "--no-such-option"});
    refused({"export"});
}

TEST_CASE("verbs of later versions are not there yet") {
    for (const char* verb : {"models"}) {
        refused({verb});
        CHECK(findVerb(verb) == nullptr);
    }
}

TEST_CASE("help and version are found wherever they stand") {
    CHECK(parsed({"--help"}).what == Parsed::What::Help);
    CHECK(parsed({"plan", "check", "--help"}).path == "plan check");
    CHECK(parsed({"approve", "--help"}).what == Parsed::What::Help); // required values are not asked for
    CHECK(parsed({"--version", "--json"}).what == Parsed::What::Version);
    CHECK(parsed({"--json", "--version"}).what == Parsed::What::Version);
}

TEST_CASE("exit codes follow the contract") {
    for (const auto& [code, exit] : std::vector<std::pair<const char*, int>>{
             {"usage", 2},           {"usage.value", 2},    {"tune.method", 2},        {"plan.not_approved", 3},
             {"plan.blocked", 3},    {"plan.busy", 3},      {"plan.confirm", 3},       {"connection.read_only", 3},
             {"store.read_only", 3}, {"store.busy", 3},     {"plan.stale", 4},         {"plan.state", 4},
             {"plan.hash", 4},       {"plan.expired", 4},   {"engine.unreachable", 5}, {"engine.http", 5},
             {"engine.tls", 5},      {"tune.no_window", 5}, {"engine.unknown_job", 6}, {"connection.unknown", 6},
             {"store.corrupt", 6},   {"store.newer", 6},    {"store.open", 6},         {"plan.format", 6},
             {"json.syntax", 6},     {"import.format", 6},  {"job.value", 6},          {"engine.cancelled", 130},
             {"cancelled", 130},     {"surprise", 1},       {"planet.x", 1},           {"", 1}}) {
        INFO(code);
        CHECK(exitCodeOf(code) == exit);
    }
}
