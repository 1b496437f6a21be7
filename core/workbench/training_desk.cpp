// SPDX-License-Identifier: GPL-3.0-or-later
// The queue of runs. What is kept of one is in training_record.cpp, its work in training_work.cpp, models in
// model_shelf.cpp.
#include "core/workbench/training_desk.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/learn/tensor_file.h"
#include "core/tune/model_choice.h"
#include "core/workbench/model_in_use.h"
#include "core/workbench/training_data.h"
#include "core/workbench/training_impl.h"

namespace streamtune::workbench {

namespace fs = std::filesystem;

TrainingDesk::TrainingDesk(const Workbench& workbench) : m_impl(std::make_unique<Impl>(workbench)) {}
TrainingDesk::~TrainingDesk() = default;

Result<std::string> TrainingDesk::enqueue(const TrainingRequest& request) {
    if (request.job.empty() != request.connection.empty())
        return fail("train.settings", "Fine-tuning needs a connection and a job.");
    ST_ASSIGN(const auto store, m_impl->workbench.store());
    StoredRun stored;
    stored.run.engine = request.engine;
    stored.run.connection = request.connection;
    stored.run.job = request.job;
    stored.run.settings = request.settings;
    stored.run.settings.shape.features = learn::encodingNames().size();
    stored.run.who = request.who;
    stored.run.created = systemClock()->now();
    stored.clusters = request.clusters;
    stored.from = request.from;
    ST_ASSIGN(stored.mark, markHistory(*store, request.engine, {}));
    if (stored.mark.empty())
        return fail(
            "train.empty",
            fmt::format("This workspace holds no quiet window of an engine \"{}\", so there is nothing to learn "
                        "from.",
                        request.engine.substr(0, 40)),
            "Observe jobs with `streamtune observe`, or import a history.");
    std::int64_t number = 1;
    ST_ASSIGN(const auto all, store->documents(kTrainingRuns));
    for (const auto& [id, text] : all)
        number = std::max<std::int64_t>(number, std::strtoll(id.c_str() + (id.empty() ? 0 : 1), nullptr, 10) + 1);
    stored.run.id = "t" + std::to_string(number);
    std::string base = request.name;
    if (base.empty())
        base = request.engine + (request.job.empty() ? "" : "-job") + "-" +
               toRfc3339(stored.run.created).substr(0, 10) + "-" + stored.run.id;
    stored.run.name = base;
    if (!learn::goodModelId(base))
        return fail("train.settings", fmt::format("\"{}\" is no name for a model.", base.substr(0, 60)),
                    "Use letters, digits, \"-\", \"_\" and \".\".");
    std::error_code unknown;
    if (fs::exists(m_impl->root() / base, unknown))
        return fail("model.exists", fmt::format("There is a model \"{}\" already.", base), "Choose another name.");
    ST_TRY(m_impl->keep(stored));
    return stored.run.id;
}

Result<std::vector<TrainingRun>> TrainingDesk::runs() const {
    ST_ASSIGN(const auto store, m_impl->workbench.store());
    ST_ASSIGN(const auto all, store->documents(kTrainingRuns));
    std::vector<TrainingRun> runs;
    for (const auto& [id, text] : all)
        if (auto stored = m_impl->parseRun(text))
            runs.push_back(std::move(stored->run));
    {
        const std::lock_guard lock(m_impl->mutex);
        for (TrainingRun& run : runs)
            if (m_impl->live && m_impl->live->id == run.id)
                run = *m_impl->live;
    }
    std::ranges::sort(runs, [](const TrainingRun& a, const TrainingRun& b) {
        return std::strtoll(a.id.c_str() + 1, nullptr, 10) > std::strtoll(b.id.c_str() + 1, nullptr, 10);
    });
    return runs;
}

Result<TrainingRun> TrainingDesk::run(const std::string& id) const {
    {
        const std::lock_guard lock(m_impl->mutex);
        if (m_impl->live && m_impl->live->id == id)
            return *m_impl->live;
    }
    ST_ASSIGN(auto stored, m_impl->stored(id));
    return std::move(stored.run);
}

Status TrainingDesk::Impl::ask(const std::string& id, RunState wanted) {
    {
        const std::lock_guard lock(mutex);
        if (live && live->id == id) {
            asked = wanted;
            stopRun.request_stop();
            return {};
        }
    }
    ST_ASSIGN(auto run, stored(id));
    const RunState now = run.run.state;
    const bool waits = now == RunState::Queued ||
                       (wanted == RunState::Cancelled && (now == RunState::Paused || now == RunState::Interrupted));
    if (!waits)
        return fail(now == RunState::Running ? "train.busy" : "train.state",
                    now == RunState::Running
                        ? fmt::format("Another process works on {}.", id)
                        : fmt::format("{} is {}, so it cannot be {}.", id, toString(now), toString(wanted)));
    run.run.state = wanted;
    return keep(run);
}

Status TrainingDesk::pause(const std::string& id) {
    return m_impl->ask(id, RunState::Paused);
}

Status TrainingDesk::cancel(const std::string& id) {
    return m_impl->ask(id, RunState::Cancelled);
}

Status TrainingDesk::resume(const std::string& id) {
    ST_ASSIGN(auto stored, m_impl->stored(id));
    const RunState now = stored.run.state;
    if (now != RunState::Paused && now != RunState::Interrupted && now != RunState::Cancelled &&
        now != RunState::Failed)
        return fail("train.state", fmt::format("{} is {}, so there is nothing to resume.", id, toString(now)));
    stored.run.state = RunState::Queued;
    stored.run.sentence.clear();
    return m_impl->keep(stored);
}

Status TrainingDesk::forget(const std::string& id) {
    ST_ASSIGN(const auto stored, m_impl->stored(id));
    if (stored.run.state == RunState::Running)
        return fail("train.state", fmt::format("{} is running; cancel it first.", id));
    ST_ASSIGN(const auto store, m_impl->workbench.store());
    ST_TRY(store->removeDocument(kTrainingRuns, id));
    std::error_code ignored; // what is left behind is found by nobody
    fs::remove_all(m_impl->checkpointFolder(id), ignored);
    return {};
}

} // namespace streamtune::workbench
