// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

#include "core/engines/flink/flink_reader.h"
#include "core/engines/flink/job_graph_of.h"
#include "core/engines/flink/window.h"

namespace streamtune::engines::flink {
namespace {

constexpr const char* kAccumulated[] = {"accumulateBusyTimeMs", "accumulateIdleTimeMs",
                                        "accumulateBackPressuredTimeMs"};

/// Operator metrics of sources are "<operator>.<metric>"; the prefix is found by listing, never computed.
struct SourceMetrics {
    std::vector<std::string> recordsIn, recordsOut, pending;
    std::vector<std::string> accumulated;
};

SourceMetrics sourceMetricsOf(const std::vector<std::string>& names) {
    SourceMetrics found;
    for (const std::string& name : names) {
        if (std::ranges::find(kAccumulated, name) != std::end(kAccumulated))
            found.accumulated.push_back(name);
        if (!name.starts_with("Source_"))
            continue;
        if (name.ends_with(".numRecordsIn"))
            found.recordsIn.push_back(name);
        else if (name.ends_with(".numRecordsOut"))
            found.recordsOut.push_back(name);
        else if (name.ends_with(".pendingRecords"))
            found.pending.push_back(name);
    }
    return found;
}

using Metrics = std::map<std::string, std::map<std::string, Number>>;

Number sumOf(const Metrics& metrics, const std::vector<std::string>& names) {
    Number sum;
    for (const std::string& name : names)
        if (const auto it = metrics.find(name); it != metrics.end())
            if (const auto value = it->second.find("sum"); value != it->second.end() && value->second)
                sum = sum.value_or(0) + *value->second;
    return sum;
}

std::string query(const std::vector<std::vector<std::string>>& lists) {
    std::string text;
    for (const auto& list : lists)
        for (const std::string& name : list)
            text += (text.empty() ? "" : ",") + net::percentEncode(name);
    return text;
}

/// One window being made: the job it belongs to and the readings so far.
class Watch {
public:
    using Get = std::function<Result<Json>(const std::string& path)>;
    Watch(const JobDetail& job, Get get) : m_get(std::move(get)), m_graph(jobGraphOf(job)), m_jobId(job.id) {}

    const JobGraph& graph() const { return m_graph; }

    Result<Reading> read(TimePoint at, bool withWatermarks) {
        Reading reading;
        reading.at = at;
        for (const Operator& op : m_graph.nodes) {
            const std::string base = jobPath(m_jobId, "/vertices/" + net::percentEncode(op.id));
            ST_ASSIGN(const Json json, m_get(base));
            ST_ASSIGN(reading.vertices[op.id], parseVertex(json));
            if (m_graph.isSource(op.id)) {
                ST_TRY(readSource(reading, op.id, base + "/subtasks/metrics"));
            } else if (withWatermarks) {
                const auto marks = m_get(base + "/watermarks");
                if (marks)
                    reading.watermarks[op.id] = parseLowestWatermark(*marks);
                else if (marks.error().code == "engine.cancelled")
                    return fail(marks.error());
            }
        }
        return reading;
    }

private:
    Status readSource(Reading& reading, const std::string& id, const std::string& base) {
        auto& names = m_sources[id];
        // Names are cached by the server as values are: a list read early in a job's life may lack the backlog, so it
        // is asked for again until it is there.
        if (names.pending.empty()) {
            ST_ASSIGN(const Json list, m_get(base));
            names = sourceMetricsOf(parseMetricNames(list));
        }
        if (names.recordsOut.empty() && names.recordsIn.empty())
            return {};
        ST_ASSIGN(Json json,
                  m_get(base + "?get=" + query({names.recordsIn, names.recordsOut, names.pending, names.accumulated}) +
                        "&agg=sum"));
        Metrics metrics = parseMetrics(json);
        // A name without a value anywhere empties the whole reply; the backlog is the one that comes late or never.
        if (metrics.empty() && !names.pending.empty()) {
            ST_ASSIGN(json, m_get(base + "?get=" + query({names.recordsIn, names.recordsOut, names.accumulated}) +
                                  "&agg=sum"));
            metrics = parseMetrics(json);
        }
        SourceReading source;
        source.recordsIn = sumOf(metrics, names.recordsIn);
        source.recordsOut = sumOf(metrics, names.recordsOut);
        source.pending = sumOf(metrics, names.pending);
        source.busy = sumOf(metrics, {kAccumulated[0]});
        source.idle = sumOf(metrics, {kAccumulated[1]});
        source.backpressured = sumOf(metrics, {kAccumulated[2]});
        reading.sources[id] = source;
        return {};
    }

