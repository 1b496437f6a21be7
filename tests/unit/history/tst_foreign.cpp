// SPDX-License-Identifier: GPL-3.0-or-later
// History of other tools; every sample is written from the description of its format.
#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>

#include "core/history/exchange.h"
#include "tests/support/history_data.h"

using namespace streamtune;
using namespace streamtune::history;

namespace {

struct ForeignDesk {
    test::ScratchFolder folder;
    std::unique_ptr<Store> store = std::move(*Store::open(folder / "w.db", OpenMode::ReadWrite));

    std::filesystem::path write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name, std::ios::binary) << text;
        return folder / name;
    }
    ImportReport import(const std::string& name, const std::string& text) const {
        const auto report = importFile(*store, write(name, text), {}, {});
        REQUIRE_MESSAGE(report, (report ? "" : report.error().sentence));
        return *report;
    }
    std::vector<Observation> windows(const std::string& connection, const std::string& job) const {
        auto found = store->windows(connection, job, {}, 100, {});
        REQUIRE(found);
        std::ranges::reverse(*found); // oldest first
        return *found;
    }
};

constexpr const char* kRates =
    "# operator_id,operator_instance_id,total_number_of_operator_instances,epoch_timestamp,true_processing_rate,"
    "true_output_rate,observed_processing_rate,observed_output_rate\n"
    "Source: words,1,1,5000000000,0,1000.0,0,800.0\n"
    "Split,1,2,5000000500,500.0,5000,400,4000\n"
    "Split,2,2,5000000600,500.0,5000,100,1000\n"
    "Count -> Sink,1,1,5000000700,20000.0,0.0,5000.0,0.0\n"
    "Source: words,1,1,25000000000,0,1000.0,0,900.0\n"
    "Split,1,2,25000000500,500.0,5000,450,4500\n"
    "Split,2,2,25000000600,garbage,5000,450,4500\n"
    "Count -> Sink,1,1,25000000700,20000.0,0.0,9000.0,0.0\n";

} // namespace

TEST_CASE("DS2 rates: a window an epoch, useful time as busy share, edges from the topology beside") {
    ForeignDesk desk;
    desk.write("wordcount_topology.csv", "# operator_id1,operator_name1,total1,operator_id2,operator_name2,total2\n"
                                         "Source: words,Source: words,1,Split,Split,2\n"
                                         "Split,Split,2,Count -> Sink,Count -> Sink,1\n");
    const auto report = desk.import("rates.log", kRates);
    CHECK(report.format == "DS2 rates");
    CHECK(report.imported == 2);
    CHECK(report.skipped == 1);
    CHECK(report.rows.front().line == 8);
    const auto windows = desk.windows("ds2", "rates");
    REQUIRE(windows.size() == 2);
    const NodeObservation& split = *windows[0].find("Split");
    CHECK(split.parallelism == 2);
    CHECK(split.inRate == 500);
    CHECK(split.outRate == 5000);
    CHECK(split.busyMax == 0.8);
    CHECK(split.busyMean == 0.5);
    CHECK(isMissing(split.backpressuredMax));
    CHECK(windows[0].find("Source: words")->busyMax == 0.8);
    CHECK(windows[0].seconds == 20);
    CHECK(windows[1].find("Split")->subtasksReporting == 1);
    const auto graph = desk.store->latestGraph("ds2", "rates");
    REQUIRE(graph);
    REQUIRE(graph->has_value());
    CHECK((*graph)->edges.size() == 2);
    CHECK((*graph)->find("Source: words")->label == "source");

    const auto again = desk.import("rates.log", kRates);
    CHECK(again.imported == 0);
    CHECK(again.known == 2);
}

TEST_CASE("ContTune: its script, and tables of pairs") {
    ForeignDesk desk;
    const auto script = desk.import("flatmap.py", "from GPofContTune import GP\nmp = {}\n    mp[1] = 743729.11\n"
                                                  "    mp[16] = 6859843.5\n    mp[x] = 1\n    GP(mp)\n");
    CHECK(script.format == "ContTune pairs");
    CHECK(script.imported == 2);
    CHECK(script.skipped == 1);
    const auto ability = desk.windows("conttune", "flatmap");
    REQUIRE(ability.size() == 2);
    CHECK(ability[1].find("operator")->parallelism == 16);
    CHECK(isMissing(ability[1].find("operator")->inRate)); // an ability is no arrival
    CHECK(ability[1].notes.at("processing_ability/operator") == "6859843.5");

    const auto table = desk.import("pairs.csv", "time,job,operator,workload,parallelism\n"
                                                "2024-05-01 12:00:00,q5,window,80000,4\n"
                                                "2024-05-01 12:00:00,q5,join,40000,2\n"
                                                "2024-05-01 12:10:00,q5,window,160000,0\n"
                                                "2024-05-01 12:10:00,q5,join,nothing,3\n"
                                                "2024-05-01 12:20:00,q5,join,70000,3\n");
    CHECK(table.imported == 2);
    CHECK(table.skipped == 2);
    const auto windows = desk.windows("conttune", "q5");
    REQUIRE(windows.size() == 2);
    CHECK(windows[0].nodes.size() == 2);
    CHECK(windows[0].find("window")->inRate == 80000);
    CHECK(toRfc3339(windows[1].start) == "2024-05-01T12:20:00.000Z");
}

