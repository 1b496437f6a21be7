// SPDX-License-Identifier: GPL-3.0-or-later
/// From history to a model, with the histories nobody wants: one job, one class, no labels, contradictions, a full
/// disk.
#include <csignal>
#include <doctest/doctest.h>
#include <filesystem>
#include <sys/resource.h>
#include <unistd.h>

#include "core/learn/heads.h"
#include "core/learn/tensor_file.h"
#include "tests/support/training_data.h"

using namespace streamtune;
using namespace streamtune::learn;

namespace {

Pretraining quick(int epochs = 4) {
    Pretraining how;
    how.settings.shape = {encodingNames().size(), 8, 2};
    how.settings.epochs = epochs;
    how.settings.seed = 5;
    return how;
}

std::vector<TrainingCluster> oneCluster(const std::vector<HistoryJob>& jobs) {
    TrainingCluster cluster{"c1", jobs.front().graph, {}};
    for (std::size_t j = 0; j < jobs.size(); ++j)
        cluster.jobs.push_back(j);
    return {cluster};
}

Result<ModelSet> made(const std::vector<HistoryJob>& jobs, const std::vector<TrainingCluster>& clusters,
                      const Checkpoints& checkpoints = {}, const Pretraining& how = quick()) {
    ModelCard card;
    card.id = "m";
    card.engine = "simulated";
    return pretrain(jobs, clusters, how, card, checkpoints, {}, {});
}

std::filesystem::path scratch() {
    std::string folder = (std::filesystem::temp_directory_path() / "st-learn-XXXXXX").string();
    REQUIRE(mkdtemp(folder.data()));
    return folder;
}

} // namespace

TEST_CASE("jobs kept from training are whole jobs, stay the same as history grows, and judge the model") {
    const auto jobs = testing::pastJobs(10);
    const auto held = heldOut(jobs, std::vector<int>(jobs.size(), 0), 5);
    CHECK(std::ranges::count(held, true) == 2);
    std::vector<HistoryJob> fewer(jobs.begin(), jobs.begin() + 9);
    const auto before = heldOut(fewer, std::vector<int>(9, 0), 5);
    int moved = 0;
    for (std::size_t j = 0; j < fewer.size(); ++j)
        moved += before[j] != held[j];
    CHECK(moved <= 1); // the share may take one more in
    const auto model = made(jobs, oneCluster(jobs), {}, quick(40));
    REQUIRE(model);
    CHECK(model->card.heldOut.size() == 2);
    CHECK(model->clusters[0].heldOutJobs == 2);
    CHECK(model->clusters[0].heldOut.windows == 2 * 16);
    CHECK(model->clusters[0].heldOut.accuracy > 0.6);
    CHECK(model->capacitySpread > 0);
    const auto same = made(jobs, oneCluster(jobs), {}, quick(40));
    REQUIRE(same);
    CHECK(modelBytes(*same) == modelBytes(*model));
}

TEST_CASE("a cluster with too little history uses the global encoder and says so") {
    const auto jobs = testing::pastJobs(6);
    std::vector<TrainingCluster> clusters{{"c1", jobs[0].graph, {0, 1, 2, 3, 4}}, {"c2", jobs[5].graph, {5}}};
    const auto model = made(jobs, clusters);
    REQUIRE(model);
    CHECK_FALSE(model->clusters[1].own);
    CHECK(model->clusters[1].why.find("1 of 4 jobs") != std::string::npos);
    CHECK(model->clusters[1].encoder.weights == model->global.encoder.weights);
    const auto again = modelFromBytes(modelBytes(*model), "m");
    REQUIRE(again);
    CHECK(again->clusters[1].encoder.weights == model->global.encoder.weights);
}

