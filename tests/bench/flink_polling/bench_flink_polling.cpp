// SPDX-License-Identifier: GPL-3.0-or-later
/// What it costs to keep an eye on a real cluster: 50 trivial jobs, listed with their state at the interval the engine
/// asks for, CPU of this process as a share of one core. Budget: 5 %, and no poll before the server has news.
///   bench_flink_polling [jobs] [seconds] [version]
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <future>
#include <thread>

#include "core/engines/flink/flink_engine.h"
#include "tests/engines/flink/flink_cluster.h"

using namespace streamtune;
using namespace streamtune::flinktest;

namespace {

double cpuSeconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

int tell(const Error& error) {
    fmt::print(stderr, "{}\n", error.sentence);
    return 1;
}

/// The first submission uploads the jar, the others follow four at a time.
Status submitAll(FlinkCluster& cluster, int jobs) {
    const auto submit = [&](int i) {
        return cluster.submitOnly(
            {"--name", fmt::format("trivial-{:02}", i), "--op", "src:source,rate=5", "--op", "out:sink,in=src"});
    };
    ST_TRY(submit(0));
    std::atomic<int> next{1};
    std::vector<std::future<Status>> hands;
    for (int hand = 0; hand < 4; ++hand)
        hands.push_back(std::async(std::launch::async, [&]() -> Status {
            for (int i = next++; i < jobs; i = next++)
                ST_TRY(submit(i));
            return {};
        }));
    Status all;
    for (auto& hand : hands)
        if (const Status done = hand.get(); !done)
            all = done;
    return all;
}

} // namespace

int main(int argc, char** argv) {
    const int jobs = argc > 1 ? std::atoi(argv[1]) : 50;
    const double seconds = argc > 2 ? std::atof(argv[2]) : 60;
    ClusterOptions options;
    options.version = argc > 3 ? argv[3] : "1.20.5";
    options.slots = (jobs + 1) / 2;
    options.fast = false; // the default interval of the server is what counts
    const auto cluster = FlinkCluster::start(options);
    if (!cluster)
        return tell(cluster.error());
    if (const Status submitted = submitAll(**cluster, jobs); !submitted)
        return tell(submitted.error());

    engines::Profile profile;
    profile.name = "bench";
    profile.url = (*cluster)->url();
    const auto factory = engines::flink::makeFactory(nullptr);
    const auto reader = factory->reader(profile);
    if (!reader)
        return tell(reader.error());
    std::size_t running = 0;
    int polls = 0;
    Millis interval{0};
    double begunCpu = 0;
    auto begun = std::chrono::steady_clock::now();
    const auto passed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count(); };
    for (bool warm = false; !warm || passed() < seconds;) {
        const auto list = (*reader)->jobs({});
        if (!list)
            return tell(list.error());
        running =
            static_cast<std::size_t>(std::ranges::count(*list, std::string("RUNNING"), &engines::JobSummary::state));
        interval = (*reader)->pollInterval();
        ++polls;
        std::this_thread::sleep_for(interval);
        if (!warm) { // connecting and the first look at every job are paid once
            warm = true;
            polls = 0;
            begunCpu = cpuSeconds();
            begun = std::chrono::steady_clock::now();
        }
    }
    const double cpu = cpuSeconds() - begunCpu, wall = passed();
    const double share = 100 * cpu / wall;
    fmt::print(
        "Flink {}: {} jobs, {} polls in {:.1f} s (every {} ms): {:.2f} s of CPU = {:.2f} % of a core; budget 5 %: {}\n",
        (*cluster)->version(), running, polls, wall, interval.count(), cpu, share, share <= 5 ? "kept" : "MISSED");
    return share <= 5 && running == static_cast<std::size_t>(jobs) ? 0 : 1;
}
