// SPDX-License-Identifier: GPL-3.0-or-later
/// From what agents say to graph, window and labels.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/engines/timely/window.h"
#include "core/tune/demand.h"
#include "core/tune/labels.h"
#include "core/tune/recommendation.h"
#include "core/workbench/packed.h"

using namespace streamtune;
using namespace streamtune::engines::timely;

namespace {

/// A job of two workers: source "events" -> A (stateless, worker 0) -> B (keyed, workers 0 and 1); a plain filter
/// behind A; the plumbing of the agent beside it.
Json topology() {
    const auto op = [](int id, const char* address, const char* name, const char* role = "") {
        return Json{{"id", id}, {"op", address}, {"name", name}, {"scope", false}, {"ended", false}, {"role", role}};
    };
    Json a = op(12, "0.7", "A", "placed"), b = op(20, "0.10", "B", "placed");
    a["placement"] = {{"name", "A"}, {"mode", "stateless"}, {"workers", {0}}, {"rev", 3}};
    b["placement"] = {{"name", "B"}, {"mode", "keyed"}, {"workers", {0, 1}}, {"rev", 5}};
    Json ra = op(9, "0.6", "A.route", "route"), rb = op(17, "0.9", "B.route", "route");
    ra["of"] = "A";
    rb["of"] = "B";
    const auto edge = [](int channel, const char* from, const char* to, int port = 0) {
        return Json{{"ch", channel}, {"from", from}, {"to", to}, {"to_port", port}};
    };
    return {{"rev", 30},
            {"ops",
             {op(1, "0.1", "Input", "control"), op(3, "0.2", "streamtune.control", "control"), op(5, "0.5", "Input"),
              ra, a, op(15, "0.8", "Filter"), rb, b, op(22, "0.11", "Probe")}},
            {"edges",
             {edge(2, "0.1", "0.2"), edge(4, "0.2", "0.6", 1), edge(10, "0.5", "0.6"), edge(13, "0.6", "0.7"),
              edge(14, "0.7", "0.8"), edge(16, "0.8", "0.9"), edge(18, "0.9", "0.10"), edge(21, "0.10", "0.11")}}};
}

Json hello() {
    return {{"v", 1},
            {"agent", "0.1.0"},
            {"timely", "0.32"},
            {"job", "sample"},
            {"run", "r1"},
            {"peers", 2},
            {"process", 0},
            {"processes", 1},
            {"state", "running"},
            {"caps", {"stats", "set_placement"}},
            {"unix_ns0", "1760000000000000000"}};
}

struct Counts {
    double arrived, held, received, processed, stash, busySeconds;
};

Json placed(const char* name, const Counts& c) {
    return {{"name", name},
            {"arrived", c.arrived},
            {"held", c.held},
            {"received", c.received},
            {"processed", c.processed},
            {"stash", c.stash},
            {"busy_ns", c.busySeconds * 1e9},
            {"emitted", c.processed}};
}

Json worker(int w, double seconds, double sched, double lag, const Json& ops, double due) {
    return {{"w", w},
            {"t_ns", seconds * 1e9},
            {"park_ns", (seconds - sched) * 1e9},
            {"cpu_ns", 1e8},
            {"runq_ns", nullptr},
            {"input", 1'000'000 + seconds * 1000},
            {"frontier", 1'000'000 + seconds * 1000 - lag},
            {"ops", {{12, sched * 1e9, 0, 1, 1, 0}}},
            {"ch", {{13, 1, 1, 1, 1, {1, 1}}}},
            {"placed", ops},
            {"sources", {{{"name", "events"}, {"due", due}}}}};
}

Stats stats(double seconds, const Json& workers) {
    const auto s = parseStats({{"run", "r1"}, {"state", "running"}, {"now_ns", seconds * 1e9}, {"workers", workers}});
    REQUIRE(s);
    return *s;
}

/// 10 s at 600 records/s: A (1 ms) keeps up with `aRate` of them and lets three of four through; B (2 ms) takes all.
struct Scene {
    Hello hi;
    Topology shape;
    Stats before, after;
    TimelyGraph job;

    Scene(double aRate, double lag) {
        hi = *parseHello(hello());
        shape = *parseTopology(topology());
        before = stats(0, {worker(0, 0, 0, 5, {placed("A", {}), placed("B", {})}, 0),
                           worker(1, 0, 0, 5, {placed("A", {}), placed("B", {})}, 0)});
        const double b = aRate * 0.75;
        const Counts a0{3000, 3000 - aRate * 5, aRate * 10, aRate * 10, 0, aRate * 10 * 0.001};
        const Counts a1{3000, 3000 - aRate * 5, 0, 0, 0, 0};
        const Counts b0{b * 10, 0, b * 5, b * 5, 0, b * 5 * 0.002};
        const Counts b1{0, 0, b * 5, b * 5, 0, b * 5 * 0.002};
        const double busy0 = std::min(10.0, a0.busySeconds + b0.busySeconds);
        after = stats(10, {worker(0, 10, busy0, lag, {placed("A", a0), placed("B", b0)}, 3000),
                           worker(1, 10, b1.busySeconds, lag, {placed("A", a1), placed("B", b1)}, 3000)});
        job = jobGraphOf(hi, shape, after);
    }

