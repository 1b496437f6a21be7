// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What the window knows: the open workspace, its connections and their jobs, kept fresh in the background. The shown
/// job is in JobFeed, the reviewed plan in ReviewFlow. GUI thread; all work goes through JobRunner.

#include <QObject>
#include <QTimer>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/workbench/workbench.h"
#include "ui/jobs/job_runner.h"
#include "ui/session/selection.h"
#include "ui/session/troubles.h"

namespace streamtune::ui {

using Bench = std::shared_ptr<workbench::Workbench>;

enum class Reach { Unknown, Online, Offline };

struct ConnectionState {
    engines::Profile profile;
    Reach reach = Reach::Unknown;
    TimePoint lastSeen{};
    QString why;                           ///< when offline, one sentence
    std::vector<engines::JobSummary> jobs; ///< last seen ones
    Millis poll{5'000};
    int failures = 0;
    TimePoint nextTry{};
};

class Session final : public QObject {
    Q_OBJECT
public:
    explicit Session(QObject* parent = nullptr);
    ~Session() override;

    [[nodiscard]] JobRunner& runner() { return m_runner; }
    [[nodiscard]] Selection& selection() { return m_selection; }
    [[nodiscard]] Troubles& troubles() { return m_troubles; }

    // Workspace.
    void openWorkspace(const workbench::Options& options);
    /// Creates the demo in `file` where it does not exist, then opens it.
    void openDemo(const workbench::Options& options);
    void closeWorkspace();
    [[nodiscard]] bool isOpen() const { return m_bench != nullptr; }
    [[nodiscard]] bool isOpening() const { return m_opening; }
    [[nodiscard]] const Bench& bench() const { return m_bench; }
    [[nodiscard]] const workbench::Options& options() const { return m_options; }
    [[nodiscard]] bool readOnly() const { return m_options.readOnly; }
    [[nodiscard]] QString actor() const;
    [[nodiscard]] bool isDemo() const; ///< every connection is simulated

    // Connections and jobs.
    [[nodiscard]] const std::vector<ConnectionState>& connections() const { return m_connections; }
    [[nodiscard]] const ConnectionState* connection(const std::string& name) const;
    [[nodiscard]] const engines::JobSummary* job(const std::string& connection, const std::string& id) const;
    [[nodiscard]] std::size_t jobCount() const;
    void reloadConnections();
    void refreshJobs(const std::string& connection); ///< now
    void refreshAllJobs();
    void addConnection(const engines::Profile& profile, std::function<void(const Status&)> answer);
    void updateConnection(const engines::Profile& profile, std::function<void(const Status&)> answer);
    void removeConnection(const std::string& name);
    /// The name of the connection's type, "DEMO" for simulated ones.
    [[nodiscard]] static QString typeWord(const engines::Profile& profile);
    [[nodiscard]] static bool isProd(const engines::Profile& profile);
    /// Polling stops while the window is minimised or closing.
    void setPolling(bool on);
    /// How often lists of jobs are read at most; engines may ask for less.
    void setListInterval(Millis interval) { m_listInterval = interval; }

Q_SIGNALS:
    void openingChanged();
    void workspaceOpened();
    void workspaceClosed();
    void connectionsChanged(); ///< profiles or reach
    void jobsChanged();

private:
    void adopt(const Bench& bench);
    void setProfiles(const std::vector<engines::Profile>& profiles);
    void tick();
    ConnectionState* mutableConnection(const std::string& name);

    Selection m_selection;
    Troubles m_troubles;
    workbench::Options m_options;
    Bench m_bench;
    bool m_opening = false;
    bool m_polling = true;
    Millis m_listInterval{5'000};
    std::vector<ConnectionState> m_connections;
    QTimer m_tick;
    JobRunner m_runner; ///< last: its threads end before the rest goes
};

} // namespace streamtune::ui
