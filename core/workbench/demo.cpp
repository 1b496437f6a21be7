// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workbench/demo.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>
#include <system_error>
#include <unistd.h>
#include <zlib.h>

#include "core/engines/simulated/job_truth.h"
#include "core/engines/simulated/random.h"
#include "core/engines/simulated/simulator.h"
#include "core/history/store.h"
#include "core/tune/labels.h"
#include "core/workbench/cluster_desk.h"
#include "core/workbench/demo_jobs.h"
#include "core/workbench/embedded.h"
#include "core/workbench/workbench.h"

namespace streamtune::workbench {
namespace {

using namespace engines::simulated;
using engines::Profile;

constexpr Millis kHour{3'600'000};
constexpr int kWindowsPerDeployment = 2;
constexpr int kDeploymentsOfPast = 4;
constexpr int kDeploymentsOfLive = 3;
constexpr int kDeploymentsOfReal = 3;

/// Offered rate of each live job, in units of its schedule. Their initial parallelism suffices for five units.
struct Load {
    const char* job;
    double multiple;
};
constexpr Load kLoads[] = {{"nexmark-q1", 4},   {"nexmark-q2", 4},   {"nexmark-q3", 7}, {"nexmark-q5", 8},
                           {"nexmark-q8", 4.5}, {"pqp-linear", 1.5}, {"pqp-2way", 9},   {"pqp-3way", 2}};

Profile demoProfile(TimePoint start) {
    Profile profile;
    profile.name = kDemoConnection;
    profile.kind = engines::EngineKind::Simulated;
    profile.url = "sim:demo";
    profile.type = engines::ConnectionType::Dev;
    profile.options["start"] = toRfc3339(start);
    return profile;
}

/// Several gzip members are read too.
Result<std::string> inflated(std::string_view packed) {
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 16) != Z_OK)
        return fail("demo.broken", "The embedded demo could not be unpacked.");
    std::string text;
    std::string chunk(1 << 16, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data())); // zlib only reads it
    stream.avail_in = static_cast<uInt>(packed.size());
    int status = Z_OK;
    while (status == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
        stream.avail_out = static_cast<uInt>(chunk.size());
        status = inflate(&stream, Z_NO_FLUSH);
        text.append(chunk.data(), chunk.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    if (status != Z_STREAM_END)
        return fail("demo.broken", "The embedded demo could not be unpacked.");
    return text;
}

/// One deployment that is played again to make history.
struct Deployment {
    std::map<std::string, double> rates;
    ParallelismVector vector;
};

Deployment deploymentOf(const Simulator& job, double multiple, std::uint64_t number) {
    const JobSpec& spec = job.spec();
    const std::vector<double> rates = spec.ratesAt(multiple);
    std::vector<int> levels = job.oracle(rates);
    Deployment deployment;
    for (std::size_t v = 0; v < levels.size(); ++v) {
        const Operator& node = spec.graph.nodes[v];
        // Between clearly too small and clearly too large, as people's guesses are.
        const double luck = std::exp(-0.35 + 0.95 * address(spec.seed, number, v).uniform());
        if (!node.pinned)
            levels[v] = std::clamp(static_cast<int>(std::lround(levels[v] * luck)), 1, spec.pMax);
        if (spec.graph.isSource(node.id))
            deployment.rates[node.id] = rates[v];
    }
    deployment.vector = spec.byId(levels);
    return deployment;
}

/// What one job showed in `count` deployments from `start` on, recorded through the engine's own interface.
Status playPast(history::Store& store, const JobText& text, int count, TimePoint start) {
    ST_ASSIGN(JobFile file, readJobFile(text.text, text.name));
    const Simulator simulator(std::move(file));
    const std::string name = simulator.spec().name;
    const Profile profile = demoProfile(start);
    const auto keeper = memoryKeeper();
    const JobProvider provider = [&]() -> Result<std::vector<JobText>> { return std::vector{text}; };
    const auto factory = makeFactory(keeper, provider);
    ST_ASSIGN(const auto reader, factory->reader(profile));
    std::vector<Observation> windows;
    std::vector<std::map<std::string, int>> labels;
    for (int d = 0; d < count; ++d) {
        const double multiple = 0.5 + 10.5 * address(simulator.spec().seed, d, 77).uniform();
        const Deployment deployment = deploymentOf(simulator, multiple, static_cast<std::uint64_t>(d));
        ST_TRY(changeFromOutside(*keeper, profile, name, deployment.vector, provider));
        for (const auto& [source, rate] : deployment.rates)
            ST_TRY(setRate(*keeper, profile, name, source, rate, provider));
        for (int w = 0; w < kWindowsPerDeployment; ++w) {
            ST_ASSIGN(Observation window, reader->observe(name, kHour, {}, {}));
            window.deployment = "past-" + window.deployment;
            labels.push_back(tune::labelWindow(simulator.spec().graph, window, {}).values());
            windows.push_back(std::move(window));
        }
    }
    ST_TRY(store.recordAll(simulator.spec().graph, windows, labels));
    return {};
}

Status makeHistory(history::Store& store, TimePoint now) {
    ST_ASSIGN(const auto past, pastJobs());
    for (std::size_t i = 0; i < past.size(); ++i)
        ST_TRY(playPast(store, past[i], kDeploymentsOfPast, now - (24 + 11 * static_cast<int>(i)) * kHour));
    ST_ASSIGN(const auto real, realJobs());
    for (std::size_t i = 0; i < real.size(); ++i)
        ST_TRY(playPast(store, real[i], kDeploymentsOfReal, now - (26 + 17 * static_cast<int>(i)) * kHour));
    ST_ASSIGN(const auto live, demoJobs());
    for (const JobText& job : live)
        ST_TRY(playPast(store, job, kDeploymentsOfLive, now - 20 * kHour));
    return {};
}

/// The cluster as people find it: some jobs overloaded, some healthy, some with far too much. Each was measured once,
/// so that what is shown first is how it runs now.
Status makeCluster(history::Store& store, TimePoint now) {
    ST_ASSIGN(const auto jobs, demoJobs());
    const Millis measuring{static_cast<int>(jobs.size() + 3) * 60'000}; // a window each, after the first quiet one
    const Profile profile = demoProfile(now - measuring);
    ST_TRY(store.putDocument("connection", profile.name, compactJson(engines::profileToJson(profile))));
    const auto keeper = memoryKeeper();
    const auto factory = makeFactory(keeper, demoJobs);
    ST_ASSIGN(const auto reader, factory->reader(profile));
    for (const JobText& text : jobs) {
        ST_ASSIGN(const JobFile file, readJobFile(text.text, text.name));
        const auto load = std::ranges::find(kLoads, file.spec.name, [](const Load& l) { return std::string(l.job); });
        if (load == std::end(kLoads))
            continue;
        const std::vector<double> rates = file.spec.ratesAt(load->multiple);
        for (std::size_t v = 0; v < rates.size(); ++v)
            if (const std::string& id = file.spec.graph.nodes[v].id; file.spec.graph.isSource(id))
                ST_TRY(setRate(*keeper, profile, file.spec.name, id, rates[v], demoJobs));
        ST_ASSIGN(const auto job, reader->snapshot(file.spec.name, {}));
        ST_ASSIGN(const Observation window, reader->observe(file.spec.name, kHour, {}, {}));
        ST_TRY(store.record(job.graph, window, tune::labelWindow(job.graph, window, {}).values()));
    }
    ST_ASSIGN(const auto state, keeper->read(profile.name));
    return state ? store.putDocument("simulated", profile.name, *state) : Status{};
}

/// The jobs clustered, so that the browser has something to show.
Status makeClusters(const std::filesystem::path& file) {
    Options options;
    options.workspace = file;
    options.actor = "demo";
    ST_ASSIGN(const auto bench, Workbench::open(options));
    const ClusterDesk desk(*bench);
    ClusterRequest request;
    request.reason = "the jobs of the demo";
    request.options.tau = 3; // its graphs are small: within 5 even a join and a chain of filters would be similar
    ST_ASSIGN(const ClusterPreview preview, desk.preview(request, {}));
    ST_TRY(desk.commit(preview));
    return {};
}

} // namespace

Result<std::vector<JobText>> demoJobs() {
    std::vector<JobText> jobs;
    for (const EmbeddedFile& file : embeddedDemoJobs())
        jobs.push_back({std::string(file.name), std::string(file.content)});
    return jobs;
}

Result<std::vector<JobText>> pastJobs() {
    ST_ASSIGN(const std::string text, inflated(embeddedPastJobs()));
    std::vector<JobText> jobs;
    std::size_t start = 0;
    while (start < text.size()) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        if (end > start)
            jobs.push_back({"past job " + std::to_string(jobs.size() + 1), text.substr(start, end - start)});
        start = end + 1;
    }
    return jobs;
}

