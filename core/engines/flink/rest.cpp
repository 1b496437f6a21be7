// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/flink/rest.h"

#include <cctype>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace streamtune::engines::flink {
namespace {

class FlinkTransport final : public HttpTransport<WriteTransport> {
public:
    using HttpTransport::HttpTransport;
    Result<net::Response> upload(const std::string& path, const std::string& file, std::stop_token stop) override {
        return m_client.upload(path, "jarfile", file, "application/x-java-archive", stop);
    }
};

/// All texts of {"errors":[…]}; "" where the body is something else.
std::string errorTexts(const std::string& body) {
    const auto json = parseJson(body, "reply");
    if (!json)
        return {};
    const Json& errors = childAt(*json, "errors");
    std::string text;
    if (errors.is_array())
        for (const Json& e : errors)
            if (e.is_string())
                text += (text.empty() ? "" : "\n") + e.get<std::string>();
    return text;
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string_view withoutPrefixes(std::string_view line) {
    static constexpr std::string_view kNoise[] = {"<Exception on server side:",
                                                  "java.util.concurrent.CompletionException: ",
                                                  "java.util.concurrent.ExecutionException: ",
                                                  "java.lang.RuntimeException: ",
                                                  "org.apache.flink.runtime.rest.handler.RestHandlerException: ",
                                                  "org.apache.flink.runtime.rest.NotFoundException: "};
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view noise : kNoise)
            if (line.starts_with(noise)) {
                line.remove_prefix(noise.size());
                again = true;
            }
    }
    return line;
}

Error httpError(const Transport& transport, const std::string& where, const net::Response& reply) {
    const std::string texts = errorTexts(reply.body);
    const std::string said = firstLine(texts);
    std::map<std::string, std::string> details{{"status", std::to_string(reply.status)},
                                               {"reply", transport.redact(reply.body.substr(0, kKeptReply))}};
    const std::string tail = said.empty() ? "." : ": " + transport.redact(said);
    if (reply.status == 401 || reply.status == 403)
        return {"engine.auth", fmt::format("{} was refused with status {}{}", where, reply.status, tail),
                "Check token, user and password of the connection, and the rights they carry.", std::move(details)};
    if (reply.status == 407)
        return {"engine.auth", where + " was refused by the proxy, which wants credentials.",
                "Put them into the proxy URL or use another proxy.", std::move(details)};
    if (holds(texts, "FlinkJobNotFoundException") || holds(texts, "Could not find Flink job") ||
        holds(texts, "Job could not be found") || (reply.status == 404 && said.starts_with("Job ")))
        return {"engine.unknown_job",
                fmt::format("{} failed: the cluster has no running job of that id{}", where, tail),
                "It may have ended, or the cluster was restarted; list the jobs again.", std::move(details)};
    if (holds(texts, "UnsupportedOperationException") || holds(texts, "running in reactive mode") ||
        holds(texts, "Rescaling is temporarily disabled"))
        return {"engine.unsupported", fmt::format("{} is not possible on this cluster{}", where, tail),
                "Use another way to apply the change.", std::move(details)};
    if (texts.empty() && !reply.body.empty() && reply.status == 404)
        return {"engine.not_engine",
                fmt::format("{} got status 404 from something that is not Flink's REST server.", where),
                "Check the URL and its path prefix.", std::move(details)};
    const char* hint = reply.status == 503   ? "The cluster may be electing a leader; try again in a few seconds."
                       : reply.status == 404 ? "This version of Flink may not have it, or the object is gone."
                       : reply.status >= 500 ? "The JobManager's log says more."
                                             : "The request was not accepted; the details hold the whole reply.";
    return {"engine.http", fmt::format("{} failed with status {}{}", where, reply.status, tail), hint,
            std::move(details)};
}

} // namespace

Result<std::unique_ptr<WriteTransport>> httpTransport(const Profile& profile, SecretStore* secrets) {
    if (!profile.url.starts_with("http://") && !profile.url.starts_with("https://"))
        return fail("connection.value",
                    fmt::format("The URL \"{}\" of the connection {} does not begin with http:// or https://.",
                                profile.url.substr(0, 200), profile.name),
                    "Write it as http://host:8081 or https://host/prefix.");
    ST_ASSIGN(net::ClientOptions options, clientOptions(profile, secrets));
    options.baseUrl = profile.url;
    return std::make_unique<FlinkTransport>(std::move(options));
}

std::string firstLine(std::string_view text) {
    // "Internal server error." comes first and says nothing; what matters follows "<Exception on server side:".
    if (const auto at = text.find("<Exception on server side:"); at != std::string_view::npos)
        text.remove_prefix(at + std::string_view("<Exception on server side:").size());
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())))
        text.remove_prefix(1);
    std::string line(withoutPrefixes(text.substr(0, text.find('\n'))));
    while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back())))
        line.pop_back();
    constexpr std::size_t kLongest = 500;
    if (line.size() > kLongest) {
        std::size_t cut = kLongest;
        while (cut > 0 && (static_cast<unsigned char>(line[cut]) & 0xC0) == 0x80) // not inside a UTF-8 character
            --cut;
        line = line.substr(0, cut) + "…";
    }
    return line;
}

Result<Json> replyJson(const Transport& transport, const std::string& where, const Result<net::Response>& reply) {
    if (!reply)
        return fail(engineError(reply.error()));
    const std::string place = where + " at " + transport.base();
    if (reply->status < 200 || reply->status >= 300)
        return fail(httpError(transport, place, *reply));
    if (reply->body.empty())
        return Json::object();
    auto json = parseJson(reply->body, where);
    if (json)
        return json;
    const auto type = reply->headers.find("content-type");
    std::map<std::string, std::string> details{{"status", std::to_string(reply->status)},
                                               {"content-type", type == reply->headers.end() ? "" : type->second},
                                               {"reply", transport.redact(reply->body.substr(0, kKeptReply))}};
    if (type != reply->headers.end() && type->second.find("json") == std::string::npos)
        return fail("engine.not_engine", place + " answered with something that is not Flink's REST interface.",
                    "Check the URL and its path prefix; a login page or another server may be there.",
                    std::move(details));
    return fail("engine.format", place + " answered with JSON that is broken or cut off.",
                "A proxy may cut long replies; try again.", std::move(details));
}

Result<Json> getJson(Transport& transport, const std::string& path, std::stop_token stop) {
    return replyJson(transport, "GET " + path.substr(0, 200), transport.get(path, stop));
}

std::string jobPath(const std::string& jobId, const std::string& rest) {
    return "/v1/jobs/" + net::percentEncode(jobId) + rest;
}

} // namespace streamtune::engines::flink
