// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Training of encoders and of the neural head: what goes into the LibTorch module and what comes out of it. Plain
/// values, headers only, because the module is a shared object of its own (torch/) that is loaded on first use.

#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>
#include <random>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/learn/encoder.h"

namespace streamtune::learn {

/// What one window says about one node of its graph.
struct NodeTarget {
    float logDemand = std::numeric_limits<float>::quiet_NaN();   ///< log records/s; NaN: this node teaches nothing
    float logCapacity = std::numeric_limits<float>::quiet_NaN(); ///< measured at p, log records/s; NaN = unknown
    int p = 1;
    int label = -1; ///< 1 bottleneck, 0 not, -1 masked
};

/// One window: a graph with a target per node.
struct Sample {
    EncodedGraph graph;
    std::vector<NodeTarget> targets;
    float weight = 1;
};

struct TrainingSet {
    std::vector<Sample> training;
    std::vector<Sample> validation; ///< of other jobs; may be empty: the training loss then decides
};

struct EncoderTraining {
    EncoderShape shape;
    int batch = 64;              ///< graphs
    int epochs = 200;            ///< at most
    int patience = 25;           ///< epochs without a better validation loss
    double learningRate = 3e-3;  ///< of Adam
    double weightDecay = 1e-4;   ///< decoupled
    double capacityWeight = 0.5; ///< of the measured capacity beside the labels (0: labels alone)
    double classWeightCap = 10;  ///< a rare label counts at most so many times
    std::uint64_t seed = 1;
    int threads = 1; ///< the result does not depend on it
    bool operator==(const EncoderTraining&) const = default;
};

/// Which of `batches` an epoch (from 0) takes when: follows from these numbers alone, so a resume needs no generator.
[[nodiscard]] inline std::vector<std::size_t> batchOrder(std::uint64_t seed, int epoch, std::size_t batches) {
    std::vector<std::size_t> order(batches);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::mt19937_64 random(seed * 1'000'003 + static_cast<std::uint64_t>(epoch));
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[random() % i]);
    return order;
}

struct Epoch {
    int number = 0; ///< from 1
    double training = 0;
    double validation = std::numeric_limits<double>::quiet_NaN();
    double seconds = 0;
};

/// Everything a resume needs to end bit-equal to a training that was never interrupted: the state after an epoch.
struct TrainingState {
    int epoch = 0; ///< epochs done
    double centre = 0;
    double classWeight = 1;                    ///< of label 1
    std::vector<float> weights, first, second; ///< with Adam's moments
    std::vector<float> best;
    int bestEpoch = 0;
    double bestLoss = std::numeric_limits<double>::infinity();
    std::vector<Epoch> curve;
};

enum class TrainingEnd { Finished, EarlyStop, Cancelled, Diverged };

struct Trained {
    TrainingEnd end = TrainingEnd::Finished;
    TrainingState state;
    std::string why; ///< a sentence on early stop, cancel and divergence
};

/// After every epoch, on the training thread.
using EpochSink = std::function<void(const TrainingState&)>;
/// After every batch: done, of all in this epoch.
using BatchSink = std::function<void(int done, int total)>;

/// Loss and its gradient, worked out by hand or by autograd: for tests.
struct LossGradient {
    double loss = 0;
    std::vector<float> gradient;
};

/// A row of the per-job heads (see heads.h).
struct HeadRow {
    float demand = 0; ///< log demand minus the encoder's level
    float logP = 0;
    int kind = 0; ///< class of operator, 0-based
    int label = 0;
    float weight = 1;
};

/// A small network of the neural head; never rising with p, never falling with demand, by the signs of its weights.
struct NeuralHeadWeights {
    std::size_t hidden = 8;
    std::size_t kinds = 1;
    std::vector<float> values; ///< demand[h] p[h] kind[kinds x h] bias[h] out[h] offset[1]; see neuralLogit()
};

struct NeuralHeadTraining {
    int steps = 300;
    double learningRate = 0.03;
    double decay = 1e-3;
    std::uint64_t seed = 1;
};

/// What the module offers. One object, safe from several threads as long as each call has its own data.
class TorchRoom {
public:
    TorchRoom() = default;
    TorchRoom(const TorchRoom&) = delete;
    TorchRoom& operator=(const TorchRoom&) = delete;
    virtual ~TorchRoom() = default;

    /// Errors "train.empty" (no label and no measured capacity), "train.settings". `from`: goes on from there.
    [[nodiscard]] virtual Result<Trained> train(const TrainingSet& set, const EncoderTraining& settings,
                                                const TrainingState* from, std::stop_token stop,
                                                const EpochSink& onEpoch, const BatchSink& onBatch) = 0;
    /// `start` empty: from a seed. Falls silent on a stop: what it had is returned.
    [[nodiscard]] virtual Result<NeuralHeadWeights> trainNeural(std::span<const HeadRow> rows, std::size_t kinds,
                                                                const NeuralHeadTraining& settings,
                                                                const NeuralHeadWeights* start,
                                                                std::stop_token stop) = 0;
    /// Mean loss of all samples as one batch. `byHand` false: plain tensor operations and autograd.
    [[nodiscard]] virtual Result<LossGradient> lossGradient(const std::vector<Sample>& samples, const Encoder& encoder,
                                                            const EncoderTraining& settings, double classWeight,
                                                            bool byHand) = 0;
    [[nodiscard]] virtual std::string version() const = 0;
};

inline constexpr int kTorchRoomVersion = 1; ///< of the classes above: a module of another build is refused

/// Loads the module on the first call (about 0.4 s), from beside the program or its lib folder, or from
/// $STREAMTUNE_MODULES. Error "train.module": it is not installed, or of another build.
[[nodiscard]] Result<TorchRoom*> torchRoom();

} // namespace streamtune::learn
