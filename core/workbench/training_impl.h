// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What the parts of the training desk share. Private to this room.

#include <mutex>

#include "core/learn/pretraining.h"
#include "core/workbench/training_data.h"
#include "core/workbench/training_desk.h"

namespace streamtune::workbench {

inline constexpr const char* kTrainingRuns = "training.run"; ///< kind of the documents in the store

/// A run as the workspace keeps it.
struct StoredRun {
    TrainingRun run;
    std::int32_t process = 0; ///< that works on it
    std::vector<std::string> clusters;
    std::string from;
    HistoryMark mark;
};

/// Edits the run that is shown, and tells.
using Teller = std::function<void(const std::function<void(TrainingRun&)>&)>;

struct TrainingDesk::Impl {
    explicit Impl(const Workbench& bench) : workbench(bench) {}

    const Workbench& workbench;
    mutable std::mutex mutex; ///< guards what follows
    std::optional<TrainingRun> live;
    std::optional<RunState> asked; ///< what the live run is to become
    std::stop_source stopRun;

    [[nodiscard]] Status keep(const StoredRun& stored) const;
    [[nodiscard]] Result<StoredRun> stored(const std::string& id) const;
    [[nodiscard]] Result<StoredRun> parseRun(const std::string& text) const;
    [[nodiscard]] std::filesystem::path root() const;
    [[nodiscard]] std::filesystem::path checkpointFolder(const std::string& run) const;
    [[nodiscard]] Status ask(const std::string& id, RunState wanted);
    void change(const std::function<void(TrainingRun&)>& edit, const std::function<void(const TrainingRun&)>& onChange);
    [[nodiscard]] Status carryOut(const std::string& id, std::stop_token stop,
                                  const std::function<void(const TrainingRun&)>& onChange);
    [[nodiscard]] learn::Checkpoints checkpoints(const StoredRun& stored, const std::string& dataHash);
    [[nodiscard]] static learn::PretrainingSink sink(const Teller& tell);
    [[nodiscard]] Result<std::string> pretrainRun(const StoredRun& stored, std::stop_token stop, const Teller& tell);
    [[nodiscard]] Result<std::string> fineTuneRun(const StoredRun& stored, std::stop_token stop, const Teller& tell);
};

} // namespace streamtune::workbench
