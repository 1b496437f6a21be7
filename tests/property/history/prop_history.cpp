// SPDX-License-Identifier: GPL-3.0-or-later
// Random histories: what is recorded comes back, filters agree with a plain loop, exports with imports, the plan table
// with a model of it.
#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "core/history/exchange.h"
#include "core/history/window_detail.h"
#include "tests/support/history_data.h"

using namespace streamtune;
using namespace streamtune::history;
using namespace streamtune::test;

namespace {

using Random = std::mt19937;

Number anyNumber(Random& random) {
    constexpr double kInf = std::numeric_limits<double>::infinity();
    switch (random() % 8) {
    case 0:
        return std::nullopt;
    case 1:
        return std::numeric_limits<double>::quiet_NaN();
    case 2:
        return 0.0;
    case 3:
        return random() % 2 ? kInf : -kInf;
    case 4:
        return static_cast<double>(random()) * 1e300;
    default:
        return static_cast<double>(random() % 1'000) / 1'000; // equal values happen
    }
}

std::vector<Number> anyNumbers(Random& random) {
    std::vector<Number> numbers(random() % 5);
    for (Number& n : numbers)
        n = anyNumber(random);
    return numbers;
}

std::string anyText(Random& random) {
    static const std::array<std::string, 8> kParts{
        "a", "\"", "'; --", "<b>", "\xF0\x9F\xA6\x9D", "\n", "\\", std::string(300, 'z')};
    std::string text;
    for (auto n = random() % 5; n > 0; --n)
        text += kParts[random() % kParts.size()];
    return text;
}

Observation anyWindow(const JobGraph& graph, Random& random) {
    Observation w = windowOf(graph, "d" + std::to_string(random() % 3), static_cast<int>(random() % 1'000), 0);
    w.connection = random() % 2 ? "local" : "remote";
    w.quiet = random() % 2;
    w.whyNotQuiet = anyText(random);
    w.jobLag = anyNumber(random);
    w.seconds = static_cast<double>(random() % 100);
    w.notes[anyText(random)] = anyText(random);
    std::ranges::shuffle(w.nodes, random);
    w.nodes.resize(random() % (w.nodes.size() + 1));
    for (NodeObservation& n : w.nodes) {
        n.parallelism = static_cast<int>(random() % 100);
        for (Number* value :
             {&n.inRate, &n.outRate, &n.inBytes, &n.outBytes, &n.busyMean, &n.busyMax, &n.backpressuredMean,
              &n.backpressuredMax, &n.idleMean, &n.cpuLoad, &n.backlog, &n.watermark})
            *value = anyNumber(random);
        n.subtaskIn = anyNumbers(random);
        n.subtaskBusy = anyNumbers(random);
        n.subtaskBackpressured = anyNumbers(random);
    }
    w.sources.resize(random() % 3);
    for (SourceObservation& s : w.sources)
        s = {anyText(random),   anyNumber(random), static_cast<OfferedFrom>(random() % 5),
             anyNumber(random), anyNumber(random), anyNumber(random)};
    w.workers.resize(random() % 3);
    for (WorkerObservation& worker : w.workers)
        worker = {static_cast<int>(random() % 64), anyNumber(random), anyNumber(random), anyNumber(random),
                  anyNumber(random)};
    return w;
}

std::map<std::string, int> anyLabels(const JobGraph& graph, Random& random) {
    std::map<std::string, int> labels;
    for (const Operator& node : graph.nodes)
        if (random() % 2)
            labels[node.id] = static_cast<int>(random() % 3) - 1;
    return labels;
}

/// A store with `count` random windows of three jobs and some corrected labels.
void fill(Store& store, Random& random, int count) {
    for (int i = 0; i < count; ++i) {
        JobGraph graph = chainGraph("job" + std::to_string(random() % 3), 2 + static_cast<int>(random() % 3));
        graph.id = graph.name += std::to_string(graph.nodes.size());
        const auto run = store.record(graph, anyWindow(graph, random), anyLabels(graph, random));
        if (!run)
            MESSAGE(run.error().sentence);
        REQUIRE(run);
    }
    for (int i = 0; i < count / 4; ++i) {
        const Status done = store.overrideLabel({1 + static_cast<int>(random() % 6), static_cast<int>(random() % 4),
                                                 "n" + std::to_string(random() % 3), static_cast<int>(random() % 3) - 1,
                                                 anyText(random), anyText(random), dayOne() + Millis{1'000} * i});
        if (!done)
            CHECK((done.error().code == "store.unknown_window" || done.error().code == "store.unknown_node"));
    }
}

std::string exportOf(Store& store) {
    const ScratchFolder folder;
    REQUIRE(exportFile(store, {ExportWhat::History, folder / "h.jsonl", "", ""}, {}, {}));
    std::ostringstream out;
    out << std::ifstream(folder / "h.jsonl").rdbuf();
    return out.str();
}

bool above(const Number& value, const std::optional<double>& limit) {
    return !limit || (value && *value > *limit); // NaN is above nothing
}

ObservationFilter anyFilter(Random& random) {
    ObservationFilter f;
    if (random() % 4 == 0)
        f.connection = random() % 2 ? "local" : "remote";
    if (random() % 4 == 0)
        f.jobName = "job" + std::to_string(random() % 3) + std::to_string(2 + random() % 3);
    if (random() % 4 == 0)
        f.nodeNameContains = std::array{"map", "SINK", "e 0", "%", "none"}[random() % 5];
    if (random() % 6 == 0)
        f.run = 1 + static_cast<int>(random() % 12);
    if (random() % 3 == 0)
        f.busyAbove = static_cast<double>(random() % 1'000) / 1'000;
    if (random() % 3 == 0)
        f.backpressureAbove = static_cast<double>(random() % 1'000) / 1'000;
    if (random() % 3 == 0)
        f.label = static_cast<int>(random() % 3) - 1;
    if (random() % 5 == 0)
        f.since = dayOne() + Millis{10'000} * static_cast<int>(random() % 1'000);
    if (random() % 5 == 0)
        f.until = dayOne() + Millis{10'000} * static_cast<int>(random() % 1'000);
    return f;
}

bool matches(const ObservationFilter& f, const ObservationRow& r) {
    const auto lower = [](std::string text) {
        std::ranges::transform(text, text.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        return text;
    };
    return (f.connection.empty() || f.connection == r.connection) && (f.jobName.empty() || f.jobName == r.jobName) &&
           lower(r.nodeName).find(lower(f.nodeNameContains)) != std::string::npos && (!f.run || *f.run == r.run) &&
           above(r.node.busyMax, f.busyAbove) && above(r.node.backpressuredMax, f.backpressureAbove) &&
           (!f.label || r.label == f.label) && (!f.since || r.start >= *f.since) && (!f.until || r.start <= *f.until);
}

std::vector<ObservationRow> allRows(Store& store, const ObservationFilter& filter, int pageSize) {
    std::vector<ObservationRow> rows;
    std::string after;
    do {
        auto page = store.observations(filter, pageSize, after, {});
        REQUIRE(page);
        std::ranges::move(page->rows, std::back_inserter(rows));
        after = page->next;
    } while (!after.empty());
    return rows;
}

} // namespace

TEST_CASE("any window comes back from its blob") {
    Random random(1);
    const JobGraph graph = chainGraph("job", 5);
    for (int i = 0; i < 2'000; ++i) {
        const Observation w = anyWindow(graph, random);
        std::vector<std::int64_t> given(w.nodes.size());
        for (std::int64_t& position : given)
            position = static_cast<std::int64_t>(random());
        Observation back = w;
        back.nodes.clear();
        back.sources.clear();
        back.workers.clear();
        back.notes.clear();
        std::vector<std::int64_t> positions;
        REQUIRE(decodeDetail(encodeDetail(w, given), back, positions));
        CHECK(positions == given);
        for (std::size_t n = 0; n < back.nodes.size(); ++n)
            back.nodes[n].id = w.nodes[n].id;
        REQUIRE((observationToJson(back).dump() == observationToJson(w).dump()));
    }
}

TEST_CASE("any filter agrees with a plain loop over all rows") {
    for (unsigned seed = 1; seed <= 4; ++seed) {
        Random random(seed);
        const ScratchFolder folder;
        auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
        REQUIRE(store);
        REQUIRE((*store)->transaction([&]() -> Status {
            fill(**store, random, 120);
            return {};
        }));
        const auto everything = allRows(**store, {}, 5'000);
        std::size_t found = 0;
        for (int i = 0; i < 300; ++i) {
            CAPTURE(seed);
            CAPTURE(i);
            const ObservationFilter filter = anyFilter(random);
            std::vector<std::string> expected, got;
            const auto name = [](const ObservationRow& r) {
                return std::to_string(r.run) + "/" + std::to_string(r.window) + "/" + r.node.id;
            };
            for (const ObservationRow& row : everything)
                if (matches(filter, row))
                    expected.push_back(name(row));
            for (const ObservationRow& row : allRows(**store, filter, 1 + static_cast<int>(random() % 50)))
                got.push_back(name(row));
            REQUIRE(got == expected);
            found += got.size();
        }
        CHECK(found > 300);
    }
}

TEST_CASE("any history goes out and comes in the same") {
    for (unsigned seed = 1; seed <= 6; ++seed) {
        Random random(100 + seed);
        const ScratchFolder folder;
        auto from = Store::open(folder / "from.db", OpenMode::ReadWrite);
        auto to = Store::open(folder / "to.db", OpenMode::ReadWrite);
        REQUIRE(from);
        REQUIRE(to);
        REQUIRE((*from)->transaction([&]() -> Status {
            fill(**from, random, 40);
            return {};
        }));
        const std::string text = exportOf(**from);
        std::ofstream(folder / "h.jsonl", std::ios::binary) << text;
        const auto report = importFile(**to, folder / "h.jsonl", {}, {});
        REQUIRE(report);
        // Two windows of one deployment with equal times are one window to an import.
        CHECK(report->skipped <= 2);
        if (report->skipped == 0)
            CHECK((exportOf(**to) == text));
        CHECK((*to)->checkIntegrity({}));
    }
}

TEST_CASE("any sequence of calls on plans agrees with a model") {
    constexpr std::array kStates{"draft", "checked", "approved", "applying", "verifying", "done", "failed", "stale"};
    struct Model {
        std::string state;
        std::size_t steps = 0, approvals = 0;
        bool finished = false;
    };
    const ScratchFolder folder;
    auto opened = Store::open(folder / "w.db", OpenMode::ReadWrite);
    REQUIRE(opened);
    Store& store = **opened;
    Random random(5);
    std::map<std::string, Model> model;
    std::int64_t rows = 0;
    REQUIRE(store.transaction([&]() -> Status {
        for (int i = 0; i < 6'000; ++i) {
            const std::string id = "p" + std::to_string(random() % 12);
            const std::string from = kStates[random() % kStates.size()], to = kStates[random() % kStates.size()];
            const auto known = model.find(id);
            const bool there = known != model.end();
            bool expected = false;
            Status done;
            switch (random() % 5) {
            case 0: {
                PlanRecord plan;
                plan.id = id;
                plan.hash = "h" + id;
                plan.state = "draft";
                expected = !there;
                if (expected)
                    model[id].state = "draft";
                done = store.insertPlan(plan, {});
                break;
            }
            case 1:
                expected = there && known->second.state == from;
                if (expected)
                    known->second.state = to;
                done = store.movePlan(id, from, to, {});
                break;
            case 2: {
                const bool right = random() % 3;
                expected = there && right && known->second.state == "checked";
                if (expected) {
                    known->second.state = "approved";
                    ++known->second.approvals;
                }
                done = store.approvePlan({id, right ? "h" + id : "other", "ann", "", {}, ""}, {});
                break;
            }
            case 3:
                expected = there && (known->second.state == "applying" || known->second.state == "verifying");
                if (expected)
                    ++known->second.steps;
                done = store.appendStep({id, 0, {}, "{}"}, "{}", {});
                break;
            default:
                expected = there && known->second.state == from;
                if (expected) {
                    known->second.state = to;
                    known->second.finished = true;
                }
                done = store.finishPlan(id, from, to, "{}", {});
            }
            REQUIRE(done.has_value() == expected);
            rows += expected;
        }
        return {};
    }));
    CHECK(rows > 300);
    for (const auto& [id, expected] : model) {
        const auto plan = store.plan(id);
        REQUIRE(plan);
        CHECK((*plan)->state == expected.state);
        CHECK((*plan)->outcome.empty() != expected.finished);
        CHECK(store.steps(id)->size() == expected.steps);
        CHECK(store.approvals(id)->size() == expected.approvals);
    }
    CHECK(store.verifyAudit({})->rows == rows);
    CHECK(store.verifyAudit({})->intact);
}
