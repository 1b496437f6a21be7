// SPDX-License-Identifier: GPL-3.0-or-later
/// What watching costs: a list of 50 jobs on a cluster with its default refresh, polled as the workbench does.
#include <cstdio>
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <thread>

#include "core/engines/flink/flink_engine.h"
#include "tests/engines/flink/flink_cluster.h"

using namespace streamtune;
using namespace streamtune::engines;
using namespace streamtune::flinktest;

namespace {

constexpr int kJobs = 50;
constexpr int kSeconds = 60;

/// CPU seconds of this process, user and system.
double cpuSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

} // namespace

TEST_CASE("polling 50 jobs at the default interval takes at most 5 % of a core") {
    auto cluster = FlinkCluster::start({.version = versionUnderTest(), .taskManagers = 4, .slots = 16, .fast = false});
    REQUIRE_MESSAGE(cluster, cluster.error().sentence);
    for (int i = 0; i < kJobs; ++i) {
        const auto id = (*cluster)->submitOnly(
            {"--name", "trivial-" + std::to_string(i), "--op", "s:source,rate=1", "--op", "out:sink,in=s"});
        REQUIRE_MESSAGE(id, id.error().sentence);
    }
    Profile profile;
    profile.name = "poll";
    profile.url = (*cluster)->url();
    const auto factory = flink::makeFactory(nullptr);
    const auto reader = factory->reader(profile);
    REQUIRE(reader);
    REQUIRE((*reader)->jobs({}));
    CHECK((*reader)->pollInterval() >= Millis{3'000}); // the server's own refresh
    const auto begin = std::chrono::steady_clock::now();
    const double before = cpuSeconds();
    int polls = 0;
    std::size_t jobs = 0;
    while (std::chrono::steady_clock::now() - begin < std::chrono::seconds(kSeconds)) {
        const auto list = (*reader)->jobs({});
        REQUIRE_MESSAGE(list, list.error().sentence);
        jobs = list->size();
        ++polls;
        std::this_thread::sleep_for((*reader)->pollInterval());
    }
    const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const double share = (cpuSeconds() - before) / wall;
    std::printf("%s polling %zu jobs: %d polls in %.0f s, %.2f %% of a core\n", (*cluster)->version().c_str(), jobs,
                polls, wall, 100 * share);
    CHECK(jobs == kJobs);
    CHECK(share <= 0.05);
}
