// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Timely Dataflow jobs that carry the streamtune-timely agent, behind the common interface.
///
/// A job is one connection: the addresses of its processes, separated by commas, process 0 first. Its id is its name.
/// Options: "supervisor" is a shell command that starts the job again with $STREAMTUNE_WORKERS workers and the
/// placement in $STREAMTUNE_PLACEMENT; without it only placement can change.

#include <memory>

#include "core/engines/engine.h"

namespace streamtune::engines::timely {

[[nodiscard]] std::unique_ptr<EngineFactory> makeFactory(std::shared_ptr<SecretStore> secrets);

} // namespace streamtune::engines::timely
