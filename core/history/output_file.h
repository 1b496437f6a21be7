// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A file that appears whole or not at all: written beside its place, flushed to the disk, renamed. Private to this
/// room.

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace streamtune::history {

/// As sentences name it.
[[nodiscard]] inline std::string quoted(const std::filesystem::path& file) {
    return "\"" + file.string() + "\"";
}

class OutputFile {
public:
    explicit OutputFile(const std::filesystem::path& target);
    ~OutputFile(); ///< an uncommitted file is removed
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    /// Errors "export.write".
    [[nodiscard]] Status write(std::string_view bytes);
    [[nodiscard]] Status commit();
    /// Where the bytes are until commit(), for libraries that write themselves.
    [[nodiscard]] const std::filesystem::path& part() const { return m_part; }

private:
    [[nodiscard]] std::unexpected<Error> failed(int reason) const;

    std::filesystem::path m_target;
    std::filesystem::path m_part;
    bool m_direct = false;
    std::FILE* m_file = nullptr;
    int m_openError = 0;
};

} // namespace streamtune::history
