// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The window: puts session, views and commands together; knows no rule of the business.

#include <QMainWindow>
#include <map>
#include <memory>

#include "ui/commands/commands.h"
#include "ui/session/job_feed.h"
#include "ui/session/log_hub.h"
#include "ui/session/review_flow.h"
#include "ui/session/session.h"

class QDockWidget;
class QSettings;
class QStackedWidget;

namespace streamtune::ui {

class AuditPanel;
class BackgroundPanel;
class ChartsPanel;
class ConnectionsPanel;
class DetailsPanel;
class GraphPanel;
class JobsPanel;
class LogPanel;
class OperatorsPanel;
class PlansPanel;
class ReviewPage;
class StatusLine;
class TopBar;
class WelcomePage;

/// Saved layouts of another version are left alone.
inline constexpr int kLayoutVersion = 1;

enum class Perspective { Welcome, Inspect, Review, Clusters, Train };

struct WindowOptions {
    workbench::Options workbench;                 ///< workspace empty = none yet
    std::filesystem::path demoFile;               ///< where the demo workspace lives
    std::filesystem::path standardFile;           ///< the workspace that opens when something needs one
    std::map<std::string, std::string> libraries; ///< name -> version, for About
    QString firstTheme;                           ///< empty = the saved one, or the system's
    bool saveState = true;                        ///< layout and recent files in the settings
    std::function<void(const QString&)> theme;    ///< "light", "dark", "system"
};

class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(const WindowOptions& options, LogHub& log, QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] Session& session() { return *m_session; }
    [[nodiscard]] JobFeed& feed() { return *m_feed; }
    [[nodiscard]] ReviewFlow& review() { return *m_review; }
    [[nodiscard]] CommandRegistry& commands() { return *m_commands; }
    [[nodiscard]] ReviewPage& reviewPage() { return *m_reviewPage; }
    [[nodiscard]] OperatorsPanel& operatorsPanel() { return *m_operators; }
    [[nodiscard]] JobsPanel& jobsPanel() { return *m_jobs; }
    [[nodiscard]] GraphPanel& graphPanel() { return *m_graph; }
    [[nodiscard]] TopBar& topBar() { return *m_top; }
    [[nodiscard]] const std::map<QString, QDockWidget*>& docks() const { return m_docks; }

    void openDemo();
    void openWorkspace(const QString& file);
    /// Workspace, plan, history or job file, told apart by content.
    void openFile(const QString& file);
    void setPerspective(Perspective perspective);
    [[nodiscard]] Perspective perspective() const { return m_perspective; }
    /// Nothing is being read for the first time: used by screenshots.
    [[nodiscard]] bool isSettled() const;
    void resetLayout();

protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void addFileCommands();
    void addViewCommands();
    void addJobCommands();
    void addPlanCommands();
    void addHelpCommands();
    void makeCentre();
    void makeDocks();
    void makeMenus();
    void connectParts();
    QDockWidget* addDock(const QString& id, const QString& title, QWidget* content, Qt::DockWidgetArea area);
    void showDock(const QString& id);
    void arrangeDocks(Perspective perspective);
    void refreshTop();
    void refreshRecent();
    void fillSubjectMenu();

    // What commands do.
    void showPalette();
    void showGoTo();
    void connectDialog(const std::optional<engines::Profile>& profile);
    void importFile(const QString& file);
    void chooseImport();
    void saveView();
    void copyPlanAs(const QString& form);
    void recommend();
    void changeRate();
    void showAbout();
    void confirmRemoveConnection();
    void nextOperator(int step);
    void nextReviewStep();

    // State between sessions (window_state.cpp).
    void saveWindow();
    void restoreWindow();
    void restoreTheme();
    void remember(const QString& file);
    [[nodiscard]] std::unique_ptr<QSettings> settings() const;

    WindowOptions m_options;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<JobFeed> m_feed;
    std::unique_ptr<ReviewFlow> m_review;
    CommandRegistry* m_commands = nullptr;
    LogHub& m_log;
    TopBar* m_top = nullptr;
    StatusLine* m_status = nullptr;
    QStackedWidget* m_centre = nullptr;
    WelcomePage* m_welcome = nullptr;
    QWidget* m_inspect = nullptr;
    GraphPanel* m_graph = nullptr;
    ReviewPage* m_reviewPage = nullptr;
    ConnectionsPanel* m_connections = nullptr;
    JobsPanel* m_jobs = nullptr;
    OperatorsPanel* m_operators = nullptr;
    DetailsPanel* m_details = nullptr;
    ChartsPanel* m_charts = nullptr;
    LogPanel* m_logPanel = nullptr;
    AuditPanel* m_audit = nullptr;
    BackgroundPanel* m_background = nullptr;
    PlansPanel* m_plans = nullptr;
    std::map<QString, QDockWidget*> m_docks;
    std::map<Perspective, QByteArray> m_layouts;
    Perspective m_perspective = Perspective::Welcome;
    QString m_method = QStringLiteral("ds2");
    QString m_theme = QStringLiteral("system");
    bool m_closing = false;
    bool m_chooseWorst = false; ///< after opening: the worst job is shown by itself
    bool m_docksArranged = false;
};

} // namespace streamtune::ui
