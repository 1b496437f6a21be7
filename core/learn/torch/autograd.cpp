// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/torch/autograd.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <algorithm>
#include <cblas.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/version.h>

namespace streamtune::learn::torch_room {
namespace {

/// Forward and backward run together by hand: what backward needs is then already there, and nothing is recorded.
class EncoderLoss final : public torch::autograd::Function<EncoderLoss> {
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& weights, Network* network,
                              const Batch* batch) {
        at::Tensor gradient = at::empty_like(weights);
        const double loss = network->run(*batch, weights.data_ptr<float>(), gradient.data_ptr<float>());
        context->save_for_backward({gradient});
        return at::scalar_tensor(loss, at::kDouble);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& outer) {
        at::Tensor gradient = context->get_saved_variables()[0];
        if (const double factor = outer[0].item<double>(); factor != 1)
            gradient = gradient * factor;
        return {gradient, {}, {}};
    }
};

at::Tensor view(std::span<const float> values) {
    return at::from_blob(const_cast<float*>(values.data()), {static_cast<std::int64_t>(values.size())}, at::kFloat);
}

/// nodes x nodes, a row of means.
at::Tensor meanMatrix(const Adjacency& adjacency, std::size_t nodes) {
    at::Tensor matrix = at::zeros({static_cast<std::int64_t>(nodes), static_cast<std::int64_t>(nodes)}, at::kDouble);
    auto cells = matrix.accessor<double, 2>();
    for (std::size_t v = 0; v + 1 < adjacency.start.size(); ++v)
        for (std::uint32_t e = adjacency.start[v]; e < adjacency.start[v + 1]; ++e)
            cells[static_cast<std::int64_t>(v)][adjacency.list[e]] +=
                1.0 / (adjacency.start[v + 1] - adjacency.start[v]);
    return matrix;
}

at::Tensor columnOf(const std::vector<Target>& targets, float Target::* field) {
    at::Tensor column = at::empty({static_cast<std::int64_t>(targets.size())}, at::kDouble);
    for (std::size_t i = 0; i < targets.size(); ++i)
        column[static_cast<std::int64_t>(i)] = static_cast<double>(targets[i].*field);
    return column;
}

at::Tensor shardLoss(const Shard& shard, const EncoderShape& shape, const at::Tensor& weights) {
    const auto nodes = static_cast<std::int64_t>(shard.nodes), hidden = static_cast<std::int64_t>(shape.hidden);
    std::int64_t at = 0;
    const auto take = [&](std::int64_t rows, std::int64_t columns) {
        const at::Tensor part = weights.narrow(0, at, rows * columns).view({rows, columns});
        at += rows * columns;
        return part;
    };
    const at::Tensor parents = meanMatrix(shard.parents, shard.nodes),
                     children = meanMatrix(shard.children, shard.nodes);
    const auto features = static_cast<std::int64_t>(shape.features);
    at::Tensor h = view(shard.first).to(at::kDouble).view({nodes, 3 * features}).narrow(1, 0, features);
    for (std::size_t l = 0; l < shape.layers; ++l) {
        const at::Tensor w = take(3 * static_cast<std::int64_t>(shape.width(l)), hidden), b = take(1, hidden);
        h = at::relu(at::matmul(at::cat({h, parents.matmul(h), children.matmul(h)}, 1), w) + b);
    }
    const at::Tensor u = take(hidden, static_cast<std::int64_t>(kOutputs));
    const at::Tensor d = take(1, static_cast<std::int64_t>(kOutputs));
    const at::Tensor raw = (h.matmul(u) + d)
                               .narrow(0, static_cast<std::int64_t>(shard.teaching.begin),
                                       static_cast<std::int64_t>(shard.targets.size()));
    const at::Tensor sharpness = 0.5 + 4 * at::softplus(raw.select(1, 1));
    const at::Tensor capacity =
        raw.select(1, 0) + (0.4 + 0.6 * at::sigmoid(raw.select(1, 2))) * columnOf(shard.targets, &Target::logP);
    const at::Tensor z = sharpness * (columnOf(shard.targets, &Target::logDemand) - capacity);
    const at::Tensor labels = at::softplus(z) - columnOf(shard.targets, &Target::label) * z;
    const at::Tensor capacities =
        at::huber_loss(capacity, columnOf(shard.targets, &Target::logCapacity), at::Reduction::None, 0.5);
    return (columnOf(shard.targets, &Target::labelWeight) * labels).sum() +
           (columnOf(shard.targets, &Target::capacityWeight) * capacities).sum();
}

void copyGradient(const at::Tensor& gradient, std::span<float> to) {
    const at::Tensor plain = gradient.to(at::kFloat).contiguous();
    std::copy_n(plain.data_ptr<float>(), to.size(), to.data());
}

} // namespace

double lossByHand(Network& network, const Batch& batch, std::span<const float> weights, std::span<float> gradient) {
    at::Tensor leaf = view(weights);
    leaf.requires_grad_(true);
    const at::Tensor loss = EncoderLoss::apply(leaf, &network, &batch);
    loss.backward();
    copyGradient(leaf.grad(), gradient);
    return loss.item<double>();
}

double lossByAutograd(const Batch& batch, const EncoderShape& shape, std::span<const float> weights,
                      std::span<float> gradient) {
    const at::Tensor leaf = view(weights).to(at::kDouble).detach();
    leaf.requires_grad_(true);
    at::Tensor loss = at::zeros({}, at::kDouble);
    for (const Shard& shard : batch.shards)
        if (!shard.targets.empty())
            loss = loss + shardLoss(shard, shape, leaf);
    if (loss.requires_grad()) {
        loss.backward();
        copyGradient(leaf.grad(), gradient);
    } else {
        std::ranges::fill(gradient, 0.0F);
    }
    return loss.item<double>();
}

void settleThreads() {
    at::set_num_threads(1);
    openblas_set_num_threads(1); // set_num_threads does not reach OpenBLAS
}

const char* torchVersion() {
    return TORCH_VERSION;
}

} // namespace streamtune::learn::torch_room
