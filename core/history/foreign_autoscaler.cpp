// SPDX-License-Identifier: GPL-3.0-or-later
// Flink Autoscaler (apache/flink-kubernetes-operator).
// * ScalingReport events, wherever their text was kept (log, event table):
//   "…{ Vertex ID <hex> | Parallelism 3 -> 5 | Processing capacity 120.00 -> 200.00 | Target data rate 150.00}…"
// * The table t_flink_autoscaler_state_store (id, update_time, job_key, state_type, state_value), as comma-separated
//   values with a header or as JSON. Of its types, scalingHistory is read: JSON {vertex: {instant: {currentParallelism,
//   newParallelism, metrics: {NAME: {current, average}}}}}.
// Neither tells names or edges: operators without edges are what is known. One decision is one window.
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/history/foreign.h"
#include "core/history/history_lines.h"

namespace streamtune::history {
namespace {

struct Vertex {
    std::string id;
    int from = 0;
    int to = 0;
    Number busy;
    std::map<std::string, Number> figures;
};

ForeignWindow windowOf(const std::string& job, std::optional<TimePoint> at, std::int64_t line,
                       const std::vector<Vertex>& vertices) {
    ForeignWindow result;
    result.line = line;
    result.graph.id = result.graph.name = job;
    Observation& w = result.window;
    w.connection = "flink-autoscaler";
    w.engine = "flink";
    w.jobId = w.jobName = job;
    w.start = w.end = at.value_or(TimePoint{Millis{line * 60'000}});
    if (!at)
        w.notes["time"] = "not in the file";
    for (const Vertex& vertex : vertices) {
        if (result.graph.find(vertex.id))
            continue;
        result.graph.nodes.push_back(bareNode(vertex.id, vertex.id, "unknown", vertex.from));
        NodeObservation node;
        node.id = vertex.id;
        node.parallelism = vertex.from;
        node.busyMean = vertex.busy;
        w.nodes.push_back(std::move(node));
        w.deployment += fmt::format("{}{}", w.deployment.empty() ? "" : ",", vertex.from);
        w.notes["recommended_parallelism/" + vertex.id] = std::to_string(vertex.to);
        for (const auto& [name, value] : vertex.figures)
            if (value)
                w.notes[name + "/" + vertex.id] = fmt::format("{}", *value);
    }
    return result;
}

bool inRange(const Number& parallelism) {
    return isKnown(parallelism) && *parallelism >= 1 && *parallelism <= 32768;
}

/// What stands behind `name` up to the next bar or brace.
std::string_view fieldOf(std::string_view entry, std::string_view name) {
    const auto start = entry.find(name);
    if (start == std::string_view::npos)
        return {};
    entry.remove_prefix(start + name.size());
    return entry.substr(0, entry.find('|'));
}

std::pair<Number, Number> changeOf(std::string_view field) {
    const auto arrow = field.find("->");
    if (arrow == std::string_view::npos)
        return {};
    return {foreignNumber(field.substr(0, arrow)), foreignNumber(field.substr(arrow + 2))};
}

std::optional<Vertex> vertexOf(std::string_view entry) {
    Vertex vertex;
    vertex.id = trimmed(fieldOf(entry, "Vertex ID "));
    const auto [from, to] = changeOf(fieldOf(entry, "| Parallelism "));
    if (vertex.id.empty() || !inRange(from) || !inRange(to))
        return std::nullopt;
    vertex.from = static_cast<int>(*from);
    vertex.to = static_cast<int>(*to);
    const auto [capacity, expected] = changeOf(fieldOf(entry, "| Processing capacity "));
    vertex.figures = {{"processing_capacity", capacity},
                      {"expected_processing_capacity", expected},
                      {"target_data_rate", foreignNumber(fieldOf(entry, "| Target data rate "))}};
    return vertex;
}

/// The first thing in a line that reads as a time.
std::optional<TimePoint> timeIn(std::string_view line) {
    for (std::size_t at = 0; at + 19 <= line.size(); ++at) {
        const std::string_view here = line.substr(at);
        if (here[4] != '-' || here[7] != '-' || here[13] != ':')
            continue;
        const std::size_t end = here.find_first_not_of("0123456789.,:", 19);
        std::string text(here.substr(0, std::min(end, here.size())));
        while (!text.empty() && (text.back() == ',' || text.back() == ':' || text.back() == '.'))
            text.pop_back();
        if (const auto time = foreignTime(text))
            return time;
    }
    return std::nullopt;
}

} // namespace

std::vector<ForeignWindow> readScalingReports(std::string_view text, const std::filesystem::path& file,
                                              ImportReport& report) {
    std::vector<ForeignWindow> windows;
    std::int64_t number = 0;
    std::optional<TimePoint> last; ///< the time of an event may stand on a line before its text
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        ++number;
        if (const auto time = timeIn(line))
            last = time;
        std::vector<Vertex> vertices;
        bool broken = false;
        for (std::size_t open = line.find("{ Vertex ID "); open != std::string_view::npos;
             open = line.find("{ Vertex ID ", open + 1)) {
            const std::size_t close = line.find('}', open);
            const auto vertex =
                close == std::string_view::npos ? std::nullopt : vertexOf(line.substr(open, close - open));
            if (vertex)
                vertices.push_back(*vertex);
            else
                broken = true;
        }
        if (broken)
            noteSkipped(report, number, "A vertex of this report cannot be read, so the report was left out.");
        else if (!vertices.empty())
            windows.push_back(windowOf(file.stem().string(), last, number, vertices));
    }
    return windows;
}

namespace {

struct Row {
    std::int64_t line = 0;
    std::string job, type, value;
};

std::vector<Row> rowsOfCsv(std::string_view text, ImportReport& report) {
    std::vector<Row> rows;
    std::size_t at = 0;
    std::int64_t lines = 0;
    std::map<std::string, std::size_t> column;
    std::size_t width = 0;
    while (at < text.size()) {
        const std::int64_t line = lines + 1;
        const auto cells = csvRecord(text, at, lines);
        if (cells.size() == 1 && trimmed(cells[0]).empty())
            continue;
        if (column.empty()) {
            width = cells.size();
            for (std::size_t i = 0; i < cells.size(); ++i)
                column[trimmed(cells[i])] = i;
            if (column.contains("job_key") && column.contains("state_type") && column.contains("state_value"))
                continue;
            noteSkipped(report, line, "The header names no job_key, state_type and state_value.");
            return rows;
        }
        if (cells.size() != width)
            noteSkipped(report, line, "This row has another number of columns than the header.");
        else
            rows.push_back({line, cells[column["job_key"]], cells[column["state_type"]], cells[column["state_value"]]});
    }
    return rows;
}

void addJsonRow(const Json& json, std::int64_t line, std::vector<Row>& rows, ImportReport& report) {
    if (!json.is_object() || stringAt(json, "state_type").empty()) {
        noteSkipped(report, line, "This is no row of t_flink_autoscaler_state_store.");
        return;
    }
    const Json& value = childAt(json, "state_value");
    rows.push_back({line, stringAt(json, "job_key"), stringAt(json, "state_type"),
                    value.is_string() ? value.get<std::string>() : compactJson(value)});
}

std::vector<Row> rowsOfJson(std::string_view text, ImportReport& report) {
    std::vector<Row> rows;
    if (const auto whole = parseJson(text, "the table"); whole && whole->is_array()) {
        std::int64_t number = 0;
        for (const Json& json : *whole)
            addJsonRow(json, ++number, rows, report);
        return rows;
    }
    std::int64_t number = 0;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        ++number;
        if (trimmed(line).empty())
            continue;
        if (const auto json = parseJson(line, "the row"))
            addJsonRow(*json, number, rows, report);
        else
            noteSkipped(report, number, json.error().sentence);
    }
    return rows;
}

Number average(const Json& metrics, const char* name) {
    const Json& metric = childAt(metrics, name);
    const Number mean = numberAt(metric, "average");
    return isKnown(mean) ? mean : numberAt(metric, "current"); // an average needs a full window
}

/// The decisions of one job: everything scaled at one instant belongs together.
void readHistory(const Row& row, const Json& json, std::vector<ForeignWindow>& windows, ImportReport& report) {
    std::map<TimePoint, std::vector<Vertex>> decisions;
    for (const auto& [id, changes] : json.items()) {
        if (!changes.is_object()) {
            noteSkipped(report, row.line, "Vertex " + id + " has no list of changes.");
            continue;
        }
        for (const auto& [instant, summary] : changes.items()) {
            const auto time = foreignTime(instant);
            const Number from = numberAt(summary, "currentParallelism");
            const Number to = numberAt(summary, "newParallelism");
            if (!time || !inRange(from) || !inRange(to)) {
                noteSkipped(report, row.line, "A change of vertex " + id + " has no time or no parallelism.");
                continue;
            }
            const Json& metrics = childAt(summary, "metrics");
            Vertex vertex{id, static_cast<int>(*from), static_cast<int>(*to), average(metrics, "LOAD"), {}};
            vertex.figures = {{"true_processing_rate", average(metrics, "TRUE_PROCESSING_RATE")},
                              {"target_data_rate", average(metrics, "TARGET_DATA_RATE")},
                              {"expected_processing_rate", average(metrics, "EXPECTED_PROCESSING_RATE")},
                              {"lag", average(metrics, "LAG")}};
            decisions[*time].push_back(std::move(vertex));
        }
    }
    for (const auto& [time, vertices] : decisions)
        windows.push_back(windowOf(row.job.empty() ? "job" : row.job, time, row.line, vertices));
}

} // namespace

std::vector<ForeignWindow> readAutoscalerTable(std::string_view text, const std::filesystem::path& file,
                                               ImportReport& report) {
    const std::string start = trimmed(text.substr(0, 4096));
    const bool json = start.starts_with("[") || start.starts_with("{");
    std::vector<ForeignWindow> windows;
    for (Row& row : json ? rowsOfJson(text, report) : rowsOfCsv(text, report)) {
        if (row.type != "scalingHistory") {
            noteSkipped(report, row.line, "State of type " + row.type.substr(0, 60) + " says nothing about the past.");
            continue;
        }
        if (row.job.empty())
            row.job = file.stem().string();
        const auto value = parseJson(row.value, "scalingHistory");
        if (!value || !value->is_object())
            noteSkipped(report, row.line, "The scaling history of job " + row.job.substr(0, 60) + " is not JSON.");
        else
            readHistory(row, *value, windows, report);
    }
    return windows;
}

} // namespace streamtune::history
