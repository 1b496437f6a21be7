// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/cluster/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace streamtune::ged {

std::size_t workersFor(std::size_t count, int threads) {
    return std::min(count, static_cast<std::size_t>(std::max(threads, 1)));
}

bool forEachInParallel(std::size_t count, int threads, const std::stop_token& stop,
                       const std::function<void(std::size_t, std::size_t)>& task,
                       const std::function<void(std::size_t)>& onDone) {
    std::atomic<std::size_t> next = 0;
    std::atomic<std::size_t> finished = 0;
    const auto work = [&](std::size_t worker) {
        for (std::size_t i = next++; i < count && !stop.stop_requested(); i = next++) {
            task(i, worker);
            const std::size_t done = ++finished;
            if (worker == 0 && onDone)
                onDone(done);
        }
    };
    {
        std::vector<std::jthread> helpers; // joined at the end of the scope
        for (std::size_t worker = 1; worker < workersFor(count, threads); ++worker)
            helpers.emplace_back([&work, worker] { work(worker); });
        work(0);
    }
    return finished == count;
}

} // namespace streamtune::ged