    Get m_get;
    JobGraph m_graph;
    std::string m_jobId;
    std::map<std::string, SourceMetrics> m_sources;
};

/// The readings differ: the server has fetched metrics since the first.
bool moved(const Reading& a, const Reading& b) {
    return valueOr(elapsedBetween(a, b), 0) > 0;
}

double secondsOf(Millis t) {
    return static_cast<double>(t.count()) / 1000.0;
}

std::unexpected<Error> ended(const JobDetail& job) {
    return fail(
        "engine.job_ended",
        fmt::format("The job {} has ended ({}); there is nothing to measure.", job.name.substr(0, 200), job.state),
        "Choose a running job.");
}

std::unexpected<Error> cancelled() {
    return fail("engine.cancelled", "Measuring was cancelled.");
}

/// What one call of observe() knows while it waits for its window.
class WindowMaker {
public:
    struct World {
        const Profile& profile;
        const ClusterFacts& facts;
        ClusterMemory& memory;
        Clock& clock;
        std::string jobId;
        std::function<Result<Json>(const std::string& path)> get;
        std::stop_token stop;
        const ProgressSink& progress;
    };

    WindowMaker(World world, Millis patience)
        : m_world(std::move(world)), m_patience(patience), m_deadline(m_world.clock.now() + patience),
          m_poll(std::max(Millis{250}, m_world.facts.rest.refresh)) {}

    Result<Observation> make() {
        ST_TRY(waitUntilSettled());
        Watch watch(m_job, m_world.get);
        ST_TRY(readFirst(watch));
        ST_ASSIGN(Observation window, fill(watch));
        window.connection = m_world.profile.name;
        window.jobId = m_world.jobId;
        window.jobName = m_job.name;
        window.deployment = m_epoch;
        addLoad(window);
        return window;
    }

private:
    Millis window() const { return m_world.profile.window; }
    Millis settle() const { return m_world.profile.settle; }

    std::unexpected<Error> outOfTime(const std::string& why) const {
        return fail("engine.timeout", fmt::format("No quiet window came within {:g} s: {}", secondsOf(m_patience), why),
                    fmt::format("A window needs {:g} s after {:g} s of settling, and metrics come every {:g} s; allow "
                                "more time.",
                                secondsOf(window()), secondsOf(settle()), secondsOf(m_world.facts.fetchInterval)));
    }

    Status readJob() {
        ST_ASSIGN(const Json json, m_world.get(jobPath(m_world.jobId)));
        ST_ASSIGN(m_job, parseJob(json));
        if (m_job.ended())
            return ended(m_job);
        return {};
    }

    Status sleep(Millis duration) const {
        if (!m_world.clock.sleep(duration, m_world.stop))
            return cancelled();
        return {};
    }

    /// Running, and past the seconds in which a fresh job fills its buffers and caches.
    Status waitUntilSettled() {
        for (;;) {
            ST_TRY(readJob());
            const Millis settled = m_job.now - m_job.runningSince;
            if (m_job.running() && settled >= settle())
                break;
            report(m_world.progress, {"waiting for the job to settle", 0, 0, m_job.state, true});
            const Millis wait =
                m_job.running() ? std::clamp(settle() - settled, Millis{100}, std::max(m_poll, Millis{100})) : m_poll;
            if (m_world.clock.now() + wait > m_deadline)
                return outOfTime(m_job.running() ? "the job has just started."
                                                 : fmt::format("the job is {}.", m_job.state));
            ST_TRY(sleep(wait));
        }
        m_epoch = m_job.epoch();
        return {};
    }

    bool oldEnough(const Reading& reading) const {
        const Number age = reading.age();
        return !age || *age >= static_cast<double>(settle().count());
    }

