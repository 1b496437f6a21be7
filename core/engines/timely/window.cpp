// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/timely/window.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace streamtune::engines::timely {
namespace {

/// Lag slopes below this are noise of the turns of the job's loop.
constexpr double kNoiseSlope = 0.02;
constexpr double kLate = 0.5; ///< seconds
constexpr std::size_t kLeastReadings = 6;
constexpr double kMillis = 1000; ///< in a second

double clampShare(double share) {
    return std::isfinite(share) ? std::clamp(share, 0.0, 1.0) : 0;
}

/// Seconds between the two snapshots of a worker; 0 where it published nothing new.
double seconds(const WorkerStats& before, const WorkerStats& after) {
    return std::max(0.0, (after.tNs - before.tNs) / 1e9);
}

double openNs(const WorkerStats& w) {
    return w.open ? std::max(0.0, w.tNs - w.openSinceNs) : 0;
}

struct Flow {
    double arrived = 0, processed = 0, emitted = 0; ///< records/s over all workers
    double waiting = 0, growth = 0;                 ///< records, records/s
    std::map<int, double> busy, in;                 ///< by worker; busy without the wait for a core
    double wait = 0;                                ///< workers kept waiting for a core
};

class Window {
public:
    Window(const TimelyGraph& job, const Topology& topology, const Stats& before, const Stats& after, JobLag lag)
        : m_job(job), m_topology(topology), m_before(before), m_after(after), m_lag(lag) {}

    Observation run() {
        m_out.workers = workersBetween(m_before, m_after);
        m_out.jobLag = m_lag.seconds;
        for (const Operator& node : m_job.graph.nodes)
            if (m_topology.placed(node.id))
                m_flows[node.id] = flowOf(node.id);
        for (const Operator& node : m_job.graph.nodes)
            m_out.nodes.push_back(m_flows.contains(node.id) ? placed(node) : plain(node));
        sources();
        overload();
        notes();
        return std::move(m_out);
    }

private:
    Flow flowOf(const std::string& name) const {
        Flow f;
        for (const WorkerStats& now : m_after.workers) {
            const WorkerStats* then = m_before.find(now.worker);
            const auto b = now.placed.find(name);
            if (!then || b == now.placed.end())
                continue;
            const auto found = then->placed.find(name);
            const PlacedCount a = found == then->placed.end() ? PlacedCount{} : found->second;
            f.waiting += b->second.held + b->second.stash;
            const double dt = seconds(*then, now);
            if (dt <= 0)
                continue;
            const auto rate = [&](double PlacedCount::* what) {
                return std::max(0.0, (b->second.*what - a.*what) / dt);
            };
            f.arrived += rate(&PlacedCount::arrived);
            f.processed += rate(&PlacedCount::processed);
            f.emitted += rate(&PlacedCount::emitted);
            f.growth += (b->second.held + b->second.stash - a.held - a.stash) / dt;
            const double wait = std::min(rate(&PlacedCount::waitNs), rate(&PlacedCount::busyNs)) / 1e9;
            f.wait += clampShare(wait);
            f.busy[now.worker] = clampShare(rate(&PlacedCount::busyNs) / 1e9 - wait);
            f.in[now.worker] = rate(&PlacedCount::processed);
        }
        return f;
    }

    /// Records/s that arrive at the operators behind `node` and come from it: the largest, where a stream is read
    /// twice.
    Number arrivalsBehind(const std::string& node) const {
        Number most;
        for (const Edge* edge : m_job.graph.outputsOf(node)) {
            const auto f = m_flows.find(edge->to);
            const Number one = f == m_flows.end() ? sentAlong(*edge) : Number(broughtBy(*edge, f->second.arrived));
            if (one)
                most = std::max(valueOr(most, 0), *one);
        }
        return most;
    }

    /// Records/s that timely's own log saw leave along an edge.
    Number sentAlong(const Edge& edge) const {
        const auto channels = m_job.channels.find({edge.from, edge.to});
        if (channels == m_job.channels.end())
            return std::nullopt;
        return perSecond([&](const WorkerStats& w) {
            Number sent;
            for (const int channel : channels->second)
                if (const auto it = w.sent.find(channel); it != w.sent.end())
                    sent = valueOr(sent, 0) + it->second;
            return sent;
        });
    }

