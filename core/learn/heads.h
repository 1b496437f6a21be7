// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Per-job heads on labels alone: P(bottleneck) from log demand minus the encoder's level, parallelism and class of
/// operator. All never rise with parallelism and never fall with demand, by the signs of their weights. Fitted anew
/// after every observation, in milliseconds.

#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/learn/encoder_training.h"

namespace streamtune::learn {

class MonotoneHead {
public:
    MonotoneHead() = default;
    MonotoneHead(const MonotoneHead&) = delete;
    MonotoneHead& operator=(const MonotoneHead&) = delete;
    virtual ~MonotoneHead() = default;

    /// Rows with label 0 or 1. One class alone gives a flat probability. Errors "train.module", "train.failed".
    [[nodiscard]] virtual Status fit(std::span<const HeadRow> rows, std::size_t kinds, std::stop_token stop) = 0;
    /// P(bottleneck) at p = 1 … upTo.
    [[nodiscard]] virtual std::vector<double> curve(double demand, int kind, int upTo) const = 0;
};

/// A linear support vector machine with signs, and Platt's scale on its margins.
[[nodiscard]] std::unique_ptr<MonotoneHead> makeLinearHead();
/// Gradient boosted trees with monotone constraints (XGBoost, in a module of its own).
[[nodiscard]] Result<std::unique_ptr<MonotoneHead>> makeTreesHead();
/// A small network whose weights on demand and parallelism have signs (LibTorch, in its module).
[[nodiscard]] Result<std::unique_ptr<MonotoneHead>> makeNeuralHead();

/// "st-svm", "st-xgb", "st-neural". Error "tune.method".
[[nodiscard]] Result<std::unique_ptr<MonotoneHead>> makeHead(const std::string& method);

/// Sweeps random nodes and parallelisms of a fitted head. Error "model.monotone".
[[nodiscard]] Status checkMonotone(const MonotoneHead& head, std::size_t kinds, std::size_t pairs, std::uint64_t seed);

/// The neural head's logit, as its training computes it:
/// offset + sum_j softplus(out_j) 4 tanh(softplus(demand_j) x - softplus(p_j) log p + kind_j + bias_j).
[[nodiscard]] double neuralLogit(const NeuralHeadWeights& head, double demand, double logP, int kind);

/// Boosted trees in a module: what is fitted answers until it is gone.
class TreesRoom {
public:
    TreesRoom() = default;
    TreesRoom(const TreesRoom&) = delete;
    TreesRoom& operator=(const TreesRoom&) = delete;
    virtual ~TreesRoom() = default;

    class Trees {
    public:
        Trees() = default;
        Trees(const Trees&) = delete;
        Trees& operator=(const Trees&) = delete;
        virtual ~Trees() = default;
        /// Probabilities of `rows`, whose labels and weights are not read.
        [[nodiscard]] virtual std::vector<double> answer(std::span<const HeadRow> rows) const = 0;
    };
    [[nodiscard]] virtual Result<std::unique_ptr<Trees>> fit(std::span<const HeadRow> rows, std::size_t kinds) = 0;
    [[nodiscard]] virtual std::string version() const = 0;
};
inline constexpr int kTreesRoomVersion = 1;

} // namespace streamtune::learn
