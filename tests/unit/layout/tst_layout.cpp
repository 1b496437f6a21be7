// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <cmath>
#include <cstdio>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>
#include <unistd.h>

#include "core/layout/layout.h"

using namespace streamtune;
using namespace streamtune::layout;

namespace {

const std::filesystem::path kHelper = std::filesystem::path(ST_BIN_DIR) / "streamtune-layout";

JobGraph layered(int nodes, int edgesPerNode, unsigned seed) {
    std::mt19937 random(seed);
    JobGraph graph;
    for (int i = 0; i < nodes; ++i) {
        Operator node;
        node.id = "v" + std::to_string(i);
        node.label = "map";
        graph.nodes.push_back(node);
        for (int e = 0; i > 0 && e < edgesPerNode; ++e) {
            const int back = 1 + static_cast<int>(random() % static_cast<unsigned>(std::min(i, 40)));
            graph.edges.push_back({"v" + std::to_string(i - back), node.id, "hash", e, 1});
        }
    }
    return graph;
}

int overlaps(const Layout& layout) {
    int found = 0;
    std::vector<NodeBox> boxes;
    for (const auto& [id, box] : layout.nodes)
        boxes.push_back(box);
    for (std::size_t i = 0; i < boxes.size(); ++i)
        for (std::size_t j = i + 1; j < boxes.size(); ++j)
            if (std::abs(boxes[i].centre.x - boxes[j].centre.x) < boxes[i].width - 0.5 &&
                std::abs(boxes[i].centre.y - boxes[j].centre.y) < boxes[i].height - 0.5)
                ++found;
    return found;
}

bool same(const Layout& a, const Layout& b) {
    const auto samePoint = [](Point p, Point q) { return p.x == q.x && p.y == q.y; };
    if (a.nodes.size() != b.nodes.size() || a.edges.size() != b.edges.size())
        return false;
    for (const auto& [id, box] : a.nodes)
        if (!samePoint(box.centre, b.nodes.at(id).centre))
            return false;
    for (std::size_t e = 0; e < a.edges.size(); ++e)
        if (a.edges[e].points.size() != b.edges[e].points.size() || !samePoint(a.edges[e].tip, b.edges[e].tip))
            return false;
    return true;
}

bool inside(const Layout& layout) {
    for (const auto& [id, box] : layout.nodes)
        if (box.centre.x < 0 || box.centre.y < 0 || box.centre.x > layout.width || box.centre.y > layout.height)
            return false;
    return true;
}

std::filesystem::path script(const std::string& name, const std::string& body) {
    const auto path = std::filesystem::temp_directory_path() / (name + "." + std::to_string(getpid()));
    std::ofstream(path) << "#!/bin/sh\n" << body << "\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
}

} // namespace

TEST_CASE("quick layout: deterministic, nothing overlaps, edges run with the flow") {
    const JobGraph graph = layered(120, 2, 3);
    const Layout layout = quickLayout(graph, {});
    CHECK(layout.engine == "quick");
    CHECK(layout.nodes.size() == 120);
    CHECK(layout.edges.size() == graph.edges.size());
    CHECK(same(layout, quickLayout(graph, {})));
    CHECK(overlaps(layout) == 0);
    CHECK(inside(layout));
    for (const EdgeSpline& edge : layout.edges) {
        CHECK(edge.points.size() % 3 == 1);
        CHECK(edge.points.back().x > edge.points.front().x);
    }
    Options down;
    down.direction = Direction::TopDown;
    const Layout vertical = quickLayout(graph, down);
    CHECK(overlaps(vertical) == 0);
    for (const EdgeSpline& edge : vertical.edges)
        CHECK(edge.points.back().y > edge.points.front().y);
}

TEST_CASE("quick layout of odd graphs: empty, single, cycle, edges to nowhere, 2,000 nodes") {
    CHECK(quickLayout({}, {}).nodes.empty());
    JobGraph odd = layered(3, 1, 1);
    odd.edges.push_back({"v2", "v0", "hash", 0, 1});
    odd.edges.push_back({"v2", "nobody", "hash", 0, 1});
    odd.edges.push_back({"v1", "v1", "hash", 0, 1});
    CHECK(quickLayout(odd, {}).nodes.size() == 3);
    const JobGraph large = layered(2000, 2, 5);
    const auto start = std::chrono::steady_clock::now();
    const Layout layout = quickLayout(large, {});
    MESSAGE("quick layout of 2,000 nodes: "
            << std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count() << " ms");
    CHECK(layout.nodes.size() == 2000);
    CHECK(overlaps(layout) == 0);
}

TEST_CASE("dot: deterministic, nothing overlaps, the helper serves many calls") {
    JobGraph graph = layered(50, 2, 4);
    graph.nodes[0].name = "\"<b>&\\N\n";
    const auto first = dotLayout(graph, {}, kHelper, {});
    REQUIRE_MESSAGE(first.has_value(), first.error().sentence);
    CHECK(first->engine == "dot");
    CHECK(overlaps(*first) == 0);
    CHECK(inside(*first));
    CHECK(first->edges.size() == graph.edges.size());
    for (int i = 0; i < 5; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const auto again = dotLayout(graph, {}, kHelper, {});
        MESSAGE("dot of 50 nodes: "
                << std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count()
                << " ms");
        REQUIRE(again.has_value());
        CHECK(same(*first, *again));
    }
    for (const EdgeSpline& edge : first->edges) {
        const NodeBox& to = first->nodes.at(graph.edges[edge.edge].to);
        CHECK(std::abs(edge.tip.x - (to.centre.x - to.width / 2)) < 3);
    }
    const auto empty = dotLayout({}, {}, kHelper, {});
    CHECK(empty.has_value());
}

TEST_CASE("dot: cancelled within a second, and the next call works") {
    const JobGraph large = layered(2000, 2, 5);
    std::stop_source stop;
    std::jthread later([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
        stop.request_stop();
    });
    const auto result = dotLayout(large, {}, kHelper, stop.get_token());
    REQUIRE(!result.has_value());
    CHECK(result.error().code == "layout.cancelled");
    CHECK(dotLayout(layered(5, 1, 1), {}, kHelper, {}).has_value());
    CHECK(dotLayout(large, {}, kHelper, stop.get_token()).error().code == "layout.cancelled");
}

TEST_CASE("dot: missing, crashing, babbling and slow helpers are errors with a sentence") {
    const JobGraph graph = layered(5, 1, 1);
    CHECK(dotLayout(graph, {}, "/nowhere/streamtune-layout", {}).error().code == "layout.helper");
    const auto crash = script("st-crash", "read line; kill -SEGV $$");
    CHECK(dotLayout(graph, {}, crash, {}).error().code == "layout.helper");
    const auto exits = script("st-exit", "exit 0");
    CHECK(dotLayout(graph, {}, exits, {}).error().code == "layout.helper");
    const auto noise = script("st-noise", "read line; echo 'not json'");
    CHECK(dotLayout(graph, {}, noise, {}).error().code == "json.syntax");
    const auto wrong = script("st-wrong", "read line; echo '{\"nodes\":[[1,2]]}'");
    CHECK(dotLayout(graph, {}, wrong, {}).error().code == "layout.helper");
    Options hurry;
    hurry.timeout = std::chrono::milliseconds(200);
    const auto slow = script("st-slow", "read line; exec sleep 30");
    CHECK(dotLayout(graph, hurry, slow, {}).error().code == "layout.timeout");
    for (const auto& path : {crash, exits, noise, wrong, slow})
        std::filesystem::remove(path);
}
