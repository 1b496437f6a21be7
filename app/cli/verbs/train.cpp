// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/train_past.h"
#include "app/cli/verbs/verbs.h"
#include "core/base/format.h"
#include "core/workbench/training_desk.h"

namespace streamtune::cli {
namespace {

using workbench::RunState;
using workbench::TrainingDesk;
using workbench::TrainingRun;

Result<int> listRuns(Context& context, const TrainingDesk& desk) {
    ST_ASSIGN(const auto runs, desk.runs());
    if (context.out.json()) {
        Json list = Json::array();
        for (const TrainingRun& run : runs)
            list.push_back(workbench::trainingRunToJson(run));
        context.out.document({{"runs", std::move(list)}});
        return Done;
    }
    Table table({"RUN", "STATE", "FOR", "STAGE", "DONE", "SPENT", "MODEL"}, {false, false, false, false, true, true});
    for (const TrainingRun& run : runs)
        table.add({run.id, workbench::toString(run.state),
                   printable(run.job.empty() ? run.engine : run.connection + "/" + run.job), printable(run.stage),
                   formatShare(run.share()), formatSeconds(run.spent), printable(run.model)});
    context.out.print(table.text(context.out));
    return Done;
}

/// The run named, else the newest that can go on.
Result<std::string> runToResume(const TrainingDesk& desk, const std::string& named) {
    if (!named.empty())
        return named;
    ST_ASSIGN(const auto runs, desk.runs());
    for (const TrainingRun& run : runs)
        if (run.state == RunState::Paused || run.state == RunState::Interrupted || run.state == RunState::Cancelled)
            return run.id;
    return fail("train.state", "No training of this workspace was paused or interrupted.",
                "List the runs with `streamtune train --list`.");
}

void showProgress(Context& context, const TrainingRun& run, int& told) {
    report(context.progress(), {run.stage, static_cast<std::int64_t>(1000 * run.share()), 1000,
                                run.remaining ? formatSeconds(run.remaining) + " left at most" : std::string(), true});
    if (!context.out.lines() || run.curves.empty() || run.curves.back().epochs.empty())
        return;
    const auto& curve = run.curves.back();
    const int number = static_cast<int>(run.curves.size()) * 1'000'000 + curve.epochs.back().number;
    if (number == told)
        return;
    told = number;
    const learn::Epoch& epoch = curve.epochs.back();
    context.out.document({{"run", run.id},
                          {"cluster", curve.cluster},
                          {"epoch", epoch.number},
                          {"training", epoch.training},
                          {"validation", numberToJson(Number(epoch.validation))},
                          {"spent", run.spent},
                          {"remaining", numberToJson(run.remaining)}});
}

Result<int> finish(Context& context, const Arguments& arguments, TrainingDesk& desk, const std::string& id) {
    int told = 0;
    ST_TRY(desk.work(context.stop, [&](const TrainingRun& run) { showProgress(context, run, told); }));
    ST_ASSIGN(const TrainingRun run, desk.run(id));
    if (run.state == RunState::Failed)
        return fail("train.run", run.sentence); // of what it was given: history, clusters, job
    if (run.state != RunState::Done)
        return fail("train.cancelled", run.sentence.empty() ? "The training was stopped." : run.sentence,
                    "Go on with `streamtune train --resume`.");
    if (arguments.has("out"))
        ST_TRY(desk.exportModel(run.model, arguments.text("out")));
    if (context.out.json()) {
        context.out.document(workbench::trainingRunToJson(run));
        return Done;
    }
    Table table({"ENCODER", "EPOCHS", "BEST", "ENDING"}, {false, true, true, false});
    for (const workbench::TrainingCurve& curve : run.curves)
        table.add({printable(curve.cluster), std::to_string(curve.epochs.size()), std::to_string(curve.bestEpoch),
                   printable(curve.ending, 200)});
    context.out.print(table.text(context.out));
    context.out.print(run.sentence + "\n");
    return Done;
}

Result<int> train(Context& context, const Arguments& arguments) {
    if (arguments.has("jobs"))
        return trainOnPastJobs(context, arguments);
    ST_ASSIGN(auto* bench, context.workbench());
    TrainingDesk desk(*bench);
    if (arguments.has("list"))
        return listRuns(context, desk);
    if (arguments.has("resume")) {
        ST_ASSIGN(const std::string id, runToResume(desk, arguments.text("run")));
        ST_TRY(desk.resume(id));
        return finish(context, arguments, desk, id);
    }
    workbench::TrainingRequest request;
    ST_ASSIGN(request.settings, encoderSettings(context, arguments));
    request.engine = arguments.text("engine", request.engine);
    request.name = arguments.text("name");
    request.who = Context::loginName();
    request.from = arguments.text("from");
    for (const std::string& id : arguments.all("clusters"))
        if (id != "all")
            request.clusters.push_back(id);
    if (arguments.has("job")) {
        if (!arguments.has("connection") || !arguments.has("jobname"))
            return fail("usage.value", "Fine-tuning needs a connection and a job.",
                        "streamtune train --job CONNECTION JOBNAME");
        ST_ASSIGN(const auto profile, bench->connection(arguments.text("connection")));
        request.engine = engines::toString(profile.kind);
        request.connection = profile.name;
        request.job = arguments.text("jobname");
        if (const auto id = bench->jobId(request.connection, request.job, context.stop))
            if (const auto view = bench->show(request.connection, *id, context.stop))
                request.job = view->snapshot.jobName;
    }
    ST_ASSIGN(const std::string id, desk.enqueue(request));
    return finish(context, arguments, desk, id);
}

} // namespace

std::vector<Verb> trainVerbs() {
    return {
        {"train",
         "Train models from history: encoders per cluster, for one job, or from simulated jobs",
         "Trains one encoder per cluster of jobs from the quiet windows of this workspace, and a global one that "
         "stands "
         "in where a cluster has too little history. An encoder reads operators, windows, joins, widths, ship "
         "strategies "
         "and rates, and gives the probability that an operator is a bottleneck at any parallelism. Runs at lower "
         "priority; checkpoints are kept, so that a training that was stopped or killed goes on with --resume and ends "
         "with the same model as one that was not. The model lies beside the workspace and is put into use with "
         "`models "
         "promote`.\n\nWith --job the encoder of the job's cluster is fine-tuned for that one job.\n\nWith --jobs a "
         "history is made of the simulated jobs of a folder, and priors of the capacity head are learned besides; the "
         "same jobs and seed give the same files.",
         {{"CONNECTION", "Connection (with --job).", false}, {"JOBNAME", "Id or name of the job (with --job).", false}},
         {{"job", Kind::Flag, "", "Fine-tune for the job CONNECTION JOBNAME."},
          {"from", Kind::Text, "CLUSTER", "Encoder to fine-tune. Default: that of the cluster the job belongs to."},
          {"engine",
           Kind::Choice,
           "ENGINE",
           "Whose history; models of engines are never mixed. Default: simulated.",
           {"simulated", "flink", "timely"}},
          {"clusters",
           Kind::Text,
           "ID",
           "Cluster to train anew (may be given several times; \"global\" is one), or all. The others are taken from "
           "the model in use. Default: all.",
           {},
           true},
          {"name", Kind::Text, "NAME", "Name of the model. Default: made from engine and date."},
          {"resume", Kind::Flag, "", "Go on with a training that was paused, cancelled or interrupted."},
          {"run", Kind::Text, "RUN", "Which one to resume. Default: the newest."},
          {"list", Kind::Flag, "", "List the trainings of this workspace."},
          {"out", Kind::Text, "DIR", "Folder to write the model to as well; made where it does not exist."},
          {"jobs", Kind::Folder, "DIR", "Folder with streamtune-job/1 files: train on simulated windows of these."},
          {"deployments", Kind::Integer, "N", "Deployments a simulated job. Default: 24."},
          {"epochs", Kind::Integer, "N", "Epochs at most. Default: 200."},
          {"patience", Kind::Integer, "N", "Epochs without a better validation loss. Default: 25."},
          {"hidden", Kind::Integer, "N", "Width of the encoder. Default: 64."},
          {"learning-rate", Kind::Number, "X", "Of Adam. Default: 0.003."},
          {"weight-decay", Kind::Number, "X", "Decoupled. Default: 0.0001."},
          {"capacity-weight", Kind::Number, "X",
           "Of the measured capacity beside the labels; 0: labels alone. Default: 0.5."},
          {"layers", Kind::Integer, "N", "Steps of message passing. Default: 3."}},
         "streamtune train --demo --epochs 50",
         train}};
}

} // namespace streamtune::cli
