// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/simulated/simulated_cluster.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

#include "core/engines/simulated/job_truth.h"

namespace streamtune::engines::simulated {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxFiles = 1000;
constexpr std::uintmax_t kMaxFileBytes = 16u << 20;

std::string optionOf(const Profile& profile, const char* key) {
    const auto it = profile.options.find(key);
    return it == profile.options.end() ? std::string{} : it->second;
}

template <typename Value>
std::optional<Value> parsed(const std::string& text) {
    Value value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::unexpected<Error> wrongOption(const Profile& profile, const char* key, const std::string& what) {
    return fail("simulated.option",
                fmt::format("The option {} = \"{}\" of connection \"{}\" is not {}.", key,
                            optionOf(profile, key).substr(0, 60), profile.name, what),
                "Change the option of the connection, or leave it out.");
}

Result<std::string> readFile(const fs::path& file) {
    std::error_code error;
    if (const auto size = fs::file_size(file, error); error || size > kMaxFileBytes)
        return fail("simulated.url",
                    fmt::format("{} cannot be read as a job file ({}).", file.string(),
                                error ? error.message() : "larger than 16 MiB"),
                    "Name a streamtune-job/1 file or a folder of such files.");
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return fail("simulated.url", fmt::format("{} cannot be opened.", file.string()), "Check its rights.");
    return std::string{std::istreambuf_iterator<char>(in), {}};
}

Result<std::vector<JobText>> textsOf(const std::string& path) {
    std::error_code error;
    if (path.empty() || !fs::exists(path, error))
        return fail("simulated.url", fmt::format("There is no job file or folder \"{}\".", path),
                    "Use sim:demo, or sim: followed by the path of a streamtune-job/1 file or a folder of such files.");
    if (!fs::is_directory(path, error)) {
        ST_ASSIGN(auto text, readFile(path));
        return std::vector<JobText>{{path, std::move(text)}};
    }
    std::vector<fs::path> files;
    for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error))
        if (it->path().extension() == ".json")
            files.push_back(it->path());
    if (error || files.size() > kMaxFiles)
        return fail("simulated.url",
                    fmt::format("The folder \"{}\" cannot be used ({}).", path,
                                error ? error.message() : "more than 1,000 files"),
                    "Name a folder with streamtune-job/1 files.");
    std::ranges::sort(files);
    std::vector<JobText> texts;
    for (const fs::path& file : files) {
        ST_ASSIGN(auto text, readFile(file));
        if (looksLikeJobFile(text))
            texts.push_back({file.string(), std::move(text)});
    }
    return texts;
}

} // namespace

Millis windowLength(const Physics& physics) {
    return Millis{std::max<std::int64_t>(1, std::llround(physics.windowSeconds * 1000))};
}

ClusterState freshState(const std::optional<TimePoint>& start) {
    ClusterState state;
    state.created = start ? *start : systemClock()->now();
    state.clock = state.created;
    return state;
}

Result<std::shared_ptr<const Cluster>> Cluster::open(const Profile& profile, StateKeeper& keeper,
                                                     const JobProvider& demoJobs) {
    std::shared_ptr<Cluster> cluster(new Cluster(profile, keeper));
    ST_TRY(cluster->readOptions());
    ST_TRY(cluster->loadJobs(demoJobs));
    return cluster;
}

Status Cluster::readOptions() {
    if (const auto text = optionOf(m_profile, "speed"); !text.empty()) {
        const auto speed = parsed<double>(text);
        if (!speed || !(*speed >= 0 && *speed <= 1e9))
            return wrongOption(m_profile, "speed", "a number from 0 to 1000000000");
        m_options.speed = *speed;
    }
    if (const auto text = optionOf(m_profile, "physics"); !text.empty()) {
        ST_ASSIGN(m_options.physics, physicsByName(text));
        m_options.physicsName = text;
    }
    if (const auto text = optionOf(m_profile, "schedule"); !text.empty()) {
        const auto step = parseDuration(text);
        if (!step || step->count() < 1000)
            return wrongOption(m_profile, "schedule", "a time of at least a second, such as 30m");
        m_options.step = *step;
    }
    if (const auto text = optionOf(m_profile, "seed"); !text.empty()) {
        const auto seed = parsed<std::uint32_t>(text);
        if (!seed)
            return wrongOption(m_profile, "seed", "a whole number from 0 on");
        m_options.seed = *seed;
    }
    if (const auto text = optionOf(m_profile, "start"); !text.empty()) {
        const auto start = fromRfc3339(text);
        if (!start)
            return wrongOption(m_profile, "start", "a time such as 2026-01-01T00:00:00Z");
        m_options.start = *start;
    }
    return {};
}

