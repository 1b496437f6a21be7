// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The encoder's loss as one node of LibTorch's graph, and the same written with plain tensor operations to check it
/// against. No header of LibTorch here: it costs 15 s to read.

#include <span>
#include <vector>

#include "core/learn/torch/network.h"

namespace streamtune::learn::torch_room {

/// Loss of a batch and, in `gradient`, what autograd brings back to the weights.
double lossByHand(Network& network, const Batch& batch, std::span<const float> weights, std::span<float> gradient);

/// Plain tensor operations, float64, autograd through all of them.
double lossByAutograd(const Batch& batch, const EncoderShape& shape, std::span<const float> weights,
                      std::span<float> gradient);

/// One thread each: parallel work is over shards, and OpenMP threads of several callers starve each other.
void settleThreads();

[[nodiscard]] const char* torchVersion();

} // namespace streamtune::learn::torch_room
