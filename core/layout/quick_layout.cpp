// SPDX-License-Identifier: GPL-3.0-or-later
// Layered drawing after Sugiyama: longest-path ranks, invisible nodes on long edges, barycentre sweeps that keep the
// order with the fewest crossings, then rows by least squares under the least distance (pool adjacent violators).
#include <algorithm>
#include <map>
#include <numeric>

#include "core/layout/layout.h"

namespace streamtune::layout {
namespace {

constexpr double kInvisibleHeight = 12; ///< room that a passing edge takes
constexpr int kOrderSweeps = 8;
constexpr int kRowSweeps = 8;

struct Vertex {
    int rank = 0;
    double height = 0;
    double row = 0; ///< centre, across the flow
    std::vector<std::size_t> in;
    std::vector<std::size_t> out;
};

struct Drawing {
    std::vector<Vertex> vertices; ///< nodes of the graph first
    std::vector<std::vector<std::size_t>> ranks;
    std::vector<std::vector<std::size_t>> paths; ///< by edge: from, invisible nodes, to; empty = not drawn
};

std::vector<std::size_t> order(const JobGraph& graph) {
    if (auto sorted = graph.topologicalOrder())
        return *sorted;
    std::vector<std::size_t> given(graph.nodes.size()); // a cycle: draw in the order given, its back edges reversed
    std::iota(given.begin(), given.end(), std::size_t{0});
    return given;
}

using Ends = std::pair<std::size_t, std::size_t>;

std::vector<std::optional<Ends>> endsOf(const JobGraph& graph) {
    std::map<std::string_view, std::size_t> index;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        index[graph.nodes[i].id] = i;
    std::vector<std::optional<Ends>> ends;
    for (const Edge& edge : graph.edges) {
        const auto from = index.find(edge.from);
        const auto to = index.find(edge.to);
        const bool drawn = from != index.end() && to != index.end() && from->second != to->second;
        ends.push_back(drawn ? std::optional(Ends(from->second, to->second)) : std::nullopt);
    }
    return ends;
}

void assignRanks(Drawing& d, const JobGraph& graph, const std::vector<std::optional<Ends>>& ends) {
    const std::vector<std::size_t> sorted = order(graph);
    std::vector<std::size_t> position(sorted.size());
    for (std::size_t i = 0; i < sorted.size(); ++i)
        position[sorted[i]] = i;
    std::vector<std::vector<std::size_t>> next(graph.nodes.size());
    for (const auto& e : ends)
        if (e)
            position[e->first] < position[e->second] ? next[e->first].push_back(e->second)
                                                     : next[e->second].push_back(e->first);
    for (const std::size_t node : sorted)
        for (const std::size_t successor : next[node])
            d.vertices[successor].rank = std::max(d.vertices[successor].rank, d.vertices[node].rank + 1);
    // A source stands just before its first reader, not at the far left.
    for (auto it = sorted.rbegin(); it != sorted.rend(); ++it) {
        if (next[*it].empty())
            continue;
        int nearest = d.vertices[next[*it].front()].rank;
        for (const std::size_t successor : next[*it])
            nearest = std::min(nearest, d.vertices[successor].rank);
        const bool isSource = std::ranges::none_of(ends, [&](const auto& e) { return e && e->second == *it; });
        if (isSource)
            d.vertices[*it].rank = nearest - 1;
    }
}

void addPaths(Drawing& d, const std::vector<std::optional<Ends>>& ends) {
    for (const auto& e : ends) {
        std::vector<std::size_t> path;
        if (e) {
            const bool forward = d.vertices[e->first].rank <= d.vertices[e->second].rank;
            const std::size_t from = forward ? e->first : e->second;
            const std::size_t to = forward ? e->second : e->first;
            path.push_back(from);
            for (int rank = d.vertices[from].rank + 1; rank < d.vertices[to].rank; ++rank) {
                Vertex invisible;
                invisible.rank = rank;
                invisible.height = kInvisibleHeight;
                path.push_back(d.vertices.size());
                d.vertices.push_back(invisible);
            }
            path.push_back(to);
            for (std::size_t i = 1; i < path.size(); ++i) {
                d.vertices[path[i - 1]].out.push_back(path[i]);
                d.vertices[path[i]].in.push_back(path[i - 1]);
            }
            if (!forward)
                std::ranges::reverse(path);
        }
        d.paths.push_back(std::move(path));
    }
}

/// Crossings between neighbouring ranks, counted as inversions with a Fenwick tree.
long crossings(const Drawing& d) {
    std::vector<std::size_t> place(d.vertices.size());
    for (const auto& rank : d.ranks)
        for (std::size_t i = 0; i < rank.size(); ++i)
            place[rank[i]] = i;
    long total = 0;
    for (std::size_t r = 0; r + 1 < d.ranks.size(); ++r) {
        std::vector<long> tree(d.ranks[r + 1].size() + 1, 0);
        long seen = 0;
        for (const std::size_t v : d.ranks[r]) {
            std::vector<std::size_t> targets;
            for (const std::size_t to : d.vertices[v].out)
                targets.push_back(place[to]);
            for (const std::size_t t : targets) {
                long notAbove = 0;
                for (std::size_t i = t + 1; i > 0; i -= i & (~i + 1))
                    notAbove += tree[i];
                total += seen - notAbove;
            }
            for (const std::size_t t : targets) {
                ++seen;
                for (std::size_t i = t + 1; i < tree.size(); i += i & (~i + 1))
                    ++tree[i];
            }
        }
    }
    return total;
}

void sweepOrder(Drawing& d, bool down) {
    std::vector<double> place(d.vertices.size());
    for (const auto& rank : d.ranks)
        for (std::size_t i = 0; i < rank.size(); ++i)
            place[rank[i]] = static_cast<double>(i);
    const std::size_t count = d.ranks.size();
    for (std::size_t step = 1; step < count; ++step) {
        auto& rank = d.ranks[down ? step : count - 1 - step];
        std::vector<std::pair<double, std::size_t>> keyed;
        for (const std::size_t v : rank) {
            const auto& neighbours = down ? d.vertices[v].in : d.vertices[v].out;
            double sum = 0;
            for (const std::size_t n : neighbours)
                sum += place[n];
            keyed.emplace_back(neighbours.empty() ? place[v] : sum / static_cast<double>(neighbours.size()), v);
        }
        std::ranges::stable_sort(keyed, {}, &std::pair<double, std::size_t>::first);
        for (std::size_t i = 0; i < rank.size(); ++i) {
            rank[i] = keyed[i].second;
            place[rank[i]] = static_cast<double>(i);
        }
    }
}

void orderRanks(Drawing& d) {
    int deepest = 0;
    for (const Vertex& v : d.vertices)
        deepest = std::max(deepest, v.rank);
    d.ranks.resize(d.vertices.empty() ? 0 : static_cast<std::size_t>(deepest) + 1);
    for (std::size_t i = 0; i < d.vertices.size(); ++i)
        d.ranks[static_cast<std::size_t>(d.vertices[i].rank)].push_back(i);
    auto best = d.ranks;
    long fewest = crossings(d);
    for (int sweep = 0; sweep < kOrderSweeps && fewest > 0; ++sweep) {
        sweepOrder(d, sweep % 2 == 0);
        if (const long now = crossings(d); now < fewest) {
            fewest = now;
            best = d.ranks;
        }
    }
    d.ranks = std::move(best);
}

/// Rows nearest to the wished ones that keep order and distance.
void placeRank(Drawing& d, const std::vector<std::size_t>& rank, const std::vector<double>& wish, double gap) {
    struct Block {
        double sum = 0; ///< of wishes, each less its offset in the rank
        double count = 0;
        [[nodiscard]] double mean() const { return sum / count; }
    };
    std::vector<double> offset(rank.size(), 0);
    for (std::size_t i = 1; i < rank.size(); ++i)
        offset[i] = offset[i - 1] + (d.vertices[rank[i - 1]].height + d.vertices[rank[i]].height) / 2 + gap;
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < rank.size(); ++i) {
        blocks.push_back({wish[i] - offset[i], 1});
        while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.back().mean()) {
            const Block last = blocks.back();
            blocks.pop_back();
            blocks.back().sum += last.sum;
            blocks.back().count += last.count;
        }
    }
    std::size_t i = 0;
    for (const Block& block : blocks)
        for (double k = 0; k < block.count; ++k, ++i)
            d.vertices[rank[i]].row = block.mean() + offset[i];
}

