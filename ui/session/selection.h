// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The one selection of the window: every view shows it and every view may change it. GUI thread.

#include <QObject>
#include <string>
#include <vector>

namespace streamtune::ui {

struct Place {
    std::string connection;
    std::string job;    ///< engine's id
    std::string vertex; ///< node id in the graph

    bool operator==(const Place&) const = default;
};

class Selection final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] const Place& place() const { return m_place; }
    [[nodiscard]] bool hasJob() const { return !m_place.job.empty(); }
    void setConnection(const std::string& connection);
    void setJob(const std::string& connection, const std::string& job);
    void setVertex(const std::string& vertex);
    void clear();
    /// The same job got another id (a re-run): keeps the vertex and writes no history.
    void renameJob(const std::string& job);

    [[nodiscard]] bool canGoBack() const { return m_at > 0; }
    [[nodiscard]] bool canGoForward() const { return m_at + 1 < m_history.size(); }
    void goBack();
    void goForward();

Q_SIGNALS:
    void connectionChanged();
    void jobChanged();
    void vertexChanged();
    void changed(); ///< after any of the three

private:
    void go(const Place& place, bool remember);

    Place m_place;
    std::vector<Place> m_history{Place{}};
    std::size_t m_at = 0;
};

} // namespace streamtune::ui
