// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/name_pattern.h"

#include <array>
#include <cctype>
#include <regex.h>

namespace streamtune::history {
namespace {

constexpr std::size_t kLongest = 200;
/// A repetition is compiled by copying what is repeated, so large ones of large ones fill the memory.
constexpr int kMostRepeats = 50;
constexpr int kMostCounted = 2; ///< counted repetitions in one pattern

std::unexpected<Error> unfit(const std::string& why) {
    return fail("filter.pattern", why, "Examples: /^nexmark-q[0-9]+$/, /etl|cdc/; \\. stands for a dot.");
}

/// "{3,50}" behind `at`: none of its numbers too large.
bool modest(const std::string& text, std::size_t at) {
    int number = 0;
    for (; at < text.size() && text[at] != '}'; ++at) {
        number = std::isdigit(static_cast<unsigned char>(text[at])) != 0 ? number * 10 + (text[at] - '0') : 0;
        if (number > kMostRepeats)
            return false;
    }
    return true;
}

/// What regcomp() takes, \d written out.
Result<std::string> posixText(const std::string& text) {
    if (text.empty())
        return unfit("It is empty.");
    if (text.size() > kLongest)
        return unfit("It has more than " + std::to_string(kLongest) + " characters.");
    std::string plain;
    bool bracket = false;
    int counted = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\' && i + 1 < text.size()) {
            const char next = text[++i];
            if (next >= '1' && next <= '9' && !bracket)
                return unfit("Back references such as \\1 are not supported.");
            plain += next == 'd' ? (bracket ? "0-9" : "[0-9]") : std::string{c, next};
            continue;
        }
        if (c == '{' && !bracket && (++counted > kMostCounted || !modest(text, i + 1)))
            return unfit("It repeats something too often; {n} goes up to " + std::to_string(kMostRepeats) + ".");
        bracket = bracket ? c != ']' : c == '[';
        plain += c;
    }
    return plain;
}

} // namespace

struct NamePattern::Compiled {
    regex_t regex{};
    bool whole = false;

    Compiled() = default;
    Compiled(const Compiled&) = delete;
    Compiled& operator=(const Compiled&) = delete;
    ~Compiled() {
        if (whole)
            regfree(&regex);
    }
};

NamePattern::NamePattern(std::unique_ptr<Compiled> compiled) : m_compiled(std::move(compiled)) {}
NamePattern::~NamePattern() = default;
NamePattern::NamePattern(NamePattern&&) noexcept = default;
NamePattern& NamePattern::operator=(NamePattern&&) noexcept = default;

Result<NamePattern> NamePattern::make(const std::string& text) {
    ST_ASSIGN(const std::string plain, posixText(text));
    auto compiled = std::make_unique<Compiled>();
    if (const int code = regcomp(&compiled->regex, plain.c_str(), REG_EXTENDED | REG_ICASE | REG_NOSUB); code != 0) {
        std::array<char, 200> why{};
        regerror(code, &compiled->regex, why.data(), why.size());
        return unfit(std::string(why.data()) + ".");
    }
    compiled->whole = true;
    return NamePattern(std::move(compiled));
}

bool NamePattern::matches(const std::string& name) const {
    return regexec(&m_compiled->regex, name.c_str(), 0, nullptr, 0) == 0;
}

} // namespace streamtune::history
