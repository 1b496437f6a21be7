// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A cluster with one job that does exactly what a test orders: reach the change, part of it, refuse, lose the answer,
/// fail to restart, be changed by somebody else, or die at a named moment. Counts what is sent. Thread-safe.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/engines/engine.h"

namespace streamtune::test {

enum class Reaction {
    Reach,        ///< becomes the target after `pollsUntilThere` polls
    Partial,      ///< every changed vertex stops at `partialLimit`
    RefuseUnsent, ///< an error before anything is sent
    RefuseAnswer, ///< the request is answered with an error, nothing changes
    LostAnswer,   ///< accepted, but the answer never comes
    NoEffect,     ///< accepted, nothing ever changes
    RestartFails, ///< accepted, the job cannot restart
    JobVanishes,  ///< accepted, the job is gone afterwards
    Foreign,      ///< accepted, but then somebody else sets `foreign`
};

/// source -> join -> sink in one slot sharing group; join is keyed with 128 key groups.
inline JobGraph fakeGraph() {
    JobGraph graph;
    graph.id = graph.name = "orders";
    for (const char* id : {"source", "join", "sink"}) {
        Operator node;
        node.id = id;
        node.name = id;
        node.label = std::string(id) == "join" ? "join" : id;
        node.parallelism = 1;
        node.maxParallelism = 128;
        graph.nodes.push_back(node);
    }
    graph.edges = {{"source", "join", "hash", 0, 1}, {"join", "sink", "rebalance", 0, 1}};
    return graph;
}

struct FakeCluster {
    std::mutex mutex;
    JobGraph graph = fakeGraph();
    std::string jobId = "job-1";
    std::string jobName = "orders";
    std::string state = "RUNNING";
    int epoch = 1;
    double slotsTotal = 8;
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>(TimePoint{Millis{1'770'000'000'000}});

    Reaction reaction = Reaction::Reach;
    int partialLimit = 4;
    ParallelismVector foreign;
    int pollsUntilThere = 2;
    Millis grace{30'000};
    engines::ApplyPath path = engines::ApplyPath::InPlace;
    bool pathAvailable = true;
    std::vector<engines::Check> checks;
    bool unreachable = false;
    bool gone = false;
    std::string replyText = "{}"; ///< what the engine answers

    int requestsSent = 0;
    int reads = 0;
    ParallelismVector pending;
    int pollsLeft = 0;
    std::string savepointMade;

    /// Called at "before request", "after request", "before answer recorded"; may throw or kill.
    std::function<void(const std::string&)> at;
    /// Where set, parallelism, epoch and the count of requests survive the process.
    std::filesystem::path file;

    void load() {
        std::ifstream in(file);
        if (file.empty() || !in)
            return;
        const auto json = nlohmann::json::parse(std::string{std::istreambuf_iterator<char>(in), {}}, nullptr, false);
        if (json.is_discarded())
            return;
        epoch = json["epoch"];
        requestsSent = json["sent"];
        for (Operator& node : graph.nodes)
            node.parallelism = json["p"][node.id];
    }
    void save() {
        if (file.empty())
            return;
        const std::filesystem::path beside = file.string() + ".new";
        std::ofstream(beside) << nlohmann::json{{"epoch", epoch}, {"sent", requestsSent}, {"p", graph.parallelism()}};
        std::filesystem::rename(beside, file);
    }
    void put(const ParallelismVector& vector) {
        for (Operator& node : graph.nodes)
            if (const auto it = vector.find(node.id); it != vector.end())
                node.parallelism = it->second;
        ++epoch;
    }
    /// Somebody else's hand.
    void changeFromOutside(const ParallelismVector& vector) {
        const std::lock_guard lock(mutex);
        put(vector);
        save();
    }
};

class FakeReader final : public engines::EngineReader {
public:
    FakeReader(std::shared_ptr<FakeCluster> cluster, engines::Profile profile)
        : m_cluster(std::move(cluster)), m_profile(std::move(profile)) {}

    const engines::Profile& profile() const override { return m_profile; }
    std::vector<engines::ProbeStep> probe(std::stop_token) override { return {{"version", true, false, "Fake.", 0}}; }

