// SPDX-License-Identifier: GPL-3.0-or-later
/// The training desk: queue, pause and resume to the bit, models, the gate, drift.
#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/learn/tensor_file.h"
#include "core/workbench/demo.h"
#include "core/workbench/training_desk.h"
#include "tests/support/workbench_desk.h"

using namespace streamtune;
using namespace streamtune::workbench;

namespace {

/// The demo workspace, made once and copied.
struct Demo {
    test::TempFolder folder;
    std::shared_ptr<Workbench> bench;

    explicit Demo(const char* name = "w.db") {
        static const test::TempFolder shared;
        const auto original = shared.path() / "demo.db";
        if (!std::filesystem::exists(original))
            REQUIRE(Workbench::createDemo(original));
        Options options;
        options.workspace = folder.path() / name;
        options.actor = "ann";
        std::filesystem::copy_file(original, options.workspace);
        auto opened = Workbench::open(options);
        REQUIRE(opened);
        bench = *opened;
    }
};

TrainingRequest small(const std::string& name, int epochs = 4) {
    TrainingRequest request;
    request.name = name;
    request.settings.shape.hidden = 8;
    request.settings.shape.layers = 2;
    request.settings.epochs = epochs;
    return request;
}

std::string finished(TrainingDesk& desk, const TrainingRequest& request) {
    const auto id = desk.enqueue(request);
    REQUIRE_MESSAGE(id, (id ? "" : id.error().sentence));
    REQUIRE(desk.work({}));
    const auto run = desk.run(*id);
    REQUIRE(run);
    REQUIRE_MESSAGE((run->state == RunState::Done), run->sentence);
    return run->model;
}

} // namespace

TEST_CASE("runs wait in a queue, show curves as they go, and make models") {
    const Demo demo;
    TrainingDesk desk(*demo.bench);
    const auto first = desk.enqueue(small("one")), second = desk.enqueue(small("two"));
    REQUIRE(first);
    REQUIRE(second);
    CHECK(desk.runs()->front().id == *second);
    CHECK((desk.run(*first)->state == RunState::Queued));
    std::vector<std::string> order;
    double last = 0;
    bool falling = false;
    REQUIRE(desk.work({}, [&](const TrainingRun& run) {
        if (order.empty() || order.back() != run.id) {
            order.push_back(run.id);
            last = 0;
        }
        falling = falling || run.share() + 1e-9 < last;
        last = run.share();
    }));
    CHECK(order == std::vector{*first, *second});
    CHECK_FALSE(falling);
    const auto run = desk.run(*first);
    REQUIRE(run);
    CHECK((run->state == RunState::Done));
    REQUIRE(run->curves.size() >= 2);
    CHECK(run->curves.front().cluster == "global");
    CHECK(run->curves.front().epochs.size() == 4);
    CHECK(run->curves.front().done);
    CHECK(run->spent > 0);
    const auto model = desk.model("one");
    REQUIRE(model);
    CHECK((*model)->card.history.windows > 100);
    CHECK((*model)->clusters.size() > 2);
    CHECK((*model)->global.heldOut.labels > 0);
    CHECK_FALSE((*model)->calibration.empty());
    bool fallsBack = false;
    for (const learn::ClusterEncoder& cluster : (*model)->clusters)
        fallsBack = fallsBack || (!cluster.own && cluster.why.find("global encoder") != std::string::npos);
    CHECK(fallsBack); // a cluster of one has nothing of its own
    CHECK(desk.enqueue(small("one")).error().code == "model.exists");
    CHECK(desk.enqueue(small("../evil")).error().code == "train.settings");
    CHECK(desk.cancel(*first).error().code == "train.state");
    CHECK(desk.forget(*first));
    CHECK(desk.run(*first).error().code == "train.unknown_run");
    CHECK(desk.model("one"));
}

