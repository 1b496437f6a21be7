// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <optional>

#include "app/cli/spec.h"

namespace streamtune::cli {
namespace {

template <typename T>
std::optional<T> parsed(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::pair<std::string, std::string> splitAssignment(const std::string& text) {
    const auto at = text.rfind('='); // names may hold '=', numbers cannot
    if (at == std::string::npos || at == 0)
        return {};
    return {text.substr(0, at), text.substr(at + 1)};
}

std::unexpected<Error> wrong(const Option& option, const std::string& value, const std::string& takes) {
    return fail("usage.value", fmt::format("--{} does not take \"{}\".", option.name, value.substr(0, 80)),
                fmt::format("It takes {}.", takes));
}

} // namespace

Status checkValue(const Option& option, const std::string& value) {
    switch (option.kind) {
    case Kind::Integer:
        if (const auto n = parsed<std::int64_t>(value); !n || *n < 0)
            return wrong(option, value, "a whole number of at least 0");
        break;
    case Kind::Number:
        if (const auto n = parsed<double>(value); !n || !std::isfinite(*n))
            return wrong(option, value, "a number");
        break;
    case Kind::Duration:
        if (!parseDuration(value))
            return wrong(option, value, "a duration such as 250ms, 30s, 5m or 2h");
        break;
    case Kind::Time:
        if (!parseDuration(value) && !fromRfc3339(value))
            return wrong(option, value, "a time such as 2026-05-14T12:00:00Z, or how long ago, such as 2h");
        break;
    case Kind::Choice:
        if (std::ranges::find(option.choices, value) == option.choices.end())
            return wrong(option, value, fmt::format("one of {}", fmt::join(option.choices, ", ")));
        break;
    case Kind::Rate: {
        const auto n = parsed<double>(splitAssignment(value).second);
        if (!n || !std::isfinite(*n) || *n < 0)
            return wrong(option, value, "NAME=RATE with the rate in records/s, such as bids=80000");
        break;
    }
    case Kind::Level: {
        const auto n = parsed<int>(splitAssignment(value).second);
        if (!n || *n < 1)
            return wrong(option, value, "NAME=PARALLELISM with a whole number of at least 1, such as window=4");
        break;
    }
    case Kind::Text:
    case Kind::File:
    case Kind::Folder:
        if (value.empty())
            return wrong(option, value, "a value that is not empty");
        break;
    case Kind::Flag:
        break;
    }
    return {};
}

bool Arguments::has(const std::string& name) const {
    return values.contains(name);
}

std::string Arguments::text(const std::string& name, const std::string& fallback) const {
    const auto it = values.find(name);
    return it == values.end() || it->second.empty() ? fallback : it->second.back();
}

std::vector<std::string> Arguments::all(const std::string& name) const {
    const auto it = values.find(name);
    return it == values.end() ? std::vector<std::string>{} : it->second;
}

std::int64_t Arguments::whole(const std::string& name, std::int64_t fallback) const {
    return parsed<std::int64_t>(text(name)).value_or(fallback);
}

int Arguments::integer(const std::string& name, int fallback) const {
    return static_cast<int>(std::min<std::int64_t>(whole(name, fallback), std::numeric_limits<int>::max()));
}

double Arguments::number(const std::string& name, double fallback) const {
    return parsed<double>(text(name)).value_or(fallback);
}

Millis Arguments::duration(const std::string& name, Millis fallback) const {
    return has(name) ? parseDuration(text(name)).value_or(fallback) : fallback;
}

std::map<std::string, double> Arguments::rates(const std::string& name) const {
    std::map<std::string, double> result;
    for (const std::string& value : all(name)) {
        const auto [key, number] = splitAssignment(value);
        result[key] = parsed<double>(number).value_or(0);
    }
    return result;
}

std::map<std::string, int> Arguments::levels(const std::string& name) const {
    std::map<std::string, int> result;
    for (const std::string& value : all(name)) {
        const auto [key, number] = splitAssignment(value);
        result[key] = parsed<int>(number).value_or(0);
    }
    return result;
}

std::optional<TimePoint> Arguments::time(const std::string& name, TimePoint now) const {
    if (!has(name))
        return std::nullopt;
    if (const auto ago = parseDuration(text(name)))
        return now - *ago;
    if (const auto at = fromRfc3339(text(name)))
        return *at;
    return std::nullopt;
}

} // namespace streamtune::cli
