// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/flink_replay.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <zlib.h>

namespace streamtune::tests {
namespace {

std::string inflateFile(const std::string& path) {
    const gzFile file = gzopen(path.c_str(), "rb");
    if (!file)
        throw std::runtime_error("cannot open " + path);
    std::string all;
    std::array<char, 1 << 16> chunk{};
    int got = 0;
    while ((got = gzread(file, chunk.data(), chunk.size())) > 0)
        all.append(chunk.data(), static_cast<std::size_t>(got));
    gzclose(file);
    if (got < 0)
        throw std::runtime_error("cannot read " + path);
    return all;
}

/// Regular files of a ustar archive: path -> bytes.
std::map<std::string, std::string> untar(const std::string& archive) {
    constexpr std::size_t kBlock = 512;
    std::map<std::string, std::string> files;
    for (std::size_t at = 0; at + kBlock <= archive.size() && archive[at] != '\0';) {
        const std::string name(archive.data() + at, strnlen(archive.data() + at, 100));
        const std::size_t size = std::strtoul(std::string(archive.data() + at + 124, 12).c_str(), nullptr, 8);
        if (archive[at + 156] == '0' || archive[at + 156] == '\0')
            files[name] = archive.substr(at + kBlock, size);
        at += kBlock + (size + kBlock - 1) / kBlock * kBlock;
    }
    return files;
}

std::vector<Recorded> load(const std::string& version) {
    std::vector<Recorded> all;
    for (const auto& [path, text] : untar(inflateFile(std::string(ST_TEST_DATA) + "/flink/" + version + ".tar.gz"))) {
        const Json json = Json::parse(text);
        Recorded r;
        r.version = version;
        const auto first = path.find('/');
        const auto second = path.find('/', first + 1);
        r.situation = path.substr(first + 1, second - first - 1);
        r.name = path.substr(second + 1, path.size() - second - 6);
        r.method = json["request"]["method"];
        r.path = json["request"]["path"];
        r.requestBody = json["request"]["body"].dump();
        r.status = json["status"];
        for (const auto& [key, value] : json["headers"].items())
            r.headers[key] = value.is_string() ? value.get<std::string>() : value.dump();
        r.body = json["body"].is_string() ? json["body"].get<std::string>() : json["body"].dump();
        all.push_back(std::move(r));
    }
    return all;
}

std::string withoutQuery(const std::string& path) {
    return path.substr(0, path.find('?'));
}

} // namespace

const std::vector<Recorded>& recordings(const std::string& version) {
    static std::map<std::string, std::vector<Recorded>> loaded;
    auto it = loaded.find(version);
    if (it == loaded.end())
        it = loaded.emplace(version, load(version)).first;
    return it->second;
}

std::vector<std::string> recordedVersions() {
    return {"1.18.1", "1.19.3", "1.20.5", "2.0.2", "2.2.1", "2.3.0"};
}

const Recorded& recording(const std::string& version, const std::string& situation, const std::string& slug) {
    for (const Recorded& r : recordings(version))
        if (r.situation == situation && r.name.ends_with("_" + slug))
            return r;
    throw std::runtime_error("no recording " + version + "/" + situation + "/*_" + slug);
}

std::string recordedJob(const std::string& version, const std::string& situation) {
    const std::string start = "/v1/jobs/";
    for (const Recorded& r : recordings(version))
        if (r.situation == situation && r.method == "GET" && r.path.starts_with(start) &&
            r.path.size() == start.size() + 32)
            return r.path.substr(start.size());
    throw std::runtime_error("no job in " + version + "/" + situation);
}

net::Response jsonResponse(int status, std::string body) {
    net::Response reply;
    reply.status = status;
    reply.headers["content-type"] = "application/json; charset=UTF-8";
    reply.body = std::move(body);
    return reply;
}

ScriptTransport::Script replay(const std::string& version, const std::string& situation) {
    auto counts = std::make_shared<std::map<std::string, std::size_t>>();
    return [version, situation, counts](const Sent& request) -> Result<net::Response> {
        std::vector<const Recorded*> exact, loose, elsewhere;
        for (const Recorded& r : recordings(version)) {
            if (r.method != request.method)
                continue;
            const bool same = r.path == request.path;
            if (r.situation == situation && same)
                exact.push_back(&r);
            else if (r.situation == situation && withoutQuery(r.path) == withoutQuery(request.path))
                loose.push_back(&r);
            else if (r.situation == "healthy" && withoutQuery(r.path) == withoutQuery(request.path))
                elsewhere.push_back(&r);
        }
        const auto& found = !exact.empty() ? exact : !loose.empty() ? loose : elsewhere;
        if (found.empty())
            return jsonResponse(404, R"({"errors":["Unable to load requested file )" + request.path + R"(."]})");
        const std::size_t n = (*counts)[request.method + request.path]++;
        const Recorded& r = *found[std::min(n, found.size() - 1)];
        net::Response reply = jsonResponse(r.status, r.body);
        reply.headers = r.headers;
        return reply;
    };
}

Result<net::Response> ScriptTransport::answer(Sent request, std::stop_token stop) {
    if (stop.stop_requested())
        return fail("net.cancelled", "cancelled");
    if (m_sent)
        m_sent->push_back(request);
    return m_script(request);
}

Result<net::Response> ScriptTransport::get(const std::string& path, std::stop_token stop) {
    return answer({"GET", path, ""}, std::move(stop));
}

Result<net::Response> ScriptTransport::send(const std::string& method, const std::string& path, const std::string& body,
                                            std::stop_token stop) {
    return answer({method, path, body}, std::move(stop));
}

Result<net::Response> ScriptTransport::upload(const std::string& path, const std::string& file, std::stop_token stop) {
    return answer({"POST", path, "@" + file}, std::move(stop));
}

Json bodyOf(const std::string& version, const std::string& situation, const std::string& slug) {
    return Json::parse(recording(version, situation, slug).body);
}

} // namespace streamtune::tests
