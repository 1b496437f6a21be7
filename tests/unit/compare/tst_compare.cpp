// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstdlib>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/compare/compare.h"
#include "tests/support/simulator_data.h"

using namespace streamtune;
namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path;
    Folder() {
        std::string name = (fs::temp_directory_path() / "streamtune-compare-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()));
        path = name;
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    void add(const std::string& name, const std::string& text) const { std::ofstream(path / name) << text; }
};

compare::Request golden(const std::vector<std::string>& methods) {
    compare::Request request;
    request.jobs = testing::simulatorData() / "golden";
    request.methods = methods;
    return request;
}

Result<compare::Report> run(const compare::Request& request) {
    return compare::run(request, {}, {}, {});
}

bool sameRow(const compare::Row& a, const compare::Row& b) {
    return a.job == b.job && a.method == b.method && a.tunings == b.tunings &&
           a.reconfigurations == b.reconfigurations && a.reconfigurationsMax == b.reconfigurationsMax &&
           a.finalSum == b.finalSum && a.oracleSum == b.oracleSum && a.backpressuredAfter == b.backpressuredAfter &&
           a.overOperatorMinutes == b.overOperatorMinutes && a.underOperatorMinutes == b.underOperatorMinutes;
}

} // namespace

TEST_CASE("rows come in order of job and method, with a total per method") {
    const auto report = run(golden({"ds2", "oracle"}));
    REQUIRE(report);
    REQUIRE(report->rows.size() == 6);
    CHECK(report->rows[0].job == "golden-knee-0");
    CHECK(report->rows[1].method == "oracle");
    CHECK(report->rows[4].job == "*");
    CHECK(report->rows[4].tunings == 240);
    CHECK(report->rows[4].reconfigurations == 302 + 769);
    CHECK(report->rows[5].finalSum == 2756 + 4690);
    CHECK(report->rows[0].reconfigurationsMean == doctest::Approx(302 / 120.0));
    CHECK(report->rows[0].parallelismRatio == doctest::Approx(2924 / 2736.0));
    CHECK(report->rows[0].overOperatorMinutes > 0);
    CHECK(report->rows[0].underOperatorMinutes > 0);
    CHECK(report->rows[0].decisionMsMedian > 0);
}

TEST_CASE("the reference figures of ContTune on the named jobs are met") {
    compare::Request request;
    request.jobs = testing::simulatorData() / "bench";
    request.methods = {"conttune", "ds2"};
    const auto report = run(request);
    REQUIRE(report);
    const compare::Row& conttune = report->rows[report->rows.size() - 2];
    CHECK(conttune.job == "*");
    CHECK(std::abs(conttune.reconfigurationsMean - 1.616) <= 0.03);
    CHECK(std::abs(conttune.parallelismRatio - 1.109) <= 0.01); // the mean over jobs, as the reference states it
    CHECK(std::abs(conttune.backpressuredAfter - 9) <= 5);
    CHECK(report->rows.back().parallelismRatio == doctest::Approx(1.067).epsilon(0.0005));
    request.methods = {"conttune"};
    SUBCASE("cold") {
        request.cold = true;
        const auto cold = run(request);
        REQUIRE(cold);
        CHECK(std::abs(cold->rows.back().reconfigurationsMean - 1.74) <= 0.03);
        CHECK(std::abs(cold->rows.back().parallelismRatio - 1.086) <= 0.01);
        CHECK(std::abs(cold->rows.back().backpressuredAfter - 3) <= 5);
    }
    SUBCASE("rough") {
        request.physics = "rough";
        const auto rough = run(request);
        REQUIRE(rough);
        CHECK(std::abs(rough->rows.back().reconfigurationsMean - 1.72) <= 0.03);
        CHECK(std::abs(rough->rows.back().parallelismRatio - 1.116) <= 0.01);
        CHECK(rough->rows.back().backpressuredAfter == 9); // the reference: 3; one tuning more than the tolerance of 5
    }
}

TEST_CASE("the linear head on labels does better than the reference prototype of it") {
    compare::Request request;
    request.jobs = testing::simulatorData() / "bench";
    request.methods = {"st-svm"};
    const auto report = run(request);
    if (!report) // built without a model
        return;
    CHECK(report->rows.back().reconfigurationsMean < 1.956);
    CHECK(report->rows.back().parallelismRatio < 1.088);
    CHECK(report->rows.back().backpressuredAfter <= 3);
}

TEST_CASE("the number of threads does not change the rows") {
    auto request = golden({});
    request.campaigns = 1;
    const auto one = run(request);
    request.threads = 3;
    const auto three = run(request);
    REQUIRE(one->rows.size() == three->rows.size());
    for (std::size_t i = 0; i < one->rows.size(); ++i)
        CHECK(sameRow(one->rows[i], three->rows[i]));
}

