// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Positions of nodes and splines of edges, computed by the helper program streamtune-layout (the only place that links
/// Graphviz). JSON in and out over its standard streams; cancelling ends the helper. Scene units: 96 per inch, y down.

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/graph/job_graph.h"

namespace streamtune::layout {

struct Point {
    double x = 0;
    double y = 0;
};

struct NodeBox {
    Point centre;
    double width = 0;
    double height = 0;
};

/// Cubic Bézier: first point, then triples; `tip` is where the arrow ends.
struct EdgeSpline {
    std::size_t edge = 0; ///< index in JobGraph::edges
    std::vector<Point> points;
    Point tip;
    Point label; ///< where a rate may stand
};

struct Layout {
    std::map<std::string, NodeBox> nodes;
    std::vector<EdgeSpline> edges;
    double width = 0;
    double height = 0;
    std::string engine; ///< "dot" or "quick"
};

enum class Direction { LeftToRight, TopDown };

struct Options {
    Direction direction = Direction::LeftToRight;
    double nodeWidth = 188;
    double nodeHeight = 112;
    double rankGap = 44;
    double rowGap = 32;
    std::chrono::milliseconds timeout{120'000}; ///< for dot; a helper that takes longer is ended
};

/// Layered layout of our own: within milliseconds for thousands of nodes; shown until dot is done, and where the helper
/// is missing.
[[nodiscard]] Layout quickLayout(const JobGraph& graph, const Options& options);

/// Same input, same layout. The helper stays for the next call; one call at a time reuses it, others start their own.
/// Errors "layout.helper" (missing, crashed), "layout.cancelled", "layout.timeout".
[[nodiscard]] Result<Layout> dotLayout(const JobGraph& graph, const Options& options,
                                       const std::filesystem::path& helper, std::stop_token stop);

/// The helper beside the running program.
[[nodiscard]] std::filesystem::path defaultHelper();

} // namespace streamtune::layout
