// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Where secrets live: the OS store (implemented in app/ with QtKeychain) or memory for this session. Never files.

#include <string>

#include "core/base/result.h"

namespace streamtune {

/// Thread-safe. Keys are "<connection>/<what>", e.g. "flink-prod/token".
class SecretStore {
public:
    virtual ~SecretStore() = default;
    /// Errors: "secret.missing", "secret.locked", "secret.timeout", "secret.unavailable".
    [[nodiscard]] virtual Result<std::string> read(const std::string& key) = 0;
    [[nodiscard]] virtual Status write(const std::string& key, const std::string& value) = 0;
    [[nodiscard]] virtual Status remove(const std::string& key) = 0;
    /// A sentence for the dialog: where secrets go ("the desktop keyring", "memory, for this session only").
    [[nodiscard]] virtual std::string place() const = 0;
};

} // namespace streamtune
