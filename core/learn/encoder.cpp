// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/encoder.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <random>

#include "core/learn/encoder_layout.h"

namespace streamtune::learn {
namespace {

constexpr std::size_t kMostLayers = 16;
constexpr std::size_t kMostHidden = 4096;

double softplus(double x) {
    return x > 30 ? x : std::log1p(std::exp(x));
}

double sigmoid(double x) {
    return 1 / (1 + std::exp(-x));
}

/// Means over neighbours into the columns [at, at + width) of `rows`; 0 where there are none.
void means(const Adjacency& adjacency, const std::vector<float>& h, std::size_t width, std::vector<float>& rows,
           std::size_t at) {
    const std::size_t n = adjacency.start.size() - 1;
    for (std::size_t v = 0; v < n; ++v) {
        float* out = rows.data() + v * 3 * width + at;
        const std::uint32_t begin = adjacency.start[v], end = adjacency.start[v + 1];
        for (std::uint32_t e = begin; e < end; ++e)
            for (std::size_t k = 0; k < width; ++k)
                out[k] += h[adjacency.list[e] * width + k];
        if (end - begin > 1)
            for (std::size_t k = 0; k < width; ++k)
                out[k] /= static_cast<float>(end - begin);
    }
}

/// y = x W + b.
std::vector<float> affine(const std::vector<float>& x, std::size_t rows, std::size_t in, const float* w,
                          std::size_t out) {
    std::vector<float> y(rows * out);
    const float* bias = w + in * out;
    for (std::size_t r = 0; r < rows; ++r) {
        float* to = y.data() + r * out;
        std::copy_n(bias, out, to);
        for (std::size_t i = 0; i < in; ++i)
            if (const float value = x[r * in + i]; value != 0)
                for (std::size_t k = 0; k < out; ++k)
                    to[k] += value * w[i * out + k];
    }
    return y;
}

} // namespace

double NodeOutlook::logCapacity(int p) const {
    return level + scaling * std::log(static_cast<double>(std::max(p, 1)));
}

double NodeOutlook::probability(double logDemand, int p) const {
    return sigmoid(sharpness * (logDemand - logCapacity(p)) - offset);
}

NodeOutlook outlookOf(const Encoder& encoder, std::span<const float> raw) {
    return {encoder.centre + static_cast<double>(raw[0]), 0.5 + 4 * softplus(static_cast<double>(raw[1])),
            0.4 + 0.6 * sigmoid(static_cast<double>(raw[2])), std::log(encoder.classWeight)};
}

std::vector<float> embed(const Encoder& encoder, const EncodedGraph& graph) {
    std::vector<float> h = graph.rows;
    const float* w = encoder.weights.data();
    for (std::size_t l = 0; l < encoder.shape.layers; ++l) {
        const std::size_t width = encoder.shape.width(l);
        std::vector<float> x(graph.nodes * 3 * width);
        for (std::size_t v = 0; v < graph.nodes; ++v)
            std::copy_n(h.data() + v * width, width, x.data() + v * 3 * width);
        means(graph.parents, h, width, x, width);
        means(graph.children, h, width, x, 2 * width);
        h = affine(x, graph.nodes, 3 * width, w, encoder.shape.hidden);
        for (float& value : h)
            value = std::max(value, 0.0F);
        w += (3 * width + 1) * encoder.shape.hidden;
    }
    return h;
}

std::vector<NodeOutlook> look(const Encoder& encoder, const EncodedGraph& graph) {
    const std::vector<float> h = embed(encoder, graph);
    const float* u = encoder.weights.data() + encoder.weights.size() - (encoder.shape.hidden + 1) * kOutputs;
    const std::vector<float> raw = affine(h, graph.nodes, encoder.shape.hidden, u, kOutputs);
    std::vector<NodeOutlook> all;
    for (std::size_t v = 0; v < graph.nodes; ++v)
        all.push_back(outlookOf(encoder, std::span(raw).subspan(v * kOutputs, kOutputs)));
    return all;
}

std::vector<Tensor> encoderTensors(const Encoder& encoder, const std::string& prefix) {
    std::vector<Tensor> tensors;
    const float* at = encoder.weights.data();
    eachTensor(encoder.shape, [&](const std::string& name, std::size_t rows, std::size_t columns) {
        Tensor tensor{prefix + name, {}, {}};
        if (rows > 0)
            tensor.shape.push_back(static_cast<std::uint32_t>(rows));
        tensor.shape.push_back(static_cast<std::uint32_t>(columns));
        const std::size_t size = tensorSize(rows, columns);
        tensor.values.assign(at, at + size);
        at += size;
        tensors.push_back(std::move(tensor));
    });
    return tensors;
}

Result<Encoder> encoderFrom(const TensorFile& file, double centre, std::string_view where, const std::string& prefix) {
    const auto wrong = [&](const std::string& what) {
        return fail("model.weights", fmt::format("The weights in \"{}\" cannot be used: {}.", where, what),
                    "Make the model anew with `streamtune train`.");
    };
    Encoder encoder;
    encoder.centre = centre;
    encoder.shape.layers = 0;
    while (file.find(fmt::format("{}w{}", prefix, encoder.shape.layers + 1)))
        ++encoder.shape.layers;
    const Tensor* first = file.find(prefix + "w1");
    if (!first || first->shape.size() != 2 || first->shape[0] % 3 != 0 || encoder.shape.layers > kMostLayers ||
        first->shape[1] == 0 || first->shape[1] > kMostHidden)
        return wrong("it holds no encoder");
    encoder.shape.features = first->shape[0] / 3;
    encoder.shape.hidden = first->shape[1];
    if (encoder.shape.features != encodingNames().size())
        return fail("model.version",
                    fmt::format("The encoder in \"{}\" reads {} features of an operator; this program computes {}.",
                                where, encoder.shape.features, encodingNames().size()),
                    "Make the model anew with `streamtune train`.");
    std::string broken;
    eachTensor(encoder.shape, [&](const std::string& name, std::size_t rows, std::size_t columns) {
        const Tensor* tensor = file.find(prefix + name);
        std::vector<std::uint32_t> shape;
        if (rows > 0)
            shape.push_back(static_cast<std::uint32_t>(rows));
        shape.push_back(static_cast<std::uint32_t>(columns));
        if (!tensor || tensor->shape != shape)
            broken = broken.empty() ? name : broken;
        else
            encoder.weights.insert(encoder.weights.end(), tensor->values.begin(), tensor->values.end());
    });
    if (!broken.empty())
        return wrong(fmt::format("the tensor \"{}\" is missing or of another shape", broken));
    if (!std::isfinite(centre) || std::abs(centre) > 60)
        return wrong("its centre is no rate");
    return encoder;
}

Status checkMonotone(const Encoder& encoder, std::size_t pairs, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<float> value(0, 1);
    std::uniform_real_distribution<double> demand(-6, 6);
    std::uniform_int_distribution<int> level(1, 4096);
    constexpr std::size_t kNodes = 8; // a line, so that messages matter
    constexpr std::size_t kPairsPerNode = 32;
    for (std::size_t done = 0; done < pairs; done += kNodes * kPairsPerNode) {
        EncodedGraph graph;
        graph.nodes = kNodes;
        graph.rows.resize(kNodes * encoder.shape.features);
        for (float& x : graph.rows)
            x = value(random);
        for (std::uint32_t v = 0; v < kNodes; ++v) {
            if (v > 0)
                graph.parents.list.push_back(v - 1);
            if (v + 1 < kNodes)
                graph.children.list.push_back(v + 1);
            graph.parents.start.push_back(static_cast<std::uint32_t>(graph.parents.list.size()));
            graph.children.start.push_back(static_cast<std::uint32_t>(graph.children.list.size()));
        }
        for (const NodeOutlook& node : look(encoder, graph))
            for (std::size_t i = 0; i < kPairsPerNode; ++i) {
                const double logDemand = encoder.centre + demand(random);
                const int p = level(random);
                const double low = node.probability(logDemand, p), high = node.probability(logDemand, p + 1);
                if (!(low >= 0 && low <= 1) || !(high <= low))
                    return fail(
                        "model.monotone",
                        fmt::format("The model's probability of a bottleneck goes from {} to {} when parallelism "
                                    "goes from {} to {}; it must not rise.",
                                    low, high, p, p + 1),
                        "The model is refused. Make it anew with `streamtune train`.");
            }
    }
    return {};
}

} // namespace streamtune::learn
