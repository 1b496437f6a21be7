// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A file that appears whole or not at all: written beside its place, flushed to the disk, renamed. A link stays a
/// link, and what is no regular file (/dev/stdout, a pipe) is written to as it is.

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace streamtune {

/// As sentences name it.
[[nodiscard]] inline std::string quoted(const std::filesystem::path& file) {
    return "\"" + file.string() + "\"";
}

class OutputFile {
public:
    /// `code` is that of all its errors.
    explicit OutputFile(const std::filesystem::path& target, std::string code = "file.write");
    ~OutputFile(); ///< an uncommitted file is removed
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    [[nodiscard]] Status write(std::string_view bytes);
    [[nodiscard]] Status commit();
    /// Where the bytes are until commit(), for libraries that write themselves.
    [[nodiscard]] const std::filesystem::path& part() const { return m_part; }

private:
    [[nodiscard]] std::unexpected<Error> failed(int reason) const;

    std::filesystem::path m_target;
    std::filesystem::path m_part;
    std::string m_code;
    bool m_direct = false;
    std::FILE* m_file = nullptr;
    int m_openError = 0;
};

} // namespace streamtune
