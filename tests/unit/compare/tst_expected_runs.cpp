// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/compare/protocol.h"
#include "tests/support/simulator_data.h"

using namespace streamtune;
using namespace streamtune::compare;

TEST_CASE("whole runs give exactly the reference integers") {
    const Json rows =
        *parseJson(testing::readText(testing::simulatorData() / "expected_runs.json"), "expected_runs.json");
    REQUIRE(rows.size() == 40);
    const auto jobs = testing::allSimulators();
    for (const Json& row : rows) {
        const std::string name = row["job"].get<std::string>();
        const std::string method = row["method"].get<std::string>();
        const auto& job = jobs.at((name.starts_with("golden") ? "golden/" : "bench/") + name + ".json");
        int reconfigurations = 0, finalSum = 0, oracleSum = 0, bad = 0;
        for (int c = 0; c < 6; ++c)
            for (const Tuning& t : runCampaign(job, method, {engines::simulated::Physics{}, false, c}, {})) {
                reconfigurations += static_cast<int>(t.vectors.size());
                finalSum += t.finalSum;
                oracleSum += t.oracleSum;
                bad += t.badWindows;
            }
        CAPTURE(name);
        CAPTURE(method);
        CHECK(reconfigurations == row["reconfigurations"].get<int>());
        CHECK(finalSum == row["final_sum"].get<int>());
        CHECK(oracleSum == row["oracle_sum"].get<int>());
        CHECK(bad == row["bad_windows"].get<int>());
    }
}
