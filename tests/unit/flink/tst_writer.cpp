// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/engines/flink/apply_status.h"
#include "core/engines/flink/flink_writer.h"
#include "support/flink_replay.h"

using namespace streamtune;
using namespace streamtune::engines;
using namespace streamtune::engines::flink;
using namespace streamtune::tests;

namespace {

std::shared_ptr<Clock> quickClock() {
    return std::make_shared<ManualClock>(TimePoint{Millis{1'700'000'000'000}});
}

/// A cluster of one version, scripted on top of its recorded replies.
struct Fake {
    std::string version;
    std::vector<Sent> sent;
    std::vector<ApplyStep> steps;
    ScriptTransport::Script special; ///< status 0 = use the recording
    Profile profile{};
    std::string failStep{}; ///< the sink fails at "<name> <state>"
    std::stop_source stop{};

    explicit Fake(std::string v) : version(std::move(v)) { profile.name = "test"; }

    std::string job() const { return recordedJob(version, "healthy"); }

    Change change(int parse) const {
        Change c;
        c.jobId = job();
        c.jobName = "bids";
        const auto detail = parseJob(Json::parse(recording(version, "healthy", "job").body));
        for (const Vertex& v : detail->vertices)
            c.base[v.id] = c.target[v.id] = v.parallelism;
        c.target[std::ranges::find(detail->vertices, "parse", &Vertex::name)->id] = parse;
        return c;
    }

    Result<ApplyTicket> submit(const Change& change) {
        const auto recorded = replay(version, "healthy");
        auto script = [this, recorded](const Sent& request) -> Result<net::Response> {
            if (special)
                if (auto reply = special(request); !reply || reply->status != 0)
                    return reply;
            return recorded(request);
        };
        FlinkWriter writer(profile, std::make_unique<ScriptTransport>(script, &sent), quickClock());
        return writer.submit(change,
                             [this](const ApplyStep& step) -> Status {
                                 steps.push_back(step);
                                 if (step.name + " " + step.state == failStep)
                                     return fail("store.full", "The disk is full.");
                                 return {};
                             },
                             stop.get_token(), {});
    }

    std::size_t writes() const {
        return static_cast<std::size_t>(std::ranges::count_if(sent, [](const Sent& s) { return s.method != "GET"; }));
    }
    const Sent* firstWrite() const {
        const auto it = std::ranges::find_if(sent, [](const Sent& s) { return s.method != "GET"; });
        return it == sent.end() ? nullptr : &*it;
    }
    const ApplyStep* step(const std::string& nameAndState) const {
        const auto it =
            std::ranges::find_if(steps, [&](const ApplyStep& s) { return s.name + " " + s.state == nameAndState; });
        return it == steps.end() ? nullptr : &*it;
    }
};

const net::Response kPass{};

Result<net::Response> lost() {
    return fail("net.timeout", "PUT did not answer.", "", {{"sent", "maybe"}});
}

} // namespace

TEST_CASE("in place: read, store, PUT the whole map with only the plan's change in it") {
    for (const std::string version : {"1.18.1", "1.20.5", "2.3.0"}) {
        CAPTURE(version);
        Fake fake(version);
        fake.special = [](const Sent& s) -> Result<net::Response> {
            return s.method == "PUT" ? jsonResponse(200, "{}") : kPass;
        };
        const Change change = fake.change(3);
        const auto ticket = fake.submit(change);
        REQUIRE(ticket);
        CHECK(ticket->jobId == fake.job());
        CHECK(fake.writes() == 1);
        CHECK(fake.firstWrite()->method == "PUT");
        CHECK(fake.firstWrite()->path == "/v1/jobs/" + fake.job() + "/resource-requirements");
        const auto now =
            parseRequirements(Json::parse(recording(version, "healthy", "job-resource-requirements").body));
        auto body = parseRequirements(Json::parse(fake.firstWrite()->body));
        REQUIRE(body);
        int differences = 0;
        for (const auto& [id, bounds] : *body)
            if (bounds != now->at(id)) {
                ++differences;
                CHECK(bounds == Bounds{1, 3});
            }
        CHECK(differences == 1);
        CHECK(body->size() == now->size());
        REQUIRE(fake.step("send request begun"));
        CHECK(fake.step("send request begun")->pointOfNoReturn);
        CHECK_FALSE(fake.step("send request begun")->ticket.previous.empty());
        CHECK(submittedAt(*ticket).time_since_epoch().count() > 0);
        CHECK(fake.step("send request done"));
    }
}

