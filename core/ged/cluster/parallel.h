// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Work spread over threads that live only as long as the call. Private to this room.

#include <cstddef>
#include <functional>
#include <stop_token>

namespace streamtune::ged {

/// Threads that forEachInParallel() uses for so many tasks.
[[nodiscard]] std::size_t workersFor(std::size_t count, int threads);

/// Runs task(0, worker) … task(count - 1, worker), each once, in any order, on up to `threads` threads (this one
/// included); `worker` is below workersFor() and never the same on two threads at once. After a stop request no further
/// task is begun; false then. `onDone` (may be empty) is told how many are finished, on the calling thread. Tasks must
/// not throw.
[[nodiscard]] bool forEachInParallel(std::size_t count, int threads, const std::stop_token& stop,
                                     const std::function<void(std::size_t, std::size_t)>& task,
                                     const std::function<void(std::size_t)>& onDone = {});

} // namespace streamtune::ged
