// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The connection below the Flink engine. Reading and writing are two types, so that a reader cannot write; tests put
/// recorded replies in their place.

#include <memory>
#include <stop_token>
#include <string>

#include "core/base/json.h"
#include "core/engines/engine.h"
#include "core/net/http_client.h"

namespace streamtune::engines::flink {

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
    [[nodiscard]] virtual Result<net::Response> upload(const std::string& path, const std::string& file,
                                                       std::stop_token stop) = 0;
};

/// Over HTTP as the profile says. Errors of the secret store ("secret.…") and "connection.value" (unusable profile).
[[nodiscard]] Result<std::unique_ptr<WriteTransport>> httpTransport(const Profile& profile, SecretStore* secrets);

/// A 2xx reply as JSON, or one of the engine errors. `where` is "METHOD path".
[[nodiscard]] Result<Json> replyJson(const Transport& transport, const std::string& where,
                                     const Result<net::Response>& reply);
[[nodiscard]] Result<Json> getJson(Transport& transport, const std::string& path, std::stop_token stop);

/// A Java stack trace or REST error text in one line for a person: the message of the root of the reply, without class
/// names of the REST layer and without frames.
[[nodiscard]] std::string firstLine(std::string_view text);

/// Maps "net.…" to "engine.…", keeping sentence, hint and details.
[[nodiscard]] Error engineError(Error netError);

/// "/v1/jobs/<id>" + rest, the id percent-encoded.
[[nodiscard]] std::string jobPath(const std::string& jobId, const std::string& rest = {});

} // namespace streamtune::engines::flink
