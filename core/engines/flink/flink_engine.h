// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Apache Flink over its REST API (1.18 to 2.x).

#include <memory>

#include "core/base/secrets.h"
#include "core/engines/engine.h"

namespace streamtune::engines::flink {

/// `secrets` may be nullptr: then only "env:VAR" tokens work.
[[nodiscard]] std::unique_ptr<EngineFactory> makeFactory(std::shared_ptr<SecretStore> secrets);

} // namespace streamtune::engines::flink
