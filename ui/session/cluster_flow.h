// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What the cluster browser knows: the present clusters with their jobs, the map of distances, the chosen jobs with
/// their neighbours and their edit path, and a preview of other settings. All work runs in the background; answers that
/// come late for another choice are dropped. GUI thread.

#include <QObject>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "core/workbench/cluster_desk.h"
#include "ui/session/session.h"

namespace streamtune::ui {

/// A job with one graph that it ran: a row of the browser and a point of its map.
struct ClusterJob {
    history::JobShape job;
    QString key;      ///< clusterJobKey() of it
    int cluster = -1; ///< index in the set; -1 = in none yet
    ged::Interval toCentre;
    bool centre = false;
    bool placedBy = false; ///< a person put it there
    int operators = 0;
};

/// The board, put together for showing once per load.
struct ClusterScene {
    workbench::ClusterBoard board;
    std::vector<ClusterJob> jobs;                              ///< by graph, then as recorded
    std::unordered_map<std::string, std::vector<int>> ofGraph; ///< hash -> indices of jobs
    std::vector<int> nearestFirst;                             ///< indices of jobs by distance to their centre
    std::vector<int> sizes;                                    ///< jobs of every cluster
    std::vector<QString> titles; ///< of every cluster: id with its name, or with what its jobs share in words
    std::vector<int> marks;      ///< of every cluster: number of its mark, kept by its id
    int newJobs = 0;             ///< in no cluster: seen after the last clustering

    [[nodiscard]] const std::vector<history::StoredCluster>& clusters() const { return board.set.clusters; }
    [[nodiscard]] int clusterIndex(const std::string& id) const; ///< -1 = none
};

[[nodiscard]] ClusterScene sceneOf(workbench::ClusterBoard board);
[[nodiscard]] QString clusterJobKey(const history::JobShape& job);
/// The id, with the name that people gave.
[[nodiscard]] QString clusterTitle(const history::StoredCluster& cluster);
/// `5`, or `5..9 (time limit)` where a budget ended the search; `brief` leaves the reason out.
[[nodiscard]] QString distanceText(const ged::Interval& distance, bool brief = false);

enum class ClustersState { Closed, Loading, NoJobs, NotClustered, Ready, Failed };

class ClusterFlow final : public QObject {
    Q_OBJECT
public:
    using Scene = std::shared_ptr<const ClusterScene>;

    explicit ClusterFlow(Session& session, QObject* parent = nullptr);

    /// The browser is looked at: what is missing is read from now on.
    void activate();
    void reload();
    [[nodiscard]] ClustersState state() const { return m_state; }
    [[nodiscard]] const Scene& scene() const { return m_scene; } ///< null unless Ready
    [[nodiscard]] const std::shared_ptr<const workbench::DistanceView>& distances() const { return m_distances; }
    [[nodiscard]] QString why() const { return m_why; } ///< when Failed

    // Choice: jobs in the order in which they were chosen; two of them are a pair.
    [[nodiscard]] const std::vector<int>& chosen() const { return m_chosen; }
    void choose(std::vector<int> jobs);
    void toggle(int job);
    [[nodiscard]] std::optional<std::pair<int, int>> pairOfJobs() const;
    [[nodiscard]] const std::vector<std::string>& chosenClusters() const { return m_clusters; } ///< ids
    void chooseClusters(std::vector<std::string> ids);
    /// Opens on the newest graph of that job. False where it is not in the browser yet: then `graph`, where given, is
    /// compared with all, and its neighbours are shown.
    bool showJob(const std::string& connection, const std::string& jobName, const JobGraph* graph);

