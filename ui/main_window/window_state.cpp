// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept between sessions: size, docks of each perspective, recent workspaces. A state of another
// version is left alone; a window that would be off-screen comes back onto it.
#include <QApplication>
#include <QDockWidget>
#include <QFileInfo>
#include <QMenu>
#include <QScreen>
#include <QSettings>
#include <QTimer>
#include <algorithm>

#include "ui/main_window/main_window.h"
#include "ui/session/text.h"
#include "ui/views/review/review_page.h"
#include "ui/views/welcome/welcome_page.h"

namespace streamtune::ui {

namespace {
constexpr int kRecent = 10;

QString layoutKey(Perspective perspective, bool narrow) {
    return (narrow ? QStringLiteral("window/narrow%1") : QStringLiteral("window/layout%1"))
        .arg(static_cast<int>(perspective));
}

std::vector<RecentFile> readRecent(QSettings& settings) {
    std::vector<RecentFile> result;
    const int n = settings.beginReadArray(QStringLiteral("recent"));
    for (int i = 0; i < n && i < kRecent; ++i) {
        settings.setArrayIndex(i);
        RecentFile recent{settings.value(QStringLiteral("file")).toString(),
                          settings.value(QStringLiteral("opened")).toDateTime(),
                          {}};
        if (recent.file.isEmpty())
            continue;
        const QFileInfo info(recent.file);
        if (!info.exists())
            recent.whyNot = MainWindow::tr("file is missing");
        else if (!info.isReadable())
            recent.whyNot = MainWindow::tr("file cannot be read");
        result.push_back(std::move(recent));
    }
    settings.endArray();
    return result;
}
} // namespace

std::unique_ptr<QSettings> MainWindow::settings() const {
    return m_options.saveState ? store() : nullptr;
}

std::unique_ptr<QSettings> MainWindow::store() {
    return std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("streamtune"),
                                       QStringLiteral("workbench"));
}

void MainWindow::saveWindow() {
    const auto s = settings();
    if (!s)
        return;
    m_layouts[{m_perspective, m_narrow}] = saveState(kLayoutVersion);
    s->setValue(QStringLiteral("window/version"), kLayoutVersion);
    s->setValue(QStringLiteral("window/geometry"), saveGeometry());
    for (const auto& [place, layout] : m_layouts)
        s->setValue(layoutKey(place.first, place.second), layout);
}

void MainWindow::restoreWindow() {
    const auto s = settings();
    if (!s)
        return;
    if (s->value(QStringLiteral("window/version")).toInt() != kLayoutVersion)
        return;
    restoreGeometry(s->value(QStringLiteral("window/geometry")).toByteArray());
    keepOnScreen();
    for (int i = 0; i <= static_cast<int>(Perspective::Train); ++i)
        for (const bool narrow : {false, true}) {
            const auto perspective = static_cast<Perspective>(i);
            const QByteArray layout = s->value(layoutKey(perspective, narrow)).toByteArray();
            if (!layout.isEmpty())
                m_layouts[{perspective, narrow}] = layout;
        }
}

/// A window or floating panel whose title bar is on no screen comes back; none is larger than its screen.
void MainWindow::keepOnScreen() {
    std::vector<QWidget*> windows{this};
    for (const auto& [id, dock] : m_docks)
        if (dock->isFloating())
            windows.push_back(dock);
    for (QWidget* window : windows) {
        const QPoint title(window->x() + window->width() / 2, window->y() + 10);
        const QScreen* screen = QGuiApplication::screenAt(title);
        if (!screen) {
            screen = QGuiApplication::primaryScreen();
            if (!screen)
                return;
            window->move(screen->availableGeometry().topLeft() + QPoint(24, 24));
        }
        const QSize most = screen->availableGeometry().size();
        if (window->width() > most.width() || window->height() > most.height())
            window->resize(window->size().boundedTo(most));
    }
}

void MainWindow::writeJournal() {
    const Place& place = m_session->selection().place();
    JournalEntry entry;
    if (m_session->isOpen())
        entry.workspace = text(m_session->options().workspace.string());
    entry.connection = text(place.connection);
    entry.job = text(place.job);
    entry.vertex = text(place.vertex);
    if (m_review->file()) {
        entry.plan = text(m_review->file()->plan.id);
        entry.reason = m_reviewPage->typedReason();
    }
    entry.perspective = static_cast<int>(m_perspective);
    if (entry.workspace.isEmpty())
        m_journal->clear();
    else
        m_journal->write(entry);
}

