// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/review/change_window.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <optional>

namespace streamtune::review {
namespace {

constexpr int kDay = 24 * 60, kWeek = 7 * kDay; ///< minutes
constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::size_t kLongest = 400;

std::string_view trimmedPart(std::string_view s) {
    const auto first = s.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view()
                                           : s.substr(first, s.find_last_not_of(" \t") - first + 1);
}

std::optional<int> dayOf(std::string_view name) {
    const auto found = std::ranges::find_if(kDays, [&](std::string_view day) {
        return std::ranges::equal(day, name, [](char a, char b) { return a == (b | 0x20); });
    });
    return found == kDays.end() ? std::nullopt : std::optional(static_cast<int>(found - kDays.begin()));
}

std::optional<int> twoDigits(std::string_view s) {
    int value = 0;
    const auto [end, wrong] = std::from_chars(s.data(), s.data() + s.size(), value);
    return s.size() != 2 || wrong != std::errc() || end != s.data() + s.size() || value < 0 ? std::nullopt
                                                                                            : std::optional(value);
}

/// "HH:MM", up to "24:00".
std::optional<int> minuteOf(std::string_view s) {
    if (s.size() != 5 || s[2] != ':')
        return std::nullopt;
    const auto hour = twoDigits(s.substr(0, 2)), minute = twoDigits(s.substr(3));
    if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > kDay)
        return std::nullopt;
    return *hour * 60 + *minute;
}

/// Both ends of "a-b"; of "a" alone twice that.
std::pair<std::string_view, std::string_view> endsOf(std::string_view s) {
    const auto dash = s.find('-');
    return dash == std::string_view::npos ? std::pair(s, s)
                                          : std::pair(trimmedPart(s.substr(0, dash)), trimmedPart(s.substr(dash + 1)));
}

int minuteOfWeek(TimePoint when) {
    const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count();
    std::tm local{};
    localtime_r(&seconds, &local);
    return (local.tm_wday + 6) % 7 * kDay + local.tm_hour * 60 + local.tm_min;
}

} // namespace

Result<ChangeWindows> ChangeWindows::parse(std::string_view text) {
    const auto wrong = [&](std::string_view part) {
        return fail("connection.change_window",
                    "\"" + std::string(part.substr(0, 60)) + "\" is no time at which changes are allowed.",
                    "Write days and times like \"mon-fri 20:00-06:00, sat, sun\"; leave it empty to allow any time.");
    };
    ChangeWindows windows;
    windows.m_text = trimmedPart(text);
    if (windows.m_text.empty())
        return windows;
    if (windows.m_text.size() > kLongest)
        return wrong(windows.m_text);
    std::string_view rest = windows.m_text;
    while (true) {
        const auto comma = rest.find(',');
        const std::string_view part = trimmedPart(rest.substr(0, comma));
        const auto space = part.find_first_of(" \t");
        const auto [firstDay, lastDay] = endsOf(trimmedPart(part.substr(0, space)));
        const auto from = dayOf(firstDay), to = dayOf(lastDay);
        if (!from || !to)
            return wrong(part);
        int begin = 0, end = kDay;
        if (space != std::string_view::npos) {
            const std::string_view times = trimmedPart(part.substr(space));
            const auto [first, last] = endsOf(times);
            const auto a = minuteOf(first), b = minuteOf(last);
            if (!a || !b || times.find('-') == std::string_view::npos || *a == *b || *a == kDay)
                return wrong(part);
            begin = *a;
            end = *b > *a ? *b : *b + kDay;
        }
        for (int day = *from;; day = (day + 1) % 7) {
            windows.m_spans.push_back({day * kDay + begin, day * kDay + end});
            if (day == *to)
                break;
        }
        if (comma == std::string_view::npos)
            return windows;
        rest.remove_prefix(comma + 1);
    }
}

bool ChangeWindows::isOpenAt(int minute) const {
    return always() || std::ranges::any_of(m_spans, [minute](const Span& span) {
               return (minute >= span.from && minute < span.to) ||
                      (minute + kWeek >= span.from && minute + kWeek < span.to);
           });
}

bool ChangeWindows::isOpen(TimePoint when) const {
    return isOpenAt(minuteOfWeek(when));
}

TimePoint ChangeWindows::nextOpen(TimePoint when) const {
    // Minute by minute, so that a change of summer time on the way is seen as the clock on the wall shows it.
    if (isOpen(when))
        return when;
    TimePoint at = std::chrono::floor<std::chrono::minutes>(when);
    for (int i = 0; i < kWeek + kDay; ++i) {
        at += std::chrono::minutes(1);
        if (isOpen(at))
            return at;
    }
    return at;
}

} // namespace streamtune::review
