// SPDX-License-Identifier: GPL-3.0-or-later
/// The closed form against the cluster: at the oracle nothing is back-pressured and the whole rate is taken; with one
/// instance less of any operator the sources are held back.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <thread>

#include "tests/engines/flink/flink_jobs.h"

using namespace streamtune;
using namespace streamtune::flinktest;

namespace {

/// More jobs at a time would be done sooner, but five are what two cores can drive without disturbing the figures.
constexpr std::size_t batchSize = 5;
/// Buffers fill before somebody is held back: an overload of 5 % takes some seconds to show.
constexpr int windowsUntilHeld = 8;

struct Running {
    WorkloadJob job;
    std::string id;
    std::vector<std::string> scalable; ///< operators whose oracle is above 1
};

struct Seen {
    double worstBackpressure = 0;
    double accepted = 0; ///< of all sources, as a share of what they offer
};

Seen look(const FlinkCluster& cluster, const Running& running, double seconds) {
    const auto window = measure(cluster, running.id, seconds);
    REQUIRE_MESSAGE(window, window.error().sentence);
    Seen seen;
    double offered = 0;
    for (const auto& [op, measured] : *window)
        seen.worstBackpressure = std::max(seen.worstBackpressure, measured.backpressuredMax);
    for (const auto& [source, rate] : running.job.rates.at("high")) {
        offered += rate;
        seen.accepted += window->at(source).outRate;
    }
    seen.accepted /= offered;
    return seen;
}

Running submitAtOracle(FlinkCluster& cluster, const WorkloadJob& job) {
    Running running{job, {}, {}};
    std::vector<std::string> arguments{"--job", job.id};
    for (const auto& [op, p] : job.oracle.at("high"))
        arguments.insert(arguments.end(), {"--p." + op, std::to_string(p)});
    for (const auto& op : job.ops)
        if (job.oracle.at("high").at(op.id) > 1)
            running.scalable.push_back(op.id);
    const auto id = cluster.submit(arguments);
    REQUIRE_MESSAGE(id, id.error().sentence);
    running.id = *id;
    return running;
}

void checkAtOracle(const FlinkCluster& cluster, const Running& running) {
    CAPTURE(running.job.id);
    const Seen seen = look(cluster, running, 3);
    std::printf("%-7s %-8s at the oracle        back-pressured %.3f  accepted %.3f\n", cluster.version().c_str(),
                running.job.id.c_str(), seen.worstBackpressure, seen.accepted);
    CHECK(seen.worstBackpressure < 0.10);
    CHECK(seen.accepted > 0.98);
}

/// Held back: somebody upstream waits; a source has nobody upstream, it just takes less than it is offered.
bool isHeld(const Running& running, const std::string& op, const Seen& seen) {
    return running.job.find(op)->inputs.empty() ? seen.accepted < 0.98 : seen.worstBackpressure > 0.30;
}

void checkBelow(const FlinkCluster& cluster, const Running& running, const std::string& op) {
    CAPTURE(running.job.id);
    CAPTURE(op);
    Seen seen;
    bool held = false;
    for (int i = 0; i < windowsUntilHeld && !held; ++i) {
        seen = look(cluster, running, 2);
        held = isHeld(running, op, seen);
    }
    std::printf("%-7s %-8s %-14s at %d  back-pressured %.3f  accepted %.3f\n", cluster.version().c_str(),
                running.job.id.c_str(), op.c_str(), running.job.oracle.at("high").at(op) - 1, seen.worstBackpressure,
                seen.accepted);
    CHECK(held);
}

void checkBatch(FlinkCluster& cluster, std::vector<Running>& batch) {
    std::this_thread::sleep_for(std::chrono::seconds(3));
    for (const auto& running : batch)
        checkAtOracle(cluster, running);
    for (std::size_t round = 0;; ++round) {
        std::vector<const Running*> changed;
        for (const auto& running : batch) {
            if (round >= running.scalable.size())
                continue;
            auto below = running.job.oracle.at("high");
            --below[running.scalable[round]];
            const Status done = rescale(cluster, running.id, below);
            REQUIRE_MESSAGE(done, done.error().sentence);
            changed.push_back(&running);
        }
        if (changed.empty())
            break;
        std::this_thread::sleep_for(std::chrono::seconds(2));
        for (const Running* running : changed)
            checkBelow(cluster, *running, running->scalable[round]);
    }
    for (const auto& running : batch)
        REQUIRE(cluster.cancel(running.id));
}

} // namespace

TEST_CASE("one instance less than the oracle is back-pressured, the oracle is not") {
    const auto jobs = workloadJobs();
    REQUIRE(jobs);
    const auto cluster = FlinkCluster::start({.version = versionUnderTest(), .slots = 16});
    REQUIRE_MESSAGE(cluster, cluster.error().sentence);
    for (std::size_t first = 0; first < jobs->size(); first += batchSize) {
        std::vector<Running> batch;
        for (std::size_t i = first; i < std::min(first + batchSize, jobs->size()); ++i)
            batch.push_back(submitAtOracle(**cluster, (*jobs)[i]));
        checkBatch(**cluster, batch);
    }
}
