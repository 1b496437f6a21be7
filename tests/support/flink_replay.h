// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Recorded replies of real Flink clusters (tests/data/flink/<version>.tar.gz: <situation>/NN_METHOD_slug.json) and
/// transports that play them or follow a script. Link by `include(support/flink_replay.cmake)`.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/engines/flink/rest.h"

namespace streamtune::tests {

struct Recorded {
    std::string version;
    std::string situation;
    std::string name; ///< NN_METHOD_slug
    std::string method;
    std::string path;
    std::string requestBody; ///< JSON text, "null" for none
    int status = 0;
    std::map<std::string, std::string> headers;
    std::string body;
};

/// All replies of one version, in order of their names. Throws when the archive cannot be read.
[[nodiscard]] const std::vector<Recorded>& recordings(const std::string& version);
[[nodiscard]] std::vector<std::string> recordedVersions();
/// The body of the one reply whose name ends with `slug` in a situation; throws when there is none.
[[nodiscard]] const Recorded& recording(const std::string& version, const std::string& situation,
                                        const std::string& slug);
/// Id of the job that GET_job of the situation is about.
[[nodiscard]] std::string recordedJob(const std::string& version, const std::string& situation);

struct Sent {
    std::string method;
    std::string path;
    std::string body;
};

/// Answers by a function; keeps what was sent.
class ScriptTransport : public engines::flink::WriteTransport {
public:
    using Script = std::function<Result<net::Response>(const Sent& request)>;
    explicit ScriptTransport(Script script, std::vector<Sent>* sent = nullptr)
        : m_script(std::move(script)), m_sent(sent) {}
    Result<net::Response> get(const std::string& path, std::stop_token stop) override;
    Result<net::Response> send(const std::string& method, const std::string& path, const std::string& body,
                               std::stop_token stop) override;
    Result<net::Response> upload(const std::string& path, const std::string& file, std::stop_token stop) override;
    std::string base() const override { return "http://flink.example:8081"; }
    std::string redact(std::string text) const override { return text; }

private:
    Result<net::Response> answer(Sent request, std::stop_token stop);
    Script m_script;
    std::vector<Sent>* m_sent;
};

/// Plays one situation: the n-th equal request gets the n-th recorded reply, the last one repeats; what the situation
/// lacks comes from "healthy", else Flink's own 404.
[[nodiscard]] ScriptTransport::Script replay(const std::string& version, const std::string& situation);

/// The body of a recording, parsed.
[[nodiscard]] Json bodyOf(const std::string& version, const std::string& situation, const std::string& slug);

[[nodiscard]] net::Response jsonResponse(int status, std::string body);

} // namespace streamtune::tests
