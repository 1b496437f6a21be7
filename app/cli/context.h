// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What a verb may use: common options, output, the stop token and the workspace, opened on first use.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "app/cli/exit_codes.h"
#include "app/cli/output.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/workbench/workbench.h"

namespace streamtune::cli {

struct CommonOptions {
    std::filesystem::path workspace; ///< empty = the default place
    bool demo = false;
    bool readOnly = false;
    bool yes = false;
    std::uint64_t seed = 0;
    int threads = 1;
    std::optional<Millis> timeout;
};

class Context {
public:
    Context(Output& output, CommonOptions common, std::stop_token stop);
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    Output& out;
    const CommonOptions common;
    const std::stop_token stop;

    /// Opens (and where asked creates) the workspace; the same object every time.
    [[nodiscard]] Result<workbench::Workbench*> workbench();
    [[nodiscard]] ProgressSink progress();
    /// Who acts when nobody is named.
    [[nodiscard]] static std::string loginName();

private:
    [[nodiscard]] Result<std::filesystem::path> workspaceFile();

    std::shared_ptr<workbench::Workbench> m_workbench;
    std::filesystem::path m_temporary; ///< folder of a --demo copy, removed at the end
};

} // namespace streamtune::cli
