// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Every action of the window is a registered command: text, group, shortcut, what it does and, when it cannot be done
/// now, why. Menus, tool bar, palette and the sheet of keys all show the same QAction.

#include <QAction>
#include <QKeySequence>
#include <QObject>
#include <QString>
#include <QTimer>
#include <functional>
#include <map>
#include <vector>

namespace streamtune::ui {

struct Command {
    QString id;    ///< stable, dotted: "plan.approve"
    QString text;  ///< with mnemonic
    QString group; ///< "File", "Plan", … as people read it
    QKeySequence shortcut;
    QString tip; ///< one sentence: what it does
    std::function<void()> run;
    std::function<QString()> whyNot; ///< empty text = can be done; absent = always
    std::function<bool()> checked;   ///< for toggles
};

class CommandRegistry final : public QObject {
    Q_OBJECT
public:
    explicit CommandRegistry(QObject* parent = nullptr);

    /// Ids and shortcuts are unique (asserted). The action belongs to the registry.
    QAction* add(const Command& command);
    [[nodiscard]] QAction* action(const QString& id) const; ///< never null for a known id
    [[nodiscard]] const std::vector<QAction*>& actions() const { return m_order; }
    [[nodiscard]] static QString group(const QAction* action);
    [[nodiscard]] static QString id(const QAction* action);
    [[nodiscard]] static QString whyDisabled(const QAction* action); ///< empty when enabled
    [[nodiscard]] static QString plainText(const QAction* action);   ///< without mnemonic
    void setText(const QString& id, const QString& text);
    void setTip(const QString& id, const QString& tip);

    /// Another key for a command, or none. Returns why it cannot be: empty = it is so now.
    QString rebind(const QString& id, const QKeySequence& key);
    [[nodiscard]] QKeySequence standardKey(const QString& id) const;
    void resetKeys();

    /// Asks every command again whether it can be done; refreshSoon() merges many calls into one.
    void refresh();
    void refreshSoon();

Q_SIGNALS:
    void refreshed();
    void keyChanged(const QString& id);

private:
    struct Entry {
        Command command;
        QAction* action = nullptr;
        QKeySequence standard;
    };
    std::map<QString, Entry> m_entries;
    std::vector<QAction*> m_order;
    QTimer m_soon;
};

/// Adds commands that people find under one heading.
class CommandGroup {
public:
    CommandGroup(CommandRegistry& registry, QString name) : m_registry(&registry), m_name(std::move(name)) {}
    /// `key` may be empty: none.
    QAction* operator()(const char* id, const QString& text, const char* key, const QString& tip,
                        std::function<void()> run, std::function<QString()> whyNot = {}) const;

private:
    CommandRegistry* m_registry;
    QString m_name;
};

} // namespace streamtune::ui
