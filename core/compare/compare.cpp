// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/compare.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/base/json.h"
#include "core/base/output_file.h"
#include "core/compare/job_maker.h"
#include "core/compare/jobs.h"
#include "core/compare/label_method.h"
#include "core/compare/protocol.h"
#include "core/engines/simulated/job_truth.h"

namespace streamtune::compare {
namespace {

namespace fs = std::filesystem;
namespace sim = engines::simulated;

constexpr std::size_t kMaxFiles = 10'000;
constexpr std::uintmax_t kMaxFileBytes = 16u << 20;

Result<std::vector<fs::path>> jsonFilesOf(const fs::path& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return fail("compare.jobs", fmt::format("\"{}\" is not a folder.", folder.string()),
                    "Name a folder with streamtune-job/1 files.");
    std::vector<fs::path> files;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        if (it->path().extension() == ".json")
            files.push_back(it->path());
    if (error || files.size() > kMaxFiles)
        return fail("compare.jobs", fmt::format("The folder \"{}\" cannot be read ({}).", folder.string(),
                                                error ? error.message() : "more than 10,000 files"));
    std::ranges::sort(files);
    return files;
}

} // namespace

Result<Jobs> loadJobs(const fs::path& folder) {
    ST_ASSIGN(const auto files, jsonFilesOf(folder));
    Jobs jobs;
    for (const fs::path& file : files) {
        std::error_code error;
        const auto size = fs::file_size(file, error);
        std::ifstream in(file, std::ios::binary);
        if (error || size > kMaxFileBytes || !in) {
            jobs.notes.push_back(fmt::format("{} is skipped: it cannot be read.", file.filename().string()));
            continue;
        }
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        auto job = sim::readJobFile(text, file.filename().string());
        if (!job && (job.error().code == "job.format" || !sim::looksLikeJobFile(text))) {
            jobs.notes.push_back(
                fmt::format("{} is skipped: it is not a streamtune-job/1 file.", file.filename().string()));
            continue;
        }
        if (!job) // a job that is meant to be judged and is broken must not vanish from the result
            return fail(job.error());
        jobs.simulators.emplace_back(std::move(*job));
    }
    if (jobs.simulators.empty())
        return fail("compare.jobs", fmt::format("There is no streamtune-job/1 file in \"{}\".", folder.string()),
                    "Name a folder with simulated jobs.");
    return jobs;
}

namespace {

/// Methods that cannot be judged here are left out of "all" with a note, and an error where they were asked for.
Result<std::vector<std::string>> methodsOf(const Request& request, std::vector<std::string>& notes) {
    const auto shipped = learn::shippedModel();
    const auto usable = [&](const std::string& name) {
        return name == "st-svm" || name == "st-xgb" || name == "st-neural"
                   ? checkLabelMethod(name, request.model ? request.model.get() : shipped.get())
                   : Status{};
    };
    std::string known;
    for (const std::string& name : methodNames())
        known += (known.empty() ? "" : ", ") + name;
    if (request.methods.empty() || (request.methods.size() == 1 && request.methods.front() == "all")) {
        std::vector<std::string> all;
        for (const std::string& name : methodNames())
            if (const Status can = usable(name))
                all.push_back(name);
            else
                notes.push_back(fmt::format("{} is left out: {}", name, can.error().sentence));
        return all;
    }
    std::vector<std::string> chosen;
    for (const std::string& name : request.methods) {
        if (name != "streamtune" && std::ranges::find(methodNames(), name) == methodNames().end())
            return fail("compare.method", fmt::format("There is no method \"{}\" to compare.", name.substr(0, 60)),
                        "Known: " + known + ".");
        ST_TRY(usable(name));
        if (std::ranges::find(chosen, name) == chosen.end())
            chosen.push_back(name);
    }
    return chosen;
}

} // namespace

Result<Jobs> jobsOf(const Request& request) {
    if (request.unseen == 0)
        return loadJobs(request.jobs);
    if (request.unseen < 0 || request.unseen > 1000)
        return fail("compare.unseen", fmt::format("{} is no number of jobs to make.", request.unseen),
                    "Use a whole number from 1 to 1000.");
    Jobs jobs;
    for (const MadeJob& made : makeJobs(request.seed, request.unseen)) {
        ST_ASSIGN(auto file, sim::readJobFile(made.text, made.name));
        jobs.simulators.emplace_back(std::move(file));
    }
    return jobs;
}

Result<sim::Physics> physicsOf(const Request& request, const sim::Simulator& job) {
    if (!request.physics.empty()) // a run may override again: the named set as it stands
        return sim::physicsByName(request.physics);
    return sim::withOverrides(sim::Physics{}, job.physicsOverrides());
}

namespace {

/// All campaigns of one method on one job: one unit of work.
struct Cell {
    std::size_t job = 0;
    std::size_t method = 0;
    std::vector<Tuning> tunings;
    bool done = false;
};

double median(std::vector<double> values) {
    if (values.empty())
        return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

Row rowOf(const std::string& job, const std::string& method, const std::vector<const Cell*>& cells) {
    Row row;
    row.job = job;
    row.method = method;
    std::vector<double> decisions;
    double ratios = 0;
    for (const Cell* cell : cells)
        for (const Tuning& t : cell->tunings) {
            const int changes = static_cast<int>(t.vectors.size());
            ++row.tunings;
            row.reconfigurations += changes;
            row.reconfigurationsMax = std::max(row.reconfigurationsMax, changes);
            row.finalSum += t.finalSum;
            row.oracleSum += t.oracleSum;
            row.backpressuredAfter += t.badWindows;
            row.overOperatorMinutes += t.overMinutes;
            row.underOperatorMinutes += t.underMinutes;
            ratios += t.oracleSum > 0 ? static_cast<double>(t.finalSum) / t.oracleSum : 1;
            decisions.insert(decisions.end(), t.decisionMs.begin(), t.decisionMs.end());
        }
    if (row.tunings > 0) {
        row.reconfigurationsMean = static_cast<double>(row.reconfigurations) / row.tunings;
        row.parallelismRatioMean = ratios / row.tunings;
    }
    if (row.oracleSum > 0)
        row.parallelismRatio = static_cast<double>(row.finalSum) / static_cast<double>(row.oracleSum);
    row.decisionMsMedian = median(std::move(decisions));
    return row;
}

/// Every job counts the same, however many slots it needs.
Row overall(const std::string& method, const std::vector<const Cell*>& cells) {
    Row row = rowOf("*", method, cells);
    double ratios = 0;
    for (const Cell* cell : cells)
        ratios += rowOf("", method, {cell}).parallelismRatio;
    row.parallelismRatio = ratios / static_cast<double>(cells.size());
    return row;
}

/// One JSON line per tuning, whole or not there.
class Trace {
public:
    static Result<Trace> open(const fs::path& file) {
        Trace trace;
        if (file.empty())
            return trace;
        trace.m_out = std::make_unique<OutputFile>(file, "compare.trace");
        ST_TRY(trace.m_out->write("")); // says now what is wrong with the place
        return trace;
    }

    Status write(const sim::JobSpec& spec, const std::string& method, const std::vector<Tuning>& tunings) {
        if (!m_out)
            return {};
        for (const Tuning& t : tunings) {
            Json vectors = Json::array();
            for (const auto& vector : t.vectors)
                vectors.push_back(spec.byId(vector));
            ST_TRY(m_out->write(compactJson({{"job", spec.name},
                                             {"method", method},
                                             {"campaign", t.campaign},
                                             {"step", t.step},
                                             {"vectors", std::move(vectors)}}) +
                                "\n"));
        }
        return {};
    }

    Status finish() { return m_out ? m_out->commit() : Status(); }

private:
    std::unique_ptr<OutputFile> m_out; ///< gone without finish(), the file is too
};

class Runner {
public:
    Runner(const Request& request, const Jobs& jobs, std::vector<std::string> methods,
           std::vector<sim::Physics> physics, std::stop_token stop)
        : m_request(request), m_jobs(jobs), m_methods(std::move(methods)), m_physics(std::move(physics)),
          m_stop(std::move(stop)) {
        for (std::size_t j = 0; j < jobs.simulators.size(); ++j)
            for (std::size_t m = 0; m < m_methods.size(); ++m)
                m_cells.push_back({j, m, {}, false});
    }

    Status run(Trace& trace, Report& report, const ProgressSink& progress,
               const std::function<void(const Row&)>& onRow) {
        std::vector<std::jthread> workers;
        const int threads = std::clamp(m_request.threads, 1, 64);
        for (int i = 0; i < threads; ++i)
            workers.emplace_back([this] { work(); });
        for (std::size_t i = 0; i < m_cells.size(); ++i) {
            Cell& cell = waitFor(i);
            if (m_stop.stop_requested()) {
                m_next = m_cells.size(); // nobody begins another cell
                return fail("compare.cancelled", "The comparison was cancelled.");
            }
            const sim::JobSpec& spec = m_jobs.simulators[cell.job].spec();
            emit(rowOf(spec.name, m_methods[cell.method], {&cell}), report, onRow);
            if (Status written = trace.write(spec, m_methods[cell.method], cell.tunings); !written) {
                m_next = m_cells.size();
                return written;
            }
            streamtune::report(progress, {"comparing", static_cast<std::int64_t>(i + 1),
                                          static_cast<std::int64_t>(m_cells.size()), spec.name, true});
        }
        for (std::size_t m = 0; m < m_methods.size(); ++m) {
            std::vector<const Cell*> cells;
            for (const Cell& cell : m_cells)
                if (cell.method == m)
                    cells.push_back(&cell);
            emit(overall(m_methods[m], cells), report, onRow);
        }
        return {};
    }

private:
    static void emit(Row row, Report& report, const std::function<void(const Row&)>& onRow) {
        if (onRow)
            onRow(row);
        report.rows.push_back(std::move(row));
    }

    void work() {
        for (std::size_t i; (i = m_next.fetch_add(1)) < m_cells.size();) {
            std::vector<Tuning> tunings;
            for (int c = 0; c < m_request.campaigns && !m_stop.stop_requested(); ++c) {
                auto campaign = runCampaign(m_jobs.simulators[m_cells[i].job], m_methods[m_cells[i].method],
                                            {m_physics[m_cells[i].job],
                                             m_request.cold,
                                             c,
                                             m_request.quietWindows,
                                             m_request.priors.get(),
                                             m_request.model.get(),
                                             m_request.encoders.get(),
                                             {},
                                             0},
                                            m_stop);
                std::ranges::move(campaign, std::back_inserter(tunings));
            }
            const std::scoped_lock lock(m_mutex);
            m_cells[i].tunings = std::move(tunings);
            m_cells[i].done = true;
            m_finished.notify_all();
        }
    }

    Cell& waitFor(std::size_t i) {
        std::unique_lock lock(m_mutex);
        m_finished.wait(lock, [&] { return m_cells[i].done; });
        return m_cells[i];
    }

    const Request& m_request;
    const Jobs& m_jobs;
    std::vector<std::string> m_methods;
    std::vector<sim::Physics> m_physics;
    std::stop_token m_stop;
    std::vector<Cell> m_cells;
    std::atomic<std::size_t> m_next{0};
    std::mutex m_mutex;
    std::condition_variable m_finished;
};

} // namespace

Result<std::vector<std::string>> jobNames(const Request& request) {
    ST_ASSIGN(const Jobs jobs, jobsOf(request));
    std::vector<std::string> names;
    for (const sim::Simulator& job : jobs.simulators)
        names.push_back(job.spec().name);
    return names;
}

Result<Report> run(const Request& request, std::stop_token stop, const ProgressSink& progress,
                   const std::function<void(const Row&)>& onRow) {
    if (request.campaigns < 1 || request.campaigns > 10'000)
        return fail("compare.campaigns", fmt::format("{} is no number of campaigns.", request.campaigns),
                    "Use a whole number from 1 to 10000; the reference is 6.");
    if (request.quietWindows < 1 || request.quietWindows > 1000)
        return fail("compare.quiet", fmt::format("{} is no number of windows of a decision.", request.quietWindows),
                    "Use a whole number from 1 to 1000; the reference is 1.");
    std::vector<std::string> leftOut;
    ST_ASSIGN(auto methods, methodsOf(request, leftOut));
    ST_ASSIGN(const Jobs jobs, jobsOf(request));
    std::vector<sim::Physics> physics;
    for (const sim::Simulator& job : jobs.simulators) {
        ST_ASSIGN(const auto own, physicsOf(request, job));
        physics.push_back(own);
    }
    ST_ASSIGN(Trace trace, Trace::open(request.trace));
    Report report;
    report.notes = jobs.notes;
    std::ranges::move(leftOut, std::back_inserter(report.notes));
    ST_TRY(Runner(request, jobs, std::move(methods), std::move(physics), std::move(stop))
               .run(trace, report, progress, onRow));
    ST_TRY(trace.finish());
    return report;
}

} // namespace streamtune::compare