    Result<engines::ClusterInfo> cluster(std::stop_token) override {
        engines::ClusterInfo info;
        info.slotsTotal = m_cluster->slotsTotal;
        return info;
    }

    Result<std::vector<engines::JobSummary>> jobs(std::stop_token) override {
        const std::lock_guard lock(m_cluster->mutex);
        ST_TRY(touch());
        engines::JobSummary job;
        job.id = m_cluster->jobId;
        job.name = m_cluster->jobName;
        job.state = m_cluster->state;
        return std::vector{job};
    }

    Result<engines::JobSnapshot> snapshot(const std::string& jobId, std::stop_token) override {
        const std::lock_guard lock(m_cluster->mutex);
        ST_TRY(touch());
        ST_TRY(known(jobId));
        engines::JobSnapshot job;
        job.graph = m_cluster->graph;
        job.jobId = m_cluster->jobId;
        job.jobName = m_cluster->jobName;
        job.state = m_cluster->state;
        job.running = m_cluster->state == "RUNNING";
        job.epoch = std::to_string(m_cluster->epoch);
        job.runningSince = job.readAt = m_cluster->clock->now();
        job.slotsTotal = m_cluster->slotsTotal;
        job.slotsFree = m_cluster->slotsTotal - m_cluster->graph.slotsNeeded(m_cluster->graph.parallelism());
        return job;
    }

    Result<Observation> observe(const std::string&, Millis, std::stop_token, const ProgressSink&) override {
        return fail("engine.unsupported", "The fake cluster measures nothing.");
    }

    Result<engines::RescaleCapability> capability(const std::string& jobId, std::stop_token) override {
        const std::lock_guard lock(m_cluster->mutex);
        ST_TRY(touch());
        ST_TRY(known(jobId));
        engines::RescaleCapability capability;
        capability.paths = {
            {m_cluster->path, m_cluster->pathAvailable,
             m_cluster->pathAvailable ? "the scheduler is adaptive." : "the scheduler is the default one."}};
        capability.checks = m_cluster->checks;
        return capability;
    }

    Result<std::vector<engines::PreparedRequest>> prepare(const engines::Change& change, std::stop_token) override {
        const std::lock_guard lock(m_cluster->mutex);
        ST_TRY(touch());
        return std::vector<engines::PreparedRequest>{
            {"PUT", "http://fake/jobs/" + change.jobId, nlohmann::json(change.target).dump(), "Sets it.", true}};
    }

