// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The secret stores of the programs. makeSecretStore() gives the best one that this build and this desktop offer.

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "core/base/secrets.h"

namespace streamtune::secrets {

/// For this process only; also the fallback where the desktop has no keyring.
class MemoryStore final : public SecretStore {
public:
    /// `why` completes "memory, for this session only", e.g. "no keyring service answers".
    explicit MemoryStore(std::string why = {});
    [[nodiscard]] Result<std::string> read(const std::string& key) override;
    [[nodiscard]] Status write(const std::string& key, const std::string& value) override;
    [[nodiscard]] Status remove(const std::string& key) override;
    [[nodiscard]] std::string place() const override;

private:
    std::string m_why;
    std::mutex m_mutex;
    std::map<std::string, std::string> m_values;
};

/// True where secrets written now can be read by the next program.
[[nodiscard]] bool isLasting(const SecretStore& store);

/// The desktop keyring (Secret Service, KWallet) in builds with Qt, else memory. Cheap: the keyring is first asked when
/// a secret is needed. Call it on the main thread.
[[nodiscard]] std::shared_ptr<SecretStore> makeSecretStore();

} // namespace streamtune::secrets
