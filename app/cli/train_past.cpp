// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/train_past.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/shapes.h"
#include "core/base/json.h"
#include "core/compare/jobs.h"
#include "core/compare/past.h"
#include "core/learn/prior_training.h"
#include "core/learn/tensor_file.h"
#include "core/tune/window_labels.h"
#include "core/workbench/training_desk.h"

namespace streamtune::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kMade = "1970-01-01T00:00:00.000Z"; ///< the same jobs and seed give the same file

struct Past {
    std::vector<learn::PastJob> forPriors;
    std::vector<learn::HistoryJob> forEncoders;
    std::size_t windows = 0;
};

Past makeHistory(const compare::Jobs& jobs, const compare::PastRecipe& recipe) {
    Past past;
    for (const auto& job : jobs.simulators) {
        past.forPriors.push_back(compare::makePast(job, recipe));
        const learn::PastJob& made = past.forPriors.back();
        past.windows += made.windows.size();
        learn::HistoryJob& history = past.forEncoders.emplace_back();
        history = {job.spec().name, "simulated", job.spec().graph, made.facts, {}};
        for (const learn::WindowReading& window : made.windows)
            history.windows.push_back({window, tune::labelsOf(history.graph, window)});
    }
    return past;
}

std::string priorsCard(const learn::PriorSet& priors, const Past& past, std::uint64_t seed, const std::string& hash) {
    std::string card = fmt::format("\n# Priors of the capacity head\n\n"
                                   "Learned from {} quiet windows of {} simulated jobs (seed {}); nothing of a real "
                                   "engine is in them.\nFeatures version {}. SHA-256 of priors.json: {}\n\n"
                                   "| kind | operators seen | noise of a busy share |\n| --- | --- | --- |\n",
                                   past.windows, past.forPriors.size(), seed, priors.featureVersion, hash);
    for (const auto& [kind, prior] : priors.kinds)
        card += fmt::format("| {} | {} | {:.3f} |\n", kind, prior.nodes, prior.noise);
    return card;
}

Result<learn::ModelSet> trainEncoders(Context& context, const Arguments& arguments, const Past& past,
                                      const fs::path& folder) {
    ST_ASSIGN(const learn::EncoderTraining settings, encoderSettings(context, arguments));
    const fs::path checkpoints = folder / "checkpoints";
    std::error_code ignored;
    if (!arguments.has("resume"))
        fs::remove_all(checkpoints, ignored);
    ST_ASSIGN(const auto clusters, workbench::clustersOfHistory(past.forEncoders, settings.seed, settings.threads,
                                                                context.stop, context.progress()));
    learn::Pretraining how;
    how.settings = settings;
    learn::ModelCard card;
    card.id = arguments.text("name", "default");
    if (!learn::goodModelId(card.id))
        return fail("train.settings", fmt::format("\"{}\" is no name for a model.", card.id.substr(0, 60)),
                    "Use letters, digits, \"-\", \"_\" and \".\".");
    card.engine = "simulated";
    card.kind = "encoders";
    card.created = kMade;
    card.origin = fmt::format("Learned from {} windows of {} simulated jobs; nothing of a real engine is in it.",
                              past.windows, past.forEncoders.size());
    card.tau = clusters.tau;
    card.novelty = clusters.novelty;
    const ProgressSink sink = context.progress();
    auto model = learn::pretrain(
        past.forEncoders, clusters.clusters, how, std::move(card),
        learn::checkpointsIn(checkpoints, settings, learn::figuresOf(past.forEncoders).hash), context.stop,
        [&](const learn::PretrainingProgress& progress) {
            if (!progress.state)
                return;
            const learn::Epoch last = progress.state->curve.empty() ? learn::Epoch{} : progress.state->curve.back();
            if (context.out.lines() && progress.ending.empty())
                context.out.document({{"cluster", progress.cluster},
                                      {"epoch", last.number},
                                      {"training", last.training},
                                      {"validation", numberToJson(Number(last.validation))},
                                      {"seconds", last.seconds}});
            report(sink, {fmt::format("training {} ({} of {})", progress.cluster, progress.encoder, progress.encoders),
                          progress.state->epoch, settings.epochs, fmt::format("loss {:.4f}", last.training), true});
        });
    if (model)
        fs::remove_all(checkpoints, ignored);
    return model;
}

} // namespace