void MainWindow::offerAbandoned() {
    const auto s = settings();
    if (!s)
        return;
    m_journal = std::make_unique<Journal>(QFileInfo(s->fileName()).path());
    m_journalTimer = new QTimer(this);
    m_journalTimer->setSingleShot(true);
    m_journalTimer->setInterval(500);
    connect(m_journalTimer, &QTimer::timeout, this, &MainWindow::writeJournal);
    connect(m_commands, &CommandRegistry::refreshed, m_journalTimer, [this] {
        if (!m_journalTimer->isActive()) // frequent news must not put it off
            m_journalTimer->start();
    });
    const auto entry = m_journal->takeAbandoned();
    if (!entry)
        return;
    m_session->troubles().raise(
        QStringLiteral("restore"), tr("The window was not closed properly"),
        Error{"window.abandoned",
              utf8(tr("It was at work in %1.").arg(elideMiddle(entry->workspace, 80))),
              utf8(tr("Nothing in the workspace is lost; the place, the plan under review and what was typed can be "
                      "brought back.")),
              {}},
        tr("Go on there"), [this, entry = *entry] { goOn(entry); });
}

void MainWindow::goOn(const JournalEntry& entry) {
    m_session->troubles().settle(QStringLiteral("restore"));
    const auto place = [this, entry] {
        m_chooseWorst = entry.job.isEmpty();
        if (!entry.job.isEmpty())
            m_session->selection().setJob(utf8(entry.connection), utf8(entry.job));
        m_session->selection().setVertex(utf8(entry.vertex));
        setPerspective(
            static_cast<Perspective>(std::clamp(entry.perspective, 0, static_cast<int>(Perspective::Train))));
        if (entry.plan.isEmpty())
            return;
        connect(
            m_review.get(), &ReviewFlow::planOpened, this,
            [this, reason = entry.reason] { m_reviewPage->setTypedReason(reason); },
            static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
        m_review->open(utf8(entry.plan));
    };
    connect(m_session.get(), &Session::connectionsChanged, this, place, Qt::SingleShotConnection);
    openWorkspace(entry.workspace);
}

void MainWindow::remember(const QString& file) {
    const auto s = settings();
    if (!s)
        return;
    auto list = readRecent(*s);
    std::erase_if(list, [&](const RecentFile& r) { return r.file == file; });
    list.insert(list.begin(), {file, QDateTime::currentDateTime(), {}});
    s->beginWriteArray(QStringLiteral("recent"), static_cast<int>(std::min<std::size_t>(list.size(), kRecent)));
    for (int i = 0; i < static_cast<int>(list.size()) && i < kRecent; ++i) {
        s->setArrayIndex(i);
        s->setValue(QStringLiteral("file"), list[static_cast<std::size_t>(i)].file);
        s->setValue(QStringLiteral("opened"), list[static_cast<std::size_t>(i)].opened);
    }
    s->endArray();
    refreshRecent();
}

void MainWindow::refreshRecent() {
    const auto s = settings();
    auto list = s ? readRecent(*s) : std::vector<RecentFile>{};
    // What the command line keeps where nobody names a workspace is found here, before any window opened it.
    const QFileInfo own(text(m_options.standardFile.string()));
    if (own.isFile() && std::ranges::find(list, own.filePath(), &RecentFile::file) == list.end())
        list.push_back({own.filePath(), own.lastModified(), {}});
    m_welcome->setRecent(list);
    auto* menu = findChild<QMenu*>(QStringLiteral("recentMenu"));
    if (!menu)
        return;
    menu->clear();
    for (const auto& recent : list) {
        QString label = elideMiddle(recent.file, 60);
        label.replace(QLatin1Char('&'), QStringLiteral("&&"));
        QAction* action =
            menu->addAction(recent.whyNot.isEmpty() ? label : label + QStringLiteral(" — ") + recent.whyNot, this,
                            [this, file = recent.file] { openWorkspace(file); });
        action->setEnabled(recent.whyNot.isEmpty());
        action->setToolTip(plainTip(recent.whyNot.isEmpty() ? recent.file : recent.whyNot));
    }
    menu->setEnabled(!list.empty());
}

} // namespace streamtune::ui
