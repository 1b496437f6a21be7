// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/encoder_ways.h"

#include <algorithm>

#include "core/compare/past.h"
#include "core/tune/model_choice.h"

namespace streamtune::compare {
namespace {

/// The next cluster after the one chosen that has an encoder of its own.
const learn::Encoder& otherThan(const learn::ModelSet& model, const tune::EncoderChoice& chosen) {
    const std::size_t n = model.clusters.size();
    const std::size_t at = chosen.cluster < 0 ? n - 1 : static_cast<std::size_t>(chosen.cluster);
    for (std::size_t i = 1; i < n; ++i)
        if (const learn::ClusterEncoder& next = model.clusters[(at + i) % n]; next.own)
            return next.encoder;
    return model.global.encoder;
}

} // namespace

learn::EncoderSays sayingsOf(std::shared_ptr<const learn::ModelSet> model, EncoderOf which) {
    return [model = std::move(model), which](const JobGraph& graph) {
        const learn::Encoder* encoder = &model->global.encoder;
        if (which != EncoderOf::Global) {
            const tune::EncoderChoice chosen = tune::chooseEncoder(*model, graph, {});
            encoder = which == EncoderOf::Cluster ? &chosen.encoder->encoder : &otherThan(*model, chosen);
        }
        std::vector<double> levels;
        for (const learn::NodeOutlook& node : learn::look(*encoder, learn::encode(graph, {})))
            levels.push_back(node.level);
        return levels;
    };
}

Result<std::map<std::string, learn::EncoderChoir>> encoderWays(std::shared_ptr<const learn::ModelSet> model,
                                                               const Jobs& past, std::stop_token stop,
                                                               const ProgressSink& progress) {
    std::vector<learn::PastJob> seen, kept;
    std::vector<const JobGraph*> keptGraphs;
    for (const auto& job : past.simulators) {
        const bool held = std::ranges::find(model->card.heldOut, job.spec().name) != model->card.heldOut.end();
        (held ? kept : seen).push_back(makePast(job, {}));
        if (held)
            keptGraphs.push_back(&job.spec().graph);
    }
    if (kept.empty() || seen.empty())
        return fail("compare.encoders",
                    "None of the past jobs was kept from the training of the model, so its encoders cannot be weighed.",
                    "Give the folder of jobs that the model was trained on with --past.");
    ST_ASSIGN(const learn::PriorSet priors, learn::trainPriors(seen, {}, stop, progress));
    std::map<std::string, learn::EncoderChoir> ways;
    for (const auto& [name, which] : {std::pair{"cluster's encoder", EncoderOf::Cluster},
                                      {"global encoder", EncoderOf::Global},
                                      {"another cluster's", EncoderOf::OtherCluster}}) {
        learn::EncoderChoir choir{sayingsOf(model, which), {}};
        std::vector<std::vector<double>> said;
        for (const JobGraph* graph : keptGraphs)
            said.push_back(choir.says(*graph));
        choir.voice = learn::weighVoice(kept, said, priors);
        ways.emplace(name, std::move(choir));
    }
    return ways;
}

} // namespace streamtune::compare
