// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <numeric>
#include <set>

#include "core/compare/job_maker.h"
#include "core/engines/simulated/job_truth.h"
#include "core/engines/simulated/simulator.h"

using namespace streamtune;

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
