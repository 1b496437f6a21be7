// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/pretraining.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

#include "core/learn/features.h"
#include "core/learn/tensor_file.h"

namespace streamtune::learn {
namespace {

Json curveJson(const std::vector<Epoch>& curve) {
    Json list = Json::array();
    for (const Epoch& epoch : curve)
        list.push_back({epoch.number, epoch.training, numberToJson(Number(epoch.validation)), epoch.seconds});
    return list;
}

/// What must be the same for a checkpoint to go on.
std::string fingerprint(const EncoderTraining& s, const std::string& dataHash) {
    return sha256Hex(fmt::format("{} {} {} {} {} {} {} {} {} {} {}", s.shape.features, s.shape.hidden, s.shape.layers,
                                 s.batch, s.learningRate, s.weightDecay, s.capacityWeight, s.classWeightCap, s.seed,
                                 kEncodingVersion, dataHash));
}

std::int64_t labelsOf(const std::vector<const HistoryJob*>& jobs, int label) {
    std::int64_t count = 0;
    for (const HistoryJob* job : jobs)
        for (const LabelledWindow& window : job->windows)
            for (std::size_t v = 0; v < window.labels.size() && v < job->facts.nodes.size(); ++v)
                count += window.labels[v] == label && !job->facts.nodes[v].pinned;
    return count;
}

class Pretrainer {
public:
    Pretrainer(const std::vector<HistoryJob>& history, const std::vector<TrainingCluster>& clusters,
               const Pretraining& how, const Checkpoints& checkpoints, std::stop_token stop,
               const PretrainingSink& progress)
        : m_history(history), m_clusters(clusters), m_how(how), m_checkpoints(checkpoints), m_stop(std::move(stop)),
          m_progress(progress) {
        m_group.assign(history.size(), -1);
        for (std::size_t c = 0; c < clusters.size(); ++c)
            for (const std::size_t job : clusters[c].jobs)
                m_group[job] = static_cast<int>(c);
        m_held = heldOut(history, m_group, how.settings.seed);
    }

    Result<ModelSet> run(ModelCard card) {
        ModelSet model;
        model.card = std::move(card);
        model.card.settings = m_how.settings;
        model.card.history = figuresOf(m_history);
        model.card.codeVersion = ST_VERSION;
        for (std::size_t j = 0; j < m_history.size(); ++j)
            if (m_held[j])
                model.card.heldOut.push_back(m_history[j].name);
        std::set<std::string> kinds;
        for (const HistoryJob& job : m_history)
            for (const NodeFacts& node : job.facts.nodes)
                kinds.insert(node.kind);
        kinds.erase("other");
        model.kinds.assign(kinds.begin(), kinds.end());
        model.kinds.emplace_back("other");

        m_encoders = 1;
        for (const TrainingCluster& cluster : m_clusters)
            m_encoders += whyNone(cluster).empty() && wanted(cluster.id) ? 1 : 0;
        model.global.id = "global";
        std::vector<std::size_t> all(m_history.size());
        for (std::size_t j = 0; j < all.size(); ++j)
            all[j] = j;
        if (!wanted("global") && m_how.before)
            model.global = m_how.before->global;
        else
            ST_TRY(train(model.global, all, nullptr));
        for (const TrainingCluster& cluster : m_clusters) {
            ClusterEncoder mine;
            mine.id = cluster.id;
            mine.centre = cluster.centre;
            const ClusterEncoder* before = m_how.before ? m_how.before->find(cluster.id) : nullptr;
            if (const std::string why = whyNone(cluster); !why.empty()) {
                mine.own = false;
                mine.why = why;
                mine.encoder = model.global.encoder;
                count(mine, cluster.jobs);
            } else if (!wanted(cluster.id) && before) {
                mine = *before;
            } else {
                ST_TRY(train(mine, cluster.jobs, &model.global.encoder));
            }
            model.clusters.push_back(std::move(mine));
        }
        judge(model);
        warmUp(model);
        return model;
    }

private:
    bool wanted(const std::string& id) const {
        return m_how.only.empty() || std::ranges::find(m_how.only, id) != m_how.only.end();
    }

