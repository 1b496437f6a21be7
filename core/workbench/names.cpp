// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workbench/names.h"

#include <algorithm>
#include <cctype>
#include <numeric>

#include "core/review/words.h"

namespace streamtune::workbench {
namespace {

constexpr std::size_t kLongest = 200;

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

std::vector<std::string> matching(const JobGraph& graph, auto fits) {
    std::vector<std::string> ids;
    for (const Operator& node : graph.nodes)
        if (fits(node))
            ids.push_back(node.id);
    return ids;
}

} // namespace

std::size_t editDistance(std::string_view left, std::string_view right) {
    const std::string a = lower(left.substr(0, kLongest));
    const std::string b = lower(right.substr(0, kLongest));
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

std::vector<std::string> nearNames(std::string_view wanted, const std::vector<std::string>& known) {
    constexpr std::size_t kFew = 5;
    constexpr std::size_t kShown = 3;
    std::vector<std::pair<std::size_t, std::string>> ranked;
    for (const std::string& name : known) {
        const bool contains = !wanted.empty() && lower(name).find(lower(wanted)) != std::string::npos;
        ranked.emplace_back(contains ? 0 : editDistance(wanted, name), name);
    }
    std::ranges::sort(ranked);
    std::vector<std::string> near;
    for (const auto& [distance, name] : ranked)
        if (known.size() <= kFew || (near.size() < kShown && distance <= std::max<std::size_t>(2, wanted.size() / 2)))
            near.push_back(name);
    return near;
}

std::string nearHint(std::string_view wanted, const std::vector<std::string>& known) {
    std::string hint;
    for (const std::string& name : nearNames(wanted, known))
        hint += (hint.empty() ? "Near names: " : ", ") + review::shortName(name, 60);
    return hint.empty() ? hint : hint + ".";
}

Result<std::string> vertexId(const JobGraph& graph, const std::string& idOrName) {
    if (graph.find(idOrName) != nullptr)
        return idOrName;
    const std::string small = lower(idOrName);
    std::vector<std::string> found = matching(graph, [&](const Operator& n) { return n.name == idOrName; });
    if (found.empty())
        found = matching(graph, [&](const Operator& n) { return lower(n.name) == small || lower(n.id) == small; });
    if (found.empty() && !small.empty())
        found = matching(graph, [&](const Operator& n) { return lower(n.name).find(small) != std::string::npos; });
    if (found.size() == 1)
        return found.front();
    std::vector<std::string> names;
    for (const Operator& node : graph.nodes)
        names.push_back(node.shownName());
    const std::string shown = "\"" + review::shortName(idOrName, 60) + "\"";
    if (found.empty())
        return fail("job.operator",
                    "The job \"" + review::shortName(graph.name, 60) + "\" has no operator " + shown + ".",
                    nearHint(idOrName, names));
    std::string ids;
    for (const std::string& id : found)
        ids += (ids.empty() ? "" : ", ") + id;
    return fail("job.ambiguous_operator", "More than one operator fits " + shown + ".",
                "Use one of the ids: " + ids + ".");
}

} // namespace streamtune::workbench
