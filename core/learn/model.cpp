// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/model.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

#include "core/graph/graph_json.h"

namespace streamtune::learn {
namespace {

constexpr const char* kFormat = "streamtune.model/1";
constexpr std::size_t kMostClusters = 1000;
constexpr std::size_t kMostKinds = 1000;
constexpr std::size_t kMostWarmRows = 1'000'000;
constexpr std::size_t kWarmColumns = 5;     ///< kind, cluster, demand, log p, label
constexpr std::size_t kSweptPairs = 20'000; ///< of each encoder, at every load

Json shown(double value) {
    return numberToJson(std::isnan(value) ? Number{} : Number(value));
}

double readShown(const Json& json, const char* key) {
    return valueOr(numberAt(json, key), kUnknown);
}

Figures figuresFrom(const Json& json) {
    Figures f;
    f.windows = integerAt(json, "windows", 0);
    f.labels = integerAt(json, "labels", 0);
    f.ones = integerAt(json, "bottlenecks", 0);
    f.loss = readShown(json, "loss");
    f.brier = readShown(json, "brier");
    f.accuracy = readShown(json, "accuracy");
    f.recall = readShown(json, "recall");
    f.capacityError = readShown(json, "capacity_error");
    return f;
}

Json clusterJson(const ClusterEncoder& c) {
    return {{"id", c.id},
            {"centre", c.centre.nodes.empty() ? Json() : graphToJson(c.centre)},
            {"own", c.own},
            {"why", c.why},
            {"rate_centre", c.encoder.centre},
            {"class_weight", c.encoder.classWeight},
            {"jobs", c.jobs},
            {"held_out_jobs", c.heldOutJobs},
            {"windows", c.windows},
            {"epochs", c.epochs},
            {"best_epoch", c.bestEpoch},
            {"held_out", figuresToJson(c.heldOut)}};
}

std::unexpected<Error> wrong(std::string_view where, const std::string& what) {
    return fail("model.format", fmt::format("The model in \"{}\" cannot be used: {}.", where, what),
                "Make the model anew with `streamtune train`, or take the file from its source again.");
}

Result<ClusterEncoder> clusterFrom(const Json& json, const TensorFile& file, const ClusterEncoder* global,
                                   std::string_view where) {
    ClusterEncoder c;
    c.id = stringAt(json, "id");
    if (!goodModelId(c.id))
        return wrong(where, "a cluster has no usable name");
    if (const Json& centre = childAt(json, "centre"); centre.is_object()) {
        ST_ASSIGN(c.centre, graphFromJson(centre));
    }
    c.own = boolAt(json, "own", true);
    c.why = stringAt(json, "why");
    c.jobs = integerAt(json, "jobs", 0);
    c.heldOutJobs = integerAt(json, "held_out_jobs", 0);
    c.windows = integerAt(json, "windows", 0);
    c.epochs = static_cast<int>(std::clamp<std::int64_t>(integerAt(json, "epochs", 0), 0, 1'000'000));
    c.bestEpoch = static_cast<int>(std::clamp<std::int64_t>(integerAt(json, "best_epoch", 0), 0, 1'000'000));
    c.heldOut = figuresFrom(childAt(json, "held_out"));
    if (!c.own && global) {
        c.encoder = global->encoder;
        return c;
    }
    ST_ASSIGN(c.encoder, encoderFrom(file, valueOr(numberAt(json, "rate_centre"), kUnknown), where, c.id + "/"));
    c.encoder.classWeight = valueOr(numberAt(json, "class_weight"), kUnknown);
    if (!(c.encoder.classWeight >= 1e-3 && c.encoder.classWeight <= 1e3))
        return wrong(where, "a cluster has no usable class weight");
    ST_TRY(checkMonotone(c.encoder, kSweptPairs, 7));
    return c;
}

Status readWarmRows(const TensorFile& file, std::string_view where, ModelSet& model) {
    const Tensor* rows = file.find("warm");
    if (!rows)
        return {};
    if (rows->shape.size() != 2 || rows->shape[1] != kWarmColumns || rows->shape[0] > kMostWarmRows)
        return wrong(where, "its rows of history are of another shape");
    for (std::size_t r = 0; r < rows->shape[0]; ++r) {
        const float* x = rows->values.data() + r * kWarmColumns;
        const auto within = [](float value, double low, double high) {
            return static_cast<double>(value) >= low && static_cast<double>(value) <= high;
        };
        if (!within(x[0], 0, static_cast<double>(model.kinds.size()) - 1) ||
            !within(x[1], -1, static_cast<double>(model.clusters.size())) || !within(x[2], -60, 60) ||
            !within(x[3], 0, 20) || (x[4] != 0 && x[4] != 1))
            return wrong(where, "a row of its history is out of range");
        model.warm.push_back({static_cast<int>(x[0]), static_cast<int>(x[1]), x[2], x[3], static_cast<int>(x[4])});
    }
    return {};
}

Json calibrationJson(const std::vector<CalibrationBin>& bins) {
    Json list = Json::array();
    for (const CalibrationBin& bin : bins)
        list.push_back({{"low", bin.low},
                        {"high", bin.high},
                        {"count", bin.count},
                        {"predicted", bin.predicted},
                        {"observed", bin.observed}});
    return list;
}

Result<ModelCard> readCard(const Json& json, std::string_view where) {
    ModelCard card;
    card.id = stringAt(json, "id");
    if (!goodModelId(card.id))
        return wrong(where, "it has no usable name");
    card.encodingVersion = static_cast<int>(integerAt(json, "feature_version", -1));
    if (card.encodingVersion != kEncodingVersion)
        return fail("model.version",
                    fmt::format("The model in \"{}\" was made for version {} of the features; this program computes "
                                "version {}.",
                                where, card.encodingVersion, kEncodingVersion),
                    "Make the model anew with `streamtune train`.");
    card.engine = stringAt(json, "engine");
    card.origin = stringAt(json, "origin");
    card.kind = stringAt(json, "kind", "encoders");
    card.job = stringAt(json, "job");
    card.parent = stringAt(json, "parent");
    card.created = stringAt(json, "created");
    card.codeVersion = stringAt(json, "code_version");
    card.settings = trainingFromJson(childAt(json, "settings"));
    const Json& data = childAt(json, "data");
    card.history.jobs = static_cast<std::size_t>(std::max<std::int64_t>(integerAt(data, "jobs", 0), 0));
    card.history.windows = static_cast<std::size_t>(std::max<std::int64_t>(integerAt(data, "windows", 0), 0));
    card.history.hash = stringAt(data, "hash");
    const Json& labels = childAt(data, "labels");
    card.history.labels = {integerAt(labels, "0", 0), integerAt(labels, "1", 0), integerAt(labels, "-1", 0)};
    if (const Json& unknown = childAt(data, "unknown_kinds"); unknown.is_object())
        for (const auto& [kind, count] : unknown.items())
            card.history.unknownKinds[kind] = count.is_number_integer() ? count.get<int>() : 0;
    if (const Json& held = childAt(data, "held_out"); held.is_array())
        for (const Json& name : held)
            if (name.is_string())
                card.heldOut.push_back(name.get<std::string>());
    card.tau = valueOr(numberAt(json, "tau"), card.tau);
    card.novelty = valueOr(numberAt(json, "novelty"), card.novelty);
    return card;
}

} // namespace

bool goodModelId(const std::string& id) {
    return !id.empty() && id.size() <= 100 && id.front() != '.' && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               c == '.';
    });
}

