// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/help.h"

#include <algorithm>
#include <fmt/format.h>

#include "app/cli/spec.h"

namespace streamtune::cli {
namespace {

constexpr std::size_t kWidth = 100;

/// Words of `text` filled into lines that start at column `indent`; the first line starts where the cursor is.
std::string filled(std::string_view text, std::size_t indent, std::size_t column) {
    std::string result;
    std::size_t at = column;
    std::size_t start = 0;
    while (start < text.size()) {
        const std::size_t end = std::min(text.find_first_of(" \n", start), text.size());
        const std::string_view word = text.substr(start, end - start);
        if (at > indent && at + 1 + word.size() > kWidth) {
            result += "\n" + std::string(indent, ' ');
            at = indent;
        } else if (at > indent) {
            result += ' ';
            ++at;
        }
        result += word;
        at += word.size();
        if (end < text.size() && text[end] == '\n') {
            result += "\n\n" + std::string(indent, ' ');
            at = indent;
        }
        start = end + 1;
    }
    return result;
}

std::string left(const Option& option) {
    std::string text = "--" + option.name;
    if (option.kind != Kind::Flag)
        text += " " + option.value + (option.many ? " ..." : "");
    return text;
}

std::string synopsis(const Verb& verb) {
    std::string text = "streamtune " + verb.path;
    for (const Positional& p : verb.positionals) {
        const std::string name = p.name + (p.many ? "..." : "");
        text += p.required ? " " + name : " [" + name + "]";
    }
    for (const Option& option : verb.options)
        text += option.required ? " " + left(option) : "";
    text += std::ranges::any_of(verb.options, [](const Option& o) { return !o.required; }) ? " [options]" : "";
    return text;
}

std::string helpOf(const Option& option) {
    std::string text = option.help;
    if (!option.choices.empty())
        text += fmt::format(" One of: {}.", fmt::join(option.choices, ", "));
    if (option.required)
        text += " Required.";
    return text;
}

std::string optionLines(const std::vector<Option>& options) {
    std::string result;
    for (const Option& option : options) {
        const std::string head = "  " + left(option);
        result += head;
        if (head.size() > 24)
            result += "\n" + std::string(26, ' ');
        else
            result += std::string(26 - head.size(), ' ');
        result += filled(helpOf(option), 26, 26) + "\n";
    }
    return result;
}

std::string verbHelp(const Verb& verb) {
    std::string text = verb.summary + "\n\nUsage: " + synopsis(verb) + "\n";
    if (!verb.description.empty())
        text += "\n" + filled(verb.description, 0, 0) + "\n";
    if (!verb.positionals.empty()) {
        text += "\nArguments:\n";
        for (const Positional& p : verb.positionals) {
            const std::string head = "  " + p.name;
            text +=
                head + std::string(26 - std::min<std::size_t>(head.size(), 25), ' ') + filled(p.help, 26, 26) + "\n";
        }
    }
    if (!verb.options.empty())
        text += "\nOptions:\n" + optionLines(verb.options);
    text += "\nCommon options (before or after the verb): see streamtune --help\n";
    text += "\nExample:\n  " + verb.example + "\n";
    return text;
}

std::string verbList(std::string_view group) {
    std::string text;
    for (const Verb& verb : verbs()) {
        if (!group.empty() && !verb.path.starts_with(std::string(group) + " "))
            continue;
        const std::string head = "  " + verb.path;
        text +=
            head + std::string(26 - std::min<std::size_t>(head.size(), 25), ' ') + filled(verb.summary, 26, 26) + "\n";
    }
    return text;
}

constexpr const char* kExitCodes = "  0 done                      1 internal error            2 wrong usage\n"
                                   "  3 refused by a guard        4 stale: job or plan changed\n"
                                   "  5 engine unreachable or failed                          6 bad input\n"
                                   "  7 done, but only partly     130 interrupted\n";

constexpr const char* kPurpose =
    "Tunes the parallelism of stream jobs: observe, recommend, review, apply, verify, roll "
    "back. The window is streamtune-workbench; both share one workspace.";

std::string roffEscaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '\\')
            result += "\\\\";
        else if (c == '-')
            result += "\\-";
        else if (c == '\n')
            result += "\n.PP\n";
        else if ((c == '.' || c == '\'') && (result.empty() || result.back() == '\n'))
            result += std::string("\\&") + c;
        else
            result += c;
    }
    return result;
}

