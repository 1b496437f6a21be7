// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// One quiet window of one deployment, as measured: streamtune.observation/1. Plain values.
/// Shares 0..1, rates records/s, durations seconds, times UTC. Missing, NaN and zero are three different values.

#include <map>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/number.h"
#include "core/base/time.h"
#include "core/graph/job_graph.h"

namespace streamtune {

struct NodeObservation {
    std::string id; ///< node id in the graph
    int parallelism = 0;
    Number inRate; ///< records/s, sum over subtasks
    Number outRate;
    Number inBytes; ///< bytes/s
    Number outBytes;
    Number busyMean; ///< over subtasks
    Number busyMax;
    Number backpressuredMean;
    Number backpressuredMax;
    Number idleMean;
    Number cpuLoad;                  ///< cores used by this node where known
    Number backlog;                  ///< records waiting in front of or inside the node, where known
    Number watermark;                ///< ms since epoch of the lowest input watermark
    std::vector<Number> subtaskIn;   ///< input rate of every subtask, records/s
    std::vector<Number> subtaskBusy; ///< busy share of every subtask
    std::vector<Number> subtaskBackpressured;
    int subtasksReporting = 0; ///< subtasks whose metrics are in this window; fewer than parallelism = say so
};

/// How the offered rate became known (method of section 1: by a person, accepted, lag growth, or only a lower bound).
enum class OfferedFrom { Unknown, Given, Accepted, LagGrowth, LowerBound };

struct SourceObservation {
    std::string id;
    Number offered; ///< records/s
    OfferedFrom offeredFrom = OfferedFrom::Unknown;
    Number accepted;
    Number backlog;       ///< records pending at the end of the window, where the connector reports it
    Number backlogGrowth; ///< records/s
};

/// Timely only: one worker thread.
struct WorkerObservation {
    int worker = 0;
    Number load;     ///< busy share, open schedule included
    Number runQueue; ///< share of time waiting for a core
    Number lag;      ///< milliseconds
    Number lagSlope; ///< milliseconds per second
};

struct Observation {
    std::string connection;
    std::string engine; ///< flink | timely | simulated
    std::string jobId;
    std::string jobName;
    std::string deployment; ///< changes with every restart and every parallelism change of the job
    TimePoint start{};
    TimePoint end{};
    double seconds = 0;
    bool quiet = true; ///< no restart inside, warm-up dropped
    std::string whyNotQuiet;
    std::vector<NodeObservation> nodes;
    std::vector<SourceObservation> sources;
    std::vector<WorkerObservation> workers;
    Number jobLag;                            ///< seconds behind, where the engine says
    std::map<std::string, std::string> notes; ///< other facts of the window (GC share, checkpoint duration, …)

    [[nodiscard]] const NodeObservation* find(std::string_view nodeId) const;
    [[nodiscard]] const SourceObservation* findSource(std::string_view nodeId) const;
    [[nodiscard]] ParallelismVector parallelism() const;
};

[[nodiscard]] Json observationToJson(const Observation& observation);
/// Error "observation.format".
[[nodiscard]] Result<Observation> observationFromJson(const Json& json);

[[nodiscard]] const char* toString(OfferedFrom from);

} // namespace streamtune
