// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/what_if_flow.h"

#include <QElapsedTimer>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/tune/alternatives.h"
#include "ui/session/text.h"

namespace streamtune::ui {

namespace {

/// Longer answers are waited for in the background: a handler of the window may take 16 ms in all.
constexpr double kAtOnceMs = 8;
const QString kTrouble = QStringLiteral("whatif");

struct Timed {
    tune::Prediction answer;
    double ms = 0;
};

Timed timed(const tune::WhatIf& model, const tune::WhatIfQuestion& question) {
    QElapsedTimer clock;
    clock.start();
    Timed reply;
    reply.answer = model.ask(question);
    reply.ms = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    return reply;
}

bool same(const tune::WhatIfQuestion& a, const tune::WhatIfQuestion& b) {
    return a.rates == b.rates && a.parallelism == b.parallelism;
}

/// What of it differs from the present and can be asked of this job.
tune::WhatIfQuestion differing(const tune::WhatIf& model, const tune::WhatIfQuestion& question) {
    tune::WhatIfQuestion left;
    const tune::WhatIfQuestion& present = model.present();
    for (const auto& [source, rate] : question.rates)
        if (const auto now = present.rates.find(source); model.graph().find(source) && model.graph().isSource(source) &&
                                                         (now == present.rates.end() || now->second != rate))
            left.rates[source] = rate;
    for (const auto& [node, p] : question.parallelism)
        if (const auto now = present.parallelism.find(node); now != present.parallelism.end() && now->second != p)
            left.parallelism[node] = p;
    return left;
}

Result<std::vector<AskedScenario>> askedScenarios(const workbench::Workbench& bench, const std::string& connection,
                                                  const std::string& job, const tune::WhatIf& model) {
    std::vector<AskedScenario> asked;
    ST_ASSIGN(auto kept, workbench::EvidenceDesk(bench).scenarios(connection, job));
    for (workbench::Scenario& scenario : kept) {
        tune::Prediction now = model.ask(scenario.question);
        asked.push_back({std::move(scenario), std::move(now)});
    }
    return asked;
}

} // namespace

struct WhatIfFlow::Fitted {
    std::shared_ptr<const tune::WhatIf> model;
    Timed present;
    std::vector<AskedScenario> scenarios;
};

WhatIfFlow::WhatIfFlow(Session& session, JobFeed& feed, ReviewFlow& review, QObject* parent)
    : QObject(parent), m_session(session), m_feed(feed), m_review(review) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &WhatIfFlow::ask);
    connect(&session, &Session::workspaceClosed, this, &WhatIfFlow::leave);
    connect(&session.selection(), &Selection::jobChanged, this, [this] {
        if (!isOn())
            return;
        clear();
        setState(m_session.selection().hasJob() ? WhatIfState::Fitting : WhatIfState::Off); // once it is read
    });
    connect(&feed, &JobFeed::viewChanged, this, &WhatIfFlow::refitWhenJobChanged);
}

void WhatIfFlow::clear() {
    m_session.runner().cancelLane("whatif.fit");
    m_soon.stop();
    ++m_asked;
    ++m_round;
    m_fitting = 0;
    m_model.reset();
    m_question = {};
    m_answer = m_presentAnswer = {};
    m_scenarios.clear();
    m_why.clear();
    m_connection.clear();
    m_job.clear();
}

void WhatIfFlow::setState(WhatIfState state) {
    m_state = state;
    Q_EMIT changed();
    Q_EMIT asked();
    Q_EMIT scenariosChanged();
}

/// After a rescale, or for another job that is read by now: the old numbers would be about something that is gone.
void WhatIfFlow::refitWhenJobChanged() {
    const JobGraph* graph = m_feed.graph();
    if (!isOn() || m_fitting != 0 || !graph || m_state == WhatIfState::Failed)
        return;
    if (!m_model || graph->parallelism() != m_model->graph().parallelism())
        begin();
}

void WhatIfFlow::begin() {
    if (!whyNotBegin().isEmpty())
        return;
    const std::string connection = m_session.selection().place().connection;
    const std::string id = m_session.selection().place().job, job = utf8(m_feed.jobName());
    if (connection != m_connection || job != m_job)
        clear();
    m_connection = connection;
    m_job = job;
    m_session.troubles().settle(kTrouble);
    const quint64 round = ++m_round;
    m_fitting = m_session.runner().start<Fitted>(
        {.title = tr("Fit the model of %1").arg(elideMiddle(text(job), 40)), .lane = "whatif.fit"}, this,
        [bench = m_session.bench(), connection, id, job](std::stop_token stop,
                                                         const ProgressSink& progress) -> Result<Fitted> {
            Fitted fitted;
            ST_ASSIGN(fitted.model, workbench::EvidenceDesk(*bench).whatIf(connection, id, stop, progress));
            fitted.present = timed(*fitted.model, {});
            ST_ASSIGN(fitted.scenarios, askedScenarios(*bench, connection, job, *fitted.model));
            return fitted;
        },
        [this, round](const std::shared_ptr<const Fitted>& fitted) {
            if (round == m_round)
                take(*fitted);
        },
        [this, round](const Error& error) {
            if (round != m_round)
                return;
            m_fitting = 0;
            if (error.code.ends_with(".cancelled"))
                return m_model ? setState(WhatIfState::Ready) : leave();
            m_why = text(error.sentence) + QLatin1Char(' ') + text(error.hint);
            m_model.reset();
            setState(WhatIfState::Failed);
        });
    setState(WhatIfState::Fitting);
}

