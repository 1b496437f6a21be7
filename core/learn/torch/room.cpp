// SPDX-License-Identifier: GPL-3.0-or-later
// The module: training loop, and the one symbol that the program looks up.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <fmt/format.h>
#include <optional>

#include "core/learn/torch/autograd.h"
#include "core/learn/torch/neural.h"

namespace streamtune::learn::torch_room {
namespace {

/// Means over what teaches: where rates lie, and how rare label 1 is.
struct Survey {
    double rates = 0;
    long rateCount = 0, ones = 0, zeros = 0, capacities = 0;

    explicit Survey(const std::vector<Sample>& samples) {
        for (const Sample& sample : samples)
            for (const NodeTarget& target : sample.targets) {
                if (std::isfinite(target.logCapacity)) {
                    rates +=
                        static_cast<double>(target.logCapacity) - std::log(static_cast<double>(std::max(target.p, 1)));
                    ++rateCount;
                    ++capacities;
                } else if (target.label >= 0 && std::isfinite(target.logDemand)) {
                    rates +=
                        static_cast<double>(target.logDemand) - std::log(static_cast<double>(std::max(target.p, 1)));
                    ++rateCount;
                }
                if (std::isfinite(target.logDemand)) {
                    ones += target.label == 1;
                    zeros += target.label == 0;
                }
            }
    }

    double classWeight(double cap) const {
        return ones > 0 ? std::clamp(static_cast<double>(zeros) / static_cast<double>(ones), 1.0, cap) : 1.0;
    }
};

Status checkSettings(const TrainingSet& set, const EncoderTraining& settings) {
    const EncoderShape& shape = settings.shape;
    if (shape.features == 0 || shape.hidden == 0 || shape.hidden > 1024 || shape.layers == 0 || shape.layers > 8 ||
        settings.batch < 1 || settings.epochs < 1 || settings.patience < 1 || !(settings.learningRate > 0) ||
        !(settings.weightDecay >= 0) || !(settings.capacityWeight >= 0) || !(settings.classWeightCap >= 1))
        return fail("train.settings", "A setting of the training is out of range.",
                    "Hidden 1 to 1024, layers 1 to 8, batch, epochs and patience from 1, a positive learning rate.");
    for (const auto* part : {&set.training, &set.validation})
        for (const Sample& sample : *part)
            if (sample.graph.rows.size() != sample.graph.nodes * shape.features ||
                sample.targets.size() != sample.graph.nodes)
                return fail("train.settings", "A sample has another number of features than the encoder reads.");
    return {};
}

class Trainer {
public:
    Trainer(const TrainingSet& set, const EncoderTraining& settings, TrainingState state)
        : m_settings(settings), m_state(std::move(state)), m_network(settings.shape, settings.threads),
          m_gradient(settings.shape.weights()) {
        const auto batches = [&](const std::vector<Sample>& samples) {
            return collate(samples, settings.shape.features, static_cast<std::size_t>(settings.batch), m_state.centre,
                           m_state.classWeight, settings.capacityWeight);
        };
        m_training = batches(set.training);
        m_validation = batches(set.validation);
    }

    Trained run(const std::stop_token& stop, const EpochSink& onEpoch, const BatchSink& onBatch) {
        while (m_state.epoch < m_settings.epochs) {
            if (m_state.epoch - m_state.bestEpoch >= m_settings.patience)
                return ended(
                    TrainingEnd::EarlyStop,
                    fmt::format("Stopped early after epoch {}: the {} loss was best after epoch {} and has not "
                                "become better since.",
                                m_state.epoch, lossName(), m_state.bestEpoch));
            const TrainingState before = m_state; // what an interrupted epoch goes back to
            const auto begin = std::chrono::steady_clock::now();
            Epoch epoch{m_state.epoch + 1, 0, std::numeric_limits<double>::quiet_NaN(), 0};
            const std::optional<double> loss = pass(stop, onBatch);
            if (!loss) {
                m_state = before;
                return ended(TrainingEnd::Cancelled,
                             fmt::format("Cancelled in epoch {}; what was reached after epoch {} is kept.",
                                         epoch.number, m_state.epoch));
            }
            epoch.training = *loss;
            if (!m_validation.empty())
                epoch.validation = validate();
            const double deciding = m_validation.empty() ? epoch.training : epoch.validation;
            if (!std::isfinite(epoch.training) || !std::isfinite(deciding)) {
                m_state = before;
                return ended(TrainingEnd::Diverged,
                             fmt::format("The loss of epoch {} is no number: the learning rate of {} is probably too "
                                         "large. The weights of epoch {} are kept.",
                                         epoch.number, m_settings.learningRate, m_state.bestEpoch));
            }
            epoch.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
            m_state.epoch = epoch.number;
            m_state.curve.push_back(epoch);
            if (deciding < m_state.bestLoss) {
                m_state.bestLoss = deciding;
                m_state.bestEpoch = epoch.number;
                m_state.best = m_state.weights;
            }
            if (onEpoch)
                onEpoch(m_state);
        }
        return ended(TrainingEnd::Finished, fmt::format("All {} epochs are done.", m_settings.epochs));
    }

private:
    const char* lossName() const { return m_validation.empty() ? "training" : "validation"; }

