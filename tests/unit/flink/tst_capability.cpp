// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/engines/flink/apply_status.h"
#include "core/engines/flink/capability.h"
#include "core/engines/flink/rescale_requests.h"
#include "support/flink_replay.h"

using namespace streamtune;
using namespace streamtune::engines;
using namespace streamtune::engines::flink;
using namespace streamtune::tests;

namespace {

JobFacts factsOf(const std::string& version) {
    JobFacts f;
    f.cluster.rest = *parseConfig(bodyOf(version, "healthy", "config"));
    f.cluster.config = parseKeyValues(bodyOf(version, "healthy", "jobmanager-config"));
    f.overview = parseOverview(bodyOf(version, "healthy", "overview"));
    f.job = *parseJob(bodyOf(version, "healthy", "job"));
    f.jobConfig = parseJobConfig(bodyOf(version, "healthy", "job-config"));
    f.checkpoints = parseCheckpointConfig(bodyOf(version, "healthy", "job-checkpoints-config"));
    f.checkpointStats = parseCheckpoints(bodyOf(version, "healthy", "job-checkpoints"));
    f.requirements = parseRequirements(bodyOf(version, "healthy", "job-resource-requirements"));
    f.jars = parseJars(bodyOf(version, "healthy", "jars"));
    return f;
}

const Check* checkOf(const RescaleCapability& c, const std::string& id) {
    const auto it = std::ranges::find(c.checks, id, &Check::id);
    return it == c.checks.end() ? nullptr : &*it;
}

const PathOption& pathOf(const RescaleCapability& c, ApplyPath path) {
    return *std::ranges::find(c.paths, path, &PathOption::path);
}

std::string vertex(const JobDetail& job, const std::string& name) {
    return std::ranges::find(job.vertices, name, &Vertex::name)->id;
}

Change changeOf(const JobFacts& f, const std::string& name, int p) {
    Change change;
    change.jobId = f.job.id;
    for (const Vertex& v : f.job.vertices)
        change.base[v.id] = change.target[v.id] = v.parallelism;
    change.target[vertex(f.job, name)] = p;
    return change;
}

} // namespace

TEST_CASE("in place is open on the adaptive scheduler of every version, and nothing blocks") {
    for (const std::string version : {"1.18.1", "1.20.5", "2.3.0"}) {
        CAPTURE(version);
        const auto c = judge(factsOf(version), {});
        CHECK((c.best() == ApplyPath::InPlace));
        for (const Check& check : c.checks) {
            CAPTURE(check.id);
            CHECK((check.level != CheckLevel::Block));
            CHECK_FALSE(check.sentence.empty());
            CHECK(std::ranges::count(c.checks, check.id, &Check::id) == 1);
        }
        CHECK(pathOf(c, ApplyPath::Savepoint).why.find("jar") != std::string::npos);
    }
}

TEST_CASE("in place is closed with its reason: default scheduler, batch, old versions, reactive mode") {
    JobFacts f = factsOf("1.20.5");
    SUBCASE("default scheduler, as recorded") {
        f.cluster.rest = *parseConfig(bodyOf("1.20.5", "default-scheduler", "config"));
        f.cluster.config = {};
        const auto c = judge(f, {});
        CHECK((c.best() == ApplyPath::Patch));
        CHECK(pathOf(c, ApplyPath::InPlace).why.find("adaptive scheduler") != std::string::npos);
    }
    SUBCASE("batch") {
        f.job.type = "BATCH";
        CHECK(pathOf(judge(f, {}), ApplyPath::InPlace).why.find("batch") != std::string::npos);
    }
    SUBCASE("before 1.18") {
        f.cluster.rest.webRescale.reset();
        f.cluster.rest.version = "1.16.3";
        CHECK(pathOf(judge(f, {}), ApplyPath::InPlace).why.find("1.18") != std::string::npos);
    }
    SUBCASE("reactive") {
        f.cluster.rest.webRescale = false;
        f.cluster.config["scheduler-mode"] = "reactive";
        CHECK(pathOf(judge(f, {}), ApplyPath::InPlace).why.find("reactive") != std::string::npos);
    }
}

