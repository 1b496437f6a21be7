// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The capacity head on a live job: its windows as readings, its bounds, the priors of its engine. What advice,
/// explanation and what-if share. Private to this room.

#include <memory>
#include <string>
#include <vector>

#include "core/base/number.h"
#include "core/tune/capacity_recommender.h"
#include "core/tune/capacity_rule.h"
#include "core/tune/evidence.h"
#include "core/tune/model_bench.h"
#include "core/tune/recommendation.h"

namespace streamtune::tune {

/// Holds references to its own parts, so it stays where it was made.
class LiveCapacity {
public:
    /// Errors of gather().
    [[nodiscard]] static Result<std::unique_ptr<LiveCapacity>> make(const TuneInput& input);
    LiveCapacity(const LiveCapacity&) = delete;
    LiveCapacity& operator=(const LiveCapacity&) = delete;

    /// Reads all windows and decides by the newest of the present deployment. Call once.
    [[nodiscard]] CapacityChoice decide();
    [[nodiscard]] const CapacityRule& rule() const { return *m_rule; }
    [[nodiscard]] const learn::JobCapacity& model() const { return m_rule->model(); }
    [[nodiscard]] const Evidence& evidence() const { return m_evidence; }
    [[nodiscard]] const TuneInput& input() const { return m_input; }
    [[nodiscard]] int low(std::size_t v) const { return m_bench.low[v]; }
    [[nodiscard]] int high(std::size_t v) const { return m_bench.high[v]; }
    /// Nothing was learned from the history of this engine.
    [[nodiscard]] bool unknownEngine() const { return m_unknownEngine; }
    [[nodiscard]] const learn::PriorSet& priors() const { return m_priors; }
    /// Sentence on where the priors come from, for people.
    [[nodiscard]] std::string origin() const;
    [[nodiscard]] const std::vector<learn::WindowReading>& readings() const { return m_readings; }

private:
    LiveCapacity(const TuneInput& input, Evidence evidence);

    TuneInput m_input;
    Evidence m_evidence;
    ModelBench m_bench;
    bool m_unknownEngine = false;
    learn::PriorSet m_priors;
    std::unique_ptr<CapacityRule> m_rule;         ///< refers to bench and priors
    std::vector<learn::WindowReading> m_readings; ///< the deciding one last
};

} // namespace streamtune::tune
