// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Runs the real program, as a script would.

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/json.h"

namespace streamtune::test {

struct Ran {
    int code = -1;
    std::string out;
    std::string err;
    [[nodiscard]] Json json() const; ///< stdout as one document; null where it is none
};

/// A folder that goes with its owner, and the demo workspace in it.
class Sandbox {
public:
    Sandbox();
    ~Sandbox();
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;

    [[nodiscard]] std::filesystem::path path(const std::string& name) const { return m_folder / name; }
    /// streamtune with these words, in this folder, with XDG_DATA_HOME inside it and no terminal.
    [[nodiscard]] Ran run(std::vector<std::string> words, const std::string& input = {}) const;
    /// The same on the demo workspace, which is made on first use.
    [[nodiscard]] Ran demo(std::vector<std::string> words, const std::string& input = {}) const;
    /// Starts, sends SIGINT after a while, waits.
    [[nodiscard]] Ran interrupted(std::vector<std::string> words, std::chrono::milliseconds after) const;
    /// The same with SIGKILL.
    [[nodiscard]] Ran killed(std::vector<std::string> words, std::chrono::milliseconds after) const;

private:
    [[nodiscard]] Ran runFor(std::vector<std::string> words, const std::string& input,
                             std::chrono::milliseconds signalAfter, int signal) const;
    std::filesystem::path m_folder;
};

[[nodiscard]] std::string contentOf(const std::filesystem::path& file);
void writeTo(const std::filesystem::path& file, const std::string& content);

} // namespace streamtune::test
