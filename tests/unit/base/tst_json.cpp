// SPDX-License-Identifier: GPL-3.0-or-later
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
    CHECK(canonicalJson(*parseJson(R"({"b":1,"a":[1,2]})", "a")) == canonicalJson(*parseJson(R"({"a":[1,2],"b":1})", "b")));
    CHECK(sha256Hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("broken and deep texts are errors, not exceptions") {
    CHECK(parseJson("{", "plan.json").error().code == "json.syntax");
    CHECK(parseJson(std::string(100'000, '['), "plan.json").error().code == "json.depth");
    CHECK(parseJson("\xff\xfe", "plan.json").error().code == "json.syntax");
    CHECK(compactJson(Json("\xff")).size() > 2);
}
