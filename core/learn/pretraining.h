// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// From a history to a model: the global encoder, then one per cluster that has enough of its own, each judged on jobs
/// it has not seen. Synchronous; needs the LibTorch module.

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/learn/model.h"

namespace streamtune::learn {

/// A group of jobs of the history.
struct TrainingCluster {
    std::string id;
    JobGraph centre;
    std::vector<std::size_t> jobs; ///< indices into the history
};

struct Pretraining {
    EncoderTraining settings;
    std::vector<std::string> only; ///< clusters to train anew, "global" among them; empty = all
    std::size_t leastJobs = 4; ///< a cluster with fewer jobs, or fewer labels of either kind, uses the global encoder
    std::int64_t leastLabels = 20;
    std::size_t warmRowsOfKind = 200;
    const ModelSet* before = nullptr; ///< what `only` leaves out is taken from here
};

/// Where checkpoints go. Both are called on the training thread.
struct Checkpoints {
    std::function<std::optional<TrainingState>(const std::string& cluster)> load; ///< may be empty
    std::function<Status(const std::string& cluster, const TrainingState&, bool over)> save;
    int every = 5; ///< epochs
};

struct PretrainingProgress {
    std::string cluster;
    int encoder = 0, encoders = 0; ///< 1-based
    int batch = 0, batches = 0;
    const TrainingState* state = nullptr; ///< after an epoch, else null
    std::string ending;                   ///< once the encoder is done
};
using PretrainingSink = std::function<void(const PretrainingProgress&)>;

/// Errors "train.empty", "train.module", "train.cancelled" (checkpoints are written), "model.write" (a checkpoint could
/// not be written: what was there before stays), "train.settings". `card` is completed.
[[nodiscard]] Result<ModelSet> pretrain(const std::vector<HistoryJob>& history,
                                        const std::vector<TrainingCluster>& clusters, const Pretraining& how,
                                        ModelCard card, const Checkpoints& checkpoints, std::stop_token stop,
                                        const PretrainingSink& progress);

/// A checkpoint in a file, and back: the same bits.
[[nodiscard]] std::string stateBytes(const TrainingState& state, const EncoderTraining& settings,
                                     const std::string& dataHash);
/// Error "train.checkpoint": of other settings, of other data, or damaged.
[[nodiscard]] Result<TrainingState> stateFromBytes(std::string_view bytes, const EncoderTraining& settings,
                                                   const std::string& dataHash, std::string_view where);

/// A file a cluster in a folder, which is made when the first is saved. A damaged or foreign one counts as none: that
/// encoder starts from the beginning.
[[nodiscard]] Checkpoints checkpointsIn(const std::filesystem::path& folder, const EncoderTraining& settings,
                                        const std::string& dataHash);

/// Rows of one job for the per-job heads.
[[nodiscard]] std::vector<WarmRow> headRowsOf(const Encoder& encoder, const HistoryJob& job, const ModelSet& model,
                                              int cluster);

} // namespace streamtune::learn
