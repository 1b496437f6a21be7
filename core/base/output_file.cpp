// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/output_file.h"

#include <cerrno>
#include <cstring>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace streamtune {

OutputFile::OutputFile(const std::filesystem::path& target, std::string code)
    : m_target(target), m_code(std::move(code)) {
    std::error_code missing;
    if (auto real = std::filesystem::canonical(target, missing); !missing)
        m_target = std::move(real); // a link stays a link
    m_direct = !missing && !std::filesystem::is_regular_file(m_target, missing);
    m_part = m_direct ? m_target : std::filesystem::path(m_target.string() + ".part-" + std::to_string(::getpid()));
    m_file = std::fopen(m_part.c_str(), "wb");
    m_openError = m_file ? 0 : errno;
}

OutputFile::~OutputFile() {
    if (!m_file)
        return;
    std::fclose(m_file);
    std::error_code ignored;
    if (!m_direct)
        std::filesystem::remove(m_part, ignored);
}

std::unexpected<Error> OutputFile::failed(int reason) const {
    return fail(m_code, quoted(m_target) + " could not be written: " + std::generic_category().message(reason) + ".",
                reason == ENOSPC ? "Free some space and try again; nothing was left behind."
                                 : "Check the folder and your rights; nothing was left behind.");
}

Status OutputFile::write(std::string_view bytes) {
    if (!m_file)
        return failed(m_openError);
    errno = 0;
    if (std::fwrite(bytes.data(), 1, bytes.size(), m_file) != bytes.size())
        return failed(errno);
    return {};
}

Status OutputFile::commit() {
    if (!m_file)
        return failed(m_openError);
    errno = 0;
    if (std::fflush(m_file) != 0 || (!m_direct && ::fsync(::fileno(m_file)) != 0))
        return failed(errno);
    std::error_code wrong;
    if (!m_direct)
        std::filesystem::rename(m_part, m_target, wrong);
    if (wrong)
        return failed(wrong.value());
    std::fclose(m_file);
    m_file = nullptr;
    return {};
}

} // namespace streamtune
