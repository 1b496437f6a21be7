// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/exchange.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/base/output_file.h"
#include "core/history/foreign.h"
#include "core/history/history_lines.h"
#include "core/history/plan_file.h"

namespace streamtune::history {
namespace {

constexpr std::size_t kLongestLine = std::size_t{64} << 20;
constexpr std::uintmax_t kLargestDocument = std::uintmax_t{64} << 20;
constexpr std::uintmax_t kLargestForeign = std::uintmax_t{256} << 20;
constexpr std::size_t kHead = 64 << 10; ///< enough to tell what a file is

/// The next line; of one that is too long only the beginning, then `whole` is false.
bool readLine(std::istream& in, std::string& line, bool& whole) {
    line.clear();
    whole = true;
    std::streambuf& buffer = *in.rdbuf();
    for (int c = buffer.sbumpc(); c != std::char_traits<char>::eof(); c = buffer.sbumpc()) {
        if (c == '\n')
            return true;
        if (line.size() < kLongestLine)
            line += static_cast<char>(c);
        else
            whole = false;
    }
    return !line.empty();
}

bool isBlank(std::string_view line) {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

enum class Format { Lines, Simulator, Plan, Bundle };

constexpr const char* kAccepted = "Accepted are streamtune.history/1, streamtune.observation/1 lines, the simulator's "
                                  "history, streamtune.plan/1, streamtune.bundle/1, and of other tools: the "
                                  "state store and the ScalingReport events of the Flink Autoscaler, DS2 rates, "
                                  "ContTune pairs and ZeroTune graphs.";

std::unexpected<Error> notRecognised(const std::filesystem::path& file, const std::string& why) {
    return fail("import.format", quoted(file) + " cannot be imported: " + why, kAccepted);
}

/// A whole file of one JSON document.
Result<Json> documentOf(const std::filesystem::path& file) {
    std::error_code unknown;
    if (std::filesystem::file_size(file, unknown) > kLargestDocument)
        return notRecognised(file, "it is too large to be one document.");
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    return parseJson(text, quoted(file));
}

/// Spreadsheets write one before UTF-8.
void skipByteOrderMark(std::istream& in) {
    std::array<char, 3> first{};
    if (!in.read(first.data(), first.size()) || std::string_view(first.data(), first.size()) != "\xEF\xBB\xBF") {
        in.clear();
        in.seekg(0);
    }
}

Result<std::string> textOf(const std::filesystem::path& file, std::uintmax_t most) {
    std::error_code unknown;
    if (std::filesystem::file_size(file, unknown) > most)
        return notRecognised(file, "it is larger than " + std::to_string(most >> 20) + " MiB.");
    std::ifstream in(file, std::ios::binary);
    skipByteOrderMark(in);
    return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The file of another tool, when it is one.
std::optional<ForeignFormat> foreignIn(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    skipByteOrderMark(in);
    std::string head(kHead, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    return foreignFormatOf(head);
}

Result<Format> formatOf(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    char magic[16] = {};
    in.read(magic, sizeof magic);
    const std::string_view start(magic, static_cast<std::size_t>(in.gcount()));
    if (start.starts_with("PK\x03\x04"))
        return Format::Bundle;
    if (start.starts_with(std::string_view("SQLite format 3\0", 16)))
        return notRecognised(file, "it is a workspace itself; open it with --workspace.");
    in.clear();
    in.seekg(0);
    std::string line;
    bool whole = true;
    do {
        if (!readLine(in, line, whole))
            return notRecognised(file, "it is empty.");
    } while (isBlank(line));
    auto json = whole ? parseJson(line, quoted(file)) : Result<Json>(std::unexpected(Error{}));
    if (!json)
        json = documentOf(file); // a document of several lines
    if (!json)
        return notRecognised(file, "its content is neither JSON, nor JSON lines, nor a bundle.");
    const std::string kind = stringAt(*json, "kind");
    const std::string format = stringAt(*json, "format");
    if (kind == "graph" || kind == "run" || kind == "observation" || kind == "label" ||
        format == "streamtune.observation/1")
        return Format::Lines;
    if (json->contains("job") && json->contains("dep") && json->contains("win") && json->contains("nodes"))
        return Format::Simulator;
    if (format == "streamtune.plan/1")
        return Format::Plan;
    return notRecognised(file,
                         format.empty() ? "its content is JSON of another kind." : "it is a " + format + " file.");
}

const char* nameOf(Format format) {
    switch (format) {
    case Format::Lines:
        return "streamtune.history/1";
    case Format::Simulator:
        return "simulator history";
    case Format::Plan:
        return "streamtune.plan/1";
    case Format::Bundle:
        return "streamtune.bundle/1";
    }
    return "";
}

template <typename Loader>
Status importLines(Loader& loader, const std::filesystem::path& file, const std::stop_token& stop,
                   const ProgressSink& progress, ImportReport& done) {
    std::error_code unknown;
    const auto size = std::filesystem::file_size(file, unknown);
    std::ifstream in(file, std::ios::binary);
    std::string line;
    bool whole = true;
    std::int64_t bytes = 0;
    for (std::int64_t number = 1; readLine(in, line, whole); ++number) {
        if (stop.stop_requested())
            return fail("import.cancelled", "The import of " + quoted(file) + " was cancelled; nothing was imported.");
        bytes += static_cast<std::int64_t>(line.size()) + 1;
        if (!whole)
            noteSkipped(done, number, "This line is longer than 64 MiB.");
        else if (!isBlank(line))
            ST_TRY(loader.take(number, line));
        report(progress,
               {"importing", bytes, unknown ? 0 : static_cast<std::int64_t>(size), file.filename().string(), true});
    }
    return {};
}

Status importAs(Format format, Store& store, const std::filesystem::path& file, const Labeller& labeller,
                const std::stop_token& stop, const ProgressSink& progress, ImportReport& done) {
    switch (format) {
    case Format::Lines: {
        HistoryLoader loader(store, labeller, done);
        return importLines(loader, file, stop, progress, done);
    }
    case Format::Simulator: {
        SimulatorHistoryLoader loader(store, labeller, file.parent_path(), done);
        return importLines(loader, file, stop, progress, done);
    }
    case Format::Plan: {
        ST_ASSIGN(const Json json, documentOf(file));
        return importPlan(store, json, file.filename().string(), done);
    }
    case Format::Bundle:
        return importBundle(store, file, labeller, stop, done);
    }
    return {};
}

} // namespace

Result<ImportReport> importFile(Store& store, const std::filesystem::path& file, std::stop_token stop,
                                const ProgressSink& progress, const Labeller& labeller) {
    std::error_code wrong;
    if (!std::filesystem::is_regular_file(file, wrong))
        return fail("import.read",
                    quoted(file) + (wrong || !std::filesystem::exists(file, wrong)
                                        ? " does not exist or cannot be reached."
                                        : " is not a file."),
                    "Check the path.");
    if (!std::ifstream(file, std::ios::binary))
        return fail("import.read", quoted(file) + " cannot be read: " + std::generic_category().message(errno) + ".",
                    "Check your rights on it.");
    ImportReport done;
    done.file = file.string();
    if (const auto format = formatOf(file)) {
        done.format = nameOf(*format);
        ST_TRY(store.transaction([&] { return importAs(*format, store, file, labeller, stop, progress, done); }));
    } else if (const auto foreign = foreignIn(file)) {
        done.format = nameOf(*foreign);
        ST_ASSIGN(const std::string text, textOf(file, kLargestForeign));
        ST_TRY(store.transaction([&] { return importForeign(*foreign, store, file, text, stop, done); }));
    } else {
        return std::unexpected(format.error());
    }
    done.sentence = std::to_string(done.imported) + " rows imported from " + quoted(file) + " (" + done.format + ")";
    if (done.skipped > 0)
        done.sentence += ", " + std::to_string(done.skipped) + " skipped";
    if (done.known > 0)
        done.sentence += ", of which " + std::to_string(done.known) + " were here already";
    done.sentence += ".";
    return done;
}

namespace {

Result<std::int64_t> exportPlan(const PlanRecord& plan, OutputFile& out) {
    ST_ASSIGN(const Json json, planDocument(plan));
    ST_TRY(out.write(prettyJson(json) + "\n"));
    return 1;
}

Result<std::int64_t> exportAudit(Store& store, const std::filesystem::path& file, const std::stop_token& stop,
                                 OutputFile& out) {
    ST_ASSIGN(const auto rows, allAuditRows(store, "", stop));
    std::string extension = file.extension().string();
    std::ranges::transform(extension, extension.begin(),
                           [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    if (extension == ".csv") {
        ST_TRY(out.write(auditAsCsv(rows)));
    } else {
        Json json{{"format", "streamtune.audit/1"}, {"rows", Json::array()}};
        for (const AuditRow& row : rows)
            json["rows"].push_back(auditRowToJson(row));
        ST_TRY(out.write(prettyJson(json) + "\n"));
    }
    return static_cast<std::int64_t>(rows.size());
}

Result<std::int64_t> exportTo(OutputFile& out, Store& store, const ExportRequest& request, const std::stop_token& stop,
                              const ProgressSink& progress) {
    if (request.what == ExportWhat::History) {
        const auto line = [&](std::string_view text) { return out.write(text); };
        ST_ASSIGN(const auto rows,
                  writeHistory(store, {"", request.jobName, std::nullopt, std::nullopt}, line, stop, progress));
        if (rows == 0 && !request.jobName.empty())
            return fail("export.unknown_job",
                        "This workspace has no runs of a job \"" + request.jobName.substr(0, 100) + "\".",
                        "List the runs to see their jobs.");
        return rows;
    }
    if (request.what == ExportWhat::Audit)
        return exportAudit(store, request.file, stop, out);
    ST_ASSIGN(const auto plan, store.plan(request.planId));
    if (!plan)
        return fail("plan.unknown", "There is no plan \"" + request.planId + "\" in this workspace.",
                    "List the plans to see their ids.");
    if (request.what == ExportWhat::Plan)
        return exportPlan(*plan, out);
    return writeBundle(store, *plan, out.part(), stop);
}

} // namespace

Result<std::int64_t> exportFile(Store& store, const ExportRequest& request, std::stop_token stop,
                                const ProgressSink& progress) {
    std::error_code ignored;
    if (std::filesystem::equivalent(request.file, store.file(), ignored) ||
        std::filesystem::is_directory(request.file, ignored))
        return fail("export.write", quoted(request.file) + " is the workspace itself or a folder.",
                    "Name another file.");
    const bool special =
        std::filesystem::exists(request.file, ignored) && !std::filesystem::is_regular_file(request.file, ignored);
    if (special && request.what == ExportWhat::Bundle)
        return fail("export.write", quoted(request.file) + " is no file, and an archive needs one.", "Name a file.");
    OutputFile out(request.file, "export.write");
    ST_TRY(out.write(""));
    ST_ASSIGN(const std::int64_t rows, exportTo(out, store, request, stop, progress));
    ST_TRY(out.commit());
    return rows;
}

} // namespace streamtune::history
