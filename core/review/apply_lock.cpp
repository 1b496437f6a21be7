// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/review/apply_lock.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include "core/base/json.h"

namespace streamtune::review {
namespace {

/// A position in the lock file; two jobs that share one would only wait for each other.
off_t positionOf(const std::string& connection, const std::string& jobName) {
    const std::string hash = sha256Hex(connection + '\0' + jobName);
    return static_cast<off_t>(std::stoull(hash.substr(0, 15), nullptr, 16));
}

} // namespace

Result<std::optional<ApplyLock>> ApplyLock::tryTake(const std::filesystem::path& workspace,
                                                    const std::string& connection, const std::string& jobName) {
    const std::string file = workspace.string() + ".applying";
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0)
        return fail("store.open", "The lock file " + file + " cannot be opened: " + std::strerror(errno) + ".",
                    "Check that the folder of the workspace can be written.");
    ApplyLock lock(fd);
    struct flock wanted{};
    wanted.l_type = F_WRLCK;
    wanted.l_whence = SEEK_SET;
    wanted.l_start = positionOf(connection, jobName);
    wanted.l_len = 1;
    if (::fcntl(fd, F_OFD_SETLK, &wanted) == 0)
        return std::optional<ApplyLock>(std::move(lock));
    if (errno == EAGAIN || errno == EACCES)
        return std::optional<ApplyLock>{};
    return fail("store.open", "The lock file " + file + " cannot be locked: " + std::strerror(errno) + ".",
                "Keep the workspace on a file system of this machine.");
}

ApplyLock::ApplyLock(ApplyLock&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}

ApplyLock& ApplyLock::operator=(ApplyLock&& other) noexcept {
    std::swap(m_fd, other.m_fd);
    return *this;
}

ApplyLock::~ApplyLock() {
    if (m_fd >= 0)
        ::close(m_fd);
}

} // namespace streamtune::review
