// SPDX-License-Identifier: GPL-3.0-or-later
/// The Flink engine where things go otherwise: slow defaults, the default scheduler, no checkpoints, somebody else's
/// hand, lost TaskManagers and a lost JobManager.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <doctest/doctest.h>

#include "core/engines/flink/flink_engine.h"
#include "core/engines/flink/flink_writer.h"
#include "tests/engines/flink/flink_jobs.h"

using namespace streamtune;
using namespace streamtune::engines;
using namespace streamtune::flinktest;

namespace {

struct Bench {
    std::unique_ptr<FlinkCluster> cluster;
    Profile profile;
    std::unique_ptr<EngineFactory> factory = flink::makeFactory(nullptr);
    std::unique_ptr<EngineReader> reader;
    std::string job;

    explicit Bench(const ClusterOptions& options) {
        auto started = FlinkCluster::start(options);
        REQUIRE_MESSAGE(started, started.error().sentence);
        cluster = std::move(*started);
        profile.name = "trouble";
        profile.url = cluster->url();
        profile.window = Millis{5'000};
        profile.settle = Millis{2'000};
        open();
    }
    void open() {
        auto made = factory->reader(profile);
        REQUIRE_MESSAGE(made, made.error().sentence);
        reader = std::move(*made);
    }
    void submit(const std::vector<std::string>& arguments) {
        const auto id = cluster->submit(arguments);
        REQUIRE_MESSAGE(id, id.error().sentence);
        job = *id;
        REQUIRE(eventually(std::chrono::seconds(30), [&] {
            const auto s = reader->snapshot(job, {});
            return s && s->running;
        }));
    }
    std::string vertex(const std::string& op) const {
        const auto ids = verticesOf(*cluster, job);
        REQUIRE(ids);
        return ids->at(op);
    }
    Change to(const std::string& op, int p) const {
        const auto s = reader->snapshot(job, {});
        REQUIRE(s);
        Change change;
        change.jobId = job;
        change.jobName = s->jobName;
        change.base = change.target = s->graph.parallelism();
        change.target[vertex(op)] = p;
        return change;
    }
    Result<ApplyTicket> submitChange(const Change& change) const {
        auto transport = flink::httpTransport(profile, nullptr);
        REQUIRE(transport);
        flink::FlinkWriter writer(profile, std::move(*transport), systemClock());
        return writer.submit(change, {}, {}, {});
    }
    CheckLevel level(const std::string& check) const {
        const auto c = reader->capability(job, {});
        REQUIRE_MESSAGE(c, c.error().sentence);
        const auto it = std::ranges::find(c->checks, check, &Check::id);
        REQUIRE(it != c->checks.end());
        return it->level;
    }
    bool open(ApplyPath path) const {
        const auto c = reader->capability(job, {});
        REQUIRE(c);
        return std::ranges::find(c->paths, path, &PathOption::path)->available;
    }
};

double secondsSince(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

} // namespace

TEST_CASE("as Flink comes: metrics every 10 s, cool-down of 30 s; windows are right and the grace is long enough") {
    Bench b({.version = versionUnderTest(), .fast = false});
    b.profile.window = Millis{10'000};
    b.profile.settle = Millis{5'000};
    b.open();
    b.submit({"--job", "q1", "--chk", "2000", "--p.currency", "4", "--p.out", "2"});
    const auto begin = std::chrono::steady_clock::now();
    const auto window = b.reader->observe(b.job, Millis{90'000}, {}, {});
    REQUIRE_MESSAGE(window, window.error().sentence);
    CHECK(window->quiet);
    std::printf("%s defaults: window of %.1f s after %.1f s, accepted %.1f\n", b.cluster->version().c_str(),
                window->seconds, secondsSince(begin), window->sources.at(0).accepted.value_or(-1));
    CHECK(window->sources.at(0).accepted == doctest::Approx(3'000).epsilon(0.05));
    const Change change = b.to("currency", 5);
    const auto sent = std::chrono::steady_clock::now();
    const auto ticket = b.submitChange(change);
    REQUIRE_MESSAGE(ticket, ticket.error().sentence);
    ApplyStatus last;
    REQUIRE(eventually(std::chrono::seconds(120), [&] {
        const auto status = b.reader->applyStatus(change, *ticket, {});
        if (status)
            last = *status;
        return status && status->settled;
    }));
    const double took = secondsSince(sent);
    std::printf("%s defaults: reached after %.1f s, grace %.0f s\n", b.cluster->version().c_str(), took,
                static_cast<double>(last.grace.count()) / 1000.0);
    CHECK(last.reached == change.target);
    CHECK(took <= static_cast<double>(last.grace.count()) / 1000.0);
}

TEST_CASE("the default scheduler: in place is closed, the savepoint path where the version applies overrides") {
    Bench b({.version = versionUnderTest(), .settings = {"jobmanager.scheduler=default"}});
    b.submit({"--job", "q1", "--chk", "1000"});
    CHECK_FALSE(b.open(ApplyPath::InPlace));
    CHECK_FALSE(b.open(ApplyPath::Savepoint)); // no jar is named
    const auto jar = b.cluster->jarId();
    REQUIRE(jar);
    b.profile.options = {{"jar", *jar}, {"programArgs", "--job q1 --chk 1000"}};
    b.open();
    CHECK(b.open(ApplyPath::Savepoint) == b.cluster->version().starts_with("1.20"));
    b.profile.options["args." + b.vertex("currency")] = "--p.currency {p}";
    b.open();
    CHECK(b.open(ApplyPath::Savepoint));
    Change change = b.to("currency", 3);
    change.path = ApplyPath::InPlace;
    const auto refused = b.submitChange(change);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "engine.unsupported");
    change.path = ApplyPath::Savepoint;
    const auto ticket = b.submitChange(change);
    REQUIRE_MESSAGE(ticket, ticket.error().sentence);
    ApplyStatus last;
    REQUIRE(eventually(std::chrono::seconds(60), [&] {
        const auto status = b.reader->applyStatus(change, *ticket, {});
        if (status)
            last = *status;
        return status && status->settled;
    }));
    CHECK(last.reached == change.target);
}

TEST_CASE("no checkpoints: blocked; somebody else's change and a job that ends are recognised") {
    Bench b({.version = versionUnderTest()});
    b.submit({"--job", "q1", "--chk", "0"});
    CHECK((b.level("checkpointing") == CheckLevel::Block));
    REQUIRE(b.cluster->cancel(b.job));
    b.submit({"--job", "q1", "--chk", "500"});
    REQUIRE(eventually(std::chrono::seconds(20), [&] { return b.level("checkpointing") == CheckLevel::Ok; }));
    const Change change = b.to("currency", 3);
    const auto ticket = b.submitChange(change);
    REQUIRE_MESSAGE(ticket, ticket.error().sentence);
    const auto now = parallelismOf(*b.cluster, b.job);
    REQUIRE(now);
    std::map<std::string, int> other = *now;
    other["currency"] = 6;
    REQUIRE(rescale(*b.cluster, b.job, other));
    const auto foreign = b.reader->applyStatus(change, *ticket, {});
    REQUIRE_MESSAGE(foreign, foreign.error().sentence);
    CHECK(foreign->settled);
    CHECK(foreign->sentence.find("Somebody else") != std::string::npos);
    CHECK(foreign->reached.at(b.vertex("currency")) == 6);
    REQUIRE(b.cluster->cancel(b.job));
    REQUIRE(eventually(std::chrono::seconds(20), [&] {
        const auto ended = b.reader->applyStatus(change, *ticket, {});
        return ended && ended->failed && ended->state == "CANCELED";
    }));
    const auto late = b.submitChange(change);
    REQUIRE_FALSE(late);
    CHECK(late.error().code == "engine.job_ended");
    Change unknown = change;
    unknown.jobId = "00000000000000000000000000000001";
    CHECK(b.submitChange(unknown).error().code == "engine.unknown_job");
    CHECK(b.reader->snapshot(unknown.jobId, {}).error().code == "engine.unknown_job");
}

TEST_CASE(
    "a TaskManager is lost: runs with fewer, and says that slots are missing; the JobManager is lost: unreachable") {
    Bench b({.version = versionUnderTest(), .standalone = true, .taskManagers = 2, .slots = 4});
    b.submit({"--job", "q1", "--chk", "1000"});
    const Change change = b.to("currency", 6);
    const auto ticket = b.submitChange(change);
    REQUIRE_MESSAGE(ticket, ticket.error().sentence);
    REQUIRE(eventually(std::chrono::seconds(60), [&] {
        const auto status = b.reader->applyStatus(change, *ticket, {});
        return status && status->settled && status->reached == change.target;
    }));
    REQUIRE(b.cluster->killTaskManager(2));
    ApplyStatus last;
    CHECK(eventually(std::chrono::seconds(90), [&] {
        const auto status = b.reader->applyStatus(change, *ticket, {});
        if (status)
            last = *status;
        return status && status->settled && status->reached != change.target;
    }));
    std::printf("%s after the loss: %s\n", b.cluster->version().c_str(), last.sentence.c_str());
    CHECK(last.reached.at(b.vertex("currency")) == 4);
    CHECK(last.sentence.find("slots") != std::string::npos);
    REQUIRE(b.cluster->startTaskManager(2));
    CHECK(eventually(std::chrono::seconds(90), [&] {
        const auto status = b.reader->applyStatus(change, *ticket, {});
        return status && status->settled && status->reached == change.target;
    }));
    REQUIRE(b.cluster->killJobManager());
    const auto gone = b.reader->applyStatus(change, *ticket, {});
    REQUIRE_FALSE(gone);
    CHECK(gone.error().code == "engine.unreachable");
    const auto refused = b.submitChange(change);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "engine.unreachable");
}
