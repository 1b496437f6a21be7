// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// How large the workspace is, table by table, and what may be forgotten: what would go is said before it goes.

#include <QTimer>
#include <QWidget>
#include <filesystem>
#include <memory>
#include <optional>

#include "ui/session/session.h"
#include "ui/views/history/run_models.h"

class QCheckBox;
class QDateTimeEdit;
class QLabel;
class QLineEdit;
class QPushButton;

namespace streamtune::ui {

class RowsView;

class StoragePanel final : public QWidget {
    Q_OBJECT
public:
    explicit StoragePanel(Session& session, QWidget* parent = nullptr);
    void reload();
    [[nodiscard]] const std::optional<history::RetentionReport>& preview() const { return m_preview; }
    /// Asked before anything goes; tests answer themselves.
    std::function<bool(const QString& question)> confirm;

    /// Where the last copy is that can be brought back; empty without one.
    [[nodiscard]] const std::filesystem::path& lastCopy() const { return m_lastCopy; }

Q_SIGNALS:
    void forgotten(); ///< or brought back

private:
    void askPreview();
    void forget();
    void bringBack();
    void refreshButton();
    void refreshBack();
    [[nodiscard]] history::Retention wanted(bool dryRun) const;

    Session& m_session;
    std::unique_ptr<TableSizesModel> m_model;
    std::optional<history::RetentionReport> m_preview;
    QTimer m_soon;
    QLabel* m_size = nullptr;
    RowsView* m_view = nullptr;
    QDateTimeEdit* m_before = nullptr;
    QCheckBox* m_keepTagged = nullptr;
    QCheckBox* m_keepCopy = nullptr;
    QLabel* m_would = nullptr;
    QWidget* m_backRow = nullptr;
    QLabel* m_gone = nullptr;
    QPushButton* m_back = nullptr;
    std::filesystem::path m_lastCopy;
    QLineEdit* m_reason = nullptr;
    QPushButton* m_forget = nullptr;
};

} // namespace streamtune::ui
