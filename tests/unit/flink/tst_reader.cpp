// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "core/engines/flink/flink_engine.h"
#include "core/engines/flink/flink_reader.h"
#include "support/fake_server.h"
#include "support/flink_replay.h"

using namespace streamtune;
using namespace streamtune::engines;
using namespace streamtune::engines::flink;
using namespace streamtune::tests;

namespace {

FlinkReader readerOn(const ScriptTransport::Script& script, std::vector<Sent>* sent = nullptr) {
    Profile profile;
    profile.name = "test";
    profile.url = "http://flink.example:8081";
    return {profile, std::make_unique<ScriptTransport>(script, sent), std::make_shared<ClusterMemory>(), systemClock()};
}

std::unique_ptr<EngineReader> readerTo(const FakeServer& server, const std::string& auth = {}) {
    Profile profile;
    profile.name = "test";
    profile.url = server.url();
    profile.auth = auth;
    profile.user = "alice";
    profile.tokenFrom = "env:ST_TEST_FLINK_TOKEN";
    profile.timeout = Millis{2'000};
    auto reader = makeFactory(nullptr)->reader(profile);
    REQUIRE(reader);
    return std::move(*reader);
}

FakeReply reply(int status, std::string body, const std::string& type = "application/json") {
    FakeReply r;
    r.status = status;
    r.body = std::move(body);
    r.headers["Content-Type"] = type;
    return r;
}

/// The recorded cluster behind a real socket.
FakeServer::Handler recorded(const std::string& version) {
    auto script = std::make_shared<ScriptTransport::Script>(replay(version, "healthy"));
    auto mutex = std::make_shared<std::mutex>();
    return [script, mutex](const FakeRequest& request) {
        const std::lock_guard lock(*mutex);
        const auto answer = (*script)({request.method, request.target, request.body});
        return reply(answer->status, answer->body);
    };
}

} // namespace

TEST_CASE("cluster, jobs, snapshot, capability and requests of every fully recorded version") {
    for (const std::string version : {"1.18.1", "1.20.5", "2.3.0"}) {
        CAPTURE(version);
        std::vector<Sent> sent;
        FlinkReader reader = readerOn(replay(version, "healthy"), &sent);
        const std::string id = recordedJob(version, "healthy");
        const auto cluster = reader.cluster({});
        REQUIRE(cluster);
        CHECK(cluster->version == version);
        CHECK(cluster->slotsTotal == 16.0);
        CHECK(cluster->slotsFree == 14.0);
        CHECK(cluster->workers == 2.0);
        CHECK(cluster->workerList.size() == 2);
        CHECK(cluster->facts.at("scheduler") == "adaptive");
        CHECK(cluster->facts.at("metrics_fetch_interval_ms") == "1000");
        const auto jobs = reader.jobs({});
        REQUIRE(jobs);
        REQUIRE(jobs->size() == 1);
        CHECK(jobs->front().id == id);
        CHECK(jobs->front().state == "RUNNING");
        CHECK(jobs->front().slots == 2.0);
        CHECK(jobs->front().rescalable == true);
        CHECK(isMissing(jobs->front().worstBusy)); // one reading says nothing about a rate
        const auto snapshot = reader.snapshot(id, {});
        REQUIRE(snapshot);
        CHECK(snapshot->running);
        CHECK(snapshot->jobName == "bids");
        CHECK(snapshot->facts.at("checkpointing") == "on");
        CHECK(snapshot->facts.at("checkpoint_interval_ms") == "2000");
        CHECK(snapshot->facts.contains("last_checkpoint_ms"));
        CHECK(snapshot->exceptions.empty());
        CHECK(snapshot->slotsFree == 14.0);
        CHECK(reader.capability(id, {})->best().has_value());
        Change change;
        change.jobId = id;
        change.base = snapshot->graph.parallelism();
        change.target = change.base;
        change.target.begin()->second = 4;
        const auto requests = reader.prepare(change, {});
        REQUIRE(requests);
        REQUIRE(requests->size() == 1);
        CHECK(requests->front().method == "PUT");
        CHECK(requests->front().url.starts_with("http://flink.example:8081/v1/jobs/"));
        CHECK(requests->front().body.find("\"upperBound\": 4") != std::string::npos);
        change.path = ApplyPath::Patch;
        CHECK(reader.prepare(change, {})->front().body.find("jobvertex-parallelism-overrides") != std::string::npos);
        for (const Sent& request : sent)
            CHECK(request.method == "GET"); // a reader never writes
    }
}

TEST_CASE("a failed job shows its exceptions, one line each") {
    for (const std::string version : {"1.18.1", "1.20.5", "2.3.0"}) {
        FlinkReader reader = readerOn(replay(version, "failed"));
        const auto snapshot = reader.snapshot(recordedJob(version, "failed"), {});
        REQUIRE(snapshot);
        CHECK(snapshot->state == "FAILED");
        CHECK_FALSE(snapshot->running);
        REQUIRE_FALSE(snapshot->exceptions.empty());
        CHECK(snapshot->exceptions.front().find('\n') == std::string::npos);
    }
}

TEST_CASE("the same over a socket: probe says every step") {
    FakeServer server(recorded("1.20.5"));
    const auto reader = readerTo(server);
    const auto steps = reader->probe({});
    REQUIRE(steps.size() == 6);
    for (const ProbeStep& step : steps) {
        CAPTURE(step.name);
        CHECK(step.ok);
        CHECK_FALSE(step.sentence.empty());
    }
    CHECK(steps[2].skipped); // no TLS
    CHECK(steps[4].sentence.find("1.20.5") != std::string::npos);
    CHECK(reader->snapshot(recordedJob("1.20.5", "healthy"), {}));
}

TEST_CASE("probe stops at the step that fails, with what to do") {
    const auto last = [](const EngineReader&, const std::vector<ProbeStep>& steps) { return steps.back(); };
    SUBCASE("a web page") {
        FakeServer server([](const FakeRequest&) { return reply(200, "<html>hello</html>", "text/html"); });
        const auto reader = readerTo(server);
        const ProbeStep step = last(*reader, reader->probe({}));
        CHECK(step.name == "Version");
        CHECK_FALSE(step.ok);
        CHECK(step.sentence.find("not Flink") != std::string::npos);
    }
    SUBCASE("JSON of something else") {
        FakeServer server([](const FakeRequest&) { return reply(200, R"({"name":"elasticsearch"})"); });
        const auto reader = readerTo(server);
        const ProbeStep step = last(*reader, reader->probe({}));
        CHECK(step.name == "Version");
        CHECK_FALSE(step.ok);
    }
    SUBCASE("401") {
        FakeServer server([](const FakeRequest&) { return reply(401, "no", "text/plain"); });
        const auto reader = readerTo(server);
        const ProbeStep step = last(*reader, reader->probe({}));
        CHECK(step.name == "Authentication");
        CHECK_FALSE(step.ok);
    }
    SUBCASE("nobody there") {
        Profile profile;
        profile.name = "x";
        profile.url = "http://127.0.0.1:1";
        const auto reader = makeFactory(nullptr)->reader(profile);
        const auto steps = (*reader)->probe({});
        CHECK(steps.back().name == "TCP");
        CHECK_FALSE(steps.back().ok);
        CHECK((*reader)->jobs({}).error().code == "engine.unreachable");
    }
    SUBCASE("unknown name") {
        Profile profile;
        profile.name = "x";
        profile.url = "http://no-such-host.invalid:8081";
        const auto reader = makeFactory(nullptr)->reader(profile);
        const auto steps = (*reader)->probe({});
        CHECK(steps.back().name == "DNS");
        CHECK_FALSE(steps.back().ok);
    }
    SUBCASE("https to a plain port") {
        FakeServer server([](const FakeRequest&) { return reply(200, "{}"); });
        Profile profile;
        profile.name = "x";
        profile.url = "https://127.0.0.1:" + std::to_string(server.port());
        const auto reader = makeFactory(nullptr)->reader(profile);
        const auto steps = (*reader)->probe({});
        CHECK(steps.back().name == "TLS");
        CHECK_FALSE(steps.back().ok);
    }
}

TEST_CASE("trouble on the line has its code: cut, garbage, redirect, 503, wrong type") {
    struct Trouble {
        const char* name;
        FakeReply reply;
        const char* code;
    };
    FakeReply cutJson = reply(200, R"({"jobs":[{"jid":"a)");
    FakeReply shortBody = reply(200, R"({"jobs":[]})");
    shortBody.announce = 5'000;
    FakeReply garbage;
    garbage.raw = "\x01\x02garbage\r\n";
    FakeReply elsewhere = reply(302, "");
    elsewhere.headers["Location"] = "http://login.example/";
    for (const Trouble& trouble :
         {Trouble{"cut JSON", cutJson, "engine.format"},
          {"short", shortBody, "engine.unreachable"},
          {"garbage", garbage, "engine.not_engine"},
          {"redirect", elsewhere, "engine.http"},
          {"503", reply(503, R"({"errors":["Service temporarily unavailable"]})"), "engine.http"},
          {"html", reply(200, "<html/>", "text/html"), "engine.not_engine"},
          {"403", reply(403, ""), "engine.auth"},
          {"other JSON", reply(200, R"([1,2,3])"), "engine.format"}}) {
        CAPTURE(trouble.name);
        const auto healthy = recorded("1.20.5");
        FakeServer server([&](const FakeRequest& request) {
            return request.target == "/v1/jobs/overview" ? trouble.reply : healthy(request);
        });
        const auto jobs = readerTo(server)->jobs({});
        REQUIRE_FALSE(jobs);
        CHECK(jobs.error().code == trouble.code);
        CHECK_FALSE(jobs.error().sentence.empty());
        CHECK(jobs.error().sentence.find('\n') == std::string::npos);
    }
}

TEST_CASE("credentials from the environment go out and never come back in texts") {
    setenv("ST_TEST_FLINK_TOKEN", "tok-123456", 1);
    FakeServer server([](const FakeRequest& request) {
        const auto auth = request.headers.find("authorization");
        return reply(500, R"({"errors":["you sent )" + (auth == request.headers.end() ? "" : auth->second) + R"("]})");
    });
    const auto jobs = readerTo(server, "bearer")->jobs({});
    REQUIRE_FALSE(jobs);
    CHECK(server.requests().at(0).headers.at("authorization") == "Bearer tok-123456");
    CHECK(jobs.error().sentence.find("tok-123456") == std::string::npos);
    CHECK(jobs.error().sentence.find("(hidden)") != std::string::npos);
    for (const auto& [key, value] : jobs.error().details)
        CHECK(value.find("tok-123456") == std::string::npos);
    unsetenv("ST_TEST_FLINK_TOKEN");
    Profile profile;
    profile.name = "x";
    profile.url = server.url();
    profile.auth = "bearer";
    profile.tokenFrom = "env:ST_TEST_FLINK_TOKEN";
    CHECK(makeFactory(nullptr)->reader(profile).error().code == "secret.missing");
    profile.tokenFrom = "keyring";
    CHECK(makeFactory(nullptr)->reader(profile).error().code == "secret.unavailable");
    profile.url = "flink:8081";
    CHECK(makeFactory(nullptr)->reader(profile).error().code == "connection.value");
}

TEST_CASE("the busiest operator of a job appears with the second poll") {
    std::vector<Json> replies;
    Json job = Json::parse(recording("1.20.5", "healthy", "job").body);
    replies.push_back(job);
    for (Json& v : job["vertices"]) {
        Json& m = v["metrics"];
        const double busy = v["name"] == "perKey" ? 8'000 : 500;
        m["accumulated-busy-time"] = m["accumulated-busy-time"].get<double>() + busy;
        m["accumulated-idle-time"] = m["accumulated-idle-time"].get<double>() + 10'000 - busy;
    }
    replies.push_back(job);
    std::size_t n = 0;
    const auto healthy = replay("1.20.5", "healthy");
    const std::string id = recordedJob("1.20.5", "healthy");
    auto clock = std::make_shared<ManualClock>(TimePoint{Millis{1'000'000}});
    Profile profile;
    std::size_t details = 0;
    FlinkReader reader(profile, std::make_unique<ScriptTransport>([&](const Sent& s) -> Result<net::Response> {
                           if (s.path != jobPath(id))
                               return healthy(s);
                           ++details;
                           return jsonResponse(200, replies.at(std::min(n, std::size_t{1})).dump());
                       }),
                       std::make_shared<ClusterMemory>(), clock);
    REQUIRE(reader.jobs({}));
    n = 1;
    REQUIRE(reader.jobs({}));
    CHECK(details == 1); // not asked again before the server has new metrics
    clock->advance(Millis{2'000});
    const auto jobs = reader.jobs({});
    REQUIRE(jobs);
    CHECK(details == 2);
    CHECK(jobs->front().worstBusy == doctest::Approx(0.8));
    CHECK(parseJob(replies[0])->find(jobs->front().worst)->name == "perKey");
}

TEST_CASE("only this room knows the writer without a permit") {
    const std::filesystem::path root = std::filesystem::path(ST_TEST_DATA).parent_path().parent_path();
    int files = 0;
    for (const char* folder : {"core", "ui", "app"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            const std::string path = entry.path().string();
            if (!entry.is_regular_file() || path.find("/core/engines/flink/") != std::string::npos)
                continue;
            if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h")
                continue;
            ++files;
            std::ifstream in(entry.path());
            const std::string text((std::istreambuf_iterator<char>(in)), {});
            CAPTURE(path);
            CHECK(text.find("engines/flink/flink_writer.h") == std::string::npos);
            CHECK(text.find("engines/flink/rest.h") == std::string::npos);
        }
    CHECK(files > 50);
}
