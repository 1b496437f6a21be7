// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Where words go: results to stdout, everything else to stderr. JSON only when asked, colour and progress only on a
/// terminal.

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/progress.h"

namespace streamtune::cli {

enum class Format { Text, Json, JsonLines };

/// Thread-safe: progress and log lines come from other threads.
class Output {
public:
    Output();

    Format format = Format::Text;
    bool quiet = false;

    [[nodiscard]] bool json() const { return format != Format::Text; }
    [[nodiscard]] bool lines() const { return format == Format::JsonLines; }

    /// To stdout, as it is.
    void print(std::string_view text);
    /// One JSON document on one line.
    void document(const Json& value);
    /// A sentence to stderr, unless --quiet.
    void note(std::string_view sentence);
    /// A sentence to stderr, always.
    void complain(std::string_view sentence);
    /// One line on stderr that is overwritten; nothing where stderr is no terminal, or with --quiet.
    void progress(const Progress& progress);
    void logLine(LogLevel level, std::string_view room, std::string_view message);

    /// Whoever read stdout has gone: what goes on for its sake may end.
    [[nodiscard]] bool closed();
    /// False when stdout did not take everything (full disk).
    [[nodiscard]] bool finish();

    /// ANSI attribute where stdout is a terminal and NO_COLOR is not set: bold, dim, red, green, yellow.
    [[nodiscard]] std::string styled(std::string_view text, std::string_view attribute) const;

private:
    void clearProgress();

    std::mutex m_mutex;
    bool m_colour = false;
    bool m_errorIsTerminal = false;
    bool m_progressShown = false;
    int m_failed = 0; ///< errno of the first write that failed
    long long m_lastProgressMs = 0;
};

/// Columns aligned by display width of ASCII/UTF-8 code points; numbers are right-aligned where `right` says so.
class Table {
public:
    explicit Table(std::vector<std::string> header, std::vector<bool> right = {});
    void add(std::vector<std::string> row);
    [[nodiscard]] bool empty() const { return m_rows.empty(); }
    [[nodiscard]] std::string text(const Output& output) const;

private:
    std::vector<std::string> m_header;
    std::vector<bool> m_right;
    std::vector<std::vector<std::string>> m_rows;
};

/// Control characters made visible, so that a job name cannot drive the terminal; cut to `limit` code points.
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 60);
/// "1.2 k", "80.0 k", "3.4 M"; "-" missing, "NaN" undefined.
[[nodiscard]] std::string rateText(const Number& recordsPerSecond);
/// "73 %"; "-" missing, "NaN" undefined.
[[nodiscard]] std::string shareText(const Number& share);
[[nodiscard]] std::string numberText(const Number& number, int digits = 3);

} // namespace streamtune::cli
