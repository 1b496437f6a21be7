// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workbench/workbench.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/base/log.h"
#include "core/graph/engine_traits.h"
#include "core/review/drafts.h"
#include "core/review/life_cycle.h"
#include "core/review/words.h"
#include "core/workbench/demo.h"
#include "core/workbench/model_in_use.h"
#include "core/workbench/names.h"
#include "core/workbench/packed.h"
#include "core/workbench/workbench_impl.h"

namespace streamtune::workbench {
namespace {

constexpr std::uintmax_t kLargestPlanFile = 64u << 20;
/// While a workspace opens, a cluster that does not answer must not hold it up.
constexpr Millis kOpeningTimeout{2'000};

bool looksLikeFile(const std::string& text) {
    std::error_code ignored;
    return text.find('/') != std::string::npos || text.ends_with(".json") ||
           std::filesystem::is_regular_file(text, ignored);
}

Result<review::Plan> planFromFile(const std::filesystem::path& file) {
    std::error_code trouble;
    const auto size = std::filesystem::file_size(file, trouble);
    if (trouble)
        return fail("plan.unknown", "The plan file " + file.string() + " cannot be read: " + trouble.message() + ".",
                    "Give the id of a plan or the path of a file that `streamtune recommend --out` wrote.");
    if (size > kLargestPlanFile)
        return fail("plan.format", "The file " + file.string() + " is too large for a plan.",
                    "Give the file of a plan.");
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in && !in.eof())
        return fail("plan.unknown", "The plan file " + file.string() + " cannot be read.", "Check its permissions.");
    ST_ASSIGN(const Json json, parseJson(text, file.string()));
    return review::planFromJson(json);
}

} // namespace

// What every part uses.

Result<std::unique_ptr<history::Store>> Workbench::Impl::store() const {
    return history::Store::open(options.workspace, history::OpenMode::ReadWrite);
}

Result<Bench> Workbench::Impl::bench() const {
    Bench bench;
    ST_ASSIGN(bench.store, store());
    bench.reviewer = std::make_unique<review::Reviewer>(*bench.store, *engines, clock);
    return bench;
}

Result<std::unique_ptr<engines::EngineReader>> Workbench::Impl::reader(const std::string& connection) const {
    ST_ASSIGN(const engines::Profile known, profile(connection));
    return engines->reader(known);
}

std::string Workbench::Impl::actor() const {
    return options.actor.empty() ? "somebody" : options.actor;
}

Result<review::Plan> Workbench::Impl::planOf(history::Store& store, const std::string& idOrFile) const {
    if (looksLikeFile(idOrFile))
        return planFromFile(idOrFile);
    ST_ASSIGN(auto stored, review::loadPlan(store, idOrFile));
    return std::move(stored.plan);
}

Result<review::Plan> Workbench::Impl::adopted(history::Store& store, const std::string& idOrFile) const {
    auto read = planOf(store, idOrFile);
    if (!read)
        return review::refuseContent(store, idOrFile, clock->now(), actor(), read.error());
    review::Plan plan = std::move(*read);
    ST_ASSIGN(const auto known, store.plan(plan.id));
    if (!known || known->id != plan.id)
        ST_TRY(review::Reviewer(store, *engines, clock).submitDraft(plan, actor()));
    return plan;
}

Result<std::vector<std::string>> Workbench::Impl::recover(Millis patience, std::optional<Millis> requestTimeout,
                                                          std::stop_token stop) const {
    ST_ASSIGN(const Bench bench, this->bench());
    const auto readerOf = [&](const std::string& connection) -> Result<std::unique_ptr<engines::EngineReader>> {
        ST_ASSIGN(engines::Profile known, profile(connection));
        if (requestTimeout)
            known.timeout = std::min(known.timeout, *requestTimeout);
        return engines->reader(known);
    };
    return bench.reviewer->recover(readerOf, stop, patience);
}

// The life of a workbench.

Workbench::Workbench(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Workbench::~Workbench() = default;

Result<std::shared_ptr<Workbench>> Workbench::open(const Options& options) {
    if (options.workspace.empty())
        return fail("store.open", "No workspace file was named.", "Give one with --workspace FILE.");
    std::error_code trouble;
    if (options.workspace.has_parent_path())
        std::filesystem::create_directories(options.workspace.parent_path(), trouble);
    if (trouble)
        return fail("store.open",
                    "The folder " + options.workspace.parent_path().string() + " cannot be made: " + trouble.message() +
                        ".",
                    "Choose another place with --workspace FILE.");
    auto impl = std::make_unique<Impl>();
    impl->options = options;
    if (!impl->options.demoJobs)
        impl->options.demoJobs = workbench::demoJobs;
    impl->keeper = workspaceKeeper(options.workspace);
    impl->engines = engineHouse(options.secrets, impl->keeper, impl->options.demoJobs, options.readOnly);
    std::shared_ptr<Workbench> bench(new Workbench(std::move(impl)));
    ST_TRY(bench->m_impl->store()); // migrates, and says what is wrong with the file
    if (const auto named = bench->m_impl->recover(Millis{0}, kOpeningTimeout, {}); !named)
        log(LogLevel::Warning, "workbench", "Interrupted plans could not be looked at: " + named.error().sentence);
    return bench;
}

const Options& Workbench::options() const {
    return m_impl->options;
}

Result<std::unique_ptr<history::Store>> Workbench::store() const {
    return m_impl->store();
}

Result<std::unique_ptr<engines::EngineReader>> Workbench::reader(const std::string& connection) const {
    return m_impl->reader(connection);
}

Result<std::vector<std::string>> Workbench::recover(Millis patience, std::stop_token stop) const {
    return m_impl->recover(patience, {}, stop);
}

// Review.

Result<review::Plan> Workbench::plan(const std::string& idOrFile) const {
    ST_ASSIGN(const auto store, m_impl->store());
    return m_impl->planOf(*store, idOrFile);
}

Result<review::PlanState> Workbench::planState(const std::string& planId) const {
    ST_ASSIGN(const auto store, m_impl->store());
    if (looksLikeFile(planId)) {
        ST_ASSIGN(const review::Plan plan, planFromFile(planId));
        ST_ASSIGN(const auto record, store->plan(plan.id));
        if (!record || record->id != plan.id)
            return review::PlanState::Draft;
        return review::planStateFromString(record->state);
    }
    ST_ASSIGN(const auto stored, review::loadPlan(*store, planId));
    return stored.state;
}

Result<review::Plan> Workbench::editPlan(const std::string& idOrFile, const ParallelismVector& numbers) const {
    ST_ASSIGN(const Bench bench, m_impl->bench());
    ST_ASSIGN(const review::Plan plan, m_impl->adopted(*bench.store, idOrFile));
    ST_ASSIGN(const auto known, bench.store->latestGraph(plan.connection, plan.jobName));
    JobGraph names;
    names.name = plan.jobName;
    for (const auto& [vertex, p] : plan.base) {
        Operator& node = names.nodes.emplace_back();
        node.id = vertex;
        const Operator* op = known ? known->find(vertex) : nullptr;
        const auto change = std::ranges::find(plan.changes, vertex, &review::PlanChange::vertex);
        node.name = change != plan.changes.end() ? change->name : op != nullptr ? op->name : vertex;
    }
    ST_ASSIGN(const ParallelismVector byId, keysToIds(names, numbers));
    return bench.reviewer->edit(plan, byId, m_impl->actor());
}

Result<review::Preflight> Workbench::check(const std::string& idOrFile, std::stop_token stop) const {
    ST_ASSIGN(const Bench bench, m_impl->bench());
    ST_ASSIGN(const review::Plan plan, m_impl->adopted(*bench.store, idOrFile));
    ST_ASSIGN(const auto reader, m_impl->reader(plan.connection));
    return bench.reviewer->check(plan, *reader, m_impl->actor(), stop);
}

Status Workbench::approve(const std::string& idOrFile, const review::Actor& actor, std::stop_token stop) const {
    ST_ASSIGN(const Bench bench, m_impl->bench());
    ST_ASSIGN(const review::Plan plan, m_impl->adopted(*bench.store, idOrFile));
    ST_ASSIGN(const auto reader, m_impl->reader(plan.connection));
    return bench.reviewer->approve(plan, *reader, actor, {}, stop);
}

Status Workbench::reject(const std::string& idOrFile, const review::Actor& actor) const {
    ST_ASSIGN(const Bench bench, m_impl->bench());
    ST_ASSIGN(const review::Plan plan, m_impl->adopted(*bench.store, idOrFile));
    return bench.reviewer->reject(plan, actor);
}

Result<review::Preflight> Workbench::dryRun(const std::string& idOrFile, std::stop_token stop) const {
    ST_ASSIGN(const Bench bench, m_impl->bench());
    ST_ASSIGN(const review::Plan plan, m_impl->adopted(*bench.store, idOrFile));
    ST_ASSIGN(const auto reader, m_impl->reader(plan.connection));
    return bench.reviewer->dryRun(plan, *reader, stop);
}

Result<review::Outcome> Workbench::apply(const std::string& idOrFile, const std::string& confirm, std::stop_token stop,
                                         const ProgressSink& progress,
                                         const std::function<void(const engines::ApplyStep&)>& onStep,
                                         const std::string& outsideWindow) const {
    ST_ASSIGN(const Bench bench, m_impl->bench());
    ST_ASSIGN(const review::Plan plan, m_impl->adopted(*bench.store, idOrFile));
    ST_ASSIGN(const auto stored, review::loadPlan(*bench.store, plan.id));
    if (review::planHash(stored.plan) != review::planHash(plan))
        return review::refuseContent(*bench.store, plan.id, m_impl->clock->now(), m_impl->actor(),
                                     {"plan.hash",
                                      "The file does not hold the plan that is stored as " + plan.id + ".",
                                      "Apply the stored one by its id, or make a new plan.",
                                      {{"stored", review::planHash(stored.plan)}, {"given", review::planHash(plan)}}});
    ST_ASSIGN(engines::Profile profile, m_impl->profile(plan.connection));
    profile.readOnly = profile.readOnly || m_impl->options.readOnly;
    return bench.reviewer->apply(plan.id, profile, confirm, stop, progress, onStep, m_impl->options.actor,
                                 outsideWindow);
}

Result<review::Plan> Workbench::reversePlan(const std::string& planId, std::stop_token stop) const {
    ST_ASSIGN(const Bench bench, m_impl->bench());
    ST_ASSIGN(const auto stored, review::loadPlan(*bench.store, planId));
    ST_ASSIGN(const auto reader, m_impl->reader(stored.plan.connection));
    return bench.reviewer->reverse(stored.plan.id, *reader, m_impl->actor(), stop);
}

Result<review::Outcome> Workbench::rollback(const std::string& planId, const review::Actor& actor,
                                            const std::string& confirm, std::stop_token stop,
                                            const ProgressSink& progress,
                                            const std::function<void(const engines::ApplyStep&)>& onStep) const {
    ST_ASSIGN(const Bench bench, m_impl->bench());
    ST_ASSIGN(const auto stored, review::loadPlan(*bench.store, planId));
    ST_ASSIGN(engines::Profile profile, m_impl->profile(stored.plan.connection));
    profile.readOnly = profile.readOnly || m_impl->options.readOnly;
    ST_ASSIGN(const auto reader, m_impl->engines->reader(profile));
    ST_ASSIGN(const review::Plan plan, bench.reviewer->reverse(stored.plan.id, *reader, actor.who, stop));
    if (plan.changes.empty() && plan.placement.empty()) {
        review::Outcome outcome;
        outcome.kind = review::OutcomeKind::Achieved;
        outcome.sentence = plan.whyNothing.front();
        outcome.reached = plan.base;
        outcome.jobId = plan.jobId;
        return outcome;
    }
    ST_TRY(bench.reviewer->approve(plan, *reader, actor, {}, stop));
    return bench.reviewer->apply(plan.id, profile, confirm, stop, progress, onStep, actor.who);
}

// The trail.

Result<TrailVerdict> Workbench::verifyTrail(std::stop_token stop, const ProgressSink& progress) const {
    ST_ASSIGN(const auto store, m_impl->store());
    TrailVerdict verdict;
    ST_ASSIGN(verdict.chain, store->verifyAudit(stop));
    std::string after;
    do {
        ST_ASSIGN(const auto page, store->plans("", "", "", 100, after));
        for (const history::PlanRecord& record : page.rows) {
            if (stop.stop_requested())
                return fail("store.cancelled", "The check of the trail was stopped.", "");
            auto stored = review::loadPlan(*store, record.id);
            if (!stored) {
                verdict.differing.push_back(stored.error().sentence);
                continue;
            }
            const auto input =
                stored->plan.rollback || stored->plan.parent ? std::nullopt : review::inputFromEvidence(stored->plan);
            const auto recommender =
                input ? recommenderFor(*store, stored->plan.model, {}, {}, {}) : fail("tune.method", "No evidence.");
            if (!recommender) {
                ++verdict.withoutEvidence;
                continue;
            }
            auto again = (*recommender)->recommend(*input);
            if (again && operatorsShareWorkers(stored->plan.engine))
                packOperators(*input, *again, stored->plan.path == engines::ApplyPath::Relaunch);
            ++verdict.recommendations;
            const ParallelismVector advised = again && again->changes ? again->target() : stored->plan.base;
            if (!again)
                verdict.differing.push_back("Plan " + record.id +
                                            " cannot be computed again: " + again.error().sentence);
            else if (advised != stored->plan.target())
                verdict.differing.push_back("Plan " + record.id +
                                            " comes out with other numbers when it is computed again.");
        }
        after = page.next;
        report(progress, {"computing recommendations again", verdict.recommendations, 0, {}, true});
    } while (!after.empty());
    return verdict;
}

} // namespace streamtune::workbench
