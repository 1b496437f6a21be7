// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Golden files. After a wanted change: ST_UPDATE_GOLDEN=1 ctest -L cli, then read the diff.

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <string>

#include "tests/unit/cli/program.h"

namespace streamtune::test {

inline void compareWithGolden(const std::string& name, const std::string& text) {
    const std::filesystem::path file = std::filesystem::path(ST_GOLDEN) / name;
    if (std::getenv("ST_UPDATE_GOLDEN")) {
        std::filesystem::create_directories(file.parent_path());
        writeTo(file, text);
    }
    INFO(name);
    CHECK(text == contentOf(file));
}

} // namespace streamtune::test
