// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/simulated/cluster_state.h"

#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>

#include "core/base/json.h"

namespace streamtune::engines::simulated {
namespace {

constexpr const char* kFormat = "streamtune.simulated/1";

std::unexpected<Error> broken(const std::string& what) {
    return fail("simulated.state", "The stored state of the simulated cluster is broken: " + what + ".",
                "Remove the connection and add it again to start with a fresh cluster.");
}

Json timeToJson(TimePoint t) {
    return t.time_since_epoch().count();
}

/// Bounded so that sums of times cannot overflow.
TimePoint timeAt(const Json& object, const char* key) {
    return TimePoint{Millis{std::clamp<std::int64_t>(integerAt(object, key, 0), 0, 4'000'000'000'000)}};
}

int intAt(const Json& object, const char* key, int low, int high) {
    return static_cast<int>(std::clamp<std::int64_t>(integerAt(object, key, low), low, high));
}

Json jobToJson(const JobState& job) {
    return {{"rates", job.rates},      {"vector", job.vector},
            {"dep", job.dep},          {"deployed_at", timeToJson(job.deployedAt)},
            {"next_win", job.nextWin}, {"seed", job.seed},
            {"failed", job.failed},    {"exceptions", job.exceptions}};
}

Result<JobState> jobFromJson(const std::string& name, const Json& json) {
    if (!json.is_object() || !childAt(json, "vector").is_object())
        return broken("job \"" + name + "\" has no parallelism");
    JobState job;
    for (const auto& [id, value] : childAt(json, "vector").items()) {
        if (!value.is_number_integer() || value.get<std::int64_t>() < 1 || value.get<std::int64_t>() > 32'768)
            return broken("job \"" + name + "\" has an impossible parallelism");
        job.vector[id] = value.get<int>();
    }
    if (const Json& rates = childAt(json, "rates"); rates.is_object())
        for (const auto& [id, value] : rates.items()) {
            const Number rate = numberFromJson(value);
            if (!isKnown(rate) || *rate < 0 || *rate > 1e15)
                return broken("job \"" + name + "\" has an impossible rate");
            job.rates[id] = *rate;
        }
    job.dep = intAt(json, "dep", 0, 1'000'000'000);
    job.deployedAt = timeAt(json, "deployed_at");
    job.nextWin = intAt(json, "next_win", 0, 1'000'000'000);
    job.seed = static_cast<std::uint64_t>(std::max<std::int64_t>(0, integerAt(json, "seed", 0)));
    job.failed = boolAt(json, "failed", false);
    if (const Json& exceptions = childAt(json, "exceptions"); exceptions.is_array())
        for (const Json& text : exceptions)
            if (text.is_string())
                job.exceptions.push_back(text.get<std::string>());
    return job;
}

class MemoryKeeper final : public StateKeeper {
public:
    Result<std::optional<std::string>> read(const std::string& connection) override {
        const std::scoped_lock lock(m_mutex);
        const auto it = m_documents.find(connection);
        return it == m_documents.end() ? std::nullopt : std::optional(it->second);
    }
    Status update(const std::string& connection, const Change& change) override {
        const std::scoped_lock lock(m_mutex);
        const auto it = m_documents.find(connection);
        ST_ASSIGN(auto text, change(it == m_documents.end() ? std::nullopt : std::optional(it->second)));
        m_documents[connection] = std::move(text);
        return {};
    }

private:
    std::mutex m_mutex;
    std::map<std::string, std::string> m_documents;
};

} // namespace

std::shared_ptr<StateKeeper> memoryKeeper() {
    return std::make_shared<MemoryKeeper>();
}

std::string stateToText(const ClusterState& state) {
    Json jobs = Json::object();
    for (const auto& [name, job] : state.jobs)
        jobs[name] = jobToJson(job);
    return compactJson({{"format", kFormat},
                        {"created", timeToJson(state.created)},
                        {"clock", timeToJson(state.clock)},
                        {"faults",
                         {{"slots", state.faults.slots},
                          {"unreachable", state.faults.unreachable},
                          {"restart_fails", state.faults.restartFails},
                          {"request_delay_ms", state.faults.requestDelay.count()}}},
                        {"jobs", std::move(jobs)}});
}

Result<ClusterState> stateFromText(const std::string& text) {
    const auto json = parseJson(text, "the stored state");
    if (!json)
        return broken("it is not JSON");
    if (stringAt(*json, "format") != kFormat)
        return broken("it is not of format " + std::string(kFormat));
    ClusterState state;
    state.created = timeAt(*json, "created");
    state.clock = timeAt(*json, "clock");
    const Json& faults = childAt(*json, "faults");
    state.faults.slots = intAt(faults, "slots", 0, 1'000'000);
    state.faults.unreachable = boolAt(faults, "unreachable", false);
    state.faults.restartFails = boolAt(faults, "restart_fails", false);
    state.faults.requestDelay = Millis{intAt(faults, "request_delay_ms", 0, 3'600'000)};
    if (const Json& jobs = childAt(*json, "jobs"); jobs.is_object())
        for (const auto& [name, value] : jobs.items()) {
            ST_ASSIGN(state.jobs[name], jobFromJson(name, value));
        }
    return state;
}

} // namespace streamtune::engines::simulated
