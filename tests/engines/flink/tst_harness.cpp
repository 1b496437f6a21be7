// SPDX-License-Identifier: GPL-3.0-or-later
/// The harness itself: closed forms, processes that never stay behind, rates that change while a job runs.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/engines/flink/flink_jobs.h"

using namespace streamtune;
using namespace streamtune::flinktest;

TEST_CASE("the oracles of jobs.json are the closed form, and no load is within 4 % of full") {
    const auto jobs = workloadJobs();
    REQUIRE(jobs);
    REQUIRE(jobs->size() >= 8);
    for (const auto& job : *jobs) {
        for (const auto& [situation, rates] : job.rates) {
            CAPTURE(job.id);
            CAPTURE(situation);
            CHECK(closedForm(job, rates) == job.oracle.at(situation));
            const auto demand = demandOf(job, rates);
            for (const auto& op : job.ops) {
                CAPTURE(op.id);
                const int oracle = job.oracle.at(situation).at(op.id);
                CHECK((op.costMicros == 0 || op.costMicros >= 500));
                CHECK(loadOf(job, op, demand.at(op.id), oracle) <= 0.96);
                if (oracle > 1)
                    CHECK(loadOf(job, op, demand.at(op.id), oracle - 1) >= 1.04);
            }
        }
    }
}

TEST_CASE("a rate follows its schedule, changes while the job runs and survives rescaling of the source") {
    const auto cluster = FlinkCluster::start({.version = versionUnderTest()});
    REQUIRE_MESSAGE(cluster, cluster.error().sentence);
    const auto job = (*cluster)->submit({"--name", "rates", "--op", "src:source,rate=1000", "--op", "out:sink,in=src"});
    REQUIRE_MESSAGE(job, job.error().sentence);
    const auto rateOf = [&](double expected) {
        const auto window = measure(**cluster, *job, 3);
        REQUIRE_MESSAGE(window, window.error().sentence);
        CHECK(window->at("src").outRate == doctest::Approx(expected).epsilon(0.02));
        CHECK(window->at("out").inRate == doctest::Approx(expected).epsilon(0.02));
    };
    std::this_thread::sleep_for(std::chrono::seconds(2));
    rateOf(1000);
    REQUIRE((*cluster)->setRate("rates", "src", 2500));
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    rateOf(2500);
    for (const int p : {3, 1}) {
        REQUIRE(rescale(**cluster, *job, {{"src", p}, {"out", 1}}));
        std::this_thread::sleep_for(std::chrono::seconds(2));
        rateOf(2500);
    }
}

TEST_CASE("a test that is killed leaves no cluster behind") {
    const auto marker = std::filesystem::temp_directory_path() / fmt::format("streamtune-killed-{}", ::getpid());
    const pid_t child = ::fork();
    if (child == 0) {
        const auto cluster = FlinkCluster::start({.version = versionUnderTest(), .taskManagers = 1, .slots = 1});
        std::ofstream(marker) << (cluster ? (*cluster)->dir() : std::string("failed"));
        ::pause();
        std::_Exit(1);
    }
    std::string dir;
    REQUIRE(eventually(std::chrono::seconds(60), [&] {
        std::ifstream in(marker);
        return static_cast<bool>(std::getline(in, dir));
    }));
    REQUIRE(dir != "failed");
    pid_t java = 0;
    std::ifstream(dir + "/cluster.pid") >> java;
    REQUIRE(java > 0);
    REQUIRE(::kill(java, 0) == 0);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    CHECK(eventually(std::chrono::seconds(10), [&] { return ::kill(java, 0) != 0; }));
    std::filesystem::remove_all(dir);
    std::filesystem::remove(marker);
}
