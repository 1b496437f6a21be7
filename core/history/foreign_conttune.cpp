// SPDX-License-Identifier: GPL-3.0-or-later
// ContTune (Lian et al., PVLDB 2023; ljqcodelove/ContTune: code/ContTune.py): pairs of a parallelism and what the
// operator managed at it. Read are the assignments of its script, mp[16] = 6859843.5, and tables with a header that
// names parallelism and workload (records/s that arrived) or processing_ability (records per second of useful time),
// and perhaps operator, job and time. Pairs of one time and job are one window; without times every line is one.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <fmt/format.h>

#include "core/history/foreign.h"
#include "core/history/history_lines.h"

namespace streamtune::history {
namespace {

struct Pair {
    std::int64_t line = 0;
    std::string job, op;
    int parallelism = 0;
    Number workload{}, ability{};
    std::optional<TimePoint> time{};
};

bool usable(const Number& value) {
    return isKnown(value) && *value >= 0;
}

ForeignWindow windowOf(const Pair& pair) {
    ForeignWindow result;
    result.line = pair.line;
    result.graph.id = result.graph.name = pair.job;
    Observation& w = result.window;
    w.connection = "conttune";
    w.engine = "flink";
    w.jobId = w.jobName = pair.job;
    // Without a time, lines count from 1970, a minute each.
    w.start = w.end = pair.time.value_or(TimePoint{Millis{pair.line * 60'000}});
    if (!pair.time)
        w.notes["time"] = "not in the file";
    return result;
}

void add(ForeignWindow& result, const Pair& pair) {
    result.graph.nodes.push_back(bareNode(pair.op, pair.op, "unknown", pair.parallelism));
    NodeObservation node;
    node.id = pair.op;
    node.parallelism = pair.parallelism;
    node.inRate = pair.workload;
    if (pair.ability)
        result.window.notes["processing_ability/" + pair.op] = fmt::format("{}", *pair.ability);
    Observation& w = result.window;
    w.nodes.push_back(std::move(node));
    w.deployment += fmt::format("{}{}={}", w.deployment.empty() ? "" : ",", pair.op, pair.parallelism);
}

std::vector<ForeignWindow> grouped(const std::vector<Pair>& pairs) {
    std::vector<ForeignWindow> windows;
    for (const Pair& pair : pairs) {
        const bool together = !windows.empty() && pair.time && windows.back().window.start == *pair.time &&
                              windows.back().window.jobName == pair.job && !windows.back().graph.find(pair.op);
        if (!together)
            windows.push_back(windowOf(pair));
        add(windows.back(), pair);
    }
    return windows;
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return trimmed(text);
}

/// Where the columns are; -1 = not there.
struct Columns {
    int job = -1, op = -1, parallelism = -1, workload = -1, ability = -1, time = -1;

    explicit Columns(const std::vector<std::string>& header) {
        for (std::size_t i = 0; i < header.size(); ++i) {
            const std::string name = lower(header[i]);
            const auto is = [&](int& column, std::initializer_list<const char*> names) {
                for (const char* known : names)
                    if (name.find(known) != std::string::npos && column < 0)
                        column = static_cast<int>(i);
            };
            is(parallelism, {"parallelism"});
            is(workload, {"workload"});
            is(ability, {"ability"});
            is(op, {"operator", "vertex"});
            is(job, {"job"});
            is(time, {"time"});
        }
    }
    static std::string cell(const std::vector<std::string>& row, int column) {
        return column >= 0 && static_cast<std::size_t>(column) < row.size()
                   ? trimmed(row[static_cast<std::size_t>(column)])
                   : std::string();
    }
};

std::vector<Pair> readTable(std::string_view text, const std::string& job, ImportReport& report) {
    std::vector<Pair> pairs;
    std::size_t at = 0;
    std::int64_t lines = 0;
    std::optional<Columns> columns;
    while (at < text.size()) {
        const std::int64_t line = lines + 1;
        const auto row = csvRecord(text, at, lines);
        if (row.size() == 1 && trimmed(row[0]).empty())
            continue;
        if (!columns) {
            columns.emplace(row);
            continue;
        }
        Pair pair{line, Columns::cell(row, columns->job), Columns::cell(row, columns->op)};
        const Number parallelism = foreignNumber(Columns::cell(row, columns->parallelism));
        if (!isKnown(parallelism) || *parallelism < 1 || *parallelism > 32768 ||
            *parallelism != std::floor(*parallelism)) {
            noteSkipped(report, line, "The parallelism is not a whole number from 1 to 32768.");
            continue;
        }
        pair.parallelism = static_cast<int>(*parallelism);
        pair.workload = foreignNumber(Columns::cell(row, columns->workload));
        pair.ability = foreignNumber(Columns::cell(row, columns->ability));
        if (!usable(pair.workload) && !usable(pair.ability)) {
            noteSkipped(report, line, "Neither a workload nor a processing ability is a number from 0.");
            continue;
        }
        pair.time = foreignTime(Columns::cell(row, columns->time));
        pair.job = pair.job.empty() ? job : pair.job;
        pair.op = pair.op.empty() ? "operator" : pair.op;
        pairs.push_back(std::move(pair));
    }
    return pairs;
}

std::vector<Pair> readScript(std::string_view text, const std::string& job, ImportReport& report) {
    std::vector<Pair> pairs;
    std::int64_t number = 0;
    while (!text.empty()) {
        const std::string line = trimmed(text.substr(0, text.find('\n')));
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
        ++number;
        if (!line.starts_with("mp["))
            continue; // the rest of the script
        const auto close = line.find(']');
        const auto equals = line.find('=');
        const double parallelism =
            close == std::string::npos ? 0 : valueOr(foreignNumber(std::string_view(line).substr(3, close - 3)), 0);
        const Number ability =
            equals == std::string::npos ? Number() : foreignNumber(std::string_view(line).substr(equals + 1));
        if (!(parallelism >= 1 && parallelism <= 32768) || !usable(ability)) {
            noteSkipped(report, number, "This is no pair mp[parallelism] = records per second.");
            continue;
        }
        pairs.push_back({number, job, "operator", static_cast<int>(parallelism), {}, ability, {}});
    }
    return pairs;
}

} // namespace

std::vector<ForeignWindow> readContTune(std::string_view text, const std::filesystem::path& file,
                                        ImportReport& report) {
    const std::string job = file.stem().string();
    const bool script = text.find("mp[") != std::string_view::npos;
    return grouped(script ? readScript(text, job, report) : readTable(text, job, report));
}

} // namespace streamtune::history
