// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/timely/rest.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sstream>

namespace streamtune::engines::timely {
namespace {

constexpr std::int64_t kMostBytes = 16 * 1024 * 1024;

std::vector<std::string> addresses(const std::string& url) {
    std::vector<std::string> list;
    std::istringstream in(url);
    for (std::string one; std::getline(in, one, ',');) {
        const auto from = one.find_first_not_of(" \t");
        if (from != std::string::npos)
            list.push_back(one.substr(from, one.find_last_not_of(" \t") - from + 1));
    }
    return list;
}

} // namespace

Result<Transports> httpTransports(const Profile& profile, SecretStore* secrets) {
    if (!profile.auth.empty() && profile.auth != "bearer")
        return fail("connection.value",
                    fmt::format("An agent of Timely knows bearer tokens only, not \"{}\" (connection {}).",
                                profile.auth, profile.name),
                    "Use bearer, or nothing where the agent has no token.");
    ST_ASSIGN(net::ClientOptions options, clientOptions(profile, secrets));
    options.maxBytes = kMostBytes;
    Transports transports;
    for (const std::string& url : addresses(profile.url)) {
        if (!url.starts_with("http://") && !url.starts_with("https://"))
            return fail("connection.value",
                        fmt::format("The address \"{}\" of the connection {} does not begin with http:// or https://.",
                                    url.substr(0, 200), profile.name),
                        "Write it as http://host:port, as the agent prints it; several processes are separated by "
                        "commas, process 0 first.");
        options.baseUrl = url;
        transports.push_back(std::make_unique<HttpTransport<Transport>>(options));
    }
    if (transports.empty())
        return fail("connection.value", fmt::format("The connection {} has no address.", profile.name),
                    "Give the address that the agent prints when the job starts.");
    return transports;
}

Result<Json> replyJson(const Transport& transport, const std::string& where, const Result<net::Response>& reply) {
    if (!reply)
        return fail(engineError(reply.error()));
    const std::string place = where + " at " + transport.base();
    std::map<std::string, std::string> details{{"status", std::to_string(reply->status)},
                                               {"reply", transport.redact(reply->body.substr(0, kKeptReply))}};
    const auto json = parseJson(reply->body, where);
    if (reply->status >= 200 && reply->status < 300) {
        if (json && json->is_object())
            return *json;
        return fail("engine.not_engine", place + " answered with something that is not a streamtune-timely agent.",
                    "Check the address; the agent prints it when the job starts.", std::move(details));
    }
    const std::string code = json ? stringAt(*json, "code") : std::string{};
    const std::string said = json ? transport.redact(stringAt(*json, "sentence").substr(0, 500)) : std::string{};
    if (reply->status == 401 || reply->status == 403)
        return fail("engine.auth", place + " refused the token." + (said.empty() ? "" : " " + said),
                    "Give the token that the job was started with (STREAMTUNE_TOKEN).", std::move(details));
    if (code.empty())
        return fail(
            "engine.not_engine",
            fmt::format("{} got status {} from something that is not a streamtune-timely agent.", place, reply->status),
            "Check the address; the agent prints it when the job starts.", std::move(details));
    details["code"] = code;
    const std::string ours = code == "not_supported" ? "engine.unsupported"
                             : code == "version"     ? "engine.unsupported"
                             : code == "ended"       ? "engine.job_ended"
                                                     : "engine.http";
    return fail(ours, fmt::format("{} was refused: {}", where, said), "", std::move(details));
}

Result<Json> getJson(Transport& transport, const std::string& path, std::stop_token stop) {
    return replyJson(transport, "GET " + path, transport.get(path, stop));
}

} // namespace streamtune::engines::timely
