// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <doctest/doctest.h>
#include <numeric>
#include <random>

#include "core/engines/timely/packing.h"

using namespace streamtune::engines::timely;

namespace {

Demand demand(const char* op, double load, int workers, std::vector<int> present = {}) {
    Demand d;
    d.op = op;
    d.load = load;
    d.workers = workers;
    d.present = std::move(present);
    return d;
}

} // namespace

TEST_CASE("operators that are feasible alone are not put on one worker together") {
    // 0.9 of A and 0.45 of B would be 1.35 on one worker.
    const Packing p = pack({demand("A", 0.8, 1), demand("B", 1.35, 3)}, 4, kTargetLoad, false);
    CHECK(p.feasible);
    const int a = p.placement.at("A").front();
    CHECK(std::ranges::find(p.placement.at("B"), a) == p.placement.at("B").end());
    CHECK(p.load[static_cast<std::size_t>(a)] == doctest::Approx(0.8 + kBaseLoad));
}

TEST_CASE("bins do not divide evenly: the fullest worker decides") {
    CHECK(worstShare(demand("A", 1, 1), 5) == doctest::Approx(52.0 / 256));
    // 3 workers hold at most 3 x 0.83 of an even operator.
    const Packing two = pack({demand("A", 2.4, 2)}, 8, kTargetLoad, true);
    CHECK(two.raised.at("A") == 3);
    CHECK(two.feasible);
    const Packing kept = pack({demand("A", 2.4, 2)}, 8, kTargetLoad, false);
    CHECK_FALSE(kept.feasible);
    CHECK(kept.placement.at("A").size() == 2);
}

TEST_CASE("a hot key does not get smaller with more workers") {
    Demand d = demand("hot", 1.2, 4);
    d.worstShare = 0.62; // half of all records in one bin
    d.measuredWith = 4;
    CHECK(worstShare(d, 8) > 0.5);
    const Packing p = pack({d}, 8, 0.5, true);
    CHECK_FALSE(p.feasible);
    CHECK(p.workersNeeded > 8);
}

TEST_CASE("operators stay where they are when that suffices") {
    Demand a = demand("A", 0.5, 2, {2, 5});
    a.stays = true;
    const Packing p = pack({demand("B", 1.4, 2, {0}), a}, 6, kTargetLoad, false);
    CHECK(p.placement.at("A") == std::vector<int>{2, 5});
    CHECK(p.feasible);
    CHECK(std::ranges::find(p.placement.at("B"), 2) == p.placement.at("B").end());
}

TEST_CASE("more load than the workers hold says how many are needed") {
    const Packing p = pack({demand("A", 3.0, 4), demand("B", 2.0, 4)}, 4, kTargetLoad, true);
    CHECK_FALSE(p.feasible);
    CHECK(p.workersNeeded >= 6);
    const Packing more = pack({demand("A", 3.0, 4), demand("B", 2.0, 4)}, p.workersNeeded + 1, kTargetLoad, true);
    CHECK(more.feasible);
}

TEST_CASE("whatever is asked for, every operator lies on existing workers, each once, and loads add up") {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> load(0, 3);
    for (int round = 0; round < 500; ++round) {
        const int workers = 1 + static_cast<int>(random() % 12);
        std::vector<Demand> demands;
        for (int i = 0; i < 1 + round % 6; ++i)
            demands.push_back(demand(std::string(1, static_cast<char>('a' + i)).c_str(), load(random),
                                     static_cast<int>(random() % 15), {static_cast<int>(random() % 12)}));
        const bool raise = round % 2 == 0;
        const Packing p = pack(demands, workers, kTargetLoad, raise);
        double total = kBaseLoad * workers;
        for (const Demand& d : demands) {
            auto on = p.placement.at(d.op);
            CHECK_FALSE(on.empty());
            CHECK(std::ranges::all_of(on, [&](int w) { return w >= 0 && w < workers; }));
            CHECK(std::ranges::adjacent_find(on) == on.end());
            if (!raise)
                CHECK(static_cast<int>(on.size()) == std::clamp(d.workers, 1, workers));
            total += static_cast<double>(on.size()) * d.load * worstShare(d, static_cast<int>(on.size()));
        }
        CHECK(std::accumulate(p.load.begin(), p.load.end(), 0.0) == doctest::Approx(total));
        CHECK(p.feasible == (p.worst <= kTargetLoad + 1e-6));
    }
}
