// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The rule of the capacity head: from what is known of every node to a parallelism for each. One implementation for
/// live jobs and for the comparison. Plain indices.

#include <map>
#include <vector>

#include "core/learn/job_capacity.h"

namespace streamtune::tune {

struct CapacitySettings {
    double restart = 0.28;      ///< what a failed change costs, in slots of the whole job
    double afterFailure = 4;    ///< times that, for every change of the same tuning that failed
    double firstSaving = 0.03;  ///< share of all slots from which a first change downwards is worth a restart
    double secondSaving = 0.15; ///< the same for a second one in the same tuning
    double provedRisk = 0.05;   ///< of a parallelism that has borne the demand before
    double backpressure = 0.10; ///< share of time
    double refused = 1e-6;      ///< share of the offer that a source may refuse
    double full = 2;            ///< busy share from which a node is behind although nobody waits for it yet
    bool raise = true;          ///< one more for somebody when the job is behind and the model sees no need
};

/// For counters that are read from outside at slightly different moments, and for buffers that hide a small shortage
/// for a minute before anybody is seen waiting.
[[nodiscard]] CapacitySettings settingsOfRealEngine();

struct NodeChoice {
    int p = 1;
    double risk = 1; ///< P(bottleneck) at p
    learn::LogRate demand;
    learn::LogCapacity capacity; ///< at p
    std::vector<double> risks;   ///< of p = 1, 2, …; empty where nothing is known
};

struct CapacityChoice {
    bool under = false;  ///< under-provisioned as seen in the newest window
    bool told = true;    ///< that window shows whether the job keeps up; nothing is changed on one that does not
    bool change = false; ///< worth a restart
    std::vector<NodeChoice> nodes;
    [[nodiscard]] std::vector<int> vector() const;
};

/// What a tuning (one change of rates) remembers beyond the model.
class CapacityRule {
public:
    CapacityRule(const learn::JobFacts& job, const learn::PriorSet& priors, const CapacitySettings& settings)
        : m_settings(settings), m_model(job, priors) {}

    void begin();
    /// A tuning that has already made so many changes.
    void resume(int changes) { m_changes = changes; }
    void watch(learn::WindowReading window) { m_model.add(std::move(window)); }
    /// `low`, `high` per node bound the choice.
    [[nodiscard]] CapacityChoice decide(learn::WindowReading window, const std::vector<int>& low,
                                        const std::vector<int>& high);
    [[nodiscard]] const learn::JobCapacity& model() const { return m_model; }

private:
    [[nodiscard]] bool passesWithYouth(const learn::WindowReading& window) const;
    void choose(const std::vector<int>& low, const std::vector<int>& high, CapacityChoice& choice) const;
    void raise(const learn::WindowReading& window, const std::vector<int>& high, CapacityChoice& choice) const;

    CapacitySettings m_settings;
    learn::JobCapacity m_model;
    std::map<std::size_t, int> m_failed; ///< node -> largest parallelism that failed in this tuning
    int m_changes = 0;
    int m_failures = 0;       ///< changes of this tuning that did not suffice
    std::vector<int> m_sizes; ///< instances of free nodes at the end of each tuning before
    int m_size = 0;
};

[[nodiscard]] bool underProvisioned(const learn::WindowReading& window, const CapacitySettings& settings);

/// What was not measured is not fine: a window can show that a job keeps up only if every source with an offer says
/// what it took of it, and some node how long it waited or worked.
[[nodiscard]] bool tells(const learn::WindowReading& window);
inline constexpr const char* kNotTold = "Not enough evidence: the newest window does not show whether the job keeps "
                                        "up, as what a source accepted, or every busy and back-pressured share, was "
                                        "not measured.";

} // namespace streamtune::tune
