// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>

namespace streamtune::learn {

/// Text of models/default/priors.json; its source is written by the build.
[[nodiscard]] std::string_view shippedText();
/// models/default/model.bin, inside the program; empty where it was built without.
[[nodiscard]] std::string_view shippedModelBytes();

} // namespace streamtune::learn
