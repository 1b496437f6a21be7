// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/exit_codes.h"

#include <utility>

namespace streamtune::cli {
namespace {

/// The longest matching prefix wins; a prefix ends at a dot or is the whole code.
constexpr std::pair<std::string_view, int> kCodes[] = {
    {"usage", Usage},
    {"refused", Refused},
    {"physics", Usage},
    {"tune.method", Usage},
    {"time.format", Usage},
    {"duration.format", Usage},
    {"plan", Refused},
    {"plan.stale", StalePlan},
    {"plan.state", StalePlan},
    {"plan.expired", StalePlan},
    {"plan.hash", StalePlan}, // edited by hand: the plan changed
    {"plan.format", BadInput},
    {"plan.unknown", BadInput},
    {"plan.ambiguous", BadInput},
    {"plan.actor", Usage},
    {"plan.form", Usage},
    {"plan.exists", BadInput},
    {"plan.vertex", BadInput},
    {"plan.value", BadInput},
    {"tune", Refused},
    {"tune.rate", Usage},
    {"tune.limit", Usage},
    {"tune.no_window", EngineFailed},
    {"tune.graph", BadInput},
    {"connection", BadInput},
    {"connection.read_only", Refused},
    {"connection.change_window", Usage},
    {"connection.prod", Refused},
    {"store", BadInput},
    {"store.read_only", Refused},
    {"store.busy", Refused},
    {"store.full", Internal},
    {"store.query", Internal},
    {"store.cancelled", Interrupted},
    {"engine", EngineFailed},
    {"engine.unknown_job", BadInput},
    {"engine.ambiguous_job", BadInput},
    {"engine.unsupported", Refused},
    {"engine.cancelled", Interrupted},
    {"layout.cancelled", Interrupted},
    {"cancelled", Interrupted},
    {"net", EngineFailed},
    {"timeout", EngineFailed},
    {"secret", EngineFailed},
    {"secret.missing", BadInput},
    {"simulated", BadInput},
    {"simulator", BadInput},
    {"job", BadInput},
    {"whatif", BadInput},
    {"graph", BadInput},
    {"observation", BadInput},
    {"json", BadInput},
    {"import", BadInput},
    {"import.cancelled", Interrupted},
    {"export", BadInput},
    {"export.cancelled", Interrupted},
    {"file", BadInput},
    {"audit.broken", BadInput},
    {"filter", Usage},
    {"ged", BadInput},
    {"ged.cancelled", Interrupted},
    {"ged.definition", Usage},
    {"ged.cluster", Usage},
    {"ged.cost", Usage},
    {"match", BadInput},
    {"corpus", BadInput},
    {"corpus.cancelled", Interrupted},
    {"cluster", BadInput},
    {"cluster.stale", StalePlan},
    {"compare", BadInput},
    {"compare.cancelled", Interrupted},
    {"compare.method", Usage},
    {"compare.campaigns", Usage},
    {"compare.quiet", Usage},
    {"compare.unseen", Usage},
    {"train", BadInput},
    {"train.cancelled", Interrupted},
    {"train.settings", Usage},
    {"train.module", Refused},
    {"train.state", Refused},
    {"train.busy", Refused},
    {"train.failed", Internal},
    {"model", BadInput},
    {"model.gate", Refused},
    {"model.in_use", Refused},
    {"model.write", Internal},
};

bool matches(std::string_view code, std::string_view prefix) {
    return code.starts_with(prefix) && (code.size() == prefix.size() || code[prefix.size()] == '.');
}

} // namespace

int exitCodeOf(std::string_view errorCode) {
    std::string_view best;
    int result = Internal;
    for (const auto& [prefix, exitCode] : kCodes) {
        if (matches(errorCode, prefix) && prefix.size() > best.size()) {
            best = prefix;
            result = exitCode;
        }
    }
    return result;
}

} // namespace streamtune::cli
