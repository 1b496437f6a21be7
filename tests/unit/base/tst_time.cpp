// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "core/base/time.h"

using namespace streamtune;

TEST_CASE("times survive a round trip") {
    for (const char* text : {"2026-05-14T12:00:00.000Z", "1999-12-31T23:59:59.999Z", "2028-02-29T00:00:00.001Z"})
        CHECK(toRfc3339(*fromRfc3339(text)) == text);
    CHECK(toRfc3339(*fromRfc3339("2026-05-14T14:00:00.5+02:00")) == "2026-05-14T12:00:00.500Z");
    CHECK(toRfc3339(*fromRfc3339("2026-05-14")) == "2026-05-14T00:00:00.000Z");
}

TEST_CASE("what is not a time is refused with a sentence") {
    for (const char* text : {"", "yesterday", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-05-14T25:00:00Z",
                             "2026-05-14T12:00:00", "2026-05-14T12:00:00Zx", "2026-05-14T12:00:00.Z"}) {
        const auto parsed = fromRfc3339(text);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == "time.format");
    }
}

TEST_CASE("durations have units") {
    CHECK(parseDuration("250ms") == Millis{250});
    CHECK(parseDuration("1.5s") == Millis{1500});
    CHECK(parseDuration("2h") == Millis{7'200'000});
    for (const char* text : {"", "5", "s", "-3s", "5 parsecs", "99999999999999d"})
        CHECK_FALSE(parseDuration(text));
}

TEST_CASE("a stop request ends a sleep at once") {
    std::stop_source stop;
    stop.request_stop();
    CHECK_FALSE(systemClock()->sleep(Millis{60'000}, stop.get_token()));
}
