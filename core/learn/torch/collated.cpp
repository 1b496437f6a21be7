// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/torch/collated.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/vectorised.h"

namespace streamtune::learn::torch_room {
namespace {

bool teaches(const NodeTarget& target, double capacityWeight) {
    return (target.label >= 0 && std::isfinite(target.logDemand)) ||
           (capacityWeight > 0 && std::isfinite(target.logCapacity));
}

Target weighted(const NodeTarget& from, float share, double centre, double classWeight, double capacityWeight) {
    Target to;
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

/// A node of the samples, and where it lies in its shard.
struct Origin {
    std::size_t sample = 0, node = 0;
};

/// Which node lies where, and the other way round: `place[sample][node]`.
struct Seating {
    std::vector<Origin> origin;
    std::vector<std::vector<std::uint32_t>> place;
    std::array<std::size_t, 4> counts{}; ///< of the groups that Shard names

    Seating(std::span<const Sample> samples, double capacityWeight) : place(samples.size()) {
        for (const std::size_t group : {0U, 1U, 2U, 3U})
            for (std::size_t s = 0; s < samples.size(); ++s) {
                place[s].resize(samples[s].graph.nodes);
                for (std::size_t v = 0; v < samples[s].graph.nodes; ++v)
                    if (groupOf(samples[s], v, capacityWeight) == group) {
                        place[s][v] = static_cast<std::uint32_t>(origin.size());
                        origin.push_back({s, v});
                        ++counts[group];
                    }
            }
    }

    [[nodiscard]] std::size_t withChildren() const { return counts[0] + counts[1]; }
    [[nodiscard]] Range teaching() const { return {counts[0], withChildren() + counts[2]}; }

    static std::size_t groupOf(const Sample& sample, std::size_t v, double capacityWeight) {
        const Adjacency& children = sample.graph.children;
        const bool taught = teaches(sample.targets[v], capacityWeight);
        if (children.start[v] < children.start[v + 1])
            return taught ? 1 : 0;
        return taught ? 2 : 3;
    }

    Adjacency seated(std::span<const Sample> samples, Adjacency EncodedGraph::* which) const {
        Adjacency all;
        for (const auto& [s, v] : origin) {
            const Adjacency& one = samples[s].graph.*which;
            for (std::uint32_t e = one.start[v]; e < one.start[v + 1]; ++e)
                all.list.push_back(place[s][one.list[e]]);
            all.start.push_back(static_cast<std::uint32_t>(all.list.size()));
        }
        return all;
    }
};

Shard shardOf(std::span<const Sample> samples, const Seating& seating, std::size_t features) {
    Shard shard;
    shard.nodes = seating.origin.size();
    shard.withChildren = seating.withChildren();
    shard.teaching = seating.teaching();
    shard.parents = seating.seated(samples, &EncodedGraph::parents);
    shard.children = seating.seated(samples, &EncodedGraph::children);
    const std::size_t stride = 3 * features;
    shard.first.assign(shard.nodes * stride, 0.0F);
    float* to = shard.first.data();
    for (const auto& [s, v] : seating.origin) {
        std::copy_n(samples[s].graph.rows.data() + v * features, features, to);
        to += stride;
    }
    for (const auto& [adjacency, column] : {std::pair{&shard.parents, features}, {&shard.children, 2 * features}})
        gatherMeans(*adjacency, {0, shard.nodes}, shard.first.data(), stride, features, shard.first.data() + column,
                    stride);
    return shard;
}

} // namespace

ST_VECTORISED void gatherMeans(const Adjacency& adjacency, Range nodes, const float* h, std::size_t hStride,
                               std::size_t width, float* rows, std::size_t stride) {
    for (std::size_t v = nodes.begin; v < nodes.end; ++v) {
        float* out = rows + v * stride;
        const std::uint32_t begin = adjacency.start[v], end = adjacency.start[v + 1];
        const float* first = begin < end ? h + adjacency.list[begin] * hStride : nullptr;
        for (std::size_t k = 0; k < width; ++k)
            out[k] = first ? first[k] : 0.0F;
        for (std::uint32_t e = begin + 1; e < end; ++e) {
            const float* in = h + adjacency.list[e] * hStride;
            for (std::size_t k = 0; k < width; ++k)
                out[k] += in[k];
        }
        if (begin + 1 < end) {
            const float share = 1.0F / static_cast<float>(end - begin);
            for (std::size_t k = 0; k < width; ++k)
                out[k] *= share;
        }
    }
}

ST_VECTORISED void scatterMeans(const Adjacency& adjacency, Range nodes, const float* rows, std::size_t stride,
                                std::size_t width, float* h, std::size_t hStride) {
    for (std::size_t v = nodes.begin; v < nodes.end; ++v) {
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
            const Seating seating(mine, capacityWeight);
            Shard shard = shardOf(mine, seating, features);
            for (std::size_t i = shard.teaching.begin; i < shard.teaching.end; ++i) {
                const auto& [sample, node] = seating.origin[i];
                const auto share = static_cast<float>(scale * static_cast<double>(mine[sample].weight));
                shard.targets.push_back(
                    weighted(mine[sample].targets[node], share, centre, classWeight, capacityWeight));
            }
            batch.shards.push_back(std::move(shard));
        }
        batches.push_back(std::move(batch));
    }
    return batches;
}

} // namespace streamtune::learn::torch_room
