// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/context.h"
#include "app/cli/verbs/verbs.h"
#include "core/learn/model.h"
#include "core/workbench/training_desk.h"

namespace streamtune::cli {
namespace {

using workbench::ModelComparison;
using workbench::ModelSummary;
using workbench::TrainingDesk;

std::string figureText(double value) {
    return std::isnan(value) ? "-" : fmt::format("{:.3f}", value);
}

Json summaryJson(const ModelSummary& m) {
    return {{"id", m.id},
            {"engine", m.engine},
            {"kind", m.kind},
            {"job", m.job},
            {"origin", m.origin},
            {"created", m.created},
            {"jobs", m.jobs},
            {"windows", m.windows},
            {"clusters", m.clusters},
            {"shipped", m.shipped},
            {"active", m.active},
            {"held_out", learn::figuresToJson(m.heldOut)},
            {"broken", m.broken.empty() ? Json() : Json(m.broken)}};
}

Result<int> listModels(Context& context, const Arguments&) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto models, TrainingDesk(*bench).models());
    Json list = Json::array();
    Table table({"MODEL", "IN USE", "ENGINE", "FOR", "JOBS", "CLUSTERS", "LOG LOSS", "RIGHT", "NOTE"},
                {false, false, false, false, true, true, true, true, false});
    for (const ModelSummary& m : models) {
        list.push_back(summaryJson(m));
        table.add({printable(m.id), m.active ? "yes" : "", printable(m.engine),
                   printable(m.job.empty() ? "all" : m.job), std::to_string(m.jobs), std::to_string(m.clusters),
                   figureText(m.heldOut.loss), figureText(m.heldOut.accuracy),
                   printable(!m.broken.empty() ? m.broken
                             : m.shipped       ? "shipped"
                                               : "",
                             200)});
    }
    if (context.out.json())
        context.out.document({{"models", std::move(list)}});
    else
        context.out.print(table.text(context.out));
    return Done;
}

void showCard(Context& context, const learn::ModelSet& model) {
    if (context.out.json())
        context.out.document(learn::cardJson(model));
    else
        context.out.print(learn::cardText(model));
}

Result<int> showModel(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto model, TrainingDesk(*bench).model(arguments.text("id")));
    showCard(context, *model);
    return Done;
}

Result<int> checkModel(Context& context, const Arguments& arguments) {
    ST_ASSIGN(const learn::ModelSet model, learn::loadModel(arguments.text("dir")));
    if (!context.out.json())
        context.out.note("The model is whole, of this version of the features, and never rises with parallelism.");
    showCard(context, model);
    return Done;
}

Json comparisonJson(const ModelComparison& c) {
    return {{"candidate", c.candidate},
            {"present", c.present.empty() ? Json() : Json(c.present)},
            {"of_candidate", learn::figuresToJson(c.ofCandidate)},
            {"of_present", learn::figuresToJson(c.ofPresent)},
            {"jobs", c.jobs},
            {"better", c.better},
            {"sentence", c.sentence}};
}

void showComparison(Context& context, const ModelComparison& c) {
    if (context.out.json())
        return context.out.document(comparisonJson(c));
    Table table({"", "MODEL", "LOG LOSS", "BRIER", "RIGHT", "FOUND", "CAPACITY OFF BY"},
                {false, false, true, true, true, true, true});
    for (const auto& [name, id, f] :
         {std::tuple{"candidate", c.candidate, c.ofCandidate}, {"in use", c.present, c.ofPresent}})
        if (!id.empty())
            table.add({name, printable(id), figureText(f.loss), figureText(f.brier), figureText(f.accuracy),
                       figureText(f.recall), figureText(f.capacityError)});
    context.out.print(table.text(context.out));
    context.out.print(c.sentence + "\n");
}

Result<int> compareModels(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const auto comparison, TrainingDesk(*bench).compare(arguments.text("id"), arguments.text("present")));
    showComparison(context, comparison);
    return Done;
}

Result<int> promoteModel(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    const review::Actor actor{arguments.text("as", Context::loginName()), arguments.text("reason")};
    ST_ASSIGN(const auto comparison,
              TrainingDesk(*bench).promote(arguments.text("id"), actor, arguments.has("even-if-worse")));
    showComparison(context, comparison);
    return Done;
}

Result<int> exportModel(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_TRY(TrainingDesk(*bench).exportModel(arguments.text("id"), arguments.text("out")));
    if (context.out.json())
        context.out.document({{"model", arguments.text("id")}, {"out", arguments.text("out")}});
    else
        context.out.print("Wrote " + arguments.text("out") + ".\n");
    return Done;
}

