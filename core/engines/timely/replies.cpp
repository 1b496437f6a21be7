// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/timely/replies.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace streamtune::engines::timely {
namespace {

constexpr std::size_t kMostWorkers = 4096;
constexpr int kMostId = 1 << 24;

int smallAt(const Json& json, const char* key, int fallback = 0) {
    const auto n = integerAt(json, key, fallback);
    return static_cast<int>(std::clamp<std::int64_t>(n, -1, kMostId));
}

double countAt(const Json& json, const char* key) {
    return std::max(0.0, valueOr(numberAt(json, key), 0));
}

std::vector<int> workersAt(const Json& json) {
    std::vector<int> workers;
    if (const Json& list = childAt(json, "workers"); list.is_array())
        for (const Json& w : list)
            if (w.is_number_integer() && w.get<std::int64_t>() >= 0 && w.get<std::int64_t>() < kMostId)
                workers.push_back(w.get<int>());
    std::ranges::sort(workers);
    workers.erase(std::ranges::unique(workers).begin(), workers.end());
    return workers;
}

/// Element `i` of a row of numbers.
double cell(const Json& row, std::size_t i) {
    return row.is_array() && i < row.size() && row[i].is_number() ? std::max(0.0, row[i].get<double>()) : 0;
}

WorkerStats workerFrom(const Json& json) {
    WorkerStats w;
    w.worker = smallAt(json, "w");
    w.tNs = countAt(json, "t_ns");
    w.parkNs = countAt(json, "park_ns");
    w.silentNs = countAt(json, "silent_ns");
    w.parked = boolAt(json, "parked", false);
    w.closed = boolAt(json, "closed", false);
    w.ended = boolAt(json, "ended", false);
    w.panicked = boolAt(json, "panicked", false);
    w.cpuNs = numberAt(json, "cpu_ns");
    w.runQueueNs = numberAt(json, "runq_ns");
    w.frontier = numberAt(json, "frontier");
    w.input = numberAt(json, "input");
    if (const Json& open = childAt(json, "open"); open.is_array() && open.size() == 2) {
        w.open = static_cast<int>(std::min(cell(open, 0), static_cast<double>(kMostId)));
        w.openSinceNs = cell(open, 1);
    }
    if (const Json& ops = childAt(json, "ops"); ops.is_array())
        for (const Json& row : ops)
            w.schedNs += cell(row, 1);
    if (const Json& channels = childAt(json, "ch"); channels.is_array())
        for (const Json& row : channels) {
            if (!row.is_array() || row.size() < 2)
                continue;
            const int channel = static_cast<int>(std::min(cell(row, 0), static_cast<double>(kMostId)));
            w.sent[channel] = cell(row, 1);
            if (row.size() > 5 && row[5].is_array())
                w.crosses[channel] = true;
        }
    if (const Json& placed = childAt(json, "placed"); placed.is_array())
        for (const Json& p : placed)
            if (const std::string name = stringAt(p, "name"); !name.empty())
                w.placed[name] = {countAt(p, "arrived"),   countAt(p, "held"),   countAt(p, "received"),
                                  countAt(p, "processed"), countAt(p, "stash"),  countAt(p, "busy_ns"),
                                  countAt(p, "emitted"),   countAt(p, "wait_ns")};
    if (const Json& sources = childAt(json, "sources"); sources.is_array())
        for (const Json& s : sources)
            if (std::string name = stringAt(s, "name"); !name.empty())
                w.sources.emplace_back(std::move(name), countAt(s, "due"));
    return w;
}

} // namespace

bool Hello::can(std::string_view cap) const {
    return std::ranges::find(caps, cap) != caps.end();
}

const TopologyOp* Topology::placed(std::string_view name) const {
    const auto it = std::ranges::find_if(ops, [&](const TopologyOp& o) { return o.role == "placed" && o.of == name; });
    return it == ops.end() ? nullptr : &*it;
}

std::map<std::string, std::vector<int>> Topology::placements() const {
    std::map<std::string, std::vector<int>> all;
    for (const TopologyOp& op : ops)
        if (op.role == "placed")
            all[op.of] = op.placement.workers;
    return all;
}

std::int64_t Topology::placementRev() const {
    std::int64_t newest = 0;
    for (const TopologyOp& op : ops)
        newest = std::max(newest, op.placement.rev);
    return newest;
}

