// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Flink writes plan descriptions through escapeHtml4 (flink-runtime: JsonPlanGenerator.java).

#include <string>
#include <string_view>

namespace streamtune {

/// Named entities of HTML 4 and numeric ones; what is no entity stays as it is.
[[nodiscard]] std::string decodeHtmlEntities(std::string_view text);

} // namespace streamtune
