// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The shown job: its graph and state as read last, its recorded windows, the moment that is looked at, and the plans
/// that were applied to it. Measures window after window in the background. GUI thread.

#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>
#include <vector>

#include "core/workbench/workbench.h"
#include "ui/session/plan_file.h"
#include "ui/session/session.h"

namespace streamtune::ui {

class JobFeed final : public QObject {
    Q_OBJECT
public:
    explicit JobFeed(Session& session, QObject* parent = nullptr);

    [[nodiscard]] bool hasJob() const { return m_session.selection().hasJob(); }
    /// nullptr until the job was read once.
    [[nodiscard]] const std::shared_ptr<const workbench::JobView>& view() const { return m_view; }
    [[nodiscard]] const JobGraph* graph() const;
    [[nodiscard]] QString jobName() const;
    [[nodiscard]] bool offline() const { return m_offline; } ///< the view is an old one
    [[nodiscard]] TimePoint readAt() const;

    /// Oldest first.
    [[nodiscard]] const std::vector<Observation>& windows() const { return m_windows; }
    [[nodiscard]] const std::vector<PlanMark>& marks() const { return m_marks; }

    /// The moment that is looked at; nullopt = live.
    [[nodiscard]] const std::optional<TimePoint>& moment() const { return m_moment; }
    void setMoment(const std::optional<TimePoint>& moment);
    /// The window shown: at the moment, or the newest. nullptr = nothing measured yet.
    [[nodiscard]] const Observation* shown() const;
    [[nodiscard]] const tune::Labels& shownLabels() const { return m_labels; }

    [[nodiscard]] bool measuring() const { return m_measuring; }
    void readNow();
    /// How often the shown job is read at most; engines may ask for less.
    void setLeastInterval(Millis interval) { m_least = interval; }
    void reloadMarks();
    /// The job was re-run under another id.
    void follow(const std::string& jobId);

Q_SIGNALS:
    void viewChanged();    ///< graph, state, facts, or another job
    void shownChanged();   ///< another window is shown
    void windowsChanged(); ///< the recorded ones
    void marksChanged();
    void measuringChanged();

private:
    void restart();
    void read();
    void measure();
    void loadWindows();
    void setView(const std::shared_ptr<const workbench::JobView>& view);
    void relabel();
    void placeMarks();

    Session& m_session;
    std::shared_ptr<const workbench::JobView> m_view;
    std::vector<Observation> m_windows;
    std::vector<PlanMark> m_marks;
    std::optional<TimePoint> m_moment;
    tune::Labels m_labels;
    bool m_offline = false;
    bool m_measuring = false;
    Millis m_poll{1'000};
    Millis m_least{1'000};
    QTimer m_readTimer;
    QTimer m_measureTimer;
};

} // namespace streamtune::ui
