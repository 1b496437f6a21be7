// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// `streamtune compare --first`: jobs that never ran.

#include "app/cli/context.h"
#include "app/cli/spec.h"
#include "core/compare/first.h"

namespace streamtune::cli {

/// Prints a row per job and way, and one per way over all jobs.
[[nodiscard]] Result<int> compareFirst(Context& context, const compare::FirstRequest& request,
                                       std::vector<std::string> notes);

} // namespace streamtune::cli
