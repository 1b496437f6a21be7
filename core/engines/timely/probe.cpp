// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/engines/timely/timely_reader.h"

namespace streamtune::engines::timely {
namespace {

constexpr Millis kWorkersCome{300};

ProbeStep good(std::string name, std::string sentence, double seconds = 0) {
    return {std::move(name), true, false, std::move(sentence), seconds};
}
ProbeStep bad(std::string name, const Error& error) {
    return {std::move(name), false, false, error.sentence + (error.hint.empty() ? "" : " " + error.hint), 0};
}

/// The step at which a request that got no reply ended.
const char* stepOf(const Error& net) {
    return net.code == "net.dns" ? "DNS" : net.code == "net.tls" ? "TLS" : "TCP";
}

} // namespace

Status TimelyReader::checkAddresses(const Hello& first, std::stop_token stop) {
    for (const auto& agent : m_agents) {
        ST_ASSIGN(const Json json, getJson(*agent, "/v1/hello", stop));
        ST_ASSIGN(const Hello hello, parseHello(json));
        if (hello.job != first.job)
            return fail(
                "connection.value",
                fmt::format("{} belongs to the job \"{}\", not to \"{}\".", agent->base(), hello.job, first.job),
                "Give the addresses of one job.");
    }
    ST_TRY(readHello(m_agents, stop)); // the leader first
    ST_TRY(readStats(m_agents, stop)); // and everybody once
    return {};
}

Status TimelyReader::checkWorkers(const Hello& hello, std::stop_token stop) {
    if (hello.state != "running")
        return {};
    std::size_t seen = 0;
    for (int tries = 0; tries < 3; ++tries) { // they come one after the other
        if (tries > 0)
            m_clock->sleep(kWorkersCome, stop);
        ST_ASSIGN(const Stats stats, readStats(m_agents, stop));
        seen = stats.workers.size();
        if (std::cmp_greater_equal(seen, hello.peers))
            return {};
    }
    const std::string missing = fmt::format("The job has {} workers, and {} of them can be seen: ", hello.peers, seen);
    if (std::cmp_less(m_agents.size(), hello.processes))
        return fail("connection.value",
                    missing + fmt::format("the connection has the address of {} of {} processes.", m_agents.size(),
                                          hello.processes),
                    "Give the addresses of all processes, separated by commas, process 0 first.");
    return fail("engine.unsupported", missing + "it has more processes than its agent was told of.",
                "Tell it in the job: Agent::from_env(process, processes).");
}

std::vector<ProbeStep> TimelyReader::probe(std::stop_token stop) {
    std::vector<ProbeStep> steps;
    const auto reply = m_agents.front()->get("/v1/hello", stop);
    if (!reply)
        return {bad(stepOf(reply.error()), engineError(reply.error()))};
    steps.push_back(good("DNS", "The name of the host is known.", reply->dnsSeconds));
    steps.push_back(good("TCP", "The port accepts connections.", reply->connectSeconds));
    if (m_profile.url.starts_with("https://"))
        steps.push_back(good("TLS", "The certificate is trusted.", reply->tlsSeconds));
    else
        steps.push_back({"TLS", true, true, "The connection is not encrypted (http).", 0});
    const auto json = replyJson(*m_agents.front(), "GET /v1/hello", reply);
    if (!json && json.error().code == "engine.auth") {
        steps.push_back(bad("Authentication", json.error()));
        return steps;
    }
    if (json)
        steps.push_back(good("Authentication",
                             m_profile.auth.empty() ? "The agent asks for no token." : "The agent accepts the token."));
    const auto hello = json ? parseHello(*json) : Result<Hello>(std::unexpected(json.error()));
    if (!hello) {
        const bool other = hello.error().code == "engine.unsupported";
        if (other)
            steps.push_back(good("Agent", "A streamtune-timely agent answers."));
        steps.push_back(bad(other ? "Version" : "Agent", hello.error()));
        return steps;
    }
    steps.push_back(good("Agent", fmt::format("The agent of the job \"{}\" answers.", hello->job)));
    steps.push_back(good("Version", fmt::format("Agent {} on timely {}.", hello->agent, hello->timely)));
    if (hello->state == "waiting_for_peers")
        steps.push_back(good("Workers", "The job waits for its other processes; it can be watched already."));
    else
        steps.push_back(good("Workers", fmt::format("{} workers in {} {}: {}.", hello->peers, hello->processes,
                                                    hello->processes == 1 ? "process" : "processes", hello->state)));
    if (const Status all = checkAddresses(*hello, stop); !all) {
        steps.push_back(bad("Addresses", all.error()));
        return steps;
    }
    if (const Status all = checkWorkers(*hello, stop); !all) {
        steps.push_back(bad("Workers", all.error()));
        return steps;
    }
    if (hello->can("set_placement"))
        steps.push_back(good("Placement", "Operators can be moved to other workers."));
    else
        steps.push_back({"Placement", true, true,
                         "The job can be observed; its operators were not built with the agent, or not yet.", 0});
    steps.push_back(good("Rights", m_profile.readOnly ? "This connection never writes." : "Changes can be sent."));
    return steps;
}

} // namespace streamtune::engines::timely
