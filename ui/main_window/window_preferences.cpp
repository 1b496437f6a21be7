// SPDX-License-Identifier: GPL-3.0-or-later
// What a person has chosen, and what follows from it: looks, graph, keys, how often is read, what is kept.
#include <QApplication>
#include <QMessageBox>
#include <QPushButton>

#include "ui/main_window/desktop_notices.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/top_bar.h"
#include "ui/session/text.h"
#include "ui/theme/fonts.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/settings/settings_dialog.h"
#include "ui/views/welcome/welcome_page.h"

namespace streamtune::ui {

namespace {
constexpr char kKeys[] = "keys/";
constexpr double kDay = 86'400'000; ///< ms
} // namespace

void MainWindow::applyPreference(const QString& id) {
    const Preferences& chosen = *m_preferences;
    if (id == QLatin1String("looks.theme")) {
        // What was asked for at the start counts until a person chooses here.
        const QString theme = !m_options.firstTheme.isEmpty() ? m_options.firstTheme : chosen.choice(id);
        m_options.firstTheme.clear();
        if (m_options.theme)
            m_options.theme(theme);
    } else if (id == QLatin1String("looks.textScale")) {
        QFont font = QApplication::font();
        const double points = theme::bodyFont().pointSizeF() * chosen.number(id) / 100;
        if (m_docksArranged || !chosen.isStandard(id)) { // before: as the program was started
            font.setPointSizeF(points);
            QApplication::setFont(font);
        }
    } else if (id == QLatin1String("looks.tour")) {
        m_welcome->setTourVisible(chosen.on(id));
    } else if (id == QLatin1String("notices.desktop")) {
        m_notices->setOn(chosen.on(id));
    } else if (id == QLatin1String("data.lists")) {
        m_session->setListInterval(Millis(static_cast<long long>(chosen.number(id) * 1'000)));
    } else if (id == QLatin1String("data.job")) {
        m_feed->setLeastInterval(Millis(static_cast<long long>(chosen.number(id) * 1'000)));
    } else if (id.startsWith(QLatin1String("graph."))) {
        applyGraphPreferences(id);
    } else if (id.startsWith(QLatin1String("words."))) {
        refreshTop();
    }
    m_commands->refreshSoon();
}

/// Which way the graph lies only when that was chosen: a person may have turned it since.
void MainWindow::applyGraphPreferences(const QString& changed) {
    if (!m_graph)
        return;
    const Preferences& chosen = *m_preferences;
    m_graph->view()->setMinimapVisible(chosen.on(QStringLiteral("graph.minimap")));
    m_graph->view()->setFlinkColours(chosen.on(QStringLiteral("graph.flinkColours")));
    m_graph->setMeanOfSubtasks(chosen.choice(QStringLiteral("graph.subtasks")) == QLatin1String("mean"));
    if (changed.isEmpty() || changed == QLatin1String("graph.direction"))
        m_graph->setDirection(chosen.choice(QStringLiteral("graph.direction")) == QLatin1String("down")
                                  ? layout::Direction::TopDown
                                  : layout::Direction::LeftToRight);
}

void MainWindow::restoreKeys() {
    if (const auto s = settings()) {
        // First the freed keys, so that none is in the way of a command that took it over.
        for (const bool freed : {true, false})
            for (QAction* action : m_commands->actions()) {
                const QVariant key = s->value(QLatin1String(kKeys) + CommandRegistry::id(action));
                if (key.isValid() && key.toString().isEmpty() == freed)
                    m_commands->rebind(CommandRegistry::id(action),
                                       QKeySequence(key.toString(), QKeySequence::PortableText));
            }
    }
    connect(m_commands, &CommandRegistry::keyChanged, this, [this](const QString& id) {
        const auto s = settings();
        if (!s)
            return;
        const QKeySequence key = m_commands->action(id)->shortcut();
        if (key == m_commands->standardKey(id))
            s->remove(QLatin1String(kKeys) + id);
        else
            s->setValue(QLatin1String(kKeys) + id, key.toString(QKeySequence::PortableText));
    });
}

/// In the background, and only what the person said may go; the store writes it into the audit trail.
void MainWindow::forgetOldWindows() {
    const double days = m_preferences->number(QStringLiteral("records.days"));
    if (days <= 0 || m_session->readOnly())
        return;
    history::Retention what;
    what.before = wallClock() - Millis(static_cast<long long>(days * kDay));
    m_session->runner().run(
        {.title = tr("Forget windows older than %n day(s)", nullptr, static_cast<int>(days)), .lane = "retention"},
        this,
        [bench = m_session->bench(), what](std::stop_token stop, const ProgressSink&) -> Status {
            ST_ASSIGN(auto store, bench->store());
            ST_ASSIGN(const auto report,
                      store->forget(what, bench->options().actor, "older than the settings keep", stop));
            (void)report;
            return {};
        },
        {},
        [this](const Error& error) {
            m_session->troubles().raise(QStringLiteral("retention"), tr("Forget old windows"), error);
        });
}

void MainWindow::showSettings() {
    Surroundings around;
    for (const auto& state : m_session->connections()) {
        around.hosts << text(state.profile.name) + QStringLiteral(": ") + text(state.profile.url);
        if (!state.profile.proxy.empty())
            around.hosts << tr("%1, through the proxy %2").arg(text(state.profile.name), text(state.profile.proxy));
    }
    around.files.emplace_back(tr("Settings, keys and layouts"), m_preferences->file().isEmpty()
                                                                    ? tr("nowhere: this window keeps nothing")
                                                                    : m_preferences->file());
    if (m_session->isOpen())
        around.files.emplace_back(tr("The open workspace"), text(m_session->options().workspace.string()));
    if (!m_options.demoFile.empty())
        around.files.emplace_back(tr("The demo"), text(m_options.demoFile.string()));
    if (!m_log.file().isEmpty())
        around.files.emplace_back(tr("Log"), m_log.file());
    if (auto* open = findChild<SettingsDialog*>(QStringLiteral("settingsDialog")))
        open->deleteLater(); // what it said about connections may be old
    auto* dialog = new SettingsDialog(*m_preferences, *m_commands, around, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SettingsDialog::resetEverythingWanted, this, &MainWindow::resetEverything);
    dialog->show();
}

void MainWindow::resetEverything() {
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Reset everything"),
                                tr("Settings, keys, layouts and the list of recent workspaces become as they were at "
                                   "the first start. Workspaces, connections and secrets stay."),
                                QMessageBox::NoButton, this);
    box->setObjectName(QStringLiteral("resetBox"));
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    auto* reset = box->addButton(tr("Reset"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(reset, &QPushButton::clicked, this, [this] {
        m_preferences->resetAll();
        m_commands->resetKeys();
        if (const auto s = settings())
            s->clear();
        resetLayout();
        refreshRecent();
    });
    box->open();
}

} // namespace streamtune::ui
