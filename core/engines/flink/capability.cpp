// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/flink/capability.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

#include "core/engines/flink/rescale_requests.h"

namespace streamtune::engines::flink {
namespace {

constexpr const char* kOverrides = "pipeline.jobvertex-parallelism-overrides";

std::string configAt(const ClusterFacts& cluster, const std::string& key, std::string fallback = {}) {
    const auto it = cluster.config.find(key);
    return it == cluster.config.end() ? std::move(fallback) : it->second;
}

std::optional<Millis> durationAt(const ClusterFacts& cluster, const std::string& key) {
    const auto it = cluster.config.find("jobmanager.adaptive-scheduler." + key);
    return it == cluster.config.end() ? std::nullopt : parseFlinkDuration(it->second);
}

std::string secondsText(Millis t) {
    return fmt::format("{:g} s", static_cast<double>(t.count()) / 1000.0);
}

PathOption inPlace(const JobFacts& f) {
    PathOption option{ApplyPath::InPlace, false, {}};
    const ClusterFacts& c = f.cluster;
    if (f.job.ended())
        option.why = fmt::format("The job has ended ({}).", f.job.state);
    else if (f.job.type == "BATCH")
        option.why = "It is a batch job; only streaming jobs can be rescaled while they run.";
    else if (!c.rest.webRescale)
        option.why = fmt::format("Flink {} has no REST call for it; 1.18 or newer is needed.", c.rest.version);
    else if (!*c.rest.webRescale)
        option.why =
            configAt(c, "scheduler-mode") == "reactive"
                ? "The cluster runs in reactive mode, which sets parallelism by itself."
                : fmt::format("The cluster does not run the adaptive scheduler (jobmanager.scheduler is {}) or "
                              "web.rescale.enable is off.",
                              configAt(c, "jobmanager.scheduler", "not set"));
    else if (!f.requirements)
        option.why = "The cluster refused to name the job's bounds: " + f.requirements.error().sentence;
    else {
        option.available = true;
        option.why =
            "The adaptive scheduler takes new bounds while the job runs; the job restarts from its last checkpoint.";
    }
    return option;
}

PathOption savepoint(const JobFacts& f, const Profile& profile) {
    PathOption option{ApplyPath::Savepoint, false, {}};
    const auto jarName = profile.options.find("jar");
    const bool jarGiven = jarName != profile.options.end() && !jarName->second.empty();
    if (f.job.ended())
        option.why = fmt::format("The job has ended ({}).", f.job.state);
    else if (!f.cluster.rest.webSubmit)
        option.why =
            "The cluster does not accept jobs over REST (web.submit.enable is off, or it runs one application).";
    else if (!jarGiven)
        option.why = "The connection does not say which jar to run again (option \"jar\").";
    else if (!f.jars)
        option.why = "The cluster did not list its jars: " + f.jars.error().sentence;
    else if (!findJar(*f.jars, jarName->second) && !std::filesystem::is_regular_file(jarName->second))
        option.why = fmt::format("The jar \"{}\" is neither on the cluster nor a file here.", jarName->second);
    else if (rerunBy(f.cluster, profile) == RerunBy::Nothing)
        option.why = fmt::format("Flink {} ignores parallelism overrides when a jar is run, and the connection has no "
                                 "program argument for it (options \"args.<operator>\").",
                                 f.cluster.rest.version);
    else {
        option.available = true;
        option.why =
            rerunBy(f.cluster, profile) == RerunBy::Overrides
                ? fmt::format("Stops with a savepoint and runs the jar again; Flink {} applies overrides then.",
                              f.cluster.rest.version)
            : rerunBy(f.cluster, profile) == RerunBy::Arguments
                ? "Stops with a savepoint and runs the jar again with other program arguments."
                : "Stops with a savepoint, runs the jar again and then sets the bounds of the new job.";
    }
    return option;
}

Check checkpointing(const JobFacts& f, const Profile& profile) {
    Check check{"checkpointing", CheckLevel::Ok, "Checkpoints", {}};
    const auto accepted = profile.options.find("acceptStateLoss");
    const CheckLevel severe =
        accepted != profile.options.end() && accepted->second == "true" ? CheckLevel::Note : CheckLevel::Block;
    if (!f.checkpoints.known) {
        check.level = CheckLevel::Note;
        check.sentence = "The cluster does not say whether checkpoints are on; without them a restart loses all state.";
    } else if (!f.checkpoints.enabled) {
        check.level = severe;
        check.sentence = "Checkpoints are off: a change in place would restart the job from nothing and lose its "
                         "state. If the job keeps none, "
                         "set the option acceptStateLoss of the connection to true.";
    } else if (f.checkpointStats.completed == 0 && f.checkpointStats.restored == 0) {
        check.level = severe;
        check.sentence = fmt::format("No checkpoint has completed yet (interval {}): a restart now would lose the "
                                     "state since the start. Wait for the first.",
                                     secondsText(f.checkpoints.interval));
    } else {
        check.sentence = fmt::format("Every {}; {} completed, {} failed.", secondsText(f.checkpoints.interval),
                                     f.checkpointStats.completed, f.checkpointStats.failed);
    }
    return check;
}

std::optional<Check> slowCheckpoints(const JobFacts& f) {
    const double lastMs = valueOr(f.checkpointStats.lastDuration, 0);
    if (!f.checkpoints.enabled || lastMs < 5'000)
        return std::nullopt;
    return Check{
        "checkpoint_speed", CheckLevel::Note, "Slow checkpoints",
        fmt::format(
            "The last checkpoint took {:.1f} s{}. From Flink 2.0 on a change in place waits for the next one; under "
            "back-pressure unaligned checkpoints are faster.",
            lastMs / 1000.0, f.checkpoints.unaligned ? " (unaligned)" : " (aligned)")};
}

Check scheduler(const JobFacts& f) {
    const PathOption option = inPlace(f);
    return {"scheduler", option.available ? CheckLevel::Ok : CheckLevel::Note, "Scheduler", option.why};
}

bool isTrue(const std::string& text) {
    return text == "true" || text == "TRUE" || text == "True";
}

Check autoscaler(const JobFacts& f) {
    Check check{"autoscaler", CheckLevel::Ok, "Autoscaler", {}};
    const std::string limits = " Seen are configuration keys and overrides; an autoscaler that runs elsewhere and has "
                               "changed nothing yet cannot be seen.";
    const auto both = [&](const std::string& key) {
        const auto own = f.jobConfig.user.find(key);
        return own != f.jobConfig.user.end() ? own->second : configAt(f.cluster, key);
    };
    for (const std::string prefix : {"", "kubernetes.operator."}) {
        if (!isTrue(both(prefix + "job.autoscaler.enabled")))
            continue;
        if (both(prefix + "job.autoscaler.scaling.enabled") == "false") {
            check.level = CheckLevel::Note;
            check.sentence = "An autoscaler watches the job but is told not to change it." + limits;
            return check;
        }
        check.level = CheckLevel::Block;
        check.sentence = fmt::format("{}job.autoscaler.enabled is true: the autoscaler would undo what is set here. "
                                     "Switch it off first.{}",
                                     prefix, limits);
        return check;
    }
    if (const std::string overrides = both(kOverrides); !overrides.empty()) {
        check.level = CheckLevel::Note;
        check.sentence = fmt::format("Parallelism overrides are set ({}), by a person, an operator or an autoscaler; "
                                     "whoever set them may do so again.{}",
                                     overrides.substr(0, 200), limits);
        return check;
    }
    const bool managed = std::ranges::any_of(f.cluster.config, [](const auto& kv) {
        return kv.first.starts_with("kubernetes.operator.") || kv.first.starts_with("job.autoscaler.");
    });
    if (managed) {
        check.level = CheckLevel::Note;
        check.sentence = "The cluster is managed by the Kubernetes operator, which keeps what its own resource says; "
                         "change that too." +
                         limits;
        return check;
    }
    check.sentence = "No sign of one." + limits;
    return check;
}

Check slots(const JobFacts& f) {
    Check check{"slots_now", CheckLevel::Ok, "Slots now", {}};
    if (!isKnown(f.overview.slotsTotal) || !isKnown(f.overview.slotsFree)) {
        check.level = CheckLevel::Note;
        check.sentence = "The cluster does not say how many slots it has.";
        return check;
    }
    ParallelismVector now;
    for (const Vertex& v : f.job.vertices)
        now[v.id] = v.parallelism;
    check.sentence = fmt::format("The job holds {} of {:.0f} slots, {:.0f} are free.", slotsOf(f.job, now),
                                 *f.overview.slotsTotal, *f.overview.slotsFree);
    if (*f.overview.slotsFree < 1) {
        check.level = CheckLevel::Note;
        check.sentence += " The job cannot grow unless slots become free; slots freed by a smaller job stay counted as "
                          "used for a while.";
    }
    return check;
}

Check maxParallelism(const JobFacts& f) {
    Check check{"at_maximum", CheckLevel::Ok, "At their maximum", {}};
    std::string text;
    for (const Vertex& v : f.job.vertices)
        if (v.maxParallelism > 0 && v.parallelism >= v.maxParallelism)
            text += (text.empty() ? "" : ", ") + fmt::format("{} ({})", v.name.substr(0, 60), v.maxParallelism);
    if (text.empty()) {
        check.sentence = "No operator stands at its maximum.";
    } else {
        check.level = CheckLevel::Note;
        check.sentence = "At their maximum, so they cannot grow: " + text + ".";
    }
    return check;
}

std::optional<Check> coolDownCheck(const JobFacts& f) {
    const Millis pause = coolDown(f.cluster);
    if (pause.count() == 0 || !f.cluster.rest.webRescale.value_or(false))
        return std::nullopt;
    const Millis since = f.job.now - f.job.runningSince;
    std::string text = fmt::format("The scheduler changes nothing within {} after a (re)start", secondsText(pause));
    if (since < pause)
        text += fmt::format("; {} of them are left", secondsText(pause - since));
    return Check{"cool_down", since < pause ? CheckLevel::Note : CheckLevel::Ok, "Cool-down", text + "."};
}

std::optional<Check> session(const JobFacts& f) {
    if (!f.cluster.rest.webSubmit)
        return std::nullopt;
    return Check{"session", CheckLevel::Note, "Session cluster",
                 "Other jobs share these slots; nothing reserves the free ones for this job."};
}

std::optional<Check> requested(const JobFacts& f) {
    if (!f.requirements || !f.job.running())
        return std::nullopt;
    for (const Vertex& v : f.job.vertices) {
        const auto it = f.requirements->find(v.id);
        if (it != f.requirements->end() && it->second.upper > 0 && it->second.upper != v.parallelism)
            return Check{"requested", CheckLevel::Note, "Asked for otherwise",
                         fmt::format("{} runs with {} but {} are asked for: an earlier change has not been reached, or "
                                     "somebody else makes one now.",
                                     v.name.substr(0, 60), v.parallelism, it->second.upper)};
    }
    return std::nullopt;
}

std::optional<Check> finishedSubtasks(const JobFacts& f) {
    for (const Vertex& v : f.job.vertices)
        if (f.job.state == "RUNNING" && v.finished > 0 && v.running > 0)
            return Check{"source_splits", CheckLevel::Note, "Finished subtasks",
                         fmt::format("{} of {} subtasks of {} have finished in a running job: it has fewer splits than "
                                     "subtasks, more parallelism gains nothing.",
                                     v.finished, v.total, v.name.substr(0, 60))};
    return std::nullopt;
}

Check state(const JobFacts& f) {
    if (f.job.running())
        return {"state", CheckLevel::Ok, "Job", "It is running."};
    return {"state", CheckLevel::Block, "Job",
            fmt::format("It is not running ({}); its parallelism in force is not known.", f.job.state)};
}

} // namespace

std::string argumentTemplate(const Profile& profile, const std::string& id, const std::string& name) {
    for (const std::string& key : {id, name})
        if (const auto it = profile.options.find("args." + key); it != profile.options.end())
            return it->second;
    return {};
}

RerunBy rerunBy(const ClusterFacts& cluster, const Profile& profile) {
    const bool templates =
        std::ranges::any_of(profile.options, [](const auto& kv) { return kv.first.starts_with("args."); });
    if (templates)
        return RerunBy::Arguments;
    const Version version = versionOf(cluster.rest.version);
    if (version >= Version{1, 19} && version < Version{2, 0})
        return RerunBy::Overrides;
    return cluster.rest.webRescale.value_or(false) ? RerunBy::RequirementsAfterStart : RerunBy::Nothing;
}

int slotsOf(const JobDetail& job, const ParallelismVector& vector) {
    std::map<std::string, int> groups;
    for (const Vertex& v : job.vertices) {
        const auto it = vector.find(v.id);
        int& largest = groups[v.slotSharingGroup];
        largest = std::max(largest, it == vector.end() ? v.parallelism : it->second);
    }
    int sum = 0;
    for (const auto& [group, largest] : groups)
        sum += largest;
    return sum;
}

Millis coolDown(const ClusterFacts& cluster) {
    const Version version = versionOf(cluster.rest.version);
    if (version < Version{1, 19})
        return Millis{0};
    if (const auto set = durationAt(cluster, "executing.cooldown-after-rescaling"); set && version >= Version{2, 0})
        return *set;
    return durationAt(cluster, "scaling-interval.min").value_or(Millis{30'000});
}

Millis graceOf(const ClusterFacts& cluster, const CheckpointConfig& checkpoints) {
    constexpr Millis kRestart{15'000}; // the restart itself, the caches of the REST server, slow checkpoints
    Millis grace = coolDown(cluster) + kRestart;
    if (versionOf(cluster.rest.version) < Version{2, 0})
        return grace;
    const Millis waitForCheckpoint = checkpoints.enabled ? 3 * checkpoints.interval : Millis{0};
    grace += durationAt(cluster, "rescale-trigger.max-delay").value_or(waitForCheckpoint);
    grace += durationAt(cluster, "executing.resource-stabilization-timeout").value_or(Millis{60'000});
    return std::min(grace, Millis{3'600'000});
}

RescaleCapability judge(const JobFacts& facts, const Profile& profile) {
    RescaleCapability capability;
    capability.paths = {inPlace(facts), savepoint(facts, profile)};
    capability.paths.push_back(
        {ApplyPath::Patch, true,
         "Shows the numbers as program arguments, REST body and operator YAML, to be set by hand."});
    std::ranges::stable_sort(capability.paths, std::ranges::greater{}, &PathOption::available);
    capability.checks = {state(facts), scheduler(facts), checkpointing(facts, profile)};
    for (std::optional<Check> check : {slowCheckpoints(facts), std::optional(autoscaler(facts)),
                                       std::optional(slots(facts)), std::optional(maxParallelism(facts)),
                                       coolDownCheck(facts), requested(facts), finishedSubtasks(facts), session(facts)})
        if (check)
            capability.checks.push_back(std::move(*check));
    return capability;
}

} // namespace streamtune::engines::flink
