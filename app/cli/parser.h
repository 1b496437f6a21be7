// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// From words to a verb and its values, by the option table.

#include <string>
#include <vector>

#include "app/cli/spec.h"

namespace streamtune::cli {

struct Parsed {
    enum class What { Run, Help, Version };
    What what = What::Run;
    std::string path; ///< of the verb, or the group or verb that help was asked for; empty = the program
    const Verb* verb = nullptr;
    Arguments arguments; ///< of the verb and the common ones together
};

/// `words` without the program's name. Error "usage…" with what was wrong and where to read on.
[[nodiscard]] Result<Parsed> parseCommandLine(const std::vector<std::string>& words);

} // namespace streamtune::cli
