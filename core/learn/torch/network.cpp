// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/torch/network.h"

#include <algorithm>
#include <cblas.h>
#include <cmath>

#include "core/base/vectorised.h"

namespace streamtune::learn::torch_room {
namespace {

constexpr float kHuber = 0.5F; ///< measured capacities further off than this (log) pull no harder

int blas(std::size_t n) {
    return static_cast<int>(n);
}

float softplus(float x) {
    return std::max(x, 0.0F) + std::log1p(std::exp(-std::abs(x)));
}

float sigmoid(float x) {
    return 1.0F / (1.0F + std::exp(-x));
}

/// Rows of a matrix, the first `width` of `stride` numbers of each.
struct Block {
    float* data;
    std::size_t rows, width, stride;

    [[nodiscard]] Block part(Range range) const { return {data + range.begin * stride, range.size(), width, stride}; }
};

/// With zeros where `row` is null.
ST_VECTORISED void fill(Block y, const float* row) {
    for (std::size_t r = 0; r < y.rows; ++r)
        for (std::size_t k = 0; k < y.width; ++k)
            y.data[r * y.stride + k] = row ? row[k] : 0.0F;
}

ST_VECTORISED void rectify(Block y) {
    for (std::size_t r = 0; r < y.rows; ++r)
        for (std::size_t k = 0; k < y.width; ++k)
            y.data[r * y.stride + k] = y.data[r * y.stride + k] > 0 ? y.data[r * y.stride + k] : 0.0F;
}

/// Gradient before the rectifier, from that behind it; what it put out, `y`, lies in the same way.
ST_VECTORISED void rectifyGradient(const float* y, Block dy) {
    for (std::size_t r = 0; r < dy.rows; ++r)
        for (std::size_t k = 0; k < dy.width; ++k)
            dy.data[r * dy.stride + k] = y[r * dy.stride + k] > 0 ? dy.data[r * dy.stride + k] : 0.0F;
}

ST_VECTORISED void sumRows(Block y, float* sum) {
    for (std::size_t k = 0; k < y.width; ++k)
        sum[k] = 0.0F;
    for (std::size_t r = 0; r < y.rows; ++r)
        for (std::size_t k = 0; k < y.width; ++k)
            sum[k] += y.data[r * y.stride + k];
}

/// y += x W
void addProduct(const float* x, std::size_t xStride, std::size_t in, const float* w, Block y) {
    if (y.rows > 0)
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, blas(y.rows), blas(y.width), blas(in), 1, x,
                    blas(xStride), w, blas(y.width), 1, y.data, blas(y.stride));
}

/// Gradient of W added, from that of y.
void addGradient(const float* x, std::size_t xStride, std::size_t in, Block dy, float* dw) {
    if (dy.rows > 0)
        cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, blas(in), blas(dy.width), blas(dy.rows), 1, x,
                    blas(xStride), dy.data, blas(dy.stride), 1, dw, blas(dy.width));
}

/// dx = dy W^T, of which the first `in` columns are asked for.
void productOfTransposed(Block dy, const float* w, std::size_t in, float* dx, std::size_t dxStride) {
    if (dy.rows > 0)
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, blas(dy.rows), blas(in), blas(dy.width), 1, dy.data,
                    blas(dy.stride), w, blas(dy.width), 0, dx, blas(dxStride));
}

} // namespace

double ShardPass::run(const Shard& shard, const float* weights, float* gradient) {
    forward(shard, weights);
    const std::size_t tail = m_shape.weights() - (m_shape.hidden + 1) * kOutputs;
    const double loss = judge(shard, weights + tail, gradient ? gradient + tail : nullptr);
    if (gradient)
        backward(shard, weights, gradient);
    return loss;
}

std::array<ShardPass::Piece, 2> ShardPass::pieces(const Shard& shard, std::size_t l) const {
    const Range all = range(shard, l);
    const std::size_t width = m_shape.width(l);
    return {Piece{{all.begin, shard.withChildren}, 3 * width}, Piece{{shard.withChildren, all.end}, 2 * width}};
}

