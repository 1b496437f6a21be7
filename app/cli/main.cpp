// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <pthread.h>
#include <stop_token>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "app/cli/run.h"

namespace {

/// A file opened later must not take the number of a closed standard stream, or results would be written into it.
/// What takes its place refuses what the stream is used for, so that a lost result is still an error.
void occupyStandardStreams() {
    for (const auto& [stream, mode] :
         {std::pair{STDIN_FILENO, O_WRONLY}, {STDOUT_FILENO, O_RDONLY}, {STDERR_FILENO, O_RDONLY}})
        if (fcntl(stream, F_GETFD) == -1)
            (void)open("/dev/null", mode); // the lowest free number: this one
}

} // namespace

/// SIGINT and SIGTERM ask to stop; a second one ends the program at once. All other threads have them blocked, so that
/// no system call of theirs is interrupted.
int main(int argc, char** argv) {
    occupyStandardStreams();
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGUSR1); // from ourselves: the end
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN); // a closed pipe must not end an apply half-way

    std::stop_source interrupted;
    std::atomic<bool> finished = false;
    std::thread watcher([&] {
        int signal = 0;
        while (sigwait(&signals, &signal) == 0 && !finished)
            if (signal != SIGUSR1 && !interrupted.request_stop())
                _exit(130);
    });
    const int code = streamtune::cli::run(std::vector<std::string>(argv + 1, argv + argc), interrupted);
    finished = true;
    pthread_kill(watcher.native_handle(), SIGUSR1);
    watcher.join();
    return code;
}
