// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layout/helper_process.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace streamtune::layout {
namespace {

constexpr std::size_t kLongestReply = 256UL << 20;

std::unexpected<Error> ended(const std::filesystem::path& program) {
    return fail("layout.helper", "The layout helper " + program.string() + " ended before it answered.",
                "The graph is shown in the quick layout; opening it again tries the helper anew.");
}

} // namespace

Result<std::unique_ptr<HelperProcess>> HelperProcess::start(const std::filesystem::path& program) {
    std::error_code ignored;
    if (!std::filesystem::exists(program, ignored))
        return fail("layout.helper", "The layout helper " + program.string() + " is not there.",
                    "Install it beside the program; until then graphs are shown in the quick layout.");
    // A socket pair and not pipes: a send to a helper that has ended is an error then and not a signal.
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return fail("layout.helper",
                    "The layout helper cannot be connected to: " + std::string(std::strerror(errno)) + ".");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::string path = program.string();
    std::array<char*, 2> arguments{path.data(), nullptr};
    pid_t pid = 0;
    const int error = posix_spawn(&pid, path.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (error != 0) {
        close(ends[0]);
        return fail("layout.helper", "The layout helper " + path + " does not start: " + std::strerror(error) + ".",
                    "Check that the file may be executed.");
    }
    return std::unique_ptr<HelperProcess>(new HelperProcess(program, pid, ends[0]));
}

HelperProcess::~HelperProcess() {
    close(m_socket);
    kill(m_pid, SIGKILL);
    waitpid(m_pid, nullptr, 0);
}

Result<std::string> HelperProcess::ask(const std::string& line, std::chrono::milliseconds timeout,
                                       const std::stop_token& stop) {
    // Ending the helper closes its end of the socket, which wakes the poll below. It is reaped by the destructor only,
    // so the id cannot belong to another process by then.
    const std::stop_callback ender(stop, [this] { kill(m_pid, SIGKILL); });
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    const auto broken = [&]() -> Result<std::string> {
        if (stop.stop_requested())
            return fail("layout.cancelled", "The layout was cancelled.");
        return ended(m_program);
    };
    std::string reply;
    std::size_t sent = 0;
    std::array<char, 65536> buffer{};
    while (!reply.ends_with('\n')) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0)
            return fail("layout.timeout", "The layout took longer than " + std::to_string(timeout.count()) + " ms.",
                        "The graph stays in the quick layout.");
        pollfd entry{m_socket, static_cast<short>(POLLIN | (sent < line.size() ? POLLOUT : 0)), 0};
        const int ready = poll(&entry, 1, static_cast<int>(std::min<long>(left.count(), 1000)));
        if (ready < 0 && errno != EINTR)
            return broken();
        if (ready <= 0)
            continue;
        if ((entry.revents & POLLIN) != 0) {
            const ssize_t got = recv(m_socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (got > 0)
                reply.append(buffer.data(), static_cast<std::size_t>(got));
            else if (got == 0 || (errno != EAGAIN && errno != EINTR))
                return broken();
            if (reply.size() > kLongestReply)
                return ended(m_program);
        } else if ((entry.revents & POLLOUT) != 0) {
            const ssize_t put = send(m_socket, line.data() + sent, line.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
            if (put > 0)
                sent += static_cast<std::size_t>(put);
            else if (errno != EAGAIN && errno != EINTR)
                return broken();
        } else {
            return broken();
        }
    }
    return reply;
}

} // namespace streamtune::layout
