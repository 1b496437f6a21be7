// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Five things to try, each ticked once it was done. Beside the work, never in its way. GUI thread.

#include <QDialog>
#include <QSettings>
#include <memory>
#include <set>
#include <vector>

class QAction;
class QLabel;

namespace streamtune::ui {

class CommandRegistry;

struct FirstStep {
    QString id;
    QString title;
    QString how;     ///< one sentence
    QString command; ///< that does it, or leads there
};

class FirstSteps final : public QObject {
    Q_OBJECT
public:
    /// Without a store ticks do not outlive the program.
    explicit FirstSteps(std::unique_ptr<QSettings> store, QObject* parent = nullptr);
    [[nodiscard]] const std::vector<FirstStep>& all() const { return m_all; }
    [[nodiscard]] bool isDone(const QString& id) const { return m_done.contains(id); }
    [[nodiscard]] int doneCount() const { return static_cast<int>(m_done.size()); }
    void tick(const QString& id);
    void startOver();

Q_SIGNALS:
    void changed();

private:
    std::unique_ptr<QSettings> m_store;
    std::vector<FirstStep> m_all;
    std::set<QString> m_done;
};

class FirstStepsWindow final : public QDialog {
    Q_OBJECT
public:
    FirstStepsWindow(FirstSteps& steps, const CommandRegistry& commands, QWidget* parent);

private:
    void refresh();

    FirstSteps& m_steps;
    QLabel* m_count = nullptr;
    std::vector<QLabel*> m_marks; ///< in the order of the steps
};

} // namespace streamtune::ui
