// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// One quiet window from two readings of cumulative counters. Pure arithmetic.
///
/// Flink defines accumulated busy time as (now - task start) - idle - back-pressured, so the sum of the three deltas is
/// the time that passed for a subtask between the two readings, whatever their age: rates need no clock of ours (flink
/// TaskIOMetricGroup.getAccumulatedBusyTime).

#include <map>
#include <string>

#include "core/engines/flink/replies.h"
#include "core/graph/job_graph.h"
#include "core/graph/observation.h"

namespace streamtune::engines::flink {

/// Operator metrics of a source vertex, summed over subtasks, all from one reply.
struct SourceReading {
    Number recordsIn, recordsOut, pending;
    Number busy, idle, backpressured; ///< cumulative ms of the same reply
};

struct Reading {
    TimePoint at{}; ///< the server's clock
    std::map<std::string, VertexDetail> vertices;
    std::map<std::string, SourceReading> sources;
    std::map<std::string, Number> watermarks;

    /// Smallest time since task start over running subtasks, as the counters themselves say; missing where none says.
    [[nodiscard]] Number age() const;
};

/// Smallest time between two readings over subtasks that report; missing where none does.
[[nodiscard]] Number elapsedBetween(const Reading& first, const Reading& last);

/// quiet is false, with the reason, where counters fell, an attempt changed or the subtasks are others.
[[nodiscard]] Observation windowBetween(const JobGraph& graph, const Reading& first, const Reading& last);

} // namespace streamtune::engines::flink
