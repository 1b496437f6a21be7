// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What the engines that speak HTTP have in common: the connection as a profile describes it, and errors of the network
/// as errors of an engine. Reading and writing are two types, so that a reader cannot write; tests put recorded replies
/// in their place.

#include <memory>
#include <stop_token>
#include <string>

#include "core/engines/engine.h"
#include "core/net/http_client.h"

namespace streamtune::engines {

/// GET only. One thread at a time.
class Transport {
public:
    virtual ~Transport() = default;
    [[nodiscard]] virtual Result<net::Response> get(const std::string& path, std::stop_token stop) = 0;
    /// Base URL without secrets.
    [[nodiscard]] virtual std::string base() const = 0;
    [[nodiscard]] virtual std::string redact(std::string text) const = 0;
};

class WriteTransport : public Transport {
public:
    [[nodiscard]] virtual Result<net::Response> send(const std::string& method, const std::string& path,
                                                     const std::string& body, std::stop_token stop) = 0;
};

/// Over a real connection; `Interface` is WriteTransport or what an engine adds to it.
template <typename Interface>
class HttpTransport : public Interface {
public:
    explicit HttpTransport(net::ClientOptions options) : m_client(std::move(options)) {}
    Result<net::Response> get(const std::string& path, std::stop_token stop) override {
        return m_client.get(path, stop);
    }
    Result<net::Response> send(const std::string& method, const std::string& path, const std::string& body,
                               std::stop_token stop) override {
        return m_client.send(method, path, body, stop);
    }
    std::string base() const override { return redact(m_client.options().baseUrl); }
    std::string redact(std::string text) const override { return net::redact(std::move(text), m_client.options()); }

protected:
    net::HttpClient m_client;
};

/// How much of a reply is kept in the details of an error, bytes.
constexpr std::size_t kKeptReply = 4096;

/// Everything that the profile says about its connection but the base URL, secrets included. Errors "secret.…",
/// "connection.value".
[[nodiscard]] Result<net::ClientOptions> clientOptions(const Profile& profile, SecretStore* secrets);

/// Maps "net.…" to "engine.…", keeping sentence, hint and details.
[[nodiscard]] Error engineError(Error netError);

/// Error "connection.read_only".
[[nodiscard]] Status mayWrite(const Profile& profile);

} // namespace streamtune::engines
