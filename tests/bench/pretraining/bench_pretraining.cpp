// SPDX-License-Identifier: GPL-3.0-or-later
// Pre-training speed: 2,000 DAGs of 3 to 30 nodes, 20 features, hidden 64, 3 layers, batches of 64; milliseconds per
// epoch, median of epochs from the second on, wall and CPU. `run.sh` beside this file compares with the same network in
// PyTorch Geometric on the same data: --dump FILE writes it.
#include <algorithm>
#include <ctime>
#include <fmt/ranges.h>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "core/learn/encoder_training.h"

using namespace streamtune::learn;

namespace {

constexpr std::size_t kFeatures = 20;
constexpr int kEpochs = 16;

/// Levels follow from features of a node and its parents, so that there is something to learn.
std::vector<Sample> graphs() {
    std::mt19937_64 random(2025);
    std::normal_distribution<float> normal;
    std::vector<Sample> all;
    for (int g = 0; g < 2000; ++g) {
        Sample sample;
        sample.graph.nodes = 3 + random() % 28;
        const std::size_t n = sample.graph.nodes;
        std::vector<std::vector<std::uint32_t>> parents(n), children(n);
        for (std::uint32_t v = 1; v < n; ++v) {
            const std::size_t degree = 1 + (v > 1 && random() % 3 == 0);
            for (std::size_t d = 0; d < degree; ++d) {
                const auto u = static_cast<std::uint32_t>(random() % v);
                parents[v].push_back(u);
                children[u].push_back(v);
            }
        }
        for (auto [lists, to] : {std::pair{&parents, &sample.graph.parents}, {&children, &sample.graph.children}})
            for (const auto& list : *lists) {
                to->list.insert(to->list.end(), list.begin(), list.end());
                to->start.push_back(static_cast<std::uint32_t>(to->list.size()));
            }
        for (std::size_t i = 0; i < n * kFeatures; ++i)
            sample.graph.rows.push_back(normal(random));
        for (std::size_t v = 0; v < n; ++v) {
            float level = 11 + 0.5F * sample.graph.rows[v * kFeatures] - 0.3F * sample.graph.rows[v * kFeatures + 1];
            for (const std::uint32_t u : parents[v])
                level += 0.4F * sample.graph.rows[u * kFeatures + 2] / static_cast<float>(parents[v].size());
            NodeTarget target;
            target.p = 1 + static_cast<int>(random() % 32);
            target.logDemand = 12.5F + normal(random);
            const float capacity = level + 0.9F * std::log(static_cast<float>(target.p));
            target.label = random() % 4 == 0 ? -1 : target.logDemand > capacity ? 1 : 0;
            if (random() % 2 == 0)
                target.logCapacity = capacity + 0.05F * normal(random);
            sample.targets.push_back(target);
        }
        all.push_back(std::move(sample));
    }
    return all;
}

/// NaN as null.
std::string number(float value) {
    return std::isnan(value) ? "null" : fmt::format("{}", value);
}

void dump(const std::vector<Sample>& samples, const EncoderTraining& settings, const std::string& file) {
    std::ofstream out(file);
    out << "{\"initial\":[";
    const auto weights = initialWeights(settings.shape, settings.seed);
    for (std::size_t i = 0; i < weights.size(); ++i)
        out << (i ? "," : "") << fmt::format("{}", weights[i]);
    out << "],\"orders\":[";
    const std::size_t batches =
        (samples.size() + static_cast<std::size_t>(settings.batch) - 1) / static_cast<std::size_t>(settings.batch);
    for (int epoch = 0; epoch < settings.epochs; ++epoch)
        out << (epoch ? "," : "") << fmt::format("[{}]", fmt::join(batchOrder(settings.seed, epoch, batches), ","));
    out << "],\"graphs\":[";
    for (std::size_t s = 0; s < samples.size(); ++s) {
        const EncodedGraph& graph = samples[s].graph;
        out << (s ? ",\n" : "\n") << "{\"n\":" << graph.nodes << ",\"x\":[";
        for (std::size_t i = 0; i < graph.rows.size(); ++i)
            out << (i ? "," : "") << fmt::format("{}", graph.rows[i]);
        out << "],\"edges\":[";
        bool first = true;
        for (std::size_t v = 0; v < graph.nodes; ++v)
            for (std::uint32_t e = graph.parents.start[v]; e < graph.parents.start[v + 1]; ++e, first = false)
                out << (first ? "" : ",") << '[' << graph.parents.list[e] << ',' << v << ']';
        out << "],\"targets\":[";
        for (std::size_t v = 0; v < graph.nodes; ++v) {
            const NodeTarget& t = samples[s].targets[v];
            out << (v ? "," : "") << '[' << number(t.logDemand) << ',' << number(t.logCapacity) << ',' << t.p << ','
                << t.label << ']';
        }
        out << "]}";
    }
    out << "]}\n";
}

double cpuSeconds() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

} // namespace

int main(int argc, char** argv) {
    EncoderTraining settings;
    settings.shape = {kFeatures, 64, 3};
    settings.epochs = kEpochs;
    settings.patience = kEpochs;
    TrainingSet set;
    set.training = graphs();
    if (argc == 3 && std::string(argv[1]) == "--dump") {
        dump(set.training, settings, argv[2]);
        return 0;
    }
    const auto room = torchRoom();
    if (!room) {
        fmt::print(stderr, "{}\n", room.error().sentence);
        return 1;
    }
    fmt::print("threads  wall ms  cpu ms  loss of epoch 1  loss of epoch {}\n", kEpochs);
    for (const int threads : {1, 2}) {
        settings.threads = threads;
        std::vector<double> wall, cpu;
        double before = cpuSeconds();
        const auto trained = (*room)->train(set, settings, nullptr, {},
                                            [&](const TrainingState& state) {
                                                const double now = cpuSeconds();
                                                if (state.epoch > 1) {
                                                    wall.push_back(1e3 * state.curve.back().seconds);
                                                    cpu.push_back(1e3 * (now - before));
                                                }
                                                before = now;
                                            },
                                            {});
        if (!trained) {
            fmt::print(stderr, "{}\n", trained.error().sentence);
            return 1;
        }
        fmt::print("{:7}  {:7.1f}  {:6.1f}  {:15.6f}  {:16.6f}\n", threads, median(wall), median(cpu),
                   trained->state.curve.front().training, trained->state.curve.back().training);
        if (threads == 1) {
            fmt::print("curve");
            for (const Epoch& epoch : trained->state.curve)
                fmt::print(" {:.4f}", epoch.training);
            fmt::print("\n");
        }
    }
    return 0;
}
