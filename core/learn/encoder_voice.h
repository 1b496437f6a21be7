// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What a graph encoder adds to the priors of the capacity head: its level of an operator beside that of the operator's
/// kind and features, weighed by how much it knew about jobs it had not seen.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/learn/prior_training.h"

namespace streamtune::learn {

/// Logarithm of what one instance bears, records/s, per node; NaN = nothing to say.
using EncoderSays = std::function<std::vector<double>(const JobGraph&)>;

struct EncoderVoice {
    double weight = 0;                   ///< of what it says beyond kind and features: 0 = nothing, 1 = all
    double doubt = 1;                    ///< factor on the spread of a level once it was heard
    std::map<std::string, double> shift; ///< by kind: what it says too much
    int operators = 0;                   ///< that it was weighed by
};

/// An encoder, or one for each cluster, with its voice.
struct EncoderChoir {
    EncoderSays says;
    EncoderVoice voice;
};

/// `said` per job and node, about jobs that neither the encoder nor `priors` have seen.
[[nodiscard]] EncoderVoice weighVoice(const std::vector<PastJob>& jobs, const std::vector<std::vector<double>>& said,
                                      const PriorSet& priors);

/// Sets the levels of `job` from kind, features and encoder together.
void hear(const std::vector<double>& said, const EncoderVoice& voice, const PriorSet& priors, JobFacts& job);

} // namespace streamtune::learn