Status Cluster::loadJobs(const JobProvider& demoJobs) {
    if (!m_profile.url.starts_with("sim:"))
        return fail("simulated.url",
                    fmt::format("\"{}\" is not the address of a simulated cluster.", m_profile.url.substr(0, 200)),
                    "Use sim:demo, or sim: followed by a path.");
    const std::string path = m_profile.url.substr(4);
    if (path == "demo" && !demoJobs)
        return fail("simulated.url", "This program has no demo jobs inside.", "Use sim: followed by a path.");
    ST_ASSIGN(const auto texts, path == "demo" ? demoJobs() : textsOf(path));
    for (const JobText& text : texts) {
        ST_ASSIGN(auto job, readJobFile(text.text, text.name));
        if (std::ranges::any_of(m_jobs, [&](const Simulator& other) { return other.spec().name == job.spec.name; }))
            return fail("simulated.url",
                        fmt::format("{} has the job name \"{}\" a second time.", text.name, job.spec.name),
                        "Give every job of a cluster a name of its own.");
        m_jobs.emplace_back(std::move(job));
    }
    if (m_jobs.empty())
        return fail("simulated.url", fmt::format("There is no streamtune-job/1 file behind \"{}\".", m_profile.url),
                    "Use sim:demo, or sim: followed by the path of such files.");
    return {};
}

Result<const Simulator*> Cluster::job(const std::string& id) const {
    std::string known;
    for (const Simulator& job : m_jobs) {
        if (job.spec().name == id)
            return &job;
        if (known.size() < 400)
            known += (known.empty() ? "" : ", ") + job.spec().name;
    }
    return fail("engine.unknown_job",
                fmt::format("The simulated cluster \"{}\" has no job \"{}\".", m_profile.name, id.substr(0, 100)),
                "It has: " + known + ".");
}

Result<ClusterState> Cluster::read() const {
    ST_ASSIGN(const auto text, m_keeper.read(m_profile.name));
    if (text)
        return stateFromText(*text);
    // The first look makes the cluster, so that later ones see the same clock and epochs. A workspace that cannot be
    // written is shown a cluster of its own.
    ClusterState made = freshState(m_options.start);
    (void)update([&](ClusterState& state) -> Status {
        made = state;
        return {};
    });
    return made;
}

Status Cluster::update(const std::function<Status(ClusterState&)>& change) const {
    return m_keeper.update(m_profile.name, [&](const std::optional<std::string>& text) -> Result<std::string> {
        ClusterState state = freshState(m_options.start);
        if (text) {
            ST_ASSIGN(state, stateFromText(*text));
        }
        ST_TRY(change(state));
        return stateToText(state);
    });
}

JobState Cluster::stateOf(const ClusterState& state, const Simulator& job) const {
    if (const auto it = state.jobs.find(job.spec().name); it != state.jobs.end()) {
        JobState stored = it->second;
        stored.vector = job.spec().byId(job.spec().inOrder(stored.vector)); // the file may have changed since
        return stored;
    }
    const Physics physics = physicsOf(job);
    JobState fresh;
    fresh.vector = job.spec().byId(job.spec().initial);
    fresh.deployedAt = state.created - physics.quietFrom * windowLength(physics);
    fresh.nextWin = physics.quietFrom;
    fresh.seed = job.spec().seed * 1000 + m_options.seed;
    return fresh;
}

