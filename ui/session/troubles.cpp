// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/troubles.h"

#include <algorithm>

#include "core/base/log.h"
#include "ui/session/text.h"

namespace streamtune::ui {

void Troubles::raise(const QString& key, const QString& what, const Error& error, const QString& retryText,
                     std::function<void()> retry) {
    const auto found = std::ranges::find(m_list, key, &Trouble::key);
    if (found != m_list.end() && found->error.code == error.code) {
        found->error = error;
        ++found->times;
        found->retry = std::move(retry);
        Q_EMIT changed();
        return;
    }
    log(LogLevel::Warning, "ui", error.sentence);
    if (found != m_list.end())
        m_list.erase(found);
    m_list.push_back({key, what, error, wallClock(), 1, retryText, std::move(retry)});
    Q_EMIT changed();
}

void Troubles::settle(const QString& key) {
    if (std::erase_if(m_list, [&](const Trouble& t) { return t.key == key; }) > 0)
        Q_EMIT changed();
}

void Troubles::settlePrefix(const QString& prefix) {
    if (std::erase_if(m_list, [&](const Trouble& t) { return t.key.startsWith(prefix); }) > 0)
        Q_EMIT changed();
}

void Troubles::settleAll() {
    m_list.clear();
    Q_EMIT changed();
}

const Trouble* Troubles::find(const QString& key) const {
    const auto found = std::ranges::find(m_list, key, &Trouble::key);
    return found == m_list.end() ? nullptr : &*found;
}

QString errorText(const QString& what, const Error& error) {
    QString s = what.isEmpty() ? QString() : what + QLatin1Char('\n');
    s += text(error.sentence);
    if (!error.hint.empty())
        s += QLatin1Char('\n') + text(error.hint);
    s += QLatin1Char('\n') + text(error.code);
    for (const auto& [key, value] : error.details)
        s += QLatin1Char('\n') + text(key) + QStringLiteral(": ") + text(value);
    return s;
}

} // namespace streamtune::ui
