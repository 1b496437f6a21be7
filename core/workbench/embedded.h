// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Files of resources/demo, inside the program. The definitions are written by CMake.

#include <span>
#include <string_view>

namespace streamtune::workbench {

struct EmbeddedFile {
    std::string_view name;
    std::string_view content;
};

[[nodiscard]] std::span<const EmbeddedFile> embeddedDemoJobs(); ///< streamtune-job/1, by name
[[nodiscard]] std::string_view embeddedPastJobs();              ///< gzip of JSON lines, a streamtune-job/1 each
[[nodiscard]] std::string_view embeddedRealJobs();              ///< the description that demo_jobs.h reads

} // namespace streamtune::workbench
