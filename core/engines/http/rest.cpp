// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/http/rest.h"

#include <cstdlib>
#include <fmt/format.h>

namespace streamtune::engines {
namespace {

Result<std::string> secretOf(const Profile& profile, const char* what, SecretStore* secrets) {
    if (profile.tokenFrom.starts_with("env:")) {
        const std::string variable = profile.tokenFrom.substr(4);
        const char* value = std::getenv(variable.c_str());
        if (!value)
            return fail(
                "secret.missing",
                fmt::format("The environment variable {} of the connection {} is not set.", variable, profile.name),
                "Set it before the program is started, or store the secret in the keyring.");
        return std::string(value);
    }
    if (!secrets)
        return fail("secret.unavailable",
                    fmt::format("The connection {} needs a secret and no store is at hand.", profile.name),
                    "Use \"env:VARIABLE\" as the place of the secret.");
    return secrets->read(profile.name + "/" + what);
}

Status addSecrets(const Profile& profile, SecretStore* secrets, net::ClientOptions& options) {
    if (profile.auth == "bearer") {
        ST_ASSIGN(options.bearerToken, secretOf(profile, "token", secrets));
    } else if (profile.auth == "basic") {
        options.user = profile.user;
        ST_ASSIGN(options.password, secretOf(profile, "password", secrets));
    } else if (profile.auth == "header") {
        options.headerName = profile.headerName;
        ST_ASSIGN(options.headerValue, secretOf(profile, "header", secrets));
    } else if (!profile.auth.empty()) {
        return fail("connection.value",
                    fmt::format("\"{}\" is not a kind of authentication (connection {}).", profile.auth, profile.name),
                    "Use bearer, basic, header or nothing.");
    }
    return {};
}

} // namespace

Result<net::ClientOptions> clientOptions(const Profile& profile, SecretStore* secrets) {
    net::ClientOptions options;
    options.caFile = profile.caFile;
    options.pin = profile.pin;
    options.clientCertificate = profile.clientCertificate;
    options.clientKey = profile.clientKey;
    options.verifyHost = profile.verifyHost;
    options.proxy = profile.proxy;
    options.timeout = profile.timeout;
    ST_TRY(addSecrets(profile, secrets, options));
    return options;
}

Error engineError(Error error) {
    static const std::map<std::string, std::string> kCodes{
        {"net.dns", "engine.unreachable"}, {"net.connect", "engine.unreachable"}, {"net.timeout", "engine.timeout"},
        {"net.tls", "engine.tls"},         {"net.cancelled", "engine.cancelled"}, {"net.too_large", "engine.format"},
        {"net.redirect", "engine.http"}};
    if (const auto it = kCodes.find(error.code); it != kCodes.end())
        error.code = it->second;
    else if (error.code == "net.protocol")
        error.code = error.details.contains("transient") ? "engine.unreachable" : "engine.not_engine";
    return error;
}

Status mayWrite(const Profile& profile) {
    if (profile.readOnly)
        return fail("connection.read_only", fmt::format("The connection {} is read-only.", profile.name),
                    "Use a connection that may write.");
    return {};
}

} // namespace streamtune::engines
