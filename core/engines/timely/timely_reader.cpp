// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/timely/timely_reader.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/engines/timely/window.h"

namespace streamtune::engines::timely {
namespace {

constexpr Millis kGlance{400};  ///< pause between the two readings behind a list of jobs
constexpr Millis kRetry{500};   ///< pause before a broken window is tried again
constexpr Millis kTrend{1'000}; ///< how long lag is watched after a change
constexpr double kOversubscribed = 0.20;

std::string stateWord(const Hello& hello, const Stats& stats) {
    const std::string& s = hello.state;
    if (s == "waiting_for_peers" || (s == "running" && stats.workers.empty()))
        return "WAITING FOR PEERS";
    if (s == "broken" || std::ranges::any_of(stats.workers, &WorkerStats::panicked))
        return "FAILED";
    if (s == "ended")
        return "FINISHED";
    if (s == "draining")
        return "DRAINING";
    return "RUNNING";
}

Error gone(const std::string& jobId, const Hello& hello) {
    return {"engine.unknown_job",
            fmt::format("The agent belongs to the job \"{}\", not to \"{}\".", hello.job, jobId.substr(0, 100)),
            "List the jobs of the connection.",
            {}};
}

std::vector<std::string> troubles(const JobReading& r) {
    std::vector<std::string> list;
    for (const WorkerStats& w : r.stats.workers) {
        if (w.panicked)
            list.push_back(fmt::format("Worker {} panicked; the others run on without it.", w.worker));
        else if (w.ended && !w.closed && r.hello.state == "running")
            list.push_back(fmt::format("Worker {} has ended.", w.worker));
        else if (!w.ended && !w.parked && w.silentNs > kSilentNs)
            list.push_back(fmt::format("Worker {} has said nothing for {:.1f} s{}.", w.worker, w.silentNs / 1e9,
                                       w.open ? ": it is inside one operator" : ""));
    }
    return list;
}

/// The operator that keeps a worker busiest.
void findWorst(JobSummary& summary, const Observation& o) {
    for (const NodeObservation& n : o.nodes)
        if (isKnown(n.busyMax) && (!summary.worstBusy || *n.busyMax > *summary.worstBusy)) {
            summary.worst = n.id;
            summary.worstBusy = n.busyMax;
            summary.worstBackpressure = n.backpressuredMax;
        }
}

} // namespace

std::string JobReading::epoch() const {
    return fmt::format("{}:{}", hello.run, topology.placementRev());
}

Result<Hello> readHello(const Transports& agents, std::stop_token stop) {
    ST_ASSIGN(const Json json, getJson(*agents.front(), "/v1/hello", stop));
    ST_ASSIGN(Hello hello, parseHello(json));
    if (hello.process != 0) // others do not know what process 0 moves
        return fail("connection.value",
                    fmt::format("The first address of the connection, {}, is that of process {}; process 0 leads.",
                                agents.front()->base(), hello.process),
                    "Give the address of process 0 first.");
    return hello;
}

Result<Stats> readStats(const Transports& agents, std::stop_token stop) {
    std::vector<Stats> parts;
    for (const auto& agent : agents) {
        ST_ASSIGN(const Json json, getJson(*agent, "/v1/stats", stop));
        ST_ASSIGN(Stats part, parseStats(json));
        if (std::ranges::find(parts, part.run, &Stats::run) != parts.end())
            return fail("connection.value",
                        fmt::format("The address {} of the connection leads to a process that it names already.",
                                    agent->base()),
                        "Give every process once.");
        parts.push_back(std::move(part));
    }
    return merged(std::move(parts));
}

Result<JobReading> readJob(const Transports& agents, std::stop_token stop) {
    JobReading r;
    ST_ASSIGN(r.hello, readHello(agents, stop));
    ST_ASSIGN(const Json topology, getJson(*agents.front(), "/v1/topology", stop));
    ST_ASSIGN(r.topology, parseTopology(topology));
    ST_ASSIGN(r.stats, readStats(agents, stop));
    r.job = jobGraphOf(r.hello, r.topology, r.stats);
    if (stop.stop_requested())
        return fail("engine.cancelled", "Reading the job was cancelled.");
    return r;
}

Result<std::map<std::string, std::vector<int>>> placementOf(const Change& change, const JobReading& reading,
                                                            int workers) {
    std::map<std::string, std::vector<int>> moves;
    const auto present = reading.topology.placements();
    std::vector<int> used(static_cast<std::size_t>(std::max(workers, 1)), 0);
    for (const auto& [op, list] : present)
        for (const int w : list)
            if (w < workers)
                ++used[static_cast<std::size_t>(w)];
    for (const auto& [op, k] : change.target) {
        const auto now = present.find(op);
        if (now == present.end())
            continue; // plain operators stay where they are
        std::vector<int> wanted;
        if (const auto said = change.placement.find(op);
            said != change.placement.end() && static_cast<int>(said->second.size()) == k)
            wanted = said->second;
        else
            for (const int w : now->second)
                if (w < workers && static_cast<int>(wanted.size()) < k)
                    wanted.push_back(w);
        while (static_cast<int>(wanted.size()) < k) {
            int best = -1;
            for (int w = 0; w < workers; ++w)
                if (std::ranges::find(wanted, w) == wanted.end() &&
                    (best < 0 || used[static_cast<std::size_t>(w)] < used[static_cast<std::size_t>(best)]))
                    best = w;
            if (best < 0)
                return fail("plan.placement",
                            fmt::format("\"{}\" cannot lie on {} workers: the job has {}.", op, k, workers),
                            "Ask for fewer, or launch the job again with more workers.");
            ++used[static_cast<std::size_t>(best)];
            wanted.push_back(best);
        }
        std::ranges::sort(wanted);
        if (std::ranges::any_of(wanted, [&](int w) { return w < 0 || w >= workers; }))
            return fail("plan.placement",
                        fmt::format("\"{}\" is to lie on workers {}, and the job has workers 0 to {}.", op,
                                    fmt::join(wanted, ", "), workers - 1),
                        "Make a new plan for the job as it is now.");
        if (wanted != now->second)
            moves[op] = std::move(wanted);
    }
    return moves;
}

Json placementBody(const std::map<std::string, std::vector<int>>& placement, std::int64_t rev) {
    Json items = Json::array();
    for (const auto& [op, workers] : placement)
        items.push_back({{"op", op}, {"workers", workers}});
    return {{"items", std::move(items)}, {"if_rev", rev}};
}

int workersFor(const Change& change, int present) {
    int most = present;
    for (const auto& [op, workers] : change.placement)
        for (const int w : workers)
            most = std::max(most, w + 1);
    return most;
}

TimelyReader::TimelyReader(Profile profile, Transports agents, std::shared_ptr<Clock> clock)
    : m_profile(std::move(profile)), m_agents(std::move(agents)), m_clock(std::move(clock)) {}

Result<JobReading> TimelyReader::read(const std::string& jobId, std::stop_token stop) {
    ST_ASSIGN(JobReading r, readJob(m_agents, stop));
    if (r.hello.job != jobId)
        return fail(gone(jobId, r.hello));
    return r;
}

Result<ClusterInfo> TimelyReader::cluster(std::stop_token stop) {
    ST_ASSIGN(const JobReading r, readJob(m_agents, stop));
    ClusterInfo info;
    info.version = r.hello.timely;
    info.revision = "agent " + r.hello.agent;
    info.workers = r.hello.peers;
    info.slotsTotal = r.hello.peers;
    info.facts = {{"run", r.hello.run},
                  {"state", r.hello.state},
                  {"processes", std::to_string(r.hello.processes)},
                  {"os_threads", std::to_string(r.hello.threads)},
                  {"capabilities", fmt::format("{}", fmt::join(r.hello.caps, " "))}};
    for (const WorkerStats& w : r.stats.workers) {
        ClusterInfo::Worker worker;
        worker.id = std::to_string(w.worker);
        info.workerList.push_back(std::move(worker));
    }
    return info;
}

Result<std::vector<JobSummary>> TimelyReader::jobs(std::stop_token stop) {
    ST_ASSIGN(const JobReading r, readJob(m_agents, stop));
    JobSummary s;
    s.id = s.name = r.hello.job;
    s.state = stateWord(r.hello, r.stats);
    s.started = TimePoint{Millis{static_cast<std::int64_t>(r.hello.unixNs0 / 1e6)}};
    if (s.state == "RUNNING") {
        s.slots = r.job.graph.slotsNeeded(r.job.graph.parallelism());
        s.rescalable = r.hello.can("set_placement") || m_profile.options.contains("supervisor");
        if (!*s.rescalable)
            s.whyNot = "The job has no placed operators, and the connection has no supervisor to launch it again.";
        m_clock->sleep(kGlance, stop);
        if (const auto later = readStats(m_agents, stop); later && later->run == r.stats.run)
            findWorst(s, observationBetween(r.job, r.topology, r.stats, *later));
    }
    return std::vector<JobSummary>{std::move(s)};
}

Result<JobSnapshot> TimelyReader::snapshot(const std::string& jobId, std::stop_token stop) {
    ST_ASSIGN(const JobReading r, read(jobId, stop));
    JobSnapshot s;
    s.graph = r.job.graph;
    s.jobId = s.jobName = r.hello.job;
    s.state = stateWord(r.hello, r.stats);
    s.running = s.state == "RUNNING";
    s.epoch = r.epoch();
    s.runningSince = TimePoint{Millis{static_cast<std::int64_t>(r.hello.unixNs0 / 1e6)}};
    s.readAt = m_clock->now();
    s.slotsTotal = r.hello.peers;
    s.facts = {{"timely", r.hello.timely},
               {"agent", r.hello.agent},
               {"run", r.hello.run},
               {"workers", std::to_string(r.hello.peers)},
               {"processes", std::to_string(r.hello.processes)}};
    for (const auto& [name, workers] : r.topology.placements())
        s.facts["placement." + name] = fmt::format("{}", fmt::join(workers, " "));
    s.exceptions = troubles(r);
    return s;
}

Result<Observation> TimelyReader::observe(const std::string& jobId, Millis patience, std::stop_token stop,
                                          const ProgressSink& progress) {
    const TimePoint begin = m_clock->now();
    const auto spent = [&] { return std::chrono::duration_cast<Millis>(m_clock->now() - begin); };
    Observation last;
    ST_ASSIGN(const Hello hello, readHello(m_agents, stop));
    ST_TRY(checkWorkers(hello, stop)); // advice from a part of them would be wrong
    while (true) {
        ST_ASSIGN(const JobReading first, read(jobId, stop));
        if (const std::string state = stateWord(first.hello, first.stats); state != "RUNNING") {
            if (state == "FINISHED" || state == "FAILED")
                return fail("engine.job_ended", fmt::format("The job \"{}\" is {}.", jobId, state),
                            "Start it again, then observe.");
            if (spent() > patience)
                return fail("engine.timeout", fmt::format("The job \"{}\" is {} and does not run.", jobId, state),
                            "Start its other processes.");
            if (!m_clock->sleep(kRetry, stop))
                return fail("engine.cancelled", "Observing the job was cancelled.");
            continue;
        }
        const TimePoint from = m_clock->now();
        std::vector<LagAt> lags;
        const auto look = [&](const Stats& stats) {
            if (const auto lag = lagAt(stats); lag && stats.run == first.stats.run)
                lags.push_back(*lag);
        };
        look(first.stats);
        for (Millis waited{0}; waited < m_profile.window; waited += kRetry) {
            report(progress, {"waiting for a quiet window", waited.count(), m_profile.window.count(), {}, true});
            if (!m_clock->sleep(std::min(kRetry, m_profile.window - waited), stop))
                return fail("engine.cancelled", "Observing the job was cancelled.");
            if (const auto meanwhile = readStats(m_agents, stop))
                look(*meanwhile);
        }
        ST_ASSIGN(const JobReading second, read(jobId, stop));
        look(second.stats);
        last = observationBetween(first.job, first.topology, first.stats, second.stats, lags);
        last.connection = m_profile.name;
        last.engine = "timely";
        last.jobId = last.jobName = jobId;
        last.deployment = second.epoch();
        last.start = from;
        last.end = m_clock->now();
        const bool restarted = first.stats.run != second.stats.run;
        // By the agent's own clock, which does not jump.
        last.seconds = restarted ? static_cast<double>((last.end - last.start).count()) / 1000.0
                                 : (second.stats.nowNs - first.stats.nowNs) / 1e9;
        if (restarted || first.epoch() != second.epoch()) {
            last.quiet = false;
            last.whyNotQuiet = restarted ? "the job was started again meanwhile" : "operators were moved meanwhile";
        }
        if (last.quiet || spent() + m_profile.window > patience)
            return last;
    }
}

Result<RescaleCapability> TimelyReader::capability(const std::string& jobId, std::stop_token stop) {
    ST_ASSIGN(const JobReading r, read(jobId, stop));
    RescaleCapability c;
    const bool places = r.hello.can("set_placement") && r.hello.peers > 1;
    const bool launches = m_profile.options.contains("supervisor");
    c.paths.push_back(
        {ApplyPath::InPlace, places,
         places ? "Operators move between the workers while the job runs."
         : r.hello.peers <= 1
             ? "The job has one worker only."
             : "The job has no operators that were built with the agent, or its timely is older than 0.29."});
    c.paths.push_back({ApplyPath::Relaunch, launches,
                       launches ? "The job is drained and the supervisor starts it again with other workers."
                                : "The connection names no supervisor command."});
    const std::string state = stateWord(r.hello, r.stats);
    c.checks.push_back({"state", state == "RUNNING" ? CheckLevel::Ok : CheckLevel::Block, "Job " + state,
                        state == "RUNNING" ? "All workers of the job run." : "The job is " + state + "."});
    for (const std::string& trouble : troubles(r))
        c.checks.push_back({"worker",
                            trouble.find("panicked") != std::string::npos ? CheckLevel::Block : CheckLevel::Note,
                            "Worker in trouble", trouble});
    double cpu = 0, wait = 0;
    for (const WorkerStats& w : r.stats.workers) {
        cpu += valueOr(w.cpuNs, 0);
        wait += valueOr(w.runQueueNs, 0);
    }
    const bool crowded = cpu + wait > 0 && wait / (cpu + wait) > kOversubscribed;
    c.checks.push_back(
        {"run_queue", crowded ? CheckLevel::Note : CheckLevel::Ok, crowded ? "Too few cores" : "Cores suffice",
         crowded ? fmt::format("The workers waited {:.0f} % of their running time for a core: {} workers "
                               "share {} threads. Measured costs are without that waiting.",
                               100 * wait / (cpu + wait), r.hello.peers, r.hello.threads)
                 : "The workers get a core when they need one."});
    return c;
}

Result<std::vector<PreparedRequest>> TimelyReader::prepare(const Change& change, std::stop_token stop) {
    ST_ASSIGN(const JobReading r, read(change.jobId, stop));
    const int workers = workersFor(change, r.hello.peers);
    ST_ASSIGN(const auto moves, placementOf(change, r, workers));
    std::vector<PreparedRequest> requests;
    const std::string base = m_agents.front()->base();
    if (change.path == ApplyPath::Relaunch) {
        const auto command = m_profile.options.find("supervisor");
        if (command == m_profile.options.end())
            return fail("engine.unsupported", "The connection names no supervisor command to launch the job again.",
                        "Add the option supervisor to the connection.");
        requests.push_back(
            {"POST", base + "/v1/drain", "", "Closes the inputs and waits until all is processed.", true});
        requests.push_back(
            {"RUN", command->second,
             fmt::format("STREAMTUNE_WORKERS={}\nSTREAMTUNE_PLACEMENT={}", workers, compactJson(Json(moves))),
             "Starts the job again with other workers.", true});
        return requests;
    }
    if (workers > r.hello.peers)
        return fail("plan.placement",
                    fmt::format("The plan needs {} workers, and the job has {}.", workers, r.hello.peers),
                    "Make a plan that launches the job again, or ask for less.");
    requests.push_back({"PUT", base + "/v1/placement", prettyJson(placementBody(moves, r.topology.rev)),
                        "Moves bins, their state and the records that wait for them; the job goes on meanwhile.",
                        true});
    return requests;
}

/// How far the agent is with a change; empty where it has none of that name, or does not answer.
std::string TimelyReader::phaseOf(const ApplyTicket& ticket, std::stop_token stop) const {
    if (ticket.triggerId.empty())
        return {};
    const auto json = getJson(*m_agents.front(), "/v1/changes/" + net::percentEncode(ticket.triggerId), stop);
    return json ? stringAt(*json, "phase") : "";
}

Result<ApplyStatus> TimelyReader::applyStatus(const Change& change, const ApplyTicket& ticket, std::stop_token stop) {
    ApplyStatus status;
    status.pollEvery = Millis{100};
    status.grace = Millis{30'000};
    // Before the placement is read: what was read before a change was done says nothing about it.
    const std::string phase = change.path == ApplyPath::Relaunch ? "" : phaseOf(ticket, stop);
    const auto answer = read(change.jobId, stop);
    if (!answer && change.path == ApplyPath::Relaunch && answer.error().code == "engine.unreachable") {
        status.jobId = change.jobId;
        status.state = "LAUNCHING";
        status.sentence = "The job is being launched again; its agent does not answer yet.";
        return status;
    }
    if (!answer)
        return std::unexpected(answer.error());
    const JobReading& r = *answer;
    status.jobId = r.hello.job;
    status.state = stateWord(r.hello, r.stats);
    status.newExceptions = troubles(r);
    if (status.state == "FAILED" || status.state == "FINISHED") {
        status.failed = status.settled = true;
        status.sentence = "The job has ended (" + status.state + ").";
        return status;
    }
    if (status.state != "RUNNING") {
        status.sentence = "The job is " + status.state + ".";
        return status;
    }
    for (const Operator& node : r.job.graph.nodes)
        status.reached[node.id] = node.parallelism;
    if (change.path == ApplyPath::Relaunch) // sources run on every worker, however many there are now
        for (const Operator& node : r.job.graph.nodes)
            if (const auto planned = change.target.find(node.id); node.pinned && planned != change.target.end())
                status.reached[node.id] = planned->second;
    const bool sameRun = ticket.savepoint.empty() && ticket.stage.ends_with(r.hello.run);
    if (sameRun) {
        if (phase == "queued" || phase == "accepted") {
            status.sentence = phase == "queued" ? "The job has the change, and its worker 0 has not come to it yet."
                                                : "The change is accepted; bins still move.";
            return status;
        }
        if (phase == "lost")
            status.sentence = "The job ended before the change took effect.";
    }
    const bool reached = std::ranges::all_of(change.target, [&](const auto& item) {
        const auto has = status.reached.find(item.first);
        return has != status.reached.end() && has->second == item.second;
    });
    status.settled = true;
    if (!reached) {
        status.sentence = sameRun || change.path == ApplyPath::Relaunch
                              ? "The operators do not lie where the plan wants them."
                              : "The job was started again meanwhile.";
        return status;
    }
    // Done is not healthy: that shows in load and in the slope of the lag.
    m_clock->sleep(kTrend, stop);
    const auto later = readStats(m_agents, stop);
    if (!later || later->run != r.stats.run) {
        status.sentence = "The operators lie where the plan wants them.";
        return status;
    }
    double load = 0;
    for (const WorkerObservation& w : workersBetween(r.stats, *later))
        load = std::max(load, valueOr(w.load, 0));
    const JobLag lag = lagBetween(r.stats, *later);
    status.sentence = fmt::format("The operators lie where the plan wants them; the busiest worker is busy {:.0f} % of "
                                  "the time, the lag is {:.2f} s and {}.",
                                  100 * load, valueOr(lag.seconds, 0),
                                  valueOr(lag.slope, 0) > kOverloadSlope    ? "still grows"
                                  : valueOr(lag.slope, 0) < -kOverloadSlope ? "falls"
                                                                            : "does not grow");
    return status;
}

} // namespace streamtune::engines::timely