void ShardPass::forward(const Shard& shard, const float* weights) {
    const std::size_t h = m_shape.hidden;
    for (std::size_t l = 0; l < m_shape.layers; ++l) {
        const std::size_t in = 3 * m_shape.width(l), wide = stride(l);
        m_rows[l].resize(shard.nodes * wide);
        const Block out{m_rows[l].data(), shard.nodes, h, wide};
        fill(out.part(range(shard, l)), weights + in * h);
        for (const Piece& piece : pieces(shard, l))
            addProduct(input(shard, l) + piece.rows.begin * in, in, piece.in, weights, out.part(piece.rows));
        rectify(out.part(range(shard, l)));
        if (!last(l)) {
            const Range next = range(shard, l + 1);
            gatherMeans(shard.parents, next, out.data, wide, h, out.data + h, wide);
            gatherMeans(shard.children, {next.begin, shard.withChildren}, out.data, wide, h, out.data + 2 * h, wide);
        }
        weights += (in + 1) * h;
    }
}

/// Loss of the outputs; leaves the gradient of the last layer's rows in m_delta.
double ShardPass::judge(const Shard& shard, const float* u, float* gradientU) {
    const std::size_t h = m_shape.hidden;
    const std::size_t n = shard.targets.size();
    const float* hidden = m_rows.back().data() + shard.teaching.begin * h;
    m_raw.resize(n * kOutputs);
    const Block raws{m_raw.data(), n, kOutputs, kOutputs};
    fill(raws, u + h * kOutputs);
    addProduct(hidden, h, h, u, raws);
    m_rawGradient.assign(gradientU ? n * kOutputs : 0, 0.0F);
    double loss = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const Target& t = shard.targets[i];
        const float* raw = m_raw.data() + i * kOutputs;
        const float sharpness = 0.5F + 4 * softplus(raw[1]);
        const float gate = sigmoid(raw[2]);
        const float capacity = raw[0] + (0.4F + 0.6F * gate) * t.logP;
        float dCapacity = 0, dSharpness = 0;
        if (t.labelWeight > 0) {
            const float distance = t.logDemand - capacity;
            const float z = sharpness * distance;
            loss += static_cast<double>(t.labelWeight * (softplus(z) - t.label * z));
            const float dz = t.labelWeight * (sigmoid(z) - t.label);
            dSharpness = dz * distance;
            dCapacity = -dz * sharpness;
        }
        if (t.capacityWeight > 0) {
            const float off = capacity - t.logCapacity, size = std::abs(off);
            loss += static_cast<double>(t.capacityWeight *
                                        (size < kHuber ? 0.5F * off * off : kHuber * (size - 0.5F * kHuber)));
            dCapacity += t.capacityWeight * std::clamp(off, -kHuber, kHuber);
        }
        if (gradientU) {
            float* d = m_rawGradient.data() + i * kOutputs;
            d[0] += dCapacity;
            d[1] += dSharpness * 4 * sigmoid(raw[1]);
            d[2] += dCapacity * t.logP * 0.6F * gate * (1 - gate);
        }
    }
    if (gradientU) {
        const Block d{m_rawGradient.data(), n, kOutputs, kOutputs};
        std::fill_n(gradientU, h * kOutputs, 0.0F);
        addGradient(hidden, h, h, d, gradientU);
        sumRows(d, gradientU + h * kOutputs);
        m_delta.resize(shard.nodes * h);
        productOfTransposed(d, u, h, m_delta.data() + shard.teaching.begin * h, h);
    }
    return loss;
}

