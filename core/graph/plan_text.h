// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Small readers of plan texts: names, brackets, durations. Views point into the text given.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/number.h"

namespace streamtune {

[[nodiscard]] bool equalIgnoringCase(std::string_view a, std::string_view b);
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Without the numbers of the SQL planner: "[3]:Calc(…)" and "Calc[3]" both lose their 3.
[[nodiscard]] std::string_view bareOperatorName(std::string_view name);
/// Up to the first bracket.
[[nodiscard]] std::string_view headOf(std::string_view name);
/// Words in lower case, split at capitals and at everything that is no letter.
[[nodiscard]] std::vector<std::string> wordsOf(std::string_view name);

/// What stands in the brackets that `opening` (its last character is the bracket) opens: argument(t, "window=[").
[[nodiscard]] std::optional<std::string_view> argument(std::string_view text, std::string_view opening);
/// Splits at `separator` outside of all brackets; brackets that do not match give the whole text.
[[nodiscard]] std::vector<std::string_view> splitOutside(std::string_view text, std::string_view separator);

/// "10 s", "2 min", "1 h", "500 ms", "1 d" or a number of milliseconds, in seconds.
[[nodiscard]] Number planSeconds(std::string_view text);

} // namespace streamtune