TEST_CASE("a paused run goes on, in another desk too, and ends with the same bits") {
    const Demo demo;
    TrainingDesk desk(*demo.bench);
    const std::string whole = finished(desk, small("whole", 7));
    const auto id = desk.enqueue(small("parts", 7));
    REQUIRE(id);
    for (const int pauseAfter : {3, 11, 30}) {
        TrainingDesk other(*demo.bench); // nothing is kept in memory
        int told = 0;
        REQUIRE(other.work({}, [&](const TrainingRun& run) {
            if (run.state == RunState::Running && run.batch > 0 && ++told == pauseAfter)
                CHECK(other.pause(run.id));
        }));
        CHECK((other.run(*id)->state == RunState::Paused));
        CHECK(other.resume(*id));
        CHECK(other.resume(*id).error().code == "train.state");
    }
    REQUIRE(desk.work({}));
    REQUIRE((desk.run(*id)->state == RunState::Done));
    const auto a = desk.model(whole), b = desk.model("parts");
    REQUIRE(a);
    REQUIRE(b);
    CHECK((*a)->global.encoder.weights == (*b)->global.encoder.weights);
    REQUIRE((*a)->clusters.size() == (*b)->clusters.size());
    for (std::size_t c = 0; c < (*a)->clusters.size(); ++c)
        CHECK((*a)->clusters[c].encoder.weights == (*b)->clusters[c].encoder.weights);
}

TEST_CASE("a model is promoted when it is not worse, the old one stays else; the trail tells") {
    const Demo demo;
    TrainingDesk desk(*demo.bench);
    TrainingRequest good = small("good", 30);
    good.settings.shape.hidden = 16;
    finished(desk, good);
    TrainingRequest bad = small("bad", 1);
    bad.settings.learningRate = 1e-7;
    finished(desk, bad);
    CHECK(desk.promote("good", {"ann", "first"}, true));
    CHECK((*desk.active("simulated"))->card.id == "good");
    const auto refused = desk.promote("bad", {"ann", "no"}, false);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "model.gate");
    CHECK((*desk.active("simulated"))->card.id == "good");
    const auto comparison = desk.compare("bad", "good");
    REQUIRE(comparison);
    CHECK(comparison->jobs > 0);
    CHECK_FALSE(comparison->better);
    CHECK(comparison->ofPresent.loss < comparison->ofCandidate.loss);
    CHECK(desk.compare("good", "bad")->better);
    CHECK(desk.removeModel("good", {"ann", ""}).error().code == "model.in_use");
    CHECK(desk.removeModel("bad", {"ann", "useless"}));
    CHECK(desk.model("bad").error().code == "model.unknown");
    const auto store = demo.bench->store();
    const auto rows = (*store)->auditRows("model:", {}, 10, "");
    REQUIRE(rows);
    REQUIRE(rows->rows.size() == 2);
    CHECK(rows->rows[1].action == "model.promoted");
    CHECK((*store)->verifyAudit({})->intact);
    // Broken on disk: said in the list, refused in use.
    std::ofstream(demo.folder.path() / "w.db.models" / "good" / "model.bin", std::ios::trunc) << "nonsense";
    CHECK(desk.active("simulated").error().code == "model.weights");
    const auto all = desk.models();
    REQUIRE(all);
    for (const ModelSummary& model : *all)
        if (model.id == "good")
            CHECK_FALSE(model.broken.empty());
}

