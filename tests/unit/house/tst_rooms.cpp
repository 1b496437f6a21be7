// SPDX-License-Identifier: GPL-3.0-or-later
/// The dependency rule of the house, read from the includes.
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

using Rooms = std::set<std::string>;

/// What a room may include besides itself.
const std::map<std::string, Rooms> kMaySee = {
    {"core/base", {}},
    {"core/graph", {"core/base"}},
    {"core/layout", {"core/base", "core/graph"}},
    {"core/net", {"core/base"}},
    {"core/ged", {"core/base", "core/graph"}},
    {"core/history", {"core/base", "core/graph"}},
    {"core/learn", {"core/base", "core/graph"}},
    {"core/engines", {"core/base", "core/graph"}},
    {"core/engines/http", {"core/base", "core/net", "core/engines"}},
    {"core/engines/flink", {"core/base", "core/graph", "core/net", "core/engines", "core/engines/http"}},
    {"core/engines/timely", {"core/base", "core/graph", "core/net", "core/engines", "core/engines/http"}},
    {"core/engines/simulated", {"core/base", "core/graph", "core/engines"}},
    {"core/tune", {"core/base", "core/graph", "core/learn", "core/ged", "core/history"}},
    {"core/review", {"core/base", "core/graph", "core/tune", "core/history", "core/engines"}},
    {"core/compare",
     {"core/base", "core/graph", "core/tune", "core/learn", "core/ged", "core/engines", "core/engines/simulated"}},
    {"core/workbench",
     {"core/base", "core/graph", "core/layout", "core/history", "core/ged", "core/learn", "core/tune", "core/review",
      "core/engines", "core/engines/flink", "core/engines/timely", "core/engines/simulated"}},
};

struct Include {
    std::string file;
    std::string target;
};

/// The innermost room that holds the path; empty outside core.
std::string roomOf(const std::string& path) {
    std::string best;
    for (const auto& [room, seen] : kMaySee)
        if (path.starts_with(room + "/") && room.size() > best.size())
            best = room;
    return best;
}

bool isGenerated(const std::string& name) {
    return name.find("/target/") != std::string::npos;
}

std::vector<Include> includesBelow(const std::string& folder) {
    static const std::regex line(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
    const fs::path root = ST_SOURCE_DIR;
    std::vector<Include> found;
    if (!fs::exists(root / folder))
        return found;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
        const std::string name = fs::relative(entry.path(), root).generic_string();
        if (!(name.ends_with(".h") || name.ends_with(".cpp")) || isGenerated(name))
            continue;
        std::ifstream in(entry.path());
        std::string text;
        std::smatch match;
        while (std::getline(in, text))
            if (std::regex_search(text, match, line))
                found.push_back({name, match[1]});
    }
    return found;
}

/// Third-party headers and the only folders that may include them.
struct Fence {
    std::regex header;
    std::vector<std::string> folders;
};

const std::vector<Fence>& fences() {
    static const std::vector<Fence> all = {
        {std::regex("^(torch|ATen|c10)/"), {"core/learn/torch/"}},
        {std::regex("^(sqlite3\\.h|SQLiteCpp/)"), {"core/history/"}},
        {std::regex("^(graphviz/|gvc\\.h|cgraph\\.h)"), {"app/layout/"}},
        {std::regex("^curl/"), {"core/net/"}},
        {std::regex("^xgboost/"), {"core/learn/"}},
        {std::regex("^(Q[A-Z]|Qt[A-Z])"), {"ui/", "app/"}},
        {std::regex("^qt6?keychain/"), {"app/secrets/"}},
        {std::regex("^CLI/"), {"app/"}},
    };
    return all;
}

bool within(const std::string& file, const std::vector<std::string>& folders) {
    for (const std::string& folder : folders)
        if (file.starts_with(folder))
            return true;
    return false;
}

} // namespace

TEST_CASE("a room of core includes only the rooms it may see") {
    const auto includes = includesBelow("core");
    REQUIRE(includes.size() > 50);
    for (const Include& include : includes) {
        const std::string from = roomOf(include.file);
        INFO(include.file, " includes ", include.target);
        CHECK_FALSE(from.empty());
        CHECK_FALSE(include.target.starts_with("ui/"));
        CHECK_FALSE(include.target.starts_with("app/"));
        const std::string to = roomOf(include.target);
        if (to.empty() || from.empty() || to == from)
            continue;
        CHECK(kMaySee.at(from).contains(to));
    }
}

TEST_CASE("compare is seen by app and ui only") {
    for (const Include& include : includesBelow("core")) {
        INFO(include.file, " includes ", include.target);
        if (!include.file.starts_with("core/compare/"))
            CHECK_FALSE(include.target.starts_with("core/compare/"));
    }
}

TEST_CASE("third-party headers stay inside their own folder") {
    std::size_t seen = 0;
    for (const char* top : {"core", "ui", "app"})
        for (const Include& include : includesBelow(top))
            for (const Fence& fence : fences())
                if (std::regex_search(include.target, fence.header)) {
                    ++seen;
                    INFO(include.file, " includes ", include.target);
                    CHECK(within(include.file, fence.folders));
                }
    CHECK(seen > 0);
}

TEST_CASE("heavy headers stay out of headers") {
    for (const Include& include : includesBelow("core"))
        if (include.file.ends_with(".h")) {
            INFO(include.file, " includes ", include.target);
            CHECK(include.target != "nlohmann/json.hpp");
            CHECK_FALSE(include.target.starts_with("fmt/"));
            CHECK_FALSE(include.target.starts_with("spdlog/"));
        }
}

TEST_CASE("every source file names its licence in the first line") {
    const fs::path root = ST_SOURCE_DIR;
    for (const char* top : {"core", "ui", "app", "tests"}) {
        if (!fs::exists(root / top))
            continue;
        for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
            const std::string name = entry.path().generic_string();
            if (!(name.ends_with(".h") || name.ends_with(".cpp") || name.ends_with(".java") || name.ends_with(".rs")) ||
                isGenerated(name))
                continue;
            std::ifstream in(entry.path());
            std::string first;
            std::getline(in, first);
            INFO(name);
            CHECK(first.find("SPDX-License-Identifier: ") != std::string::npos);
        }
    }
}
