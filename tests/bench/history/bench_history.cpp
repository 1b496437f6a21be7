// SPDX-License-Identifier: GPL-3.0-or-later
// Recording rate of the history store, and its queries over a million observations with the file out of the page cache.
//   bench_history [observations] [folder]
#include <algorithm>
#include <array>
#include <chrono>
#include <fcntl.h>
#include <fmt/core.h>
#include <functional>
#include <random>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/history/run_archive.h"
#include "tests/support/history_data.h"

using namespace streamtune;
using namespace streamtune::history;

namespace {

using SteadyClock = std::chrono::steady_clock;

double secondsOf(const std::function<void()>& work) {
    const auto from = SteadyClock::now();
    work();
    return std::chrono::duration<double>(SteadyClock::now() - from).count();
}

/// Of this process; what a machine that others use as well does not distort.
double cpuSeconds() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Cost {
    double seconds = 0;
    double cpu = 0;
};

Cost costOf(const std::function<void()>& work) {
    const double before = cpuSeconds();
    const double seconds = secondsOf(work);
    return {seconds, cpuSeconds() - before};
}

[[noreturn]] void die(const Error& error) {
    fmt::print(stderr, "{}: {}\n", error.code, error.sentence);
    for (const auto& [key, value] : error.details)
        fmt::print(stderr, "  {}: {}\n", key, value);
    std::exit(1);
}

template <typename T>
T must(Result<T> result) {
    if (!result)
        die(result.error());
    return std::move(*result);
}

std::unique_ptr<Store> open(const std::filesystem::path& file, OpenMode mode = OpenMode::ReadWrite) {
    return must(Store::open(file, mode));
}

/// Out of the page cache: what a query reads then comes from the disk.
void evict(const std::filesystem::path& file) {
    for (const char* suffix : {"", "-wal", "-shm"}) {
        const int fd = ::open((file.string() + suffix).c_str(), O_RDONLY);
        if (fd < 0)
            continue;
        ::fsync(fd);
        ::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
        ::close(fd);
    }
}

constexpr int kNodes = 10;
constexpr int kWindowsOfRun = 50;
constexpr int kRunsOfJob = 40;

/// Random windows of one deployment with their labels.
struct Batch {
    std::vector<Observation> windows;
    std::vector<std::map<std::string, int>> labels;
};

class Maker {
public:
    Batch batch(const JobGraph& graph, const std::string& connection, const std::string& deployment, int firstNumber,
                int windows) {
        Batch made;
        std::uniform_real_distribution<double> share(0, 1);
        for (int i = 0; i < windows; ++i) {
            Observation w = test::windowOf(graph, deployment, firstNumber + i, 4);
            w.connection = connection;
            std::map<std::string, int> labels;
            for (NodeObservation& n : w.nodes) {
                n.busyMax = share(m_random);
                n.busyMean = *n.busyMax * 0.95;
                n.backpressuredMax = share(m_random) * share(m_random);
                labels[n.id] = *n.busyMax > 0.97 ? 1 : (*n.backpressuredMax > 0.5 ? -1 : 0);
            }
            made.windows.push_back(std::move(w));
            made.labels.push_back(std::move(labels));
        }
        return made;
    }

private:
    std::mt19937 m_random{1};
};

void benchDisk(const std::filesystem::path& folder) {
    const auto file = folder / "sync";
    const int fd = ::open(file.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
    const std::array<char, 4096> page{};
    constexpr int kTimes = 300;
    const double seconds = secondsOf([&] {
        for (int i = 0; i < kTimes; ++i)
            if (::write(fd, page.data(), page.size()) < 0 || ::fdatasync(fd) != 0)
                std::exit(1);
    });
    ::close(fd);
    std::filesystem::remove(file);
    fmt::print("disk: {:.0f} synchronous appends of 4 KiB a second (upper bound of transactions)\n\n",
               kTimes / seconds);
}

void benchRecording(const std::filesystem::path& folder) {
    fmt::print("{:<44}{:>12}{:>14}{:>16}\n", "recording, 4 subtasks a node", "obs/s", "windows/s", "obs/CPU second");
    const auto line = [](const std::string& name, double observations, double windows, const Cost& cost) {
        fmt::print("{:<44}{:>12.0f}{:>14.0f}{:>16.0f}\n", name, observations / cost.seconds, windows / cost.seconds,
                   observations / cost.cpu);
    };
    Maker maker;
    for (const int nodes : {10, 100}) {
        const JobGraph graph = test::chainGraph("job", nodes);
        const auto store = open(folder / fmt::format("single{}.db", nodes));
        const int windows = 600;
        const Batch batch = maker.batch(graph, "local", "d", 0, windows);
        const Cost cost = costOf([&] {
            for (std::size_t i = 0; i < batch.windows.size(); ++i)
                must(store->record(graph, batch.windows[i], batch.labels[i]));
        });
        line(fmt::format("one window of {} nodes a transaction", nodes), 1.0 * windows * nodes, windows, cost);
    }
    for (const int size : {50, 1000}) {
        const JobGraph graph = test::chainGraph("job", kNodes);
        const auto store = open(folder / fmt::format("batch{}.db", size));
        const int windows = 20'000;
        std::vector<Batch> batches;
        for (int first = 0; first < windows; first += size)
            batches.push_back(maker.batch(graph, "local", fmt::format("d{}", first / 1000), first, size));
        const Cost cost = costOf([&] {
            for (const Batch& batch : batches)
                must(store->recordAll(graph, batch.windows, batch.labels));
        });
        line(fmt::format("{} windows of {} nodes a transaction", size, kNodes), 1.0 * windows * kNodes, windows, cost);
    }
    fmt::print("\n");
}

/// 50 jobs x 40 runs x 50 windows x 10 nodes for a million.
void fill(const std::filesystem::path& file, std::int64_t observations) {
    const auto store = open(file);
    Maker maker;
    const auto jobs = static_cast<int>(observations / (kRunsOfJob * kWindowsOfRun * kNodes));
    double recording = 0;
    for (int run = 0; run < kRunsOfJob; ++run) // runs of many jobs interleave, as they do in life
        for (int job = 0; job < jobs; ++job) {
            JobGraph graph = test::chainGraph(fmt::format("job-{}", job), kNodes, fmt::format("v{}-", job % 7));
            graph.nodes[3].name = fmt::format("window of job {}", job);
            const Batch batch = maker.batch(graph, job % 2 ? "staging" : "production", fmt::format("d{}", run),
                                            run * kWindowsOfRun, kWindowsOfRun);
            recording += secondsOf([&] { must(store->recordAll(graph, batch.windows, batch.labels)); });
        }
    const auto stats = must(store->stats());
    fmt::print("{} observations, {} runs, {} jobs, {} graphs; {:.0f} MB; recorded at {:.0f} obs/s\n\n",
               stats.observations, stats.runs, stats.jobs, stats.graphs, static_cast<double>(stats.bytes) / 1e6,
               static_cast<double>(stats.observations) / recording);
}

struct Query {
    std::string name;
    std::function<std::size_t(Store&)> run;
};

Query listed(const std::string& name, const std::string& words) {
    return {name, [words](Store& store) {
                const RunFilter filter = must(runFilterOf(words, test::dayOne()));
                return must(must(RunArchive::beside(store))->runs(filter, 200, "", {})).rows.size();
            }};
}

std::vector<Query> queries() {
    const auto filter = [](const char* name, auto set) {
        ObservationFilter f;
        set(f);
        return Query{name, [f](Store& store) { return must(store.observations(f, 200, "", {})).rows.size(); }};
    };
    const TimePoint middle = test::dayOne() + Millis{10'000} * (kRunsOfJob / 2 * kWindowsOfRun);
    return {
        filter("no filter", [](auto&) {}),
        filter("connection", [](auto& f) { f.connection = "staging"; }),
        filter("job", [](auto& f) { f.jobName = "job-3"; }),
        filter("job on another connection (none)", [](auto& f) { f.jobName = "job-3", f.connection = "production"; }),
        filter("run", [](auto& f) { f.run = 7; }),
        filter("node name of one job", [](auto& f) { f.nodeNameContains = "of job 17"; }),
        filter("node name of every job", [](auto& f) { f.nodeNameContains = "sink"; }),
        filter("node name of none", [](auto& f) { f.nodeNameContains = "nowhere"; }),
        filter("busy > 0.5", [](auto& f) { f.busyAbove = 0.5; }),
        filter("busy > 0.9999", [](auto& f) { f.busyAbove = 0.9999; }),
        filter("busy > 0.99999 (a handful)", [](auto& f) { f.busyAbove = 0.99999; }),
        filter("busy > 1 (none)", [](auto& f) { f.busyAbove = 1.0; }),
        filter("back-pressure > 0.9", [](auto& f) { f.backpressureAbove = 0.9; }),
        filter("back-pressure > 0.999 (few)", [](auto& f) { f.backpressureAbove = 0.999; }),
        filter("label bottleneck", [](auto& f) { f.label = 1; }),
        filter("label unknown", [](auto& f) { f.label = -1; }),
        filter("until the middle", [&](auto& f) { f.until = middle; }),
        filter("ten minutes in the middle", [&](auto& f) { f.since = middle, f.until = middle + Millis{600'000}; }),
        filter("job and back-pressure > 0.9", [](auto& f) { f.jobName = "job-3", f.backpressureAbove = 0.9; }),
        filter("busy > 0.9 and back-pressure > 0.9 and label 1",
               [](auto& f) { f.busyAbove = 0.9, f.backpressureAbove = 0.9, f.label = 1; }),
        filter("busy > 0.5 and back-pressure > 0.9999 (worst case)",
               [](auto& f) { f.busyAbove = 0.5, f.backpressureAbove = 0.9999; }),
        filter("label 0 and busy > 0.97 (never; worst case)", [](auto& f) { f.label = 0, f.busyAbove = 0.97; }),
        filter("label 0 and busy > 0.97 in one job (never)",
               [](auto& f) { f.label = 0, f.busyAbove = 0.97, f.jobName = "job-3"; }),
        filter("node name of every job and busy > 0.9999",
               [](auto& f) { f.nodeNameContains = "sink", f.busyAbove = 0.9999; }),
        filter("node name of one job and label 1", [](auto& f) { f.nodeNameContains = "of job 17", f.label = 1; }),
        {"20th page of 200",
         [](Store& store) {
             std::string after;
             for (int i = 0; i < 19; ++i)
                 after = must(store.observations({}, 200, after, {})).next;
             return must(store.observations({}, 200, after, {})).rows.size();
         }},
        {"one page from the middle by its key",
         [middle](Store& store) {
             const std::string key = fmt::format("{}.{}.{}", middle.time_since_epoch().count(), 50'000, 5);
             return must(store.observations({}, 200, key, {})).rows.size();
         }},
        {"runs, newest 200", [](Store& store) { return must(store.runs("", 200, "", {})).rows.size(); }},
        listed("listed runs, newest 200", ""),
        listed("listed runs with a bottleneck that were busy", "label:bottleneck busy>0.99"),
        listed("listed runs with a tag (none: all are looked at)", "tag:nowhere"),
        listed("listed runs of one operator", "operator:\"of job 17\""),
        {"spans of all runs",
         [](Store& store) { return must(must(RunArchive::beside(store))->spans(50'000, {})).size(); }},
        {"graphs", [](Store& store) { return must(store.graphs(200, "", {})).rows.size(); }},
        {"windows of a job, newest 500",
         [](Store& store) { return must(store.windows("staging", "job-3", std::nullopt, 500, {})).size(); }},
        {"latest graph of a job",
         [](Store& store) { return must(store.latestGraph("staging", "job-3"))->nodes.size(); }},
        {"numbers of the workspace", [](Store& store) { return static_cast<std::size_t>(must(store.stats()).runs); }},
    };
}

void benchQueries(const std::filesystem::path& file) {
    constexpr int kRepeats = 5;
    const auto median = [](std::vector<double> values) {
        std::ranges::sort(values);
        return values[values.size() / 2];
    };
    std::vector<double> opening;
    for (int i = 0; i < kRepeats; ++i) {
        evict(file);
        opening.push_back(secondsOf([&] { (void)open(file)->file(); }));
    }
    fmt::print("{:<54}{:>7}{:>11}{:>11}{:>11}{:>11}\n", "ms (median and worst of 5 cold; best warm)", "rows", "cold",
               "worst", "CPU cold", "warm");
    fmt::print("{:<54}{:>7}{:>11.1f}{:>11.1f}{:>22}\n", "open", "", median(opening) * 1e3,
               *std::ranges::max_element(opening) * 1e3, "");
    double slowest = 0;
    for (const Query& query : queries()) {
        std::vector<double> cold, cpu, warm;
        std::size_t rows = 0;
        for (int i = 0; i < kRepeats; ++i) {
            const auto store = open(file, OpenMode::ReadOnly);
            evict(file);
            const Cost cost = costOf([&] { rows = query.run(*store); });
            cold.push_back(cost.seconds);
            cpu.push_back(cost.cpu);
            warm.push_back(secondsOf([&] { rows = query.run(*store); }));
        }
        slowest = std::max(slowest, median(cold));
        fmt::print("{:<54}{:>7}{:>11.1f}{:>11.1f}{:>11.1f}{:>11.1f}\n", query.name, rows, median(cold) * 1e3,
                   *std::ranges::max_element(cold) * 1e3, median(cpu) * 1e3, *std::ranges::min_element(warm) * 1e3);
    }
    fmt::print("\nopen: {:.1f} ms (aim 50); slowest query, cold: {:.1f} ms (aim 200)\n", median(opening) * 1e3,
               slowest * 1e3);
}

} // namespace

int main(int argc, char** argv) {
    const std::int64_t observations = argc > 1 ? std::stoll(argv[1]) : 1'000'000;
    const test::ScratchFolder scratch;
    const std::filesystem::path folder = argc > 2 ? std::filesystem::path(argv[2]) : scratch.path();
    benchDisk(folder);
    benchRecording(folder);
    fill(folder / "million.db", observations);
    benchQueries(folder / "million.db");
}
