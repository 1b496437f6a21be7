// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// streamtune.corpus/1: graphs, and the pairs of them that are asked for.

#include <optional>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/ged/edit_costs.h"
#include "core/graph/job_graph.h"

namespace streamtune::ged {

struct CorpusPair {
    int a = 0; ///< index in Corpus::graphs
    int b = 0;
    std::optional<double> tau; ///< the question is `ged <= tau`
};

struct Corpus {
    std::vector<JobGraph> graphs;
    std::vector<CorpusPair> pairs; ///< as listed in the document; empty = every pair
};

/// Errors "json.*", "corpus.format", "corpus.duplicate" (two graphs of one id), "corpus.pair", and those of
/// graphFromJson(). `where` names the source in the error.
[[nodiscard]] Result<Corpus> readCorpus(std::string_view text, std::string_view where);

/// {"node_insert", "node_delete", "node_substitute", "edge_insert", "edge_delete", "edge_substitute": number,
/// "node_pairs", "edge_pairs": [{"from", "to", "cost"}]}; what is left out costs 1. Error "ged.cost".
[[nodiscard]] Result<EditCosts> costsFromJson(const Json& json);

} // namespace streamtune::ged
