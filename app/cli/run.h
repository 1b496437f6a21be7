// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// One command from its words to its exit code.

#include <stop_token>
#include <string>
#include <vector>

namespace streamtune::cli {

/// `words` without the program's name; `stop` is requested by SIGINT and SIGTERM.
[[nodiscard]] int run(const std::vector<std::string>& words, std::stop_source interrupted);

} // namespace streamtune::cli
