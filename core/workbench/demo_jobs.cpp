// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workbench/demo_jobs.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/json.h"

namespace streamtune::workbench {
namespace {

using Words = std::vector<std::string>;

/// What follows from the type of an operator where the description says nothing: microseconds of work a record, and how
/// parallel instances get in each other's way.
struct Usual {
    const char* type;
    double microseconds, contention, leak, width;
};
constexpr Usual kUsual[] = {{"source", 0, 0, 0, 120},        {"map", 5, 0.02, 0.05, 120},
                            {"flatmap", 5, 0.03, 0.05, 100}, {"filter", 2, 0.02, 0.05, 120},
                            {"project", 3, 0.02, 0.05, 80},  {"aggregate", 7, 0.05, 0.04, 48},
                            {"join", 11, 0.06, 0.04, 160},   {"sink", 3, 0.03, 0.05, 80}};

Words wordsOf(const std::string& line) {
    std::istringstream in(line);
    Words words;
    for (std::string word; in >> word;)
        words.push_back(word);
    return words;
}

double numberOf(std::string_view text, double fallback) {
    double value = fallback;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// FNV-1a: the same seed for the same name everywhere.
std::uint32_t seedOf(std::string_view name) {
    std::uint32_t hash = 2166136261U;
    for (const char c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return hash;
}

Json textOrNull(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

/// "sliding:60/10"
Json windowOf(const std::string& text) {
    if (text.empty())
        return nullptr;
    const auto colon = text.find(':');
    const auto slash = text.find('/');
    Json window{{"type", text.substr(0, colon)}, {"policy", "time"}, {"slide_s", nullptr}};
    window["length_s"] = numberOf(std::string_view(text).substr(std::min(colon + 1, text.size())), 60);
    if (slash != std::string::npos)
        window["slide_s"] = numberOf(std::string_view(text).substr(slash + 1), 10);
    return window;
}

class JobWriter {
public:
    JobWriter(const std::string& name, const std::string& family, double rate)
        : m_rate(rate), m_seed(seedOf(name)),
          m_json{{"format", "streamtune-job/1"}, {"name", name},           {"family", family},
                 {"engine", "simulated"},        {"seed", m_seed},         {"p_max", 64},
                 {"physics", Json::object()},    {"nodes", Json::array()}, {"edges", Json::array()},
                 {"initial", Json::object()}} {}

    /// False when the line is no node.
    bool add(const Words& words) {
        const auto arrow = std::ranges::find(words, "<");
        if (words.size() < 3 || arrow == words.end())
            return false;
        const auto usual = std::ranges::find(kUsual, words[1], [](const Usual& u) { return std::string(u.type); });
        if (usual == std::end(kUsual))
            return false;
        std::map<std::string, std::string> said;
        for (auto word = words.begin() + 2; word != arrow; ++word)
            if (const auto equals = word->find('='); equals != std::string::npos)
                said[word->substr(0, equals)] = word->substr(equals + 1);
        std::string shipIn = "none";
        for (auto input = arrow + 1; input != words.end(); ++input) {
            const auto colon = input->find(':');
            const std::string ship = colon == std::string::npos ? "rebalance" : input->substr(colon + 1);
            if (input == arrow + 1)
                shipIn = ship;
            m_json["edges"].push_back(
                {{"from", input->substr(0, colon)}, {"to", words[0]}, {"ship", ship}, {"share", 1.0}});
        }
        addNode(words[0], *usual, said, shipIn);
        return true;
    }

    [[nodiscard]] std::string text() {
        Json unit = Json::object();
        for (const std::string& source : m_sources)
            unit[source] = m_rate / static_cast<double>(m_sources.size());
        m_json["schedule"] = {{"unit", unit}, {"campaigns", Json::array({Json::array({1, 4, 8})})}};
        return compactJson(m_json);
    }

private:
    void addNode(const std::string& id, const Usual& usual, std::map<std::string, std::string>& said,
                 const std::string& shipIn) {
        const bool source = std::string_view(usual.type) == "source";
        const double width = numberOf(said["w"], usual.width);
        const bool keyed = !said["key"].empty();
        Json window = windowOf(said["win"]);
        const double state = window.is_null() ? 0 : window["length_s"].get<double>();
        m_json["nodes"].push_back({{"id", id},
                                   {"type", usual.type},
                                   {"pinned", source},
                                   {"parallelism", 1},
                                   {"max_parallelism", 128},
                                   {"features",
                                    {{"window", std::move(window)},
                                     {"aggregate", textOrNull(said["agg"])},
                                     {"join", textOrNull(said["join"])},
                                     {"key_class", textOrNull(said["key"])},
                                     {"width_in", width},
                                     {"width_out", width},
                                     {"ship_in", shipIn}}},
                                   {"truth",
                                    {{"unbounded", source},
                                     {"cost", numberOf(said["us"], usual.microseconds) * 1e-6},
                                     {"usl_a", usual.contention},
                                     {"usl_b", source ? 0.0 : 2e-5},
                                     {"overhead", 0.02},
                                     {"batch", source ? 0.0 : 0.1},
                                     {"leak", usual.leak},
                                     {"state_g", state > 0 ? 0.03 : 0.0},
                                     {"state_T", state},
                                     {"skew_sd", keyed ? 0.3 : 0.0},
                                     {"skew_seed", seedOf(id) ^ m_seed},
                                     {"noise_mult", 1.0},
                                     {"noise_out", 0.0},
                                     {"selectivity", numberOf(said["sel"], 1)}}}});
        m_json["initial"][id] = 1;
        if (source)
            m_sources.push_back(id);
    }

    double m_rate;
    std::uint32_t m_seed;
    Json m_json;
    std::vector<std::string> m_sources;
};

} // namespace

Result<std::vector<engines::simulated::JobText>> jobsFromDescription(std::string_view text) {
    std::vector<engines::simulated::JobText> jobs;
    std::vector<std::pair<std::string, JobWriter>> writers;
    std::istringstream in{std::string(text)};
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        const Words words = wordsOf(line);
        if (words.empty() || words[0].starts_with("#"))
            continue;
        if (words[0] == "job" && words.size() == 4)
            writers.emplace_back(words[1], JobWriter(words[1], words[2], numberOf(words[3], 1000)));
        else if (writers.empty() || !writers.back().second.add(words))
            return fail("demo.broken",
                        "Line " + std::to_string(number) + " of the description of the demo's jobs cannot be read.");
    }
    for (auto& [name, writer] : writers)
        jobs.push_back({name, writer.text()});
    return jobs;
}

} // namespace streamtune::workbench
