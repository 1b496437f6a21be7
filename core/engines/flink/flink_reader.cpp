// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/flink/flink_reader.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/engines/flink/job_graph_of.h"
#include "core/engines/flink/rescale_requests.h"

namespace streamtune::engines::flink {
namespace {

constexpr std::size_t kMostWorkers = 64;
/// A cluster may be replaced by another version at the same address.
constexpr Millis kFactsLast{60'000};
constexpr const char* kWorkerMetrics = "Status.JVM.CPU.Load,Status.JVM.Memory.Heap.Used,Status.JVM.Memory.Heap.Max,"
                                       "Status.JVM.GarbageCollector.All.TimeMsPerSecond";

Number metricValue(const std::map<std::string, std::map<std::string, Number>>& metrics, const std::string& name) {
    const auto it = metrics.find(name);
    if (it == metrics.end() || !it->second.contains("value"))
        return std::nullopt;
    return it->second.at("value");
}

Counters difference(const Counters& a, const Counters& b) {
    const auto minus = [](const Number& x, const Number& y) { return x && y ? Number(*x - *y) : std::nullopt; };
    Counters d;
    d.recordsIn = minus(b.recordsIn, a.recordsIn);
    d.busy = minus(b.busy, a.busy);
    d.idle = minus(b.idle, a.idle);
    d.backpressured = minus(b.backpressured, a.backpressured);
    return d;
}

/// The busiest vertex between two polls of the list; mean over its subtasks, since sums are all that the job reply has.
void findWorst(JobGlance& glance, const JobGlance& before) {
    for (const auto& [id, now] : glance.sums) {
        const auto old = before.sums.find(id);
        if (old == before.sums.end())
            continue;
        const Counters d = difference(old->second, now);
        if (!isKnown(d.busy) || !isKnown(d.idle) || !isKnown(d.backpressured))
            continue;
        const double elapsed = *d.busy + *d.idle + *d.backpressured;
        if (elapsed <= 0)
            continue;
        const double busy = std::clamp(*d.busy / elapsed, 0.0, 1.0);
        if (!glance.worstBusy || busy > *glance.worstBusy) {
            glance.worst = id;
            glance.worstBusy = busy;
        }
        const double held = std::clamp(*d.backpressured / elapsed, 0.0, 1.0);
        glance.worstBackpressure = std::max(glance.worstBackpressure.value_or(0), held);
    }
}

ParallelismVector parallelismOf(const JobDetail& job) {
    ParallelismVector vector;
    for (const Vertex& v : job.vertices)
        vector[v.id] = v.parallelism;
    return vector;
}

std::string number(const Number& n, const char* unit) {
    return isKnown(n) ? fmt::format("{:.0f}{}", *n, unit) : "unknown";
}

void addFacts(JobSnapshot& s, const CheckpointConfig& config, const CheckpointStats& stats) {
    s.facts["checkpointing"] = !config.known ? "unknown" : config.enabled ? "on" : "off";
    if (config.enabled) {
        s.facts["checkpoint_interval_ms"] = std::to_string(config.interval.count());
        s.facts["checkpoint_mode"] = config.mode + (config.unaligned ? ", unaligned" : "");
    }
    s.facts["checkpoints_completed"] = std::to_string(stats.completed);
    s.facts["checkpoints_failed"] = std::to_string(stats.failed);
    if (isKnown(stats.lastDuration)) {
        s.facts["last_checkpoint_ms"] = number(stats.lastDuration, "");
        s.facts["last_checkpoint_bytes"] = number(stats.lastSize, "");
        s.facts["last_checkpoint_at"] = toRfc3339(stats.lastAt);
        s.facts["last_checkpoint_path"] = stats.lastPath;
    }
}

bool passing(const Error& error) {
    return error.code == "engine.cancelled";
}

} // namespace

FlinkReader::FlinkReader(Profile profile, std::unique_ptr<Transport> transport, std::shared_ptr<ClusterMemory> memory,
                         std::shared_ptr<Clock> clock)
    : m_profile(std::move(profile)), m_transport(std::move(transport)), m_memory(std::move(memory)),
      m_clock(std::move(clock)) {}

Result<Json> FlinkReader::get(const std::string& path, std::stop_token stop) {
    return getJson(*m_transport, path, stop);
}

Result<ClusterFacts> FlinkReader::facts(std::stop_token stop, bool fresh) {
    if (!fresh)
        if (auto known = m_memory->facts(); known && m_clock->now() - known->readAt < kFactsLast)
            return *known;
    ClusterFacts facts;
    ST_ASSIGN(const Json config, get("/v1/config", stop));
    ST_ASSIGN(facts.rest, parseConfig(config));
    if (const auto keys = get("/v1/jobmanager/config", stop))
        facts.config = parseKeyValues(*keys);
    else if (passing(keys.error()))
        return fail(keys.error());
    if (const auto it = facts.config.find("metrics.fetcher.update-interval"); it != facts.config.end())
        facts.fetchInterval = parseFlinkDuration(it->second).value_or(facts.fetchInterval);
    facts.readAt = m_clock->now();
    m_memory->keep(facts);
    return facts;
}

Millis FlinkReader::pollInterval() const {
    const auto known = m_memory->facts();
    return std::max(Millis{1'000}, known ? known->rest.refresh : RestConfig{}.refresh);
}

Result<JobDetail> FlinkReader::job(const std::string& jobId, std::stop_token stop) {
    ST_ASSIGN(const Json json, get(jobPath(jobId), stop));
    return parseJob(json);
}

void FlinkReader::addWorkers(ClusterInfo& info, std::stop_token stop) {
    const auto json = get("/v1/taskmanagers", stop);
    if (!json)
        return;
    double load = 0;
    int loads = 0;
    for (const TaskManager& manager : parseTaskManagers(*json)) {
        ClusterInfo::Worker worker;
        worker.id = manager.id;
        worker.slots = manager.slots;
        worker.slotsFree = manager.slotsFree;
        if (info.workerList.size() < kMostWorkers) {
            const auto values =
                get("/v1/taskmanagers/" + net::percentEncode(manager.id) + "/metrics?get=" + kWorkerMetrics, stop);
            const auto metrics = parseMetrics(values ? *values : Json());
            worker.cpuLoad = metricValue(metrics, "Status.JVM.CPU.Load");
            worker.heapUsed = metricValue(metrics, "Status.JVM.Memory.Heap.Used");
            worker.heapMax = metricValue(metrics, "Status.JVM.Memory.Heap.Max");
            const Number gc = metricValue(metrics, "Status.JVM.GarbageCollector.All.TimeMsPerSecond");
            worker.gcShare = gc ? Number(*gc / 1000.0) : std::nullopt;
        }
        if (isKnown(worker.cpuLoad)) {
            load += *worker.cpuLoad;
            ++loads;
        }
        info.workerList.push_back(std::move(worker));
    }
    if (loads > 0)
        info.facts["jvm_cpu_load"] = fmt::format("{:.2f}", load / loads);
}

Result<ClusterInfo> FlinkReader::cluster(std::stop_token stop) {
    ST_ASSIGN(const ClusterFacts facts, this->facts(stop, true));
    ST_ASSIGN(const Json overviewJson, get("/v1/overview", stop));
    const Overview overview = parseOverview(overviewJson);
    ClusterInfo info;
    info.version = facts.rest.version;
    info.revision = facts.rest.revision;
    info.slotsTotal = overview.slotsTotal;
    info.slotsFree = overview.slotsFree;
    info.workers = overview.taskManagers;
    const auto scheduler = facts.config.find("jobmanager.scheduler");
    info.facts["scheduler"] = scheduler == facts.config.end() ? "not set" : scheduler->second;
    info.facts["rescale_in_place"] = !facts.rest.webRescale   ? "not known to this version"
                                     : *facts.rest.webRescale ? "yes"
                                                              : "no";
    info.facts["submit_over_rest"] = facts.rest.webSubmit ? "yes" : "no";
    info.facts["refresh_interval_ms"] = std::to_string(facts.rest.refresh.count());
    info.facts["metrics_fetch_interval_ms"] = std::to_string(facts.fetchInterval.count());
    info.facts["cool_down_ms"] = std::to_string(coolDown(facts).count());
    addWorkers(info, stop);
    return info;
}

void FlinkReader::glanceAt(JobSummary& summary, const ClusterFacts& facts, std::stop_token stop) {
    const TimePoint now = m_clock->now();
    auto before = m_memory->glance(summary.id);
    const Millis pause = std::max(facts.fetchInterval, facts.rest.refresh);
    if (!before || now - before->readAt >= pause) {
        if (const auto detail = job(summary.id, stop)) {
            JobGlance glance;
            glance.epoch = detail->epoch();
            glance.readAt = now;
            glance.type = detail->type;
            if (detail->running())
                glance.slots = slotsOf(*detail, parallelismOf(*detail));
            for (const Vertex& v : detail->vertices)
                glance.sums[v.id] = v.counters;
            if (before && before->epoch == glance.epoch)
                findWorst(glance, *before);
            m_memory->keep(summary.id, glance);
            before = std::move(glance);
        }
    }
    if (!before)
        return;
    summary.slots = before->slots;
    summary.worst = before->worst;
    summary.worstBusy = before->worstBusy;
    summary.worstBackpressure = before->worstBackpressure;
    summary.rescalable = facts.rest.webRescale.value_or(false) && before->type != "BATCH";
    if (!*summary.rescalable)
        summary.whyNot =
            before->type == "BATCH"
                ? "A batch job is not rescaled while it runs."
                : "The cluster does not offer rescaling in place (adaptive scheduler, Flink 1.18 or newer).";
}

Result<std::vector<JobSummary>> FlinkReader::jobs(std::stop_token stop) {
    ST_ASSIGN(const ClusterFacts facts, this->facts(stop));
    ST_ASSIGN(const Json json, get("/v1/jobs/overview", stop));
    ST_ASSIGN(const std::vector<JobRow> rows, parseJobsOverview(json));
    m_memory->forgetOthers(rows);
    std::vector<JobSummary> jobs;
    for (const JobRow& row : rows) {
        JobSummary summary;
        summary.id = row.id;
        summary.name = row.name;
        summary.state = row.state;
        summary.started = row.started;
        if (row.state == "RUNNING")
            glanceAt(summary, facts, stop);
        if (stop.stop_requested())
            return fail("engine.cancelled", "Reading the list of jobs was cancelled.");
        jobs.push_back(std::move(summary));
    }
    return jobs;
}

Result<JobSnapshot> FlinkReader::snapshot(const std::string& jobId, std::stop_token stop) {
    ST_ASSIGN(const JobDetail detail, job(jobId, stop));
    JobSnapshot s;
    s.graph = jobGraphOf(detail);
    s.jobId = detail.id;
    s.jobName = detail.name;
    s.state = detail.state;
    s.running = detail.running();
    s.epoch = detail.epoch();
    s.runningSince = detail.runningSince;
    s.readAt = m_clock->now();
    s.facts["type"] = detail.type;
    s.facts["started"] = toRfc3339(detail.started);
    const auto config = get(jobPath(jobId, "/checkpoints/config"), stop);
    const auto stats = get(jobPath(jobId, "/checkpoints"), stop);
    addFacts(s, config ? parseCheckpointConfig(*config) : CheckpointConfig{},
             stats ? parseCheckpoints(*stats) : CheckpointStats{});
    if (const auto json = get(jobPath(jobId, "/exceptions?maxExceptions=20"), stop)) {
        for (const JobException& e : parseExceptions(*json))
            s.exceptions.push_back(toRfc3339(e.at) + (e.task.empty() ? " " : " " + e.task + ": ") + e.line);
        if (!s.exceptions.empty())
            s.facts["last_exception"] = s.exceptions.front();
    }
    if (const auto json = get("/v1/overview", stop)) {
        const Overview overview = parseOverview(*json);
        s.slotsTotal = overview.slotsTotal;
        s.slotsFree = overview.slotsFree;
    }
    if (s.running)
        s.facts["slots_held"] = std::to_string(slotsOf(detail, parallelismOf(detail)));
    if (stop.stop_requested())
        return fail("engine.cancelled", "Reading the job was cancelled.");
    return s;
}

Result<JobFacts> FlinkReader::jobFacts(const std::string& jobId, std::stop_token stop) {
    JobFacts facts;
    ST_ASSIGN(facts.cluster, this->facts(stop, true));
    ST_ASSIGN(facts.job, job(jobId, stop));
    const auto optional = [&](const std::string& path) {
        const auto json = get(path, stop);
        return json ? *json : Json();
    };
    facts.overview = parseOverview(optional("/v1/overview"));
    facts.jobConfig = parseJobConfig(optional(jobPath(jobId, "/config")));
    facts.checkpoints = parseCheckpointConfig(optional(jobPath(jobId, "/checkpoints/config")));
    facts.checkpointStats = parseCheckpoints(optional(jobPath(jobId, "/checkpoints")));
    if (facts.cluster.rest.webRescale.value_or(false)) {
        const auto json = get(jobPath(jobId, "/resource-requirements"), stop);
        facts.requirements = json ? parseRequirements(*json) : Result<Requirements>(std::unexpected(json.error()));
    }
    if (facts.cluster.rest.webSubmit) {
        const auto json = get("/v1/jars", stop);
        facts.jars = json ? Result<std::vector<Jar>>(parseJars(*json)) : std::unexpected(json.error());
    }
    if (stop.stop_requested())
        return fail("engine.cancelled", "Reading what the job allows was cancelled.");
    return facts;
}

Result<RescaleCapability> FlinkReader::capability(const std::string& jobId, std::stop_token stop) {
    ST_ASSIGN(const JobFacts facts, jobFacts(jobId, stop));
    return judge(facts, m_profile);
}

} // namespace streamtune::engines::flink
