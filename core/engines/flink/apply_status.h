// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Where an accepted change stands, judged from one reading. Pure.

#include "core/engines/engine.h"
#include "core/engines/flink/capability.h"

namespace streamtune::engines::flink {

struct StatusFacts {
    ClusterFacts cluster;
    Overview overview;
    JobDetail job;
    std::optional<Requirements> requirements; ///< nullopt: could not be read
    CheckpointConfig checkpoints;
    std::vector<JobException> exceptions;
    TimePoint submitted{}; ///< server's clock, from the ticket
};

[[nodiscard]] ApplyStatus statusOf(const StatusFacts& facts, const Change& change);

/// Ticket::previous: the bounds before the change and the server's clock when it was sent.
[[nodiscard]] std::string previousText(const Requirements& before, TimePoint serverNow);
[[nodiscard]] TimePoint submittedAt(const ApplyTicket& ticket);

} // namespace streamtune::engines::flink
