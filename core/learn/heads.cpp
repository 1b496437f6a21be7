// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/heads.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <mutex>
#include <optional>
#include <random>

#include "core/learn/dense.h"
#include "core/learn/module.h"

namespace streamtune::learn {
namespace {

double softplus(double x) {
    return x > 30 ? x : std::log1p(std::exp(x));
}

double sigmoid(double x) {
    return 1 / (1 + std::exp(-x));
}

/// Of one class alone nothing can be learned but that it is likely; Laplace's rule.
std::optional<double> flatAnswer(std::span<const HeadRow> rows) {
    double ones = 0;
    for (const HeadRow& row : rows)
        ones += row.label == 1;
    const auto n = static_cast<double>(rows.size());
    return ones == 0 || ones == n ? std::optional((ones + 1) / (n + 2)) : std::nullopt;
}

/// What the heads share: an answer while there is one class only.
class HeadBase : public MonotoneHead {
public:
    Status fit(std::span<const HeadRow> rows, std::size_t kinds, std::stop_token stop) final {
        m_flat = flatAnswer(rows);
        return m_flat ? Status{} : learn(rows, kinds, std::move(stop));
    }
    std::vector<double> curve(double demand, int kind, int upTo) const final {
        const auto n = static_cast<std::size_t>(std::max(upTo, 0));
        return m_flat ? std::vector<double>(n, *m_flat) : answer(demand, kind, n);
    }

protected:
    [[nodiscard]] virtual Status learn(std::span<const HeadRow> rows, std::size_t kinds, std::stop_token stop) = 0;
    [[nodiscard]] virtual std::vector<double> answer(double demand, int kind, std::size_t upTo) const = 0;

private:
    std::optional<double> m_flat = 0.5; ///< before any fit
};

/// w_d x - w_p log p + b_kind, squared hinge with ridge; Newton steps on the active rows, signs kept by projection.
class LinearHead final : public HeadBase {
protected:
    Status learn(std::span<const HeadRow> rows, std::size_t kinds, std::stop_token stop) override {
        m_kinds = kinds;
        const std::size_t n = 2 + kinds + 1; // demand, log p, a shift per kind, one for all
        m_weights.assign(n, 0.0);
        m_weights[0] = 1;
        m_weights[1] = 1;
        double total = 0;
        for (const HeadRow& row : rows)
            total += static_cast<double>(row.weight);
        double loss = objective(rows, m_weights, total);
        for (int step = 0; step < 40 && !stop.stop_requested(); ++step) {
            Matrix a(n);
            std::vector<double> g(n);
            for (std::size_t i = 0; i < n; ++i) {
                a(i, i) = ridge(i);
                g[i] = ridge(i) * m_weights[i];
            }
            for (const HeadRow& row : rows) {
                const double y = row.label == 1 ? 1 : -1;
                const double slack = 1 - y * margin(row, m_weights);
                if (slack <= 0)
                    continue;
                const double w = static_cast<double>(row.weight) / total;
                const std::array<std::pair<std::size_t, double>, 4> x = terms(row);
                for (const auto& [i, xi] : x) {
                    g[i] -= w * y * slack * xi;
                    for (const auto& [k, xk] : x)
                        a(i, k) += w * xi * xk;
                }
            }
            const std::vector<double> move = Cholesky(std::move(a)).solve(g);
            double pace = 1;
            std::vector<double> next;
            double better = loss;
            for (; pace > 1e-4; pace /= 2) {
                next = m_weights;
                for (std::size_t i = 0; i < n; ++i)
                    next[i] -= pace * move[i];
                next[0] = std::max(next[0], 1e-3);
                next[1] = std::max(next[1], 1e-3);
                better = objective(rows, next, total);
                if (better < loss)
                    break;
            }
            if (!(better < loss - 1e-12))
                break;
            loss = better;
            m_weights = std::move(next);
        }
        scale(rows, total);
        return {};
    }