void ShardPass::backward(const Shard& shard, const float* weights, float* gradient) {
    const std::size_t h = m_shape.hidden;
    std::size_t at = m_shape.weights() - (h + 1) * kOutputs;
    for (std::size_t l = m_shape.layers; l-- > 0;) {
        const std::size_t in = 3 * m_shape.width(l), wide = stride(l);
        const Range mine = range(shard, l);
        at -= (in + 1) * h;
        const Block delta{m_delta.data(), shard.nodes, h, wide};
        rectifyGradient(m_rows[l].data() + mine.begin * wide, delta.part(mine));
        std::fill_n(gradient + at, in * h, 0.0F);
        for (const Piece& piece : pieces(shard, l))
            addGradient(input(shard, l) + piece.rows.begin * in, in, piece.in, delta.part(piece.rows), gradient + at);
        sumRows(delta.part(mine), gradient + at + in * h);
        if (l == 0)
            return;
        m_next.resize(shard.nodes * in);
        const Block next{m_next.data(), shard.nodes, h, in};
        fill(next.part({0, mine.begin}), nullptr);
        fill(next.part({mine.end, shard.nodes}), nullptr);
        for (const Piece& piece : pieces(shard, l))
            productOfTransposed(delta.part(piece.rows), weights + at, piece.in, m_next.data() + piece.rows.begin * in,
                                in);
        scatterMeans(shard.parents, mine, next.data + h, in, h, next.data, in);
        scatterMeans(shard.children, {mine.begin, shard.withChildren}, next.data + 2 * h, in, h, next.data, in);
        std::swap(m_delta, m_next);
    }
}

Network::Network(const EncoderShape& shape, int threads)
    : m_shape(shape), m_passes(kShards, ShardPass(shape)), m_gradients(kShards, std::vector<float>(shape.weights())),
      m_losses(kShards, 0.0) {
    for (std::size_t s = 1; s < kShards && s < static_cast<std::size_t>(std::max(threads, 1)); ++s)
        m_workers.emplace_back([this, s] {
            std::size_t seen = 0;
            while (true) {
                {
                    std::unique_lock lock(m_mutex);
                    m_wake.wait(lock, [&] { return m_end || m_round != seen; });
                    if (m_end)
                        return;
                    seen = m_round;
                }
                work(s);
                const std::lock_guard lock(m_mutex);
                if (--m_open == 0)
                    m_done.notify_one();
            }
        });
}

Network::~Network() {
    const std::lock_guard lock(m_mutex);
    m_end = true;
    m_wake.notify_all();
}

void Network::work(std::size_t shard) {
    m_losses[shard] =
        m_passes[shard].run(m_batch->shards[shard], m_weights, m_wanted ? m_gradients[shard].data() : nullptr);
}

double Network::run(const Batch& batch, const float* weights, float* gradient) {
    m_batch = &batch;
    m_weights = weights;
    m_wanted = gradient != nullptr;
    if (!m_workers.empty()) {
        const std::lock_guard lock(m_mutex);
        ++m_round;
        m_open = m_workers.size();
        m_wake.notify_all();
    }
    work(0);
    for (std::size_t s = 1 + m_workers.size(); s < kShards; ++s)
        work(s);
    if (!m_workers.empty()) {
        std::unique_lock lock(m_mutex);
        m_done.wait(lock, [&] { return m_open == 0; });
    }
    double loss = 0;
    for (const double part : m_losses)
        loss += part;
    if (gradient) {
        std::ranges::copy(m_gradients[0], gradient);
        for (std::size_t s = 1; s < kShards; ++s)
            for (std::size_t i = 0; i < m_gradients[s].size(); ++i)
                gradient[i] += m_gradients[s][i];
    }
    return loss;
}

ST_VECTORISED void adam(std::span<float> weights, std::span<const float> gradient, std::span<float> first,
                        std::span<float> second, double rate, double decay, long step) {
    constexpr float kFirst = 0.9F, kSecond = 0.999F, kTiny = 1e-8F;
    const double correctedFirst = 1 - std::pow(0.9, static_cast<double>(step));
    const double correctedSecond = 1 - std::pow(0.999, static_cast<double>(step));
    const auto pace = static_cast<float>(rate / correctedFirst);
    const auto root = static_cast<float>(1 / std::sqrt(correctedSecond));
    const auto shrink = static_cast<float>(1 - rate * decay);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        first[i] = kFirst * first[i] + (1 - kFirst) * gradient[i];
        second[i] = kSecond * second[i] + (1 - kSecond) * gradient[i] * gradient[i];
        weights[i] = shrink * weights[i] - pace * first[i] / (std::sqrt(second[i]) * root + kTiny);
    }
}

} // namespace streamtune::learn::torch_room
