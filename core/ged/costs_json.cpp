// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/costs_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace streamtune::ged {
namespace {

Status readCosts(const Json& json, const char* key, std::map<std::pair<std::string, std::string>, double>& to) {
    const Json& list = childAt(json, key);
    if (list.is_null())
        return {};
    const auto isCost = [](const Json& entry) {
        return childAt(entry, "from").is_string() && childAt(entry, "to").is_string() &&
               childAt(entry, "cost").is_number();
    };
    if (!list.is_array() || !std::ranges::all_of(list, isCost))
        return fail("ged.cost", std::string("\"") + key + "\" is not a list of costs between two labels.",
                    "Write [{\"from\": \"map\", \"to\": \"filter\", \"cost\": 0.5}].");
    for (const Json& entry : list)
        to[{stringAt(entry, "from"), stringAt(entry, "to")}] = entry["cost"].get<double>();
    return {};
}

} // namespace

Result<EditCosts> costsFromJson(const Json& json) {
    EditCosts costs;
    if (!json.is_object())
        return fail("ged.cost", "The edit costs are not an object.", "Write {\"node_insert\": 2}, for example.");
    const std::map<std::string, double*> numbers{
        {"node_insert", &costs.nodeInsert},         {"node_delete", &costs.nodeDelete},
        {"node_substitute", &costs.nodeSubstitute}, {"edge_insert", &costs.edgeInsert},
        {"edge_delete", &costs.edgeDelete},         {"edge_substitute", &costs.edgeSubstitute}};
    for (const auto& [key, value] : json.items()) {
        if (key == "node_pairs" || key == "edge_pairs")
            continue;
        const auto it = numbers.find(key);
        if (it == numbers.end() || !value.is_number())
            return fail("ged.cost",
                        it == numbers.end() ? "\"" + key.substr(0, 80) + "\" is not the name of an edit cost."
                                            : "The edit cost \"" + key + "\" is not a number.",
                        "Costs are node_insert, node_delete, node_substitute, edge_insert, edge_delete, "
                        "edge_substitute, node_pairs and edge_pairs.");
        *it->second = value.get<double>();
    }
    ST_TRY(readCosts(json, "node_pairs", costs.nodePairs));
    ST_TRY(readCosts(json, "edge_pairs", costs.edgePairs));
    ST_TRY(costs.validate());
    return costs;
}

} // namespace streamtune::ged
