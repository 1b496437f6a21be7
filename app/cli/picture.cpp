// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/picture.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "app/cli/shapes.h"

namespace streamtune::cli {
namespace fs = std::filesystem;
namespace {

fs::path helperBesideProgram() {
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error).parent_path() / "streamtune-picture";
}

/// Removes a temporary file when it goes.
struct Temporary {
    fs::path file;
    ~Temporary() {
        std::error_code ignored;
        fs::remove(file, ignored);
    }
};

/// Exit status, or -1 when stopped.
int waitFor(pid_t child, std::stop_token stop) {
    int status = 0;
    while (waitpid(child, &status, WNOHANG) == 0) {
        if (stop.stop_requested()) {
            kill(child, SIGKILL);
            waitpid(child, &status, 0);
            return -1;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

} // namespace

Status writePng(const std::string& svg, const fs::path& file, std::stop_token stop) {
    const fs::path helper = helperBesideProgram();
    if (access(helper.c_str(), X_OK) != 0)
        return fail("picture.helper",
                    "PNG files are drawn by streamtune-picture, which is not installed beside this program.",
                    "Use --svg, or a build with the window.");
    std::error_code error;
    const Temporary source{fs::temp_directory_path(error) / ("streamtune-" + std::to_string(getpid()) + ".svg")};
    const Temporary drawn{source.file.string() + ".png"};
    ST_TRY(writeFile(source.file, svg));
    std::array<std::string, 3> words{helper.string(), source.file.string(), drawn.file.string()};
    std::array<char*, 4> argv{words[0].data(), words[1].data(), words[2].data(), nullptr};
    pid_t child = 0;
    if (const int failed = posix_spawn(&child, helper.c_str(), nullptr, nullptr, argv.data(), environ); failed != 0)
        return fail("picture.helper",
                    std::string("streamtune-picture could not be started: ") + std::strerror(failed) + ".");
    const int status = waitFor(child, stop);
    if (status < 0)
        return fail("cancelled", "Drawing was interrupted; nothing was written.");
    if (status != 0)
        return fail("file.write", file.string() + " could not be drawn.",
                    "Check the space in " + source.file.parent_path().string() + ".");
    ST_ASSIGN(const std::string png, readFile(drawn.file));
    return writeFile(file, png);
}

} // namespace streamtune::cli