    Observation window() const {
        Observation o = observationBetween(job, shape, before, after);
        o.jobId = o.jobName = "sample";
        return o;
    }
};

} // namespace

TEST_CASE("nodes are placed operators with what is pipelined after them; the agent's own plumbing is not shown") {
    const Scene scene(600, 5);
    const JobGraph& graph = scene.job.graph;
    REQUIRE(graph.validate());
    REQUIRE(graph.nodes.size() == 3);
    const Operator* source = graph.find("0.5");
    REQUIRE(source);
    CHECK(source->name == "events");
    CHECK(source->label == "source");
    CHECK(source->pinned);
    CHECK(graph.find("A")->chain.size() == 2); // the filter behind it
    CHECK(graph.find("B")->parallelism == 2);
    CHECK(graph.isKeyed("B"));
    CHECK_FALSE(graph.isKeyed("A"));
    CHECK(graph.edges.size() == 2);
    // The total is the sum over placed operators, beside the source.
    CHECK(graph.slotsNeeded({{"0.5", 2}, {"A", 3}, {"B", 4}}) - graph.slotsNeeded({{"0.5", 2}, {"A", 1}, {"B", 1}}) ==
          5);
}

TEST_CASE("an operator is what its name says, else what it may do; a probe that hands on is no sink") {
    Json shape = topology();
    for (Json& op : shape["ops"])
        if (op["name"] == "Filter")
            op["name"] = "Probe"; // between A and B, as the agent puts one behind every placed operator
    const auto labelled = [&](const char* name) {
        Json named = shape;
        for (Json& op : named["ops"])
            if (op["op"] == "0.7")
                op["name"] = name;
        const auto read = parseTopology(named);
        REQUIRE(read);
        const TimelyGraph job = jobGraphOf(*parseHello(hello()), *read, {});
        CHECK(job.graph.find("A")->chain.size() == 1);
        CHECK(job.graph.find("B")->label == "process"); // keyed; with the probe at the end
        return job.graph.find("A")->label;
    };
    CHECK(labelled("A") == "flatmap");
    CHECK(labelled("parse") == "map");
    CHECK(labelled("word count") == "aggregate");
}

TEST_CASE("selectivity is arrivals behind by records processed, so that it holds in overload") {
    for (const double rate : {600.0, 400.0}) {
        const Scene scene(rate, rate < 600 ? 3000 : 5);
        const Observation o = scene.window();
        CHECK(*o.find("A")->inRate == doctest::Approx(rate));
        CHECK(*o.find("A")->outRate / *o.find("A")->inRate == doctest::Approx(0.75));
        CHECK(*o.findSource("0.5")->offered == doctest::Approx(600));
        const auto demand = tune::propagateDemand(scene.job.graph, o, {});
        CHECK(*demand.node.at("A") == doctest::Approx(600));
        CHECK(*demand.node.at("B") == doctest::Approx(450));
    }
}

TEST_CASE("an operator's cost is without its wait for a core, a worker's load with it") {
    Scene scene(600, 5);
    const Observation quiet = scene.window();
    CHECK(quiet.notes.at(kWaitNote) == "0.000");
    for (const char* op : {"A", "B"}) // a third of what was seen as busy, in the later reading
        for (WorkerStats& w : scene.after.workers)
            w.placed[op].waitNs = w.placed[op].busyNs / 3;
    const Observation crowded = scene.window();
    CHECK(*crowded.find("A")->busyMean == doctest::Approx(*quiet.find("A")->busyMean * 2 / 3));
    CHECK(*crowded.find("B")->subtaskBusy[1] == doctest::Approx(*quiet.find("B")->subtaskBusy[1] * 2 / 3));
    CHECK(*crowded.workers[0].load == doctest::Approx(*quiet.workers[0].load));
    CHECK(crowded.notes.at(kWaitNote) == "0.333");
    scene.after.workers[0].placed["A"].waitNs = 1e18; // a damaged answer
    CHECK(*scene.window().find("A")->busyMean == doctest::Approx(0));
}

TEST_CASE("what waits in the routers counts as backlog") {
    const Scene scene(400, 3000);
    CHECK(*scene.window().find("A")->backlog == doctest::Approx(2000));
}

