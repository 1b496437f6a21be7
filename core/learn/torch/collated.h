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
    float logDemand = 0, logP = 0;
    float label = 0, labelWeight = 0; ///< weight 0: masked
    float logCapacity = 0, capacityWeight = 0;
};

struct Range {
    std::size_t begin = 0, end = 0;
    [[nodiscard]] std::size_t size() const { return end - begin; }
};

/// Nodes lie such that those with children come first and those that teach side by side: with children, with children
/// and teaching, teaching, neither.
struct Shard {
    std::size_t nodes = 0;
    std::size_t withChildren = 0; ///< for the others the means of their children are zero
    Range teaching;               ///< for the others the last layer has nothing to do
    std::vector<float> first;     ///< nodes x 3 features: the input of the first layer, means included
    Adjacency parents, children;
    std::vector<Target> targets; ///< of the nodes that teach
};

struct Batch {
    std::vector<Shard> shards; ///< kShards
    double weight = 0;         ///< nodes that teach: what the batch's mean loss counts in that of an epoch
};

/// Rates are counted from `centre`.
[[nodiscard]] std::vector<Batch> collate(std::span<const Sample> samples, std::size_t features, std::size_t batchSize,
                                         double centre, double classWeight, double capacityWeight);

/// Means over neighbours of `h` (all nodes x width) for some nodes, into rows that are `stride` long.
void gatherMeans(const Adjacency& adjacency, Range nodes, const float* h, std::size_t hStride, std::size_t width,
                 float* rows, std::size_t stride);
/// The transpose: what the means of some nodes received goes back to the neighbours; adds to `h`.
void scatterMeans(const Adjacency& adjacency, Range nodes, const float* rows, std::size_t stride, std::size_t width,
                  float* h, std::size_t hStride);

} // namespace streamtune::learn::torch_room
