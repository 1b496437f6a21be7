// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// All commands with their keys; any of them can be given another one.

#include <QDialog>
#include <QWidget>

class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableWidget;

namespace streamtune::ui {

class CommandRegistry;

class KeysPage final : public QWidget {
    Q_OBJECT
public:
    explicit KeysPage(CommandRegistry& registry, QWidget* parent = nullptr);
    void setFilter(const QString& words);
    void choose(const QString& command);

private:
    void fill();
    void showChosen();
    void setKey(const QKeySequence& key);
    [[nodiscard]] QString chosen() const;

    CommandRegistry& m_registry;
    QTableWidget* m_table = nullptr;
    QKeySequenceEdit* m_key = nullptr;
    QPushButton* m_set = nullptr;
    QPushButton* m_reset = nullptr;
    QPushButton* m_resetAll = nullptr;
    QLabel* m_message = nullptr;
};

/// The page with a box to search in, as a window of its own.
class KeysDialog final : public QDialog {
    Q_OBJECT
public:
    KeysDialog(CommandRegistry& registry, QWidget* parent);
};

} // namespace streamtune::ui
