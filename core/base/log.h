// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Logging without a library in the header. Thread-safe. Secrets are redacted by core/net before they get here.

#include <functional>
#include <string_view>

namespace streamtune {

enum class LogLevel { Debug, Info, Warning, Error };

using LogSink = std::function<void(LogLevel, std::string_view room, std::string_view message)>;

/// Replaces the sink (default: nothing). Called by app/ only; the sink must be thread-safe.
void setLogSink(LogSink sink);

/// `room` is the folder that speaks, e.g. "engines/flink".
void log(LogLevel level, std::string_view room, std::string_view message);

} // namespace streamtune
