// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The option table: what every verb takes, in units and with defaults. Parsing, --help, man pages and completions are
/// all made from it, so they cannot disagree.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/graph/job_graph.h"

namespace streamtune::cli {

class Context;
class Arguments;

enum class Kind {
    Flag,     ///< no value
    Text,     ///< anything
    Integer,  ///< whole number
    Number,   ///< decimal number
    Duration, ///< 250ms, 30s, 5m, 2h
    Time,     ///< RFC 3339, or a duration meaning "that long ago"
    File,
    Folder,
    Choice, ///< one of `choices`
    Rate,   ///< SRC=records/s
    Level   ///< OP=parallelism
};

struct Option {
    std::string name; ///< long name without dashes
    Kind kind = Kind::Text;
    std::string value; ///< placeholder, e.g. FILE
    std::string help;  ///< unit and default included
    std::vector<std::string> choices{};
    bool many = false; ///< may be repeated, takes several values
    bool required = false;
};

struct Positional {
    std::string name; ///< upper case, as shown
    std::string help;
    bool required = true;
    bool many = false;
    std::vector<std::string> choices{};
};

struct Verb {
    std::string path; ///< "recommend", "connect add"
    std::string summary;
    std::string description; ///< paragraphs for --help and the man page
    std::vector<Positional> positionals;
    std::vector<Option> options;
    std::string example; ///< one command line
    /// The exit code, or an error that is mapped to one.
    Result<int> (*run)(Context& context, const Arguments& arguments) = nullptr;
};

/// Values as typed, already checked against the table.
class Arguments {
public:
    std::map<std::string, std::vector<std::string>> values; ///< option or lower-case positional name -> values

    [[nodiscard]] bool has(const std::string& name) const;
    [[nodiscard]] std::string text(const std::string& name, const std::string& fallback = {}) const;
    [[nodiscard]] std::vector<std::string> all(const std::string& name) const;
    [[nodiscard]] std::int64_t whole(const std::string& name, std::int64_t fallback) const;
    /// The same, at most the largest int.
    [[nodiscard]] int integer(const std::string& name, int fallback) const;
    [[nodiscard]] double number(const std::string& name, double fallback) const;
    [[nodiscard]] Millis duration(const std::string& name, Millis fallback) const;
    [[nodiscard]] std::map<std::string, double> rates(const std::string& name) const;
    [[nodiscard]] std::map<std::string, int> levels(const std::string& name) const;
    /// RFC 3339, or a duration back from `now`.
    [[nodiscard]] std::optional<TimePoint> time(const std::string& name, TimePoint now) const;
};

/// Checks one value; error "usage.value" names the option and what it takes.
[[nodiscard]] Status checkValue(const Option& option, const std::string& value);

/// All verbs, in the order of --help.
[[nodiscard]] const std::vector<Verb>& verbs();
/// Options that may stand before or after every verb.
[[nodiscard]] const std::vector<Option>& commonOptions();
/// nullptr where there is no such verb.
[[nodiscard]] const Verb* findVerb(std::string_view path);

} // namespace streamtune::cli
