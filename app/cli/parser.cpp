// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/parser.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <map>
#include <memory>

namespace streamtune::cli {
namespace {

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::string dashes(const Option& option) {
    return "--" + option.name;
}

/// One CLI11 parser for the whole table; `values` outlives it.
class Tree {
public:
    explicit Tree(Arguments& arguments) : m_arguments(arguments) {
        m_root.set_help_flag();
        m_root.set_help_flag("-h,--help");
        m_root.fallthrough();
        m_root.require_subcommand(0, 1);
        m_root.add_flag("--version", m_version);
        for (const Option& option : commonOptions())
            add(m_root, option);
        for (const Verb& verb : verbs())
            addVerb(verb);
    }

    Result<Parsed> parse(const std::vector<std::string>& words) {
        Parsed result;
        try {
            m_root.parse(std::vector<std::string>(words.rbegin(), words.rend()));
            result.path = pathOf();
            result.what = m_version ? Parsed::What::Version : Parsed::What::Run;
        } catch (const CLI::CallForHelp&) {
            result.what = Parsed::What::Help;
            result.path = pathOf();
            return result;
        } catch (const CLI::ParseError& error) {
            return usage(error.what());
        }
        if (result.what == Parsed::What::Version)
            return result;
        result.verb = findVerb(result.path);
        if (!result.verb)
            return usage(result.path.empty() ? "A verb is missing" : result.path + " needs a second word");
        ST_TRY(collect(commonOptions()));
        ST_TRY(collect(result.verb->options));
        return result;
    }

private:
    void add(CLI::App& app, const Option& option) {
        if (option.kind == Kind::Flag) {
            app.add_flag_callback(dashes(option), [this, name = option.name] { m_arguments.values[name] = {"true"}; });
            return;
        }
        auto* added = app.add_option(dashes(option), m_arguments.values[option.name]);
        added->allow_extra_args(option.many);
        if (option.many)
            added->take_all();
        else
            added->expected(1)->take_last();
        added->required(option.required);
    }

    void addVerb(const Verb& verb) {
        CLI::App* app = &m_root;
        std::string path;
        std::size_t start = 0;
        while (start < verb.path.size()) {
            const std::size_t end = std::min(verb.path.find(' ', start), verb.path.size());
            const std::string word = verb.path.substr(start, end - start);
            path += (path.empty() ? "" : " ") + word;
            CLI::App*& next = m_apps[path];
            if (!next) {
                next = app->add_subcommand(word);
                if (path != verb.path)
                    next->require_subcommand(0, 1);
            }
            app = next;
            start = end + 1;
        }
        for (const Positional& positional : verb.positionals) {
            auto* added = app->add_option(lower(positional.name), m_arguments.values[lower(positional.name)]);
            added->required(positional.required);
            if (!positional.many)
                added->expected(1)->allow_extra_args(false);
            if (!positional.choices.empty())
                added->check(CLI::IsMember(positional.choices));
        }
        for (const Option& option : verb.options)
            add(*app, option);
    }

    [[nodiscard]] std::string pathOf() const {
        std::string path;
        const CLI::App* app = &m_root;
        while (!app->get_subcommands().empty()) {
            app = app->get_subcommands().front();
            path += (path.empty() ? "" : " ") + app->get_name();
        }
        return path;
    }

    Status collect(const std::vector<Option>& options) {
        for (const Option& option : options)
            for (const std::string& value : m_arguments.all(option.name))
                ST_TRY(checkValue(option, value));
        std::erase_if(m_arguments.values, [](const auto& entry) { return entry.second.empty(); });
        return {};
    }

    [[nodiscard]] std::unexpected<Error> usage(std::string sentence) const {
        const std::string path = pathOf();
        while (!sentence.empty() && (sentence.back() == '\n' || sentence.back() == '.'))
            sentence.pop_back();
        return fail("usage", sentence + ".", fmt::format("See streamtune {}{}--help.", path, path.empty() ? "" : " "));
    }

    Arguments& m_arguments;
    CLI::App m_root{"streamtune", "streamtune"};
    std::map<std::string, CLI::App*> m_apps;
    bool m_version = false;
};

} // namespace

Result<Parsed> parseCommandLine(const std::vector<std::string>& words) {
    Arguments arguments;
    Tree tree(arguments);
    auto parsed = tree.parse(words);
    if (parsed)
        parsed->arguments = std::move(arguments);
    return parsed;
}

} // namespace streamtune::cli
