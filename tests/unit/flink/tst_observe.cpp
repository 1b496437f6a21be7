// SPDX-License-Identifier: GPL-3.0-or-later
/// Measuring against a small model of what Flink's REST server does with metrics: it fetches them at most once an
/// interval, and only when asked; the request that makes it fetch still gets the old values.
#include <algorithm>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/engines/flink/flink_reader.h"
#include "support/flink_replay.h"

using namespace streamtune;
using namespace streamtune::engines;
using namespace streamtune::engines::flink;
using namespace streamtune::tests;

namespace {

constexpr std::int64_t kEpoch = 1'700'000'000'000;

/// source (1) -> map (2); the map takes `rate`, busy `busy`; time is the test's.
struct Model {
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>(TimePoint{Millis{kEpoch}});
    std::int64_t fetchMillis = 1'000;
    std::int64_t started = kEpoch - 60'000;
    std::int64_t restartAt = 0; ///< 0 = never
    std::int64_t endAt = 0;
    std::string state = "RUNNING";
    double rate = 1'000;
    double oldRate = 1'000; ///< before `rateChangedAt`
    std::int64_t rateChangedAt = 0;
    double busy = 0.4;
    std::int64_t snapshotAt = kEpoch - 30'000; ///< of the metrics as cached
    int attempt = 0;
    int jobReads = 0;
    std::vector<Sent> sent;

    std::int64_t now() const { return clock->now().time_since_epoch().count(); }

