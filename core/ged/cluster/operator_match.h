// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Which operator of one version of a job is which of the next: what was measured of the old one is worth something for
/// the new one only then.

#include <map>
#include <string>
#include <vector>

#include "core/ged/ged.h"

namespace streamtune::ged {

struct OperatorMatch {
    enum class How {
        Person,   ///< somebody said so
        VertexId, ///< the engine's id is the same
        Uid,      ///< so is the identity that the job's author gave
        Name,     ///< the name, which no other operator has
        EditPath, ///< the cheapest edit of the old graph into the new one keeps it
        Added,    ///< only in the new version
        Removed   ///< only in the old one
    };
    std::string from; ///< node id in the old version; empty when added
    std::string to;   ///< in the new one; empty when removed
    How how = How::EditPath;
    bool changed = false; ///< its label is another one

    bool operator==(const OperatorMatch&) const = default;
};

struct OperatorMatches {
    std::vector<OperatorMatch> matches; ///< in the order of the new version, removed ones last
    bool certain = true;                ///< false: the budget ended the search for the edit path

    [[nodiscard]] const OperatorMatch* ofNew(const std::string& id) const;
};

/// In this order: what a person said (`corrections`: new id -> old id, "" = it is new), vertex id, uid, name, and for
/// what is left the map of the edit distance, in which nodes that are matched already count as equal only to each
/// other. Errors: those of ged::distance; "match.correction" (unknown operator, or one that is given twice).
[[nodiscard]] Result<OperatorMatches> matchOperators(const JobGraph& before, const JobGraph& after,
                                                     const std::map<std::string, std::string>& corrections,
                                                     const Query& query, std::stop_token stop);

[[nodiscard]] const char* toString(OperatorMatch::How how);

} // namespace streamtune::ged
