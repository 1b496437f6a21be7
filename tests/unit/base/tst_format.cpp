// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <limits>

#include "core/base/format.h"

using namespace streamtune;

TEST_CASE("three figures, thin spaces, real minus") {
    CHECK(formatNumber(34'600) == "34.6\u2009k");
    CHECK(formatNumber(1'280'000) == "1.28\u2009M");
    CHECK(formatNumber(999.6) == "1\u2009k");
    CHECK(formatNumber(84) == "84");
    CHECK(formatNumber(0.0534) == "0.0534");
    CHECK(formatNumber(-12.34) == "\u221212.3");
    CHECK(formatNumber(0.0) == "0");
    CHECK(formatNumber(1e300).size() < 400);
    CHECK(formatRate(34'600) == "34.6\u2009k/s");
    CHECK(formatRate(5.0) == "5\u2009/s");
    CHECK(formatBytes(1.4e9) == "1.4\u2009GB");
    CHECK(formatCount(16'290) == "16\u2009290");
    CHECK(formatCount(-1'000'000) == "\u22121\u2009000\u2009000");
    CHECK(formatCount(999) == "999");
}

TEST_CASE("shares, probabilities and times") {
    CHECK(formatShare(0.973) == "97\u2009%");
    CHECK(formatShare(-0.001) == "0\u2009%");
    CHECK(formatProbability(0.914) == "0.91");
    CHECK(formatSeconds(0.85) == "850\u2009ms");
    CHECK(formatSeconds(4.2) == "4.2\u2009s");
    CHECK(formatSeconds(200) == "3\u2009min 20\u2009s");
    CHECK(formatSeconds(7500) == "2\u2009h 5\u2009min");
    CHECK(formatSeconds(187'200) == "2\u2009d 4\u2009h");
    CHECK(formatSeconds(59.7) == "1\u2009min");
    CHECK(formatSeconds(0.0) == "0\u2009s");
}

TEST_CASE("missing, undefined, infinite and zero look different") {
    const Number nan = std::numeric_limits<double>::quiet_NaN();
    const Number infinite = std::numeric_limits<double>::infinity();
    for (const auto& format : {formatNumber, formatRate, formatShare, formatProbability, formatSeconds, formatBytes}) {
        CHECK(format(std::nullopt) == "\u2013");
        CHECK(format(nan) == "NaN");
        CHECK(format(infinite) == "\u221E");
        CHECK(format(0.0) != format(std::nullopt));
    }
}
