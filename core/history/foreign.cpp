// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/foreign.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>
#include <set>

#include "core/base/json.h"
#include "core/history/history_lines.h"

namespace streamtune::history {
namespace {

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string_view firstLine(std::string_view text) {
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        if (line.find_first_not_of(" \t\r") != std::string_view::npos)
            return line;
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return {};
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

/// A line of a DS2 instance file, which has no header: eight cells, the last seven numbers.
bool looksLikeRates(std::string_view line) {
    std::size_t at = 0;
    std::int64_t lines = 0;
    const auto cells = csvRecord(line, at, lines);
    return cells.size() == 8 && std::all_of(cells.begin() + 1, cells.end(),
                                            [](const std::string& cell) { return foreignNumber(cell).has_value(); });
}

} // namespace

std::optional<ForeignFormat> foreignFormatOf(std::string_view head) {
    const std::string first = lower(firstLine(head));
    if (contains(first, "state_type") && contains(first, "state_value"))
        return ForeignFormat::AutoscalerTable;
    if (contains(head, "\"state_type\"") && contains(head, "\"state_value\""))
        return ForeignFormat::AutoscalerTable;
    if (contains(first, "true_processing_rate") || looksLikeRates(first))
        return ForeignFormat::Ds2Rates;
    if (contains(head, "Vertex ID ") && contains(head, "| Parallelism "))
        return ForeignFormat::ScalingReport;
    if ((first.starts_with("graph") || first.starts_with("strict graph") || first.starts_with("digraph")) &&
        contains(head, "operatorType"))
        return ForeignFormat::ZeroTuneGraph;
    if (contains(first, "parallelism") && first.find_first_of(",;\t") != std::string::npos &&
        (contains(first, "workload") || contains(first, "ability")))
        return ForeignFormat::ContTunePairs;
    if (contains(head, "mp[") && contains(head, "] ="))
        return ForeignFormat::ContTunePairs;
    return std::nullopt;
}

const char* nameOf(ForeignFormat format) {
    switch (format) {
    case ForeignFormat::AutoscalerTable:
        return "Flink Autoscaler state store";
    case ForeignFormat::ScalingReport:
        return "Flink Autoscaler ScalingReport events";
    case ForeignFormat::Ds2Rates:
        return "DS2 rates";
    case ForeignFormat::ContTunePairs:
        return "ContTune pairs";
    case ForeignFormat::ZeroTuneGraph:
        return "ZeroTune graph";
    }
    return "";
}

Status importForeign(ForeignFormat format, Store& store, const std::filesystem::path& file, std::string_view text,
                     const std::stop_token& stop, ImportReport& report) {
    std::vector<ForeignWindow> windows;
    switch (format) {
    case ForeignFormat::AutoscalerTable:
        windows = readAutoscalerTable(text, file, report);
        break;
    case ForeignFormat::ScalingReport:
        windows = readScalingReports(text, file, report);
        break;
    case ForeignFormat::Ds2Rates:
        windows = readDs2(text, file, report);
        break;
    case ForeignFormat::ContTunePairs:
        windows = readContTune(text, file, report);
        break;
    case ForeignFormat::ZeroTuneGraph:
        windows = readZeroTune(text, file, report);
        break;
    }
    for (const ForeignWindow& one : windows) {
        if (stop.stop_requested())
            return fail("import.cancelled",
                        "The import of \"" + file.string() + "\" was cancelled; nothing was imported.");
        if (const Status valid = one.graph.validate(); !valid) {
            noteSkipped(report, one.line, valid.error().sentence);
            continue;
        }
        ST_ASSIGN(const auto known, store.findWindow(one.window));
        if (known) {
            noteKnown(report, one.line, "This window");
            continue;
        }
        const auto recorded = store.record(one.graph, one.window, {});
        if (!recorded && recorded.error().code == "store.value") {
            noteSkipped(report, one.line, recorded.error().sentence);
            continue;
        }
        if (!recorded)
            return fail(recorded.error());
        ++report.imported;
    }
    return {};
}

std::vector<std::string> csvRecord(std::string_view text, std::size_t& at, std::int64_t& lines) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    while (at < text.size()) {
        const char c = text[at++];
        if (c == '\n')
            ++lines;
        if (quoted) {
            if (c != '"')
                cells.back() += c;
            else if (at < text.size() && text[at] == '"')
                cells.back() += text[at++];
            else
                quoted = false;
        } else if (c == '"' && trimmed(cells.back()).empty()) {
            cells.back().clear();
            quoted = true;
        } else if (c == ',') {
            cells.emplace_back();
        } else if (c == '\n') {
            return cells;
        } else if (c != '\r') {
            cells.back() += c;
        }
    }
    return cells;
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

Number foreignNumber(std::string_view given) {
    std::string text = trimmed(given);
    if (text == "∞" || text == "Infinity")
        return std::numeric_limits<double>::infinity();
    if (text == "NaN")
        return std::numeric_limits<double>::quiet_NaN();
    if (!contains(text, "."))
        std::ranges::replace(text, ',', '.');
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<TimePoint> foreignTime(std::string_view given) {
    std::string text = trimmed(given);
    if (const Number seconds = foreignNumber(text)) {
        if (!isKnown(seconds) || *seconds < 0 || *seconds > 1e12)
            return std::nullopt;
        return TimePoint{Millis{static_cast<std::int64_t>(*seconds * 1000)}};
    }
    if (text.size() < 19)
        return std::nullopt;
    text[10] = 'T';
    std::ranges::replace(text, ',', '.'); // as Java's loggers write it
    if (text.find_first_of("Zz+", 19) == std::string::npos && text.find('-', 19) == std::string::npos)
        text += 'Z';
    auto time = fromRfc3339(text);
    return time ? std::optional(*time) : std::nullopt;
}

Operator bareNode(const std::string& id, const std::string& name, const std::string& label, int parallelism) {
    Operator node;
    node.id = id;
    node.name = name;
    node.label = label;
    node.parallelism = std::max(parallelism, 1);
    return node;
}

} // namespace streamtune::history
