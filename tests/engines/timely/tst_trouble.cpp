// SPDX-License-Identifier: GPL-3.0-or-later
/// What can go wrong with a real job: each has its own code and sentence, and the job is not harmed.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <netinet/in.h>
#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include "core/engines/timely/timely_engine.h"
#include "tests/engines/timely/timely_job.h"
#include "tests/support/certificates.h"
#include "tests/support/fake_server.h"

using namespace streamtune;
using namespace streamtune::timelytest;

namespace {

template <typename T>
std::string codeOf(const Result<T>& result) {
    return result ? "none" : result.error().code;
}

/// A port that nobody listens on at the moment.
int freePort() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    auto* any = reinterpret_cast<sockaddr*>(&address);
    const bool bound = fd >= 0 && bind(fd, any, size) == 0 && getsockname(fd, any, &size) == 0;
    close(fd);
    REQUIRE(bound);
    return ntohs(address.sin_port);
}

void waitUntil(const std::function<bool()>& done) {
    for (int i = 0; i < 400 && !done(); ++i)
        std::this_thread::sleep_for(Millis{50});
}

/// A connection to `job`, and an approved plan for it that lowers its one operator.
std::string approvedPlan(const TimelyBench& bench, const TimelyJob& job) {
    bench.connect("t", job.url(), Millis{1'000});
    const auto plan = bench.recommend(job.name());
    REQUIRE_MESSAGE(plan, (plan ? "" : plan.error().sentence));
    REQUIRE_FALSE(plan->changes.empty());
    REQUIRE(bench.workbench->approve(plan->id, {"ann", "less will do"}, {}));
    return plan->id;
}

/// A connection whose token is in an environment variable.
void addWithToken(const TimelyBench& bench, const char* name, const std::string& url, const char* variable,
                  const std::string& authority = {}) {
    engines::Profile profile;
    profile.name = name;
    profile.kind = engines::EngineKind::Timely;
    profile.url = url;
    profile.type = engines::ConnectionType::Test;
    profile.auth = "bearer";
    profile.tokenFrom = std::string("env:") + variable;
    profile.caFile = authority;
    REQUIRE(bench.workbench->addConnection(profile));
}

/// Two processes of one job on ports of their own; all but the named ones are missing.
struct Processes {
    Processes(const TimelyBench& bench, const std::vector<int>& started, const std::vector<std::string>& more = {}) {
        const std::string hosts = bench.folder() + "/hosts";
        std::ofstream(hosts) << fmt::format("127.0.0.1:{}\n127.0.0.1:{}\n", freePort(), freePort());
        for (const int index : started) {
            std::vector<std::string> arguments{"-n",         "2",   "-p",     std::to_string(index),
                                               "--hostfile", hosts, "--rate", "200"};
            arguments.insert(arguments.end(), more.begin(), more.end());
            jobs.push_back(std::make_unique<TimelyJob>(
                "q1", 2, arguments, std::map<std::string, std::string>{{"ST_WAITS_FOR_PEERS", "1"}}));
        }
    }
    [[nodiscard]] std::string urls() const {
        std::string all;
        for (const auto& job : jobs)
            all += (all.empty() ? "" : ", ") + job->url();
        return all;
    }
    void awaitRunning() const {
        waitUntil([&] { return stringAt(jobs.front()->get("/v1/hello"), "state") == "running"; });
    }
    std::vector<std::unique_ptr<TimelyJob>> jobs;
};

tests::FakeReply saying(const char* body) {
    tests::FakeReply reply;
    reply.body = body;
    return reply;
}

} // namespace

TEST_CASE("a wrong address, a path in front of the agent, another job") {
    TimelyJob job("q1", 2);
    TimelyBench bench;
    bench.connect("right", job.url(), Millis{1'000});
    CHECK(codeOf(bench.workbench->jobs("right", {})) == "none");
    bench.connect("nobody", "http://127.0.0.1:1", Millis{1'000});
    CHECK(codeOf(bench.workbench->jobs("nobody", {})) == "engine.unreachable");
    const auto steps = bench.workbench->testConnection("nobody", {});
    REQUIRE(steps);
    CHECK(steps->back().name == "TCP");
    CHECK_FALSE(steps->back().ok);
    bench.connect("elsewhere", job.url() + "/prefix", Millis{1'000});
    CHECK(codeOf(bench.workbench->jobs("elsewhere", {})) == "engine.http");
    CHECK(codeOf(bench.workbench->show("right", "another", {})) == "engine.unknown_job");
}

TEST_CASE("a token that is needed is asked for, a wrong one is refused, and neither is told") {
    TimelyJob job("q1", 2, {}, {{"STREAMTUNE_TOKEN", "secret"}, {"ST_WAITS_FOR_PEERS", "1"}});
    TimelyBench bench;
    bench.connect("none", job.url(), Millis{1'000});
    setenv("ST_TIMELY_WRONG", "guess", 1);
    addWithToken(bench, "wrong", job.url(), "ST_TIMELY_WRONG");
    for (const char* name : {"none", "wrong"}) {
        const auto refused = bench.workbench->jobs(name, {});
        REQUIRE(codeOf(refused) == "engine.auth");
        CHECK_MESSAGE(refused.error().sentence.find("token") != std::string::npos, refused.error().sentence);
        const auto steps = bench.workbench->testConnection(name, {});
        REQUIRE(steps);
        CHECK(steps->back().name == "Authentication");
        for (const char* token : {"secret", "guess"})
            CHECK(steps->back().sentence.find(token) == std::string::npos);
    }
    setenv("ST_TIMELY_RIGHT", "secret", 1);
    addWithToken(bench, "right", job.url(), "ST_TIMELY_RIGHT");
    CHECK(codeOf(bench.workbench->jobs("right", {})) == "none");
}

TEST_CASE("a worker that panics is seen: the others run on, and nobody may change the job") {
    TimelyJob job("q1", 3, {"--panic-after", "1500"});
    TimelyBench bench;
    bench.connect("t", job.url(), Millis{1'000});
    waitUntil([&] { return stringAt(job.get("/v1/hello"), "state") == "broken"; });
    const auto jobs = bench.workbench->jobs("t", {});
    REQUIRE(jobs);
    CHECK(jobs->front().state == "FAILED");
    const auto view = bench.workbench->show("t", "q1", {});
    REQUIRE(view);
    REQUIRE_FALSE(view->snapshot.exceptions.empty());
    CHECK(view->snapshot.exceptions.front().find("panicked") != std::string::npos);
    CHECK(codeOf(bench.workbench->observe("t", "q1", Millis{5'000}, {}, {})) == "engine.job_ended");
    const auto refused = job.put("/v1/placement", {{"op", "currency"}, {"k", 1}});
    REQUIRE(refused);
    CHECK(stringAt(*refused, "code") == "worker_lost");
}

TEST_CASE("a worker that says nothing for a while is named") {
    TimelyJob job("q1", 2, {"--stuck", "8000", "--rate", "100"});
    TimelyBench bench;
    bench.connect("t", job.url(), Millis{1'000});
    std::string said;
    waitUntil([&] {
        const auto view = bench.workbench->show("t", "q1", {});
        if (view && !view->snapshot.exceptions.empty())
            said = view->snapshot.exceptions.front();
        return !said.empty();
    });
    CHECK(said.find("Worker 0 has said nothing") != std::string::npos);
}

TEST_CASE("a process that is killed during a change: the outcome is said, not guessed") {
    TimelyJob job("q1", 4, {"--rate", "200"});
    TimelyBench bench;
    const std::string plan = approvedPlan(bench, job);
    const auto outcome = bench.workbench->apply(plan, "q1", {}, {}, [&](const engines::ApplyStep& step) {
        if (step.name == "send request" && step.state == "done")
            job.kill(SIGKILL);
    });
    REQUIRE(outcome);
    CHECK((outcome->kind == review::OutcomeKind::Unknown || outcome->kind == review::OutcomeKind::Failed));
    CHECK_FALSE(outcome->sentence.empty());
}

TEST_CASE("a job that ends while a change is applied") {
    TimelyJob job("q1", 4, {"--rate", "200"});
    TimelyBench bench;
    const std::string plan = approvedPlan(bench, job);
    const auto outcome = bench.workbench->apply(plan, "q1", {}, {}, [&](const engines::ApplyStep& step) {
        if (step.name == "send request" && step.state == "done")
            job.drain();
    });
    if (outcome) {
        CHECK((outcome->kind == review::OutcomeKind::Unknown || outcome->kind == review::OutcomeKind::Failed));
    } else {
        CHECK(codeOf(outcome).starts_with("engine."));
    }
    const auto state = bench.workbench->planState(plan);
    REQUIRE(state);
    CHECK((*state != review::PlanState::Done && *state != review::PlanState::Applying));
}

TEST_CASE("a change while another runs is refused, and the job goes on") {
    TimelyJob job("q1", 4, {"--rate", "200", "--stuck", "15000"});
    TimelyBench bench;
    const std::string plan = approvedPlan(bench, job);
    // While worker 0 is inside a call nobody's change can take place.
    waitUntil([&] {
        const auto view = bench.workbench->show("t", "q1", {});
        return view && !view->snapshot.exceptions.empty();
    });
    const auto other = job.put("/v1/placement", {{"op", "currency"}, {"workers", {0, 1, 2, 3}}});
    REQUIRE(other);
    REQUIRE(stringAt(*other, "phase") == "queued");
    const auto outcome = bench.workbench->apply(plan, "q1", {}, {}, {});
    REQUIRE_MESSAGE(outcome, (outcome ? "" : outcome.error().sentence));
    CHECK((outcome->kind == review::OutcomeKind::Failed));
    CHECK_MESSAGE(outcome->sentence.find("still under way") != std::string::npos, outcome->sentence);
    waitUntil([&] { return stringAt(job.get("/v1/changes/" + stringAt(*other, "id")), "phase") == "done"; });
    CHECK(stringAt(job.get("/v1/changes/" + stringAt(*other, "id")), "phase") == "done");
    CHECK(job.alive());
}

TEST_CASE("a clock that jumps an hour ahead: windows stay sane and changes work") {
    TimelyJob job("q5", 2, {"--rate", "200", "--clock-jump", "3600000"});
    TimelyBench bench;
    bench.connect("t", job.url(), Millis{3'000});
    const auto during = bench.workbench->observe("t", "q5", Millis{30'000}, {}, {});
    REQUIRE_MESSAGE(during, (during ? "" : during.error().sentence));
    for (const auto& worker : during->workers)
        CHECK((valueOr(worker.load, 0) >= 0 && valueOr(worker.load, 0) <= 1));
    const auto after = bench.workbench->observe("t", "q5", Millis{30'000}, {}, {});
    REQUIRE(after);
    CHECK(valueOr(after->jobLag, 1e9) < 60);
    const auto change = job.put("/v1/placement", {{"op", "hot items"}, {"k", 1}});
    REQUIRE(change);
    const std::string path = "/v1/changes/" + stringAt(*change, "id");
    waitUntil([&] { return stringAt(job.get(path), "phase") == "done"; });
    CHECK(stringAt(job.get(path), "phase") == "done");
}

TEST_CASE("a job with a loop: its graph has none, and the operator behind it can be moved") {
    TimelyJob job("loop", 2, {"--rate", "200"});
    TimelyBench bench;
    const std::string plan = approvedPlan(bench, job);
    const auto view = bench.workbench->show("t", "loop", {});
    REQUIRE(view);
    CHECK(view->snapshot.graph.topologicalOrder().has_value());
    const auto outcome = bench.workbench->apply(plan, "loop", {}, {}, {});
    REQUIRE(outcome);
    CHECK((outcome->kind == review::OutcomeKind::Achieved));
}

TEST_CASE("a plan for workers that do not exist is not sent") {
    TimelyJob job("q1", 2, {"--rate", "200"});
    TimelyBench bench;
    bench.connect("t", job.url(), Millis{1'000});
    const auto plan = bench.recommend("q1");
    REQUIRE(plan);
    const auto edited = bench.workbench->editPlan(plan->id, {{"currency", 7}});
    std::string said = codeOf(edited);
    if (edited) {
        const auto check = bench.workbench->check(edited->id, {});
        said = !check || check->blocked() ? "refused" : "none";
    }
    CHECK(said != "none");
    CHECK(childAt(job.get("/v1/topology"), "rev").get<int>() > 0);
}

TEST_CASE("another version of the protocol, something that is no agent, a reply without end") {
    TimelyBench bench;
    const tests::FakeServer newer(
        [](const tests::FakeRequest&) { return saying(R"({"v":2,"run":"r","timely":"0.40","agent":"9.0"})"); });
    bench.connect("newer", newer.url(), Millis{1'000});
    CHECK(codeOf(bench.workbench->jobs("newer", {})) == "engine.unsupported");
    const tests::FakeServer page([](const tests::FakeRequest&) { return saying("<html>hello</html>"); });
    bench.connect("page", page.url(), Millis{1'000});
    CHECK(codeOf(bench.workbench->jobs("page", {})) == "engine.not_engine");
    const auto steps = bench.workbench->testConnection("page", {});
    REQUIRE(steps);
    CHECK_FALSE(steps->back().ok);
    const tests::FakeServer endless([](const tests::FakeRequest&) {
        tests::FakeReply reply;
        reply.body.assign(17 * 1024 * 1024, ' ');
        return reply;
    });
    bench.connect("endless", endless.url(), Millis{1'000});
    CHECK(codeOf(bench.workbench->jobs("endless", {})) == "engine.format");
}

TEST_CASE("TLS and a token: only with the right authority and the right token") {
    const tests::Certificates made;
    TimelyJob job("q1", 2, {},
                  {{"STREAMTUNE_TLS_CERT", made.path("good.pem")},
                   {"STREAMTUNE_TLS_KEY", made.path("good.key")},
                   {"STREAMTUNE_TOKEN", "secret"},
                   {"ST_WAITS_FOR_PEERS", "1"}});
    REQUIRE(job.url().starts_with("https://"));
    TimelyBench bench;
    setenv("ST_TIMELY_RIGHT", "secret", 1);
    setenv("ST_TIMELY_WRONG", "guess", 1);
    const auto add = [&](const char* name, const char* variable, const std::string& authority) {
        addWithToken(bench, name, job.url(), variable, authority);
        return codeOf(bench.workbench->jobs(name, {}));
    };
    CHECK(add("right", "ST_TIMELY_RIGHT", made.path("ca.pem")) == "none");
    CHECK(add("wrong", "ST_TIMELY_WRONG", made.path("ca.pem")) == "engine.auth");
    CHECK(add("stranger", "ST_TIMELY_RIGHT", "") == "engine.tls");
    const auto steps = bench.workbench->testConnection("right", {});
    REQUIRE(steps);
    for (const auto& step : *steps)
        CHECK_MESSAGE(step.ok, step.name << ": " << step.sentence);
}

TEST_CASE("a job whose other process is missing waits, and says so") {
    TimelyBench bench;
    const Processes alone(bench, {0});
    TimelyJob& job = *alone.jobs.front();
    bench.connect("t", job.url(), Millis{1'000});
    REQUIRE(job.alive());
    const auto jobs = bench.workbench->jobs("t", {});
    REQUIRE(jobs);
    CHECK(jobs->front().state == "WAITING FOR PEERS");
    const auto steps = bench.workbench->testConnection("t", {});
    REQUIRE(steps);
    CHECK(std::ranges::all_of(*steps, &engines::ProbeStep::ok));
    const auto observed = bench.workbench->observe("t", "q1", Millis{1'500}, {}, {});
    CHECK(codeOf(observed) == "engine.timeout");
    CHECK(job.alive());
}

TEST_CASE("a job of two processes is seen and changed through both; the death of one is seen and said") {
    TimelyBench bench;
    const Processes both(bench, {0, 1});
    const auto &first = both.jobs[0], &second = both.jobs[1];
    bench.connect("t", both.urls(), Millis{2'000});
    both.awaitRunning();
    const auto window = bench.workbench->observe("t", "q1", Millis{30'000}, {}, {});
    REQUIRE_MESSAGE(window, (window ? "" : window.error().sentence));
    CHECK(window->workers.size() == 4);
    CHECK(valueOr(window->findSource(window->sources.front().id)->offered, 0) == doctest::Approx(200).epsilon(0.15));
    const NodeObservation* node = window->find("currency");
    REQUIRE(node);
    CHECK(node->subtasksReporting == 4);
    CHECK(valueOr(node->inRate, 0) == doctest::Approx(200).epsilon(0.2));
    // The bins of both processes move; the leader counts.
    const auto plan = bench.recommend("q1");
    REQUIRE_MESSAGE(plan, (plan ? "" : plan.error().sentence));
    REQUIRE(bench.workbench->approve(plan->id, {"ann", "less will do"}, {}));
    const auto outcome = bench.workbench->apply(plan->id, "q1", {}, {}, {});
    REQUIRE_MESSAGE(outcome, (outcome ? "" : outcome.error().sentence));
    CHECK_MESSAGE((outcome->kind == review::OutcomeKind::Achieved), outcome->sentence);
    const auto elsewhere = second->put("/v1/placement", {{"op", "currency"}, {"k", 2}});
    REQUIRE(elsewhere);
    CHECK(stringAt(*elsewhere, "code") == "not_leader");

    second->kill(SIGKILL);
    waitUntil([&] { return !first->alive(); }); // timely ends a process whose peer is gone
    const auto jobs = bench.workbench->jobs("t", {});
    CHECK((jobs ? jobs->front().state == "FAILED" : jobs.error().code == "engine.unreachable"));
    CHECK(codeOf(bench.workbench->observe("t", "q1", Millis{5'000}, {}, {})).starts_with("engine."));
}

TEST_CASE("a job that ends while it is observed has ended") {
    TimelyJob job("q1", 2, {"--seconds", "3"});
    TimelyBench bench;
    bench.connect("t", job.url(), Millis{20'000});
    const auto window = bench.workbench->observe("t", "q1", Millis{30'000}, {}, {});
    REQUIRE_FALSE(window);
    CHECK((codeOf(window) == "engine.unreachable" || codeOf(window) == "engine.job_ended"));
}

TEST_CASE(
    "a process of two that dies during a change: nobody says that it was achieved, and the plan is not left open") {
    TimelyBench bench;
    const Processes both(bench, {0, 1});
    bench.connect("t", both.urls(), Millis{1'000});
    both.awaitRunning();
    const auto plan = bench.recommend("q1");
    REQUIRE_MESSAGE(plan, (plan ? "" : plan.error().sentence));
    REQUIRE(bench.workbench->approve(plan->id, {"ann", "less will do"}, {}));
    const auto outcome = bench.workbench->apply(plan->id, "q1", {}, {}, [&](const engines::ApplyStep& step) {
        if (step.name == "send request" && step.state == "done")
            both.jobs[1]->kill(SIGKILL);
    });
    if (outcome) {
        CHECK((outcome->kind == review::OutcomeKind::Unknown || outcome->kind == review::OutcomeKind::Failed));
        CHECK_FALSE(outcome->sentence.empty());
    } else {
        CHECK(codeOf(outcome).starts_with("engine."));
    }
    const auto state = bench.workbench->planState(plan->id);
    REQUIRE(state);
    CHECK((*state != review::PlanState::Done && *state != review::PlanState::Applying));
}

TEST_CASE("a job that is killed and started again: what it is now is read anew, and older plans are stale") {
    TimelyBench bench;
    auto job = std::make_unique<TimelyJob>("q1", 4, std::vector<std::string>{"--rate", "200"});
    const std::string plan = approvedPlan(bench, *job);
    const std::string listen = job->url().substr(std::string("http://").size());
    job->kill(SIGKILL);
    waitUntil([&] { return !job->alive(); });
    CHECK(codeOf(bench.workbench->jobs("t", {})) == "engine.unreachable");
    CHECK(codeOf(bench.workbench->observe("t", "q1", Millis{2'000}, {}, {})) == "engine.unreachable");
    job = std::make_unique<TimelyJob>("q1", 2, std::vector<std::string>{"--rate", "200"},
                                      std::map<std::string, std::string>{{"STREAMTUNE_LISTEN", listen}});
    const auto view = bench.workbench->show("t", "q1", {});
    REQUIRE(view);
    CHECK(view->snapshot.facts.at("workers") == "2");
    const auto outcome = bench.workbench->apply(plan, "q1", {}, {}, {});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == "plan.stale");
    CHECK(codeOf(bench.workbench->observe("t", "q1", Millis{10'000}, {}, {})) == "none");
    CHECK(job->alive());
}

TEST_CASE("a clock that jumps back: time stands still, nothing is lost, and a change takes place when it goes on") {
    TimelyJob job("q1", 2, {"--rate", "200", "--clock-jump", "-8000"});
    TimelyBench bench;
    bench.connect("t", job.url(), Millis{1'500});
    std::this_thread::sleep_for(Millis{2'500});
    const auto change = job.put("/v1/placement", {{"op", "currency"}, {"workers", {1}}});
    REQUIRE(change);
    const std::string path = "/v1/changes/" + stringAt(*change, "id");
    const auto during = bench.workbench->observe("t", "q1", Millis{30'000}, {}, {});
    REQUIRE_MESSAGE(during, (during ? "" : during.error().sentence));
    CHECK(valueOr(during->jobLag, 1e9) < 1);
    // Records of a time that stands still wait in the job's own inputs.
    CHECK(stringAt(job.get(path), "phase") == "accepted");
    waitUntil([&] { return stringAt(job.get(path), "phase") == "done"; });
    CHECK(stringAt(job.get(path), "phase") == "done");
    const auto after = bench.workbench->observe("t", "q1", Millis{30'000}, {}, {});
    REQUIRE(after);
    CHECK(after->find("currency")->subtasksReporting == 1);
    CHECK(valueOr(after->find("currency")->inRate, 0) == doctest::Approx(200).epsilon(0.2));
}

TEST_CASE("an agent that accepts and says nothing costs no more than the limit of one request") {
    const tests::FakeServer silent([](const tests::FakeRequest&) {
        tests::FakeReply reply;
        reply.delayMillis = 30'000;
        return reply;
    });
    TimelyBench bench;
    engines::Profile profile;
    profile.name = "silent";
    profile.kind = engines::EngineKind::Timely;
    profile.url = silent.url();
    profile.type = engines::ConnectionType::Test;
    profile.timeout = Millis{500};
    REQUIRE(bench.workbench->addConnection(profile));
    const auto begun = std::chrono::steady_clock::now();
    CHECK(codeOf(bench.workbench->jobs("silent", {})) == "engine.timeout");
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(15));
}

TEST_CASE("addresses in the wrong order, twice, or of two jobs are said to be that") {
    TimelyBench bench;
    const Processes both(bench, {0, 1});
    const TimelyJob other("q2", 1);
    both.awaitRunning();
    const std::string first = both.jobs[0]->url(), second = both.jobs[1]->url();
    const auto said = [&](const char* name, const std::string& urls) {
        bench.connect(name, urls, Millis{1'000});
        const auto steps = bench.workbench->testConnection(name, {});
        REQUIRE(steps);
        CHECK(steps->back().name == "Addresses");
        CHECK_FALSE(steps->back().ok);
        return steps->back().sentence;
    };
    CHECK(said("turned", second + "," + first).find("process 0") != std::string::npos);
    CHECK(codeOf(bench.workbench->jobs("turned", {})) == "connection.value");
    CHECK(said("twice", first + "," + first).find("names already") != std::string::npos);
    CHECK(codeOf(bench.workbench->show("twice", "q1", {})) == "connection.value");
    bench.connect("part", first, Millis{1'000});
    CHECK(codeOf(bench.workbench->observe("part", "q1", Millis{5'000}, {}, {})) == "connection.value");
    CHECK(said("mixed", first + "," + other.url()).find("\"q2\"") != std::string::npos);
}

TEST_CASE("a change that is done between two looks is judged by where the operators lie afterwards") {
    std::atomic<bool> seen{false}; // done as soon as somebody has read where the operator lies
    const tests::FakeServer agent([&](const tests::FakeRequest& request) {
        Json body;
        if (request.target.starts_with("/v1/hello")) {
            body = {{"v", 1}, {"agent", "0.1.0"}, {"timely", "0.32"}, {"job", "j"}, {"run", "r"}, {"state", "running"}};
            body.update({{"process", 0}, {"processes", 1}, {"peers", 2}, {"caps", {"stats", "set_placement"}}});
        } else if (request.target.starts_with("/v1/changes/")) {
            body = {{"id", "c1"}, {"phase", seen ? "done" : "accepted"}};
        } else if (request.target.starts_with("/v1/topology")) {
            const Json workers = seen.exchange(true) ? Json::array({0}) : Json::array({0, 1});
            const Json placement{{"name", "A"}, {"mode", "keyed"}, {"workers", workers}, {"rev", 1}};
            const Json op{{"id", 1}, {"op", "0.1"}, {"name", "A"}, {"role", "placed"}, {"placement", placement}};
            body = {{"rev", 1}, {"ops", Json::array({op})}, {"edges", Json::array()}};
        } else {
            body = {{"run", "r"}, {"state", "running"}, {"now_ns", 1e9}, {"workers", {{{"w", 0}}, {{"w", 1}}}}};
        }
        return saying(body.dump().c_str());
    });
    engines::Profile profile;
    profile.name = "t";
    profile.kind = engines::EngineKind::Timely;
    profile.url = agent.url();
    const auto reader = engines::timely::makeFactory(nullptr)->reader(profile);
    REQUIRE(reader);
    engines::Change change;
    change.jobId = "j";
    change.target = {{"A", 1}};
    engines::ApplyTicket ticket;
    ticket.triggerId = "c1";
    ticket.stage = "send request r";
    const auto first = (*reader)->applyStatus(change, ticket, {});
    REQUIRE_MESSAGE(first, (first ? "" : first.error().sentence));
    CHECK_FALSE(first->settled);
    const auto second = (*reader)->applyStatus(change, ticket, {});
    REQUIRE(second);
    CHECK(second->settled);
    CHECK(second->reached.at("A") == 1);
}

TEST_CASE("a job of two processes whose agent was told of one is not advised on the half that is seen") {
    TimelyBench bench;
    const Processes both(bench, {0, 1}, {"--alone"});
    bench.connect("t", both.jobs[0]->url(), Millis{1'000});
    both.awaitRunning();
    const auto steps = bench.workbench->testConnection("t", {});
    REQUIRE(steps);
    CHECK_FALSE(steps->back().ok);
    CHECK_MESSAGE(steps->back().sentence.find("4 workers, and 2 of them") != std::string::npos, steps->back().sentence);
    CHECK(codeOf(bench.workbench->observe("t", "q1", Millis{5'000}, {}, {})) == "engine.unsupported");
}
