// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/simulated/simulated_engine.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/engines/simulated/simulated_cluster.h"

namespace streamtune::engines::simulated {
namespace {

using ClusterPtr = std::shared_ptr<const Cluster>;

std::unexpected<Error> cancelled() {
    return fail("engine.cancelled", "The request to the simulated cluster was cancelled.");
}

/// Waits as long as the ordered delay says and refuses when the cluster is ordered to be away.
Status knock(const Cluster& cluster, std::stop_token stop) {
    if (stop.stop_requested())
        return cancelled();
    ST_ASSIGN(const ClusterState state, cluster.read());
    if (state.faults.requestDelay.count() > 0 && !systemClock()->sleep(state.faults.requestDelay, stop))
        return cancelled();
    if (state.faults.unreachable)
        return fail(
            "engine.unreachable",
            fmt::format("The simulated cluster \"{}\" does not answer (ordered fault).", cluster.profile().name),
            "Lift the fault, then try again.");
    return {};
}

bool restarting(const ClusterState& state, const JobState& job) {
    return !job.failed && job.dep > 0 && state.clock < job.deployedAt + kRestartTime;
}

std::string stateWord(const ClusterState& state, const JobState& job) {
    return job.failed ? "FAILED" : restarting(state, job) ? "RESTARTING" : "RUNNING";
}

std::string deploymentName(const JobState& job) {
    return fmt::format("dep-{}", job.dep);
}

/// Time of the simulated cluster: it moves when somebody waits on it.
class SimulatedClock final : public Clock {
public:
    explicit SimulatedClock(ClusterPtr cluster) : m_cluster(std::move(cluster)) {}

    TimePoint now() const override {
        const auto state = m_cluster->read();
        return state ? state->clock : systemClock()->now();
    }

