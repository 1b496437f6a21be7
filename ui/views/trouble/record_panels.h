// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What was done and what goes on: audit trail, log, background jobs, plans.

#include <QWidget>
#include <memory>

#include "ui/models/lists.h"
#include "ui/session/log_hub.h"
#include "ui/views/widgets/basics.h"

class QComboBox;
class QLineEdit;
class QToolButton;

namespace streamtune::ui {

/// A filter line above a table, with room for more at its right.
class FilteredTable : public QWidget {
    Q_OBJECT
public:
    FilteredTable(const QString& name, const QString& filterHint, EmptyState* empty, QWidget* parent = nullptr);
    [[nodiscard]] RowsView* view() { return m_view; }
    [[nodiscard]] QLineEdit* filter() { return m_filter; }

protected:
    [[nodiscard]] QHBoxLayout* tools() { return m_tools; }
    void setEmpty(bool on) { m_stack->setEmpty(on); }
    [[nodiscard]] EmptyStack* stack() { return m_stack; }
    /// Rows into the model; columns take their width from the first ones.
    template <typename Row>
    void showRows(TableModel<Row>& model, const std::vector<Row>& rows) {
        const bool first = model.rowCount() == 0;
        model.setRows(rows);
        setEmpty(rows.empty());
        if (first && !rows.empty())
            m_view->fitColumns();
    }

private:
    QLineEdit* m_filter = nullptr;
    QHBoxLayout* m_tools = nullptr;
    RowsView* m_view = nullptr;
    EmptyStack* m_stack = nullptr;
};

class AuditPanel final : public FilteredTable {
    Q_OBJECT
public:
    explicit AuditPanel(Session& session, QWidget* parent = nullptr);
    void reload();
    void reloadSoon();
    void verify();
    [[nodiscard]] const QString& verdict() const { return m_verdict; }

Q_SIGNALS:
    void verdictChanged(const QString& sentence, bool intact);
    void planWanted(const QString& planId);

private:
    Session& m_session;
    std::unique_ptr<AuditModel> m_model;
    QTimer m_soon;
    QString m_verdict;
};

class LogPanel final : public FilteredTable {
    Q_OBJECT
public:
    explicit LogPanel(LogHub& hub, QWidget* parent = nullptr);

private:
    void take(const std::vector<LogLine>& lines);

    LogHub& m_hub;
    std::unique_ptr<LogModel> m_model;
    QComboBox* m_level = nullptr;
    qint64 m_next = 1;
};

class BackgroundPanel final : public FilteredTable {
    Q_OBJECT
public:
    explicit BackgroundPanel(JobRunner& runner, QWidget* parent = nullptr);

private:
    void refresh();

    JobRunner& m_runner;
    std::unique_ptr<BackgroundModel> m_model;
    QToolButton* m_cancel = nullptr;
};

class PlansPanel final : public FilteredTable {
    Q_OBJECT
public:
    explicit PlansPanel(Session& session, QWidget* parent = nullptr);
    void reload();

Q_SIGNALS:
    void planWanted(const QString& planId);
    void openCountChanged(int waiting); ///< drafts, checked and approved ones

private:
    Session& m_session;
    std::unique_ptr<PlansModel> m_model;
};

} // namespace streamtune::ui
