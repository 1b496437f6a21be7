// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The two lists at the left: connections, and jobs by severity with a filter.

#include <QWidget>
#include <memory>

#include "ui/models/lists.h"
#include "ui/views/widgets/basics.h"

class QLineEdit;
class QAction;

namespace streamtune::ui {

class ConnectionsPanel final : public QWidget {
    Q_OBJECT
public:
    ConnectionsPanel(Session& session, QAction* connectAction, QWidget* parent = nullptr);
    [[nodiscard]] RowsView* view() { return m_view; }

Q_SIGNALS:
    void editWanted(const QString& name);

private:
    void refresh();

    Session& m_session;
    std::unique_ptr<ConnectionsModel> m_model;
    RowsView* m_view = nullptr;
    EmptyStack* m_stack = nullptr;
};

class JobsPanel final : public QWidget {
    Q_OBJECT
public:
    JobsPanel(Session& session, QAction* demoAction, QAction* connectAction, QWidget* parent = nullptr);
    [[nodiscard]] RowsView* view() { return m_view; }
    [[nodiscard]] QLineEdit* filter() { return m_filter; }

Q_SIGNALS:
    void jobChosen();
    void countChanged(int shown, int all);

private:
    void refresh();
    void showSelection();

    Session& m_session;
    QAction* m_demo = nullptr;
    QAction* m_connect = nullptr;
    std::unique_ptr<JobsModel> m_model;
    QLineEdit* m_filter = nullptr;
    RowsView* m_view = nullptr;
    EmptyStack* m_stack = nullptr;
};

} // namespace streamtune::ui
