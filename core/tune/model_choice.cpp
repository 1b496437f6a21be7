// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/model_choice.h"

#include <fmt/format.h>

#include "core/ged/cluster/clustering.h"

namespace streamtune::tune {

EncoderChoice chooseEncoder(const learn::ModelSet& model, const JobGraph& graph, std::stop_token stop) {
    EncoderChoice choice;
    choice.encoder = &model.global;
    std::vector<JobGraph> centres;
    for (const learn::ClusterEncoder& cluster : model.clusters)
        centres.push_back(cluster.centre);
    if (centres.empty()) {
        choice.sentence = "The model has one encoder for all jobs.";
        return choice;
    }
    ged::ClusterOptions options;
    options.tau = model.card.tau;
    options.novelty = model.card.novelty;
    options.budget.time = Millis{50};
    const auto placed = ged::place(graph, centres, options, std::move(stop));
    if (!placed) {
        choice.sentence = "The job could not be compared with the clusters (" + placed.error().sentence +
                          "), so the encoder of all jobs speaks for it.";
        return choice;
    }
    choice.distance = placed->distance.lower;
    if (placed->novel) {
        choice.novel = true;
        choice.sentence = fmt::format("This job is unlike anything the model has seen (at least {:.0f} edits from the "
                                      "nearest cluster), so the encoder of all jobs speaks for it.",
                                      choice.distance);
        return choice;
    }
    choice.cluster = static_cast<int>(placed->cluster);
    choice.encoder = &model.clusters[placed->cluster];
    choice.sentence =
        fmt::format("It belongs to cluster {} ({:.0f} edits from its centre).", choice.encoder->id, choice.distance);
    if (!choice.encoder->own)
        choice.sentence += " " + choice.encoder->why;
    return choice;
}

} // namespace streamtune::tune