Json figuresToJson(const Figures& f) {
    return {{"windows", f.windows},      {"labels", f.labels},
            {"bottlenecks", f.ones},     {"loss", shown(f.loss)},
            {"brier", shown(f.brier)},   {"accuracy", shown(f.accuracy)},
            {"recall", shown(f.recall)}, {"capacity_error", shown(f.capacityError)}};
}

Json trainingToJson(const EncoderTraining& s) {
    return {{"hidden", s.shape.hidden},
            {"layers", s.shape.layers},
            {"batch", s.batch},
            {"epochs", s.epochs},
            {"patience", s.patience},
            {"learning_rate", s.learningRate},
            {"weight_decay", s.weightDecay},
            {"capacity_weight", s.capacityWeight},
            {"class_weight_cap", s.classWeightCap},
            {"seed", s.seed}};
}

EncoderTraining trainingFromJson(const Json& json) {
    EncoderTraining s;
    s.shape.features = encodingNames().size();
    s.shape.hidden = static_cast<std::size_t>(std::clamp<std::int64_t>(integerAt(json, "hidden", 64), 1, 4096));
    s.shape.layers = static_cast<std::size_t>(std::clamp<std::int64_t>(integerAt(json, "layers", 3), 1, 16));
    const auto whole = [&](const char* key, int fallback) {
        return static_cast<int>(std::clamp<std::int64_t>(integerAt(json, key, fallback), 0, 1'000'000));
    };
    s.batch = whole("batch", s.batch);
    s.epochs = whole("epochs", s.epochs);
    s.patience = whole("patience", s.patience);
    s.learningRate = valueOr(numberAt(json, "learning_rate"), s.learningRate);
    s.weightDecay = valueOr(numberAt(json, "weight_decay"), s.weightDecay);
    s.capacityWeight = valueOr(numberAt(json, "capacity_weight"), s.capacityWeight);
    s.classWeightCap = valueOr(numberAt(json, "class_weight_cap"), s.classWeightCap);
    s.seed = static_cast<std::uint64_t>(integerAt(json, "seed", 1));
    s.threads = std::max(1, whole("threads", 1));
    return s;
}