Result<learn::EncoderTraining> encoderSettings(const Context& context, const Arguments& arguments) {
    learn::EncoderTraining settings;
    settings.shape.features = learn::encodingNames().size();
    settings.shape.hidden = static_cast<std::size_t>(std::max(0, arguments.integer("hidden", 64)));
    settings.shape.layers = static_cast<std::size_t>(std::max(0, arguments.integer("layers", 3)));
    settings.epochs = arguments.integer("epochs", settings.epochs);
    settings.patience = arguments.integer("patience", settings.patience);
    settings.learningRate = arguments.number("learning-rate", settings.learningRate);
    settings.weightDecay = arguments.number("weight-decay", settings.weightDecay);
    settings.capacityWeight = arguments.number("capacity-weight", settings.capacityWeight);
    settings.seed = context.common.seed != 0 ? context.common.seed : settings.seed;
    settings.threads = std::max(1, context.common.threads);
    if (settings.shape.hidden < 1 || settings.shape.hidden > 1024 || settings.shape.layers < 1 ||
        settings.shape.layers > 8 || settings.epochs < 1 || settings.patience < 1 || !(settings.learningRate > 0) ||
        !(settings.learningRate <= 1) || !(settings.weightDecay >= 0) || !(settings.weightDecay <= 10) ||
        !(settings.capacityWeight >= 0) || !(settings.capacityWeight <= 1000))
        return fail("train.settings", "A setting of the training is out of range.",
                    "Hidden 1 to 1024, layers 1 to 8, epochs and patience from 1, learning rate up to 1.");
    return settings;
}

Result<int> trainOnPastJobs(Context& context, const Arguments& arguments) {
    if (!arguments.has("out"))
        return fail("usage.value", "Training on past jobs needs a folder for the model.", "Give it with --out DIR.");
    ST_ASSIGN(const auto jobs, compare::loadJobs(arguments.text("jobs")));
    compare::PastRecipe recipe;
    if (context.common.seed != 0)
        recipe.seed = context.common.seed;
    recipe.deployments = arguments.integer("deployments", recipe.deployments);
    if (recipe.deployments < 1 || recipe.deployments > 10'000)
        return fail("train.deployments", fmt::format("{} is no number of deployments.", recipe.deployments),
                    "Use a whole number from 1 to 10000; the reference is 24.");
    const Past past = makeHistory(jobs, recipe);
    ST_ASSIGN(const auto priors, learn::trainPriors(past.forPriors, {}, context.stop, context.progress()));
    const std::string text = prettyJson(learn::priorsToJson(priors)) + "\n";
    const fs::path folder = arguments.text("out");
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return fail("train.out",
                    fmt::format("The folder \"{}\" cannot be made ({}).", folder.string(), error.message()),
                    "Name a folder that may be written.");
    ST_ASSIGN(const learn::ModelSet model, trainEncoders(context, arguments, past, folder));
    ST_TRY(writeFile((folder / "priors.json").string(), text));
    ST_TRY(learn::saveModel(model, folder));
    ST_TRY(writeFile((folder / "MODEL_CARD.md").string(),
                     learn::cardText(model) + priorsCard(priors, past, recipe.seed, sha256Hex(text))));
    if (context.out.json())
        context.out.document({{"out", folder.string()},
                              {"jobs", past.forPriors.size()},
                              {"windows", past.windows},
                              {"kinds", priors.kinds.size()},
                              {"hash", "sha256:" + sha256Hex(text)},
                              {"model", learn::cardJson(model)}});
    else
        context.out.print(
            fmt::format("Learned {} kinds of operators and {} encoders from {} windows of {} jobs.\nWrote "
                        "{}.\n",
                        priors.kinds.size(), 1 + std::ranges::count_if(model.clusters, &learn::ClusterEncoder::own),
                        past.windows, past.forPriors.size(), folder.string()));
    return Done;
}

} // namespace streamtune::cli