TEST_CASE("nothing is sent when the step could not be stored, or when stopped before the point of no return") {
    Fake full("1.20.5");
    full.failStep = "send request begun";
    const auto refused = full.submit(full.change(3));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "store.full");
    CHECK(full.writes() == 0);
    Fake stopped("1.20.5");
    stopped.stop.request_stop();
    const auto cancelled = stopped.submit(stopped.change(3));
    REQUIRE_FALSE(cancelled);
    CHECK(cancelled.error().code == "engine.cancelled");
    CHECK(stopped.writes() == 0);
}

TEST_CASE("a stop request after the point of no return changes nothing") {
    Fake fake("1.20.5");
    fake.special = [&](const Sent& s) -> Result<net::Response> {
        if (s.method != "PUT")
            return kPass;
        fake.stop.request_stop();
        return jsonResponse(200, "{}");
    };
    CHECK(fake.submit(fake.change(3)));
    CHECK(fake.step("send request done"));
}

TEST_CASE("409 of another update is repeated, with the recorded reply") {
    for (const std::string version : {"1.18.1", "1.20.5", "2.3.0"}) {
        Fake fake(version);
        int conflicts = 3;
        fake.special = [&](const Sent& s) -> Result<net::Response> {
            if (s.method != "PUT")
                return kPass;
            if (conflicts-- > 0)
                return jsonResponse(409, recording(version, "errors", "requirements-conflict").body);
            return jsonResponse(200, "{}");
        };
        CHECK(fake.submit(fake.change(3)));
        CHECK(fake.writes() == 4);
        Fake busy(version);
        busy.special = [&](const Sent& s) -> Result<net::Response> {
            return s.method == "PUT" ? jsonResponse(409, recording(version, "errors", "requirements-conflict").body)
                                     : kPass;
        };
        const auto refused = busy.submit(busy.change(3));
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == "engine.http");
        CHECK(busy.step("send request failed"));
    }
}

TEST_CASE("a lost answer is settled by reading back") {
    Fake arrived("1.20.5");
    std::string body;
    arrived.special = [&](const Sent& s) -> Result<net::Response> {
        if (s.method == "PUT") {
            body = s.body;
            return lost();
        }
        if (!body.empty() && s.path.ends_with("/resource-requirements"))
            return jsonResponse(200, body);
        return kPass;
    };
    CHECK(arrived.submit(arrived.change(3)));
    CHECK(arrived.writes() == 1);

    Fake vanished("1.20.5");
    vanished.special = [](const Sent& s) -> Result<net::Response> { return s.method == "PUT" ? lost() : kPass; };
    const auto refused = vanished.submit(vanished.change(3));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "engine.timeout");
    CHECK(refused.error().details.at("sent") == "no");
    CHECK(refused.error().sentence.find("still has the old bounds") != std::string::npos);
}

TEST_CASE("refusals of the cluster end in its own words; an ended job is never written to") {
    Fake fake("2.3.0");
    fake.special = [](const Sent& s) -> Result<net::Response> {
        return s.method == "PUT" ? jsonResponse(400, recording("2.3.0", "errors", "requirements-above-max").body)
                                 : kPass;
    };
    const auto refused = fake.submit(fake.change(3));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().sentence.find("exceeds its maximum parallelism") != std::string::npos);
    CHECK(refused.error().sentence.find("\tat") == std::string::npos);

    Fake ended("2.3.0");
    ended.special = [](const Sent& s) -> Result<net::Response> {
        return s.method == "GET" && s.path.size() == 9 + 32
                   ? jsonResponse(200, recording("2.3.0", "failed", "job").body)
                   : kPass;
    };
    const auto gone = ended.submit(ended.change(3));
    REQUIRE_FALSE(gone);
    CHECK(gone.error().code == "engine.job_ended");
    CHECK(ended.writes() == 0);
}

namespace {

/// Stop with savepoint and run again on 1.20.5; `state` of the old job follows what was sent.
struct Rerun : Fake {
    bool stopped = false;
    std::string newJob{};
    std::vector<std::string> triggers{};
    std::function<Result<net::Response>(const Sent&)> first{}; ///< asked before everything else

