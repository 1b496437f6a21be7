// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The demo: eight simulated jobs and what some hundred other jobs did before, embedded in the program, so that it
/// works without any file beside it.

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engines/simulated/simulated_engine.h"

namespace streamtune::workbench {

inline constexpr const char* kDemoConnection = "demo";

/// The live jobs behind "sim:demo".
[[nodiscard]] Result<std::vector<engines::simulated::JobText>> demoJobs();

/// Jobs of the past: their windows are in the demo's history, they do not run any more.
[[nodiscard]] Result<std::vector<engines::simulated::JobText>> pastJobs();

/// More of them, of the shapes that people run: Nexmark, PQP, ETL, sessions, CDC joins, alerts.
[[nodiscard]] Result<std::vector<engines::simulated::JobText>> realJobs();

} // namespace streamtune::workbench