Result<int> importModel(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const std::string id, TrainingDesk(*bench).importModel(arguments.text("dir")));
    if (context.out.json())
        context.out.document({{"model", id}});
    else
        context.out.print("Imported " + id + "; put it into use with `streamtune models promote " + id + "`.\n");
    return Done;
}

Result<int> removeModel(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    const review::Actor actor{arguments.text("as", Context::loginName()), arguments.text("reason")};
    ST_TRY(TrainingDesk(*bench).removeModel(arguments.text("id"), actor));
    if (context.out.json())
        context.out.document({{"removed", arguments.text("id")}});
    return Done;
}

Result<int> driftOfJob(Context& context, const Arguments& arguments) {
    ST_ASSIGN(auto* bench, context.workbench());
    ST_ASSIGN(const std::string job, bench->jobId(arguments.text("connection"), arguments.text("job"), context.stop));
    ST_ASSIGN(const auto view, bench->show(arguments.text("connection"), job, context.stop));
    ST_ASSIGN(const auto drift,
              TrainingDesk(*bench).drift(arguments.text("connection"), view.snapshot.jobName, context.stop));
    if (context.out.json())
        context.out.document({{"alarm", drift.alarm},
                              {"model", drift.model},
                              {"cluster", drift.cluster},
                              {"distance", numberToJson(drift.distance)},
                              {"novelty", drift.novelty},
                              {"surprise", numberToJson(drift.surprise)},
                              {"sentence", drift.sentence}});
    else
        context.out.print(drift.sentence + "\n");
    return Done;
}

} // namespace

std::vector<Verb> modelsVerbs() {
    const Positional connection{"CONNECTION", "Connection."}, job{"JOB", "Id or name of the job."};
    const Positional other{"PRESENT", "The other model."};
    const Positional dir{"DIR", "Folder with model.bin, or the file."};
    const Positional id{"ID", "Name of the model, as `models list` shows it."};
    const Option who{"as", Kind::Text, "WHO", "Who does it. Default: the login name."};
    const Option reason{"reason", Kind::Text, "TEXT", "Why; kept in the audit trail."};
    return {{"models list",
             "List the models of this workspace and the shipped one",
             "",
             {},
             {},
             "streamtune models list",
             listModels},
            {"models show",
             "Show the card of a model",
             "What it was made from, how good it is on jobs kept from its training, and how often its probabilities "
             "came true.",
             {id},
             {},
             "streamtune models show default",
             showModel},
            {"models check",
             "Check a model from anywhere",
             "Reads the model of a folder or file without believing it: sums, shapes, version of the features, and "
             "that its probability never rises with parallelism.",
             {dir},
             {},
             "streamtune models check models/default",
             checkModel},
            {"models compare",
             "Judge two models on the same windows",
             "On windows of jobs that were kept from the training of the first; where this workspace holds none, by "
             "the figures of their cards.",
             {id, other},
             {},
             "streamtune models compare simulated-2026-11-26-t1 default",
             compareModels},
            {"models promote",
             "Put a model into use",
             "Only when its log loss on windows kept from its training is not worse than that of the model in use, "
             "which stays otherwise. Recorded in the audit trail.",
             {id},
             {who, reason, {"even-if-worse", Kind::Flag, "", "Put it into use all the same."}},
             "streamtune models promote simulated-2026-11-26-t1 --as ada --reason \"more history\"",
             promoteModel},
            {"models export",
             "Write a model to a folder",
             "",
             {id},
             {{"out", Kind::Text, "DIR", "Folder; made where it does not exist.", {}, false, true}},
             "streamtune models export default --out /tmp/model",
             exportModel},
            {"models import",
             "Take in a model from a folder",
             "It is checked first, as by `models check`.",
             {dir},
             {},
             "streamtune models import /tmp/model",
             importModel},
            {"models remove",
             "Remove a model that is not in use",
             "",
             {id},
             {who, reason},
             "streamtune models remove simulated-2026-11-26-t1",
             removeModel},
            {"models drift",
             "Say whether a job still looks like what its model has seen",
             "By its distance from the clusters of the model, and by how far what its operators bear is from what the "
             "model expects.",
             {connection, job},
             {},
             "streamtune models drift demo nexmark-q5 --demo",
             driftOfJob}};
}

} // namespace streamtune::cli
