// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/context.h"

#include <cstdlib>
#include <fmt/format.h>
#include <pwd.h>
#include <system_error>
#include <unistd.h>

#include "app/composition/composition.h"

namespace streamtune::cli {
namespace fs = std::filesystem;

Context::Context(Output& output, CommonOptions options, std::stop_token token)
    : out(output), common(std::move(options)), stop(std::move(token)) {}

Context::~Context() {
    m_workbench.reset();
    if (!m_temporary.empty()) {
        std::error_code ignored;
        fs::remove_all(m_temporary, ignored);
    }
}

Result<fs::path> Context::workspaceFile() {
    fs::path file = common.workspace;
    if (common.demo && file.empty()) {
        std::string folder = (fs::temp_directory_path() / "streamtune-demo-XXXXXX").string();
        if (!mkdtemp(folder.data()))
            return fail("file.write",
                        fmt::format("No temporary folder could be made in {}.", fs::temp_directory_path().string()),
                        "Set TMPDIR to a folder that can be written.");
        m_temporary = folder;
        file = m_temporary / "workspace.db";
    }
    if (file.empty())
        file = composition::defaultWorkspace();
    std::error_code error;
    if (common.demo && !fs::exists(file, error))
        ST_TRY(workbench::Workbench::createDemo(file));
    return file;
}

Result<workbench::Workbench*> Context::workbench() {
    if (m_workbench)
        return m_workbench.get();
    workbench::Options options;
    ST_ASSIGN(options.workspace, workspaceFile());
    options.readOnly = common.readOnly;
    options.secrets = composition::secretStore();
    options.actor = loginName();
    ST_ASSIGN(m_workbench, workbench::Workbench::open(options));
    return m_workbench.get();
}

ProgressSink Context::progress() {
    return [this](const Progress& p) { out.progress(p); };
}

std::string Context::loginName() {
    if (const passwd* entry = getpwuid(geteuid()); entry && entry->pw_name && *entry->pw_name)
        return entry->pw_name;
    const char* user = std::getenv("USER");
    return user && *user ? user : "unknown";
}

} // namespace streamtune::cli
