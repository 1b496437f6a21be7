// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A run with everything that is stored about it, read at once on a worker thread, and runs side by side. Plain values.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/history/run_list.h"
#include "core/workbench/job_versions.h"
#include "ui/session/plan_file.h"

namespace streamtune::ui {

struct RunFile {
    history::RunRow row;
    JobGraph graph; ///< as this run saw it, with its parallelism
    std::vector<history::RunNodeSummary> nodes;
    std::vector<history::RecordedWindow> windows; ///< the newest ones, oldest first
    std::vector<history::LabelOverride> overrides;
    std::vector<history::Note> notes;
    std::optional<PlanMark> cameFrom; ///< the plan whose apply began this run

    [[nodiscard]] std::int64_t id() const { return row.run.id; }
    [[nodiscard]] const history::RecordedWindow* window(std::int64_t number) const;
    [[nodiscard]] std::vector<Observation> observations() const;
};

/// Error "history.run" when there is no such run (any more).
[[nodiscard]] Result<RunFile> readRunFile(const workbench::Workbench& bench, std::int64_t run, std::stop_token stop);

/// Two to four runs; operators of the later ones are known by those of the first.
struct RunComparison {
    std::vector<RunFile> runs;
    /// For each run: its operator -> the operator of the first run that it was; the first maps to itself.
    std::vector<std::map<std::string, std::string>> toFirst;
    bool sameGraph = true; ///< the same canonical form
};

[[nodiscard]] Result<RunComparison> readComparison(const workbench::Workbench& bench,
                                                   const std::vector<std::int64_t>& runs, std::stop_token stop);

/// One operator in one window with its label and why.
struct LabelCase {
    std::string node;
    QString name;
    int parallelism = 0;
    Number busy; ///< largest subtask
    Number backPressured;
    std::optional<int> computed;                  ///< by the rule, from the numbers of this window
    std::optional<int> recorded;                  ///< when the window was recorded
    QString why;                                  ///< the rule that fired, with its numbers
    std::optional<history::LabelOverride> person; ///< the one in force

    [[nodiscard]] std::optional<int> inForce() const;
};

struct LabelSheet {
    std::int64_t number = -1;
    QString verdict;              ///< of the whole window
    std::vector<LabelCase> cases; ///< in the order of the graph
};

[[nodiscard]] LabelSheet labelSheet(const RunFile& file, const history::RecordedWindow& window);
[[nodiscard]] QString labelWord(const std::optional<int>& label);

/// A line of the comparison: one fact in each run.
struct CompareRow {
    QString key;
    QString group; ///< operator, or what the fact is about
    QString fact;
    std::string node; ///< of the first run that has it, empty for facts of the run
    std::vector<QString> values;
    bool differs = false;
};

[[nodiscard]] std::vector<CompareRow> compareRows(const RunComparison& comparison);

/// "12 · nexmark-q5 · 14:03"
[[nodiscard]] QString runTitle(const history::RunRecord& run);
/// What became of it: "join was the bottleneck in 12 of 35 windows", "nothing was a bottleneck in 35 windows".
[[nodiscard]] QString outcomeSentence(const history::RunRow& row);

} // namespace streamtune::ui
