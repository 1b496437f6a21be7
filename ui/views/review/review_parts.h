// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The panels that the review page is made of.

#include <QWidget>

#include "ui/commands/commands.h"
#include "ui/session/review_flow.h"
#include "ui/views/widgets/basics.h"

class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QListWidget;
class QTableWidget;

namespace streamtune::ui {

class WatchView;

/// Draft - Checked - Approved - Applying - Verifying - Done, and where the plan left that road.
class StageBar final : public QWidget {
    Q_OBJECT
public:
    explicit StageBar(QWidget* parent = nullptr);
    void setFile(const PlanFile* file);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    review::PlanState m_state = review::PlanState::Draft;
    QString m_note;
    bool m_any = false;
};

/// now, model value, margin, rounding, clamp, alignment, final: each value that led to the number.
class Waterfall final : public QWidget {
    Q_OBJECT
public:
    explicit Waterfall(QWidget* parent = nullptr);
    void setDecision(const std::optional<tune::Decision>& decision, const QString& method);
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<tune::Decision> m_decision;
    QString m_method;
};

class PreflightPanel final : public Panel {
    Q_OBJECT
public:
    explicit PreflightPanel(QWidget* parent = nullptr);
    void setFile(const PlanFile* file, ReviewStep step);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QListWidget* m_list = nullptr;
    EmptyStack* m_stack = nullptr;
};

class RequestPanel final : public Panel {
    Q_OBJECT
public:
    explicit RequestPanel(QWidget* parent = nullptr);
    void setFile(const PlanFile* file);

private:
    QPlainTextEdit* m_text = nullptr;
    EmptyStack* m_stack = nullptr;
};

class ApprovalPanel final : public Panel {
    Q_OBJECT
public:
    ApprovalPanel(ReviewFlow& flow, CommandRegistry& commands, QWidget* parent = nullptr);
    void setFile(const PlanFile* file, const QString& defaultName);
    [[nodiscard]] QLineEdit* name() { return m_name; }
    [[nodiscard]] QPlainTextEdit* reason() { return m_reason; }
    [[nodiscard]] QLineEdit* confirm() { return m_confirm; }
    [[nodiscard]] QLineEdit* outside() { return m_outside; }
    [[nodiscard]] const QString& jobName() const { return m_jobName; }

Q_SIGNALS:
    void typed();

private:
    /// Change windows open and close while a plan waits.
    void refreshWindow();

    ReviewFlow& m_flow;
    QWidget* m_form = nullptr;
    QWidget* m_record = nullptr;
    QLabel* m_who = nullptr;
    QLabel* m_why = nullptr;
    QLabel* m_recordedConfirm = nullptr;
    QLineEdit* m_name = nullptr;
    QPlainTextEdit* m_reason = nullptr;
    QLabel* m_confirmLabel = nullptr;
    QLineEdit* m_confirm = nullptr;
    QLabel* m_outsideLabel = nullptr;
    QLineEdit* m_outside = nullptr;
    QLabel* m_cost = nullptr;
    QLabel* m_waiting = nullptr;
    QPushButton* m_reject = nullptr;
    QPushButton* m_approve = nullptr;
    QPushButton* m_apply = nullptr;
    QString m_jobName;
    std::string m_plan;
    QAction* m_approveAction = nullptr;
    QAction* m_applyAction = nullptr;
};

class StepsPanel final : public Panel {
    Q_OBJECT
public:
    StepsPanel(ReviewFlow& flow, CommandRegistry& commands, QWidget* parent = nullptr);
    void refresh();

private:
    class List;
    ReviewFlow& m_flow;
    List* m_list = nullptr;
    QPushButton* m_cancel = nullptr;
};

class OutcomePanel final : public Panel {
    Q_OBJECT
public:
    OutcomePanel(CommandRegistry& commands, QWidget* parent = nullptr);
    void setFile(const PlanFile* file, const JobGraph* graph, const std::vector<Observation>& windows);

private:
    WatchView* m_watch = nullptr;
    Chip* m_chip = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_sentence = nullptr;
    QTableWidget* m_table = nullptr;
    QWidget* m_content = nullptr;
    EmptyStack* m_stack = nullptr;
};

} // namespace streamtune::ui
