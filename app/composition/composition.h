// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What both programs put together in the same way: where files live, which secret store is used, which versions run.

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "core/base/secrets.h"

namespace streamtune::composition {

/// $XDG_DATA_HOME/streamtune/workspace.db; the folder is made.
[[nodiscard]] std::filesystem::path defaultWorkspace();

/// One store, shared while somebody holds it. Call it on the main thread, and let go of it before main() returns.
[[nodiscard]] std::shared_ptr<SecretStore> secretStore();

[[nodiscard]] std::string programVersion();
/// Library -> version it was built with.
[[nodiscard]] std::map<std::string, std::string> libraryVersions();

} // namespace streamtune::composition