    [[nodiscard]] const std::shared_ptr<const workbench::NearestView>& nearest() const { return m_nearest; }
    [[nodiscard]] QString nearestOf() const { return m_nearestOf; }
    [[nodiscard]] QString whyNoNearest() const { return m_whyNoNearest; } ///< when the comparison has failed
    [[nodiscard]] const std::shared_ptr<const workbench::PairView>& pair() const { return m_pair; }
    [[nodiscard]] QString whyNoPair() const { return m_whyNoPair; } ///< when the comparison has failed
    /// Best bounds known for two graphs, with what was refined since.
    [[nodiscard]] ged::Interval bounds(const std::string& a, const std::string& b, ged::Interval known) const;
    /// Searches on, with a long budget.
    void refine(const std::string& a, const std::string& b);
    [[nodiscard]] bool refining() const { return m_refining != 0; }
    [[nodiscard]] int refinements() const { return m_refinements; } ///< so far

    // Other settings, looked at before they hold.
    void preview(std::optional<int> k, double tau);
    [[nodiscard]] const std::shared_ptr<const workbench::ClusterPreview>& previewed() const { return m_preview; }
    void commitPreview(const QString& reason);
    void dropPreview();
    void addNewJobs();

    // Edits by people, with their reason. Clusters by id, jobs by index.
    void move(const std::vector<int>& jobs, const std::string& cluster, const QString& reason);
    void merge(const std::vector<std::string>& clusters, const QString& reason);
    void split(const std::vector<int>& jobs, const QString& name, const QString& reason);
    void rename(const std::string& cluster, const QString& name, const QString& reason);
    void undo();
    void redo();
    [[nodiscard]] const history::ClusterEdit* undoable() const;
    [[nodiscard]] const history::ClusterEdit* redoable() const;

    [[nodiscard]] bool busy() const { return m_work != 0; } ///< with a preview, a commit or an edit
    [[nodiscard]] quint64 work() const { return m_work; }   ///< in the runner
    [[nodiscard]] QString workTitle() const;
    void cancelWork();
    [[nodiscard]] bool mapping() const { return m_mapping != 0; }
    [[nodiscard]] quint64 mappingJob() const { return m_mapping; }
    [[nodiscard]] std::vector<std::string> graphsOf(const std::vector<int>& jobs) const;
    [[nodiscard]] bool readOnly() const { return m_session.readOnly(); }

Q_SIGNALS:
    void changed(); ///< scene, state or map
    void chosenChanged();
    void clustersChosenChanged();
    void nearestChanged();
    void pairChanged();
    void previewChanged();
    void busyChanged();

private:
    using Desk = workbench::ClusterDesk;
    void clear();
    void setState(ClustersState state);
    void takeScene(const Scene& scene);
    void loadMap();
    void loadNearest();
    void findNearest(bool quiet, std::function<Result<workbench::NearestView>(const Desk&, std::stop_token)> search);
    void loadPair();
    void edit(const QString& title, std::function<Result<history::ClusterSet>(const Desk&, std::stop_token)> change);
    void endWork();
    void raise(const QString& what, const Error& error);
    [[nodiscard]] review::Actor actor(const QString& reason) const;

    Session& m_session;
    ClustersState m_state = ClustersState::Closed;
    QString m_why;
    bool m_active = false;
    Scene m_scene;
    std::shared_ptr<const workbench::DistanceView> m_distances;
    std::string m_mapOf; ///< definition and number of graphs that the map was made of
    std::vector<int> m_chosen;
    std::vector<std::string> m_clusters;
    std::optional<std::pair<std::string, std::string>> m_wanted; ///< connection and job to show once loaded
    std::shared_ptr<const JobGraph> m_wantedGraph;
    std::shared_ptr<const workbench::NearestView> m_nearest;
    QString m_nearestOf;
    QString m_whyNoNearest;
    QString m_whyNoPair;
    std::shared_ptr<const workbench::PairView> m_pair;
    std::map<std::pair<std::string, std::string>, ged::Interval> m_tighter;
    std::shared_ptr<const workbench::ClusterPreview> m_preview;
    quint64 m_work = 0;
    quint64 m_mapping = 0;
    quint64 m_refining = 0;
    int m_refinements = 0;
};

} // namespace streamtune::ui
