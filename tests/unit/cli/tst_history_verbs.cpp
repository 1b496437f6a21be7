// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/cli/program.h"

#ifdef ST_HAS_PROGRAM
using namespace streamtune;

TEST_CASE("history runs are filtered by words, and labels given and taken back from the command line") {
    const test::Sandbox box;
    const Json all = box.demo({"history", "runs", "--limit", "1000", "--json"}).json();
    const Json bad = box.demo({"history", "runs", "--limit", "1000", "--filter", "label:bottleneck", "--json"}).json();
    CHECK(bad["runs"].size() < all["runs"].size());
    REQUIRE(!bad["runs"].empty());
    for (const Json& run : bad["runs"])
        CHECK(run["bottleneck"]["windows"] > 0);
    CHECK(box.demo({"history", "runs", "--filter", "colour:red"}).code == 2);

    const std::string run = std::to_string(bad["runs"][0]["id"].get<int>());
    const Json before = box.demo({"history", "label", run, "0", "--json"}).json();
    CHECK(!before["why"].get<std::string>().empty());
    REQUIRE(!before["labels"].empty());
    const std::string node = before["labels"][0]["node"];
    CHECK(before["labels"][0]["given"].is_null());
    CHECK(box.demo({"history", "label", run, "0", node, "--set", "unknown"}).code == 2); // without a reason
    const Json given =
        box.demo({"history", "label", run, "0", node, "--set", "unknown", "--reason", "a broker was down", "--json"})
            .json();
    CHECK(given["labels"][0]["label"] == -1);
    CHECK(given["labels"][0]["given"]["reason"] == "a broker was down");
    CHECK(given["labels"][0]["rule"] == before["labels"][0]["rule"]);
    const Json back =
        box.demo({"history", "label", run, "0", node, "--undo", "--reason", "it was another one", "--json"}).json();
    CHECK(back["labels"] == before["labels"]);
    CHECK(box.demo({"history", "label", run, "0", node, "--undo", "--reason", "again"}).code != 0);
    CHECK(box.demo({"history", "label", run, "9999"}).code != 0);
    CHECK(box.demo({"audit", "--verify"}).code == 0);
}
#endif
