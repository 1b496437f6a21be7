// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/engines/flink/job_graph_of.h"
#include "core/engines/flink/window.h"
#include "support/flink_replay.h"

using namespace streamtune;
using namespace streamtune::engines::flink;
using namespace streamtune::tests;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Subtask subtask(int index, double in, double out, double busy, double idle, double held) {
    Subtask s;
    s.index = index;
    s.status = "RUNNING";
    s.counters = {in, out, in * 100, out * 100, busy, idle, held};
    return s;
}

/// source -> map -> sink with `p` subtasks of map.
JobGraph graphOf(int p) {
    JobGraph graph;
    for (const auto& [id, label] : {std::pair{"src", "source"}, {"map", "map"}, {"snk", "sink"}}) {
        Operator node;
        node.id = id;
        node.name = id;
        node.label = label;
        node.chain = {{"", id, label}};
        node.parallelism = std::string(id) == "map" ? p : 1;
        graph.nodes.push_back(node);
    }
    graph.edges = {{"src", "map", "rebalance", 0, 1}, {"map", "snk", "rebalance", 0, 1}};
    return graph;
}

struct Two {
    JobGraph graph = graphOf(2);
    Reading first, last;

    Two() {
        first.at = TimePoint{Millis{1'000'000}};
        last.at = TimePoint{Millis{1'010'000}};
        put(first, "src", {subtask(0, 0, 1'000, 500, 9'500, 0)});
        put(last, "src", {subtask(0, 0, 21'000, 1'500, 18'400, 100)});
        put(first, "map", {subtask(0, 500, 250, 1'000, 9'000, 0), subtask(1, 500, 250, 1'000, 9'000, 0)});
        put(last, "map", {subtask(0, 12'500, 6'250, 10'000, 10'000, 0), subtask(1, 8'500, 4'250, 5'000, 15'000, 0)});
        put(first, "snk", {subtask(0, 500, 0, 10, 9'990, 0)});
        put(last, "snk", {subtask(0, 10'500, 0, 20, 19'980, 0)});
    }
    static void put(Reading& reading, const std::string& id, std::vector<Subtask> subtasks) {
        VertexDetail v;
        v.id = id;
        v.parallelism = static_cast<int>(subtasks.size());
        v.now = reading.at;
        v.subtasks = std::move(subtasks);
        reading.vertices[id] = std::move(v);
    }
    Subtask& at(Reading& reading, const std::string& id, std::size_t i) { return reading.vertices[id].subtasks[i]; }
    Observation window() const { return windowBetween(graph, first, last); }
};

} // namespace

TEST_CASE("rates and shares come from the counters alone, without a clock of ours") {
    Two two;
    two.last.at = TimePoint{Millis{9'999'999}}; // whatever the clocks say
    const Observation o = two.window();
    CHECK(o.quiet);
    CHECK(o.seconds == doctest::Approx(10.0).epsilon(0.01));
    const NodeObservation& map = *o.find("map");
    CHECK(map.subtaskIn.at(0) == doctest::Approx(1'200));
    CHECK(map.subtaskIn.at(1) == doctest::Approx(800));
    CHECK(map.inRate == doctest::Approx(2'000));
    CHECK(map.outRate == doctest::Approx(1'000));
    CHECK(map.busyMax == doctest::Approx(0.9));
    CHECK(map.busyMean == doctest::Approx(0.65));
    CHECK(map.idleMean == doctest::Approx(0.35));
    CHECK(map.backpressuredMax == doctest::Approx(0.0));
    CHECK(map.subtasksReporting == 2);
    CHECK(map.inBytes == doctest::Approx(200'000));
}

TEST_CASE("a source that counts no input takes its output as input; a sink's zero output is not counted, not zero") {
    const Observation o = Two{}.window();
    CHECK(o.find("src")->inRate == doctest::Approx(2'000));
    CHECK(o.find("src")->subtaskIn.at(0) == doctest::Approx(2'000));
    CHECK(o.findSource("src")->accepted == doctest::Approx(2'000));
    CHECK(isMissing(o.find("snk")->outRate));
    CHECK(o.find("snk")->inRate == doctest::Approx(1'000));
}

TEST_CASE("the fall-back chain of source input: vertex, operator in, operator out, vertex out") {
    Two two;
    two.first.sources["src"] = {0.0, 2'000.0, std::nullopt, 500.0, 9'500.0, 0.0};
    two.last.sources["src"] = {0.0, 42'000.0, std::nullopt, 1'500.0, 18'400.0, 100.0};
    CHECK(two.window().findSource("src")->accepted == doctest::Approx(4'000)); // a filter is chained behind it
    two.last.sources["src"].recordsIn = 50'000.0;
    CHECK(two.window().findSource("src")->accepted == doctest::Approx(5'000));
    two.at(two.first, "src", 0).counters.recordsIn = 10.0;
    two.at(two.last, "src", 0).counters.recordsIn = 60'010.0;
    CHECK(two.window().findSource("src")->accepted == doctest::Approx(6'000));
}

TEST_CASE("offered: accepted while nothing holds the source back, a lower bound otherwise, growth where a backlog is "
          "reported") {
    Two two;
    CHECK((two.window().findSource("src")->offeredFrom == OfferedFrom::Accepted));
    Subtask& src = two.at(two.last, "src", 0);
    src.counters.idle = 13'500.0; // half of the window held back
    src.counters.backpressured = 5'000.0;
    CHECK((two.window().findSource("src")->offeredFrom == OfferedFrom::LowerBound));
    CHECK(two.window().findSource("src")->offered == doctest::Approx(2'000).epsilon(0.06));
    two.first.sources["src"] = {0.0, 1'000.0, 100.0, 500.0, 9'500.0, 0.0};
    two.last.sources["src"] = {0.0, 21'000.0, 10'100.0, 1'500.0, 14'500.0, 4'000.0};
    const Observation growing = two.window();
    CHECK((growing.findSource("src")->offeredFrom == OfferedFrom::LagGrowth));
    CHECK(growing.findSource("src")->backlogGrowth == doctest::Approx(1'000));
    CHECK(growing.findSource("src")->offered == doctest::Approx(3'000));
    CHECK(growing.findSource("src")->backlog == 10'100.0);
    two.last.sources["src"].pending = 100.0;
    CHECK((two.window().findSource("src")->offeredFrom == OfferedFrom::Accepted)); // held back, yet nothing piles up
}

TEST_CASE("busy time that falls a little is no restart, and its share is clamped") {
    Two two;
    two.at(two.last, "snk", 0).counters.busy = -20.0; // idle time booked late
    two.at(two.last, "snk", 0).counters.idle = 20'020.0;
    const Observation o = two.window();
    CHECK(o.quiet);
    CHECK(o.find("snk")->busyMean == 0.0);
    CHECK(o.find("snk")->busyMax == 0.0);
}

TEST_CASE("restarts inside the window are seen: counters that fall, another attempt, other subtasks") {
    SUBCASE("records fell") {
        Two two;
        two.at(two.last, "map", 1).counters.recordsIn = 3.0;
        CHECK_FALSE(two.window().quiet);
        CHECK_FALSE(two.window().whyNotQuiet.empty());
    }
    SUBCASE("attempt") {
        Two two;
        two.at(two.last, "map", 1).attempt = 1;
        CHECK_FALSE(two.window().quiet);
    }
    SUBCASE("parallelism") {
        Two two;
        two.last.vertices["map"].subtasks.pop_back();
        CHECK_FALSE(two.window().quiet);
    }
    SUBCASE("busy time fell far") {
        Two two;
        two.at(two.first, "map", 0).counters.busy = 50'000.0;
        CHECK_FALSE(two.window().quiet);
    }
}

TEST_CASE("finished and silent subtasks are left out and said so, not read as idle") {
    Two two;
    two.at(two.last, "map", 1).status = "FINISHED";
    const Observation o = two.window();
    CHECK(o.find("map")->subtasksReporting == 1);
    CHECK(o.find("map")->parallelism == 2);
    CHECK(o.find("map")->inRate == doctest::Approx(1'200));
    CHECK(isMissing(o.find("map")->subtaskIn.at(1)));
    CHECK(o.notes.contains("reporting:map"));
}

TEST_CASE("metrics that have not come yet are missing, not zero") {
    Two two;
    two.at(two.last, "map", 0).counters = {};
    two.at(two.last, "map", 1).counters = {};
    const Observation o = two.window();
    CHECK(o.find("map")->subtasksReporting == 0);
    CHECK(isMissing(o.find("map")->inRate));
    CHECK(isMissing(o.find("map")->busyMax));
}

TEST_CASE("a source of the old kind has NaN as busy share and rates by the server's clock") {
    Two two;
    for (Reading* r : {&two.first, &two.last})
        two.at(*r, "src", 0).counters.busy = kNaN;
    const Observation o = two.window();
    CHECK(o.quiet);
    CHECK(isUndefined(o.find("src")->busyMean));
    CHECK(isUndefined(o.find("src")->busyMax));
    CHECK(o.find("src")->outRate == doctest::Approx(2'000));
    CHECK(o.notes.contains("old_source:src"));
    CHECK(o.find("map")->busyMax == doctest::Approx(0.9));
}

TEST_CASE("async operators carry the caveat of their busy share") {
    Two two;
    two.graph.nodes[1].label = "async";
    CHECK(two.window().notes.contains("async:map"));
    CHECK_FALSE(Two{}.window().notes.contains("async:map"));
}

TEST_CASE("the age of a reading is the shortest time any subtask has run") {
    Two two;
    CHECK(two.first.age() == doctest::Approx(10'000));
    CHECK(elapsedBetween(two.first, two.last) == doctest::Approx(10'000));
    CHECK(isMissing(Reading{}.age()));
    CHECK(isMissing(elapsedBetween(Reading{}, two.last)));
}

TEST_CASE("two recorded readings of a back-pressured job give what flink.md measured") {
    // One recorded reading against the start of the job: everything since then, so a real window of 18 s.
    for (const std::string version : {"1.18.1", "1.20.5", "2.3.0"}) {
        CAPTURE(version);
        const auto job = parseJob(Json::parse(recording(version, "back-pressured", "job").body));
        REQUIRE(job);
        const JobGraph graph = jobGraphOf(*job);
        Reading start, now;
        now.at = start.at = job->now;
        for (const Recorded& r : recordings(version))
            if (r.situation == "back-pressured" && r.name.find("GET_vertex-") != std::string::npos) {
                auto vertex = parseVertex(Json::parse(r.body));
                REQUIRE(vertex);
                now.vertices[vertex->id] = *vertex;
                for (Subtask& s : vertex->subtasks)
                    s.counters = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0};
                start.vertices[vertex->id] = *vertex;
            }
        const Observation o = windowBetween(graph, start, now);
        CHECK(o.quiet);
        CHECK(o.nodes.size() == graph.nodes.size());
        double worst = 0;
        for (const NodeObservation& node : o.nodes) {
            CHECK(isKnown(node.busyMax));
            CHECK(*node.busyMax <= 1.0);
            CHECK(isKnown(node.inRate));
            worst = std::max(worst, valueOr(node.backpressuredMax, 0));
        }
        CHECK(worst > 0.5);
        CHECK((o.sources.at(0).offeredFrom == OfferedFrom::LowerBound));
    }
}
