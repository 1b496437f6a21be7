// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/cluster_flow.h"

#include <algorithm>
#include <numeric>
#include <thread>
#include <tuple>
#include <utility>

#include "ui/session/core_words.h"
#include "ui/session/text.h"

namespace streamtune::ui {

namespace {

constexpr Millis kQuickPair{400};     ///< of one pair, while a person looks on
constexpr Millis kCarefulPair{2'000}; ///< of one pair, for a clustering that may be stored
constexpr Millis kRefinePair{120'000};

int threads() {
    return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

ged::Query queryOf(const history::ClusterSet& set, Millis time) {
    ged::Query query;
    query.definition = ged::definitionFromString(set.definition).value_or(ged::Definition{});
    query.budget.time = time;
    return query;
}

std::pair<std::string, std::string> ordered(const std::string& a, const std::string& b) {
    return a < b ? std::pair(a, b) : std::pair(b, a);
}

/// What the store says: a board, or whether there is anything to make one of.
struct Loaded {
    ClustersState state = ClustersState::Ready;
    std::shared_ptr<const ClusterScene> scene;
};

Result<Loaded> load(const workbench::Workbench& bench, const std::stop_token& stop) {
    auto board = workbench::ClusterDesk(bench).board({}, stop);
    if (board)
        return Loaded{ClustersState::Ready, std::make_shared<const ClusterScene>(sceneOf(std::move(*board)))};
    if (board.error().code != "cluster.none")
        return std::unexpected(std::move(board).error());
    ST_ASSIGN(auto store, bench.store());
    ST_ASSIGN(const auto stats, store->stats());
    return Loaded{stats.graphs > 0 ? ClustersState::NotClustered : ClustersState::NoJobs, nullptr};
}

/// Marks follow the number in the id, so that a cluster keeps its mark from set to set; while some are free, a
/// later cluster does not share one.
std::vector<int> marksOf(const std::vector<history::StoredCluster>& clusters) {
    std::vector<std::pair<int, std::size_t>> byNumber;
    for (std::size_t c = 0; c < clusters.size(); ++c)
        byNumber.emplace_back(std::max(1, text(clusters[c].id).mid(1).toInt()) - 1, c);
    std::ranges::sort(byNumber);
    std::vector<int> marks(clusters.size(), 0);
    std::set<int> taken;
    constexpr int kMarks = 8; // different ones
    for (const auto& [number, c] : byNumber) {
        int mark = number % kMarks;
        if (taken.size() < kMarks)
            while (taken.contains(mark))
                mark = (mark + 1) % kMarks;
        taken.insert(mark);
        marks[c] = mark;
    }
    return marks;
}

} // namespace

ClusterScene sceneOf(workbench::ClusterBoard board) {
    ClusterScene scene;
    struct Member {
        int cluster;
        const history::ClusterMember* member;
    };
    std::unordered_map<std::string, Member> places;
    scene.sizes.resize(board.set.clusters.size());
    for (std::size_t c = 0; c < board.set.clusters.size(); ++c)
        for (const auto& member : board.set.clusters[c].members)
            places[member.graph] = {static_cast<int>(c), &member};
    for (const auto& [hash, jobs] : board.jobs) {
        const auto place = places.find(hash);
        const auto graph = board.graphs.find(hash);
        for (const history::JobShape& job : jobs) {
            ClusterJob row;
            row.job = job;
            row.key = clusterJobKey(job);
            if (graph != board.graphs.end())
                row.operators = static_cast<int>(graph->second.graph.nodes.size());
            if (place != places.end()) {
                row.cluster = place->second.cluster;
                row.toCentre = {place->second.member->lower, place->second.member->upper};
                row.placedBy = place->second.member->placedBy;
                row.centre = board.set.clusters[static_cast<std::size_t>(row.cluster)].centre == hash;
                ++scene.sizes[static_cast<std::size_t>(row.cluster)];
            } else {
                ++scene.newJobs;
            }
            scene.ofGraph[hash].push_back(static_cast<int>(scene.jobs.size()));
            scene.jobs.push_back(std::move(row));
        }
    }
    scene.nearestFirst.resize(scene.jobs.size());
    std::iota(scene.nearestFirst.begin(), scene.nearestFirst.end(), 0);
    std::ranges::stable_sort(scene.nearestFirst, {}, [&](int j) {
        const ClusterJob& job = scene.jobs[static_cast<std::size_t>(j)];
        return std::tuple(job.cluster < 0, job.toCentre.upper, job.toCentre.lower);
    });
    scene.marks = marksOf(board.set.clusters);
    const auto shared = board.sharedShapes();
    for (const auto& cluster : board.set.clusters) {
        const auto words = shared.find(cluster.id);
        scene.titles.push_back(cluster.name.empty() && words != shared.end()
                                   ? text(cluster.id) + QStringLiteral("  ") + coreText(words->second)
                                   : clusterTitle(cluster));
    }
    scene.board = std::move(board);
    return scene;
}

int ClusterScene::clusterIndex(const std::string& id) const {
    const auto found = std::ranges::find(clusters(), id, &history::StoredCluster::id);
    return found == clusters().end() ? -1 : static_cast<int>(found - clusters().begin());
}

QString clusterJobKey(const history::JobShape& job) {
    return text(job.connection) + QChar(0x1f) + text(job.jobName) + QChar(0x1f) + text(job.graph);
}

QString clusterTitle(const history::StoredCluster& cluster) {
    return cluster.name.empty() ? text(cluster.id) : text(cluster.id) + QLatin1Char(' ') + text(cluster.name);
}

QString distanceText(const ged::Interval& distance, bool brief) {
    const auto number = [](double value) {
        return value >= ged::kFar ? QStringLiteral("∞") : QLocale::c().toString(value, 'g', 4);
    };
    if (distance.exact())
        return number(distance.upper);
    const QString range = number(distance.lower) + QStringLiteral("..") + number(distance.upper);
    return brief ? range : ClusterFlow::tr("%1 (time limit)").arg(range);
}

ClusterFlow::ClusterFlow(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    connect(&session, &Session::workspaceClosed, this, &ClusterFlow::clear);
    connect(&session, &Session::workspaceOpened, this, [this] {
        clear();
        if (m_active)
            reload();
    });
}

void ClusterFlow::clear() {
    m_scene.reset();
    m_distances.reset();
    m_mapOf.clear();
    m_tighter.clear();
    m_wanted.reset();
    m_preview.reset();
    m_nearest.reset();
    m_nearestOf.clear();
    m_pair.reset();
    m_whyNoNearest.clear();
    m_whyNoPair.clear();
    m_chosen.clear();
    m_clusters.clear();
    m_work = m_mapping = m_refining = 0;
    m_active = m_active && m_session.isOpen();
    setState(ClustersState::Closed);
    Q_EMIT chosenChanged();
    Q_EMIT clustersChosenChanged();
    Q_EMIT nearestChanged();
    Q_EMIT pairChanged();
    Q_EMIT previewChanged();
}

void ClusterFlow::setState(ClustersState state) {
    m_state = state;
    Q_EMIT changed();
}

void ClusterFlow::raise(const QString& what, const Error& error) {
    if (!error.code.ends_with(".cancelled"))
        m_session.troubles().raise(QStringLiteral("clusters"), what, error);
}

void ClusterFlow::activate() {
    if (!m_session.isOpen())
        return;
    m_active = true;
    // Jobs are observed while the window is open, so every visit looks again.
    if (m_state != ClustersState::Loading && m_work == 0)
        reload();
}

void ClusterFlow::reload() {
    if (!m_session.isOpen())
        return;
    if (!m_scene)
        setState(ClustersState::Loading);
    m_session.runner().start<Loaded>(
        {.title = tr("Read the clusters"), .lane = "clusters.load", .quiet = true}, this,
        [bench = m_session.bench()](std::stop_token stop, const ProgressSink&) { return load(*bench, stop); },
        [this](const auto& loaded) {
            if (loaded->state == ClustersState::Ready)
                return takeScene(loaded->scene);
            m_scene.reset();
            setState(loaded->state);
        },
        [this](const Error& error) {
            m_why = text(error.sentence);
            if (!m_scene)
                setState(ClustersState::Failed);
            raise(tr("Read the clusters"), error);
        });
}

void ClusterFlow::takeScene(const Scene& scene) {
    // What was chosen stays chosen, by name.
    std::vector<QString> keys;
    if (m_scene)
        for (const int job : m_chosen)
            keys.push_back(m_scene->jobs[static_cast<std::size_t>(job)].key);
    m_scene = scene;
    std::unordered_map<QString, int> index;
    for (std::size_t j = 0; j < scene->jobs.size() && !keys.empty(); ++j)
        index.emplace(scene->jobs[j].key, static_cast<int>(j));
    std::vector<int> chosen;
    for (const QString& key : keys)
        if (const auto found = index.find(key); found != index.end())
            chosen.push_back(found->second);
    std::erase_if(m_clusters, [&](const std::string& id) { return scene->clusterIndex(id) < 0; });
    m_chosen = std::move(chosen);
    if (m_preview && m_preview->basedOn != scene->board.set.id) {
        m_preview.reset();
        Q_EMIT previewChanged();
    }
    setState(ClustersState::Ready);
    Q_EMIT clustersChosenChanged();
    Q_EMIT chosenChanged();
    loadMap();
    if (const auto wanted = std::exchange(m_wanted, std::nullopt)) {
        const auto graph = std::exchange(m_wantedGraph, nullptr);
        showJob(wanted->first, wanted->second, graph.get());
        return;
    }
    loadNearest();
    loadPair();
}

void ClusterFlow::loadMap() {
    const std::string of = m_scene->board.set.definition + '/' + std::to_string(m_scene->board.graphs.size());
    if (m_mapOf == of && (m_distances || m_mapping != 0))
        return;
    m_mapOf = of;
    const auto query = queryOf(m_scene->board.set, kQuickPair);
    m_mapping = m_session.runner().start<workbench::DistanceView>(
        {.title = tr("Distances of past jobs"), .lane = "clusters.map"}, this,
        [bench = m_session.bench(), query](std::stop_token stop, const ProgressSink& progress) {
            return workbench::ClusterDesk(*bench).distances(query.definition, query.budget, threads(), stop, progress);
        },
        [this](const auto& view) {
            m_mapping = 0;
            m_distances = view;
            Q_EMIT changed();
            Q_EMIT busyChanged();
        },
        [this](const Error& error) {
            m_mapping = 0;
            m_mapOf.clear();
            raise(tr("Distances of past jobs"), error);
            Q_EMIT changed();
            Q_EMIT busyChanged();
        });
    Q_EMIT busyChanged();
}

void ClusterFlow::choose(std::vector<int> jobs) {
    if (!m_scene || jobs == m_chosen)
        return;
    const bool otherFirst = jobs.empty() != m_chosen.empty() || (!jobs.empty() && jobs.front() != m_chosen.front());
    m_chosen = std::move(jobs);
    Q_EMIT chosenChanged();
    if (otherFirst)
        loadNearest();
    loadPair();
}

void ClusterFlow::toggle(int job) {
    auto next = m_chosen;
    if (const auto found = std::ranges::find(next, job); found != next.end())
        next.erase(found);
    else
        next.push_back(job);
    choose(std::move(next));
}

std::optional<std::pair<int, int>> ClusterFlow::pairOfJobs() const {
    if (m_chosen.size() != 2)
        return std::nullopt;
    return std::pair(m_chosen[0], m_chosen[1]);
}

void ClusterFlow::chooseClusters(std::vector<std::string> ids) {
    if (ids == m_clusters)
        return;
    m_clusters = std::move(ids);
    Q_EMIT clustersChosenChanged();
}

bool ClusterFlow::showJob(const std::string& connection, const std::string& jobName, const JobGraph* graph) {
    if (!m_scene) {
        m_wanted.emplace(connection, jobName);
        m_wantedGraph = graph ? std::make_shared<const JobGraph>(*graph) : nullptr;
        activate();
        return false;
    }
    int best = -1;
    for (std::size_t j = 0; j < m_scene->jobs.size(); ++j) {
        const auto& job = m_scene->jobs[j].job;
        if (job.jobName != jobName || job.connection != connection)
            continue;
        if (best < 0 || job.lastSeen > m_scene->jobs[static_cast<std::size_t>(best)].job.lastSeen)
            best = static_cast<int>(j);
    }
    if (best >= 0) {
        chooseClusters({});
        choose({best});
        return true;
    }
    choose({});
    if (!graph)
        return false;
    m_nearest.reset();
    m_whyNoNearest.clear();
    m_nearestOf = text(jobName);
    Q_EMIT nearestChanged();
    findNearest(false, [copy = *graph](const Desk& desk, std::stop_token stop) {
        return desk.nearest(copy, {.time = kQuickPair}, threads(), std::move(stop));
    });
    return false;
}

/// Of what m_nearestOf names.
void ClusterFlow::findNearest(bool quiet,
                              std::function<Result<workbench::NearestView>(const Desk&, std::stop_token)> search) {
    m_session.runner().start<workbench::NearestView>(
        {.title = tr("Jobs like %1").arg(m_nearestOf), .lane = "clusters.nearest", .quiet = quiet}, this,
        [bench = m_session.bench(), search = std::move(search)](std::stop_token stop, const ProgressSink&) {
            return search(Desk(*bench), std::move(stop));
        },
        [this](const auto& view) {
            m_nearest = view;
            Q_EMIT nearestChanged();
        },
        [this](const Error& error) {
            m_whyNoNearest = text(error.sentence);
            Q_EMIT nearestChanged();
            raise(tr("Jobs like this one"), error);
        });
}

void ClusterFlow::loadNearest() {
    m_session.runner().cancelLane("clusters.nearest");
    m_nearest.reset();
    m_whyNoNearest.clear();
    const auto* chosen = m_chosen.empty() ? nullptr : &m_scene->jobs[static_cast<std::size_t>(m_chosen.front())].job;
    m_nearestOf = chosen ? text(chosen->jobName) : QString();
    Q_EMIT nearestChanged();
    if (chosen)
        findNearest(true, [hash = chosen->graph](const Desk& desk, std::stop_token stop) {
            return desk.nearest(hash, {.time = kQuickPair}, threads(), std::move(stop));
        });
}

void ClusterFlow::loadPair() {
    m_session.runner().cancelLane("clusters.pair");
    m_refining = 0;
    m_pair.reset();
    m_whyNoPair.clear();
    Q_EMIT pairChanged();
    const auto jobs = pairOfJobs();
    if (!jobs)
        return;
    const auto& a = m_scene->jobs[static_cast<std::size_t>(jobs->first)].job;
    const auto& b = m_scene->jobs[static_cast<std::size_t>(jobs->second)].job;
    m_session.runner().start<workbench::PairView>(
        {.title = tr("Edit path from %1 to %2").arg(text(a.jobName), text(b.jobName)),
         .lane = "clusters.pair",
         .quiet = true},
        this,
        [bench = m_session.bench(), a = a.graph, b = b.graph,
         query = queryOf(m_scene->board.set, kQuickPair)](std::stop_token stop, const ProgressSink&) {
            return workbench::ClusterDesk(*bench).pair(a, b, query, stop);
        },
        [this](const auto& view) {
            m_pair = view;
            Q_EMIT pairChanged();
        },
        [this](const Error& error) {
            m_whyNoPair = text(error.sentence);
            Q_EMIT pairChanged();
            raise(tr("Edit path"), error);
        });
}

ged::Interval ClusterFlow::bounds(const std::string& a, const std::string& b, ged::Interval known) const {
    if (m_tighter.empty())
        return known;
    if (const auto found = m_tighter.find(ordered(a, b)); found != m_tighter.end())
        known.meet(found->second);
    return known;
}

void ClusterFlow::refine(const std::string& a, const std::string& b) {
    if (!m_scene || m_refining != 0)
        return;
    m_refining = m_session.runner().start<workbench::PairView>(
        {.title = tr("Refine a distance"), .lane = "clusters.refine"}, this,
        [bench = m_session.bench(), a, b, query = queryOf(m_scene->board.set, kRefinePair)](std::stop_token stop,
                                                                                            const ProgressSink&) {
            return workbench::ClusterDesk(*bench).pair(a, b, query, stop);
        },
        [this, a, b](const auto& view) {
            m_refining = 0;
            auto& kept = m_tighter.try_emplace(ordered(a, b)).first->second;
            kept.meet({view->answer.lower, view->answer.upper});
            ++m_refinements;
            if (const auto jobs = pairOfJobs(); jobs && m_scene &&
                                                m_scene->jobs[static_cast<std::size_t>(jobs->first)].job.graph == a &&
                                                m_scene->jobs[static_cast<std::size_t>(jobs->second)].job.graph == b)
                m_pair = view;
            Q_EMIT pairChanged();
            Q_EMIT nearestChanged();
            Q_EMIT changed();
        },
        [this](const Error& error) {
            m_refining = 0;
            raise(tr("Refine a distance"), error);
            Q_EMIT pairChanged();
        });
    Q_EMIT pairChanged();
}

QString ClusterFlow::workTitle() const {
    const auto* job = m_work == 0 ? nullptr : m_session.runner().find(m_work);
    return job ? job->title : QString();
}

void ClusterFlow::cancelWork() {
    m_session.runner().cancel(m_work != 0 ? m_work : m_mapping);
}

void ClusterFlow::endWork() {
    m_work = 0;
    Q_EMIT busyChanged();
}

void ClusterFlow::preview(std::optional<int> k, double tau) {
    if (!m_session.isOpen() || busy())
        return;
    workbench::ClusterRequest request;
    request.options.tau = tau;
    request.options.k = k;
    request.options.threads = threads();
    request.options.budget.time = kCarefulPair;
    request.who = utf8(m_session.actor());
    if (m_scene) {
        const auto& set = m_scene->board.set;
        request.options.definition = ged::definitionFromString(set.definition).value_or(ged::Definition{});
        request.options.seed = static_cast<std::uint64_t>(set.seed);
        request.options.starts = std::max(1, set.starts);
    }
    m_work = m_session.runner().start<workbench::ClusterPreview>(
        {.title = tr("Try a clustering"), .lane = "clusters.work"}, this,
        [bench = m_session.bench(), request](std::stop_token stop, const ProgressSink& progress) {
            return workbench::ClusterDesk(*bench).preview(request, stop, progress);
        },
        [this](const auto& view) {
            endWork();
            m_preview = view;
            Q_EMIT previewChanged();
            if (!m_scene) // the first clustering: nothing is replaced by it
                commitPreview(tr("first clustering"));
        },
        [this](const Error& error) {
            endWork();
            raise(tr("Try a clustering"), error);
        });
    Q_EMIT busyChanged();
}

void ClusterFlow::commitPreview(const QString& reason) {
    if (!m_preview || busy())
        return;
    edit(tr("Keep the new clusters"), [view = m_preview, why = utf8(reason)](const Desk& desk, const std::stop_token&) {
        auto copy = *view; // of thousands of jobs, so not in the window's thread
        copy.computed.reason = copy.result.reason = why;
        return desk.commit(copy);
    });
}

void ClusterFlow::dropPreview() {
    m_preview.reset();
    Q_EMIT previewChanged();
}

void ClusterFlow::addNewJobs() {
    edit(tr("Place the new jobs"), [](const Desk& desk, const std::stop_token& stop) -> Result<history::ClusterSet> {
        ST_TRY(desk.addNewJobs({.time = kCarefulPair}, threads(), stop));
        return history::ClusterSet{};
    });
}

} // namespace streamtune::ui