void placeRows(Drawing& d, double gap) {
    for (const auto& rank : d.ranks)
        placeRank(d, rank, std::vector<double>(rank.size(), 0), gap);
    for (int sweep = 0; sweep < kRowSweeps; ++sweep) {
        const bool down = sweep % 2 == 0;
        for (std::size_t step = 0; step < d.ranks.size(); ++step) {
            const auto& rank = d.ranks[down ? step : d.ranks.size() - 1 - step];
            std::vector<double> wish;
            for (const std::size_t v : rank) {
                const Vertex& vertex = d.vertices[v];
                const auto& first = down ? vertex.in : vertex.out;
                const auto& neighbours = first.empty() ? (down ? vertex.out : vertex.in) : first;
                double sum = 0;
                for (const std::size_t n : neighbours)
                    sum += d.vertices[n].row;
                wish.push_back(neighbours.empty() ? vertex.row : sum / static_cast<double>(neighbours.size()));
            }
            placeRank(d, rank, wish, gap);
        }
    }
}

struct Ports {
    std::vector<double> out; ///< by edge: where it leaves and enters, relative to the middle of the node
    std::vector<double> in;
};

/// Edges of one side of a node are spread over the middle half of it, in the order of their other ends.
Ports portsOf(const Drawing& d, double nodeHeight) {
    Ports ports{std::vector<double>(d.paths.size(), 0), std::vector<double>(d.paths.size(), 0)};
    const auto spread = [&](std::vector<double>& offsets, auto nodeOf, auto otherOf) {
        std::map<std::size_t, std::vector<std::size_t>> sides;
        for (std::size_t e = 0; e < d.paths.size(); ++e)
            if (!d.paths[e].empty())
                sides[nodeOf(d.paths[e])].push_back(e);
        for (auto& [node, edges] : sides) {
            std::ranges::stable_sort(edges, {}, [&](std::size_t e) { return d.vertices[otherOf(d.paths[e])].row; });
            const double step = nodeHeight / 2 / static_cast<double>(edges.size());
            for (std::size_t i = 0; i < edges.size(); ++i)
                offsets[edges[i]] = (static_cast<double>(i) - static_cast<double>(edges.size() - 1) / 2) * step;
        }
    };
    spread(ports.out, [](const auto& p) { return p.front(); }, [](const auto& p) { return p[1]; });
    spread(ports.in, [](const auto& p) { return p.back(); }, [](const auto& p) { return p[p.size() - 2]; });
    return ports;
}

