// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Flink's REST replies as values. Parsing is tolerant: unknown fields are ignored, everything but ids may be missing,
/// "NaN" strings become NaN. Nothing here talks to a cluster. Recorded shapes: tests/data/flink.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/number.h"
#include "core/base/result.h"
#include "core/base/time.h"

namespace streamtune::engines::flink {

/// "1.20.5" -> 1, 20. Zero where the text is something else.
struct Version {
    int major = 0;
    int minor = 0;
    auto operator<=>(const Version&) const = default;
};
[[nodiscard]] Version versionOf(std::string_view text);

/// GET /config. Error "engine.not_engine" where it is not Flink's.
struct RestConfig {
    std::string version;
    std::string revision;
    Millis refresh{3'000};
    bool webSubmit = false;
    std::optional<bool> webRescale; ///< absent before 1.18
};
[[nodiscard]] Result<RestConfig> parseConfig(const Json& json);

/// GET /jobmanager/config: explicitly configured keys.
[[nodiscard]] std::map<std::string, std::string> parseKeyValues(const Json& json);

/// Flink's duration texts: "30 s", "1s", "500 ms", "2 min", "1000" (ms).
[[nodiscard]] std::optional<Millis> parseFlinkDuration(std::string_view text);

/// GET /overview
struct Overview {
    Number taskManagers, slotsTotal, slotsFree;
};
[[nodiscard]] Overview parseOverview(const Json& json);

struct TaskManager {
    std::string id;
    Number slots, slotsFree;
};
[[nodiscard]] std::vector<TaskManager> parseTaskManagers(const Json& json);

/// One row of GET /jobs/overview.
struct JobRow {
    std::string id;
    std::string name;
    std::string state;
    TimePoint started{};
    std::int64_t tasksRunning = 0;
    std::int64_t tasksTotal = 0;
};
/// Error "engine.format".
[[nodiscard]] Result<std::vector<JobRow>> parseJobsOverview(const Json& json);

/// Cumulative since the start of the present attempts: records, bytes, milliseconds.
struct Counters {
    Number recordsIn, recordsOut, bytesIn, bytesOut;
    Number busy, idle, backpressured;
};

struct Vertex {
    std::string id;
    std::string name;
    std::string slotSharingGroup;
    int parallelism = 0;
    int maxParallelism = 0;                   ///< 0 = unknown
    std::int64_t started = -1;                ///< ms
    int running = 0, finished = 0, total = 0; ///< subtasks
    Counters counters;                        ///< sums over subtasks
};

struct PlanInput {
    std::string from;
    int gate = 0;
    std::string ship; ///< lower case
};

struct PlanNode {
    std::string id;
    std::string description; ///< HTML
    std::vector<PlanInput> inputs;
};

/// One operator of the stream graph, where a version sends it.
struct StreamNode {
    std::string id;
    std::string vertex;
    std::string name;
};

/// GET /jobs/:id
struct JobDetail {
    std::string id;
    std::string name;
    std::string state;
    std::string type; ///< STREAMING | BATCH | ""
    TimePoint started{};
    TimePoint runningSince{}; ///< timestamps.RUNNING
    TimePoint now{};          ///< the server's clock
    std::vector<Vertex> vertices;
    std::vector<PlanNode> plan; ///< empty while the job initialises
    std::vector<StreamNode> streamGraph;

    [[nodiscard]] bool running() const; ///< RUNNING and every subtask runs or has finished
    [[nodiscard]] bool ended() const;   ///< FINISHED, CANCELED or FAILED
    /// Changes with every restart and every change of parallelism.
    [[nodiscard]] std::string epoch() const;
    [[nodiscard]] const Vertex* find(std::string_view vertexId) const;
};
/// Error "engine.format".
[[nodiscard]] Result<JobDetail> parseJob(const Json& json);

struct Subtask {
    int index = 0;
    int attempt = 0;
    std::string status;
    Counters counters;
};

/// GET /jobs/:id/vertices/:vid
struct VertexDetail {
    std::string id;
    int parallelism = 0;
    TimePoint now{};
    std::vector<Subtask> subtasks;
};
[[nodiscard]] Result<VertexDetail> parseVertex(const Json& json);

/// [{"id":…}] of a metrics listing.
[[nodiscard]] std::vector<std::string> parseMetricNames(const Json& json);
/// Aggregated ([{"id","min","max","avg","sum"}]) or plain ([{"id","value"}]) values: id -> aggregation or "value".
[[nodiscard]] std::map<std::string, std::map<std::string, Number>> parseMetrics(const Json& json);
/// Lowest watermark over subtasks; missing where none has come yet.
[[nodiscard]] Number parseLowestWatermark(const Json& json);

struct CheckpointConfig {
    bool known = false;
    bool enabled = false; ///< an interval of Long.MAX means off
    Millis interval{0};
    std::string mode;
    bool unaligned = false;
};
[[nodiscard]] CheckpointConfig parseCheckpointConfig(const Json& json);

struct CheckpointStats {
    std::int64_t completed = 0, failed = 0, restored = 0;
    Number lastDuration; ///< ms
    Number lastSize;     ///< bytes
    TimePoint lastAt{};
    std::string lastPath;
};
[[nodiscard]] CheckpointStats parseCheckpoints(const Json& json);

struct JobException {
    TimePoint at{};
    std::string line; ///< first line
    std::string task;
    std::string stack;
};
/// Newest first.
[[nodiscard]] std::vector<JobException> parseExceptions(const Json& json);

struct Bounds {
    std::int64_t lower = 1;
    std::int64_t upper = 0;
    bool operator==(const Bounds&) const = default;
};
using Requirements = std::map<std::string, Bounds>;
/// Error "engine.format".
[[nodiscard]] Result<Requirements> parseRequirements(const Json& json);
[[nodiscard]] Json requirementsToJson(const Requirements& requirements);

struct Jar {
    std::string id;
    std::string name;
    std::vector<std::string> entries;
    std::int64_t uploaded = 0; ///< ms
};
[[nodiscard]] std::vector<Jar> parseJars(const Json& json);

struct SavepointStatus {
    bool completed = false;
    std::string location;
    std::string failure; ///< first line
    std::string stack;
};
[[nodiscard]] SavepointStatus parseSavepoint(const Json& json);

/// GET /jobs/:id/config
struct JobConfig {
    int parallelism = 0; ///< 0 = unknown
    std::map<std::string, std::string> user;
};
[[nodiscard]] JobConfig parseJobConfig(const Json& json);

} // namespace streamtune::engines::flink
