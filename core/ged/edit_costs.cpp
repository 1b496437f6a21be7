// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/edit_costs.h"

#include <cmath>

namespace streamtune::ged {
namespace {

double pairCost(const std::map<std::pair<std::string, std::string>, double>& pairs, const std::string& from,
                const std::string& to, double otherwise) {
    if (!pairs.empty())
        if (const auto it = pairs.find({from, to}); it != pairs.end())
            return it->second;
    return from == to ? 0 : otherwise;
}

bool isWhole(double value) {
    return std::floor(value) == value;
}

template <typename Predicate>
bool allCosts(const EditCosts& costs, const Predicate& holds) {
    for (const double value : {costs.nodeInsert, costs.nodeDelete, costs.nodeSubstitute, costs.edgeInsert,
                               costs.edgeDelete, costs.edgeSubstitute})
        if (!holds(value))
            return false;
    for (const auto* pairs : {&costs.nodePairs, &costs.edgePairs})
        for (const auto& [labels, value] : *pairs)
            if (!holds(value))
                return false;
    return true;
}

} // namespace

Result<Definition> definitionFromString(std::string_view text) {
    if (text.size() == 2 && (text[0] == 'd' || text[0] == 'u') && (text[1] == 'L' || text[1] == 'U'))
        return Definition{text[0] == 'd', text[1] == 'L'};
    return fail("ged.definition", "\"" + std::string(text.substr(0, 20)) + "\" is not a definition of the distance.",
                "Use dL, dU, uL or uU: directed or undirected, edge labels counted (L) or not (U).");
}

std::string toString(Definition definition) {
    return std::string(definition.directed ? "d" : "u") + (definition.edgeLabels ? "L" : "U");
}

double EditCosts::node(const std::string& from, const std::string& to) const {
    return pairCost(nodePairs, from, to, nodeSubstitute);
}

double EditCosts::edge(const std::string& from, const std::string& to) const {
    return pairCost(edgePairs, from, to, edgeSubstitute);
}

bool EditCosts::integral() const {
    return allCosts(*this, isWhole);
}

Status EditCosts::validate() const {
    // Sums of costs that differ by more than this lose the small ones.
    constexpr double kLargest = 1e9;
    if (!allCosts(*this, [](double value) { return value >= 0 && value <= kLargest; }))
        return fail("ged.cost", "An edit cost is negative, above 1e9 or not a number.",
                    "Edit costs are numbers from 0 to 1e9.");
    return {};
}

} // namespace streamtune::ged
