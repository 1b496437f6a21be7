// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Everything above the work: menu bar with the go-to box, the edge of production, the tool row, the demo banner and
/// the strip of trouble.

#include <QWidget>

#include "ui/commands/commands.h"
#include "ui/session/troubles.h"
#include "ui/views/widgets/basics.h"

class QMenuBar;
class QPushButton;
class QToolButton;
class QHBoxLayout;

namespace streamtune::ui {

class FoldingRow;

class TopBar final : public QWidget {
    Q_OBJECT
public:
    TopBar(CommandRegistry& commands, Troubles& troubles, QWidget* parent = nullptr);
    [[nodiscard]] QMenuBar* menuBar() { return m_menu; }
    [[nodiscard]] QToolButton* subject() { return m_subject; }
    void setSubject(const QString& name);
    /// Empty type = no chip.
    void setType(const QString& word, bool prod);
    void setFacts(const std::vector<std::pair<QString, QString>>& facts); ///< text, kind
    /// The one primary button; nullptr = none.
    void setPrimary(QAction* action);
    void setSecondary(const std::vector<QAction*>& actions);
    void setDemo(bool on);
    void setWaiting(int plans); ///< shown at Review
    [[nodiscard]] QPushButton* primary() const { return m_primary; }

private:
    class Edge;
    [[nodiscard]] QWidget* makeMenuRow();
    [[nodiscard]] QWidget* makeTools();
    void showSubject();
    CommandRegistry& m_commands;
    QMenuBar* m_menu = nullptr;
    Edge* m_edge = nullptr;
    FoldingRow* m_tools = nullptr;
    QToolButton* m_subject = nullptr;
    QString m_job;
    int m_jobLetters = 0; ///< at most, of its name
    Chip* m_type = nullptr;
    QWidget* m_facts = nullptr;
    std::size_t m_factCount = 0;
    QWidget* m_actions = nullptr;
    QWidget* m_others = nullptr; ///< of the actions, all but the primary one
    QPushButton* m_primary = nullptr;
    QAction* m_primaryAction = nullptr;
    std::vector<QAction*> m_secondary;
    QFrame* m_demo = nullptr;
    int m_waiting = -1;
};

} // namespace streamtune::ui
