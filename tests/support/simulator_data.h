// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Reference data of the simulator under tests/data/simulator.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>
#include <zlib.h>

#include "core/engines/simulated/job_truth.h"
#include "core/engines/simulated/simulator.h"

namespace streamtune::testing {

inline std::filesystem::path simulatorData() {
    return std::filesystem::path(ST_TEST_DATA) / "simulator";
}

inline std::string readText(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw std::runtime_error("cannot read " + file.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

inline std::string readGzip(const std::filesystem::path& file) {
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> in(gzopen(file.c_str(), "rb"), gzclose);
    if (!in)
        throw std::runtime_error("cannot read " + file.string());
    std::string text;
    std::vector<char> buffer(1 << 16);
    for (int got; (got = gzread(in.get(), buffer.data(), static_cast<unsigned>(buffer.size()))) > 0;)
        text.append(buffer.data(), static_cast<std::size_t>(got));
    return text;
}

inline std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        if (!line.empty() && line.back() == '\r')
            line.pop_back();
        if (!line.empty())
            lines.push_back(line);
    }
    return lines;
}

/// Every reference job by the name used in expected.csv: bench/<name>.json, golden/<name>.json, train/<name>.json.
inline std::map<std::string, engines::simulated::Simulator> allSimulators() {
    using namespace engines::simulated;
    std::map<std::string, Simulator> all;
    const auto add = [&](const std::string& text, const std::string& folder) {
        auto job = readJobFile(text, folder);
        if (!job)
            throw std::runtime_error(job.error().sentence);
        const std::string name = folder + "/" + job->spec.name + ".json";
        all.emplace(name, Simulator(std::move(*job)));
    };
    for (const char* folder : {"bench", "golden"})
        for (const auto& entry : std::filesystem::directory_iterator(simulatorData() / folder))
            add(readText(entry.path()), folder);
    for (const std::string& line : linesOf(readGzip(simulatorData() / "train.jsonl.gz")))
        add(line, "train");
    return all;
}

inline engines::simulated::Simulator benchSimulator(const std::string& name) {
    auto job = engines::simulated::readJobFile(readText(simulatorData() / "bench" / (name + ".json")), name);
    if (!job)
        throw std::runtime_error(job.error().sentence);
    return engines::simulated::Simulator(std::move(*job));
}

} // namespace streamtune::testing
