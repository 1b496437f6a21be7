// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/shapes.h"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <unistd.h>

#include "app/cli/spec.h"
#include "core/base/output_file.h"
#include "core/graph/graph_json.h"

namespace streamtune::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t kLargestFile = 64ULL * 1024 * 1024;

const char* word(engines::CheckLevel level) {
    switch (level) {
    case engines::CheckLevel::Ok:
        return "ok";
    case engines::CheckLevel::Note:
        return "note";
    case engines::CheckLevel::Block:
        break;
    }
    return "block";
}

} // namespace

Json vectorJson(const ParallelismVector& vector) {
    Json json = Json::object();
    for (const auto& [id, p] : vector)
        json[id] = p;
    return json;
}

Json preflightJson(const review::Preflight& preflight) {
    Json json{{"path", toString(preflight.path)},
              {"blocked", preflight.blocked()},
              {"checks", Json::array()},
              {"requests", Json::array()},
              {"drift", Json::array()}};
    for (const engines::Check& check : preflight.checks)
        json["checks"].push_back(
            {{"id", check.id}, {"level", word(check.level)}, {"title", check.title}, {"sentence", check.sentence}});
    for (const engines::PreparedRequest& r : preflight.requests)
        json["requests"].push_back({{"method", r.method},
                                    {"url", r.url},
                                    {"body", r.body},
                                    {"note", r.note},
                                    {"point_of_no_return", r.pointOfNoReturn}});
    for (const review::DriftRow& row : preflight.drift)
        json["drift"].push_back({{"vertex", row.vertex},
                                 {"name", row.name},
                                 {"base", row.base},
                                 {"target", row.target},
                                 {"now", row.now ? Json(*row.now) : Json(nullptr)}});
    return json;
}

std::string preflightText(const review::Preflight& preflight, const Output& out) {
    std::string text;
    for (const engines::Check& check : preflight.checks) {
        const char* colour = check.level == engines::CheckLevel::Ok     ? "green"
                             : check.level == engines::CheckLevel::Note ? "yellow"
                                                                        : "red";
        text += fmt::format("{}  {}: {}\n", out.styled(fmt::format("{:5}", word(check.level)), colour),
                            printable(check.title, 80), printable(check.sentence, 1000));
    }
    if (!preflight.drift.empty()) {
        Table table({"VERTEX", "NAME", "BASE", "TARGET", "NOW"}, {false, false, true, true, true});
        for (const review::DriftRow& row : preflight.drift)
            table.add({printable(row.vertex), printable(row.name), std::to_string(row.base), std::to_string(row.target),
                       row.now ? std::to_string(*row.now) : "gone"});
        text += "\nThe job changed since the plan was made:\n" + table.text(out);
    }
    text += fmt::format("\nPath: {}\n", toString(preflight.path));
    for (const engines::PreparedRequest& r : preflight.requests) {
        text += fmt::format("\n{} {}{}\n", r.method, printable(r.url, 2000),
                            r.pointOfNoReturn ? "   <- point of no return" : "");
        if (!r.note.empty())
            text += "# " + printable(r.note, 1000) + "\n";
        if (!r.body.empty())
            text += r.body + "\n";
    }
    return text;
}

Json planDocument(const review::Plan& plan, review::PlanState state) {
    Json json = review::planToJson(plan);
    json["state"] = toString(state);
    return json;
}

Json labelsJson(const tune::Labels& labels) {
    Json json{{"under_provisioned", labels.underProvisioned}, {"why", labels.why}, {"nodes", Json::object()}};
    for (const auto& [id, node] : labels.nodes)
        json["nodes"][id] = {{"label", node.label}, {"why", node.why}};
    return json;
}

int exitCodeOf(review::OutcomeKind kind) {
    switch (kind) {
    case review::OutcomeKind::Achieved:
        return Done;
    case review::OutcomeKind::Partly:
        return PartlyDone;
    case review::OutcomeKind::NotAchieved:
    case review::OutcomeKind::Failed:
    case review::OutcomeKind::Unknown:
        break;
    }
    return EngineFailed;
}

Status writeFile(const fs::path& file, std::string_view content) {
    OutputFile out(file);
    ST_TRY(out.write(content));
    return out.commit();
}

Status writeOut(Context& context, const Arguments& arguments, const Json& document) {
    if (!arguments.has("out"))
        return {};
    const std::string file = arguments.text("out");
    ST_TRY(writeFile(file, prettyJson(document) + "\n"));
    context.out.note("Wrote " + printable(file, 400) + ".");
    return {};
}

Result<std::string> readFile(const fs::path& file) {
    std::error_code error;
    if (fs::is_directory(file, error))
        return fail("file.read", file.string() + " is a folder, not a file.");
    if (const auto size = fs::file_size(file, error); !error && size > kLargestFile)
        return fail("file.read", file.string() + " is larger than 64 MiB, which no such file is.");
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    if (!stream || (stream.peek() != std::ifstream::traits_type::eof() && !(text << stream.rdbuf())))
        return fail("file.read", fmt::format("{} could not be read: {}.", file.string(), std::strerror(errno)));
    return std::move(text).str();
}

Result<JobGraph> readGraphFile(const std::string& file) {
    ST_ASSIGN(const std::string text, readFile(file));
    ST_ASSIGN(const Json json, parseJson(text, file));
    auto graph = graphFromJson(json);
    if (!graph) {
        Error error = graph.error();
        error.sentence = file + ": " + error.sentence;
        return fail(std::move(error));
    }
    return graph;
}

std::string jsonText(const std::string& text) {
    return compactJson(Json(text));
}

bool confirmed(const Context& context, const std::string& question) {
    if (context.common.yes)
        return true;
    if (isatty(STDIN_FILENO) != 1 || isatty(STDERR_FILENO) != 1)
        return false;
    std::cerr << question << " [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

} // namespace streamtune::cli