    std::vector<double> answer(double demand, int kind, std::size_t upTo) const override {
        std::vector<double> all;
        for (std::size_t p = 1; p <= upTo; ++p) {
            const HeadRow row{static_cast<float>(demand), static_cast<float>(std::log(static_cast<double>(p))), kind, 0,
                              1};
            all.push_back(sigmoid(m_slope * margin(row, m_weights) + m_offset));
        }
        return all;
    }

private:
    static double ridge(std::size_t i) { return i < 2 ? 1e-4 : 1e-3; }

    std::array<std::pair<std::size_t, double>, 4> terms(const HeadRow& row) const {
        const auto kind = static_cast<std::size_t>(std::clamp(row.kind, 0, static_cast<int>(m_kinds) - 1));
        return {std::pair{std::size_t{0}, static_cast<double>(row.demand)},
                {std::size_t{1}, -static_cast<double>(row.logP)},
                {2 + kind, 1.0},
                {2 + m_kinds, 1.0}};
    }

    double margin(const HeadRow& row, const std::vector<double>& weights) const {
        double sum = 0;
        for (const auto& [i, x] : terms(row))
            sum += weights[i] * x;
        return sum;
    }

    double objective(std::span<const HeadRow> rows, const std::vector<double>& weights, double total) const {
        double sum = 0;
        for (std::size_t i = 0; i < weights.size(); ++i)
            sum += 0.5 * ridge(i) * weights[i] * weights[i];
        for (const HeadRow& row : rows) {
            const double slack = 1 - (row.label == 1 ? 1 : -1) * margin(row, weights);
            if (slack > 0)
                sum += 0.5 * static_cast<double>(row.weight) / total * slack * slack;
        }
        return sum;
    }

    /// Platt: a logistic curve over the margins, its slope kept positive.
    void scale(std::span<const HeadRow> rows, double total) {
        m_slope = 2;
        m_offset = 0;
        for (int step = 0; step < 30; ++step) {
            Matrix a(2);
            std::vector<double> g{1e-3 * (m_slope - 2), 1e-3 * m_offset};
            a(0, 0) = a(1, 1) = 1e-3;
            for (const HeadRow& row : rows) {
                const double x = margin(row, m_weights), p = sigmoid(m_slope * x + m_offset);
                const double w = static_cast<double>(row.weight) / total, curvature = w * std::max(p * (1 - p), 1e-6);
                g[0] += w * (p - row.label) * x;
                g[1] += w * (p - row.label);
                a(0, 0) += curvature * x * x;
                a(1, 0) += curvature * x;
                a(0, 1) += curvature * x;
                a(1, 1) += curvature;
            }
            const auto move = Cholesky(std::move(a)).solve(g);
            m_slope = std::clamp(m_slope - std::clamp(move[0], -1.0, 1.0), 0.05, 50.0);
            m_offset -= std::clamp(move[1], -1.0, 1.0);
        }
    }

