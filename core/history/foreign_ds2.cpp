// SPDX-License-Identifier: GPL-3.0-or-later
// DS2 (Kalavri et al., OSDI 2018; strymon-system/ds2: controller/examples): one line per operator instance and epoch,
//   operator_id,operator_instance_id,total_number_of_operator_instances,epoch_timestamp,true_processing_rate,
//   true_output_rate,observed_processing_rate,observed_output_rate
// with times in nanoseconds of a clock that starts anywhere (they count from 1970 here). The edges come from a topology
// file beside it, <…>topology.csv: operator_id1,operator_name1,instances1,operator_id2,operator_name2,instances2.
#include <algorithm>
#include <fstream>
#include <set>

#include "core/graph/operator_labels.h"
#include "core/history/foreign.h"
#include "core/history/history_lines.h"

namespace streamtune::history {
namespace {

constexpr std::int64_t kMostInstances = 100'000;

struct Row {
    std::int64_t line = 0;
    std::string name;
    std::int64_t instance = 0;
    int instances = 0;
    double nanoseconds = 0;
    double trueIn = 0, trueOut = 0, observedIn = 0, observedOut = 0;
};

std::optional<Row> rowOf(const std::vector<std::string>& cells, std::int64_t line, ImportReport& report) {
    Row row{line, cells.empty() ? "" : trimmed(cells.front())};
    std::vector<Number> numbers;
    for (std::size_t i = 1; i < cells.size(); ++i)
        numbers.push_back(foreignNumber(cells[i]));
    if (cells.size() != 8 || row.name.empty() || !std::ranges::all_of(numbers, isKnown)) {
        noteSkipped(report, line, "This line has not the eight fields of a DS2 rate line.");
        return std::nullopt;
    }
    if (std::ranges::any_of(numbers, [](const Number& n) { return *n < 0; }) || *numbers[1] < 1 ||
        *numbers[1] > kMostInstances || *numbers[2] > 9e18 || *numbers[0] > 1e9) {
        noteSkipped(report, line, "A rate, a time or a number of instances is out of range.");
        return std::nullopt;
    }
    row.instance = static_cast<std::int64_t>(*numbers[0]);
    row.instances = static_cast<int>(*numbers[1]);
    row.nanoseconds = *numbers[2];
    row.trueIn = *numbers[3];
    row.trueOut = *numbers[4];
    row.observedIn = *numbers[5];
    row.observedOut = *numbers[6];
    return row;
}

/// Edges of the topology file beside the rates; none without one.
std::vector<Edge> topologyBeside(const std::filesystem::path& file) {
    std::vector<Edge> edges;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(
             file.has_parent_path() ? file.parent_path() : std::filesystem::path("."), ignored)) {
        const std::string name = entry.path().filename().string();
        if (name.find("topology") == std::string::npos || entry.path() == file || !entry.is_regular_file(ignored) ||
            entry.file_size(ignored) > (1u << 20))
            continue;
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        std::size_t at = 0;
        std::int64_t line = 0;
        while (at < text.size()) {
            const auto cells = csvRecord(text, at, line);
            if (cells.size() >= 4 && !cells[0].starts_with("#"))
                edges.push_back({trimmed(cells[0]), trimmed(cells[3]), "unknown", 0, 1});
        }
        if (!edges.empty())
            return edges;
    }
    return edges;
}

std::string labelOf(const std::string& name) {
    const std::string label = name.starts_with("Source") ? "source" : operatorLabel(name);
    return label.empty() ? "unknown" : label;
}

class Epochs {
public:
    explicit Epochs(const std::filesystem::path& file) : m_job(file.stem().string()), m_edges(topologyBeside(file)) {}

    void add(const Row& row) {
        if (m_epochs.empty() || !m_seen.insert({row.name, row.instance}).second) {
            m_epochs.emplace_back();
            m_seen = {{row.name, row.instance}};
        }
        m_epochs.back().push_back(row);
    }

