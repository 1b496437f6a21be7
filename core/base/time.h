// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Time as the project uses it: points in UTC milliseconds, RFC 3339 texts, and a clock that tests and the simulated
/// cluster can drive.

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace streamtune {

using Millis = std::chrono::milliseconds;
using TimePoint = std::chrono::time_point<std::chrono::system_clock, Millis>;

/// Milliseconds since 1970, as stored.
[[nodiscard]] inline std::int64_t epochMillis(TimePoint t) {
    return t.time_since_epoch().count();
}
/// "2026-05-14T12:00:00.000Z"
[[nodiscard]] std::string toRfc3339(TimePoint t);
/// Accepts fractions of any length and offsets; error code "time.format".
[[nodiscard]] Result<TimePoint> fromRfc3339(std::string_view text);
/// "30s", "5m", "2h", "250ms"; error code "duration.format".
[[nodiscard]] Result<Millis> parseDuration(std::string_view text);

/// Thread-safe. sleep() returns false when the stop token fired first.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual TimePoint now() const = 0;
    virtual bool sleep(Millis duration, std::stop_token stop) = 0;
};

/// The real clock; sleeps on a condition variable, so a stop request ends it at once.
[[nodiscard]] std::shared_ptr<Clock> systemClock();

/// A time that was not given means now.
[[nodiscard]] TimePoint orNow(TimePoint t);

/// A clock that only moves when asked; sleep() advances it and returns at once.
class ManualClock final : public Clock {
public:
    explicit ManualClock(TimePoint start);
    ~ManualClock() override;
    [[nodiscard]] TimePoint now() const override;
    bool sleep(Millis duration, std::stop_token stop) override;
    void advance(Millis duration);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace streamtune