void WhatIfFlow::stopFitting() {
    if (m_fitting != 0)
        m_session.runner().cancel(m_fitting);
}

void WhatIfFlow::take(const Fitted& fitted) {
    m_fitting = 0;
    m_model = fitted.model;
    m_question = differing(*m_model, m_question);
    m_presentAnswer = m_answer = fitted.present.answer;
    m_ms = fitted.present.ms;
    m_scenarios = fitted.scenarios;
    setState(WhatIfState::Ready);
    if (isChanged())
        ask();
}

void WhatIfFlow::leave() {
    if (!isOn())
        return;
    clear();
    setState(WhatIfState::Off);
}

Number WhatIfFlow::presentRate(const std::string& source) const {
    if (!m_model)
        return {};
    const auto now = m_model->present().rates.find(source);
    return now == m_model->present().rates.end() ? Number() : Number(now->second);
}

Number WhatIfFlow::rate(const std::string& source) const {
    const auto wanted = m_question.rates.find(source);
    return wanted == m_question.rates.end() ? presentRate(source) : Number(wanted->second);
}

int WhatIfFlow::parallelism(const std::string& node) const {
    if (const auto wanted = m_question.parallelism.find(node); wanted != m_question.parallelism.end())
        return wanted->second;
    const Operator* op = m_model ? m_model->graph().find(node) : nullptr;
    return op ? op->parallelism : 0;
}

void WhatIfFlow::setRate(const std::string& source, double recordsPerSecond) {
    if (!m_model || !std::isfinite(recordsPerSecond) || recordsPerSecond < 0)
        return;
    tune::WhatIfQuestion next = m_question;
    next.rates[source] = recordsPerSecond;
    setQuestion(next);
}

void WhatIfFlow::setParallelism(const std::string& node, int p) {
    if (!m_model)
        return;
    const auto [low, high] = m_model->range(node);
    tune::WhatIfQuestion next = m_question;
    next.parallelism[node] = std::clamp(p, low, std::max(low, high));
    setQuestion(next);
}

void WhatIfFlow::setQuestion(const tune::WhatIfQuestion& question) {
    if (!m_model)
        return;
    const tune::WhatIfQuestion next = differing(*m_model, question);
    if (same(next, m_question))
        return;
    m_question = next;
    touched();
}

void WhatIfFlow::reset() {
    setQuestion({});
}

void WhatIfFlow::touched() {
    ++m_asked;
    m_soon.start();
}

void WhatIfFlow::ask() {
    if (!m_model)
        return;
    if (!isChanged())
        return take(m_presentAnswer, m_ms);
    if (m_ms <= kAtOnceMs) {
        Timed reply = timed(*m_model, m_question);
        return take(std::move(reply.answer), reply.ms);
    }
    m_session.runner().start<Timed>(
        {.title = tr("Predict"), .lane = "whatif.ask", .quiet = true}, this,
        [model = m_model, question = m_question](std::stop_token, const ProgressSink&) -> Result<Timed> {
            return timed(*model, question);
        },
        [this, number = m_asked](const std::shared_ptr<const Timed>& reply) {
            if (number == m_asked)
                take(reply->answer, reply->ms);
        });
}

void WhatIfFlow::take(tune::Prediction answer, double ms) {
    m_answer = std::move(answer);
    m_ms = ms;
    Q_EMIT asked();
}

const AskedScenario* WhatIfFlow::scenario(const std::string& name) const {
    const auto found = std::ranges::find(m_scenarios, name, [](const AskedScenario& s) { return s.kept.name; });
    return found == m_scenarios.end() ? nullptr : &*found;
}

QString WhatIfFlow::shownName() const {
    if (!m_model || !isChanged())
        return {};
    for (const AskedScenario& scenario : m_scenarios)
        if (same(differing(*m_model, scenario.kept.question), m_question))
            return text(scenario.kept.name);
    return {};
}

