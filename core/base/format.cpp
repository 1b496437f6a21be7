// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/format.h"

#include <array>
#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <string_view>

namespace streamtune {
namespace {

constexpr std::string_view kThin = "\xE2\x80\x89";
constexpr std::string_view kMinus = "\xE2\x88\x92";
constexpr std::string_view kMissing = "\xE2\x80\x93";
constexpr std::string_view kInfinite = "\xE2\x88\x9E";

/// The text of anything that is no finite number.
std::optional<std::string> special(const Number& number) {
    if (isMissing(number))
        return std::string(kMissing);
    if (isUndefined(number))
        return "NaN";
    if (!std::isfinite(*number))
        return std::string(*number < 0 ? kMinus : "") + std::string(kInfinite);
    return std::nullopt;
}

std::string withoutTrailingZeros(std::string text) {
    if (text.find('.') == std::string::npos)
        return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.'))
        text.pop_back();
    return text;
}

/// Not negative, three significant figures, no exponent.
std::string threeFigures(double value) {
    if (value == 0)
        return "0";
    const int magnitude = static_cast<int>(std::floor(std::log10(value)));
    return withoutTrailingZeros(fmt::format("{:.{}f}", value, std::min(std::max(0, 2 - magnitude), 9)));
}

std::string scaled(double value, std::string_view unit) {
    static constexpr std::array<std::string_view, 7> kPrefix{"", "k", "M", "G", "T", "P", "E"};
    double rest = std::abs(value);
    std::size_t step = 0;
    // 999.5 would print as 1000.
    while (rest >= 999.5 && step + 1 < kPrefix.size()) {
        rest /= 1000;
        ++step;
    }
    const std::string digits = threeFigures(rest);
    const bool negative = value < 0 && digits != "0";
    std::string suffix = std::string(kPrefix[step]) + std::string(unit);
    return std::string(negative ? kMinus : "") + digits + (suffix.empty() ? "" : std::string(kThin)) + suffix;
}

std::string two(double big, std::string_view bigUnit, double small, std::string_view smallUnit) {
    std::string text = fmt::format("{:.0f}{}{}", big, kThin, bigUnit);
    if (small >= 1)
        text += fmt::format(" {:.0f}{}{}", small, kThin, smallUnit);
    return text;
}

std::string positiveSeconds(double s) {
    if (s == 0)
        return fmt::format("0{}s", kThin);
    if (s < 0.9995)
        return threeFigures(s * 1000) + std::string(kThin) + "ms";
    if (s < 9.95)
        return withoutTrailingZeros(fmt::format("{:.1f}", s)) + std::string(kThin) + "s";
    const double whole = std::round(s);
    if (whole < 60)
        return fmt::format("{:.0f}{}s", whole, kThin);
    if (whole < 3600)
        return two(std::floor(whole / 60), "min", std::fmod(whole, 60), "s");
    const double minutes = std::round(s / 60);
    if (minutes < 24 * 60)
        return two(std::floor(minutes / 60), "h", std::fmod(minutes, 60), "min");
    const double hours = std::round(s / 3600);
    return two(std::floor(hours / 24), "d", std::fmod(hours, 24), "h");
}

} // namespace

std::string formatNumber(const Number& number) {
    if (auto text = special(number))
        return *text;
    return scaled(*number, "");
}

std::string formatRate(const Number& perSecond) {
    if (auto text = special(perSecond))
        return *text;
    const std::string text = scaled(*perSecond, "/s");
    return text;
}

std::string formatShare(const Number& share) {
    if (auto text = special(share))
        return *text;
    const double percent = std::round(*share * 100);
    return fmt::format("{}{:.0f}{}%", percent < 0 ? kMinus : "", std::abs(percent), kThin);
}

std::string formatProbability(const Number& probability) {
    if (auto text = special(probability))
        return *text;
    return fmt::format("{:.2f}", std::abs(*probability));
}

std::string formatSeconds(const Number& seconds) {
    if (auto text = special(seconds))
        return *text;
    return std::string(*seconds < 0 ? kMinus : "") + positiveSeconds(std::abs(*seconds));
}

std::string formatBytes(const Number& bytes) {
    if (auto text = special(bytes))
        return *text;
    return scaled(*bytes, "B");
}

std::string formatCount(std::int64_t count) {
    std::string digits = std::to_string(count);
    const bool negative = digits.starts_with('-');
    if (negative)
        digits.erase(0, 1);
    std::string text = negative ? std::string(kMinus) : std::string();
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0)
            text += kThin;
        text += digits[i];
    }
    return text;
}

} // namespace streamtune
