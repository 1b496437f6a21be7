// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/commands.h"

namespace streamtune::ui {

namespace {
constexpr char kGroup[] = "st.group";
constexpr char kWhy[] = "st.why";

QString withKey(const QString& text, const QKeySequence& key) {
    return key.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, key.toString(QKeySequence::NativeText));
}
} // namespace

CommandRegistry::CommandRegistry(QObject* parent) : QObject(parent) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &CommandRegistry::refresh);
}

QAction* CommandRegistry::add(const Command& command) {
    Q_ASSERT(!command.id.isEmpty() && !m_entries.contains(command.id));
    for (const auto& [id, entry] : m_entries)
        Q_ASSERT(command.shortcut.isEmpty() || entry.command.shortcut != command.shortcut);
    auto* action = new QAction(command.text, this);
    action->setObjectName(command.id);
    action->setShortcut(command.shortcut);
    action->setShortcutContext(Qt::WindowShortcut);
    action->setProperty(kGroup, command.group);
    action->setCheckable(static_cast<bool>(command.checked));
    if (command.run)
        connect(action, &QAction::triggered, this, [run = command.run] { run(); });
    m_entries.emplace(command.id, Entry{command, action, command.shortcut});
    m_order.push_back(action);
    refreshSoon();
    return action;
}

QAction* CommandGroup::operator()(const char* id, const QString& text, const char* key, const QString& tip,
                                  std::function<void()> run, std::function<QString()> whyNot) const {
    return m_registry->add({QLatin1String(id),
                            text,
                            m_name,
                            QKeySequence(QLatin1String(key)),
                            tip,
                            std::move(run),
                            std::move(whyNot),
                            {}});
}

QAction* CommandRegistry::action(const QString& id) const {
    const auto found = m_entries.find(id);
    Q_ASSERT(found != m_entries.end());
    return found == m_entries.end() ? nullptr : found->second.action;
}

QString CommandRegistry::group(const QAction* action) {
    return action->property(kGroup).toString();
}

QString CommandRegistry::id(const QAction* action) {
    return action->objectName();
}

QString CommandRegistry::whyDisabled(const QAction* action) {
    return action->isEnabled() ? QString() : action->property(kWhy).toString();
}

QString CommandRegistry::plainText(const QAction* action) {
    QString text = action->text();
    text.remove(QLatin1Char('&'));
    return text;
}

void CommandRegistry::setText(const QString& id, const QString& text) {
    if (QAction* a = action(id); a && a->text() != text) {
        a->setText(text);
        refreshSoon();
    }
}

void CommandRegistry::setTip(const QString& id, const QString& tip) {
    if (const auto found = m_entries.find(id); found != m_entries.end() && found->second.command.tip != tip) {
        found->second.command.tip = tip;
        refreshSoon();
    }
}

QString CommandRegistry::rebind(const QString& id, const QKeySequence& key) {
    const auto wanted = m_entries.find(id);
    if (wanted == m_entries.end())
        return tr("There is no such command.");
    for (const auto& [other, entry] : m_entries)
        if (other != id && !key.isEmpty() && entry.command.shortcut == key)
            return tr("%1 is the key of %2: %3 already.")
                .arg(key.toString(QKeySequence::NativeText), entry.command.group, plainText(entry.action));
    if (wanted->second.command.shortcut == key)
        return {};
    wanted->second.command.shortcut = key;
    wanted->second.action->setShortcut(key);
    refreshSoon();
    Q_EMIT keyChanged(id);
    return {};
}

QKeySequence CommandRegistry::standardKey(const QString& id) const {
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? QKeySequence() : found->second.standard;
}

void CommandRegistry::resetKeys() {
    for (const auto& [id, entry] : m_entries) // first all away, so that none is in the way of another
        if (entry.command.shortcut != entry.standard)
            rebind(id, {});
    for (const auto& [id, entry] : m_entries)
        rebind(id, entry.standard);
}

void CommandRegistry::refresh() {
    m_soon.stop();
    for (auto& [id, entry] : m_entries) {
        const QString why = entry.command.whyNot ? entry.command.whyNot() : QString();
        entry.action->setProperty(kWhy, why);
        entry.action->setEnabled(why.isEmpty());
        const QString tip = entry.command.tip.isEmpty() ? plainText(entry.action) : entry.command.tip;
        // Plain text made safe: a job name inside must not become markup.
        const QString shown = withKey(tip, entry.command.shortcut).toHtmlEscaped();
        entry.action->setToolTip(why.isEmpty() ? shown : shown + QStringLiteral("<br/>") + why.toHtmlEscaped());
        entry.action->setStatusTip(why.isEmpty() ? tip : why);
        if (entry.command.checked)
            entry.action->setChecked(entry.command.checked());
    }
    Q_EMIT refreshed();
}

void CommandRegistry::refreshSoon() {
    if (!m_soon.isActive())
        m_soon.start();
}

} // namespace streamtune::ui