    Rerun() : Fake("1.20.5") {
        profile.options = {{"jar", "workload.jar"}, {"savepointDir", "file:///tmp/sp"}, {"programArgs", "--name bids"}};
        special = [this](const Sent& s) -> Result<net::Response> {
            if (first)
                if (auto reply = first(s); !reply || reply->status != 0)
                    return reply;
            return usual(s);
        };
    }
    Change savepointChange() const {
        Change c = change(3);
        c.path = ApplyPath::Savepoint;
        return c;
    }
    Result<net::Response> usual(const Sent& s) {
        if (s.method == "POST" && s.path.ends_with("/stop")) {
            triggers.push_back(Json::parse(s.body).at("triggerId"));
            stopped = true;
            return jsonResponse(202, R"({"request-id":")" + triggers.back() + "\"}");
        }
        if (s.method == "PATCH") {
            stopped = true;
            return jsonResponse(202, "{}");
        }
        if (s.path.find("/savepoints/") != std::string::npos)
            return jsonResponse(200,
                                R"({"status":{"id":"COMPLETED"},"operation":{"location":"file:/tmp/sp/savepoint-1"}})");
        if (s.method == "POST" && s.path.ends_with("/run")) {
            newJob = Json::parse(s.body).at("jobId");
            return jsonResponse(200, R"({"jobid":")" + newJob + "\"}");
        }
        if (s.method == "GET" && s.path == jobPath(job()) && stopped) {
            Json body = Json::parse(recording(version, "healthy", "job").body);
            body["state"] = "FINISHED";
            return jsonResponse(200, body.dump());
        }
        return kPass;
    }
    std::size_t countOf(const std::string& method, const std::string& end) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(sent, [&](const Sent& s) { return s.method == method && s.path.ends_with(end); }));
    }
};

} // namespace

TEST_CASE("savepoint: own trigger id and own job id are stored before they are sent") {
    Rerun fake;
    const auto ticket = fake.submit(fake.savepointChange());
    REQUIRE(ticket);
    CHECK(ticket->savepoint == "file:/tmp/sp/savepoint-1");
    CHECK(ticket->jobId == fake.newJob);
    CHECK(ticket->triggerId == fake.triggers.at(0));
    CHECK(ticket->triggerId.size() == 32);
    REQUIRE(fake.step("stop with savepoint begun"));
    CHECK(fake.step("stop with savepoint begun")->ticket.triggerId == fake.triggers.at(0));
    CHECK(fake.step("stop with savepoint begun")->pointOfNoReturn);
    CHECK(fake.step("stop with savepoint done")->ticket.savepoint == "file:/tmp/sp/savepoint-1");
    CHECK(fake.step("run again begun")->ticket.jobId == fake.newJob);
    CHECK(fake.countOf("POST", "/stop") == 1);
    CHECK(fake.countOf("POST", "/run") == 1);
    const auto run = std::ranges::find_if(fake.sent, [](const Sent& s) { return s.path.ends_with("/run"); });
    const Json body = Json::parse(run->body);
    CHECK(body.at("savepointPath") == "file:/tmp/sp/savepoint-1");
    CHECK(body.at("allowNonRestoredState") == false);
    CHECK(body.at("flinkConfiguration").dump().find(":3") != std::string::npos);
}

TEST_CASE("savepoint: a stop request that failed is repeated with the same trigger id") {
    Rerun fake;
    int failures = 2;
    std::vector<std::string> bodies;
    fake.first = [&](const Sent& s) -> Result<net::Response> {
        if (!s.path.ends_with("/stop"))
            return kPass;
        bodies.push_back(s.body);
        if (failures-- > 0)
            return failures == 1 ? lost() : Result<net::Response>(jsonResponse(503, "{}"));
        return kPass;
    };
    REQUIRE(fake.submit(fake.savepointChange()));
    REQUIRE(bodies.size() == 3);
    CHECK(bodies[0] == bodies[1]);
    CHECK(bodies[1] == bodies[2]);
}

TEST_CASE("savepoint: a failed savepoint runs nothing; COMPLETED alone is no success") {
    Rerun fake;
    fake.first = [](const Sent& s) -> Result<net::Response> {
        return s.path.find("/savepoints/") != std::string::npos
                   ? jsonResponse(200, recording("1.20.5", "errors", "stop-canceled-job-status").body)
                   : kPass;
    };
    const auto refused = fake.submit(fake.savepointChange());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "engine.savepoint");
    CHECK(fake.countOf("POST", "/run") == 0);
    CHECK(fake.step("stop with savepoint failed"));
}

