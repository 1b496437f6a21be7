// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What a job and its cluster allow, judged from facts that were read. Pure.

#include <optional>

#include "core/engines/engine.h"
#include "core/engines/flink/cluster_memory.h"
#include "core/engines/flink/replies.h"

namespace streamtune::engines::flink {

/// Everything that one judgement needs; what could not be read is an Error or empty.
struct JobFacts {
    ClusterFacts cluster;
    Overview overview;
    JobDetail job;
    JobConfig jobConfig;
    CheckpointConfig checkpoints;
    CheckpointStats checkpointStats;
    Result<Requirements> requirements = Requirements{};
    Result<std::vector<Jar>> jars = std::vector<Jar>{};
};

/// How parallelism reaches a job that is run again.
enum class RerunBy { Overrides, Arguments, RequirementsAfterStart, Nothing };
/// Options of the profile: "jar" (id or name of an uploaded jar, or a file), "entryClass", "programArgs",
/// "savepointDir", "args.<vertex name or id>" = template with {p}, e.g. "--p-window {p}", "acceptStateLoss" = "true"
/// where jobs keep no state and run without checkpoints.
[[nodiscard]] RerunBy rerunBy(const ClusterFacts& cluster, const Profile& profile);
[[nodiscard]] std::string argumentTemplate(const Profile& profile, const std::string& id, const std::string& name);

[[nodiscard]] RescaleCapability judge(const JobFacts& facts, const Profile& profile);

/// Slots that the job holds at `vector`: per slot sharing group the largest parallelism (one group where none is
/// named).
[[nodiscard]] int slotsOf(const JobDetail& job, const ParallelismVector& vector);

/// Time after the last (re)start during which the scheduler changes nothing.
[[nodiscard]] Millis coolDown(const ClusterFacts& cluster);
/// How long an accepted request may take to show: cool-down, next checkpoint, waiting for slots, restart.
[[nodiscard]] Millis graceOf(const ClusterFacts& cluster, const CheckpointConfig& checkpoints);

} // namespace streamtune::engines::flink
