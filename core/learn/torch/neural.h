// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The monotone neural head's fit: tensors and autograd of LibTorch.

#include "core/learn/encoder_training.h"

namespace streamtune::learn::torch_room {

[[nodiscard]] NeuralHeadWeights fitNeural(std::span<const HeadRow> rows, std::size_t kinds,
                                          const NeuralHeadTraining& settings, const NeuralHeadWeights* start,
                                          const std::stop_token& stop);

} // namespace streamtune::learn::torch_room
