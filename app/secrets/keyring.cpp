// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/keyring.h"

#include <future>
#include <optional>

namespace streamtune::secrets {
namespace {

using Kind = KeyringAnswer::Kind;

/// Waits for what `ask` is answered; nullopt = not within the limit. A later answer finds nobody and is dropped.
std::optional<KeyringAnswer> within(std::chrono::milliseconds limit, const std::function<void(Keyring::Take)>& ask) {
    const auto promise = std::make_shared<std::promise<KeyringAnswer>>();
    auto future = promise->get_future();
    ask([promise](KeyringAnswer answer) { promise->set_value(std::move(answer)); });
    if (future.wait_for(limit) != std::future_status::ready)
        return std::nullopt;
    return future.get();
}

std::unexpected<Error> toError(const std::optional<KeyringAnswer>& answer, const std::string& key) {
    if (!answer)
        return fail("secret.timeout", "The desktop keyring did not answer within its time limit.",
                    "Unlock it and try again, or use --token-from env:VAR.");
    switch (answer->kind) {
    case Kind::NoEntry:
        return fail("secret.missing", "The desktop keyring holds nothing under \"" + key + "\".",
                    "Enter the secret again in the connection's settings.");
    case Kind::Denied:
        return fail("secret.locked", "The desktop keyring is locked, or refused access to \"" + key + "\".",
                    "Unlock it and try again.", {{"reply", answer->message}});
    default:
        return fail("secret.unavailable", "The desktop keyring could not be used: " + answer->message,
                    "Use --token-from env:VAR, or start a Secret Service such as gnome-keyring.");
    }
}

} // namespace

KeyringStore::KeyringStore(std::unique_ptr<Keyring> keyring, KeyringLimits limits)
    : m_keyring(std::move(keyring)), m_limits(limits) {}

MemoryStore* KeyringStore::fallback() const {
    std::call_once(m_asked, [this] {
        const auto answer =
            within(m_limits.first, [this](Keyring::Take take) { m_keyring->read("probe", std::move(take)); });
        if (!answer)
            m_memory = std::make_unique<MemoryStore>("the keyring service does not answer");
        else if (answer->kind == Kind::Unavailable)
            m_memory = std::make_unique<MemoryStore>("no keyring service is running");
    });
    return m_memory.get();
}

Result<std::string> KeyringStore::read(const std::string& key) {
    if (auto* memory = fallback())
        return memory->read(key);
    const auto answer = within(m_limits.answer, [&](Keyring::Take take) { m_keyring->read(key, std::move(take)); });
    if (!answer || answer->kind != Kind::Done)
        return toError(answer, key);
    return answer->value;
}

Status KeyringStore::write(const std::string& key, const std::string& value) {
    if (auto* memory = fallback())
        return memory->write(key, value);
    const auto known = within(m_limits.answer, [&](Keyring::Take take) { m_keyring->read(key, std::move(take)); });
    if (!known || (known->kind != Kind::Done && known->kind != Kind::NoEntry))
        return toError(known, key);
    const auto answer =
        within(m_limits.answer, [&](Keyring::Take take) { m_keyring->write(key, value, std::move(take)); });
    if (!answer || answer->kind != Kind::Done)
        return toError(answer, key);
    return {};
}

Status KeyringStore::remove(const std::string& key) {
    if (auto* memory = fallback())
        return memory->remove(key);
    const auto answer = within(m_limits.answer, [&](Keyring::Take take) { m_keyring->remove(key, std::move(take)); });
    if (!answer || (answer->kind != Kind::Done && answer->kind != Kind::NoEntry))
        return toError(answer, key);
    return {};
}

std::string KeyringStore::place() const {
    const auto* memory = fallback();
    return memory ? memory->place() : "the desktop keyring";
}

} // namespace streamtune::secrets
