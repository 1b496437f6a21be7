// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/graph_svg.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>

#include "app/cli/output.h"

namespace streamtune::cli {
namespace {

constexpr double kMargin = 24;
constexpr double kCaption = 44;

std::string escaped(std::string_view text, std::size_t limit) {
    std::string result;
    for (const char c : printable(text, limit)) {
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        default:
            result += c;
        }
    }
    return result;
}

/// White to deep orange; grey where nothing was measured.
std::string heat(const Number& busy) {
    if (!isKnown(busy))
        return "#ececec";
    const double t = std::clamp(*busy, 0.0, 1.0);
    const auto mix = [t](double from, double to) { return static_cast<int>(std::lround(from + (to - from) * t)); };
    return fmt::format("#{:02x}{:02x}{:02x}", mix(255, 245), mix(255, 150), mix(255, 60));
}

void drawEdge(std::string& svg, const layout::EdgeSpline& spline, const JobGraph& graph) {
    if (spline.points.size() < 4 || spline.edge >= graph.edges.size())
        return;
    svg += fmt::format("<path class=\"edge\" d=\"M{:.1f} {:.1f}", spline.points[0].x, spline.points[0].y);
    for (std::size_t i = 1; i + 2 < spline.points.size(); i += 3)
        svg +=
            fmt::format(" C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}", spline.points[i].x, spline.points[i].y,
                        spline.points[i + 1].x, spline.points[i + 1].y, spline.points[i + 2].x, spline.points[i + 2].y);
    svg += fmt::format(" L{:.1f} {:.1f}\" marker-end=\"url(#tip)\"/>\n", spline.tip.x, spline.tip.y);
    svg += fmt::format("<text class=\"ship\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", spline.label.x, spline.label.y - 4,
                       escaped(graph.edges[spline.edge].label, 20));
}

void drawNode(std::string& svg, const Operator& node, const layout::NodeBox& box, const workbench::JobView& view) {
    const NodeObservation* seen = view.window ? view.window->find(node.id) : nullptr;
    const auto label = view.labels.nodes.find(node.id);
    const bool bottleneck = label != view.labels.nodes.end() && label->second.label == 1;
    const bool pressed = seen && isKnown(seen->backpressuredMax) && *seen->backpressuredMax > 0.10;
    const double left = box.centre.x - box.width / 2;
    const double top = box.centre.y - box.height / 2;
    svg += fmt::format("<g><title>{}</title><rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" "
                       "height=\"{:.1f}\" rx=\"8\" fill=\"{}\"/>\n",
                       escaped(node.name.empty() ? node.id : node.name, 2000), bottleneck ? "bottleneck" : "node", left,
                       top, box.width, box.height, heat(seen ? seen->busyMax : Number{}));
    const auto line = [&](int row, std::string_view style, std::string_view text) {
        svg += fmt::format("<text class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", style, left + 10,
                           top + 20 + row * 17, escaped(text, 30));
    };
    line(0, "name", node.name.empty() ? node.id : node.name);
    line(1, "small", fmt::format("{}   p = {}{}", node.label, node.parallelism, node.pinned ? " (pinned)" : ""));
    if (seen) {
        line(2, "small", fmt::format("in {}/s  out {}/s", rateText(seen->inRate), rateText(seen->outRate)));
        line(3, "small",
             fmt::format("busy {}  back-pr. {}", shareText(seen->busyMax), shareText(seen->backpressuredMax)));
    } else {
        line(2, "small", "not measured yet");
    }
    if (bottleneck)
        line(4, "alarm", "bottleneck");
    else if (pressed)
        line(4, "alarm", "back-pressured");
    svg += "</g>\n";
}

} // namespace

std::string graphSvg(const workbench::JobView& view, const layout::Layout& layout) {
    const JobGraph& graph = view.snapshot.graph;
    const double width = std::max(layout.width + 2 * kMargin, 420.0);
    const double height = layout.height + 2 * kMargin + kCaption;
    std::string svg = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} "
        "{1:.0f}\">\n"
        "<defs><marker id=\"tip\" markerWidth=\"9\" markerHeight=\"8\" refX=\"8\" refY=\"4\" orient=\"auto\">"
        "<path d=\"M0 0 L9 4 L0 8 z\" fill=\"#5a6472\"/></marker></defs>\n"
        "<style>text{{font-family:Inter,'DejaVu Sans',sans-serif;fill:#1d2430}}.title{{font-size:16px;font-weight:600}}"
        ".name{{font-size:13px;font-weight:600}}.small{{font-size:11px}}.ship{{font-size:10px;fill:#5a6472;"
        "text-anchor:middle}}.alarm{{font-size:11px;font-weight:600;fill:#b3261e}}"
        ".node{{stroke:#8b95a5;stroke-width:1}}.bottleneck{{stroke:#b3261e;stroke-width:2.5}}"
        ".edge{{fill:none;stroke:#5a6472;stroke-width:1.4}}</style>\n"
        "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        width, height);
    svg += fmt::format("<text class=\"title\" x=\"{0:.0f}\" y=\"{1:.0f}\">{2}</text>\n"
                       "<text class=\"small\" x=\"{0:.0f}\" y=\"{3:.0f}\">{4}, measured {5}</text>\n",
                       kMargin, kMargin, escaped(view.snapshot.jobName, 80), kMargin + 18,
                       escaped(view.snapshot.state, 20), view.window ? toRfc3339(view.window->end) : "never");
    svg += fmt::format("<g transform=\"translate({:.0f} {:.0f})\">\n", kMargin, kMargin + kCaption);
    for (const layout::EdgeSpline& spline : layout.edges)
        drawEdge(svg, spline, graph);
    for (const Operator& node : graph.nodes)
        if (const auto box = layout.nodes.find(node.id); box != layout.nodes.end())
            drawNode(svg, node, box->second, view);
    return svg + "</g>\n</svg>\n";
}

} // namespace streamtune::cli
