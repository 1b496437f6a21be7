// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Many distances at once, on several threads, handed over in order.

#include <functional>
#include <stop_token>

#include "core/ged/ged.h"
#include "core/graph/corpus.h"

namespace streamtune::ged {

struct Batch {
    Definition definition;
    EditCosts costs;
    Budget budget;             ///< of every pair
    std::optional<double> tau; ///< of pairs that have none of their own
    bool allPairs = false;     ///< every i < j in row-major order, also where the corpus lists pairs
    int threads = 1;
};

/// Text of one answer; called from any thread, several at once.
using Writer = std::function<void(std::string& to, const CorpusPair& pair, const Answer& answer)>;
/// Takes the texts of consecutive pairs, in the order of the pairs; one call at a time. False ends the batch.
using Sink = std::function<bool(const std::string& text)>;

/// Errors: those of Vocabulary::compile(), "ged.cost", "ged.cancelled".
[[nodiscard]] Status solveCorpus(const Corpus& corpus, const Batch& batch, const Writer& write, const Sink& sink,
                                 const std::stop_token& stop);

} // namespace streamtune::ged
