// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Many job graphs in one file: streamtune.corpus/1, {"format","graphs":[…],"pairs":[{"a","b","tau"}]}.

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/graph/job_graph.h"

namespace streamtune {

struct CorpusPair {
    std::size_t a = 0; ///< indices in `graphs`
    std::size_t b = 0;
    std::optional<double> tau; ///< with it the question is whether the distance is at most tau
};

struct Corpus {
    std::vector<JobGraph> graphs; ///< ids are unique
    std::vector<CorpusPair> pairs;
};

/// Graph after graph, so that a large file needs little more memory than its graphs. `where` names it in errors:
/// "corpus.format", "corpus.duplicate" (id), "corpus.pair" (unknown graph), "corpus.cancelled", and those of a graph,
/// with its number in the sentence.
[[nodiscard]] Result<Corpus> readCorpus(std::string_view text, std::string_view where, std::stop_token stop = {});
/// Errors also "file.read".
[[nodiscard]] Result<Corpus> readCorpusFile(const std::filesystem::path& file, std::stop_token stop = {});

} // namespace streamtune
