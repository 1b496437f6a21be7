// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What an agent says, as values. Parsers take whatever arrives: unknown fields are ignored, absent ones are missing.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/number.h"
#include "core/base/result.h"

namespace streamtune::engines::timely {

struct Hello {
    std::string agent, timely, job, run;
    std::string state; ///< waiting_for_peers | running | draining | ended | broken
    int process = 0, processes = 1, peers = 0, threads = 0;
    double unixNs0 = 0;
    std::vector<std::string> caps;
    [[nodiscard]] bool can(std::string_view cap) const;
};

struct Placement {
    std::string mode; ///< stateless | keyed
    std::vector<int> workers;
    std::int64_t rev = 0;
};

struct TopologyOp {
    int id = 0;
    std::string address; ///< "0.7"
    std::string name;
    std::string role; ///< "" | placed | route | control
    std::string of;   ///< route: the placed operator behind it; placed: its name
    bool scope = false, ended = false;
    Placement placement;
};

struct TopologyEdge {
    int channel = 0;
    std::string from, to;
    int toPort = 0;
};

struct Topology {
    std::int64_t rev = 0;
    std::vector<TopologyOp> ops;
    std::vector<TopologyEdge> edges;
    [[nodiscard]] const TopologyOp* placed(std::string_view name) const;
    /// Placed operators and their workers.
    [[nodiscard]] std::map<std::string, std::vector<int>> placements() const;
    /// Largest revision of a placement.
    [[nodiscard]] std::int64_t placementRev() const;
};

/// Cumulative counters of a placed operator on one worker.
struct PlacedCount {
    double arrived = 0, held = 0, received = 0, processed = 0, stash = 0, busyNs = 0, emitted = 0;
    double waitNs = 0; ///< part of busyNs that went by waiting for a core
};

struct WorkerStats {
    int worker = 0;
    double tNs = 0, parkNs = 0, silentNs = 0;
    bool parked = false, closed = false, ended = false, panicked = false;
    std::optional<int> open; ///< operator inside whose schedule it is
    double openSinceNs = 0;
    Number cpuNs, runQueueNs, frontier, input;
    double schedNs = 0;          ///< over all operators, self time
    std::map<int, bool> crosses; ///< channel -> whether records went to another worker
    std::map<int, double> sent;  ///< channel -> records that this worker sent so far
    std::map<std::string, PlacedCount> placed;
    std::vector<std::pair<std::string, double>> sources; ///< name, records due so far
};

struct Stats {
    std::string run, state;
    double nowNs = 0;
    std::int64_t rev = 0;
    double unitsPerSecond = 1000;        ///< of the job's timestamps
    std::map<std::string, double> rates; ///< sources whose rate is set from outside, records/s
    std::vector<WorkerStats> workers;
    [[nodiscard]] const WorkerStats* find(int worker) const;
};

/// Error "engine.not_engine" where it is no agent, "engine.unsupported" for another version of the protocol.
[[nodiscard]] Result<Hello> parseHello(const Json& json);
/// Error "engine.format".
[[nodiscard]] Result<Topology> parseTopology(const Json& json);
[[nodiscard]] Result<Stats> parseStats(const Json& json);
/// Counters of several processes as one.
[[nodiscard]] Stats merged(std::vector<Stats> parts);

} // namespace streamtune::engines::timely
