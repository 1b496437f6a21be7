// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/time.h"

#include <array>
#include <condition_variable>
#include <cstdio>
#include <mutex>

namespace streamtune {
namespace {

using namespace std::chrono;

struct Digits {
    std::string_view rest;

    bool number(std::size_t count, int& out) {
        if (rest.size() < count)
            return false;
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (rest[i] < '0' || rest[i] > '9')
                return false;
            value = value * 10 + (rest[i] - '0');
        }
        rest.remove_prefix(count);
        out = value;
        return true;
    }

    bool literal(char c) {
        if (rest.empty() || rest.front() != c)
            return false;
        rest.remove_prefix(1);
        return true;
    }
};

std::unexpected<Error> badTime(std::string_view text) {
    return fail("time.format", "\"" + std::string(text.substr(0, 60)) + "\" is not a time.",
                "Write times as RFC 3339, for example 2026-05-14T12:00:00Z.");
}

} // namespace

std::string toRfc3339(TimePoint t) {
    const auto day = floor<days>(t);
    const year_month_day date{day};
    const hh_mm_ss time{t - day};
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
    return buffer.data();
}

Result<TimePoint> fromRfc3339(std::string_view text) {
    Digits in{text};
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
    if (!in.number(4, y) || !in.literal('-') || !in.number(2, mo) || !in.literal('-') || !in.number(2, d))
        return badTime(text);
    const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
    if (!date.ok())
        return badTime(text);
    if (in.rest.empty())
        return TimePoint{sys_days{date}};
    if (!(in.literal('T') || in.literal('t') || in.literal(' ')))
        return badTime(text);
    if (!in.number(2, h) || !in.literal(':') || !in.number(2, mi) || !in.literal(':') || !in.number(2, s) || h > 23 ||
        mi > 59 || s > 60)
        return badTime(text);
    int millis = 0;
    if (in.literal('.')) {
        int scale = 100;
        int digit = 0;
        bool any = false;
        while (in.number(1, digit)) {
            millis += digit * scale;
            scale /= 10;
            any = true;
        }
        if (!any)
            return badTime(text);
    }
    minutes offset{0};
    if (!(in.literal('Z') || in.literal('z'))) {
        int sign = 0, oh = 0, om = 0;
        if (in.literal('+'))
            sign = 1;
        else if (in.literal('-'))
            sign = -1;
        if (sign == 0 || !in.number(2, oh) || !in.literal(':') || !in.number(2, om) || oh > 23 || om > 59)
            return badTime(text);
        offset = minutes{sign * (oh * 60 + om)};
    }
    if (!in.rest.empty())
        return badTime(text);
    return TimePoint{sys_days{date}} + hours{h} + minutes{mi} + seconds{s} + Millis{millis} - offset;
}

Result<Millis> parseDuration(std::string_view text) {
    std::size_t i = 0;
    double value = 0;
    double place = 0;
    for (; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '.' && place == 0) {
            place = 1;
        } else if (c >= '0' && c <= '9') {
            if (place == 0)
                value = value * 10 + (c - '0');
            else
                value += (c - '0') * (place /= 10);
        } else {
            break;
        }
    }
    const std::string_view unit = text.substr(i);
    double factor = 0;
    if (unit == "ms")
        factor = 1;
    else if (unit == "s")
        factor = 1000;
    else if (unit == "m")
        factor = 60'000;
    else if (unit == "h")
        factor = 3'600'000;
    else if (unit == "d")
        factor = 86'400'000;
    if (i == 0 || factor == 0 || value * factor > 1e13)
        return fail("duration.format", "\"" + std::string(text.substr(0, 60)) + "\" is not a duration.",
                    "Write a number and a unit: 250ms, 30s, 5m, 2h or 7d.");
    return Millis{static_cast<Millis::rep>(value * factor)};
}

namespace {

class SystemClock final : public Clock {
public:
    TimePoint now() const override { return time_point_cast<Millis>(system_clock::now()); }

    bool sleep(Millis duration, std::stop_token stop) override {
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        wake.wait_for(lock, stop, duration, [] { return false; });
        return !stop.stop_requested();
    }
};

} // namespace

std::shared_ptr<Clock> systemClock() {
    static const auto clock = std::make_shared<SystemClock>();
    return clock;
}

struct ManualClock::State {
    mutable std::mutex mutex;
    TimePoint now;
};

ManualClock::ManualClock(TimePoint start) : m_state(std::make_unique<State>()) {
    m_state->now = start;
}

ManualClock::~ManualClock() = default;

TimePoint ManualClock::now() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->now;
}

bool ManualClock::sleep(Millis duration, std::stop_token stop) {
    if (stop.stop_requested())
        return false;
    advance(duration);
    return true;
}

void ManualClock::advance(Millis duration) {
    const std::lock_guard lock(m_state->mutex);
    m_state->now += duration;
}

TimePoint orNow(TimePoint t) {
    return t == TimePoint{} ? systemClock()->now() : t;
}

} // namespace streamtune