TEST_CASE("savepoint: a refused run names the savepoint; a lost answer is told from a lost request by the job's id") {
    Rerun refused;
    refused.first = [](const Sent& s) -> Result<net::Response> {
        return s.path.ends_with("/run") ? jsonResponse(400, recording("1.20.5", "errors", "jar-run-bad-args").body)
                                        : kPass;
    };
    const auto error = refused.submit(refused.savepointChange());
    REQUIRE_FALSE(error);
    CHECK(error.error().details.at("savepoint") == "file:/tmp/sp/savepoint-1");
    CHECK(error.error().hint.find("savepoint-1") != std::string::npos);

    Rerun lostAnswer;
    std::string id;
    lostAnswer.first = [&](const Sent& s) -> Result<net::Response> {
        if (s.path.ends_with("/run")) {
            id = Json::parse(s.body).at("jobId");
            return lost();
        }
        if (!id.empty() && s.path == jobPath(id))
            return jsonResponse(200, recording("1.20.5", "healthy", "job").body);
        return kPass;
    };
    const auto ticket = lostAnswer.submit(lostAnswer.savepointChange());
    REQUIRE(ticket);
    CHECK(ticket->jobId == id);
}

TEST_CASE("savepoint: roll back cancels and starts from the same savepoint, without a new one") {
    Rerun fake;
    Change change = fake.savepointChange();
    change.savepoint = "file:/tmp/sp/savepoint-0";
    const auto ticket = fake.submit(change);
    REQUIRE(ticket);
    CHECK(ticket->savepoint == "file:/tmp/sp/savepoint-0");
    CHECK(fake.countOf("PATCH", "?mode=cancel") == 1);
    CHECK(fake.countOf("POST", "/stop") == 0);
    CHECK(fake.countOf("POST", "/run") == 1);
}

TEST_CASE(
    "savepoint: roll back works after the job is gone, and passwords among the arguments stay out of the journal") {
    Rerun fake;
    fake.profile.options["programArgs"] = "--db-password hunter2 --name bids";
    Change change = fake.savepointChange();
    change.savepoint = "file:/tmp/sp/savepoint-0";
    fake.first = [&](const Sent& s) -> Result<net::Response> {
        if (s.path == jobPath(fake.job()))
            return jsonResponse(404,
                                R"({"errors":["org.apache.flink.runtime.rest.NotFoundException: Job x not found"]})");
        return kPass;
    };
    REQUIRE(fake.submit(change));
    CHECK(fake.countOf("PATCH", "?mode=cancel") == 0);
    CHECK(fake.countOf("POST", "/run") == 1);
    const auto run = std::ranges::find_if(fake.sent, [](const Sent& s) { return s.path.ends_with("/run"); });
    CHECK(run->body.find("hunter2") != std::string::npos); // the job gets it
    for (const ApplyStep& step : fake.steps)
        CHECK(step.request.find("hunter2") == std::string::npos);
}

TEST_CASE("savepoint: a trigger the cluster has forgotten ends in an error, not in ten minutes of asking") {
    Rerun fake;
    int asked = 0;
    fake.first = [&](const Sent& s) -> Result<net::Response> {
        if (s.path.find("/savepoints/") == std::string::npos)
            return kPass;
        ++asked;
        return jsonResponse(404, R"({"errors":["There is no savepoint operation with triggerId=x for job y."]})");
    };
    const auto lostTrigger = fake.submit(fake.savepointChange());
    REQUIRE_FALSE(lostTrigger);
    CHECK(asked < 20);
    CHECK(fake.countOf("POST", "/run") == 0);
}

TEST_CASE("savepoint: everything that can be known to be missing is refused before the job is stopped") {
    Rerun noJar;
    noJar.profile.options["jar"] = "nowhere.jar";
    CHECK(noJar.submit(noJar.savepointChange()).error().code == "connection.value");
    CHECK(noJar.writes() == 0);
    Rerun badQuote;
    badQuote.profile.options["programArgs"] = "--open 'quote";
    CHECK(badQuote.submit(badQuote.savepointChange()).error().code == "connection.value");
    CHECK(badQuote.writes() == 0);
    Rerun zero;
    Change change = zero.savepointChange();
    change.target.begin()->second = 0;
    CHECK(zero.submit(change).error().code == "plan.value");
    CHECK(zero.writes() == 0);
}

TEST_CASE("paths that send nothing") {
    Fake fake("1.20.5");
    for (const ApplyPath path : {ApplyPath::Patch, ApplyPath::Relaunch}) {
        Change change = fake.change(3);
        change.path = path;
        CHECK(fake.submit(change).error().code == "engine.unsupported");
    }
    CHECK(fake.sent.empty());
}
