// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The engines this program can talk to, by kind, and the home of the simulated cluster's state in the workspace.

#include <filesystem>
#include <memory>

#include "core/base/secrets.h"
#include "core/engines/engine.h"
#include "core/engines/simulated/simulated_engine.h"

namespace streamtune::workbench {

/// The simulated cluster's document, kept in the workspace (kind "simulated"). Thread-safe.
[[nodiscard]] std::shared_ptr<engines::simulated::StateKeeper> workspaceKeeper(std::filesystem::path workspace);

/// Chooses the factory by the profile's kind. With `readOnly` every profile is read-only. Error "engine.unsupported".
[[nodiscard]] std::unique_ptr<engines::EngineFactory>
engineHouse(std::shared_ptr<SecretStore> secrets, std::shared_ptr<engines::simulated::StateKeeper> keeper,
            engines::simulated::JobProvider demoJobs, bool readOnly);

} // namespace streamtune::workbench
