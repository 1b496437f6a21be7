// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/engines/flink/flink_reader.h"
#include "core/engines/flink/rescale_requests.h"

namespace streamtune::engines::flink {
namespace {

PreparedRequest requirementsRequest(const std::string& url, const Requirements& wanted, const std::string& note) {
    return {"PUT", url, prettyJson(requirementsToJson(wanted)), note, true};
}

} // namespace

Result<std::vector<PreparedRequest>> FlinkReader::prepare(const Change& change, std::stop_token stop) {
    ST_ASSIGN(const JobFacts facts, jobFacts(change.jobId, stop));
    const std::string base = m_transport->base();
    std::vector<PreparedRequest> requests;
    if (change.path == ApplyPath::InPlace) {
        if (!facts.requirements)
            return fail(facts.requirements.error());
        ST_ASSIGN(const Requirements wanted, changedRequirements(*facts.requirements, facts.job, change));
        requests.push_back(
            requirementsRequest(base + jobPath(change.jobId, "/resource-requirements"), wanted,
                                "Sets the bounds; the scheduler restarts the job from its last checkpoint."));
        return requests;
    }
    if (change.path == ApplyPath::Patch) {
        requests.push_back({"", "", patchText(facts, m_profile, change), "To be set by hand; nothing is sent.", false});
        return requests;
    }
    if (change.path != ApplyPath::Savepoint)
        return fail("engine.unsupported", fmt::format("Flink jobs cannot be changed by \"{}\".", toString(change.path)),
                    "Use in_place, savepoint or patch.");
    ST_ASSIGN(Json body, rerunBody(facts, m_profile, change));
    if (change.savepoint.empty()) {
        requests.push_back({"POST", base + jobPath(change.jobId, "/stop"),
                            prettyJson(stopBody(m_profile, "<trigger id>")),
                            "Stops the job with a savepoint; its place is asked for until it is known.", true});
    } else if (!facts.job.ended()) {
        requests.push_back({"PATCH", base + jobPath(change.jobId, "?mode=cancel"), "",
                            "Cancels the job; what it did since the savepoint is done again.", true});
    }
    const Jar* jar = facts.jars ? findJar(*facts.jars, optionAt(m_profile, "jar")) : nullptr;
    if (!jar)
        requests.push_back({"POST", base + "/v1/jars/upload", "(the file " + optionAt(m_profile, "jar") + ")",
                            "Uploads the jar; the cluster names it <jar id>.", false});
    body["savepointPath"] = change.savepoint.empty() ? "<savepoint>" : change.savepoint;
    body["jobId"] = "<new job id>";
    requests.push_back({"POST", base + "/v1/jars/" + (jar ? net::percentEncode(jar->id) : "<jar id>") + "/run",
                        prettyJson(shownBody(body)), "Runs the jar again from the savepoint.", false});
    if (rerunBy(facts.cluster, m_profile) == RerunBy::RequirementsAfterStart && facts.requirements) {
        ST_ASSIGN(const Requirements wanted, changedRequirements(*facts.requirements, facts.job, change));
        requests.push_back(
            requirementsRequest(base + "/v1/jobs/<new job id>/resource-requirements", wanted,
                                "Sets the bounds of the new job, since this version ignores overrides."));
        requests.back().pointOfNoReturn = false;
    }
    return requests;
}

} // namespace streamtune::engines::flink
