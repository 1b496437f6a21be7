// SPDX-License-Identifier: GPL-3.0-or-later
/// Whatever an agent says, every parser returns a value or an error with a sentence, and a window comes out.
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <random>

#include "core/engines/timely/window.h"

using namespace streamtune;
using namespace streamtune::engines::timely;

namespace {

Json oddValue(std::mt19937& random) {
    static const std::vector<Json> kOdd{nullptr,
                                        "NaN",
                                        -1,
                                        0,
                                        9223372036854775807LL,
                                        18446744073709551615ULL,
                                        1e308,
                                        -1e308,
                                        "",
                                        Json::array(),
                                        Json::object(),
                                        true,
                                        {{"a", 1}},
                                        {1, {2}, "x"}};
    return kOdd[random() % kOdd.size()];
}

void damage(Json& json, std::mt19937& random, double chance) {
    if (std::uniform_real_distribution<>(0, 1)(random) < chance) {
        json = oddValue(random);
        return;
    }
    if (json.is_structured())
        for (Json& child : json)
            damage(child, random, chance);
}

Json topology() {
    return {{"rev", 4},
            {"ops",
             {{{"id", 1}, {"op", "0.1"}, {"name", "Input"}},
              {{"id", 2}, {"op", "0.2"}, {"name", "A.route"}, {"role", "route"}, {"of", "A"}},
              {{"id", 3},
               {"op", "0.3"},
               {"name", "A"},
               {"placement", {{"name", "A"}, {"mode", "keyed"}, {"workers", {0, 1}}, {"rev", 1}}}},
              {{"id", 4}, {"op", "0.4"}, {"name", "Feedback"}}}},
            {"edges",
             {{{"ch", 1}, {"from", "0.1"}, {"to", "0.2"}, {"to_port", 0}},
              {{"ch", 2}, {"from", "0.2"}, {"to", "0.3"}, {"to_port", 0}},
              {{"ch", 3}, {"from", "0.3"}, {"to", "0.4"}, {"to_port", 0}},
              {{"ch", 4}, {"from", "0.4"}, {"to", "0.2"}, {"to_port", 0}}}}};
}

Json stats(double t) {
    return {{"run", "r"},
            {"state", "running"},
            {"now_ns", t},
            {"rev", 4},
            {"rates", {{"s", 5}}},
            {"workers",
             {{{"w", 0},
               {"t_ns", t},
               {"park_ns", 1},
               {"silent_ns", 0},
               {"parked", false},
               {"open", {3, 4}},
               {"cpu_ns", 1},
               {"runq_ns", nullptr},
               {"frontier", 5},
               {"input", 6},
               {"ops", {{1, t / 2, 3, 4, 5, 6}}},
               {"ch", {{1, 2, 3, 4, 5, {6, 7}}}},
               {"placed",
                {{{"name", "A"},
                  {"arrived", t},
                  {"held", 1},
                  {"received", t},
                  {"processed", t},
                  {"stash", 0},
                  {"busy_ns", t / 3},
                  {"emitted", t}}}},
               {"sources", {{{"name", "s"}, {"due", t}}}}}}}};
}

} // namespace

TEST_CASE("damaged answers of agents never break anything") {
    for (unsigned seed = 1; seed <= 3000; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        const double chance = seed % 10 == 0 ? 0.2 : 0.02;
        Json t = topology(), a = stats(1e9), b = stats(2e9);
        Json h = {{"v", 1}, {"run", "r"}, {"timely", "0.32"}, {"job", "j"}, {"peers", 2}, {"caps", {"stats"}}};
        for (Json* json : {&h, &t, &a, &b})
            damage(*json, random, chance);
        const auto hi = parseHello(h);
        const auto shape = parseTopology(t);
        const auto before = parseStats(a);
        const auto after = parseStats(b);
        for (const auto* error : {hi ? nullptr : &hi.error(), shape ? nullptr : &shape.error(),
                                  before ? nullptr : &before.error(), after ? nullptr : &after.error()})
            if (error)
                CHECK_FALSE(error->sentence.empty());
        if (!hi || !shape || !before || !after)
            continue;
        const TimelyGraph job = jobGraphOf(*hi, *shape, merged({*after}));
        const Observation o = observationBetween(job, *shape, *before, *after);
        for (const NodeObservation& n : o.nodes)
            if (isKnown(n.busyMean))
                CHECK(*n.busyMean <= 1.0);
        (void)observationToJson(o);
    }
}
