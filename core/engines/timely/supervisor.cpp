// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <vector>

#include "core/engines/timely/timely_writer.h"

extern char** environ; // NOLINT(readability-redundant-declaration): POSIX wants it declared by the program

namespace streamtune::engines::timely {

Status runSupervisor(const std::string& command, const std::map<std::string, std::string>& environment, Millis patience,
                     Clock& clock) {
    std::vector<std::string> texts;
    for (char** e = environ; *e; ++e) {
        const std::string text = *e;
        if (!environment.contains(text.substr(0, text.find('='))))
            texts.push_back(text);
    }
    for (const auto& [name, value] : environment)
        texts.push_back(name + "=" + value);
    std::vector<char*> env;
    for (std::string& text : texts)
        env.push_back(text.data());
    env.push_back(nullptr);
    std::string shell = "sh", flag = "-c", text = command;
    char* argv[] = {shell.data(), flag.data(), text.data(), nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", 0, 0);
    pid_t child = 0;
    const int started = posix_spawn(&child, "/bin/sh", &actions, nullptr, argv, env.data());
    posix_spawn_file_actions_destroy(&actions);
    if (started != 0)
        return fail("engine.supervisor", "The supervisor command could not be started.",
                    "Check the option supervisor of the connection.");
    constexpr Millis kSlice{50};
    int code = 0;
    for (Millis waited{0}; waited < patience; waited += kSlice) {
        if (waitpid(child, &code, WNOHANG) == child) {
            if (WIFEXITED(code) && WEXITSTATUS(code) == 0)
                return {};
            return fail("engine.supervisor",
                        fmt::format("The supervisor command ended with code {}.",
                                    WIFEXITED(code) ? WEXITSTATUS(code) : 128 + WTERMSIG(code)),
                        "Run it by hand to see what it says.");
        }
        clock.sleep(kSlice, {});
    }
    kill(child, SIGTERM);
    waitpid(child, &code, 0);
    return fail("engine.supervisor",
                fmt::format("The supervisor command did not return within {} s.", patience.count() / 1000),
                "It must start the job in the background and end.");
}

} // namespace streamtune::engines::timely
