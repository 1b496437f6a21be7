// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/explain_flow.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/review/drafts.h"
#include "core/review/plan.h"
#include "core/workbench/names.h"
#include "ui/session/text.h"

namespace streamtune::ui {

namespace {

constexpr int kPlansLookedAt = 20;
constexpr Millis kPairBudget{500};
constexpr const char* kModel = "streamtune"; ///< says the curve where the method of a plan has none

/// The newest plan of the job that holds the windows it came from; empty = none.
Result<std::string> newestAdvised(const workbench::Workbench& bench, const std::string& connection,
                                  const std::string& job) {
    ST_ASSIGN(const auto store, bench.store());
    ST_ASSIGN(const auto page, store->plans(connection, job, "", kPlansLookedAt, ""));
    for (const history::PlanRecord& record : page.rows) {
        ST_ASSIGN(const Json json, parseJson(record.json, record.id));
        const auto plan = review::planFromJson(json);
        if (plan && !plan->rollback && review::inputFromEvidence(*plan))
            return record.id;
    }
    return std::string();
}

} // namespace

const tune::Explanation* Explained::withCurve() const {
    if (!evidence.explanation.curve.empty())
        return &evidence.explanation;
    return beside && !beside->curve.empty() ? &*beside : nullptr;
}

Result<Explained> explainNumber(const workbench::Workbench& bench, const std::string& planId, const std::string& vertex,
                                std::stop_token stop) {
    Explained explained;
    ST_ASSIGN(const review::Plan plan, bench.plan(planId));
    ST_ASSIGN(explained.evidence, workbench::EvidenceDesk(bench).explain(planId, vertex, stop));
    const tune::Explanation& said = explained.evidence.explanation;
    const auto input = review::inputFromEvidence(plan); // there is one, or explain() had failed
    explained.graph = input->graph;
    if (!input->windows.empty()) {
        explained.measuredAt = input->windows.back().end;
        explained.windowSeconds = input->windows.back().seconds;
    }
    const ParallelismVector target = plan.target();
    if (const auto p = target.find(said.node); p != target.end())
        explained.planned = p->second;
    const auto change = std::ranges::find(plan.changes, said.node, &review::PlanChange::vertex);
    explained.edited = change != plan.changes.end() ? change->edited : explained.planned != said.chosen;
    if (said.curve.empty())
        if (auto beside = tune::explain(kModel, *input, said.node))
            explained.beside = std::move(*beside);
    return explained;
}

ExplainFlow::ExplainFlow(Session& session, JobFeed& feed, ReviewFlow& review, QObject* parent)
    : QObject(parent), m_session(session), m_feed(feed), m_review(review) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &ExplainFlow::refresh);
    const auto soon = [this] { m_soon.start(); };
    connect(&session.selection(), &Selection::changed, this, soon);
    connect(&session, &Session::workspaceClosed, this, soon);
    connect(&review, &ReviewFlow::changed, this, soon);
    connect(&feed, &JobFeed::viewChanged, this, soon);
}

void ExplainFlow::setActive(bool on) {
    m_active = on;
    if (!on)
        return;
    if (m_state == ExplainState::NoAdvice || m_state == ExplainState::Failed)
        m_for = {}; // a plan may have been made elsewhere
    m_soon.start();
}

/// The chosen operator; with a plan under review and nothing chosen, the first that it changes.
std::string ExplainFlow::vertexOf() const {
    const Place& place = m_session.selection().place();
    if (place.vertex.empty() && m_review.isFor(place.connection, place.job) && !m_review.file()->plan.changes.empty())
        return m_review.file()->plan.changes.front().vertex;
    return place.vertex;
}

void ExplainFlow::settle(ExplainState state, const QString& why) {
    if (state != ExplainState::Ready && state != ExplainState::Reading) {
        m_session.runner().cancelLane("explain");
        m_explained.reset();
        m_past = -1;
        m_pair.reset();
    }
    m_state = state;
    m_why = why;
    Q_EMIT changed();
}

