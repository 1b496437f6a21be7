// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// History that other tools left. Private to this room; what is recognised stands in exchange.h.
///
/// None of them says everything that a window of ours holds: what a file does not say stays missing, and figures of
/// another meaning (true rates, targets, recommendations) go into the notes of the window, never into measured fields.

#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/history/exchange.h"

namespace streamtune::history {

enum class ForeignFormat { AutoscalerTable, ScalingReport, Ds2Rates, ContTunePairs, ZeroTuneGraph };

/// By content; nothing when it is none of them. `head` is the beginning of the file.
[[nodiscard]] std::optional<ForeignFormat> foreignFormatOf(std::string_view head);
[[nodiscard]] const char* nameOf(ForeignFormat format);

/// Runs inside the transaction of the import.
[[nodiscard]] Status importForeign(ForeignFormat format, Store& store, const std::filesystem::path& file,
                                   std::string_view text, const std::stop_token& stop, ImportReport& report);

// What the parsers share.

/// One window with the line it came from.
struct ForeignWindow {
    std::int64_t line = 0;
    JobGraph graph;
    Observation window;
};

/// Cells of one line of comma-separated values (RFC 4180: quotes doubled inside quotes). `at` moves behind the record,
/// which may span lines; `lines` grows by the line breaks passed.
[[nodiscard]] std::vector<std::string> csvRecord(std::string_view text, std::size_t& at, std::int64_t& lines);
/// "1.5", "1,5" (other locales), "Infinity", "∞"; nothing for what is no number.
[[nodiscard]] Number foreignNumber(std::string_view text);
/// "2024-05-01 12:00:00.5", with T, Z or an offset, or seconds since 1970.
[[nodiscard]] std::optional<TimePoint> foreignTime(std::string_view text);
[[nodiscard]] std::string trimmed(std::string_view text);
/// A node that nobody described further.
[[nodiscard]] Operator bareNode(const std::string& id, const std::string& name, const std::string& label,
                                int parallelism);

[[nodiscard]] std::vector<ForeignWindow> readDs2(std::string_view text, const std::filesystem::path& file,
                                                 ImportReport& report);
[[nodiscard]] std::vector<ForeignWindow> readContTune(std::string_view text, const std::filesystem::path& file,
                                                      ImportReport& report);
[[nodiscard]] std::vector<ForeignWindow> readZeroTune(std::string_view text, const std::filesystem::path& file,
                                                      ImportReport& report);
[[nodiscard]] std::vector<ForeignWindow> readScalingReports(std::string_view text, const std::filesystem::path& file,
                                                            ImportReport& report);
[[nodiscard]] std::vector<ForeignWindow> readAutoscalerTable(std::string_view text, const std::filesystem::path& file,
                                                             ImportReport& report);

} // namespace streamtune::history
