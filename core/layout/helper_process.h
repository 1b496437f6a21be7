// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// One running streamtune-layout: a line of JSON in, a line of JSON out.

#include <chrono>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

#include "core/base/result.h"

namespace streamtune::layout {

/// One call at a time. The destructor ends the program.
class HelperProcess {
public:
    /// Error "layout.helper" when the program is missing or cannot start.
    [[nodiscard]] static Result<std::unique_ptr<HelperProcess>> start(const std::filesystem::path& program);
    ~HelperProcess();
    HelperProcess(const HelperProcess&) = delete;
    HelperProcess& operator=(const HelperProcess&) = delete;

    [[nodiscard]] const std::filesystem::path& program() const { return m_program; }
    /// Errors "layout.helper" (it ended), "layout.cancelled", "layout.timeout"; after an error the object is of no use.
    [[nodiscard]] Result<std::string> ask(const std::string& line, std::chrono::milliseconds timeout,
                                          const std::stop_token& stop);

private:
    HelperProcess(std::filesystem::path program, int pid, int socket)
        : m_program(std::move(program)), m_pid(pid), m_socket(socket) {}

    std::filesystem::path m_program;
    int m_pid;
    int m_socket;
};

} // namespace streamtune::layout