    std::vector<const HistoryJob*> pick(const std::vector<std::size_t>& jobs, bool held) const {
        std::vector<const HistoryJob*> picked;
        for (const std::size_t j : jobs)
            if (m_held[j] == held)
                picked.push_back(&m_history[j]);
        return picked;
    }

    /// Why a cluster has no encoder of its own; empty = it has.
    std::string whyNone(const TrainingCluster& cluster) const {
        if (cluster.jobs.size() < m_how.leastJobs)
            return fmt::format("{} of {} jobs needed: the global encoder stands in.", cluster.jobs.size(),
                               m_how.leastJobs);
        const auto jobs = pick(cluster.jobs, false);
        const std::int64_t ones = labelsOf(jobs, 1), zeros = labelsOf(jobs, 0);
        if (std::min(ones, zeros) < m_how.leastLabels)
            return fmt::format("{} bottlenecks and {} others are labelled, {} of each are needed: the global encoder "
                               "stands in.",
                               ones, zeros, m_how.leastLabels);
        return {};
    }

    void count(ClusterEncoder& encoder, const std::vector<std::size_t>& jobs) const {
        for (const std::size_t j : jobs) {
            ++encoder.jobs;
            encoder.heldOutJobs += m_held[j];
            encoder.windows += static_cast<std::int64_t>(m_history[j].windows.size());
        }
    }