void WhatIfFlow::show(const std::string& name) {
    if (const AskedScenario* found = scenario(name))
        setQuestion(found->kept.question);
}

workbench::Scenario WhatIfFlow::present(const QString& name) const {
    workbench::Scenario scenario;
    scenario.name = utf8(name);
    scenario.connection = m_connection;
    scenario.job = m_job;
    scenario.who = utf8(m_session.actor());
    scenario.at = wallClock();
    scenario.question = m_question;
    scenario.prediction = compactJson(tune::predictionToJson(m_answer));
    return scenario;
}

void WhatIfFlow::store(const QString& title, std::function<Status(const workbench::EvidenceDesk&)> work) {
    m_session.runner().run(
        {.title = title, .lane = "whatif.store", .quiet = true}, this,
        [bench = m_session.bench(), work = std::move(work)](std::stop_token, const ProgressSink&) {
            return work(workbench::EvidenceDesk(*bench));
        },
        [this] {
            m_session.troubles().settle(kTrouble);
            readScenarios();
        },
        [this, title](const Error& error) { m_session.troubles().raise(kTrouble, title, error); });
}

void WhatIfFlow::keep(const QString& name) {
    if (!whyNotKeep().isEmpty())
        return;
    store(tr("Keep the scenario %1").arg(elideMiddle(name, 40)),
          [scenario = present(name.trimmed())](const workbench::EvidenceDesk& desk) { return desk.keep(scenario); });
}

void WhatIfFlow::drop(const std::string& name) {
    if (!m_model)
        return;
    store(tr("Forget the scenario %1").arg(elideMiddle(text(name), 40)),
          [connection = m_connection, job = m_job, name](const workbench::EvidenceDesk& desk) {
              return desk.drop(connection, job, name);
          });
}

void WhatIfFlow::proposeAlternatives() {
    if (!whyNotPropose().isEmpty())
        return;
    const auto few = present(tr("smallest change")), even = present(tr("balanced")), cheap = present(tr("cheapest"));
    store(tr("Propose alternatives"),
          [model = m_model, rates = m_question.rates, few, even, cheap](const workbench::EvidenceDesk& desk) -> Status {
              ST_ASSIGN(const auto found, tune::alternativesFor(*model, rates, tune::kBorneChance, {}));
              for (auto [scenario, question] : {std::pair{few, found.smallestChange}, std::pair{even, found.balanced},
                                                std::pair{cheap, found.cheapest}}) {
                  scenario.prediction = compactJson(tune::predictionToJson(model->ask(question)));
                  scenario.question = std::move(question);
                  ST_TRY(desk.keep(scenario));
              }
              return {};
          });
}

void WhatIfFlow::readScenarios() {
    if (!m_model)
        return;
    using List = std::vector<AskedScenario>;
    m_session.runner().start<List>(
        {.title = tr("Read the scenarios"), .lane = "whatif.read", .quiet = true}, this,
        [bench = m_session.bench(), model = m_model, connection = m_connection,
         job = m_job](std::stop_token, const ProgressSink&) { return askedScenarios(*bench, connection, job, *model); },
        [this, of = m_model](const std::shared_ptr<const List>& list) {
            if (of != m_model)
                return;
            m_scenarios = *list;
            Q_EMIT scenariosChanged();
        },
        [this](const Error& error) { m_session.troubles().raise(kTrouble, tr("Read the scenarios"), error); });
}

void WhatIfFlow::makeDraft() {
    if (whyNotDraft().isEmpty())
        m_review.draft(present(shownName()));
}

QString WhatIfFlow::whyNotBegin() const {
    if (!m_session.isOpen())
        return tr("No workspace is open. Open the demo or a workspace first.");
    return m_feed.graph() ? QString() : tr("No job is shown. Choose one in the list of jobs.");
}

QString WhatIfFlow::whyNotReset() const {
    if (!m_model)
        return tr("Start what-if first.");
    return isChanged() ? QString() : tr("Nothing differs from the present.");
}

QString WhatIfFlow::whyNotKeep() const {
    if (const QString why = whyNotReset(); !why.isEmpty())
        return why;
    return m_session.readOnly() ? tr("This window was opened read-only.") : QString();
}

QString WhatIfFlow::whyNotPropose() const {
    if (!m_model)
        return tr("Start what-if first.");
    return m_session.readOnly() ? tr("This window was opened read-only.") : QString();
}

QString WhatIfFlow::whyNotDraft() const {
    if (const QString why = whyNotKeep(); !why.isEmpty())
        return why;
    if (m_question.parallelism.empty())
        return tr("No operator is changed: a rate alone changes nothing on the cluster.");
    return m_review.busy() ? tr("Waits until this is done: %1.").arg(stepWord(m_review.step())) : QString();
}

} // namespace streamtune::ui