    std::size_t m_kinds = 1;
    std::vector<double> m_weights;
    double m_slope = 1, m_offset = 0;
};

class TreesHead final : public HeadBase {
public:
    explicit TreesHead(TreesRoom& room) : m_room(room) {}

protected:
    Status learn(std::span<const HeadRow> rows, std::size_t kinds, std::stop_token) override {
        ST_ASSIGN(m_trees, m_room.fit(rows, kinds));
        return {};
    }
    std::vector<double> answer(double demand, int kind, std::size_t upTo) const override {
        std::vector<HeadRow> rows;
        for (std::size_t p = 1; p <= upTo; ++p)
            rows.push_back(
                {static_cast<float>(demand), static_cast<float>(std::log(static_cast<double>(p))), kind, 0, 1});
        return m_trees->answer(rows);
    }

private:
    TreesRoom& m_room;
    std::unique_ptr<TreesRoom::Trees> m_trees;
};

class NeuralHead final : public HeadBase {
public:
    explicit NeuralHead(TorchRoom& room) : m_room(room) {}

protected:
    Status learn(std::span<const HeadRow> rows, std::size_t kinds, std::stop_token stop) override {
        NeuralHeadTraining settings;
        if (!m_weights.values.empty())
            settings.steps = 60; // a window more changes little
        ST_ASSIGN(m_weights, m_room.trainNeural(rows, kinds, settings, m_weights.values.empty() ? nullptr : &m_weights,
                                                std::move(stop)));
        return {};
    }
    std::vector<double> answer(double demand, int kind, std::size_t upTo) const override {
        std::vector<double> all;
        for (std::size_t p = 1; p <= upTo; ++p)
            all.push_back(sigmoid(neuralLogit(m_weights, demand, std::log(static_cast<double>(p)), kind)));
        return all;
    }

private:
    TorchRoom& m_room;
    NeuralHeadWeights m_weights;
};

Result<TreesRoom*> treesRoom() {
    static std::mutex mutex;
    static TreesRoom* room = nullptr;
    const std::lock_guard lock(mutex);
    if (room)
        return room;
    ST_ASSIGN(void* const symbol, moduleSymbol("streamtune-xgboost", "streamtune_trees_room"));
    room = reinterpret_cast<TreesRoom* (*)(int)>(symbol)(kTreesRoomVersion);
    if (!room)
        return fail("train.module", "The XGBoost module is of another version of this program.",
                    "Install program and module from the same package.");
    return room;
}

} // namespace

double neuralLogit(const NeuralHeadWeights& head, double demand, double logP, int kind) {
    const std::size_t h = head.hidden;
    const auto k = static_cast<std::size_t>(std::clamp(kind, 0, static_cast<int>(head.kinds) - 1));
    const auto at = [&](std::size_t i) { return static_cast<double>(head.values[i]); };
    double logit = at((4 + head.kinds) * h);
    for (std::size_t j = 0; j < h; ++j)
        logit += 4 * softplus(at((3 + head.kinds) * h + j)) *
                 std::tanh(softplus(at(j)) * demand - softplus(at(h + j)) * logP + at((2 + k) * h + j) +
                           at((2 + head.kinds) * h + j));
    return logit;
}

std::unique_ptr<MonotoneHead> makeLinearHead() {
    return std::make_unique<LinearHead>();
}

Result<std::unique_ptr<MonotoneHead>> makeTreesHead() {
    ST_ASSIGN(TreesRoom* const room, treesRoom());
    return std::make_unique<TreesHead>(*room);
}

Result<std::unique_ptr<MonotoneHead>> makeNeuralHead() {
    ST_ASSIGN(TorchRoom* const room, torchRoom());
    return std::make_unique<NeuralHead>(*room);
}

Result<std::unique_ptr<MonotoneHead>> makeHead(const std::string& method) {
    if (method == "st-svm")
        return makeLinearHead();
    if (method == "st-xgb")
        return makeTreesHead();
    if (method == "st-neural")
        return makeNeuralHead();
    return fail("tune.method", fmt::format("There is no head \"{}\".", method.substr(0, 60)),
                "Known: st-svm, st-xgb, st-neural.");
}

Status checkMonotone(const MonotoneHead& head, std::size_t kinds, std::size_t pairs, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> demand(-6, 8);
    std::uniform_int_distribution<int> kind(0, static_cast<int>(kinds) - 1);
    constexpr int kUpTo = 256;
    for (std::size_t done = 0; done < pairs; done += kUpTo - 1) {
        const auto curve = head.curve(demand(random), kind(random), kUpTo);
        for (std::size_t p = 0; p < curve.size(); ++p)
            if (!(curve[p] >= 0 && curve[p] <= 1) || (p > 0 && curve[p] > curve[p - 1]))
                return fail(
                    "model.monotone",
                    fmt::format("The head's probability of a bottleneck is {} at parallelism {} and {} at {}; it "
                                "must not rise.",
                                p > 0 ? curve[p - 1] : curve[p], p, curve[p], p + 1),
                    "The model is refused.");
    }
    return {};
}

} // namespace streamtune::learn