TEST_CASE("ScalingReport events in a log, whatever the language of its numbers") {
    ForeignDesk desk;
    const auto report = desk.import(
        "operator.log",
        "2026-04-20 07:12:00,320 INFO nothing to do\n"
        "2026-04-20 07:12:00,326 INFO Scaling execution enabled, begin scaling vertices:{ Vertex ID aa | Parallelism 3 "
        "-> 1 | Processing capacity 12424,68 -> 403,67 | Target data rate 123,40}{ Vertex ID bb | Parallelism 4 -> 2 | "
        "Processing capacity Infinity -> Infinity | Target data rate 812.58}\n"
        "2026-04-20 07:20:00,000 INFO begin scaling vertices:{ Vertex ID aa | Parallelism x -> 1 | Target data rate "
        "1}\n");
    CHECK(report.imported == 1);
    CHECK(report.skipped == 1);
    const auto windows = desk.windows("flink-autoscaler", "operator");
    REQUIRE(windows.size() == 1);
    CHECK(toRfc3339(windows[0].start) == "2026-04-20T07:12:00.326Z");
    CHECK(windows[0].find("aa")->parallelism == 3);
    CHECK(windows[0].notes.at("recommended_parallelism/aa") == "1");
    CHECK(windows[0].notes.at("target_data_rate/aa") == "123.4");
    CHECK(windows[0].notes.at("processing_capacity/bb") == "inf");
}

TEST_CASE("the state store of the Autoscaler, as CSV and as JSON") {
    const std::string history =
        R"({"aa":{"2026-01-01T00:00:00Z":{"currentParallelism":2,"newParallelism":4,"metrics":{"LOAD":{"current":0.9,"average":0.8},"TRUE_PROCESSING_RATE":{"current":1,"average":500.5},"TARGET_DATA_RATE":{"current":"NaN","average":900}}},"2026-01-02T00:00:00Z":{"currentParallelism":4,"newParallelism":0}},"bb":{"2026-01-01T00:00:00Z":{"currentParallelism":1,"newParallelism":2,"metrics":{}}}})";
    std::string quoted = "\"";
    for (const char c : history)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    quoted += '"';
    ForeignDesk desk;
    const auto csv = desk.import("state.csv", "id,update_time,job_key,state_type,state_value\n"
                                              "1,2026-01-01 00:00:01,job-1,scalingHistory," +
                                                  quoted +
                                                  "\n2,2026-01-01 00:00:01,job-1,parallelismOverrides,\"aa:4\"\n"
                                                  "3,2026-01-01 00:00:01,job-2,scalingHistory,broken\n4,short row\n");
    CHECK(csv.format == "Flink Autoscaler state store");
    CHECK(csv.imported == 1);
    CHECK(csv.skipped == 4);
    const auto windows = desk.windows("flink-autoscaler", "job-1");
    REQUIRE(windows.size() == 1);
    CHECK(windows[0].nodes.size() == 2);
    CHECK(windows[0].find("aa")->busyMean == 0.8);
    CHECK(isMissing(windows[0].find("bb")->busyMean));
    CHECK(windows[0].notes.at("true_processing_rate/aa") == "500.5");

    const auto json = desk.import(
        "state.json", R"([{"id":1,"job_key":"job-9","state_type":"scalingHistory","state_value":)" + history + "}]");
    CHECK(json.imported == 1);
}

TEST_CASE("a byte order mark, as spreadsheets write one, is no part of a file") {
    const std::string mark = "\xEF\xBB\xBF";
    ForeignDesk desk;
    const auto rates = desk.import("rates.csv", mark + kRates);
    CHECK(rates.imported == 2);
    CHECK(rates.skipped == 1); // the one that is garbage
    const auto state = desk.import(
        "state.json", mark + R"([{"job_key":"j","state_type":"scalingHistory","state_value":)" +
                          R"({"aa":{"2026-01-01T00:00:00Z":{"currentParallelism":2,)" + R"("newParallelism":4}}}}])");
    CHECK(state.imported == 1);
    const auto graph = desk.import("q.graph", mark + "graph G { \"op1\" [ \"operatorType\"=\"SourceOperator\" ]; }");
    CHECK(graph.imported == 1);
}