    /// Growth of a cumulative counter over all workers; unknown where no worker has it.
    template <typename Counter>
    Number perSecond(const Counter& counter) const {
        Number sum;
        for (const WorkerStats& now : m_after.workers) {
            const WorkerStats* then = m_before.find(now.worker);
            const double dt = then ? seconds(*then, now) : 0;
            if (const Number count = counter(now); dt > 0 && count)
                sum = valueOr(sum, 0) + std::max(0.0, *count - valueOr(counter(*then), 0)) / dt;
        }
        return sum;
    }

    /// What one sends along an edge, where it is known: by the log, else a placed operator counts what it emits and
    /// some sources say what they are to send.
    Number sentBy(const Edge& edge) const {
        if (const Number along = sentAlong(edge))
            return along;
        if (const auto f = m_flows.find(edge.from); f != m_flows.end())
            return f->second.emitted;
        const auto name = m_job.sourceNames.find(edge.from);
        return name == m_job.sourceNames.end() ? std::nullopt : due(name->second);
    }

    /// A placed operator with several inputs gets one stream, of which each has its part: as they send, and what is
    /// left in equal parts for those of whom that is not known.
    double broughtBy(const Edge& edge, double arrived) const {
        const auto inputs = m_job.graph.inputsOf(edge.to);
        if (inputs.size() < 2)
            return arrived;
        double known = 0, unknown = 0;
        for (const Edge* input : inputs) {
            const Number sent = sentBy(*input);
            known += valueOr(sent, 0);
            unknown += sent ? 0 : 1;
        }
        const Number own = sentBy(edge);
        if (!own)
            return std::max(0.0, arrived - known) / unknown;
        return unknown == 0 && known > 0 ? arrived * *own / known : std::min(*own, arrived);
    }

    NodeObservation placed(const Operator& node) const {
        const Flow& f = m_flows.at(node.id);
        NodeObservation n;
        n.id = node.id;
        n.parallelism = node.parallelism;
        n.inRate = f.processed;
        const Number behind = arrivalsBehind(node.id);
        n.outRate = behind ? behind : Number(f.emitted);
        n.backlog = f.waiting;
        double sum = 0;
        for (const int w : m_topology.placed(node.id)->placement.workers) {
            const auto busy = f.busy.find(w);
            const auto in = f.in.find(w);
            n.subtaskBusy.push_back(busy == f.busy.end() ? std::nullopt : Number(busy->second));
            n.subtaskIn.push_back(in == f.in.end() ? std::nullopt : Number(in->second));
            n.subtaskBackpressured.push_back(0.0);
            if (busy == f.busy.end())
                continue;
            ++n.subtasksReporting;
            sum += busy->second;
            n.busyMax = std::max(valueOr(n.busyMax, 0), busy->second);
        }
        if (n.subtasksReporting > 0) {
            n.busyMean = sum / n.subtasksReporting;
            n.idleMean = 1 - *n.busyMean;
            n.backpressuredMean = n.backpressuredMax = 0.0;
        }
        return n;
    }

    NodeObservation plain(const Operator& node) const {
        NodeObservation n;
        n.id = node.id;
        n.parallelism = node.parallelism;
        n.backpressuredMean = n.backpressuredMax = 0.0;
        n.outRate = arrivalsBehind(node.id);
        return n;
    }

    NodeObservation& at(const std::string& id) { return *std::ranges::find(m_out.nodes, id, &NodeObservation::id); }

    /// Records due per second at a source whose rate is set, over all workers.
    Number due(const std::string& name) const {
        return perSecond([&](const WorkerStats& w) {
            const auto it = std::ranges::find(w.sources, name, &std::pair<std::string, double>::first);
            return it == w.sources.end() ? Number() : Number(it->second);
        });
    }

    /// The rate that a source was told to have, if it was the same all the time. A worker that had no core for a while
    /// makes up for it later: what fell due within one window is more or less than that.
    Number stated(const std::string& source) const {
        const auto then = m_before.rates.find(source), now = m_after.rates.find(source);
        const bool same = then != m_before.rates.end() && now != m_after.rates.end() && then->second == now->second;
        return same ? Number(now->second) : std::nullopt;
    }

