// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A picture of a job without any window: SVG from a layout and the latest measured state.

#include <string>

#include "core/layout/layout.h"
#include "core/workbench/workbench.h"

namespace streamtune::cli {

/// Every text escaped; heat = busy share, a mark for back-pressure and for a bottleneck label.
[[nodiscard]] std::string graphSvg(const workbench::JobView& view, const layout::Layout& layout);

} // namespace streamtune::cli
