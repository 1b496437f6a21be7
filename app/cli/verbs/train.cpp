// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/shapes.h"
#include "app/cli/verbs/verbs.h"
#include "core/base/json.h"
#include "core/compare/jobs.h"
#include "core/compare/past.h"
#include "core/learn/prior_training.h"

namespace streamtune::cli {
namespace {

namespace fs = std::filesystem;

/// What a person should know of the model before trusting it.
std::string modelCard(const learn::PriorSet& priors, std::size_t jobs, std::size_t windows, std::uint64_t seed,
                      const std::string& hash) {
    std::string card = fmt::format("# Priors of the capacity head\n\n"
                                   "Learned from {} quiet windows of {} simulated jobs (seed {}); nothing of a real "
                                   "engine is in them.\nFeatures version {}. SHA-256 of priors.json: {}\n\n"
                                   "| kind | operators seen | noise of a busy share |\n| --- | --- | --- |\n",
                                   windows, jobs, seed, priors.featureVersion, hash);
    for (const auto& [kind, prior] : priors.kinds)
        card += fmt::format("| {} | {} | {:.3f} |\n", kind, prior.nodes, prior.noise);
    return card;
}

Result<int> train(Context& context, const Arguments& arguments) {
    ST_ASSIGN(const auto jobs, compare::loadJobs(arguments.text("jobs")));
    compare::PastRecipe recipe;
    if (context.common.seed != 0)
        recipe.seed = context.common.seed;
    recipe.deployments = arguments.integer("deployments", recipe.deployments);
    if (recipe.deployments < 1 || recipe.deployments > 10'000)
        return fail("train.deployments", fmt::format("{} is no number of deployments.", recipe.deployments),
                    "Use a whole number from 1 to 10000; the reference is 24.");
    std::vector<learn::PastJob> history;
    std::size_t windows = 0;
    for (const auto& job : jobs.simulators) {
        history.push_back(compare::makePast(job, recipe));
        windows += history.back().windows.size();
    }
    ST_ASSIGN(const auto priors, learn::trainPriors(history, {}, context.stop, context.progress()));
    const std::string text = prettyJson(learn::priorsToJson(priors)) + "\n";
    const fs::path folder = arguments.text("out");
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return fail("train.out",
                    fmt::format("The folder \"{}\" cannot be made ({}).", folder.string(), error.message()),
                    "Name a folder that may be written.");
    ST_TRY(writeFile((folder / "priors.json").string(), text));
    ST_TRY(writeFile((folder / "MODEL_CARD.md").string(),
                     modelCard(priors, history.size(), windows, recipe.seed, sha256Hex(text))));
    if (context.out.json())
        context.out.document({{"out", folder.string()},
                              {"jobs", history.size()},
                              {"windows", windows},
                              {"kinds", priors.kinds.size()},
                              {"hash", "sha256:" + sha256Hex(text)}});
    else
        context.out.print(fmt::format("Learned {} kinds of operators from {} windows of {} jobs.\nWrote {}.\n",
                                      priors.kinds.size(), windows, history.size(), folder.string()));
    return Done;
}

} // namespace

std::vector<Verb> trainVerbs() {
    return {{"train",
             "Learn the priors of the capacity head from past jobs",
             "Makes a history of the simulated jobs of a folder by the reference recipe, and learns from its windows "
             "alone what a kind of operator is like before one of them has run: level, scaling loss, accounting, skew "
             "and noise, each with its spread. Writes priors.json and MODEL_CARD.md into a folder; the same jobs and "
             "seed give the same files.",
             {},
             {{"jobs", Kind::Folder, "DIR", "Folder with streamtune-job/1 files.", {}, false, true},
              {"out", Kind::Text, "DIR", "Folder for the model; made where it does not exist.", {}, false, true},
              {"deployments", Kind::Integer, "N", "Deployments a job. Default: 24."}},
             "streamtune train --jobs past-jobs --out models/default --seed 99",
             train}};
}

} // namespace streamtune::cli
