// SPDX-License-Identifier: GPL-3.0-or-later
/// What Flink does that a client must know: every trap is set on a real cluster and walked into on purpose, then the
/// connector is sent the same way. One cluster for all cases of a version.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/engines/flink/flink_bench.h"

using namespace streamtune;
using namespace streamtune::flinktest;
using engines::Check;
using engines::CheckLevel;

namespace {

const Bench& shared() {
    static const Bench bench = startBench({.version = versionUnderTest(), .taskManagers = 2, .slots = 6});
    return bench;
}

/// A job that is cancelled when the case is over, whatever became of it.
class Job {
public:
    explicit Job(const std::vector<std::string>& arguments) {
        const auto submitted = shared().cluster->submit(arguments);
        REQUIRE_MESSAGE(submitted, submitted.error().sentence);
        id = *submitted;
    }
    ~Job() {
        (void)shared().cluster->send("PATCH", "/jobs/" + id + "?mode=cancel");
        (void)eventually(std::chrono::seconds(10), [&] {
            const auto job = shared().cluster->get("/jobs/" + id + "/status");
            return job && stringAt(*job, "status") == "CANCELED";
        });
    }
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;

    std::string id;
};

/// q1 at 1 everywhere, for cases that change nothing.
const std::string& untouched() {
    static const Job job({"--job", "q1", "--name", "untouched"});
    static const bool ready = (waitForCheckpoint(*shared().cluster, job.id), true);
    (void)ready;
    return job.id;
}

const Check* find(const std::vector<Check>& checks, const std::string& id) {
    const auto found = std::ranges::find(checks, id, &Check::id);
    return found == checks.end() ? nullptr : &*found;
}

std::vector<Check> checksOf(const std::string& job) {
    const auto capability = shared().reader()->capability(job, {});
    REQUIRE_MESSAGE(capability, capability.error().sentence);
    return capability->checks;
}

Observation observe(const std::string& job) {
    const auto window = shared().workbench->observe("real", job, Millis{60'000}, {}, {});
    REQUIRE_MESSAGE(window, window.error().sentence);
    REQUIRE_MESSAGE(window->quiet, window->whyNotQuiet);
    return *window;
}

std::string vertex(const std::string& job, const std::string& op) {
    const auto vertices = verticesOf(*shared().cluster, job);
    REQUIRE_MESSAGE(vertices, vertices.error().sentence);
    return vertices->at(op);
}

/// The server's own figure, as its web interface shows it: sum over subtasks.
double meter(const std::string& job, const std::string& op, const std::string& name) {
    const auto reply = shared().cluster->get("/jobs/" + job + "/vertices/" + vertex(job, op) +
                                             "/subtasks/metrics?get=" + name + "&agg=sum");
    REQUIRE_MESSAGE(reply, reply.error().sentence);
    return reply->empty() ? 0 : valueOr(numberAt(reply->front(), "sum"), 0);
}

Json bounds(const std::string& job, const std::map<std::string, std::pair<int, int>>& wanted) {
    Json body = Json::object();
    const auto vertices = verticesOf(*shared().cluster, job);
    REQUIRE(vertices);
    for (const auto& [op, id] : *vertices) {
        const auto [lower, upper] = wanted.contains(op) ? wanted.at(op) : std::pair{1, 1};
        body[id] = {{"parallelism", {{"lowerBound", lower}, {"upperBound", upper}}}};
    }
    return body;
}

} // namespace

TEST_CASE("per-second meters lie for a minute after a restart; the window does not") {
    const Job job({"--name", "meters", "--op", "src:source,rate=2000", "--op", "work:map,in=src,cost=500,p=2", "--op",
                   "out:sink,in=work"});
    const Observation window = observe(job.id);
    const NodeObservation* work = window.find(vertex(job.id, "work"));
    REQUIRE(work);
    const double shown = meter(job.id, "work", "numRecordsInPerSecond");
    std::printf(
        "[table] %-7s in/s soon after the start: true 2000, meter %.0f, window %.0f; busy: true 0.50, window %.3f\n",
        versionUnderTest().c_str(), shown, valueOr(work->inRate, -1), valueOr(work->busyMean, -1));
    CHECK(shown < 1500);
    CHECK(valueOr(work->inRate, 0) == doctest::Approx(2000).epsilon(0.03));
    CHECK(valueOr(work->busyMean, 0) == doctest::Approx(0.5).epsilon(0.06));

    REQUIRE(rescale(*shared().cluster, job.id, {{"src", 1}, {"work", 3}, {"out", 1}}));
    const Observation after = observe(job.id);
    CHECK(after.deployment != window.deployment);
    CHECK(valueOr(after.find(vertex(job.id, "work"))->inRate, 0) == doctest::Approx(2000).epsilon(0.03));
    CHECK(valueOr(after.find(vertex(job.id, "work"))->busyMean, 0) == doctest::Approx(1.0 / 3).epsilon(0.08));
}

TEST_CASE("the first read after a pause is old; the window is not") {
    const Job job({"--name", "cache", "--op", "src:source,rate=1000", "--op", "out:sink,in=src"});
    const std::string path = "/jobs/" + job.id + "/vertices/" + vertex(job.id, "src");
    const auto written = [&] {
        const auto reply = shared().cluster->get(path);
        REQUIRE(reply);
        return valueOr(numberAt(childAt(childAt(*reply, "aggregated"), "metrics").at("write-records"), "sum"), 0);
    };
    std::this_thread::sleep_for(std::chrono::seconds(3));
    const double before = written();
    std::this_thread::sleep_for(std::chrono::seconds(6));
    const double stale = written();
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    const double fresh = written();
    std::printf("[table] %-7s records: %.0f, after 6 s of silence %.0f, 0.6 s later %.0f\n", versionUnderTest().c_str(),
                before, stale, fresh);
    CHECK(fresh - stale > 3000); // six seconds of records came with the second read
    std::this_thread::sleep_for(std::chrono::seconds(6));
    const Observation window = observe(job.id);
    CHECK(valueOr(window.findSource(vertex(job.id, "src"))->accepted, 0) == doctest::Approx(1000).epsilon(0.03));
}

TEST_CASE("a bound of -1 never leaves this program, whatever the cluster holds") {
    const Job job({"--job", "q1"});
    waitForCheckpoint(*shared().cluster, job.id);
    // Harmless as a lower bound; as an upper bound it would be the end of this JobManager.
    const Reply put = shared().cluster->send("PUT", "/jobs/" + job.id + "/resource-requirements",
                                             bounds(job.id, {{"currency", {-1, 1}}, {"out", {-1, 1}}}).dump());
    REQUIRE(put.status == 200);
    const auto draft = shared().draft(job.id, {{"currency", 3}});
    REQUIRE_MESSAGE(draft, draft.error().sentence);
    const auto shown = shared().workbench->check(draft->id, {});
    REQUIRE_MESSAGE(shown, shown.error().sentence);
    REQUIRE(shown->requests.size() == 1);
    CHECK(shown->requests.front().body.find("-1") == std::string::npos);
    REQUIRE(shared().workbench->approve(draft->id, {"suite", "minus one"}, {}));
    const auto outcome = shared().apply(*draft);
    REQUIRE_MESSAGE(outcome, outcome.error().sentence);
    CHECK((outcome->kind == review::OutcomeKind::Achieved));
    for (const int wrong : {-1, 0, -2}) {
        const auto refused = shared().draft(job.id, {{"currency", wrong}});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == "plan.value");
    }
    CHECK(shared().cluster->jobManagerAlive());
}

TEST_CASE("more than the maximum parallelism is refused here, not by a stack trace from there") {
    const std::string& job = untouched();
    const Reply raw = shared().cluster->send("PUT", "/jobs/" + job + "/resource-requirements",
                                             bounds(job, {{"currency", {1, 200}}}).dump());
    CHECK(raw.status == 400);
    const auto plan = shared().draft(job, {{"currency", 200}});
    if (plan) {
        const auto approved = shared().workbench->approve(plan->id, {"suite", "too many"}, {});
        REQUIRE_FALSE(approved);
        CHECK(approved.error().code == "plan.blocked");
        CHECK(approved.error().sentence.find("128") != std::string::npos);
    } else {
        CHECK(plan.error().code == "plan.value");
        CHECK(plan.error().sentence.find("128") != std::string::npos);
    }
}

TEST_CASE("lower bounds of others are not raised, and never above what is asked") {
    const Job job({"--job", "q1"});
    waitForCheckpoint(*shared().cluster, job.id);
    REQUIRE(
        shared()
            .cluster
            ->send("PUT", "/jobs/" + job.id + "/resource-requirements", bounds(job.id, {{"currency", {2, 4}}}).dump())
            .status == 200);
    REQUIRE(eventually(std::chrono::seconds(20), [&] {
        const auto p = parallelismOf(*shared().cluster, job.id);
        return p && p->at("currency") == 4;
    }));
    waitForCheckpoint(*shared().cluster, job.id);
    const auto plan = shared().approved(job.id, {{"currency", 1}});
    REQUIRE_MESSAGE(plan, plan.error().sentence);
    const auto outcome = shared().apply(*plan);
    REQUIRE_MESSAGE(outcome, outcome.error().sentence);
    CHECK((outcome->kind == review::OutcomeKind::Achieved));
    const auto now = shared().cluster->get("/jobs/" + job.id + "/resource-requirements");
    REQUIRE(now);
    for (const auto& [id, bound] : now->items())
        CHECK(integerAt(childAt(bound, "parallelism"), "lowerBound", 0) == 1);
}

TEST_CASE("without checkpoints a change is held up with a warning, not made in silence") {
    const Job job({"--job", "q1", "--chk", "0"});
    const Check* check = nullptr;
    const auto checks = checksOf(job.id);
    check = find(checks, "checkpointing");
    REQUIRE(check);
    CHECK((check->level != CheckLevel::Ok));
    CHECK(check->sentence.find("state") != std::string::npos);
    std::printf("[table] %-7s no checkpoints: %s\n", versionUnderTest().c_str(), check->sentence.c_str());
}

TEST_CASE("state survives a change in place") {
    const Job job({"--job", "linear", "--rate.readings", "900"});
    waitForCheckpoint(*shared().cluster, job.id);
    const std::string metric = "KeyedProcess__per_sensor.maxCount";
    const auto largest = [&] {
        (void)meter(job.id, "per_sensor", metric);
        std::this_thread::sleep_for(std::chrono::milliseconds(1200));
        const auto reply = shared().cluster->get("/jobs/" + job.id + "/vertices/" + vertex(job.id, "per_sensor") +
                                                 "/subtasks/metrics?get=" + metric + "&agg=max");
        REQUIRE(reply);
        return reply->empty() ? 0 : valueOr(numberAt(reply->front(), "max"), 0);
    };
    std::this_thread::sleep_for(std::chrono::seconds(5));
    const double before = largest();
    const auto plan = shared().approved(job.id, {{"per_sensor", 3}});
    REQUIRE_MESSAGE(plan, plan.error().sentence);
    const auto outcome = shared().apply(*plan);
    REQUIRE_MESSAGE(outcome, outcome.error().sentence);
    REQUIRE((outcome->kind == review::OutcomeKind::Achieved));
    CHECK(eventually(std::chrono::seconds(10), [&] { return largest() > before; }));
}

TEST_CASE("a generator source that was scaled up has finished subtasks, and the window says what is true") {
    const Job job({"--name", "datagen", "--op", "src:datagen,rate=1000", "--op", "out:sink,in=src,cost=500"});
    waitForCheckpoint(*shared().cluster, job.id);
    REQUIRE(shared()
                .cluster
                ->send("PUT", "/jobs/" + job.id + "/resource-requirements", bounds(job.id, {{"src", {1, 2}}}).dump())
                .status == 200);
    REQUIRE(eventually(std::chrono::seconds(20), [&] {
        const auto p = parallelismOf(*shared().cluster, job.id);
        return p && p->at("src") == 2;
    }));
    const auto note = [&] {
        const auto checks = checksOf(job.id);
        const Check* check = find(checks, "source_splits");
        return check && check->level == CheckLevel::Note;
    };
    CHECK(eventually(std::chrono::seconds(10), note));
    const Observation window = observe(job.id);
    const std::string source = vertex(job.id, "src");
    const double accepted = valueOr(window.findSource(source)->accepted, 0);
    std::printf("[table] %-7s generator at 2 of 1000/s: window %.0f/s, %d of %d subtasks report\n",
                versionUnderTest().c_str(), accepted, window.find(source)->subtasksReporting,
                window.find(source)->parallelism);
    CHECK(accepted == doctest::Approx(500).epsilon(0.05));
    CHECK(valueOr(window.find(vertex(job.id, "out"))->inRate, 0) == doctest::Approx(500).epsilon(0.05));
}

TEST_CASE("a job that waits for slots has no parallelism to believe in") {
    (void)untouched(); // holds the twelfth slot
    const Job hog({"--name", "hog", "--op", "src:source,rate=10", "--op", "out:sink,in=src,p=11"});
    const auto waiting = shared().cluster->submitOnly({"--job", "q1", "--name", "waiting"});
    REQUIRE_MESSAGE(waiting, waiting.error().sentence);
    const auto reader = shared().reader();
    const auto snapshot = reader->snapshot(*waiting, {});
    REQUIRE_MESSAGE(snapshot, snapshot.error().sentence);
    CHECK_FALSE(snapshot->running);
    const auto window = shared().workbench->observe("real", *waiting, Millis{3'000}, {}, {});
    REQUIRE_FALSE(window);
    std::printf("[table] %-7s waiting for slots: %s\n", versionUnderTest().c_str(), window.error().sentence.c_str());
    CHECK(window.error().code == "engine.timeout");
    const auto checks = checksOf(*waiting);
    const Check* state = find(checks, "state");
    REQUIRE(state);
    CHECK((state->level == CheckLevel::Block));
    (void)shared().cluster->send("PATCH", "/jobs/" + *waiting + "?mode=cancel");
}

TEST_CASE("ended and unknown jobs end in a sentence, not in a stack trace") {
    const auto reader = shared().reader();
    const auto finished = shared().cluster->submitOnly(
        {"--name", "short", "--op", "src:source,rate=2000,limit=500", "--op", "out:sink,in=src"});
    REQUIRE_MESSAGE(finished, finished.error().sentence);
    REQUIRE(eventually(std::chrono::seconds(20), [&] {
        const auto job = shared().cluster->get("/jobs/" + *finished + "/status");
        return job && stringAt(*job, "status") == "FINISHED";
    }));
    CHECK(shared().cluster->send("GET", "/jobs/" + *finished + "/resource-requirements").status == 500);
    const auto ended = reader->observe(*finished, Millis{5'000}, {}, {});
    REQUIRE_FALSE(ended);
    CHECK(ended.error().code == "engine.job_ended");
    const auto unknown = reader->snapshot("00000000000000000000000000000000", {});
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().code == "engine.unknown_job");
    const auto malformed = reader->snapshot("no/such job?", {});
    REQUIRE_FALSE(malformed);
    for (const auto& error : {ended.error(), unknown.error(), malformed.error()}) {
        CAPTURE(error.sentence);
        CHECK(error.sentence.find("\tat ") == std::string::npos);
        CHECK(error.sentence.find('\n') == std::string::npos);
        CHECK_FALSE(error.sentence.empty());
    }
}

TEST_CASE("a job that fails again and again is not taken for one that runs") {
    const Job job({"--name", "failing", "--op", "src:source,rate=1000", "--op", "bad:map,in=src,cost=500,fail=600",
                   "--op", "out:sink,in=bad"});
    const auto window = shared().workbench->observe("real", job.id, Millis{8'000}, {}, {});
    if (window) { // between two failures a short window may be whole; then it must be quiet with reason
        CHECK((window->quiet || !window->whyNotQuiet.empty()));
    } else {
        CHECK_FALSE(window.error().sentence.empty());
    }
    const auto snapshot = shared().reader()->snapshot(job.id, {});
    REQUIRE_MESSAGE(snapshot, snapshot.error().sentence);
    REQUIRE_FALSE(snapshot->exceptions.empty());
    CHECK(snapshot->exceptions.front().find("failed on purpose") != std::string::npos);
}

TEST_CASE("labels and names with quotes, HTML, emoji and great length arrive intact") {
    const std::string odd = "<b>\"quoted\" & 'single'</b> \\ \xF0\x9F\x9A\x80";
    const std::string huge = std::string(3000, 'n') + "\xC3\xA9";
    const Job job({"--name", odd + " job", "--op", "src:source,rate=100", "--op", "work:map,in=src,name=" + odd, "--op",
                   "long:map,in=work,name=" + huge, "--op", "out:sink,in=long"});
    const auto snapshot = shared().reader()->snapshot(job.id, {});
    REQUIRE_MESSAGE(snapshot, snapshot.error().sentence);
    CHECK(snapshot->jobName == odd + " job");
    const auto named = [&](const std::string& name) {
        return std::ranges::any_of(snapshot->graph.nodes, [&](const Operator& node) { return node.name == name; });
    };
    CHECK(named(odd));
    CHECK(named(huge));
    const auto window = shared().workbench->observe("real", job.id, Millis{60'000}, {}, {});
    REQUIRE_MESSAGE(window, window.error().sentence);
    const auto view = shared().workbench->show("real", odd + " job", {});
    REQUIRE_MESSAGE(view, view.error().sentence);
    CHECK(view->window.has_value());
}

TEST_CASE("a source that reports its lag shows what is offered, not only what it accepts") {
    const Job job({"--job", "lagging"});
    const Observation window = observe(job.id);
    const SourceObservation* source = window.findSource(vertex(job.id, "queue"));
    REQUIRE(source);
    std::printf("[table] %-7s lagging source: offered %.0f (true 1500), accepted %.0f, lag grows %.0f/s\n",
                versionUnderTest().c_str(), valueOr(source->offered, -1), valueOr(source->accepted, -1),
                valueOr(source->backlogGrowth, -1));
    CHECK(valueOr(source->accepted, 0) < 1300);
    CHECK(valueOr(source->backlogGrowth, 0) > 200);
    CHECK(valueOr(source->offered, 0) == doctest::Approx(1500).epsilon(0.05));
    CHECK((source->offeredFrom == OfferedFrom::LagGrowth));
}

TEST_CASE("a read-only connection cannot write, whoever approves") {
    const std::string& job = untouched();
    engines::Profile profile;
    profile.name = "watch only";
    profile.url = shared().cluster->url();
    profile.type = engines::ConnectionType::Test;
    profile.readOnly = true;
    profile.window = Millis{4'000};
    profile.settle = Millis{2'000};
    REQUIRE(shared().workbench->addConnection(profile));
    const auto plan = shared().draft(job, {{"currency", 3}}, "watch only");
    REQUIRE_MESSAGE(plan, plan.error().sentence);
    const Status approved = shared().workbench->approve(plan->id, {"suite", "read-only"}, {});
    const auto outcome = shared().apply(*plan);
    REQUIRE_FALSE(outcome);
    CAPTURE(outcome.error().sentence);
    CHECK(
        (outcome.error().code == "connection.read_only" || (!approved && outcome.error().code == "plan.not_approved")));
    const auto p = parallelismOf(*shared().cluster, job);
    REQUIRE(p);
    CHECK(p->at("currency") == 1);
}
