// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <random>

#include "core/base/json.h"
#include "tests/support/simulator_data.h"

using namespace streamtune;
using namespace streamtune::engines::simulated;

namespace {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_random(seed) {}
    int whole(int low, int high) { return std::uniform_int_distribution<int>(low, high)(m_random); }
    double real(double low, double high) { return std::uniform_real_distribution<double>(low, high)(m_random); }

private:
    std::mt19937_64 m_random;
};

std::vector<int> randomVector(Dice& dice, const JobSpec& spec) {
    std::vector<int> vector = spec.initial;
    for (std::size_t v = 0; v < vector.size(); ++v)
        if (!spec.graph.nodes[v].pinned)
            vector[v] = dice.whole(1, dice.whole(1, 4) == 1 ? 300 : spec.pMax);
    return vector;
}

} // namespace

TEST_CASE("every window obeys its bounds, on random jobs, vectors, rates and physics") {
    const auto jobs = testing::allSimulators();
    Dice dice(1);
    int throttled = 0;
    for (int i = 0; i < 5'000; ++i) {
        const Simulator& job = std::next(jobs.begin(), dice.whole(0, static_cast<int>(jobs.size()) - 1))->second;
        const auto rates = job.spec().ratesAt(dice.real(0, 15));
        const auto vector = randomVector(dice, job.spec());
        const WindowAddress at{static_cast<std::uint64_t>(dice.whole(0, 1 << 30)), dice.whole(0, 1000),
                               dice.whole(0, 1000)};
        const Physics physics = *physicsByName(physicsNames()[static_cast<std::size_t>(dice.whole(0, 2))]);
        const Window window = job.simulate(rates, vector, at, physics);
        bool refused = false;
        for (const SourceWindow& s : window.sources) {
            REQUIRE(s.accepted <= s.offered);
            REQUIRE(s.backlog >= 0);
            refused = refused || s.factor < 1.0 - 1e-9;
        }
        REQUIRE(window.bad == refused);
        throttled += refused;
        for (std::size_t v = 0; v < vector.size(); ++v) {
            const NodeWindow& n = window.nodes[v];
            for (const double share : {n.busyMean, n.busyMax, n.bpMean, n.bpMax, n.idleMean, n.utilisation}) {
                REQUIRE(share >= 0);
                REQUIRE(share <= 1);
            }
            REQUIRE(std::isfinite(n.inRate));
            REQUIRE(n.subIn.size() == static_cast<std::size_t>(vector[v]));
            double sum = 0;
            for (const double in : n.subIn)
                sum += in;
            REQUIRE(std::abs(sum - n.inRate) <= 0.2 * n.inRate + 1e-9);
        }
        if (i % 10 == 0) { // determinism, and Detail changes nothing but the detail
            const Window again = job.simulate(rates, vector, at, physics, Detail::Totals);
            for (std::size_t v = 0; v < vector.size(); ++v) {
                REQUIRE(again.nodes[v].busyMax == window.nodes[v].busyMax);
                REQUIRE(again.nodes[v].outRate == window.nodes[v].outRate);
                REQUIRE(again.nodes[v].subIn.empty());
            }
        }
    }
    CHECK(throttled > 500);
}

TEST_CASE("the oracle is sufficient and nothing smaller is") {
    Dice dice(2);
    for (const auto& [name, job] : testing::allSimulators())
        for (int i = 0; i < 5; ++i) {
            const auto rates = job.spec().ratesAt(dice.real(0.1, 11));
            const auto demand = job.demand(rates);
            const auto oracle = job.oracle(rates);
            for (std::size_t v = 0; v < oracle.size(); ++v) {
                if (job.spec().graph.nodes[v].pinned)
                    continue;
                REQUIRE((oracle[v] == job.spec().pMax || job.capacity(v, oracle[v]) >= demand[v]));
                for (int p = 1; p < oracle[v]; ++p)
                    REQUIRE(job.capacity(v, p) < demand[v]);
            }
        }
}

