// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Runs as a list that people filter, and as stretches of time. Plain values.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/history/records.h"

namespace streamtune::history {

/// Everything that is set must hold; empty = all runs.
struct RunFilter {
    std::optional<std::int64_t> run;
    std::string jobName;                  ///< exactly
    std::vector<std::string> jobHas;      ///< parts of the job's name, without case
    std::vector<std::string> jobHasNot;   ///< parts that it must not have
    std::vector<std::string> jobFits;     ///< regular expressions (core/history/name_pattern.h) for the job's name
    std::vector<std::string> jobFitsNot;  ///< of names that it must not have
    std::string connection;               ///< exactly
    std::string engine;                   ///< exactly
    std::string graph;                    ///< beginning of the canonical hash
    std::string operatorHas;              ///< part of the name of one of its operators
    std::string operatorFits;             ///< regular expression for the name of one of its operators
    std::vector<std::string> tags;        ///< all of them
    std::vector<std::string> tagsMissing; ///< none of them
    std::optional<double> busyAbove;      ///< some operator was that busy, 0..1
    std::optional<double> backpressureAbove;
    std::optional<int> label;       ///< some operator had this label in some window, overrides applied
    std::optional<TimePoint> since; ///< was still seen then or later
    std::optional<TimePoint> until; ///< had begun by then
    bool noted = false;             ///< has a note
    bool corrected = false;         ///< a person's label holds in it

    bool operator==(const RunFilter&) const = default;
};

/// A filter as a person types it, words apart by blanks, "…" and /…/ keep blanks:
///   word  !word  /REGEX/  !/REGEX/  run:NUMBER  job:NAME  on:CONNECTION  engine:NAME  graph:HASH  operator:TEXT
///   operator:/REGEX/  tag:NAME  !tag:NAME
///   busy>0.9  bp>0.1 label:bottleneck|fine|unknown  since:2h|TIME  until:…  has:note  has:correction
/// Durations count back from `now`. Error "filter.term" names the word and what fits.
[[nodiscard]] Result<RunFilter> runFilterOf(std::string_view text, TimePoint now);
/// The words of such a text, quotes kept.
[[nodiscard]] std::vector<std::string> filterTerms(std::string_view text);
/// A word that asks for exactly this, quoted where needed: term("tag", "two words").
[[nodiscard]] std::string filterTerm(std::string_view field, std::string_view value);

/// A run with what a list says of it.
struct RunRow {
    RunRecord run;
    Number busyMax; ///< of its busiest operator, over all windows
    Number backpressuredMax;
    std::string worst;           ///< name of the operator with the most windows as bottleneck, else of the busiest
    std::int64_t bottleneck = 0; ///< windows of that operator with label 1
    std::vector<std::string> tags;
    std::int64_t notes = 0;
    std::int64_t corrections = 0; ///< labels of people
};

/// When a run was seen, and how bad it was.
struct RunSpan {
    std::int64_t run = 0;
    std::string connection;
    std::string jobName;
    TimePoint from{};
    TimePoint to{};
    Number busyMax;
    Number backpressuredMax;
    bool bottleneck = false; ///< some operator was one in some window
};

} // namespace streamtune::history
