// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/shapes.h"
#include "app/cli/verbs/verbs.h"
#include "core/engines/simulated/job_truth.h"
#include "core/engines/simulated/simulator.h"

namespace streamtune::cli {
namespace {

using namespace engines::simulated;

/// 17 significant digits, so that every double survives; infinite is null.
std::string exact(double value) {
    if (std::isnan(value))
        return "\"NaN\"";
    return std::isfinite(value) ? fmt::format("{:.17g}", value) : "null";
}

std::string windowJson(const Window& window, const JobSpec& spec) {
    std::string text =
        fmt::format("{{\"dep\":{},\"win\":{},\"bad\":{},\"nodes\":[", window.dep, window.win, window.bad);
    for (std::size_t v = 0; v < window.nodes.size(); ++v) {
        const NodeWindow& n = window.nodes[v];
        text +=
            fmt::format("{}{{\"id\":{},\"p\":{},\"capacity\":{},\"in_rate\":{},\"out_rate\":{},\"busy_mean\":{},"
                        "\"busy_max\":{},\"bp_mean\":{},\"bp_max\":{},\"idle_mean\":{},\"sub_max\":{},\"sub_min\":{},"
                        "\"sub_in\":[",
                        v ? "," : "", jsonText(spec.graph.nodes[v].id), n.p, exact(n.capacity), exact(n.inRate),
                        exact(n.outRate), exact(n.busyMean), exact(n.busyMax), exact(n.bpMean), exact(n.bpMax),
                        exact(n.idleMean), exact(n.subMax), exact(n.subMin));
        for (std::size_t i = 0; i < n.subIn.size(); ++i)
            text += (i ? "," : "") + exact(n.subIn[i]);
        text += "]}";
    }
    text += "],\"sources\":[";
    for (std::size_t s = 0; s < window.sources.size(); ++s) {
        const SourceWindow& source = window.sources[s];
        text += fmt::format("{}{{\"id\":{},\"offered\":{},\"accepted\":{},\"f\":{},\"backlog\":{}}}", s ? "," : "",
                            jsonText(spec.graph.nodes[source.node].id), exact(source.offered), exact(source.accepted),
                            exact(source.factor), exact(source.backlog));
    }
    return text + "]}";
}

std::string windowText(const Window& window, const JobSpec& spec, const Output& out) {
    Table table({"NODE", "P", "CAPACITY/s", "IN/s", "OUT/s", "BUSY MAX", "BACKPR. MAX"},
                {false, true, true, true, true, true, true});
    for (std::size_t v = 0; v < window.nodes.size(); ++v) {
        const NodeWindow& n = window.nodes[v];
        table.add({printable(spec.graph.nodes[v].id), std::to_string(n.p),
                   std::isfinite(n.capacity) ? rateText(n.capacity) : "unbounded", rateText(n.inRate),
                   rateText(n.outRate), shareText(n.busyMax), shareText(n.bpMax)});
    }
    return fmt::format("deployment {}, window {}{}\n{}\n", window.dep, window.win,
                       window.bad ? ", sources throttled" : "", table.text(out));
}

constexpr double kLargestRate = 1e15;    ///< as in job files
constexpr double kLargestMultiple = 1e6; ///< as in their schedules

/// The JSON object of an option.
Result<Json> objectOf(const Arguments& arguments, const char* option) {
    auto json = parseJson(arguments.text(option), std::string("--") + option);
    if (!json || !json->is_object())
        return fail("usage.value", fmt::format("--{} takes a JSON object.", option), "For example {\"sour1\": 80000}.");
    return json;
}

Status knownNodes(const Json& object, const char* option, const JobSpec& spec, bool sourcesOnly) {
    for (const auto& [id, value] : object.items()) {
        const auto at = spec.graph.indexOf(id);
        if (!at || (sourcesOnly && !spec.graph.isSource(id)))
            return fail("usage.value", fmt::format("--{} names \"{}\", which is no {} of {}.", option, printable(id),
                                                   sourcesOnly ? "source" : "node", spec.name));
        const bool good =
            sourcesOnly
                ? value.is_number() && value.get<double>() >= 0 && value.get<double>() <= kLargestRate
                : value.is_number_integer() && value.get<std::int64_t>() >= 1 && value.get<std::int64_t>() <= 32'768;
        if (!good)
            return fail("usage.value", fmt::format("--{} gives \"{}\" a value out of range.", option, printable(id)),
                        sourcesOnly ? "A rate is a number of records/s from 0 to 1e15."
                                    : "A parallelism is 1 to 32768.");
    }
    return {};
}

Result<std::vector<double>> ratesFrom(const Arguments& arguments, const JobSpec& spec) {
    if (arguments.has("rate") == arguments.has("multiple"))
        return fail("usage", "Give either --rate or --multiple.", "See streamtune simulate --help.");
    if (arguments.has("multiple")) {
        const double multiple = arguments.number("multiple", 0);
        if (!(multiple >= 0 && multiple <= kLargestMultiple))
            return fail("usage.value", fmt::format("--multiple {} is not from 0 to 1e6.", multiple),
                        "See streamtune simulate --help.");
        return spec.ratesAt(multiple);
    }
    ST_ASSIGN(const Json json, objectOf(arguments, "rate"));
    ST_TRY(knownNodes(json, "rate", spec, true));
    std::vector<double> rates(spec.graph.nodes.size(), 0.0);
    for (const auto& [id, value] : json.items())
        rates[*spec.graph.indexOf(id)] = value.get<double>();
    for (const Operator& node : spec.graph.nodes)
        if (spec.graph.isSource(node.id) && !json.contains(node.id))
            return fail("usage.value", "--rate leaves out the source \"" + printable(node.id) + "\".");
    return rates;
}

/// The named set wins over the file's overrides in what it names; without a name the file's hold.
Result<Physics> physicsFrom(const Arguments& arguments, const std::map<std::string, double>& overrides) {
    ST_ASSIGN(const Physics standard, physicsByName("standard"));
    ST_ASSIGN(Physics physics, withOverrides(standard, overrides));
    if (arguments.has("physics")) {
        ST_ASSIGN(const Physics named, physicsByName(arguments.text("physics")));
        physics.jitter = named.jitter;
        physics.noiseRate = named.noiseRate;
        physics.noiseBusy = named.noiseBusy;
    }
    return physics;
}

Result<int> simulate(Context& context, const Arguments& arguments) {
    const std::string file = arguments.text("job");
    ST_ASSIGN(const std::string text, readFile(file));
    ST_ASSIGN(JobFile job, readJobFile(text, file));
    const Simulator simulator(std::move(job));
    const JobSpec& spec = simulator.spec();
    ST_ASSIGN(const auto rates, ratesFrom(arguments, spec));
    ST_ASSIGN(const Json vector, objectOf(arguments, "parallelism"));
    ST_TRY(knownNodes(vector, "parallelism", spec, false));
    ST_ASSIGN(const Physics physics, physicsFrom(arguments, simulator.physicsOverrides()));
    const std::vector<int> levels = spec.inOrder(vector.get<ParallelismVector>());
    WindowAddress address{context.common.seed, arguments.integer("dep", 0),
                          arguments.integer("win", physics.quietFrom)};
    const int count = arguments.integer("windows", 1);
    constexpr std::int64_t kLargest = std::numeric_limits<int>::max();
    if (arguments.whole("dep", 0) > kLargest || arguments.whole("win", 0) > kLargest - count)
        return fail("usage.value", fmt::format("Deployments and windows are numbered up to {}.", kLargest),
                    "See streamtune simulate --help.");
    std::string list;
    for (int i = 0; i < count && !context.out.closed(); ++i, ++address.win) {
        if (context.stop.stop_requested())
            return fail("cancelled", "The simulation was interrupted.");
        const Window window = simulator.simulate(rates, levels, address, physics);
        if (context.out.lines())
            context.out.print(windowJson(window, spec) + "\n");
        else if (context.out.json())
            list += (i ? "," : "") + windowJson(window, spec);
        else
            context.out.print(windowText(window, spec, context.out));
    }
    if (context.out.format == Format::Json)
        context.out.print("{\"windows\":[" + list + "]}\n");
    return Done;
}

} // namespace

std::vector<Verb> simulateVerbs() {
    return {
        {"simulate",
         "Compute windows of a simulated job: a pure function of its arguments",
         "Numbers come with 17 significant digits, an infinite capacity as null. Capacity, \"bad\" and \"f\" are the "
         "truth that no method sees. Rates are records/s.",
         {},
         {{"job", Kind::File, "FILE", "Job (streamtune-job/1).", {}, false, true},
          {"parallelism",
           Kind::Text,
           "JSON",
           "Parallelism by node id, such as {\"aggr2\": 4}; a node left out keeps its initial one.",
           {},
           false,
           true},
          {"rate", Kind::Text, "JSON", "Offered records/s by source id."},
          {"multiple", Kind::Number, "M", "Offered rates as a multiple of the job's unit, instead of --rate."},
          {"dep", Kind::Integer, "D", "Number of the deployment. Default: 0."},
          {"win", Kind::Integer, "W", "Number of the first window since the deployment. Default: the first quiet one."},
          {"windows", Kind::Integer, "N", "Number of windows. Default: 1."},
          {"physics",
           Kind::Choice,
           "NAME",
           "Noise. Default: that of the file, else standard.",
           {"calm", "standard", "rough"}}},
         "streamtune simulate --job nexmark-q5.json --parallelism '{\"aggr2\":6}' --multiple 5 --seed 105000 --json",
         simulate}};
}

} // namespace streamtune::cli
