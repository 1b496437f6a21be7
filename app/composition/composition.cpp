// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/composition/composition.h"

#include <cstdlib>
#include <system_error>

#include "app/composition/versions.h"
#include "app/secrets/secret_store.h"

namespace streamtune::composition {
namespace fs = std::filesystem;

fs::path defaultWorkspace() {
    fs::path base;
    if (const char* data = std::getenv("XDG_DATA_HOME"); data && *data == '/') // relative values are to be ignored
        base = data;
    else if (const char* home = std::getenv("HOME"); home && *home)
        base = fs::path(home) / ".local" / "share";
    else
        base = fs::temp_directory_path();
    const fs::path folder = base / "streamtune";
    std::error_code ignored; // opening the file says what is wrong
    fs::create_directories(folder, ignored);
    return folder / "workspace.db";
}

std::shared_ptr<SecretStore> secretStore() {
    static std::weak_ptr<SecretStore> shared; // not owned: it must be gone before static objects of Qt are
    if (auto store = shared.lock())
        return store;
    const auto store = secrets::makeSecretStore();
    shared = store;
    return store;
}

std::string programVersion() {
    return kProgramVersion;
}

std::map<std::string, std::string> libraryVersions() {
    std::map<std::string, std::string> result;
    for (const auto& [name, version] : kLibraryVersions)
        if (*version)
            result[name] = version;
    return result;
}

} // namespace streamtune::composition
