// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// HTTP client over libcurl: TLS with custom CA and pin, proxies, time-outs, retry of GET only, cancellation within
/// 100 ms, redaction. One client is used by one thread at a time; it keeps its connection open.
/// Errors: "net.dns", "net.connect", "net.tls", "net.timeout", "net.cancelled", "net.too_large", "net.redirect",
/// "net.protocol".

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"

namespace streamtune::net {

struct ClientOptions {
    std::string baseUrl; ///< scheme, host, port and an optional path prefix
    std::string bearerToken;
    std::string user, password;
    std::string headerName, headerValue;
    std::string caFile, pin, clientCertificate, clientKey;
    bool verifyHost = true;
    std::string proxy;
    Millis timeout{10'000};
    Millis connectTimeout{3'000};
    int getRetries = 2;                       ///< for GET only, with back-off
    std::int64_t maxBytes = 64 * 1024 * 1024; ///< of one reply
};

struct Response {
    int status = 0;
    std::map<std::string, std::string> headers; ///< lower-case names
    std::string body;
    double dnsSeconds = 0, connectSeconds = 0, tlsSeconds = 0, totalSeconds = 0;
};

class HttpClient {
public:
    explicit HttpClient(ClientOptions options);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Redirects are followed for GET on the same host only.
    [[nodiscard]] Result<Response> get(const std::string& path, std::stop_token stop);
    /// Never retried. A failure after the request may have reached the server has details["sent"] = "maybe".
    [[nodiscard]] Result<Response> send(const std::string& method, const std::string& path, const std::string& body,
                                        std::stop_token stop);
    /// multipart/form-data with one file part, no Expect header.
    [[nodiscard]] Result<Response> upload(const std::string& path, const std::string& field, const std::string& file,
                                          const std::string& contentType, std::stop_token stop);
    [[nodiscard]] const ClientOptions& options() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Replaces secrets of `options` in `text` by "(hidden)".
[[nodiscard]] std::string redact(std::string text, const ClientOptions& options);
/// Percent-encodes one path segment or query value.
[[nodiscard]] std::string percentEncode(std::string_view text);

} // namespace streamtune::net
