// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <fstream>

#include "core/history/store.h"
#include "tests/support/history_data.h"

using namespace streamtune;
using namespace streamtune::history;
using namespace streamtune::test;

namespace {

void writeFile(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
}

} // namespace

TEST_CASE("a new workspace is made, with its folders, and opens again") {
    const ScratchFolder folder;
    const auto file = folder / "a/b/workspace.db";
    {
        const auto store = Store::open(file, OpenMode::ReadWrite);
        REQUIRE(store);
        CHECK_FALSE((*store)->readOnly());
        CHECK((*store)->file() == file);
        REQUIRE((*store)->putDocument("settings", "k", "{}"));
    }
    const auto store = Store::open(file, OpenMode::ReadOnly);
    REQUIRE(store);
    CHECK((*store)->readOnly());
    CHECK((*store)->document("settings", "k").value() == "{}");
    const auto refused = (*store)->putDocument("settings", "k", "1");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "store.read_only");
}

TEST_CASE("what is no workspace is refused with a sentence") {
    const ScratchFolder folder;
    SUBCASE("missing file, for reading") {
        const auto store = Store::open(folder / "none.db", OpenMode::ReadOnly);
        REQUIRE_FALSE(store);
        CHECK(store.error().code == "store.open");
        CHECK_FALSE(std::filesystem::exists(folder / "none.db"));
    }
    SUBCASE("a folder") {
        const auto store = Store::open(folder.path(), OpenMode::ReadWrite);
        REQUIRE_FALSE(store);
        CHECK(store.error().code == "store.open");
    }
    SUBCASE("a text file") {
        writeFile(folder / "t.db", std::string(5'000, 'x'));
        const auto store = Store::open(folder / "t.db", OpenMode::ReadWrite);
        REQUIRE_FALSE(store);
        CHECK(store.error().code == "store.corrupt");
        CHECK(store.error().sentence.find("not a workspace") != std::string::npos);
        CHECK(std::filesystem::file_size(folder / "t.db") == 5'000);
    }
    SUBCASE("a folder that cannot be made") {
        writeFile(folder / "plain", "x");
        const auto store = Store::open(folder / "plain/w.db", OpenMode::ReadWrite);
        REQUIRE_FALSE(store);
        CHECK(store.error().code == "store.open");
    }
    SUBCASE("truncated") {
        {
            REQUIRE(Store::open(folder / "w.db", OpenMode::ReadWrite));
        }
        std::filesystem::resize_file(folder / "w.db", 5'000);
        const auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
        REQUIRE_FALSE(store);
        CHECK(store.error().code == "store.corrupt");
    }
}
