// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The blob of a stored window: every measured number exactly, missing and NaN told apart. Private to this room.
///
/// Layout 1, little endian: byte 1; then in the order of encodeDetail(): unsigned LEB128 for counts and lengths,
/// strings as length and bytes, numbers as the 8 bytes of a double. A missing number is the NaN with the bits
/// 0x7FF4000000000001, which no measurement has: every other NaN is written as 0x7FF8000000000000.
/// Node ids are not inside, only their positions in the run (table run_node).

#include <string>
#include <string_view>
#include <vector>

#include "core/graph/observation.h"

namespace streamtune::history {

/// positions[i] = place of window.nodes[i] among the nodes of the run.
[[nodiscard]] std::string encodeDetail(const Observation& window, const std::vector<std::int64_t>& positions);

/// Fills everything but ids of nodes, connection, job, deployment, start, end and quiet; `positions` gets one entry a
/// node. Never reads past the end. Error "store.corrupt".
[[nodiscard]] Status decodeDetail(std::string_view blob, Observation& window, std::vector<std::int64_t>& positions);

} // namespace streamtune::history
