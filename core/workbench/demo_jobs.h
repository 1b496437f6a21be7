// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Job files from the short description of the demo's past jobs (resources/demo/real_jobs.txt). Private to this room.

#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/engines/simulated/simulated_engine.h"

namespace streamtune::workbench {

/// One streamtune-job/1 text a job. Error "demo.broken" with the line.
[[nodiscard]] Result<std::vector<engines::simulated::JobText>> jobsFromDescription(std::string_view text);

} // namespace streamtune::workbench
