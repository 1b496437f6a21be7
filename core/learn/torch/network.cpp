// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/torch/network.h"

#include <algorithm>
#include <cblas.h>
#include <cmath>

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

/// y = x W + b; the bias lies behind the matrix.
void affine(const float* x, std::size_t rows, std::size_t in, const float* w, std::size_t out, float* y) {
    for (std::size_t r = 0; r < rows; ++r)
        std::copy_n(w + in * out, out, y + r * out);
    if (rows > 0)
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, blas(rows), blas(out), blas(in), 1, x, blas(in), w,
                    blas(out), 1, y, blas(out));
}

/// Gradient of W and b from that of y.
void affineGradient(const float* x, std::size_t rows, std::size_t in, const float* dy, std::size_t out, float* dw) {
    if (rows > 0)
        cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, blas(in), blas(out), blas(rows), 1, x, blas(in), dy,
                    blas(out), 0, dw, blas(out));
    else
        std::fill_n(dw, in * out, 0.0F);
    float* db = dw + in * out;
    std::fill_n(db, out, 0.0F);
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t k = 0; k < out; ++k)
            db[k] += dy[r * out + k];
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

void ShardPass::forward(const Shard& shard, const float* weights) {
    const std::size_t h = m_shape.hidden;
    for (std::size_t l = 0; l < m_shape.layers; ++l) {
        const std::size_t width = m_shape.width(l);
        const float* input = shard.first.data();
        if (l > 0) {
            std::vector<float>& wide = m_inputs[l];
            wide.resize(shard.nodes * 3 * h);
            const float* before = m_hidden[l - 1].data();
            for (std::size_t v = 0; v < shard.nodes; ++v)
                std::copy_n(before + v * h, h, wide.data() + v * 3 * h);
            gatherMeans(shard.parents, before, h, h, wide.data() + h, 3 * h);
            gatherMeans(shard.children, before, h, h, wide.data() + 2 * h, 3 * h);
            input = wide.data();
        }
        m_hidden[l].resize(shard.nodes * h);
        affine(input, shard.nodes, 3 * width, weights, h, m_hidden[l].data());
        for (float& value : m_hidden[l])
            value = std::max(value, 0.0F);
        weights += (3 * width + 1) * h;
    }
}

/// Loss of the outputs; leaves the gradient of the last hidden row in m_delta.
double ShardPass::judge(const Shard& shard, const float* u, float* gradientU) {
    const std::size_t h = m_shape.hidden;
    const float* hidden = m_hidden.back().data();
    m_raw.resize(shard.nodes * kOutputs);
    affine(hidden, shard.nodes, h, u, kOutputs, m_raw.data());
    m_rawGradient.assign(gradientU ? shard.nodes * kOutputs : 0, 0.0F);
    double loss = 0;
    for (const Target& t : shard.targets) {
        const float* raw = m_raw.data() + t.node * kOutputs;
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
            float* d = m_rawGradient.data() + t.node * kOutputs;
            d[0] += dCapacity;
            d[1] += dSharpness * 4 * sigmoid(raw[1]);
            d[2] += dCapacity * t.logP * 0.6F * gate * (1 - gate);
        }
    }
    if (gradientU) {
        affineGradient(hidden, shard.nodes, h, m_rawGradient.data(), kOutputs, gradientU);
        m_delta.resize(shard.nodes * h);
        if (shard.nodes > 0)
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, blas(shard.nodes), blas(h), blas(kOutputs), 1,
                        m_rawGradient.data(), blas(kOutputs), u, blas(kOutputs), 0, m_delta.data(), blas(h));
    }
    return loss;
}

void ShardPass::backward(const Shard& shard, const float* weights, float* gradient) {
    const std::size_t h = m_shape.hidden;
    std::size_t at = m_shape.weights() - (h + 1) * kOutputs;
    for (std::size_t l = m_shape.layers; l-- > 0;) {
        const std::size_t width = m_shape.width(l);
        at -= (3 * width + 1) * h;
        const float* out = m_hidden[l].data();
        float* delta = m_delta.data();
        for (std::size_t i = 0; i < shard.nodes * h; ++i)
            delta[i] = out[i] > 0 ? delta[i] : 0.0F;
        const float* input = l > 0 ? m_inputs[l].data() : shard.first.data();
        affineGradient(input, shard.nodes, 3 * width, delta, h, gradient + at);
        if (l == 0 || shard.nodes == 0)
            continue;
        m_wide.resize(shard.nodes * 3 * h);
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, blas(shard.nodes), blas(3 * h), blas(h), 1, delta, blas(h),
                    weights + at, blas(h), 0, m_wide.data(), blas(3 * h));
        for (std::size_t v = 0; v < shard.nodes; ++v)
            std::copy_n(m_wide.data() + v * 3 * h, h, delta + v * h);
        scatterMeans(shard.parents, m_wide.data() + h, 3 * h, h, delta, h);
        scatterMeans(shard.children, m_wide.data() + 2 * h, 3 * h, h, delta, h);
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

void adam(std::span<float> weights, std::span<const float> gradient, std::span<float> first, std::span<float> second,
          double rate, double decay, long step) {
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
