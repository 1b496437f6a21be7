// SPDX-License-Identifier: GPL-3.0-or-later
/// Training as a script sees it: interrupted, killed, resumed, promoted.
#include <chrono>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/learn/model.h"
#include "core/workbench/workbench.h"
#include "tests/unit/cli/program.h"

using namespace streamtune;
namespace fs = std::filesystem;

#ifdef ST_HAS_PROGRAM

namespace {

std::vector<std::string> training(const fs::path& workspace, std::vector<std::string> more) {
    std::vector<std::string> words{"train", "--workspace", workspace.string(), "--json"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

bool sameWeights(const learn::ModelSet& a, const learn::ModelSet& b) {
    bool same = a.global.encoder.weights == b.global.encoder.weights && a.clusters.size() == b.clusters.size();
    for (std::size_t c = 0; same && c < a.clusters.size(); ++c)
        same = a.clusters[c].encoder.weights == b.clusters[c].encoder.weights;
    return same;
}

} // namespace

TEST_CASE("a training that is killed at any moment goes on and ends with the same model") {
    const test::Sandbox box;
    const fs::path whole = box.path("whole.db"), broken = box.path("broken.db");
    REQUIRE(workbench::Workbench::createDemo(whole));
    fs::copy_file(whole, broken);
    const std::vector<std::string> small{"--name", "m", "--epochs", "6", "--hidden", "8", "--seed", "3"};
    const auto begin = std::chrono::steady_clock::now();
    const auto reference = box.run(training(whole, small));
    const auto undisturbed = std::chrono::steady_clock::now() - begin;
    REQUIRE_MESSAGE(reference.code == 0, reference.err);
    const Json run = reference.json();
    CHECK(run["state"] == "done");
    CHECK(run["curves"].size() >= 2);

    std::string state = "none";
    int kills = 0;
    for (const int percent : {3, 8, 15, 30, 45, 60, 75, 90}) { // of what it took on this machine, busy or not
        if (state == "done")
            break;
        const auto hit =
            box.killed(training(broken, state == "interrupted" ? std::vector<std::string>{"--resume"} : small),
                       std::chrono::duration_cast<std::chrono::milliseconds>(undisturbed * percent / 100));
        kills += hit.code > 1000;
        const auto list = box.run(training(broken, {"--list"}));
        REQUIRE_MESSAGE(list.code == 0, list.err); // whatever the moment, the workspace is whole
        const Json runs = list.json()["runs"];
        state = runs.empty() ? "none" : runs[0]["state"].get<std::string>();
        CHECK((state == "none" || state == "interrupted" || state == "queued" || state == "done"));
        if (state == "queued")
            state = "none";
        if (state == "none" && !runs.empty())
            break;
    }
    CHECK(kills > 0);
    if (state != "done") {
        const auto rest =
            box.run(training(broken, state == "interrupted" ? std::vector<std::string>{"--resume"} : small));
        REQUIRE_MESSAGE(rest.code == 0, rest.err);
    }
    const auto a = learn::loadModel(whole.string() + ".models/m");
    const auto b = learn::loadModel(broken.string() + ".models/m");
    REQUIRE(a);
    REQUIRE(b);
    CHECK(sameWeights(*a, *b));
}

TEST_CASE("an interrupted training is paused with a checkpoint, exit code 130") {
    const test::Sandbox box;
    const fs::path file = box.path("w.db");
    REQUIRE(workbench::Workbench::createDemo(file));
    const auto stopped = box.interrupted(training(file, {"--epochs", "100000", "--patience", "100000"}),
                                         std::chrono::milliseconds(8000));
    CHECK(stopped.code == 130);
    const Json runs = box.run(training(file, {"--list"})).json()["runs"];
    REQUIRE(runs.size() == 1);
    CHECK(runs[0]["state"] == "paused");
}

TEST_CASE("models are listed, carried to another workspace, checked there and promoted") {
    const test::Sandbox box;
    const fs::path file = box.path("w.db"), other = box.path("other.db");
    REQUIRE(workbench::Workbench::createDemo(file));
    fs::copy_file(file, other);
    const auto in = [&](const fs::path& workspace, std::vector<std::string> words) {
        words.insert(words.end(), {"--workspace", workspace.string(), "--json"});
        return box.run(words);
    };
    const auto made =
        box.run(training(file, {"--name", "mine", "--epochs", "3", "--hidden", "8", "--out", "exported"}));
    REQUIRE_MESSAGE(made.code == 0, made.err);
    CHECK(made.json()["model"] == "mine");
    CHECK(in(file, {"models", "check", box.path("exported").string()}).json()["id"] == "mine");
    CHECK(in(other, {"models", "show", "mine"}).code == 6);
    CHECK(in(other, {"models", "import", box.path("exported").string()}).code == 0);
    CHECK(in(other, {"models", "import", box.path("exported").string()}).code == 6); // it is there already
    const auto promoted = in(other, {"models", "promote", "mine", "--even-if-worse", "--reason", "a test"});
    REQUIRE_MESSAGE(promoted.code == 0, promoted.err);
    bool active = false;
    const Json listed = in(other, {"models", "list"}).json();
    for (const Json& model : listed["models"])
        active = active || (model["id"] == "mine" && model["active"] == true);
    CHECK(active);
    CHECK(in(other, {"models", "remove", "mine"}).code == 3);
    CHECK(in(other, {"audit", "--verify"}).code == 0);
    test::writeTo(box.path("exported") / "model.bin",
                  test::contentOf(box.path("exported") / "model.bin").substr(0, 5000));
    const auto broken = in(file, {"models", "check", box.path("exported").string()});
    CHECK(broken.code == 6);
    CHECK(broken.json()["error"]["code"] == "model.weights");
}

TEST_CASE("a workspace without history has nothing to train from") {
    const test::Sandbox box;
    const auto nothing = box.run(training(box.path("empty.db"), {}));
    CHECK(nothing.code == 6);
    CHECK(nothing.json()["error"]["code"] == "train.empty");
    CHECK(box.run(training(box.path("empty.db"), {"--resume"})).code == 3);
}

TEST_CASE("a training of what is not there is bad input") {
    const test::Sandbox box;
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"--clusters", "nope"}, {"--job", "demo", "nope"}}) {
        auto asked = words;
        asked.insert(asked.begin(), {"train", "--json"});
        const auto ran = box.demo(asked);
        INFO(ran.err);
        CHECK(ran.code == 6);
        CHECK(ran.json()["error"]["sentence"].get<std::string>().find("nope") != std::string::npos);
    }
}

#endif
