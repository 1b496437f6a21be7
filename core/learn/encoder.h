// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The encoder: messages along and against the flow turn the rows of a job graph into three numbers per node, and
/// those into P(bottleneck) at any parallelism. Inference is plain arithmetic; training (encoder_training.h) needs the
/// LibTorch module.
///
///   h' = relu([h | mean of parents | mean of children] W + b), `layers` times
///   [a b c] = h U + d;  level = centre + a, sharpness k = 0.5 + 4 softplus(b), scaling s = 0.4 + 0.6 sigmoid(c)
///   logit P = k (log demand - level - s log p) - log of the class weight: never rising with p, because k and s are
///   positive
///
/// `level` is the logarithm of the rate that one instance bears, records/s.

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/learn/encoding.h"
#include "core/learn/tensor_file.h"

namespace streamtune::learn {

struct EncoderShape {
    std::size_t features = 0;
    std::size_t hidden = 64;
    std::size_t layers = 3;
    bool operator==(const EncoderShape&) const = default;

    /// Number of weights, all tensors together.
    [[nodiscard]] std::size_t weights() const;
    /// Where layer l reads from: features for the first one, hidden for the others.
    [[nodiscard]] std::size_t width(std::size_t layer) const { return layer == 0 ? features : hidden; }
};

inline constexpr std::size_t kOutputs = 3; ///< level, sharpness, scaling

/// All weights in one row: W1 b1 W2 b2 … U d, matrices row-major [inputs x outputs].
struct Encoder {
    EncoderShape shape;
    double centre = 11; ///< of log rates, what `level` is counted from
    std::vector<float> weights;
    double classWeight = 1; ///< that label 1 had in training; its odds are divided by it again
};

/// What the encoder says about a node before and after it ran.
struct NodeOutlook {
    double level = 0;
    double sharpness = 1;
    double scaling = 1;
    double offset = 0; ///< taken from the logit: log of the class weight

    /// P(bottleneck) at p when the node must take exp(logDemand) records/s.
    [[nodiscard]] double probability(double logDemand, int p) const;
    /// Logarithm of the rate borne at p.
    [[nodiscard]] double logCapacity(int p) const;
};

/// From the three raw outputs.
[[nodiscard]] NodeOutlook outlookOf(const Encoder& encoder, std::span<const float> raw);

/// One row of `hidden` numbers per node.
[[nodiscard]] std::vector<float> embed(const Encoder& encoder, const EncodedGraph& graph);
[[nodiscard]] std::vector<NodeOutlook> look(const Encoder& encoder, const EncodedGraph& graph);

/// Deterministic start values (Kaiming, uniform) from a seed.
[[nodiscard]] std::vector<float> initialWeights(const EncoderShape& shape, std::uint64_t seed);

/// Tensors "w1", "b1", …, "u", "d", with `prefix` before each name.
[[nodiscard]] std::vector<Tensor> encoderTensors(const Encoder& encoder, const std::string& prefix = {});
/// Errors "model.weights" (a tensor is missing or of another shape), "model.version" (made for other features).
[[nodiscard]] Result<Encoder> encoderFrom(const TensorFile& file, double centre, std::string_view where,
                                          const std::string& prefix = {});

/// Sweeps random nodes, demands and parallelisms. Error "model.monotone": the probability rises somewhere or is no
/// number.
[[nodiscard]] Status checkMonotone(const Encoder& encoder, std::size_t pairs, std::uint64_t seed);

} // namespace streamtune::learn
