// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <stdlib.h>

#include "core/base/output_file.h"

using namespace streamtune;
namespace fs = std::filesystem;

namespace {

struct EmptyFolder {
    fs::path path;
    EmptyFolder() {
        std::string name = (fs::temp_directory_path() / "streamtune-output-XXXXXX").string();
        path = mkdtemp(name.data());
    }
    ~EmptyFolder() { fs::remove_all(path); }
    [[nodiscard]] auto entries() const { return std::distance(fs::directory_iterator(path), fs::directory_iterator()); }
};

std::string contentOfFile(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

} // namespace

TEST_CASE("a file appears whole or not at all") {
    const EmptyFolder folder;
    const fs::path target = folder.path / "a file";
    {
        OutputFile out(target);
        REQUIRE(out.write("half"));
        CHECK_FALSE(fs::exists(target));
    }
    CHECK(folder.entries() == 0);
    OutputFile out(target);
    REQUIRE(out.write("all of "));
    REQUIRE(out.write("it"));
    REQUIRE(out.commit());
    CHECK(contentOfFile(target) == "all of it");
    CHECK(folder.entries() == 1);
}

TEST_CASE("links and devices are written through, never replaced") {
    const EmptyFolder folder;
    fs::create_symlink("target", folder.path / "link");
    std::ofstream(folder.path / "target") << "before";
    OutputFile linked(folder.path / "link");
    REQUIRE(linked.write("after"));
    REQUIRE(linked.commit());
    CHECK(fs::is_symlink(folder.path / "link"));
    CHECK(contentOfFile(folder.path / "target") == "after");

    fs::create_symlink("/dev/null", folder.path / "device");
    OutputFile device(folder.path / "device");
    REQUIRE(device.write("gone"));
    REQUIRE(device.commit());
    CHECK(fs::is_character_file(folder.path / "device"));
}

TEST_CASE("what cannot be written is said with the code of its user") {
    OutputFile nowhere("/nowhere/at/all", "compare.trace");
    CHECK(nowhere.write("x").error().code == "compare.trace");
    OutputFile full("/dev/full");
    REQUIRE(full.write("x"));
    CHECK(full.commit().error().code == "file.write");
}
