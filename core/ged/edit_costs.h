// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What an edit costs, and which graphs are compared: directed or not, edge labels counted or not.

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"

namespace streamtune::ged {

/// "dL" directed with edge labels (default), "dU", "uL", "uU". An undirected reading merges the edges of a pair of
/// nodes into a multiset.
struct Definition {
    bool directed = true;
    bool edgeLabels = true;

    bool operator==(const Definition&) const = default;
};

/// Error "ged.definition".
[[nodiscard]] Result<Definition> definitionFromString(std::string_view text);
[[nodiscard]] std::string toString(Definition definition);

/// Uniform costs 1 unless changed. Substituting equal labels is free.
struct EditCosts {
    double nodeInsert = 1;
    double nodeDelete = 1;
    double nodeSubstitute = 1; ///< of different labels
    double edgeInsert = 1;
    double edgeDelete = 1;
    double edgeSubstitute = 1;                                       ///< of different labels
    std::map<std::pair<std::string, std::string>, double> nodePairs; ///< (from, to) -> cost, instead of nodeSubstitute
    std::map<std::pair<std::string, std::string>, double> edgePairs;

    [[nodiscard]] double node(const std::string& from, const std::string& to) const;
    [[nodiscard]] double edge(const std::string& from, const std::string& to) const;
    /// Every distance is a whole number, so that bounds may be rounded up.
    [[nodiscard]] bool integral() const;
    /// Negative costs, those above 1e9 and NaN are refused ("ged.cost"). A substitution dearer than deleting and
    /// inserting is legal: the solver then deletes and inserts.
    [[nodiscard]] Status validate() const;
};

} // namespace streamtune::ged
