// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/timely/timely_writer.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace streamtune::engines::timely {
namespace {

constexpr std::size_t kMostOfReply = 4096;
constexpr Millis kDrainPatience{120'000}; ///< a job that is behind has its backlog to process first
constexpr Millis kLaunchPatience{60'000};
constexpr Millis kPoll{200};

std::string previousText(const JobReading& r) {
    return compactJson({{"placement", r.topology.placements()}, {"workers", r.hello.peers}, {"run", r.hello.run}});
}

} // namespace

struct TimelyWriter::Submission {
    TimelyWriter& writer;
    const Change& change;
    const ApplyStepSink& steps;
    std::stop_token stop;
    const ProgressSink& progress;
    ApplyTicket ticket;

    Status record(const std::string& name, const char* state, const std::string& sentence, const std::string& request,
                  const std::string& response, bool pointOfNoReturn = true) {
        if (!steps)
            return {};
        ApplyStep step;
        step.name = name;
        step.state = state;
        step.sentence = sentence;
        step.request = request;
        step.response = response.substr(0, kMostOfReply);
        step.pointOfNoReturn = pointOfNoReturn;
        step.at = writer.m_clock->now();
        step.ticket = ticket;
        return steps(step);
    }

    Status refuseStale(const JobReading& r) {
        for (const auto& [op, k] : change.base) {
            const Operator* node = r.job.graph.find(op);
            if (!node || node->parallelism != k)
                return fail(
                    "plan.stale",
                    fmt::format("\"{}\" does not run with {} any more, so the plan does not fit the job.", op, k),
                    "Make a new plan for the job as it is now.");
        }
        return {};
    }

    Result<ApplyTicket> place(const JobReading& r) {
        ST_ASSIGN(const auto moves, placementOf(change, r, r.hello.peers));
        if (moves.empty())
            return ticket; // nothing lies elsewhere than it should
        Transport& leader = *writer.m_agents.front();
        const std::string body = compactJson(placementBody(moves, r.topology.rev));
        const std::string request = fmt::format("PUT {}/v1/placement\n{}", leader.base(), body);
        ticket.stage = "send request " + r.hello.run;
        ST_TRY(record("send request", "begun", "The request is sent.", request, {}));
        report(progress, {"sending the request", 0, 1, {}, false});
        const auto reply = leader.send("PUT", "/v1/placement", body, {});
        const auto json = replyJson(leader, "PUT /v1/placement", reply);
        if (!json) {
            Error error = json.error();
            const auto code = error.details.find("code");
            if (code != error.details.end() && code->second == "conflict") {
                error.code = "plan.stale";
                error.hint = "Make a new plan for the job as it is now.";
            } else if (code != error.details.end() && (code->second == "busy" || code->second == "draining")) {
                error.code = "plan.busy";
                error.hint = "Wait until the other change is done, then look at the job again.";
            }
            ST_TRY(record("send request", "failed", error.sentence, request, reply ? reply->body : ""));
            return fail(std::move(error));
        }
        ticket.triggerId = stringAt(*json, "id");
        ST_TRY(record("send request", "done", "The job has accepted the change.", request, reply->body));
        return ticket;
    }

    /// Until the old run is gone, or has ended.
    Status awaitDrained(const std::string& run) {
        for (Millis waited{0}; waited < kDrainPatience; waited += kPoll) {
            const auto hello = readHello(writer.m_agents, {});
            if (!hello || hello->run != run || hello->state == "ended")
                return {};
            report(progress, {"draining the job", waited.count() / 1000, kDrainPatience.count() / 1000, {}, false});
            writer.m_clock->sleep(kPoll, {});
        }
        return fail("engine.timeout",
                    fmt::format("The job did not finish what it had within {} s.", kDrainPatience.count() / 1000),
                    "It may still end; then the supervisor command starts it again.");
    }

    Status awaitLaunched(const std::string& run, int workers) {
        std::string last = "its agent does not answer";
        for (Millis waited{0}; waited < kLaunchPatience; waited += kPoll) {
            const auto hello = readHello(writer.m_agents, {});
            if (hello && hello->run != run) {
                if (hello->state == "running" && hello->peers == workers)
                    return {};
                last = fmt::format("it is {} with {} workers", hello->state, hello->peers);
            }
            report(progress,
                   {"waiting for the workers", waited.count() / 1000, kLaunchPatience.count() / 1000, {}, false});
            writer.m_clock->sleep(kPoll, {});
        }
        return fail("engine.timeout",
                    fmt::format("The job was launched again and does not run with {} workers: {}.", workers, last),
                    "Look at the output of the supervisor command.");
    }

    Result<ApplyTicket> relaunch(const JobReading& r) {
        const auto command = writer.m_profile.options.find("supervisor");
        if (command == writer.m_profile.options.end())
            return fail("engine.unsupported", "The connection names no supervisor command to launch the job again.",
                        "Add the option supervisor to the connection.");
        const int workers = workersFor(change, r.hello.peers);
        ST_ASSIGN(auto placement, placementOf(change, r, workers));
        for (const auto& [op, list] : r.topology.placements())
            placement.emplace(op, list); // those that stay
        const std::map<std::string, std::string> environment{{"STREAMTUNE_WORKERS", std::to_string(workers)},
                                                             {"STREAMTUNE_PLACEMENT", compactJson(Json(placement))}};
        Transport& leader = *writer.m_agents.front();
        const std::string drain = fmt::format("POST {}/v1/drain", leader.base());
        ticket.stage = "drain " + r.hello.run;
        ST_TRY(record("drain", "begun", "The job closes its inputs.", drain, {}));
        const auto reply = leader.send("POST", "/v1/drain", "{}", {});
        if (const auto json = replyJson(leader, "POST /v1/drain", reply); !json) {
            ST_TRY(record("drain", "failed", json.error().sentence, drain, reply ? reply->body : ""));
            return std::unexpected(json.error());
        }
        if (const Status drained = awaitDrained(r.hello.run); !drained) {
            ST_TRY(record("drain", "failed", drained.error().sentence, drain, {}));
            return std::unexpected(drained.error());
        }
        ST_TRY(record("drain", "done", "The job has processed what it had.", drain, reply->body));
        std::string shown = command->second;
        for (const auto& [name, value] : environment)
            shown += fmt::format("\n{}={}", name, value);
        ticket.stage = "launch " + r.hello.run;
        ST_TRY(record("run again", "begun", "The supervisor starts the job.", shown, {}));
        Status launched = runSupervisor(command->second, environment, kLaunchPatience, *writer.m_clock);
        if (launched)
            launched = awaitLaunched(r.hello.run, workers);
        if (!launched) {
            ST_TRY(record("run again", "failed", launched.error().sentence, shown, {}));
            return std::unexpected(launched.error());
        }
        ST_TRY(record("run again", "done", fmt::format("The job runs with {} workers.", workers), shown, {}));
        return ticket;
    }
};

TimelyWriter::TimelyWriter(Profile profile, Transports agents, std::shared_ptr<Clock> clock)
    : m_profile(std::move(profile)), m_agents(std::move(agents)), m_clock(std::move(clock)) {}

Result<ApplyTicket> TimelyWriter::submit(const Change& change, const ApplyStepSink& steps, std::stop_token stop,
                                         const ProgressSink& progress) {
    ST_ASSIGN(const JobReading r, readJob(m_agents, stop));
    if (r.hello.job != change.jobId)
        return fail("engine.unknown_job", fmt::format("The agent belongs to the job \"{}\" now.", r.hello.job),
                    "List the jobs of the connection.");
    if (r.hello.state == "ended" || r.hello.state == "broken")
        return fail("engine.job_ended", fmt::format("The job \"{}\" is {}.", r.hello.job, r.hello.state),
                    "Start it again.");
    Submission submission{*this, change, steps, stop, progress, {}};
    submission.ticket.jobId = change.jobId;
    submission.ticket.previous = previousText(r);
    submission.ticket.stage = "read job " + r.hello.run;
    ST_TRY(submission.refuseStale(r));
    switch (change.path) {
    case ApplyPath::InPlace:
        return submission.place(r);
    case ApplyPath::Relaunch:
        return submission.relaunch(r);
    case ApplyPath::Savepoint:
    case ApplyPath::Patch:
        break;
    }
    return fail("engine.unsupported", fmt::format("Timely jobs cannot be changed by {}.", toString(change.path)),
                "Make a new plan.");
}

} // namespace streamtune::engines::timely
