// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/secret_store.h"

namespace streamtune::secrets {

MemoryStore::MemoryStore(std::string why) : m_why(std::move(why)) {}

Result<std::string> MemoryStore::read(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    if (const auto it = m_values.find(key); it != m_values.end())
        return it->second;
    return fail("secret.missing", "No secret is kept under \"" + key + "\".",
                "Enter it again, or name an environment variable with --token-from env:VAR.");
}

Status MemoryStore::write(const std::string& key, const std::string& value) {
    const std::lock_guard lock(m_mutex);
    m_values[key] = value;
    return {};
}

Status MemoryStore::remove(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    m_values.erase(key);
    return {};
}

std::string MemoryStore::place() const {
    return "memory, for this session only" + (m_why.empty() ? std::string() : " (" + m_why + ")");
}

bool isLasting(const SecretStore& store) {
    return !store.place().starts_with("memory");
}

} // namespace streamtune::secrets
