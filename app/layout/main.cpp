// SPDX-License-Identifier: GPL-3.0-or-later
//
// streamtune-layout: lays out graphs with Graphviz's dot for the StreamTune Workbench.
//
// Additional permission under GNU GPL version 3 section 7: if you modify this program, or any covered work, by linking
// or combining it with Graphviz (or a modified version of that library), containing parts covered by the terms of the
// Eclipse Public License 1.0, the licensors of this program grant you additional permission to convey the resulting
// work. Corresponding source for a non-source form of such a combination shall include the source code for the parts of
// Graphviz used as well as that of the covered work.
//
// One line of JSON in, one line out, until the input ends:
//   {"direction":"LR","nodes":3,"node_width":188,"node_height":112,"rank_gap":44,"row_gap":32,"edges":[[0,1],[1,2]]}
//   {"nodes":[[x,y],…],"edges":[[[x,y],…,[tip x,tip y]],…],"width":…,"height":…}  or  {"error":"…"}
// Units are 96 per inch, y down. An edge is a cubic Bézier (first point, then triples) and the tip of its arrow.
#include <cgraph.h>
#include <gvc.h>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace {

using Json = nlohmann::json;

constexpr double kUnitsPerInch = 96;
constexpr double kUnitsPerPoint = kUnitsPerInch / 72;
constexpr std::size_t kLargeGraph = 500; ///< from here on dot's search is limited
constexpr std::size_t kMostNodes = 100'000;

/// cgraph takes char* and copies what it is given.
void set(void* object, const char* name, const std::string& value) {
    static std::string empty;
    std::string key = name;
    std::string text = value;
    agsafeset(object, key.data(), text.data(), empty.data());
}

std::string inches(double units) {
    return std::to_string(units / kUnitsPerInch);
}

struct Context {
    GVC_t* gvc = gvContext();
    Context() { agseterr(AGMAX); }
    ~Context() { gvFreeContext(gvc); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
};

struct Graph {
    Context& context;
    Agraph_t* graph;
    std::vector<Agnode_t*> nodes;
    std::vector<Agedge_t*> edges;
    bool laidOut = false;

    explicit Graph(Context& c) : context(c) {
        std::string name = "g";
        graph = agopen(name.data(), Agdirected, nullptr);
    }
    ~Graph() {
        if (laidOut)
            gvFreeLayout(context.gvc, graph);
        agclose(graph);
    }
    Graph(const Graph&) = delete;
    Graph& operator=(const Graph&) = delete;
};

void build(Graph& g, const Json& request) {
    const auto count = request.at("nodes").get<std::size_t>();
    if (count > kMostNodes)
        throw std::runtime_error("too many nodes");
    const bool down = request.at("direction").get<std::string>() == "TB";
    set(g.graph, "rankdir", down ? "TB" : "LR");
    set(g.graph, "nodesep", inches(request.at("row_gap").get<double>()));
    set(g.graph, "ranksep", inches(request.at("rank_gap").get<double>()));
    set(g.graph, "splines", "true");
    if (count > kLargeGraph) {
        set(g.graph, "nslimit", "1");
        set(g.graph, "nslimit1", "1");
        set(g.graph, "mclimit", "0.1");
    }
    const std::string width = inches(request.at("node_width").get<double>());
    const std::string height = inches(request.at("node_height").get<double>());
    for (std::size_t i = 0; i < count; ++i) {
        std::string name = "n" + std::to_string(i);
        Agnode_t* node = agnode(g.graph, name.data(), 1);
        set(node, "label", "");
        set(node, "shape", "box");
        set(node, "fixedsize", "true");
        set(node, "width", width);
        set(node, "height", height);
        g.nodes.push_back(node);
    }
    for (const Json& ends : request.at("edges")) {
        const auto from = ends.at(0).get<std::size_t>();
        const auto to = ends.at(1).get<std::size_t>();
        std::string key = "e" + std::to_string(g.edges.size());
        Agedge_t* edge = agedge(g.graph, g.nodes.at(from), g.nodes.at(to), key.data(), 1);
        set(edge, "tailport", down ? "s" : "e"); // with the flow; else lines end anywhere on the border
        set(edge, "headport", down ? "n" : "w");
        g.edges.push_back(edge);
    }
}

Json pointOf(const Graph& g, double x, double y) {
    const boxf box = GD_bb(g.graph);
    return {(x - box.LL.x) * kUnitsPerPoint, (box.UR.y - y) * kUnitsPerPoint};
}

Json edgeOf(const Graph& g, Agedge_t* edge) {
    Json points = Json::array();
    const splines* spline = ED_spl(edge);
    if (spline == nullptr || spline->size < 1)
        throw std::runtime_error("an edge without a line");
    const bezier& line = spline->list[0];
    for (int i = 0; i < static_cast<int>(line.size); ++i)
        points.push_back(pointOf(g, line.list[i].x, line.list[i].y));
    points.push_back(line.eflag != 0 ? pointOf(g, line.ep.x, line.ep.y) : points.back());
    return points;
}

Json layOut(Context& context, const Json& request) {
    Graph g(context);
    build(g, request);
    if (gvLayout(context.gvc, g.graph, "dot") != 0)
        throw std::runtime_error("dot failed");
    g.laidOut = true;
    Json nodes = Json::array();
    for (Agnode_t* node : g.nodes)
        nodes.push_back(pointOf(g, ND_coord(node).x, ND_coord(node).y));
    Json edges = Json::array();
    for (Agedge_t* edge : g.edges)
        edges.push_back(edgeOf(g, edge));
    const boxf box = GD_bb(g.graph);
    return {{"nodes", std::move(nodes)},
            {"edges", std::move(edges)},
            {"width", (box.UR.x - box.LL.x) * kUnitsPerPoint},
            {"height", (box.UR.y - box.LL.y) * kUnitsPerPoint}};
}

} // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::string(argv[1]) == "--version") {
        std::cout << "streamtune-layout 0.1.0\n";
        return 0;
    }
    std::ios::sync_with_stdio(false);
    Context context;
    std::string line;
    while (std::getline(std::cin, line)) {
        Json reply;
        try {
            reply = layOut(context, Json::parse(line));
        } catch (const std::exception& e) {
            reply = {{"error", e.what()}};
        }
        std::cout << reply.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n' << std::flush;
    }
    return 0;
}
