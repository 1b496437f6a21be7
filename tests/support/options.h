// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Options of programs that drive real engines: `PROGRAM VERB --name value …`.

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

namespace streamtune::testing {

using Options = std::map<std::string, std::string>;

/// What follows the verb, without the two dashes.
inline Options optionsOf(int argc, char** argv) {
    Options options;
    for (int i = 2; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        options[name.starts_with("--") ? name.substr(2) : name] = argv[i + 1];
    }
    return options;
}

inline std::string text(const Options& options, const std::string& name, const std::string& fallback = {}) {
    const auto found = options.find(name);
    return found == options.end() ? fallback : found->second;
}

inline double number(const Options& options, const std::string& name, double fallback) {
    const auto found = options.find(name);
    return found == options.end() ? fallback : std::strtod(found->second.c_str(), nullptr);
}

inline std::vector<std::string> list(const std::string& commas) {
    std::vector<std::string> items(1);
    for (const char c : commas)
        if (c == ',')
            items.emplace_back();
        else
            items.back() += c;
    std::erase(items, "");
    return items;
}

} // namespace streamtune::testing
