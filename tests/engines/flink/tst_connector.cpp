// SPDX-License-Identifier: GPL-3.0-or-later
/// The Flink engine against a real cluster: read, measure, change in place and by savepoint, verify, go back. What the
/// engine measures is held against the closed form of the workload.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <thread>

#include "core/engines/flink/flink_engine.h"
#include "core/engines/flink/flink_reader.h"
#include "core/engines/flink/flink_writer.h"
#include "tests/engines/flink/flink_jobs.h"

using namespace streamtune;
using namespace streamtune::engines;
using namespace streamtune::flinktest;

namespace {

Profile profileOf(const FlinkCluster& cluster) {
    Profile profile;
    profile.name = "real";
    profile.url = cluster.url();
    profile.type = ConnectionType::Dev;
    profile.window = Millis{5'000};
    profile.settle = Millis{2'000};
    return profile;
}

std::unique_ptr<EngineReader> readerOf(const Profile& profile) {
    static const auto factory = flink::makeFactory(nullptr);
    auto reader = factory->reader(profile);
    REQUIRE_MESSAGE(reader, reader.error().sentence);
    return std::move(*reader);
}

flink::FlinkWriter writerOf(const Profile& profile) {
    auto transport = flink::httpTransport(profile, nullptr);
    REQUIRE_MESSAGE(transport, transport.error().sentence);
    return {profile, std::move(*transport), systemClock()};
}

Observation observe(EngineReader& reader, const std::string& job) {
    for (int attempt = 0; attempt < 3; ++attempt) {
        auto window = reader.observe(job, Millis{60'000}, {}, {});
        REQUIRE_MESSAGE(window, window.error().sentence);
        if (window->quiet)
            return *window;
        MESSAGE("not quiet: " << window->whyNotQuiet);
    }
    FAIL("no quiet window in three attempts");
    return {};
}

struct Applied {
    ApplyTicket ticket;
    ApplyStatus status;
    double seconds = 0;
    std::vector<std::string> steps;
};

Applied apply(const Profile& profile, EngineReader& reader, const Change& change) {
    Applied applied;
    const auto begin = std::chrono::steady_clock::now();
    auto writer = writerOf(profile);
    auto ticket = writer.submit(change,
                                [&](const ApplyStep& step) -> Status {
                                    applied.steps.push_back(step.name + " " + step.state);
                                    return {};
                                },
                                {}, {});
    REQUIRE_MESSAGE(ticket, ticket.error().sentence);
    applied.ticket = *ticket;
    Millis grace{120'000};
    const bool settled = eventually(std::chrono::milliseconds(grace), [&] {
        auto status = reader.applyStatus(change, *ticket, {});
        if (!status)
            return false;
        applied.status = *status;
        return status->settled || status->failed;
    });
    applied.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    REQUIRE_MESSAGE(settled, applied.status.sentence);
    return applied;
}

std::string idOf(const JobGraph& graph, const std::string& operatorId) {
    for (const Operator& node : graph.nodes) {
        std::string name = node.name;
        if (name.ends_with(": Writer"))
            name.resize(name.size() - 8);
        if (name == operatorId || name.ends_with(": " + operatorId))
            return node.id;
    }
    FAIL("no operator " << operatorId);
    return {};
}

} // namespace

TEST_CASE("read, measure and change in place, verify, go back") {
    auto cluster = FlinkCluster::start({.version = versionUnderTest()});
    REQUIRE_MESSAGE(cluster, cluster.error().sentence);
    const Profile profile = profileOf(**cluster);
    auto reader = readerOf(profile);

    for (const ProbeStep& step : reader->probe({})) {
        CAPTURE(step.name);
        CAPTURE(step.sentence);
        CHECK(step.ok);
    }
    const auto info = reader->cluster({});
    REQUIRE_MESSAGE(info, info.error().sentence);
    CHECK(info->version == (*cluster)->version());
    CHECK(info->slotsTotal == 16.0);
    CHECK(info->workerList.size() == 2);
    CHECK(eventually(std::chrono::seconds(15), [&] { // the first request only makes the cluster fetch metrics
        const auto later = reader->cluster({});
        return later && isKnown(later->workerList.at(0).heapUsed) && isKnown(later->workerList.at(0).cpuLoad);
    }));

    const auto job = workloadJob("q1");
    REQUIRE(job);
    const auto id = (*cluster)->submit({"--job", "q1", "--chk", "1000"});
    REQUIRE_MESSAGE(id, id.error().sentence);
    const auto list = reader->jobs({});
    REQUIRE(list);
    REQUIRE(list->size() == 1);
    CHECK(list->front().name == job->name);
    CHECK(list->front().rescalable == true);

    REQUIRE(eventually(std::chrono::seconds(20), [&] {
        const auto s = reader->snapshot(*id, {});
        return s && s->running;
    }));
    const auto before = reader->snapshot(*id, {});
    REQUIRE_MESSAGE(before, before.error().sentence);
    REQUIRE(before->graph.validate());
    CHECK(before->facts.at("checkpointing") == "on");
    const ParallelismVector base = before->graph.parallelism();

    // Held back at 1 everywhere: accepted is what the slowest operator takes, and only a lower bound of what is
    // offered.
    const Observation held = observe(*reader, *id);
    const std::string source = idOf(before->graph, "bids");
    const std::string map = idOf(before->graph, "currency");
    const double capacity = 1e6 / job->find("currency")->costMicros;
    std::printf("%s held: accepted %.1f (capacity %.1f) busy %.3f source bp %.3f seconds %.2f\n", info->version.c_str(),
                held.findSource(source)->accepted.value_or(-1), capacity, held.find(map)->busyMax.value_or(-1),
                held.find(source)->backpressuredMax.value_or(-1), held.seconds);
    CHECK((held.findSource(source)->offeredFrom == OfferedFrom::LowerBound)); // this source reports no backlog
    CHECK(valueOr(held.find(source)->backpressuredMax, 0) > 0.5);
    CHECK(valueOr(held.find(map)->busyMax, 0) > 0.9);
    CHECK(std::abs(valueOr(held.find(map)->inRate, 0) / capacity - 1) < 0.05);
    CHECK(std::abs(valueOr(held.findSource(source)->accepted, 0) / capacity - 1) < 0.10);

    // The loss of state is only safe to risk once a checkpoint has completed.
    REQUIRE(eventually(std::chrono::seconds(30), [&] {
        const auto c = reader->capability(*id, {});
        return c && std::ranges::none_of(c->checks, [](const Check& k) { return k.level == CheckLevel::Block; });
    }));
    const auto capability = reader->capability(*id, {});
    CHECK((capability->best() == ApplyPath::InPlace));

    Change change;
    change.jobId = *id;
    change.jobName = before->jobName;
    change.base = base;
    change.target = base;
    for (const auto& [op, p] : job->oracle.at("high"))
        change.target[idOf(before->graph, op)] = p;
    const auto requests = reader->prepare(change, {});
    REQUIRE_MESSAGE(requests, requests.error().sentence);
    CHECK(requests->size() == 1);
    const Applied up = apply(profile, *reader, change);
    std::printf("%s up in %.2f s: %s\n", info->version.c_str(), up.seconds, up.status.sentence.c_str());
    CHECK(up.status.reached == change.target);
    CHECK_FALSE(up.status.failed);

    const Observation free = observe(*reader, *id);
    const double offered = job->rates.at("high").at("bids");
    const double load = offered * job->find("currency")->costMicros / 1e6 / change.target.at(map);
    std::printf("%s free: accepted %.1f (offered %.1f) busy %.3f (expected %.3f) source bp %.3f seconds %.2f\n",
                info->version.c_str(), free.findSource(source)->accepted.value_or(-1), offered,
                free.find(map)->busyMean.value_or(-1), load, free.find(source)->backpressuredMax.value_or(-1),
                free.seconds);
    CHECK(valueOr(free.find(source)->backpressuredMax, 1) < 0.10);
    CHECK(std::abs(valueOr(free.findSource(source)->accepted, 0) / offered - 1) < 0.05);
    CHECK((free.findSource(source)->offeredFrom != OfferedFrom::LowerBound));
    CHECK(std::abs(valueOr(free.find(map)->busyMean, 0) - load) < 0.08);
    CHECK(free.find(map)->subtasksReporting == change.target.at(map));
    CHECK(free.deployment != held.deployment);

    // The next window begins where the last ended.
    const auto begin = std::chrono::steady_clock::now();
    const Observation next = observe(*reader, *id);
    const double waited = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    std::printf("%s next window after %.2f s, %.2f s long\n", info->version.c_str(), waited, next.seconds);
    CHECK(next.deployment == free.deployment);

    Change undo = change;
    undo.base = change.target;
    undo.target = base;
    const Applied down = apply(profile, *reader, undo);
    std::printf("%s back in %.2f s: %s\n", info->version.c_str(), down.seconds, down.status.sentence.c_str());
    CHECK(down.status.reached == base);

    // More than there are slots: runs with what there is, and says so.
    Change greedy = undo;
    greedy.base = base;
    greedy.target[map] = 20;
    const Applied partly = apply(profile, *reader, greedy);
    std::printf("%s greedy in %.2f s: %s\n", info->version.c_str(), partly.seconds, partly.status.sentence.c_str());
    CHECK(partly.status.reached.at(map) == 16);
    CHECK(partly.status.sentence.find("slots") != std::string::npos);

    REQUIRE((*cluster)->cancel(*id));
    const auto gone = reader->observe(*id, Millis{20'000}, {}, {});
    REQUIRE_FALSE(gone);
    CHECK(gone.error().code == "engine.job_ended");
}

TEST_CASE("stop with savepoint, run again, roll back from the same savepoint") {
    auto cluster = FlinkCluster::start({.version = versionUnderTest()});
    REQUIRE_MESSAGE(cluster, cluster.error().sentence);
    const std::string rates = (*cluster)->dir() + "/rates/nexmark-q1";
    const auto id = (*cluster)->submit({"--job", "q1", "--chk", "1000", "--rates-file", rates});
    REQUIRE_MESSAGE(id, id.error().sentence);
    Profile profile = profileOf(**cluster);
    const auto jar = (*cluster)->jarId();
    REQUIRE(jar);
    profile.options["jar"] = *jar;
    profile.options["programArgs"] = "--job q1 --chk 1000 --rates-file '" + rates + "'";
    auto reader = readerOf(profile);
    REQUIRE(eventually(std::chrono::seconds(20), [&] {
        const auto s = reader->snapshot(*id, {});
        return s && s->running;
    }));
    const auto before = reader->snapshot(*id, {});
    REQUIRE(before);
    SUBCASE("with what the version does by itself") {}
    SUBCASE("with program arguments") {
        profile.options["args." + idOf(before->graph, "currency")] = "--p.currency {p}";
        profile.options["args." + idOf(before->graph, "out")] = "--p.out {p}";
        reader = readerOf(profile);
    }
    Change change;
    change.jobId = *id;
    change.jobName = before->jobName;
    change.path = ApplyPath::Savepoint;
    change.base = before->graph.parallelism();
    change.target = change.base;
    change.target[idOf(before->graph, "currency")] = 3;
    change.target[idOf(before->graph, "out")] = 2;
    const auto requests = reader->prepare(change, {});
    REQUIRE_MESSAGE(requests, requests.error().sentence);
    CHECK(requests->size() >= 2);
    const Applied up = apply(profile, *reader, change);
    std::printf("%s savepoint up in %.2f s: %s\n", (*cluster)->version().c_str(), up.seconds,
                up.status.sentence.c_str());
    CHECK(up.status.reached == change.target);
    CHECK(up.ticket.jobId != *id);
    CHECK(up.ticket.savepoint.find("savepoint") != std::string::npos);

    Change undo = change;
    undo.jobId = up.ticket.jobId;
    undo.base = change.target;
    undo.target = change.base;
    undo.savepoint = up.ticket.savepoint;
    const Applied down = apply(profile, *reader, undo);
    std::printf("%s savepoint back in %.2f s: %s\n", (*cluster)->version().c_str(), down.seconds,
                down.status.sentence.c_str());
    CHECK(down.status.reached == change.base);
    CHECK(down.ticket.savepoint == up.ticket.savepoint);
}

TEST_CASE("what is chained behind a source does not hide what the source takes") {
    auto cluster = FlinkCluster::start({.version = versionUnderTest()});
    REQUIRE_MESSAGE(cluster, cluster.error().sentence);
    const auto id =
        (*cluster)->submit({"--name", "chained", "--chk", "1000", "--op", "src:source,rate=1000,chain=1", "--op",
                            "half:filter,in=src,sel=0.5,chain=1", "--op", "work:map,in=half,cost=800,p=2"});
    REQUIRE_MESSAGE(id, id.error().sentence);
    const auto reader = readerOf(profileOf(**cluster));
    REQUIRE(eventually(std::chrono::seconds(20), [&] {
        const auto s = reader->snapshot(*id, {});
        return s && s->running;
    }));
    const auto snapshot = reader->snapshot(*id, {});
    REQUIRE(snapshot);
    const Observation window = observe(*reader, *id);
    REQUIRE(window.sources.size() == 1);
    const Operator* head = snapshot->graph.find(window.sources.front().id);
    REQUIRE(head);
    const NodeObservation& source = *window.find(head->id);
    std::printf("%s chained: %zu operators, accepted %.1f, passed on %.1f\n", (*cluster)->version().c_str(),
                head->chain.size(), window.sources.front().accepted.value_or(-1), source.outRate.value_or(-1));
    CHECK(head->chain.size() == 2);
    CHECK(head->label == "source");
    CHECK(window.sources.front().accepted == doctest::Approx(1'000).epsilon(0.03));
    CHECK(source.outRate == doctest::Approx(500).epsilon(0.05));
}

TEST_CASE("a source that reports its backlog tells what is offered although it is held back") {
    auto cluster = FlinkCluster::start({.version = versionUnderTest()});
    REQUIRE_MESSAGE(cluster, cluster.error().sentence);
    const auto id = (*cluster)->submit({"--name", "lagging", "--chk", "1000", "--op", "src:source,rate=3000,lag=1",
                                        "--op", "work:map,in=src,cost=1000"});
    REQUIRE_MESSAGE(id, id.error().sentence);
    const auto reader = readerOf(profileOf(**cluster));
    const Observation window = observe(*reader, *id);
    REQUIRE(window.sources.size() == 1);
    const SourceObservation& source = window.sources.front();
    std::printf("%s lagging: accepted %.1f, backlog %.0f, growth %.1f, offered %.1f (%s)\n",
                (*cluster)->version().c_str(), source.accepted.value_or(-1), source.backlog.value_or(-1),
                source.backlogGrowth.value_or(-1), source.offered.value_or(-1), toString(source.offeredFrom));
    CHECK((source.offeredFrom == OfferedFrom::LagGrowth));
    CHECK(source.offered == doctest::Approx(3'000).epsilon(0.05));
    CHECK(valueOr(source.backlog, 0) > 1'000);
}
