// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/connections/connection_panels.h"

#include <QAction>
#include <QHeaderView>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/session/text.h"

namespace streamtune::ui {

ConnectionsPanel::ConnectionsPanel(Session& session, QAction* connectAction, QWidget* parent)
    : QWidget(parent), m_session(session), m_model(makeConnectionsModel()) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_view = new RowsView(tr("Connections"));
    m_view->setTwoLines(true);
    m_view->setSource(m_model.get(), 0, Qt::AscendingOrder);
    m_view->horizontalHeader()->hide();
    auto* empty = new EmptyState(tr("No clusters yet"), tr("Flink and Timely clusters you connect to appear here."),
                                 connectAction);
    m_stack = new EmptyStack(m_view, empty);
    layout->addWidget(m_stack);
    connect(&session, &Session::connectionsChanged, this, &ConnectionsPanel::refresh);
    connect(&session, &Session::jobsChanged, this, &ConnectionsPanel::refresh);
    connect(&session.selection(), &Selection::connectionChanged, this,
            [this] { m_view->showKey(text(m_session.selection().place().connection)); });
    connect(m_view, &RowsView::keyChosen, this, [this](const QString& key) {
        if (!key.isEmpty())
            m_session.selection().setConnection(utf8(key));
    });
    connect(m_view, &RowsView::keyActivated, this, &ConnectionsPanel::editWanted);
    refresh();
}

void ConnectionsPanel::refresh() {
    m_model->setRows(m_session.connections());
    m_stack->setEmpty(m_session.connections().empty());
    m_view->showKey(text(m_session.selection().place().connection));
}

JobsPanel::JobsPanel(Session& session, QAction* demoAction, QAction* connectAction, QWidget* parent)
    : QWidget(parent), m_session(session), m_demo(demoAction), m_connect(connectAction), m_model(makeJobsModel()) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* content = new QWidget;
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 6, 0, 0);
    inner->setSpacing(4);
    m_filter = new QLineEdit;
    m_filter->setPlaceholderText(tr("Filter jobs"));
    m_filter->setAccessibleName(tr("Filter jobs"));
    m_filter->setClearButtonEnabled(true);
    auto* pad = new QHBoxLayout;
    pad->setContentsMargins(8, 2, 8, 2);
    pad->addWidget(m_filter);
    inner->addLayout(pad);
    m_view = new RowsView(tr("Jobs, worst first"));
    m_view->setTwoLines(true);
    m_view->setSource(m_model.get(), 0, Qt::DescendingOrder);
    m_view->horizontalHeader()->setStretchLastSection(false);
    m_view->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_view->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Fixed);
    m_view->setWidths({{1, 4.2}});
    inner->addWidget(m_view, 1);
    m_stack = new EmptyStack(content, new EmptyState(QString(), QString()));
    layout->addWidget(m_stack);

    connect(&session, &Session::jobsChanged, this, &JobsPanel::refresh);
    connect(&session, &Session::connectionsChanged, this, &JobsPanel::refresh);
    connect(&session.selection(), &Selection::jobChanged, this, &JobsPanel::showSelection);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& typed) {
        m_view->proxy()->setFilterText(typed);
        showSelection();
        Q_EMIT countChanged(m_view->proxy()->rowCount(), m_model->rowCount());
    });
    connect(m_filter, &QLineEdit::returnPressed, this, [this] { m_view->setFocus(); });
    connect(m_view, &RowsView::keyChosen, this, [this](const QString& key) {
        const qsizetype cut = key.indexOf(QChar(0x1f));
        if (cut < 0)
            return;
        m_session.selection().setJob(utf8(key.left(cut)), utf8(key.mid(cut + 1)));
        Q_EMIT jobChosen();
    });
    refresh();
}

void JobsPanel::refresh() {
    m_model->setRows(jobRows(m_session));
    const bool none = m_model->rowCount() == 0;
    m_stack->setEmpty(none);
    if (none) {
        auto* empty = m_stack->empty();
        if (!m_session.isOpen() || m_session.connections().empty()) {
            empty->setTexts(tr("No jobs yet"), tr("Running jobs with their worst operator appear here."));
            empty->setAction(m_session.isOpen() ? m_connect : m_demo);
        } else {
            empty->setTexts(tr("No jobs seen"), tr("Jobs that run on your connections appear here, the worst first."));
            empty->setAction(nullptr);
        }
    }
    showSelection();
    Q_EMIT countChanged(m_view->proxy()->rowCount(), m_model->rowCount());
}

void JobsPanel::showSelection() {
    const Place& place = m_session.selection().place();
    m_view->showKey(jobKey(place.connection, place.job));
}

} // namespace streamtune::ui
