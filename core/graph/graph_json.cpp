// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/graph_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace streamtune {
namespace {

constexpr std::int64_t kLargestParallelism = 1 << 20;

std::string place(std::size_t index) {
    return "entry " + std::to_string(index + 1);
}

void putText(Json& object, const char* key, const std::string& text) {
    if (!text.empty())
        object[key] = text;
}

void putNumber(Json& object, const char* key, const Number& number) {
    if (number)
        object[key] = numberToJson(number);
}

bool countsRecords(const OperatorFeatures& f) {
    return f.windowPolicy == "count";
}

/// Lengths keep the names of the job schema for windows over time; windows over records say so in the name.
Json windowToJson(const OperatorFeatures& f) {
    Json window = Json::object();
    putText(window, "type", f.windowType);
    putText(window, "policy", f.windowPolicy);
    putNumber(window, countsRecords(f) ? "length_records" : "length_s", f.windowLength);
    putNumber(window, countsRecords(f) ? "slide_records" : "slide_s", f.windowSlide);
    return window;
}

void putFeatures(Json& node, const OperatorFeatures& f) {
    if (Json window = windowToJson(f); !window.empty())
        node["window"] = std::move(window);
    putText(node, "aggregate", f.aggregate);
    putText(node, "join", f.join);
    putText(node, "key_class", f.keyClass);
    putNumber(node, "width_in", f.widthIn);
    putNumber(node, "width_out", f.widthOut);
    putText(node, "ship_in", f.shipIn);
}

Number firstNumber(const Json& object, const char* key, const char* other) {
    const Number number = numberAt(object, key);
    return number ? number : numberAt(object, other);
}

Json nodeToJson(const Operator& node) {
    Json json{{"id", node.id}, {"label", node.label}, {"parallelism", node.parallelism}};
    putText(json, "name", node.name);
    if (node.maxParallelism != 0)
        json["max_parallelism"] = node.maxParallelism;
    if (node.pinned)
        json["pinned"] = true;
    putText(json, "why_pinned", node.whyPinned);
    putText(json, "slot_sharing_group", node.slotSharingGroup);
    putText(json, "uid", node.uid);
    putFeatures(json, node.features);
    if (!node.chain.empty()) {
        Json chain = Json::array();
        for (const ChainedOperator& op : node.chain)
            chain.push_back({{"id", op.id}, {"name", op.name}, {"type", op.type}});
        json["chain"] = std::move(chain);
    }
    return json;
}

Result<int> boundedInteger(const Json& node, const char* key, int fallback, const std::string& id) {
    const Json& value = childAt(node, key);
    if (value.is_null())
        return fallback;
    const std::int64_t number = integerAt(node, key, -1);
    const bool whole = value.is_number() && value == Json(number);
    if (!whole || number < 0 || number > kLargestParallelism)
        return fail("graph.value",
                    "Node \"" + id + "\" has the " + key + " " + compactJson(value).substr(0, 40) +
                        ", which is not a whole number from 0 to " + std::to_string(kLargestParallelism) + ".",
                    "Correct the number.");
    return static_cast<int>(number);
}

Result<Operator> nodeFromJson(const Json& json, std::size_t index, bool isJob) {
    Operator node;
    node.id = stringAt(json, "id");
    node.label = stringAt(json, isJob ? "type" : "label");
    if (node.id.empty())
        return fail("graph.format", "The node at " + place(index) + " has no id.", "Every node needs a text \"id\".");
    if (node.label.empty())
        return fail("graph.format", "Node \"" + node.id + "\" has no " + (isJob ? "type." : "label."),
                    "The label is what graphs are compared by, e.g. \"source\", \"join\", \"sink\".");
    node.name = stringAt(json, "name");
    ST_ASSIGN(node.parallelism, boundedInteger(json, "parallelism", 1, node.id));
    ST_ASSIGN(node.maxParallelism, boundedInteger(json, "max_parallelism", 0, node.id));
    node.pinned = boolAt(json, "pinned", false);
    node.whyPinned = stringAt(json, "why_pinned");
    node.slotSharingGroup = stringAt(json, "slot_sharing_group");
    node.uid = stringAt(json, "uid");
    const Json& nested = childAt(json, "features");
    node.features = featuresFromJson(nested.is_object() ? nested : json);
    if (const Json& chain = childAt(json, "chain"); chain.is_array())
        for (const Json& op : chain)
            node.chain.push_back({stringAt(op, "id"), stringAt(op, "name"), stringAt(op, "type", "unknown")});
    return node;
}

Result<Edge> edgeFromJson(const Json& json, std::size_t index, bool isJob) {
    Edge edge;
    edge.from = stringAt(json, "from");
    edge.to = stringAt(json, "to");
    if (edge.from.empty() || edge.to.empty())
        return fail("graph.format", "The edge at " + place(index) + " does not name both of its ends.",
                    "Every edge needs the texts \"from\" and \"to\".");
    edge.label = stringAt(json, isJob ? "ship" : "label");
    edge.gate = static_cast<int>(std::clamp<std::int64_t>(integerAt(json, "gate", 0), 0, kLargestParallelism));
    edge.share = valueOr(numberAt(json, "share"), 1);
    return edge;
}

std::string dotText(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        if (c == '\n')
            quoted += "\\n";
        else if (static_cast<unsigned char>(c) < 0x20)
            quoted += ' ';
        else
            quoted += c;
    }
    return quoted + '"';
}

