// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/log.h"

#include <memory>
#include <mutex>

namespace streamtune {
namespace {

std::mutex g_mutex;

std::shared_ptr<const LogSink>& currentSink() {
    static auto* sink = new std::shared_ptr<const LogSink>; // never destroyed: threads may log during exit
    return *sink;
}

} // namespace

void setLogSink(LogSink sink) {
    const std::lock_guard lock(g_mutex);
    currentSink() = std::make_shared<const LogSink>(std::move(sink));
}

void log(LogLevel level, std::string_view room, std::string_view message) {
    std::shared_ptr<const LogSink> sink;
    {
        const std::lock_guard lock(g_mutex);
        sink = currentSink();
    }
    if (sink && *sink)
        (*sink)(level, room, message);
}

} // namespace streamtune
