// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What a window from a file must not say. Private to this room.

#include <optional>
#include <string>

#include "core/base/json.h"
#include "core/graph/observation.h"

namespace streamtune::history {

/// A sentence about the first value of a streamtune.observation/1 line that is of another kind than its field
/// (readers take it for missing) or cannot have been measured: a negative rate or share, a window that ends before it
/// starts, a label that is none.
[[nodiscard]] std::optional<std::string> implausible(const Json& line, const Observation& window);

} // namespace streamtune::history
