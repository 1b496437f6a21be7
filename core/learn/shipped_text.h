// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>

namespace streamtune::learn {

/// Text of models/default/priors.json; its source is written by the build.
[[nodiscard]] std::string_view shippedText();

} // namespace streamtune::learn