TEST_CASE("one job only, all labels unknown, one class, nothing at all") {
    auto jobs = testing::pastJobs(1);
    CHECK(made({}, {}).error().code == "train.empty");
    const auto alone = made(jobs, oneCluster(jobs));
    REQUIRE(alone);
    CHECK(alone->global.heldOut.labels == 0); // nobody to judge it by, and no figure is made up
    CHECK(std::isnan(alone->global.heldOut.loss));
    CHECK_FALSE(alone->clusters[0].own);
    for (LabelledWindow& window : jobs[0].windows)
        std::ranges::fill(window.labels, -1);
    const auto unlabelled = made(jobs, oneCluster(jobs));
    REQUIRE(unlabelled);
    CHECK(unlabelled->warm.empty());
    for (LabelledWindow& window : jobs[0].windows)
        std::ranges::fill(window.labels, 0);
    CHECK(made(jobs, oneCluster(jobs)));
    for (LabelledWindow& window : jobs[0].windows)
        window.reading.nodes.clear(); // of another graph than the job's
    CHECK(made(jobs, oneCluster(jobs)).error().code == "train.empty");
}

TEST_CASE("unknown kinds of operators are counted in the card and degrade to \"other\"") {
    auto jobs = testing::pastJobs(4);
    for (Operator& node : jobs[0].graph.nodes)
        if (node.label == "map" || node.label == "filter")
            node.label = "quantum sieve";
    jobs[0].facts = factsOf(jobs[0].graph, 64);
    const auto figures = figuresOf(jobs);
    CHECK(figures.unknownKinds.contains("quantum sieve"));
    const auto model = made(jobs, oneCluster(jobs));
    REQUIRE(model);
    CHECK(model->kinds.back() == "other");
    CHECK(model->kindIndex("quantum sieve") == static_cast<int>(model->kinds.size()) - 1);
}

TEST_CASE("a checkpoint that cannot be written ends the training with a sentence, and loses nothing") {
    const auto jobs = testing::pastJobs(4);
    Checkpoints full;
    full.every = 1;
    full.save = [](const std::string&, const TrainingState&, bool) -> Status {
        return fail("model.write", "No space left on device.");
    };
    CHECK(made(jobs, oneCluster(jobs), full).error().code == "model.write");

    const auto folder = scratch();
    const auto file = folder / "x.checkpoint";
    REQUIRE(writeModelFile(file, "what was there"));
    rlimit old{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &old) == 0);
    const auto before = std::signal(SIGXFSZ, SIG_IGN);
    rlimit tight = old;
    tight.rlim_cur = 1000;
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &tight) == 0);
    const Status written = writeModelFile(file, std::string(100'000, 'x'));
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &old) == 0);
    std::signal(SIGXFSZ, before);
    REQUIRE_FALSE(written);
    CHECK(written.error().code == "model.write");
    CHECK(*readModelFile(file) == "what was there");
    CHECK_FALSE(std::filesystem::exists(file.string() + ".part"));
    CHECK(writeModelFile("/proc/nowhere/x", "y").error().code == "model.write");
    std::filesystem::remove_all(folder);
}

TEST_CASE("a head answers from one class, follows the labels of two, and is fitted within a second") {
    for (const char* name : {"st-svm", "st-xgb", "st-neural"}) {
        INFO(name);
        auto head = makeHead(name);
        REQUIRE_MESSAGE(head, (head ? std::string() : head.error().sentence));
        CHECK((*head)->curve(1, 0, 3) == std::vector<double>(3, 0.5)); // before any fit
        std::vector<HeadRow> rows(20, HeadRow{0, 1, 0, 0, 1});
        REQUIRE((*head)->fit(rows, 2, {}));
        CHECK((*head)->curve(5, 0, 2)[0] < 0.1);
        for (int i = 0; i < 200; ++i) { // level 0, scaling 1
            const float demand = -2 + 0.03F * static_cast<float>(i), logP = std::log(1 + static_cast<float>(i % 16));
            rows.push_back({demand, logP, i % 2, demand > logP ? 1 : 0, 1});
        }
        REQUIRE((*head)->fit(rows, 2, {}));
        const auto curve = (*head)->curve(2, 0, 16); // e^2 = 7.4 instances
        CHECK(curve[2] > 0.5);
        CHECK(curve[15] < 0.5);
    }
    CHECK(makeHead("st-magic").error().code == "tune.method");
}