TEST_CASE("capacity is the largest rate that one instance bears, as bisection finds it") {
    Dice dice(3);
    for (int i = 0; i < 50; ++i) {
        auto file = readJobFile(testing::readText(testing::simulatorData() / "bench" / "nexmark-q5.json"), "q5");
        NodeTruth& truth = file->truth[1];
        truth.stateG = dice.real(0, 2);
        truth.stateT = dice.real(0, 1e5);
        truth.cost = std::exp(dice.real(-16, 0));
        const Simulator changed(*file);
        for (const int p : {1, 2, 7, 64, 200}) {
            const double m = dice.real(0.7, 1.1);
            const double hot = changed.hottestShare(1, p);
            const auto inst = [&](double lambda) {
                const double state = 1 + truth.stateG * std::log(1 + lambda * truth.stateT / (p * 1e5));
                return m * (1 - truth.overhead) /
                       (truth.cost * state * (1 + truth.uslA * (p - 1) + truth.uslB * p * (p - 1)));
            };
            double low = 0, high = inst(0) / hot;
            for (int k = 0; k < 60; ++k) {
                const double middle = (low + high) / 2;
                (middle * hot <= inst(middle) ? low : high) = middle;
            }
            CHECK(changed.capacity(1, p, m) == doctest::Approx(low).epsilon(1e-12));
        }
    }
}

TEST_CASE("damaged job files are refused with a sentence or give finite numbers") {
    const std::string good = testing::readText(testing::simulatorData() / "bench" / "nexmark-q3.json");
    Dice dice(4);
    int refused = 0, kept = 0;
    const auto probe = [&](const std::string& text) {
        const auto job = readJobFile(text, "damaged.json");
        if (!job) {
            ++refused;
            REQUIRE_FALSE(job.error().sentence.empty());
            return;
        }
        ++kept;
        if (job->spec.pMax > 1000 || job->spec.graph.nodes[0].maxParallelism > 1000)
            return; // legal, but slow to work out thousands of times
        const Simulator simulator(*job);
        for (const NodeWindow& n :
             simulator.simulate(simulator.spec().ratesAt(3), simulator.spec().initial, {1, 1, 2}, Physics{}).nodes) {
            REQUIRE(std::isfinite(n.inRate));
            REQUIRE(std::isfinite(n.busyMax));
        }
    };
    for (int i = 0; i < 3000; ++i) {
        std::string text = good;
        for (int k = dice.whole(1, 4); k > 0; --k) {
            switch (dice.whole(0, 3)) {
            case 0:
                text[static_cast<std::size_t>(dice.whole(0, static_cast<int>(text.size()) - 1))] =
                    static_cast<char>(dice.whole(0, 255));
                break;
            case 1:
                text.resize(static_cast<std::size_t>(dice.whole(0, static_cast<int>(text.size()))));
                break;
            case 2:
                text.insert(static_cast<std::size_t>(dice.whole(0, static_cast<int>(text.size()))), "9");
                break;
            default:
                text.erase(static_cast<std::size_t>(dice.whole(0, static_cast<int>(text.size()) - 1)), 1);
                break;
            }
            if (text.empty())
                text = " ";
        }
        probe(text);
    }
    // Every value of the document in turn replaced by something else.
    const Json whole = *parseJson(good, "good");
    const std::vector<Json> foreign{nullptr,
                                    true,
                                    -1,
                                    0,
                                    1e308,
                                    -1e308,
                                    0.5,
                                    "x",
                                    "",
                                    Json::array(),
                                    Json::object(),
                                    4294967296,
                                    18446744073709551615u};
    const Json flat = whole.flatten();
    for (auto it = flat.begin(); it != flat.end(); ++it)
        for (const Json& other : foreign) {
            Json damaged = whole;
            damaged[Json::json_pointer(it.key())] = other;
            probe(damaged.dump());
        }
    CHECK(refused > 1000);
    CHECK(kept > 100);
}