TEST_CASE("the savepoint path: which versions apply overrides, and what else can carry the numbers") {
    Profile profile;
    profile.options["jar"] = parseJars(bodyOf("1.20.5", "healthy", "jars")).at(0).id;
    struct Expected {
        const char* version;
        RerunBy adaptive;
        RerunBy classic;
    };
    for (const Expected& e : {Expected{"1.18.1", RerunBy::RequirementsAfterStart, RerunBy::Nothing},
                              {"1.19.3", RerunBy::Overrides, RerunBy::Overrides},
                              {"1.20.5", RerunBy::Overrides, RerunBy::Overrides},
                              {"2.0.2", RerunBy::RequirementsAfterStart, RerunBy::Nothing},
                              {"2.2.1", RerunBy::RequirementsAfterStart, RerunBy::Nothing},
                              {"2.3.0", RerunBy::RequirementsAfterStart, RerunBy::Nothing}}) {
        CAPTURE(e.version);
        JobFacts f = factsOf("1.20.5");
        f.cluster.rest.version = e.version;
        CHECK((rerunBy(f.cluster, profile) == e.adaptive));
        CHECK(pathOf(judge(f, profile), ApplyPath::Savepoint).available);
        f.cluster.rest.webRescale = false;
        CHECK((rerunBy(f.cluster, profile) == e.classic));
        CHECK(pathOf(judge(f, profile), ApplyPath::Savepoint).available == (e.classic != RerunBy::Nothing));
        Profile with = profile;
        with.options["args.parse"] = "--p-parse {p}";
        CHECK((rerunBy(f.cluster, with) == RerunBy::Arguments));
        CHECK(pathOf(judge(f, with), ApplyPath::Savepoint).available);
    }
    JobFacts f = factsOf("1.20.5");
    profile.options["jar"] = "gone.jar";
    CHECK(pathOf(judge(f, profile), ApplyPath::Savepoint).why.find("gone.jar") != std::string::npos);
    profile.options["jar"] = "workload.jar"; // by name
    CHECK(pathOf(judge(f, profile), ApplyPath::Savepoint).available);
    f.cluster.rest.webSubmit = false;
    CHECK_FALSE(pathOf(judge(f, profile), ApplyPath::Savepoint).available);
}

TEST_CASE("without checkpoints a change in place would lose state: blocked until accepted") {
    JobFacts f = factsOf("1.20.5");
    f.checkpoints.enabled = false;
    CHECK((checkOf(judge(f, {}), "checkpointing")->level == CheckLevel::Block));
    Profile profile;
    profile.options["acceptStateLoss"] = "true";
    CHECK((checkOf(judge(f, profile), "checkpointing")->level == CheckLevel::Note));
    f = factsOf("1.20.5");
    f.checkpointStats.completed = 0;
    f.checkpointStats.restored = 0;
    CHECK((checkOf(judge(f, {}), "checkpointing")->level == CheckLevel::Block)); // none has completed yet
    f.checkpointStats.restored = 1;
    CHECK((checkOf(judge(f, {}), "checkpointing")->level == CheckLevel::Ok));
}