    bool sleep(Millis duration, std::stop_token stop) override {
        if (stop.stop_requested())
            return false;
        if (const double speed = m_cluster->options().speed; speed > 0) {
            const Millis real{std::llround(static_cast<double>(duration.count()) / speed)};
            if (!systemClock()->sleep(real, stop))
                return false;
        }
        const auto moved = m_cluster->update([&](ClusterState& state) -> Status {
            state.clock += std::max(Millis{0}, duration);
            return {};
        });
        if (!moved) // a state that cannot be written must not turn a wait into a spin
            return systemClock()->sleep(duration, stop);
        return true;
    }

private:
    ClusterPtr m_cluster;
};

/// The next window to show: it begins not before the clock (rounded up) and not before what was shown already.
struct NextWindow {
    int win = 0;
    TimePoint start{};
    TimePoint end{};
};

NextWindow nextWindow(const ClusterState& state, const JobState& job, const Physics& physics, int notBefore) {
    const Millis length = windowLength(physics);
    const auto since = std::max<std::int64_t>(0, (state.clock - job.deployedAt).count());
    const auto whole = (since + length.count() - 1) / length.count();
    const int win = std::max({static_cast<int>(std::min<std::int64_t>(whole, 1'000'000'000)), job.nextWin, notBefore});
    const TimePoint start = job.deployedAt + win * length;
    return {win, start, start + length};
}

/// The public part of a simulated window, as any engine would report it.
Observation toObservation(const Cluster& cluster, const Simulator& job, const JobState& state, const Window& window,
                          const NextWindow& when) {
    const JobSpec& spec = job.spec();
    Observation o;
    o.connection = cluster.profile().name;
    o.engine = "simulated";
    o.jobId = o.jobName = spec.name;
    o.deployment = deploymentName(state);
    o.start = when.start;
    o.end = when.end;
    o.seconds = static_cast<double>((when.end - when.start).count()) / 1000.0;
    for (std::size_t v = 0; v < window.nodes.size(); ++v) {
        const NodeWindow& n = window.nodes[v];
        NodeObservation seen;
        seen.id = spec.graph.nodes[v].id;
        seen.parallelism = n.p;
        seen.inRate = n.inRate;
        seen.outRate = n.outRate;
        seen.busyMean = n.busyMean;
        seen.busyMax = n.busyMax;
        seen.backpressuredMean = n.bpMean;
        seen.backpressuredMax = n.bpMax;
        seen.idleMean = n.idleMean;
        seen.subtaskIn.assign(n.subIn.begin(), n.subIn.end());
        seen.subtasksReporting = n.p;
        o.nodes.push_back(std::move(seen));
    }
    for (const SourceWindow& s : window.sources) {
        SourceObservation source;
        source.id = spec.graph.nodes[s.node].id;
        source.offered = s.offered;
        source.offeredFrom = OfferedFrom::Given;
        source.accepted = s.accepted;
        source.backlog = s.backlog;
        source.backlogGrowth = (1.0 - s.factor) * s.offered;
        o.sources.push_back(std::move(source));
    }
    o.notes = {{"dep", std::to_string(window.dep)},
               {"win", std::to_string(window.win)},
               {"seed", std::to_string(state.seed)},
               {"physics", cluster.options().physicsName}};
    return o;
}

Observation windowAt(const Cluster& cluster, const Simulator& job, const ClusterState& state, const JobState& jobState,
                     const NextWindow& when) {
    const auto rates = cluster.ratesAt(state, jobState, job, when.start);
    const auto vector = job.spec().inOrder(jobState.vector);
    const Window window = job.simulate(rates, vector, {jobState.seed, jobState.dep, when.win}, cluster.physicsOf(job));
    return toObservation(cluster, job, jobState, window, when);
}

class SimulatedReader final : public EngineReader {
public:
    SimulatedReader(ClusterPtr cluster, std::shared_ptr<StateKeeper> keeper)
        : m_keeper(std::move(keeper)), m_cluster(std::move(cluster)) {}

    const Profile& profile() const override { return m_cluster->profile(); }

    std::vector<ProbeStep> probe(std::stop_token stop) override {
        std::vector<ProbeStep> steps;
        steps.push_back({"address", true, false, fmt::format("\"{}\" names a simulated cluster.", profile().url), 0});
        steps.push_back({"jobs", true, false, fmt::format("{} job files were read.", m_cluster->jobs().size()), 0});
        const auto state = m_cluster->read();
        steps.push_back({"state", state.has_value(), false,
                         state
                             ? "The state of the cluster can be read; its clock shows " + toRfc3339(state->clock) + "."
                             : state.error().sentence,
                         0});
        if (!state)
            return steps;
        const auto answer = knock(*m_cluster, stop);
        steps.push_back(
            {"answer", answer.has_value(), false, answer ? "The cluster answers." : answer.error().sentence, 0});
        if (answer)
            steps.push_back({"rights", true, false,
                             profile().readOnly ? "The profile is read-only: nothing can be changed through it."
                                                : "Parallelism can be changed.",
                             0});
        return steps;
    }

    Result<ClusterInfo> cluster(std::stop_token stop) override {
        ST_TRY(knock(*m_cluster, stop));
        ST_ASSIGN(const ClusterState state, m_cluster->read());
        ClusterInfo info;
        info.version = "1";
        info.slotsTotal = m_cluster->slotsTotal(state);
        info.slotsFree = std::max(0, m_cluster->slotsTotal(state) - m_cluster->slotsUsed(state));
        info.workers = 1;
        info.facts = {
            {"clock", toRfc3339(state.clock)},
            {"physics", m_cluster->options().physicsName},
            {"speed", m_cluster->options().speed > 0 ? fmt::format("{}", m_cluster->options().speed) : "at once"}};
        ClusterInfo::Worker worker;
        worker.id = "simulated";
        worker.slots = info.slotsTotal;
        worker.slotsFree = info.slotsFree;
        info.workerList.push_back(std::move(worker));
        return info;
    }

    Result<std::vector<JobSummary>> jobs(std::stop_token stop) override {
        ST_TRY(knock(*m_cluster, stop));
        ST_ASSIGN(const ClusterState state, m_cluster->read());
        std::vector<JobSummary> summaries;
        for (const Simulator& job : m_cluster->jobs())
            summaries.push_back(summary(state, job));
        return summaries;
    }

    Result<JobSnapshot> snapshot(const std::string& jobId, std::stop_token stop) override {
        ST_TRY(knock(*m_cluster, stop));
        ST_ASSIGN(const Simulator* job, m_cluster->job(jobId));
        ST_ASSIGN(const ClusterState state, m_cluster->read());
        const JobState jobState = m_cluster->stateOf(state, *job);
        JobSnapshot snapshot;
        snapshot.graph = job->spec().graph;
        for (Operator& node : snapshot.graph.nodes)
            node.parallelism = jobState.vector.at(node.id);
        snapshot.jobId = snapshot.jobName = job->spec().name;
        snapshot.state = stateWord(state, jobState);
        snapshot.running = snapshot.state == "RUNNING";
        snapshot.epoch = fmt::format("{}@{}", deploymentName(jobState), jobState.deployedAt.time_since_epoch().count());
        snapshot.runningSince = jobState.dep > 0 ? jobState.deployedAt + kRestartTime : jobState.deployedAt;
        snapshot.readAt = state.clock;
        snapshot.facts = {{"engine", "simulated"},
                          {"physics", m_cluster->options().physicsName},
                          {"seed", std::to_string(jobState.seed)},
                          {"p_max", std::to_string(job->spec().pMax)}};
        const auto rates = m_cluster->ratesAt(state, jobState, *job, state.clock);
        for (std::size_t v = 0; v < rates.size(); ++v)
            if (job->spec().graph.isSource(snapshot.graph.nodes[v].id))
                snapshot.facts["offered." + snapshot.graph.nodes[v].id] = fmt::format("{}", rates[v]);
        snapshot.exceptions = jobState.exceptions;
        snapshot.slotsTotal = m_cluster->slotsTotal(state);
        snapshot.slotsFree = std::max(0, m_cluster->slotsTotal(state) - m_cluster->slotsUsed(state));
        return snapshot;
    }

    Result<Observation> observe(const std::string& jobId, Millis patience, std::stop_token stop,
                                const ProgressSink& progress) override {
        ST_TRY(knock(*m_cluster, stop));
        ST_ASSIGN(const Simulator* job, m_cluster->job(jobId));
        ST_ASSIGN(const ClusterState before, m_cluster->read());
        const JobState jobState = m_cluster->stateOf(before, *job);
        if (jobState.failed)
            return fail("engine.job_ended", fmt::format("Job \"{}\" has failed and is not running.", jobId),
                        "Roll back to a vector that worked.");
        const Physics physics = m_cluster->physicsOf(*job);
        int notBefore = physics.quietFrom;
        NextWindow next = nextWindow(before, jobState, physics, notBefore);
        if (realWait(before, next) > patience) { // not the quiet one, but what can be had in time
            notBefore = 0;
            next = nextWindow(before, jobState, physics, notBefore);
        }
        if (realWait(before, next) > patience) {
            if (!wait(patience, stop, progress))
                return cancelled();
            return fail("engine.timeout",
                        fmt::format("No window of job \"{}\" ended within {} s.", jobId,
                                    static_cast<double>(patience.count()) / 1000.0),
                        "Wait longer, or raise the speed of the simulated cluster.");
        }
        if (!wait(realWait(before, next), stop, progress))
            return cancelled();
        Observation seen;
        ST_TRY(m_cluster->update([&](ClusterState& state) -> Status {
            JobState now = m_cluster->stateOf(state, *job);
            if (now.failed)
                return fail("engine.job_ended", fmt::format("Job \"{}\" failed while it was observed.", jobId),
                            "Roll back to a vector that worked.");
            const bool broken = now.dep != jobState.dep;
            const NextWindow when = nextWindow(state, now, physics, broken ? 0 : notBefore);
            seen = windowAt(*m_cluster, *job, state, now, when);
            seen.quiet = !broken && when.win >= physics.quietFrom;
            if (!seen.quiet)
                seen.whyNotQuiet = broken ? "the job was redeployed meanwhile"
                                          : fmt::format("window {} after a restart; windows are quiet from {} on",
                                                        when.win, physics.quietFrom);
            state.clock = std::max(state.clock, when.end);
            now.nextWin = when.win + 1;
            state.jobs[job->spec().name] = std::move(now);
            return {};
        }));
        return seen;
    }

    Result<RescaleCapability> capability(const std::string& jobId, std::stop_token stop) override {
        ST_TRY(knock(*m_cluster, stop));
        ST_ASSIGN(const Simulator* job, m_cluster->job(jobId));
        ST_ASSIGN(const ClusterState state, m_cluster->read());
        const JobState jobState = m_cluster->stateOf(state, *job);
        RescaleCapability c;
        c.paths.push_back(
            {ApplyPath::InPlace, true, "The simulated cluster changes the parallelism of a job in place."});
        c.checks.push_back(
            {"scheduler", CheckLevel::Ok, "Rescaling in place", "The simulated cluster always rescales in place."});
        c.checks.push_back(
            {"autoscaler", CheckLevel::Ok, "No autoscaler", "A simulated cluster has no autoscaler of its own."});
        if (jobState.failed)
            c.checks.push_back(
                {"state", CheckLevel::Note, "Job has failed", "The job has failed; a change starts it again."});
        return c;
    }

    Result<std::vector<PreparedRequest>> prepare(const Change& change, std::stop_token stop) override {
        ST_TRY(knock(*m_cluster, stop));
        ST_ASSIGN(const Simulator* job, m_cluster->job(change.jobId));
        ST_TRY(m_cluster->accepts(*job, change.target));
        return std::vector<PreparedRequest>{request(*m_cluster, change)};
    }

    Result<ApplyStatus> applyStatus(const Change& change, const ApplyTicket& ticket, std::stop_token stop) override {
        ST_TRY(knock(*m_cluster, stop));
        ST_ASSIGN(const Simulator* job, m_cluster->job(ticket.jobId.empty() ? change.jobId : ticket.jobId));
        ST_ASSIGN(const ClusterState state, m_cluster->read());
        const JobState jobState = m_cluster->stateOf(state, *job);
        ApplyStatus status;
        status.jobId = job->spec().name;
        status.state = stateWord(state, jobState);
        status.failed = jobState.failed;
        status.grace = Millis{0}; // slots are given at once or not at all
        status.pollEvery = kPollEvery;
        if (jobState.failed) {
            status.sentence = "The job has failed: the restart did not succeed.";
            status.newExceptions = jobState.exceptions;
        } else if (restarting(state, jobState)) {
            status.sentence = "The job restarts with the new parallelism.";
            status.grace = 20 * kRestartTime; // what runs afterwards is not known yet
            // Nobody else may be waiting on this clock; looking must not freeze the restart.
            ST_TRY(m_cluster->update([](ClusterState& s) -> Status {
                s.clock += kPollEvery;
                return {};
            }));
        } else {
            status.settled = true;
            status.reached = jobState.vector;
            status.sentence = jobState.vector == change.target
                                  ? "The job runs with the parallelism asked for."
                                  : "The job runs, but slots did not suffice for all that was asked for.";
        }
        return status;
    }

    Millis pollInterval() const override { return Millis{1'000}; }
    std::shared_ptr<Clock> clock() const override { return std::make_shared<KeptClock>(m_cluster, m_keeper); }

    static PreparedRequest request(const Cluster& cluster, const Change& change) {
        PreparedRequest r;
        r.method = "PUT";
        r.url = fmt::format("{}/jobs/{}/parallelism", cluster.profile().url, change.jobId);
        r.body = prettyJson(Json(change.target));
        r.note = "Sets the parallelism of every vertex; the job restarts once.";
        r.pointOfNoReturn = true;
        return r;
    }

private:
    /// A clock may outlive its reader, and the cluster refers to the keeper.
    class KeptClock final : public Clock {
    public:
        KeptClock(ClusterPtr cluster, std::shared_ptr<StateKeeper> keeper)
            : m_keeper(std::move(keeper)), m_clock(std::move(cluster)) {}
        TimePoint now() const override { return m_clock.now(); }
        bool sleep(Millis duration, std::stop_token stop) override { return m_clock.sleep(duration, std::move(stop)); }

    private:
        std::shared_ptr<StateKeeper> m_keeper;
        SimulatedClock m_clock;
    };

    Millis realWait(const ClusterState& state, const NextWindow& next) const {
        const double speed = m_cluster->options().speed;
        if (speed <= 0)
            return Millis{0};
        return Millis{std::llround(static_cast<double>((next.end - state.clock).count()) / speed)};
    }

    static bool wait(Millis total, std::stop_token stop, const ProgressSink& progress) {
        constexpr Millis kSlice{200};
        for (Millis waited{0}; waited < total; waited += kSlice) {
            report(progress, {"waiting for a quiet window", waited.count(), total.count(), {}, true});
            if (!systemClock()->sleep(std::min(kSlice, total - waited), stop))
                return false;
        }
        return !stop.stop_requested();
    }

    JobSummary summary(const ClusterState& state, const Simulator& job) const {
        const JobState jobState = m_cluster->stateOf(state, job);
        const JobGraph& graph = job.spec().graph;
        JobSummary s;
        s.id = s.name = job.spec().name;
        s.state = stateWord(state, jobState);
        s.started = jobState.deployedAt;
        s.slots = jobState.failed ? 0 : graph.slotsNeeded(jobState.vector);
        s.rescalable = std::ranges::any_of(graph.nodes, [](const Operator& n) { return !n.pinned; });
        if (!*s.rescalable)
            s.whyNot = "The parallelism of every operator is fixed.";
        if (s.state != "RUNNING")
            return s;
        // The newest window there is, without making time pass.
        const Physics physics = m_cluster->physicsOf(job);
        NextWindow shown = nextWindow(state, jobState, physics, 0);
        shown.win = std::max(0, shown.win - 1);
        for (const NodeObservation& node : windowAt(*m_cluster, job, state, jobState, shown).nodes) {
            if (!s.worstBusy || valueOr(node.busyMax, 0) > *s.worstBusy) {
                s.worst = node.id;
                s.worstBusy = node.busyMax;
            }
            if (!s.worstBackpressure || valueOr(node.backpressuredMax, 0) > *s.worstBackpressure)
                s.worstBackpressure = node.backpressuredMax;
        }
        return s;
    }

    std::shared_ptr<StateKeeper> m_keeper;
    ClusterPtr m_cluster;
};

class Writer final : public EngineWriter {
public:
    Writer(ClusterPtr cluster, std::shared_ptr<StateKeeper> keeper)
        : m_keeper(std::move(keeper)), m_cluster(std::move(cluster)) {}

    Result<ApplyTicket> submit(const Change& change, const ApplyStepSink& steps, std::stop_token stop,
                               const ProgressSink& progress) override {
        ST_TRY(knock(*m_cluster, stop));
        ST_ASSIGN(const Simulator* job, m_cluster->job(change.jobId));
        if (change.path != ApplyPath::InPlace)
            return fail("engine.unsupported", "A simulated cluster changes parallelism in place only.",
                        "Make a new plan.");
        const PreparedRequest request = SimulatedReader::request(*m_cluster, change);
        ApplyTicket ticket;
        ticket.jobId = change.jobId;
        ticket.stage = "send request";
        ST_ASSIGN(const ClusterState before, m_cluster->read());
        ticket.previous = compactJson(Json(m_cluster->stateOf(before, *job).vector));
        ST_TRY(record(steps, before.clock, "begun", "The request is sent.", request, {}, ticket));
        report(progress, {"sending the request", 0, 1, {}, false});
        TimePoint at = before.clock;
        const Status sent = m_cluster->update([&](ClusterState& state) -> Status {
            at = state.clock;
            return m_cluster->deploy(state, *job, change.target);
        });
        if (!sent) {
            ST_TRY(record(steps, at, "failed", sent.error().sentence, request, sent.error().code, ticket));
            return fail(sent.error());
        }
        ST_TRY(record(steps, at, "done", "The cluster has accepted the request.", request, "202 Accepted", ticket));
        return ticket;
    }

private:
    static Status record(const ApplyStepSink& steps, TimePoint at, const char* state, const std::string& sentence,
                         const PreparedRequest& request, const std::string& response, const ApplyTicket& ticket) {
        if (!steps)
            return {};
        ApplyStep step;
        step.name = "send request";
        step.state = state;
        step.sentence = sentence;
        step.request = fmt::format("{} {}\n{}", request.method, request.url, request.body);
        step.response = response;
        step.pointOfNoReturn = true;
        step.at = at;
        step.ticket = ticket;
        return steps(step);
    }

    std::shared_ptr<StateKeeper> m_keeper;
    ClusterPtr m_cluster;
};

class Factory final : public EngineFactory {
public:
    Factory(std::shared_ptr<StateKeeper> keeper, JobProvider demoJobs)
        : m_keeper(std::move(keeper)), m_demoJobs(std::move(demoJobs)) {}

    Result<std::unique_ptr<EngineReader>> reader(const Profile& profile) override {
        ST_ASSIGN(auto cluster, Cluster::open(profile, *m_keeper, m_demoJobs));
        return std::make_unique<SimulatedReader>(std::move(cluster), m_keeper);
    }

    Result<std::unique_ptr<EngineWriter>> writer(const Profile& profile, const WritePermit&) override {
        if (profile.readOnly)
            return fail("connection.read_only", fmt::format("Connection \"{}\" is read-only.", profile.name),
                        "Use a connection that may write, or change this one.");
        ST_ASSIGN(auto cluster, Cluster::open(profile, *m_keeper, m_demoJobs));
        return std::make_unique<Writer>(std::move(cluster), m_keeper);
    }

private:
    std::shared_ptr<StateKeeper> m_keeper;
    JobProvider m_demoJobs;
};

} // namespace

std::unique_ptr<EngineFactory> makeFactory(std::shared_ptr<StateKeeper> keeper, JobProvider demoJobs) {
    return std::make_unique<Factory>(std::move(keeper), std::move(demoJobs));
}

} // namespace streamtune::engines::simulated
