// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/cli/program.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace streamtune::test {
namespace fs = std::filesystem;

Json Ran::json() const {
    auto parsed = parseJson(out, "stdout");
    return parsed ? *std::move(parsed) : Json(nullptr);
}

std::string contentOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

void writeTo(const fs::path& file, const std::string& content) {
    std::ofstream(file, std::ios::binary) << content;
}

Sandbox::Sandbox() {
    std::string folder = (fs::temp_directory_path() / "streamtune-cli-test-XXXXXX").string();
    if (mkdtemp(folder.data()))
        m_folder = folder;
}

Sandbox::~Sandbox() {
    std::error_code ignored;
    fs::remove_all(m_folder, ignored);
}

Ran Sandbox::run(std::vector<std::string> words, const std::string& input) const {
    return runFor(std::move(words), input, {}, SIGINT);
}

Ran Sandbox::demo(std::vector<std::string> words, const std::string& input) const {
    words.insert(words.begin(), {"--demo", "--workspace", path("workspace.db").string()});
    return run(std::move(words), input);
}

Ran Sandbox::interrupted(std::vector<std::string> words, std::chrono::milliseconds after) const {
    return runFor(std::move(words), {}, after, SIGINT);
}

Ran Sandbox::killed(std::vector<std::string> words, std::chrono::milliseconds after) const {
    return runFor(std::move(words), {}, after, SIGKILL);
}

Ran Sandbox::runFor(std::vector<std::string> words, const std::string& input, std::chrono::milliseconds signalAfter,
                    int signal) const {
    writeTo(path("stdin"), input);
    words.insert(words.begin(), std::string(ST_BIN_DIR) + "/streamtune");
    const pid_t child = fork();
    if (child == 0) {
        const auto redirect = [this](const char* name, int flags, int to) {
            const int file = open(path(name).c_str(), flags | O_CLOEXEC, 0600);
            dup2(file, to);
        };
        redirect("stdin", O_RDONLY, STDIN_FILENO);
        redirect("stdout", O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
        redirect("stderr", O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
        setenv("XDG_DATA_HOME", m_folder.c_str(), 1);
        unsetenv("DBUS_SESSION_BUS_ADDRESS"); // no keyring of whoever runs the tests
        if (chdir(m_folder.c_str()) != 0)
            _exit(126);
        std::vector<char*> argv;
        for (std::string& word : words)
            argv.push_back(word.data());
        argv.push_back(nullptr);
        execv(argv[0], argv.data());
        _exit(127);
    }
    if (signalAfter.count() > 0) {
        std::this_thread::sleep_for(signalAfter);
        kill(child, signal);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status), contentOf(path("stdout")),
            contentOf(path("stderr"))};
}

} // namespace streamtune::test
