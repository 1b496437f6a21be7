// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What the parts of the facade share. Private to this room.

#include "core/workbench/engine_house.h"
#include "core/workbench/workbench.h"

namespace streamtune::workbench {

/// A store, a reviewer and a reader for one call.
struct Bench {
    std::unique_ptr<history::Store> store;
    std::unique_ptr<review::Reviewer> reviewer;
};

/// What a recommendation saw, and what it said.
struct Advice {
    review::Plan plan;
    engines::JobSnapshot snapshot;
    tune::Recommendation recommendation;
};

/// A job as it runs now, and what is known of it.
struct Look {
    engines::JobSnapshot snapshot;
    tune::TuneInput input;
};

struct Workbench::Impl {
    Options options;
    std::shared_ptr<engines::simulated::StateKeeper> keeper;
    std::unique_ptr<engines::EngineFactory> engines;
    std::shared_ptr<Clock> clock = systemClock();

    [[nodiscard]] Result<std::unique_ptr<history::Store>> store() const;
    [[nodiscard]] Result<Bench> bench() const;
    [[nodiscard]] Result<engines::Profile> profile(const std::string& name) const;
    [[nodiscard]] Result<std::unique_ptr<engines::EngineReader>> reader(const std::string& connection) const;
    /// The plan in hand, known to the store (a plan from elsewhere is taken in as a draft).
    [[nodiscard]] Result<review::Plan> adopted(history::Store& store, const std::string& idOrFile) const;
    [[nodiscard]] Result<review::Plan> planOf(history::Store& store, const std::string& idOrFile) const;
    [[nodiscard]] std::string actor() const;
    [[nodiscard]] Result<std::vector<std::string>> recover(Millis patience, std::optional<Millis> requestTimeout,
                                                           std::stop_token stop) const;
    /// Measures where no fresh window exists.
    [[nodiscard]] Result<Look> look(const RecommendRequest& request, const Bench& bench,
                                    const engines::Profile& profile, engines::EngineReader& reader,
                                    std::stop_token stop, const ProgressSink& progress) const;
    /// Looks, advises, stores the draft.
    [[nodiscard]] Result<Advice> advise(const RecommendRequest& request, int attempt, std::stop_token stop,
                                        const ProgressSink& progress) const;
};

/// Id of a job by id, name or unique beginning of its id, among `jobs`.
[[nodiscard]] Result<std::string> findJob(const std::vector<engines::JobSummary>& jobs, const std::string& connection,
                                          const std::string& job);

/// Records a window with its labels.
[[nodiscard]] Status recordWindow(history::Store& store, const JobGraph& graph, const Observation& window);

} // namespace streamtune::workbench
