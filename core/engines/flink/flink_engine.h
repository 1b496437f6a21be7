// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Apache Flink over its REST API (1.18 to 2.x).
///
/// Options of a profile:
/// - "jar": id or name of an uploaded jar, or a file here; needed for the savepoint path.
/// - "entryClass", "programArgs": as the job was started (arguments quoted as in a shell).
/// - "savepointDir": where savepoints go, unless the cluster has a default.
/// - "args.<vertex id or name>": program arguments that set one operator's parallelism, e.g. "--p-window {p}"; where
/// one is
///   given, the numbers go there instead of into parallelism overrides.
/// - "acceptStateLoss" = "true": jobs without checkpoints may be restarted.

#include <memory>

#include "core/base/secrets.h"
#include "core/engines/engine.h"

namespace streamtune::engines::flink {

/// `secrets` may be nullptr: then only "env:VAR" tokens work. Readers of one connection share what they remember of its
/// cluster, so keep one factory.
[[nodiscard]] std::unique_ptr<EngineFactory> makeFactory(std::shared_ptr<SecretStore> secrets);

} // namespace streamtune::engines::flink