TEST_CASE("an autoscaler blocks, overrides and operators are noted, and the limits of the check are said") {
    JobFacts f = factsOf("1.20.5");
    CHECK((checkOf(judge(f, {}), "autoscaler")->level == CheckLevel::Ok));
    CHECK(checkOf(judge(f, {}), "autoscaler")->sentence.find("cannot be seen") != std::string::npos);
    for (const char* key : {"job.autoscaler.enabled", "kubernetes.operator.job.autoscaler.enabled"}) {
        JobFacts g = f;
        g.cluster.config[key] = "true";
        CHECK((checkOf(judge(g, {}), "autoscaler")->level == CheckLevel::Block));
        g.cluster.config[key] = "false";
        CHECK((checkOf(judge(g, {}), "autoscaler")->level != CheckLevel::Block));
    }
    JobFacts passive = f;
    passive.cluster.config["job.autoscaler.enabled"] = "true";
    passive.cluster.config["job.autoscaler.scaling.enabled"] = "false";
    CHECK((checkOf(judge(passive, {}), "autoscaler")->level == CheckLevel::Note));
    JobFacts own = f;
    own.jobConfig.user["job.autoscaler.enabled"] = "true";
    CHECK((checkOf(judge(own, {}), "autoscaler")->level == CheckLevel::Block));
    f.cluster.config["pipeline.jobvertex-parallelism-overrides"] = "abc:2";
    CHECK((checkOf(judge(f, {}), "autoscaler")->level == CheckLevel::Note));
    f.cluster.config.erase("pipeline.jobvertex-parallelism-overrides");
    f.cluster.config["kubernetes.operator.reconcile.interval"] = "60 s";
    CHECK((checkOf(judge(f, {}), "autoscaler")->level == CheckLevel::Note));
}

TEST_CASE("a job that does not run blocks; finished source subtasks and unreached bounds are noted") {
    JobFacts f = factsOf("2.3.0");
    f.job = *parseJob(bodyOf("2.3.0", "waiting-for-slots", "job"));
    CHECK((checkOf(judge(f, {}), "state")->level == CheckLevel::Block));
    f = factsOf("2.3.0");
    f.job.vertices[0].finished = 2;
    f.job.vertices[0].total = 3;
    CHECK(checkOf(judge(f, {}), "source_splits"));
    f = factsOf("2.3.0");
    f.requirements->begin()->second.upper = 9;
    CHECK(checkOf(judge(f, {}), "requested"));
}

