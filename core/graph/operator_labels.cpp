// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/operator_labels.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "core/graph/html_entities.h"
#include "core/graph/plan_text.h"

namespace streamtune {
namespace {

/// Highest first; the first five win over a source or a sink in the same chain.
constexpr std::array kRank = std::to_array<std::string_view>(
    {"join", "window", "aggregate", "process", "async", "flatmap", "filter", "map", "project"});
constexpr std::size_t kStrong = 5;

std::size_t rankOf(std::string_view label) {
    return static_cast<std::size_t>(std::ranges::find(kRank, label) - kRank.begin());
}

struct KnownName {
    std::string_view name;
    std::string_view label;
};

// What Flink's DataStream API (flink-streaming-java, the names in transform("…")), its SQL planner
// (flink-table-planner, exec nodes) and Timely's operators call themselves. Sorted by label for reading.
constexpr auto kKnown = std::to_array<KnownName>({
    {"TableSourceScan", "source"},
    {"LegacyTableSourceScan", "source"},
    {"DataStreamScan", "source"},
    {"Values", "source"},
    {"DataGen", "source"},
    {"Collection Source", "source"},
    {"Custom Source", "source"},
    {"Socket Stream", "source"},
    {"Input", "source"},
    {"BoundedStreamScan", "source"},
    {"Sink", "sink"},
    {"LegacySink", "sink"},
    {"Print to Std. Out", "sink"},
    {"Print to Std. Err", "sink"},
    {"Writer", "sink"},
    {"Committer", "sink"},
    {"Global Committer", "sink"},
    {"Capture", "sink"},
    {"Probe", "sink"},
    {"Inspect", "sink"},
    {"InspectBatch", "sink"},
    {"Collect table sink", "sink"},
    {"Join", "join"},
    {"IntervalJoin", "join"},
    {"Interval Join", "join"},
    {"WindowJoin", "join"},
    {"LookupJoin", "join"},
    {"TemporalJoin", "join"},
    {"HashJoin", "join"},
    {"SortMergeJoin", "join"},
    {"NestedLoopJoin", "join"},
    {"MultiJoin", "join"},
    {"StreamingMultiJoin", "join"},
    {"DeltaJoin", "join"},
    {"CoGroup", "join"},
    {"TemporalTableJoin", "join"},
    {"Window", "window"},
    {"TriggerWindow", "window"},
    {"WindowAggregate", "window"},
    {"GlobalWindowAggregate", "window"},
    {"LocalWindowAggregate", "window"},
    {"GroupWindowAggregate", "window"},
    {"GroupWindowTableAggregate", "window"},
    {"PythonGroupWindowAggregate", "window"},
    {"WindowRank", "window"},
    {"WindowDeduplicate", "window"},
    {"SliceSharedWindowAggregate", "window"},
    {"GroupAggregate", "aggregate"},
    {"GlobalGroupAggregate", "aggregate"},
    {"LocalGroupAggregate", "aggregate"},
    {"IncrementalGroupAggregate", "aggregate"},
    {"GroupTableAggregate", "aggregate"},
    {"OverAggregate", "aggregate"},
    {"PythonGroupAggregate", "aggregate"},
    {"PythonOverAggregate", "aggregate"},
    {"HashAggregate", "aggregate"},
    {"LocalHashAggregate", "aggregate"},
    {"SortAggregate", "aggregate"},
    {"Keyed Aggregation", "aggregate"},
    {"Keyed Reduce", "aggregate"},
    {"Reduce", "aggregate"},
    {"Aggregate", "aggregate"},
    {"Count", "aggregate"},
    {"Accumulate", "aggregate"},
    {"KeyedProcess", "process"},
    {"Keyed Process", "process"},
    {"Co-Process", "process"},
    {"Co-Keyed-Process", "process"},
    {"Co-Process-Broadcast-Keyed", "process"},
    {"ProcessTableFunction", "process"},
    {"Deduplicate", "process"},
    {"Rank", "process"},
    {"TopN", "process"},
    {"Match", "process"},
    {"CepOperator", "process"},
    {"ChangelogNormalize", "process"},
    {"SinkMaterializer", "process"},
    {"Sort", "process"},
    {"SortLimit", "process"},
    {"TemporalSort", "process"},
    {"Distinct", "process"},
    {"StateMachine", "process"},
    {"GroupedProcess", "process"},
    {"async wait operator", "async"},
    {"AsyncCalc", "async"},
    {"AsyncCorrelate", "async"},
    {"Flat Map", "flatmap"},
    {"FlatMap", "flatmap"},
    {"Co-Flat Map", "flatmap"},
    {"Process", "flatmap"},
    {"Non-Keyed-Process", "flatmap"},
    {"Co-Process-Broadcast", "flatmap"},
    {"Correlate", "flatmap"},
    {"PythonCorrelate", "flatmap"},
    {"Expand", "flatmap"},
    {"WindowTableFunction", "flatmap"},
    {"Unnest", "flatmap"},
    {"Filter", "filter"},
    {"DropUpdateBefore", "filter"},
    {"ConstraintEnforcer", "filter"},
    {"Limit", "filter"},
    {"Map", "map"},
    {"MapInPlace", "map"},
    {"Co-Map", "map"},
    {"Timestamps/Watermarks", "map"},
    {"WatermarkAssigner", "map"},
    {"MiniBatchAssigner", "map"},
    {"StreamRecordTimestampInserter", "map"},
    {"Union", "map"},
    {"Concatenate", "map"},
    {"Exchange", "map"},
    {"PythonCalc", "map"},
    {"InputConversion", "map"},
    {"Projection", "project"},
    {"Project", "project"},
});

std::optional<std::string_view> knownLabel(std::string_view name) {
    for (const KnownName& known : kKnown)
        if (equalIgnoringCase(known.name, name))
            return known.label;
    return std::nullopt;
}

/// Words of names that people give ("perKeyCount", "enrich_orders"); only whole words count.
constexpr auto kWords = std::to_array<KnownName>({
    {"join", "join"},
    {"joined", "join"},
    {"joiner", "join"},
    {"joins", "join"},
    {"cogroup", "join"},
    {"window", "window"},
    {"windowed", "window"},
    {"windows", "window"},
    {"tumbling", "window"},
    {"sliding", "window"},
    {"tumble", "window"},
    {"hop", "window"},
    {"aggregate", "aggregate"},
    {"aggregation", "aggregate"},
    {"aggregator", "aggregate"},
    {"agg", "aggregate"},
    {"count", "aggregate"},
    {"counter", "aggregate"},
    {"counts", "aggregate"},
    {"sum", "aggregate"},
    {"avg", "aggregate"},
    {"average", "aggregate"},
    {"reduce", "aggregate"},
    {"reducer", "aggregate"},
    {"max", "aggregate"},
    {"min", "aggregate"},
    {"cnt", "aggregate"},
    {"dedup", "process"},
    {"deduplicate", "process"},
    {"sessionize", "process"},
    {"topn", "process"},
    {"rank", "process"},
    {"keyed", "process"},
    {"stateful", "process"},
    {"async", "async"},
    {"lookup", "async"},
    {"flatmap", "flatmap"},
    {"flat", "flatmap"},
    {"split", "flatmap"},
    {"splitter", "flatmap"},
    {"tokenizer", "flatmap"},
    {"explode", "flatmap"},
    {"filter", "filter"},
    {"filtered", "filter"},
    {"map", "map"},
    {"mapper", "map"},
    {"parse", "map"},
    {"parser", "map"},
    {"convert", "map"},
    {"enrich", "map"},
    {"transform", "map"},
    {"deserialize", "map"},
    {"decode", "map"},
    {"format", "map"},
    {"currency", "map"},
    {"project", "project"},
    {"projection", "project"},
    {"select", "project"},
    {"source", "source"},
    {"src", "source"},
    {"sink", "sink"},
    {"snk", "sink"},
    {"writer", "sink"},
});

std::string_view wordLabel(std::string_view name) {
    std::string_view best;
    for (const std::string& word : wordsOf(name))
        for (const KnownName& known : kWords)
            if (known.name == word && (best.empty() || rankOf(known.label) < rankOf(best)))
                best = known.label;
    return best.empty() ? std::string_view("unknown") : best;
}

/// Sinks of the unified API are chains "name: Writer", "name: Committer" (and pre- and post-commit topologies).
bool isSinkPart(std::string_view name) {
    constexpr auto kParts = std::to_array<std::string_view>(
        {": Writer", ": Committer", ": Global Committer", ": Pre Writer", ": Pre Commit"});
    return name.starts_with("Sink:") || std::ranges::any_of(kParts, [&](auto part) { return name.ends_with(part); });
}

std::string_view calcLabel(std::string_view name) {
    return name.find("where=[") == std::string_view::npos ? "project" : "filter";
}

/// Flink's own names of windows: "Window(TumblingEventTimeWindows(1000), …)", "TumblingGroupWindow".
std::optional<std::string_view> windowJoinOrWindow(std::string_view head, std::string_view name) {
    if (equalIgnoringCase(head, "Window") && name.find("CoGroupWindowFunction") != std::string_view::npos)
        return "join"; // stream.join().where().equalTo().window() is a window over tagged unions
    return std::nullopt;
}

} // namespace

std::string operatorLabel(std::string_view rawName) {
    const std::string_view name = bareOperatorName(rawName);
    if (name.starts_with("Source:") || name.starts_with("Legacy Source:"))
        return "source";
    if (isSinkPart(name))
        return "sink";
    const std::string_view head = headOf(name);
    if (equalIgnoringCase(head, "Calc"))
        return std::string(calcLabel(name));
    if (const auto label = windowJoinOrWindow(head, name))
        return std::string(*label);
    if (const auto label = knownLabel(name))
        return std::string(*label);
    if (const auto label = knownLabel(head))
        return std::string(*label);
    return std::string(wordLabel(head.empty() ? name : head));
}

std::string chainLabel(const std::vector<ChainedOperator>& chain) {
    std::size_t best = kRank.size();
    bool source = false;
    bool sink = false;
    for (const ChainedOperator& op : chain) {
        best = std::min(best, rankOf(op.type));
        source |= op.type == "source";
        sink |= op.type == "sink";
    }
    if (best < kStrong || (!source && !sink && best < kRank.size()))
        return std::string(kRank[best]);
    return source ? "source" : sink ? "sink" : "unknown";
}

} // namespace streamtune
