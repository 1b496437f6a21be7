// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Everything that can be chosen about the program on one page, with a box to search in and a way back to each
/// standard; the keys; and what the program talks to and where it keeps things.

#include <QDialog>
#include <QStringList>

#include "ui/commands/commands.h"
#include "ui/session/preferences.h"

class QLabel;
class QLineEdit;
class QTabWidget;
class QVBoxLayout;

namespace streamtune::ui {

class KeysPage;

/// What the window knows and a person may ask for; plain words.
struct Surroundings {
    QStringList hosts;                              ///< of every connection: "flink-prod: http://jobmanager:8081"
    std::vector<std::pair<QString, QString>> files; ///< what, path
};

class SettingsDialog final : public QDialog {
    Q_OBJECT
public:
    SettingsDialog(Preferences& preferences, CommandRegistry& commands, const Surroundings& surroundings,
                   QWidget* parent);
    void setFilter(const QString& words);
    [[nodiscard]] int shownCount() const; ///< settings that the search leaves

Q_SIGNALS:
    void resetEverythingWanted();

private:
    [[nodiscard]] QWidget* makeChoices();
    [[nodiscard]] QWidget* makeSurroundings(const Surroundings& surroundings);
    QWidget* makeRow(const Preference& preference);
    [[nodiscard]] QWidget* makeControl(const Preference& preference);

    Preferences& m_preferences;
    CommandRegistry& m_commands;
    QLineEdit* m_find = nullptr;
    QTabWidget* m_tabs = nullptr;
    KeysPage* m_keys = nullptr;
    QLabel* m_nothing = nullptr;
    std::vector<std::pair<QWidget*, QString>> m_rows;                ///< with the words they are found by
    std::vector<std::pair<QWidget*, std::vector<QWidget*>>> m_heads; ///< group heading, its rows
};

} // namespace streamtune::ui
