// SPDX-License-Identifier: GPL-3.0-or-later
// ZeroTune (Agnihotri et al., ICDE 2024; pratyushagnihotri/ZeroTune: res/searchHeuristicQueries/*.graph): DOT of a
// query plan. Nodes with an operatorType are operators, all others hosts; attributes are "key"="value", instances a
// list
// [{inputRate=…, outputRate=…, avgCPULoad=…, host=…}, …]. Edges are undirected (--), so that the direction follows the
// number at the end of the names of the nodes. No time, no back-pressure: a plan with what each instance was measured.
#include <algorithm>
#include <charconv>
#include <map>

#include "core/history/foreign.h"
#include "core/history/history_lines.h"

namespace streamtune::history {
namespace {

using Attributes = std::map<std::string, std::string>;

/// Reads DOT as far as these files need it; values may be of any length.
class DotReader {
public:
    explicit DotReader(std::string_view text) : m_text(text) {}

    struct Node {
        std::int64_t line = 0;
        std::string id;
        Attributes attributes;
    };
    std::vector<Node> nodes;
    std::vector<std::pair<std::string, std::string>> edges;
    std::int64_t broken = 0; ///< line where reading ended early, 0 = read to the end

    void read() {
        const auto open = m_text.find('{');
        if (open == std::string_view::npos) {
            broken = 1;
            return;
        }
        m_line += std::count(m_text.begin(), m_text.begin() + static_cast<std::ptrdiff_t>(open), '\n');
        m_at = open + 1;
        while (skipBlanks() && m_text[m_at] != '}')
            if (!statement()) {
                broken = m_line;
                return;
            }
        if (m_at >= m_text.size())
            broken = m_line;
    }

private:
    bool skipBlanks() {
        while (m_at < m_text.size() && std::string_view(" \t\r\n;,").find(m_text[m_at]) != std::string_view::npos)
            m_line += m_text[m_at++] == '\n' ? 1 : 0;
        return m_at < m_text.size();
    }

    std::optional<std::string> word() {
        if (!skipBlanks())
            return std::nullopt;
        std::string value;
        if (m_text[m_at] == '"') {
            for (++m_at; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at) {
                if (m_text[m_at] == '\\' && m_at + 1 < m_text.size())
                    ++m_at;
                m_line += m_text[m_at] == '\n' ? 1 : 0;
                value += m_text[m_at];
            }
            if (m_at >= m_text.size())
                return std::nullopt;
            ++m_at;
            return value;
        }
        while (m_at < m_text.size() &&
               std::string_view(" \t\r\n;,[]={}\"").find(m_text[m_at]) == std::string_view::npos)
            value += m_text[m_at++];
        return value.empty() ? std::nullopt : std::optional(value);
    }

    bool statement() {
        const std::int64_t line = m_line;
        const auto first = word();
        if (!first)
            return false;
        skipBlanks();
        if (m_text.substr(m_at, 2) == "--" || m_text.substr(m_at, 2) == "->") {
            m_at += 2;
            const auto second = word();
            if (!second)
                return false;
            edges.emplace_back(*first, *second);
            Attributes ignored;
            return attributes(ignored);
        }
        if (m_at < m_text.size() && m_text[m_at] == '=') { // attribute of the graph
            ++m_at;
            return word().has_value();
        }
        Node node{line, *first, {}};
        if (!attributes(node.attributes))
            return false;
        if (*first != "graph" && *first != "node" && *first != "edge")
            nodes.push_back(std::move(node));
        return true;
    }