    Result<engines::ApplyStatus> applyStatus(const engines::Change& change, const engines::ApplyTicket& ticket,
                                             std::stop_token) override {
        const std::lock_guard lock(m_cluster->mutex);
        ST_TRY(touch());
        ST_TRY(known(ticket.jobId.empty() ? change.jobId : ticket.jobId));
        if (!m_cluster->pending.empty() && --m_cluster->pollsLeft <= 0) {
            m_cluster->put(m_cluster->pending);
            m_cluster->pending.clear();
            m_cluster->save();
        }
        engines::ApplyStatus status;
        status.jobId = m_cluster->jobId;
        status.state = m_cluster->state;
        status.grace = m_cluster->grace;
        status.pollEvery = Millis{1'000};
        if (m_cluster->state == "FAILED") {
            status.failed = true;
            status.sentence = "The job could not be restarted.";
            status.newExceptions = {"java.lang.IllegalStateException: not enough of everything"};
            return status;
        }
        if (m_cluster->state != "RUNNING")
            return status;
        status.reached = m_cluster->graph.parallelism();
        status.settled = m_cluster->pending.empty() &&
                         (status.reached == change.target || m_cluster->reaction == Reaction::Partial ||
                          m_cluster->reaction == Reaction::Foreign || m_cluster->reaction == Reaction::RefuseAnswer);
        return status;
    }

    Millis pollInterval() const override { return Millis{1'000}; }
    std::shared_ptr<Clock> clock() const override { return m_cluster->clock; }

private:
    Status touch() {
        m_cluster->load();
        ++m_cluster->reads;
        if (m_cluster->unreachable)
            return fail("engine.unreachable", "The fake cluster does not answer.");
        return {};
    }
    Status known(const std::string& jobId) const {
        if (m_cluster->gone || jobId != m_cluster->jobId)
            return fail("engine.unknown_job", "Job " + jobId + " was not found.");
        return {};
    }

    std::shared_ptr<FakeCluster> m_cluster;
    engines::Profile m_profile;
};

class FakeWriter final : public engines::EngineWriter {
public:
    explicit FakeWriter(std::shared_ptr<FakeCluster> cluster) : m_cluster(std::move(cluster)) {}

    Result<engines::ApplyTicket> submit(const engines::Change& change, const engines::ApplyStepSink& steps,
                                        std::stop_token stop, const ProgressSink&) override {
        engines::ApplyTicket ticket;
        ticket.jobId = change.jobId;
        ticket.stage = "read";
        ST_TRY(steps({"read requirements", "begun", "Reading.", "GET", "", false, {}, ticket}));
        ST_TRY(steps({"read requirements", "done", "Read.", "GET", m_cluster->replyText, false, {}, ticket}));
        moment("prepared");
        if (stop.stop_requested())
            return fail("engine.cancelled", "Called off.");
        if (m_cluster->reaction == Reaction::RefuseUnsent)
            return fail("engine.http", "The requirements could not be read.");
        if (change.path == engines::ApplyPath::Savepoint)
            ticket.savepoint = change.savepoint.empty() ? "file:/savepoints/sp-" + change.planId : change.savepoint;
        ticket.stage = "send";
        ST_TRY(steps(
            {"send request", "begun", "Sending.", "PUT Authorization: Bearer s3cr3t-token", "", true, {}, ticket}));
        moment("before request");
        ST_TRY(react(change));
        moment("after request");
        ST_TRY(steps({"send request", "done", "Accepted.", "PUT", m_cluster->replyText, true, {}, ticket}));
        moment("answer recorded");
        return ticket;
    }

private:
    void moment(const std::string& name) const {
        if (m_cluster->at)
            m_cluster->at(name);
    }

    Status react(const engines::Change& change) {
        const std::lock_guard lock(m_cluster->mutex);
        m_cluster->load();
        ++m_cluster->requestsSent;
        const auto later = [&](ParallelismVector vector) {
            m_cluster->pending = std::move(vector);
            m_cluster->pollsLeft = m_cluster->pollsUntilThere;
            if (m_cluster->pollsUntilThere == 0) {
                m_cluster->put(m_cluster->pending);
                m_cluster->pending.clear();
            }
        };
        Status answer;
        switch (m_cluster->reaction) {
        case Reaction::Reach:
        case Reaction::LostAnswer:
            later(change.target);
            break;
        case Reaction::Partial: {
            ParallelismVector some = change.target;
            for (auto& [vertex, p] : some)
                p = std::min(p, m_cluster->partialLimit);
            later(some);
            break;
        }
        case Reaction::RestartFails:
            m_cluster->state = "FAILED";
            break;
        case Reaction::JobVanishes:
            m_cluster->gone = true;
            break;
        case Reaction::Foreign:
            later(m_cluster->foreign);
            break;
        case Reaction::RefuseAnswer:
            answer = fail("engine.http", "The cluster answered 400: lower bound above upper bound.");
            break;
        case Reaction::RefuseUnsent:
        case Reaction::NoEffect:
            break;
        }
        m_cluster->save();
        if (m_cluster->reaction == Reaction::LostAnswer)
            return fail("engine.timeout", "The cluster did not answer in time.");
        return answer;
    }

    std::shared_ptr<FakeCluster> m_cluster;
};

class FakeFactory final : public engines::EngineFactory {
public:
    explicit FakeFactory(std::shared_ptr<FakeCluster> cluster) : m_cluster(std::move(cluster)) {}
    Result<std::unique_ptr<engines::EngineReader>> reader(const engines::Profile& profile) override {
        return std::make_unique<FakeReader>(m_cluster, profile);
    }
    Result<std::unique_ptr<engines::EngineWriter>> writer(const engines::Profile& profile,
                                                          const engines::WritePermit& permit) override {
        if (profile.readOnly)
            return fail("connection.read_only", "Read-only.");
        permits.push_back(permit.planHash());
        return std::make_unique<FakeWriter>(m_cluster);
    }
    std::vector<std::string> permits; ///< hashes of the plans a writer was made for

private:
    std::shared_ptr<FakeCluster> m_cluster;
};

} // namespace streamtune::test
