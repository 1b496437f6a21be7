// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The job graph of a Flink job: one node per job vertex, its chained operators read from the plan texts.

#include "core/engines/flink/replies.h"
#include "core/graph/job_graph.h"

namespace streamtune::engines::flink {

/// Nodes in the order of the plan (sources first), then what the plan lacks. While the job does not run, parallelism
/// is 1 everywhere: what Flink reports then is the job graph's number, not what is in force.
[[nodiscard]] JobGraph jobGraphOf(const JobDetail& job);

} // namespace streamtune::engines::flink
