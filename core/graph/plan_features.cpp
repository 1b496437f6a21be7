// SPDX-License-Identifier: GPL-3.0-or-later
// Windows, joins, aggregates and keys as the names of DataStream windows (flink-streaming-java: *Windows.toString) and
// the descriptions of SQL exec nodes (flink-table-planner: WindowSpec, RelDescriptionWriter) spell them.
#include <algorithm>
#include <array>

#include "core/graph/operator_labels.h"
#include "core/graph/plan_text.h"

namespace streamtune {
namespace {

struct WindowSpelling {
    std::string_view opening; ///< ends with the bracket of its arguments
    std::string_view type;
    bool named; ///< arguments size=[…], slide=[…] instead of milliseconds by position
};

constexpr auto kWindows = std::to_array<WindowSpelling>({
    {"TumblingProcessingTimeWindows(", "tumbling", false},
    {"TumblingEventTimeWindows(", "tumbling", false},
    {"SlidingProcessingTimeWindows(", "sliding", false},
    {"SlidingEventTimeWindows(", "sliding", false},
    {"ProcessingTimeSessionWindows(", "session", false},
    {"EventTimeSessionWindows(", "session", false},
    {"TUMBLE(", "tumbling", true},
    {"HOP(", "sliding", true},
    {"CUMULATE(", "sliding", true},
    {"SESSION(", "session", true},
    {"TumblingGroupWindow(", "tumbling", false},
    {"SlidingGroupWindow(", "sliding", false},
    {"SessionGroupWindow(", "session", false},
});

Number namedSeconds(std::string_view arguments, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
        if (const auto text = argument(arguments, name))
            return planSeconds(*text);
    return std::nullopt;
}

void readNamed(OperatorFeatures& f, std::string_view arguments) {
    f.windowLength = namedSeconds(arguments, {"max_size=[", "size=[", "gap=["});
    f.windowSlide = namedSeconds(arguments, {"slide=[", "step=["});
}

void readPositional(OperatorFeatures& f, std::string_view arguments) {
    std::vector<std::string_view> numbers;
    for (const std::string_view part : splitOutside(arguments, ","))
        if (planSeconds(part))
            numbers.push_back(part);
    if (!numbers.empty())
        f.windowLength = planSeconds(numbers[0]);
    if (numbers.size() > 1 && f.windowType == "sliding")
        f.windowSlide = planSeconds(numbers[1]);
}

void readWindow(OperatorFeatures& f, std::string_view text) {
    if (!f.windowType.empty())
        return;
    for (const WindowSpelling& spelling : kWindows)
        if (const auto arguments = argument(text, spelling.opening)) {
            f.windowType = spelling.type;
            f.windowPolicy = "time";
            spelling.named ? readNamed(f, *arguments) : readPositional(f, *arguments);
            return;
        }
    if (text.find("GlobalWindows(") != std::string_view::npos && text.find("CountTrigger") != std::string_view::npos) {
        f.windowType = text.find("CountEvictor") == std::string_view::npos ? "tumbling" : "sliding";
        f.windowPolicy = "count";
    }
}

void readJoin(OperatorFeatures& f, std::string_view text) {
    static constexpr auto kTypes =
        std::to_array<std::pair<std::string_view, std::string_view>>({{"InnerJoin", "inner"},
                                                                      {"LeftOuterJoin", "left"},
                                                                      {"RightOuterJoin", "right"},
                                                                      {"FullOuterJoin", "full"},
                                                                      {"LeftSemiJoin", "inner"},
                                                                      {"LeftAntiJoin", "left"}});
    static constexpr auto kKinds =
        std::to_array<std::pair<std::string_view, std::string_view>>({{"IntervalJoin", "interval"},
                                                                      {"Interval Join", "interval"},
                                                                      {"WindowJoin", "window"},
                                                                      {"LookupJoin", "lookup"},
                                                                      {"TemporalJoin", "temporal"}});
    const std::string_view head = headOf(bareOperatorName(text));
    if (!f.join.empty() || operatorLabel(text) != "join")
        return;
    for (const auto& [name, kind] : kKinds)
        if (equalIgnoringCase(head, name)) {
            f.join = kind;
            return;
        }
    if (equalIgnoringCase(head, "Window")) { // a DataStream join over windows
        f.join = "window";
        return;
    }
    f.join = "inner";
    if (const auto type = argument(text, "joinType=["))
        for (const auto& [name, kind] : kTypes)
            if (*type == name)
                f.join = kind;
}

void readAggregate(OperatorFeatures& f, std::string_view text) {
    static constexpr auto kFunctions = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"COUNT", "count"}, {"SUM", "sum"}, {"AVG", "avg"}, {"MIN", "min"}, {"MAX", "max"}});
    const std::string label = operatorLabel(text);
    if (!f.aggregate.empty() || (label != "aggregate" && label != "window"))
        return;
    f.aggregate = "other";
    if (const auto select = argument(text, "select=[")) {
        std::size_t first = std::string_view::npos;
        for (const auto& [name, function] : kFunctions)
            for (const std::string& call : {std::string(name) + "(", std::string(name) + "_RETRACT("})
                if (const std::size_t at = select->find(call); at < first) {
                    first = at;
                    f.aggregate = function;
                }
        return;
    }
    for (const std::string& word : wordsOf(headOf(bareOperatorName(text))))
        for (const auto& [name, function] : kFunctions)
            if (word == function)
                f.aggregate = function;
}

/// Types of keys do not stand in plan texts; that there are several of them does.
void readKey(OperatorFeatures& f, std::string_view text) {
    if (!f.keyClass.empty())
        return;
    const auto group = argument(text, "groupBy=[");
    const auto where = operatorLabel(text) == "join" ? argument(text, "where=[") : std::nullopt;
    if (group && splitOutside(*group, ",").size() > 1)
        f.keyClass = "composite";
    if (where && std::ranges::count(*where, '=') > 1 && where->find(" AND ") != std::string_view::npos)
        f.keyClass = "composite";
}

} // namespace

OperatorFeatures featuresFromTexts(const std::vector<ChainedOperator>& chain) {
    OperatorFeatures features;
    for (const ChainedOperator& op : chain) {
        readWindow(features, op.name);
        readJoin(features, op.name);
        readAggregate(features, op.name);
        readKey(features, op.name);
    }
    return features;
}

} // namespace streamtune
