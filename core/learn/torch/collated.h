// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Samples put together once, before the first epoch: block-diagonal batches, each in a fixed number of shards that
/// threads work on. Shards do not depend on the number of threads, so neither does a sum over them.

#include <cstdint>
#include <span>
#include <vector>

#include "core/learn/encoder_training.h"

namespace streamtune::learn::torch_room {

inline constexpr std::size_t kShards = 2;

/// What the loss reads of a node; weights hold the division by the number of such nodes in the batch.
struct Target {
    std::uint32_t node = 0;
    float logDemand = 0, logP = 0;
    float label = 0, labelWeight = 0; ///< weight 0: masked
    float logCapacity = 0, capacityWeight = 0;
};

struct Shard {
    std::size_t nodes = 0;
    std::vector<float> first; ///< nodes x 3 features: the input of the first layer, means included
    Adjacency parents, children;
    std::vector<Target> targets;
};

struct Batch {
    std::vector<Shard> shards; ///< kShards
    double weight = 0;         ///< nodes that teach: what the batch's mean loss counts in that of an epoch
};

/// Rates are counted from `centre`.
[[nodiscard]] std::vector<Batch> collate(std::span<const Sample> samples, std::size_t features, std::size_t batchSize,
                                         double centre, double classWeight, double capacityWeight);

/// Means over neighbours of `h` (nodes x width) into columns of `rows`, whose rows are `stride` long and begin at `at`.
void gatherMeans(const Adjacency& adjacency, const float* h, std::size_t hStride, std::size_t width, float* rows,
                 std::size_t stride);
/// The transpose: what the means received goes back to the neighbours; adds to `h`.
void scatterMeans(const Adjacency& adjacency, const float* rows, std::size_t stride, std::size_t width, float* h,
                  std::size_t hStride);

} // namespace streamtune::learn::torch_room
