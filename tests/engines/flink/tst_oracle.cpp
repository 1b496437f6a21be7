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

std::vector<Seen> look(const FlinkCluster& cluster, const std::vector<const Running*>& jobs, double seconds) {
    std::vector<std::string> ids;
    for (const Running* running : jobs)
        ids.push_back(running->id);
    const auto windows = measureAll(cluster, ids, seconds);
    REQUIRE_MESSAGE(windows, windows.error().sentence);
    std::vector<Seen> all;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        Seen& seen = all.emplace_back();
        double offered = 0;
        for (const auto& [op, measured] : (*windows)[i])
            seen.worstBackpressure = std::max(seen.worstBackpressure, measured.backpressuredMax);
        for (const auto& [source, rate] : jobs[i]->job.rates.at("high")) {
            offered += rate;
            seen.accepted += (*windows)[i].at(source).outRate;
        }
        seen.accepted /= offered;
    }
    return all;
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

/// Held back: somebody upstream waits; a source has nobody upstream, it just takes less than it is offered.
bool isHeld(const Running& running, const std::string& op, const Seen& seen) {
    return running.job.find(op)->inputs.empty() ? seen.accepted < 0.98 : seen.worstBackpressure > 0.30;
}

void print(const FlinkCluster& cluster, const Running& running, const std::string& what, const Seen& seen) {
    std::printf("%-7s %-8s %-20s back-pressured %.3f  accepted %.3f\n", cluster.version().c_str(),
                running.job.id.c_str(), what.c_str(), seen.worstBackpressure, seen.accepted);
}

void checkAtOracle(const FlinkCluster& cluster, const std::vector<const Running*>& jobs) {
    const auto seen = look(cluster, jobs, 3);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        CAPTURE(jobs[i]->job.id);
        print(cluster, *jobs[i], "at the oracle", seen[i]);
        CHECK(seen[i].worstBackpressure < 0.10);
        CHECK(seen[i].accepted > 0.98);
    }
}

/// Every job with one instance less of its operator number `round`.
void checkBelow(const FlinkCluster& cluster, const std::vector<const Running*>& jobs, std::size_t round) {
    std::vector<Seen> seen;
    const auto heldAt = [&](std::size_t i) { return isHeld(*jobs[i], jobs[i]->scalable[round], seen[i]); };
    for (int window = 0; window < windowsUntilHeld; ++window) {
        seen = look(cluster, jobs, 2);
        std::size_t held = 0;
        for (std::size_t i = 0; i < jobs.size(); ++i)
            held += heldAt(i) ? 1 : 0;
        if (held == jobs.size())
            break;
    }
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const std::string& op = jobs[i]->scalable[round];
        CAPTURE(jobs[i]->job.id);
        CAPTURE(op);
        print(cluster, *jobs[i], fmt::format("{} at {}", op, jobs[i]->job.oracle.at("high").at(op) - 1), seen[i]);
        CHECK(heldAt(i));
    }
}

void checkBatch(FlinkCluster& cluster, const std::vector<Running>& batch) {
    std::vector<const Running*> jobs;
    for (const auto& running : batch)
        jobs.push_back(&running);
    std::this_thread::sleep_for(std::chrono::seconds(3));
    checkAtOracle(cluster, jobs);
    for (std::size_t round = 0; !jobs.empty(); ++round) {
        std::erase_if(jobs, [&](const Running* running) { return round >= running->scalable.size(); });
        for (const Running* running : jobs) {
            auto below = running->job.oracle.at("high");
            --below[running->scalable[round]];
            const Status done = rescale(cluster, running->id, below);
            REQUIRE_MESSAGE(done, done.error().sentence);
        }
        if (jobs.empty())
            break;
        std::this_thread::sleep_for(std::chrono::seconds(2));
        checkBelow(cluster, jobs, round);
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