TEST_CASE("a job that keeps up is healthy; one whose lag grows has the operator that fills a worker as bottleneck") {
    const Scene healthy(600, 5);
    CHECK_FALSE(tune::labelWindow(healthy.job.graph, healthy.window(), {}).underProvisioned);

    const Scene late(590, 3000); // worker 0 is full: 5.9 s of A and 4.4 s of B in 10 s
    const Observation o = late.window();
    CHECK(*o.workers[0].load == doctest::Approx(1.0));
    CHECK(*o.jobLag == doctest::Approx(3.0));
    CHECK(*o.findSource("0.5")->accepted < 0.75 * 600);
    const auto labels = tune::labelWindow(late.job.graph, o, {});
    CHECK(labels.underProvisioned);
    CHECK(labels.nodes.at("A").label == 1);
    CHECK(labels.nodes.at("0.5").label == -1);
}

TEST_CASE("the operators of a crowded worker are spread, without one operator more than the load needs") {
    const Scene late(590, 3000);
    tune::TuneInput input;
    input.graph = late.job.graph;
    input.windows = {late.window()};
    workbench::readAsTimely(input);
    CHECK(input.limits.pMax == 2);
    const auto recommender = tune::makeRecommender("autoscaler");
    REQUIRE(recommender);
    auto advice = (*recommender)->recommend(input);
    REQUIRE(advice);
    const auto packed = workbench::packOperators(input, *advice, false);
    for (const auto& [op, workers] : packed.placement)
        CHECK(workers.size() <= 2);
    for (const tune::Decision& d : advice->decisions)
        CHECK(d.final <= 2);
}

TEST_CASE("a worker that is silent inside an operator is overloaded; a parked one is not") {
    Scene scene(600, 5);
    scene.after.workers[1].silentNs = 3e9;
    CHECK(*workersBetween(scene.before, scene.after)[1].load == doctest::Approx(1.0));
    scene.after.workers[1].parked = true;
    CHECK(*workersBetween(scene.before, scene.after)[1].load < 0.9);
}

TEST_CASE("one late reading is no trend; a lag without way back is one") {
    const auto slope = [](std::initializer_list<double> lags) {
        std::vector<LagAt> seen;
        for (const double lag : lags)
            seen.push_back({static_cast<double>(seen.size()) / 2, lag});
        return lagOver(seen).slope;
    };
    CHECK_FALSE(slope({0, 1, 2, 3, 4})); // too few
    CHECK(*slope({0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.4}) == doctest::Approx(0));
    CHECK(*slope({0.01, 0.01, 0.01, 0.4, 0.01, 0.4, 0.01}) == doctest::Approx(0));
    CHECK(*slope({0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7}) == doctest::Approx(0.2));
    CHECK(*slope({2.0, 1.5, 1.0, 0.5, 0.2, 0.01}) < -0.4);
}

TEST_CASE("a job that is on time is not called late for the noise of its lag, one that is late is") {
    Scene early(600, 5);
    for (WorkerStats& w : early.after.workers)
        w.frontier = *w.input - 400; // 40 ms a second, 0.4 s behind
    CHECK(*early.window().findSource("0.5")->accepted == doctest::Approx(600));
    for (WorkerStats& w : early.after.workers)
        w.frontier = *w.input - 700; // 0.07 s a second
    CHECK(*early.window().findSource("0.5")->accepted < 0.95 * 600);
    for (WorkerStats& w : early.before.workers)
        w.frontier = *w.input - 400; // 0.03 s a second
    CHECK(*early.window().findSource("0.5")->accepted == doctest::Approx(0.97 * 600));
}

TEST_CASE("missing is not zero: a closed frontier has no lag, a thread that ended no run queue") {
    Scene scene(600, 5);
    const auto workers = workersBetween(scene.before, scene.after);
    CHECK_FALSE(workers[0].runQueue);
    scene.after.workers[0].frontier = std::nullopt;
    scene.after.workers[1].frontier = std::nullopt;
    CHECK_FALSE(lagBetween(scene.before, scene.after).seconds);
    CHECK_FALSE(scene.window().jobLag);
}

TEST_CASE("lag is told in seconds, whatever the job's timestamps count") {
    const auto lagOf = [](const Json& units) {
        Json all{{"run", "r1"}, {"now_ns", 1e9}, {"workers", {worker(0, 1, 0, 3000, Json::array(), 0)}}};
        if (!units.is_null())
            all["units_per_second"] = units;
        const auto read = parseStats(all);
        REQUIRE(read);
        return lagAt(*read)->lag;
    };
    CHECK(lagOf(nullptr) == doctest::Approx(3)); // an agent that does not say counts milliseconds
    CHECK(lagOf(1000) == doctest::Approx(3));
    CHECK(lagOf(1'000'000) == doctest::Approx(0.003));
    CHECK(lagOf(1) == doctest::Approx(3000));
    CHECK(lagOf(0) == doctest::Approx(3000)); // nonsense is no division by zero
}

