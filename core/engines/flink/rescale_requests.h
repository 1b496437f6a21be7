// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Bodies of the requests that change parallelism, built from what was read. Pure; refuses whatever could hurt a
/// cluster.

#include <optional>
#include <string>
#include <vector>

#include "core/engines/flink/capability.h"

namespace streamtune::engines::flink {

/// The whole map with the change in it: vertices that the plan does not change keep their bounds; lower bounds never
/// rise (1.20 and 2.x enforce them and fail the job when slots are lost). Errors "plan.vertex", "plan.value",
/// "engine.format". No bound of the result is below 1: Flink accepts an upper bound of -1 and its JobManager dies of
/// it.
[[nodiscard]] Result<Requirements> changedRequirements(const Requirements& now, const JobDetail& job,
                                                       const Change& change);

/// Empty where the profile has no such option.
[[nodiscard]] std::string optionAt(const Profile& profile, const char* key);

[[nodiscard]] const Jar* findJar(const std::vector<Jar>& jars, const std::string& idOrName);

/// Splits a command line as a shell would: blanks, '…', "…" and \x. Error "connection.value".
[[nodiscard]] Result<std::vector<std::string>> splitArguments(const std::string& text);

/// Body of POST /jars/:id/run, without savepointPath and jobId. Error "connection.value".
[[nodiscard]] Result<Json> rerunBody(const JobFacts& facts, const Profile& profile, const Change& change);

/// As a person or the journal may see it: program arguments may carry passwords of the job, so the word after a name
/// that says so is hidden.
[[nodiscard]] Json shownBody(Json body);

/// "<vertex>:<p>,…" of every vertex in the vector.
[[nodiscard]] std::string overridesText(const ParallelismVector& vector);

/// Body of POST /jobs/:id/stop.
[[nodiscard]] Json stopBody(const Profile& profile, const std::string& triggerId);

/// For a person who changes it elsewhere: operator YAML and program arguments.
[[nodiscard]] std::string patchText(const JobFacts& facts, const Profile& profile, const Change& change);

/// 32 random hex digits, as Flink's ids.
[[nodiscard]] std::string randomId();

} // namespace streamtune::engines::flink
