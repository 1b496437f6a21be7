// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Every verb, a file each (families share one).

#include <vector>

#include "app/cli/spec.h"

namespace streamtune::cli {

[[nodiscard]] std::vector<Verb> connectVerbs();
[[nodiscard]] std::vector<Verb> jobsVerbs();
[[nodiscard]] std::vector<Verb> observeVerbs();
[[nodiscard]] std::vector<Verb> showVerbs();
[[nodiscard]] std::vector<Verb> recommendVerbs();
[[nodiscard]] std::vector<Verb> explainVerbs();
[[nodiscard]] std::vector<Verb> whatIfVerbs();
[[nodiscard]] std::vector<Verb> planVerbs();
[[nodiscard]] std::vector<Verb> approveVerbs();
[[nodiscard]] std::vector<Verb> applyVerbs();
[[nodiscard]] std::vector<Verb> tuneVerbs();
[[nodiscard]] std::vector<Verb> auditVerbs();
[[nodiscard]] std::vector<Verb> exchangeVerbs();
[[nodiscard]] std::vector<Verb> historyVerbs();
[[nodiscard]] std::vector<Verb> gedVerbs();
[[nodiscard]] std::vector<Verb> historyCareVerbs();
[[nodiscard]] std::vector<Verb> clusterVerbs();
[[nodiscard]] std::vector<Verb> simulateVerbs();
[[nodiscard]] std::vector<Verb> compareVerbs();
[[nodiscard]] std::vector<Verb> trainVerbs();
[[nodiscard]] std::vector<Verb> modelsVerbs();
[[nodiscard]] std::vector<Verb> selftestVerbs();
[[nodiscard]] std::vector<Verb> documentationVerbs();

} // namespace streamtune::cli
