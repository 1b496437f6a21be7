// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session.h"

#include <algorithm>
#include <filesystem>

#include "ui/session/text.h"

namespace streamtune::ui {

namespace {
constexpr Millis kLongestBackOff{60'000};

struct JobsReply {
    std::vector<engines::JobSummary> jobs;
    Millis poll{0};
};
} // namespace

Session::Session(QObject* parent) : QObject(parent) {
    m_tick.setInterval(500);
    connect(&m_tick, &QTimer::timeout, this, &Session::tick);
}

Session::~Session() {
    m_runner.close();
}

QString Session::actor() const {
    return text(m_options.actor);
}

void Session::openWorkspace(const workbench::Options& options) {
    m_options = options;
    m_opening = true;
    Q_EMIT openingChanged();
    const QString file = text(options.workspace.string());
    m_runner.start<Bench>(
        {.title = tr("Open %1").arg(file), .lane = "workspace"}, this,
        [options](std::stop_token, const ProgressSink&) { return workbench::Workbench::open(options); },
        [this](const std::shared_ptr<const Bench>& bench) { adopt(*bench); },
        [this, file, options](const Error& error) {
            m_opening = false;
            m_troubles.raise(QStringLiteral("workspace"), tr("Open %1").arg(file), error, tr("Try again"),
                             [this, options] { openWorkspace(options); });
            Q_EMIT openingChanged();
        });
}

void Session::openDemo(const workbench::Options& options) {
    m_options = options;
    m_opening = true;
    Q_EMIT openingChanged();
    m_runner.start<Bench>(
        {.title = tr("Open the demo"), .lane = "workspace"}, this,
        [options](std::stop_token, const ProgressSink&) -> Result<Bench> {
            std::error_code ec;
            if (!std::filesystem::exists(options.workspace, ec)) {
                std::filesystem::create_directories(options.workspace.parent_path(), ec);
                ST_TRY(workbench::Workbench::createDemo(options.workspace));
            }
            return workbench::Workbench::open(options);
        },
        [this](const std::shared_ptr<const Bench>& bench) { adopt(*bench); },
        [this, options](const Error& error) {
            m_opening = false;
            m_troubles.raise(QStringLiteral("workspace"), tr("Open the demo"), error, tr("Try again"),
                             [this, options] { openDemo(options); });
            Q_EMIT openingChanged();
        });
}

void Session::adopt(const Bench& bench) {
    closeWorkspace();
    m_opening = false;
    m_bench = bench;
    m_options = bench->options();
    m_troubles.settleAll();
    Q_EMIT openingChanged();
    Q_EMIT workspaceOpened();
    reloadConnections();
    m_tick.start();
}

void Session::closeWorkspace() {
    if (!m_bench)
        return;
    m_tick.stop();
    for (const auto& state : m_connections)
        m_runner.cancelLane("jobs:" + state.profile.name);
    m_bench.reset();
    m_connections.clear();
    m_selection.clear();
    Q_EMIT connectionsChanged();
    Q_EMIT jobsChanged();
    Q_EMIT workspaceClosed();
}

bool Session::isDemo() const {
    return m_bench && !m_connections.empty() && std::ranges::all_of(m_connections, [](const ConnectionState& c) {
               return c.profile.kind == engines::EngineKind::Simulated;
           });
}

const ConnectionState* Session::connection(const std::string& name) const {
    const auto found = std::ranges::find(m_connections, name,
                                         [](const ConnectionState& c) -> const std::string& { return c.profile.name; });
    return found == m_connections.end() ? nullptr : &*found;
}

ConnectionState* Session::mutableConnection(const std::string& name) {
    return const_cast<ConnectionState*>(std::as_const(*this).connection(name));
}

const engines::JobSummary* Session::job(const std::string& connectionName, const std::string& id) const {
    const auto* state = connection(connectionName);
    if (!state)
        return nullptr;
    const auto found = std::ranges::find(state->jobs, id, &engines::JobSummary::id);
    return found == state->jobs.end() ? nullptr : &*found;
}

std::size_t Session::jobCount() const {
    std::size_t count = 0;
    for (const auto& c : m_connections)
        count += c.jobs.size();
    return count;
}

void Session::reloadConnections() {
    if (!m_bench)
        return;
    m_runner.start<std::vector<engines::Profile>>(
        {.title = tr("Read connections"), .lane = "connections", .quiet = true}, this,
        [bench = m_bench](std::stop_token, const ProgressSink&) { return bench->connections(); },
        [this](const auto& profiles) {
            m_troubles.settle(QStringLiteral("connections"));
            setProfiles(*profiles);
        },
        [this](const Error& error) {
            m_troubles.raise(QStringLiteral("connections"), tr("Read connections"), error, tr("Try again"),
                             [this] { reloadConnections(); });
        });
}

void Session::setProfiles(const std::vector<engines::Profile>& profiles) {
    std::vector<ConnectionState> next;
    for (const auto& profile : profiles) {
        ConnectionState state;
        if (const auto* known = connection(profile.name))
            state = *known;
        state.profile = profile;
        state.nextTry = {};
        next.push_back(std::move(state));
    }
    m_connections = std::move(next);
    if (!m_selection.place().connection.empty() && !connection(m_selection.place().connection))
        m_selection.clear();
    Q_EMIT connectionsChanged();
    Q_EMIT jobsChanged();
    tick();
}

void Session::tick() {
    if (!m_polling || !m_bench)
        return;
    const TimePoint now = wallClock();
    for (const auto& state : m_connections) {
        // A clock that jumped back must not stop polling.
        if (state.nextTry <= now || state.nextTry > now + kLongestBackOff)
            refreshJobs(state.profile.name);
    }
}

void Session::refreshAllJobs() {
    for (const auto& state : m_connections)
        refreshJobs(state.profile.name);
}

void Session::refreshJobs(const std::string& name) {
    auto* state = mutableConnection(name);
    if (!state || !m_bench)
        return;
    state->nextTry = wallClock() + std::max(state->poll, m_listInterval);
    m_runner.start<JobsReply>(
        {.title = tr("Jobs of %1").arg(text(name)), .lane = "jobs:" + name, .quiet = true, .keepOlder = true}, this,
        [bench = m_bench, name](std::stop_token stop, const ProgressSink&) -> Result<JobsReply> {
            JobsReply reply;
            ST_ASSIGN(reply.jobs, bench->jobs(name, stop));
            if (auto reader = bench->reader(name))
                reply.poll = (*reader)->pollInterval();
            return reply;
        },
        [this, name](const std::shared_ptr<const JobsReply>& reply) {
            auto* c = mutableConnection(name);
            if (!c)
                return;
            c->jobs = reply->jobs;
            c->poll = reply->poll;
            c->lastSeen = wallClock();
            c->nextTry = c->lastSeen + std::max(c->poll, m_listInterval);
            c->failures = 0;
            c->why.clear();
            const bool came = c->reach != Reach::Online;
            c->reach = Reach::Online;
            m_troubles.settle(QStringLiteral("jobs:") + text(name));
            if (came)
                Q_EMIT connectionsChanged();
            Q_EMIT jobsChanged();
        },
        [this, name](const Error& error) {
            auto* c = mutableConnection(name);
            if (!c)
                return;
            const bool went = c->reach != Reach::Offline;
            c->reach = Reach::Offline;
            c->why = text(error.sentence);
            c->failures = std::min(c->failures + 1, 6);
            const Millis wait = std::min(kLongestBackOff, Millis(m_listInterval.count() << (c->failures - 1)));
            c->nextTry = wallClock() + wait;
            m_troubles.raise(QStringLiteral("jobs:") + text(name), tr("Read the jobs of %1").arg(text(name)), error,
                             tr("Try now"), [this, name] { refreshJobs(name); });
            if (went)
                Q_EMIT connectionsChanged();
        });
}

void Session::addConnection(const engines::Profile& profile, std::function<void(const Status&)> answer) {
    m_runner.run(
        {.title = tr("Add connection %1").arg(text(profile.name)), .lane = "profile"}, this,
        [bench = m_bench, profile](std::stop_token, const ProgressSink&) { return bench->addConnection(profile); },
        [this, answer] {
            answer({});
            reloadConnections();
        },
        [answer](const Error& error) { answer(std::unexpected(error)); });
}

void Session::updateConnection(const engines::Profile& profile, std::function<void(const Status&)> answer) {
    m_runner.run(
        {.title = tr("Change connection %1").arg(text(profile.name)), .lane = "profile"}, this,
        [bench = m_bench, profile](std::stop_token, const ProgressSink&) { return bench->updateConnection(profile); },
        [this, answer] {
            answer({});
            reloadConnections();
        },
        [answer](const Error& error) { answer(std::unexpected(error)); });
}

void Session::removeConnection(const std::string& name) {
    m_runner.run(
        {.title = tr("Remove connection %1").arg(text(name)), .lane = "profile"}, this,
        [bench = m_bench, name](std::stop_token, const ProgressSink&) { return bench->removeConnection(name); },
        [this, name] {
            m_troubles.settle(QStringLiteral("jobs:") + text(name));
            reloadConnections();
        },
        [this, name](const Error& error) {
            m_troubles.raise(QStringLiteral("profile"), tr("Remove connection %1").arg(text(name)), error);
        });
}

QString Session::typeWord(const engines::Profile& profile) {
    if (profile.kind == engines::EngineKind::Simulated)
        return tr("DEMO");
    return text(engines::toString(profile.type)).toUpper();
}

bool Session::isProd(const engines::Profile& profile) {
    return profile.type == engines::ConnectionType::Prod && profile.kind != engines::EngineKind::Simulated;
}

void Session::setPolling(bool on) {
    m_polling = on;
    if (on)
        tick();
}

} // namespace streamtune::ui
