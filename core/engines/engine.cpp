// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/engine.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace streamtune::engines {
namespace {

constexpr std::array kKinds{"flink", "timely", "simulated"};
constexpr std::array kTypes{"dev", "test", "prod"};
constexpr std::array kPaths{"in_place", "savepoint", "relaunch", "patch"};

template <typename Enum, typename Names>
Result<Enum> fromName(std::string_view text, const Names& names, const char* code, const char* what) {
    const auto it = std::ranges::find(names, text, [](const char* n) { return std::string_view(n); });
    if (it != names.end())
        return static_cast<Enum>(it - names.begin());
    std::string known;
    for (const char* name : names)
        known += (known.empty() ? "" : ", ") + std::string(name);
    return fail(code, "\"" + std::string(text.substr(0, 60)) + "\" is not " + what + ".", "Use one of: " + known + ".");
}

Millis millisAt(const Json& json, const char* key, Millis fallback) {
    return Millis{std::clamp<std::int64_t>(integerAt(json, key, fallback.count()), 1, 86'400'000)};
}

} // namespace

const char* toString(EngineKind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}
const char* toString(ConnectionType type) {
    return kTypes[static_cast<std::size_t>(type)];
}
const char* toString(ApplyPath path) {
    return kPaths[static_cast<std::size_t>(path)];
}
Result<EngineKind> engineKindFromString(std::string_view text) {
    return fromName<EngineKind>(text, kKinds, "connection.value", "an engine");
}
Result<ConnectionType> connectionTypeFromString(std::string_view text) {
    return fromName<ConnectionType>(text, kTypes, "connection.value", "a connection type");
}
Result<ApplyPath> applyPathFromString(std::string_view text) {
    return fromName<ApplyPath>(text, kPaths, "plan.format", "a way to apply a plan");
}

Json profileToJson(const Profile& p) {
    return {{"name", p.name},
            {"engine", toString(p.kind)},
            {"url", p.url},
            {"type", toString(p.type)},
            {"read_only", p.readOnly},
            {"auth", p.auth},
            {"user", p.user},
            {"header_name", p.headerName},
            {"token_from", p.tokenFrom},
            {"ca_file", p.caFile},
            {"pin", p.pin},
            {"client_certificate", p.clientCertificate},
            {"client_key", p.clientKey},
            {"verify_host", p.verifyHost},
            {"proxy", p.proxy},
            {"timeout_ms", p.timeout.count()},
            {"window_ms", p.window.count()},
            {"settle_ms", p.settle.count()},
            {"options", p.options}};
}

Result<Profile> profileFromJson(const Json& json) {
    Profile p;
    p.name = stringAt(json, "name");
    if (p.name.empty())
        return fail("connection.value", "A connection has no name.", "Give it a short name, for example flink-prod.");
    ST_ASSIGN(p.kind, engineKindFromString(stringAt(json, "engine")));
    p.url = stringAt(json, "url");
    ST_ASSIGN(p.type, connectionTypeFromString(stringAt(json, "type", "prod")));
    p.readOnly = boolAt(json, "read_only", false);
    p.auth = stringAt(json, "auth");
    p.user = stringAt(json, "user");
    p.headerName = stringAt(json, "header_name");
    p.tokenFrom = stringAt(json, "token_from");
    p.caFile = stringAt(json, "ca_file");
    p.pin = stringAt(json, "pin");
    p.clientCertificate = stringAt(json, "client_certificate");
    p.clientKey = stringAt(json, "client_key");
    p.verifyHost = boolAt(json, "verify_host", true);
    p.proxy = stringAt(json, "proxy");
    p.timeout = millisAt(json, "timeout_ms", p.timeout);
    p.window = millisAt(json, "window_ms", p.window);
    p.settle = millisAt(json, "settle_ms", p.settle);
    if (const Json& options = childAt(json, "options"); options.is_object())
        for (const auto& [key, value] : options.items())
            if (value.is_string())
                p.options[key] = value.get<std::string>();
    return p;
}

std::optional<ApplyPath> RescaleCapability::best() const {
    for (const PathOption& option : paths)
        if (option.available)
            return option.path;
    return std::nullopt;
}

Json ticketToJson(const ApplyTicket& t) {
    return {{"job_id", t.jobId},
            {"savepoint", t.savepoint},
            {"trigger_id", t.triggerId},
            {"previous", t.previous},
            {"stage", t.stage}};
}

ApplyTicket ticketFromJson(const Json& json) {
    return {stringAt(json, "job_id"), stringAt(json, "savepoint"), stringAt(json, "trigger_id"),
            stringAt(json, "previous"), stringAt(json, "stage")};
}

} // namespace streamtune::engines