    void touchMetrics() {
        if (now() - snapshotAt >= fetchMillis)
            m_next = now(); // shows from the next request on
    }
    std::int64_t visible() {
        const std::int64_t seen = snapshotAt;
        if (m_next > snapshotAt)
            snapshotAt = m_next;
        return seen;
    }
    double recordsAt(std::int64_t t) const {
        const double from = static_cast<double>(started);
        const double change = rateChangedAt ? static_cast<double>(rateChangedAt) : from;
        const double at = static_cast<double>(t);
        return (std::min(at, change) - from) * oldRate / 1000.0 + std::max(0.0, at - change) * rate / 1000.0;
    }
    Json metrics(std::int64_t t, double in, double out, double busyShare) const {
        const double age = static_cast<double>(std::max<std::int64_t>(0, t - started));
        return {{"read-records", in},
                {"write-records", out},
                {"read-bytes", in * 10},
                {"write-bytes", out * 10},
                {"accumulated-busy-time", age * busyShare},
                {"accumulated-idle-time", age * (1 - busyShare)},
                {"accumulated-backpressured-time", 0}};
    }
    Json job() {
        ++jobReads;
        if (restartAt && now() >= restartAt && started < restartAt) {
            started = restartAt;
            ++attempt;
        }
        const std::string shown = endAt && now() >= endAt ? "FINISHED" : state;
        const auto vertex = [&](const char* id, const char* name, int p) {
            return Json{{"id", id},
                        {"name", name},
                        {"parallelism", p},
                        {"maxParallelism", 128},
                        {"start-time", started},
                        {"tasks", {{"RUNNING", p}}},
                        {"metrics", Json::object()}};
        };
        return {{"jid", "j"},
                {"name", "model"},
                {"state", shown},
                {"job-type", "STREAMING"},
                {"now", now()},
                {"start-time", kEpoch - 60'000},
                {"timestamps", {{"RUNNING", started}}},
                {"vertices", {vertex("s", "Source: src", 1), vertex("m", "work", 2)}},
                {"plan",
                 {{"nodes",
                   {{{"id", "s"}, {"description", "Source: src<br/>"}},
                    {{"id", "m"},
                     {"description", "work<br/>"},
                     {"inputs", {{{"num", 0}, {"id", "s"}, {"ship_strategy", "REBALANCE"}}}}}}}}}};
    }
    Json vertexReply(const std::string& id) {
        touchMetrics();
        const std::int64_t t = visible();
        const double records = recordsAt(t);
        Json subtasks = Json::array();
        const int p = id == "s" ? 1 : 2;
        for (int i = 0; i < p; ++i)
            subtasks.push_back(
                {{"subtask", i},
                 {"status", "RUNNING"},
                 {"attempt", attempt},
                 {"metrics", id == "s" ? metrics(t, 0, records, 0.1) : metrics(t, records / 2, 0, busy)}});
        return {{"id", id}, {"parallelism", p}, {"now", now()}, {"subtasks", subtasks}};
    }
    Result<net::Response> answer(const Sent& s) {
        sent.push_back(s);
        if (s.path == "/v1/config")
            return jsonResponse(
                200, R"({"refresh-interval":1000,"flink-version":"1.20.5","features":{"web-rescale":true}})");
        if (s.path == "/v1/jobmanager/config")
            return jsonResponse(
                200, Json{{{"key", "metrics.fetcher.update-interval"}, {"value", std::to_string(fetchMillis)}}}.dump());
        if (s.path == "/v1/jobs/j")
            return jsonResponse(200, job().dump());
        if (s.path == "/v1/jobs/j/vertices/s" || s.path == "/v1/jobs/j/vertices/m")
            return jsonResponse(200, vertexReply(s.path.substr(s.path.size() - 1)).dump());
        return jsonResponse(200, "[]");
    }
    FlinkReader reader(std::shared_ptr<ClusterMemory> memory = std::make_shared<ClusterMemory>()) {
        Profile profile;
        profile.name = "model";
        profile.window = Millis{10'000};
        profile.settle = Millis{5'000};
        return {profile, std::make_unique<ScriptTransport>([this](const Sent& s) { return answer(s); }),
                std::move(memory), clock};
    }

private:
    std::int64_t m_next = 0;
};

} // namespace

TEST_CASE("after a pause the old values of the cache are not part of the window") {
    for (const std::int64_t fetch : {1'000, 10'000}) {
        CAPTURE(fetch);
        Model model;
        model.fetchMillis = fetch;
        model.oldRate = 5'000; // until just now; the cache is 30 s old
        model.rateChangedAt = kEpoch;
        model.rate = 1'000;
        FlinkReader reader = model.reader();
        const auto window = reader.observe("j", Millis{90'000}, {}, {});
        REQUIRE(window);
        CHECK(window->quiet);
        CHECK(window->find("m")->inRate == doctest::Approx(1'000));
        CHECK(window->find("m")->busyMean == doctest::Approx(0.4));
        CHECK(window->findSource("s")->accepted == doctest::Approx(1'000));
        CHECK(window->seconds >= 9.0);
        CHECK(window->seconds <= 10.0 + 2.1 * static_cast<double>(fetch) / 1000.0);
        CHECK(window->jobName == "model");
        CHECK(window->connection == "model");
    }
}

TEST_CASE("consecutive windows touch: the next begins where the last ended") {
    Model model;
    auto memory = std::make_shared<ClusterMemory>();
    FlinkReader first = model.reader(memory);
    const auto one = first.observe("j", Millis{60'000}, {}, {});
    REQUIRE(one);
    const std::int64_t before = model.now();
    FlinkReader second = model.reader(memory); // another object, the same connection
    const auto two = second.observe("j", Millis{60'000}, {}, {});
    REQUIRE(two);
    CHECK(model.now() - before <= 11'500);
    CHECK(two->quiet);
    CHECK(two->find("m")->inRate == doctest::Approx(1'000));
    model.clock->advance(Millis{300'000}); // but not across a pause
    const auto three = second.observe("j", Millis{60'000}, {}, {});
    REQUIRE(three);
    CHECK(three->seconds < 20);
}

TEST_CASE("the first seconds after RUNNING are dropped") {
    Model model;
    model.started = kEpoch - 1'000;
    FlinkReader reader = model.reader();
    const auto window = reader.observe("j", Millis{60'000}, {}, {});
    REQUIRE(window);
    CHECK(window->quiet);
    CHECK(window->start.time_since_epoch().count() >= model.started + 5'000);
}

TEST_CASE("a restart inside the window is said, not averaged") {
    Model model;
    model.restartAt = kEpoch + 6'000;
    FlinkReader reader = model.reader();
    const auto window = reader.observe("j", Millis{60'000}, {}, {});
    REQUIRE(window);
    CHECK_FALSE(window->quiet);
    CHECK(window->whyNotQuiet.find("restarted") != std::string::npos);
    CHECK(window->nodes.empty());
    const auto next = reader.observe("j", Millis{60'000}, {}, {});
    REQUIRE(next);
    CHECK(next->quiet);
    CHECK(next->deployment != window->deployment);
    CHECK(next->find("m")->inRate == doctest::Approx(1'000));
}

TEST_CASE("a job that ends, that never runs, metrics that never move: each has its code") {
    Model ends;
    ends.endAt = kEpoch + 6'000;
    CHECK(ends.reader().observe("j", Millis{60'000}, {}, {}).error().code == "engine.job_ended");
    Model waits;
    waits.state = "CREATED";
    const auto never = waits.reader().observe("j", Millis{20'000}, {}, {});
    REQUIRE_FALSE(never);
    CHECK(never.error().code == "engine.timeout");
    CHECK(never.error().sentence.find("CREATED") != std::string::npos);
    CHECK(waits.now() <= kEpoch + 21'000);
    Model stuck;
    stuck.fetchMillis = 1'000'000;
    stuck.snapshotAt = kEpoch - 1;
    const auto silent = stuck.reader().observe("j", Millis{60'000}, {}, {});
    REQUIRE_FALSE(silent);
    CHECK(silent.error().code == "engine.timeout");
    std::stop_source stop;
    stop.request_stop();
    Model stopped;
    CHECK(stopped.reader().observe("j", Millis{60'000}, stop.get_token(), {}).error().code == "engine.cancelled");
}

TEST_CASE("the job is not read faster than the server refreshes") {
    Model model;
    FlinkReader reader = model.reader();
    REQUIRE(reader.observe("j", Millis{60'000}, {}, {}));
    const double seconds = static_cast<double>(model.now() - kEpoch) / 1000.0;
    CHECK(model.jobReads <= seconds + 2);
}
