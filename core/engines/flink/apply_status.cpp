// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/flink/apply_status.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/engines/flink/flink_reader.h"

namespace streamtune::engines::flink {
namespace {

std::string nameOf(const JobDetail& job, const std::string& id) {
    const Vertex* v = job.find(id);
    return v ? v->name.substr(0, 60) : id;
}

/// "parse 2 instead of 4, perKey 3 instead of 6"
std::string shortfall(const JobDetail& job, const ParallelismVector& reached, const ParallelismVector& target) {
    std::string text;
    for (const auto& [id, asked] : target)
        if (const auto it = reached.find(id); it != reached.end() && it->second != asked)
            text += (text.empty() ? "" : ", ") + fmt::format("{} {} instead of {}", nameOf(job, id), it->second, asked);
    return text;
}

/// Bounds that are neither those asked for nor what they were: somebody else has changed them.
std::string foreignChange(const StatusFacts& f, const Change& change) {
    if (!f.requirements || change.path != ApplyPath::InPlace)
        return {};
    for (const auto& [id, p] : change.target) {
        const auto base = change.base.find(id);
        const auto bounds = f.requirements->find(id);
        if (bounds == f.requirements->end() || base == change.base.end() || base->second == p)
            continue;
        if (bounds->second.upper != p)
            return fmt::format(
                "Somebody else has changed the bounds since: {} is now asked to run with {}, not with {}.",
                nameOf(f.job, id), bounds->second.upper, p);
    }
    return {};
}

bool slotsShort(const StatusFacts& f, const Change& change, int held) {
    const double wanted = slotsOf(f.job, change.target);
    return isKnown(f.overview.slotsFree) && wanted - held > *f.overview.slotsFree;
}

std::string slotText(const StatusFacts& f, const Change& change) {
    return fmt::format("{} slots are needed, {:.0f} of {:.0f} are free", slotsOf(f.job, change.target),
                       valueOr(f.overview.slotsFree, 0), valueOr(f.overview.slotsTotal, 0));
}

void judgeRunning(ApplyStatus& status, const StatusFacts& f, const Change& change) {
    for (const Vertex& v : f.job.vertices)
        status.reached[v.id] = v.parallelism;
    const std::string missing = shortfall(f.job, status.reached, change.target);
    if (missing.empty()) {
        status.settled = true;
        status.sentence = "The job runs with the parallelism asked for.";
        return;
    }
    if (std::string foreign = foreignChange(f, change); !foreign.empty()) {
        status.settled = true;
        status.sentence = std::move(foreign);
        return;
    }
    ParallelismVector base;
    for (const auto& [id, p] : change.base)
        if (status.reached.contains(id))
            base[id] = p;
    const bool acted = status.reached != base && f.job.runningSince > f.submitted;
    const int held = slotsOf(f.job, status.reached);
    if (slotsShort(f, change, held)) {
        status.settled = acted;
        status.sentence = fmt::format("The job runs with less than asked for ({}): slots are missing ({}).", missing,
                                      slotText(f, change));
    } else if (acted) {
        status.sentence = fmt::format("The job has restarted with other numbers ({}); it may still change.", missing);
    } else {
        status.sentence = fmt::format(
            "The job still runs with the old numbers ({}); the scheduler waits for its cool-down or a checkpoint.",
            missing);
    }
}

} // namespace

ApplyStatus statusOf(const StatusFacts& f, const Change& change) {
    ApplyStatus status;
    status.jobId = f.job.id;
    status.state = f.job.state;
    status.grace = graceOf(f.cluster, f.checkpoints);
    status.pollEvery = std::clamp(f.cluster.rest.refresh, Millis{250}, Millis{3'000});
    for (const JobException& e : f.exceptions)
        if (e.at > f.submitted && f.submitted.time_since_epoch().count() > 0)
            status.newExceptions.push_back((e.task.empty() ? "" : e.task + ": ") + e.line);
    const std::string why = status.newExceptions.empty() ? "." : ": " + status.newExceptions.front();
    if (f.job.ended()) {
        status.failed = true;
        status.settled = true;
        status.sentence = fmt::format("The job has ended ({}){}", f.job.state, why);
    } else if (f.job.running()) {
        judgeRunning(status, f, change);
    } else if (f.job.state == "RUNNING") {
        status.sentence = "The job is starting; not every subtask runs yet.";
    } else if (f.job.state == "CREATED" && slotsShort(f, change, 0)) {
        status.sentence = fmt::format("The job waits for slots: {}.", slotText(f, change));
    } else {
        status.sentence = fmt::format("The job is {}{}", f.job.state, why);
    }
    return status;
}

std::string previousText(const Requirements& before, TimePoint serverNow) {
    return compactJson({{"requirements", requirementsToJson(before)}, {"at", serverNow.time_since_epoch().count()}});
}

TimePoint submittedAt(const ApplyTicket& ticket) {
    const auto json = parseJson(ticket.previous.empty() ? "{}" : ticket.previous, "ticket");
    return TimePoint{Millis{json ? integerAt(*json, "at", 0) : 0}};
}

Result<ApplyStatus> FlinkReader::applyStatus(const Change& change, const ApplyTicket& ticket, std::stop_token stop) {
    const std::string id = ticket.jobId.empty() ? change.jobId : ticket.jobId;
    StatusFacts facts;
    ST_ASSIGN(facts.cluster, this->facts(stop));
    ST_ASSIGN(facts.job, job(id, stop));
    facts.submitted = submittedAt(ticket);
    if (const auto json = get("/v1/overview", stop))
        facts.overview = parseOverview(*json);
    if (change.path == ApplyPath::InPlace && !facts.job.ended())
        if (const auto json = get(jobPath(id, "/resource-requirements"), stop))
            if (auto requirements = parseRequirements(*json))
                facts.requirements = std::move(*requirements);
    if (const auto json = get(jobPath(id, "/checkpoints/config"), stop))
        facts.checkpoints = parseCheckpointConfig(*json);
    if (const auto json = get(jobPath(id, "/exceptions?maxExceptions=20"), stop))
        facts.exceptions = parseExceptions(*json);
    if (stop.stop_requested())
        return fail("engine.cancelled", "Reading the state of the change was cancelled.");
    return statusOf(facts, change);
}

} // namespace streamtune::engines::flink