TEST_CASE("ZeroTune graphs: direction from the numbers, hosts left out, values of any length") {
    std::string instances = "[";
    for (int i = 0; i < 400; ++i)
        instances += "{outputRate=1.5, avgCPULoad=12.02, inputRate=10.0, host=b7cb721d3cfe4e8cb42d2911cd46b86c}, ";
    instances += "]";
    const std::string text =
        "graph {\n\t\"t-0\" [\"operatorType\"=\"SourceOperator\",\"parallelism\"=10,\"tupleWidthOut\"=\"12\","
        "\"instances\"=\"[{outputRate=500.0}]\"];\n"
        "\t\"t-1\" "
        "[\"operatorType\"=\"WindowedAggregateOperator\",\"parallelism\"=400,\"windowType\"=\"slidingWindow\","
        "\"windowPolicy\"=\"count\",\"windowLength\"=\"100\",\"slidingLength\"=\"70\",\"keyByClass\"=\"Integer\","
        "\"aggFunction\"=\"min\",\"instances\"=\"" +
        instances +
        "\"];\n\t\"t-2\" [\"operatorType\"=\"SinkOperator\",\"parallelism\"=1];\n"
        "\t\"host1\" [\"cpu\"=\"8\"];\n\t\"t-1\" -- \"t-0\";\n\t\"t-1\" -- \"t-2\";\n\t\"t-0\" -- \"host1\";\n}\n";
    ForeignDesk desk;
    const auto report = desk.import("query.graph", text);
    CHECK(report.format == "ZeroTune graph");
    CHECK(report.imported == 1);
    const auto graph = desk.store->latestGraph("zerotune", "query");
    REQUIRE(graph);
    REQUIRE(graph->has_value());
    CHECK((*graph)->nodes.size() == 3);
    CHECK(((*graph)->edges == std::vector<Edge>{{"t-0", "t-1", "hash", 0, 1}, {"t-1", "t-2", "rebalance", 0, 1}}));
    const Operator& aggregate = *(*graph)->find("t-1");
    CHECK(aggregate.label == "aggregate");
    CHECK(aggregate.features.windowType == "sliding");
    CHECK(aggregate.features.windowLength == 100);
    const auto windows = desk.windows("zerotune", "query");
    REQUIRE(windows.size() == 1);
    CHECK(windows[0].find("t-1")->inRate == 4000);
    CHECK(windows[0].find("t-0")->outRate == 500);
    CHECK(isMissing(windows[0].find("t-0")->inRate));

    const auto broken = desk.import("broken.graph", text.substr(0, text.size() / 2));
    CHECK(broken.imported == 0);
    CHECK(broken.skipped == 1);
}

TEST_CASE("any damage to a foreign file gives a report or an error, and leaves the store whole") {
    std::uint64_t state = 1;
    const auto random = [&state](std::size_t n) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::size_t>(state >> 33) % n;
    };
    ForeignDesk desk;
    const std::string samples[] = {
        kRates,
        "mp[1] = 5\nmp[2] = 7\n",
        "workload,parallelism\n5,1\n7,2\n",
        "{ Vertex ID aa | Parallelism 3 -> 1 | Processing capacity 1.00 -> 2.00 | Target data rate 3.00}\n",
        "job_key,state_type,state_value\na,scalingHistory,\"{\"\"v\"\":{}}\"\n",
        "graph {\n \"a-0\" [\"operatorType\"=\"SourceOperator\",\"parallelism\"=1];\n \"a-0\" -- \"a-1\";\n}\n"};
    for (int round = 0; round < 600; ++round) {
        std::string text = samples[static_cast<std::size_t>(round) % std::size(samples)];
        for (std::size_t i = 0; i <= random(4); ++i) {
            const std::size_t at = random(text.size());
            switch (random(3)) {
            case 0:
                text[at] = static_cast<char>(random(256));
                break;
            case 1:
                text.erase(at, random(20));
                break;
            default:
                text.insert(at, text.substr(random(text.size()), random(30)));
            }
            if (text.empty())
                text = "x";
        }
        const auto before = desk.store->stats();
        const auto report = importFile(*desk.store, desk.write("x.log", text), {}, {});
        if (report)
            CHECK(report->imported >= 0);
        else
            CHECK(desk.store->stats()->runs == before->runs);
    }
    CHECK(desk.store->checkIntegrity({}));
}
