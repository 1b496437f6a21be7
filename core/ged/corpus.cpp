// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/corpus.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "core/graph/graph_json.h"

namespace streamtune::ged {
namespace {

std::string place(std::string_view where, const char* what, std::size_t index) {
    return std::string(where) + ": " + what + " " + std::to_string(index + 1);
}

Result<JobGraph> graphOf(const Json& json, std::string_view where, std::size_t index) {
    Result<JobGraph> graph = [&] {
        if (!json.is_object() || json.contains("format"))
            return graphFromJson(json);
        Json named = json; // inside a corpus the format goes without saying
        named["format"] = "streamtune.graph/1";
        return graphFromJson(named);
    }();
    if (!graph) {
        Error error = graph.error();
        error.sentence = place(where, "graph", index) + ": " + error.sentence;
        return fail(std::move(error));
    }
    return graph;
}

using Index = std::unordered_map<std::string_view, int>;

Result<CorpusPair> pairOf(const Json& json, const Index& index, std::string_view where, std::size_t number) {
    CorpusPair pair;
    for (const auto& [key, to] : {std::pair("a", &pair.a), std::pair("b", &pair.b)}) {
        const Json& name = childAt(json, key);
        const auto it = name.is_string() ? index.find(name.get_ref<const std::string&>()) : index.end();
        if (it == index.end())
            return fail("corpus.pair",
                        place(where, "pair", number) + " names no graph of the corpus as \"" + key +
                            "\": " + compactJson(name).substr(0, 80) + ".",
                        "A pair is {\"a\": id, \"b\": id}, both ids of graphs in the same file.");
        *to = it->second;
    }
    const Json& tau = childAt(json, "tau");
    if (tau.is_null())
        return pair;
    if (!tau.is_number() || !std::isfinite(tau.get<double>()) || tau.get<double>() < 0)
        return fail("corpus.pair",
                    place(where, "pair", number) +
                        " has a tau that is no number from 0 on: " + compactJson(tau).substr(0, 40) + ".",
                    "Leave tau out, or give a number such as 5.");
    pair.tau = tau.get<double>();
    return pair;
}

Status readCosts(const Json& json, const char* key, std::map<std::pair<std::string, std::string>, double>& to) {
    const Json& list = childAt(json, key);
    if (list.is_null())
        return {};
    const auto isCost = [](const Json& entry) {
        return childAt(entry, "from").is_string() && childAt(entry, "to").is_string() &&
               childAt(entry, "cost").is_number();
    };
    if (!list.is_array() || !std::ranges::all_of(list, isCost))
        return fail("ged.cost", std::string("\"") + key + "\" is not a list of costs between two labels.",
                    "Write [{\"from\": \"map\", \"to\": \"filter\", \"cost\": 0.5}].");
    for (const Json& entry : list)
        to[{stringAt(entry, "from"), stringAt(entry, "to")}] = entry["cost"].get<double>();
    return {};
}

} // namespace

Result<Corpus> readCorpus(std::string_view text, std::string_view where) {
    ST_ASSIGN(const Json json, parseJson(text, where));
    const Json& graphs = childAt(json, "graphs");
    const Json& pairs = childAt(json, "pairs");
    if (stringAt(json, "format") != "streamtune.corpus/1" || !graphs.is_array() ||
        !(pairs.is_array() || pairs.is_null()))
        return fail("corpus.format", std::string(where) + " is not a streamtune.corpus/1 document.",
                    "A corpus is {\"format\": \"streamtune.corpus/1\", \"graphs\": [...], \"pairs\": [...]}.");
    Corpus corpus;
    corpus.graphs.reserve(graphs.size());
    Index index;
    for (std::size_t i = 0; i < graphs.size(); ++i) {
        ST_ASSIGN(JobGraph graph, graphOf(graphs[i], where, i));
        corpus.graphs.push_back(std::move(graph));
        if (!index.emplace(corpus.graphs.back().id, static_cast<int>(i)).second)
            return fail("corpus.duplicate",
                        place(where, "graph", i) + " has the id \"" + corpus.graphs.back().id +
                            "\", as another graph before it.",
                        "Give every graph of a corpus an id of its own.");
    }
    corpus.pairs.reserve(pairs.size());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        ST_ASSIGN(CorpusPair pair, pairOf(pairs[i], index, where, i));
        corpus.pairs.push_back(pair);
    }
    return corpus;
}

Result<EditCosts> costsFromJson(const Json& json) {
    EditCosts costs;
    if (!json.is_object())
        return fail("ged.cost", "The edit costs are not an object.", "Write {\"node_insert\": 2}, for example.");
    const std::map<std::string, double*> numbers{
        {"node_insert", &costs.nodeInsert},         {"node_delete", &costs.nodeDelete},
        {"node_substitute", &costs.nodeSubstitute}, {"edge_insert", &costs.edgeInsert},
        {"edge_delete", &costs.edgeDelete},         {"edge_substitute", &costs.edgeSubstitute}};
    for (const auto& [key, value] : json.items()) {
        if (key == "node_pairs" || key == "edge_pairs")
            continue;
        const auto it = numbers.find(key);
        if (it == numbers.end() || !value.is_number())
            return fail("ged.cost",
                        it == numbers.end() ? "\"" + key.substr(0, 80) + "\" is not the name of an edit cost."
                                            : "The edit cost \"" + key + "\" is not a number.",
                        "Costs are node_insert, node_delete, node_substitute, edge_insert, edge_delete, "
                        "edge_substitute, node_pairs and edge_pairs.");
        *it->second = value.get<double>();
    }
    ST_TRY(readCosts(json, "node_pairs", costs.nodePairs));
    ST_TRY(readCosts(json, "edge_pairs", costs.edgePairs));
    ST_TRY(costs.validate());
    return costs;
}

} // namespace streamtune::ged
