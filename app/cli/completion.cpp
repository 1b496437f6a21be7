// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <map>
#include <set>
#include <vector>

#include "app/cli/help.h"
#include "app/cli/spec.h"

namespace streamtune::cli {
namespace {

/// "" -> first words, "plan" -> its second words.
std::map<std::string, std::vector<std::string>> words() {
    std::map<std::string, std::vector<std::string>> result;
    std::set<std::string> seen;
    for (const Verb& verb : verbs()) {
        const auto space = verb.path.find(' ');
        const std::string first = verb.path.substr(0, space);
        if (seen.insert(first).second)
            result[""].push_back(first);
        if (space != std::string::npos)
            result[first].push_back(verb.path.substr(space + 1));
    }
    return result;
}

std::string optionNames(const std::vector<Option>& options) {
    std::string text;
    for (const Option& option : options)
        text += (text.empty() ? "--" : " --") + option.name;
    return text;
}

std::string firstChoices(const Verb& verb) {
    return verb.positionals.empty() ? std::string() : fmt::format("{}", fmt::join(verb.positionals[0].choices, " "));
}

std::string bash() {
    std::string text =
        "# bash completion for streamtune, made from its option table\n_streamtune() {\n"
        "    local cur=\"${COMP_WORDS[COMP_CWORD]}\" prev=\"${COMP_WORDS[COMP_CWORD-1]}\" path=\"\" word\n"
        "    local i; for ((i = 1; i < COMP_CWORD; i++)); do word=\"${COMP_WORDS[i]}\"\n"
        "        case \"$path $word\" in\n";
    const auto table = words();
    for (const auto& [group, seconds] : table)
        for (const std::string& second : seconds)
            text += fmt::format("            \"{} {}\") path=\"{}\" ;;\n", group, second,
                                group.empty() ? second : group + " " + second);
    text += "        esac\n    done\n    case \"$prev\" in\n";
    std::map<std::string, std::string> choices;
    std::set<std::string> files;
    const auto note = [&](const Option& option) {
        if (option.kind == Kind::Choice)
            choices[option.name] = fmt::format("{}", fmt::join(option.choices, " "));
        if (option.kind == Kind::File || option.kind == Kind::Folder)
            files.insert(option.name);
    };
    for (const Option& option : commonOptions())
        note(option);
    for (const Verb& verb : verbs())
        for (const Option& option : verb.options)
            note(option);
    for (const auto& [name, values] : choices)
        text += fmt::format("        --{}) COMPREPLY=($(compgen -W \"{}\" -- \"$cur\")); return ;;\n", name, values);
    for (const std::string& name : files)
        text += fmt::format("        --{}) COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n", name);
    text += "    esac\n    local common=\"" + optionNames(commonOptions()) +
            " --help\" offer=\"\"\n    case \"$path\" in\n";
    for (const auto& [group, seconds] : table)
        if (!findVerb(group))
            text += fmt::format("        \"{}\") offer=\"{}\" ;;\n", group, fmt::join(seconds, " "));
    for (const Verb& verb : verbs())
        text += fmt::format("        \"{}\") offer=\"{} {}\" ;;\n", verb.path, optionNames(verb.options),
                            firstChoices(verb));
    text += "    esac\n    COMPREPLY=($(compgen -W \"$offer $common\" -- \"$cur\"))\n"
            "    [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$cur\"))\n}\n"
            "complete -F _streamtune streamtune\n";
    return text;
}

std::string shellQuoted(std::string_view text) {
    std::string result;
    for (const char c : text)
        result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return "'" + result + "'";
}

std::string zsh() {
    // zsh runs bash completions faithfully through bashcompinit, so there is one source of truth.
    return "#compdef streamtune\n# zsh completion for streamtune, made from its option table\n"
           "autoload -U +X bashcompinit && bashcompinit\n" +
           bash();
}

std::string fish() {
    std::string text = "# fish completion for streamtune, made from its option table\n";
    const auto table = words();
    const std::string firstWords = fmt::format("{}", fmt::join(table.at(""), " "));
    const auto option = [&](const Option& o, const std::string& condition) {
        text += fmt::format(
            "complete -c streamtune{} -l {}{}{} -d {}\n", condition, o.name, o.kind == Kind::Flag ? "" : " -r",
            o.kind == Kind::Choice ? " -f -a " + shellQuoted(fmt::format("{}", fmt::join(o.choices, " "))) : "",
            shellQuoted(o.help));
    };
    for (const Option& o : commonOptions())
        option(o, "");
    std::map<std::string, std::string> summary;
    for (const Verb& verb : verbs())
        summary.emplace(verb.path.substr(0, verb.path.find(' ')), verb.summary);
    for (const std::string& first : table.at(""))
        text += fmt::format("complete -c streamtune -f -n 'not __fish_seen_subcommand_from {}' -a {} -d {}\n",
                            firstWords, first, shellQuoted(summary.at(first)));
    for (const Verb& verb : verbs()) {
        const auto space = verb.path.find(' ');
        const std::string first = verb.path.substr(0, space);
        std::string condition = " -n '__fish_seen_subcommand_from " + first;
        if (space != std::string::npos) {
            const std::string second = verb.path.substr(space + 1);
            text += fmt::format("complete -c streamtune -f{}; and not __fish_seen_subcommand_from {}' -a {} -d {}\n",
                                condition, fmt::join(table.at(first), " "), second, shellQuoted(verb.summary));
            condition += "; and __fish_seen_subcommand_from " + second;
        }
        for (const Option& o : verb.options)
            option(o, condition + "'");
    }
    return text;
}

} // namespace

Result<std::string> completion(std::string_view shell) {
    if (shell == "bash")
        return bash();
    if (shell == "zsh")
        return zsh();
    if (shell == "fish")
        return fish();
    return fail("usage", fmt::format("There is no completion for \"{}\".", shell), "Use one of: bash, zsh, fish.");
}

} // namespace streamtune::cli
