// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/engines/flink/job_graph_of.h"
#include "core/engines/flink/replies.h"
#include "core/engines/flink/rest.h"
#include "support/flink_replay.h"

using namespace streamtune;
using namespace streamtune::engines::flink;
using namespace streamtune::tests;

namespace {

const std::vector<std::string> kFullVersions{"1.18.1", "1.20.5", "2.3.0"};

} // namespace

TEST_CASE("versions are read, other texts are 0.0") {
    CHECK(versionOf("1.20.5") == Version{1, 20});
    CHECK(versionOf("2.3-SNAPSHOT") == Version{2, 3});
    CHECK(versionOf("1.9.0") < versionOf("1.18.1"));
    CHECK(versionOf("x") == Version{});
    CHECK(versionOf("") == Version{});
}

TEST_CASE("durations in Flink's own words") {
    CHECK(parseFlinkDuration("30 s") == Millis{30'000});
    CHECK(parseFlinkDuration("0s") == Millis{0});
    CHECK(parseFlinkDuration("1000") == Millis{1'000});
    CHECK(parseFlinkDuration("500 ms") == Millis{500});
    CHECK(parseFlinkDuration("2 min") == Millis{120'000});
    CHECK_FALSE(parseFlinkDuration("soon"));
    CHECK_FALSE(parseFlinkDuration("-1 s"));
    CHECK_FALSE(parseFlinkDuration(""));
}

TEST_CASE("every recorded healthy job becomes a graph with its plan") {
    for (const std::string& version : kFullVersions) {
        CAPTURE(version);
        const auto job = parseJob(bodyOf(version, "healthy", "job"));
        REQUIRE(job);
        CHECK(job->running());
        CHECK(job->state == "RUNNING");
        CHECK(job->runningSince > job->started);
        const JobGraph graph = jobGraphOf(*job);
        REQUIRE(graph.validate());
        CHECK(graph.nodes.size() == 7);
        CHECK(graph.nodes.front().name == "Source: bids");
        CHECK(graph.nodes.front().label == "source");
        CHECK(graph.nodes.back().label == "sink");
        const auto byName = [&](const std::string& name) {
            return std::ranges::find(graph.nodes, name, &Operator::name);
        };
        CHECK(byName("perKey")->parallelism == 2);
        CHECK(byName("perKey")->maxParallelism == 128);
        CHECK(graph.isKeyed(byName("perKey")->id));
        const auto inputs = graph.inputsOf(byName("joined")->id);
        REQUIRE(inputs.size() == 2);
        CHECK(inputs[0]->gate == 0);
        CHECK(inputs[1]->gate == 1);
        CHECK(inputs[0]->label == "hash");
        CHECK(graph.inputsOf(byName("parse")->id).at(0)->label == "rebalance");
        CHECK(byName("parse")->chain.size() == 1);
    }
}

TEST_CASE("a job that does not run has no parallelism, whatever Flink reports (CREATED shows the job graph's)") {
    for (const std::string& version : kFullVersions) {
        CAPTURE(version);
        const auto job = parseJob(bodyOf(version, "waiting-for-slots", "job"));
        REQUIRE(job);
        CHECK_FALSE(job->running());
        for (const Operator& node : jobGraphOf(*job).nodes)
            CHECK(node.parallelism == 1);
    }
}

TEST_CASE("before the plan is ready there are vertices, no edges, and no failure") {
    for (const std::string& version : kFullVersions) {
        CAPTURE(version);
        const auto job = parseJob(bodyOf(version, "before-plan-ready", "job"));
        REQUIRE(job);
        CHECK_FALSE(job->running());
        const JobGraph graph = jobGraphOf(*job);
        CHECK(graph.validate());
        CHECK(graph.nodes.size() == job->vertices.size());
    }
}

TEST_CASE("a state of RUNNING with subtasks that still start is not running; finished source subtasks are") {
    Json body = bodyOf("1.20.5", "healthy", "job");
    Json& tasks = body["vertices"][0]["tasks"];
    tasks["RUNNING"] = 0;
    tasks["INITIALIZING"] = 1;
    CHECK_FALSE(parseJob(body)->running());
    tasks["INITIALIZING"] = 0;
    tasks["RUNNING"] = 1;
    tasks["FINISHED"] = 2; // DataGeneratorSource scaled from 1 to 3
    CHECK(parseJob(body)->running());
}

TEST_CASE("the epoch changes with a rescale and not with time") {
    for (const std::string& version : kFullVersions) {
        CAPTURE(version);
        std::vector<std::string> epochs;
        for (const Recorded& r : recordings(version))
            if (r.situation == "rescaling" && (r.name.ends_with("GET_job") || r.name.ends_with("GET_job-after"))) {
                const auto job = parseJob(Json::parse(r.body));
                REQUIRE(job);
                if (job->running())
                    epochs.push_back(job->epoch());
            }
        REQUIRE(epochs.size() >= 2);
        CHECK(epochs.front() != epochs.back());
    }
    Json later = bodyOf("1.20.5", "healthy", "job");
    const std::string epoch = parseJob(later)->epoch();
    later["now"] = later["now"].get<std::int64_t>() + 60'000;
    later["duration"] = later["duration"].get<std::int64_t>() + 60'000;
    CHECK(parseJob(later)->epoch() == epoch);
}

TEST_CASE("checkpoints: an interval of Long.MAX is off, not a very long interval") {
    Json config = bodyOf("1.20.5", "healthy", "job-checkpoints-config");
    CHECK(parseCheckpointConfig(config).enabled);
    CHECK(parseCheckpointConfig(config).interval == Millis{2'000});
    config["interval"] = 9223372036854775807LL;
    CHECK(parseCheckpointConfig(config).known);
    CHECK_FALSE(parseCheckpointConfig(config).enabled);
    CHECK_FALSE(parseCheckpointConfig(Json()).known);
    for (const std::string& version : kFullVersions) {
        const auto stats = parseCheckpoints(bodyOf(version, "healthy", "job-checkpoints"));
        CHECK(stats.completed > 0);
        CHECK(isKnown(stats.lastDuration));
        CHECK_FALSE(stats.lastPath.empty());
        const auto none = parseCheckpoints(bodyOf(version, "failed", "job-checkpoints")); // "NaN" percentiles inside
        CHECK(none.completed == 0);
        CHECK(isMissing(none.lastDuration));
    }
}

TEST_CASE("exceptions: newest first, one line each, in the shapes of 1.x and 2.x") {
    for (const std::string& version : kFullVersions) {
        CAPTURE(version);
        const auto exceptions = parseExceptions(bodyOf(version, "failed", "job-exceptions"));
        REQUIRE_FALSE(exceptions.empty());
        CHECK_FALSE(exceptions.front().line.empty());
        CHECK(exceptions.front().line.find('\n') == std::string::npos);
        CHECK(exceptions.front().line.find("\tat ") == std::string::npos);
        CHECK(exceptions.front().stack.find("\tat ") != std::string::npos);
        CHECK(parseExceptions(bodyOf(version, "healthy", "job-exceptions")).empty());
    }
}

TEST_CASE("metrics: NaN strings stay NaN, unknown members are harmless, [] is nothing") {
    const auto metrics = parseMetrics(Json::parse(
        R"([{"id":"a","min":"NaN","max":1.5,"skew":3},{"id":"b","value":"12.5"},{"id":"c","value":"true"},7,{"x":1}])"));
    CHECK(isUndefined(metrics.at("a").at("min")));
    CHECK(metrics.at("a").at("max") == 1.5);
    CHECK(metrics.at("b").at("value") == 12.5);
    CHECK(isMissing(metrics.at("c").at("value")));
    CHECK(parseMetrics(Json::parse("[]")).empty());
    CHECK(parseMetrics(Json::parse("{}")).empty());
}

TEST_CASE("watermarks: Long.MIN is none yet, [] is none, the lowest counts") {
    CHECK(isMissing(parseLowestWatermark(Json::parse(R"([{"id":"0.x","value":"-9223372036854775808"}])"))));
    CHECK(isMissing(parseLowestWatermark(Json::parse("[]"))));
    CHECK(parseLowestWatermark(Json::parse(R"([{"id":"0","value":"300"},{"id":"1","value":"200"}])")) == 200.0);
    CHECK(isMissing(
        parseLowestWatermark(Json::parse(R"([{"id":"0","value":"300"},{"id":"1","value":"-9223372036854775808"}])"))));
}

TEST_CASE("a legacy source has NaN as busy time, not zero and not missing") {
    Json body = bodyOf("1.20.5", "healthy", "job");
    body["vertices"][0]["metrics"]["accumulated-busy-time"] = "NaN";
    const auto job = parseJob(body);
    REQUIRE(job);
    CHECK(isUndefined(job->vertices[0].counters.busy));
    body["vertices"][0]["metrics"].erase("accumulated-busy-time");
    CHECK(isMissing(parseJob(body)->vertices[0].counters.busy));
}

TEST_CASE("every recorded reply of every version goes through its parser") {
    int parsed = 0;
    for (const std::string& version : recordedVersions())
        for (const Recorded& r : recordings(version)) {
            const auto json = parseJson(r.body, r.name);
            if (!json || r.status != 200)
                continue;
            ++parsed;
            const std::string where = version + "/" + r.situation + "/" + r.name;
            CAPTURE(where);
            if (r.path == "/v1/config")
                CHECK(parseConfig(*json)->version == version);
            if (r.path == "/v1/jobs/overview")
                CHECK(parseJobsOverview(*json));
            if (r.method == "GET" && r.path.starts_with("/v1/jobs/") && r.path.size() == 9 + 32)
                CHECK(parseJob(*json));
            if (r.name.find("GET_vertex-") != std::string::npos && r.path.find("/vertices/") != std::string::npos &&
                r.path.find('?') == std::string::npos && r.path.size() == 9 + 32 + 10 + 32)
                CHECK(parseVertex(*json)->subtasks.size() >= 1);
            if (r.method == "GET" && r.path.ends_with("/resource-requirements")) {
                const auto requirements = parseRequirements(*json);
                REQUIRE(requirements);
                for (const auto& [id, bounds] : *requirements)
                    CHECK(bounds.upper >= 1);
            }
            if (r.path == "/v1/jars" && r.method == "GET")
                (void)parseJars(*json);
        }
    CHECK(parsed > 600);
}

TEST_CASE("errors become one sentence: no class of the REST layer, no frames, the right code") {
    struct Expected {
        const char* slug;
        const char* code;
        const char* part;
    };
    const Expected expected[] = {
        {"requirements-empty", "engine.http", "Request body does not specify resource requirements."},
        {"requirements-missing", "engine.http", "The request is incomplete, missing job vertex"},
        {"requirements-above-max", "engine.http", "exceeds its maximum parallelism 128"},
        {"requirements-conflict", "engine.http", "Another update to the job"},
        {"nope", "engine.http", "Unable to load requested file /v1/nope."},
        {"jobs-xyz", "engine.http", "Cannot resolve path parameter (jobid)"},
        {"jars-nope.jar-run", "engine.http", "nope.jar does not exist"},
        {"jobs-ID-rescaling", "engine.unsupported", "Rescaling is temporarily disabled"},
    };
    for (const std::string& version : kFullVersions)
        for (const Expected& e : expected) {
            CAPTURE(version);
            CAPTURE(e.slug);
            const Recorded& r = recording(version, "errors", e.slug);
            ScriptTransport transport([](const Sent&) { return jsonResponse(200, "{}"); });
            const auto reply = replyJson(transport, r.method + " " + r.path, jsonResponse(r.status, r.body));
            REQUIRE_FALSE(reply);
            CHECK(reply.error().code == e.code);
            CHECK(reply.error().sentence.find(e.part) != std::string::npos);
            CHECK(reply.error().sentence.find("\tat ") == std::string::npos);
            CHECK(reply.error().sentence.find("RestHandlerException") == std::string::npos);
            CHECK(reply.error().details.at("status") == std::to_string(r.status));
        }
}

TEST_CASE("an unknown job is engine.unknown_job, whether Flink says 404 or 500") {
    int seen = 0;
    for (const std::string& version : kFullVersions)
        for (const Recorded& r : recordings(version)) {
            if (r.situation != "errors" || r.path.find("ffffffffffffffffffffffffffffffff") == std::string::npos ||
                r.status < 400 || r.path.find("/vertices/") != std::string::npos)
                continue;
            CAPTURE(version);
            CAPTURE(r.name);
            ScriptTransport transport([](const Sent&) { return jsonResponse(200, "{}"); });
            const auto reply = replyJson(transport, r.method + " " + r.path, jsonResponse(r.status, r.body));
            REQUIRE_FALSE(reply);
            CHECK(reply.error().code == "engine.unknown_job");
            ++seen;
        }
    CHECK(seen >= 12);
}

TEST_CASE("the default scheduler's 500 is engine.unsupported with its own words") {
    for (const std::string& version : kFullVersions) {
        const Recorded& r = recording(version, "default-scheduler", "requirements");
        ScriptTransport transport([](const Sent&) { return jsonResponse(200, "{}"); });
        const auto reply = replyJson(transport, "GET x", jsonResponse(r.status, r.body));
        REQUIRE_FALSE(reply);
        CHECK(reply.error().code == "engine.unsupported");
        CHECK(reply.error().sentence.find("does not support changing the parallelism") != std::string::npos);
    }
}

TEST_CASE("savepoints: COMPLETED may be a failure") {
    for (const std::string& version : recordedVersions()) {
        CAPTURE(version);
        bool located = false;
        for (const Recorded& r : recordings(version))
            if (r.situation == "savepoint-restart" && r.path.find("/savepoints/") != std::string::npos) {
                const SavepointStatus status = parseSavepoint(Json::parse(r.body));
                located = located || (status.completed && status.location.find("savepoint-") != std::string::npos);
            }
        CHECK(located);
    }
    const auto failed = parseSavepoint(bodyOf("1.20.5", "errors", "stop-canceled-job-status"));
    CHECK(failed.completed);
    CHECK(failed.location.empty());
    CHECK(failed.failure.find("Could not find Flink job") != std::string::npos);
}
