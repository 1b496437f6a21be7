// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Edit costs as people write them.

#include "core/base/json.h"
#include "core/ged/edit_costs.h"

namespace streamtune::ged {

/// {"node_insert", "node_delete", "node_substitute", "edge_insert", "edge_delete", "edge_substitute": number,
/// "node_pairs", "edge_pairs": [{"from", "to", "cost"}]}; what is left out costs 1. Error "ged.cost".
[[nodiscard]] Result<EditCosts> costsFromJson(const Json& json);

} // namespace streamtune::ged
