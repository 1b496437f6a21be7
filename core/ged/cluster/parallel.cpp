// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/cluster/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace streamtune::ged {

bool forEachInParallel(std::size_t count, int threads, const std::stop_token& stop,
                       const std::function<void(std::size_t)>& task, const std::function<void(std::size_t)>& onDone) {
    std::atomic<std::size_t> next = 0;
    std::atomic<std::size_t> finished = 0;
    const auto work = [&](bool tells) {
        for (std::size_t i = next++; i < count && !stop.stop_requested(); i = next++) {
            task(i);
            const std::size_t done = ++finished;
            if (tells && onDone)
                onDone(done);
        }
    };
    {
        std::vector<std::jthread> helpers; // joined at the end of the scope
        const std::size_t wanted = std::min(count, static_cast<std::size_t>(std::max(threads, 1)));
        for (std::size_t i = 1; i < wanted; ++i)
            helpers.emplace_back([&work] { work(false); });
        work(true);
    }
    return finished == count;
}

} // namespace streamtune::ged
