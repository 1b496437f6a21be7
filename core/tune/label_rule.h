// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The rule of the heads that know labels alone (st-svm, st-xgb, st-neural): one implementation for live jobs and for
/// the comparison. Plain indices.
///
/// M(log demand - the encoder's level, p, class) is fitted on rows of the history of the same classes and on the job's
/// own windows, which weigh ten times as much. What is particular to one node no class can say: its own labels move the
/// encoder's level, as far as that is usually wrong. Every node gets the smallest p with P < 0.5, within what the job
/// has proved itself: more than what failed at no more demand, no more than what bore at no less.

#include <memory>
#include <stop_token>
#include <vector>

#include "core/learn/flow.h"
#include "core/learn/heads.h"
#include "core/learn/model.h"
#include "core/tune/capacity_rule.h"
#include "core/tune/labels.h"

namespace streamtune::tune {

struct LabelSettings {
    double risk = 0.5;            ///< P(bottleneck) that is borne
    double afterFailure = 0.85;   ///< times that, for every change of the same tuning that failed
    double ownWeight = 10;        ///< of a window of the job beside one of the history
    double firstSaving = 0.03;    ///< share of all slots from which a first change downwards is worth a restart
    double secondSaving = 0.15;   ///< the same for a second one in the same tuning
    std::size_t ownWindows = 120; ///< the newest of the job that count
    bool raise = true;            ///< one more for every bottleneck when the job is behind and the head sees no need
    LabelRules rules;
};

struct LabelChoice {
    struct Node {
        int p = 1;
        double logDemand = learn::kUnknown;
        double level = learn::kUnknown; ///< what one instance bears, as encoder and own labels say, log records/s
        std::vector<double> risks;      ///< of p = 1, 2, …; empty where nothing is known
        int failed = 0;                 ///< largest p that failed at no more demand
        int borne = 0;                  ///< smallest p that bore at no less; 0 = none
        int label = -1;                 ///< in the newest window
    };
    bool under = false;
    bool told = true; ///< as in CapacityChoice
    bool change = false;
    std::vector<Node> nodes;
    [[nodiscard]] std::vector<int> vector() const;
};

class LabelRule {
public:
    /// All are kept by reference and must outlive this; `encoder` is one of `model`.
    LabelRule(const JobGraph& graph, const learn::JobFacts& job, const learn::ModelSet& model,
              const learn::Encoder& encoder, std::unique_ptr<learn::MonotoneHead> head, const LabelSettings& settings);

    void begin() { m_changes = m_failures = 0; }
    /// A tuning that has already made so many changes.
    void resume(int changes) { m_changes = changes; }
    void watch(learn::WindowReading window);
    /// Errors: of the head.
    [[nodiscard]] Result<LabelChoice> decide(learn::WindowReading window, const std::vector<int>& low,
                                             const std::vector<int>& high, std::stop_token stop);

private:
    struct Own {
        learn::HeadRow row;     ///< its demand is set when the head is fitted
        double level = 0;       ///< what the encoder said, log records/s
        std::size_t window = 0; ///< number of the window, of all that were watched
        int p = 1;
    };
    /// What nodes had to take in each window that is kept: all that was offered, and what sources took of it.
    struct Past {
        std::vector<std::vector<learn::LogRate>> offered, taken;
        std::size_t first = 0; ///< number of the oldest window
        /// NaN: not known any more. What failed failed at the offer; what bore has borne what came.
        [[nodiscard]] double logDemand(const Own& own, std::size_t node) const;
    };
    [[nodiscard]] Past past() const;
    void choose(const std::vector<int>& low, const std::vector<int>& high, const Past& past, LabelChoice& choice) const;
    [[nodiscard]] std::vector<learn::HeadRow> rows(const Past& past) const;
    [[nodiscard]] double levelError(std::size_t v, double logDemand, const Past& past) const;
    [[nodiscard]] double boundary(int kind, int p, double around) const;

    const JobGraph& m_graph;
    const learn::JobFacts& m_job;
    const learn::ModelSet& m_model;
    const learn::Encoder& m_encoder;
    std::unique_ptr<learn::MonotoneHead> m_head;
    LabelSettings m_settings;
    learn::Flow m_flow;
    std::vector<learn::WindowReading> m_windows;
    std::vector<std::vector<Own>> m_own; ///< per node
    std::vector<int> m_kinds;            ///< per node
    std::vector<learn::HeadRow> m_warm;
    std::vector<int> m_newest; ///< labels of the newest window
    std::size_t m_watched = 0; ///< windows, those that were let go included
    int m_changes = 0;
    int m_failures = 0; ///< changes of this tuning that did not suffice
};

} // namespace streamtune::tune