int ModelSet::kindIndex(const std::string& kind) const {
    const auto found = std::ranges::find(kinds, kind);
    return static_cast<int>(found == kinds.end() ? static_cast<std::ptrdiff_t>(kinds.size()) - 1
                                                 : found - kinds.begin());
}

const ClusterEncoder* ModelSet::find(const std::string& cluster) const {
    if (cluster == global.id)
        return &global;
    const auto found = std::ranges::find(clusters, cluster, &ClusterEncoder::id);
    return found == clusters.end() ? nullptr : &*found;
}

Json cardJson(const ModelSet& model) {
    const ModelCard& card = model.card;
    Json clusters = Json::array();
    for (const ClusterEncoder& cluster : model.clusters)
        clusters.push_back(clusterJson(cluster));
    return {
        {"format", kFormat},
        {"id", card.id},
        {"engine", card.engine},
        {"origin", card.origin},
        {"kind", card.kind},
        {"job", card.job},
        {"parent", card.parent},
        {"created", card.created},
        {"code_version", card.codeVersion},
        {"feature_version", card.encodingVersion},
        {"features", encodingNames()},
        {"settings", trainingToJson(card.settings)},
        {"seed", card.settings.seed},
        {"data",
         {{"jobs", card.history.jobs},
          {"windows", card.history.windows},
          {"labels", {{"0", card.history.labels[0]}, {"1", card.history.labels[1]}, {"-1", card.history.labels[2]}}},
          {"unknown_kinds", card.history.unknownKinds},
          {"held_out", card.heldOut},
          {"hash", card.history.hash}}},
        {"tau", card.tau},
        {"novelty", card.novelty},
        {"kinds", model.kinds},
        {"global", clusterJson(model.global)},
        {"clusters", std::move(clusters)},
        {"warm_rows", model.warm.size()},
        {"calibration", calibrationJson(model.calibration)},
        {"capacity_spread", shown(model.capacitySpread)}};
}