TEST_CASE("one job is fine-tuned from the encoder of its cluster, and drift is seen") {
    const Demo demo;
    TrainingDesk desk(*demo.bench);
    finished(desk, small("base", 10));
    CHECK(desk.promote("base", {"ann", "for the test"}, true));
    const auto store = demo.bench->store();
    const auto shapes = (*store)->jobShapes({});
    REQUIRE(shapes);
    const history::JobShape* job = nullptr;
    for (const history::JobShape& shape : *shapes)
        if (shape.engine == "simulated" && shape.connection == kDemoConnection &&
            (!job || shape.windows > job->windows))
            job = &shape;
    REQUIRE(job);
    TrainingRequest request = small("tuned", 5);
    request.connection = job->connection;
    request.job = job->jobName;
    finished(desk, request);
    const auto tuned = desk.model("tuned");
    REQUIRE(tuned);
    CHECK((*tuned)->card.kind == "job");
    CHECK((*tuned)->card.parent == "base");
    CHECK(desk.promote("tuned", {"ann", "for this job"}, true));
    CHECK((*desk.active("simulated", job->connection, job->jobName))->card.id == "tuned");
    CHECK((*desk.active("simulated"))->card.id == "base");
    const auto drift = desk.drift(job->connection, job->jobName, {});
    REQUIRE(drift);
    CHECK(drift->model == "tuned");
    CHECK_FALSE(drift->sentence.empty());
    request.job = "nobody";
    request.name = "none";
    const auto id = desk.enqueue(request);
    REQUIRE(id);
    REQUIRE(desk.work({}));
    CHECK((desk.run(*id)->state == RunState::Failed));
    CHECK(desk.run(*id)->sentence.find("streamtune observe") != std::string::npos);
}

TEST_CASE("drift is alarming where operators bear something else, or are like nothing seen, and nowhere else") {
    const Demo demo;
    TrainingDesk desk(*demo.bench);
    TrainingRequest request = small("base", 40);
    request.settings.shape.hidden = 16;
    finished(desk, request);
    REQUIRE(desk.promote("base", {"ann", "a test"}, true));
    const auto store = demo.bench->store();
    REQUIRE(store);
    const auto shapes = (*store)->jobShapes({});
    REQUIRE(shapes);
    int calm = 0, seen = 0, alarmed = 0, novel = 0;
    for (const history::JobShape& job : *shapes) {
        if (job.engine != "simulated" || job.connection != kDemoConnection)
            continue;
        const auto graph = (*store)->latestGraph(job.connection, job.jobName);
        const auto windows = (*store)->windows(job.connection, job.jobName, {}, 50, {});
        if (!graph || !*graph || !windows || windows->empty())
            continue;
        const auto drifts = [&](const std::string& name, const JobGraph& changed, double busy) {
            JobGraph copy = changed;
            copy.id = copy.name = name;
            std::vector<Observation> slower = *windows;
            for (Observation& window : slower) {
                window.jobId = window.jobName = name;
                window.deployment += "-" + name;
                for (NodeObservation& node : window.nodes)
                    for (Number* share : {&node.busyMean, &node.busyMax})
                        if (isKnown(*share))
                            *share = std::min(1.0, **share * busy);
            }
            REQUIRE((*store)->recordAll(copy, slower, {}));
            const auto drift = desk.drift(job.connection, name, {});
            REQUIRE_MESSAGE(drift, (drift ? "" : drift.error().sentence));
            CHECK(drift->alarm == (drift->sentence.find("Train again") != std::string::npos));
            return *drift;
        };
        ++seen;
        calm += !drifts(job.jobName + " as it was", **graph, 1).alarm;
        alarmed += drifts(job.jobName + " ten times faster", **graph, 0.1).alarm;
        JobGraph strange = **graph;
        for (int i = 0; i < 12; ++i) {
            Operator more = strange.nodes.back();
            more.id = "sieve" + std::to_string(i);
            more.label = "quantum sieve";
            strange.edges.push_back({strange.nodes.back().id, more.id, "hash", 0, 1});
            strange.nodes.push_back(more);
        }
        novel += drifts(job.jobName + " of another world", strange, 1).alarm;
    }
    REQUIRE(seen > 0);
    CHECK(2 * calm > seen);
    CHECK(alarmed > 0);
    CHECK(novel == seen);
}

TEST_CASE("history of an engine that was never seen is not made up from another one's") {
    const Demo demo;
    TrainingDesk desk(*demo.bench);
    TrainingRequest request = small("flink");
    request.engine = "flink";
    const auto answer = desk.enqueue(request);
    if (!answer)
        CHECK(answer.error().code == "train.empty");
    const auto active = desk.active("flink");
    REQUIRE(active);
    CHECK(*active == nullptr); // the shipped model was learned on simulated jobs
}