void ExplainFlow::refresh() {
    if (!m_active)
        return;
    const Place& place = m_session.selection().place();
    Want want;
    if (m_session.isOpen() && m_feed.graph()) {
        want.connection = place.connection;
        want.job = utf8(m_feed.jobName());
        want.vertex = vertexOf();
        if (m_review.isFor(place.connection, place.job))
            want.plan = m_review.file()->plan.id;
        else if (m_review.busy())
            return; // its plan comes soon
    }
    if (want == m_for && !(want == Want{}))
        return;
    if (want.connection != m_for.connection || want.job != m_for.job)
        m_explained.reset(); // that of another job must not stand there meanwhile
    m_for = want;
    if (want.job.empty())
        return settle(ExplainState::NoJob);
    if (want.vertex.empty())
        return settle(ExplainState::NoOperator);
    read(want);
}

void ExplainFlow::read(const Want& want) {
    using Answer = std::shared_ptr<const Explained>; // null = no advice yet
    m_session.runner().start<Answer>(
        {.title = tr("Explain a number"), .lane = "explain", .quiet = true}, this,
        [bench = m_session.bench(), want](std::stop_token stop, const ProgressSink&) -> Result<Answer> {
            std::string plan = want.plan;
            if (plan.empty()) {
                ST_ASSIGN(plan, newestAdvised(*bench, want.connection, want.job));
                if (plan.empty())
                    return Answer();
            }
            ST_ASSIGN(Explained explained, explainNumber(*bench, plan, want.vertex, stop));
            return std::make_shared<const Explained>(std::move(explained));
        },
        [this, want](const std::shared_ptr<const Answer>& answer) {
            if (want == m_for)
                *answer ? take(*answer) : settle(ExplainState::NoAdvice);
        },
        [this, want](const Error& error) {
            if (want != m_for || error.code.ends_with(".cancelled"))
                return;
            const QString why = text(error.sentence) + QLatin1Char(' ') + text(error.hint);
            settle(error.code == "plan.hand" ? ExplainState::ByHand : ExplainState::Failed, why);
        });
    settle(ExplainState::Reading);
}

void ExplainFlow::take(std::shared_ptr<const Explained> explained) {
    m_explained = std::move(explained);
    m_past = -1;
    m_pair.reset();
    settle(ExplainState::Ready);
    Q_EMIT pairChanged();
    if (!m_explained->evidence.past.empty())
        choosePast(0);
}

void ExplainFlow::choosePast(int index) {
    if (!m_explained || index == m_past || index >= static_cast<int>(m_explained->evidence.past.size()))
        return;
    m_past = index;
    m_pair.reset();
    Q_EMIT pairChanged();
    if (index < 0)
        return;
    const std::int64_t run = m_explained->evidence.past[static_cast<std::size_t>(index)].run;
    m_session.runner().start<workbench::PairView>(
        {.title = tr("Compare with run %1").arg(run), .lane = "explain.pair", .quiet = true}, this,
        [bench = m_session.bench(), explained = m_explained, run](std::stop_token stop,
                                                                  const ProgressSink&) -> Result<workbench::PairView> {
            ST_ASSIGN(const auto store, bench->store());
            ST_ASSIGN(auto graph, store->graphOfRun(run));
            if (!graph)
                return fail("explain.graph", "The graph of that run is not stored any more.", "Choose another run.");
            ged::Query query;
            query.budget.time = kPairBudget;
            workbench::PairView view;
            view.a = explained->graph;
            view.b = std::move(*graph);
            ST_ASSIGN(view.answer, ged::distance(view.a, view.b, query, stop));
            view.path = ged::editPath(view.a, view.b, view.answer.map, query);
            return view;
        },
        [this, explained = m_explained, index](const std::shared_ptr<const workbench::PairView>& view) {
            if (explained != m_explained || index != m_past)
                return;
            m_pair = view;
            Q_EMIT pairChanged();
        });
}

QString ExplainFlow::asText() const {
    return m_state == ExplainState::Ready ? text(workbench::evidenceText(m_explained->evidence)) : QString();
}

QString ExplainFlow::asJson() const {
    return m_state == ExplainState::Ready ? text(prettyJson(workbench::evidenceToJson(m_explained->evidence)))
                                          : QString();
}

} // namespace streamtune::ui