    /// The end of the last window where that is recent; otherwise fresh counters: after a pause the server answers the
    /// first request with old values and fetches new ones only then.
    Status readFirst(Watch& watch) {
        if (auto last = m_world.memory.takeLastReading(m_world.jobId, m_epoch);
            last && m_job.now - last->at <= std::max(m_world.facts.fetchInterval, m_poll) + m_poll) {
            m_first = std::move(*last);
            return {};
        }
        report(m_world.progress, {"waiting for fresh metrics", 0, 0, {}, true});
        ST_ASSIGN(const Reading stale, watch.read(m_job.now, false));
        const TimePoint giveUp = m_world.clock.now() + m_world.facts.fetchInterval + 2 * m_poll;
        for (;;) {
            ST_TRY(sleep(std::min(m_poll, std::max(Millis{250}, m_world.facts.fetchInterval / 2))));
            ST_TRY(readJob());
            ST_ASSIGN(m_first, watch.read(m_job.now, false));
            const bool fresh = moved(stale, m_first) || m_world.clock.now() >= giveUp;
            if ((fresh && oldEnough(m_first)) || m_world.clock.now() >= m_deadline)
                return {};
        }
    }

    /// Waits, looking after restarts, until every subtask has moved far enough.
    Result<Observation> fill(Watch& watch) {
        const TimePoint begun = m_world.clock.now();
        for (;;) {
            const Millis left = window() - (m_world.clock.now() - begun);
            report(m_world.progress, {"measuring a quiet window",
                                      std::min<std::int64_t>((window() - left).count(), window().count()),
                                      window().count(),
                                      {},
                                      true});
            if (m_world.clock.now() > m_deadline)
                return outOfTime("the metrics of some subtasks do not move.");
            ST_TRY(sleep(left > Millis{0} ? std::min(left, m_poll) : std::min(m_poll, Millis{1'000})));
            std::optional<Reading> last;
            if (m_world.clock.now() - begun >= window()) {
                auto reading = watch.read(m_job.now, true);
                if (!reading && reading.error().code == "engine.cancelled")
                    return fail(reading.error());
                if (reading) // else the job's state below says why
                    last = std::move(*reading);
            }
            ST_TRY(readJob());
            if (m_job.epoch() != m_epoch || m_job.state != "RUNNING")
                return broken();
            if (!last)
                continue;
            last->at = m_job.now;
            if (!longEnough(*last))
                continue;
            Observation made = windowBetween(watch.graph(), m_first, *last);
            if (made.quiet)
                m_world.memory.keepLastReading(m_world.jobId, m_epoch, std::move(*last));
            return made;
        }
    }

    bool longEnough(const Reading& last) const {
        const double enough = 0.9 * static_cast<double>(window().count());
        const Number elapsed = elapsedBetween(m_first, last);
        return (elapsed ? *elapsed : static_cast<double>((last.at - m_first.at).count())) >= enough;
    }

    Observation broken() const {
        Observation o;
        o.engine = "flink";
        o.start = m_first.at;
        o.end = std::max(m_job.now, o.start);
        o.seconds = secondsOf(o.end - o.start);
        o.quiet = false;
        o.whyNotQuiet = fmt::format("The job restarted or was rescaled inside the window ({}).", m_job.state);
        return o;
    }

    void addLoad(Observation& window) const {
        const auto json = m_world.get("/v1/taskmanagers/metrics?get=Status.JVM.CPU.Load&agg=avg,max");
        if (!json)
            return;
        const Metrics metrics = parseMetrics(*json);
        const auto it = metrics.find("Status.JVM.CPU.Load");
        if (it != metrics.end() && it->second.contains("max") && isKnown(it->second.at("max")))
            window.notes["jvm_cpu_load_max"] = fmt::format("{:.2f}", *it->second.at("max"));
    }

    World m_world;
    Millis m_patience;
    TimePoint m_deadline;
    Millis m_poll; ///< the server's refresh
    JobDetail m_job;
    std::string m_epoch;
    Reading m_first;
};

} // namespace

Result<Observation> FlinkReader::observe(const std::string& jobId, Millis patience, std::stop_token stop,
                                         const ProgressSink& progress) {
    ST_ASSIGN(const ClusterFacts facts, this->facts(stop));
    const auto ask = [&](const std::string& path) { return get(path, stop); };
    WindowMaker maker({m_profile, facts, *m_memory, *m_clock, jobId, ask, stop, progress}, patience);
    return maker.make();
}

} // namespace streamtune::engines::flink
