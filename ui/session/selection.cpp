// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/selection.h"

namespace streamtune::ui {

namespace {
constexpr std::size_t kHistory = 100;
}

void Selection::setConnection(const std::string& connection) {
    if (connection != m_place.connection)
        go({connection, {}, {}}, true);
}

void Selection::setJob(const std::string& connection, const std::string& job) {
    if (connection != m_place.connection || job != m_place.job)
        go({connection, job, {}}, true);
}

void Selection::setVertex(const std::string& vertex) {
    if (vertex != m_place.vertex)
        go({m_place.connection, m_place.job, vertex}, !vertex.empty());
}

void Selection::clear() {
    m_history = {Place{}};
    m_at = 0;
    go({}, false);
}

void Selection::renameJob(const std::string& job) {
    for (auto& place : m_history)
        if (place.connection == m_place.connection && place.job == m_place.job)
            place.job = job;
    go({m_place.connection, job, m_place.vertex}, false);
}

void Selection::goBack() {
    if (canGoBack())
        go(m_history[--m_at], false);
}

void Selection::goForward() {
    if (canGoForward())
        go(m_history[++m_at], false);
}

void Selection::go(const Place& place, bool remember) {
    const Place old = m_place;
    if (old == place)
        return;
    m_place = place;
    if (remember) {
        m_history.resize(m_at + 1);
        m_history.push_back(place);
        if (m_history.size() > kHistory)
            m_history.erase(m_history.begin());
        m_at = m_history.size() - 1;
    }
    if (old.connection != place.connection)
        Q_EMIT connectionChanged();
    if (old.connection != place.connection || old.job != place.job)
        Q_EMIT jobChanged();
    if (old.vertex != place.vertex)
        Q_EMIT vertexChanged();
    Q_EMIT changed();
}

} // namespace streamtune::ui
