// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A secret store over a keyring service that may be missing, locked or slow. Every call has a time limit; where no
/// service answers at all, secrets stay in memory and the place says so.

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "app/secrets/secret_store.h"

namespace streamtune::secrets {

struct KeyringAnswer {
    enum class Kind { Done, NoEntry, Denied, Unavailable };
    Kind kind = Kind::Done;
    std::string message; ///< of the service
    std::string value;   ///< of a read
};

/// Asks and comes back at once; the answer may come from any thread, late, or never.
class Keyring {
public:
    using Take = std::function<void(KeyringAnswer)>;
    virtual ~Keyring() = default;
    virtual void read(const std::string& key, Take take) = 0;
    virtual void write(const std::string& key, const std::string& value, Take take) = 0;
    virtual void remove(const std::string& key, Take take) = 0;
};

struct KeyringLimits {
    /// A locked keyring asks its user for a password, and a person needs time to type it.
    std::chrono::milliseconds answer{30'000};
    std::chrono::milliseconds first{3'000}; ///< whether there is a service at all
};

/// Thread-safe; calls wait for their answer. An entry that cannot be read is not overwritten.
class KeyringStore final : public SecretStore {
public:
    explicit KeyringStore(std::unique_ptr<Keyring> keyring, KeyringLimits limits = {});
    [[nodiscard]] Result<std::string> read(const std::string& key) override;
    [[nodiscard]] Status write(const std::string& key, const std::string& value) override;
    [[nodiscard]] Status remove(const std::string& key) override;
    [[nodiscard]] std::string place() const override;

private:
    /// Memory where no service answers, asked once; nullptr where one does.
    [[nodiscard]] MemoryStore* fallback() const;

    std::unique_ptr<Keyring> m_keyring;
    KeyringLimits m_limits;
    mutable std::once_flag m_asked;
    mutable std::unique_ptr<MemoryStore> m_memory;
};

} // namespace streamtune::secrets