    Status train(ClusterEncoder& encoder, const std::vector<std::size_t>& jobs, const Encoder* start) {
        ST_ASSIGN(TorchRoom* const room, torchRoom());
        ++m_encoder;
        count(encoder, jobs);
        TrainingSet set;
        for (const bool held : {false, true})
            for (const HistoryJob* job : pick(jobs, held))
                std::ranges::move(samplesOf(*job), std::back_inserter(held ? set.validation : set.training));
        TrainingState from;
        bool goesOn = false;
        if (m_checkpoints.load)
            if (auto kept = m_checkpoints.load(encoder.id)) {
                from = std::move(*kept);
                goesOn = true;
            }
        if (!goesOn && start) { // the weights of all jobs, and nothing else, are the beginning
            from.centre = start->centre;
            from.classWeight = 0;
            from.weights = from.best = start->weights;
            from.first.assign(from.weights.size(), 0.0F);
            from.second = from.first;
            goesOn = true;
        }
        Status saved;
        std::stop_source inner; // ends the training when a checkpoint cannot be written
        const std::stop_callback forward(m_stop, [&] { inner.request_stop(); });
        const auto onEpoch = [&](const TrainingState& state) {
            if (m_checkpoints.save && m_checkpoints.every > 0 && state.epoch % m_checkpoints.every == 0)
                if (saved = m_checkpoints.save(encoder.id, state, false); !saved)
                    inner.request_stop();
            tell(encoder.id, 0, 0, &state, {});
        };
        const auto onBatch = [&](int done, int total) { tell(encoder.id, done, total, nullptr, {}); };
        ST_ASSIGN(Trained trained,
                  room->train(set, m_how.settings, goesOn ? &from : nullptr, inner.get_token(), onEpoch, onBatch));
        if (!saved)
            return saved;
        const bool cancelled = trained.end == TrainingEnd::Cancelled;
        if (m_checkpoints.save && (cancelled ? trained.state.epoch > 0 : true))
            ST_TRY(m_checkpoints.save(encoder.id, trained.state, !cancelled));
        tell(encoder.id, 0, 0, &trained.state, trained.why);
        if (cancelled)
            return fail("train.cancelled",
                        fmt::format("The training of \"{}\" was stopped. {}", encoder.id, trained.why),
                        "Go on with `streamtune train --resume`.");
        encoder.why = trained.why;
        encoder.epochs = trained.state.epoch;
        encoder.bestEpoch = trained.state.bestEpoch;
        encoder.encoder = {m_how.settings.shape, trained.state.centre, std::move(trained.state.best),
                           trained.state.classWeight};
        return checkMonotone(encoder.encoder, 10'000, 1);
    }

    void tell(const std::string& cluster, int batch, int batches, const TrainingState* state,
              std::string ending) const {
        if (m_progress)
            m_progress({cluster, m_encoder, m_encoders, batch, batches, state, std::move(ending)});
    }

    const ClusterEncoder& encoderOf(const ModelSet& model, std::size_t job) const {
        return m_group[job] < 0 ? model.global : model.clusters[static_cast<std::size_t>(m_group[job])];
    }

    void judge(ModelSet& model) const {
        Judgement all, global;
        std::vector<Judgement> byCluster(model.clusters.size());
        for (std::size_t j = 0; j < m_history.size(); ++j) {
            if (!m_held[j])
                continue;
            all.add(encoderOf(model, j).encoder, m_history[j]);
            global.add(model.global.encoder, m_history[j]);
            if (m_group[j] >= 0)
                byCluster[static_cast<std::size_t>(m_group[j])].add(encoderOf(model, j).encoder, m_history[j]);
        }
        model.global.heldOut = global.figures();
        for (std::size_t c = 0; c < byCluster.size(); ++c)
            model.clusters[c].heldOut = byCluster[c].figures();
        model.calibration = all.calibration();
        if (all.capacityErrors.size() > 1) {
            double square = 0;
            for (const double error : all.capacityErrors)
                square += error * error;
            model.capacitySpread = std::sqrt(square / static_cast<double>(all.capacityErrors.size()));
        }
    }

    /// Of every kind some rows, labels as often as they are: rare bottlenecks must stay rare, or the heads advise too
    /// much. Which ones follows from the seed.
    void warmUp(ModelSet& model) const {
        std::map<int, std::vector<std::pair<std::string, WarmRow>>> byKind;
        for (std::size_t j = 0; j < m_history.size(); ++j) {
            std::size_t number = 0;
            for (const WarmRow& row : headRowsOf(encoderOf(model, j).encoder, m_history[j], model, m_group[j]))
                byKind[row.kind].emplace_back(
                    sha256Hex(fmt::format("{} {} {}", m_how.settings.seed, m_history[j].name, number++)), row);
        }
        for (auto& [kind, rows] : byKind) {
            std::ranges::sort(rows, {}, &std::pair<std::string, WarmRow>::first);
            for (std::size_t i = 0; i < rows.size() && i < m_how.warmRowsOfKind; ++i)
                model.warm.push_back(rows[i].second);
        }
    }

    const std::vector<HistoryJob>& m_history;
    const std::vector<TrainingCluster>& m_clusters;
    const Pretraining& m_how;
    const Checkpoints& m_checkpoints;
    std::stop_token m_stop;
    const PretrainingSink& m_progress;
    std::vector<int> m_group;
    std::vector<bool> m_held;
    int m_encoder = 0, m_encoders = 0;
};

} // namespace

std::vector<WarmRow> headRowsOf(const Encoder& encoder, const HistoryJob& job, const ModelSet& model, int cluster) {
    std::vector<WarmRow> rows;
    for (const LabelledWindow& window : job.windows) {
        if (window.reading.nodes.size() != job.graph.nodes.size())
            continue;
        const Flows flows = flowsOf(job.facts, window.reading);
        const auto outlook = look(encoder, encode(job.graph, flows));
        for (std::size_t v = 0; v < outlook.size(); ++v)
            if (!job.facts.nodes[v].pinned && v < window.labels.size() && window.labels[v] >= 0 &&
                std::isfinite(flows.logDemand[v]))
                rows.push_back({model.kindIndex(job.facts.nodes[v].kind), cluster,
                                static_cast<float>(flows.logDemand[v] - outlook[v].level),
                                static_cast<float>(std::log(std::max(window.reading.nodes[v].p, 1))),
                                window.labels[v]});
    }
    return rows;
}

Result<ModelSet> pretrain(const std::vector<HistoryJob>& history, const std::vector<TrainingCluster>& clusters,
                          const Pretraining& how, ModelCard card, const Checkpoints& checkpoints, std::stop_token stop,
                          const PretrainingSink& progress) {
    std::size_t windows = 0;
    for (const HistoryJob& job : history)
        windows += job.windows.size();
    if (windows == 0)
        return fail("train.empty", "The history holds no quiet window of any job, so there is nothing to learn from.",
                    "Observe jobs, or import a history.");
    return Pretrainer(history, clusters, how, checkpoints, std::move(stop), progress).run(std::move(card));
}

std::string stateBytes(const TrainingState& state, const EncoderTraining& settings, const std::string& dataHash) {
    TensorFile file;
    const auto add = [&](const char* name, const std::vector<float>& values) {
        file.tensors.push_back({name, {static_cast<std::uint32_t>(values.size())}, values});
    };
    add("weights", state.weights);
    add("first", state.first);
    add("second", state.second);
    add("best", state.best);
    file.meta = canonicalJson({{"format", "streamtune.checkpoint/1"},
                               {"of", fingerprint(settings, dataHash)},
                               {"epoch", state.epoch},
                               {"centre", state.centre},
                               {"class_weight", state.classWeight},
                               {"best_epoch", state.bestEpoch},
                               {"best_loss", std::isfinite(state.bestLoss) ? Json(state.bestLoss) : Json()},
                               {"curve", curveJson(state.curve)}});
    return tensorBytes(file);
}

Result<TrainingState> stateFromBytes(std::string_view bytes, const EncoderTraining& settings,
                                     const std::string& dataHash, std::string_view where) {
    ST_ASSIGN(TensorFile file, tensorsFromBytes(bytes, where));
    ST_ASSIGN(const Json json, parseJson(file.meta, where));
    if (stringAt(json, "format") != "streamtune.checkpoint/1" ||
        stringAt(json, "of") != fingerprint(settings, dataHash))
        return fail("train.checkpoint",
                    fmt::format("The checkpoint \"{}\" is of a training with other settings or other data.", where),
                    "Start the training anew.");
    TrainingState state;
    state.epoch = static_cast<int>(integerAt(json, "epoch", -1));
    state.centre = valueOr(numberAt(json, "centre"), kUnknown);
    state.classWeight = valueOr(numberAt(json, "class_weight"), kUnknown);
    state.bestEpoch = static_cast<int>(integerAt(json, "best_epoch", 0));
    if (const Number best = numberAt(json, "best_loss"); isKnown(best))
        state.bestLoss = *best;
    const std::size_t size = settings.shape.weights();
    for (const auto& [name, values] : {std::pair<const char*, std::vector<float>*>{"weights", &state.weights},
                                       {"first", &state.first},
                                       {"second", &state.second},
                                       {"best", &state.best}}) {
        const Tensor* tensor = file.find(name);
        if (!tensor || tensor->values.size() != size)
            return fail("train.checkpoint", fmt::format("The checkpoint \"{}\" lacks \"{}\".", where, name),
                        "Start the training anew.");
        *values = tensor->values;
    }
    if (state.epoch < 0 || !std::isfinite(state.centre) || !std::isfinite(state.classWeight))
        return fail("train.checkpoint", fmt::format("The checkpoint \"{}\" is not complete.", where),
                    "Start the training anew.");
    for (const Json& point : childAt(json, "curve"))
        if (point.is_array() && point.size() == 4 && point[0].is_number_integer())
            state.curve.push_back({point[0].get<int>(), valueOr(numberFromJson(point[1]), kUnknown),
                                   valueOr(numberFromJson(point[2]), kUnknown), valueOr(numberFromJson(point[3]), 0)});
    return state;
}

Checkpoints checkpointsIn(const std::filesystem::path& folder, const EncoderTraining& settings,
                          const std::string& dataHash) {
    const auto fileOf = [folder](const std::string& cluster) { return folder / (cluster + ".checkpoint"); };
    Checkpoints points;
    points.load = [=](const std::string& cluster) -> std::optional<TrainingState> {
        const auto file = fileOf(cluster);
        std::error_code unknown;
        if (!std::filesystem::exists(file, unknown))
            return std::nullopt;
        const auto bytes = readModelFile(file);
        if (!bytes)
            return std::nullopt;
        auto state = stateFromBytes(*bytes, settings, dataHash, file.string());
        return state ? std::optional(std::move(*state)) : std::nullopt;
    };
    points.save = [=](const std::string& cluster, const TrainingState& state, bool) -> Status {
        std::error_code ignored; // writing says what is wrong
        std::filesystem::create_directories(folder, ignored);
        return writeModelFile(fileOf(cluster), stateBytes(state, settings, dataHash));
    };
    return points;
}

} // namespace streamtune::learn