std::string cardText(const ModelSet& model) {
    const ModelCard& card = model.card;
    const auto figure = [](double value) {
        return std::isnan(value) ? std::string("-") : fmt::format("{:.3f}", value);
    };
    std::string text = fmt::format(
        "# Model {}\n\n{}\nEngine: {}. {} jobs, {} windows, labels 0 / 1 / unknown: {} / {} / {}. Data: sha256:{}\n"
        "Seed {}, features version {}, program {}.\n\nFigures are of jobs kept from training.\n\n"
        "| encoder | jobs (held out) | epochs (best) | log loss | Brier | right | bottlenecks found | capacity off by "
        "| note "
        "|\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
        card.id, card.origin, card.engine, card.history.jobs, card.history.windows, card.history.labels[0],
        card.history.labels[1], card.history.labels[2], card.history.hash, card.settings.seed, card.encodingVersion,
        card.codeVersion);
    std::vector<const ClusterEncoder*> all{&model.global};
    for (const ClusterEncoder& cluster : model.clusters)
        all.push_back(&cluster);
    for (const ClusterEncoder* c : all)
        text += fmt::format("| {} | {} ({}) | {} ({}) | {} | {} | {} | {} | {} | {} |\n", c->id, c->jobs,
                            c->heldOutJobs, c->epochs, c->bestEpoch, figure(c->heldOut.loss), figure(c->heldOut.brier),
                            figure(c->heldOut.accuracy), figure(c->heldOut.recall), figure(c->heldOut.capacityError),
                            c->why);
    if (!model.calibration.empty()) {
        text += "\n| said | happened | labels |\n| --- | --- | --- |\n";
        for (const CalibrationBin& bin : model.calibration)
            text += fmt::format("| {:.2f} | {:.2f} | {} |\n", bin.predicted, bin.observed, bin.count);
    }
    return text;
}

std::string modelBytes(const ModelSet& model) {
    TensorFile file;
    file.meta = compactJson(cardJson(model));
    const auto add = [&](const ClusterEncoder& cluster) {
        if (cluster.own)
            std::ranges::move(encoderTensors(cluster.encoder, cluster.id + "/"), std::back_inserter(file.tensors));
    };
    add(model.global);
    for (const ClusterEncoder& cluster : model.clusters)
        add(cluster);
    Tensor warm{"warm", {static_cast<std::uint32_t>(model.warm.size()), kWarmColumns}, {}};
    for (const WarmRow& row : model.warm)
        warm.values.insert(warm.values.end(), {static_cast<float>(row.kind), static_cast<float>(row.cluster),
                                               row.demand, row.logP, static_cast<float>(row.label)});
    file.tensors.push_back(std::move(warm));
    return tensorBytes(file);
}

Result<ModelSet> modelFromBytes(std::string_view bytes, std::string_view where) {
    ST_ASSIGN(const TensorFile file, tensorsFromBytes(bytes, where));
    ST_ASSIGN(const Json json, parseJson(file.meta, where));
    if (stringAt(json, "format") != kFormat)
        return wrong(where, fmt::format("it is no {}", kFormat));
    ModelSet model;
    ST_ASSIGN(model.card, readCard(json, where));
    const Json& kinds = childAt(json, "kinds");
    const Json& clusters = childAt(json, "clusters");
    if (!kinds.is_array() || kinds.empty() || kinds.size() > kMostKinds || !clusters.is_array() ||
        clusters.size() > kMostClusters)
        return wrong(where, "it names no kinds of operators, or too many, or its clusters are no list");
    for (const Json& kind : kinds)
        model.kinds.push_back(kind.is_string() ? kind.get<std::string>() : std::string("other"));
    ST_ASSIGN(model.global, clusterFrom(childAt(json, "global"), file, nullptr, where));
    std::set<std::string> names{model.global.id};
    for (const Json& cluster : clusters) {
        ST_ASSIGN(ClusterEncoder read, clusterFrom(cluster, file, &model.global, where));
        if (!names.insert(read.id).second)
            return wrong(where, "two clusters have one name");
        model.clusters.push_back(std::move(read));
    }
    ST_TRY(readWarmRows(file, where, model));
    if (const Json& bins = childAt(json, "calibration"); bins.is_array())
        for (const Json& bin : bins)
            if (model.calibration.size() < kMostKinds)
                model.calibration.push_back({valueOr(numberAt(bin, "low"), 0), valueOr(numberAt(bin, "high"), 0),
                                             integerAt(bin, "count", 0), valueOr(numberAt(bin, "predicted"), 0),
                                             valueOr(numberAt(bin, "observed"), 0)});
    model.capacitySpread = readShown(json, "capacity_spread");
    return model;
}

