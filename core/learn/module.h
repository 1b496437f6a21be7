// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Shared objects of our own around heavy libraries, loaded on first use and never unloaded: neither start-up nor who
/// does not train pays for them.

#include "core/base/result.h"

namespace streamtune::learn {

/// The address of `symbol` in lib<name>.so, looked for in $STREAMTUNE_MODULES, beside the program, and in
/// ../lib/streamtune from there. Error "train.module".
[[nodiscard]] Result<void*> moduleSymbol(const std::string& name, const char* symbol);

} // namespace streamtune::learn