TEST_CASE("the matrix has a cell where an operator lies, and predicts a plan") {
    const Scene scene(600, 5);
    engines::JobSnapshot job;
    job.graph = scene.job.graph;
    job.facts = {{"placement.A", "0"}, {"placement.B", "0 1"}};
    const auto now = workbench::workersMatrix(job, scene.window());
    REQUIRE(now.operators.size() == 2);
    REQUIRE(now.rows.size() == 2);
    CHECK(*now.rows[0].busy[0] == doctest::Approx(0.6));
    CHECK_FALSE(now.rows[1].busy[0]);
    CHECK(*now.rows[1].busy[1] == doctest::Approx(0.45));
    const auto planned = workbench::workersMatrix(job, scene.window(), {{"A", {0, 1}}});
    CHECK(*planned.rows[1].busy[0] == doctest::Approx(0.3));
}

TEST_CASE("a job of plain inputs: timely's own log says what each sends, inputs of one name are told apart") {
    const auto op = [](int id, const char* address, const char* name) {
        return Json{{"id", id}, {"op", address}, {"name", name}, {"scope", false}, {"ended", false}};
    };
    const auto edge = [](int channel, const char* from, const char* to) {
        return Json{{"ch", channel}, {"from", from}, {"to", to}};
    };
    Json route = op(6, "0.6", "Join.route"), join = op(7, "0.7", "Join");
    route["role"] = "route";
    route["of"] = "Join";
    join["role"] = "placed";
    join["placement"] = {{"name", "Join"}, {"mode", "keyed"}, {"workers", {0}}, {"rev", 1}};
    const auto shape = parseTopology({{"rev", 1},
                                      {"ops",
                                       {op(1, "0.1", "Input"), op(2, "0.2", "FlatMap"), op(3, "0.3", "Input"),
                                        op(4, "0.4", "FlatMap"), op(5, "0.5", "Concatenate"), route, join}},
                                      {"edges",
                                       {edge(10, "0.1", "0.2"), edge(11, "0.3", "0.4"), edge(12, "0.2", "0.5"),
                                        edge(13, "0.4", "0.5"), edge(14, "0.5", "0.6"), edge(15, "0.6", "0.7")}}});
    REQUIRE(shape);
    const auto at = [&](double seconds) { // the first input sends 100 of which 80 go on, the second 300
        const double n = seconds * 100;
        const Json counts = placed("Join", {3.8 * n, 0, 3.8 * n, 3.8 * n, 0, 0});
        Json one = worker(0, seconds, 0, 5, Json::array({counts}), 0);
        one["sources"] = Json::array();
        one["ch"] = {{10, n, 1}, {11, 3 * n, 1}, {12, 0.8 * n, 1}, {13, 3 * n, 1}, {14, 3.8 * n, 1}, {15, 3.8 * n, 1}};
        one["frontier"] = valueOr(numberAt(one, "input"), 0) - 2e9 * seconds; // nanoseconds
        Json all{{"run", "r1"}, {"now_ns", seconds * 1e9}, {"units_per_second", 1e9}, {"workers", Json::array({one})}};
        return *parseStats(all);
    };
    const Stats before = at(0), after = at(10);
    const TimelyGraph job = jobGraphOf(*parseHello(hello()), *shape, after);
    REQUIRE(job.graph.nodes.size() == 4);
    CHECK(job.graph.find("0.1")->name == "Input 0.1");
    CHECK(job.graph.find("0.3")->name == "Input 0.3");
    CHECK(job.graph.find("0.5")->name == "Concatenate");
    const Observation o = observationBetween(job, *shape, before, after);
    CHECK(*o.findSource("0.1")->offered == doctest::Approx(80));
    CHECK(*o.findSource("0.3")->offered == doctest::Approx(300));
    CHECK(*o.find("0.5")->inRate == doctest::Approx(380));
    CHECK(*o.find("0.5")->outRate == doctest::Approx(380));
    CHECK(*o.find("Join")->inRate == doctest::Approx(380));
    CHECK(*o.workers[0].lag == doctest::Approx(20'000)); // ms, as everywhere
    CHECK(*o.jobLag == doctest::Approx(20));
}

TEST_CASE("not an agent, another version, half an answer: each has its own error") {
    CHECK(parseHello(Json::object()).error().code == "engine.not_engine");
    CHECK(parseHello({{"v", 2}, {"run", "r"}, {"timely", "0.40"}}).error().code == "engine.unsupported");
    CHECK(parseTopology(Json::object()).error().code == "engine.format");
    CHECK(parseStats({{"workers", 3}}).error().code == "engine.format");
}