    void sources() {
        const bool behind = valueOr(m_lag.slope, 0) > kOverloadSlope;
        for (const Operator& node : m_job.graph.nodes) {
            if (!m_job.graph.isSource(node.id) || m_job.graph.outputsOf(node.id).empty())
                continue;
            SourceObservation s;
            s.id = node.id;
            NodeObservation& seen = at(node.id);
            if (const auto name = m_job.sourceNames.find(node.id); name != m_job.sourceNames.end()) {
                seen.inRate = due(name->second);
                s.offered = stated(name->second);
                if (!s.offered)
                    s.offered = seen.inRate;
                s.offeredFrom = isKnown(s.offered) ? OfferedFrom::Given : OfferedFrom::Unknown;
            } else {
                s.offered = seen.outRate;
                s.offeredFrom = behind ? OfferedFrom::LowerBound : OfferedFrom::Accepted;
                seen.inRate = seen.outRate;
            }
            if (!seen.outRate)
                seen.outRate = s.offered; // straight into a plain operator, which is not counted
            if (isKnown(s.offered)) {
                // A job whose lag grows by 0.3 s a second finishes seven tenths of what comes in.
                const double slope = fallsBehind() ? std::min(1.0, *m_lag.slope) : 0;
                s.accepted = *s.offered * (1 - slope);
                s.backlogGrowth = *s.offered - *s.accepted;
            }
            m_out.sources.push_back(s);
        }
        for (const Operator& node : m_job.graph.nodes) // plain operators on the way, in the order of building
            if (!m_flows.contains(node.id) && !m_job.graph.isSource(node.id))
                between(node.id);
    }

    /// A small slope counts only where the job is late already.
    bool fallsBehind() const {
        const double slope = valueOr(m_lag.slope, 0);
        return slope > kOverloadSlope || (slope > kNoiseSlope && valueOr(m_lag.seconds, 0) > kLate);
    }

    /// What comes in is what its inputs send; what goes out is what arrives behind it.
    void between(const std::string& id) {
        NodeObservation& seen = at(id);
        seen.inRate.reset();
        for (const Edge* edge : m_job.graph.inputsOf(id))
            if (const Number in = at(edge->from).outRate)
                seen.inRate = valueOr(seen.inRate, 0) + *in;
        if (!seen.outRate)
            seen.outRate = seen.inRate;
    }

    /// The bottleneck of every overloaded worker: the operator that takes most of it. Those before it show as held
    /// back.
    void overload() {
        if (valueOr(m_lag.slope, 0) <= kOverloadSlope)
            return;
        std::set<std::string> causes;
        std::map<std::string, double> loads;
        for (const WorkerObservation& worker : m_out.workers) {
            if (valueOr(worker.load, 0) < kOverloaded)
                continue;
            const auto most = std::ranges::max_element(m_flows, {}, [&](const auto& f) {
                const auto busy = f.second.busy.find(worker.worker);
                return busy == f.second.busy.end() ? 0 : busy->second;
            });
            if (most == m_flows.end())
                continue;
            causes.insert(most->first);
            loads[most->first] = std::max(loads[most->first], valueOr(worker.load, 0));
        }
        for (const std::string& cause : causes) {
            at(cause).busyMax = std::max(valueOr(at(cause).busyMax, 0), loads[cause]);
            holdBack(cause, causes);
        }
    }

    void holdBack(const std::string& node, const std::set<std::string>& causes) {
        for (const Edge* edge : m_job.graph.inputsOf(node)) {
            NodeObservation& before = at(edge->from);
            if (causes.contains(edge->from) || valueOr(before.backpressuredMax, 0) >= 1)
                continue;
            before.backpressuredMean = before.backpressuredMax = 1.0;
            before.subtaskBackpressured.assign(before.subtaskBackpressured.size(), 1.0);
            holdBack(edge->from, causes);
        }
    }

