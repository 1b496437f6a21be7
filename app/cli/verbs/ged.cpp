// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "app/cli/context.h"
#include "app/cli/shapes.h"
#include "app/cli/verbs/verbs.h"
#include "core/ged/batch.h"
#include "core/ged/costs_json.h"
#include "core/graph/graph_json.h"

namespace streamtune::cli {
namespace {

/// One answer without its closing bracket, written by hand: a corpus has many.
void writeAnswer(std::string& to, const std::string& a, const std::string& b, const std::string& definition,
                 const ged::Answer& answer) {
    fmt::format_to(std::back_inserter(to), R"({{"a":{},"b":{},"definition":"{}","lower":{},"upper":{},"exact":{})", a,
                   b, definition, answer.lower, answer.upper, answer.exact);
    if (answer.within)
        fmt::format_to(std::back_inserter(to), R"(,"within":{})", *answer.within);
    fmt::format_to(std::back_inserter(to), R"(,"us":{:.1f})", answer.microseconds);
}

Json endJson(const std::string& id) {
    return id.empty() ? Json() : Json(id);
}

constexpr const char* opName(ged::EditStep::Op op) {
    switch (op) {
    case ged::EditStep::Op::Substitute:
        return "substitute";
    case ged::EditStep::Op::Insert:
        return "insert";
    case ged::EditStep::Op::Delete:
        break;
    }
    return "delete";
}

Json pathJson(const std::vector<ged::EditStep>& path) {
    Json list = Json::array();
    for (const ged::EditStep& step : path) {
        Json entry{{"op", opName(step.op)},
                   {"what", step.node ? "node" : "edge"},
                   {"from", endJson(step.from)},
                   {"to", endJson(step.to)},
                   {"cost", step.cost}};
        if (!step.from.empty())
            entry["from_label"] = step.fromLabel;
        if (!step.to.empty())
            entry["to_label"] = step.toLabel;
        list.push_back(std::move(entry));
    }
    return list;
}

std::string pathText(const ged::Answer& answer, const std::vector<ged::EditStep>& path, const Output& out) {
    std::string text =
        answer.exact ? fmt::format("Distance: {}\n", answer.upper)
                     : fmt::format("Distance: {}..{} (not closed within the budget)\n", answer.lower, answer.upper);
    if (answer.within)
        text += *answer.within ? "Within the threshold.\n" : "Not within the threshold.\n";
    Table table({"EDIT", "WHAT", "FROM", "TO", "COST"}, {false, false, false, false, true});
    const auto end = [](const std::string& id, const std::string& label) {
        return id.empty() ? std::string("-") : printable(id + " (" + label + ")");
    };
    for (const ged::EditStep& step : path)
        table.add({opName(step.op), step.node ? "node" : "edge", end(step.from, step.fromLabel),
                   end(step.to, step.toLabel), fmt::format("{}", step.cost)});
    return table.empty() ? text : text + table.text(out);
}

/// Text where a person looks on; scripts get the answer of the contract.
bool wantsText(const Context& context) {
    return !context.out.json() && isatty(STDOUT_FILENO) == 1;
}

Result<std::int64_t> wholeFromZero(const Arguments& arguments, const std::string& name, std::int64_t fallback,
                                   std::int64_t most) {
    const std::int64_t value = arguments.whole(name, fallback);
    if (value < 0)
        return fail("usage.value", fmt::format("--{} {} is below 0.", name, value), "See streamtune ged --help.");
    return std::min(value, most);
}

Result<ged::Batch> batchFrom(const Context& context, const Arguments& arguments) {
    constexpr std::int64_t kDay = 86'400'000;
    constexpr std::int64_t kMegabytes = 1 << 20;
    ged::Batch batch;
    ST_ASSIGN(batch.definition, ged::definitionFromString(arguments.text("definition", "dL")));
    ST_ASSIGN(const std::int64_t time, wholeFromZero(arguments, "budget-ms", 10'000, kDay));
    ST_ASSIGN(const std::int64_t memory, wholeFromZero(arguments, "memory-mb", 64, kMegabytes));
    batch.budget.time = Millis{time};
    batch.budget.memoryBytes = static_cast<std::size_t>(memory) << 20U;
    if (arguments.has("tau")) {
        batch.tau = arguments.number("tau", 0);
        if (!(*batch.tau >= 0))
            return fail("usage.value", "--tau is not a number from 0 on.", "See streamtune ged --help.");
    }
    if (arguments.has("costs")) {
        const auto costs = parseJson(arguments.text("costs"), "--costs");
        if (!costs)
            return fail("usage.value", "--costs is not valid JSON.",
                        "Write costs like '{\"node_substitute\": 2}'; see streamtune ged --help.");
        ST_ASSIGN(batch.costs, ged::costsFromJson(*costs));
    }
    batch.allPairs = arguments.has("pairs");
    batch.threads = std::min(context.common.threads, 256);
    return batch;
}

Result<int> onePair(Context& context, const Arguments& arguments, const ged::Batch& batch) {
    ST_ASSIGN(const JobGraph a, readGraphFile(arguments.text("a")));
    ST_ASSIGN(const JobGraph b, readGraphFile(arguments.text("b")));
    const ged::Query query{batch.definition, batch.costs, batch.budget, batch.tau};
    ST_ASSIGN(const ged::Answer answer, ged::distance(a, b, query, context.stop));
    const std::vector<ged::EditStep> path = ged::editPath(a, b, answer.map, query);
    if (wantsText(context)) {
        context.out.print(pathText(answer, path, context.out));
        return Done;
    }
    std::string line;
    writeAnswer(line, jsonText(a.id), jsonText(b.id), toString(batch.definition), answer);
    context.out.print(line + ",\"path\":" + compactJson(pathJson(path)) + "}\n");
    return Done;
}

Result<int> wholeCorpus(Context& context, const std::string& file, const ged::Batch& batch) {
    ST_ASSIGN(const Corpus corpus, readCorpusFile(file, context.stop));
    std::vector<std::string> ids;
    for (const JobGraph& graph : corpus.graphs)
        ids.push_back(jsonText(graph.id));
    const std::string definition = toString(batch.definition);
    const auto write = [&](std::string& to, const CorpusPair& pair, const ged::Answer& answer) {
        writeAnswer(to, ids[pair.a], ids[pair.b], definition, answer);
        to += "}\n";
    };
    const auto sink = [&](const std::string& lines) {
        context.out.print(lines);
        return std::fflush(stdout) == 0;
    };
    ST_TRY(ged::solveCorpus(corpus, batch, write, sink, context.stop));
    return Done;
}

Result<int> gedVerb(Context& context, const Arguments& arguments) {
    ST_ASSIGN(const ged::Batch batch, batchFrom(context, arguments));
    if (arguments.has("corpus")) {
        if (arguments.has("a"))
            return fail("usage", "Give either two graphs or --corpus FILE.", "See streamtune ged --help.");
        return wholeCorpus(context, arguments.text("corpus"), batch);
    }
    if (!arguments.has("b"))
        return fail("usage", "Two graphs are needed, or --corpus FILE.", "See streamtune ged --help.");
    return onePair(context, arguments, batch);
}

} // namespace

std::vector<Verb> gedVerbs() {
    return {
        {"ged",
         "Compute the exact edit distance of two graphs with its path, or of the pairs of a corpus",
         "Graphs are streamtune.graph/1 or streamtune-job/1 files. With --corpus (streamtune.corpus/1) one line of "
         "JSON per pair comes as soon as it and all before it are done. Costs are 1 an edit; \"us\" is the CPU time "
         "of the search in microseconds. Where the budget does not suffice the answer is an interval that holds the "
         "distance. With a threshold the question is whether the distance is at most that, and the bounds are as "
         "tight as the answer needed.",
         {{"A", "First graph.", false}, {"B", "Second graph.", false}},
         {{"corpus", Kind::File, "FILE", "Corpus instead of two graphs."},
          {"pairs", Kind::Choice, "WHICH", "Every pair, also where the corpus lists some.", {"all"}},
          {"definition",
           Kind::Choice,
           "D",
           "Directed or undirected, edge labels counted (L) or not. Default: dL.",
           {"dL", "dU", "uL", "uU"}},
          {"tau", Kind::Number, "N", "Threshold, for pairs of the corpus that have none of their own."},
          {"budget-ms", Kind::Integer, "N", "CPU time of a pair in milliseconds. Default: 10000."},
          {"memory-mb", Kind::Integer, "N", "Memory of a pair in MiB. Default: 64."},
          {"costs", Kind::Text, "JSON",
           "Edit costs other than 1, such as {\"node_substitute\": 2, \"edge_pairs\": [{\"from\": \"hash\", "
           "\"to\": \"rebalance\", \"cost\": 0.5}]}."}},
         "streamtune ged q5.json q8.json --definition dL",
         gedVerb}};
}

} // namespace streamtune::cli
