// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The window: puts session, views and commands together; knows no rule of the business.

#include <QMainWindow>
#include <map>
#include <memory>

#include "core/tune/recommendation.h"
#include "ui/commands/commands.h"
#include "ui/session/job_feed.h"
#include "ui/session/journal.h"
#include "ui/session/log_hub.h"
#include "ui/session/preferences.h"
#include "ui/session/review_flow.h"
#include "ui/session/session.h"
#include "ui/views/widgets/picture_file.h"

class QDockWidget;
class QSettings;
class QStackedWidget;

namespace streamtune::ui {

class AuditPanel;
class BackgroundPanel;
class ChartsPanel;
class WorkersPanel;
class ClusterFlow;
class ClustersPage;
class ConnectionsPanel;
class DesktopNotices;
class DetailsPanel;
class ExplainFlow;
class ExplainPanel;
class FirstSteps;
class GraphPanel;
class HistoryPage;
class JobsPanel;
class LatePage;
class LogPanel;
class ModelFlow;
class OperatorsPanel;
class PaletteDialog;
class PlansPanel;
class ReviewPage;
class RowsView;
class ScenariosPanel;
class StatusLine;
class TopBar;
class TrainPage;
class TrainingFlow;
class WelcomePage;
class WhatIfFlow;
class WhatIfPanel;
struct JobReport;

/// Saved layouts of another version are left alone.
inline constexpr int kLayoutVersion = 3;

enum class Perspective { Welcome, Inspect, Review, Clusters, Train, History };

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
    /// Where a window keeps what outlives it, unless it keeps nothing.
    [[nodiscard]] static std::unique_ptr<QSettings> store();
    MainWindow(const WindowOptions& options, LogHub& log, QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] Session& session() { return *m_session; }
    [[nodiscard]] JobFeed& feed() { return *m_feed; }
    [[nodiscard]] ReviewFlow& review() { return *m_review; }
    [[nodiscard]] CommandRegistry& commands() { return *m_commands; }
    [[nodiscard]] FirstSteps& firstSteps() { return *m_firstSteps; }
    [[nodiscard]] DesktopNotices& notices() { return *m_notices; }
    [[nodiscard]] Preferences& preferences() { return *m_preferences; }
    [[nodiscard]] ReviewPage& reviewPage() { return makeRest(), *m_reviewPage; }
    [[nodiscard]] HistoryPage& historyPage();
    [[nodiscard]] OperatorsPanel& operatorsPanel() { return makeRest(), *m_operators; }
    [[nodiscard]] ChartsPanel& chartsPanel() { return makeRest(), *m_charts; }
    [[nodiscard]] DetailsPanel& detailsPanel() { return makeRest(), *m_details; }
    [[nodiscard]] JobsPanel& jobsPanel() { return *m_jobs; }
    [[nodiscard]] ClusterFlow& clusters() { return *m_clusterFlow; }
    [[nodiscard]] ClustersPage& clustersPage();
    [[nodiscard]] TrainingFlow& training() { return *m_training; }
    [[nodiscard]] ModelFlow& models() { return *m_models; }
    [[nodiscard]] TrainPage& trainPage();
    [[nodiscard]] ExplainFlow& explain() { return *m_explain; }
    [[nodiscard]] ExplainPanel& explainPanel();
    [[nodiscard]] WhatIfFlow& whatIf() { return *m_whatIf; }
    [[nodiscard]] WhatIfPanel& whatIfPanel();
    [[nodiscard]] ScenariosPanel& scenariosPanel();
    [[nodiscard]] GraphPanel& graphPanel() { return makeRest(), *m_graph; }
    [[nodiscard]] TopBar& topBar() { return *m_top; }
    [[nodiscard]] const std::map<QString, QDockWidget*>& docks() const { return m_docks; }

