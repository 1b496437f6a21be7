// SPDX-License-Identifier: GPL-3.0-or-later
// Vertex descriptions of Flink come as a tree (pipeline.vertex-description-mode TREE, the default) or as one line with
// arrows (CASCADING, and every vertex name); see flink-runtime: StreamingJobGraphGenerator.java.
#include "core/graph/html_entities.h"
#include "core/graph/operator_labels.h"
#include "core/graph/plan_text.h"

namespace streamtune {
namespace {

/// Lines of the raw text: <br/> in any spelling is a line end; an escaped one is part of a name.
std::vector<std::string> rawLines(std::string_view text) {
    std::vector<std::string> lines(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = text.substr(i, 6);
        const std::size_t tag = rest.starts_with("<br/>")    ? 5
                                : rest.starts_with("<br />") ? 6
                                : rest.starts_with("<br>")   ? 4
                                                             : 0;
        if (tag > 0 || text[i] == '\n') {
            lines.emplace_back();
            i += tag > 0 ? tag - 1 : 0;
        } else {
            lines.back() += text[i];
        }
    }
    return lines;
}

/// The text after ":- " or "+- " with their indentation; nothing where the line does not begin an operator.
std::optional<std::string_view> afterBranch(std::string_view line) {
    while (line.size() >= 3) {
        const std::string_view head = line.substr(0, 3);
        if (head == ":- " || head == "+- ")
            return line.substr(3);
        if (head != ":  " && head != "   ")
            return std::nullopt;
        line.remove_prefix(3);
    }
    return std::nullopt;
}

/// "a -> (b, c -> d)" in the order written.
void cascade(std::string_view text, int depth, std::vector<std::string>& out) {
    constexpr int kDeepest = 64;
    for (const std::string_view raw : splitOutside(text, " -> ")) {
        const std::string_view part = trimmed(raw);
        const auto inner = part.starts_with('(') ? argument(part, "(") : std::nullopt;
        if (inner && inner->size() + 2 == part.size() && depth < kDeepest) {
            for (const std::string_view child : splitOutside(*inner, ", "))
                cascade(child, depth + 1, out);
        } else if (!part.empty()) {
            out.emplace_back(part);
        }
    }
}

} // namespace

std::vector<std::string> splitPlanDescription(std::string_view htmlDescription) {
    std::vector<std::string> operators;
    for (const std::string& raw : rawLines(htmlDescription)) {
        const std::string line = decodeHtmlEntities(raw);
        if (const auto name = afterBranch(line); name && !operators.empty())
            operators.emplace_back(*name);
        else if (operators.empty() && !trimmed(line).empty())
            operators.push_back(line);
        else if (!operators.empty())
            operators.back() += "\n" + line; // a name with a line end in it
    }
    for (std::string& name : operators)
        name = std::string(trimmed(name));
    if (operators.size() != 1)
        return operators;
    std::vector<std::string> parts;
    cascade(operators.front(), 0, parts);
    return parts;
}

} // namespace streamtune