Result<std::vector<JobText>> realJobs() {
    return jobsFromDescription(embeddedRealJobs());
}

Status Workbench::createDemo(const std::filesystem::path& file) {
    std::error_code error;
    if (std::filesystem::exists(file, error))
        return fail("file.exists", file.string() + " exists already; the demo workspace is not written over it.",
                    "Choose another file, or open this one without --demo.");
    if (file.has_parent_path())
        std::filesystem::create_directories(file.parent_path(), error);
    // Made beside and given its name at the end: an interrupted start leaves no half a demo, and of two programs that
    // start at once the first one wins.
    const std::filesystem::path beside = file.string() + ".new-" + std::to_string(getpid());
    const auto removeBeside = [&beside] {
        std::error_code ignored;
        for (const char* suffix : {"", "-wal", "-shm"})
            std::filesystem::remove(beside.string() + suffix, ignored);
    };
    const TimePoint now = systemClock()->now();
    const auto fill = [&]() -> Status {
        ST_ASSIGN(const auto store, history::Store::open(beside, history::OpenMode::ReadWrite));
        ST_TRY(makeHistory(*store, now));
        ST_TRY(makeCluster(*store, now));
        return makeClusters(beside);
    };
    if (const Status filled = fill(); !filled) {
        removeBeside();
        return filled;
    }
    // Closing the last connection has folded the write-ahead log in, so this one file is all.
    std::filesystem::create_hard_link(beside, file, error);
    if (error && !std::filesystem::exists(file))
        std::filesystem::rename(beside, file, error); // no hard links here
    else
        error.clear();
    removeBeside();
    if (error)
        return fail("file.write",
                    "The demo workspace " + file.string() + " could not be made: " + error.message() + ".",
                    "Choose another place with --workspace FILE.");
    return {};
}

} // namespace streamtune::workbench