TEST_CASE("a trace can be replayed to the same figures") {
    const Folder folder;
    auto request = golden({"ds2", "autoscaler-0.95"});
    request.trace = folder.path / "trace.jsonl";
    request.campaigns = 2;
    folder.add("trace.jsonl", "what was here before");
    const auto report = run(request);
    REQUIRE(report);
    const auto jobs = testing::allSimulators();
    std::map<std::string, long> finals, changes;
    std::map<std::string, std::vector<int>> vectors;
    int lines = 0;
    for (const std::string& text : testing::linesOf(testing::readText(request.trace))) {
        ++lines;
        const Json line = *parseJson(text, "trace");
        const auto& spec = jobs.at("golden/" + stringAt(line, "job") + ".json").spec();
        const std::string key = stringAt(line, "job") + "/" + stringAt(line, "method");
        if (integerAt(line, "step", -1) == 0)
            vectors[key] = spec.initial;
        for (const Json& vector : line["vectors"]) {
            ++changes[key];
            for (std::size_t v = 0; v < spec.graph.nodes.size(); ++v)
                vectors[key][v] = vector.at(spec.graph.nodes[v].id).get<int>();
        }
        for (std::size_t v = 0; v < spec.graph.nodes.size(); ++v)
            finals[key] += spec.graph.nodes[v].pinned ? 0 : vectors[key][v];
    }
    CHECK(lines == 2 * 2 * 2 * 20);
    for (const auto& row : report->rows)
        if (row.job != "*") {
            CHECK(finals.at(row.job + "/" + row.method) == row.finalSum);
            CHECK(changes.at(row.job + "/" + row.method) == row.reconfigurations);
        }
    CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 1); // nothing beside it
}

TEST_CASE("cold starts and other physics change the work, calm removes the noise") {
    auto request = golden({"ds2"});
    const auto warm = run(request);
    request.cold = true;
    const auto cold = run(request);
    CHECK_FALSE(sameRow(warm->rows[0], cold->rows[0]));
    request.cold = false;
    request.physics = "rough";
    CHECK_FALSE(sameRow(warm->rows[0], run(request)->rows[0]));
    request.physics = "standard";
    CHECK(sameRow(warm->rows[0], run(request)->rows[0]));
    request.physics = "calm";
    request.methods = {"oracle"};
    const auto calm = run(request);
    CHECK(calm->rows[0].finalSum >= calm->rows[0].oracleSum); // the last of the warm-up costs 0.2 % of capacity
    CHECK(calm->rows[0].parallelismRatio < 1.03);
    CHECK(calm->rows[0].backpressuredAfter == 0);
    CHECK(calm->rows[0].underOperatorMinutes > 0); // before its first change of a rising step
}

TEST_CASE("more windows for a decision mean less noise in it") {
    auto request = golden({"ds2-noband"});
    const auto one = run(request);
    request.quietWindows = 5;
    const auto five = run(request);
    CHECK(five->rows.back().reconfigurations < one->rows.back().reconfigurations);
    request.quietWindows = 0;
    CHECK(run(request).error().code == "compare.quiet");
    CHECK(one->rows[0].parallelismRatioMean > 1);
    CHECK(one->rows[0].parallelismRatioMean < 2);
}

TEST_CASE("wrong requests are refused, foreign files skipped with a note, broken jobs named") {
    auto request = golden({"ds3"});
    CHECK(run(request).error().code == "compare.method");
    request = golden({"ds2"});
    request.campaigns = 0;
    CHECK(run(request).error().code == "compare.campaigns");
    request = golden({"ds2"});
    request.physics = "lunar";
    CHECK(run(request).error().code == "physics.name");
    request = golden({"ds2"});
    request.trace = "/nowhere/at/all/trace.jsonl";
    CHECK(run(request).error().code == "compare.trace");
    request = golden({"ds2"});
    request.jobs = "/nowhere/at/all";
    CHECK(run(request).error().code == "compare.jobs");

    const Folder folder;
    folder.add("notes.txt", "not looked at");
    folder.add("other.json", R"({"format":"something/1"})");
    request.jobs = folder.path;
    CHECK(run(request).error().code == "compare.jobs");
    folder.add("knee.json", testing::readText(testing::simulatorData() / "golden" / "golden-knee-0.json"));
    request.campaigns = 1;
    const auto report = run(request);
    REQUIRE(report);
    REQUIRE(report->notes.size() == 1);
    CHECK(report->notes[0].find("other.json") != std::string::npos);
    folder.add("broken.json", R"({"format":"streamtune-job/1","engine":"simulated","name":"x"})");
    CHECK(run(request).error().code == "job.value");
    CHECK(run(request).error().sentence.find("broken.json") != std::string::npos);
}

TEST_CASE("a comparison can be cancelled and leaves no trace behind") {
    const Folder folder;
    auto request = golden({});
    request.trace = folder.path / "trace.jsonl";
    std::stop_source stop;
    stop.request_stop();
    CHECK(compare::run(request, stop.get_token(), {}, {}).error().code == "compare.cancelled");
    CHECK(fs::is_empty(folder.path));
}

TEST_CASE("the capacity head is right at once and leaves no back-pressure behind") {
    const Folder folder;
    for (const char* name : {"nexmark-q1", "nexmark-q8"})
        folder.add(std::string(name) + ".json",
                   testing::readText(testing::simulatorData() / "bench" / (std::string(name) + ".json")));
    compare::Request request;
    request.jobs = folder.path;
    request.methods = {"streamtune", "oneshot"};
    request.campaigns = 1;
    const auto report = run(request);
    REQUIRE(report);
    const compare::Row& all = report->rows[report->rows.size() - 2];
    CHECK(all.method == "streamtune");
    CHECK(all.reconfigurationsMean <= 1.10);
    CHECK(all.parallelismRatio <= 1.08);
    CHECK(all.backpressuredAfter == 0);
    CHECK(report->rows.back().reconfigurationsMax == 1); // one answer a tuning
}
