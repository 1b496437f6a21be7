// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/first_rows.h"
#include "app/cli/shapes.h"
#include "app/cli/verbs/verbs.h"
#include "core/compare/compare.h"
#include "core/compare/encoder_ways.h"
#include "core/compare/jobs.h"
#include "core/compare/past.h"
#include "core/learn/prior_training.h"
#include "core/workbench/past_jobs.h"

namespace streamtune::cli {
namespace {

Json rowJson(const compare::Row& row) {
    return {{"job", row.job},
            {"method", row.method},
            {"tunings", row.tunings},
            {"reconfigurations", row.reconfigurations},
            {"reconfigurations_mean", row.reconfigurationsMean},
            {"reconfigurations_max", row.reconfigurationsMax},
            {"final_sum", row.finalSum},
            {"oracle_sum", row.oracleSum},
            {"parallelism_ratio", row.parallelismRatio},
            {"parallelism_ratio_mean", row.parallelismRatioMean},
            {"backpressured_after", row.backpressuredAfter},
            {"over_operator_minutes", row.overOperatorMinutes},
            {"under_operator_minutes", row.underOperatorMinutes},
            {"decision_ms_median", row.decisionMsMedian}};
}

std::vector<std::string> splitList(const std::string& text) {
    std::vector<std::string> result;
    std::size_t start = 0;
    while (start <= text.size()) {
        const std::size_t end = std::min(text.find(',', start), text.size());
        if (end > start)
            result.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return result;
}

/// What the learning methods know: of a history file, of a model folder (its encoders go into the request), else
/// nullptr for what is shipped.
Result<std::shared_ptr<const learn::PriorSet>> priorsFor(Context& context, const Arguments& arguments,
                                                         compare::Request& request, std::vector<std::string>& notes) {
    if (arguments.has("history") && arguments.has("models"))
        context.out.note("The model of --models judges; --history is not learned from.");
    if (arguments.has("history") && !arguments.has("models")) {
        ST_ASSIGN(const auto judged, compare::jobNames(request)); // they must not teach
        ST_ASSIGN(auto past,
                  workbench::pastJobsOfFile(arguments.text("history"), judged, context.stop, context.progress()));
        notes = std::move(past.notes);
        ST_ASSIGN(auto priors, learn::trainPriors(past.jobs, {}, context.stop, context.progress()));
        notes.push_back(fmt::format("Learned from {} windows of {} jobs.", past.windows, past.jobs.size()));
        return std::make_shared<const learn::PriorSet>(std::move(priors));
    }
    if (arguments.has("past") && !arguments.has("models")) {
        ST_ASSIGN(const auto jobs, compare::loadJobs(arguments.text("past")));
        std::vector<learn::PastJob> past;
        for (const auto& job : jobs.simulators)
            past.push_back(compare::makePast(job, {}));
        ST_ASSIGN(auto priors, learn::trainPriors(past, {}, context.stop, context.progress()));
        if (arguments.has("priors-out"))
            ST_TRY(writeFile(arguments.text("priors-out"), prettyJson(learn::priorsToJson(priors)) + "\n"));
        return std::make_shared<const learn::PriorSet>(std::move(priors));
    }
    if (!arguments.has("models"))
        return nullptr;
    const std::filesystem::path folder = arguments.text("models");
    std::error_code ignored;
    const bool encoders = std::filesystem::exists(folder / learn::kModelFile, ignored);
    if (encoders) {
        ST_ASSIGN(auto model, learn::loadModel(folder));
        request.model = std::make_shared<const learn::ModelSet>(std::move(model));
    }
    const std::filesystem::path file = folder / "priors.json";
    if (encoders && !std::filesystem::exists(file, ignored)) {
        notes.push_back("The model holds no priors of the capacity head; the shipped ones are used.");
        return nullptr;
    }
    ST_ASSIGN(const std::string text, readFile(file));
    ST_ASSIGN(const Json json, parseJson(text, file.string()));
    ST_ASSIGN(auto priors, learn::priorsFromJson(json));
    return std::make_shared<const learn::PriorSet>(std::move(priors));
}

/// By name of the way; empty where nothing says that encoders are to be heard.
Result<std::map<std::string, learn::EncoderChoir>> encodersFor(Context& context, const Arguments& arguments,
                                                               const compare::Request& request) {
    if (!arguments.has("encoders"))
        return std::map<std::string, learn::EncoderChoir>{};
    if (!arguments.has("past"))
        return fail("usage", "Encoders are weighed by past jobs that they have not seen.",
                    "Give the folder of the jobs that the model was trained on with --past.");
    const auto model = request.model ? request.model : learn::shippedModel();
    if (!model)
        return fail("model.unknown", "This program was built without a model.", "Give one with --models DIR.");
    ST_ASSIGN(const auto jobs, compare::loadJobs(arguments.text("past")));
    return compare::encoderWays(model, jobs, context.stop, context.progress());
}

Result<int> compareMethods(Context& context, const Arguments& arguments) {
    compare::Request request;
    request.jobs = arguments.text("jobs");
    request.unseen = arguments.integer("unseen", 0);
    request.seed = context.common.seed;
    if (request.jobs.empty() == (request.unseen == 0))
        return fail("usage", "Give either --jobs or --unseen.", "See streamtune compare --help.");
    if (const std::string methods = arguments.text("methods", "all"); methods != "all")
        request.methods = splitList(methods);
    request.trace = arguments.text("trace");
    request.campaigns = arguments.integer("campaigns", request.campaigns);
    request.physics = arguments.text("physics");
    request.cold = arguments.has("cold");
    request.quietWindows = arguments.integer("windows", request.quietWindows);
    request.threads = context.common.threads;
    std::vector<std::string> notes;
    ST_ASSIGN(request.priors, priorsFor(context, arguments, request, notes));
    ST_ASSIGN(const auto encoders, encodersFor(context, arguments, request));
    if (arguments.has("first")) {
        compare::FirstRequest first{request, encoders};
        first.shortage = arguments.number("shortage", first.shortage);
        return compareFirst(context, first, std::move(notes));
    }
    const auto onRow = [&](const compare::Row& row) {
        if (context.out.lines())
            context.out.document(rowJson(row));
    };
    ST_ASSIGN(auto report, compare::run(request, context.stop, context.progress(), onRow));
    for (const auto& [name, choir] : encoders) {
        notes.push_back(fmt::format("The {} counts {:.2f} beside kind and features, by {} operators it had not seen.",
                                    name, choir.voice.weight, choir.voice.operators));
        compare::Request heard = request;
        heard.encoders = std::make_shared<const learn::EncoderChoir>(choir);
        heard.methods = {"st-cap"};
        heard.trace.clear();
        ST_ASSIGN(auto more, compare::run(heard, context.stop, context.progress(), {}));
        for (compare::Row& row : more.rows) {
            row.method += ", " + name;
            onRow(row);
            report.rows.push_back(std::move(row));
        }
    }
    notes.insert(notes.end(), report.notes.begin(), report.notes.end());
    for (const std::string& note : notes)
        context.out.note(printable(note, 1000));
    if (context.out.format == Format::Json) {
        Json rows = Json::array();
        for (const compare::Row& row : report.rows)
            rows.push_back(rowJson(row));
        context.out.document({{"rows", rows}, {"notes", notes}});
    } else if (!context.out.json()) {
        Table table({"JOB", "METHOD", "TUNINGS", "RECONF. MEAN", "MAX", "RATIO", "BAD", "OVER MIN", "UNDER MIN", "MS"},
                    {false, false, true, true, true, true, true, true, true, true});
        for (const compare::Row& row : report.rows)
            table.add({printable(row.job), row.method, std::to_string(row.tunings),
                       fmt::format("{:.3f}", row.reconfigurationsMean), std::to_string(row.reconfigurationsMax),
                       fmt::format("{:.4f}", row.parallelismRatio), std::to_string(row.backpressuredAfter),
                       fmt::format("{:.1f}", row.overOperatorMinutes), fmt::format("{:.1f}", row.underOperatorMinutes),
                       fmt::format("{:.3f}", row.decisionMsMedian)});
        context.out.print(table.text(context.out));
    }
    return Done;
}

} // namespace

std::vector<Verb> compareVerbs() {
    return {
        {"compare",
         "Judge methods against each other and the oracle on simulated jobs",
         "One row per job and method, and a row \"*\" per method over all jobs. RATIO is final parallelism over that "
         "of the oracle (in \"*\" the mean over the jobs), BAD the windows with back-pressure after a tuning, OVER and "
         "UNDER operator-minutes above and "
         "below the oracle, MS the median time of a decision in milliseconds.",
         {},
         {{"jobs", Kind::Folder, "DIR", "Folder with streamtune-job/1 files; others are skipped with a note."},
          {"unseen", Kind::Integer, "N",
           "Instead of --jobs: make N jobs from --seed, of the families of the shipped history and of new ones."},
          {"history", Kind::File, "FILE",
           "Learn the priors from this history (as import takes it) first; jobs that are judged are left out."},
          {"past", Kind::Folder, "DIR",
           "Make a history of these past jobs (streamtune-job/1) by the reference recipe, and learn the priors from "
           "it."},
          {"priors-out", Kind::File, "FILE", "With --past: also write the priors to FILE."},
          {"models", Kind::Folder, "DIR",
           "Folder of a trained model: priors.json, model.bin or both. Default: the shipped ones."},
          {"methods", Kind::Text, "LIST", "Comma-separated methods, or all. Default: all."},
          {"campaigns", Kind::Integer, "N", "Campaigns a job. Default: 6."},
          {"physics",
           Kind::Choice,
           "NAME",
           "Noise of the simulator. Default: that of each file.",
           {"calm", "standard", "rough"}},
          {"windows", Kind::Integer, "N", "Quiet windows whose mean a decision sees. Default: 1."},
          {"cold", Kind::Flag, "", "Start every campaign at parallelism 1."},
          {"first", Kind::Flag, "",
           "Instead of campaigns: the first deployment of each job as if it had never run, at the first rate of its "
           "first campaign, by history and by its rivals, with 95 % intervals over the jobs."},
          {"shortage", Kind::Number, "X",
           "With --first: what an instance too few costs beside one too many. Default: 1.75."},
          {"encoders", Kind::Flag, "",
           "Let the default head hear graph encoders too, and show what they are worth: that of the job's cluster, "
           "one for all jobs, and that of another cluster, each weighed by the jobs of --past that the model kept "
           "from its training."},
          {"trace", Kind::File, "FILE", "Write what was applied as JSON lines, for a judge to replay; overwritten."}},
         "streamtune compare --jobs tests/data/simulator/bench --methods ds2,oracle --json",
         compareMethods}};
}

} // namespace streamtune::cli