TEST_CASE("cool-down and grace by version and configuration") {
    ClusterFacts c;
    CheckpointConfig checkpoints;
    checkpoints.known = checkpoints.enabled = true;
    checkpoints.interval = Millis{10'000};
    c.rest.version = "1.18.1";
    CHECK(coolDown(c) == Millis{0});
    CHECK(graceOf(c, checkpoints) == Millis{15'000});
    c.rest.version = "1.20.5";
    CHECK(coolDown(c) == Millis{30'000});
    c.config["jobmanager.adaptive-scheduler.scaling-interval.min"] = "0s";
    CHECK(coolDown(c) == Millis{0});
    c.rest.version = "2.3.0";
    CHECK(coolDown(c) == Millis{0}); // the old name still counts
    c.config["jobmanager.adaptive-scheduler.executing.cooldown-after-rescaling"] = "5 s";
    CHECK(coolDown(c) == Millis{5'000});
    CHECK(graceOf(c, checkpoints) == Millis{5'000 + 15'000 + 30'000 + 60'000});
    c.config["jobmanager.adaptive-scheduler.rescale-trigger.max-delay"] = "500 ms";
    c.config["jobmanager.adaptive-scheduler.executing.resource-stabilization-timeout"] = "1s";
    CHECK(graceOf(c, checkpoints) == Millis{5'000 + 15'000 + 500 + 1'000});
}

TEST_CASE("bounds: only what the plan changes, lower bounds never rise, every vertex is there") {
    for (const std::string version : {"1.18.1", "1.20.5", "2.3.0"}) {
        CAPTURE(version);
        JobFacts f = factsOf(version);
        const std::string parse = vertex(f.job, "parse");
        const std::string perKey = vertex(f.job, "perKey");
        (*f.requirements)[parse] = {3, 3};
        (*f.requirements)[perKey] = {2, 7}; // somebody asks for 7 here; the plan does not touch it
        const auto wanted = changedRequirements(*f.requirements, f.job, changeOf(f, "parse", 2));
        REQUIRE(wanted);
        CHECK(wanted->size() == f.job.vertices.size());
        CHECK(wanted->at(parse) == Bounds{2, 2});
        CHECK(wanted->at(perKey) == Bounds{2, 7});
        const auto up = changedRequirements(*f.requirements, f.job, changeOf(f, "parse", 9));
        CHECK(up->at(parse) == Bounds{3, 9});
        // And what the recorded cluster was really sent for such a change has the same shape.
        CHECK(parseRequirements(requirementsToJson(*wanted)) == *wanted);
    }
}

TEST_CASE("a bound below 1 is never sent, whatever the cluster names (-1 kills its JobManager)") {
    JobFacts f = factsOf("1.20.5");
    const std::string parse = vertex(f.job, "parse");
    const std::string top = vertex(f.job, "top");
    (*f.requirements)[top] = {-1, -1};
    (*f.requirements)[parse] = {-1, 4};
    const auto wanted = changedRequirements(*f.requirements, f.job, changeOf(f, "parse", 2));
    REQUIRE(wanted);
    for (const auto& [id, bounds] : *wanted) {
        CHECK(bounds.lower >= 1);
        CHECK(bounds.upper >= bounds.lower);
    }
    CHECK(wanted->at(top).upper == 1);
    f.job.state = "CREATED"; // then nobody knows what is in force
    Change change = changeOf(f, "parse", 2);
    change.target.erase(top);
    const auto refused = changedRequirements(*f.requirements, f.job, change);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "engine.format");
    for (const int p : {0, -1, 129}) {
        const auto bad = changedRequirements(*f.requirements, f.job, changeOf(f, "parse", p));
        REQUIRE_FALSE(bad);
        CHECK(bad.error().code == "plan.value");
    }
    Change unknown = changeOf(f, "parse", 2);
    unknown.target["nobody"] = 2;
    CHECK(changedRequirements(*f.requirements, f.job, unknown).error().code == "plan.vertex");
}

TEST_CASE("the body of a run: arguments as a list, templates filled, overrides only where they work") {
    JobFacts f = factsOf("1.20.5");
    Profile profile;
    profile.options = {
        {"jar", "workload.jar"}, {"entryClass", "org.x.Main"}, {"programArgs", "--name 'two words' --x \"a\\\"b\""}};
    auto body = rerunBody(f, profile, changeOf(f, "parse", 4));
    REQUIRE(body);
    CHECK(body->at("programArgsList") == Json::parse(R"(["--name","two words","--x","a\"b"])"));
    CHECK(body->at("parallelism") == 1);
    CHECK(body->at("flinkConfiguration").dump().find(vertex(f.job, "parse") + ":4") != std::string::npos);
    CHECK_FALSE(body->contains("programArgs"));
    f.cluster.rest.version = "2.3.0";
    CHECK_FALSE(rerunBody(f, profile, changeOf(f, "parse", 4))->contains("flinkConfiguration"));
    profile.options["args.parse"] = "--p-parse {p}";
    body = rerunBody(f, profile, changeOf(f, "parse", 4));
    CHECK(body->at("programArgsList").dump().find(R"("--p-parse","4")") != std::string::npos);
    const auto missing = rerunBody(f, profile, changeOf(f, "perKey", 4));
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == "connection.value");
    profile.options["programArgs"] = "--open 'quote";
    CHECK_FALSE(rerunBody(f, profile, changeOf(f, "parse", 4)));
}

TEST_CASE("a jar is found by id, by name (the newest), and by the file it came from") {
    const std::vector<Jar> jars{
        {"1_job.jar", "job.jar", {}, 100}, {"2_job.jar", "job.jar", {}, 300}, {"3_job.jar", "job.jar", {}, 200}};
    CHECK(findJar(jars, "1_job.jar")->id == "1_job.jar");
    CHECK(findJar(jars, "job.jar")->id == "2_job.jar");
    CHECK(findJar(jars, "/home/me/job.jar")->id == "2_job.jar");
    CHECK_FALSE(findJar(jars, "other.jar"));
    CHECK_FALSE(findJar(jars, ""));
}

TEST_CASE("names with line breaks do not break out of the patch's comments") {
    JobFacts f = factsOf("1.20.5");
    f.job.vertices[0].name = "evil\nspec: {}";
    const std::string text = patchText(f, {}, changeOf(f, "parse", 2));
    CHECK(text.find("\nspec: {}") == std::string::npos);
    CHECK(text.find("evil spec: {}") != std::string::npos);
}

TEST_CASE("status of a change, judged from one reading") {
    for (const std::string version : {"1.18.1", "1.20.5", "2.3.0"}) {
        CAPTURE(version);
        const JobFacts f = factsOf(version);
        StatusFacts s;
        s.cluster = f.cluster;
        s.overview = f.overview;
        s.job = f.job;
        s.checkpoints = f.checkpoints;
        s.submitted = f.job.runningSince - Millis{1'000};
        Change change = changeOf(f, "parse", 4);

        ApplyStatus reached = statusOf(s, changeOf(f, "parse", 1));
        CHECK(reached.settled);
        CHECK_FALSE(reached.failed);

        s.submitted = f.job.runningSince + Millis{1'000}; // sent after the last restart: not acted on yet
        ApplyStatus waiting = statusOf(s, change);
        CHECK_FALSE(waiting.settled);
        CHECK(waiting.reached.at(vertex(f.job, "parse")) == 1);

        s.submitted = f.job.runningSince - Millis{1'000}; // restarted, and slots are missing
        s.job.vertices[1].parallelism = 3;
        s.overview.slotsFree = 0.0;
        ApplyStatus partly = statusOf(s, change);
        CHECK(partly.settled);
        CHECK(partly.sentence.find("instead of 4") != std::string::npos);
        CHECK(partly.sentence.find("slots") != std::string::npos);

        Requirements foreign = *f.requirements;
        foreign[vertex(f.job, "parse")].upper = 2;
        s.requirements = foreign;
        CHECK(statusOf(s, change).settled);
        CHECK(statusOf(s, change).sentence.find("Somebody else") != std::string::npos);
    }
}

TEST_CASE("status: waiting for slots, failed with its exception, restarting") {
    for (const std::string version : {"1.18.1", "1.20.5", "2.3.0"}) {
        CAPTURE(version);
        StatusFacts s;
        s.cluster.rest = *parseConfig(bodyOf(version, "healthy", "config"));
        s.overview = parseOverview(bodyOf(version, "waiting-for-slots", "overview"));
        s.job = *parseJob(bodyOf(version, "waiting-for-slots", "job"));
        Change change;
        for (const Vertex& v : s.job.vertices)
            change.base[v.id] = change.target[v.id] = 2;
        const ApplyStatus waiting = statusOf(s, change);
        CHECK_FALSE(waiting.settled);
        CHECK(waiting.reached.empty());
        CHECK(waiting.sentence.find("waits for slots") != std::string::npos);

        s.job = *parseJob(bodyOf(version, "failed", "job"));
        s.exceptions = parseExceptions(bodyOf(version, "failed", "job-exceptions"));
        s.submitted = s.job.started;
        const ApplyStatus failed = statusOf(s, change);
        CHECK(failed.failed);
        CHECK_FALSE(failed.newExceptions.empty());
        CHECK(failed.sentence.find("FAILED") != std::string::npos);
        CHECK(failed.sentence.find("\tat") == std::string::npos);
    }
    for (const Recorded& r : recordings("1.20.5"))
        if (r.name.ends_with("job-transient-restarting")) {
            StatusFacts s;
            s.job = *parseJob(Json::parse(r.body));
            const ApplyStatus status = statusOf(s, {});
            CHECK_FALSE(status.settled);
            CHECK_FALSE(status.failed);
            CHECK(status.reached.empty());
        }
}