Point middleOf(const std::vector<Point>& points) {
    if (points.size() < 4)
        return points.empty() ? Point{} : points.front();
    const std::size_t segment = (points.size() - 1) / 3 / 2 * 3;
    const Point& a = points[segment];
    const Point& b = points[segment + 1];
    const Point& c = points[segment + 2];
    const Point& e = points[segment + 3];
    return {(a.x + 3 * b.x + 3 * c.x + e.x) / 8, (a.y + 3 * b.y + 3 * c.y + e.y) / 8};
}

} // namespace

Layout quickLayout(const JobGraph& graph, const Options& options) {
    const bool across = options.direction == Direction::LeftToRight;
    const double along = across ? options.nodeWidth : options.nodeHeight;
    const double height = across ? options.nodeHeight : options.nodeWidth;
    Drawing d;
    d.vertices.resize(graph.nodes.size());
    for (Vertex& v : d.vertices)
        v.height = height;
    const auto ends = endsOf(graph);
    assignRanks(d, graph, ends);
    addPaths(d, ends);
    orderRanks(d);
    placeRows(d, options.rowGap);

    double top = 0;
    double bottom = 0;
    for (const Vertex& v : d.vertices) {
        top = std::min(top, v.row - v.height / 2);
        bottom = std::max(bottom, v.row + v.height / 2);
    }
    const auto x = [&](std::size_t v) { return d.vertices[v].rank * (along + options.rankGap) + along / 2; };
    const auto y = [&](std::size_t v) { return d.vertices[v].row - top; };
    const auto point = [&](double px, double py) { return across ? Point{px, py} : Point{py, px}; };

    Layout layout;
    layout.engine = "quick";
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        layout.nodes[graph.nodes[i].id] = {point(x(i), y(i)), options.nodeWidth, options.nodeHeight};
    const Ports ports = portsOf(d, height);
    for (std::size_t e = 0; e < d.paths.size(); ++e) {
        const auto& path = d.paths[e];
        if (path.empty())
            continue;
        const double side = x(path.front()) <= x(path.back()) ? along / 2 : -along / 2;
        EdgeSpline spline;
        spline.edge = e;
        std::vector<std::pair<double, double>> stops{{x(path.front()) + side, y(path.front()) + ports.out[e]}};
        for (std::size_t i = 1; i + 1 < path.size(); ++i) { // straight past the nodes of a rank in between
            stops.emplace_back(x(path[i]) - side, y(path[i]));
            stops.emplace_back(x(path[i]) + side, y(path[i]));
        }
        stops.emplace_back(x(path.back()) - side, y(path.back()) + ports.in[e]);
        spline.points.push_back(point(stops[0].first, stops[0].second));
        for (std::size_t i = 1; i < stops.size(); ++i) {
            const double bend = (stops[i].first - stops[i - 1].first) / 2;
            spline.points.push_back(point(stops[i - 1].first + bend, stops[i - 1].second));
            spline.points.push_back(point(stops[i].first - bend, stops[i].second));
            spline.points.push_back(point(stops[i].first, stops[i].second));
        }
        spline.tip = spline.points.back();
        spline.label = middleOf(spline.points);
        layout.edges.push_back(std::move(spline));
    }
    const double length = static_cast<double>(d.ranks.size()) * (along + options.rankGap) - options.rankGap;
    const Point size = point(d.ranks.empty() ? 0 : length, bottom - top);
    layout.width = size.x;
    layout.height = size.y;
    return layout;
}

} // namespace streamtune::layout
