// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/job_feed.h"

#include <algorithm>

#include "ui/session/text.h"

namespace streamtune::ui {

namespace {

constexpr Millis kPatience{120'000};
constexpr Millis kSlowest{30'000};
constexpr int kWindows = 2'000;

struct ReadReply {
    std::shared_ptr<const workbench::JobView> view;
    Millis poll{1'000};
};

} // namespace

JobFeed::JobFeed(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    m_readTimer.setSingleShot(true);
    m_measureTimer.setSingleShot(true);
    connect(&m_readTimer, &QTimer::timeout, this, &JobFeed::read);
    connect(&m_measureTimer, &QTimer::timeout, this, &JobFeed::measure);
    connect(&session.selection(), &Selection::jobChanged, this, &JobFeed::restart);
}

const JobGraph* JobFeed::graph() const {
    return m_view ? &m_view->snapshot.graph : nullptr;
}

QString JobFeed::jobName() const {
    if (m_view)
        return text(m_view->snapshot.jobName);
    const auto& place = m_session.selection().place();
    if (const auto* summary = m_session.job(place.connection, place.job))
        return text(summary->name);
    return text(place.job);
}

TimePoint JobFeed::readAt() const {
    return m_view ? m_view->snapshot.readAt : TimePoint{};
}

const Observation* JobFeed::shown() const {
    if (m_moment) {
        const auto after = std::ranges::upper_bound(m_windows, *m_moment, {}, &Observation::start);
        return after == m_windows.begin() ? nullptr : &*std::prev(after);
    }
    if (!m_windows.empty() && (!m_view || !m_view->window || m_view->window->end <= m_windows.back().end))
        return &m_windows.back();
    return m_view && m_view->window ? &*m_view->window : nullptr;
}

void JobFeed::setMoment(const std::optional<TimePoint>& moment) {
    if (m_moment == moment)
        return;
    m_moment = moment;
    relabel();
    Q_EMIT shownChanged();
}

void JobFeed::relabel() {
    const Observation* window = shown();
    m_labels = window && graph() ? tune::labelWindow(*graph(), *window, {}) : tune::Labels{};
}

void JobFeed::restart() {
    auto& runner = m_session.runner();
    for (const char* lane : {"job.read", "job.measure", "job.windows", "job.marks"})
        runner.cancelLane(lane);
    m_readTimer.stop();
    m_measureTimer.stop();
    m_view.reset();
    m_windows.clear();
    m_marks.clear();
    m_moment.reset();
    m_labels = {};
    m_offline = false;
    m_measuring = false;
    m_session.troubles().settlePrefix(QStringLiteral("job."));
    Q_EMIT viewChanged();
    Q_EMIT windowsChanged();
    Q_EMIT marksChanged();
    Q_EMIT shownChanged();
    Q_EMIT measuringChanged();
    if (hasJob() && m_session.isOpen()) {
        read();
        measure();
    }
}

void JobFeed::follow(const std::string& jobId) {
    if (hasJob() && !jobId.empty() && jobId != m_session.selection().place().job)
        m_session.selection().renameJob(jobId);
}

void JobFeed::readNow() {
    if (hasJob())
        read();
}

void JobFeed::read() {
    const Place place = m_session.selection().place();
    if (place.job.empty() || !m_session.isOpen())
        return;
    m_session.runner().start<ReadReply>(
        {.title = tr("Read %1").arg(jobName()), .lane = "job.read", .quiet = true, .keepOlder = true}, this,
        [bench = m_session.bench(), place](std::stop_token stop, const ProgressSink&) -> Result<ReadReply> {
            ReadReply reply;
            ST_ASSIGN(auto view, bench->show(place.connection, place.job, stop));
            reply.view = std::make_shared<const workbench::JobView>(std::move(view));
            if (auto reader = bench->reader(place.connection))
                reply.poll = (*reader)->pollInterval();
            return reply;
        },
        [this](const std::shared_ptr<const ReadReply>& reply) {
            m_poll = std::max({reply->poll, m_least, Millis(500)});
            m_offline = false;
            m_session.troubles().settle(QStringLiteral("job.read"));
            setView(reply->view);
            m_readTimer.start(m_poll);
        },
        [this](const Error& error) {
            m_offline = true;
            m_session.troubles().raise(QStringLiteral("job.read"), tr("Read %1").arg(jobName()), error, tr("Try now"),
                                       [this] { read(); });
            m_readTimer.start(std::min(kSlowest, m_poll * 4));
            Q_EMIT viewChanged();
        });
}

void JobFeed::setView(const std::shared_ptr<const workbench::JobView>& view) {
    const bool first = !m_view;
    m_view = view;
    relabel();
    Q_EMIT viewChanged();
    if (first) {
        loadWindows();
        reloadMarks();
    }
}

void JobFeed::measure() {
    const Place place = m_session.selection().place();
    if (place.job.empty() || !m_session.isOpen() || m_session.readOnly())
        return;
    const quint64 id = m_session.runner().start<Observation>(
        {.title = tr("Measure %1").arg(jobName()), .lane = "job.measure", .quiet = true, .keepOlder = true}, this,
        [bench = m_session.bench(), place](std::stop_token stop, const ProgressSink& progress) {
            return bench->observe(place.connection, place.job, kPatience, stop, progress);
        },
        [this](const auto&) {
            m_measuring = false;
            m_session.troubles().settle(QStringLiteral("job.measure"));
            m_measureTimer.start(std::max(m_poll, Millis(1'000)));
            loadWindows();
            Q_EMIT measuringChanged();
        },
        [this](const Error& error) {
            m_measuring = false;
            // The same host is down for reading and measuring: said once.
            if (!m_offline)
                m_session.troubles().raise(QStringLiteral("job.measure"), tr("Measure %1").arg(jobName()), error,
                                           tr("Try now"), [this] { measure(); });
            m_measureTimer.start(std::max(m_poll * 4, Millis(5'000)));
            Q_EMIT measuringChanged();
        });
    if (id != 0) {
        m_measuring = true;
        Q_EMIT measuringChanged();
    }
}

void JobFeed::loadWindows() {
    if (!m_view || !m_session.isOpen())
        return;
    const std::string connection = m_session.selection().place().connection;
    const std::string name = m_view->snapshot.jobName;
    std::optional<TimePoint> since;
    if (!m_windows.empty())
        since = m_windows.back().start;
    m_session.runner().start<std::vector<Observation>>(
        {.title = tr("Read recorded windows"), .lane = "job.windows", .quiet = true}, this,
        [bench = m_session.bench(), connection, name, since](std::stop_token stop,
                                                             const ProgressSink&) -> Result<std::vector<Observation>> {
            ST_ASSIGN(auto store, bench->store());
            return store->windows(connection, name, since, kWindows, stop);
        },
        [this](const std::shared_ptr<const std::vector<Observation>>& newer) {
            // Newest first; what is there already comes again at the seam.
            const TimePoint last = m_windows.empty() ? TimePoint{} : m_windows.back().start;
            bool any = false;
            for (auto it = newer->rbegin(); it != newer->rend(); ++it) {
                if (m_windows.empty() || it->start > last) {
                    m_windows.push_back(*it);
                    any = true;
                }
            }
            if (m_windows.size() > kWindows)
                m_windows.erase(m_windows.begin(), m_windows.end() - kWindows);
            if (!any)
                return;
            relabel();
            placeMarks();
            Q_EMIT windowsChanged();
            Q_EMIT marksChanged();
            if (!m_moment)
                Q_EMIT shownChanged();
        },
        [this](const Error& error) {
            m_session.troubles().raise(QStringLiteral("job.windows"), tr("Read recorded windows"), error);
        });
}

/// A simulated cluster has a clock of its own: there a plan stands where the first window with its numbers begins.
void JobFeed::placeMarks() {
    const auto* state = m_session.connection(m_session.selection().place().connection);
    if (!state || state->profile.kind != engines::EngineKind::Simulated)
        return;
    std::size_t from = 0;
    for (auto& mark : m_marks)
        for (std::size_t i = from; i < m_windows.size(); ++i)
            if (m_windows[i].parallelism() == mark.target &&
                (i == 0 || m_windows[i - 1].parallelism() != mark.target)) {
                mark.at = m_windows[i].start;
                from = i + 1;
                break;
            }
}

void JobFeed::reloadMarks() {
    if (!m_view || !m_session.isOpen())
        return;
    m_session.runner().start<std::vector<PlanMark>>(
        {.title = tr("Read past plans"), .lane = "job.marks", .quiet = true}, this,
        [bench = m_session.bench(), connection = m_session.selection().place().connection,
         name = m_view->snapshot.jobName](std::stop_token, const ProgressSink&) {
            return readMarks(*bench, connection, name);
        },
        [this](const auto& marks) {
            m_marks = *marks;
            placeMarks();
            Q_EMIT marksChanged();
        });
}

} // namespace streamtune::ui
