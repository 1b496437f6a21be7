// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// JSON (streamtune.graph/1, streamtune-job/1 without its truth) and DOT of job graphs.

#include <string>

#include "core/base/json.h"
#include "core/graph/job_graph.h"

namespace streamtune {

[[nodiscard]] Json graphToJson(const JobGraph& graph);
/// Tolerant of unknown fields; errors "graph.format" and those of JobGraph::validate().
[[nodiscard]] Result<JobGraph> graphFromJson(const Json& json);
/// The features of one operator; of what is there, nothing is required.
[[nodiscard]] OperatorFeatures featuresFromJson(const Json& object);
/// Every label escaped; readable by any Graphviz.
[[nodiscard]] std::string graphToDot(const JobGraph& graph);

} // namespace streamtune
