// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <doctest/doctest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

#include "core/compare/job_maker.h"
#include "core/engines/simulated/job_truth.h"
#include "core/engines/simulated/simulator.h"

#include "tests/support/simulator_data.h"

using namespace streamtune;

namespace {

/// Sums of a logarithm, by whatever is told apart.
struct Spread {
    double sum = 0, square = 0;
    int count = 0;
    void add(double value) {
        sum += value;
        square += value * value;
        ++count;
    }
    double mean() const { return sum / count; }
    double error() const { return std::sqrt(std::max(0.0, square / count - mean() * mean()) / count); }
};

/// Log costs of the operators of some jobs: by type and window, by width ("width 32"), and by class of keys.
void addCosts(const std::string& text, std::map<std::string, Spread>& costs) {
    const Json job = Json::parse(text);
    for (const Json& node : job.at("nodes")) {
        const double cost = node.at("truth").at("cost").get<double>();
        if (!(cost > 0))
            continue;
        const Json& features = node.at("features");
        const Json& window = features.at("window");
        const std::string type = node.at("type").get<std::string>();
        costs[window.is_null() ? type : type + " " + window.at("type").get<std::string>()].add(std::log(cost));
        if (type == "map" || type == "sink")
            costs[type + " of width " + std::to_string(features.at("width_in").get<int>())].add(std::log(cost));
    }
}

} // namespace

TEST_CASE("made jobs are whole, differ, and come again from their seed") {
    const auto jobs = compare::makeJobs(7, 16);
    REQUIRE(jobs.size() == 16);
    CHECK(compare::makeJobs(7, 3)[2].text == jobs[2].text);
    CHECK(compare::makeJobs(8, 1)[0].text != jobs[0].text);
    std::set<std::string> families;
    for (const auto& made : jobs) {
        families.insert(made.family);
        auto file = engines::simulated::readJobFile(made.text, made.name);
        REQUIRE(file);
        const engines::simulated::Simulator job(std::move(*file));
        CHECK(job.spec().campaigns.size() == 6);
        CHECK(job.spec().campaigns[0].size() == 20);
        // It runs well where it begins, and at ten units some vector bears it.
        CHECK(job.oracle(job.spec().ratesAt(5)) == job.spec().initial);
        const auto demand = job.demand(job.spec().ratesAt(10));
        const auto most = job.oracle(job.spec().ratesAt(10));
        for (std::size_t v = 0; v < most.size(); ++v)
            CHECK(job.capacity(v, most[v]) >= demand[v]);
    }
    CHECK(families.size() == compare::jobFamilies().size());
}

TEST_CASE("operators of made jobs cost what those of the shipped history cost, by kind and by width") {
    std::map<std::string, Spread> past, made;
    for (const std::string& line : testing::linesOf(testing::readGzip(testing::simulatorData() / "train.jsonl.gz")))
        addCosts(line, past);
    for (const auto& job : compare::makeJobs(11, 160))
        addCosts(job.text, made);
    int compared = 0;
    for (const auto& [what, then] : past) {
        const auto now = made.find(what);
        if (now == made.end() || then.count < 8 || now->second.count < 8)
            continue;
        ++compared;
        CAPTURE(what);
        CHECK(std::abs(now->second.mean() - then.mean()) < 3 * std::hypot(then.error(), now->second.error()));
    }
    CHECK(compared >= 14);
}
