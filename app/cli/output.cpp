// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>
#include <utility>

namespace streamtune::cli {
namespace {

constexpr std::array<std::pair<std::string_view, const char*>, 5> kAttributes{
    {{"bold", "1"}, {"dim", "2"}, {"red", "31"}, {"green", "32"}, {"yellow", "33"}}};

bool isContinuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

std::size_t codePoints(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !isContinuation(c); }));
}

long long nowMs() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

} // namespace

Output::Output() {
    const char* noColour = std::getenv("NO_COLOR");
    const char* term = std::getenv("TERM");
    m_colour = isatty(STDOUT_FILENO) == 1 && !(noColour && *noColour) && !(term && std::string_view(term) == "dumb");
    m_errorIsTerminal = isatty(STDERR_FILENO) == 1;
}

void Output::print(std::string_view text) {
    const std::lock_guard lock(m_mutex);
    clearProgress();
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || (lines() && std::fflush(stdout) != 0))
        m_failed = m_failed ? m_failed : errno;
}

void Output::document(const Json& value) {
    print(compactJson(value) + "\n");
}

void Output::note(std::string_view sentence) {
    if (!quiet)
        complain(sentence);
}

void Output::complain(std::string_view sentence) {
    const std::lock_guard lock(m_mutex);
    clearProgress();
    (void)std::fflush(stdout);
    (void)std::fwrite(sentence.data(), 1, sentence.size(), stderr);
    (void)std::fputc('\n', stderr);
}

void Output::progress(const Progress& progress) {
    if (quiet || !m_errorIsTerminal)
        return;
    const std::lock_guard lock(m_mutex);
    if (const long long now = nowMs(); now - m_lastProgressMs < 100)
        return;
    else
        m_lastProgressMs = now;
    std::string line = progress.stage;
    if (progress.total > 0)
        line += fmt::format(" {}/{}", progress.done, progress.total);
    if (!progress.text.empty())
        line += ": " + progress.text;
    if (!progress.cancellable)
        line += " (can no longer be cancelled)";
    (void)std::fputs(("\r\033[K" + printable(line, 110)).c_str(), stderr);
    (void)std::fflush(stderr);
    m_progressShown = true;
}

void Output::logLine(LogLevel level, std::string_view room, std::string_view message) {
    constexpr std::array kWords{"debug", "info", "warning", "error"};
    complain(fmt::format("{} {}: {}", kWords[static_cast<std::size_t>(level)], room, printable(message, 2000)));
}

bool Output::closed() {
    const std::lock_guard lock(m_mutex);
    return m_failed == EPIPE;
}

bool Output::finish() {
    const std::lock_guard lock(m_mutex);
    clearProgress();
    if (std::fflush(stdout) != 0 && !m_failed)
        m_failed = errno;
    return m_failed == 0 || m_failed == EPIPE; // who closes the pipe has read enough
}

std::string Output::styled(std::string_view text, std::string_view attribute) const {
    if (m_colour)
        for (const auto& [name, code] : kAttributes)
            if (name == attribute)
                return fmt::format("\033[{}m{}\033[0m", code, text);
    return std::string(text);
}

void Output::clearProgress() {
    if (std::exchange(m_progressShown, false))
        (void)std::fputs("\r\033[K", stderr);
}

Table::Table(std::vector<std::string> header, std::vector<bool> right)
    : m_header(std::move(header)), m_right(std::move(right)) {
    m_right.resize(m_header.size(), false);
}

void Table::add(std::vector<std::string> row) {
    row.resize(m_header.size());
    m_rows.push_back(std::move(row));
}

std::string Table::text(const Output& output) const {
    std::vector<std::size_t> width(m_header.size());
    for (std::size_t c = 0; c < m_header.size(); ++c) {
        width[c] = codePoints(m_header[c]);
        for (const auto& row : m_rows)
            width[c] = std::max(width[c], codePoints(row[c]));
    }
    const auto line = [&](const std::vector<std::string>& row) {
        std::string text;
        for (std::size_t c = 0; c < row.size(); ++c) {
            const std::string pad(width[c] - codePoints(row[c]), ' ');
            text += c == 0 ? "" : "  ";
            text += m_right[c] ? pad + row[c] : row[c] + pad;
        }
        text.erase(text.find_last_not_of(' ') + 1);
        return text;
    };
    std::string result = output.styled(line(m_header), "bold") + "\n";
    for (const auto& row : m_rows)
        result += line(row) + "\n";
    return result;
}

std::string printable(std::string_view text, std::size_t limit) {
    std::string result;
    std::size_t shown = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (!isContinuation(text[i]) && shown++ == limit)
            return result + "…";
        // C1 controls are encoded C2 80..9F; a lone continuation byte is harmless.
        const bool c1 = c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (c < 0x20 || c == 0x7F) {
            result += '?';
        } else if (c1) {
            result += '?';
            ++i;
        } else {
            result += text[i];
        }
    }
    return result;
}

std::string numberText(const Number& number, int digits) {
    if (isMissing(number))
        return "-";
    if (isUndefined(number))
        return "NaN";
    return fmt::format("{:.{}g}", *number, digits);
}

std::string rateText(const Number& rate) {
    if (!isKnown(rate))
        return isMissing(rate) ? "-" : "NaN";
    const double r = *rate;
    if (r >= 999'500)
        return fmt::format("{:.2f} M", r / 1e6);
    if (r >= 1'000)
        return fmt::format("{:.1f} k", r / 1e3);
    return fmt::format("{:.{}f}", r, r < 10 ? 2 : 0);
}

std::string shareText(const Number& share) {
    if (!isKnown(share))
        return isMissing(share) ? "-" : "NaN";
    return fmt::format("{:.0f} %", *share * 100);
}

} // namespace streamtune::cli