    Trained ended(TrainingEnd end, std::string why) { return {end, std::move(m_state), std::move(why)}; }

    std::optional<double> pass(const std::stop_token& stop, const BatchSink& onBatch) {
        const auto order = batchOrder(m_settings.seed, m_state.epoch, m_training.size());
        double loss = 0, weight = 0;
        int done = 0;
        for (const std::size_t b : order) {
            if (stop.stop_requested())
                return std::nullopt;
            const Batch& batch = m_training[b];
            if (batch.weight > 0) {
                loss += batch.weight * lossByHand(m_network, batch, m_state.weights, m_gradient);
                weight += batch.weight;
                const long step = static_cast<long>(m_state.epoch) * static_cast<long>(order.size()) + done + 1;
                adam(m_state.weights, m_gradient, m_state.first, m_state.second, m_settings.learningRate,
                     m_settings.weightDecay, step);
            }
            ++done;
            if (onBatch)
                onBatch(done, static_cast<int>(order.size()));
        }
        return weight > 0 ? loss / weight : loss;
    }

    double validate() {
        double loss = 0, weight = 0;
        for (const Batch& batch : m_validation)
            if (batch.weight > 0) {
                loss += batch.weight * m_network.run(batch, m_state.weights.data(), nullptr);
                weight += batch.weight;
            }
        return weight > 0 ? loss / weight : std::numeric_limits<double>::quiet_NaN();
    }

    const EncoderTraining& m_settings;
    TrainingState m_state;
    Network m_network;
    std::vector<float> m_gradient;
    std::vector<Batch> m_training, m_validation;
};

bool fits(const TrainingState& state, std::size_t weights) {
    return state.weights.size() == weights && state.first.size() == weights && state.second.size() == weights &&
           state.best.size() == weights && state.epoch >= 0;
}

class Room final : public TorchRoom {
public:
    Room() { settleThreads(); }

    Result<Trained> train(const TrainingSet& set, const EncoderTraining& settings, const TrainingState* from,
                          std::stop_token stop, const EpochSink& onEpoch, const BatchSink& onBatch) override {
        ST_TRY(checkSettings(set, settings));
        const Survey survey(set.training);
        if (survey.rateCount == 0)
            return fail("train.empty",
                        "No window of the history has a usable label or a measured capacity, so there is nothing to "
                        "learn from.",
                        "Observe jobs under load, or import a history.");
        TrainingState state;
        const std::size_t size = settings.shape.weights();
        if (from) {
            if (!fits(*from, size))
                return fail("train.checkpoint", "The checkpoint is of a training with other settings.",
                            "Start the training anew.");
            state = *from;
            if (!(state.classWeight > 0)) // weights to begin with, not a training to go on with
                state.classWeight = survey.classWeight(settings.classWeightCap);
        } else {
            state.centre = survey.rates / static_cast<double>(survey.rateCount);
            state.classWeight = survey.classWeight(settings.classWeightCap);
            state.weights = initialWeights(settings.shape, settings.seed);
            state.first.assign(size, 0.0F);
            state.second.assign(size, 0.0F);
            state.best = state.weights;
        }
        return guarded<Trained>([&] { return Trainer(set, settings, std::move(state)).run(stop, onEpoch, onBatch); });
    }

    Result<NeuralHeadWeights> trainNeural(std::span<const HeadRow> rows, std::size_t kinds,
                                          const NeuralHeadTraining& settings, const NeuralHeadWeights* start,
                                          std::stop_token stop) override {
        return guarded<NeuralHeadWeights>([&] { return fitNeural(rows, kinds, settings, start, stop); });
    }

    Result<LossGradient> lossGradient(const std::vector<Sample>& samples, const Encoder& encoder,
                                      const EncoderTraining& settings, double classWeight, bool byHand) override {
        return guarded<LossGradient>([&] {
            const auto batches = collate(samples, encoder.shape.features, samples.size(), encoder.centre, classWeight,
                                         settings.capacityWeight);
            LossGradient result{0, std::vector<float>(encoder.weights.size())};
            if (batches.empty())
                return result;
            Network network(encoder.shape, settings.threads);
            result.loss = byHand ? lossByHand(network, batches.front(), encoder.weights, result.gradient)
                                 : lossByAutograd(batches.front(), encoder.shape, encoder.weights, result.gradient);
            return result;
        });
    }

    std::string version() const override { return torchVersion(); }

private:
    template <typename T, typename F>
    static Result<T> guarded(F&& body) {
        try {
            return body();
        } catch (const std::exception& e) { // c10::Error::what() is a page with a backtrace: the first line says it
            const std::string text = e.what();
            return fail("train.failed", "LibTorch reports: " + text.substr(0, text.find('\n')).substr(0, 300));
        }
    }
};

} // namespace
} // namespace streamtune::learn::torch_room

extern "C" __attribute__((visibility("default"))) streamtune::learn::TorchRoom* streamtune_torch_room(int version) {
    if (version != streamtune::learn::kTorchRoomVersion)
        return nullptr;
    static auto* room = new streamtune::learn::torch_room::Room; // lives as long as the process, like LibTorch itself
    return room;
}