const WorkerStats* Stats::find(int worker) const {
    const auto it = std::ranges::find(workers, worker, &WorkerStats::worker);
    return it == workers.end() ? nullptr : &*it;
}

Result<Hello> parseHello(const Json& json) {
    if (!childAt(json, "v").is_number() || stringAt(json, "run").empty() || stringAt(json, "timely").empty())
        return fail("engine.not_engine", "The address answers, but not as a streamtune-timely agent.",
                    "Check the address; the agent prints it when the job starts.");
    if (const auto v = integerAt(json, "v", 0); v != 1)
        return fail("engine.unsupported",
                    fmt::format("The agent speaks version {} of its protocol; this program speaks version 1.", v),
                    "Use matching versions of the agent and this program.");
    Hello h;
    h.agent = stringAt(json, "agent");
    h.timely = stringAt(json, "timely");
    h.job = stringAt(json, "job", "timely job");
    h.run = stringAt(json, "run");
    h.state = stringAt(json, "state", "running");
    h.process = smallAt(json, "process");
    h.processes = std::max(1, smallAt(json, "processes", 1));
    h.peers = std::max(0, smallAt(json, "peers"));
    h.threads = smallAt(json, "os_threads");
    h.unixNs0 = std::strtod(stringAt(json, "unix_ns0").c_str(), nullptr);
    if (const Json& caps = childAt(json, "caps"); caps.is_array())
        for (const Json& cap : caps)
            if (cap.is_string())
                h.caps.push_back(cap.get<std::string>());
    return h;
}

Result<Topology> parseTopology(const Json& json) {
    if (!childAt(json, "ops").is_array() || !childAt(json, "edges").is_array())
        return fail("engine.format", "The agent's topology has no lists of operators and edges.",
                    "Use matching versions of the agent and this program.");
    Topology t;
    t.rev = integerAt(json, "rev", 0);
    for (const Json& o : childAt(json, "ops")) {
        TopologyOp op;
        op.id = smallAt(o, "id");
        op.address = stringAt(o, "op");
        op.name = stringAt(o, "name");
        op.role = stringAt(o, "role");
        op.of = stringAt(o, "of");
        op.scope = boolAt(o, "scope", false);
        op.ended = boolAt(o, "ended", false);
        if (const Json& p = childAt(o, "placement"); p.is_object()) {
            op.role = "placed";
            op.of = stringAt(p, "name", op.name);
            op.placement = {stringAt(p, "mode"), workersAt(p), integerAt(p, "rev", 0)};
        }
        if (!op.address.empty())
            t.ops.push_back(std::move(op));
    }
    for (const Json& e : childAt(json, "edges")) {
        TopologyEdge edge{smallAt(e, "ch"), stringAt(e, "from"), stringAt(e, "to"), smallAt(e, "to_port")};
        if (!edge.from.empty() && !edge.to.empty())
            t.edges.push_back(std::move(edge));
    }
    return t;
}

Result<Stats> parseStats(const Json& json) {
    const Json& workers = childAt(json, "workers");
    if (!workers.is_array() || stringAt(json, "run").empty() || workers.size() > kMostWorkers)
        return fail("engine.format", "The agent's statistics have no run and no list of workers.",
                    "Use matching versions of the agent and this program.");
    Stats s;
    s.run = stringAt(json, "run");
    s.state = stringAt(json, "state", "running");
    s.nowNs = countAt(json, "now_ns");
    s.rev = integerAt(json, "rev", 0);
    s.unitsPerSecond = std::max(1.0, valueOr(numberAt(json, "units_per_second"), s.unitsPerSecond));
    if (const Json& rates = childAt(json, "rates"); rates.is_object())
        for (const auto& [name, rate] : rates.items())
            if (rate.is_number())
                s.rates[name] = rate.get<double>();
    for (const Json& w : workers)
        s.workers.push_back(workerFrom(w));
    return s;
}

Stats merged(std::vector<Stats> parts) {
    if (parts.empty())
        return {};
    Stats all = std::move(parts.front());
    for (std::size_t i = 1; i < parts.size(); ++i) {
        all.run += "+" + parts[i].run;
        if (all.state == "running")
            all.state = parts[i].state;
        for (WorkerStats& w : parts[i].workers)
            all.workers.push_back(std::move(w));
    }
    std::ranges::sort(all.workers, {}, &WorkerStats::worker);
    return all;
}

} // namespace streamtune::engines::timely
