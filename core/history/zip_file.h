// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Small zip archives as name -> bytes. Private to this room.

#include <filesystem>
#include <map>
#include <string>

#include "core/base/result.h"

namespace streamtune::history {

using ZipParts = std::map<std::string, std::string>;

/// Errors "export.write".
[[nodiscard]] Status writeZip(const std::filesystem::path& file, const ZipParts& parts);

/// At most 64 parts and 512 MiB unpacked, whatever the archive claims; names are only keys. Errors "import.read".
[[nodiscard]] Result<ZipParts> readZip(const std::filesystem::path& file);

} // namespace streamtune::history
