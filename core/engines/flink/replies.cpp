// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/flink/replies.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/engines/flink/rest.h"

namespace streamtune::engines::flink {
namespace {

constexpr int kMostParallel = 1 << 15; // Flink's own upper limit of parallelism
constexpr std::size_t kMostRows = 100'000;

const Json& arrayAt(const Json& object, const char* key) {
    static const Json kEmpty = Json::array();
    const Json& child = childAt(object, key);
    return child.is_array() && child.size() <= kMostRows ? child : kEmpty;
}

int smallAt(const Json& object, const char* key, int fallback) {
    const std::int64_t value = integerAt(object, key, fallback);
    return value < -1 || value > kMostParallel ? fallback : static_cast<int>(value);
}

TimePoint timeAt(const Json& object, const char* key) {
    constexpr std::int64_t kYear3000 = 32'503'680'000'000;
    return TimePoint{Millis{std::clamp<std::int64_t>(integerAt(object, key, 0), 0, kYear3000)}};
}

/// Counters of Flink are never negative (accumulated busy time may be, by a little; see flink engine notes).
Number countAt(const Json& object, const char* key) {
    const Number n = numberAt(object, key);
    return isKnown(n) && *n < 0 ? std::nullopt : n;
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

Counters countersOf(const Json& metrics) {
    Counters c;
    c.recordsIn = countAt(metrics, "read-records");
    c.recordsOut = countAt(metrics, "write-records");
    c.bytesIn = countAt(metrics, "read-bytes");
    c.bytesOut = countAt(metrics, "write-bytes");
    c.busy = numberAt(metrics, "accumulated-busy-time");
    c.idle = countAt(metrics, "accumulated-idle-time");
    c.backpressured = countAt(metrics, "accumulated-backpressured-time");
    return c;
}

Vertex vertexOf(const Json& json) {
    Vertex v;
    v.id = stringAt(json, "id");
    v.name = stringAt(json, "name", v.id);
    v.slotSharingGroup = stringAt(json, "slotSharingGroupId");
    v.parallelism = std::max(0, smallAt(json, "parallelism", 0));
    v.maxParallelism = std::max(0, smallAt(json, "maxParallelism", 0));
    v.started = integerAt(json, "start-time", -1);
    const Json& tasks = childAt(json, "tasks");
    if (tasks.is_object())
        for (const auto& [state, count] : tasks.items())
            if (count.is_number_integer())
                v.total += static_cast<int>(std::clamp<std::int64_t>(count.get<std::int64_t>(), 0, kMostParallel));
    v.running = std::max(0, smallAt(tasks, "RUNNING", 0));
    v.finished = std::max(0, smallAt(tasks, "FINISHED", 0));
    v.counters = countersOf(childAt(json, "metrics"));
    return v;
}

PlanNode planNodeOf(const Json& json) {
    PlanNode node;
    node.id = stringAt(json, "id");
    node.description = stringAt(json, "description");
    for (const Json& input : arrayAt(json, "inputs"))
        node.inputs.push_back({stringAt(input, "id"), std::max(0, smallAt(input, "num", 0)),
                               lower(stringAt(input, "ship_strategy", "unknown"))});
    return node;
}

JobException exceptionOf(const Json& json) {
    JobException e;
    e.at = timeAt(json, "timestamp");
    e.stack = stringAt(json, "stacktrace");
    e.line = firstLine(e.stack);
    if (e.line.empty())
        e.line = firstLine(stringAt(json, "exceptionName"));
    e.task = stringAt(json, "taskName");
    return e;
}

std::unexpected<Error> unusable(const char* what, const char* reply) {
    return fail("engine.format", std::string("The reply to ") + reply + " lacks " + what + ".",
                "The server may be a version that is not known here, or a proxy changed the reply.");
}

} // namespace

Version versionOf(std::string_view text) {
    Version v;
    const char* end = text.data() + text.size();
    const auto major = std::from_chars(text.data(), end, v.major);
    if (major.ec != std::errc{} || major.ptr == end || *major.ptr != '.')
        return {};
    if (std::from_chars(major.ptr + 1, end, v.minor).ec != std::errc{})
        return {};
    return v;
}

Result<RestConfig> parseConfig(const Json& json) {
    RestConfig config;
    config.version = stringAt(json, "flink-version");
    if (config.version.empty())
        return fail("engine.not_engine", "The server answers, but not as Flink does: its reply names no Flink version.",
                    "Check the URL and its path prefix.");
    config.revision = stringAt(json, "flink-revision");
    config.refresh = Millis{std::clamp<std::int64_t>(integerAt(json, "refresh-interval", 3'000), 0, 3'600'000)};
    const Json& features = childAt(json, "features");
    config.webSubmit = boolAt(features, "web-submit", false);
    if (childAt(features, "web-rescale").is_boolean())
        config.webRescale = boolAt(features, "web-rescale", false);
    return config;
}

std::map<std::string, std::string> parseKeyValues(const Json& json) {
    std::map<std::string, std::string> values;
    if (json.is_array() && json.size() <= kMostRows)
        for (const Json& row : json)
            if (std::string key = stringAt(row, "key"); !key.empty())
                values[std::move(key)] = stringAt(row, "value");
    return values;
}

std::optional<Millis> parseFlinkDuration(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    constexpr std::int64_t kLongest = 1'000'000'000;
    if (error != std::errc{} || value < 0 || value > kLongest)
        return std::nullopt;
    std::string unit = lower(std::string(end, text.data() + text.size()));
    std::erase(unit, ' ');
    if (unit.empty() || unit == "ms" || unit.starts_with("milli"))
        return Millis{value};
    if (unit == "s" || unit.starts_with("sec"))
        return Millis{value * 1'000};
    if (unit == "m" || unit.starts_with("min"))
        return Millis{value * 60'000};
    if (unit == "h" || unit.starts_with("hour"))
        return Millis{value * 3'600'000};
    if (unit == "d" || unit.starts_with("day"))
        return Millis{value * 86'400'000};
    return std::nullopt;
}

Overview parseOverview(const Json& json) {
    return {countAt(json, "taskmanagers"), countAt(json, "slots-total"), countAt(json, "slots-available")};
}

std::vector<TaskManager> parseTaskManagers(const Json& json) {
    std::vector<TaskManager> managers;
    for (const Json& row : arrayAt(json, "taskmanagers"))
        if (std::string id = stringAt(row, "id"); !id.empty())
            managers.push_back({std::move(id), countAt(row, "slotsNumber"), countAt(row, "freeSlots")});
    return managers;
}

Result<std::vector<JobRow>> parseJobsOverview(const Json& json) {
    if (!childAt(json, "jobs").is_array())
        return unusable("the list of jobs", "GET /jobs/overview");
    std::vector<JobRow> rows;
    for (const Json& row : arrayAt(json, "jobs")) {
        JobRow job;
        job.id = stringAt(row, "jid");
        if (job.id.empty())
            continue;
        job.name = stringAt(row, "name", job.id);
        job.state = stringAt(row, "state");
        job.started = timeAt(row, "start-time");
        const Json& tasks = childAt(row, "tasks");
        job.tasksRunning = integerAt(tasks, "running", 0);
        job.tasksTotal = integerAt(tasks, "total", 0);
        rows.push_back(std::move(job));
    }
    return rows;
}

bool JobDetail::running() const {
    return state == "RUNNING" && !vertices.empty() && std::ranges::all_of(vertices, [](const Vertex& v) {
               // A source whose splits are used up has finished subtasks in a running job.
               return v.total > 0 && v.running + v.finished == v.total;
           });
}

bool JobDetail::ended() const {
    return state == "FINISHED" || state == "CANCELED" || state == "FAILED";
}

std::string JobDetail::epoch() const {
    std::int64_t lastStart = 0;
    std::string parallelism;
    for (const Vertex& v : vertices) {
        lastStart = std::max(lastStart, v.started);
        parallelism += "," + std::to_string(v.parallelism);
    }
    return std::to_string(runningSince.time_since_epoch().count()) + "-" + std::to_string(lastStart) + parallelism;
}

const Vertex* JobDetail::find(std::string_view vertexId) const {
    const auto it = std::ranges::find(vertices, vertexId, &Vertex::id);
    return it == vertices.end() ? nullptr : &*it;
}

Result<JobDetail> parseJob(const Json& json) {
    JobDetail job;
    job.id = stringAt(json, "jid");
    job.state = stringAt(json, "state");
    if (job.id.empty() || job.state.empty())
        return unusable("the id or the state of the job", "GET /jobs/:id");
    job.name = stringAt(json, "name", job.id);
    const Json& plan = childAt(json, "plan");
    job.type = stringAt(json, "job-type", stringAt(plan, "type"));
    job.started = timeAt(json, "start-time");
    job.runningSince = timeAt(childAt(json, "timestamps"), "RUNNING");
    job.now = timeAt(json, "now");
    for (const Json& v : arrayAt(json, "vertices"))
        if (Vertex vertex = vertexOf(v); !vertex.id.empty() && !job.find(vertex.id))
            job.vertices.push_back(std::move(vertex));
    for (const Json& n : arrayAt(plan, "nodes"))
        if (PlanNode node = planNodeOf(n); !node.id.empty())
            job.plan.push_back(std::move(node));
    for (const Json& n : arrayAt(childAt(json, "stream-graph"), "nodes"))
        job.streamGraph.push_back(
            {stringAt(n, "id"), stringAt(n, "job_vertex_id"), stringAt(n, "operator", stringAt(n, "description"))});
    return job;
}

Result<VertexDetail> parseVertex(const Json& json) {
    VertexDetail detail;
    detail.id = stringAt(json, "id");
    if (detail.id.empty() || !childAt(json, "subtasks").is_array())
        return unusable("the subtasks", "GET /jobs/:id/vertices/:id");
    detail.parallelism = std::max(0, smallAt(json, "parallelism", 0));
    detail.now = timeAt(json, "now");
    for (const Json& row : arrayAt(json, "subtasks")) {
        Subtask subtask;
        subtask.index = std::max(0, smallAt(row, "subtask", 0));
        subtask.attempt = static_cast<int>(std::clamp<std::int64_t>(integerAt(row, "attempt", 0), 0, 1 << 30));
        subtask.status = stringAt(row, "status");
        subtask.counters = countersOf(childAt(row, "metrics"));
        detail.subtasks.push_back(std::move(subtask));
    }
    std::ranges::stable_sort(detail.subtasks, {}, &Subtask::index);
    return detail;
}

std::vector<std::string> parseMetricNames(const Json& json) {
    std::vector<std::string> names;
    if (json.is_array() && json.size() <= kMostRows)
        for (const Json& row : json)
            if (std::string id = stringAt(row, "id"); !id.empty())
                names.push_back(std::move(id));
    return names;
}

std::map<std::string, std::map<std::string, Number>> parseMetrics(const Json& json) {
    std::map<std::string, std::map<std::string, Number>> metrics;
    if (!json.is_array() || json.size() > kMostRows)
        return metrics;
    for (const Json& row : json) {
        const std::string id = stringAt(row, "id");
        if (id.empty() || !row.is_object())
            continue;
        for (const auto& [key, value] : row.items())
            if (key != "id")
                metrics[id][key] = numberFromJson(value);
    }
    return metrics;
}

Number parseLowestWatermark(const Json& json) {
    constexpr double kNone = -9.2e18; // Long.MIN_VALUE: no watermark has come yet
    Number lowest;
    if (json.is_array() && json.size() <= kMostRows)
        for (const Json& row : json) {
            const Number value = numberAt(row, "value");
            if (!isKnown(value) || *value < kNone)
                return std::nullopt;
            lowest = lowest ? std::min(*lowest, *value) : *value;
        }
    return lowest;
}

CheckpointConfig parseCheckpointConfig(const Json& json) {
    CheckpointConfig config;
    if (!json.is_object() || !childAt(json, "interval").is_number())
        return config;
    config.known = true;
    config.mode = stringAt(json, "mode");
    config.unaligned = boolAt(json, "unaligned_checkpoints", false);
    // Off is not a 404 but an interval of Long.MAX_VALUE.
    constexpr std::int64_t kOff = 1'000'000'000'000'000;
    const std::int64_t interval = integerAt(json, "interval", std::numeric_limits<std::int64_t>::max());
    config.enabled = interval > 0 && interval < kOff;
    if (config.enabled)
        config.interval = Millis{interval};
    return config;
}

CheckpointStats parseCheckpoints(const Json& json) {
    CheckpointStats stats;
    const Json& counts = childAt(json, "counts");
    stats.completed = integerAt(counts, "completed", 0);
    stats.failed = integerAt(counts, "failed", 0);
    stats.restored = integerAt(counts, "restored", 0);
    const Json& last = childAt(childAt(json, "latest"), "completed");
    stats.lastDuration = countAt(last, "end_to_end_duration");
    stats.lastSize = countAt(last, "state_size");
    stats.lastAt = timeAt(last, "trigger_timestamp");
    stats.lastPath = stringAt(last, "external_path");
    return stats;
}

std::vector<JobException> parseExceptions(const Json& json) {
    std::vector<JobException> exceptions;
    for (const Json& entry : arrayAt(childAt(json, "exceptionHistory"), "entries"))
        exceptions.push_back(exceptionOf(entry));
    if (exceptions.empty() && childAt(json, "root-exception").is_string()) { // before 2.0
        JobException root;
        root.stack = stringAt(json, "root-exception");
        root.line = firstLine(root.stack);
        root.at = timeAt(json, "timestamp");
        exceptions.push_back(std::move(root));
    }
    std::ranges::stable_sort(exceptions, std::ranges::greater{}, &JobException::at);
    return exceptions;
}

Result<Requirements> parseRequirements(const Json& json) {
    if (!json.is_object())
        return unusable("the bounds", "GET /jobs/:id/resource-requirements");
    Requirements requirements;
    for (const auto& [vertex, value] : json.items()) {
        const Json& parallelism = childAt(value, "parallelism");
        if (!parallelism.is_object())
            return unusable("the bounds of a vertex", "GET /jobs/:id/resource-requirements");
        requirements[vertex] = {integerAt(parallelism, "lowerBound", -1), integerAt(parallelism, "upperBound", -1)};
    }
    return requirements;
}

Json requirementsToJson(const Requirements& requirements) {
    Json json = Json::object();
    for (const auto& [vertex, bounds] : requirements)
        json[vertex] = {{"parallelism", {{"lowerBound", bounds.lower}, {"upperBound", bounds.upper}}}};
    return json;
}

std::vector<Jar> parseJars(const Json& json) {
    std::vector<Jar> jars;
    for (const Json& row : arrayAt(json, "files")) {
        Jar jar{stringAt(row, "id"), stringAt(row, "name"), {}, integerAt(row, "uploaded", 0)};
        for (const Json& entry : arrayAt(row, "entry"))
            jar.entries.push_back(stringAt(entry, "name"));
        if (!jar.id.empty())
            jars.push_back(std::move(jar));
    }
    return jars;
}

SavepointStatus parseSavepoint(const Json& json) {
    SavepointStatus status;
    status.completed = stringAt(childAt(json, "status"), "id") == "COMPLETED";
    const Json& operation = childAt(json, "operation");
    status.location = stringAt(operation, "location");
    const Json& cause = childAt(operation, "failure-cause");
    status.stack = stringAt(cause, "stack-trace");
    status.failure = firstLine(status.stack);
    if (status.failure.empty())
        status.failure = stringAt(cause, "class");
    return status;
}

JobConfig parseJobConfig(const Json& json) {
    JobConfig config;
    const Json& execution = childAt(json, "execution-config");
    config.parallelism = std::max(0, smallAt(execution, "job-parallelism", 0));
    const Json& user = childAt(execution, "user-config");
    if (user.is_object())
        for (const auto& [key, value] : user.items())
            if (value.is_string())
                config.user[key] = value.get<std::string>();
    return config;
}

} // namespace streamtune::engines::flink
