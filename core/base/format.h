// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Numbers as people read them, UTF-8: three significant figures, thin space (U+2009) before units and in thousands, a
/// real minus (U+2212), an en dash for what is missing, "NaN" for what is undefined. For machines: core/base/json.h.

#include <cstdint>
#include <string>

#include "core/base/number.h"

namespace streamtune {

/// "34.6 k", "1.28 M", "0.053", "12"; without suffix below 1000.
[[nodiscard]] std::string formatNumber(const Number& number);
/// "34.6 k/s"
[[nodiscard]] std::string formatRate(const Number& perSecond);
/// 0.973 -> "97 %"
[[nodiscard]] std::string formatShare(const Number& share);
/// 0.914 -> "0.91"
[[nodiscard]] std::string formatProbability(const Number& probability);
/// "850 ms", "4.2 s", "3 min 20 s", "2 h 5 min", "2 d 4 h"
[[nodiscard]] std::string formatSeconds(const Number& seconds);
/// Decimal units: "1.4 GB"
[[nodiscard]] std::string formatBytes(const Number& bytes);
/// "16 290"
[[nodiscard]] std::string formatCount(std::int64_t count);

} // namespace streamtune
