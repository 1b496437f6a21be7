// SPDX-License-Identifier: GPL-3.0-or-later
// Commands on what is shown: perspectives, the graph, how the window looks, panels, and ways to get somewhere.
#include <QLineEdit>
#include <cmath>

#include "ui/main_window/main_window.h"
#include "ui/session/text.h"
#include "ui/views/dag/dag_fold.h"
#include "ui/views/history/filter_bar.h"
#include "ui/views/history/history_page.h"
#include "ui/views/inspect/graph_panel.h"

namespace streamtune::ui {

void MainWindow::addViewCommands() {
    auto& c = *m_commands;
    const QString group = tr("View");
    const auto perspective = [this, &c, group](const char* id, const QString& text, const char* key, const QString& tip,
                                               Perspective p, std::function<QString()> why) {
        c.add({QLatin1String(id), text, group, QKeySequence(QLatin1String(key)), tip, [this, p] { setPerspective(p); },
               std::move(why), [this, p] { return m_perspective == p; }});
    };
    perspective("view.inspect", tr("&Inspect"), "Ctrl+1", tr("Where the load is: graph, operators, charts"),
                Perspective::Inspect, [this] { return whyNoWorkspace(); });
    perspective("view.review", tr("&Review"), "Ctrl+2", tr("The plan as a diff, its reasons, the decision"),
                Perspective::Review, [this] { return whyNoWorkspace(); });
    perspective("view.clusters", tr("&Clusters"), "Ctrl+3", tr("Past jobs by the shape of their graph"),
                Perspective::Clusters, {});
    perspective("view.train", tr("&Train"), "Ctrl+4", tr("Models that learn from recorded runs"), Perspective::Train,
                {});
    perspective("view.history", tr("&History"), "Ctrl+5", tr("Every recorded run: filter, look into, compare"),
                Perspective::History, [this] { return whyNoWorkspace(); });
    addGraphCommands();
    addLooksCommands();
    addPanelCommands();
    addGoCommands();
}

void MainWindow::addGraphCommands() {
    auto& c = *m_commands;
    const QString group = tr("View");
    const auto toggle = [this](const QString& id) { m_preferences->set(id, !m_preferences->on(id)); };
    c.add({QStringLiteral("view.fit"),
           tr("&Fit graph"),
           group,
           QKeySequence(QStringLiteral("F")),
           tr("Show the chosen operator with its neighbours, and the whole graph when pressed again"),
           [this] { m_graph->view()->fitNext(); },
           [this] { return whyNoJob(); },
           {}});
    c.add({QStringLiteral("view.showNext"),
           tr("&Measured, predicted, difference"),
           group,
           QKeySequence(QStringLiteral("M")),
           tr("Show the next of measured, both, predicted and difference in the graph"),
           [this] { m_graph->showNext(); },
           [this] { return whyNoJob(); },
           {}});
    c.add({QStringLiteral("view.minimap"),
           tr("Mini&map"),
           group,
           {},
           tr("Show the whole graph in a corner while only a part is seen"),
           [toggle] { toggle(QStringLiteral("graph.minimap")); },
           [this] { return whyNoJob(); },
           [this] { return m_preferences->on(QStringLiteral("graph.minimap")); }});
    c.add({QStringLiteral("view.flinkColours"),
           tr("Flink &colours"),
           group,
           {},
           tr("Measured halves in the blue, red and grey of Flink's own page"),
           [toggle] { toggle(QStringLiteral("graph.flinkColours")); },
           [this] { return whyNoJob(); },
           [this] { return m_preferences->on(QStringLiteral("graph.flinkColours")); }});
    c.add({QStringLiteral("view.mean"),
           tr("Mea&n of subtasks"),
           group,
           {},
           tr("Numbers of the graph are means of the subtasks instead of the largest one"),
           [this] {
               const bool mean = m_preferences->choice(QStringLiteral("graph.subtasks")) == QLatin1String("mean");
               m_preferences->set(QStringLiteral("graph.subtasks"),
                                  mean ? QStringLiteral("max") : QStringLiteral("mean"));
           },
           [this] { return whyNoJob(); },
           [this] { return m_preferences->choice(QStringLiteral("graph.subtasks")) == QLatin1String("mean"); }});
    c.add({QStringLiteral("view.fold"),
           tr("F&old what feeds the operator"),
           group,
           {},
           tr("Everything that feeds only the chosen operator becomes one node (X in the graph)"),
           [this] { m_graph->view()->fold(text(m_session->selection().place().vertex)); },
           [this] {
               if (const QString why = whyNoJob(); !why.isEmpty())
                   return why;
               const std::string vertex = m_session->selection().place().vertex;
               if (vertex.empty())
                   return tr("Choose an operator first.");
               return dag::feedsOnly(*m_feed->graph(), vertex).size() < 2
                          ? tr("Fewer than two operators feed only this one.")
                          : QString();
           },
           {}});
    c.add({QStringLiteral("view.unfold"),
           tr("&Unfold all"),
           group,
           {},
           tr("Show every operator again"),
           [this] { m_graph->view()->unfoldAll(); },
           [this] { return m_graph && m_graph->view()->foldedCount() > 0 ? QString() : tr("Nothing is folded."); },
           {}});
    c.add({QStringLiteral("view.resetPlaces"),
           tr("Put operators &back"),
           group,
           {},
           tr("Operators that were dragged go back to where the layout has them"),
           [this] { m_graph->view()->resetPlaces(); },
           [this] {
               return m_graph && !m_graph->view()->arrangement().moved.empty() ? QString()
                                                                               : tr("No operator was dragged.");
           },
           {}});
    c.add({QStringLiteral("view.live"),
           tr("Back to &live"),
           group,
           QKeySequence(QStringLiteral("Ctrl+Shift+L")),
           tr("Show the newest measurements again"),
           [this] { m_feed->setMoment(std::nullopt); },
           [this] { return m_feed->moment() ? QString() : tr("The newest measurements are shown already."); },
           {}});
}

void MainWindow::addLooksCommands() {
    auto& c = *m_commands;
    const QString group = tr("View");
    const auto textSize = [this](double factor) {
        const QString id = QStringLiteral("looks.textScale");
        m_preferences->set(id, std::round(m_preferences->number(id) * factor));
    };
    c.add({QStringLiteral("view.larger"),
           tr("&Larger text"),
           group,
           QKeySequence(QStringLiteral("Ctrl++")),
           tr("Make all text larger"),
           [textSize] { textSize(1.1); },
           {},
           {}});
    c.add({QStringLiteral("view.smaller"),
           tr("&Smaller text"),
           group,
           QKeySequence(QStringLiteral("Ctrl+-")),
           tr("Make all text smaller"),
           [textSize] { textSize(1 / 1.1); },
           {},
           {}});
    c.add({QStringLiteral("view.normalText"),
           tr("&Normal text"),
           group,
           QKeySequence(QStringLiteral("Ctrl+0")),
           tr("Text in its first size"),
           [this] { m_preferences->reset(QStringLiteral("looks.textScale")); },
           {},
           {}});
    for (const auto& [id, words, theme] :
         {std::tuple{"view.themeSystem", tr("As the &system"), QStringLiteral("system")},
          {"view.themeLight", tr("&Light"), QStringLiteral("light")},
          {"view.themeDark", tr("&Dark"), QStringLiteral("dark")}})
        c.add({QLatin1String(id),
               words,
               tr("Theme"),
               {},
               tr("Colours of the window"),
               [this, theme] { m_preferences->set(QStringLiteral("looks.theme"), theme); },
               {},
               [this, theme] { return m_preferences->choice(QStringLiteral("looks.theme")) == theme; }});
    c.add({QStringLiteral("view.resetLayout"),
           tr("&Reset layout"),
           group,
           {},
           tr("Put all panels where they were at first"),
           [this] { resetLayout(); },
           {},
           {}});
}

void MainWindow::addPanelCommands() {
    auto& c = *m_commands;
    const std::tuple<const char*, QString, const char*> panels[]{{"connections", tr("Connections"), ""},
                                                                 {"jobs", tr("Jobs"), "Alt+J"},
                                                                 {"operators", tr("Operators"), "Alt+O"},
                                                                 {"workers", tr("Workers"), "Alt+W"},
                                                                 {"details", tr("Details"), "Alt+D"},
                                                                 {"explanation", tr("Why"), "Alt+Y"},
                                                                 {"whatif", tr("What if"), "Alt+Q"},
                                                                 {"scenarios", tr("Scenarios"), "Alt+S"},
                                                                 {"charts", tr("Charts"), "Alt+C"},
                                                                 {"plans", tr("Plans"), "Alt+L"},
                                                                 {"audit", tr("Audit"), "Alt+A"},
                                                                 {"log", tr("Log"), "Ctrl+L"},
                                                                 {"background", tr("Background jobs"), "Ctrl+J"}};
    for (const auto& [id, title, key] : panels)
        c.add({QStringLiteral("panel.") + QLatin1String(id),
               title,
               tr("Panel"),
               QKeySequence(QLatin1String(key)),
               tr("Show the panel %1").arg(title),
               [this, dock = QString(QLatin1String(id))] { showDock(dock); },
               {},
               {}});
}

void MainWindow::addGoCommands() {
    auto& c = *m_commands;
    c.add({QStringLiteral("go.back"),
           tr("&Back"),
           tr("Go"),
           QKeySequence(QStringLiteral("Alt+Left")),
           tr("To what was shown before"),
           [this] { m_session->selection().goBack(); },
           [this] { return m_session->selection().canGoBack() ? QString() : tr("Nothing was shown before this."); },
           {}});
    c.add({QStringLiteral("go.forward"),
           tr("&Forward"),
           tr("Go"),
           QKeySequence(QStringLiteral("Alt+Right")),
           tr("Forward again"),
           [this] { m_session->selection().goForward(); },
           [this] {
               return m_session->selection().canGoForward() ? QString() : tr("There is nothing to go forward to.");
           },
           {}});
    c.add({QStringLiteral("go.anywhere"),
           tr("&Go to…"),
           tr("Go"),
           QKeySequence(QStringLiteral("Ctrl+K")),
           tr("To an operator, a job, a plan or a command"),
           [this] { showGoTo(); },
           {},
           {}});
    c.add({QStringLiteral("edit.find"),
           tr("&Find here"),
           tr("Edit"),
           QKeySequence::Find,
           tr("Find an operator in the graph; in the history: filter"),
           [this] {
               if (m_perspective == Perspective::History)
                   return historyPage().filter()->edit()->setFocus();
               setPerspective(Perspective::Inspect);
               m_graph->find()->setFocus();
               m_graph->find()->selectAll();
           },
           [this] { return whyNoWorkspace(); },
           {}});
    c.add({QStringLiteral("edit.clear"),
           tr("&Clear selection"),
           tr("Edit"),
           QKeySequence(QStringLiteral("Escape")),
           tr("No operator chosen, live again"),
           [this] {
               m_session->selection().setVertex({});
               m_feed->setMoment(std::nullopt);
           },
           [this] {
               return m_session->selection().place().vertex.empty() && !m_feed->moment() ? tr("Nothing is selected.")
                                                                                         : QString();
           },
           {}});
}

} // namespace streamtune::ui
