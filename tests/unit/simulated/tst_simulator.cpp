// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/engines/simulated/random.h"
#include "tests/support/simulator_data.h"

using namespace streamtune;
using namespace streamtune::engines::simulated;

namespace {

std::vector<std::string> cells(const std::string& line) {
    std::vector<std::string> out;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, ',');)
        out.push_back(cell);
    return out;
}

bool agrees(double value, double expected) {
    if (std::isinf(expected) || std::isinf(value))
        return value == expected;
    const double difference = std::abs(value - expected);
    return difference <= 1e-9 * std::abs(expected) || (std::abs(expected) < 1e-3 && difference <= 1e-12);
}

} // namespace

TEST_CASE("random numbers have the reference values") {
    CHECK(mix64(0) == 0xe220a8397b1dcdafULL);
    CHECK(mix64(1) == 0x910a2dec89025cc1ULL);
    CHECK(address(1, 2, 3).key() == 0xd0734750fde362b3ULL);
    CHECK(address(1, 2, 3).uniform() == doctest::Approx(0.814259011529328).epsilon(1e-14));
    CHECK(address(1, 2, 3).normal() == doctest::Approx(-1.3451585012813245).epsilon(1e-14));
}

TEST_CASE("every reference window agrees") {
    const auto jobs = testing::allSimulators();
    const auto lines = testing::linesOf(testing::readGzip(testing::simulatorData() / "expected.csv.gz"));
    const auto header = cells(lines.front());
    std::map<std::string, std::size_t> column;
    for (std::size_t i = 0; i < header.size(); ++i)
        column[header[i]] = i;
    int rows = 0;
    int cases = 0;
    for (std::size_t i = 1; i < lines.size(); ++cases) {
        std::vector<std::vector<std::string>> group;
        const std::string name = cells(lines[i])[column["case"]];
        for (; i < lines.size() && cells(lines[i])[column["case"]] == name; ++i)
            group.push_back(cells(lines[i]));
        const auto at = [&](std::size_t row, const char* key) { return group[row][column.at(key)]; };
        const Simulator& job = jobs.at(at(0, "file"));
        REQUIRE(group.size() == job.spec().graph.nodes.size());
        std::vector<int> vector;
        for (std::size_t v = 0; v < group.size(); ++v) {
            CHECK(job.spec().graph.nodes[v].id == at(v, "node"));
            vector.push_back(std::stoi(at(v, "p")));
        }
        const auto rates = job.spec().ratesAt(std::stod(at(0, "multiple")));
        const Window window =
            job.simulate(rates, vector, {std::stoull(at(0, "seed")), std::stoi(at(0, "dep")), std::stoi(at(0, "win"))},
                         *physicsByName(at(0, "physics")));
        const auto oracle = job.oracle(rates);
        for (std::size_t v = 0; v < group.size(); ++v, ++rows) {
            const NodeWindow& n = window.nodes[v];
            CAPTURE(name);
            CAPTURE(at(v, "node"));
            CHECK(oracle[v] == std::stoi(at(v, "oracle_p")));
            CHECK(window.bad == (at(v, "bad") == "1"));
            double factor = 1;
            for (const SourceWindow& s : window.sources)
                if (s.node == v)
                    factor = s.factor;
            const std::pair<const char*, double> values[] = {
                {"cap", n.capacity},     {"util", n.utilisation},   {"factor", factor},      {"in_rate", n.inRate},
                {"out_rate", n.outRate}, {"busy_mean", n.busyMean}, {"busy_max", n.busyMax}, {"bp_mean", n.bpMean},
                {"bp_max", n.bpMax},     {"idle_mean", n.idleMean}, {"sub_max", n.subMax},   {"sub_min", n.subMin}};
            for (const auto& [key, value] : values) {
                CAPTURE(key);
                CAPTURE(value);
                CAPTURE(at(v, key));
                CHECK(agrees(value, std::stod(at(v, key))));
            }
        }
    }
    CHECK(rows == 1046);
    CHECK(cases == 200);
}

TEST_CASE("the oracle of the named jobs is the reference one") {
    const Json expected =
        *parseJson(testing::readText(testing::simulatorData() / "bench_oracle.json"), "bench_oracle.json");
    for (const auto& [name, multiples] : expected.items()) {
        const Simulator job = testing::benchSimulator(name);
        for (const auto& [multiple, vector] : multiples.items())
            CHECK(job.oracle(job.spec().ratesAt(std::stod(multiple))) == vector.get<std::vector<int>>());
        CHECK(job.oracle(job.spec().ratesAt(5)) == job.spec().initial);
    }
}

TEST_CASE("recorded history windows are reproduced") {
    // The history was written with six digits by the reference implementation.
    const auto jobs = testing::allSimulators();
    const auto lines = testing::linesOf(testing::readGzip(testing::simulatorData() / "history.jsonl.gz"));
    CHECK(lines.size() == 2880);
    for (std::size_t i = 0; i < lines.size(); i += 37) {
        const Json line = *parseJson(lines[i], "history");
        const Simulator& job = jobs.at("train/" + stringAt(line, "job") + ".json");
        std::vector<double> rates(job.spec().unit.size(), 0.0);
        std::vector<int> vector;
        for (std::size_t v = 0; v < rates.size(); ++v) {
            rates[v] = valueOr(numberAt(line["rates"], job.spec().graph.nodes[v].id.c_str()), 0.0);
            vector.push_back(line["nodes"][v]["p"].get<int>());
        }
        const Window window =
            job.simulate(rates, vector, {job.spec().seed * 1000 + 99, line["dep"].get<int>(), line["win"].get<int>()},
                         Physics{}, Detail::Totals);
        for (std::size_t v = 0; v < rates.size(); ++v) {
            CHECK(window.nodes[v].inRate == doctest::Approx(line["nodes"][v]["in_rate"].get<double>()).epsilon(1e-5));
            CHECK(window.nodes[v].busyMax == doctest::Approx(line["nodes"][v]["busy_max"].get<double>()).epsilon(1e-5));
        }
    }
}

TEST_CASE("physics have names and bounds") {
    CHECK(physicsByName("calm")->jitter == 0);
    CHECK(physicsByName("rough")->noiseBusy == 0.020);
    CHECK(physicsByName("lunar").error().code == "physics.name");
    CHECK(withOverrides(Physics{}, {{"jitter", 0.03}, {"quiet_from", 3}})->quietFrom == 3);
    CHECK(withOverrides(Physics{}, {{"gravity", 9.81}}).error().code == "physics.key");
    CHECK(withOverrides(Physics{}, {{"jitter", -1}}).error().code == "physics.value");
    CHECK(withOverrides(Physics{}, {{"quiet_from", 1.5}}).error().code == "physics.value");
}
