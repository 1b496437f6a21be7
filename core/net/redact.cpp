// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <vector>

#include "core/net/curl_support.h"

namespace streamtune::net {
namespace {

constexpr std::string_view kHidden = "(hidden)";
/// Shorter secrets would hide half of any text; such a secret protects nothing anyway.
constexpr std::size_t kShortest = 3;

std::string base64(std::string_view bytes) {
    static constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::array<unsigned, 3> b{};
        const std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t k = 0; k < n; ++k)
            b[k] = static_cast<unsigned char>(bytes[i + k]);
        const unsigned group = (b[0] << 16) | (b[1] << 8) | b[2];
        for (std::size_t k = 0; k < 4; ++k)
            out.push_back(k <= n ? kAlphabet[(group >> (18 - 6 * k)) & 63] : '=');
    }
    return out;
}

void addSecret(std::vector<std::string>& secrets, const std::string& secret) {
    if (secret.size() < kShortest)
        return;
    secrets.push_back(secret);
    if (std::string encoded = percentEncode(secret); encoded != secret)
        secrets.push_back(std::move(encoded));
}

std::vector<std::string> secretsOf(const ClientOptions& options) {
    std::vector<std::string> secrets;
    addSecret(secrets, options.bearerToken);
    addSecret(secrets, options.password);
    addSecret(secrets, options.headerValue);
    if (!options.password.empty())
        addSecret(secrets, base64(options.user + ":" + options.password));
    addSecret(secrets, urlPart(options.baseUrl, CURLUPART_PASSWORD));
    addSecret(secrets, urlPart(options.proxy, CURLUPART_PASSWORD));
    std::ranges::sort(secrets, std::ranges::greater{}, &std::string::size); // a secret may contain another
    return secrets;
}

} // namespace

std::string redact(std::string text, const ClientOptions& options) {
    for (const std::string& secret : secretsOf(options))
        for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + kHidden.size()))
            text.replace(at, secret.size(), kHidden);
    return text;
}

} // namespace streamtune::net
