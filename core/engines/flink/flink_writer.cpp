// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/flink/flink_writer.h"

#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/engines/flink/apply_status.h"

namespace streamtune::engines::flink {
namespace {

constexpr std::size_t kKeptReply = 4096;
constexpr int kConflictTries = 12;
constexpr int kRepeatableTries = 5;
constexpr int kUnknownTries =
    10; ///< a trigger that the cluster does not know, for instance after its JobManager restarted
constexpr Millis kSavepointPatience{600'000};
constexpr Millis kStartPatience{120'000};
constexpr Millis kPollSavepoint{300};

bool maybeSent(const Result<net::Response>& reply) {
    if (reply)
        return false;
    const auto it = reply.error().details.find("sent");
    return it != reply.error().details.end() && it->second == "maybe";
}

bool isStatus(const Error& error, const char* status) {
    const auto it = error.details.find("status");
    return it != error.details.end() && it->second == status;
}

/// Worth asking again while something takes its time on the cluster.
bool mayPass(const Error& error) {
    return error.code == "engine.unreachable" || error.code == "engine.timeout" || error.code == "engine.http";
}

std::string textOf(const Result<net::Response>& reply) {
    return reply ? fmt::format("{} {}", reply->status, reply->body.substr(0, kKeptReply)) : reply.error().sentence;
}

} // namespace

/// One submit() under way: the ticket as known, the sink, and the calls. After the point of no return nothing obeys the
/// stop token any more.
struct FlinkWriter::Submission {
    FlinkWriter& writer;
    const Change& change;
    const ApplyStepSink& sink;
    std::stop_token stop;
    const ProgressSink& progress;
    ApplyTicket ticket{};
    bool returnable = true;

    std::stop_token token() const { return returnable ? stop : std::stop_token{}; }
    WriteTransport& transport() const { return *writer.m_transport; }

    Status step(const std::string& name, const char* state, std::string sentence, std::string request = {},
                std::string response = {}, bool noReturn = false) {
        ticket.stage = name;
        report(progress, {.stage = name, .text = sentence, .cancellable = returnable && !noReturn});
        ApplyStep s{name,
                    state,
                    std::move(sentence),
                    transport().redact(std::move(request)),
                    transport().redact(std::move(response)),
                    noReturn,
                    writer.m_clock->now(),
                    ticket};
        return sink ? sink(s) : Status{};
    }

    Result<Json> get(const std::string& path) { return getJson(transport(), path, token()); }

    Status cancelledBefore() const {
        if (!stop.stop_requested())
            return {};
        return fail("engine.cancelled", "The change was cancelled; nothing was sent.");
    }

    Result<JobDetail> readJob(const std::string& id) {
        ST_ASSIGN(const Json json, get(jobPath(id)));
        return parseJob(json);
    }

    Result<Requirements> readRequirements(const std::string& id) {
        ST_ASSIGN(const Json json, get(jobPath(id, "/resource-requirements")));
        return parseRequirements(json);
    }

    Error failedStep(const std::string& name, Error error, const std::string& request, const std::string& response) {
        const auto stored = step(name, "failed", error.sentence, request, response);
        if (!stored)
            error.details["journal"] = stored.error().sentence;
        return error;
    }

    /// PUT of bounds: repeated while another update is in progress; an unclear outcome is settled by reading back.
    Status putRequirements(const std::string& id, const Requirements& wanted, const std::string& name) {
        const std::string path = jobPath(id, "/resource-requirements");
        const std::string body = compactJson(requirementsToJson(wanted));
        const std::string request = "PUT " + transport().base() + path + "\n" + body;
        Millis pause{50};
        for (int attempt = 1;; ++attempt) {
            const auto reply = transport().send("PUT", path, body, {});
            if (reply && reply->status == 409 && attempt < kConflictTries) {
                writer.m_clock->sleep(pause, {});
                pause = std::min(pause * 2, Millis{1'000});
                continue;
            }
            if (maybeSent(reply)) {
                const auto now = readRequirements(id);
                if (now && *now == wanted)
                    return step(name, "done", "The answer was lost, but the cluster has the new bounds.", request,
                                textOf(reply));
                Error error = engineError(reply.error());
                error.sentence += now ? " The cluster still has the old bounds."
                                      : " Whether the cluster took the bounds is not known.";
                error.details["sent"] = now ? "no" : "maybe";
                return fail(failedStep(name, std::move(error), request, textOf(reply)));
            }
            const auto json = replyJson(transport(), "PUT " + path, reply);
            if (!json)
                return fail(failedStep(name, json.error(), request, textOf(reply)));
            return step(name, "done", "The cluster has accepted the bounds.", request, textOf(reply));
        }
    }

    Result<ApplyTicket> inPlace() {
        ticket.jobId = change.jobId;
        ST_TRY(step("read requirements", "begun", "Reading the job and its bounds."));
        ST_ASSIGN(const JobDetail job, readJob(change.jobId));
        if (job.ended())
            return fail("engine.job_ended",
                        fmt::format("The job {} has ended ({}); nothing was sent.", job.name.substr(0, 200), job.state),
                        "Choose a running job.");
        ST_ASSIGN(const Requirements now, readRequirements(change.jobId));
        ST_ASSIGN(const Requirements wanted, changedRequirements(now, job, change));
        ticket.previous = previousText(now, job.now);
        ST_TRY(step("read requirements", "done", "The bounds of every operator are known."));
        ST_TRY(cancelledBefore());
        const std::string request = "PUT " + transport().base() + jobPath(change.jobId, "/resource-requirements") +
                                    "\n" + compactJson(requirementsToJson(wanted));
        ST_TRY(step("send request", "begun", "Sending the new bounds.", request, {}, true));
        returnable = false;
        ST_TRY(putRequirements(change.jobId, wanted, "send request"));
        return ticket;
    }

    // --- stop with savepoint, run again -------------------------------------------------------------------------

    Result<JobFacts> rerunFacts() {
        JobFacts facts;
        ST_ASSIGN(const Json config, get("/v1/config"));
        ST_ASSIGN(facts.cluster.rest, parseConfig(config));
        auto job = readJob(change.jobId);
        if (!job && (change.savepoint.empty() || job.error().code != "engine.unknown_job"))
            return fail(job.error());
        if (!job) { // nothing runs any more, but its savepoint can
            facts.job.id = change.jobId;
            facts.job.state = "CANCELED";
        } else {
            facts.job = std::move(*job);
        }
        if (job) {
            ST_ASSIGN(const Json jobConfig, get(jobPath(change.jobId, "/config")));
            facts.jobConfig = parseJobConfig(jobConfig);
        }
        ST_ASSIGN(const Json jars, get("/v1/jars"));
        facts.jars = parseJars(jars);
        return facts;
    }

    /// Uploads where needed, before anything is stopped.
    Result<std::string> jarId(const JobFacts& facts) {
        const auto option = writer.m_profile.options.find("jar");
        const std::string wanted = option == writer.m_profile.options.end() ? "" : option->second;
        if (wanted.empty())
            return fail("connection.value", "The connection does not say which jar to run again.",
                        "Give it the option \"jar\".");
        if (const Jar* jar = findJar(*facts.jars, wanted))
            return jar->id;
        if (!std::filesystem::is_regular_file(wanted))
            return fail("connection.value",
                        fmt::format("The jar \"{}\" is neither on the cluster nor a file here.", wanted),
                        "Upload it, or correct the option \"jar\".");
        ST_TRY(step("upload jar", "begun", "Uploading " + wanted + "."));
        const auto reply = transport().upload("/v1/jars/upload", wanted, token());
        const auto json = replyJson(transport(), "POST /v1/jars/upload", reply);
        if (!json)
            return fail(failedStep("upload jar", json.error(), "POST /v1/jars/upload", textOf(reply)));
        const std::string file = stringAt(*json, "filename");
        const std::string id = file.substr(file.find_last_of('/') + 1);
        if (id.empty())
            return fail("engine.format", "The cluster took the jar but did not name it.",
                        "Upload it by hand and name it.");
        ST_TRY(step("upload jar", "done", "The jar is on the cluster.", "POST /v1/jars/upload", textOf(reply)));
        return id;
    }

    /// The trigger id is ours and is stored first, so that repeating the request makes no second savepoint.
    Status stopWithSavepoint() {
        const char* name = "stop with savepoint";
        ticket.triggerId = randomId();
        const std::string path = jobPath(change.jobId, "/stop");
        const std::string body = compactJson(stopBody(writer.m_profile, ticket.triggerId));
        const std::string request = "POST " + transport().base() + path + "\n" + body;
        ST_TRY(cancelledBefore());
        ST_TRY(step(name, "begun", "Stopping the job with a savepoint.", request, {}, true));
        returnable = false;
        for (int attempt = 1;; ++attempt) {
            const auto reply = transport().send("POST", path, body, {});
            const bool repeat = !reply || reply->status == 502 || reply->status == 503 || reply->status == 504;
            if (repeat && attempt < kRepeatableTries) {
                writer.m_clock->sleep(Millis{300 * attempt}, {});
                continue;
            }
            const auto json = replyJson(transport(), "POST " + path, reply);
            if (!json)
                return fail(failedStep(name, json.error(), request, textOf(reply)));
            break;
        }
        return waitForSavepoint(name, request);
    }

    Status waitForSavepoint(const char* name, const std::string& request) {
        const TimePoint giveUp = writer.m_clock->now() + kSavepointPatience;
        const std::string path = jobPath(change.jobId, "/savepoints/" + ticket.triggerId);
        Error last{"engine.timeout",
                   "The savepoint was not finished within ten minutes.",
                   "The job may still be stopping; look at its checkpoints before doing anything else.",
                   {}};
        int unknown = 0;
        while (writer.m_clock->now() < giveUp) {
            const auto json = get(path);
            if (json) {
                const SavepointStatus status = parseSavepoint(*json);
                if (status.completed && !status.location.empty()) {
                    ticket.savepoint = status.location;
                    return step(name, "done", "The savepoint is at " + status.location + ".", request,
                                compactJson(*json).substr(0, kKeptReply));
                }
                if (status.completed)
                    return fail(failedStep(
                        name,
                        Error{"engine.savepoint",
                              "The savepoint failed: " + status.failure + ".",
                              "The job keeps running or restarts from its last checkpoint; look at its state.",
                              {{"stack", status.stack.substr(0, kKeptReply)}}},
                        request, compactJson(*json).substr(0, kKeptReply)));
            } else if (!mayPass(json.error()) || (isStatus(json.error(), "404") && ++unknown > kUnknownTries)) {
                Error error = json.error();
                error.hint =
                    "Whether the job has stopped, and where its savepoint is, shows in its state and its checkpoints.";
                return fail(failedStep(name, std::move(error), request, json.error().sentence));
            }
            writer.m_clock->sleep(kPollSavepoint, {});
        }
        return fail(failedStep(name, std::move(last), request, {}));
    }

    Status cancelJob() {
        const char* name = "cancel job";
        const std::string path = jobPath(change.jobId, "?mode=cancel");
        const std::string request = "PATCH " + transport().base() + path;
        ST_TRY(cancelledBefore());
        ST_TRY(step(name, "begun", "Cancelling the job; it will start again from " + change.savepoint + ".", request,
                    {}, true));
        returnable = false;
        const auto reply = transport().send("PATCH", path, "", {});
        const auto json = replyJson(transport(), "PATCH " + path, reply);
        if (!json && !maybeSent(reply) && json.error().code != "engine.unknown_job")
            return fail(failedStep(name, json.error(), request, textOf(reply)));
        return step(name, "done", "The cluster has accepted it.", request, textOf(reply));
    }

    Status waitForEnd() {
        const char* name = "wait for the end";
        ST_TRY(step(name, "begun", "Waiting until the job has ended."));
        const TimePoint giveUp = writer.m_clock->now() + kStartPatience;
        while (writer.m_clock->now() < giveUp) {
            const auto job = readJob(change.jobId);
            if (job && job->ended())
                return step(name, "done", "The job has ended (" + job->state + ").");
            if (!job && job.error().code == "engine.unknown_job")
                return step(name, "done", "The cluster has forgotten the job.");
            writer.m_clock->sleep(kPollSavepoint, {});
        }
        return fail(failedStep(name,
                               Error{"engine.timeout",
                                     "The job did not end within two minutes, so it was not run again.",
                                     "Its savepoint is " + ticket.savepoint + ".",
                                     {{"savepoint", ticket.savepoint}}},
                               {}, {}));
    }

    /// The new job's id is chosen here and stored first: a lost answer can be told from a lost request.
    Status runAgain(const std::string& jar, Json body) {
        const char* name = "run again";
        const std::string newId = randomId();
        body["savepointPath"] = ticket.savepoint;
        body["jobId"] = newId;
        const std::string path = "/v1/jars/" + net::percentEncode(jar) + "/run";
        const std::string text = compactJson(body);
        const std::string request = "POST " + transport().base() + path + "\n" + compactJson(shownBody(body));
        ticket.jobId = newId;
        ST_TRY(step(name, "begun", "Running the jar again from the savepoint.", request, {}, true));
        const auto reply = transport().send("POST", path, text, {});
        if (maybeSent(reply) && appeared(newId))
            return step(name, "done", "The answer was lost, but the new job is there.", request, textOf(reply));
        const auto json = replyJson(transport(), "POST " + path, reply);
        if (!json) {
            Error error = json.error();
            error.sentence += " The old job has stopped; its state is in the savepoint.";
            error.hint = "Run the jar again from " + ticket.savepoint + ", or roll the plan back.";
            error.details["savepoint"] = ticket.savepoint;
            return fail(failedStep(name, std::move(error), request, textOf(reply)));
        }
        if (const std::string given = stringAt(*json, "jobid"); !given.empty())
            ticket.jobId = given;
        return step(name, "done", "The job runs again as " + ticket.jobId + ".", request, textOf(reply));
    }

    bool appeared(const std::string& id) {
        const TimePoint giveUp = writer.m_clock->now() + kStartPatience; // the program's main may take its time
        do {
            if (readJob(id))
                return true;
            writer.m_clock->sleep(Millis{1'000}, {});
        } while (writer.m_clock->now() < giveUp);
        return false;
    }

    /// Versions that ignore overrides: the new job gets its bounds as soon as it runs.
    Status boundsOfNewJob() {
        const char* name = "set bounds of the new job";
        ST_TRY(step(name, "begun", "Waiting for the new job to run."));
        const TimePoint giveUp = writer.m_clock->now() + kStartPatience;
        while (writer.m_clock->now() < giveUp) {
            const auto job = readJob(ticket.jobId);
            if (job && job->ended())
                return fail(failedStep(name,
                                       Error{"engine.job_ended",
                                             fmt::format("The new job ended at once ({}).", job->state),
                                             "Its exceptions say why; the savepoint is " + ticket.savepoint + ".",
                                             {{"savepoint", ticket.savepoint}}},
                                       {}, {}));
            if (job && job->running()) {
                ST_ASSIGN(const Requirements now, readRequirements(ticket.jobId));
                Change all = change; // the new job starts with the program's numbers, not with the plan's base
                all.base.clear();
                ST_ASSIGN(const Requirements wanted, changedRequirements(now, *job, all));
                return putRequirements(ticket.jobId, wanted, name);
            }
            writer.m_clock->sleep(kPollSavepoint, {});
        }
        return fail(failedStep(name,
                               Error{"engine.timeout",
                                     "The new job did not run within two minutes.",
                                     "Look at its exceptions and at free slots.",
                                     {}},
                               {}, {}));
    }

    Result<ApplyTicket> savepoint() {
        ticket.jobId = change.jobId;
        ST_TRY(step("read job", "begun", "Reading the job, its settings and the jars."));
        ST_ASSIGN(const JobFacts facts, rerunFacts());
        if (facts.job.ended() && change.savepoint.empty())
            return fail("engine.job_ended",
                        fmt::format("The job {} has ended ({}); nothing was sent.", facts.job.name.substr(0, 200),
                                    facts.job.state),
                        "Choose a running job.");
        for (const auto& [id, p] : change.target)
            if (p < 1 || p > 1 << 15)
                return fail("plan.value", fmt::format("{} is not a possible parallelism.", p), "Edit the plan.");
        const RerunBy by = rerunBy(facts.cluster, writer.m_profile);
        ST_ASSIGN(const Json body, rerunBody(facts, writer.m_profile, change));
        if (by == RerunBy::Nothing)
            return fail("engine.unsupported",
                        fmt::format("Flink {} ignores overrides and no program arguments are known.",
                                    facts.cluster.rest.version),
                        "Give the connection options \"args.<operator>\".");
        ticket.previous = previousText({}, facts.job.now);
        ST_ASSIGN(const std::string jar, jarId(facts));
        ST_TRY(step("read job", "done", "Everything needed to run the job again is known."));
        if (!change.savepoint.empty()) {
            ticket.savepoint = change.savepoint;
            if (!facts.job.ended())
                ST_TRY(cancelJob());
        } else {
            ST_TRY(stopWithSavepoint());
        }
        returnable = false;
        ST_TRY(waitForEnd());
        ST_TRY(runAgain(jar, body));
        if (by == RerunBy::RequirementsAfterStart)
            ST_TRY(boundsOfNewJob());
        return ticket;
    }
};

FlinkWriter::FlinkWriter(Profile profile, std::unique_ptr<WriteTransport> transport, std::shared_ptr<Clock> clock)
    : m_profile(std::move(profile)), m_transport(std::move(transport)), m_clock(std::move(clock)) {}

Result<ApplyTicket> FlinkWriter::submit(const Change& change, const ApplyStepSink& steps, std::stop_token stop,
                                        const ProgressSink& progress) {
    Submission submission{*this, change, steps, std::move(stop), progress};
    switch (change.path) {
    case ApplyPath::InPlace:
        return submission.inPlace();
    case ApplyPath::Savepoint:
        return submission.savepoint();
    case ApplyPath::Relaunch:
    case ApplyPath::Patch:
        break;
    }
    return fail("engine.unsupported",
                fmt::format("Nothing is sent to Flink for the path \"{}\".", toString(change.path)),
                "Take the numbers along and set them where the job is defined.");
}

} // namespace streamtune::engines::flink
