// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Exit codes are a contract with scripts; an error's dotted code decides.

#include <string_view>

namespace streamtune::cli {

enum ExitCode : int {
    Done = 0,
    Internal = 1,
    Usage = 2,
    Refused = 3,
    StalePlan = 4,
    EngineFailed = 5,
    BadInput = 6,
    PartlyDone = 7,
    Interrupted = 130
};

[[nodiscard]] int exitCodeOf(std::string_view errorCode);

} // namespace streamtune::cli