Status saveModel(const ModelSet& model, const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail("model.write",
                    fmt::format("The folder \"{}\" cannot be made ({}).", folder.string(), error.message()),
                    "Name a folder that may be written.");
    ST_TRY(writeModelFile(folder / "MODEL_CARD.md", cardText(model)));
    return writeModelFile(folder / kModelFile, modelBytes(model));
}

Result<ModelSet> loadModel(const std::filesystem::path& path) {
    std::error_code unknown;
    const auto file = std::filesystem::is_directory(path, unknown) ? path / kModelFile : path;
    ST_ASSIGN(const std::string bytes, readModelFile(file));
    return modelFromBytes(bytes, file.string());
}

void Judgement::add(const Encoder& encoder, const HistoryJob& job) {
    for (const LabelledWindow& window : job.windows) {
        if (window.reading.nodes.size() != job.graph.nodes.size())
            continue;
        const Flows flows = flowsOf(job.facts, window.reading);
        const auto outlook = look(encoder, encode(job.graph, flows));
        ++windows;
        for (std::size_t v = 0; v < outlook.size(); ++v) {
            if (job.facts.nodes[v].pinned)
                continue;
            const NodeReading& seen = window.reading.nodes[v];
            if (v < window.labels.size() && window.labels[v] >= 0 && std::isfinite(flows.logDemand[v]))
                labels.emplace_back(outlook[v].probability(flows.logDemand[v], seen.p), window.labels[v]);
            if (const double capacity = shownCapacity(seen); std::isfinite(capacity))
                capacityErrors.push_back(outlook[v].logCapacity(seen.p) - capacity);
        }
    }
}

Figures Judgement::figures() const {
    Figures f;
    f.windows = windows;
    f.labels = static_cast<std::int64_t>(labels.size());
    double loss = 0, brier = 0;
    std::int64_t right = 0, found = 0;
    for (const auto& [p, label] : labels) {
        const double of = std::clamp(label == 1 ? p : 1 - p, 1e-6, 1.0);
        loss -= std::log(of);
        brier += (p - label) * (p - label);
        right += (p >= 0.5) == (label == 1);
        f.ones += label;
        found += label == 1 && p >= 0.5;
    }
    const auto n = static_cast<double>(labels.size());
    if (!labels.empty()) {
        f.loss = loss / n;
        f.brier = brier / n;
        f.accuracy = static_cast<double>(right) / n;
    }
    if (f.ones > 0)
        f.recall = static_cast<double>(found) / static_cast<double>(f.ones);
    if (!capacityErrors.empty()) {
        std::vector<double> sizes;
        for (const double error : capacityErrors)
            sizes.push_back(std::abs(error));
        std::ranges::nth_element(sizes, sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2));
        f.capacityError = sizes[sizes.size() / 2];
    }
    return f;
}

std::vector<CalibrationBin> Judgement::calibration() const {
    constexpr std::size_t kBins = 10;
    std::vector<CalibrationBin> bins(kBins);
    for (std::size_t b = 0; b < kBins; ++b)
        bins[b].low = static_cast<double>(b) / kBins, bins[b].high = static_cast<double>(b + 1) / kBins;
    for (const auto& [p, label] : labels) {
        CalibrationBin& bin = bins[std::min(kBins - 1, static_cast<std::size_t>(p * kBins))];
        ++bin.count;
        bin.predicted += p;
        bin.observed += label;
    }
    std::erase_if(bins, [](const CalibrationBin& bin) { return bin.count == 0; });
    for (CalibrationBin& bin : bins) {
        bin.predicted /= static_cast<double>(bin.count);
        bin.observed /= static_cast<double>(bin.count);
    }
    return bins;
}

} // namespace streamtune::learn
