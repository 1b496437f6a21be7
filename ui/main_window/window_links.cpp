// SPDX-License-Identifier: GPL-3.0-or-later
// Places in the window that are sent to others and gone to.
#include <QClipboard>
#include <QGuiApplication>

#include "ui/main_window/main_window.h"
#include "ui/session/place_link.h"
#include "ui/session/text.h"
#include "ui/views/history/history_page.h"

namespace streamtune::ui {

namespace {

QString quoted(const QString& word) {
    QString inside = word;
    return QLatin1Char('\'') + inside.replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\'');
}

Perspective perspectiveOf(const QString& view) {
    return view == QLatin1String("review")     ? Perspective::Review
           : view == QLatin1String("clusters") ? Perspective::Clusters
           : view == QLatin1String("train")    ? Perspective::Train
           : view == QLatin1String("history")  ? Perspective::History
                                               : Perspective::Inspect;
}

} // namespace

Status MainWindow::goTo(const QString& words) {
    const auto link = placeLink(words);
    if (!link)
        return std::unexpected(link.error());
    if (!m_session->isOpen()) { // goes there once something is open
        connect(
            m_session.get(), &Session::workspaceOpened, this, [this, words] { (void)goTo(words); },
            Qt::SingleShotConnection);
        return {};
    }
    makeRest();
    switch (link->kind) {
    case PlaceKind::Job:
    case PlaceKind::Operator:
        m_chooseWorst = false;
        m_session->selection().setJob(link->connection, link->job);
        setPerspective(Perspective::Inspect);
        if (!link->vertex.empty())
            m_session->selection().setVertex(link->vertex);
        break;
    case PlaceKind::Plan:
        m_review->open(link->plan);
        setPerspective(Perspective::Review);
        break;
    case PlaceKind::Run:
        setPerspective(Perspective::History);
        historyPage().showRun(link->run);
        break;
    case PlaceKind::View:
        setPerspective(perspectiveOf(link->view));
        break;
    }
    return {};
}

QString MainWindow::linkHere() const {
    PlaceLink link;
    const Place& place = m_session->selection().place();
    if (m_perspective == Perspective::Review && m_review->file()) {
        link.kind = PlaceKind::Plan;
        link.plan = m_review->file()->plan.id;
    } else if (m_perspective == Perspective::Inspect && !place.job.empty()) {
        link.kind = place.vertex.empty() ? PlaceKind::Job : PlaceKind::Operator;
        link.connection = place.connection;
        link.job = place.job;
        link.vertex = place.vertex;
    } else {
        link.view = m_perspective == Perspective::Clusters  ? QStringLiteral("clusters")
                    : m_perspective == Perspective::Train   ? QStringLiteral("train")
                    : m_perspective == Perspective::History ? QStringLiteral("history")
                    : m_perspective == Perspective::Review  ? QStringLiteral("review")
                                                            : QStringLiteral("inspect");
    }
    return toText(link);
}

void MainWindow::addLinkCommands() {
    m_commands->add({QStringLiteral("copy.link"),
                     tr("&Link to this place"),
                     tr("Copy"),
                     {},
                     tr("Copy a command line that opens this workspace at what is shown now"),
                     [this] {
                         QGuiApplication::clipboard()->setText(QStringLiteral("streamtune-workbench ") +
                                                               quoted(text(m_session->options().workspace.string())) +
                                                               QStringLiteral(" --goto ") + quoted(linkHere()));
                     },
                     [this] { return whyNoWorkspace(); },
                     {}});
}

} // namespace streamtune::ui
