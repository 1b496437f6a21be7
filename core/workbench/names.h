// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Names that people type: found by id or name, and near ones listed where nothing fits.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/graph/job_graph.h"

namespace streamtune::workbench {

/// Levenshtein distance in bytes, case ignored; only the first 200 bytes count.
[[nodiscard]] std::size_t editDistance(std::string_view a, std::string_view b);

/// Up to three known names that come near, nearest first; all of them where there are at most five.
[[nodiscard]] std::vector<std::string> nearNames(std::string_view wanted, const std::vector<std::string>& known);

/// "Near names: a, b." or, without any, an empty text.
[[nodiscard]] std::string nearHint(std::string_view wanted, const std::vector<std::string>& known);

/// Vertex id of an id or a name: exact first, then without case, then a unique part of the name. Errors
/// "job.operator" (near ones in the hint), "job.ambiguous_operator".
[[nodiscard]] Result<std::string> vertexId(const JobGraph& graph, const std::string& idOrName);

/// Keys from ids or names to ids. Error also where two keys mean the same operator.
template <typename Value>
[[nodiscard]] Result<std::map<std::string, Value>> keysToIds(const JobGraph& graph,
                                                             const std::map<std::string, Value>& byName) {
    std::map<std::string, Value> byId;
    for (const auto& [name, value] : byName) {
        ST_ASSIGN(const std::string id, vertexId(graph, name));
        if (!byId.emplace(id, value).second)
            return fail("job.ambiguous_operator", "The operator \"" + name + "\" is named twice.", "Name it once.");
    }
    return byId;
}

} // namespace streamtune::workbench
