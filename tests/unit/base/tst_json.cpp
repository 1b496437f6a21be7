// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/json.h"

using namespace streamtune;

TEST_CASE("missing, undefined and zero stay apart") {
    CHECK(numberToJson(std::nullopt).is_null());
    CHECK(numberToJson(std::numeric_limits<double>::quiet_NaN()) == "NaN");
    CHECK(numberToJson(0.0) == 0.0);
    CHECK(isMissing(numberFromJson(nullptr)));
    CHECK(isUndefined(numberFromJson("NaN")));
    CHECK(numberFromJson(0) == 0.0);
    CHECK(numberFromJson("12.5") == 12.5);
    CHECK(isMissing(numberFromJson("12.5x")));
    CHECK(isMissing(numberFromJson(Json::object())));
}

TEST_CASE("canonical text does not depend on the order of keys") {
    CHECK(canonicalJson(*parseJson(R"({"b":1,"a":[1,2]})", "a")) ==
          canonicalJson(*parseJson(R"({"a":[1,2],"b":1})", "b")));
    CHECK(sha256Hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("canonical numbers are the shortest that read back, written as Python writes them") {
    const auto text = [](double value) { return canonicalJson(Json(value)); };
    CHECK(text(1.0) == "1.0");
    CHECK(text(-0.0) == "-0.0");
    CHECK(text(0.1) == "0.1");
    CHECK(text(1e-5) == "1e-05");
    CHECK(text(0.0001) == "0.0001");
    CHECK(text(1.5e-7) == "1.5e-07");
    CHECK(text(123456.75) == "123456.75");
    CHECK(text(1e15) == "1000000000000000.0");
    CHECK(text(1e16) == "1e+16");
    CHECK(text(1.25e300) == "1.25e+300");
    CHECK(text(5e-324) == "5e-324");
    CHECK(text(9007199254740993.0) == "9007199254740992.0");
    CHECK(text(5.0e-324 * 3) == "1.5e-323");
    CHECK(text(std::numeric_limits<double>::quiet_NaN()) == "null");
    // 17 digits from a writer that is not shortest name the same number.
    CHECK(canonicalJson(*parseJson("[0.10000000000000001,44210053.814150065]", "x")) == "[0.1,44210053.814150065]");
    std::uint64_t bits = 0x9E3779B97F4A7C15u;
    for (int i = 0; i < 20'000; ++i) {
        bits = bits * 6364136223846793005u + 1442695040888963407u;
        const double value = std::bit_cast<double>(bits);
        if (std::isfinite(value))
            REQUIRE(parseJson(text(value), "x")->get<double>() == value);
    }
    CHECK(canonicalJson(*parseJson(R"({"b":[true,null,"é\n",-3,18446744073709551615],"a":{}})", "x")) ==
          R"({"a":{},"b":[true,null,"é\n",-3,18446744073709551615]})");
}

TEST_CASE("broken and deep texts are errors, not exceptions") {
    CHECK(parseJson("{", "plan.json").error().code == "json.syntax");
    CHECK(parseJson(std::string(100'000, '['), "plan.json").error().code == "json.depth");
    CHECK(parseJson("\xff\xfe", "plan.json").error().code == "json.syntax");
    CHECK(compactJson(Json("\xff")).size() > 2);
}
