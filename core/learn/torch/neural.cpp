// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/torch/neural.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <cmath>
#include <random>
#include <torch/csrc/autograd/variable.h>

#include "core/learn/torch/network.h"

namespace streamtune::learn::torch_room {
namespace {

/// Small weights of both signs, and signs by softplus: see neuralLogit() in heads.cpp, which this mirrors.
std::vector<float> startValues(std::size_t hidden, std::size_t kinds, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    const auto uniform = [&] { return static_cast<float>(static_cast<double>(random() >> 11) * 0x1p-53 * 2 - 1); };
    std::vector<float> values;
    for (std::size_t j = 0; j < hidden; ++j)
        values.push_back(0.5F + uniform());
    for (std::size_t j = 0; j < hidden; ++j)
        values.push_back(0.5F + uniform());
    for (std::size_t j = 0; j < kinds * hidden; ++j)
        values.push_back(0.1F * uniform());
    for (std::size_t j = 0; j < hidden; ++j)
        values.push_back(2 * uniform());
    for (std::size_t j = 0; j < hidden; ++j)
        values.push_back(uniform());
    values.push_back(0);
    return values;
}

} // namespace

NeuralHeadWeights fitNeural(std::span<const HeadRow> rows, std::size_t kinds, const NeuralHeadTraining& settings,
                            const NeuralHeadWeights* start, const std::stop_token& stop) {
    NeuralHeadWeights head;
    head.kinds = kinds;
    const bool goesOn = start && start->kinds == kinds && start->hidden == head.hidden &&
                        start->values.size() == (kinds + 4) * head.hidden + 1;
    head.values = goesOn ? start->values : startValues(head.hidden, kinds, settings.seed);
    if (rows.empty())
        return head;
    const auto n = static_cast<std::int64_t>(rows.size()), h = static_cast<std::int64_t>(head.hidden);
    const auto k = static_cast<std::int64_t>(kinds);
    std::vector<float> demand, logP, label, weight;
    std::vector<std::int64_t> kind;
    double total = 0;
    for (const HeadRow& row : rows)
        total += static_cast<double>(row.weight);
    for (const HeadRow& row : rows) {
        demand.push_back(row.demand);
        logP.push_back(row.logP);
        label.push_back(static_cast<float>(row.label));
        weight.push_back(static_cast<float>(static_cast<double>(row.weight) / total));
        kind.push_back(std::clamp<std::int64_t>(row.kind, 0, k - 1));
    }
    const auto column = [&](std::vector<float>& values) { return at::from_blob(values.data(), {n, 1}, at::kFloat); };
    const at::Tensor x = column(demand), p = column(logP);
    const at::Tensor y = column(label).squeeze(1), w = column(weight).squeeze(1);
    const at::Tensor which = at::from_blob(kind.data(), {n}, at::kLong);
    at::Tensor values = at::from_blob(head.values.data(), {static_cast<std::int64_t>(head.values.size())}, at::kFloat);
    values.requires_grad_(true);
    std::vector<float> first(head.values.size()), second(head.values.size());
    for (int step = 1; step <= settings.steps && !stop.stop_requested(); ++step) {
        const at::Tensor up = at::softplus(values.narrow(0, 0, h)), down = at::softplus(values.narrow(0, h, h));
        const at::Tensor kinds2 = values.narrow(0, 2 * h, k * h).view({k, h}).index_select(0, which);
        const at::Tensor bias = values.narrow(0, (2 + k) * h, h), out = at::softplus(values.narrow(0, (3 + k) * h, h));
        const at::Tensor u = at::tanh(x * up - p * down + kinds2 + bias);
        const at::Tensor z = (4 * u * out).sum(1) + values.narrow(0, (4 + k) * h, 1);
        const at::Tensor loss = (w * (at::softplus(z) - y * z)).sum() + settings.decay * values.square().sum();
        if (values.grad().defined())
            values.mutable_grad().reset();
        loss.backward();
        const at::Tensor gradient = values.grad();
        adam(head.values, {gradient.data_ptr<float>(), head.values.size()}, first, second, settings.learningRate, 0,
             step);
    }
    return head;
}

} // namespace streamtune::learn::torch_room
