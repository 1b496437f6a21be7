// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The priors that come with the program (models/default, learned on simulated jobs), read on first use.

#include <string_view>

#include "core/learn/prior.h"

namespace streamtune::learn {

[[nodiscard]] const PriorSet& shippedPriors();
/// What they were learned on, for people: "simulated jobs".
[[nodiscard]] const char* shippedOrigin();

/// For an engine nothing was learned on: wide, and with the noise that real clusters show.
[[nodiscard]] PriorSet priorsOfUnknownEngine();

/// For Timely, where nothing was learned either: an operator's time is measured around each of its calls, so nothing is
/// mixed into what it shows, and its instances share nothing but cores, for which the waiting is taken out.
[[nodiscard]] PriorSet priorsOfTimely();

/// Whether the shipped priors were learned on such jobs; a window without an engine's name is simulated.
[[nodiscard]] bool learnedOn(std::string_view engine);
/// The priors of an engine by its name.
[[nodiscard]] PriorSet priorsOf(std::string_view engine);

} // namespace streamtune::learn
