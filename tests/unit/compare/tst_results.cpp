// SPDX-License-Identifier: GPL-3.0-or-later
/// What is written of results is what was measured: the tables of the README and of the help page against the JSON.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/json.h"
#include "tests/support/simulator_data.h"

using namespace streamtune;
namespace fs = std::filesystem;

namespace {

/// Totals by method.
std::map<std::string, Json> totals(const std::string& name) {
    const fs::path file = fs::path(ST_SOURCE_DIR) / "resources/results" / (name + ".json");
    std::map<std::string, Json> rows;
    const Json result = *parseJson(testing::readText(file), name);
    for (const Json& row : result["rows"])
        if (row["job"] == "*")
            rows[row["method"].get<std::string>()] = row;
    return rows;
}

/// Cells of the table rows of `text`, by the first one.
std::map<std::string, std::vector<std::string>> tableRows(const std::string& text) {
    std::map<std::string, std::vector<std::string>> rows;
    for (const std::string& line : testing::linesOf(text)) {
        if (!line.starts_with("| "))
            continue;
        std::vector<std::string> cells;
        std::istringstream in(line.substr(2));
        for (std::string cell; std::getline(in, cell, '|');) {
            const auto end = cell.find_last_not_of(' ');
            const auto begin = cell.find_first_not_of(' ');
            cells.push_back(begin == std::string::npos ? "" : cell.substr(begin, end - begin + 1));
        }
        rows.try_emplace(cells.front(), cells.begin() + 1, cells.end());
    }
    return rows;
}

double number(const Json& row, const char* key) {
    return row[key].get<double>();
}

} // namespace

TEST_CASE("the table of the README is that of the results beside it") {
    const auto rows = tableRows(testing::readText(fs::path(ST_SOURCE_DIR) / "resources/results/README.md"));
    int checked = 0;
    std::size_t column = 0;
    for (const char* name : {"standard", "cold", "calm", "rough", "unseen"}) {
        for (const auto& [method, row] : totals(name)) {
            REQUIRE_MESSAGE(rows.contains(method), method);
            CHECK(rows.at(method)[column] ==
                  fmt::format("{:.3f} / {:.3f} ({:.3f}) / {}", number(row, "reconfigurations_mean"),
                              number(row, "parallelism_ratio"), number(row, "final_sum") / number(row, "oracle_sum"),
                              row["backpressured_after"].get<int>()));
            ++checked;
        }
        ++column;
    }
    CHECK(checked >= 50);
}

TEST_CASE("the table of real Timely jobs is that of the results beside it") {
    const fs::path folder = fs::path(ST_SOURCE_DIR) / "resources/results";
    const auto rows = tableRows(testing::readText(folder / "README.md"));
    const Json result = *parseJson(testing::readText(folder / "timely.json"), "timely.json");
    struct Sum {
        int tunings = 0, changes = 0, parallelism = 0, oracle = 0;
        void add(const Json& step) {
            ++tunings;
            changes += step["reconfigurations"].get<int>();
            parallelism += step["parallelism"].get<int>();
            oracle += step["oracle"].get<int>();
        }
    };
    std::map<std::string, std::map<std::string, Sum>> jobs;
    for (const Json& step : result["steps"]) {
        const std::string job = step["job"].get<std::string>();
        const std::string name = job == "linear"                    ? job
                                 : job == "join2" || job == "join3" ? std::string{job.back()} + "-way join"
                                                                    : "Nexmark " + job;
        for (const std::string& line : {name, std::string("all 40 tunings")})
            jobs[line][step["method"].get<std::string>()].add(step);
        if (0.85 / (1 - step["core_wait"].get<double>()) < 0.95) // else the machine had no cores for what was advised
            CHECK(step["lag_slope"].get<double>() <= 0.05);
    }
    CHECK(jobs.size() == 9);
    for (const auto& [name, methods] : jobs) {
        REQUIRE_MESSAGE(rows.contains(name), name);
        std::size_t column = 0;
        for (const char* method : {"streamtune", "ds2"}) {
            const Sum& sum = methods.at(method);
            CHECK(sum.tunings == (name.starts_with("all") ? 40 : 5));
            CHECK(rows.at(name)[column++] ==
                  fmt::format("{:.2f} / {:.3f}", 1.0 * sum.changes / sum.tunings, 1.0 * sum.parallelism / sum.oracle));
        }
    }
}

TEST_CASE("the help page names the default head, and its table is that of the results") {
    const std::string page = testing::readText(fs::path(ST_SOURCE_DIR) / "resources/help/paper.md");
    CHECK(page.starts_with("# How this differs from the paper"));
    CHECK(page.find("## The default head") != std::string::npos);
    CHECK(page.find("`st-cap`") != std::string::npos);
    const auto rows = tableRows(page);
    for (const auto& [line, name] :
         {std::pair{"standard", "standard"}, {"from p = 1 everywhere", "cold"}, {"calm", "calm"}, {"rough", "rough"}}) {
        const auto judged = totals(name);
        REQUIRE(rows.contains(line));
        std::size_t column = 0;
        for (const char* method : {"st-cap", "ds2", "conttune", "autoscaler", "oracle"}) {
            const Json& row = judged.at(method);
            CHECK(rows.at(line)[column++] == fmt::format("{:.3f} / {:.3f} / {}", number(row, "reconfigurations_mean"),
                                                         number(row, "parallelism_ratio"),
                                                         row["backpressured_after"].get<int>()));
        }
        for (const auto& [method, row] : judged) // the default is the one that wins
            if (!method.starts_with("oracle") && method != "oneshot")
                CHECK(number(judged.at("st-cap"), "reconfigurations_mean") <= number(row, "reconfigurations_mean"));
    }
}
