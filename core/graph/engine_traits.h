// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What advice, plans and review must know of an engine beyond its connector. Observations, plans and histories know
/// their engine by name, so these ask for the name.

#include <string_view>

namespace streamtune {

/// Operators share worker threads, as in Timely: a plan says which workers each lies on, no worker's load may exceed
/// the target, and records queue in front of a full operator instead of holding others back. Elsewhere an instance is a
/// thread of its own, and numbers alone are a plan.
[[nodiscard]] constexpr bool operatorsShareWorkers(std::string_view engine) {
    return engine == "timely";
}

} // namespace streamtune
