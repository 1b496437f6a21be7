// SPDX-License-Identifier: GPL-3.0-or-later
// Models of a workspace: what there is, what is in use, and whether it still fits.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/learn/tensor_file.h"
#include "core/tune/live_capacity.h"
#include "core/tune/model_choice.h"
#include "core/workbench/model_in_use.h"
#include "core/workbench/training_impl.h"

namespace streamtune::workbench {

namespace fs = std::filesystem;

namespace {

constexpr double kGate = 1.01;  ///< of the log loss of the model in use
constexpr double kSurprise = 3; ///< spreads
constexpr int kWindowsOfDrift = 20;

std::string activeKey(const learn::ModelCard& card) {
    return card.kind == "job" ? "job:" + card.job : card.engine;
}

/// Of all labels of a model's cards: the clusters' figures weighted by their labels.
learn::Figures overall(const learn::ModelSet& model) {
    if (model.clusters.empty())
        return model.global.heldOut;
    learn::Figures sum;
    double weight = 0, found = 0;
    sum.loss = sum.brier = sum.accuracy = sum.recall = 0;
    for (const learn::ClusterEncoder& cluster : model.clusters) {
        const learn::Figures& f = cluster.heldOut;
        sum.windows += f.windows;
        if (f.labels == 0)
            continue;
        const auto n = static_cast<double>(f.labels);
        sum.labels += f.labels;
        sum.ones += f.ones;
        weight += n;
        sum.loss += n * f.loss;
        sum.brier += n * f.brier;
        sum.accuracy += n * f.accuracy;
        if (f.ones > 0)
            found += static_cast<double>(f.ones) * f.recall;
    }
    for (double learn::Figures::* field : {&learn::Figures::loss, &learn::Figures::brier, &learn::Figures::accuracy})
        sum.*field = weight > 0 ? sum.*field / weight : learn::kUnknown;
    sum.recall = sum.ones > 0 ? found / static_cast<double>(sum.ones) : learn::kUnknown;
    sum.capacityError = model.global.heldOut.capacityError;
    return sum;
}

ModelSummary summaryOf(const learn::ModelSet& model) {
    const learn::ModelCard& card = model.card;
    return {card.id,
            card.engine,
            card.kind,
            card.job,
            card.origin,
            card.created,
            overall(model),
            static_cast<std::int64_t>(card.history.jobs),
            static_cast<std::int64_t>(card.history.windows),
            static_cast<std::int64_t>(model.clusters.size()),
            false,
            false,
            {}};
}

} // namespace

Result<std::vector<ModelSummary>> TrainingDesk::models() const {
    ST_ASSIGN(const auto store, m_impl->workbench.store());
    std::vector<std::string> inUse;
    ST_ASSIGN(const auto active, store->documents(kModelInUse));
    bool promoted = false;
    for (const auto& [key, text] : active)
        if (const auto json = parseJson(text, "model in use")) {
            inUse.push_back(stringAt(*json, "model"));
            promoted = promoted || key == "simulated";
        }
    std::vector<ModelSummary> all;
    if (const auto shipped = learn::shippedModel()) {
        ModelSummary summary = summaryOf(*shipped);
        summary.shipped = true;
        summary.active = !promoted || std::ranges::find(inUse, summary.id) != inUse.end();
        all.push_back(std::move(summary));
    }
    std::error_code none;
    std::vector<std::string> names;
    for (auto it = fs::directory_iterator(m_impl->root(), none); !none && it != fs::directory_iterator();
         it.increment(none))
        if (std::error_code unknown; fs::exists(it->path() / learn::kModelFile, unknown))
            names.push_back(it->path().filename().string());
    std::ranges::sort(names);
    for (const std::string& name : names) {
        const auto model = modelById(m_impl->workbench.options().workspace, name);
        ModelSummary summary;
        if (model)
            summary = summaryOf(**model);
        else
            summary.broken = model.error().sentence;
        summary.id = name;
        summary.active = std::ranges::find(inUse, name) != inUse.end();
        all.push_back(std::move(summary));
    }
    return all;
}

Result<std::shared_ptr<const learn::ModelSet>> TrainingDesk::model(const std::string& id) const {
    return modelById(m_impl->workbench.options().workspace, id);
}

Result<std::shared_ptr<const learn::ModelSet>>
TrainingDesk::active(const std::string& engine, const std::string& connection, const std::string& job) const {
    ST_ASSIGN(const auto store, m_impl->workbench.store());
    return modelInUse(*store, engine, connection, job);
}

Result<ModelComparison> TrainingDesk::compare(const std::string& candidate, const std::string& present) const {
    ST_ASSIGN(const auto store, m_impl->workbench.store());
    ST_ASSIGN(const auto mine, modelById(m_impl->workbench.options().workspace, candidate));
    ModelComparison comparison;
    comparison.candidate = candidate;
    comparison.present = present;
    if (present.empty()) {
        comparison.ofCandidate = overall(*mine);
        comparison.better = true;
        comparison.sentence = "No model is in use yet, so there is nothing to compare with.";
        return comparison;
    }
    ST_ASSIGN(const auto other, modelById(m_impl->workbench.options().workspace, present));
    ST_ASSIGN(const auto mark, markHistory(*store, mine->card.engine, {}));
    ST_ASSIGN(const auto history, readHistory(*store, mark, {}));
    learn::Judgement ofMine, ofOther;
    for (const learn::HistoryJob& whole : history) {
        if (std::ranges::find(mine->card.heldOut, whole.name) == mine->card.heldOut.end())
            continue;
        learn::HistoryJob job = whole;
        if (mine->card.kind == "job") // the newest fifth was kept from the training
            job.windows.erase(job.windows.begin(),
                              job.windows.end() - static_cast<std::ptrdiff_t>(job.windows.size() / 5));
        ++comparison.jobs;
        ofMine.add(tune::chooseEncoder(*mine, job.graph, {}).encoder->encoder, job);
        ofOther.add(tune::chooseEncoder(*other, job.graph, {}).encoder->encoder, job);
    }
    const bool same = comparison.jobs > 0 && !ofMine.labels.empty();
    comparison.ofCandidate = same ? ofMine.figures() : overall(*mine);
    comparison.ofPresent = same ? ofOther.figures() : overall(*other);
    const double loss = comparison.ofCandidate.loss, bar = comparison.ofPresent.loss;
    comparison.better = std::isfinite(loss) && (!std::isfinite(bar) || loss <= kGate * bar);
    if (!std::isfinite(loss))
        comparison.sentence = fmt::format("\"{}\" has not been judged on any job kept from its training.", candidate);
    else if (!std::isfinite(bar))
        comparison.sentence = fmt::format("\"{}\" has no figures to compare with.", present);
    else
        comparison.sentence =
            fmt::format("Log loss {:.3f} against {:.3f} of \"{}\"{}: {}.", loss, bar, present,
                        same ? fmt::format(" on the windows of {} jobs kept from the training", comparison.jobs)
                             : std::string(", each on the jobs kept from its own training"),
                        comparison.better ? "not worse" : "worse");
    return comparison;
}

Result<ModelComparison> TrainingDesk::promote(const std::string& id, const review::Actor& actor, bool evenIfWorse) {
    ST_ASSIGN(const auto mine, modelById(m_impl->workbench.options().workspace, id));
    ST_ASSIGN(const auto store, m_impl->workbench.store());
    const std::string key = activeKey(mine->card);
    std::string connection, job;
    if (mine->card.kind == "job") {
        const auto slash = mine->card.job.find('/');
        connection = mine->card.job.substr(0, slash);
        job = slash == std::string::npos ? "" : mine->card.job.substr(slash + 1);
    }
    ST_ASSIGN(const auto present, modelInUse(*store, mine->card.engine, connection, job));
    if (present && present->card.id == id)
        return fail("model.gate", fmt::format("\"{}\" is in use already.", id));
    ST_ASSIGN(const ModelComparison comparison, compare(id, present ? present->card.id : ""));
    if (!comparison.better && !evenIfWorse)
        return fail("model.gate", comparison.sentence + " The model in use stays.",
                    "Observe more and train again, or insist with --even-if-worse.");
    const Status put = store->transaction([&]() -> Status {
        ST_TRY(store->putDocument(kModelInUse, key, compactJson({{"model", id}})));
        return store->audit({0,
                             {},
                             actor.who,
                             "model.promoted",
                             "model:" + id,
                             actor.reason,
                             compactJson({{"for", key},
                                          {"before", present ? Json(present->card.id) : Json()},
                                          {"comparison", comparison.sentence},
                                          {"insisted", !comparison.better}}),
                             {},
                             {}});
    });
    if (!put)
        return fail(put.error());
    return comparison;
}

Status TrainingDesk::exportModel(const std::string& id, const fs::path& folder) const {
    ST_ASSIGN(const auto model, modelById(m_impl->workbench.options().workspace, id));
    return learn::saveModel(*model, folder);
}

Result<std::string> TrainingDesk::importModel(const fs::path& path) {
    ST_ASSIGN(const auto model, learn::loadModel(path));
    std::error_code unknown;
    const auto shipped = learn::shippedModel();
    if (fs::exists(m_impl->root() / model.card.id, unknown) || (shipped && shipped->card.id == model.card.id))
        return fail("model.exists", fmt::format("There is a model \"{}\" already.", model.card.id),
                    "Remove it first, or keep the one that is here.");
    ST_TRY(learn::saveModel(model, m_impl->root() / model.card.id));
    return model.card.id;
}

Status TrainingDesk::removeModel(const std::string& id, const review::Actor& actor) {
    ST_ASSIGN(const auto all, models());
    const auto found = std::ranges::find(all, id, &ModelSummary::id);
    if (found == all.end())
        return fail("model.unknown", fmt::format("There is no model \"{}\".", id.substr(0, 60)),
                    "List the models with `streamtune models list`.");
    if (found->shipped || found->active)
        return fail("model.in_use",
                    fmt::format("\"{}\" is {}, so it stays.", id, found->shipped ? "shipped" : "in use"));
    std::error_code error;
    fs::remove_all(m_impl->root() / id, error);
    if (error)
        return fail("model.write", fmt::format("\"{}\" could not be removed ({}).", id, error.message()));
    ST_ASSIGN(const auto store, m_impl->workbench.store());
    return store->audit({0, {}, actor.who, "model.removed", "model:" + id, actor.reason, "{}", {}, {}});
}

Result<Drift> TrainingDesk::drift(const std::string& connection, const std::string& job, std::stop_token stop) const {
    ST_ASSIGN(const auto store, m_impl->workbench.store());
    ST_ASSIGN(const auto profile, m_impl->workbench.connection(connection));
    const std::string engine = engines::toString(profile.kind);
    ST_ASSIGN(const auto model, modelInUse(*store, engine, connection, job));
    if (!model)
        return fail("model.unknown", fmt::format("No model is in use for engine \"{}\".", engine),
                    "Train and promote one: `streamtune train`.");
    ST_ASSIGN(const auto graph, store->latestGraph(connection, job));
    if (!graph)
        return fail("train.empty", fmt::format("There is no window of \"{}\" yet.", job.substr(0, 60)),
                    "Measure it with `streamtune observe`.");
    const tune::EncoderChoice choice = tune::chooseEncoder(*model, *graph, stop);
    Drift drift;
    drift.model = model->card.id;
    drift.cluster = choice.encoder->id;
    drift.distance = model->clusters.empty() ? Number{} : Number(choice.distance);
    drift.novelty = model->card.novelty;
    learn::HistoryJob recent{job, engine, *graph, learn::factsOf(*graph, 1024), {}};
    ST_ASSIGN(const auto windows, store->windows(connection, job, {}, kWindowsOfDrift, stop));
    for (const Observation& window : windows)
        if (window.quiet)
            recent.windows.push_back({tune::readingOf(*graph, window, 0), {}});
    learn::Judgement judgement;
    judgement.add(choice.encoder->encoder, recent);
    if (!judgement.capacityErrors.empty() && model->capacitySpread > 0) {
        double sum = 0;
        for (const double error : judgement.capacityErrors)
            sum += std::abs(error);
        drift.surprise = sum / static_cast<double>(judgement.capacityErrors.size()) / model->capacitySpread;
    }
    drift.alarm = choice.novel || (drift.surprise && *drift.surprise > kSurprise);
    if (choice.novel)
        drift.sentence = choice.sentence;
    else if (drift.alarm)
        drift.sentence =
            fmt::format("This job no longer looks like what the model has seen: what its operators bear is "
                        "{:.1f} times the usual error away from what the model expects.",
                        *drift.surprise);
    else
        drift.sentence = "This job looks like what the model has seen. " + choice.sentence;
    if (drift.alarm)
        drift.sentence += " Train again with its windows (`streamtune train`), or fine-tune for it.";
    return drift;
}

} // namespace streamtune::workbench
