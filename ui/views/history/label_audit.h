// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Why an operator has its label: the rule with its numbers, window by window; a person can give another label with a
/// reason, and take it back. Everything is audited.

#include <QWidget>
#include <memory>

#include "ui/session/session.h"
#include "ui/views/history/run_models.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QSlider;
class QToolButton;

namespace streamtune::ui {

class RowsView;

class LabelAudit final : public QWidget {
    Q_OBJECT
public:
    explicit LabelAudit(Session& session, QWidget* parent = nullptr);
    /// nullptr: nothing. The window and the operator stay chosen when it is the same run again.
    void setFile(const std::shared_ptr<const RunFile>& file);
    void showWindow(std::int64_t number, const std::string& node = {});
    [[nodiscard]] std::int64_t windowNumber() const { return m_sheet.number; }
    [[nodiscard]] RowsView* view() { return m_view; }

Q_SIGNALS:
    void changed(); ///< a label was given or taken back

private:
    void refresh();
    void refreshChoice();
    void step(int by);
    void give(int label);
    void takeBack();
    [[nodiscard]] const LabelCase* chosen() const;
    void write(const QString& title, std::function<Status(history::Store&)> what);

    Session& m_session;
    std::shared_ptr<const RunFile> m_file;
    std::size_t m_at = 0; ///< index in the windows of the file
    LabelSheet m_sheet;
    std::unique_ptr<LabelsModel> m_model;
    QSlider* m_slider = nullptr;
    QToolButton* m_before = nullptr;
    QToolButton* m_after = nullptr;
    QLabel* m_window = nullptr;
    QLabel* m_verdict = nullptr;
    RowsView* m_view = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_why = nullptr;
    QLabel* m_rule = nullptr;
    QLabel* m_past = nullptr;
    QLineEdit* m_reason = nullptr;
    std::vector<std::pair<int, QPushButton*>> m_give;
    QPushButton* m_back = nullptr;
};

} // namespace streamtune::ui
