// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// --help, man pages and shell completion, all from the option table.

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace streamtune::cli {

/// Of a verb, of a group ("plan"), or of the program (empty). Error "usage" where there is no such verb.
[[nodiscard]] Result<std::string> helpText(std::string_view path);

/// roff, section 1.
[[nodiscard]] std::string manPage();

/// bash, zsh or fish.
[[nodiscard]] Result<std::string> completion(std::string_view shell);

} // namespace streamtune::cli