std::string roffOptions(const std::vector<Option>& options) {
    std::string text;
    for (const Option& option : options)
        text += fmt::format(".TP\n.B {}\n{}\n", roffEscaped(left(option)), roffEscaped(helpOf(option)));
    return text;
}

} // namespace

Result<std::string> helpText(std::string_view path) {
    if (const Verb* verb = findVerb(path))
        return verbHelp(*verb);
    if (path.empty())
        return fmt::format("{}\n\nUsage: streamtune [common options] VERB ... [common options]\n\nVerbs:\n{}\n"
                           "Common options (before or after the verb):\n{}"
                           "  -h, --help              Help of the program, or of the verb it stands with.\n"
                           "  --version               Version; with --json those of all libraries too.\n\n"
                           "Exit codes:\n{}\nExample:\n  streamtune --demo recommend demo nexmark-q5 --explain\n",
                           filled(kPurpose, 0, 0), verbList({}), optionLines(commonOptions()), kExitCodes);
    const std::string list = verbList(path);
    if (list.empty())
        return fail("usage", fmt::format("There is no verb \"{}\".", path), "See streamtune --help.");
    return fmt::format("Usage: streamtune {} VERB ...\n\nVerbs:\n{}", path, list);
}

std::string manPage() {
    std::string text = ".TH STREAMTUNE 1\n.SH NAME\nstreamtune \\- tune the parallelism of stream jobs\n"
                       ".SH SYNOPSIS\n.B streamtune\n[common options] VERB ... [common options]\n.SH DESCRIPTION\n" +
                       roffEscaped(kPurpose) + "\n.SH COMMON OPTIONS\n" + roffOptions(commonOptions()) + ".SH VERBS\n";
    for (const Verb& verb : verbs()) {
        text += fmt::format(".SS {}\n{}\n.PP\n.B {}\n", roffEscaped(verb.path), roffEscaped(verb.summary),
                            roffEscaped(synopsis(verb)));
        if (!verb.description.empty())
            text += ".PP\n" + roffEscaped(verb.description) + "\n";
        for (const Positional& p : verb.positionals)
            text += fmt::format(".TP\n.I {}\n{}\n", roffEscaped(p.name), roffEscaped(p.help));
        text += roffOptions(verb.options);
        text += fmt::format(".PP\nExample:\n.PP\n.nf\n{}\n.fi\n", roffEscaped(verb.example));
    }
    text += ".SH EXIT STATUS\n";
    constexpr std::pair<int, const char*> kStatus[] = {{0, "done"},
                                                       {1, "internal error"},
                                                       {2, "wrong usage"},
                                                       {3, "refused by a guard: not approved, read-only, policy, busy"},
                                                       {4, "stale: the job or the plan changed"},
                                                       {5, "engine unreachable or failed"},
                                                       {6, "bad input: file, row, model, database"},
                                                       {7, "done, but only partly achieved"},
                                                       {130, "interrupted"}};
    for (const auto& [code, meaning] : kStatus)
        text += fmt::format(".TP\n.B {}\n{}\n", code, roffEscaped(meaning));
    text += ".SH FILES\n.TP\n.I $XDG_DATA_HOME/streamtune/workspace.db\nThe default workspace (SQLite).\n"
            ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nNo colour, where it is set and not empty.\n"
            ".SH SEE ALSO\n.BR streamtune\\-workbench (1)\n";
    return text;
}

} // namespace streamtune::cli