    [[nodiscard]] std::vector<ForeignWindow> windows() const {
        std::vector<ForeignWindow> result;
        double length = 0;
        for (std::size_t e = 0; e < m_epochs.size(); ++e) {
            if (e + 1 < m_epochs.size())
                length = m_epochs[e + 1].front().nanoseconds - m_epochs[e].front().nanoseconds;
            result.push_back(windowOf(m_epochs[e], std::max(length, 0.0)));
        }
        return result;
    }

private:
    [[nodiscard]] ForeignWindow windowOf(const std::vector<Row>& rows, double nanoseconds) const {
        ForeignWindow result;
        result.line = rows.front().line;
        result.graph.id = result.graph.name = m_job;
        Observation& w = result.window;
        w.connection = "ds2";
        w.engine = "flink";
        w.jobId = w.jobName = m_job;
        w.start = TimePoint{Millis{static_cast<std::int64_t>(rows.front().nanoseconds / 1e6)}};
        w.end = w.start + Millis{static_cast<std::int64_t>(nanoseconds / 1e6)};
        w.seconds = nanoseconds / 1e9;
        w.notes["time"] = "nanoseconds of a clock that starts anywhere";
        for (const Row& row : rows)
            addRow(result, row);
        for (NodeObservation& node : w.nodes) {
            w.deployment += (w.deployment.empty() ? "" : ",") + std::to_string(node.parallelism);
            double sum = 0;
            for (const Number& busy : node.subtaskBusy)
                sum += valueOr(busy, 0);
            if (!node.subtaskBusy.empty() && std::ranges::all_of(node.subtaskBusy, isKnown)) {
                node.busyMean = sum / static_cast<double>(node.subtaskBusy.size());
                node.busyMax = **std::ranges::max_element(node.subtaskBusy);
            }
        }
        for (const Edge& edge : m_edges)
            if (result.graph.find(edge.from) && result.graph.find(edge.to))
                result.graph.edges.push_back(edge);
        return result;
    }

    static void addRow(ForeignWindow& result, const Row& row) {
        Observation& w = result.window;
        auto node = std::ranges::find(w.nodes, row.name, &NodeObservation::id);
        if (node == w.nodes.end()) {
            result.graph.nodes.push_back(bareNode(row.name, row.name, labelOf(row.name), row.instances));
            w.nodes.emplace_back();
            node = std::prev(w.nodes.end());
            node->id = row.name;
            node->parallelism = row.instances;
            node->inRate = 0;
            node->outRate = 0;
        }
        ++node->subtasksReporting;
        node->inRate = *node->inRate + row.observedIn;
        node->outRate = *node->outRate + row.observedOut;
        node->subtaskIn.emplace_back(row.observedIn);
        // Useful time is what DS2 measures: observed rate = true rate x share of useful time.
        const double useful =
            row.trueIn > 0 ? row.observedIn / row.trueIn : (row.trueOut > 0 ? row.observedOut / row.trueOut : -1);
        node->subtaskBusy.push_back(useful >= 0 ? Number(useful) : Number());
    }

    std::string m_job;
    std::vector<Edge> m_edges;
    std::vector<std::vector<Row>> m_epochs;
    std::set<std::pair<std::string, std::int64_t>> m_seen;
};

} // namespace

std::vector<ForeignWindow> readDs2(std::string_view text, const std::filesystem::path& file, ImportReport& report) {
    Epochs epochs(file);
    std::size_t at = 0;
    std::int64_t lines = 0;
    while (at < text.size()) {
        const std::int64_t line = lines + 1;
        const auto cells = csvRecord(text, at, lines);
        if (cells.size() == 1 && trimmed(cells[0]).empty())
            continue;
        if (cells[0].starts_with("#") || cells[0] == "operator_id")
            continue;
        if (const auto row = rowOf(cells, line, report))
            epochs.add(*row);
    }
    return epochs.windows();
}

} // namespace streamtune::history