/// JSON of a string with invalid bytes replaced, without its quotes and escapes: valid UTF-8.
std::string validUtf8(const std::string& text) {
    const auto parsed = parseJson(compactJson(Json(text)), "label");
    return parsed && parsed->is_string() ? parsed->get<std::string>() : std::string();
}

} // namespace

OperatorFeatures featuresFromJson(const Json& object) {
    OperatorFeatures f;
    const Json& window = childAt(object, "window");
    f.windowType = stringAt(window, "type");
    f.windowPolicy = stringAt(window, "policy");
    // Job files write the length of either policy as length_s.
    f.windowLength = firstNumber(window, countsRecords(f) ? "length_records" : "length_s", "length_s");
    f.windowSlide = firstNumber(window, countsRecords(f) ? "slide_records" : "slide_s", "slide_s");
    f.aggregate = stringAt(object, "aggregate");
    f.join = stringAt(object, "join");
    f.keyClass = stringAt(object, "key_class");
    f.widthIn = numberAt(object, "width_in");
    f.widthOut = numberAt(object, "width_out");
    f.shipIn = stringAt(object, "ship_in");
    return f;
}

Json graphToJson(const JobGraph& graph) {
    Json nodes = Json::array();
    for (const Operator& node : graph.nodes)
        nodes.push_back(nodeToJson(node));
    Json edges = Json::array();
    for (const Edge& edge : graph.edges) {
        Json json{{"from", edge.from}, {"to", edge.to}, {"label", edge.label}};
        if (edge.gate != 0)
            json["gate"] = edge.gate;
        if (edge.share != 1)
            json["share"] = edge.share;
        edges.push_back(std::move(json));
    }
    Json json{
        {"format", "streamtune.graph/1"}, {"id", graph.id}, {"nodes", std::move(nodes)}, {"edges", std::move(edges)}};
    putText(json, "name", graph.name);
    if (!graph.unknownKinds.empty())
        json["unknown_kinds"] = graph.unknownKinds;
    return json;
}

Result<JobGraph> graphFromJson(const Json& json) {
    const std::string format = stringAt(json, "format");
    const bool isJob = format == "streamtune-job/1";
    if (!isJob && format != "streamtune.graph/1")
        return fail("graph.format", "This is neither a streamtune.graph/1 nor a streamtune-job/1 document.",
                    "Set \"format\" to one of the two.", {{"format", format.substr(0, 200)}});
    const Json& nodes = childAt(json, "nodes");
    const Json& edges = childAt(json, "edges");
    if (!nodes.is_array() || !(edges.is_array() || edges.is_null()))
        return fail("graph.format", "The graph has no list of nodes, or its edges are not a list.",
                    "A graph is {\"nodes\": [...], \"edges\": [...]}.");
    JobGraph graph;
    graph.id = stringAt(json, isJob ? "name" : "id");
    graph.name = stringAt(json, "name");
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        ST_ASSIGN(Operator node, nodeFromJson(nodes[i], i, isJob));
        graph.nodes.push_back(std::move(node));
    }
    for (std::size_t i = 0; i < edges.size(); ++i) {
        ST_ASSIGN(Edge edge, edgeFromJson(edges[i], i, isJob));
        graph.edges.push_back(std::move(edge));
    }
    if (const Json& unknown = childAt(json, "unknown_kinds"); unknown.is_object())
        for (const auto& [kind, count] : unknown.items())
            graph.unknownKinds[kind] =
                static_cast<int>(std::clamp<std::int64_t>(integerAt(unknown, kind.c_str(), 0), 0, kLargestParallelism));
    ST_TRY(graph.validate());
    return graph;
}

std::string graphToDot(const JobGraph& graph) {
    std::string dot = "digraph " + dotText(validUtf8(graph.id)) + " {\n  rankdir=LR;\n  node [shape=box];\n";
    std::map<std::string_view, std::size_t> index;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const Operator& node = graph.nodes[i];
        index[node.id] = i;
        const std::string label =
            node.shownName() + "\n" + node.label + ", parallelism " + std::to_string(node.parallelism);
        dot += "  n" + std::to_string(i) + " [label=" + dotText(validUtf8(label)) + "];\n";
    }
    for (const Edge& edge : graph.edges)
        if (index.contains(edge.from) && index.contains(edge.to))
            dot += "  n" + std::to_string(index[edge.from]) + " -> n" + std::to_string(index[edge.to]) +
                   " [label=" + dotText(validUtf8(edge.label)) + "];\n";
    return dot + "}\n";
}

} // namespace streamtune
