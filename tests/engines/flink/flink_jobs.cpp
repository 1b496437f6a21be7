// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engines/flink/flink_jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

namespace streamtune::flinktest {
namespace {

WorkloadOp opFrom(const Json& json) {
    WorkloadOp op;
    op.id = stringAt(json, "id");
    op.type = stringAt(json, "type");
    for (const auto& input : childAt(json, "in"))
        op.inputs.push_back(input.get<std::string>());
    op.costMicros = valueOr(numberAt(json, "cost"), 0);
    op.selectivity = valueOr(numberAt(json, "sel"), 1);
    op.hot = valueOr(numberAt(json, "hot"), 0);
    op.slideMillis = valueOr(numberAt(json, "slide"), valueOr(numberAt(json, "size"), 1000));
    return op;
}

template <typename T>
std::map<std::string, std::map<std::string, T>> situations(const Json& json) {
    std::map<std::string, std::map<std::string, T>> all;
    for (const auto& [situation, numbers] : json.items())
        for (const auto& [id, number] : numbers.items())
            all[situation][id] = number.template get<T>();
    return all;
}

bool isKeyed(const WorkloadOp& op) {
    return op.type == "count" || op.type == "window" || op.type == "join" || op.type == "windowjoin";
}

double hotShare(const WorkloadJob& job, const WorkloadOp& op) {
    double hot = op.hot;
    for (const auto& input : op.inputs)
        if (const WorkloadOp* from = job.find(input))
            hot = std::max(hot, hotShare(job, *from));
    return hot;
}

struct Counters {
    double in = 0, out = 0, busy = 0, idle = 0, backpressured = 0;
};

double counter(const Json& metrics, const char* name) {
    return valueOr(numberAt(metrics, name), std::nan(""));
}

using JobCounters = std::map<std::string, std::vector<Counters>>; ///< operator -> subtasks

Result<JobCounters> readJob(const FlinkCluster& cluster, const std::string& jobId,
                            const std::map<std::string, std::string>& vertices) {
    JobCounters all;
    for (const auto& [op, vertex] : vertices) {
        ST_ASSIGN(const Json reply, cluster.get("/jobs/" + jobId + "/vertices/" + vertex));
        for (const auto& subtask : childAt(reply, "subtasks")) {
            const Json& metrics = childAt(subtask, "metrics");
            all[op].push_back({counter(metrics, "read-records"), counter(metrics, "write-records"),
                               counter(metrics, "accumulated-busy-time"), counter(metrics, "accumulated-idle-time"),
                               counter(metrics, "accumulated-backpressured-time")});
        }
    }
    return all;
}

using Vertices = std::vector<std::map<std::string, std::string>>;

Result<std::vector<JobCounters>> readFresh(const FlinkCluster& cluster, const std::vector<std::string>& jobIds,
                                           const Vertices& vertices) {
    std::vector<JobCounters> all;
    for (const int pass : {0, 1}) {
        all.clear();
        for (std::size_t i = 0; i < jobIds.size(); ++i) {
            ST_ASSIGN(all.emplace_back(), readJob(cluster, jobIds[i], vertices[i]));
        }
        if (pass == 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(500));
    }
    return all;
}

Measured difference(const std::vector<Counters>& before, const std::vector<Counters>& after) {
    Measured m;
    m.parallelism = static_cast<int>(after.size());
    for (std::size_t i = 0; i < after.size() && i < before.size(); ++i) {
        const double busy = after[i].busy - before[i].busy, idle = after[i].idle - before[i].idle;
        const double held = after[i].backpressured - before[i].backpressured;
        const double elapsed = busy + idle + held; // ms; no clock of ours needed
        m.inRate += (after[i].in - before[i].in) * 1000 / elapsed;
        m.outRate += (after[i].out - before[i].out) * 1000 / elapsed;
        m.busyMax = std::max(m.busyMax, busy / elapsed);
        m.busyMean += busy / elapsed / m.parallelism;
        m.backpressuredMax = std::max(m.backpressuredMax, held / elapsed);
        m.backpressuredMean += held / elapsed / m.parallelism;
    }
    return m;
}

} // namespace

const WorkloadOp* WorkloadJob::find(const std::string& op) const {
    const auto found = std::ranges::find(ops, op, &WorkloadOp::id);
    return found == ops.end() ? nullptr : &*found;
}

Result<std::vector<WorkloadJob>> workloadJobs() {
    std::ifstream in(std::string(ST_FLINK_DIR) + "/jobs.json");
    std::ostringstream text;
    text << in.rdbuf();
    ST_ASSIGN(const Json file, parseJson(text.str(), "jobs.json"));
    std::vector<WorkloadJob> jobs;
    for (const auto& json : childAt(file, "jobs")) {
        WorkloadJob job;
        job.id = stringAt(json, "id");
        job.name = stringAt(json, "name");
        job.maxParallelism = static_cast<int>(integerAt(file, "maxParallelism", 128));
        for (const auto& op : childAt(json, "ops"))
            job.ops.push_back(opFrom(op));
        job.rates = situations<double>(childAt(json, "rates"));
        job.oracle = situations<int>(childAt(json, "oracle"));
        jobs.push_back(std::move(job));
    }
    return jobs;
}

Result<WorkloadJob> workloadJob(const std::string& id) {
    ST_ASSIGN(const auto jobs, workloadJobs());
    const auto found = std::ranges::find(jobs, id, &WorkloadJob::id);
    if (found == jobs.end())
        return fail("test.job", "jobs.json has no job " + id);
    return *found;
}

std::map<std::string, double> demandOf(const WorkloadJob& job, const std::map<std::string, double>& rates) {
    std::map<std::string, double> demand, output;
    for (const auto& op : job.ops) {
        double in = 0;
        if (op.inputs.empty())
            in = rates.at(op.id);
        for (const auto& input : op.inputs)
            in += output.at(input);
        demand[op.id] = in;
        // A window emits one record per key and slide; jobs.json has one key per key group.
        const bool windowed = op.type == "window" || op.type == "windowjoin";
        output[op.id] = windowed ? job.maxParallelism * 1000 / op.slideMillis : in * op.selectivity;
    }
    return demand;
}

double loadOf(const WorkloadJob& job, const WorkloadOp& op, double demand, int p) {
    const double work = demand * op.costMicros / 1e6;
    if (!isKeyed(op))
        return work / p;
    const double hot = hotShare(job, op);
    const double groups = std::ceil(static_cast<double>(job.maxParallelism) / p) / job.maxParallelism;
    return work * (hot + (1 - hot) * groups);
}

std::map<std::string, int> closedForm(const WorkloadJob& job, const std::map<std::string, double>& rates) {
    std::map<std::string, int> smallest;
    const auto demand = demandOf(job, rates);
    for (const auto& op : job.ops) {
        int p = 1;
        while (p < job.maxParallelism && loadOf(job, op, demand.at(op.id), p) > 1)
            ++p;
        smallest[op.id] = p;
    }
    return smallest;
}

Result<std::map<std::string, std::string>> verticesOf(const FlinkCluster& cluster, const std::string& jobId) {
    ST_ASSIGN(const Json job, cluster.get("/jobs/" + jobId));
    std::map<std::string, std::string> ids;
    for (const auto& vertex : childAt(job, "vertices")) {
        std::string name = stringAt(vertex, "name");
        if (name.ends_with(": Writer"))
            name.resize(name.size() - 8);
        const auto colon = name.rfind(": ");
        ids[colon == std::string::npos ? name : name.substr(colon + 2)] = stringAt(vertex, "id");
    }
    return ids;
}

Result<std::map<std::string, int>> parallelismOf(const FlinkCluster& cluster, const std::string& jobId) {
    ST_ASSIGN(const auto ids, verticesOf(cluster, jobId));
    ST_ASSIGN(const Json job, cluster.get("/jobs/" + jobId));
    std::map<std::string, int> p;
    for (const auto& [op, id] : ids)
        for (const auto& vertex : childAt(job, "vertices"))
            if (stringAt(vertex, "id") == id)
                p[op] = static_cast<int>(integerAt(vertex, "parallelism", 0));
    return p;
}

Result<std::vector<std::map<std::string, Measured>>>
measureAll(const FlinkCluster& cluster, const std::vector<std::string>& jobIds, double seconds) {
    Vertices vertices;
    for (const auto& id : jobIds) {
        ST_ASSIGN(vertices.emplace_back(), verticesOf(cluster, id));
    }
    ST_ASSIGN(const auto before, readFresh(cluster, jobIds, vertices));
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    ST_ASSIGN(const auto after, readFresh(cluster, jobIds, vertices));
    std::vector<std::map<std::string, Measured>> measured(jobIds.size());
    for (std::size_t i = 0; i < jobIds.size(); ++i)
        for (const auto& [op, counters] : after[i])
            measured[i][op] = difference(before[i].at(op), counters);
    return measured;
}

Result<std::map<std::string, Measured>> measure(const FlinkCluster& cluster, const std::string& jobId, double seconds) {
    ST_ASSIGN(auto measured, measureAll(cluster, {jobId}, seconds));
    return std::move(measured.front());
}

Status rescale(const FlinkCluster& cluster, const std::string& jobId, const std::map<std::string, int>& target) {
    ST_ASSIGN(const auto vertices, verticesOf(cluster, jobId));
    Json body = Json::object();
    for (const auto& [op, id] : vertices)
        body[id] = {{"parallelism", {{"lowerBound", 1}, {"upperBound", target.at(op)}}}};
    const Reply reply = cluster.send("PUT", "/jobs/" + jobId + "/resource-requirements", body.dump());
    if (reply.status != 200)
        return fail("test.http", fmt::format("PUT answered {}: {}", reply.status, reply.body.substr(0, 300)));
    const bool reached = eventually(std::chrono::seconds(60), [&] {
        const auto job = cluster.get("/jobs/" + jobId);
        const auto p = parallelismOf(cluster, jobId);
        if (!job || !p || *p != target || stringAt(*job, "state") != "RUNNING")
            return false;
        return std::ranges::all_of(childAt(*job, "vertices"),
                                   [](const Json& vertex) { return stringAt(vertex, "status") == "RUNNING"; });
    });
    return reached ? Status{} : fail("test.rescale", "the parallelism asked for is not in force within 60 s");
}

} // namespace streamtune::flinktest
