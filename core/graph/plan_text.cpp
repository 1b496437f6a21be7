// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/plan_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace streamtune {
namespace {

bool isUpper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
char lower(char c) {
    return isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
bool opens(char c) {
    return c == '(' || c == '[' || c == '{';
}
bool closes(char c) {
    return c == ')' || c == ']' || c == '}';
}

} // namespace

bool equalIgnoringCase(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\n' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

std::string_view bareOperatorName(std::string_view name) {
    name = trimmed(name);
    if (name.starts_with('[')) {
        std::size_t i = 1;
        while (i < name.size() && isDigit(name[i]))
            ++i;
        if (i > 1 && name.substr(i).starts_with("]:"))
            name.remove_prefix(i + 2);
    }
    if (name.ends_with(']')) {
        std::size_t i = name.size() - 1;
        while (i > 0 && isDigit(name[i - 1]))
            --i;
        if (i > 0 && i < name.size() - 1 && name[i - 1] == '[')
            name.remove_suffix(name.size() - i + 1);
    }
    return trimmed(name);
}

std::string_view headOf(std::string_view name) {
    return trimmed(name.substr(0, std::min(name.find_first_of("([{:"), name.size())));
}

std::vector<std::string> wordsOf(std::string_view name) {
    std::vector<std::string> words(1);
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        const bool letter = isUpper(c) || isLower(c);
        const bool newWord = isUpper(c) && i > 0 && isLower(name[i - 1]);
        if ((!letter || newWord) && !words.back().empty())
            words.emplace_back();
        if (letter)
            words.back() += lower(c);
    }
    if (words.back().empty())
        words.pop_back();
    return words;
}

std::optional<std::string_view> argument(std::string_view text, std::string_view opening) {
    const std::size_t start = text.find(opening);
    if (start == std::string_view::npos)
        return std::nullopt;
    const std::size_t begin = start + opening.size();
    int depth = 1;
    for (std::size_t i = begin; i < text.size(); ++i) {
        depth += opens(text[i]) ? 1 : closes(text[i]) ? -1 : 0;
        if (depth == 0)
            return text.substr(begin, i - begin);
    }
    return std::nullopt;
}

std::vector<std::string_view> splitOutside(std::string_view text, std::string_view separator) {
    std::vector<std::string_view> parts;
    int depth = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (depth == 0 && text.substr(i).starts_with(separator)) {
            parts.push_back(text.substr(begin, i - begin));
            i += separator.size() - 1;
            begin = i + 1;
            continue;
        }
        depth += opens(text[i]) ? 1 : closes(text[i]) ? -1 : 0;
        if (depth < 0)
            return {text};
    }
    if (depth != 0)
        return {text};
    parts.push_back(text.substr(begin));
    return parts;
}

Number planSeconds(std::string_view text) {
    text = trimmed(text);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{})
        return std::nullopt;
    const std::string_view unit = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
    static constexpr auto kUnits = std::to_array<std::pair<std::string_view, double>>(
        {{"", 1e-3}, {"ms", 1e-3}, {"s", 1}, {"min", 60}, {"m", 60}, {"h", 3600}, {"d", 86400}});
    for (const auto& [name, seconds] : kUnits)
        if (unit == name)
            return value * seconds;
    return std::nullopt;
}

} // namespace streamtune
