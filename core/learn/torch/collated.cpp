// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/torch/collated.h"

#include <algorithm>
#include <cmath>

namespace streamtune::learn::torch_room {
namespace {

void append(Adjacency& all, const Adjacency& one, std::size_t offset) {
    for (const std::uint32_t node : one.list)
        all.list.push_back(node + static_cast<std::uint32_t>(offset));
    const std::uint32_t before = all.start.back();
    for (std::size_t i = 1; i < one.start.size(); ++i)
        all.start.push_back(before + one.start[i]);
}

bool teaches(const NodeTarget& target, double capacityWeight) {
    return (target.label >= 0 && std::isfinite(target.logDemand)) ||
           (capacityWeight > 0 && std::isfinite(target.logCapacity));
}

Target weighted(const NodeTarget& from, std::size_t node, float share, double centre, double classWeight,
                double capacityWeight) {
    Target to;
    to.node = static_cast<std::uint32_t>(node);
    to.logP = std::log(static_cast<float>(std::max(from.p, 1)));
    if (from.label >= 0 && std::isfinite(from.logDemand)) {
        to.logDemand = static_cast<float>(static_cast<double>(from.logDemand) - centre);
        to.label = static_cast<float>(from.label);
        to.labelWeight = share * (from.label == 1 ? static_cast<float>(classWeight) : 1.0F);
    }
    if (std::isfinite(from.logCapacity)) {
        to.logCapacity = static_cast<float>(static_cast<double>(from.logCapacity) - centre);
        to.capacityWeight = share * static_cast<float>(capacityWeight);
    }
    return to;
}

Shard shardOf(std::span<const Sample> samples, std::size_t features) {
    Shard shard;
    for (const Sample& sample : samples) {
        append(shard.parents, sample.graph.parents, shard.nodes);
        append(shard.children, sample.graph.children, shard.nodes);
        shard.nodes += sample.graph.nodes;
    }
    shard.first.assign(shard.nodes * 3 * features, 0.0F);
    float* to = shard.first.data();
    for (const Sample& sample : samples)
        for (std::size_t v = 0; v < sample.graph.nodes; ++v, to += 3 * features)
            std::copy_n(sample.graph.rows.data() + v * features, features, to);
    const std::size_t stride = 3 * features;
    gatherMeans(shard.parents, shard.first.data(), stride, features, shard.first.data() + features, stride);
    gatherMeans(shard.children, shard.first.data(), stride, features, shard.first.data() + 2 * features, stride);
    return shard;
}

} // namespace

void gatherMeans(const Adjacency& adjacency, const float* h, std::size_t hStride, std::size_t width, float* rows,
                 std::size_t stride) {
    for (std::size_t v = 0; v + 1 < adjacency.start.size(); ++v) {
        float* out = rows + v * stride;
        const std::uint32_t begin = adjacency.start[v], end = adjacency.start[v + 1];
        if (begin == end) {
            std::fill_n(out, width, 0.0F);
            continue;
        }
        std::copy_n(h + adjacency.list[begin] * hStride, width, out);
        for (std::uint32_t e = begin + 1; e < end; ++e) {
            const float* in = h + adjacency.list[e] * hStride;
            for (std::size_t k = 0; k < width; ++k)
                out[k] += in[k];
        }
        if (end - begin > 1) {
            const float share = 1.0F / static_cast<float>(end - begin);
            for (std::size_t k = 0; k < width; ++k)
                out[k] *= share;
        }
    }
}

void scatterMeans(const Adjacency& adjacency, const float* rows, std::size_t stride, std::size_t width, float* h,
                  std::size_t hStride) {
    for (std::size_t v = 0; v + 1 < adjacency.start.size(); ++v) {
        const std::uint32_t begin = adjacency.start[v], end = adjacency.start[v + 1];
        if (begin == end)
            continue;
        const float share = 1.0F / static_cast<float>(end - begin);
        const float* in = rows + v * stride;
        for (std::uint32_t e = begin; e < end; ++e) {
            float* out = h + adjacency.list[e] * hStride;
            for (std::size_t k = 0; k < width; ++k)
                out[k] += share * in[k];
        }
    }
}

std::vector<Batch> collate(std::span<const Sample> samples, std::size_t features, std::size_t batchSize, double centre,
                           double classWeight, double capacityWeight) {
    std::vector<Batch> batches;
    for (std::size_t begin = 0; begin < samples.size(); begin += batchSize) {
        const auto part = samples.subspan(begin, std::min(batchSize, samples.size() - begin));
        Batch batch;
        for (const Sample& sample : part)
            for (const NodeTarget& target : sample.targets)
                batch.weight += teaches(target, capacityWeight) ? static_cast<double>(sample.weight) : 0;
        const double scale = batch.weight > 0 ? 1 / batch.weight : 0;
        for (std::size_t s = 0; s < kShards; ++s) {
            const std::size_t from = part.size() * s / kShards, to = part.size() * (s + 1) / kShards;
            const auto mine = part.subspan(from, to - from);
            Shard shard = shardOf(mine, features);
            std::size_t offset = 0;
            for (const Sample& sample : mine) {
                const auto share = static_cast<float>(scale * static_cast<double>(sample.weight));
                for (std::size_t v = 0; v < sample.targets.size(); ++v)
                    if (teaches(sample.targets[v], capacityWeight))
                        shard.targets.push_back(
                            weighted(sample.targets[v], offset + v, share, centre, classWeight, capacityWeight));
                offset += sample.graph.nodes;
            }
            batch.shards.push_back(std::move(shard));
        }
        batches.push_back(std::move(batch));
    }
    return batches;
}

} // namespace streamtune::learn::torch_room
