// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Progress of a long operation, pushed by core and sampled by whoever shows it (<= 10 Hz).

#include <cstdint>
#include <functional>
#include <string>

namespace streamtune {

struct Progress {
    std::string stage;       ///< what is being done now, e.g. "waiting for a quiet window"
    std::int64_t done = 0;   ///< units finished
    std::int64_t total = 0;  ///< 0 = unknown
    std::string text;        ///< optional detail
    bool cancellable = true; ///< false after a point of no return
};

/// Called on the thread that does the work; must be quick and must not throw.
using ProgressSink = std::function<void(const Progress&)>;

inline void report(const ProgressSink& sink, const Progress& progress) {
    if (sink)
        sink(progress);
}

} // namespace streamtune
