// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Which operator of an older version of a job is which of the newer one, how that was found, and a person's word
/// against it.

#include <QDialog>
#include <QWidget>
#include <memory>

#include "ui/session/session.h"
#include "ui/views/history/run_models.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace streamtune::ui {

class EmptyStack;
class RowsView;

class MatchPanel final : public QWidget {
    Q_OBJECT
public:
    explicit MatchPanel(Session& session, QWidget* parent = nullptr);
    /// Of two runs, the older one first.
    void showRuns(std::int64_t before, std::int64_t after);
    /// Of the two newest versions of a job.
    void showJob(const QString& job);
    [[nodiscard]] const std::shared_ptr<const workbench::VersionMatch>& match() const { return m_match; }
    [[nodiscard]] RowsView* view() { return m_view; }

Q_SIGNALS:
    void changed(); ///< a correction was stored

private:
    void read();
    void show(const std::shared_ptr<const workbench::VersionMatch>& match);
    void refreshChoice();
    void store();
    [[nodiscard]] const MatchRow* chosen() const;

    Session& m_session;
    QString m_job;
    std::int64_t m_before = 0;
    std::int64_t m_after = 0;
    std::shared_ptr<const workbench::VersionMatch> m_match;
    std::unique_ptr<MatchModel> m_model;
    QLabel* m_sentence = nullptr;
    RowsView* m_view = nullptr;
    QLabel* m_what = nullptr;
    QComboBox* m_was = nullptr;
    QLineEdit* m_reason = nullptr;
    QPushButton* m_keep = nullptr;
    EmptyStack* m_stack = nullptr;
};

/// The panel in a window of its own.
class MatchDialog final : public QDialog {
    Q_OBJECT
public:
    MatchDialog(Session& session, const QString& job, QWidget* parent = nullptr);
    [[nodiscard]] MatchPanel* panel() { return m_panel; }

private:
    MatchPanel* m_panel = nullptr;
};

} // namespace streamtune::ui