    void openDemo();
    void openWorkspace(const QString& file);
    /// Workspace, plan, history or job file, told apart by content.
    void openFile(const QString& file);
    /// To what a link names (session/place_link.h); where no workspace is open yet, once one is.
    [[nodiscard]] Status goTo(const QString& link);
    [[nodiscard]] QString linkHere() const;
    void setPerspective(Perspective perspective);
    [[nodiscard]] Perspective perspective() const { return m_perspective; }
    /// A dock's id, or the page in the middle: "graph", "timeline", "review", "welcome", "clusters", "train".
    [[nodiscard]] QString focusedPanel() const;
    /// Of a panel that is not shown: of the page in the middle.
    [[nodiscard]] Picture pictureOfPanel(const QString& panel);
    /// Of the shown job, as it is shown.
    [[nodiscard]] JobReport report();
    /// Nothing is being read for the first time: used by screenshots.
    [[nodiscard]] bool isSettled() const;
    void resetLayout();
    /// Builds the pages and panels that the first picture does not show. Happens by itself once the window was painted,
    /// or when one of them is wanted earlier.
    void makeRest();

Q_SIGNALS:
    void firstPainted();

protected:
    bool event(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void addFileCommands();
    void addViewCommands();
    void addGraphCommands();
    void addLooksCommands();
    void addPanelCommands();
    void addGoCommands();
    void addJobCommands();
    void addPlanCommands();
    void addClusterCommands();
    void addExplainCommands();
    void addWhatIfCommands();
    void addPlanEditCommands();
    void addUndoCommands();
    /// Whose edits Undo and Redo go through now.
    enum class Edits { Plan, Clusters, Graph };
    [[nodiscard]] Edits edits(bool redo) const;
    void addPlanCopyCommands();
    void addHelpCommands();
    void addExportCommands();
    void addLinkCommands();
    void addHistoryCommands();
    void addTrainingCommands();
    void addModelCommands();
    // Why not: empty = there is one.
    [[nodiscard]] QString whyNoWorkspace() const;
    [[nodiscard]] QString whyNoJob() const;
    [[nodiscard]] QString whyNoPlan() const;
    void painted();
    void makeCentre();
    void makeDocks();
    HistoryPage* makeHistory();
    void fillDock(const QString& id, QWidget* content);
    void makeMenus();
    void connectParts();
    void connectRest();
    void showDock(const QString& id);
    void arrangeDocks(Perspective perspective);
    void arrangeNarrow();
    [[nodiscard]] bool isNarrow() const;
    void showWorkersWhereTheyAre();
    void refreshTop();
    void refreshRecent();
    void fillSubjectMenu();

    // What commands do.
    void showPalette();
    void showGoTo();
    void addRuns(PaletteDialog& dialog);
    void connectDialog(const std::optional<engines::Profile>& profile);
    void importFile(const QString& file);
    void chooseImport();
    void exportPanel(const QString& panel);
    void exportReport();
    [[nodiscard]] RowsView* focusedTable();
    void showHelp(const QString& page);
    void copyPlanAs(const QString& form);
    void recommend();
    void showJobsLikeThis();
    /// Asks what to train; for a job where one is named.
    void newTraining(const std::string& connection, const std::string& job);
    void beginWhatIf();
    void keepScenario();
    void exportExplanation();
    void changeRate();
    void showAbout();
    void showSettings();
    void showFirstSteps();
    void tickFirstSteps();
    void confirmRemoveConnection();
    void showVersions(const QString& job);
    void nextOperator(int step);
    void nextReviewStep();

    // State between sessions (window_state.cpp).
    void saveWindow();
    void keepOnScreen();
    void writeJournal();
    void offerAbandoned();
    void goOn(const JournalEntry& entry);
    void restoreWindow();
    void restoreKeys();
    void applyPreference(const QString& id);
    void applyGraphPreferences(const QString& changed = {});
    void forgetOldWindows();
    void resetEverything();
    void remember(const QString& file);
    [[nodiscard]] std::unique_ptr<QSettings> settings() const;

    WindowOptions m_options;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<FirstSteps> m_firstSteps;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<JobFeed> m_feed;
    std::unique_ptr<ReviewFlow> m_review;
    std::unique_ptr<ClusterFlow> m_clusterFlow;
    std::unique_ptr<TrainingFlow> m_training;
    std::unique_ptr<ModelFlow> m_models;
    std::unique_ptr<ExplainFlow> m_explain;
    std::unique_ptr<WhatIfFlow> m_whatIf;
    CommandRegistry* m_commands = nullptr;
    DesktopNotices* m_notices = nullptr;
    LogHub& m_log;
    TopBar* m_top = nullptr;
    StatusLine* m_status = nullptr;
    QStackedWidget* m_centre = nullptr;
    WelcomePage* m_welcome = nullptr;
    QWidget* m_inspect = nullptr;
    GraphPanel* m_graph = nullptr;
    ReviewPage* m_reviewPage = nullptr;
    LatePage* m_lateClusters = nullptr;
    LatePage* m_lateTrain = nullptr;
    LatePage* m_lateHistory = nullptr;
    LatePage* m_lateExplain = nullptr;
    LatePage* m_lateWhatIf = nullptr;
    LatePage* m_lateScenarios = nullptr;
    ClustersPage* m_clustersPage = nullptr; ///< null until it is wanted: clustersPage()
    TrainPage* m_trainPage = nullptr;       ///< the same: trainPage()
    HistoryPage* m_history = nullptr;       ///< the same: historyPage()
    ConnectionsPanel* m_connections = nullptr;
    JobsPanel* m_jobs = nullptr;
    OperatorsPanel* m_operators = nullptr;
    DetailsPanel* m_details = nullptr;
    ExplainPanel* m_explainPanel = nullptr;
    WhatIfPanel* m_whatIfPanel = nullptr;
    ScenariosPanel* m_scenarios = nullptr;
    ChartsPanel* m_charts = nullptr;
    LogPanel* m_logPanel = nullptr;
    WorkersPanel* m_workers = nullptr;
    AuditPanel* m_audit = nullptr;
    BackgroundPanel* m_background = nullptr;
    PlansPanel* m_plans = nullptr;
    std::unique_ptr<Journal> m_journal; ///< none where nothing is saved
    QTimer* m_journalTimer = nullptr;
    std::map<QString, QDockWidget*> m_docks;
    std::map<std::pair<Perspective, bool>, QByteArray> m_layouts; ///< in a wide window, and in a narrow one
    bool m_narrow = false;                                        ///< how the docks are arranged
    Perspective m_perspective = Perspective::Welcome;
    QString m_method = QLatin1String(tune::kDefaultMethod);
    bool m_closing = false;
    bool m_chooseWorst = false; ///< after opening: the worst job is shown by itself
    bool m_docksArranged = false;
    bool m_painted = false;
    bool m_restMade = false;
};

} // namespace streamtune::ui
