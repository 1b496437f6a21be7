// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workbench/past_jobs.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <system_error>

#include "core/history/exchange.h"
#include "core/tune/capacity_recommender.h"

namespace streamtune::workbench {
namespace {

namespace fs = std::filesystem;

constexpr int kHighest = 1024; ///< parallelism looked at
constexpr int kRunsPage = 500;
constexpr int kWindowsOfRun = 100'000;

/// A folder that goes when this does.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::error_code ignored;
        std::string name = (fs::temp_directory_path(ignored) / "streamtune-past-XXXXXX").string();
        if (mkdtemp(name.data()) != nullptr)
            m_path = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        if (!m_path.empty())
            fs::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

} // namespace

Result<PastHistory> pastJobs(history::Store& store, const std::vector<std::string>& without, std::stop_token stop,
                             const std::string& engine) {
    std::vector<history::RunRecord> runs;
    std::string after;
    do {
        ST_ASSIGN(auto page, store.runs("", kRunsPage, after, stop));
        std::ranges::move(page.rows, std::back_inserter(runs));
        after = page.next;
    } while (!after.empty());
    std::ranges::reverse(runs); // oldest first
    PastHistory past;
    std::map<std::pair<std::string, std::string>, std::size_t> places; // job and graph -> index
    std::map<std::string, int> left;
    for (const history::RunRecord& run : runs) {
        if (!engine.empty() && run.engine != engine)
            continue;
        if (std::ranges::find(without, run.jobName) != without.end()) {
            ++left[run.jobName];
            continue;
        }
        ST_ASSIGN(const auto graph, store.graphOfRun(run.id));
        if (!graph)
            continue;
        const auto [place, isNew] =
            places.try_emplace({run.connection + "/" + run.jobName, run.graphHash}, past.jobs.size());
        if (isNew) {
            past.jobs.push_back({learn::factsOf(*graph, kHighest), {}});
            past.names.push_back(run.jobName);
        }
        ST_ASSIGN(const auto windows, store.windowsOfRun(run.id, 0, kWindowsOfRun, stop));
        int age = 0;
        for (const history::RecordedWindow& recorded : windows) {
            if (!recorded.window.quiet)
                continue;
            learn::WindowReading reading = tune::readingOf(*graph, recorded.window, static_cast<long>(run.id));
            reading.age = age++;
            past.jobs[place->second].windows.push_back(std::move(reading));
            ++past.windows;
        }
    }
    for (const auto& [job, count] : left)
        past.notes.push_back(fmt::format("{} runs of \"{}\" are left out: it is judged.", count, job));
    return past;
}

Result<PastHistory> pastJobsOfFile(const fs::path& file, const std::vector<std::string>& without, std::stop_token stop,
                                   const ProgressSink& progress) {
    const TemporaryFolder folder;
    if (folder.path().empty())
        return fail("file.write", "No temporary folder can be made.", "Check the space left on the disk.");
    ST_ASSIGN(const auto store, history::Store::open(folder.path() / "past.db", history::OpenMode::ReadWrite));
    ST_ASSIGN(const auto report, history::importFile(*store, file, stop, progress));
    ST_ASSIGN(PastHistory past, pastJobs(*store, without, stop));
    if (report.skipped > 0 && !report.rows.empty())
        past.notes.push_back(fmt::format("{} rows of {} were skipped; the first, line {}: {}", report.skipped,
                                         file.filename().string(), report.rows.front().line,
                                         report.rows.front().reason));
    return past;
}

} // namespace streamtune::workbench
