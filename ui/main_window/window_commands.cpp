// SPDX-License-Identifier: GPL-3.0-or-later
// Commands on files and connections, and help; those on views and plans stand in window_view_commands.cpp and
// window_plan_commands.cpp.
#include "ui/commands/keys.h"
#include "ui/main_window/main_window.h"

namespace streamtune::ui {

QString MainWindow::whyNoWorkspace() const {
    return m_session->isOpen() ? QString() : tr("No workspace is open. Open the demo or a workspace first.");
}

QString MainWindow::whyNoJob() const {
    if (const QString why = whyNoWorkspace(); !why.isEmpty())
        return why;
    return m_feed->graph() ? QString() : tr("No job is shown. Choose one in the list of jobs.");
}

void MainWindow::addFileCommands() {
    auto& c = *m_commands;
    const QString group = tr("File");
    const auto noWorkspace = [this] { return whyNoWorkspace(); };
    const auto opening = [this] { return m_session->isOpening() ? tr("A workspace is being opened.") : QString(); };
    const auto writable = [this, noWorkspace] {
        if (const QString why = noWorkspace(); !why.isEmpty())
            return why;
        return m_session->readOnly() ? tr("This window was opened read-only.") : QString();
    };
    c.add({QStringLiteral("file.demo"),
           tr("Open &demo"),
           group,
           QKeySequence(QStringLiteral("Ctrl+Shift+D")),
           tr("Open the demo workspace with a simulated cluster"),
           [this] { openDemo(); },
           opening,
           {}});
    c.add({QStringLiteral("file.open"),
           tr("&Open workspace…"),
           group,
           QKeySequence::Open,
           tr("Open or create a workspace file"),
           [this] { openFile({}); },
           opening,
           {}});
    c.add({QStringLiteral("file.connect"),
           tr("&Connect…"),
           group,
           QKeySequence(QStringLiteral("Ctrl+N")),
           tr("Connect to a cluster; the test says which step fails"),
           [this] { connectDialog(std::nullopt); },
           [this] { return m_session->readOnly() ? tr("This window was opened read-only.") : QString(); },
           {}});
    c.add({QStringLiteral("file.import"),
           tr("&Import…"),
           group,
           QKeySequence(QStringLiteral("Ctrl+I")),
           tr("Import run histories, plans or a bundle"),
           [this] { chooseImport(); },
           writable,
           {}});
    c.add({QStringLiteral("file.close"),
           tr("C&lose workspace"),
           group,
           {},
           tr("Back to the welcome page"),
           [this] { m_session->closeWorkspace(); },
           [this, noWorkspace] {
               if (const QString why = noWorkspace(); !why.isEmpty())
                   return why;
               return m_review->step() == ReviewStep::Applying ? tr("A plan is being applied.") : QString();
           },
           {}});
    c.add({QStringLiteral("file.quit"),
           tr("&Quit"),
           group,
           QKeySequence::Quit,
           tr("Close the window"),
           [this] { close(); },
           {},
           {}});
    c.add({QStringLiteral("connection.edit"),
           tr("&Edit connection…"),
           tr("Connection"),
           {},
           tr("Change the chosen connection"),
           [this] {
               if (const auto* state = m_session->connection(m_session->selection().place().connection))
                   connectDialog(state->profile);
           },
           [this, writable] {
               if (const QString why = writable(); !why.isEmpty())
                   return why;
               return m_session->selection().place().connection.empty() ? tr("Choose a connection first.") : QString();
           },
           {}});
    c.add({QStringLiteral("connection.remove"),
           tr("Re&move connection…"),
           tr("Connection"),
           {},
           tr("Forget the chosen connection; recorded runs stay"),
           [this] { confirmRemoveConnection(); },
           [this, writable] {
               if (const QString why = writable(); !why.isEmpty())
                   return why;
               if (m_review->busy())
                   return tr("A plan is being worked on.");
               return m_session->selection().place().connection.empty() ? tr("Choose a connection first.") : QString();
           },
           {}});
}

void MainWindow::addHelpCommands() {
    auto& c = *m_commands;
    const QString group = tr("Help");
    c.add({QStringLiteral("help.palette"),
           tr("&Command palette…"),
           group,
           QKeySequence(QStringLiteral("Ctrl+Shift+P")),
           tr("Find any command by typing"),
           [this] { showPalette(); },
           {},
           {}});
    c.add({QStringLiteral("help.keys"),
           tr("&Keys…"),
           group,
           QKeySequence(QStringLiteral("?")),
           tr("All keys on one page"),
           [this] {
               auto* dialog = new KeysDialog(*m_commands, this);
               dialog->setAttribute(Qt::WA_DeleteOnClose);
               dialog->show();
           },
           {},
           {}});
    c.add({QStringLiteral("help.page"),
           tr("&Help for this panel"),
           group,
           QKeySequence(QStringLiteral("F1")),
           tr("The page about the panel that has the focus"),
           [this] { showHelp(focusedPanel()); },
           {},
           {}});
    c.add({QStringLiteral("help.concepts"),
           tr("&What is back-pressure?"),
           group,
           {},
           tr("The words this program uses"),
           [this] { showHelp(QStringLiteral("concepts")); },
           {},
           {}});
    c.add({QStringLiteral("edit.settings"),
           tr("&Settings…"),
           tr("Edit"),
           QKeySequence(QStringLiteral("Ctrl+,")),
           tr("Looks, graph, measuring, advice, keys; what this program talks to and where it keeps things"),
           [this] { showSettings(); },
           {},
           {}});
    c.add({QStringLiteral("help.firstSteps"),
           tr("&First steps…"),
           group,
           {},
           tr("Five things to try, ticked once they were done"),
           [this] { showFirstSteps(); },
           {},
           {}});
    c.add({QStringLiteral("help.about"),
           tr("&About…"),
           group,
           {},
           tr("Versions and licences"),
           [this] { showAbout(); },
           {},
           {}});
}

} // namespace streamtune::ui
