// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Forward and backward of the encoder by hand: one matrix product per layer on [h | mean of parents | mean of
/// children]. Two fifths of the time of the same network as tensor operations.

#include <array>
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
    explicit ShardPass(const EncoderShape& shape) : m_shape(shape), m_rows(shape.layers) {}

    /// `gradient` (as long as the weights, overwritten) may be null.
    double run(const Shard& shard, const float* weights, float* gradient);

private:
    void forward(const Shard& shard, const float* weights);
    double judge(const Shard& shard, const float* u, float* gradientU);
    void backward(const Shard& shard, const float* weights, float* gradient);

    [[nodiscard]] bool last(std::size_t l) const { return l + 1 == m_shape.layers; }
    /// Layer l writes into the first of three blocks of a row, the means of its parents and children being the others,
    /// which is what layer l + 1 reads. The last layer's rows have one block.
    [[nodiscard]] std::size_t stride(std::size_t l) const { return m_shape.hidden * (last(l) ? 1 : 3); }
    /// Nobody reads what the last layer says of nodes that do not teach.
    [[nodiscard]] Range range(const Shard& shard, std::size_t l) const {
        return last(l) ? shard.teaching : Range{0, shard.nodes};
    }
    /// What layer l reads.
    [[nodiscard]] const float* input(const Shard& shard, std::size_t l) const {
        return l > 0 ? m_rows[l - 1].data() : shard.first.data();
    }
    /// The rows that layer l reads whole, and those of which it need not read the block of the children.
    struct Piece {
        Range rows;
        std::size_t in = 0;
    };
    [[nodiscard]] std::array<Piece, 2> pieces(const Shard& shard, std::size_t l) const;

    EncoderShape m_shape;
    std::vector<std::vector<float>> m_rows; ///< nodes x stride of each layer
    std::vector<float> m_raw, m_rawGradient;
    std::vector<float> m_delta, m_next; ///< gradient of such rows, of this layer and of the one before
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