    void notes() {
        std::string placement;
        for (const auto& [name, workers] : m_topology.placements())
            placement += fmt::format("{}{}: {}", placement.empty() ? "" : "; ", name, fmt::join(workers, " "));
        m_out.notes["placement"] = placement;
        double waits = 0;
        for (const WorkerObservation& w : m_out.workers)
            waits = std::max(waits, valueOr(w.runQueue, 0));
        m_out.notes["run_queue_max"] = fmt::format("{:.3f}", waits);
        double busy = 0, wait = 0;
        for (const auto& [name, flow] : m_flows) {
            wait += flow.wait;
            for (const auto& [worker, share] : flow.busy)
                busy += share;
        }
        if (busy + wait > 0)
            m_out.notes[kWaitNote] = fmt::format("{:.3f}", wait / (busy + wait));
        if (m_lag.slope)
            m_out.notes["lag_slope"] = fmt::format("{:.4f}", *m_lag.slope);
        for (const WorkerStats& w : m_after.workers)
            if (!w.ended && !w.parked && w.silentNs > kSilentNs)
                m_out.notes[fmt::format("silent_worker_{}", w.worker)] = fmt::format("{:.1f} s", w.silentNs / 1e9);
    }

    const TimelyGraph& m_job;
    const Topology& m_topology;
    const Stats& m_before;
    const Stats& m_after;
    std::map<std::string, Flow> m_flows;
    JobLag m_lag;
    Observation m_out;
};

Number lagMillis(const WorkerStats& w, const Stats& all) {
    if (!isKnown(w.input) || !isKnown(w.frontier) || w.closed)
        return std::nullopt;
    return std::max(0.0, *w.input - *w.frontier) * kMillis / all.unitsPerSecond;
}

} // namespace

std::vector<WorkerObservation> workersBetween(const Stats& before, const Stats& after) {
    std::vector<WorkerObservation> all;
    for (const WorkerStats& now : after.workers) {
        WorkerObservation o;
        o.worker = now.worker;
        const WorkerStats* then = before.find(now.worker);
        const double dt = then ? seconds(*then, now) : 0;
        o.lag = lagMillis(now, after);
        if (!now.ended && !now.parked && now.silentNs > kSilentNs)
            o.load = 1.0; // inside one call for longer than the window can tell
        else if (dt > 0)
            o.load = clampShare((now.schedNs + openNs(now) - then->schedNs - openNs(*then)) / 1e9 / dt);
        if (dt > 0) {
            const double wall = (after.nowNs - before.nowNs) / 1e9;
            if (isKnown(now.runQueueNs) && isKnown(then->runQueueNs) && wall > 0)
                o.runQueue = clampShare((*now.runQueueNs - *then->runQueueNs) / 1e9 / wall);
            if (const Number old = lagMillis(*then, before); old && o.lag)
                o.lagSlope = (*o.lag - *old) / dt;
        }
        all.push_back(o);
    }
    return all;
}

std::optional<LagAt> lagAt(const Stats& stats) {
    Number lag;
    for (const WorkerStats& w : stats.workers)
        if (const Number own = lagMillis(w, stats))
            lag = std::max(valueOr(lag, 0), *own);
    if (!lag)
        return std::nullopt;
    return LagAt{stats.nowNs / 1e9, *lag / kMillis};
}

JobLag lagBetween(const Stats& before, const Stats& after) {
    JobLag lag;
    const auto then = lagAt(before), now = lagAt(after);
    if (now)
        lag.seconds = now->lag;
    if (now && then && now->seconds > then->seconds)
        lag.slope = (now->lag - then->lag) / (now->seconds - then->seconds);
    return lag;
}

JobLag lagOver(const std::vector<LagAt>& seen) {
    JobLag lag;
    if (seen.size() < kLeastReadings)
        return lag;
    const auto third = static_cast<std::ptrdiff_t>(seen.size() / 3);
    const LagAt& first = *std::ranges::min_element(seen.begin(), seen.begin() + third, {}, &LagAt::lag);
    const LagAt& last = *std::ranges::min_element(seen.end() - third, seen.end(), {}, &LagAt::lag);
    lag.seconds = last.lag;
    if (last.seconds > first.seconds)
        lag.slope = (last.lag - first.lag) / (last.seconds - first.seconds);
    return lag;
}

Observation observationBetween(const TimelyGraph& job, const Topology& topology, const Stats& before,
                               const Stats& after, const std::vector<LagAt>& meanwhile) {
    const JobLag ends = lagBetween(before, after);
    const JobLag trend = lagOver(meanwhile);
    return Window(job, topology, before, after, {ends.seconds, trend.slope && ends.slope ? trend.slope : ends.slope})
        .run();
}

} // namespace streamtune::engines::timely