    bool attributes(Attributes& into) {
        skipBlanks();
        if (m_at >= m_text.size() || m_text[m_at] != '[')
            return true;
        ++m_at;
        while (skipBlanks() && m_text[m_at] != ']') {
            const auto key = word();
            skipBlanks();
            if (!key || m_at >= m_text.size() || m_text[m_at] != '=')
                return false;
            ++m_at;
            const auto value = word();
            if (!value)
                return false;
            into[*key] = *value;
        }
        if (m_at >= m_text.size())
            return false;
        ++m_at;
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::int64_t m_line = 1;
};

std::string textAt(const Attributes& attributes, const char* key) {
    const auto found = attributes.find(key);
    return found == attributes.end() ? std::string() : found->second;
}

std::string kindOf(const std::string& type) {
    static constexpr std::pair<const char*, const char*> kLabels[] = {
        {"Source", "source"}, {"Sink", "sink"},       {"Join", "join"}, {"Aggregate", "aggregate"},
        {"Filter", "filter"}, {"FlatMap", "flatmap"}, {"Map", "map"},   {"Window", "window"}};
    for (const auto& [part, label] : kLabels)
        if (type.find(part) != std::string::npos)
            return label;
    return "unknown";
}

std::string lowered(std::string text) {
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

/// The number at the end of the name of a node, which grows from the sources to the sink.
std::int64_t orderOf(const std::string& id) {
    const auto digits = id.find_last_not_of("0123456789");
    const std::size_t start = digits == std::string::npos ? 0 : digits + 1;
    std::int64_t number = 0;
    std::from_chars(id.data() + start, id.data() + id.size(), number);
    return number;
}

void readFeatures(Operator& node, const Attributes& attributes) {
    OperatorFeatures& f = node.features;
    f.widthIn = foreignNumber(textAt(attributes, "tupleWidthIn"));
    f.widthOut = foreignNumber(textAt(attributes, "tupleWidthOut"));
    const std::string window = lowered(textAt(attributes, "windowType"));
    for (const char* kind : {"tumbling", "sliding", "session"})
        if (window.find(kind) != std::string::npos)
            f.windowType = kind;
    const std::string policy = lowered(textAt(attributes, "windowPolicy"));
    f.windowPolicy = policy == "duration" ? "time" : policy;
    const double unit = f.windowPolicy == "time" ? 1e-3 : 1; // milliseconds to seconds
    if (const Number length = foreignNumber(textAt(attributes, "windowLength")))
        f.windowLength = *length * unit;
    if (const Number slide = foreignNumber(textAt(attributes, "slidingLength")))
        f.windowSlide = *slide * unit;
    f.aggregate = lowered(textAt(attributes, "aggFunction"));
    std::string key = lowered(textAt(attributes, "keyByClass"));
    if (key.empty())
        key = lowered(textAt(attributes, "joinKeyClass"));
    f.keyClass = key == "integer" ? "int" : key == "string" ? "string" : "";
}

/// "…{inputRate=1.5, outputRate=2, host=…}, {…}…"
std::vector<std::map<std::string, Number>> instancesOf(const std::string& text) {
    std::vector<std::map<std::string, Number>> instances;
    for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
        const std::size_t close = text.find('}', open);
        if (close == std::string::npos)
            break;
        auto& instance = instances.emplace_back();
        std::size_t at = open + 1;
        while (at < close) {
            const std::size_t end = std::min(text.find(',', at), close);
            const std::string entry = text.substr(at, end - at);
            if (const auto equals = entry.find('='); equals != std::string::npos)
                instance[trimmed(std::string_view(entry).substr(0, equals))] =
                    foreignNumber(std::string_view(entry).substr(equals + 1));
            at = end + 1;
        }
    }
    return instances;
}

NodeObservation observed(const Operator& node, const std::string& instances) {
    NodeObservation result;
    result.id = node.id;
    result.parallelism = node.parallelism;
    for (const auto& instance : instancesOf(instances)) {
        ++result.subtasksReporting;
        const auto add = [&](const char* key, Number& sum) -> Number {
            const auto found = instance.find(key);
            if (found == instance.end() || !isKnown(found->second))
                return {};
            sum = valueOr(sum, 0) + *found->second;
            return found->second;
        };
        const Number in = add("inputRate", result.inRate);
        if (node.label != "source")
            result.subtaskIn.push_back(in);
        add("outputRate", result.outRate);
    }
    return result;
}

} // namespace

std::vector<ForeignWindow> readZeroTune(std::string_view text, const std::filesystem::path& file,
                                        ImportReport& report) {
    DotReader dot(text);
    dot.read();
    if (dot.broken > 0) {
        noteSkipped(report, dot.broken, "The DOT text cannot be read from here on, so the graph was left out.");
        return {};
    }
    ForeignWindow result;
    result.line = 1;
    result.graph.id = result.graph.name = file.stem().string();
    Observation& w = result.window;
    w.connection = "zerotune";
    w.engine = "flink";
    w.jobId = w.jobName = result.graph.id;
    w.notes["time"] = "not in the file";
    for (const DotReader::Node& node : dot.nodes) {
        const std::string type = textAt(node.attributes, "operatorType");
        const std::string label = kindOf(type);
        if (type.empty() || type.find("Physical") != std::string::npos)
            continue; // a host
        const Number parallelism = foreignNumber(textAt(node.attributes, "parallelism"));
        if (parallelism && !(*parallelism >= 1 && *parallelism <= 32768)) {
            noteSkipped(report, node.line, "The parallelism is not a number from 1 to 32768.");
            return {};
        }
        Operator op = bareNode(node.id, type, label, static_cast<int>(parallelism.value_or(1)));
        readFeatures(op, node.attributes);
        w.nodes.push_back(observed(op, textAt(node.attributes, "instances")));
        w.deployment += (w.deployment.empty() ? "" : ",") + std::to_string(op.parallelism);
        result.graph.nodes.push_back(std::move(op));
    }
    if (result.graph.nodes.empty()) {
        noteSkipped(report, 1, "The graph has no operator.");
        return {};
    }
    for (auto [from, to] : dot.edges) {
        if (!result.graph.find(from) || !result.graph.find(to))
            continue; // to a host
        if (orderOf(from) > orderOf(to))
            std::swap(from, to);
        const Operator& target = *result.graph.find(to);
        const bool keyed = target.label == "join" || !target.features.keyClass.empty();
        result.graph.edges.push_back({from, to, keyed ? "hash" : "rebalance", 0, 1});
    }
    return {std::move(result)};
}

} // namespace streamtune::history
