// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/layout/helper_process.h"
#include "core/layout/layout.h"

namespace streamtune::layout {
namespace {

/// The helper that waits for the next call. It ends by itself when our end of its socket closes, at exit too.
class Parking {
public:
    std::unique_ptr<HelperProcess> take(const std::filesystem::path& program) {
        const std::lock_guard lock(m_mutex);
        if (m_waiting && m_waiting->program() == program)
            return std::move(m_waiting);
        return nullptr;
    }
    void put(std::unique_ptr<HelperProcess> helper) {
        const std::lock_guard lock(m_mutex);
        m_waiting = std::move(helper);
    }

private:
    std::mutex m_mutex;
    std::unique_ptr<HelperProcess> m_waiting;
};

Parking& parking() {
    static Parking parking;
    return parking;
}

struct Request {
    Json json;
    std::vector<std::size_t> edges; ///< index in the graph of each edge sent
};

/// Sizes and ends only: no name or label ever reaches Graphviz.
Request requestFor(const JobGraph& graph, const Options& options) {
    std::map<std::string_view, std::size_t> index;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        index[graph.nodes[i].id] = i;
    Request request;
    Json edges = Json::array();
    for (std::size_t e = 0; e < graph.edges.size(); ++e) {
        const auto from = index.find(graph.edges[e].from);
        const auto to = index.find(graph.edges[e].to);
        if (from == index.end() || to == index.end() || from == to)
            continue;
        edges.push_back({from->second, to->second});
        request.edges.push_back(e);
    }
    request.json = {{"direction", options.direction == Direction::LeftToRight ? "LR" : "TB"},
                    {"nodes", graph.nodes.size()},
                    {"node_width", options.nodeWidth},
                    {"node_height", options.nodeHeight},
                    {"rank_gap", options.rankGap},
                    {"row_gap", options.rowGap},
                    {"edges", std::move(edges)}};
    return request;
}

std::optional<Point> pointFrom(const Json& json) {
    if (!json.is_array() || json.size() != 2 || !json[0].is_number() || !json[1].is_number())
        return std::nullopt;
    return Point{json[0].get<double>(), json[1].get<double>()};
}

Result<Layout> layoutFrom(const Json& reply, const JobGraph& graph, const Options& options,
                          const std::vector<std::size_t>& edges) {
    const auto bad = [] { return fail("layout.helper", "The layout helper gave an answer that is no layout."); };
    if (const std::string error = stringAt(reply, "error"); !error.empty())
        return fail("layout.helper", "The layout helper could not draw the graph: " + error + ".");
    const Json& nodes = childAt(reply, "nodes");
    const Json& splines = childAt(reply, "edges");
    if (!nodes.is_array() || nodes.size() != graph.nodes.size() || !splines.is_array() ||
        splines.size() != edges.size())
        return bad();
    Layout layout;
    layout.engine = "dot";
    layout.width = valueOr(numberAt(reply, "width"), 0);
    layout.height = valueOr(numberAt(reply, "height"), 0);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const auto centre = pointFrom(nodes[i]);
        if (!centre)
            return bad();
        layout.nodes[graph.nodes[i].id] = {*centre, options.nodeWidth, options.nodeHeight};
    }
    for (std::size_t i = 0; i < splines.size(); ++i) {
        EdgeSpline spline;
        spline.edge = edges[i];
        for (const Json& entry : splines[i]) {
            const auto point = pointFrom(entry);
            if (!point)
                return bad();
            spline.points.push_back(*point);
        }
        if (spline.points.size() < 5 || spline.points.size() % 3 != 2)
            return bad();
        spline.tip = spline.points.back();
        spline.points.pop_back();
        const std::size_t segment = (spline.points.size() - 1) / 3 / 2 * 3;
        const auto& p = spline.points;
        spline.label = {(p[segment].x + 3 * p[segment + 1].x + 3 * p[segment + 2].x + p[segment + 3].x) / 8,
                        (p[segment].y + 3 * p[segment + 1].y + 3 * p[segment + 2].y + p[segment + 3].y) / 8};
        layout.edges.push_back(std::move(spline));
    }
    return layout;
}

} // namespace

Result<Layout> dotLayout(const JobGraph& graph, const Options& options, const std::filesystem::path& helper,
                         std::stop_token stop) {
    if (stop.stop_requested())
        return fail("layout.cancelled", "The layout was cancelled.");
    const Request request = requestFor(graph, options);
    const std::string line = compactJson(request.json) + "\n";
    std::unique_ptr<HelperProcess> process = parking().take(helper);
    Result<std::string> reply = process ? process->ask(line, options.timeout, stop) : fail("layout.helper", "none");
    if (!reply && reply.error().code == "layout.helper") { // none was waiting, or it had ended meanwhile
        ST_ASSIGN(process, HelperProcess::start(helper));
        reply = process->ask(line, options.timeout, stop);
    }
    if (!reply)
        return fail(reply.error());
    ST_ASSIGN(const Json json, parseJson(*reply, "answer of the layout helper"));
    parking().put(std::move(process));
    return layoutFrom(json, graph, options, request.edges);
}

std::filesystem::path defaultHelper() {
    std::error_code error;
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
    return (error ? std::filesystem::path(".") : self.parent_path()) / "streamtune-layout";
}

} // namespace streamtune::layout
