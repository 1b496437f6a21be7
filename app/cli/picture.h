// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// PNG from SVG by the helper program streamtune-picture beside this one (it has Qt; this program stays without it).

#include <filesystem>
#include <stop_token>
#include <string>

#include "core/base/result.h"

namespace streamtune::cli {

/// Errors: "picture.helper" where the helper is not installed, "file.write", "cancelled".
[[nodiscard]] Status writePng(const std::string& svg, const std::filesystem::path& file, std::stop_token stop);

} // namespace streamtune::cli
