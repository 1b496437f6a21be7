// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What the history and the clusters are worth: the same head with the encoder of the job's cluster, with one encoder
/// for all jobs, and with the encoder of another cluster.

#include <memory>
#include <stop_token>
#include <vector>

#include "core/base/progress.h"
#include "core/compare/jobs.h"
#include "core/learn/encoder_voice.h"
#include "core/learn/model.h"

namespace streamtune::compare {

enum class EncoderOf { Cluster, Global, OtherCluster };

/// Levels that an encoder of `model` says about any job; OtherCluster: the next one that has an encoder of its own.
[[nodiscard]] learn::EncoderSays sayingsOf(std::shared_ptr<const learn::ModelSet> model, EncoderOf which);

/// Weighs the three by the jobs of `past` that the model kept from its training ("heldOut" of its card). Error
/// "compare.encoders": there is none of them in `past`.
[[nodiscard]] Result<std::map<std::string, learn::EncoderChoir>>
encoderWays(std::shared_ptr<const learn::ModelSet> model, const Jobs& past, std::stop_token stop,
            const ProgressSink& progress);

} // namespace streamtune::compare
