// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Operator types and features read from plan texts of engines (names such as "Source: bids",
/// "TumblingEventTimeWindows", "Join(joinType=[InnerJoin], …)", Timely operator names).

#include <string>
#include <string_view>
#include <vector>

#include "core/graph/job_graph.h"

namespace streamtune {

/// Decodes HTML entities and <br/>; splits a Flink vertex description into its chained operators, in chain order.
[[nodiscard]] std::vector<std::string> splitPlanDescription(std::string_view htmlDescription);

/// Label of one operator name; "unknown" where no rule matches.
[[nodiscard]] std::string operatorLabel(std::string_view name);

/// Label of a chain: its highest operator in the order join > window > aggregate > keyed process > async > flatmap >
/// filter > map > project; source or sink wins unless the chain holds one of the first five.
[[nodiscard]] std::string chainLabel(const std::vector<ChainedOperator>& chain);

/// What can be read from the texts of a chain (windows, joins, aggregates, keys); the rest stays empty.
[[nodiscard]] OperatorFeatures featuresFromTexts(const std::vector<ChainedOperator>& chain);

} // namespace streamtune
