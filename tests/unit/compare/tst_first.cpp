// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>

#include "core/compare/first.h"

using namespace streamtune;
using namespace streamtune::compare;

namespace {

FirstRequest made(int jobs) {
    FirstRequest request;
    request.judged.unseen = jobs;
    request.judged.seed = 11;
    return request;
}

const FirstRow& overall(const std::vector<FirstRow>& rows, const std::string& way) {
    return *std::ranges::find_if(rows, [&](const FirstRow& row) { return row.job == "*" && row.way == way; });
}

} // namespace

TEST_CASE("first deployments by history suffice more often than class averages and one instance everywhere") {
    std::vector<std::string> notes;
    const auto rows = judgeFirst(made(32), {}, {}, notes);
    REQUIRE(rows);
    CHECK(rows->size() == 33 * 4);
    const FirstRow& ones = overall(*rows, "p=1");
    const FirstRow& averages = overall(*rows, "averages");
    const FirstRow& history = overall(*rows, "history");
    const FirstRow& oracle = overall(*rows, "oracle");
    for (const FirstRow* rival : {&ones, &averages}) {
        CHECK(history.sufficient.value > rival->sufficient.value);
    }
    CHECK(std::abs(std::log(history.ratio.value)) < std::abs(std::log(ones.ratio.value)));
    CHECK(history.changes.value < ones.changes.value);
    CHECK(oracle.ratio.value == 1);
    CHECK(oracle.changes.value < history.changes.value);
    for (const FirstRow* row : {&ones, &averages, &history}) {
        CHECK(row->sufficient.low <= row->sufficient.value);
        CHECK(row->sufficient.high >= row->sufficient.value);
        CHECK(row->ratio.low < row->ratio.value);
        CHECK(row->ratio.high > row->ratio.value);
    }
    CHECK(std::isnan(averages.within.value));
    CHECK(history.said >= 0.8);
    CHECK(history.within.value == doctest::Approx(history.said).epsilon(0.1));
    // A way against itself.
    CHECK(averages.sufficientMore.value == 0);
    CHECK(averages.fewerChanges.high == 0);
}

TEST_CASE("the number of threads does not change a first deployment") {
    std::vector<std::string> notes;
    FirstRequest request = made(6);
    const auto one = judgeFirst(request, {}, {}, notes);
    request.judged.threads = 3;
    const auto three = judgeFirst(request, {}, {}, notes);
    REQUIRE(one);
    REQUIRE(three);
    for (std::size_t i = 0; i < one->size(); ++i) {
        CHECK((*one)[i].finalSum == (*three)[i].finalSum);
        CHECK((*one)[i].changes.value == (*three)[i].changes.value);
    }
}
