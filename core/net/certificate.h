// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The certificate that a TLS server shows, looked at before anything is trusted, so that a person can compare its
/// fingerprint with what the server's operator says.

#include <stop_token>
#include <string>

#include "core/base/result.h"
#include "core/net/http_client.h"

namespace streamtune::net {

struct Certificate {
    std::string pem;
    std::string subject, issuer;
    std::string validFrom, validUntil; ///< as the TLS library writes them
};

/// The handshake only: no request and no credentials are sent, whatever `options` hold. Errors "net.…".
[[nodiscard]] Result<Certificate> shownCertificate(const ClientOptions& options, std::stop_token stop);

} // namespace streamtune::net
