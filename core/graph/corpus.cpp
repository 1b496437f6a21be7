// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/corpus.h"

#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>
#include <unordered_map>

#include "core/base/json.h"
#include "core/graph/graph_json.h"

namespace streamtune {
namespace {

constexpr int kDeepest = 200; // as parseJson
constexpr std::uintmax_t kLargestFile = std::uintmax_t{2} << 30;
constexpr std::string_view kFormat = "streamtune.corpus/1";

/// Takes graphs as soon as they are complete, and lets the parser forget them.
class Reader {
public:
    Reader(std::string_view where, std::stop_token stop) : m_where(where), m_stop(std::move(stop)) {}

    Result<Corpus> read(std::string_view text) {
        Json rest;
        try {
            rest = Json::parse(text.begin(), text.end(), [this](int depth, Json::parse_event_t event, Json& value) {
                return take(depth, event, value);
            });
        } catch (const Json::exception& e) {
            if (!m_error)
                return fail("corpus.format", std::string(m_where) + " is not JSON that can be read.",
                            "Write a streamtune.corpus/1 document.", {{"parser", e.what()}});
        } catch (const Stopped&) {
        }
        if (m_error)
            return fail(*m_error);
        if (!rest.is_object() || stringAt(rest, "format") != kFormat)
            return fail("corpus.format",
                        std::string(m_where) + " is not a corpus: its format is not " + std::string(kFormat) + ".",
                        R"(Write {"format":"streamtune.corpus/1","graphs":[…]}.)");
        if (!m_seenGraphs)
            return fail("corpus.format", std::string(m_where) + " has no list of graphs.",
                        "Give them as \"graphs\": […].");
        ST_TRY(nothingLeft(rest, "graphs", m_corpus.graphs.size()));
        ST_TRY(nothingLeft(rest, "pairs", m_pairs.size()));
        for (const Json& pair : m_pairs)
            ST_TRY(takePair(pair));
        return std::move(m_corpus);
    }

private:
    struct Stopped {};

    /// False: the value is not needed any more.
    bool take(int depth, Json::parse_event_t event, Json& value) {
        if (depth > kDeepest) {
            m_error = Error{"corpus.format", std::string(m_where) + " is nested too deeply.", {}, {}};
            throw Stopped{};
        }
        if (event == Json::parse_event_t::key && depth == 1)
            m_key = value.get<std::string>();
        if (event == Json::parse_event_t::array_start && depth == 1 && m_key == "graphs")
            m_seenGraphs = true;
        if (event == Json::parse_event_t::object_end && depth == 2 && m_key == "graphs") {
            if (m_stop.stop_requested())
                m_error = Error{"corpus.cancelled", "Reading " + std::string(m_where) + " was cancelled.", {}, {}};
            else if (const Status taken = takeGraph(value); !taken)
                m_error = taken.error();
            if (m_error)
                throw Stopped{};
            return false;
        }
        if (event == Json::parse_event_t::object_end && depth == 2 && m_key == "pairs") {
            m_pairs.push_back(std::move(value));
            return false;
        }
        return true;
    }

    /// What was taken is gone from the list; anything else in it is no object.
    Status nothingLeft(const Json& rest, const char* key, std::size_t taken) const {
        const Json& list = childAt(rest, key);
        if (list.is_null() || (list.is_array() && list.empty()))
            return {};
        if (!list.is_array())
            return fail("corpus.format", "\"" + std::string(key) + "\" of " + std::string(m_where) + " is not a list.",
                        "Give them as \"" + std::string(key) + "\": […].");
        return fail("corpus.format",
                    "\"" + std::string(key) + "\" of " + std::string(m_where) + " holds " +
                        std::to_string(list.size()) + " entries that are no objects, beside " + std::to_string(taken) +
                        " that are: " + compactJson(list.front()).substr(0, 80) + ".",
                    "Every entry is an object.");
    }

    Status takeGraph(Json& json) {
        if (!json.contains("format")) // the corpus says it for all
            json["format"] = "streamtune.graph/1";
        const std::string number =
            "Graph " + std::to_string(m_corpus.graphs.size() + 1) + " of " + std::string(m_where);
        auto graph = graphFromJson(json);
        if (!graph) {
            Error error = std::move(graph).error();
            error.sentence = number + ": " + error.sentence;
            return fail(std::move(error));
        }
        if (!m_index.emplace(graph->id, m_corpus.graphs.size()).second)
            return fail("corpus.duplicate", number + " has the id \"" + graph->id + "\" of a graph before it.",
                        "Give every graph an id of its own.");
        m_corpus.graphs.push_back(std::move(*graph));
        return {};
    }

    Status takePair(const Json& json) {
        CorpusPair pair;
        for (const auto& [key, index] : {std::pair("a", &pair.a), std::pair("b", &pair.b)}) {
            const auto found = m_index.find(stringAt(json, key));
            if (found == m_index.end())
                return fail("corpus.pair",
                            "Pair " + std::to_string(m_corpus.pairs.size() + 1) + " of " + std::string(m_where) +
                                " names a graph \"" + stringAt(json, key) + "\" that is not in it.",
                            "Name graphs by their ids.");
            *index = found->second;
        }
        if (const Json& given = childAt(json, "tau"); !given.is_null()) {
            const Number tau = given.is_number() ? Number(given.get<double>()) : Number();
            if (!tau || !(*tau >= 0) || !std::isfinite(*tau))
                return fail("corpus.pair",
                            "Pair " + std::to_string(m_corpus.pairs.size() + 1) + " of " + std::string(m_where) +
                                " has a tau that is no number from 0.",
                            "Leave tau out to ask for the distance.");
            pair.tau = *tau;
        }
        m_corpus.pairs.push_back(pair);
        return {};
    }

    std::string_view m_where;
    std::stop_token m_stop;
    std::string m_key;
    bool m_seenGraphs = false;
    Corpus m_corpus;
    std::vector<Json> m_pairs;
    std::unordered_map<std::string, std::size_t> m_index;
    std::optional<Error> m_error;
};

} // namespace

Result<Corpus> readCorpus(std::string_view text, std::string_view where, std::stop_token stop) {
    return Reader(where, std::move(stop)).read(text);
}

Result<Corpus> readCorpusFile(const std::filesystem::path& file, std::stop_token stop) {
    std::error_code error;
    if (std::filesystem::is_directory(file, error))
        return fail("file.read", file.string() + " is a folder, not a file.");
    const auto size = std::filesystem::file_size(file, error);
    if (!error && size > kLargestFile)
        return fail("file.read", file.string() + " is larger than 2 GiB.", "Split it.");
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return fail("file.read", file.string() + " could not be read: " + std::strerror(errno) + ".",
                    "Check the path.");
    std::string text(error ? 0 : size, '\0');
    if (!error)
        in.read(text.data(), static_cast<std::streamsize>(text.size()));
    else
        text.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    return readCorpus(text, file.string(), std::move(stop));
}

} // namespace streamtune
