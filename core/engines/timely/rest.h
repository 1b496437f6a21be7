// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The connection to the agents of one job. Tests put recorded replies in its place.

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/engines/engine.h"
#include "core/net/http_client.h"

namespace streamtune::engines::timely {

/// One process of the job; GET and changes. One thread at a time.
class Transport {
public:
    virtual ~Transport() = default;
    [[nodiscard]] virtual Result<net::Response> get(const std::string& path, std::stop_token stop) = 0;
    [[nodiscard]] virtual Result<net::Response> send(const std::string& method, const std::string& path,
                                                     const std::string& body, std::stop_token stop) = 0;
    [[nodiscard]] virtual std::string base() const = 0; ///< without secrets
    [[nodiscard]] virtual std::string redact(std::string text) const = 0;
};

using Transports = std::vector<std::unique_ptr<Transport>>; ///< process 0 first; never empty

/// As the profile says. Errors of the secret store, "connection.value".
[[nodiscard]] Result<Transports> httpTransports(const Profile& profile, SecretStore* secrets);

/// A 2xx reply as a JSON object, or an engine error; the agent's own code stands in details["code"].
[[nodiscard]] Result<Json> replyJson(const Transport& transport, const std::string& where,
                                     const Result<net::Response>& reply);
[[nodiscard]] Result<Json> getJson(Transport& transport, const std::string& path, std::stop_token stop);

/// Maps "net.…" to "engine.…".
[[nodiscard]] Error engineError(Error netError);

} // namespace streamtune::engines::timely
