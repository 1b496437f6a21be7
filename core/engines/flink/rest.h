// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The connection below the Flink engine.

#include <memory>
#include <stop_token>
#include <string>

#include "core/base/json.h"
#include "core/engines/http/rest.h"

namespace streamtune::engines::flink {

using engines::Transport;

/// The transport of a writer can upload a jar too.
class WriteTransport : public engines::WriteTransport {
public:
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

/// "/v1/jobs/<id>" + rest, the id percent-encoded.
[[nodiscard]] std::string jobPath(const std::string& jobId, const std::string& rest = {});

} // namespace streamtune::engines::flink
