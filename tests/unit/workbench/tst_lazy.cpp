// SPDX-License-Identifier: GPL-3.0-or-later
/// Who does not train does not pay for LibTorch.
#include <doctest/doctest.h>
#include <fstream>
#include <sstream>

#include "tests/support/workbench_desk.h"

using namespace streamtune;

namespace {

/// Whether a library is in the memory of this process.
bool isLoaded(const std::string& library) {
    std::ifstream maps("/proc/self/maps");
    std::stringstream text;
    text << maps.rdbuf();
    return text.str().find(library) != std::string::npos;
}

} // namespace

TEST_CASE("a workspace is opened and a job is advised without LibTorch") {
    REQUIRE(isLoaded("libsqlite3")); // what is there is found
    test::Hall hall;
    hall.connect();
    workbench::RecommendRequest ask;
    ask.connection = "sim";
    ask.job = "nexmark-q5";
    ask.method = "streamtune";
    const auto plan = hall.bench->recommend(ask, {}, {});
    REQUIRE_MESSAGE(plan, (plan ? "" : plan.error().sentence));
    CHECK_FALSE(isLoaded("libtorch"));
    CHECK_FALSE(isLoaded("streamtune-torch"));
}
