// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The connection to the agents of one job.

#include <memory>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/engines/http/rest.h"

namespace streamtune::engines::timely {

using Transport = WriteTransport;                           ///< to the agent of one process
using Transports = std::vector<std::unique_ptr<Transport>>; ///< process 0 first; never empty

/// As the profile says. Errors of the secret store, "connection.value".
[[nodiscard]] Result<Transports> httpTransports(const Profile& profile, SecretStore* secrets);

/// A 2xx reply as a JSON object, or an engine error; the agent's own code stands in details["code"].
[[nodiscard]] Result<Json> replyJson(const Transport& transport, const std::string& where,
                                     const Result<net::Response>& reply);
[[nodiscard]] Result<Json> getJson(Transport& transport, const std::string& path, std::stop_token stop);

} // namespace streamtune::engines::timely
