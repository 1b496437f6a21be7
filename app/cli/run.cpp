// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/cli/context.h"
#include "app/cli/help.h"
#include "app/cli/parser.h"
#include "app/composition/composition.h"

namespace streamtune::cli {
namespace {

int report(Output& out, const Error& error, int exitCode) {
    if (out.json())
        out.document(errorToJson(error));
    out.complain("streamtune: " + printable(error.sentence, 4000));
    if (!error.hint.empty())
        out.complain("  " + printable(error.hint, 4000));
    return exitCode;
}

/// Requests a stop when the limit passes; says so afterwards.
class Deadline {
public:
    Deadline(std::optional<Millis> limit, std::stop_source target) {
        if (!limit)
            return;
        m_thread = std::jthread([this, limit = *limit, target](std::stop_token own) mutable {
            std::mutex mutex;
            std::unique_lock lock(mutex);
            std::condition_variable_any wake;
            wake.wait_for(lock, own, limit, [] { return false; });
            if (!own.stop_requested()) {
                m_passed = true;
                target.request_stop();
            }
        });
    }
    [[nodiscard]] bool passed() const { return m_passed; }

private:
    std::atomic<bool> m_passed = false;
    std::jthread m_thread;
};

int showVersion(Output& out) {
    if (!out.json()) {
        out.print("streamtune " + composition::programVersion() + "\n");
        return Done;
    }
    Json document{{"streamtune", composition::programVersion()}, {"libraries", Json::object()}};
    for (const auto& [name, version] : composition::libraryVersions())
        document["libraries"][name] = version;
    out.document(document);
    return Done;
}

void startLog(Output& out, const std::string& level) {
    static constexpr std::string_view kLevels[] = {"debug", "info", "warning", "error", "off"};
    const auto least = std::ranges::find(kLevels, level) - std::begin(kLevels);
    setLogSink([&out, least](LogLevel l, std::string_view room, std::string_view message) {
        if (static_cast<std::ptrdiff_t>(l) >= least)
            out.logLine(l, room, message);
    });
}

CommonOptions commonFrom(const Arguments& arguments) {
    CommonOptions common;
    common.workspace = arguments.text("workspace");
    common.demo = arguments.has("demo");
    common.readOnly = arguments.has("read-only");
    common.yes = arguments.has("yes");
    common.seed = static_cast<std::uint64_t>(arguments.whole("seed", 0));
    common.threads = std::max(1, arguments.integer("threads", static_cast<int>(std::thread::hardware_concurrency())));
    if (arguments.has("timeout"))
        common.timeout = arguments.duration("timeout", {});
    return common;
}

int runVerb(Output& out, const Parsed& parsed, std::stop_source interrupted) {
    const CommonOptions common = commonFrom(parsed.arguments);
    std::stop_source stop;
    const std::stop_callback forward(interrupted.get_token(), [&stop] { stop.request_stop(); });
    const Deadline deadline(common.timeout, stop);
    Context context(out, common, stop.get_token());
    const Result<int> result = parsed.verb->run(context, parsed.arguments);
    if (result)
        return *result;
    const int code = exitCodeOf(result.error().code);
    if (deadline.passed() && code == Interrupted)
        return report(out,
                      {"timeout", fmt::format("The command did not end within {}.", parsed.arguments.text("timeout")),
                       "Allow more time with --timeout.", result.error().details},
                      EngineFailed);
    return report(out, result.error(), code);
}

} // namespace

int run(const std::vector<std::string>& words, std::stop_source interrupted) {
    Output out;
    // Known before parsing, so that a usage error too comes in the format that was asked for.
    if (std::ranges::find(words, "--json-lines") != words.end())
        out.format = Format::JsonLines;
    else if (std::ranges::find(words, "--json") != words.end())
        out.format = Format::Json;
    int code = Internal;
    try {
        if (auto parsed = parseCommandLine(words); !parsed) {
            code = report(out, parsed.error(), exitCodeOf(parsed.error().code));
        } else if (parsed->what == Parsed::What::Help) {
            const auto text = helpText(parsed->path);
            code = text ? (out.print(*text), static_cast<int>(Done)) : report(out, text.error(), Usage);
        } else if (parsed->what == Parsed::What::Version) {
            code = showVersion(out);
        } else {
            out.quiet = parsed->arguments.has("quiet");
            startLog(out, parsed->arguments.text("log-level", "warning"));
            code = runVerb(out, *parsed, interrupted);
        }
    } catch (const std::exception& e) {
        code = report(out,
                      {"internal",
                       std::string("Something unforeseen went wrong: ") + e.what(),
                       "Please report this with the command that was run.",
                       {}},
                      Internal);
    }
    setLogSink({});
    if (!out.finish()) {
        out.complain("streamtune: The output could not be written completely.");
        code = code == Done ? static_cast<int>(Internal) : code;
    }
    return code;
}

} // namespace streamtune::cli
