// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/review/words.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace streamtune::review {
namespace {

bool continues(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// Bytes of the first `characters` code points.
std::size_t bytesOf(std::string_view text, std::size_t characters) {
    std::size_t i = 0;
    while (i < text.size() && characters > 0) {
        ++i;
        while (i < text.size() && continues(text[i]))
            ++i;
        --characters;
    }
    return i;
}

bool wordAt(std::string_view text, std::size_t at, std::string_view word) {
    if (text.size() - at < word.size())
        return false;
    return std::equal(word.begin(), word.end(), text.begin() + static_cast<std::ptrdiff_t>(at), [](char a, char b) {
        return a == static_cast<char>(std::tolower(static_cast<unsigned char>(b)));
    });
}

constexpr std::array<std::string_view, 6> kSecretWords{"authorization", "token",   "password",
                                                       "secret",        "api-key", "apikey"};

/// End of the value that begins after `at` (behind the word): skips quotes, colon, equals sign and an auth scheme.
struct Span {
    std::size_t begin, end;
};
Span valueAfter(std::string_view text, std::size_t at) {
    std::size_t i = at;
    while (i < text.size() && (text[i] == '"' || text[i] == '\'' || text[i] == ' '))
        ++i;
    if (i >= text.size() || (text[i] != ':' && text[i] != '='))
        return {at, at};
    ++i;
    while (i < text.size() && (text[i] == ' ' || text[i] == '"' || text[i] == '\''))
        ++i;
    for (const std::string_view scheme : {"bearer ", "basic "})
        if (wordAt(text, i, scheme))
            i += scheme.size();
    std::size_t end = i;
    while (end < text.size() && std::string_view(" \t\r\n\"',;}&").find(text[end]) == std::string_view::npos)
        ++end;
    return {i, end};
}

} // namespace

std::string oneLine(std::string_view text) {
    std::string line(text);
    std::ranges::replace_if(line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return line;
}

std::size_t displayWidth(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !continues(c); }));
}

std::string shortName(std::string_view text, std::size_t columns) {
    const std::string line = oneLine(text);
    const std::size_t width = displayWidth(line);
    if (width <= columns || columns < 5)
        return line;
    const std::size_t head = (columns - 1) / 2;
    const std::size_t tail = columns - 1 - head;
    return line.substr(0, bytesOf(line, head)) + "…" + line.substr(bytesOf(line, width - tail));
}

std::string forTheRecord(std::string_view text, std::size_t most) {
    std::string kept;
    kept.reserve(std::min(text.size(), most));
    std::size_t i = 0;
    while (i < text.size() && kept.size() < most) {
        const auto word = std::ranges::find_if(kSecretWords, [&](std::string_view w) { return wordAt(text, i, w); });
        if (word == kSecretWords.end()) {
            kept.push_back(text[i++]);
            continue;
        }
        const Span value = valueAfter(text, i + word->size());
        kept.append(text.substr(i, value.begin - i));
        if (value.end > value.begin)
            kept += "(hidden)";
        i = value.end;
    }
    if (i == text.size() && kept.size() <= most)
        return kept;
    kept.resize(std::min(kept.size(), most));
    while (!kept.empty() && continues(kept.back()))
        kept.pop_back();
    if (!kept.empty() && static_cast<unsigned char>(kept.back()) >= 0xC0)
        kept.pop_back();
    kept += "…";
    return kept;
}

} // namespace streamtune::review
