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
        if (names.recordsOut.empty() && names.recordsIn.empty()) {
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

std::unexpected<Error> ended(const JobDetail& job) {
    return fail(
        "engine.job_ended",
        fmt::format("The job {} has ended ({}); there is nothing to measure.", job.name.substr(0, 200), job.state),
        "Choose a running job.");
}

} // namespace

Result<Observation> FlinkReader::observe(const std::string& jobId, Millis patience, std::stop_token stop,
                                         const ProgressSink& progress) {
    const TimePoint deadline = m_clock->now() + patience;
    ST_ASSIGN(const ClusterFacts facts, this->facts(stop));
    const Millis poll = std::max(Millis{250}, facts.rest.refresh);
    const auto cancelled = [] { return fail("engine.cancelled", "Measuring was cancelled."); };
    const auto outOfTime = [&](const std::string& why) {
        return fail(
            "engine.timeout",
            fmt::format("No quiet window came within {:g} s: {}", static_cast<double>(patience.count()) / 1000.0, why),
            fmt::format(
                "A window needs {:g} s after {:g} s of settling, and metrics come every {:g} s; allow more time.",
                static_cast<double>(m_profile.window.count()) / 1000.0,
                static_cast<double>(m_profile.settle.count()) / 1000.0,
                static_cast<double>(facts.fetchInterval.count()) / 1000.0));
    };

    // 1. A running job that has settled.
    JobDetail job;
    for (;;) {
        ST_ASSIGN(job, this->job(jobId, stop));
        if (job.ended())
            return ended(job);
        const Millis settled = job.now - job.runningSince;
        if (job.running() && settled >= m_profile.settle)
            break;
        report(progress, {.stage = "waiting for the job to settle", .text = job.state});
        const Millis wait = job.running() ? std::clamp(m_profile.settle - settled, Millis{100}, poll) : poll;
        if (m_clock->now() + wait > deadline)
            return outOfTime(job.running() ? "the job has just started." : fmt::format("the job is {}.", job.state));
        if (!m_clock->sleep(wait, stop))
            return cancelled();
    }
    const std::string epoch = job.epoch();
    Watch watch(job, [&](const std::string& path) { return get(path, stop); });

    // 2. The first reading: the end of the last window, or fresh counters. After a pause the server answers the first
    // request with old values and fetches new ones only then.
    std::optional<Reading> first = m_memory->takeLastReading(jobId, epoch);
    const Millis youngEnough = std::max(facts.fetchInterval, poll) + poll;
    if (first && job.now - first->at > youngEnough)
        first.reset();
    const auto oldEnough = [&](const Reading& r) {
        return !r.age() || *r.age() >= static_cast<double>(m_profile.settle.count());
    };
    if (!first) {
        report(progress, {.stage = "waiting for fresh metrics", .text = {}});
        ST_ASSIGN(const Reading stale, watch.read(job.now, false));
        const TimePoint giveUp = m_clock->now() + facts.fetchInterval + 2 * poll;
        do {
            if (!m_clock->sleep(std::min(poll, std::max(Millis{250}, facts.fetchInterval / 2)), stop))
                return cancelled();
            ST_ASSIGN(first, watch.read(m_clock->now(), false));
            if (moved(stale, *first) && oldEnough(*first))
                break;
        } while (m_clock->now() < std::min(giveUp, deadline) || (!oldEnough(*first) && m_clock->now() < deadline));
        first->at = job.now;
    }

    // 3. Wait for the window to fill, looking after restarts; then read until every subtask has moved far enough.
    const TimePoint begun = m_clock->now();
    const double enough = 0.9 * static_cast<double>(m_profile.window.count());
    const auto broken = [&](std::string why) {
        Observation o;
        o.engine = "flink";
        o.end = job.now;
        o.start = first->at;
        o.seconds = static_cast<double>((o.end - o.start).count()) / 1000.0;
        o.quiet = false;
        o.whyNotQuiet = std::move(why);
        return o;
    };
    Observation window;
    for (;;) {
        const Millis left = m_profile.window - (m_clock->now() - begun);
        report(progress, {.stage = "measuring a quiet window",
                          .done = std::min<std::int64_t>((m_profile.window - left).count(), m_profile.window.count()),
                          .total = m_profile.window.count(),
                          .text = {}});
        if (m_clock->now() > deadline)
            return outOfTime("the metrics of some subtasks do not move.");
        if (!m_clock->sleep(left > Millis{0} ? std::min(left, poll) : std::min(poll, Millis{1'000}), stop))
            return cancelled();
        std::optional<Reading> last;
        if (m_clock->now() - begun >= m_profile.window) {
            auto reading = watch.read(job.now, true);
            if (!reading && reading.error().code == "engine.cancelled")
                return fail(reading.error());
            if (reading)
                last = std::move(*reading);
        }
        ST_ASSIGN(job, this->job(jobId, stop));
        if (job.ended())
            return ended(job);
        if (job.epoch() != epoch || job.state != "RUNNING") {
            window = broken(fmt::format("The job restarted or was rescaled inside the window ({}).", job.state));
            break;
        }
        if (!last)
            continue;
        last->at = job.now;
        const Number elapsed = elapsedBetween(*first, *last);
        const double wall = static_cast<double>((last->at - first->at).count());
        if (elapsed ? *elapsed < enough : wall < enough)
            continue;
        window = windowBetween(watch.graph(), *first, *last);
        if (window.quiet)
            m_memory->keepLastReading(jobId, epoch, std::move(*last));
        break;
    }

    window.connection = m_profile.name;
    window.jobId = jobId;
    window.jobName = job.name;
    window.deployment = epoch;
    if (const auto load = get("/v1/taskmanagers/metrics?get=Status.JVM.CPU.Load&agg=avg,max", stop)) {
        const Metrics metrics = parseMetrics(*load);
        if (const auto it = metrics.find("Status.JVM.CPU.Load");
            it != metrics.end() && it->second.contains("max") && isKnown(it->second.at("max")))
            window.notes["jvm_cpu_load_max"] = fmt::format("{:.2f}", *it->second.at("max"));
    }
    return window;
}

} // namespace streamtune::engines::flink
