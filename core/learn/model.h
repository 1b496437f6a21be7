// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A trained model: one encoder per cluster, a global one to fall back on, rows to warm up the per-job heads with, and
/// a card that says what it was made from and how good it is. One file (tensor_file.h), meta = the card.

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/learn/encoder.h"
#include "core/learn/training_history.h"

namespace streamtune::learn {

/// How good an encoder is on windows of jobs it has not seen.
struct Figures {
    std::int64_t windows = 0, labels = 0, ones = 0;
    double loss = kUnknown;          ///< mean log loss of the labels
    double brier = kUnknown;         ///< mean squared error of the probabilities
    double accuracy = kUnknown;      ///< share right at 0.5
    double recall = kUnknown;        ///< share of the bottlenecks found
    double capacityError = kUnknown; ///< median |log predicted / measured capacity|
};

/// How often what was called p came true.
struct CalibrationBin {
    double low = 0, high = 0; ///< of the predicted probability
    std::int64_t count = 0;
    double predicted = 0; ///< mean
    double observed = 0;  ///< share of label 1
};

struct ClusterEncoder {
    std::string id;  ///< "global", "c1", …
    JobGraph centre; ///< empty for "global"
    bool own = true; ///< false: too little history, the global encoder stands in
    std::string why; ///< a sentence: why not its own, or how the training ended
    Encoder encoder; ///< of "global" where not its own
    std::int64_t jobs = 0, heldOutJobs = 0, windows = 0;
    int epochs = 0, bestEpoch = 0;
    Figures heldOut;
};

/// A row of history as the per-job heads use it.
struct WarmRow {
    int kind = 0; ///< index into ModelSet::kinds
    int cluster = -1;
    float demand = 0; ///< log demand minus the encoder's level
    float logP = 0;
    int label = 0;
};

struct ModelCard {
    std::string id;          ///< folder name; letters, digits, "-", "_", "."
    std::string engine;      ///< of the history: simulated | flink | timely
    std::string origin;      ///< a sentence: what history
    std::string kind;        ///< "encoders", or "job": fine-tuned for one
    std::string job;         ///< "connection/job" of a fine-tuned one
    std::string parent;      ///< id of the model it was made from
    std::string created;     ///< RFC 3339
    std::string codeVersion; ///< of this program
    int encodingVersion = kEncodingVersion;
    EncoderTraining settings; ///< seed included
    HistoryFigures history;
    std::vector<std::string> heldOut; ///< names of the jobs kept from training
    double tau = 5;                   ///< of the clustering
    double novelty = 10;              ///< further from every centre: unlike anything seen
};

struct ModelSet {
    ModelCard card;
    std::vector<std::string> kinds; ///< of operators, as kindOf() names them; the last one is "other"
    ClusterEncoder global;
    std::vector<ClusterEncoder> clusters;
    std::vector<WarmRow> warm;
    std::vector<CalibrationBin> calibration; ///< all held-out windows, each with its cluster's encoder
    double capacitySpread = kUnknown;        ///< standard deviation of log predicted / measured, held-out

    [[nodiscard]] int kindIndex(const std::string& kind) const;
    [[nodiscard]] const ClusterEncoder* find(const std::string& cluster) const;
};

[[nodiscard]] bool goodModelId(const std::string& id);
[[nodiscard]] Json trainingToJson(const EncoderTraining& settings);
/// What is missing or out of range gets its default.
[[nodiscard]] EncoderTraining trainingFromJson(const Json& json);
[[nodiscard]] Json figuresToJson(const Figures& figures);

[[nodiscard]] Json cardJson(const ModelSet& model);
/// For people: MODEL_CARD.md.
[[nodiscard]] std::string cardText(const ModelSet& model);

[[nodiscard]] std::string modelBytes(const ModelSet& model);
/// Everything is checked before it is believed: sums, shapes, ranges, features version, and that the probability never
/// rises with parallelism. Errors "model.weights", "model.format", "model.version", "model.monotone".
[[nodiscard]] Result<ModelSet> modelFromBytes(std::string_view bytes, std::string_view where);

inline constexpr const char* kModelFile = "model.bin";
/// `folder`/model.bin and MODEL_CARD.md. Errors "model.write".
[[nodiscard]] Status saveModel(const ModelSet& model, const std::filesystem::path& folder);
/// `path`: the folder or the file. Errors "model.read" and those of modelFromBytes().
[[nodiscard]] Result<ModelSet> loadModel(const std::filesystem::path& path);

/// The encoder's answers on labelled windows, one entry per label 0 or 1 and per measured capacity.
struct Judgement {
    std::vector<std::pair<double, int>> labels; ///< probability, label
    std::vector<double> capacityErrors;         ///< log predicted / measured
    std::int64_t windows = 0;
    void add(const Encoder& encoder, const HistoryJob& job);
    [[nodiscard]] Figures figures() const;
    [[nodiscard]] std::vector<CalibrationBin> calibration() const;
};

/// What the program ships (models/default); null where it was built without.
[[nodiscard]] std::shared_ptr<const ModelSet> shippedModel();

} // namespace streamtune::learn
