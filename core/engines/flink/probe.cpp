// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/engines/flink/flink_reader.h"

namespace streamtune::engines::flink {
namespace {

/// How far the first request came, told from its error.
enum class Reached { Nothing, Name, Line, Encrypted, Http };

Reached reachedBy(const Result<net::Response>& reply, bool https) {
    if (reply)
        return Reached::Http;
    const std::string& code = reply.error().code;
    if (code == "net.dns")
        return Reached::Nothing;
    if (code == "net.connect")
        return Reached::Name;
    if (code == "net.tls")
        return Reached::Line;
    if (code == "net.timeout" || code == "net.cancelled") {
        const auto sent = reply.error().details.find("sent");
        return sent != reply.error().details.end() && sent->second == "maybe" ? Reached::Encrypted : Reached::Name;
    }
    return https ? Reached::Encrypted : Reached::Line;
}

ProbeStep good(std::string name, std::string sentence, double seconds = 0) {
    return {std::move(name), true, false, std::move(sentence), seconds};
}

ProbeStep bad(std::string name, const Error& error) {
    return {std::move(name), false, false, error.sentence + (error.hint.empty() ? "" : " " + error.hint), 0};
}

ProbeStep skipped(std::string name, std::string sentence) {
    return {std::move(name), true, true, std::move(sentence), 0};
}

std::string authText(const Profile& profile) {
    if (profile.auth.empty())
        return "No credentials are sent, and none are asked for.";
    return fmt::format("The server accepts the {} credentials.", profile.auth);
}

} // namespace

std::vector<ProbeStep> FlinkReader::probe(std::stop_token stop) {
    std::vector<ProbeStep> steps;
    const bool https = m_profile.url.starts_with("https://");
    const auto reply = m_transport->get("/v1/config", stop);
    const Reached reached = reachedBy(reply, https);
    const auto passed = [&](Reached stage) { return reached >= stage; };
    const Error error = reply ? Error{} : engineError(reply.error());

    if (!passed(Reached::Name))
        return {bad("DNS", error)};
    steps.push_back(good("DNS", "The name of the host is known.", reply ? reply->dnsSeconds : 0));
    if (!passed(Reached::Line)) {
        steps.push_back(bad("TCP", error));
        return steps;
    }
    steps.push_back(good("TCP", "The port accepts connections.", reply ? reply->connectSeconds : 0));
    if (!https) {
        steps.push_back(skipped("TLS", "The connection is not encrypted (http)."));
    } else if (!passed(Reached::Encrypted)) {
        steps.push_back(bad("TLS", error));
        return steps;
    } else {
        steps.push_back(good("TLS",
                             m_profile.pin.empty() ? "The certificate is trusted."
                                                   : "The certificate is trusted and has the pinned key.",
                             reply ? reply->tlsSeconds : 0));
    }

    const auto json = replyJson(*m_transport, "GET /v1/config", reply);
    if (!json && json.error().code == "engine.auth") {
        steps.push_back(bad("Authentication", json.error()));
        return steps;
    }
    if (json)
        steps.push_back(good("Authentication", authText(m_profile)));
    const auto config = json ? parseConfig(*json) : Result<RestConfig>(std::unexpected(json.error()));
    if (!config) {
        steps.push_back(bad("Version", config.error()));
        return steps;
    }
    const Version version = versionOf(config->version);
    if (version < Version{1, 18})
        steps.push_back(good("Version", fmt::format("It is Flink {}; parallelism can be changed in place from 1.18 on.",
                                                    config->version)));
    else
        steps.push_back(good("Version", fmt::format("It is Flink {} ({}).", config->version, config->revision),
                             reply->totalSeconds));

    const auto jobs = get("/v1/jobs/overview", stop);
    if (!jobs) {
        steps.push_back(bad("Rights", jobs.error()));
        return steps;
    }
    const auto keys = get("/v1/jobmanager/config", stop);
    std::string rights = "Jobs can be read";
    rights +=
        keys ? ", the cluster's configuration too" : ", the cluster's configuration cannot (checks will know less)";
    rights += m_profile.readOnly ? "; this connection never writes."
                                 : "; whether changes are allowed shows only when one is made.";
    steps.push_back(good("Rights", rights));
    return steps;
}

} // namespace streamtune::engines::flink
