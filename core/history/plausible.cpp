// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/plausible.h"

#include <cmath>
#include <fmt/format.h>
#include <initializer_list>
#include <nlohmann/json.hpp>

namespace streamtune::history {
namespace {

constexpr std::int64_t kMostParallel = 1 << 20; ///< what readers take
constexpr double kSlack = 0.01;                 ///< differences of counters may come out a little below 0

/// The first complaint is kept.
class Judge {
public:
    void numbers(const Json& owner, const std::string& name, std::initializer_list<const char*> keys, bool belowZero) {
        for (const char* key : keys)
            if (const Json& value = childAt(owner, key); !value.is_null())
                number(value, fmt::format("\"{}\" of {}", key, name), belowZero);
    }

    void lists(const Json& owner, const std::string& name, std::initializer_list<const char*> keys) {
        for (const char* key : keys) {
            const Json& list = childAt(owner, key);
            if (!list.is_null() && !list.is_array())
                complain(fmt::format("\"{}\" of {} is no list of numbers.", key, name));
            for (const Json& value : list)
                if (!value.is_null())
                    number(value, fmt::format("\"{}\" of {}", key, name), false);
        }
    }

    void parallelism(const Json& value, const std::string& name) {
        const bool whole = value.is_null() || value.is_number_integer();
        if (!whole || (value.is_number_integer() && (value < 0 || value > kMostParallel)))
            complain(fmt::format("The parallelism of {} is {}, not a whole number up to {}.", name, shown(value),
                                 kMostParallel));
    }

    void labels(const Json& labels) {
        for (const auto& [node, label] : labels.items())
            if (!label.is_number_integer() || label < -1 || label > 1)
                complain(fmt::format("The label of node \"{}\" is {}; labels are -1, 0 and 1.", node.substr(0, 60),
                                     shown(label)));
    }

    void complain(std::string sentence) {
        if (!m_complaint)
            m_complaint = std::move(sentence);
    }
    [[nodiscard]] std::optional<std::string> complaint() const { return m_complaint; }

private:
    static std::string shown(const Json& value) { return compactJson(value).substr(0, 60); }

    void number(const Json& value, const std::string& name, bool belowZero) {
        const Number number = numberFromJson(value);
        if (!number)
            complain(fmt::format("{} is {}, which is no number.", name, shown(value)));
        else if (!belowZero && std::isfinite(*number) && *number < -kSlack)
            complain(fmt::format("{} is {}, below 0.", name, shown(value)));
    }

    std::optional<std::string> m_complaint;
};

} // namespace

std::optional<std::string> implausible(const Json& line, const Observation& window) {
    Judge judge;
    if (window.end < window.start)
        judge.complain("The window ends before it starts.");
    for (const Json& node : childAt(line, "nodes")) {
        const std::string name = fmt::format("node \"{}\"", stringAt(node, "id").substr(0, 60));
        judge.parallelism(childAt(node, "p"), name);
        judge.numbers(node, name,
                      {"in_rate", "out_rate", "in_bytes", "out_bytes", "backlog", "busy_mean", "busy_max", "bp_mean",
                       "bp_max", "idle_mean", "cpu"},
                      false);
        judge.numbers(node, name, {"watermark"}, true);
        judge.lists(node, name, {"sub_in", "sub_busy", "sub_bp"});
    }
    for (const Json& source : childAt(line, "sources")) {
        const std::string name = fmt::format("source \"{}\"", stringAt(source, "id").substr(0, 60));
        judge.numbers(source, name, {"offered", "accepted", "backlog"}, false);
        judge.numbers(source, name, {"backlog_growth"}, true);
    }
    judge.labels(childAt(line, "labels"));
    return judge.complaint();
}

} // namespace streamtune::history
