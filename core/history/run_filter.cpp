// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <charconv>

#include "core/history/name_pattern.h"
#include "core/history/run_list.h"

namespace streamtune::history {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr const char* kTerms =
    "Fits: a part of a job's name, !part, /regular expression/, run:NUMBER, job:NAME, on:CONNECTION, engine:NAME, "
    "graph:HASH, operator:TEXT, operator:/regular expression/, tag:NAME, !tag:NAME, busy>0.9, bp>0.1, "
    "label:bottleneck|fine|unknown, "
    "since:2h, until:2026-05-14T12:00:00Z, has:note, has:correction.";

std::unexpected<Error> unfit(std::string_view term, const std::string& why) {
    return fail("filter.term", "The filter word \"" + std::string(term.substr(0, 80)) + "\" " + why, kTerms);
}

std::string unquoted(std::string_view text) {
    std::string plain;
    for (const char c : text)
        if (c != '"')
            plain += c;
    return plain;
}

std::string hashText(std::string text) {
    for (char& c : text)
        c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

Result<double> shareOf(std::string_view term, const std::string& text) {
    const bool percent = text.ends_with('%');
    const std::string_view digits = std::string_view(text).substr(0, text.size() - (percent ? 1 : 0));
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size())
        return unfit(term, "needs a share of time, as in busy>0.9 or busy>90%.");
    value /= percent ? 100 : 1;
    if (!(value >= 0 && value <= 1))
        return unfit(term, "asks for a share outside 0 to 1.");
    return value;
}

Result<TimePoint> timeOf(std::string_view term, const std::string& text, TimePoint now) {
    if (const auto ago = parseDuration(text))
        return now - *ago;
    if (const auto at = fromRfc3339(text))
        return *at;
    return unfit(term, "needs how long ago (2h) or a time (2026-05-14T12:00:00Z).");
}

Result<int> labelOf(std::string_view term, const std::string& text) {
    constexpr std::array<std::pair<std::string_view, int>, 3> kLabels{
        std::pair{"bottleneck", 1}, {"fine", 0}, {"unknown", -1}};
    const auto* const found = std::ranges::find(kLabels, text, &std::pair<std::string_view, int>::first);
    if (found == kLabels.end())
        return unfit(term, "names no label: bottleneck, fine or unknown.");
    return found->second;
}

Status has(RunFilter& filter, std::string_view term, const std::string& what) {
    if (what == "note")
        filter.noted = true;
    else if (what == "correction")
        filter.corrected = true;
    else
        return unfit(term, "asks for something that runs do not have: note or correction.");
    return {};
}

bool isPattern(std::string_view text) {
    return text.size() > 1 && text.starts_with('/') && text.ends_with('/');
}

/// What stands between the slashes.
Result<std::string> patternOf(std::string_view term, std::string_view text) {
    std::string pattern(text.substr(1, text.size() - 2));
    if (const auto made = NamePattern::make(pattern); !made)
        return fail("filter.term",
                    "The filter word \"" + std::string(term.substr(0, 80)) +
                        "\" is no regular expression that fits: " + made.error().sentence,
                    made.error().hint);
    return pattern;
}

Status takeField(RunFilter& f, std::string_view term, const std::string& field, const std::string& value, bool no,
                 TimePoint now) {
    if (value.empty())
        return unfit(term, "lacks what comes after the colon.");
    if (field == "tag") {
        (no ? f.tagsMissing : f.tags).push_back(value);
        return {};
    }
    if (no)
        return unfit(term, "cannot be turned around: only words and tags can.");
    if (field == "operator" && isPattern(value)) {
        ST_ASSIGN(f.operatorFits, patternOf(term, value));
        return {};
    }
    const std::array<std::pair<std::string_view, std::string*>, 5> texts{std::pair{"job", &f.jobName},
                                                                         {"on", &f.connection},
                                                                         {"engine", &f.engine},
                                                                         {"graph", &f.graph},
                                                                         {"operator", &f.operatorHas}};
    for (const auto& [name, target] : texts)
        if (field == name) {
            *target = name == "graph" ? hashText(value) : value;
            return {};
        }
    if (field == "run") {
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc{} || end != value.data() + value.size())
            return unfit(term, "needs the number of a run, as in run:12.");
        f.run = number;
    } else if (field == "label") {
        ST_ASSIGN(f.label, labelOf(term, value));
    } else if (field == "since") {
        ST_ASSIGN(f.since, timeOf(term, value, now));
    } else if (field == "until") {
        ST_ASSIGN(f.until, timeOf(term, value, now));
    } else if (field == "has") {
        ST_TRY(has(f, term, value));
    } else {
        return unfit(term, "has a field that is not known.");
    }
    return {};
}

Status take(RunFilter& filter, std::string_view term, TimePoint now) {
    const bool no = term.starts_with('!');
    const std::string_view rest = term.substr(no ? 1 : 0);
    if (isPattern(rest)) {
        ST_ASSIGN(std::string pattern, patternOf(term, rest));
        (no ? filter.jobFitsNot : filter.jobFits).push_back(std::move(pattern));
        return {};
    }
    const std::size_t at = rest.find_first_of(":>\"");
    if (at != std::string_view::npos && rest[at] == ':')
        return takeField(filter, term, std::string(rest.substr(0, at)), unquoted(rest.substr(at + 1)), no, now);
    if (at != std::string_view::npos && rest[at] == '>') {
        const std::string_view field = rest.substr(0, at);
        if (no || (field != "busy" && field != "bp"))
            return unfit(term, "compares what cannot be compared: busy or bp.");
        auto& target = field == "busy" ? filter.busyAbove : filter.backpressureAbove;
        ST_ASSIGN(target, shareOf(term, unquoted(rest.substr(at + 1))));
        return {};
    }
    const std::string word = unquoted(rest);
    if (word.empty())
        return unfit(term, "is empty.");
    (no ? filter.jobHasNot : filter.jobHas).push_back(word);
    return {};
}

} // namespace

namespace {

/// Length of a regular expression at the beginning, slashes included; 0 where it has no end.
std::size_t patternLength(std::string_view text) {
    for (std::size_t end = text.find('/', 1); end != std::string_view::npos; end = text.find('/', end + 1))
        if (end + 1 == text.size() || kBlanks.find(text[end + 1]) != std::string_view::npos)
            return end + 1;
    return 0;
}

} // namespace

std::vector<std::string> filterTerms(std::string_view text) {
    std::vector<std::string> terms;
    std::string term;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '/' && (term.empty() || term == "!" || term == "operator:"))
            if (const std::size_t length = patternLength(text.substr(i)); length > 0) { // keeps blanks too
                terms.push_back(term.append(text.substr(i, length)));
                term.clear();
                i += length - 1;
                continue;
            }
        if (c == '"')
            quoted = !quoted;
        if (!quoted && kBlanks.find(c) != std::string_view::npos) {
            if (!term.empty())
                terms.push_back(std::move(term));
            term.clear();
        } else {
            term += c;
        }
    }
    if (!term.empty())
        terms.push_back(std::move(term));
    return terms;
}

std::string filterTerm(std::string_view field, std::string_view value) {
    std::string plain = unquoted(value);
    if (plain.find_first_of(kBlanks) != std::string::npos || (field.empty() && plain.find_first_of(":>!/") == 0))
        plain = '"' + plain + '"';
    return field.empty() ? plain : std::string(field) + ':' + plain;
}

Result<RunFilter> runFilterOf(std::string_view text, TimePoint now) {
    RunFilter filter;
    for (const std::string& term : filterTerms(text))
        ST_TRY(take(filter, term, now));
    return filter;
}

} // namespace streamtune::history
