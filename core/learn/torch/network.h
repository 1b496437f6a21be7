// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Forward and backward of the encoder by hand: one matrix product per layer on [h | mean of parents | mean of
/// children]. A third of the time of the same network as tensor operations.

#include <condition_variable>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "core/learn/torch/collated.h"

namespace streamtune::learn::torch_room {

/// The loss of one shard, and its gradient where asked for. Keeps its buffers; one per thread.
class ShardPass {
public:
    explicit ShardPass(const EncoderShape& shape) : m_shape(shape), m_inputs(shape.layers), m_hidden(shape.layers) {}

    /// `gradient` (as long as the weights, overwritten) may be null.
    double run(const Shard& shard, const float* weights, float* gradient);

private:
    void forward(const Shard& shard, const float* weights);
    double judge(const Shard& shard, const float* u, float* gradientU);
    void backward(const Shard& shard, const float* weights, float* gradient);

    EncoderShape m_shape;
    std::vector<std::vector<float>> m_inputs; ///< of every layer but the first
    std::vector<std::vector<float>> m_hidden; ///< outputs
    std::vector<float> m_raw, m_rawGradient;
    std::vector<float> m_delta, m_wide;
};

/// All shards of a batch on up to kShards threads.
class Network {
public:
    Network(const EncoderShape& shape, int threads);
    ~Network();
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;

    /// Mean loss of the batch; the sums are in the order of the shards whatever the threads.
    double run(const Batch& batch, const float* weights, float* gradient);
    [[nodiscard]] const EncoderShape& shape() const { return m_shape; }

private:
    void work(std::size_t shard);

    EncoderShape m_shape;
    std::vector<ShardPass> m_passes;
    std::vector<std::vector<float>> m_gradients;
    std::vector<double> m_losses;
    const Batch* m_batch = nullptr;
    const float* m_weights = nullptr;
    bool m_wanted = false; ///< gradients

    std::mutex m_mutex;
    std::condition_variable m_wake, m_done;
    std::size_t m_round = 0, m_open = 0;
    bool m_end = false;
    std::vector<std::jthread> m_workers; ///< one for every shard but the first; none with one thread
};

/// One step of Adam with decoupled weight decay; `step` counts from 1.
void adam(std::span<float> weights, std::span<const float> gradient, std::span<float> first, std::span<float> second,
          double rate, double decay, long step);

} // namespace streamtune::learn::torch_room