Physics Cluster::physicsOf(const Simulator& job) const {
    // The file's overrides were checked when it was read.
    return withOverrides(m_options.physics, job.physicsOverrides()).value_or(m_options.physics);
}

std::vector<double> Cluster::ratesAt(const ClusterState& state, const JobState& job, const Simulator& simulator,
                                     TimePoint at) const {
    const auto& campaign = simulator.spec().campaigns.front();
    std::size_t step = 0;
    if (m_options.step.count() > 0 && at > state.created)
        step = static_cast<std::size_t>((at - state.created) / m_options.step) % campaign.size();
    std::vector<double> rates = simulator.spec().ratesAt(campaign[step]);
    for (std::size_t v = 0; v < rates.size(); ++v)
        if (const auto it = job.rates.find(simulator.spec().graph.nodes[v].id); it != job.rates.end())
            rates[v] = it->second;
    return rates;
}

int Cluster::slotsTotal(const ClusterState& state) const {
    return state.faults.slots > 0 ? state.faults.slots : kOwnSlots;
}

int Cluster::slotsUsed(const ClusterState& state, const std::string& butNotBy) const {
    int used = 0;
    for (const Simulator& job : m_jobs) {
        const JobState jobState = stateOf(state, job);
        if (job.spec().name != butNotBy && !jobState.failed)
            used += job.spec().graph.slotsNeeded(jobState.vector);
    }
    return used;
}

Status Cluster::accepts(const Simulator& job, const ParallelismVector& target) const {
    const auto refuse = [](std::string sentence) {
        return fail("engine.http", std::move(sentence), "Make a plan for the job as it is now.", {{"status", "400"}});
    };
    const JobGraph& graph = job.spec().graph;
    for (const auto& [id, p] : target)
        if (!graph.find(id))
            return refuse(fmt::format("The simulated cluster refuses the request: job \"{}\" has no vertex \"{}\".",
                                      job.spec().name, id.substr(0, 100)));
    for (const Operator& node : graph.nodes) {
        const auto it = target.find(node.id);
        if (it == target.end())
            return refuse(
                fmt::format("The simulated cluster refuses the request: vertex \"{}\" is missing in it.", node.id));
        if (it->second < 1 || it->second > node.maxParallelism)
            return refuse(fmt::format(
                "The simulated cluster refuses the request: parallelism {} of vertex \"{}\" is outside 1 to {}.",
                it->second, node.id, node.maxParallelism));
    }
    return {};
}

Status Cluster::deploy(ClusterState& state, const Simulator& job, const ParallelismVector& target) const {
    ST_TRY(accepts(job, target));
    JobState next = stateOf(state, job);
    for (const Operator& node : job.spec().graph.nodes)
        if (node.pinned && target.at(node.id) != next.vector.at(node.id))
            return fail(
                "engine.http",
                fmt::format("The simulated cluster refuses the request: the parallelism of vertex \"{}\" is fixed.",
                            node.id),
                "Leave that vertex as it is.", {{"status", "400"}});
    // All vertices share one slot group, so the largest parallelism is what a job needs.
    const int free = std::max(1, slotsTotal(state) - slotsUsed(state, job.spec().name));
    ParallelismVector reached = target;
    for (auto& [id, p] : reached)
        p = std::min(p, free);
    if (reached == next.vector && !next.failed && !state.faults.restartFails)
        return {};
    next.vector = std::move(reached);
    next.dep += 1;
    next.deployedAt = state.clock;
    next.nextWin = 0;
    next.failed = state.faults.restartFails;
    if (next.failed) {
        next.exceptions.insert(
            next.exceptions.begin(),
            fmt::format("JobException: the restart of deployment {} failed (ordered fault)", next.dep));
        next.exceptions.resize(std::min<std::size_t>(next.exceptions.size(), 20));
        state.faults.restartFails = false;
    }
    state.jobs[job.spec().name] = std::move(next);
    return {};
}

} // namespace streamtune::engines::simulated
