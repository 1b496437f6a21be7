// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// One applying plan per job: a lock that the kernel releases when its holder dies, however it dies. So a plan left in
/// `applying` whose lock is free is an orphan, and one whose lock is held is alive.

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace streamtune::review {

/// Move-only; released by its destructor. One byte of "<workspace>.applying" per job (open file description locks of
/// Linux, which also hold between threads of one process).
class ApplyLock {
public:
    /// nullopt: somebody else applies a plan to this job now. Error "store.open" where the file cannot be made.
    [[nodiscard]] static Result<std::optional<ApplyLock>>
    tryTake(const std::filesystem::path& workspace, const std::string& connection, const std::string& jobName);
    ApplyLock(ApplyLock&& other) noexcept;
    ApplyLock& operator=(ApplyLock&& other) noexcept;
    ApplyLock(const ApplyLock&) = delete;
    ApplyLock& operator=(const ApplyLock&) = delete;
    ~ApplyLock();

private:
    explicit ApplyLock(int fd) : m_fd(fd) {}
    int m_fd = -1;
};

} // namespace streamtune::review
